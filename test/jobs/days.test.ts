import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Aws } from '../../src/aws/types.ts';
import { readConfig } from '../../src/config.ts';
import type { BillEntry, BillPart } from '../../src/core/billEntries.ts';
import { money } from '../../src/core/money.ts';
import { addDays, DAY_MS, dayOf, HOUR_MS, instantOf, startOf } from '../../src/core/periods.ts';
import type { Settings } from '../../src/core/settings.ts';
import type { CatalogueEntry, Profile, Rate } from '../../src/core/types.ts';
import { spendJob } from '../../src/jobs/spend.ts';
import { openStore } from '../../src/store/open.ts';
import type { Store } from '../../src/store/types.ts';
import type { Lease } from '../../src/store/typesLease.ts';
import {
  BEDROCK,
  CATALOGUE,
  DAY,
  model,
  NOVA,
  otherLine,
  ownerClaim,
  principalClaim,
  profile,
  profileClaim,
  rate,
  SONNET,
  SONNET_SERVICE,
  systemProfile,
  usageLine,
} from '../core/world.ts';
import { leaseOf } from '../store/setup.ts';
import { expectAsComputedAnew } from './anew.ts';
import { SILENT } from './setup.ts';

/** Which days a small ledger is known to have to read again, whatever happens to it. */

interface Ledger {
  store: Store;
  lease: Lease;
  settings: Settings;
  now: number;
  /** What a listing would tell now, by profile. */
  tells: readonly Told[];
}
/** One thing that happens between two syncs, or a sync. */
type Event = (ledger: Ledger) => Promise<unknown>;

const PLACE = { accountId: '111122223333', region: 'us-east-1' };
const TAG_KEYS = { user: 'UserEmail', costCenter: 'CostCenter', profile: 'InferenceProfile' };
const USERS = ['ann@example.com', 'eve@example.com'];
const TAGS = ['p0', 'shared', 'stray'];
const INPUT = 'USE1-MP:USE1_InputTokenCount-Units';
/** Models that nobody lists at first. */
const ACME = 'acme.one-v1:0';
const OTHER = 'acme.two-v1:0';
/** Profiles of the system with a geography that nobody knows. */
const [ZZ, NEW_ZZ] = [OTHER, 'fresh.three'].map((id) =>
  systemProfile(`zz.${id}`, 'us-east-1', [`arn:aws:bedrock:us-east-1::foundation-model/${id}`]),
) as [CatalogueEntry, CatalogueEntry];
const day = fc.integer({ min: -3, max: 1 }).map((days) => addDays(DAY, days));
const MILLION = 1_000_000n;

/** Profiles that can be listed: two from the beginning of time, two that were created on days of which there is a bill. */
const PROFILES: readonly Profile[] = [
  profile('p0'),
  profile('p1', { modelKey: NOVA, route: null }),
  profile('p2', { createdAt: `${addDays(DAY, -2)}T10:00:00.000Z` }),
  profile('p3', { createdAt: `${addDays(DAY, -1)}T10:00:00.000Z`, modelKey: ACME, route: 'inRegion' }),
];
const SERIES = [
  ...PROFILES.map(({ shortId, createdAt }) => ({ dimension: shortId, since: dayOf(createdAt) })),
  ...[`us.${SONNET}`, `zz.${SONNET}`, `zz.${OTHER}`, OTHER, 'xyz'].map((dimension) => ({
    dimension,
    since: '',
  })),
];

const usage: fc.Arbitrary<Event> = fc
  .record({
    series: fc.constantFrom(...SERIES),
    day,
    hour: fc.constantFrom(0, 1, 23),
    tokens: fc.constantFrom(0n, MILLION, 2n * MILLION),
    kind: fc.constantFrom('input', 'cacheWrite'),
  })
  .map(({ series: { dimension, since }, day, hour, tokens, kind }) => async ({ store, lease }) => {
    const start = startOf(day) + hour * HOUR_MS;
    const one = { ...PLACE, dimension, kind, hour: instantOf(start), tokens } as const;
    // Nobody calls a profile before it was created.
    if (day < since) return;
    const held = tokens === 0n ? [] : [one];
    await store.usage.replaceHours(
      lease,
      PLACE,
      [one],
      one.hour,
      instantOf(start + HOUR_MS),
      held as (typeof one)[],
    );
  }) as fc.Arbitrary<Event>;

