import type { Context } from 'hono';
import { searchAudit, wholeAudit } from '../../app/operations/auditLog.ts';
import type { AuditFilter } from '../../core/audit.ts';
import type { Link } from '../../core/auditChain.ts';
import { href } from '../../core/href.ts';
import { instantOf, parseDay, startOf } from '../../core/periods.ts';
import { tidy } from '../../core/signs.ts';
import type { Instant } from '../../core/types.ts';
import { type Frame, lastOf, link } from '../../ui/layout.tsx';
import { type Faults, Field, FieldFault, faultOf, PlainPage } from '../../ui/plain.tsx';
import { DataTable } from '../../ui/table.tsx';
import type { ServerDeps } from '../deps.ts';
import { askingOf, inOnePage } from '../http/asking.ts';
import { frameOf, queryOf } from '../http/frame.ts';
import { csvInParts, wantsCsv } from '../tables/csv.ts';
import { withNames } from '../tables/named.ts';
import { actionWords, auditFile, auditTable } from './auditTable.tsx';

/** Every change, sign-in, refusal and export: searched by what the address says, newest first, and as a file. */

const PAGE = 50;

export function auditPage(c: Context, deps: ServerDeps): Promise<Response> {
  const frame = frameOf(c, deps);
  const { filter, faults } = searchOf(c, frame);
  // A file is read in parts, as whoever asks takes them.
  return wantsCsv(c)
    ? auditCsv(c, deps, filter)
    : inOnePage(c, deps, () => entriesPage(c, deps, frame, filter, faults));
}

async function entriesPage(
  c: Context,
  deps: ServerDeps,
  frame: Frame,
  filter: AuditFilter,
  faults: Faults,
): Promise<Response> {
  const { m } = frame;
  const { entries, head, older, newer } = await searchAudit(askingOf(c, deps), filter, placeOf(c), PAGE);
  const searched = Object.keys(filter).length > 0;
  const bad = Object.keys(faults).length > 0;
  return c.html(
    <PlainPage
      frame={frame}
      title={m.nav.audit}
      intro={m.audit.intro(deps.settings.auditDays)}
      message={bad ? { text: m.audit.notSearched, bad } : undefined}
    >
      <SearchForm frame={frame} faults={faults} searched={searched || bad} />
      <div class="grid">
        <section class="card" id="table-main">
          <div class="tools">
            <h2>{m.nav.audit}</h2>
            <span>
              {entries.length > 0 && (
                <a class="csv" href={link(frame, { format: 'csv', bom: '1', before: '', since: '' })}>
                  {m.csv}
                </a>
              )}
            </span>
          </div>
          {entries.length === 0 ? (
            <p class="note">{searched ? m.noMatch : m.audit.empty}</p>
          ) : (
            <DataTable
              frame={frame}
              data={await withNames(c, auditTable(entries, frame))}
              label={m.nav.audit}
            />
          )}
          {head !== null && <HeadNote frame={frame} head={head} />}
          {(older !== null || newer !== null) && (
            <nav class="pager" aria-label={m.audit.pages}>
              {newer !== null && (
                <>
                  <a href={link(frame, { before: '', since: '' })}>{m.audit.newest}</a>
                  <a href={link(frame, { before: '', since: String(newer) })}>{m.audit.newer}</a>
                </>
              )}
              {older !== null && (
                <a href={link(frame, { before: String(older), since: '' })}>{m.audit.older}</a>
              )}
            </nav>
          )}
        </section>
      </div>
    </PlainPage>,
  );
}

/** The digest that stands for all of the log, and what it is good for. */
function HeadNote({ frame, head }: { frame: Frame; head: Link }) {
  const { m } = frame;
  return (
    <p class="note">
      {m.audit.head(head.id)} <code>{head.digest}</code>{' '}
      <a href={href`/api/v1/audit/head`} download={`audit-head-${head.id}.json`}>
        {m.audit.headFile}
      </a>{' '}
      {m.audit.headUse}
    </p>
  );
}

/** What is searched for, without what cannot be. */
function searchOf(c: Context, { m }: Frame): { filter: AuditFilter; faults: Faults } {
  const { text = '', actor = '', action = '', start = '', endExclusive = '' } = queryOf(c);
  const faults: Record<string, string> = {};
  const dayIn = (name: string, value: string): Instant | undefined => {
    if (value === '') return undefined;
    try {
      return instantOf(startOf(parseDay(value)));
    } catch {
      faults[name] = m.audit.noDay;
      return undefined;
    }
  };
  const asked = {
    text: tidy(text).slice(0, 200) || undefined,
    actor: tidy(actor).slice(0, 300) || undefined,
    action: action.slice(0, 100) || undefined,
    from: dayIn('start', start),
    to: dayIn('last', endExclusive),
  };
  const given = Object.entries(asked).filter(([, value]) => value !== undefined);
  return { filter: Object.fromEntries(given), faults };
}

/** Next to which entry the page is, by its address. */
function placeOf(c: Context): { before?: number; since?: number } {
  const id = (name: string) => /^\d{1,15}$/.exec(c.req.query(name) ?? '')?.[0];
  const [before, since] = [id('before'), id('since')];
  return {
    ...(before === undefined ? {} : { before: Number(before) }),
    ...(since === undefined ? {} : { since: Number(since) }),
  };
}

function SearchForm({ frame, faults, searched }: { frame: Frame; faults: Faults; searched: boolean }) {
  const { m, query } = frame;
  const groups = Map.groupBy(Object.keys(m.audit.actions), (action) => action.split('.')[0] ?? action);
  return (
    <form class="inline" method="get" action={href`/audit`} role="search">
      <Field name="text" label={m.audit.text} values={query} />
      <Field name="actor" label={m.audit.actor} values={query} />
      <label>
        {m.audit.action}
        <select name="action">
          <option value="">{m.audit.anything}</option>
          {[...groups].map(([group, actions]) =>
            actions.length === 1 ? (
              <option value={actions[0]} selected={query.action === actions[0]}>
                {actionWords(actions[0] ?? '', frame)}
              </option>
            ) : (
              <optgroup label={m.audit.groups[group] ?? group}>
                <option value={group} selected={query.action === group}>
                  {m.audit.all(m.audit.groups[group] ?? group)}
                </option>
                {actions.map((action) => (
                  <option value={action} selected={query.action === action}>
                    {actionWords(action, frame)}
                  </option>
                ))}
              </optgroup>
            ),
          )}
        </select>
      </label>
      {(
        [
          ['start', m.period.first, query.start ?? ''],
          ['last', m.period.last, lastOf({ endExclusive: query.endExclusive ?? '' })],
        ] as const
      ).map(([name, label, value]) => (
        <label>
          {label}
          <input type="date" name={name} value={value} {...faultOf(name, faults)} />
          <FieldFault name={name} faults={faults} />
        </label>
      ))}
      <button type="submit">{m.audit.search}</button>
      {searched && <a href={href`/audit`}>{m.audit.reset}</a>}
    </form>
  );
}

/** The whole search as a file. */
async function auditCsv(c: Context, deps: ServerDeps, filter: AuditFilter): Promise<Response> {
  const { count, parts } = await wholeAudit(askingOf(c, deps), filter);
  async function* tables() {
    for await (const entries of parts) yield auditFile(entries);
  }
  return csvInParts(c, { what: 'audit' }, count, tables());
}
