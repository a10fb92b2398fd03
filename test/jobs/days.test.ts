import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Aws } from '../../src/aws/types.ts';
import { readConfig } from '../../src/config.ts';
import type { BillEntry, BillPart } from '../../src/core/billEntries.ts';
import { addDays, DAY_MS, dayOf, HOUR_MS, instantOf, startOf } from '../../src/core/periods.ts';
import type { Settings } from '../../src/core/settings.ts';
import type { Profile, Rate } from '../../src/core/types.ts';
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
  ...[`us.${SONNET}`, OTHER, 'xyz'].map((dimension) => ({ dimension, since: '' })),
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

const tags = fc.record(
  {
    UserEmail: fc.constantFrom(...USERS),
    CostCenter: fc.constantFrom('CC-1', 'CC-2'),
    InferenceProfile: fc.constantFrom(...TAGS),
    Owner: fc.constantFrom(...USERS),
  },
  { requiredKeys: ['UserEmail'], noNullPrototype: true },
);
const told = fc.record({
  listed: fc.boolean(),
  tags,
  route: fc.constantFrom('geo', 'global', null),
  modelKey: fc.constantFrom(null, OTHER),
});
const listing: fc.Arbitrary<Event> = fc
  .array(told, { minLength: PROFILES.length, maxLength: PROFILES.length })
  .map((tells) => ({ store, lease, now }) => {
    const listed = PROFILES.map((one, index) => ({ one, ...tells[index] })).filter((tell) => tell.listed);
    return store.profiles.replacePlace(
      lease,
      PLACE,
      listed.map(({ one, route, modelKey }) => {
        const { history: _, firstSeenAt: __, lastSeenAt: ___, goneAt: ____, ...rest } = one;
        return { ...rest, route: route ?? null, modelKey: modelKey ?? one.modelKey };
      }),
      new Map(listed.map(({ one, tags = {} }) => [one.arn, tags as Record<string, string>])),
      instantOf(now),
    );
  });
const created: fc.Arbitrary<Event> = fc
  .record({ tags, name: fc.constantFrom('p8', 'p9') })
  .map(({ tags, name }) => ({ store, now }) => {
    const at = instantOf(now);
    const seen = { createdAt: at, firstSeenAt: at, lastSeenAt: at };
    const made = profile(name, { ...seen, history: [{ from: at, tags: tags as Record<string, string> }] });
    return store.profiles.addCreated(made, { id: 'local:test' }, at);
  });

const price = fc.record({
  modelKey: fc.constantFrom(SONNET, NOVA, ACME, OTHER),
  perMillion: fc.constantFrom('2', '5'),
  kind: fc.constantFrom('input', 'cacheWrite'),
  from: fc.integer({ min: -70, max: 1 }),
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
  .record({ which: fc.nat(15), name: fc.constantFrom('Acme One', 'Acme Two', 'Else') })
  .map(
    ({ which, name }) =>
      ({ store, lease }) =>
        store.profiles.replaceCatalogue(
          lease,
          PLACE.region,
          [...CATALOGUE, model(ACME, name), model(OTHER, 'Acme Two')].filter((_, i) => (which >> i) & 1),
        ),
  );
const time: fc.Arbitrary<Event> = fc.integer({ min: 0, max: 40 }).map((hours) => async (ledger) => {
  ledger.now += hours * HOUR_MS;
});
const settings: fc.Arbitrary<Event> = fc.constantFrom('UserEmail', 'Owner').map((user) => async (ledger) => {
  ledger.settings = { ...ledger.settings, tagKeys: { ...TAG_KEYS, user } };
});
const counted = { days: 0, read: 0 };
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

/** Lets the job decide; answers how many days it computed. */
async function decided(ledger: Ledger, meanwhile = async () => {}): Promise<number> {
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
        counted.read += total;
      },
    },
    notifiers: [],
  });
  counted.days += (await store.spend.days()).filter(({ day }) => day <= dayOf(now)).length;
  expect(result.errors).toEqual([]);
  return result.rows;
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

it('whatever happens, days that are read again are all that would be computed otherwise', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom('profileTags', 'iamPrincipal'),
      fc.tuple(listing, usage, usage, usage, usage, bill),
      fc.array(event, { minLength: 1, maxLength: 12 }),
      async (attribution, first, events) => {
        const now = startOf(DAY) + DAY_MS / 2;
        const store = await openStore(':memory:', { now, attribution });
        const settings = { ...readConfig({}), simulated: true, attribution, tagKeys: TAG_KEYS };
        const ledger: Ledger = { store, lease: await leaseOf(store), settings, now };
        try {
          await store.profiles.replaceCatalogue(ledger.lease, PLACE.region, CATALOGUE);
          await store.rates.replace(ledger.lease, 'list', [rate(SONNET, 'input', '3')]);
          for (const happen of [billed, ...first]) await happen(ledger);
          const { read, days } = counted;
          await decided(ledger);
          // There all days are read, of course.
          Object.assign(counted, { read, days });
          for (const happen of events) {
            ledger.now += 1;
            await happen(ledger);
          }
          await decided(ledger);
          await expectAsComputedAnew(store, ledger.settings, ledger.now);
        } finally {
          store.close();
        }
      },
    ),
    { numRuns: 60 },
  );
  // Otherwise nothing was found out but that all days can be computed.
  expect(counted.read).toBeLessThan((2 * counted.days) / 3);
});
