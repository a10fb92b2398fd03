import { createMeter, priceOf } from '../src/aws/meter.ts';
import { allowanceOfHour, allowanceOfIdle } from '../src/core/allowance.ts';
import { highestButOneInThousand, withHours } from '../src/core/hourlyRates.ts';
import { type Known, planLooks } from '../src/core/lookPlan.ts';
import { money, ZERO } from '../src/core/money.ts';
import { DAY_MS, dayOf, HOUR_MS, instantOf } from '../src/core/periods.ts';
import { ofSettings } from '../src/core/thresholds.ts';
import type { Money, TokenKind } from '../src/core/types.ts';
import {
  afterListing,
  afterReading,
  dimensionKey,
  hasMoved,
  kindsAskedFirst,
  type Metrics,
  readFrom,
  TELLS,
  type WatchedDimension,
} from '../src/core/usageMarks.ts';
import {
  type Attention,
  BEYOND_MS,
  CENTER_MS,
  gapTo,
  LEAST_ATTENTION,
  LOOK_MS,
  rateOfPerson,
  WITHIN_MS,
} from '../src/core/watching.ts';
import { type Crossing, report, type Size } from './watchingReport.ts';
import { KINDS, profilesOf, type Runaway, runawayWorld, tagOf } from './watchingWorld.ts';

/** A month of looks by the product's planner and meter against the simulator's world, without HTTP and without a ledger. */

const START = Date.parse('2026-11-01T00:00:00Z');
/** Days that are known when the month begins. */
const BEFORE = 8;
const THRESHOLDS = [50, 80, 100];
const BUDGET = money('1000');
/** Of what a cost center spends in a whole month, however many days are played. */
const CENTER_BUDGET_PERCENT = 110n;
const DAYS_OF_MONTH = 31;
const PAGE_OF_METRICS = 500;
/** Groups on a page of Cost Explorer, as the simulator has them. */
const PAGE_OF_GROUPS = 5_000;
const LISTED_AFTER = 15 * 60_000;
const PUBLISHED = 3 * 60_000;
const METRICS: Readonly<Record<TokenKind, readonly [string]>> = {
  input: ['InputTokenCount'],
  output: ['OutputTokenCount'],
  cacheRead: ['CacheReadInputTokenCount'],
  cacheWrite: ['CacheWriteInputTokenCount'],
};
const usd = (amount: number): Money => BigInt(Math.round(amount * 1e10)) as Money;

/** Everything of one `ModelId`, by hours since `BEFORE` days ahead of the month. */
interface Series {
  accountId: string;
  region: string;
  dimension: string;
  user: string;
  costCenter: string;
  /** USD by the beginning of each hour since the start. */
  sum: Float64Array;
  /** Which kinds were used: a bit for each. */
  kinds: Uint8Array;
}

export function planned(size: Size, days: number): void {
  const began = performance.now();
  const first = START - BEFORE * DAY_MS;
  const end = START + days * DAY_MS;
  const made = runawayWorld({ seed: 1, users: size.people, days: BEFORE + days + 1 }, end, START, days);
  const series = seriesOf(made, first, end);
  const company = new Company(series, first, size);
  const meter = createMeter(ZERO, money(size.ceiling));
  const bill = billPages(made.world, days);
  for (let now = START; now < end; now += LOOK_MS) {
    company.run(now, meter);
    for (const [operation, requests] of bill(now)) {
      const price = priceOf('ce', operation);
      for (let page = 0; page < requests; page += 1) {
        void meter.book(price, true, { service: 'ce', operation });
        meter.count('ce', operation, 1, price);
      }
    }
  }
  const notes = [
    `everything at every look: $${(Number(company.polled) / 1e10).toFixed(2)}`,
    `attention by hours: ${company.attentions()}`,
    `${((performance.now() - began) / 60_000).toFixed(1)} minutes of work, ${series.length} ModelIds`,
  ];
  report(size, days, meter.byOperation(), company.crossings(made.runaways, end), notes);
}

