import { costCentersIn } from '../../core/access.ts';
import {
  type Bypassed,
  type BypassFacts,
  bypassedBy,
  type Ending,
  endingOf,
  type Likely,
  usualOwner,
  type Way,
} from '../../core/bypass.ts';
import type { Coverage } from '../../core/coverage.ts';
import { type Known, sumKnown } from '../../core/known.ts';
import {
  addMonths,
  daysBetween,
  daysOf,
  intersect,
  monthOf,
  monthRange,
  monthsOf,
} from '../../core/periods.ts';
import { allowsModel, geographyOf, IN_REGION } from '../../core/policies/choices.ts';
import { choicesOf } from '../../core/policies/standard.ts';
import type { CatalogueEntry, Day, DayRange, Money } from '../../core/types.ts';
import type { DirectSum } from '../../store/typesBypass.ts';
import { type Asking, inOneReading, mayDo, mustBeAllowed } from '../asking.ts';
import { type Names, readNames } from '../names.ts';
import { mustShow, showsDays } from '../privacy/shown.ts';
import { coverageIn } from './coverage.ts';

/** Who goes round the profiles, since when, who is likely to answer for it, and what ends it. */

export interface BypassRow extends Bypassed, Way {
  likely: Likely;
  ending: Ending;
  /** What a profile for them would stand for; null where nothing of the Region is allowed. */
  sourceId: string | null;
}

export interface BypassReport {
  range: DayRange;
  /** Largest first; they add up to `total`. */
  rows: readonly BypassRow[];
  /** What was called directly, as the overview says it among what nobody owns. */
  total: Known;
  coverage: Coverage;
  /** Whether the bill names callers. `long`: it was not asked, of more days than a month has. */
  callers: 'named' | 'none' | 'long';
  /** How many different callers it names. */
  named: number;
  /** The first day of which anything is known: what began on it may be older. */
  knownFrom: Day | null;
  /** Whether whoever asks may do what ends it. */
  mayEnd: boolean;
  names: Names;
}

/** The bill says who called by day: of longer ranges it is not asked. */
const MOST_NAMED_DAYS = 31;
/** Of so many days it is told what each of them came to. */
const MOST_DRAWN_DAYS = 92;
/** How far back it is looked when it began. */
const MONTHS_BACK = 12;

/**
 * @param range days, UTC
 * @throws Forbidden for whoever may not see the bill: nobody owns these rows
 * @throws Withheld where what callers came to is not shown
 */
export const showBypass = (asking: Asking, range: DayRange): Promise<BypassReport> =>
  inOneReading(asking, async (inside) => {
    mustBeAllowed(inside, 'see', { kind: 'bill' });
    mustShow(inside, { range, byDay: false });
    const { store } = inside;
    const direct = await store.bypass.direct(range, 'range', null);
    const { facts, callers } = await factsOf(inside, range, direct);
    const found = bypassedBy(facts);
    const held = await store.spend.range();
    // When somebody began and left off are days.
    const ways = showsDays(inside) ? await waysOf(inside, range, direct, held) : new Map<string, Way>();
    const likely = await likelyOf(inside, range, found);
    const catalogue = await store.profiles.catalogue();
    const sourceOf = sourcesOf(inside, catalogue);
    inside.noteLook?.(found.map(({ caller }) => caller));
    return {
      range,
      rows: found.map((row) => ({
        ...row,
        ...(ways.get(placeKey(row)) ?? { since: null, last: null, daily: [] }),
        likely: likely(row),
        ending: endingOf(row),
        sourceId: sourceOf(row),
      })),
      total: sumKnown(direct),
      coverage: await coverageIn(inside, range),
      callers,
      named: new Set(found.map(({ caller }) => caller).filter((caller) => caller !== '')).size,
      knownFrom: held?.start ?? null,
      mayEnd: mayDo(inside, 'change', { kind: 'policies' }),
      names: await readNames(inside, []),
    };
  });

type OfPlace = Pick<DirectSum, 'accountId' | 'region' | 'modelKey'>;
const placeKey = ({ accountId, region, modelKey }: OfPlace): string => `${accountId}\n${region}\n${modelKey}`;
const modelsIn = (rows: readonly OfPlace[]): string[] => [...new Set(rows.map(({ modelKey }) => modelKey))];

/** What the bill says of callers, as far as it is about the same services. */
async function factsOf(
  { store: { bypass } }: Asking,
  range: DayRange,
  direct: readonly DirectSum[],
): Promise<{ facts: BypassFacts; callers: BypassReport['callers'] }> {
  const nobody = { direct, claimed: [], explained: [], services: [] };
  const billed = [...new Set(direct.map(({ service }) => service))].filter((service) => service !== '');
  if (billed.length === 0) return { facts: nobody, callers: 'none' };
  if (daysBetween(range.start, range.endExclusive) > MOST_NAMED_DAYS)
    return { facts: nobody, callers: 'long' };
  const claimed = await bypass.claimed(range, billed);
  if (claimed.length === 0) return { facts: nobody, callers: 'none' };
  const services = await bypass.services(range);
  const models = modelsBilledBy(services, billed);
  const explained = await bypass.explained(range, models);
  return { facts: { direct, claimed, explained, services }, callers: 'named' };
}

