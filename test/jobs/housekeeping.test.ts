import { afterEach, expect, it } from 'vitest';
import { DAY_MS, instantOf } from '../../src/core/periods.ts';
import { dueJobs } from '../../src/jobs/scheduler.ts';
import { runSync } from '../../src/jobs/sync.ts';
import { type Bench, bench, NOW } from './setup.ts';

let b: Bench;
afterEach(() => b.close());

const days = (count: number): string => instantOf(NOW + count * DAY_MS);
const WHO = { id: 'ann@example.com' };
const FACTS = {
  email: WHO.id,
  name: null,
  costCenter: null,
  manager: null,
  active: null,
  groups: null,
};

it('forgets what the settings no longer keep, and nothing that they keep', async () => {
  b = await bench({ settings: { auditDays: 30 } });
  for (const at of [days(-31), days(-30), days(-1)])
    await b.store.audit.record({ at, actor: WHO, action: 'export', subject: at });
  const token = (id: string, createdAt: string, expiresAt: string) =>
    b.store.tokens.create({ id, email: WHO.id, name: id, scopes: ['me'], createdAt, expiresAt }, id, WHO);
  await token('long-expired', days(-29), days(-31));
  await token('expired', days(-29), days(-30));
  await token('revoked', days(-29), days(90));
  await token('long-revoked', days(-29), days(90));
  await b.store.tokens.revoke(WHO.id, 'revoked', WHO, days(-3));
  await b.store.tokens.revoke(WHO.id, 'long-revoked', WHO, days(-31));
  for (const [id, expiresAt] of [
    ['over', days(0)],
    ['alive', days(1)],
  ] as const)
    await b.store.sessions.open(
      { hash: id, id, email: WHO.id, createdAt: days(-1), expiresAt, address: '', agent: '' },
      FACTS,
      WHO,
    );
  const before = await b.store.audit.list({ limit: 100 });
  const { runs } = await runSync(b.deps, ['housekeeping']);
  expect(runs).toMatchObject([{ job: 'housekeeping', status: 'ok', requests: 0, errors: [] }]);
  const after = await b.store.audit.list({ limit: 100 });
  expect(after[0]).toMatchObject({ actor: 'job:housekeeping', action: 'audit.forget', via: 'job' });
  // Of the two that are older, one is the entry of 31 days ago, the other that the token was revoked then.
  expect(after.slice(1)).toEqual(before.filter(({ at }) => at >= days(-30)));
  expect(after[0]?.before).toEqual({ entries: 2, olderThan: days(-30) });
  expect((await b.store.tokens.all()).map(({ id }) => id).sort()).toEqual(['expired', 'revoked']);
  expect(await b.store.sessions.end('over', WHO, days(0))).toBe(false);
  expect(await b.store.sessions.end('alive', WHO, days(0))).toBe(true);
});

it('is due once a day, by itself', async () => {
  b = await bench();
  const due = async (ms: number) =>
    dueJobs(await b.store.runs.latest(), instantOf(ms), { mirror: false, owing: false });
  expect(await due(NOW)).toContain('housekeeping');
  await runSync(b.deps, ['housekeeping']);
  expect(await due(NOW + 60_000)).not.toContain('housekeeping');
  expect(await due(NOW + DAY_MS)).toContain('housekeeping');
});
