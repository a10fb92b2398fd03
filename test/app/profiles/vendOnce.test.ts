import Database from 'better-sqlite3';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { AwsError } from '../../../src/aws/errors.ts';
import { ZERO } from '../../../src/core/money.ts';
import { LISTS_LAG_MS } from '../../../src/core/quarantine.ts';
import type { Place } from '../../../src/core/types.ts';
import { runSync } from '../../../src/jobs/sync.ts';
import { type Bench, type Collected, collected } from '../../jobs/setup.ts';
import { retire, type VendDeps, vend as vendBy } from '../../vending.ts';
import { VENDING } from '../../vendingSettings.ts';

/** One wish is one profile, with and without further tags, however it is asked for; and what AWS no longer has is not handed out. */

const ACTOR = { id: 'local:test' };
const EMAIL = 'ann.o-smith@example.com';
const SOURCE = 'us.anthropic.claude-sonnet-4-6';
const TAGS = [
  { key: 'Project', values: ['alpha', 'beta'], required: false },
  { key: 'Environment', values: null, required: false },
];

let company: Collected;
let b: Bench;
let place: Place;
beforeAll(async () => {
  company = await collected(['profiles'], {
    world: { users: 2, days: 2 },
    settings: { backfillDays: 2, regions: ['us-east-1'], vending: { ...VENDING, tags: TAGS } },
  });
});
afterAll(() => company.remove());
beforeEach(async () => {
  b = await company.bench();
  place = { accountId: b.deps.settings.accounts[0]?.accountId ?? '', region: 'us-east-1' };
});
afterEach(() => b.close());

const aws = () => b.deps.awsFactory(ZERO);
type Changed = Partial<VendDeps['aws']['bedrock']>;
const awsWith = (change: (bedrock: VendDeps['aws']['bedrock']) => Changed): VendDeps['aws'] => {
  const all = aws();
  return { ...all, bedrock: { ...all.bedrock, ...change(all.bedrock) } };
};
const wanted = (tags: Record<string, string>, userEmail = EMAIL) => ({
  ...place,
  userEmail,
  costCenter: 'CC-1',
  sourceId: SOURCE,
  tags,
});
const vend = (tags: Record<string, string>, with_: VendDeps['aws'] = aws(), userEmail = EMAIL) =>
  vendBy(
    { store: b.store, clock: b.clock, settings: b.deps.settings, aws: with_ },
    wanted(tags, userEmail),
    ACTOR,
  );
const inAws = () => b.simulator.world.profiles(place.accountId, place.region).length;
/** As a ledger that was put back knows nothing of what was made since. */
const forget = (arn: string) => {
  const sqlite = new Database(b.file);
  sqlite.pragma('foreign_keys = OFF');
  for (const table of ['profile_tag_values', 'profile_tags', 'profiles'])
    sqlite.prepare(`DELETE FROM ${table} WHERE arn = ?`).run(arn);
  sqlite.close();
};
const entries = async (arn: string) =>
  (await b.store.audit.list({ subject: arn, limit: 10 })).map(({ action }) => action);
describe.each([
  ['without further tags', {}, {}],
  [
    'with further tags, said in any order',
    { Project: 'alpha', Environment: 'prod' },
    { Environment: 'prod', Project: 'alpha' },
  ],
])('a wish %s', (_, tags, sameTags) => {
  it('pressed twice, in two tabs, is one profile with one entry', async () => {
    const before = inAws();
    const all = await Promise.all([vend(tags), vend(sameTags), vend(tags)]);
    const arns = new Set(all.map(({ profile }) => profile.arn));
    expect([arns.size, inAws()]).toEqual([1, before + 1]);
    const again = await vend(sameTags);
    expect([again.created, again.verified, arns.has(again.profile.arn)]).toEqual([false, true, true]);
    expect(await entries(again.profile.arn)).toEqual(['profile.create']);
  });

  it.each([false, true])(
    'that was cut off after AWS had made it is completed when asked again (a listing between: %s)',
    async (isListed) => {
      const before = inAws();
      const lost = awsWith((bedrock) => ({
        async createProfile(...asked) {
          await bedrock.createProfile(...asked);
          throw new Error('killed');
        },
      }));
      await expect(vend(tags, lost)).rejects.toThrow('killed');
      if (isListed) await runSync(b.deps, ['profiles']);
      const { profile } = await vend(sameTags);
      expect(inAws()).toBe(before + 1);
      expect(await entries(profile.arn)).toEqual(['profile.create']);
      expect((await vend(tags)).profile.arn).toBe(profile.arn);
    },
  );
});

it('the same with other further tags is another profile, and each is found again', async () => {
  const [alpha, beta, none] = [
    await vend({ Project: 'alpha' }),
    await vend({ Project: 'beta' }),
    await vend({}),
  ];
  expect(new Set([alpha, beta, none].map(({ profile }) => profile.arn)).size).toBe(3);
  await runSync(b.deps, ['profiles']);
  for (const [tags, made] of [
    [{ Project: 'alpha' }, alpha],
    [{ Project: 'beta' }, beta],
    [{}, none],
  ] as const)
    expect(await vend(tags)).toMatchObject({ created: false, profile: { arn: made.profile.arn } });
});

