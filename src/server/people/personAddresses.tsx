import type { Context } from 'hono';
import type { PersonPage } from '../../app/people/read.ts';
import type { Person } from '../../core/people.ts';
import type { Frame } from '../../ui/layout.tsx';
import { Field, PlainPage } from '../../ui/plain.tsx';
import { DataTable, type TableData } from '../../ui/table.tsx';
import type { ServerDeps } from '../deps.ts';
import type { Typed } from '../http/forms.ts';
import { frameOf } from '../http/frame.ts';
import { countCell, instantCell } from '../tables/cells.ts';
import { personPath, type Returned } from './forms.tsx';

/** All addresses of a person, what AWS holds under which, and the forms to bring them together. */

/** @param returned the form as it was typed, where it was refused */
export function AddressesCard({
  seen,
  frame,
  deps,
  returned,
}: {
  seen: PersonPage;
  frame: Frame;
  deps: ServerDeps;
  returned: Returned | null;
}) {
  const words = frame.m.people.addresses;
  const { email, taggedOtherwise } = seen.addresses;
  const of = (form: Returned['form']) =>
    returned?.form === form ? returned : { values: {} as Typed, faults: {} };
  const path = personPath(email);
  return (
    <section class="card" id="addresses">
      <div class="tools">
        <h2>{words.title}</h2>
      </div>
      <p class="note">{words.intro}</p>
      <DataTable data={addressesTable(seen, frame)} label={words.title} />
      {taggedOtherwise.length > 0 && (
        <p class="note">
          {words.tagWarning(
            email,
            taggedOtherwise.map(({ address, profiles }) => `${address} (${profiles})`).join(', '),
            deps.settings.tagKeys.user,
          )}
        </p>
      )}
      <Suggestions seen={seen} frame={frame} />
      {seen.changes && (
        <>
          <form class="inline" method="post" action={`${path}/addresses`}>
            <Field name="alias" label={words.alias} {...of('alias')} />
            <Field name="reason" label={frame.m.budgets.reason} {...of('alias')} />
            <button type="submit">{words.add}</button>
          </form>
          <h2>{words.rename}</h2>
          <p class="note">{words.renameIntro}</p>
          <form class="inline" method="post" action={`${path}/rename`}>
            <Field name="email" label={words.newAddress} {...of('rename')} />
            <Field name="reason" label={frame.m.budgets.reason} {...of('rename')} />
            <button type="submit">{words.renameSubmit}</button>
          </form>
        </>
      )}
    </section>
  );
}

/** What is most likely theirs; one press says so. */
function Suggestions({ seen: { addresses, changes }, frame: { m } }: { seen: PersonPage; frame: Frame }) {
  const words = m.people.addresses;
  return (
    <>
      {addresses.suggested.map(({ address }) => (
        <form class="inline" method="post" action={`${personPath(addresses.email)}/addresses`}>
          <span>{words.suggestion(address)}</span>
          <input type="hidden" name="alias" value={address} />
          {changes && (
            <button class="primary" type="submit">
              {words.accept}
            </button>
          )}
        </form>
      ))}
    </>
  );
}

function addressesTable({ addresses, changes }: PersonPage, frame: Frame): TableData {
  const words = frame.m.people.addresses;
  const { email, aliases, taggedOtherwise } = addresses;
  const tagged = new Map(taggedOtherwise.map(({ address, profiles }) => [address, profiles]));
  return {
    columns: [
      { name: words.address, key: 'address' },
      { name: words.source, key: 'source' },
      { name: frame.m.profiles.since, key: 'since' },
      { name: words.profiles, key: 'profiles', number: true },
      ...(changes ? [{ name: '', key: 'action', drawn: true }] : []),
    ],
    rows: [
      {
        cells: [
          { text: email },
          { text: words.own },
          instantCell(null, frame),
          { text: '' },
          ...(changes ? [{ text: '' }] : []),
        ],
      },
      ...aliases.map(({ alias, source, since }) => ({
        cells: [
          { text: alias },
          { text: words.from[source] },
          instantCell(since, frame),
          countCell(tagged.get(alias) ?? 0),
          ...(changes
            ? [{ text: '', show: <Remove path={personPath(email)} alias={alias} label={words.remove} /> }]
            : []),
        ],
      })),
    ],
  };
}

const Remove = ({ path, alias, label }: { path: string; alias: string; label: string }) => (
  <form method="post" action={`${path}/addresses/remove`}>
    <input type="hidden" name="alias" value={alias} />
    <button class="danger" type="submit" aria-label={`${label}: ${alias}`}>
      {label}
    </button>
  </form>
);

/** Asks whether two entries of the directory are one person, so that it works without script as well. */
export function mergePage(
  c: Context,
  deps: ServerDeps,
  { email, other, action }: { email: string; other: Person; action: string },
  values: Typed,
) {
  const frame = frameOf(c, deps);
  const words = frame.m.people.addresses;
  return c.html(
    <PlainPage
      frame={frame}
      title={words.mergeTitle}
      intro={words.mergeConfirm(other.name === null ? other.email : `${other.name} (${other.email})`, email)}
    >
      <form class="inline" method="post" action={`${personPath(email)}/${action}`}>
        {(['alias', 'email', 'reason'] as const).map((name) => (
          <input type="hidden" name={name} value={values[name] ?? ''} />
        ))}
        <input type="hidden" name="confirmed" value="on" />
        <button class="danger" type="submit">
          {words.merge}
        </button>
        <a href={personPath(email)}>{words.mergeKeep}</a>
      </form>
    </PlainPage>,
  );
}

/** The page after a change of address: what else has to change with it, in order. */
export function renamedPage(c: Context, deps: ServerDeps, to: string, untaggable: boolean) {
  const frame = frameOf(c, deps);
  const { m } = frame;
  const words = m.people.addresses;
  const { user } = deps.settings.tagKeys;
  return c.html(
    <PlainPage frame={frame} title={words.rename} intro={words.renamed}>
      <ol>
        {words.steps(to, user, user).map((step) => (
          <li>{step}</li>
        ))}
      </ol>
      {untaggable && <p class="note">{m.invalid.noTag}</p>}
      <p>
        <a href={personPath(to)}>{to}</a>
      </p>
    </PlainPage>,
  );
}