function seriesOf(
  { world, priceOf: pricesOf }: ReturnType<typeof runawayWorld>,
  first: number,
  end: number,
): Series[] {
  const hours = (end - first) / HOUR_MS;
  const owners = new Map(profilesOf(world).map((profile) => [profile.shortId, profile]));
  const found = new Map<string, Series>();
  for (const { id } of world.accounts)
    for (const region of world.regions)
      for (let day = first; day < end; day += DAY_MS)
        for (const usage of world.usage(id, region, day, day + DAY_MS)) {
          const key = `${id}|${region}|${usage.modelIdDimension}`;
          let one = found.get(key);
          if (one === undefined) {
            const owner = owners.get(usage.modelIdDimension);
            one = {
              accountId: id,
              region,
              dimension: usage.modelIdDimension,
              user: owner ? tagOf(owner, 'UserEmail') : '',
              costCenter: owner ? tagOf(owner, 'CostCenter') : '',
              sum: new Float64Array(hours + 1),
              kinds: new Uint8Array(hours),
            };
            found.set(key, one);
          }
          const hour = (usage.hour - first) / HOUR_MS;
          const price = pricesOf(usage);
          for (const [bit, kind] of KINDS.entries()) {
            if (usage.tokens[kind] === 0) continue;
            one.sum[hour + 1] = (one.sum[hour + 1] ?? 0) + (usage.tokens[kind] * price(kind)) / 1e6;
            one.kinds[hour] = (one.kinds[hour] ?? 0) | (1 << bit);
          }
        }
  for (const { sum } of found.values())
    for (let hour = 1; hour < sum.length; hour += 1) sum[hour] = (sum[hour] ?? 0) + (sum[hour - 1] ?? 0);
  return [...found.values()];
}

/** What is looked at, what is known of it, and what was told. */
class Company {
  polled = 0n;
  private readonly held = new Map<string, WatchedDimension>();
  private readonly series = new Map<string, Series>();
  private readonly byUser: Map<string, Series[]>;
  private readonly byCenter: Map<string, Series[]>;
  private readonly centerBudgets = new Map<string, Money>();
  private readonly highestDays = new Map<string, number[]>();
  /** USD of this month that were read, by user and by cost center. */
  private readonly known = { user: new Map<string, number>(), costCenter: new Map<string, number>() };
  private readonly told = new Map<string, number>();
  private rates: ReturnType<typeof withHours> = {};
  private readonly looked = new Map<string, number>();
  /** The attention of each look, in order. */
  private readonly attended: { at: number; attention: Attention }[] = [];
  private readonly first: number;
  private readonly ceiling: Money;
  private readonly rateAt = new Map<string, Money>();

  constructor(all: readonly Series[], first: number, { ceiling }: Size) {
    this.first = first;
    this.ceiling = money(ceiling);
    this.byUser = Map.groupBy(all, ({ user }) => user);
    this.byCenter = Map.groupBy(all, ({ costCenter }) => costCenter);
    for (const one of all) this.series.set(dimensionKey(one), one);
    for (const [key, members] of this.byCenter) {
      const played = members.reduce((sum, one) => sum + this.spentIn(one), 0);
      const month = (played * DAYS_OF_MONTH) / Math.max(1, (members[0]?.sum.length ?? 1) / 24 - BEFORE);
      this.centerBudgets.set(key, ((usd(month) * CENTER_BUDGET_PERCENT) / 100n) as Money);
      const days = Math.floor(((members[0]?.sum.length ?? 1) - 1) / 24);
      this.highestDays.set(
        key,
        Array.from({ length: days }, (_, day) =>
          members.reduce((sum, { sum: by }) => sum + (by[day * 24 + 24] ?? 0) - (by[day * 24] ?? 0), 0),
        ),
      );
    }
    this.learn(all);
  }

