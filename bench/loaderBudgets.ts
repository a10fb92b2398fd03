import type Database from 'better-sqlite3';
import type { CompanyOf } from './company.ts';
import { inserter, midnight } from './fast.ts';

/** Budgets of a company: few and plain ones, or as a company has them that gives everybody one of their own. */

interface Said {
  period?: string;
  narrowing?: string;
  carryOver?: boolean;
  hard?: boolean;
  /** Amounts that were decided later, each somewhat more. */
  more?: number;
}
const DOLLAR = 10_000_000_000n;
/** One of so many has a raise. */
const RAISED = 40;

/** Puts a budget that holds since the first day, by whom it is for. */
function budgetWriter(sqlite: Database.Database, first: string) {
  const row = inserter(sqlite, 'budgets', [
    'id',
    'scope_kind',
    'scope_key',
    'period',
    'narrowing',
    'version',
    'created_at',
  ]);
  const change = inserter(sqlite, 'budget_changes', [
    'budget_id',
    'version',
    'kind',
    'from_day',
    'to_exclusive',
    'amount',
    'carry_over',
    'hard',
    'recorded_at',
    'by',
    'reason',
  ]);
  const [since, from] = [midnight(first), `${first.slice(0, 7)}-01`];
  let count = 0;
  return (kind: string, key: string, amount: number, said: Said = {}) => {
    count += 1;
    const { period = 'month', narrowing = '', carryOver = false, hard = false, more = 0 } = said;
    const id = `bench-${count}`;
    const isRaised = count % RAISED === 0;
    row(id, kind, key, period, narrowing, 1 + more + Number(isRaised), since);
    const terms = [Number(carryOver), Number(hard)];
    const money = (usd: number) => BigInt(Math.round(usd)) * DOLLAR;
    for (let i = 0; i <= more; i += 1)
      change(id, 1 + i, 'set', from, null, money(amount + 10 * i), ...terms, since, 'local:bench', '');
    if (isRaised)
      change(id, 2 + more, 'raise', from, '2026-12-01', money(50), 0, 0, since, 'local:bench', 'x');
  };
}

export function addBudgets(
  sqlite: Database.Database,
  { people, costCenters }: CompanyOf,
  first: string,
): void {
  const put = budgetWriter(sqlite, first);
  put('userDefault', '', 700);
  for (const [i, { email }] of people.entries()) if (i % 20 === 3) put('user', email, 1500);
  for (const costCenter of costCenters)
    put('costCenter', costCenter, (people.length / costCenters.length) * 800);
}

/** Amounts at which some in a hundred are over, and as many will be. */
export function addBudgetsOfAllKinds(
  sqlite: Database.Database,
  { people, costCenters }: CompanyOf,
  first: string,
): void {
  const put = budgetWriter(sqlite, first);
  for (const [i, { email }] of people.entries()) {
    if (i % 20 !== 7)
      put('user', email, 300 + ((i * 37) % 1300), {
        carryOver: i % 10 === 3,
        hard: i % 7 === 0,
        more: i % 3,
      });
    if (i % 25 === 0) put('user', email, 3_000, { period: 'quarter' });
    if (i % 40 === 5) put('user', email, 8_000, { period: 'year' });
    if (i % 30 === 11) put('user', email, 300, { narrowing: 'family:claude-opus' });
    if (i % 50 === 12) put('user', email, 300, { narrowing: 'vendor:anthropic' });
    if (i % 100 === 13) put('user', email, 100, { period: 'week' });
  }
  for (const [i, key] of costCenters.entries()) {
    put('costCenter', key, 20_000 + 1_700 * (i % 40), { carryOver: i % 4 === 0, more: 1 });
    if (i % 2 === 0) put('costCenter', key, 90_000, { period: 'quarter' });
    if (i % 3 === 0) put('costCenter', key, 20_000, { narrowing: 'vendor:anthropic' });
    if (i % 6 === 0) put('costCenter', key, 300_000, { period: 'year' });
    if (i % 2 === 0) put('memberDefault', key, 600 + i);
  }
  const managers = new Set(people.map(({ manager }) => manager).filter((one) => one !== ''));
  for (const [i, key] of [...managers].entries()) {
    put('team', key, 4_000 + 900 * (i % 10), { carryOver: i % 10 === 0, more: 1 });
    if (i % 4 === 0) put('team', key, 20_000, { period: 'quarter' });
    if (i % 10 === 0) put('team', key, 2_000, { narrowing: 'family:claude-opus' });
  }
  put('organisation', '', 400 * people.length);
  put('organisation', '', 1_200 * people.length, { period: 'quarter' });
  put('organisation', '', 4_000 * people.length, { period: 'year' });
  put('organisation', '', 250 * people.length, { narrowing: 'vendor:anthropic' });
  put('organisation', '', 80 * people.length, { narrowing: 'family:claude-opus', carryOver: true });
  put('userDefault', '', 700);
  put('userDefault', '', 2_500, { period: 'quarter' });
  put('costCenterDefault', '', 50_000);
  for (let i = 0; i < 20; i += 1) put('groupDefault', `group-${i}`, 800);
}
