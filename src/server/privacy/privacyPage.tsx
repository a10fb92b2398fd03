import type { Context } from 'hono';
import type { KeptFor, PrivacyPage } from '../../app/privacy/page.ts';
import { href } from '../../core/href.ts';
import type { Frame } from '../../ui/layout.tsx';
import { Field, PlainPage } from '../../ui/plain.tsx';
import { DataTable, Pager, type TableData } from '../../ui/table.tsx';
import { plainDayCell } from '../tables/cells.ts';

/** What is kept of somebody, why and for how long, what others see of it, and who looked. */

/** Looks of one page. */
export const LOOKS_SHOWN = 50;

export function privacyPage(
  c: Context,
  frame: Frame,
  known: PrivacyPage,
  page: number,
): Response | Promise<Response> {
  const words = frame.m.privacy;
  const title =
    known.isOwn || known.person === '' ? words.title : `${words.title}${frame.m.colon}${known.person}`;
  return c.html(
    <PlainPage frame={frame} title={title} intro={words.intro}>
      <div class="grid">
        <Seen frame={frame} known={known} />
        {known.person !== '' && <Who frame={frame} known={known} />}
        {(known.person !== '' || known.mayChooseAnybody) && <Looks frame={frame} known={known} page={page} />}
        <section class="card">
          <h2>{words.kept.title}</h2>
          <DataTable label={words.kept.title} data={keptTable(known.kept, frame)} />
        </section>
        {known.isOwn && known.person !== '' && (
          <section class="card half">
            <h2>{words.take.title}</h2>
            <p>{words.take.intro}</p>
            <p class="actions">
              <a href={href`/me/data`} download>
                {words.take.button}
              </a>
            </p>
          </section>
        )}
      </div>
    </PlainPage>,
  );
}

function Seen({ frame, known }: { frame: Frame; known: PrivacyPage }) {
  const { see } = frame.m.privacy;
  const { othersSee, leastPeople } = known;
  const said = othersSee === 'sums' || othersSee === 'nothing' ? see[othersSee](leastPeople) : see[othersSee];
  return (
    <section class="card half">
      <h2>{see.title}</h2>
      <p>{said}</p>
      {known.person !== '' && <p>{see.own}</p>}
      <p class="note">{see.still}</p>
      <p class="note">{see.setting(othersSee)}</p>
    </section>
  );
}

function Who({ frame, known }: { frame: Frame; known: PrivacyPage }) {
  const { who } = frame.m.privacy;
  const data: TableData = {
    columns: [
      { name: who.name, key: 'who' },
      { name: who.as, key: 'as' },
    ],
    rows: known.mayLook.map((one) => ({
      cells: [{ text: one.who }, { text: who.roles[one.as], raw: one.as }],
    })),
  };
  return (
    <section class="card half">
      <h2>{who.title}</h2>
      {known.mayLook.length === 0 ? (
        <p class="note">{who.empty}</p>
      ) : (
        <DataTable label={who.title} data={data} />
      )}
      {known.groups.length > 0 && <p class="note">{who.groups(known.groups.join(frame.m.comma))}</p>}
    </section>
  );
}

function Looks({ frame, known, page }: { frame: Frame; known: PrivacyPage; page: number }) {
  const { looks: words } = frame.m.privacy;
  const data: TableData = {
    columns: [
      { name: words.day, key: 'day' },
      { name: words.who, key: 'viewer' },
      { name: words.kind, key: 'kind' },
    ],
    rows: known.looks.map(({ day, viewer, kind, many }) => ({
      cells: [
        plainDayCell(day, frame),
        { text: viewer },
        { text: words.kinds[kind], raw: kind, ...(many && { beside: [{ text: words.many }] }) },
      ],
    })),
  };
  const view = {
    ...{ id: '', sort: null, descending: false, filter: '', page },
    ...{ size: LOOKS_SHOWN, total: known.looksTotal },
  };
  return (
    <section class="card" id="table-main">
      <h2>{words.title}</h2>
      <p class="note">{words.intro(known.lookDays)}</p>
      {known.person !== '' && known.looks.length === 0 && <p class="note">{words.empty}</p>}
      {known.looks.length > 0 && <DataTable label={words.title} data={data} />}
      <Pager frame={frame} view={view} />
      {known.mayChooseAnybody && (
        <form class="inline" method="get" action={href`/privacy`}>
          <Field
            name="person"
            label={words.pick}
            type="email"
            values={{ person: known.isOwn ? '' : known.person }}
          />
          <button type="submit">{words.open}</button>
        </form>
      )}
    </section>
  );
}

function keptTable(kept: readonly KeptFor[], { m }: Frame): TableData {
  const words = m.privacy.kept;
  return {
    columns: [
      { name: words.what, key: 'what' },
      { name: words.why, key: 'why' },
      { name: words.from, key: 'from' },
      { name: words.long, key: 'for' },
    ],
    rows: kept.map(({ what, for: long }) => {
      const row = words.rows[what];
      return {
        cells: [
          { text: row.what, raw: what },
          { text: row.why },
          { text: row.from },
          { text: long === null ? words.always : words[long.unit](long.count) },
        ],
      };
    }),
  };
}
