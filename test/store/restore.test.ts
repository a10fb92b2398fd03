import { once } from 'node:events';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { auditHead, verifyAudit } from '../../src/app/operations/auditChain.ts';
import type { Money, Priced } from '../../src/core/types.ts';
import { copyLedger } from '../../src/store/copies.ts';
import { openStore } from '../../src/store/open.ts';
import { lookAtCopy, type RestoreOptions, restoreLedger, seize } from '../../src/store/restore.ts';
import { ofMonth } from '../alertOf.ts';
import { askingOf } from '../asking.ts';
import { unpacked } from '../ledgers/ledgers.ts';
import { ANNA, at, folder, leaseOf, NOW, NOW_MS, other, spendRow, sql, usd } from './setup.ts';

/** A copy in the place of the ledger: what it is then, what was there, and when it is refused. */

const EMAIL = 'ann@example.com';
const PAYER = { payerAccountId: '111122223333', simulated: true };
let template: string;
let path: string;
let file: string;
let copy: string;

const token = (id: string) => ({
  id,
  email: EMAIL,
  name: id,
  scopes: ['me' as const],
  createdAt: NOW,
  expiresAt: at(9999),
});
const crossing = (budgetId: string, thresholdPercent: number) =>
  ofMonth({
    budgetId,
    scopeKind: 'user' as const,
    scopeKey: EMAIL,
    version: 1,
    month: '2026-11',
    thresholdPercent,
    spent: 1n as Priced,
    unpricedTokens: 0n,
    cautious: 0n as Money,
    budget: usd(5n),
    label: 'final' as const,
    staleSince: null,
    crossedAt: at(thresholdPercent),
    send: [{ channel: 'email' as const, target: `${thresholdPercent}@example.com` }],
  });

/** A ledger with a bit of everything that the world outside sees, and a copy of it. */
beforeAll(async () => {
  template = mkdtempSync(join(tmpdir(), 'ledger-'));
  const made = join(template, 'ledger.db');
  const store = await openStore(made, { now: NOW_MS });
  await store.identity.pin(PAYER);
  const { budget } = await store.budgets.set({ kind: 'userDefault' }, usd(5n), ANNA, NOW);
  const lease = await leaseOf(store, 'another-host:1', -99);
  await store.spend.replaceDay(lease, '2026-11-01', [spendRow({ amount: usd(7n), billed: usd(7n) })], [], '');
  await store.alerts.record(lease, [crossing(budget.id, 50), crossing(budget.id, 60)], NOW);
  await store.lease.release(lease);
  for (const id of ['stays', 'goes']) await store.tokens.create(token(id), id, ANNA);
  const session = {
    hash: 'h',
    id: 'i',
    email: EMAIL,
    createdAt: NOW,
    seenAt: NOW,
    expiresAt: at(999),
    address: 'a',
    agent: 'b',
  };
  const facts = { email: EMAIL, name: null, costCenter: null, manager: null, active: null, groups: null };
  await store.sessions.open(session, facts, ANNA);
  store.close();
  await copyLedger(made, join(template, 'copy.db'), { now: NOW_MS });
});
afterAll(() => rmSync(template, { recursive: true, force: true }));
beforeEach(() => {
  path = folder();
  [file, copy] = [join(path, 'ledger.db'), join(path, 'copy.db')];
  copyFileSync(join(template, 'ledger.db'), file);
  copyFileSync(join(template, 'copy.db'), copy);
});

const opened = async (name = file) => {
  const store = await openStore(name, { now: NOW_MS });
  onTestFinished(() => store.close());
  return store;
};
/** Does something to the ledger in place, and closes it. */
async function since(work: (store: Awaited<ReturnType<typeof opened>>) => Promise<unknown>): Promise<void> {
  const store = await openStore(file, { now: NOW_MS });
  await work(store);
  store.close();
}
const restore = (more: Partial<RestoreOptions> = {}, from = copy) =>
  restoreLedger(from, file, { now: NOW_MS, actor: ANNA, force: false, ...more });
const KEPT = 'ledger.db.replaced-2026-11-20T09-00-00-000Z';
const names = () =>
  readdirSync(path)
    .filter((name) => !/^copy\.db/.test(name))
    .sort();
const figures = async (store: Awaited<ReturnType<typeof opened>>) => ({
  spend: await store.spend.rows({ range: { start: '2026-11-01', endExclusive: '2026-12-01' } }, 'all', {
    limit: 9,
    offset: 0,
  }),
  budgets: await store.budgets.list(),
});

