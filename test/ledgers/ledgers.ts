import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { folder } from '../store/setup.ts';

/** Ledgers that earlier releases collected, and what each showed of its own: see README.md. */

export interface Figures {
  /** The moment at which the release was asked. */
  now: string;
  migrations: number;
  /** What its API said, by address. */
  answers: Readonly<Record<string, unknown>>;
}

export const RELEASES = readdirSync(import.meta.dirname, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

export const figuresOf = (release: string): Figures =>
  JSON.parse(readFileSync(join(import.meta.dirname, release, 'figures.json'), 'utf8'));

/** The ledger as the release left it, in a folder that is gone after the test. */
export function unpacked(release: string): string {
  const file = join(folder(), 'ledger.db');
  const packed = readFileSync(join(import.meta.dirname, release, 'ledger.db.br'));
  writeFileSync(file, brotliDecompressSync(packed));
  return file;
}
