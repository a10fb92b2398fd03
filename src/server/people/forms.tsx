import type { Context } from 'hono';
import { GIVEN_ROLES, type Grant } from '../../core/access.ts';
import type { Invalid } from '../../core/errors.ts';
import { href } from '../../core/href.ts';
import type { Person, PersonFacts } from '../../core/people.ts';
import type { Frame } from '../../ui/layout.tsx';
import { type Faults, Field, FieldFault, faultOf, PlainPage } from '../../ui/plain.tsx';
import type { ServerDeps } from '../deps.ts';
import { faultWords, type Typed } from '../http/forms.ts';
import { frameOf } from '../http/frame.ts';
import { viewerOf } from '../http/visitor.ts';

/** The forms about a person: what an administrator says of them by hand, and their roles. */

/** Which form came back, as it was typed, with what is wrong with it. */
export interface Returned {
  form: 'byHand' | 'grant' | 'alias' | 'rename' | 'account' | 'move';
  values: Typed;
  faults: Faults;
}

export const personPath = (email: string): string => href`/people/${email}`;

/** The words for what is wrong with what was said by hand: people have words of their own for most of it. */
export function byHandFaults(error: Invalid, frame: Frame): Faults {
  const { faults: words, known } = frame.m.people;
  const own = (key: string): ((others: readonly string[]) => string) | undefined =>
    key === 'known' ? () => known : Object.hasOwn(words, key) ? words[key as keyof typeof words] : undefined;
  const found: Record<string, string> = {};
  for (const { field, key, detail } of error.faults) {
    const said = own(key)?.(Array.isArray(detail) ? detail : []);
    if (said !== undefined) found[field] ??= said;
  }
  return { ...faultWords(error, frame), ...found };
}

/** The form as it is filled in with what was said by hand before. */
export const typedFrom = (said: PersonFacts | undefined): Typed => {
  const cell = (value: string | null | undefined) => (value === '' ? '-' : (value ?? ''));
  return {
    name: cell(said?.name),
    costCenter: cell(said?.costCenter),
    manager: cell(said?.manager),
    status: said?.active === true ? 'active' : said?.active === false ? 'left' : '',
  };
};

export function ByHandForm({
  frame: { m },
  action,
  values,
  faults,
  add = false,
}: {
  frame: Frame;
  action: string;
  values: Typed;
  faults: Faults;
  /** Somebody whom the directory does not hold yet. */
  add?: boolean;
}) {
  return (
    <form class="inline" method="post" action={action}>
      {add && <Field name="email" label={m.people.email} values={values} faults={faults} />}
      <Field name="name" label={m.people.name} values={values} faults={faults} />
      <Field name="costCenter" label={m.name.costCenter} values={values} faults={faults} />
      <Field name="manager" label={m.people.managerEmail} values={values} faults={faults} />
      <label>
        {m.state}
        <select name="status" {...faultOf('status', faults)}>
          {(['', 'active', 'left'] as const).map((status) => (
            <option value={status} selected={(values.status ?? '') === status}>
              {status === '' ? m.people.unsaid : m.people.states[status]}
            </option>
          ))}
        </select>
        <FieldFault name="status" faults={faults} />
      </label>
      <Field name="reason" label={m.budgets.reason} values={values} faults={faults} />
      <button class="primary" type="submit">
        {add ? m.people.addSubmit : m.people.save}
      </button>
    </form>
  );
}

export function GrantForm({
  frame: { m },
  action,
  values,
  faults,
}: {
  frame: Frame;
  action: string;
  values: Typed;
  faults: Faults;
}) {
  return (
    <form class="inline" method="post" action={action}>
      <label>
        {m.people.role}
        <select name="role" {...faultOf('role', faults)}>
          {GIVEN_ROLES.map((role) => (
            <option value={role} selected={values.role === role}>
              {m.people.roles[role]}
            </option>
          ))}
        </select>
        <FieldFault name="role" faults={faults} />
      </label>
      <Field name="costCenter" label={m.people.ownedCenter} values={values} faults={faults} />
      <Field name="reason" label={m.budgets.reason} values={values} faults={faults} />
      <button type="submit">{m.people.grant}</button>
    </form>
  );
}

export const roleName = ({ role, costCenter }: Omit<Grant, 'email'>, { m }: Frame): string =>
  costCenter === '' ? m.people.roles[role] : m.people.ownerOf(costCenter);

/** Asks before a role is taken away, so that it works without script as well. */
export function withdrawPage(
  c: Context,
  deps: ServerDeps,
  { person, grant }: { person: Person; grant: Grant },
  values: Typed,
  faults: Faults,
) {
  const frame = frameOf(c, deps);
  const { m } = frame;
  const own = viewerOf(c).email === person.email;
  return c.html(
    <PlainPage
      frame={frame}
      title={m.people.withdrawTitle}
      intro={m.people.confirm(roleName(grant, frame), person.name ?? person.email)}
      message={faults.role === undefined ? undefined : { text: faults.role, bad: true }}
    >
      {own && <p class="note">{m.people.confirmOwn}</p>}
      <form class="inline" method="post" action={`${personPath(person.email)}/roles/withdraw`}>
        <input type="hidden" name="role" value={grant.role} />
        <input type="hidden" name="costCenter" value={grant.costCenter} />
        <Field name="reason" label={m.budgets.reason} values={values} faults={faults} />
        <button class="danger" type="submit">
          {m.people.withdraw}
        </button>
        <a href={personPath(person.email)}>{m.people.keep}</a>
      </form>
    </PlainPage>,
    Object.keys(faults).length > 0 ? 422 : 200,
  );
}
