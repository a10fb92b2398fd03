import { type Context, Hono } from 'hono';
import { budgetOfCostCenter, budgetOfUser, budgetState } from '../core/budgets.ts';
import { crossingDay, forecastMonth } from '../core/forecast.ts';
import { modelMatcher } from '../core/models.ts';
import { formatExact } from '../core/money.ts';
import { addDays, dayOf, daysOf, monthOf, monthRange } from '../core/periods.ts';
import type { Budget, CatalogueEntry, Money, Profile } from '../core/types.ts';
import type { SpendAnswer, SpendFilter, SpendGroup, SpendSum } from '../store/types.ts';
import { Bullet, type Stack } from '../ui/charts.tsx';
import { instant, percent, day as showDay, tokens, usd, whole } from '../ui/format.ts';
import type { Frame, Period } from '../ui/layout.tsx';
import { Badge } from '../ui/pages/plain.tsx';
import { SpendPage } from '../ui/pages/spend.tsx';
import type { Cell, TableData } from '../ui/table.tsx';
import { csv, wantsCsv } from './csv.ts';
import type { ServerDeps } from './deps.ts';
import { before, frameOf, periodOf } from './frame.ts';

/** Pages that answer "who spent what": the organisation, and one cost center, user, model or profile. */

const PATH: Readonly<Partial<Record<SpendGroup, string>>> = {
  costCenter: '/cost-centers/',
  user: '/users/',
  model: '/models/',
  profile: '/profiles/',
  day: '/days/',
};
const ROWS_ON_OVERVIEW = 25;

/** Names for keys: models by the catalogue, profiles by their own name. */
interface Names {
  model(key: string): string;
  profile(arn: string): { name: string; shortId: string };
}
function namesOf(catalogue: readonly CatalogueEntry[], profiles: readonly Profile[]): Names {
  const matcher = modelMatcher(catalogue);
  const byArn = new Map(profiles.map((p) => [p.arn, p]));
  return {
    model: (key) => matcher.displayName(key),
    profile: (arn) => byArn.get(arn) ?? { name: arn, shortId: arn.slice(arn.lastIndexOf('/') + 1) },
  };
}

function keyCell(group: SpendGroup, key: string, frame: Frame, names: Names): Cell {
  const { m } = frame;
  if (key === '' || key === 'unknown')
    return { text: group === 'tokenKind' ? m.kind.unknown : m.none[group], raw: key };
  const text =
    group === 'model'
      ? names.model(key)
      : group === 'profile'
        ? names.profile(key).name
        : group === 'tokenKind'
          ? m.kind[key as keyof typeof m.kind]
          : group === 'day'
            ? showDay(key, frame.locale)
            : key;
  const path = PATH[group];
  const id = group === 'profile' ? names.profile(key).shortId : key;
  return { text, raw: key, ...(path ? { href: path + encodeURIComponent(id) } : {}) };
}

const money = (value: Money): Cell => ({
  text: usd(value),
  raw: formatExact(value),
  title: `$${formatExact(value)}`,
});