const POOL: Readonly<Record<BillPart, readonly ((amount: string) => BillEntry)[]>> = {
  usage: [
    (amount) => usageLine(SONNET_SERVICE, INPUT, amount, { tokens: MILLION }),
    (amount) => usageLine(BEDROCK, 'USE1-NovaMicro-input-tokens', amount, { tokens: MILLION, perUnit: 1000 }),
    (amount) => usageLine('Acme One (Amazon Bedrock Edition)', INPUT, amount, { tokens: MILLION }),
    (amount) => usageLine('Acme Two (Amazon Bedrock Edition)', INPUT, amount, { tokens: MILLION }),
  ],
  others: [(amount) => otherLine('Credit', SONNET_SERVICE, `-${amount}`)],
  profile: TAGS.map((tag) => (amount: string) => profileClaim(tag, INPUT, amount, { tokens: MILLION })),
  owner: USERS.map((user) => (amount: string) => ownerClaim(user, 'CC-7', amount)),
  principal: USERS.map((user) => (amount: string) => principalClaim(user, SONNET_SERVICE, amount)),
};
const bill: fc.Arbitrary<Event> = fc
  .record({
    day,
    part: fc.constantFrom(...(Object.keys(POOL) as BillPart[])),
    which: fc.nat(15),
    amount: fc.constantFrom('1', '3'),
    provisional: fc.boolean(),
  })
  .map(({ day, part, which, amount, provisional }) => ({ store, lease, now }) => {
    const entries = POOL[part]
      .filter((_, index) => (which >> index) & 1)
      .map((make) => ({ ...make(amount), day, provisional }));
    return store.charges.replaceDay(lease, day, part, [''], entries, instantOf(now));
  });

/** All of it on every day, so that whatever changes finds days that it concerns. */
const billed: Event = async ({ store, lease, now }) => {
  for (let days = -3; days <= 0; days += 1)
    for (const [part, makes] of Object.entries(POOL) as [BillPart, (typeof POOL)[BillPart]][]) {
      const day = addDays(DAY, days);
      const entries = makes.map((make) => ({ ...make('2'), day }));
      await store.charges.replaceDay(lease, day, part, [''], entries, instantOf(now));
    }
};

type Tags = Readonly<Record<string, string>>;
const tags: fc.Arbitrary<Tags> = fc.record(
  {
    UserEmail: fc.constantFrom(...USERS),
    CostCenter: fc.constantFrom('CC-1', 'CC-2'),
    InferenceProfile: fc.constantFrom(...TAGS),
    Owner: fc.constantFrom(...USERS),
  },
  { requiredKeys: ['UserEmail'], noNullPrototype: true },
) as fc.Arbitrary<Tags>;
/** What a listing tells of a profile beside what it always is. */
interface Told {
  listed: boolean;
  tags: Tags;
  route: Profile['route'];
  modelKey: string;
}
const told = (one: Profile): fc.Arbitrary<Told> =>
  fc.record({
    listed: fc.boolean(),
    tags,
    route: fc.constant(one.route),
    modelKey: fc.constant(one.modelKey),
  });
const list = ({ store, lease, now, tells }: Ledger) => {
  const listed = PROFILES.map((one, index) => ({ one, ...tells[index] })).filter((tell) => tell.listed);
  return store.profiles.replacePlace(
    lease,
    PLACE,
    listed.map(({ one, route = null, modelKey = '' }) => {
      const { history: _, firstSeenAt: __, lastSeenAt: ___, goneAt: ____, ...rest } = one;
      return { ...rest, route, modelKey };
    }),
    new Map(listed.map(({ one, tags = {} }) => [one.arn, tags])),
    instantOf(now),
  );
};
/** One profile is told otherwise than before; most often its tags are others. */
const listing: fc.Arbitrary<Event> = fc
  .record({
    index: fc.nat(PROFILES.length - 1),
    change: fc.oneof(
      { weight: 5, arbitrary: fc.record({ tags, listed: fc.constant(true) }) },
      fc.record({ route: fc.constantFrom('geo' as const, 'global' as const) }),
      fc.record({ modelKey: fc.constantFrom(OTHER, NOVA) }),
      fc.record({ listed: fc.boolean() }),
    ),
  })
  .map(({ index, change }) => async (ledger) => {
    ledger.tells = ledger.tells.map((tell, at) => (at === index ? { ...tell, ...change } : tell));
    await list(ledger);
  });
const made =
  (name: string, tags: Tags): Event =>
  ({ store, now }) => {
    const at = instantOf(now);
    const seen = { createdAt: at, firstSeenAt: at, lastSeenAt: at };
    const one = profile(name, { ...seen, history: [{ from: at, tags }] });
    return store.profiles.addCreated(one, { id: 'local:test' }, at);
  };
