import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { unreadable } from '../../src/cli/doctorLedger.ts';
import { mendFrom } from '../../src/cli/doctorMends.ts';
import { LedgerError } from '../../src/core/errors.ts';
import { LedgerTooNew, LedgerTooOld } from '../../src/store/errors.ts';
import { openStore } from '../../src/store/open.ts';
import { run } from './setup.ts';

/** What the doctor says to do is what mends it, from where it was asked, and of a whole ledger nothing is brought back. */

interface Found {
  check: string;
  state: string;
  mend: string | null;
}
const NOW = Date.parse('2026-11-28T12:00:00Z');
const AT = '2026-11-28T11:00:00.000Z';
const folder = mkdtempSync(join(tmpdir(), 'bedrock-ledger-mends-'));
const db = join(folder, 'its ledger.db');
const config = join(folder, 'settings.yaml');
const found = async (...more: string[]): Promise<Found[]> =>
  JSON.parse(
    (await run(['doctor', '--json', '--config', config, ...more], {}, { clock: { now: () => NOW } })).out,
  ).checks;
const mendsOf = (checks: readonly Found[]) =>
  Object.fromEntries(checks.filter(({ state }) => state !== 'ok').map(({ check, mend }) => [check, mend]));

beforeAll(async () => {
  writeFileSync(config, 'publicUrl: https://tools.example.com/ledger\nregions: [us-east-1]\n');
  const store = await openStore(db, { now: NOW });
  store.close();
  const sqlite = new Database(db);
  sqlite
    .prepare(`insert into runs values (?, 'budgets', 1, ?, ?, 'failed', 0, 0, 0, '[]', null)`)
    .run('a-run', AT, AT);
  sqlite.prepare(`insert into channels values ('email', ?, 3, 'refused', ?, ?)`).run(AT, AT, AT);
  sqlite.close();
  chmodSync(db, 0o644);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('what mends a finding', () => {
  it('is there for everything of the ledger, goes to the same ledger, and is told once', async () => {
    const checks = await found('--db', db);
    const here = `--config ${config} --db '${db}'`;
    expect(mendsOf(checks)).toMatchObject({
      'rights of files': expect.stringContaining(`chmod 600 '${db}'`),
      'messages by email': 'settings notify.smtpUrl',
      'failing budgets': `bedrock-ledger budgets mirror ${here}`,
      data: `bedrock-ledger sync ${here}`,
    });
    expect(checks.filter(({ check }) => /outbox/.test(check))).toEqual([]);
    for (const { check, state, mend } of checks)
      expect([check, mend === null]).toEqual([check, state === 'ok']);
  });

  it('is a page where people find it', () => {
    const publicUrl = 'https://tools.example.com/ledger';
    expect(mendFrom({ publicUrl }, '/jobs')).toBe('https://tools.example.com/ledger/jobs');
    expect(mendFrom({ publicUrl: null }, '/jobs')).toBe('/jobs');
    expect(mendFrom({ publicUrl, db: 'x.db' }, 'settings payer')).toBe('settings payer');
  });
});

describe('a ledger that cannot be opened', () => {
  it.each([
    ['that is damaged', new LedgerError('damaged', ''), 'bedrock-ledger restore FILE'],
    ['of an earlier version', new LedgerTooOld(''), 'bedrock-ledger migrate'],
    ['of a newer version', new LedgerTooNew(''), 'settings db'],
    ['that somebody else holds', new LedgerError('busy', ''), 'bedrock-ledger doctor'],
    ['without the right to it', new LedgerError('readOnly', ''), 'settings db'],
    ['on a disk that fails', new LedgerError('io', ''), 'settings db'],
  ])('%s has its own way out', (_, error, mend) => {
    const { advice, mend: said } = unreadable(error);
    expect([said, /restore/.test(advice)]).toEqual([mend, error.code === 'damaged']);
  });

  it('of an earlier version is not to be replaced by its last backup', async () => {
    const old = join(folder, 'old.db');
    (await openStore(old, { now: NOW })).close();
    const sqlite = new Database(old);
    sqlite.exec(
      'delete from __drizzle_migrations where created_at = (select max(created_at) from __drizzle_migrations)',
    );
    sqlite.close();
    expect(mendsOf(await found('--db', old))).toMatchObject({
      'ledger file': `bedrock-ledger migrate --config ${config} --db ${old}`,
    });
  });
});