describe('a ledger that was restored', () => {
  it('has the figures of the copy, is sound and its owner’s alone, and what was there is kept', async () => {
    const expected = await figures(await opened(copy));
    await since(async (store) => {
      await store.budgets.set({ kind: 'userDefault' }, usd(9n), ANNA, at(1));
    });
    chmodSync(file, 0o644);
    const { kept, lost } = await restore();
    expect([kept, lost]).toEqual([join(path, KEPT), 1]);
    expect(names()).toEqual(['ledger.db', KEPT]);
    expect((statSync(file).mode & 0o777).toString(8)).toBe('600');
    const store = await opened();
    expect(store.migration.applied).toBe(0);
    expect(await figures(store)).toEqual(expected);
    expect(expected.spend.total).toBe(1);
    expect(await store.check()).toEqual([]);
    expect((await (await opened(join(path, KEPT))).budgets.list())[0]?.amount).toBe(9n);
  });

  it('says so in its audit log, whose chain goes on; a head of what was lost does not hold, and it is said why', async () => {
    const store = await openStore(file, { now: NOW_MS });
    await store.budgets.set({ kind: 'userDefault' }, usd(9n), ANNA, at(1));
    await store.budgets.set({ kind: 'userDefault' }, usd(8n), ANNA, at(2));
    const head = await auditHead(askingOf(store));
    store.close();
    await restore();
    const after = await opened();
    const [entry] = await after.audit.list({ limit: 1 });
    expect(entry).toMatchObject({
      action: 'ledger.restore',
      actor: 'local:anna',
      before: { id: head.id, digest: head.digest, lost: 2 },
      after: { file: copy, kept: join(path, KEPT) },
    });
    expect(await verifyAudit(askingOf(after), { kept: { head } })).toMatchObject({
      broken: null,
      head: { state: 'cutOff' },
      restored: { id: entry?.id },
    });
  });

  it('lets no process of before write, and nobody stays signed in; tokens that were revoked stay so', async () => {
    let old = { holder: '', fence: 0 };
    await since(async (store) => {
      await store.lease.acquire('x', at(-50), 1);
      old = await leaseOf(store, 'a process from before', -40);
      await store.lease.release(old);
      await store.tokens.revoke(EMAIL, 'goes', ANNA, at(3));
    });
    expect((await restore()).brought).toMatchObject({ revoked: 1, sessions: 1 });
    const store = await opened();
    const write = (lease: typeof old) => store.spend.replaceDay(lease, '2026-11-02', [], [], '');
    await expect(write(old)).rejects.toMatchObject({ code: 'leaseLost' });
    const lease = await leaseOf(store, 'next');
    expect(lease.fence).toBeGreaterThan(old.fence + 1);
    await write(lease);
    expect(await store.sessions.listOf(EMAIL, NOW, 60_000)).toEqual([]);
    const tokens = (await store.tokens.all()).map(({ id, revokedAt }) => [id, revokedAt]);
    expect(Object.fromEntries(tokens)).toEqual({ stays: null, goes: at(3) });
  });

  it('says which rights are there again that were taken away since, and which nobody can know', async () => {
    const account = { issuer: 'https://id.example.com', subject: 'abc' };
    const left = 'ben@example.com';
    await since(async (store) => {
      await store.people.grant({ email: EMAIL, role: 'administrator', costCenter: '' }, ANNA, NOW);
      await store.people.grant({ email: EMAIL, role: 'costCenterOwner', costCenter: 'A' }, ANNA, NOW);
      await store.bindings.bind({ ...account, email: EMAIL, address: EMAIL, signedInAt: null }, ANNA, NOW);
    });
    sql(file)
      .exec(
        `INSERT INTO people (email, active, groups, created_at, updated_at) VALUES ('${left}', 1, '[]', '', '')`,
      )
      .close();
    rmSync(copy);
    await copyLedger(file, copy, { now: NOW_MS });
    sql(file)
      .exec(
        `DELETE FROM grants WHERE role = 'administrator'; UPDATE bindings SET email = '${left}'; UPDATE people SET active = 0 WHERE email = '${left}'`,
      )
      .close();
    const { brought } = await restore();
    expect(brought.back).toEqual([
      { kind: 'role', email: EMAIL, what: ['administrator'] },
      { kind: 'account', email: EMAIL, what: [account.issuer, account.subject] },
      { kind: 'person', email: left, what: [] },
    ]);
    const [entry] = await (await opened()).audit.list({ limit: 1 });
    expect(JSON.stringify(entry?.after)).toContain(`"role ${EMAIL} administrator"`);
  });

  it('sends nothing twice: what was told since is known, and what nobody can know waits to be looked at', async () => {
    await since(async (store) => {
      const [first] = await store.alerts.due(at(99), 9);
      await store.alerts.delivered(first?.id ?? '', at(4));
      const lease = await leaseOf(store);
      await store.alerts.record(lease, [crossing(first?.alert?.budgetId ?? '', 80)], at(5));
      for (const one of await store.alerts.due(at(99), 9))
        if (one.target === '80@example.com') await store.alerts.delivered(one.id, at(6));
      await store.lease.release(lease);
      await store.runs.charge('ce:GetCostAndUsage', usd(70n), usd(99n), NOW);
    });
    expect((await restore()).brought).toMatchObject({ told: 1, owed: 0, unread: [] });
    const store = await opened();
    const owed = (await store.alerts.due(at(999), 9)).map(({ target }) => target);
    expect(owed).toHaveLength(1);
    expect((await store.alerts.list({ limit: 9, offset: 0, scope: 'all' })).total).toBe(3);
    expect(await store.runs.spent('2026-11')).toBe(70n);
  });

  it('knows what was told in a ledger of an earlier version, and who was of a team that crossed', async () => {
    const members = ['a@example.com', EMAIL];
    await since(async (store) => {
      const [first] = await store.alerts.due(at(99), 9);
      const lease = await leaseOf(store);
      const found = [70, 80].map((percent) => ({
        ...crossing(first?.alert?.budgetId ?? '', percent),
        members: percent === 80 ? members : null,
      }));
      await store.alerts.record(lease, found, at(5));
      await store.lease.release(lease);
    });
    sql(file)
      .exec(
        'DROP INDEX alerts_once; DROP INDEX alerts_by_period; ALTER TABLE alerts DROP COLUMN period_start; ALTER TABLE alerts DROP COLUMN threshold',
      )
      .close();
    expect((await restore()).brought).toMatchObject({ told: 2, unread: [] });
    const store = await opened();
    const { alerts } = await store.alerts.list({ limit: 9, offset: 0, scope: 'all' });
    expect(alerts.map((one) => `${one.periodStart} ${one.periodEnd} ${one.threshold}`).sort()).toEqual(
      [50, 60, 70, 80].map((percent) => `2026-11-01 2026-12-01 ${percent}%`),
    );
    const crossed = alerts.find(({ threshold }) => threshold === '80%');
    expect(await store.alerts.members(crossed?.id ?? '')).toEqual(members);
  });

  it('gives up messages where the ledger in place cannot say what became of them', async () => {
    writeFileSync(file, 'nothing of a ledger'.repeat(500));
    await expect(restore()).rejects.toThrow(/cannot be read .* add --force/);
    const { kept, lost, brought } = await restore({ force: true });
    expect([lost, brought.owed]).toEqual([null, 2]);
    expect(readFileSync(kept ?? '', 'utf8')).toMatch(/^nothing of a ledger/);
    const store = await opened();
    expect(await store.alerts.due(at(999), 9)).toEqual([]);
    const { alerts } = await store.alerts.list({ limit: 9, offset: 0, scope: 'all' });
    expect(alerts[0]?.deliveries[0]?.lastError).toMatch('may have gone out since');
    const fence = (await leaseOf(store, 'next')).fence;
    expect(fence).toBeGreaterThan(1_000_000);
  });

  it('is there where there was none; a log that was left beside it is none of its own', async () => {
    await since(async (store) => {
      await store.budgets.set({ kind: 'userDefault' }, usd(9n), ANNA, at(1));
      copyFileSync(`${file}-wal`, join(path, 'wal'));
    });
    rmSync(file);
    copyFileSync(join(path, 'wal'), `${file}-wal`);
    rmSync(join(path, 'wal'));
    expect(await restore()).toMatchObject({ kept: null, lost: null });
    expect(names()).toEqual(['ledger.db', 'ledger.db.left-wal']);
    const store = await opened();
    expect((await store.budgets.list())[0]?.amount).toBe(5n);
    expect(await store.check()).toEqual([]);
  });

  it('has what stood in the log of a snapshot, which was taken while a server ran', async () => {
    const snapshot = join(path, 'copy.db.snapshot');
    const store = await openStore(file, { now: NOW_MS });
    await store.budgets.set({ kind: 'userDefault' }, usd(9n), ANNA, at(1));
    for (const suffix of ['', '-wal']) copyFileSync(file + suffix, snapshot + suffix);
    store.close();
    await restore({}, snapshot);
    expect((await (await opened()).budgets.list())[0]?.amount).toBe(9n);
  });

  it('is the file that the name leads to', async () => {
    const real = join(path, 'real.db');
    copyFileSync(file, real);
    rmSync(file);
    symlinkSync(real, file);
    const { kept } = await restore();
    expect(kept).toMatch(/real\.db\.replaced-/);
    expect(statSync(real).ino).toBe(statSync(file).ino);
  });

  it('is of this version, whatever version the copy is of', async () => {
    const old = unpacked('m5-2026-11-25');
    const before = sql(old).prepare('SELECT count(*) FROM audit').pluck().get();
    rmSync(file);
    await restore({}, old);
    const store = await opened();
    expect(store.migration.applied).toBe(0);
    expect(await store.audit.count({})).toBe(Number(before) + 1);
    expect(await verifyAudit(askingOf(store))).toMatchObject({ broken: null, checked: Number(before) + 1 });
  });
});