  /** What is known when the month begins: the rates of the days before. */
  private learn(all: readonly Series[]): void {
    const before = BEFORE * 24;
    const hours: Money[] = [];
    for (const [user, members] of this.byUser) {
      let highest = 0;
      for (let hour = 0; hour < before; hour += 1) {
        const spent = members.reduce((sum, { sum: by }) => sum + (by[hour + 1] ?? 0) - (by[hour] ?? 0), 0);
        if (spent > 0 && user !== '') hours.push(usd(spent));
        highest = Math.max(highest, spent);
      }
      for (const one of members) this.rateAt.set(dimensionKey(one), user === '' ? ZERO : usd(highest));
    }
    this.rates = withHours({}, hours);
    for (const one of all) {
      if ((one.sum[before] ?? 0) === 0) continue;
      const key = dimensionKey(one);
      this.held.set(key, {
        accountId: one.accountId,
        region: one.region,
        dimension: one.dimension,
        metrics: METRICS,
        readUntil: instantOf(START),
        activeUntil: instantOf(START - HOUR_MS),
        wholeOn: dayOf(START - DAY_MS),
        unsettledFrom: '',
        highest: this.rateAt.get(key) ?? ZERO,
      });
    }
  }

  private spentIn({ sum }: Series): number {
    return (sum.at(-1) ?? 0) - (sum[BEFORE * 24] ?? 0);
  }
  /** USD from the start until a moment; within an hour evenly. */
  private until({ sum }: Series, at: number): number {
    const hours = Math.max(0, (at - this.first) / HOUR_MS);
    const hour = Math.min(Math.floor(hours), sum.length - 1);
    return (sum[hour] ?? 0) + (hours - hour) * ((sum[hour + 1] ?? sum[hour] ?? 0) - (sum[hour] ?? 0));
  }

  run(now: number, meter: ReturnType<typeof createMeter>): void {
    this.list(now, meter);
    const companyHighest = highestButOneInThousand(this.rates);
    const today = Math.floor((now - this.first) / DAY_MS);
    const gap = (scope: 'user' | 'costCenter', key: string, limit: Money | null) =>
      gapTo(usd(this.known[scope].get(key) ?? 0), limit, ofSettings(THRESHOLDS));
    const known: Known = {
      ownerOf: (one) => this.series.get(dimensionKey(one)) as Series,
      gapOfPerson: (user) => (user === '' ? null : gap('user', user, BUDGET)),
      gapOfCostCenter: (key) => gap('costCenter', key, this.centerBudgets.get(key) ?? null),
      highestDayOf: (key) => usd(Math.max(...(this.highestDays.get(key)?.slice(0, today) ?? [0]))),
    };
    const pricePerSeries = priceOf('cloudwatch', 'GetMetricData');
    const looks = planLooks({
      now,
      dimensions: [...this.held.values()],
      known,
      companyHighest,
      forOneHour: allowanceOfHour(this.ceiling, meter.charge, now),
      forIdle: allowanceOfIdle(this.ceiling),
      pricePerSeries,
    });
    this.attended.push({ at: now, attention: looks.attention });
    const name = `${looks.attention.times ?? 'all'}×`;
    this.looked.set(name, (this.looked.get(name) ?? 0) + LOOK_MS / HOUR_MS);
    this.polled += BigInt(looks.activeSeries) * pricePerSeries;
    const hours: Money[] = [];
    for (const [urgent, some] of [
      [true, looks.urgent],
      [false, looks.others],
    ] as const) {
      const count = this.read(some, now, hours);
      this.charge(meter, 'GetMetricData', Math.ceil(count / PAGE_OF_METRICS), count, urgent);
    }
    this.rates = withHours(this.rates, hours);
    this.tell(now);
  }

  private charge(
    meter: ReturnType<typeof createMeter>,
    operation: string,
    requests: number,
    units: number,
    urgent: boolean,
  ): void {
    if (units === 0) return;
    const price = (priceOf('cloudwatch', operation) * BigInt(units)) as Money;
    // A month that does not fit fails here, as it would in service.
    meter.book(price, urgent, { service: 'cloudwatch', operation }).catch((error: unknown) => {
      throw error;
    });
    meter.count('cloudwatch', operation, requests, price);
  }

