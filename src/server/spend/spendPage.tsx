import type { Context } from 'hono';
import type { Child } from 'hono/jsx';
import { namesOf } from '../../app/names.ts';
import type { Shown, SpendFacts } from '../../app/spend/known.ts';
import type { SpendReport } from '../../app/spend/report.ts';
import { may, type Viewer } from '../../core/access.ts';
import { shareOf } from '../../core/coverage.ts';
import type { ColumnKey } from '../../core/fileColumns.ts';
import type { FileOf } from '../../core/fileNames.ts';
import { href } from '../../core/href.ts';
import { type Known, pricedPart } from '../../core/known.ts';
import { addDays } from '../../core/periods.ts';
import type { SpendGroup } from '../../core/questions.ts';
import type { BudgetState, Standing } from '../../core/standing.ts';
import type { Priced } from '../../core/types.ts';
import { usdTogether } from '../../core/usd.ts';
import { isDayLate } from '../../core/vending/shared.ts';
import { fullDay, instant, whole as inWhole, day as showDay, tenths } from '../../ui/format.ts';
import { knownText } from '../../ui/known.ts';
import type { Frame, Period } from '../../ui/layout.tsx';
import type { Counts } from '../../ui/messages/en.ts';
import { parameter } from '../../ui/table.tsx';
import { ChargeBackLinks } from '../bill/chargeBackPage.tsx';
import { findingsTable } from '../bill/findingsTable.ts';
import { MetersCard } from '../budgets/meters.tsx';
import { actsOf } from '../budgets/steps.ts';
import type { ServerDeps } from '../deps.ts';
import { refusalPage } from '../http/refusals.tsx';
import { viewerOf } from '../http/visitor.ts';
import { StopsCard } from '../stops/card.tsx';
import { arrange, partOf } from '../tables/arrange.ts';
import { dayHref, type LinkFilter, linesHref, listOf, periodQuery } from '../tables/cells.ts';
import { csv, csvTable, wantsCsv } from '../tables/csv.ts';
import { goneWords } from '../tables/gone.ts';
import { attentionOf, groupTable } from './groupTable.tsx';
import { nameOfPeriod } from './periodName.ts';
import { hidingIn, stacksOf } from './stacks.ts';
import { SpendPage } from './view.tsx';

/** The page of one subject's spend: what was read, put into the words and tables of the page, or one table as CSV. */

/** How the page of a subject looks. */
export interface Look {
  title: string;
  subtitle?: string;
  /** Rows of the first table before it is paged. */
  size: number;
  /** Whether it says who is over budget or will be. */
  attention: boolean;
  /** Whether it says how far each budget of it is used. */
  meters?: boolean;
  /** The filter as addresses write it, where that is another. */
  linked?: LinkFilter;
  /** Whoever looks is whom it is about. */
  own?: boolean;
  /** What would cost whom it is about less. */
  advice?: Child;
  /** The model that it is about. */
  model?: string;
}
const MOST_ATTENTION = 8;
/** Rows of the tables after the first; their titles lead to all. */
const SECOND = 10;

/** Of oneself and of a model: another profile, and for whoever plans, one for everybody who has one of it. */
function actsBeside(c: Context, { actions, settings }: ServerDeps, { own, model }: Look, { m }: Frame) {
  const get = { text: m.profiles.createOwn, href: href`/profiles/new` };
  const more = { text: m.asking.link, href: href`/budgets/ask` };
  if (own === true) return settings.budgets.requests.by === 'nobody' ? [get] : [get, more];
  if (model === undefined || !settings.vending.enabled || actions.createProfile === null) return [];
  const roll = href`/profiles/roll-over?${{ from: model }}`;
  return may(viewerOf(c), 'change', { kind: 'plan' }) ? [{ text: m.rollOver.fromModel, href: roll }] : [];
}

/** What is said in place of a budget: that none is known of is not that there was none. */
const noBudgetWords = (running: boolean, { state }: Pick<Standing, 'state'>, { m }: Frame): string =>
  state === 'unknown' ? m.budgetState.unknown : running ? m.budgets.set : m.budgetState.none;

