import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { connect } from '../../src/store/connection.ts';
import { migrateLedger } from '../../src/store/migrate.ts';
import { folder, NOW_MS } from './setup.ts';

const MIGRATIONS = join(import.meta.dirname, '..', '..', 'migrations');

/** A file as the version with the first `count` migrations left it. */
export async function ledgerAfter(count: number): Promise<string> {
  const path = join(folder(), 'migrations');
  cpSync(MIGRATIONS, path, { recursive: true });
  const journal = join(path, 'meta', '_journal.json');
  const content = JSON.parse(readFileSync(journal, 'utf8')) as { entries: unknown[] };
  writeFileSync(journal, JSON.stringify({ ...content, entries: content.entries.slice(0, count) }));
  const file = join(folder(), 'ledger.db');
  const connection = await connect(file);
  await migrateLedger(connection, file, { now: NOW_MS }, path);
  connection.sqlite.close();
  return file;
}
