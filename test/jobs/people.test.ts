import { afterEach, describe, expect, it } from 'vitest';
import type { DirectoryListing } from '../../src/aws/types.ts';
import { HOUR_MS, instantOf } from '../../src/core/periods.ts';
import { dueJobs } from '../../src/jobs/scheduler.ts';
import { defaultJobs, runSync } from '../../src/jobs/sync.ts';
import { VENDING } from '../vendingSettings.ts';
import { type Bench, bench, NOW } from './setup.ts';

/** The directory of the simulated company, read through IAM Identity Center. */

const DIRECTORY = { identityStoreId: 'd-92670f5a31', region: 'us-west-2', groups: null };

let b: Bench;
afterEach(() => b.close());
const run = async () => (await runSync(b.deps, ['people'])).runs[0];
/** The gateway answers with this instead: what no company that the simulator makes would have. */
function answer(listing: DirectoryListing): void {
  const { awsFactory } = b.deps;
  b.deps.awsFactory = (spent) => ({ ...awsFactory(spent), directory: { list: async () => listing } });
}
const person = (email: string) => ({
  email,
  name: null,
  costCenter: null,
  manager: null,
  active: true,
  groups: [],
});

describe('reading IAM Identity Center', () => {
  it('brings in everybody with cost center, manager and groups; once more it changes nothing', async () => {
    b = await bench({ settings: { directory: DIRECTORY } });
    const { users, groups } = b.simulator.world.directory();
    expect(await run()).toMatchObject({ job: 'people', status: 'ok', rows: users.length, errors: [] });
    const emailOf = new Map(users.map(({ userId, email }) => [userId, email]));
    expect((await b.store.people.list()).map(({ createdAt: _c, updatedAt: _u, ...known }) => known)).toEqual(
      users
        .map((user) => ({
          email: user.email,
          name: user.displayName,
          costCenter: user.costCenter,
          manager: emailOf.get(user.managerId ?? '') ?? null,
          active: user.enabled,
          groups: groups.filter(({ memberIds }) => memberIds.includes(user.userId)).map(({ name }) => name),
          lastSignInAt: null,
        }))
        .sort((one, other) => (one.email < other.email ? -1 : 1)),
    );
    const [entry] = await b.store.audit.list({ limit: 1 });
    expect(entry).toMatchObject({ actor: 'job:people', via: 'job', action: 'person.add' });
    const before = [await b.store.people.list(), await b.store.audit.count({ action: 'person' })];
    await run();
    expect([await b.store.people.list(), await b.store.audit.count({ action: 'person' })]).toEqual(before);
  });

  it('keeps the history of whoever has another address under the same id', async () => {
    b = await bench({ settings: { directory: DIRECTORY } });
    const listed = (email: string, userId: string, aliases: string[] = []) => ({
      ...person(email),
      userId,
      aliases,
    });
    const ben = listed('ben@example.com', 'u-2', ['shared@example.com']);
    answer({ people: [listed('elena.shah@example.com', 'u-1'), ben], skipped: [] });
    await run();
    const actor = { id: 'local:tester' };
    const now = instantOf(NOW);
    await b.store.people.grant(
      { email: 'elena.shah@example.com', role: 'finance', costCenter: '' },
      actor,
      now,
    );
    answer({ people: [listed('elena.patel@example.com', 'u-1', ['shared@example.com']), ben], skipped: [] });
    expect(await run()).toMatchObject({
      status: 'ok',
      errors: [{ slice: 'shared@example.com', error: expect.stringContaining('ben@example.com') }],
    });
    expect((await b.store.people.list()).map(({ email, active }) => [email, active])).toEqual([
      ['ben@example.com', true],
      ['elena.patel@example.com', true],
    ]);
    expect(await b.store.people.viewerFacts('elena.shah@example.com', now)).toMatchObject({
      email: 'elena.patel@example.com',
      grants: [{ role: 'finance' }],
    });
  });

  it('takes whoever it no longer names for gone, but never everybody', async () => {
    b = await bench({ settings: { directory: DIRECTORY } });
    await run();
    const active = (await b.store.people.list()).filter((one) => one.active).map(({ email }) => email);
    answer({ people: [], skipped: [{ id: 'u-1', reason: 'no address' }] });
    const failed = await run();
    expect(failed).toMatchObject({ status: 'failed', rows: 0 });
    expect(failed?.errors[0]?.error).toMatch(/d-92670f5a31.*us-west-2/);
    expect((await b.store.people.list()).filter((one) => one.active).map(({ email }) => email)).toEqual(
      active,
    );
    answer({ people: active.slice(1).map(person), skipped: [] });
    expect(await run()).toMatchObject({ status: 'ok' });
    expect(await b.store.people.get(active[0] ?? '')).toMatchObject({ active: false, groups: [] });
  });

  it('that lacks more people than leave at once is refused, stores nothing, and is taken in when forced', async () => {
    b = await bench({ world: { users: 12 }, settings: { directory: DIRECTORY } });
    await run();
    const { store } = b;
    const active = (await store.people.list()).filter((one) => one.active).map(({ email }) => email);
    const [gone = '', ...others] = active;
    await store.tokens.create(
      {
        id: 't',
        email: gone,
        name: 't',
        scopes: ['me'],
        createdAt: instantOf(NOW),
        expiresAt: instantOf(NOW + HOUR_MS),
      },
      't',
      { id: gone },
    );
    const before = [await store.people.list(), await store.tokens.all(), await store.audit.count({})];
    answer({ people: others.slice(5).map(person), skipped: [] });
    const refused = await run();
    expect(refused).toMatchObject({ status: 'failed', rows: 0, errors: [{ slice: 'people' }] });
    expect(refused?.errors[0]?.error).toContain(`6 of ${active.length} `);
    expect(refused?.errors[0]?.error).toMatch(/\b0 sessions\b.*\b1 tokens\b/);
    expect(refused?.errors[0]?.error).toContain('bedrock-ledger people sync --force');
    expect([await store.people.list(), await store.tokens.all(), await store.audit.count({})]).toEqual(
      before,
    );
    b.deps.force = true;
    expect(await run()).toMatchObject({ status: 'ok', errors: [] });
    const left = (await store.people.list()).filter((one) => one.active).map(({ email }) => email);
    expect(left).toEqual(others.slice(5));
    expect((await store.tokens.all())[0]?.revokedBy).toBe('job:people');
  });

  it('names a group that is not there as a fault, and users who cannot be taken in as no fault', async () => {
    b = await bench({ settings: { directory: { ...DIRECTORY, groups: ['finops', 'finopps'] } } });
    const wrong = await run();
    expect(wrong).toMatchObject({ status: 'partial', errors: [{ slice: 'finopps' }] });
    const groups = new Set((await b.store.people.list()).flatMap((one) => one.groups));
    expect([...groups]).toEqual(['finops']);
    const skipped = Array.from({ length: 23 }, (_, i) => ({ id: `u-${i}`, reason: 'no address' }));
    answer({ people: [person('ann@example.com')], skipped });
    b.deps.force = true;
    const noted = await run();
    expect(noted).toMatchObject({ status: 'ok' });
    expect(noted?.errors.map(({ slice }) => slice).slice(18)).toEqual(['u-18', 'u-19', '3 more users']);
    expect((await b.store.runs.latest())[0]).toMatchObject({ status: 'ok', errors: noted?.errors });
  });

  it('happens once an hour and with a whole sync, where the settings name a directory', async () => {
    b = await bench();
    expect(defaultJobs({ directory: DIRECTORY, vending: VENDING })).toContain('people');
    expect(defaultJobs({ directory: null, vending: VENDING })).not.toContain('people');
    expect(await run()).toMatchObject({
      status: 'failed',
      errors: [{ error: expect.stringContaining('directory.identityStoreId') }],
    });
    const due = async (ms: number, directory: boolean) =>
      dueJobs(await b.store.runs.latest(), instantOf(ms), { mirror: false, directory, owing: false });
    expect(await due(NOW + HOUR_MS, false)).not.toContain('people');
    expect(await due(NOW, true)).not.toContain('people');
    expect(await due(NOW + HOUR_MS, true)).toContain('people');
    b.deps.settings = { ...b.deps.settings, directory: DIRECTORY };
    await run();
    expect(await due(NOW, true)).not.toContain('people');
  });
});
