import { type ChildProcess, fork, spawn } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { onTestFinished } from 'vitest';
import type { BillLine } from '../../src/core/billEntries.ts';
import type { Actor, Money, Profile, Quantity, SpendRow } from '../../src/core/types.ts';
import { openStore } from '../../src/store/open.ts';
import type { Store } from '../../src/store/types.ts';
import type { Lease } from '../../src/store/typesLease.ts';

export const NOW = '2026-11-20T09:00:00.000Z';
export const NOW_MS = Date.parse(NOW);
export const ANNA: Actor = { id: 'local:anna', reason: 'quarterly plan' };
export const PLACE = { accountId: '111122223333', region: 'us-east-1' };
/** Beyond 2⁵³, and odd, so that a float in between would show. */
export const HUGE = 9_007_199_254_740_993n;

export const at = (minutes: number): string => new Date(NOW_MS + minutes * 60_000).toISOString();
export const usd = (units: bigint): Money => units as Money;

/** A folder that is gone after the test. */
export function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'ledger-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** A ledger with the real migrations, closed after the test. */
export async function open(
  file = ':memory:',
  attribution: 'profileTags' | 'iamPrincipal' = 'profileTags',
): Promise<Awaited<ReturnType<typeof openStore>>> {
  const store = await openStore(file, { now: NOW_MS, attribution });
  onTestFinished(() => store.close());
  return store;
}

export async function leaseOf(store: Store, holder = 'test', minutes = 0): Promise<Lease> {
  const taken = await store.lease.acquire(holder, at(minutes), 60_000);
  if (!('lease' in taken)) throw new Error(`held by ${taken.heldBy}`);
  return taken.lease;
}

/** A second, plain connection to the same file: what another program would see and do. */
export function sql(file: string): Database.Database {
  const other = new Database(file);
  onTestFinished(() => {
    other.close();
  });
  return other;
}

/** A script of this folder as a process of its own that takes messages; it ends with the test. */
export function other(script: string, ...args: string[]): ChildProcess {
  const child = fork(join(import.meta.dirname, script), args, { execArgv: [] });
  onTestFinished(() => {
    child.kill();
  });
  return child;
}

/** Runs a script of this folder in a process of its own; answers what it printed and how it ended. */
export function run(script: string, ...args: string[]): Promise<{ out: string; code: number | null }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(import.meta.dirname, script), ...args], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let out = '';
    child.stdout.on('data', (chunk) => {
      out += chunk;
    });
    child.on('error', reject);
    child.on('close', (code) => resolve({ out: out.trim(), code }));
  });
}

export const spendRow = (row: Partial<SpendRow> = {}): SpendRow => ({
  day: '2026-11-01',
  view: 'profile',
  ...PLACE,
  profileArn: 'arn:p1',
  modelKey: 'm1',
  kind: 'input',
  service: 'Amazon Bedrock',
  usageType: 'USE1-input',
  userEmail: 'anna@example.com',
  costCenter: 'CC-1',
  tokens: 0n,
  billedTokens: 0n,
  billed: usd(0n),
  estimated: usd(0n),
  estimatedLow: usd(0n),
  estimatedHigh: usd(0n),
  amount: usd(0n),
  label: 'final',
  allocatedBy: 'tag',
  reason: null,
  rateSource: 'learned',
  ...row,
});

export const usageLine = (line: Partial<BillLine> = {}): BillLine => ({
  day: '2026-11-01',
  accountId: '',
  recordType: 'Usage',
  service: 'Amazon Bedrock',
  usageType: 'USE1-input',
  amount: usd(1n),
  quantity: 1n as Quantity,
  unit: '1K tokens',
  provisional: false,
  ...line,
});

type Listed = Omit<Profile, 'firstSeenAt' | 'lastSeenAt' | 'goneAt' | 'history'>;
export const listedProfile = (name: string, more: Partial<Listed> = {}): Listed => ({
  ...PLACE,
  arn: `arn:${name}`,
  shortId: name,
  name,
  status: 'ACTIVE',
  modelKey: 'm1',
  modelArns: ['arn:model:1', 'arn:model:2'],
  route: 'geo',
  sourceId: 'us.m1',
  createdAt: at(-60),
  ...more,
});

/**
 * Opens a ledger whose disk can be filled: `fill` leaves no room for anything that is written, `free` as much as one likes.
 * The limit is SQLite's own, of the very connection that writes.
 */
export async function openOnDisk(file: string, options: Partial<Parameters<typeof openStore>[1]> = {}) {
  const made = new Set<Database.Database>();
  const { pragma } = Database.prototype;
  Database.prototype.pragma = function (this: Database.Database, ...args) {
    made.add(this);
    return pragma.apply(this, args);
  } as typeof pragma;
  const opening = openStore(file, { now: NOW_MS, ...options });
  const store = await opening.finally(() => {
    Database.prototype.pragma = pragma;
  });
  const [writer] = made;
  onTestFinished(() => store.close());
  const write = (signs: number) =>
    store.audit.record({
      at: NOW,
      actor: { ...ANNA, reason: 'x'.repeat(signs) },
      action: 'export',
      subject: 's',
    });
  return {
    store,
    async fill() {
      // The least that it may have is what it has.
      writer?.pragma('max_page_count = 1');
      for (const signs of [4_000, 400, 40, 1])
        for (let isFull = false; !isFull; )
          isFull = await write(signs).then(
            () => false,
            () => true,
          );
    },
    free: () => writer?.pragma('max_page_count = 1000000000'),
  };
}

/** Overwrites the first page of a table of a ledger that nobody has open. */
export function damage(file: string, table: string): void {
  const ledger = new Database(file);
  const page = ledger
    .prepare('SELECT rootpage FROM sqlite_master WHERE name = ?')
    .pluck()
    .get(table) as number;
  const size = ledger.pragma('page_size', { simple: true }) as number;
  ledger.close();
  const opened = openSync(file, 'r+');
  writeSync(opened, Buffer.alloc(size, 0xaa), 0, size, (page - 1) * size);
  closeSync(opened);
}
