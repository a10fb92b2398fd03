import type Database from 'better-sqlite3';
import type { BudgetFloor } from '../core/budgetFloors.ts';
import { type BudgetScope, scopeOfParts } from '../core/budgets.ts';
import type { Money } from '../core/types.ts';
import { prepared } from './statements.ts';
import type { Store } from './types.ts';

/** The least that was ever decided of budgets: read of thousands for a fraction of what it takes to read what holds. */

const MAY_HOLD = {
  user: ['userDefault', 'memberDefault', 'groupDefault'],
  costCenter: ['costCenterDefault'],
} as const satisfies Record<'user' | 'costCenter', readonly BudgetScope['kind'][]>;

const FLOORS = (budgets: string): string => `SELECT b.scope_kind, b.scope_key,
    min(CASE WHEN c.kind = 'set' THEN c.amount END),
    b.known_from IS NULL AND min(CASE WHEN c.kind = 'set' THEN c.from_day END) <= @day
      AND NOT max(c.kind = 'end' OR c.withdrawn_at IS NOT NULL)
  FROM ${budgets} CROSS JOIN budget_changes c ON c.budget_id = b.id
  WHERE b.period = @period AND b.narrowing = '' GROUP BY b.scope_kind, b.scope_key
  HAVING max(c.kind = 'set')`;
const OF_KIND = FLOORS('(SELECT * FROM budgets WHERE scope_kind = @kind) b');
const NAMED = FLOORS(
  'json_each(@keys) j CROSS JOIN budgets b ON b.scope_kind = @kind AND b.scope_key = j.value',
);

const VERSION = "SELECT value FROM meta WHERE key = 'version.budgets'";

interface Kept {
  /** The version of all budgets, the day and the period that it was read for. */
  of: string;
  floors: readonly BudgetFloor[];
}
const KEPT = new WeakMap<Database.Database, Map<BudgetScope['kind'], Kept>>();

/** Of all of a kind: read again once a budget changed, whoever changed it. Their version moves with every change. */
function ofKind(
  sqlite: Database.Database,
  kind: BudgetScope['kind'],
  asked: { period: string; day: string },
): readonly BudgetFloor[] {
  const kept = KEPT.get(sqlite) ?? new Map<BudgetScope['kind'], Kept>();
  KEPT.set(sqlite, kept);
  const of = `${prepared(sqlite, VERSION).pluck().get()} ${asked.period} ${asked.day}`;
  const found = kept.get(kind);
  if (found?.of === of) return found.floors;
  const floors = floorsIn(
    prepared(sqlite, OF_KIND)
      .raw()
      .all({ kind, ...asked }),
  );
  kept.set(kind, { of, floors });
  return floors;
}

const floorsIn = (rows: unknown): BudgetFloor[] =>
  (rows as [BudgetScope['kind'], string, Money, bigint][]).map(([kind, key, least, holds]) => ({
    scope: scopeOfParts(kind, key),
    least,
    holds: holds === 1n,
  }));

/** From so many keys on, all of a kind are read without looking for each. */
const MANY = 2_000;

export function floors(
  sqlite: Database.Database,
  [{ kind, period, day, keys }]: Parameters<Store['budgets']['floors']>,
): BudgetFloor[] {
  const asked = { period, day };
  const named = () => ({ kind, ...asked, keys: JSON.stringify(keys) });
  const own =
    keys.length < MANY ? floorsIn(prepared(sqlite, NAMED).raw().all(named())) : ofKind(sqlite, kind, asked);
  return [...own, ...MAY_HOLD[kind].flatMap((one) => ofKind(sqlite, one, asked))];
}