const modelsBilledBy = (
  services: readonly { modelKey: string; service: string }[],
  billed: readonly string[],
): string[] => [
  ...new Set(services.filter(({ service }) => billed.includes(service)).map(({ modelKey }) => modelKey)),
];

/** Since when, until when, and day by day, by place and model. */
async function waysOf(
  { store: { bypass } }: Asking,
  range: DayRange,
  direct: readonly DirectSum[],
  held: DayRange | null,
): Promise<Map<string, Way>> {
  const models = modelsIn(direct);
  const ways = new Map<string, { since: Day | null; last: Day | null; daily: Money[] }>();
  if (models.length === 0 || held === null) return ways;
  for (const row of direct) ways.set(placeKey(row), { since: null, last: null, daily: [] });
  for (const [key, since] of await beginnings(bypass, range, models, held)) {
    const way = ways.get(key);
    if (way !== undefined) way.since = since;
  }
  const shown = intersect(range, held);
  if (shown === null || daysBetween(shown.start, shown.endExclusive) > MOST_DRAWN_DAYS) return ways;
  const days = daysOf(shown);
  const at = new Map(days.map((day, i) => [day, i]));
  for (const row of await bypass.direct(shown, 'day', models)) {
    const way = ways.get(placeKey(row));
    if (way === undefined || !isUsed(row)) continue;
    if (way.daily.length === 0) way.daily = days.map(() => 0n as Money);
    const i = at.get(row.day) ?? 0;
    way.daily[i] = ((way.daily[i] ?? 0n) + row.amount) as Money;
    if (way.last === null || row.day > way.last) way.last = row.day;
  }
  return ways;
}

const isUsed = ({ amount, tokens }: Pick<DirectSum, 'amount' | 'tokens'>): boolean =>
  amount !== 0n || tokens !== 0n;

/** The first day of each: its first month by sums of months, then the first day of that. */
async function beginnings(
  bypass: Asking['store']['bypass'],
  range: DayRange,
  models: readonly string[],
  held: DayRange,
): Promise<Map<string, Day>> {
  const from = monthRange(addMonths(monthOf(range.start), -MONTHS_BACK)).start;
  const back = intersect({ start: from, endExclusive: range.endExclusive }, held);
  const began = new Map<string, OfPlace & { month: string }>();
  for (const month of back === null ? [] : monthsOf(back))
    for (const row of await bypass.direct(monthRange(month), 'range', models))
      if (isUsed(row) && !began.has(placeKey(row))) began.set(placeKey(row), { ...row, month });
  const since = new Map<string, Day>();
  for (const [month, some] of Map.groupBy(began.values(), (one) => one.month))
    for (const row of await bypass.direct(monthRange(month), 'day', modelsIn(some))) {
      const key = placeKey(row);
      const before = since.get(key);
      if (isUsed(row) && began.get(key)?.month === month && (before === undefined || row.day < before))
        since.set(key, row.day);
    }
  return since;
}

/** Whoever called, else whoever most of the account is charged to. */
async function likelyOf(
  { store }: Asking,
  range: DayRange,
  rows: readonly Bypassed[],
): Promise<(row: Bypassed) => Likely> {
  const callers = rows.filter(({ caller }) => caller !== '').map(({ caller }) => caller);
  const known = callers.length === 0 ? [] : await store.people.list();
  const costCenterOf = costCentersIn(known);
  const accounts = [...new Set(rows.filter(({ caller }) => caller === '').map(({ accountId }) => accountId))];
  const owned =
    accounts.length === 0
      ? []
      : await store.spend.amounts({
          range,
          groupBy: ['account', 'costCenter'],
          basis: 'best',
          filter: { account: accounts },
          scope: 'all',
        });
  const ofAccount = Map.groupBy(owned, ({ keys }) => keys[0] ?? '');
  const usual = new Map(
    [...ofAccount].map(([account, some]) => [
      account,
      usualOwner(some.map(({ keys, amount }) => ({ costCenter: keys[1] ?? '', amount }))),
    ]),
  );
  return ({ caller, accountId }) =>
    caller === ''
      ? (usual.get(accountId) ?? null)
      : { kind: 'caller', person: caller, costCenter: costCenterOf(caller) };
}

/** What a profile of a model in a Region would be copied from: a route that is allowed, else the model itself. */
function sourcesOf(
  { settings }: Asking,
  catalogue: readonly CatalogueEntry[],
): (row: OfPlace) => string | null {
  const { geographies, models } = choicesOf(settings, catalogue);
  return ({ region, modelKey }) => {
    if (!allowsModel(models, modelKey)) return null;
    const here = catalogue.filter((one) => one.region === region && one.modelKey === modelKey);
    const routed = here.find(
      ({ type, id }) => type === 'systemProfile' && geographies.includes(geographyOf(id)),
    );
    const itself = geographies.includes(IN_REGION) ? here.find(({ type }) => type === 'model') : undefined;
    return (routed ?? itself)?.id ?? null;
  };
}
