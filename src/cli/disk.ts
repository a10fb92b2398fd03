import { stat, statfs } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { DiskFigures } from '../server/operations/ledgerMetrics.ts';

/** How large the file of a ledger is, and how much room is left beside it. What cannot be told is null. */
export async function diskOf(db: string): Promise<DiskFigures> {
  const sizeOf = (file: string) =>
    stat(file).then(
      ({ size }) => size,
      () => null,
    );
  const free = statfs(dirname(resolve(db))).then(
    ({ bavail, bsize }) => bavail * bsize,
    () => null,
  );
  const [ledgerBytes, logBytes, freeBytes] = await Promise.all([sizeOf(db), sizeOf(`${db}-wal`), free]);
  return { ledgerBytes, logBytes, freeBytes };
}
