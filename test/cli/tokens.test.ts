import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hashOf } from '../../src/app/credentials/secrets.ts';
import { dayOf } from '../../src/core/periods.ts';
import { openStore } from '../../src/store/open.ts';
import type { Store } from '../../src/store/types.ts';
import { ledgerAfter } from '../store/earlier.ts';
import { openCompany } from './setup.ts';

/** Tokens from the command line, and what else it writes into the audit log without changing the ledger. */

const ANN = 'ann@example.com';
let company: Awaited<ReturnType<typeof openCompany>>;
let store: Store;
beforeAll(async () => {
  company = await openCompany();
  store = await openStore(company.db, { now: company.clock.now() });
  const known = { name: null, costCenter: null, manager: null, groups: null };
  const people = [
    { ...known, email: ANN, active: true },
    { ...known, email: 'gone@example.com', active: false },
  ];
  const how = { complete: false, actor: { id: 'test' }, now: new Date(company.clock.now()).toISOString() };
  await store.people.learn('file', people, how);
});
afterAll(async () => {
  store.close();
  await company.close();
});

const create = (...more: string[]) => company.run(['tokens', 'create', '--name', 'nightly', ...more]);
const newest = async () => (await store.audit.list({ limit: 1 }))[0];

describe('tokens', () => {
  it('are made for somebody, printed once and alone, listed without their secret, and revoked', async () => {
    const made = await create('--user', ANN, '--scopes', 'spend, me', '--days', '30');
    expect(made.code).toBe(0);
    expect(made.out).toMatch(/^blt_[A-Za-z0-9_-]{43}\n$/);
    const secret = made.out.trim();
    const [token] = await store.tokens.all();
    expect(token).toMatchObject({ email: ANN, name: 'nightly', scopes: ['me', 'spend'], revokedAt: null });
    expect(Date.parse(token?.expiresAt ?? '') - Date.parse(token?.createdAt ?? '')).toBe(30 * 86_400_000);
    const until = token?.expiresAt.slice(0, 10);
    expect(made.err).toBe(
      `For ${ANN}, good until ${until} for: me, spend. The secret is shown only this once.\n`,
    );
    expect(await newest()).toMatchObject({ action: 'token.create', subject: `user:${ANN}`, via: 'cli' });
    const id = token?.id ?? '';
    const list = await company.run(['tokens', 'list']);
    for (const part of [id, ANN, 'nightly', 'me, spend', 'never']) expect(list.out).toContain(part);
    const json = JSON.parse((await company.run(['tokens', 'list', '--user', ANN, '--json'])).out);
    expect(json.tokens).toEqual([token]);
    for (const text of [list.out, JSON.stringify(json)]) {
      expect(text).not.toContain(secret);
      expect(text).not.toContain(hashOf(secret));
    }
    expect(await company.run(['tokens', 'list', '--user', 'x@example.com'])).toMatchObject({
      code: 2,
      err: expect.stringContaining('--user: "x@example.com": Nobody of this address'),
    });
    const revoked = await company.run(['tokens', 'revoke', id, '--reason', 'leaked']);
    expect(revoked).toMatchObject({ code: 0, out: `The token "nightly" of ${ANN} is revoked.\n` });
    expect(await newest()).toMatchObject({ action: 'token.revoke', reason: 'leaked' });
    expect((await company.run(['tokens', 'revoke', id])).out).toContain('was revoked before');
    expect((await company.run(['tokens', 'list'])).out).toContain('revoked');
    expect(readFileSync(company.db).includes(secret)).toBe(false);
  });

  it.each([
    [
      ['--user', 'x@example.com'],
      1,
      'the directory holds nobody with the e-mail x@example.com. People come in',
    ],
    [['--user', 'Ann@example.com'], 1, `but ${ANN}: upper and lower case count`],
    [['--user', 'gone@example.com'], 1, 'has left'],
    [['--user', ANN, '--scopes', 'spend,all'], 2, '--scopes: "all" is none of me, spend'],
    [['--user', ANN, '--scopes', ''], 2, '--scopes: "" is none of'],
    [['--user', ANN, '--days', '31'], 2, '--days: must be one of 7, 30, 90, 365'],
    [['--user', ANN, '--name', ''], 2, '--name: must have 1 to 80 characters'],
    [[], 2, '--user'],
  ])('are refused with %j in words', async (args, code, words) => {
    const before = await store.tokens.all();
    const answer = await create(...args);
    expect(answer).toMatchObject({ code, out: '' });
    expect(answer.err).toContain(words);
    expect(await store.tokens.all()).toEqual(before);
  });

  it('are not revoked by a name that nobody has', async () => {
    const answer = await company.run(['tokens', 'revoke', 'nope']);
    expect([answer.code, answer.err]).toEqual([
      1,
      'bedrock-ledger: there is no token nope: see "bedrock-ledger tokens list"\n',
    ]);
  });
});