  /** Lists what was active in the last three hours, of one kind, and once an hour of all. */
  private list(now: number, meter: ReturnType<typeof createMeter>): void {
    const all = now % HOUR_MS === 0;
    const listed = new Map<string, Map<string, Metrics>>();
    const pages = new Map<string, number[]>();
    const from = (now - 3 * HOUR_MS - this.first) / HOUR_MS;
    const to = (now - LISTED_AFTER - this.first) / HOUR_MS;
    for (const one of this.series.values()) {
      let bits = 0;
      for (let hour = Math.max(0, Math.floor(from)); hour <= to; hour += 1) bits |= one.kinds[hour] ?? 0;
      if (bits === 0) continue;
      const place = `${one.accountId}|${one.region}`;
      const ofPlace = listed.get(place) ?? new Map();
      listed.set(place, ofPlace);
      const kinds = KINDS.filter((_, bit) => (bits & (1 << bit)) !== 0);
      const counts = pages.get(place) ?? [0, 0, 0, 0];
      pages.set(place, counts);
      // With and without the service tier: a filter by dimension lists both.
      for (const [bit] of KINDS.entries()) if (bits & (1 << bit)) counts[bit] = (counts[bit] ?? 0) + 2;
      const isNew = !this.held.has(dimensionKey(one));
      const shown = all || isNew ? kinds : kinds.filter((kind) => kind === 'input');
      ofPlace.set(one.dimension, Object.fromEntries(shown.map((kind) => [kind, METRICS[kind]])));
    }
    for (const [place, dimensions] of listed) {
      const [accountId = '', region = ''] = place.split('|');
      const isNew = [...dimensions.keys()].some(
        (dimension) => !this.held.has(dimensionKey({ accountId, region, dimension })),
      );
      const [input = 0, ...others] = (pages.get(place) ?? []).map((count) =>
        Math.max(1, Math.ceil(count / PAGE_OF_METRICS)),
      );
      // Two more spellings of the cache metrics are asked for, and give an empty page.
      const rest = others.reduce((sum, count) => sum + count, 2);
      const count = (all ? 0 : input) + (all || isNew ? input + rest : 0);
      this.charge(meter, 'ListMetrics', count, count, true);
      for (const one of afterListing(this.held, { accountId, region }, dimensions, now))
        this.held.set(dimensionKey(one), one);
    }
  }

  /** How many series were asked for. */
  private read(dimensions: readonly WatchedDimension[], now: number, hours: Money[]): number {
    let asked = 0;
    const sums = new Map<string, Map<number, number>>();
    for (const one of dimensions) {
      const key = dimensionKey(one);
      const series = this.series.get(key) as Series;
      const start = readFrom(one, now, BEFORE);
      const found: { kind: TokenKind; metric: string; hour: string }[] = [];
      const ofUnit = sums.get(series.user || key) ?? new Map<number, number>();
      sums.set(series.user || key, ofUnit);
      const published = now - PUBLISHED;
      for (
        let hour = Math.max(0, (start - this.first) / HOUR_MS);
        this.first + hour * HOUR_MS < published;
        hour += 1
      ) {
        const bits = series.kinds[hour] ?? 0;
        if (bits === 0) continue;
        const at = this.first + hour * HOUR_MS;
        for (const [bit, kind] of KINDS.entries())
          if (bits & (1 << bit)) found.push({ kind, metric: METRICS[kind][0], hour: instantOf(at) });
        const spent = this.until(series, Math.min(at + HOUR_MS, published)) - this.until(series, at);
        ofUnit.set(hour, (ofUnit.get(hour) ?? 0) + spent);
      }
      const inputs = found.filter(({ kind }) => kind === TELLS).map(({ hour }) => hour);
      asked += (hasMoved(one, inputs) ? Object.keys(one.metrics) : kindsAskedFirst(one, now)).length;
      const after = afterReading(one, start, found, now);
      this.held.set(key, after);
      this.note(series, published);
    }
    for (const one of dimensions) {
      const key = dimensionKey(one);
      const series = this.series.get(key) as Series;
      const ofUnit = sums.get(series.user || key);
      const highest = usd(Math.max(0, ...(ofUnit?.values() ?? [])));
      const held = this.held.get(key) as WatchedDimension;
      if (highest > held.highest) this.held.set(key, { ...held, highest });
    }
    for (const [unit, ofUnit] of sums)
      if (this.byUser.has(unit) && unit !== '')
        for (const [hour, spent] of ofUnit) {
          // Whole hours that were not read before are new to the company's rates.
          if (this.first + (hour + 1) * HOUR_MS > now || hour < (this.counted.get(unit) ?? 0)) continue;
          this.counted.set(unit, hour + 1);
          if (spent > 0) hours.push(usd(spent));
        }
    return asked;
  }
  private readonly counted = new Map<string, number>();

