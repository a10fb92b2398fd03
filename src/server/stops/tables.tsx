import type { Names } from '../../app/names.ts';
import type { MarkListed, ReprieveListed, StopListed } from '../../app/stop/list.ts';
import type { Whom } from '../../core/budgets.ts';
import { href, scopeHref } from '../../core/href.ts';
import { EXCEEDED } from '../../core/policies/choices.ts';
import { isAsMarked } from '../../core/stop/marks.ts';
import { fullDay } from '../../ui/format.ts';
import type { Frame } from '../../ui/layout.tsx';
import { type Cell, lazyRow, type TableData } from '../../ui/table.tsx';
import { instantCell, moneyCell } from '../tables/cells.ts';
import { NO_AMOUNT } from '../tables/standingCells.tsx';
import { narrowedIn, whoseWords } from './words.ts';

/** Stops as tables: those that go on, those that ended, what holds them off, and the marks of profiles. */

const NOTHING: Cell = { text: '–', raw: '' };

/** Who, with the address beside the name. */
function whoCell({ whom, name }: { whom: Whom; name: string }, frame: Frame): Cell {
  return {
    text: whoseWords(whom, name, frame),
    raw: whom.key,
    href: scopeHref(whom.kind, whom.key),
    ...(name === '' ? {} : { beside: [{ text: whom.key }] }),
  };
}
const budgetCell = (budgetId: string, frame: Frame): Cell => ({
  text: frame.m.stops.open,
  raw: budgetId,
  href: href`/budgets/${budgetId}`,
});
const kindCell = ({ whom }: { whom: Whom }, { m }: Frame): Cell => ({
  text: m.budgetsSeeing.over.kinds[whom.kind],
  raw: whom.kind,
});

const columnsOf = ({ m }: Frame): TableData['columns'] => [
  { name: m.stops.who, key: 'who', csv: 'whom' },
  { name: m.stops.kind, key: 'kind', csv: 'whom_type', detail: true },
  { name: m.stops.by, key: 'budget' },
  { name: m.stops.narrowed, key: 'narrow' },
  { name: m.stops.since, key: 'since' },
];
function cellsOf(stop: StopListed, frame: Frame): Cell[] {
  const narrowed = narrowedIn(stop, frame);
  return [
    whoCell(stop, frame),
    kindCell(stop, frame),
    budgetCell(stop.budgetId, frame),
    narrowed === '' ? NOTHING : { text: narrowed, raw: stop.narrowing },
    instantCell(stop.since, frame),
  ];
}

export function goingTable(all: readonly StopListed[], frame: Frame): TableData {
  const { m, locale } = frame;
  const words = m.stops;
  return {
    caption: m.usd,
    columns: [
      ...columnsOf(frame),
      { name: words.until, key: 'until' },
      { name: words.counted, key: 'counted_usd', number: true },
      { name: words.limit, key: 'limit_usd', csv: 'budget_usd', number: true },
      { name: words.marked, key: 'marked', number: true },
      { name: words.refused, key: 'refused' },
      { name: words.next, key: 'actions', drawn: true },
    ],
    rows: all.map((stop) =>
      lazyRow(stop.id, () => {
        const { profiles, figures, periodEnd } = stop;
        const done = profiles.filter(({ effective }) => effective === EXCEEDED).length;
        const refused = profiles.find(({ refusedAt }) => refusedAt !== null);
        const name = whoseWords(stop.whom, stop.name, frame);
        return [
          ...cellsOf(stop, frame),
          { text: fullDay(periodEnd, locale), raw: periodEnd, sort: periodEnd },
          figures === null ? NO_AMOUNT : moneyCell(figures.counted),
          figures === null ? NO_AMOUNT : moneyCell(figures.limit),
          stop.isDry
            ? NOTHING
            : {
                text: words.markedOf(done, profiles.length, stop.boundaries.length),
                raw: `${done}/${profiles.length}`,
                sort: done,
              },
          refused === undefined ? NOTHING : { text: refused.lastError ?? '', raw: refused.lastError ?? '' },
          {
            text: '',
            show: stop.mayRelease && (
              <a href={href`/stops/${stop.id}/release`} aria-label={words.releaseOf(name)}>
                {words.release}
              </a>
            ),
          },
        ];
      }),
    ),
  };
}

