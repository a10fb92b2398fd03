import type { SpendQuery } from '../../src/core/questions.ts';
import type { SpendRow } from '../../src/core/types.ts';
import type { Store } from '../../src/store/types.ts';
import { leaseOf, open, spendRow, usd } from './setup.ts';

export const NOVEMBER = { start: '2026-11-01', endExclusive: '2026-12-01' };
export const ask = (q: Partial<SpendQuery> = {}): SpendQuery => ({
  range: NOVEMBER,
  groupBy: [],
  basis: 'best',
  filter: {},
  scope: 'all',
  ...q,
});

type Attribution = 'profileTags' | 'iamPrincipal';
/** Ledgers that hold these rows and no others, each opened by `open`. */
export const ledgerOn =
  (open: (attribution?: Attribution) => Promise<Store>) =>
  async (rows: readonly SpendRow[], attribution?: Attribution) => {
    const store = await open(attribution);
    const lease = await leaseOf(store);
    for (const day of new Set(rows.map((row) => row.day)))
      await store.spend.replaceDay(
        lease,
        day,
        rows.filter((row) => row.day === day),
        [],
        day,
      );
    return { store, lease };
  };
export const ledgerOf = ledgerOn((attribution) => open(':memory:', attribution));

export const COMPANY: readonly SpendRow[] = [
  spendRow({ amount: usd(70n), billed: usd(60n), estimated: usd(75n), tokens: 7n }),
  spendRow({
    day: '2026-11-02',
    kind: 'output',
    amount: usd(30n),
    billed: usd(0n),
    estimated: usd(30n),
    tokens: 3n,
    label: 'estimated',
  }),
  spendRow({
    profileArn: 'arn:p2',
    modelKey: 'm2',
    userEmail: 'ben@example.com',
    costCenter: 'CC-2',
    amount: usd(50n),
    billed: usd(50n),
    allocatedBy: 'tokens',
    tokens: 5n,
    kind: 'cacheRead',
  }),
  spendRow({
    profileArn: 'arn:p3',
    userEmail: 'cy@example.com',
    costCenter: null,
    amount: usd(50n),
    billed: usd(50n),
    region: 'eu-west-1',
    accountId: '444455556666',
  }),
  spendRow({
    profileArn: null,
    userEmail: null,
    costCenter: null,
    allocatedBy: null,
    reason: 'directCall',
    amount: usd(9n),
    billed: usd(8n),
    tokens: 2n,
  }),
  spendRow({
    profileArn: null,
    userEmail: null,
    costCenter: null,
    allocatedBy: null,
    reason: 'noTag',
    modelKey: 'm2',
    amount: usd(11n),
    billed: usd(12n),
  }),
  spendRow({ day: '2026-12-01', amount: usd(1000n) }),
  spendRow({ day: '2026-10-31', amount: usd(1000n) }),
];