const created: fc.Arbitrary<Event> = fc
  .record({ tags, name: fc.constantFrom('p8', 'p9') })
  .map(({ tags, name }) => made(name, tags));

const price = fc.record({
  modelKey: fc.constantFrom(SONNET, NOVA, OTHER),
  perMillion: fc.constantFrom('2', '5'),
  kind: fc.constantFrom('input', 'cacheWrite'),
  from: fc.constantFrom(-66, -64, -3, -2, -1, 0),
  lasts: fc.integer({ min: 1, max: 6 }),
  route: fc.constantFrom('regional', 'global'),
});
const rates: fc.Arbitrary<Event> = fc
  .record({
    prices: fc.uniqueArray(price, {
      maxLength: 3,
      selector: ({ modelKey, kind, route }) => `${modelKey} ${kind} ${route}`,
    }),
    source: fc.constantFrom('list', 'learned', 'override', 'removed'),
    open: fc.boolean(),
  })
  .map(({ prices, source, open }) => async ({ store, lease, now }) => {
    const [actor, at] = [{ id: 'local:test' }, instantOf(now)];
    const all = prices.map(({ modelKey, perMillion, kind, from, lasts, route }): Rate => {
      const validFrom = addDays(DAY, from);
      const validTo = open && source !== 'learned' ? null : addDays(validFrom, lasts);
      const more = { route, validFrom, validTo } as const;
      return rate(modelKey, kind as 'input', perMillion, more);
    });
    const held = (await store.rates.all()).filter((one) => one.source === 'override');
    if (source === 'removed') await store.rates.removeOverrides(held, actor, at);
    else if (source === 'override') await store.rates.setOverrides(all, actor, at);
    else
      await store.rates.replace(
        lease,
        source,
        all.map((one) => ({ ...one, source })),
      );
  }) as fc.Arbitrary<Event>;

const catalogue: fc.Arbitrary<Event> = fc
  .record({ which: fc.nat(31), name: fc.constantFrom('Acme One', 'Acme Two', 'Else') })
  .map(
    ({ which, name }) =>
      ({ store, lease }) =>
        store.profiles.replaceCatalogue(
          lease,
          PLACE.region,
          [...CATALOGUE, model(ACME, name), model(OTHER, 'Acme Two'), ZZ].filter((_, i) => (which >> i) & 1),
        ),
  );
const time: fc.Arbitrary<Event> = fc.integer({ min: 0, max: 40 }).map((hours) => async (ledger) => {
  ledger.now += hours * HOUR_MS;
});
const settings: fc.Arbitrary<Event> = fc.constantFrom('UserEmail', 'Owner').map((user) => async (ledger) => {
  ledger.settings = { ...ledger.settings, tagKeys: { ...TAG_KEYS, user } };
});
const sync: fc.Arbitrary<Event> = fc.constant((ledger) => decided(ledger));
/** A sync during which something else happens, before the job reads or writes for the so-manieth time. */
const syncMeanwhile: fc.Arbitrary<Event> = fc
  .record({ meanwhile: fc.oneof(usage, bill, listing, created, rates, catalogue), after: fc.nat(12) })
  .map(({ meanwhile, after }) => (ledger) => {
    let left = after;
    const happens = async () => {
      left -= 1;
      if (left === -1) await meanwhile(ledger);
    };
    return decided(ledger, happens);
  });

/** Calls `first` before each function of the ledger. */
const interrupted = (store: Store, first: () => Promise<void>): Store =>
  new Proxy(store, {
    get: (target, noun: keyof Store) =>
      typeof target[noun] === 'function'
        ? async (...args: never[]) => {
            await first();
            return (target[noun] as (...all: never[]) => unknown)(...args);
          }
        : interrupted(target[noun] as unknown as Store, first),
  });

/** Lets the job decide; answers how many days there are, and how many of them it read. */
async function decided(ledger: Ledger, meanwhile = async () => {}): Promise<{ days: number; read: number }> {
  let read = 0;
  const { store, lease, settings, now } = ledger;
  const result = await spendJob.run({
    store: interrupted(store, meanwhile),
    lease,
    settings,
    // It asks AWS for nothing: there is none.
    aws: {} as Aws,
    clock: { now: () => now },
    progress: {
      ...SILENT,
      start: (_, total) => {
        read = total;
      },
    },
    notifiers: [],
  });
  expect(result.errors).toEqual([]);
  const days = (await store.spend.days()).filter(({ day }) => day <= dayOf(now));
  return { days: days.length, read };
}