export function endedTable(all: readonly StopListed[], frame: Frame): TableData {
  const { m } = frame;
  return {
    caption: m.usd,
    columns: [...columnsOf(frame), { name: m.stops.ended, key: 'ended' }, { name: m.stops.why, key: 'why' }],
    rows: all.map((stop) =>
      lazyRow(
        stop.id,
        () => [
          ...cellsOf(stop, frame),
          instantCell(stop.endedAt, frame),
          {
            text: stop.why === null ? '–' : m.stops.ends[stop.why],
            raw: stop.why ?? '',
            ...(stop.isDry ? { beside: [{ text: m.stops.dryOnly }] } : {}),
          },
        ],
        stop.isDry,
      ),
    ),
  };
}

export function reprievesTable(all: readonly ReprieveListed[], frame: Frame): TableData {
  const { m } = frame;
  const words = m.stops;
  return {
    caption: m.usd,
    columns: [
      { name: words.who, key: 'who', csv: 'whom' },
      { name: words.kind, key: 'kind', csv: 'reprieve_kind' },
      { name: words.by, key: 'budget' },
      { name: words.until, key: 'until' },
      { name: words.extra, key: 'extra_usd', number: true },
      { name: words.given, key: 'given_by' },
      { name: words.reason, key: 'reason' },
      { name: words.next, key: 'actions', drawn: true },
    ],
    rows: all.map((one) =>
      lazyRow(one.id, () => [
        whoCell(one, frame),
        { text: words.reprieveKind[one.kind], raw: one.kind },
        budgetCell(one.budgetId, frame),
        instantCell(one.until, frame),
        one.extra === null ? NO_AMOUNT : moneyCell(one.extra),
        { text: one.by, person: one.by },
        { text: one.reason || '–', raw: one.reason },
        {
          text: '',
          show: one.mayTakeBack && (
            <form class="inline" method="post" action={href`/stops/take-back`}>
              <input type="hidden" name="id" value={one.id} />
              <button type="submit" aria-label={words.takeBackOf(whoseWords(one.whom, one.name, frame))}>
                {words.takeBack}
              </button>
            </form>
          ),
        },
      ]),
    ),
  };
}

export function marksTable(all: readonly MarkListed[], names: Names, frame: Frame): TableData {
  const { m } = frame;
  const words = m.stops;
  const markText = (mark: string | null) =>
    mark === null ? words.marks.none : mark === 'exceeded' || mark === 'ok' ? words.marks[mark] : mark;
  return {
    columns: [
      { name: words.profile, key: 'profile' },
      { name: words.wanted, key: 'wanted', csv: 'mark' },
      { name: words.effective, key: 'effective' },
      { name: m.state, key: 'state', csv: 'mark_state' },
      { name: words.refused, key: 'refused' },
      { name: words.since, key: 'since' },
    ],
    rows: all.map((row) =>
      lazyRow(row.arn, () => {
        const state = isAsMarked(row.mark, row.effective)
          ? 'right'
          : row.refusedAt === null
            ? 'waits'
            : 'refused';
        const { name, shortId } = names.profile(row.arn);
        return [
          { text: name, raw: row.arn, href: href`/profiles/${shortId}` },
          { text: markText(row.mark), raw: row.mark ?? '' },
          { text: markText(row.effective), raw: row.effective ?? '' },
          { text: words.drift[state], raw: state },
          row.lastError === null ? NOTHING : { text: row.lastError },
          instantCell(row.since, frame),
        ];
      }),
    ),
  };
}
