import type { Alert, Delivery } from '../../src/core/alerts.ts';
import { money, ZERO } from '../../src/core/money.ts';
import { instantOf } from '../../src/core/periods.ts';
import type { Store } from '../../src/store/types.ts';
import type { Lease } from '../../src/store/typesLease.ts';
import { ofMonth } from '../alertOf.ts';
import { tamper } from './setup.ts';

const ACTOR = { id: 'local:test' };

/** A budget of somebody that was crossed now, and the messages about it. @param held the lease, where whoever asks has it */
export async function crossedOn(
  { store, clock }: { store: Store; clock: { now(): number } },
  email: string,
  percent: number,
  send: readonly Pick<Delivery, 'channel' | 'target'>[],
  held?: Lease,
) {
  const now = instantOf(clock.now());
  const { budget } = await store.budgets.set({ kind: 'user', key: email }, money('10'), ACTOR, now);
  const alert = ofMonth({
    budgetId: budget.id,
    scopeKind: 'user' as const,
    scopeKey: email,
    version: budget.version,
    month: now.slice(0, 7),
    thresholdPercent: percent,
    spent: money('9') as Alert['spent'],
    unpricedTokens: 0n as Alert['unpricedTokens'],
    cautious: ZERO,
    budget: budget.amount,
    label: 'estimated' as const,
    staleSince: null,
    crossedAt: now,
  });
  const record = (lease: Lease) => store.alerts.record(lease, [{ ...alert, send: [...send] }], now);
  if (held === undefined) await tamper(store, record);
  else await record(held);
  return budget;
}