describe('a profile that AWS no longer has', () => {
  it('is marked with an entry, and another is made: once, however many ask', async () => {
    const { profile } = await vend({});
    b.simulator.world.deleteProfile(profile.arn);
    b.clock.advance(LISTS_LAG_MS);
    const before = inAws();
    const all = await Promise.all([vend({}), vend({}), vend({})]);
    const arns = new Set(all.map((one) => one.profile.arn));
    expect([arns.size, arns.has(profile.arn), inAws()]).toEqual([1, false, before + 1]);
    expect(await entries(profile.arn)).toEqual(['profile.missing', 'profile.create']);
    expect((await b.store.profiles.get(profile.arn))?.goneAt).not.toBeNull();
  });

  it('is not one of which AWS knows nothing yet, just after it was made', async () => {
    const { profile } = await vend({});
    let looks = 0;
    const behind = awsWith((bedrock) => ({
      hasProfile: (...asked) => (++looks < 3 ? Promise.resolve(false) : bedrock.hasProfile(...asked)),
    }));
    const before = inAws();
    expect(await vend({}, behind)).toMatchObject({
      created: false,
      verified: true,
      profile: { arn: profile.arn },
    });
    expect([inAws(), await entries(profile.arn)]).toEqual([before, ['profile.create']]);
    // Made by a request of which the answer was lost, it is not seen at once either.
    looks = 0;
    const lost = { Environment: 'lost' };
    expect(await vend(lost, behind)).toMatchObject({ created: true, verified: true });
    expect(inAws()).toBe(before + 1);
  });

  it('is not one that was deleted before AWS knew of it: it is deleted once AWS does', async () => {
    const { profile } = await vend({});
    let asked = 0;
    const behind = awsWith((bedrock) => ({
      deleteProfile: (...one) => (++asked < 3 ? Promise.resolve(false) : bedrock.deleteProfile(...one)),
    }));
    const before = inAws();
    await retire(
      { store: b.store, clock: b.clock, settings: b.deps.settings, aws: behind },
      profile.arn,
      ACTOR,
    );
    expect([asked, inAws()]).toEqual([3, before - 1]);
  });

  it('is not what a ledger gives that was put back, of which AWS still remembers the token', async () => {
    const { profile } = await vend({});
    b.simulator.world.deleteProfile(profile.arn);
    forget(profile.arn);
    const next = await vend({});
    expect([next.created, next.verified]).toEqual([true, true]);
    expect(b.simulator.world.profiles(place.accountId, place.region).map(({ arn }) => arn)).toContain(
      next.profile.arn,
    );
    expect((await vend({})).profile.arn).toBe(next.profile.arn);
  });

  it('is followed by another, also where the ledger has forgotten the first of several', async () => {
    const { profile: first } = await vend({});
    b.simulator.world.deleteProfile(first.arn);
    b.clock.advance(LISTS_LAG_MS);
    const { profile: second } = await vend({});
    b.simulator.world.deleteProfile(second.arn);
    b.clock.advance(LISTS_LAG_MS);
    forget(first.arn);
    const third = await vend({});
    expect([first.arn, second.arn]).not.toContain(third.profile.arn);
    expect(third.verified).toBe(true);
  });

  it('is not taken for gone where AWS does not say, and whoever gets it is told', async () => {
    const { profile } = await vend({});
    const silent = awsWith(() => ({
      hasProfile: () =>
        Promise.reject(
          new AwsError('unavailable', { service: 'bedrock', operation: 'GetInferenceProfile' }, 'x', 'y'),
        ),
    }));
    expect(await vend({}, silent)).toMatchObject({
      created: false,
      verified: false,
      profile: { arn: profile.arn },
    });
    expect((await b.store.profiles.get(profile.arn))?.goneAt).toBeNull();
    const broken = awsWith(() => ({ hasProfile: () => Promise.reject(new Error('a fault of ours')) }));
    await expect(vend({}, broken)).rejects.toThrow('a fault of ours');
  });
});

describe('an account and Region', () => {
  const quota = (value: number | Error): VendDeps['aws'] => ({
    ...aws(),
    quotas: {
      profileQuota: () => (value instanceof Error ? Promise.reject(value) : Promise.resolve(value)),
    },
  });

  it('that is full by AWS itself is refused at its field, and the next one is not counted', async () => {
    const context = { service: 'bedrock', operation: 'CreateInferenceProfile' } as const;
    const full = awsWith(() => ({
      createProfile: () => Promise.reject(new AwsError('quota', context, 'ServiceQuotaExceeded', 'full')),
    }));
    await expect(vend({}, full)).rejects.toMatchObject({
      faults: [{ field: 'place', key: 'quotaUsedUp' }],
    });
    expect(await b.store.profiles.making(EMAIL, new Date(b.clock.now()).toISOString())).toEqual([]);
  });

  it('whose quota is read is kept for pages, and one that cannot be read keeps nobody from a profile', async () => {
    await vend({}, quota(77));
    const kept = async () =>
      (await b.store.profiles.quotas()).find((one) => one.accountId === place.accountId)?.quota;
    expect(await kept()).toBe(77);
    const context = { service: 'servicequotas', operation: 'GetServiceQuota' } as const;
    const away = quota(new AwsError('unavailable', context, 'x', 'y'));
    expect((await vend({}, away, 'bob@example.com')).created).toBe(true);
    expect(await kept()).toBe(77);
  });

  it('is asked for its quota once a day by the job, and not where nothing is vended', async () => {
    const asked = () => b.simulator.requests()['service-quotas:GetServiceQuota'] ?? 0;
    const before = asked();
    await runSync(b.deps, ['profiles']);
    expect(asked()).toBe(before);
    b.clock.advance(25 * 3_600_000);
    const off = { ...b.deps.settings, vending: { ...VENDING, enabled: false } };
    await runSync({ ...b.deps, settings: off }, ['profiles']);
    expect(asked()).toBe(before);
    await runSync(b.deps, ['profiles']);
    expect(asked()).toBe(before + b.deps.settings.accounts.length);
  });
});