export function spendPage(
  c: Context,
  deps: ServerDeps,
  frame: Frame,
  period: Period,
  report: SpendReport,
  look: Look,
): Response | Promise<Response> {
  const { m } = frame;
  const { facts, names, seesAll } = report;
  const { standing, filter } = facts;
  const linked = look.linked ?? filter;
  const whole = Object.keys(filter).length === 0;
  const tables = tablesOf(c, frame, report, look, linked);
  if (wantsCsv(c)) {
    const asked = tables.find((table) => table.view.id === csvTable(c)) ?? tables[0];
    if (asked?.gone) return refusalPage(c, deps, 400, { text: asked.gone });
    if (asked) return csv(c, fileOf(facts, asked.group, linked), asked.data);
  }
  return c.html(
    <SpendPage
      frame={frame}
      title={look.title}
      subtitle={
        look.subtitle ?? (seesAll || filter.user !== undefined ? null : scopeWords(viewerOf(c), frame))
      }
      own={look.own ?? false}
      acts={actsBeside(c, deps, look, frame)}
      period={period}
      periodName={nameOfPeriod(facts.range, frame)}
      whole={whole}
      coarse={facts.coarse === true}
      total={facts.total}
      standing={standing}
      before={facts.earlier}
      beforeName={facts.running ? m.sameDays : m.lastPeriod}
      dataBegin={facts.ledger === null ? '' : m.dataBegin(showDay(facts.ledger.start, frame.locale))}
      spentParts={partsOf(facts, frame)}
      unallocated={facts.unallocated}
      coverage={seesAll && whole && look.attention ? coverageText(facts, frame) : null}
      noBudget={noBudgetWords(facts.running, standing, frame)}
      freshness={freshnessLine(facts, frame)}
      late={lateWords(deps, report, look, frame)}
      stale={facts.stale.map((one) =>
        m.freshness.stale(
          `${m.freshness.sources[one.source]} ${one.slice}`,
          one.since === null ? m.freshness.never : instant(one.since, frame.locale),
        ),
      )}
      requestsForMe={report.requestsForMe}
      files={filesOn(report, frame)}
      meters={metersOn(c, deps, report, frame)}
      stop={stopOn(c, deps, report, frame)}
      advice={look.advice}
      links={linksOf(report, linked)}
      nothing={nothingIn(facts, frame)}
      collected={facts.ledger !== null}
      today={facts.today}
      points={facts.points.map(({ day, known, counted, billed, ofBill }) => ({
        day,
        known,
        // Against a budget that counts which is held against it.
        drawn: standing.limit === null ? pricedPart(known) : counted,
        billed,
        partly: !billed && ofBill !== 0n,
      }))}
      days={facts.days}
      stacks={stacksOf(facts, names, frame)}
      hiding={hidingIn(frame)}
      tables={tables}
      attention={look.attention && facts.wholePeriod ? attentionProps(frame, report, linked) : null}
      findings={seesAll && whole && look.attention ? findingsOn(facts, frame) : null}
    />,
  );
}

