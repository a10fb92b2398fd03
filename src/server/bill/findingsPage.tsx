import type { Context } from 'hono';
import { kindOf, showFindings } from '../../app/bill/findings.ts';
import { plainWords } from '../../core/fileColumns.ts';
import { href } from '../../core/href.ts';
import { addDays } from '../../core/periods.ts';
import type { Finding } from '../../core/types.ts';
import { type Frame, PeriodPicker } from '../../ui/layout.tsx';
import { PlainPage } from '../../ui/plain.tsx';
import type { TableData } from '../../ui/table.tsx';
import type { ServerDeps } from '../deps.ts';
import { askingOf } from '../http/asking.ts';
import { frameOf, periodOf } from '../http/frame.ts';
import { nothing, refusalPage } from '../http/refusals.tsx';
import { cards } from '../tables/cards.tsx';
import { dayCell, linesHref, moneyCell, periodQuery } from '../tables/cells.ts';
import { wantsCsv } from '../tables/csv.ts';
import { goneWords } from '../tables/gone.ts';
import { detailWords } from './findingsTable.ts';

/** All findings of one kind in a period, one by one, each leading to what it is about. */
export async function findingsPage(c: Context, deps: ServerDeps): Promise<Response> {
  const kind = kindOf(c.req.param('kind') ?? '');
  if (kind === null) return nothing(c, deps);
  const asked = frameOf(c, deps);
  const { m } = asked;
  const period = periodOf(c, deps.clock.now());
  const { start, endExclusive } = period;
  const shown = await showFindings(askingOf(c, deps), { start, endExclusive }, kind);
  const gone = shown.gone && goneWords(shown.gone, asked);
  if (wantsCsv(c) && gone !== null) return refusalPage(c, deps, 400, { text: gone });
  const result = cards(
    c,
    asked,
    { what: `findings-${plainWords(kind).replaceAll(' ', '-')}`, range: { start, endExclusive } },
    [
      {
        id: '',
        title: m.findings.words[kind],
        table: eachTable(shown.findings, asked),
        empty: gone ?? m.findings.noneOfKind,
      },
    ],
  );
  if (result.response) return result.response;
  return c.html(
    <PlainPage
      frame={asked}
      title={m.findings.all(m.findings.words[kind])}
      intro={
        <>
          {m.findings.allIntro} <a href={href`/reconciliation` + periodQuery(asked)}>{m.findings.back}</a>
        </>
      }
    >
      <PeriodPicker frame={asked} period={period} />
      {gone && <p class="note">{gone}</p>}
      <div class="grid">{result.shown}</div>
    </PlainPage>,
  );
}

function eachTable(findings: readonly Finding[], frame: Frame): TableData {
  const { m } = frame;
  return {
    caption: m.usd,
    columns: [
      { name: m.findings.about, key: 'about' },
      { name: m.name.day, key: 'day', number: true },
      { name: m.findings.amount, key: 'amount_usd', number: true },
      { name: m.findings.detail, key: 'detail' },
    ],
    rows: findings.map((finding) => ({
      cells: [
        { text: aboutOf(finding, frame), raw: finding.key, href: leadOf(finding) },
        finding.day === null ? { text: '–', raw: '' } : dayCell(finding.day, frame),
        finding.amount === null ? { text: '–', raw: '' } : moneyCell(finding.amount),
        { text: detailWords(finding.detail, frame) },
      ],
    })),
  };
}

/** What a finding is about: the thing itself where it has a name, else its day. */
function aboutOf({ detail, day }: Finding, { m }: Frame): string {
  const { model, profile, value, usageType, largest, grouping, name, places } = detail;
  return (
    model ?? profile ?? value ?? usageType ?? largest ?? grouping ?? name ?? places ?? day ?? m.findings.about
  );
}

/** Where its rows are: those of the day that it is about, or the list that holds the thing. */
export function leadOf({ kind, day, detail }: Finding): string {
  const { model = '', profile = '', value = '', usageType = '', largest = '' } = detail;
  const [user = ''] = largest.split(' · ');
  const lines = (filter: Parameters<typeof linesHref>[1]) =>
    day === null ? href`/reconciliation` : linesHref({ start: day, endExclusive: addDays(day, 1) }, filter);
  const ofDay = (query: Readonly<Record<string, string>> = {}, table = 'main') =>
    day === null
      ? href`/reconciliation`
      : `${Object.keys(query).length === 0 ? href`/days/${day}` : href`/days/${day}?${query}`}#table-${table}`;
  switch (kind) {
    case 'heldBack':
      return `${href`/jobs`}#table-heldBack`;
    case 'billedNotSeen':
      return lines({ model: [model], reason: ['billedNotSeen'] });
    case 'seenNotBilled':
    case 'unpricedModel':
      return lines({ model: [model] });
    case 'unknownUsageType':
      return ofDay({ 'charges.q': usageType }, 'charges');
    case 'ownerCheck':
    case 'principalCheck':
      return user === '' ? ofDay() : ofDay({ q: user });
    case 'sharedProfileTag':
      return href`/profiles?${{ q: value }}`;
    case 'tagsChanged':
      return href`/profiles?${{ q: profile.split('/').at(-1) ?? profile }}`;
    case 'billMissing':
    case 'groupingTotals':
    case 'tagNotPlaced':
      return ofDay({}, 'charges');
    case 'unknownProfile':
      return ofDay();
  }
}
