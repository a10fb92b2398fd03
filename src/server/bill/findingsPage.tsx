import type { Context } from 'hono';
import { isCheck, kindOf, type PersonDiffers, showFindings } from '../../app/bill/findings.ts';
import type { Names } from '../../app/names.ts';
import { plainWords } from '../../core/fileColumns.ts';
import { href } from '../../core/href.ts';
import { larger, sum, ZERO } from '../../core/money.ts';
import { sizeOf } from '../../core/ownerDifferences.ts';
import { addDays } from '../../core/periods.ts';
import type { Day, DayRange, Finding, FindingKind, Money } from '../../core/types.ts';
import { usd, usdTogether } from '../../core/usd.ts';
import { worthOf } from '../../core/verdict.ts';
import { whole } from '../../ui/format.ts';
import { type Frame, PeriodPicker } from '../../ui/layout.tsx';
import { messagesOf } from '../../ui/messages/index.ts';
import { PlainPage } from '../../ui/plain.tsx';
import type { Cell, TableData } from '../../ui/table.tsx';
import type { ServerDeps } from '../deps.ts';
import { askingOf } from '../http/asking.ts';
import { frameOf, periodOf } from '../http/frame.ts';
import { nothing, refusalPage } from '../http/refusals.tsx';
import { nameOfPeriod } from '../spend/periodName.ts';
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
  const people = shown.people;
  const result = await cards(
    c,
    asked,
    { what: `findings-${plainWords(kind).replaceAll(' ', '-')}`, range: { start, endExclusive } },
    [
      {
        id: '',
        title: m.findings.words[kind],
        table: eachTable(shown.findings, shown.names, asked),
        empty: gone ?? m.findings.noneOfKind,
      },
      ...(people === null
        ? []
        : [
            {
              id: 'people',
              title: m.verdict.whom,
              table: peopleTable(people, shown.findings, asked),
              empty: m.findings.noneOfKind,
            },
          ]),
    ],
  );
  if (result.response) return result.response;
  return c.html(
    <PlainPage
      frame={asked}
      title={m.findings.words[kind]}
      intro={
        <>
          {m.verdict.why[kind]}
          {m.gap}
          {m.findings.allIntro} <a href={href`/reconciliation` + periodQuery(asked)}>{m.findings.back}</a>
        </>
      }
    >
      {gone === null && <Lead findings={shown.findings} range={{ start, endExclusive }} frame={asked} />}
      <PeriodPicker frame={asked} period={period} />
      {gone && <p class="note">{gone}</p>}
      {people === null && isCheck(kind) && <p class="note">{m.verdict.dayOnly}</p>}
      <div class="grid">{result.shown}</div>
    </PlainPage>,
  );
}

/** On how many days of the period, and what they are worth. */
function Lead({ findings, range, frame }: { findings: readonly Finding[]; range: DayRange; frame: Frame }) {
  if (findings.length === 0) return null;
  const amounts = findings.map(worthOf);
  const days = new Set(findings.map(({ day }) => day)).size;
  const worth = amounts.every((one) => one === null) ? null : usd(sum(amounts.map((one) => one ?? ZERO)));
  return <p class="headline">{frame.m.findings.lead(nameOfPeriod(range, frame), whole(days), worth)}</p>;
}

function eachTable(findings: readonly Finding[], names: Names, frame: Frame): TableData {
  const { m } = frame;
  const amounts = findings.map(worthOf);
  const shown = usdTogether(amounts.map((amount) => amount ?? ZERO));
  return {
    caption: m.usd,
    columns: [
      { name: m.findings.about, key: 'about' },
      { name: m.name.day, key: 'day', number: true },
      { name: m.findings.amount, key: 'amount_usd', number: true },
      { name: m.findings.detail, key: 'detail' },
    ],
    rows: findings.map((finding, i) => ({
      cells: [
        {
          ...{ text: aboutOf(finding, names, frame), raw: keyOf(finding), href: leadOf(finding) },
          ...(isCheck(finding.kind) ? { person: userOf(finding) } : {}),
        },
        finding.day === null ? { text: '–', raw: '' } : dayCell(finding.day, frame),
        amounts[i] === null ? { text: '–', raw: '' } : moneyCell(amounts[i] ?? ZERO, shown(i)),
        detailCell(finding, names, frame),
      ],
    })),
    ...(findings.length > 1 && amounts.some((amount) => amount !== null)
      ? {
          foot: [
            { text: m.total, raw: 'total' },
            { text: '' },
            moneyCell(sum(amounts.map((amount) => amount ?? ZERO))),
            { text: '' },
          ],
        }
      : {}),
  };
}

