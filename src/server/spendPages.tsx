import { type Context, Hono } from 'hono';
import { budgetOfCostCenter, budgetOfUser } from '../core/budgets.ts';
import { crossingDay } from '../core/forecast.ts';
import { addDays, monthOf } from '../core/periods.ts';
import type { Budget, Money } from '../core/types.ts';
import type { SpendFilter, SpendGroup } from '../store/types.ts';
import { fullDay, instant, day as showDay, month as showMonth } from '../ui/format.ts';
import type { Frame } from '../ui/layout.tsx';
import { SpendPage } from '../ui/pages/spend.tsx';
import { arrange } from './arrange.ts';
import { dayHref, linesHref, type Names, namesOf, PATH, periodQuery } from './cells.ts';
import { csv, csvTable, wantsCsv } from './csv.ts';
import type { ServerDeps } from './deps.ts';
import { findingsTable } from './findingsTable.ts';
import { frameOf, periodOf } from './frame.ts';
import { linesPage } from './linesPage.tsx';
import { everSpent } from './people.ts';
import { refusalPage } from './refusals.tsx';
import { budgetIn, readSpend, type SpendFacts } from './spendData.ts';
import { attentionOf, groupTable, shownAmounts } from './spendTables.tsx';
import { stacksOf } from './stacks.ts';

/** Pages that answer "who spent what": the organisation, and one cost center, user or model. */

interface Scope {
  title: string;
  subtitle?: string;
  filter: SpendFilter;
  groups: readonly SpendGroup[];
  budget: Budget | null;
  /** Rows of a table before it is paged. */
  size: number;
  attention: boolean;
}
const MOST_ATTENTION = 8;
/** Rows of the tables after the first; their titles lead to all. */
const SECOND = 10;

async function spendPage(
  c: Context,
  deps: ServerDeps,
  scope: Scope,
  names: Names,
  budgets: readonly Budget[],
): Promise<Response> {
  const frame = frameOf(c, deps);
  const { m } = frame;
  const period = periodOf(c, deps.clock.now());
  const facts = await readSpend(deps, period, scope.filter, scope.groups);
  const tables = facts.groups.map((one, i) => {
    const data = groupTable(facts, one, frame, names, budgets, {
      reasons: i === 0,
      budgets: scope.filter.user === undefined && scope.filter.model === undefined,
    });
    const id = i === 0 ? '' : one.group;
    const path = PATH[one.group];
    return {
      title: m.by[one.group],
      ...arrange(c, id, data, { whole: wantsCsv(c), size: i === 0 ? scope.size : SECOND }),
      width: one.daily ? ('' as const) : ('half' as const),
      href:
        path && scope.groups.length > 1 && Object.keys(scope.filter).length === 0 && one.group !== 'day'
          ? path.slice(0, -1) + periodQuery(frame)
          : null,
    };
  });
  if (wantsCsv(c)) {
    const asked = tables.find((table) => table.view.id === csvTable(c)) ?? tables[0];
    if (asked) return csv(c, `${scope.title}-${asked.title}`, asked.data);
  }
  const attention = scope.attention ? attentionOf(facts, budgets, frame, names) : [];
  const budget = budgetIn(facts, scope.budget)?.amount ?? null;
  return c.html(
    <SpendPage
      frame={frame}
      title={scope.title}
      subtitle={scope.subtitle ?? null}
      period={period}
      periodName={periodName(facts, frame)}
      whole={Object.keys(scope.filter).length === 0}
      total={facts.total}
      before={facts.earlier}
      beforeName={facts.running ? m.sameDays : m.lastPeriod}
      dataBegin={facts.ledger === null ? '' : m.dataBegin(showDay(facts.ledger.start, frame.locale))}
      spentParts={partsOf(facts, frame)}
      unallocated={facts.unallocated}
      budget={budget}
      noBudget={facts.running ? m.budgets.set : m.budgetState.none}
      crosses={crossingOf(facts, budget)}
      forecast={facts.forecast}
      freshness={freshnessLine(facts, frame)}
      stale={facts.stale.map((one) =>
        m.freshness.stale(
          `${m.freshness.sources[one.source]} ${one.slice}`,
          one.since === null ? m.freshness.never : instant(one.since, frame.locale),
        ),
      )}
      links={linksOf(facts, scope)}
      nothing={nothingIn(facts, frame)}
      collected={facts.ledger !== null}
      today={facts.today}
      points={facts.points}
      days={facts.days}
      stacks={stacksOf(facts, names, frame)}
      tables={tables}
      attention={
        scope.attention && facts.wholeMonth
          ? {
              items: attention.slice(0, MOST_ATTENTION),
              none: budgets.some((one) => one.deletedAt === null && budgetIn(facts, one) !== null)
                ? m.attention.none
                : m.attention.noBudget,
              more: Math.max(0, attention.length - MOST_ATTENTION),
              moreHref:
                (scope.filter.costCenter ? frame.path : '/users') +
                (periodQuery(frame) === '' ? '?sort=state' : `${periodQuery(frame)}&sort=state`),
            }
          : null
      }
      findings={
        Object.keys(scope.filter).length === 0 && scope.attention
          ? {
              data: findingsTable(facts.findings, frame, { short: true }),
              href: `/reconciliation${periodQuery(frame)}`,
            }
          : null
      }
    />,
  );
}