describe('restoring is refused', () => {
  const untouched = async (work: () => Promise<unknown> | unknown, words: RegExp, code: string) => {
    const before = existsSync(file) ? readFileSync(file) : null;
    await expect((async () => work())()).rejects.toMatchObject({
      message: expect.stringMatching(words),
      code,
    });
    expect(existsSync(file) ? readFileSync(file).equals(before ?? Buffer.alloc(0)) : true).toBe(true);
    expect(names().filter((name) => /replaced|unfinished/.test(name))).toEqual([]);
  };

  it('while another process has the ledger open, though it is idle', async () => {
    const server = other('holding.ts', file);
    await once(server, 'message');
    await untouched(() => restore(), /is in use: a server or a command has it open.*Stop the server/, 'busy');
    await untouched(() => restore({ force: true }), /is in use/, 'busy');
    server.kill('SIGKILL');
    await once(server, 'exit');
    expect(await restore()).toMatchObject({ lost: 0 });
  });

  it('while this process has it open, and while a sync of another machine holds it', async () => {
    const store = await openStore(file, { now: NOW_MS });
    const inUse = { code: 'busy', message: expect.stringMatching('is in use') };
    await expect(restore()).rejects.toMatchObject(inUse);
    const until = new Date().toISOString();
    await store.lease.acquire('another-host:77:0:0', until, 20_000);
    store.close();
    await expect(restore()).rejects.toThrow(/a sync holds it \(another-host:77:0:0\) until/);
    expect(names()).toEqual(['ledger.db']);
    expect(await restore({ force: true })).toMatchObject({ lost: 0 });
  });

  it('is not, by a lease of a clock that was ahead', async () => {
    await since((store) => store.lease.acquire('another-host:77:0:0', '2099-01-01T00:00:00.000Z', 20_000));
    expect(await restore()).toMatchObject({ lost: 0 });
  });

  const look = (from: string, expected = {}, force = false) => lookAtCopy(from, file, expected, force);
  it.each<[string, () => unknown, RegExp, string]>([
    ['there is none', () => look(join(path, 'none.db')), /there is no file/, 'unusable'],
    ['it is the ledger itself', () => look(file), /is the ledger itself/, 'unusable'],
    ['it was never finished', () => look(half()), /never finished/, 'unusable'],
    ['it is a part of a file', () => look(part()), /damaged|cannot be read/, 'unusable'],
    ['it is no ledger', () => look(text()), /cannot be read as a ledger/, 'unusable'],
    ['it is damaged', () => look(damaged()), /is damaged/, 'unusable'],
    ['it is of a newer version', () => look(newer()), /newer version/, 'unusable'],
    [
      'it is of another payer',
      () => look(copy, { payerAccountId: '999999999999' }),
      /payer account 111122223333/,
      'conflict',
    ],
    ['it is of another world', () => look(copy, { simulated: false }), /a simulated payer/, 'conflict'],
  ])('where %s', async (_, work, words, code) => {
    await untouched(work, words, code);
  });
  it('is not for another payer, where that is meant', () => {
    expect(look(copy, { payerAccountId: '999999999999' }, true)).toMatchObject({ identity: PAYER });
  });

  it('where there is no room for it beside the ledger', async () => {
    await untouched(() => restore({ roomIn: () => 1000 }), /has room for 1 MB/, 'unusable');
  });
  it('and leaves the ledger as it was where the disk is full in the middle', async () => {
    const tell = () => {
      throw new Error('ENOSPC: no space left on device');
    };
    await untouched(() => restore({ pagesAtOnce: 5, tell }), /ENOSPC.*Nothing was changed/, 'unusable');
    seize(file, false)?.release();
    expect(await (await opened()).check()).toEqual([]);
  });

  function half(): string {
    copyFileSync(copy, `${copy}.0123abcd.unfinished`);
    return `${copy}.0123abcd.unfinished`;
  }
  function part(): string {
    writeFileSync(join(path, 'copy.db.part'), readFileSync(copy).subarray(0, 100_000));
    return join(path, 'copy.db.part');
  }
  function text(): string {
    writeFileSync(join(path, 'copy.db.txt'), 'no ledger');
    return join(path, 'copy.db.txt');
  }
  function damaged(): string {
    const page = Number(
      sql(copy).prepare("SELECT rootpage FROM sqlite_master WHERE name = 'alerts'").pluck().get(),
    );
    const bytes = readFileSync(copy);
    bytes.fill(0xff, (page - 1) * 4096, page * 4096);
    writeFileSync(copy, bytes);
    return copy;
  }
  function newer(): string {
    sql(copy).exec("INSERT INTO __drizzle_migrations (hash, created_at) VALUES ('later', 9)");
    return copy;
  }
});