  private readonly seen = new Map<Series, number>();
  /** What is known of the month, of whoever it counts for. */
  private note(series: Series, until: number): void {
    const before = this.seen.get(series) ?? this.until(series, START);
    const now = this.until(series, until);
    this.seen.set(series, now);
    for (const [scope, key] of [
      ['user', series.user],
      ['costCenter', series.costCenter],
    ] as const)
      this.known[scope].set(key, (this.known[scope].get(key) ?? 0) + now - before);
  }

  private tell(now: number): void {
    for (const scope of ['user', 'costCenter'] as const)
      for (const [key, spent] of this.known[scope]) {
        if (key === '') continue;
        const limit = scope === 'user' ? BUDGET : (this.centerBudgets.get(key) ?? ZERO);
        for (const percent of THRESHOLDS) {
          const name = `${scope}|${key}|${percent}`;
          if (this.told.has(name) || usd(spent) * 100n < limit * BigInt(percent)) continue;
          this.told.set(name, now);
        }
      }
  }

  attentions(): string {
    return [...this.looked].map(([name, hours]) => `${name} ${hours.toFixed(0)} h`).join(', ');
  }

  /** Every crossing of the month but those of its last day, with what was promised of it. */
  crossings(runaways: readonly Runaway[], end: number): Crossing[] {
    const found: Crossing[] = [];
    const wild = new Map(runaways.map((one) => [one.email, one]));
    for (const [scope, groups] of [
      ['user', this.byUser],
      ['costCenter', this.byCenter],
    ] as const)
      for (const [key, members] of groups) {
        if (key === '') continue;
        const limit = scope === 'user' ? BUDGET : (this.centerBudgets.get(key) ?? ZERO);
        for (const percent of THRESHOLDS) {
          const at = this.crossedAt(members, (Number(limit) / 1e10) * (percent / 100));
          if (at === null || at > end - DAY_MS) continue;
          const told = this.told.get(`${scope}|${key}|${percent}`);
          const runaway = scope === 'user' ? wild.get(key) : undefined;
          const mad = runaway && at >= runaway.from && at <= runaway.from + runaway.hours * HOUR_MS;
          found.push({
            who: key,
            what: mad ? `$${runaway.usdPerHour}/h` : '',
            percent,
            late: told === undefined ? null : (told - at) / 60_000,
            promised: scope === 'user' ? this.promised(members, at) : CENTER_MS / 60_000,
          });
        }
      }
    return found;
  }

  private crossedAt(members: readonly Series[], amount: number): number | null {
    const spent = (at: number) =>
      members.reduce((sum, one) => sum + this.until(one, at) - this.until(one, START), 0);
    const hours = (members[0]?.sum.length ?? 1) - 1;
    for (let hour = BEFORE * 24; hour < hours; hour += 1) {
      const at = this.first + hour * HOUR_MS;
      const [a, b] = [spent(at), spent(at + HOUR_MS)];
      if (b >= amount) return at + (b > a ? ((amount - a) / (b - a)) * HOUR_MS : 0);
    }
    return null;
  }

