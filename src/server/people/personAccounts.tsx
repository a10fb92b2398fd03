import type { Context } from 'hono';
import type { PersonPage } from '../../app/people/read.ts';
import type { Binding } from '../../core/bindings.ts';
import type { Frame } from '../../ui/layout.tsx';
import { type Faults, Field, PlainPage } from '../../ui/plain.tsx';
import { DataTable, type TableData } from '../../ui/table.tsx';
import type { ServerDeps } from '../deps.ts';
import type { Typed } from '../http/forms.ts';
import { frameOf } from '../http/frame.ts';
import { instantCell } from '../tables/cells.ts';
import { personPath, type Returned } from './forms.tsx';

/** Which accounts of the identity provider somebody signs in with, and the forms to change that. */

/** @param returned the form as it was typed, where it was refused */
export function AccountsCard({
  seen,
  bindings,
  frame,
  issuer,
  returned,
}: {
  seen: PersonPage;
  bindings: readonly Binding[];
  frame: Frame;
  /** Of the settings. */
  issuer: string;
  returned: Returned | null;
}) {
  const words = frame.m.people.accounts;
  const { email } = seen.person;
  const own = new Set([email, ...seen.addresses.aliases.map(({ alias }) => alias)]);
  const moved = bindings.filter(({ address }) => !own.has(address));
  const { values = { issuer }, faults = {} } = returned ?? {};
  return (
    <section class="card" id="accounts">
      <div class="tools">
        <h2>{words.title}</h2>
      </div>
      <p class="note">{bindings.length === 0 ? words.none : words.intro}</p>
      {bindings.length > 0 && <DataTable data={accountsTable(seen, bindings, frame)} label={words.title} />}
      {moved.map(({ address }) => (
        <p class="note">{words.otherAddress(address, email)}</p>
      ))}
      {seen.changes && (
        <>
          <h2>{words.bindTitle}</h2>
          <p class="note">{words.bindIntro}</p>
          <form class="inline" method="post" action={`${personPath(email)}/accounts`}>
            <Field name="issuer" label={words.issuer} values={values} faults={faults} />
            <Field name="subject" label={words.subject} values={values} faults={faults} />
            <Field name="reason" label={frame.m.budgets.reason} values={values} faults={faults} />
            <button type="submit">{words.bind}</button>
          </form>
        </>
      )}
    </section>
  );
}

function accountsTable(
  { person, changes }: PersonPage,
  bindings: readonly Binding[],
  frame: Frame,
): TableData {
  const words = frame.m.people.accounts;
  return {
    columns: [
      { name: words.issuer, key: 'issuer' },
      { name: words.subject, key: 'subject' },
      { name: words.address, key: 'address' },
      { name: words.bound, key: 'boundAt' },
      { name: words.by, key: 'boundBy' },
      { name: words.seen, key: 'signedInAt' },
      ...(changes ? [{ name: '', key: 'action', drawn: true }] : []),
    ],
    rows: bindings.map(({ issuer, subject, address, boundAt, boundBy, signedInAt }) => ({
      cells: [
        { text: issuer },
        { text: subject },
        { text: address },
        instantCell(boundAt, frame),
        { text: boundBy },
        instantCell(signedInAt, frame),
        ...(changes
          ? [
              {
                text: '',
                show: (
                  <a
                    class="danger"
                    href={`${personPath(person.email)}/accounts/unbind?${new URLSearchParams({ issuer, subject })}`}
                    aria-label={`${words.unbind}${frame.m.colon}${subject}`}
                  >
                    {words.unbind}
                  </a>
                ),
              },
            ]
          : []),
      ],
    })),
  };
}

/** Asks before an account is taken away, so that it works without script as well. */
export function unbindPage(
  c: Context,
  deps: ServerDeps,
  { email, issuer, subject }: Pick<Binding, 'email' | 'issuer' | 'subject'>,
  values: Typed,
  faults: Faults,
) {
  const frame = frameOf(c, deps);
  const words = frame.m.people.accounts;
  const wrong = faults.subject;
  return c.html(
    <PlainPage
      frame={frame}
      title={words.unbindTitle}
      intro={words.unbindConfirm(email)}
      message={wrong === undefined ? undefined : { text: wrong, bad: true }}
    >
      <p class="note">
        {issuer} · {subject}
      </p>
      <form class="inline" method="post" action={`${personPath(email)}/accounts/unbind`}>
        <input type="hidden" name="issuer" value={issuer} />
        <input type="hidden" name="subject" value={subject} />
        <Field name="reason" label={frame.m.budgets.reason} values={values} faults={faults} />
        <button class="danger" type="submit">
          {words.unbind}
        </button>
        <a href={personPath(email)}>{words.keep}</a>
      </form>
    </PlainPage>,
    Object.keys(faults).length > 0 ? 422 : 200,
  );
}

/** Asks whether an account that somebody else signs in with is meant. */
export function movePage(c: Context, deps: ServerDeps, email: string, from: string, values: Typed) {
  const frame = frameOf(c, deps);
  const words = frame.m.people.accounts;
  return c.html(
    <PlainPage frame={frame} title={words.moveTitle} intro={words.moveConfirm(from, email)}>
      <form class="inline" method="post" action={`${personPath(email)}/accounts`}>
        {(['issuer', 'subject', 'reason'] as const).map((name) => (
          <input type="hidden" name={name} value={values[name] ?? ''} />
        ))}
        <input type="hidden" name="confirmed" value="on" />
        <button class="danger" type="submit">
          {words.move}
        </button>
        <a href={personPath(email)}>{words.keep}</a>
      </form>
    </PlainPage>,
  );
}
