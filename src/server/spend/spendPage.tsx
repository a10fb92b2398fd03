import type { Context } from 'hono';
import type { SpendFacts } from '../../app/spend/known.ts';
import type { SpendReport } from '../../app/spend/report.ts';
import { may, type Viewer } from '../../core/access.ts';
import { shareOf } from '../../core/coverage.ts';
import { THINGS } from '../../core/explore.ts';
import type { ColumnKey } from '../../core/fileColumns.ts';
import type { FileOf } from '../../core/fileNames.ts';
import { href } from '../../core/href.ts';
import { type Known, pricedPart } from '../../core/known.ts';
import { addDays } from '../../core/periods.ts';
import type { SpendGroup } from '../../core/questions.ts';
import type { Standing } from '../../core/standing.ts';
import type { Priced } from '../../core/types.ts';
import { usdTogether } from '../../core/usd.ts';
import { isDayLate } from '../../core/vending/shared.ts';
import { fullDay, instant, day as showDay, tenths } from '../../ui/format.ts';
import { knownText } from '../../ui/known.ts';
import type { Frame, Period } from '../../ui/layout.tsx';
import { ChargeBackLinks } from '../bill/chargeBackPage.tsx';
import { MetersCard } from '../budgets/meters.tsx';
import { actsOf } from '../budgets/steps.ts';
import type { ServerDeps } from '../deps.ts';
import { refusalPage } from '../http/refusals.tsx';
import { viewerOf } from '../http/visitor.ts';
import { leadWithJobs } from '../setup/lead.tsx';
import { StopsCard } from '../stops/card.tsx';
import { dayHref, type LinkFilter, linesHref, NONE, periodQuery } from '../tables/cells.ts';
import { csv, csvTable, wantsCsv } from '../tables/csv.ts';
import { calledOf } from '../tables/named.ts';
import { AdviceCard } from './adviceCard.tsx';
import { attentionShown, countsOf, needAttention } from './attention.tsx';
import { type Face, has } from './faces.ts';
import { saidOfMany } from './many.ts';
import { nameOfPeriod, whenOf } from './periodName.ts';
import { hidingIn, stacksOf } from './stacks.ts';
import { sureShown } from './sure.tsx';
import { tablesOf } from './tables.ts';
import { SpendPage } from './view.tsx';

/** The page of one subject's spend: what was read, put into the words and tables of the page, or one table as CSV. */

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

/**
 * Of oneself: what to paste where, another profile, more budget. Of a model: its rates, and for whoever plans, its successor
 * for everybody who has a profile of it.
 */
function actsBeside(c: Context, { actions, settings }: ServerDeps, { own, model }: Look, { m }: Frame) {
  const viewer = viewerOf(c);
  if (own === true)
    return [
      { text: m.faces.paste, href: href`/profiles` },
      { text: m.profiles.createOwn, href: href`/profiles/new` },
      ...(settings.budgets.requests.by === 'nobody'
        ? []
        : [{ text: m.asking.link, href: href`/budgets/ask` }]),
    ];
  if (model === undefined) return [];
  const mayPlan = settings.vending.enabled && actions.createProfile !== null;
  return [
    ...(may(viewer, 'see', { kind: 'rates' })
      ? [{ text: m.faces.models.rates, href: href`/rates?${{ q: model }}` }]
      : []),
    ...(mayPlan && may(viewer, 'change', { kind: 'plan' })
      ? [{ text: m.rollOver.fromModel, href: href`/profiles/roll-over?${{ from: model }}` }]
      : []),
  ];
}

/** What is said in place of a budget: that none is known of is not that there was none. */
const noBudgetWords = (running: boolean, { state }: Pick<Standing, 'state'>, { m }: Frame): string =>
  state === 'unknown' ? m.budgetState.unknown : running ? m.budgets.set : m.budgetState.none;

