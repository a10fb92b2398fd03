import { BudgetsClient, CreateBudgetCommand, paginateDescribeBudgets } from '@aws-sdk/client-budgets';
import { plainTerms } from '../../src/core/budgets.ts';
import { money } from '../../src/core/money.ts';
import { addDays } from '../../src/core/periods.ts';
import type { Day, Instant } from '../../src/core/types.ts';
import type { Simulator } from '../../src/simulator/server.ts';
import type { Store } from '../../src/store/types.ts';
import type { BudgetDeed } from '../../src/store/typesBudgets.ts';
import { PAYER_KEYS } from '../aws/setup.ts';

/** Many budgets of every kind that AWS can hold, and what AWS holds of them, as one compares. */

const ACTOR = { id: 'local:test' };
const KINDS = ['month', 'quarter', 'year', 'day'] as const;

/** Sets so many, each with a name of its own; every tenth of months and quarters with a later amount that is known. */
export async function setManyBudgets(store: Store, count: number, today: Day, now: Instant): Promise<void> {
  const deeds: BudgetDeed[] = [];
  for (let i = 0; i < count; i += 1) {
    const period = KINDS[i % 20 < 17 ? 0 : (i % 20) - 16] ?? 'month';
    const tag = i % 7 === 3 ? ({ kind: 'tag', key: 'Project', value: `p${i % 50}` } as const) : null;
    const scope =
      i % 10 === 5
        ? ({ kind: 'costCenter', key: `CC-${i} Werk` } as const)
        : ({ kind: 'user', key: `person.${i}@example.com` } as const);
    const slot = { scope, period, narrowing: tag };
    const terms = plainTerms(money(String(10 + (i % 90))));
    deeds.push({ do: 'set', slot, terms, from: `${today.slice(0, 7)}-01` });
    if (i % 10 === 0)
      deeds.push({ do: 'set', slot, terms: plainTerms(money(String(200 + i))), from: addDays(today, 60) });
  }
  await store.budgets.apply(deeds, ACTOR, now);
}

export const clientOf = ({ url }: Pick<Simulator, 'url'>): BudgetsClient =>
  new BudgetsClient({ endpoint: url, region: 'us-east-1', credentials: PAYER_KEYS });

/** Budgets that somebody else made, one of them by a name that begins as ours do. */
export async function makeForeign(client: BudgetsClient, AccountId: string): Promise<string[]> {
  const names = ['finance total', 'bedrock-ledger-of-another-ledger'];
  for (const BudgetName of names)
    await client.send(
      new CreateBudgetCommand({
        AccountId,
        Budget: {
          BudgetName,
          BudgetType: 'COST',
          TimeUnit: 'MONTHLY',
          BudgetLimit: { Amount: '1', Unit: 'USD' },
        },
        NotificationsWithSubscribers: [
          {
            Notification: { NotificationType: 'ACTUAL', ComparisonOperator: 'GREATER_THAN', Threshold: 80 },
            Subscribers: [{ SubscriptionType: 'EMAIL', Address: 'finance@example.com' }],
          },
        ],
      }),
    );
  return names;
}

/** What AWS holds by name, without what it works out itself. */
export async function inAws(client: BudgetsClient, AccountId: string): Promise<Map<string, unknown>> {
  const found = new Map<string, unknown>();
  const pages = paginateDescribeBudgets(
    { client, pageSize: 1000 },
    { AccountId, ShowFilterExpression: true },
  );
  for await (const { Budgets = [] } of pages)
    for (const { BudgetName = '', CalculatedSpend: _, LastUpdatedTime, HealthStatus: __, ...rest } of Budgets)
      found.set(BudgetName, { ...rest, at: LastUpdatedTime?.toISOString() });
  return found;
}

const WRITES = /^budgets:(Create|Update|Delete)/;
/** Requests that write to AWS Budgets so far. */
export const writesOf = ({ requests }: Pick<Simulator, 'requests'>): number =>
  Object.entries(requests())
    .filter(([name]) => WRITES.test(name))
    .reduce((total, [, count]) => total + count, 0);
/** All requests to AWS Budgets so far. */
export const requestsOf = ({ requests }: Pick<Simulator, 'requests'>): number =>
  Object.entries(requests())
    .filter(([name]) => name.startsWith('budgets:'))
    .reduce((total, [, count]) => total + count, 0);
