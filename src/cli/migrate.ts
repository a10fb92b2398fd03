import type { LedgerContext } from '../context.ts';
import { say } from './output.ts';
import { configOf, type LedgerOptions, withLedger } from './withContext.ts';

/** `bedrock-ledger migrate`: opening does the work; this says what happened. */
export async function migrate(options: LedgerOptions & { backup: boolean }): Promise<void> {
  const tell = async ({ store }: LedgerContext) => {
    const { applied, backup, noBackup } = store.migration;
    const copied = backup ? `; before that it was copied to ${backup}` : '';
    const lost = noBackup === undefined ? '' : `; there is no copy of what it was: ${noBackup}`;
    say(
      applied === 0
        ? `${configOf(options).db} is of this version already.`
        : `${configOf(options).db}: ${applied} migrations applied${copied}${lost}.`,
    );
  };
  await withLedger(options, tell, { make: true, backup: options.backup });
}