export async function spendPage(
  c: Context,
  deps: ServerDeps,
  frame: Frame,
  period: Period,
  report: SpendReport,
  look: Look,
): Promise<Response> {
  const { facts } = report;
  const { face } = look;
  const linked = look.linked ?? facts.filter;
  const called = await calledOf(c, [...(facts.filter.user ?? []).slice(0, 1), ...needAttention(facts)]);
  const tables = await tablesOf(c, frame, report, face, linked);
  if (wantsCsv(c)) {
    const asked = tables.find((table) => table.view.id === csvTable(c)) ?? tables[0];
    if (asked?.gone) return refusalPage(c, deps, 400, { text: asked.gone });
    if (asked) return csv(c, fileOf(facts, asked.group, linked), asked.data);
  }
  return c.html(
    <SpendPage
      {...{ frame, face, period, tables }}
      {...saidOnTop(c, deps, frame, report, { ...look, title: called(look.title) })}
      setup={facts.ledger === null ? await leadWithJobs(c, deps, frame) : null}
      {...drawn(frame, report)}
      links={linksOf(report, linked, frame)}
      acts={actsBeside(c, deps, look, frame)}
      requests={report.requests}
      files={filesOn(report, frame)}
      meters={metersOn(c, deps, report, look, frame)}
      stop={stopOn(c, deps, report, frame)}
      advice={
        <AdviceCard
          frame={frame}
          seen={report.advice}
          canGet={look.own === true && deps.actions.createProfile !== null}
        />
      }
      attention={
        has(face, 'attention') && facts.wholePeriod
          ? attentionShown(c, deps, frame, face, { report, called }, linked)
          : null
      }
      sure={has(face, 'sure') && report.seesAll ? sureShown(frame, facts) : null}
    />,
  );
}

