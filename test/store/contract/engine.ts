import type { Store } from '../../../src/store/types.ts';

/** What stands behind the ledger's interface, as a test opens it. */
export interface Engine {
  /** An empty ledger of its own, closed after the test. */
  open(attribution?: 'profileTags' | 'iamPrincipal'): Promise<Store>;
  /** The same ledger opened once more, as another process would; left out where nobody else can. */
  again?(store: Store): Promise<Store>;
  /**
   * Makes the ledger refuse a row of a table, as a full disk would, until it is mended: whatever was about to write it
   * must then leave no trace. `when` names the row by a value of it. Left out where it cannot be done from outside.
   */
  refuse?(store: Store, table: Refusable, when?: string): { mend(): void };
}
export type Refusable = 'audit' | 'budgets' | 'people' | 'deliveries';
