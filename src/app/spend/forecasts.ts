import type { ForecastOf } from '../../core/forecast.ts';
import { NOTHING_KNOWN } from '../../core/known.ts';
import { sum, ZERO } from '../../core/money.ts';
import type { AmountRow } from '../../core/questions.ts';
import { countedAmount } from '../../core/standing.ts';
import type { Day, DayRange, Money, UnallocatedReason } from '../../core/types.ts';
import type { Asking } from '../asking.ts';
import { type Days, PARTS_OF, type Series, type SeriesByKey, seriesByKey } from './days.ts';
import type { SpendQuestion } from './known.ts';
import { rowsAreWhole } from './parts.ts';
import { type KeptForecasts, keptForecasts, monthEnds } from './standings.ts';

/**
 * What the forecasts of a page are made of: of each owner in each cost center, and of each reason why nobody owns something.
 * Everything above those is their sum, whether they were worked out before or are read now.
 */
export interface Forecasts {
  /** Of all that the question is about. */
  ofAll(days: Days): Promise<{ series: Series; kept: ForecastOf | null }>;
  /** Kept ones of a group whose rows are all that their people or cost centers spent. */
  keptOf(group: 'user' | 'costCenter', each: boolean): Promise<KeptForecasts | null>;
  /** The days of each row of a group, and those of its parts. @param keys only theirs */
  seriesIn(group: 'user' | 'costCenter', keys?: readonly string[]): Promise<SeriesByKey>;
  ofReasons(): Promise<ReadonlyMap<UnallocatedReason, { days: Days | null; kept: ForecastOf | null }>>;
}

/** @param of `reasons`: why nobody owns what nobody owns */
export function forecastsOf(
  asking: Asking,
  question: SpendQuestion,
  of: {
    today: Day;
    /** It is the running month: rows of other periods are not forecast, whose parts nobody keeps. */
    running: boolean;
    trend: DayRange;
    reasons: readonly { reason: UnallocatedReason }[];
  },
): Forecasts {
  const { store } = asking;
  const { filter, scope } = question;
  const { today, running, trend, reasons } = of;
  const isAll = scope === 'all' && Object.values(filter).every((values) => values === undefined);
  const ask = { range: trend, basis: 'best' as const, filter, scope };
  const readOwned = once(() => store.spend.amounts({ ...ask, groupBy: ['user', 'costCenter', 'day'] }));
  const readReasons = once(async () => {
    const found = new Map<UnallocatedReason, { days: Days | null; kept: ForecastOf | null }>();
    const kept = isAll ? await keptForecasts(asking, 'reason', today, question.shown.whole) : null;
    for (const { reason } of running ? reasons : []) {
      const own = kept?.of.get(reason);
      if (own !== undefined) found.set(reason, { days: null, kept: own });
      else found.set(reason, { days: await daysOfReason(reason), kept: null });
    }
    return found;
  });
  const daysOfReason = async (reason: UnallocatedReason): Promise<Days> => {
    if (filter.reason !== undefined && !filter.reason.includes(reason)) return new Map();
    const only = { ...filter, reason: [reason] };
    const rows = await store.spend.amounts({ ...ask, groupBy: ['day'], filter: only, unowned: 'among' });
    return new Map(rows.map((row) => [row.keys[0] ?? '', row]));
  };

  /** Parts of everything that the question is about. */
  async function partsOfAll(): Promise<readonly Days[]> {
    const owned = byOwner(await readOwned());
    const unowned = [...(await readReasons()).values()].flatMap(({ days }) => days ?? []);
    return [...owned, ...unowned];
  }
  /** What was worked out before of all that the question is about. */
  async function keptOfAll(): Promise<ForecastOf | null> {
    const { whole = false } = question.shown;
    if (isAll) return (await keptForecasts(asking, 'all', today, whole))?.of.get('') ?? null;
    const people = rowsAreWhole(question, 'user') ? keysIn(question, 'user') : undefined;
    if (people !== undefined && people.length > 1) return ofPeople(people);
    const center = filter.costCenter?.length === 1 ? filter.costCenter : null;
    if (center === null || !rowsAreWhole(question, 'costCenter')) return null;
    return (await keptForecasts(asking, 'costCenter', today, whole, center))?.of.get(center[0] ?? '') ?? null;
  }
  /** Of some people together: where each will be, and what nobody owns of theirs. */
  async function ofPeople(people: readonly string[]): Promise<ForecastOf | null> {
    const kept = await keptForecasts(asking, 'user', today, true, people);
    if (kept === null) return null;
    const rows = await store.spend.amounts({ ...ask, range: question.range, groupBy: ['user'] });
    const known = new Map(rows.map((row) => [row.keys[0] ?? '', row]));
    const unowned = [...(await readReasons()).values()].flatMap(({ days }) => days ?? []);
    const ends = monthEnds(today);
    const together = (of: 'best' | 'counted', rate: Money): ForecastOf['best'] => {
      const theirs = [...kept.of].map(
        ([key, one]) => one[of]?.mid ?? countedAmount(known.get(key) ?? NOTHING_KNOWN, rate),
      );
      const mid = sum([...theirs, ...unowned.map((days) => ends.ofPart(days, rate))]);
      // How far off it may be is told by the days of all together.
      return { low: mid, mid, high: mid };
    };
    return {
      best: together('best', ZERO),
      counted: together('counted', asking.settings.cautiousRatePerMillion),
    };
  }
  return {
    async ofAll(days) {
      // Of one model no row says where it will be: its own days do.
      if (!running || filter.model !== undefined) return { series: { days, parts: null }, kept: null };
      const kept = await keptOfAll();
      return { series: { days, parts: kept === null ? await partsOfAll() : null }, kept };
    },
    keptOf: async (group, each) =>
      running && rowsAreWhole(question, group)
        ? keptForecasts(asking, group, today, each, keysIn(question, group))
        : null,
    async seriesIn(group, keys) {
      if (keys === undefined && group === 'user') return seriesByKey(await readOwned());
      if (keys === undefined)
        return seriesByKey(
          (await readOwned()).map(({ keys: [user = '', center = '', day = ''], ...row }) => ({
            ...row,
            keys: [center, user, day],
          })),
        );
      if (keys.length === 0) return new Map();
      const groupBy = [group, PARTS_OF[group], 'day'] as const;
      return seriesByKey(
        await store.spend.amounts({ ...ask, groupBy, filter: { ...filter, [group]: keys } }),
      );
    },
    ofReasons: readReasons,
  };
}

/** Of whom alone a question is whose rows are whole: nobody else is among its others. Undefined: everybody. */
function keysIn(
  { filter, scope }: SpendQuestion,
  group: 'user' | 'costCenter',
): readonly string[] | undefined {
  const named = filter[group];
  if (scope === 'all' || group === 'costCenter') return named;
  const seen = new Set(scope.users);
  return named === undefined ? scope.users : named.filter((key) => seen.has(key));
}

/** Days of each owner in each cost center. */
const byOwner = (rows: readonly AmountRow[]): Days[] =>
  [...seriesByKey(rows).values()].flatMap(({ parts }) => parts ?? []);

function once<T>(read: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | null = null;
  return () => {
    made ??= read();
    return made;
  };
}