/** What the page is called and says first, and the figures for it. */
function saidOnTop(c: Context, deps: ServerDeps, frame: Frame, report: SpendReport, look: Look) {
  const { m } = frame;
  const { facts, seesAll } = report;
  const { standing, total, billed, filter } = facts;
  const { face } = look;
  return {
    title: look.title,
    subtitle: look.subtitle ?? (seesAll || filter.user !== undefined ? null : scopeWords(viewerOf(c), frame)),
    own: look.own ?? false,
    about: saidOfMany(face, report, frame),
    periodName: nameOfPeriod(facts.range, frame),
    when: whenOf(facts.range, frame),
    wholeMonth: facts.wholeMonth,
    coarse: facts.coarse === true,
    ended: facts.range.endExclusive <= facts.today ? facts.bill.period : null,
    ...{ total, standing, unallocated: facts.unallocated },
    estimated: {
      amount: (total.amount - billed.amount) as Priced,
      unpricedTokens: total.unpricedTokens - billed.unpricedTokens,
    },
    before: facts.earlier,
    beforeName: facts.running && facts.wholeMonth ? m.sameDays : m.lastPeriod,
    dataBegin: facts.ledger === null ? '' : m.dataBegin(showDay(facts.ledger.start, frame.locale)),
    spentParts: partsOf(facts, frame),
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

/** What the charts show. */
function drawn(frame: Frame, { facts, names }: SpendReport) {
  const { today, days, standing } = facts;
  return {
    ...{ today, days },
    points: facts.points.map(({ day, known, counted, billed, ofBill }) => ({
      ...{ day, known, billed },
      // Against a budget that counts which is held against it.
      drawn: standing.limit === null ? pricedPart(known) : counted,
      partly: !billed && ofBill !== 0n,
    })),
    stacks: stacksOf(facts, names, frame),
    hiding: hidingIn(frame),
  };
}

/** Files of what is charged to whom, for whoever sees the bill. */
const filesOn = ({ facts: { filter, groups, range }, seesAll }: SpendReport, frame: Frame) =>
  seesAll && Object.keys(filter).length === 0 && groups[0]?.group === 'costCenter' ? (
    <ChargeBackLinks range={range} frame={frame} />
  ) : null;

const FILES: Readonly<Record<SpendGroup, string>> = {
  costCenter: 'cost-centers',
  user: 'users',
  model: 'models',
  profile: 'spend-by-profile',
  account: 'accounts',
  day: 'days',
  tokenKind: 'token-kinds',
};
/** A file of what a page shows: of one thing where the page is. */
function fileOf({ range, bill }: SpendFacts, group: SpendGroup, linked: LinkFilter): FileOf {
  const of = (key: ColumnKey, [value, ...others]: readonly string[] = []) =>
    value === undefined || value === '' || others.length > 0 ? null : { key, value };
  return {
    what: FILES[group],
    of:
      of('team_manager', linked.team) ??
      of('user', linked.user) ??
      of('cost_center', linked.costCenter) ??
      of('model', linked.model),
    range,
    state: bill.period === 'final' || bill.period === 'provisional' ? bill.period : 'estimated',
  };
}

/** How far its budgets are used, with what can be done about each; nobody is written to from their own page. */
const metersOn = (
  c: Context,
  { settings: { budgets } }: ServerDeps,
  { meters, names, facts: { range, today } }: SpendReport,
  { face }: Look,
  frame: Frame,
) => (
  <MetersCard
    frame={frame}
    budgets={meters}
    half={has(face, 'attention')}
    ended={range.endExclusive <= today}
    names={names}
    acts={(seen) =>
      range.endExclusive <= today
        ? []
        : actsOf(c, { ...seen, range }, frame, {
            ...{ names, reach: null, publicUrl: '' },
            requests: budgets.requests,
          })
    }
  />
);

/** That its budgets stop it, or soon will. */
const stopOn = (c: Context, { settings: { budgets } }: ServerDeps, { stops }: SpendReport, frame: Frame) => (
  <StopsCard
    stops={stops}
    frame={frame}
    reader={viewerOf(c).email}
    done={c.req.query('grace')}
    askable={budgets.requests.by !== 'nobody'}
  />
);

/** Where the figures on top lead: to what they consist of. */
function linksOf(
  { facts, budget, seesAll, mayChangeBudgets }: SpendReport,
  linked: LinkFilter,
  frame: Frame,
) {
  const { range, past, wholeMonth, filter, coarse = false } = facts;
  const { user, costCenter } = filter;
  const one = (user?.length ?? costCenter?.length) === 1;
  const [kind, key] = user ? ['user', user[0] ?? ''] : ['costCenter', costCenter?.[0] ?? ''];
  const form = budget?.scope.kind === 'userDefault' ? 'user' : kind;
  return {
    spent: coarse ? null : linesHref(range, linked),
    before: `?${new URLSearchParams({ start: past.start, endExclusive: past.endExclusive })}`,
    why: coarse ? null : whyHref(linked, frame),
    unallocated: coarse ? null : linesHref(range, { ...linked, reason: [] }),
    budget: mayChangeBudgets && wholeMonth && one ? href`/budgets?${{ scope: form, key }}` : null,
    day: dayHref(linked, seesAll),
  };
}

/** The question of what changed; null where Explore cannot be asked of the same spend, as of a team. */
function whyHref(linked: LinkFilter, frame: Frame): string | null {
  const filter = Object.entries(linked).filter(([, values]) => values !== undefined);
  if (filter.some(([name, values]) => !THINGS.some((thing) => thing === name) || values.length !== 1))
    return null;
  const query = new URLSearchParams(periodQuery(frame).slice(1));
  if (frame.query.month) query.set('month', frame.query.month);
  query.set('group', linked.user ? 'model' : linked.costCenter ? 'user' : 'costCenter');
  query.set('compare', 'previous');
  for (const [name, [value]] of filter) query.set(name, value || NONE);
  return `${href`/explore`}?${query}`;
}

/** Whose spend somebody sees who does not see all. */
function scopeWords({ reports, ownedCostCenters }: Viewer, { m }: Frame): string {
  return reports.size + ownedCostCenters.size === 0
    ? m.scope.own
    : m.scope.more(reports.size, [...ownedCostCenters].join(m.comma));
}

/** By the rule of the page of coverage: what nobody owns is the rest. */
function coverageText({ total, unallocated }: SpendFacts, { locale }: Frame): string | null {
  const owned = { amount: (total.amount - unallocated.amount) as Priced, unpricedTokens: 0n };
  const share = shareOf(owned, { total });
  return share === null ? null : tenths(BigInt(share), locale);
}

/** How much of the spend is billed, how much estimated: rounded together, so that both make it. */
function partsOf({ billed, total }: SpendFacts, { m }: Frame): string {
  const estimated: Known = {
    amount: (total.amount - billed.amount) as Priced,
    unpricedTokens: total.unpricedTokens - billed.unpricedTokens,
  };
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