const event = fc.oneof(
  { weight: 3, arbitrary: usage },
  { weight: 3, arbitrary: bill },
  { weight: 3, arbitrary: listing },
  created,
  { weight: 2, arbitrary: rates },
  { weight: 2, arbitrary: catalogue },
  time,
  settings,
  { weight: 2, arbitrary: sync },
  { weight: 2, arbitrary: syncMeanwhile },
);

/** A ledger with the whole bill on every day, of which nothing was computed yet. */
async function opened(attribution: Settings['attribution'], tells: readonly Told[]): Promise<Ledger> {
  const now = startOf(DAY) + DAY_MS / 2;
  const store = await openStore(':memory:', { now, attribution });
  const settings = { ...readConfig({}), simulated: true, attribution, tagKeys: TAG_KEYS };
  const ledger = { store, lease: await leaseOf(store), settings, now, tells };
  await store.profiles.replaceCatalogue(ledger.lease, PLACE.region, CATALOGUE);
  await store.rates.replace(ledger.lease, 'list', [rate(SONNET, 'input', '3')]);
  await billed(ledger);
  await list(ledger);
  return ledger;
}

it('whatever happens, days that are read again are all that would be computed otherwise', async () => {
  const counted = { days: 0, read: 0 };
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom('profileTags' as const, 'iamPrincipal' as const),
      fc.tuple(...PROFILES.map(told)),
      fc.tuple(usage, usage, usage, usage, bill),
      fc.array(event, { minLength: 1, maxLength: 12 }),
      async (attribution, tells, first, events) => {
        const ledger = await opened(attribution, tells);
        try {
          for (const happen of first) await happen(ledger);
          await decided(ledger);
          for (const happen of events) {
            ledger.now += 1;
            await happen(ledger);
          }
          const { days, read } = await decided(ledger);
          counted.days += days;
          counted.read += read;
          await expectAsComputedAnew(ledger.store, ledger.settings, ledger.now);
        } finally {
          ledger.store.close();
        }
      },
    ),
    { numRuns: 30 },
  );
  // Otherwise nothing was found out but that all days can be computed.
  expect(counted.read).toBeLessThan((3 * counted.days) / 4);
});

