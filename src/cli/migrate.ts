import type { LedgerContext } from '../context.ts';
import { say } from './output.ts';
import { configOf, type LedgerOptions, withLedger } from './withContext.ts';

/** `bedrock-ledger migrate`: opening does the work; this says what happened. */
export async function migrate(options: LedgerOptions): Promise<void> {
  const tell = async ({ store }: LedgerContext) => {
    const { applied, backup } = store.migration;
    say(
      applied === 0
        ? `${configOf(options).db} is of this version already.`
        : `${configOf(options).db}: ${applied} migrations applied${backup ? `; before that it was copied to ${backup}` : ''}.`,
    );
  };
  await withLedger(options, tell, { make: true });
}
