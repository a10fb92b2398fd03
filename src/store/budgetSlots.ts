import type { BudgetScope, BudgetSlot } from '../core/budgets.ts';
import { scopeOfParts } from '../core/budgets.ts';
import { narrowingFrom } from '../core/narrowing.ts';
import type { Day } from '../core/types.ts';
import type { Connection } from './connection.ts';
import { prepared } from './statements.ts';
import type { BudgetListed } from './typesBudgets.ts';

/** Which budgets there are, without their changes: of thousands a list is read in a moment. */

const SLOTS = `SELECT b.id, b.scope_kind, b.scope_key, b.period, b.narrowing,
    b.known_from IS NULL
    AND EXISTS (SELECT 1 FROM budget_changes s WHERE s.budget_id = b.id AND s.kind = 'set' AND s.from_day <= @day)
    AND NOT EXISTS (SELECT 1 FROM budget_changes o WHERE o.budget_id = b.id
      AND (o.kind = 'end' OR o.withdrawn_at IS NOT NULL))
  FROM budgets b ORDER BY b.scope_kind, b.scope_key, b.period, b.narrowing`;

export function slotsOn(sqlite: Connection['sqlite'], day: Day): BudgetListed[] {
  const rows = prepared(sqlite, SLOTS).raw().all({ day }) as [
    id: string,
    kind: BudgetScope['kind'],
    key: string,
    period: BudgetListed['period'],
    narrowing: string,
    plain: bigint,
  ][];
  return rows.map(([id, kind, key, period, narrowing, plain]) => ({
    id,
    scope: scopeOfParts(kind, key),
    period,
    narrowing: narrowingFrom(narrowing) ?? null,
    plain: plain === 1n,
  }));
}

const NAMED =
  'SELECT id, scope_kind, scope_key, period, narrowing FROM budgets ORDER BY scope_kind, scope_key, period, narrowing';
type NamedRow = [
  id: string,
  kind: BudgetScope['kind'],
  key: string,
  period: BudgetSlot['period'],
  narrowing: string,
];
export const slotsNamed = (sqlite: Connection['sqlite']): (BudgetSlot & { id: string })[] =>
  (prepared(sqlite, NAMED).raw().all() as NamedRow[]).map(([id, kind, key, period, narrowing]) => ({
    id,
    scope: scopeOfParts(kind, key),
    period,
    narrowing: narrowingFrom(narrowing) ?? null,
  }));