/** What does not add up, of a period that is kept. */
const findingsOn = ({ findings, agreement }: SpendFacts, frame: Frame) =>
  findings === null || agreement === null
    ? null
    : {
        none: frame.m.findings.agreement[agreement.state](
          inWhole(agreement.compared),
          inWhole(agreement.due),
        ),
        data: findingsTable(findings, frame, { short: true }),
        href: href`/reconciliation` + periodQuery(frame),
      };

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
  { meters, names, facts: { range } }: SpendReport,
  frame: Frame,
) => (
  <MetersCard
    frame={frame}
    budgets={meters}
    names={names}
    acts={(seen) =>
      actsOf(c, { ...seen, range }, frame, { names, reach: null, publicUrl: '', requests: budgets.requests })
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

/** The first table of a page has no name in addresses. */
const tableId = (groups: readonly SpendGroup[], group: SpendGroup): string =>
  group === groups[0] ? '' : group;

/**
 * Which rows the page shows: of those it is read what happened day by day. A file has no drawings.
 */
export function shownOn(
  c: Context,
  frame: Frame,
  groups: readonly SpendGroup[],
  { size, attention, meters }: Required<Pick<Look, 'size' | 'attention' | 'meters'>>,
): Shown {
  const asksFor = (group: SpendGroup, what: 'q' | 'sort' | 'state') =>
    c.req.query(parameter(tableId(groups, group), what));
  return {
    standing: (group) =>
      wantsCsv(c) || (['q', 'sort', 'state'] as const).some((what) => asksFor(group, what) !== undefined),
    named: (group) => (asksFor(group, 'q') ?? '') !== '',
    compared: (group) =>
      wantsCsv(c) || asksFor(group, 'q') !== undefined || /change_usd$/.test(asksFor(group, 'sort') ?? ''),
    keys: (facts, one) => {
      if (wantsCsv(c)) return [];
      const id = tableId(groups, one.group);
      const rows = id === '' ? size : SECOND;
      const part = partOf(c, id, rows)?.(one.answer.rows.length);
      if (part !== undefined)
        return one.answer.rows.slice(part.offset, part.offset + part.limit).map(({ keys }) => keys[0] ?? '');
      const table = groupTable(facts, one, frame, namesOf([], []), { reasons: false, linked: {} });
      const { data } = arrange(c, id, table, { size: rows });
      return data.rows.flatMap(({ key }) => key ?? []);
    },
    attention: attention ? MOST_ATTENTION : 0,
    meters: meters && !wantsCsv(c),
    whole: wantsCsv(c),
  };
}

/** A table per dimension; whole where one of them is asked for as CSV. */
function tablesOf(c: Context, frame: Frame, { facts, names }: SpendReport, look: Look, linked: LinkFilter) {
  const whole = Object.keys(facts.filter).length === 0;
  return facts.groups.map((one, i) => {
    const data = groupTable(facts, one, frame, names, { reasons: i === 0, linked });
    const id = i === 0 ? '' : one.group;
    const path = listOf(one.group);
    const gone = one.gone && goneWords(one.gone, frame);
    return {
      group: one.group,
      title: frame.m.by[one.group],
      gone,
      empty: gone ?? frame.m.empty,
      ...arrange(c, id, data, { whole: wantsCsv(c), size: i === 0 ? look.size : SECOND }),
      width: one.daily ? ('' as const) : ('half' as const),
      href:
        path && facts.groups.length > 1 && whole && one.group !== 'day' ? path + periodQuery(frame) : null,
    };
  });
}

function attentionProps(frame: Frame, { facts, names, anyBudget }: SpendReport, linked: LinkFilter) {
  const { m } = frame;
  const states = facts.groups.flatMap((one) =>
    one.attention.map(({ state }) => ({ state, group: one.group })),
  );
  const countOf = (asked: BudgetState): Counts => {
    const of = (kind: SpendGroup) =>
      states.filter(({ state, group }) => state === asked && group === kind).length;
    return { user: of('user'), costCenter: of('costCenter') };
  };
  return {
    items: attentionOf(facts, frame, names, MOST_ATTENTION).slice(0, MOST_ATTENTION),
    href: facts.running ? overHref(linked) : null,
    over: countOf('over'),
    watch: countOf('watch'),
    none: anyBudget ? m.attention.none : m.attention.noBudget,
    more: Math.max(0, states.length - MOST_ATTENTION),
    moreIn: listsOfMore(frame, facts, linked),
  };
}

/** Who of the page will run over, in budgets of every kind and period, with the next step of each. */
const overHref = ({ team, costCenter }: LinkFilter): string =>
  team === undefined && costCenter === undefined
    ? href`/budgets/over`
    : href`/budgets/over?${{ team: team?.[0], costCenter: costCenter?.[0] }}`;

/** The lists that hold all who need attention, those first: people and cost centers have one each. */
function listsOfMore(frame: Frame, { filter, groups, running }: SpendReport['facts'], linked: LinkFilter) {
  const { m } = frame;
  if (running) return [{ name: m.budgetsSeeing.over.link, href: overHref(linked) }];
  const sorted = (path: string) =>
    periodQuery(frame) === '' ? `${path}?sort=state` : `${path}${periodQuery(frame)}&sort=state`;
  if (filter.costCenter) return [{ name: m.nav.users, href: sorted(frame.path) }];
  const counts = (asked: SpendGroup) =>
    groups.some(({ group, attention }) => group === asked && attention.length > 0);
  return [
    ...(counts('user') ? [{ name: m.nav.users, href: sorted(href`/users`) }] : []),
    ...(counts('costCenter') ? [{ name: m.nav.costCenters, href: sorted(href`/cost-centers`) }] : []),
  ];
}

/** Where the figures on top lead: to what they consist of. */
function linksOf({ facts, budget, seesAll, mayChangeBudgets }: SpendReport, linked: LinkFilter) {
  const { range, past, wholeMonth, filter, coarse = false } = facts;
  const { user, costCenter } = filter;
  const one = (user?.length ?? costCenter?.length) === 1;
  const [kind, key] = user ? ['user', user[0] ?? ''] : ['costCenter', costCenter?.[0] ?? ''];
  const form = budget?.scope.kind === 'userDefault' ? 'user' : kind;
  return {
    spent: coarse ? null : linesHref(range, linked),
    before: `?${new URLSearchParams({ start: past.start, endExclusive: past.endExclusive })}`,
    unallocated: coarse ? null : linesHref(range, { ...linked, reason: [] }),
    budget: mayChangeBudgets && wholeMonth && one ? href`/budgets?${{ scope: form, key }}` : null,
    day: dayHref(linked, seesAll),
  };
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