/** Rows by one dimension, with the unallocated as rows of their own and a total that is the page's total. */
export function groupTable(
  group: SpendGroup,
  answer: SpendAnswer,
  frame: Frame,
  names: Names,
  limit: number,
  budgets: { of(key: string): Budget | null; scale(spent: Money): Money | null } | null,
): TableData {
  const { m } = frame;
  const shown = answer.rows.slice(0, limit);
  const rest = answer.rows.slice(limit);
  const blank: Cell[] = budgets ? [{ text: '' }, { text: '' }, { text: '' }] : [];
  const cells = (row: SpendSum): Cell[] => {
    const key = row.keys[0] ?? '';
    const base = [
      keyCell(group, key, frame, names),
      money(row.amount),
      { text: percent(row.amount, answer.total) },
      { text: tokens(row.tokens), raw: row.tokens.toString(), title: whole(row.tokens) },
    ];
    if (!budgets)
      return [
        ...base,
        { text: m.status[row.label], show: <Badge kind={row.label} text={m.status[row.label]} /> },
      ];
    const budget = budgets.of(key)?.amount ?? null;
    const forecast = budgets.scale(row.amount);
    const state = budgetState(budget, row.amount, forecast);
    const label = `${usd(row.amount)} / ${budget === null ? '–' : usd(budget)}`;
    return [
      ...base,
      budget === null ? { text: '–', raw: '' } : money(budget),
      { text: '', show: <Bullet spent={row.amount} limit={budget} forecast={forecast} label={label} /> },
      { text: m.budgetState[state], show: <Badge kind={state} text={m.budgetState[state]} /> },
    ];
  };
  const more = rest.reduce((sum, row) => sum + row.amount, 0n) as Money;
  return {
    caption: m.usd,
    columns: [
      { name: m.name[group], key: group },
      { name: m.spent, key: 'amount_usd', number: true },
      { name: m.share, key: 'share', number: true },
      { name: m.tokens, key: 'tokens', number: true },
      ...(budgets
        ? [
            { name: m.budget, key: 'budget_usd', number: true },
            { name: '', key: 'bar' },
            { name: m.state, key: 'state' },
          ]
        : [{ name: m.state, key: 'label' }]),
    ],
    rows: [
      ...shown.map((row) => ({ cells: cells(row) })),
      ...(rest.length === 0
        ? []
        : [
            {
              muted: true,
              cells: [
                { text: `${m.chart.rest} (${rest.length})` },
                money(more),
                { text: percent(more, answer.total) },
                { text: '' },
                ...(budgets ? blank : [{ text: '' }]),
              ],
            },
          ]),
      ...answer.unallocated
        .filter((u) => u.amount !== 0n || u.tokens !== 0n)
        .map((u) => ({
          muted: true,
          cells: [
            { text: `${m.unallocated}: ${m.reason[u.reason]}`, raw: `unallocated:${u.reason}` },
            money(u.amount),
            { text: percent(u.amount, answer.total) },
            { text: tokens(u.tokens), raw: u.tokens.toString(), title: whole(u.tokens) },
            ...(budgets ? blank : [{ text: '' }]),
          ],
        })),
    ],
    foot: [
      { text: m.total, raw: 'total' },
      money(answer.total),
      { text: '100.0 %' },
      { text: '' },
      ...(budgets ? blank : [{ text: '' }]),
    ],
  };
}

function stacksOf(
  matrix: SpendAnswer,
  unowned: SpendAnswer,
  days: readonly string[],
  names: Names,
  rest: string,
): Stack[] {
  const totals = new Map<string, bigint>();
  const cell = new Map<string, bigint>();
  for (const row of [...matrix.rows, ...unowned.rows]) {
    const [model = '', day = ''] = row.keys;
    totals.set(model, (totals.get(model) ?? 0n) + row.amount);
    cell.set(`${model}|${day}`, (cell.get(`${model}|${day}`) ?? 0n) + row.amount);
  }
  const order = [...totals].sort((a, b) => (b[1] > a[1] ? 1 : -1)).map(([model]) => model);
  const big = order.slice(0, 6);
  const others = order.slice(6);
  const stacks = big.map((model) => ({
    name: names.model(model),
    amounts: days.map((d) => (cell.get(`${model}|${d}`) ?? 0n) as Money),
  }));
  if (others.length === 0) return stacks;
  return [
    ...stacks,
    {
      name: rest,
      amounts: days.map(
        (d) => others.reduce((sum, model) => sum + (cell.get(`${model}|${d}`) ?? 0n), 0n) as Money,
      ),
    },
  ];
}

const dayTotals = (
  answer: SpendAnswer,
  unowned: readonly { day: string; amount: Money }[],
): Map<string, bigint> => {
  const sums = new Map<string, bigint>();
  for (const row of answer.rows) sums.set(row.keys[0] ?? '', row.amount);
  for (const { day, amount } of unowned) sums.set(day, (sums.get(day) ?? 0n) + amount);
  return sums;
};

const REASONS = [
  'noTag',
  'directCall',
  'billedNotSeen',
  'sharedCapacity',
  'notTokens',
  'unknownUsageType',
] as const;

interface Scope {
  title: string;
  filter: SpendFilter;
  groups: readonly SpendGroup[];
  budget: Budget | null;
}