describe('the audit log', () => {
  it.each([
    [
      ['spend', '--start', '2026-11-01', '--end-exclusive', '2026-12-01', '--csv'],
      'spend --start 2026-11-01 --end-exclusive 2026-12-01 --group-by user --basis best',
      'csv',
    ],
    [
      ['spend', '--start', '2026-11-01', '--end-exclusive', '2026-12-01', '--group-by', 'day', '--json'],
      'spend --start 2026-11-01 --end-exclusive 2026-12-01 --group-by day --basis best',
      'json',
    ],
    [['budgets', 'list', '--json'], 'budgets list', 'json'],
    [['profiles', 'list', '--json'], 'profiles list', 'json'],
  ])('holds that %j was exported', async (args, subject, format) => {
    expect(await company.run(args)).toMatchObject({ code: 0 });
    expect(await newest()).toMatchObject({
      action: 'export',
      subject,
      via: 'cli',
      actor: expect.stringMatching(/^local:./),
      after: { format, rows: 0 },
    });
  });

  it('holds nothing of what is only looked at', async () => {
    const before = await store.audit.count({});
    await company.run(['spend', '--start', '2026-11-01', '--end-exclusive', '2026-12-01']);
    await company.run(['budgets', 'list']);
    expect(await store.audit.count({})).toBe(before);
  });

  it('holds that a ledger was brought to a new version, and where its copy is', async () => {
    const file = await ledgerAfter(4);
    expect(await company.run(['migrate', '--db', file])).toMatchObject({ code: 0 });
    expect(await company.run(['migrate', '--db', file])).toMatchObject({ code: 0 });
    const ledger = await openStore(file, { now: company.clock.now() });
    const entries = await ledger.audit.list({ limit: 10 });
    ledger.close();
    expect(entries).toMatchObject([
      {
        action: 'ledger.migrate',
        subject: 'ledger',
        via: 'cli',
        after: { backup: expect.stringContaining(`${file}.backup-4-`) },
      },
    ]);
  });

  it('holds that a ledger was brought to a new version without a copy, and why', async () => {
    const file = await ledgerAfter(4);
    const { code, out, err } = await company.run(['migrate', '--no-backup', '--db', file]);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toContain('there is no copy of what it was: it was told to make none.');
    const ledger = await openStore(file, { now: company.clock.now() });
    const [entry] = await ledger.audit.list({ limit: 1 });
    ledger.close();
    expect(entry).toMatchObject({ after: { backup: 'none: it was told to make none' } });
  });

  it('holds that tags were activated in AWS, and a back-fill was asked for', async () => {
    const inactive = await openCompany({ tags: 'inactive' });
    try {
      const asked = ['doctor', '--activate-tags', '--backfill-tags', dayOf(company.clock.now()).slice(0, 7)];
      await inactive.run(asked);
      const ledger = await openStore(inactive.db, { now: company.clock.now() });
      const entries = await ledger.audit.list({ limit: 10, action: 'tags' });
      ledger.close();
      expect(entries.map(({ action, via }) => [action, via])).toContainEqual(['tags.activate', 'cli']);
      expect(entries.map(({ action, via }) => [action, via])).toContainEqual(['tags.backfill', 'cli']);
    } finally {
      await inactive.close();
    }
  }, 60_000);
});
