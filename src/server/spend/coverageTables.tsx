import type { MonthCovered } from '../../app/spend/coverage.ts';
import { type Coverage, shareOf } from '../../core/coverage.ts';
import { href } from '../../core/href.ts';
import { type Known, pricedPart } from '../../core/known.ts';
import { monthRange } from '../../core/periods.ts';
import type { DayRange, UnallocatedReason } from '../../core/types.ts';
import { usdTogether } from '../../core/usd.ts';
import { type ShareBar, ShareBars } from '../../ui/charts/shareBars.tsx';
import { month as showMonth, tenths } from '../../ui/format.ts';
import type { Frame } from '../../ui/layout.tsx';
import { type Cell, DataTable, type TableData } from '../../ui/table.tsx';
import { knownCell, linesHref, percentCell } from '../tables/cells.ts';

/** Coverage as pages show it: a sentence, a bar a month, and what has no owner with what mends it. */

/** A share in per cent; a dash where there is nothing to be a share of. */
export function shareText(part: Known, coverage: Pick<Coverage, 'total'>, locale: Frame['locale']): string {
  const share = shareOf(part, coverage);
  return share === null ? '–' : tenths(BigInt(share), locale);
}

const shareCell = (part: Known, { total }: Pick<Coverage, 'total'>, locale: Frame['locale']): Cell => {
  const share = shareOf(part, { total });
  return share === null
    ? { text: '–', raw: '', sort: -1 }
    : { text: tenths(BigInt(share), locale), raw: (share / 10).toFixed(1), sort: share };
};

const ofMonth = (path: string, month: string) => `${path}?${new URLSearchParams({ month })}`;

/** The months as bars, each leading to its month, with a table behind them. */
export function CoverageChart({ way, frame }: { way: readonly MonthCovered[]; frame: Frame }) {
  const { m, locale } = frame;
  const words = m.bypass.coverage;
  const bars = way.map(({ month, coverage }): ShareBar => {
    const text = shareText(coverage.owned, coverage, locale);
    return {
      name: locale === 'ja' ? `${Number(month.slice(5))}月` : showMonth(month, locale).slice(0, 3),
      words: words.bar(showMonth(month, locale), text),
      href: ofMonth(href`/coverage`, month),
      share: shareOf(coverage.owned, coverage),
      text,
    };
  });
  return (
    <figure>
      <ShareBars
        id="coverage"
        bars={bars}
        title={words.chart}
        text={words.chartText(bars.length, bars[0]?.text ?? '–', bars.at(-1)?.text ?? '–')}
      />
      <details>
        <summary>{m.chart.table}</summary>
        <DataTable label={words.chart} data={monthsTable(way, frame)} />
      </details>
    </figure>
  );
}

/** A month a row, the newest first. */
export function monthsTable(way: readonly MonthCovered[], frame: Frame): TableData {
  const { m, locale } = frame;
  const words = m.bypass.months;
  return {
    caption: m.usd,
    columns: [
      { name: words.month, key: 'month' },
      { name: words.total, key: 'amount_usd', csv: 'spent_usd', number: true },
      { name: words.owned, key: 'owner_percent', number: true },
      { name: words.costCenter, key: 'cost_center_percent', number: true },
      { name: words.profile, key: 'profile_percent', number: true },
    ],
    rows: [...way].reverse().map(({ month, coverage }) => ({
      cells: [
        { text: showMonth(month, locale), raw: month, sort: month, href: ofMonth(href`/coverage`, month) },
        { ...knownCell(coverage.total, frame), href: linesHref(monthRange(month), {}) },
        shareCell(coverage.owned, coverage, frame.locale),
        shareCell(coverage.costCenter, coverage, frame.locale),
        shareCell(coverage.profile, coverage, frame.locale),
      ],
    })),
  };
}

/** What nobody owns, by its reasons, each with the lines behind it and where it is mended. */
export function restTable(
  { rest, total }: Pick<Coverage, 'rest' | 'total'>,
  range: DayRange,
  frame: Frame,
): TableData {
  const { m } = frame;
  const words = m.bypass.coverage;
  const shown = usdTogether(rest.map(({ amount }) => amount));
  return {
    caption: m.usd,
    columns: [
      { name: words.reason, key: 'reason', csv: 'unallocated_reason' },
      { name: m.bypass.months.rest, key: 'amount_usd', csv: 'spent_usd', number: true },
      { name: m.bypass.share, key: 'share_percent', number: true },
      { name: words.mends, key: 'mend', card: 'act' },
    ],
    rows: rest.map(({ reason, ...known }, i) => ({
      cells: [
        { text: m.reason[reason], raw: reason },
        { ...knownCell(known, frame, shown(i)), href: linesHref(range, { reason: [reason] }) },
        percentCell(pricedPart(known), pricedPart(total), frame),
        { text: words.mend[reason], href: mendOf(reason, range) },
      ],
    })),
  };
}

/** Where what has no owner for that reason is mended, or seen line by line where nobody can. */
export function mendOf(reason: UnallocatedReason, range: DayRange): string {
  const period = `?${new URLSearchParams({ start: range.start, endExclusive: range.endExclusive })}`;
  switch (reason) {
    case 'directCall':
      return href`/bypass` + period;
    case 'noTag':
      return href`/profiles/hygiene`;
    case 'billedNotSeen':
      return href`/reconciliation/findings/billedNotSeen` + period;
    case 'unknownUsageType':
      return href`/reconciliation/findings/unknownUsageType` + period;
    default:
      return linesHref(range, { reason: [reason] });
  }
}