async function spendPage(
  c: Context,
  deps: ServerDeps,
  scope: Scope,
  names: Names,
  budgets: readonly Budget[],
  limit: number,
): Promise<Response> {
  const frame = frameOf(c, deps);
  const now = deps.clock.now();
  const today = dayOf(now);
  const period: Period = periodOf(c, now);
  const range = { start: period.start, endExclusive: period.endExclusive };
  const history = { start: addDays(today, -60), endExclusive: addDays(today, 1) };
  const q = (groupBy: readonly SpendGroup[], r = range, filter: SpendFilter = scope.filter) => ({
    range: r,
    groupBy,
    basis: 'best' as const,
    filter,
  });
  const answers = await deps.store.spend.queryAll([
    q([]),
    q([], before(period)),
    q(['model', 'day']),
    q(['day'], range),
    q(['day'], history),
    ...scope.groups.map((group) => q([group])),
  ]);
  const [all, earlier, matrix, byDay, past, ...grouped] = answers as [
    SpendAnswer,
    SpendAnswer,
    SpendAnswer,
    SpendAnswer,
    SpendAnswer,
    ...SpendAnswer[],
  ];
  const unownedDays = await unownedByDay(deps, scope.filter, {
    start: range.start < history.start ? range.start : history.start,
    endExclusive: range.endExclusive > history.endExclusive ? range.endExclusive : history.endExclusive,
  });
  const within = (r: typeof range) => unownedDays.filter(({ day }) => day >= r.start && day < r.endExclusive);
  const wholeMonth =
    range.start === monthRange(monthOf(range.start)).start &&
    range.endExclusive === monthRange(monthOf(range.start)).endExclusive;
  const running = wholeMonth && monthOf(range.start) === monthOf(today);
  const daily = [...dayTotals(past, within(history))].map(([day, amount]) => ({
    day,
    amount: amount as Money,
  }));
  const forecast = running ? forecastMonth({ days: daily, today, month: monthOf(today) }) : null;
  const budget = wholeMonth ? (scope.budget?.amount ?? null) : null;
  const crossing = forecast && budget !== null ? crossingDay(daily, monthOf(today), forecast, budget) : null;
  const days = daysOf(range);
  const past_ = days.filter((day) => day <= today);
  const totals = dayTotals(byDay, within(range));
  const billedDays = new Set(
    byDay.rows.filter((row) => row.label !== 'estimated' && row.label !== 'mixed').map((row) => row.keys[0]),
  );
  const scale = (spent: Money): Money | null =>
    forecast && forecast.spent > 0n ? (((spent * forecast.mid) / forecast.spent) as Money) : null;
  const tables = scope.groups.map((group, i) => {
    const answer = grouped[i] as SpendAnswer;
    const of =
      group === 'user'
        ? (key: string) => budgetOfUser(budgets, key)
        : group === 'costCenter'
          ? (key: string) => budgetOfCostCenter(budgets, key)
          : null;
    const data = groupTable(
      group,
      answer,
      frame,
      names,
      wantsCsv(c) ? Number.POSITIVE_INFINITY : limit,
      of && wholeMonth ? { of, scale } : null,
    );
    return {
      title: frame.m.by[group],
      data,
      half: !(of && wholeMonth),
      href: PATH[group] && scope.groups.length > 1 ? (PATH[group] as string).slice(0, -1) : null,
    };
  });
  const first = tables[0];
  if (wantsCsv(c) && first) return csv(c, `spend-by-${scope.groups[0]}`, first.data);
  const freshness = await deps.store.freshness.all();
  const latest = (source: string) =>
    freshness
      .filter((f) => f.source === source && f.completeUntil !== null)
      .map((f) => f.completeUntil as string)
      .sort()
      .at(0);
  const show = (at: string | undefined) =>
    at === undefined ? frame.m.freshness.never : instant(at, frame.locale);
  const unallocated = all.unallocated.reduce((sum, u) => sum + u.amount, 0n) as Money;
  return c.html(
    <SpendPage
      frame={frame}
      title={scope.title}
      period={period}
      periodName={
        new Intl.DateTimeFormat(
          frame.locale,
          wholeMonth
            ? { year: 'numeric', month: 'long', timeZone: 'UTC' }
            : { dateStyle: 'medium', timeZone: 'UTC' },
        ).format(new Date(`${range.start}T00:00:00Z`)) +
        (wholeMonth ? '' : ` – ${showDay(addDays(range.endExclusive, -1), frame.locale)}`)
      }
      total={all.total}
      before={earlier.total}
      billed={(all.rows[0]?.billed ?? 0n) as Money}
      unallocated={unallocated}
      budget={budget}
      crosses={crossing === null ? null : showDay(crossing, frame.locale)}
      forecast={forecast}
      freshness={frame.m.freshness.line(show(latest('usage')), show(latest('charges')))}
      points={past_.map((day) => ({
        day,
        amount: (totals.get(day) ?? 0n) as Money,
        billed: billedDays.has(day),
      }))}
      days={days}
      stacks={stacksOf(
        matrix,
        { rows: [], unallocated: [], total: 0n as Money },
        past_,
        names,
        frame.m.chart.rest,
      )}
      tables={tables}
    />,
  );
}