/** Where the figures on top lead: to what they consist of. */
function linksOf(
  { range, past, filter, wholeMonth }: SpendFacts,
  { budget, filter: { user, costCenter } }: Scope,
) {
  const [kind, key] = user ? ['user', user[0] ?? ''] : ['costCenter', costCenter?.[0] ?? ''];
  const form = budget?.scope.kind === 'userDefault' ? 'user' : kind;
  return {
    spent: linesHref(range, filter),
    before: `?${new URLSearchParams({ start: past.start, endExclusive: past.endExclusive })}`,
    unallocated: linesHref(range, { ...filter, reason: [] }),
    budget:
      wholeMonth && (user || costCenter) ? `/budgets?${new URLSearchParams({ scope: form, key })}` : null,
    day: dayHref(filter),
  };
}

function crossingOf(facts: SpendFacts, budget: Money | null): { day: string; past: boolean } | null {
  if (budget === null) return null;
  const daily = [...facts.byDay].map(([day, row]) => ({ day, amount: row.amount }));
  const day = crossingDay(daily, monthOf(facts.range.start), facts.forecast, budget);
  return day === null ? null : { day, past: facts.total >= budget };
}

function periodName({ range, wholeMonth }: SpendFacts, { locale }: Frame): string {
  if (!wholeMonth)
    return `${showDay(range.start, locale)} – ${showDay(addDays(range.endExclusive, -1), locale)}`;
  return showMonth(monthOf(range.start), locale);
}

/** How much of the spend is billed, how much estimated: rounded together, so that both make it. */
function partsOf({ billed, total }: SpendFacts, { m }: Frame): string {
  const estimated = (total - billed) as Money;
  const [first = '', second = ''] = shownAmounts([billed, estimated]);
  return m.spentParts(billed === 0n && total !== 0n ? null : first, estimated === 0n ? null : second);
}

/** What stands in place of figures that nobody has: nothing was collected yet, or nothing of this period. */
function nothingIn({ ledger, range, filter, byDay }: SpendFacts, { m, locale }: Frame): string | null {
  if (ledger === null) return m.nothingYet;
  const whole = Object.keys(filter).length === 0;
  if (byDay.size > 0 || !(whole || range.endExclusive <= ledger.start)) return null;
  return m.nothingHeld(fullDay(ledger.start, locale), fullDay(addDays(ledger.endExclusive, -1), locale));
}

function freshnessLine({ usageUntil, billedThrough }: SpendFacts, { m, locale }: Frame): string {
  return m.freshness.line(
    usageUntil === null ? null : instant(usageUntil, locale),
    billedThrough === null ? null : showDay(billedThrough, locale),
  );
}

export function spendRoutes(deps: ServerDeps): Hono {
  const app = new Hono();
  const known = async () => {
    const [catalogue, profiles, budgets] = await Promise.all([
      deps.store.profiles.catalogue(),
      deps.store.profiles.all(),
      deps.store.budgets.list(),
    ]);
    return { names: namesOf(catalogue, profiles), budgets };
  };
  const overall = (
    path: string,
    title: (frame: Frame) => string,
    groups: readonly SpendGroup[],
    size: number,
    attention: boolean,
  ) =>
    app.get(path, async (c) => {
      const { names, budgets } = await known();
      const scope = { title: title(frameOf(c, deps)), filter: {}, groups, budget: null, size, attention };
      return spendPage(c, deps, scope, names, budgets);
    });
  app.get('/spend', async (c) => linesPage(c, deps, (await known()).names));
  overall('/', ({ m }) => m.nav.overview, ['costCenter', 'user', 'model', 'tokenKind'], 50, true);
  overall('/cost-centers', ({ m }) => m.nav.costCenters, ['costCenter'], 50, false);
  overall('/users', ({ m }) => m.nav.users, ['user'], 50, false);
  overall('/models', ({ m }) => m.nav.models, ['model', 'tokenKind'], 50, false);

  const one = (path: string, group: 'costCenter' | 'user' | 'model', groups: readonly SpendGroup[]) =>
    app.get(`${path}/:key`, async (c) => {
      const key = c.req.param('key') as string;
      const { names, budgets } = await known();
      const filter = { [group]: [key] };
      if (
        !budgets.some(({ scope }) => scope.kind === group && scope.key === key) &&
        !(await everSpent(deps, filter))
      )
        return unknownPage(c, deps, group, key);
      const budget =
        group === 'user'
          ? budgetOfUser(budgets, key)
          : group === 'costCenter'
            ? budgetOfCostCenter(budgets, key)
            : null;
      const title = group === 'model' ? names.model(key) : key;
      const scope = {
        title,
        ...(group === 'model' ? { subtitle: key } : {}),
        filter,
        groups,
        budget,
        size: 25,
        attention: group === 'costCenter',
      };
      return spendPage(c, deps, scope, names, budgets);
    });
  one('/cost-centers', 'costCenter', ['user', 'model', 'tokenKind']);
  one('/users', 'user', ['profile', 'model', 'tokenKind', 'costCenter']);
  one('/models', 'model', ['user', 'costCenter', 'tokenKind']);
  return app;
}

function unknownPage(c: Context, deps: ServerDeps, group: 'costCenter' | 'user' | 'model', key: string) {
  const { m } = frameOf(c, deps);
  const [list, name] = (
    {
      costCenter: ['/cost-centers', m.nav.costCenters],
      user: ['/users', m.nav.users],
      model: ['/models', m.nav.models],
    } as const
  )[group];
  return refusalPage(c, deps, 404, { text: m.error.unknown[group](key), list, name });
}
