import type { Context } from 'hono';
import type { SpendFacts } from '../../app/spend/known.ts';
import type { SpendReport } from '../../app/spend/report.ts';
import type { Viewer } from '../../core/access.ts';
import { shareOf } from '../../core/coverage.ts';
import type { Known } from '../../core/known.ts';
import { addDays } from '../../core/periods.ts';
import type { Standing } from '../../core/standing.ts';
import type { Priced } from '../../core/types.ts';
import { usdTogether } from '../../core/usd.ts';
import { isDayLate } from '../../core/vending/shared.ts';
import { fullDay, instant, day as showDay, tenths } from '../../ui/format.ts';
import { knownText } from '../../ui/known.ts';
import type { Frame } from '../../ui/layout.tsx';
import type { ServerDeps } from '../deps.ts';
import { viewerOf } from '../http/visitor.ts';
import type { LinkFilter } from '../tables/cells.ts';
import { countsOf } from './attention.tsx';
import { type Face, has } from './faces.ts';
import { saidOfMany } from './many.ts';
import { nameOfPeriod, whenOf } from './periodName.ts';

/** What a page of spend is called and says on top: whose spend, how much, how fresh and how sure it is. */

/** How the page of a subject looks. */
export interface Look {
  face: Face;
  title: string;
  subtitle?: string;
  /** The filter as addresses write it, where that is another. */
  linked?: LinkFilter;
  /** Whoever looks is whom it is about. */
  own?: boolean;
  /** The model that it is about. */
  model?: string;
}

/** What the page is called and says first, and the figures for it. */
export function saidOnTop(c: Context, deps: ServerDeps, frame: Frame, report: SpendReport, look: Look) {
  const { m } = frame;
  const { facts, seesAll } = report;
  const { standing, total, billed, filter } = facts;
  const { face } = look;
  const estimated: Known = {
    amount: (total.amount - billed.amount) as Priced,
    unpricedTokens: total.unpricedTokens - billed.unpricedTokens,
  };
  return {
    title: look.title,
    subtitle: look.subtitle ?? (seesAll || filter.user !== undefined ? null : scopeWords(viewerOf(c), frame)),
    inAll: inAllWords(report, frame),
    own: look.own ?? false,
    about: saidOfMany(face, report, frame),
    periodName: nameOfPeriod(facts.range, frame),
    when: whenOf(facts.range, frame),
    wholeMonth: facts.wholeMonth,
    coarse: facts.coarse === true,
    ended: facts.range.endExclusive <= facts.today ? facts.bill.period : null,
    ...{ total, standing, unallocated: facts.unallocated },
    estimated,
    before: facts.earlier,
    beforeName: facts.running && facts.wholeMonth ? m.sameDays : m.lastPeriod,
    dataBegin: facts.ledger === null ? '' : m.dataBegin(showDay(facts.ledger.start, frame.locale)),
    spentParts: partsOf(facts, estimated, frame),
    coverage: seesAll && has(face, 'sure') ? coverageText(facts, frame) : null,
    noBudget: noBudgetWords(facts.running, standing, frame),
    freshness: freshnessLine(facts, frame),
    late: lateWords(deps, report, look, frame),
    stale: facts.stale.map((one) =>
      m.freshness.stale(
        `${m.freshness.sources[one.source]} ${one.slice}`,
        one.since === null ? m.freshness.never : instant(one.since, frame.locale),
      ),
    ),
    attentionSaid:
      has(face, 'attention') && facts.wholePeriod
        ? m.attention.counts(countsOf(facts, 'over'), countsOf(facts, 'watch'))
        : '',
    nothing: nothingIn(facts, frame),
    collected: facts.ledger !== null,
  };
}

/** What is said in place of a budget: that none is known of is not that there was none. */
const noBudgetWords = (running: boolean, { state }: Pick<Standing, 'state'>, { m }: Frame): string =>
  state === 'unknown' ? m.budgetState.unknown : running ? m.budgets.set : m.budgetState.none;

/** Whose spend somebody sees who does not see all. */
function scopeWords({ reports, ownedCostCenters }: Viewer, { m }: Frame): string {
  return reports.size + ownedCostCenters.size === 0
    ? m.scope.own
    : m.scope.more(reports.size, [...ownedCostCenters].join(m.comma));
}

/** That a cost center's page holds but a part of what whoever looks spent, and so does its forecast. */
function inAllWords({ ownInAll, facts: { standing } }: SpendReport, frame: Frame): string | null {
  const { m } = frame;
  if (ownInAll === null) return null;
  const said = m.scope.inAll(knownText(ownInAll, frame));
  return standing.forecast === null ? said : said + m.gap + m.scope.partForecast;
}

/** By the rule of the page of coverage: what nobody owns is the rest. */
function coverageText({ total, unallocated }: SpendFacts, { locale }: Frame): string | null {
  const owned = { amount: (total.amount - unallocated.amount) as Priced, unpricedTokens: 0n };
  const share = shareOf(owned, { total });
  return share === null ? null : tenths(BigInt(share), locale);
}

/** How much of the spend is billed, how much estimated: rounded together, so that both make it. */
function partsOf({ billed, total }: SpendFacts, estimated: Known, { m }: Frame): string {
  const shown = usdTogether([billed.amount, estimated.amount]);
  const isNothing = ({ amount, unpricedTokens }: Known) => amount === 0n && unpricedTokens === 0n;
  return m.spentParts(
    isNothing(billed) && !isNothing(total) ? null : knownText(billed, { m }, shown(0)),
    isNothing(estimated) ? null : knownText(estimated, { m }, shown(1)),
  );
}

/** What stands in place of figures that nobody has: nothing was collected yet, or nothing of this period. */
function nothingIn({ ledger, range, filter, isEmpty }: SpendFacts, { m, locale }: Frame): string | null {
  if (ledger === null) return m.nothingYet;
  const whole = Object.keys(filter).length === 0;
  if (!isEmpty || !(whole || range.endExclusive <= ledger.start)) return null;
  return m.nothingHeld(fullDay(ledger.start, locale), fullDay(addDays(ledger.endExclusive, -1), locale));
}

/** Where people are known by who calls and profiles are shared, what is said of people is a day late. */
function lateWords(
  { settings }: Pick<ServerDeps, 'settings'>,
  { facts: { filter, groups } }: SpendReport,
  { own = false }: Look,
  { m }: Frame,
): string | null {
  if (!isDayLate(settings)) return null;
  if (own) return m.bypass.shared.late;
  const isOfPeople = filter.user !== undefined || groups[0]?.group === 'user';
  return isOfPeople ? m.bypass.shared.lateOf : null;
}

function freshnessLine({ usageUntil, bill: { through, period } }: SpendFacts, { m, locale }: Frame): string {
  if (period !== 'open') return m.freshness.closed[period];
  return m.freshness.line(
    usageUntil === null ? null : instant(usageUntil, locale),
    through === null ? null : showDay(through, locale),
  );
}