describe('what moves days on', () => {
  const LATER = 60_000;
  const ALL = [-3, -2, -1, 0];
  const OWN = { UserEmail: 'ann@example.com', CostCenter: 'CC-1', InferenceProfile: 'p0' };
  const TELLS = PROFILES.map(
    ({ route, modelKey }, index): Told => ({ listed: index < 1, tags: OWN, route, modelKey }),
  );
  const tell =
    (index: number, change: Partial<Told>): Event =>
    (ledger) => {
      ledger.tells = ledger.tells.map((one, at) => (at === index ? { ...one, ...change } : one));
      return list(ledger);
    };
  const used =
    (days: number, tokens = MILLION, dimension = 'p0'): Event =>
    ({ store, lease }) => {
      const hour = instantOf(startOf(addDays(DAY, days)) + HOUR_MS);
      const one = { ...PLACE, dimension, kind: 'input' as const, hour, tokens };
      return store.usage.replaceHours(lease, PLACE, [one], hour, `${hour.slice(0, 13)}:59`, [one]);
    };
  const priced =
    (...prices: Rate[]): Event =>
    ({ store, lease }) =>
      store.rates.replace(lease, prices[0]?.source === 'learned' ? 'learned' : 'list', prices);
  const listed = rate(SONNET, 'input', '3');
  const learned = (from: number, to: number, perMillion = '3') =>
    rate(SONNET, 'input', perMillion, {
      source: 'learned',
      validFrom: addDays(DAY, from),
      validTo: addDays(DAY, to),
    });
  const named =
    (...entries: CatalogueEntry[]): Event =>
    ({ store, lease }) =>
      store.profiles.replaceCatalogue(lease, PLACE.region, entries);
  const nobody = { ...OWN, InferenceProfile: 'nobody' };
  const bySonnet =
    (perMillion: string): Event =>
    async ({ store, now }) => {
      const { source: _, ...price } = rate(SONNET, 'input', perMillion, {
        validFrom: addDays(DAY, -2),
        validTo: addDays(DAY, -1),
      });
      await store.rates.setOverrides([price], { id: 'local:test' }, instantOf(now));
    };

  type Case = [what: string, days: readonly number[], change: Event, before?: Event];
  const CASES: readonly Case[] = [
    ['tokens that are as they were', [], used(-1)],
    ['tokens that came late', [-1], used(-1, 2n * MILLION)],
    ['the same bill', [], billed],
    [
      'a bill with a line less',
      [-2],
      ({ store, lease, now }) =>
        store.charges.replaceDay(lease, addDays(DAY, -2), 'others', [''], [], instantOf(now)),
    ],
    ['the same listing, later', [], list],
    ['a profile that is gone', [], tell(0, { listed: false })],
    ['another cost center', [0], tell(0, { tags: { ...OWN, CostCenter: 'CC-2' } })],
    ['a tag that stands on the bill', ALL, tell(0, { tags: { ...OWN, InferenceProfile: 'stray' } })],
    ['another route', ALL, tell(0, { route: 'global' })],
    ['a profile that was created', [-2, -1, 0], tell(2, { listed: true, tags: nobody })],
    [
      'one whose tag stands on the bill',
      ALL,
      tell(2, { listed: true, tags: { ...OWN, InferenceProfile: 'shared' } }),
    ],
    ['one of a model that nobody lists, on the bill', ALL, tell(3, { listed: true, tags: nobody })],
    [
      'a model that no profile names any more',
      ALL,
      tell(3, { modelKey: NOVA }),
      tell(3, { listed: true, tags: nobody }),
    ],
    ['a profile made here', [0], made('p8', nobody)],
    ['one made here whose tag stands on the bill', ALL, made('p8', { ...OWN, InferenceProfile: 'shared' })],
    ['the same rates', [], priced(listed)],
    ['another list price', ALL, priced({ ...listed, perMillion: money('4') })],
    ['a price of a model that nobody used', [], priced(listed, rate(NOVA, 'input', '1'))],
    [
      'a price of one that was used since',
      [-1],
      priced(listed, rate(OTHER, 'input', '1')),
      used(-1, MILLION, OTHER),
    ],
    ['a rate that the operator set', [-2], bySonnet('9')],
    ['a learned rate one day longer', [], priced(learned(-9, 2)), priced(learned(-9, 1))],
    ['a learned rate that lasts no longer', [-2, -1], priced(learned(-64, -62)), priced(learned(-64, -64))],
    ['a model that nobody was billed for', [], named(...CATALOGUE, model('new.model-v1:0', 'New Model'))],
    ['a model that is called as on the bill', ALL, named(...CATALOGUE, model(ACME, 'Acme One'))],
    ['a geography that is listed', [-1], named(...CATALOGUE, NEW_ZZ), used(-1, MILLION, NEW_ZZ.id)],
    ['a model that left', ALL, named(...CATALOGUE.slice(0, 1))],
  ];

  async function moved([, , change, before]: Case, attribution: Settings['attribution'] = 'profileTags') {
    const ledger = await opened(attribution, TELLS);
    onTestFinished(() => ledger.store.close());
    for (const days of ALL) await used(days)(ledger);
    await decided(ledger);
    if (before) await before(ledger);
    const versions = new Map((await ledger.store.spend.days()).map(({ day, version }) => [day, version]));
    ledger.now += LATER;
    await change(ledger);
    const days = await ledger.store.spend.days();
    const { read } = await decided(ledger);
    await expectAsComputedAnew(ledger.store, ledger.settings, ledger.now);
    const found = days.filter(({ day, version }) => versions.get(day) !== version).map(({ day }) => day);
    if (before === undefined) expect(read).toBe(found.length);
    return found;
  }

  it.each(CASES)('%s', async (...one) => {
    expect(await moved(one as Case)).toEqual(one[1].map((days) => addDays(DAY, days)));
  });

  it.each<[string, number, (ledger: Ledger) => Ledger]>([
    ['age', 3, (ledger) => ({ ...ledger, now: ledger.now + 1.5 * DAY_MS })],
    ['no age that matters', 0, (ledger) => ({ ...ledger, now: ledger.now + HOUR_MS })],
    [
      'another tag key',
      ALL.length,
      (ledger) => ({
        ...ledger,
        settings: { ...ledger.settings, tagKeys: { ...TAG_KEYS, user: 'CostCenter' } },
      }),
    ],
  ])('%s, though no version moves', async (_, days, change) => {
    const before = await opened('profileTags', TELLS);
    onTestFinished(() => before.store.close());
    for (const days of ALL) await used(days)(before);
    await decided(before);
    const ledger = change(before);
    expect((await decided(ledger)).read).toBe(days);
    await expectAsComputedAnew(ledger.store, ledger.settings, ledger.now);
  });

  it('another cost center of a user who is known by their calls', async () => {
    const change = tell(0, { tags: { ...OWN, CostCenter: 'CC-2' } });
    expect(await moved(['', ALL, change], 'iamPrincipal')).toHaveLength(ALL.length);
  });
});