/** What a file calls it: the address or the key of what it is about. */
const keyOf = (finding: Finding): string => finding.detail.model ?? (userOf(finding) || finding.key);

/** In words; of people the day's page names each of them. */
function detailCell(finding: Finding, names: Names, frame: Frame): Cell {
  if (isCheck(finding.kind) && finding.day !== null)
    return {
      text: detailWords(finding.detail, frame, names),
      raw: detailWords(finding.detail, IN_FILES, names),
      people: [userOf(finding)],
      href: checkHref(finding.kind, finding.day),
    };
  // The model stands in the first column.
  const { model: _, ...rest } = finding.detail;
  return { text: detailWords(rest, frame, names), raw: detailWords(finding.detail, IN_FILES, names) };
}

/** Values of files are English in every language. */
const IN_FILES = { m: messagesOf('en') };

/** The person whom most of a check is about. */
const userOf = ({ detail: { largest = '' } }: Pick<Finding, 'detail'>): string =>
  largest.split(' · ')[0] ?? '';

const checkHref = (kind: FindingKind, day: Day): string =>
  href`/reconciliation/findings/${kind}?${{ start: day, endExclusive: addDays(day, 1) }}#table-people`;

/** Everybody whom findings of a day are about, and what of these the bill has settled: together what they are worth. */
function peopleTable(
  people: readonly PersonDiffers[],
  findings: readonly Finding[],
  frame: Frame,
): TableData {
  const { m } = frame;
  const worth = sum(findings.map((one) => worthOf(one) ?? ZERO));
  const sizes = people.map(({ difference }) => sizeOf(difference) as Money);
  const settled = larger<bigint>(worth - sum(sizes), 0n) as Money;
  const shown = usdTogether([...sizes, settled]);
  const day = findings[0]?.day ?? null;
  return {
    caption: m.usd,
    columns: [
      { name: m.name.user, key: 'user' },
      { name: m.name.costCenter, key: 'cost_center' },
      { name: m.verdict.byBill, key: 'billed_usd', number: true },
      { name: m.verdict.byLedger, key: 'held_usd', csv: 'spent_usd', number: true },
      { name: m.reconciliation.difference, key: 'difference_usd', number: true },
      { name: m.verdict.worth, key: 'amount_usd', number: true },
    ],
    rows: [
      ...people.map(({ user, costCenter, claimed, held, difference }, i) => ({
        cells: [
          user === ''
            ? { text: m.none.user, raw: '' }
            : {
                text: user,
                person: user,
                href:
                  day === null ? href`/people/${user}` : `${href`/days/${day}?${{ q: user }}`}#table-main`,
              },
          costCenter === '' ? { text: '–', raw: '' } : { text: costCenter },
          moneyCell(claimed),
          moneyCell(held),
          moneyCell(difference, `${difference < 0n ? '−' : '+'}${shown(i)}`),
          moneyCell(sizes[i] ?? ZERO, shown(i)),
        ],
      })),
      ...(settled === 0n
        ? []
        : [
            {
              pinned: true,
              muted: true,
              cells: [
                { text: m.verdict.settled, raw: 'settled' },
                ...[0, 1, 2, 3].map(() => ({ text: '' })),
                moneyCell(settled, shown(people.length)),
              ],
            },
          ]),
    ],
    foot: [{ text: m.total, raw: 'total' }, ...[0, 1, 2, 3].map(() => ({ text: '' })), moneyCell(worth)],
  };
}

/** What a finding is about: the thing itself where it has a name, else its day. */
function aboutOf({ detail, day }: Finding, names: Names, { m }: Frame): string {
  const { model, profile, value, usageType, largest, grouping, name, places } = detail;
  return (
    (model === undefined ? undefined : names.model(model)) ??
    profile ??
    value ??
    usageType ??
    largest ??
    grouping ??
    name ??
    places ??
    day ??
    m.findings.about
  );
}

/** Where its rows are: those of the day that it is about, or the list that holds the thing. */
function leadOf({ kind, day, detail }: Finding): string {
  const { model = '', profile = '', value = '', usageType = '' } = detail;
  const user = userOf({ detail });
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
