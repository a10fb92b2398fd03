import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { recordDeed as record } from '../app/operations/recordDeed.ts';
import { openLedger } from '../context.ts';
import { type Copied, copyInto, copyLedger, knownMigrations } from '../upkeep.ts';
import { currentIo } from './io.ts';
import { unlessInterrupted } from './lifetime.ts';
import { printJson, remark, say, UserError } from './output.ts';
import { mustWorkOnWhole } from './wholeLedger.ts';
import { configOf, type LedgerOptions, surroundings } from './withContext.ts';

/** `bedrock-ledger backup`: a copy of the ledger while whoever has it open goes on. */

interface Options extends LedgerOptions {
  to?: string;
  keep?: number;
  force?: boolean;
  json?: boolean;
}

export async function backup(target: string | undefined, options: Options): Promise<void> {
  const { to, keep, force = false, json = false } = options;
  if (target !== undefined && to !== undefined)
    throw new UserError('name a file, or a folder with --to, and not both', 'badRequest');
  if (keep !== undefined && target !== undefined)
    throw new UserError('--keep: it is of the copies in a folder: name one with --to', 'badRequest');
  const config = configOf(options);
  mustWorkOnWhole('see');
  if (!existsSync(config.db))
    throw new UserError(`there is no ledger at ${resolve(config.db)}. Name another with --db`);
  const began = performance.now();
  const tell = json ? () => {} : remark;
  const how = { now: currentIo().clock.now(), force, tell };
  const copied = await unlessInterrupted('the copy was not finished, and nothing is left of it', () =>
    target === undefined
      ? copyInto(config.db, to ?? dirname(config.db), { ...how, keep })
      : copyLedger(config.db, target, how).then((one): Copied => ({ ...one, removed: [] })),
  );
  const seconds = Math.round(performance.now() - began) / 1000;
  await enter(options, copied);
  if (json) printJson({ ...copied, seconds });
  else {
    say(`Copied to ${copied.file}: ${sizeWords(copied.bytes)} in ${seconds.toFixed(1)} s, whole and sound.`);
    for (const gone of copied.removed) say(`Removed ${gone}`);
  }
}

export const sizeWords = (bytes: number): string => `${(bytes / 1_000_000).toFixed(1)} MB`;

/**
 * Says in the audit log that there is a copy of everything. A copy is there all the same where the ledger cannot be
 * written: that may be why it was made.
 */
async function enter(options: LedgerOptions, { file, bytes, migrations }: Copied): Promise<void> {
  // Opening it would bring it to this version.
  if (migrations !== knownMigrations())
    return remark('Not entered in the audit log: the ledger is of another version, and is left so.');
  try {
    const ledger = await openLedger(configOf(options), surroundings());
    try {
      const { store, actor, clock } = ledger;
      const after = { file: resolve(file), bytes };
      await record({ store, actor, now: clock.now() }, 'ledger.backup', 'ledger', after);
    } finally {
      ledger.close();
    }
  } catch (error) {
    remark(`Not entered in the audit log: ${error instanceof Error ? error.message : String(error)}`);
  }
}
