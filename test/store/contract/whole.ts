import { describe, expect, it } from 'vitest';
import type { Delivery } from '../../../src/core/alerts.ts';
import type { Money, Profile, UsageHour } from '../../../src/core/types.ts';
import type { Store } from '../../../src/store/types.ts';
import type { Lease } from '../../../src/store/typesLease.ts';
import { ofMonth } from '../../alertOf.ts';
import { ANNA, leaseOf, listedProfile, NOW, PLACE, spendRow, usageLine, usd } from '../setup.ts';
import type { Engine } from './engine.ts';

/** Each function is all or nothing: what it wrote before a row that cannot be is not kept. */

const HOUR: UsageHour = {
  ...PLACE,
  dimension: 'p',
  kind: 'input',
  hour: '2026-11-01T00:00:00.000Z',
  tokens: 1n,
};
const RATE = {
  modelKey: 'm',
  kind: 'input',
  route: 'regional',
  tier: 'standard',
  cacheTtl: null,
  longContext: false,
  region: null,
  validFrom: '2026-01-01',
  validTo: null,
  perMillion: usd(5n),
} as const;
const none = null as never;
const CROSSING = ofMonth({
  budgetId: 'b',
  scopeKind: 'user' as const,
  scopeKey: 'ann@example.com',
  version: 1,
  month: '2026-11',
  thresholdPercent: 80,
  spent: usd(1n),
  budget: usd(1n),
  cautious: usd(0n),
  unpricedTokens: 0n,
  label: 'final' as const,
  staleSince: null,
  crossedAt: NOW,
  send: [{ channel: 'email' as Delivery['channel'], target: 'ann@example.com' }],
});
const PERSON = { name: null, costCenter: null, manager: null, active: null, groups: null };

/** Each with one row that can be written, and after it one that cannot. */
const HALVES: [string, (store: Store, lease: Lease) => Promise<unknown>][] = [
  ['usage.replaceHours', (s, l) => s.usage.replaceHours(l, PLACE, [HOUR], NOW, NOW, [HOUR, HOUR])],
  [
    'charges.replaceDay',
    (s, l) => s.charges.replaceDay(l, '2026-11-01', 'usage', [''], [usageLine(), usageLine()], NOW),
  ],
  [
    'spend.replaceDay',
    (s, l) => s.spend.replaceDay(l, '2026-11-01', [spendRow(), spendRow({ amount: none as Money })], [], 'h'),
  ],
  [
    'rates.replace',
    (s, l) =>
      s.rates.replace(l, 'list', [
        { ...RATE, source: 'list' },
        { ...RATE, source: 'list' },
      ]),
  ],
  ['rates.setOverrides', (s) => s.rates.setOverrides([RATE, { ...RATE, kind: none }], ANNA, NOW)],
  [
    'profiles.replacePlace',
    (s, l) =>
      s.profiles.replacePlace(
        l,
        PLACE,
        [listedProfile('a'), listedProfile('b', { name: none })],
        new Map(),
        NOW,
      ),
  ],
  [
    'profiles.addCreated',
    (s) =>
      s.profiles.addCreated(
        {
          ...listedProfile('a'),
          firstSeenAt: NOW,
          lastSeenAt: NOW,
          goneAt: null,
          history: [{ from: none, tags: {} }],
        } as Profile,
        ANNA,
        NOW,
      ),
  ],
  [
    'profiles.replaceCatalogue',
    (s, l) =>
      s.profiles.replaceCatalogue(l, PLACE.region, [
        {
          region: PLACE.region,
          type: 'model',
          id: 'a',
          modelKey: 'm',
          name: 'A',
          provider: 'x',
          modelArns: [],
        } as never,
        {
          region: PLACE.region,
          type: 'model',
          id: none,
          modelKey: 'm',
          name: 'A',
          provider: 'x',
          modelArns: [],
        } as never,
      ]),
  ],
  [
    'budgets.setMany',
    (s) =>
      s.budgets.setMany(
        [
          { scope: { kind: 'userDefault' }, amount: usd(1n) },
          { scope: { kind: 'user', key: 'a' }, amount: usd(2n ** 63n) },
        ],
        ANNA,
        NOW,
      ),
  ],
  [
    'alerts.record',
    (s, l) =>
      s.alerts.record(
        l,
        [CROSSING, { ...CROSSING, version: 2, send: [{ channel: none, target: 'x' }] }],
        NOW,
      ),
  ],
  [
    'people.learn',
    (s) =>
      s.people.learn(
        'file',
        [
          { ...PERSON, email: 'ann@example.com' },
          { ...PERSON, email: none },
        ],
        { complete: false, actor: ANNA, now: NOW },
      ),
  ],
];

const everything = (store: Store) =>
  store.reading(async (ledger) => [
    await ledger.usage.days(),
    await ledger.charges.days(),
    await ledger.charges.ofDay('2026-11-01'),
    await ledger.spend.range(),
    await ledger.spend.days(),
    await ledger.rates.all(),
    await ledger.profiles.all(),
    await ledger.profiles.catalogue(),
    await ledger.budgets.list(),
    await ledger.alerts.list({ scope: 'all', limit: 9, offset: 0 }),
    await ledger.people.list(),
    await ledger.people.sources(),
    await ledger.audit.list({ limit: 9 }),
  ]);

export function wholeContract({ open }: Engine): void {
  describe('each function', () => {
    it.each(HALVES)('%s is done whole or not at all, by itself', async (_, half) => {
      const store = await open();
      const lease = await leaseOf(store);
      const before = await everything(store);
      await expect(half(store, lease)).rejects.toThrow();
      expect(await everything(store)).toEqual(before);
    });

    it.each(HALVES)('%s is done whole or not at all, within a unit of work that goes on', async (_, half) => {
      const store = await open();
      const lease = await leaseOf(store);
      const before = await everything(store);
      await store.writing(async (ledger) => {
        await ledger.sessions.tidy(NOW, 9);
        await expect(half(ledger, lease)).rejects.toThrow();
        await ledger.identity.pin({ payerAccountId: '1', simulated: true });
      });
      expect(await everything(store)).toEqual(before);
      expect(await store.identity.get()).toEqual({ payerAccountId: '1', simulated: true });
    });
  });
}