/** Spend that nobody owns, per day: asked by reason, because grouped answers keep it apart. */
async function unownedByDay(
  deps: ServerDeps,
  filter: SpendFilter,
  range: { start: string; endExclusive: string },
): Promise<{ day: string; amount: Money }[]> {
  const days = daysOf(range);
  const answers = await deps.store.spend.queryAll(
    days.map((day) => ({
      range: { start: day, endExclusive: addDays(day, 1) },
      groupBy: [],
      basis: 'best' as const,
      filter: { ...filter, reason: REASONS },
    })),
  );
  return days.map((day, i) => ({ day, amount: (answers[i]?.total ?? 0n) as Money }));
}

export function spendRoutes(deps: ServerDeps): Hono {
  const app = new Hono();
  const known = async () => {
    const [catalogue, profiles, budgets] = await Promise.all([
      deps.store.profiles.catalogue(),
      deps.store.profiles.all(),
      deps.store.budgets.list(),
    ]);
    return { names: namesOf(catalogue, profiles), profiles, budgets };
  };
  const whole_ = (c: Context) => frameOf(c, deps).m;
  app.get('/', async (c) => {
    const { names, budgets } = await known();
    return spendPage(
      c,
      deps,
      {
        title: whole_(c).nav.overview,
        filter: {},
        groups: ['costCenter', 'user', 'model', 'tokenKind'],
        budget: null,
      },
      names,
      budgets,
      ROWS_ON_OVERVIEW,
    );
  });
  const list = (path: string, group: SpendGroup, title: (m: ReturnType<typeof whole_>) => string) =>
    app.get(path, async (c) => {
      const { names, budgets } = await known();
      return spendPage(
        c,
        deps,
        { title: title(whole_(c)), filter: {}, groups: [group], budget: null },
        names,
        budgets,
        200,
      );
    });
  list('/cost-centers', 'costCenter', (m) => m.nav.costCenters);
  list('/users', 'user', (m) => m.nav.users);
  list('/models', 'model', (m) => m.nav.models);

  const one = (path: string, group: 'costCenter' | 'user' | 'model', groups: readonly SpendGroup[]) =>
    app.get(`${path}/:key`, async (c) => {
      const key = c.req.param('key') as string;
      const { names, budgets } = await known();
      const range = await deps.store.spend.range();
      const ever = range
        ? await deps.store.spend.queryAll([{ range, groupBy: [], basis: 'best', filter: { [group]: [key] } }])
        : [];
      const hasBudget = budgets.some((b) => b.scope.kind === group && b.scope.key === key);
      if (!hasBudget && (ever[0]?.rows.length ?? 0) + (ever[0]?.unallocated.length ?? 0) === 0)
        return c.notFound();
      const budget =
        group === 'user'
          ? budgetOfUser(budgets, key)
          : group === 'costCenter'
            ? budgetOfCostCenter(budgets, key)
            : null;
      return spendPage(
        c,
        deps,
        { title: group === 'model' ? names.model(key) : key, filter: { [group]: [key] }, groups, budget },
        names,
        budgets,
        ROWS_ON_OVERVIEW,
      );
    });
  one('/cost-centers', 'costCenter', ['user', 'model', 'tokenKind']);
  one('/users', 'user', ['model', 'profile', 'tokenKind', 'day']);
  one('/models', 'model', ['user', 'costCenter', 'tokenKind']);
  return app;
}