  /** By how fast somebody went in the day until the crossing, against what was known of them a day before. */
  private promised(members: readonly Series[], at: number): number {
    const hour = Math.floor((at - this.first) / HOUR_MS);
    const spentIn = (one: number) =>
      members.reduce((sum, { sum: by }) => sum + (by[one + 1] ?? 0) - (by[one] ?? 0), 0);
    let [highest, fastest] = [0, 0];
    for (let one = 0; one < hour - 24; one += 1) highest = Math.max(highest, spentIn(one));
    for (let one = Math.max(0, hour - 24); one <= hour; one += 1) fastest = Math.max(fastest, spentIn(one));
    const rate = Number(rateOfPerson(usd(highest), highestButOneInThousand(this.rates))) / 1e10;
    // The least attention of the day until then: a pause may have begun under it.
    const [{ times, longestMs } = LEAST_ATTENTION] = this.attended
      .filter((one) => one.at >= at - DAY_MS && one.at <= at)
      .map(({ attention }) => attention)
      .sort((a, b) => b.longestMs - a.longestMs);
    if (fastest <= rate) return WITHIN_MS / 60_000;
    if (times === null || fastest <= times * rate) return BEYOND_MS / 60_000;
    return (longestMs + WITHIN_MS) / 60_000;
  }
}

/** Which pages of the bill each reading of the schedule costs; a day's views once it has arrived, and once restated. */
function billPages(
  world: ReturnType<typeof runawayWorld>['world'],
  days: number,
): (now: number) => [operation: string, pages: number][] {
  const groups = new Map<string, Record<'line' | 'profile' | 'owner' | 'principal', number>>();
  for (let day = -5; day < days; day += 1) {
    const name = dayOf(START + day * DAY_MS);
    const sets = {
      line: new Set<string>(),
      profile: new Set<string>(),
      owner: new Set<string>(),
      principal: new Set<string>(),
    };
    for (const { service, usageType, tags, recordType } of world.bill(name)) {
      if (recordType !== 'Usage') continue;
      sets.line.add(`${service}|${usageType}`);
      sets.profile.add(`${tags.InferenceProfile ?? ''}|${usageType}`);
      sets.owner.add(`${tags.UserEmail ?? ''}|${tags.CostCenter ?? ''}`);
      sets.principal.add(`${tags['iamPrincipal/UserEmail'] ?? ''}|${service}`);
    }
    groups.set(name, {
      line: sets.line.size,
      profile: sets.profile.size,
      owner: sets.owner.size,
      principal: sets.principal.size,
    });
  }
  const pages = (what: 'line' | 'profile' | 'owner' | 'principal', from: number, to: number) => {
    let sum = 0;
    for (let day = from; day <= to; day += 1) sum += groups.get(dayOf(START + day * DAY_MS))?.[what] ?? 1;
    return Math.max(1, Math.ceil(sum / PAGE_OF_GROUPS));
  };
  return (now) => {
    const day = Math.floor((now - START) / DAY_MS);
    const minute = (now - START) % DAY_MS;
    const first = minute === 3 * HOUR_MS + 20 * 60_000;
    const later = [11, 19].some((hour) => minute === hour * HOUR_MS + 20 * 60_000);
    if (!first && !later) return [];
    const views = ['profile', 'owner', 'principal'] as const;
    const arrived = first ? views.reduce((sum, view) => sum + pages(view, day - 2, day - 2), 0) : 0;
    const restated =
      minute === 19 * HOUR_MS + 20 * 60_000
        ? views.reduce((sum, view) => sum + pages(view, day - 4, day - 4), 0)
        : 0;
    // Once a day: which services there are, the months before, the other records, and the whole of the open month.
    const daily = first ? 2 : 0;
    const lines = first ? pages('line', 0, day) : pages('line', day - 5, day);
    const found: [string, number][] = [['GetCostAndUsage', lines + daily + arrived + restated]];
    if (first) found.push(['GetDimensionValues', 1]);
    return found;
  };
}
