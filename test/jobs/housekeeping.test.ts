import { afterEach, expect, it } from 'vitest';
import { money, ZERO } from '../../src/core/money.ts';
import { DAY_MS, instantOf } from '../../src/core/periods.ts';
import { inPieces } from '../../src/jobs/housekeeping.ts';
import { dueJobs } from '../../src/jobs/scheduler.ts';
import { runSync } from '../../src/jobs/sync.ts';
import { ofMonth } from '../alertOf.ts';
import { type Bench, bench, NOW } from './setup.ts';

let b: Bench;
afterEach(() => b?.close());

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
  // That a token was revoked 31 days ago was written after what stays, and stays with it: what is left is one chain.
  const stays = before.filter(({ at, action }) => at >= days(-30) || action === 'token.revoke');
  expect(after.slice(1)).toEqual(stays);
  expect(after[0]?.before).toMatchObject({ entries: 1, olderThan: days(-30), through: 1, signature: null });
  expect((await b.store.tokens.all()).map(({ id }) => id).sort()).toEqual(['expired', 'revoked']);
  expect(await b.store.sessions.end('over', WHO, days(0))).toBe(false);
  expect(await b.store.sessions.end('alive', WHO, days(0))).toBe(true);
});

it('takes away the groups of sign-ins that no longer count, so that what is shown is what decides', async () => {
  b = await bench();
  const { store } = b;
  const signIn = (email: string, at: string, groups: string[]) =>
    store.sessions.open(
      { hash: email, id: email, email, createdAt: at, expiresAt: days(99), address: '', agent: '' },
      { ...FACTS, email, name: 'Ann', groups },
      { id: email },
    );
  await signIn('ann@example.com', instantOf(NOW - 30 * DAY_MS - 1), ['finops', 'staff']);
  await signIn('ben@example.com', days(-30), ['finops']);
  await signIn('cy@example.com', days(-40), ['staff']);
  for (const email of ['ann@example.com', 'cy@example.com'])
    await store.people.learn('identityCenter', [{ ...FACTS, email, groups: ['staff'] }], {
      complete: false,
      actor: WHO,
      now: days(-20),
    });
  const entries = await store.audit.count({ action: 'person' });
  const shown = async () => (await store.people.list()).map(({ email, groups }) => [email, groups]);
  expect(await shown()).toContainEqual(['ann@example.com', ['finops', 'staff']]);
  const { runs } = await runSync(b.deps, ['housekeeping']);
  expect(runs).toMatchObject([{ status: 'ok', rows: 2, errors: [] }]);
  expect(await shown()).toEqual([
    ['ann@example.com', ['staff']],
    ['ben@example.com', ['finops']],
    ['cy@example.com', ['staff']],
  ]);
  for (const [email, groups] of await shown())
    expect(await store.people.viewerFacts(email as string, days(0))).toMatchObject({ groups });
  // What else the sign-in said stays, and so does whoever is signed in.
  expect((await store.people.details('ann@example.com'))?.said.get('signIn')).toMatchObject({
    name: 'Ann',
    groups: null,
  });
  expect(await store.sessions.end('ann@example.com', WHO, days(0))).toBe(true);
  // Of Cy nothing changes that anybody is shown.
  expect(await store.audit.count({ action: 'person' })).toBe(entries + 1);
  expect(await store.audit.list({ limit: 1, action: 'person' })).toMatchObject([
    {
      actor: 'job:housekeeping',
      via: 'job',
      action: 'person.change',
      subject: 'user:ann@example.com',
      reason: 'last sign-in more than 30 days ago',
      before: { groups: 'finops, staff' },
      after: { groups: 'staff' },
    },
  ]);
  expect((await runSync(b.deps, ['housekeeping'])).runs).toMatchObject([{ rows: 0 }]);
  // The next sign-in tells them again.
  await signIn('ann@example.com', days(1), ['finops']);
  expect(await shown()).toContainEqual(['ann@example.com', ['finops', 'staff']]);
});

it('forgets runs and alerts by their days, but no alert of a month that is judged still', async () => {
  b = await bench({
    world: { nowMs: Date.parse('2026-12-03T01:50:00.000Z') },
    settings: { auditDays: 30, runDays: 7 },
  });
  const { store, deps } = b;
  const taken = await store.lease.acquire('test', instantOf(NOW), 60_000);
  const lease = 'lease' in taken ? taken.lease : expect.unreachable();
  for (const started of ['2026-11-01', '2026-11-25', '2026-11-27'])
    await store.runs.start(lease, 'usage', `${started}T00:00:00.000Z`);
  const { budget } = await store.budgets.set({ kind: 'userDefault' }, money('5'), WHO, days(-60));
  const crossing = (month: string, crossedAt: string) =>
    ofMonth({
      budgetId: budget.id,
      scopeKind: 'user' as const,
      scopeKey: WHO.id,
      version: 1,
      month,
      thresholdPercent: 80,
      spent: money('4'),
      budget: money('5'),
      cautious: ZERO,
      unpricedTokens: 0n,
      label: 'estimated' as const,
      staleSince: null,
      crossedAt,
      send: [],
    });
  await store.alerts.record(
    lease,
    [
      crossing('2026-10', '2026-10-31T23:00:00.000Z'),
      // More than 30 days ago, and November is judged until its bill counts.
      crossing('2026-11', '2026-11-01T00:30:00.000Z'),
    ],
    instantOf(NOW),
  );
  await store.lease.release(lease);
  const { runs } = await runSync(deps, ['housekeeping']);
  expect(runs).toMatchObject([{ status: 'ok', errors: [] }]);
  expect((await store.runs.list({ limit: 9, job: 'usage' })).map(({ startedAt }) => startedAt)).toEqual([
    '2026-11-27T00:00:00.000Z',
  ]);
  expect((await store.alerts.recorded(['2026-10-01'])).length).toBe(0);
  expect((await store.alerts.recorded(['2026-11-01'])).length).toBe(1);
});

it('takes a bounded part of what there is in one run, and says that there is more', async () => {
  let there = 12_000_000;
  const forget = async (limit: number) => {
    const gone = Math.min(limit, there);
    there -= gone;
    return gone;
  };
  expect(await inPieces({}, forget, 1_000_000)).toEqual({ gone: 5_000_000, left: true });
  expect(await inPieces({}, forget, 1_000_000)).toEqual({ gone: 5_000_000, left: true });
  expect(await inPieces({}, forget, 1_000_000)).toEqual({ gone: 2_000_000, left: false });
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
