import { describe, expect, it } from 'vitest';
import type { AppProfile, World } from '../../../src/simulator/types.ts';
import { people } from '../../../src/simulator/world/company.ts';
import { cost, DAY, days, HOUR, NOW, ofModels, PLATFORM, profilesOf, usageOf, worldAt } from './support.ts';

const tagOf = (p: AppProfile, key: string) => p.tags.find((t) => t.key === key)?.value;

describe('profiles of history', () => {
  const world = worldAt(NOW, { users: 400, days: 100 });
  const profiles = profilesOf(world);
  const truth = world.truth('2026-10-25', '2026-11-24');

  it('have names and tags that Bedrock takes', () => {
    for (const p of profiles) {
      expect(p.name).toMatch(/^([0-9a-zA-Z][ _-]?)+$/);
      expect(p.name.length).toBeLessThanOrEqual(64);
      expect(p.shortId).toMatch(/^[a-z0-9]{12}$/);
      for (const { value } of p.tags) expect(value).toMatch(/^[a-zA-Z0-9\s._:/=+@-]{1,256}$/);
    }
    const unique = (values: (string | undefined)[]) => {
      const given = values.filter((v) => v !== undefined);
      expect(new Set(given).size).toBe(given.length);
    };
    unique(profiles.map((p) => p.arn));
    unique(profiles.map((p) => tagOf(p, 'InferenceProfile')));
  });

  it('are tagged but for a few that never were, or only by hand', () => {
    const share = (some: AppProfile[]) => some.length / profiles.length;
    const untagged = share(profiles.filter((p) => p.tags.length === 0));
    expect(untagged).toBeGreaterThan(0.01);
    expect(untagged).toBeLessThan(0.05);
    const byHand = share(profiles.filter((p) => p.tags.length > 0 && !tagOf(p, 'InferenceProfile')));
    expect(byHand).toBeGreaterThan(0.02);
    expect(byHand).toBeLessThan(0.12);
  });

  it('are copied from models and system profiles that exist in their Region', () => {
    const sources = new Set([
      ...world.systemProfiles.map((s) => `${s.region}/${s.id}`),
      ...world.foundationModels.flatMap((m) => m.regions.map((region) => `${region}/${m.modelId}`)),
    ]);
    for (const p of profiles) {
      expect(sources).toContain(`${p.region}/${p.copyFrom.slice(p.copyFrom.lastIndexOf('/') + 1)}`);
      expect(p.modelArns.length).toBeGreaterThan(0);
      expect(p.modelArns.length).toBeLessThanOrEqual(5);
    }
    const routes = new Set(profiles.map((p) => /profile\/(\w+)\./.exec(p.copyFrom)?.[1]));
    expect(routes).toEqual(new Set([undefined, 'us', 'jp', 'apac', 'global']));
  });

  it('are partly idle, and remain when their owners have left', () => {
    const idle = profiles.filter((p) => !truth.has(p.arn) && p.createdAt < NOW - 40 * DAY);
    expect(idle.length).toBeGreaterThan(profiles.length / 50);
    expect(idle.length).toBeLessThan(profiles.length / 3);
    const emails = new Set(profiles.map((p) => tagOf(p, 'UserEmail')));
    const left = people(1, 400, NOW).filter((p) => p.left !== null && p.left < NOW - 40 * DAY);
    expect(left.filter((p) => emails.has(p.email)).length).toBeGreaterThan(0);
    for (const { email } of left)
      for (const p of profiles) if (tagOf(p, 'UserEmail') === email) expect(truth.get(p.arn)).toBeUndefined();
  });

  it('are made for a model the day after its launch', () => {
    const opus = profiles.filter((p) => p.copyFrom.includes('claude-opus-5-5'));
    expect(opus.length).toBeGreaterThan(20);
    expect(Math.min(...opus.map((p) => p.createdAt))).toBeGreaterThanOrEqual(
      Date.parse('2026-10-28T00:00:00Z'),
    );
  });

  it('of a thousand people fit into the quota of each account and Region', () => {
    const many = worldAt(NOW, { users: 1000 });
    const counts = many.accounts.flatMap(({ id }) =>
      many.regions.map((region) => many.profiles(id, region).length),
    );
    expect(Math.max(...counts)).toBeLessThan(1000);
    expect(Math.max(...counts)).toBeGreaterThan(300);
  });
});

describe('people', () => {
  it('come and go by seat and month, each with an address of their own', () => {
    for (const [seed, seats] of [
      [1, 120],
      [9, 1500],
    ] as const) {
      const everybody = people(seed, seats, NOW);
      expect(new Set(everybody.map((p) => p.email)).size).toBe(everybody.length);
      expect(everybody.filter((p) => p.left === null)).toHaveLength(seats);
      expect(everybody.length).toBeGreaterThan(seats * 1.05);
      for (const { email } of everybody) expect(email).toMatch(/^[a-z]+\.[a-z]+\d*@example\.com$/);
    }
  });

  it('rest at week-ends', () => {
    const world = worldAt(NOW, { users: 120 });
    // Programs run on; look at what people pay for.
    const spent = (first: string, count: number) =>
      days(first, count)
        .flatMap((day) => ofModels(world.bill(day)))
        .filter((line) => line.tags['iamPrincipal/UserEmail'] !== undefined);
    const week = Number(cost(spent('2026-11-09', 5))) / 5;
    const weekend = Number(cost(spent('2026-11-14', 2))) / 2;
    expect(weekend).toBeLessThan(week / 8);
  });

  it.each([1, 2, 3, 4, 5, 6])(
    'have one among them whose agent ran through a night, in every week (seed %d)',
    (seed) => {
      const world = worldAt(NOW, { users: 60, seed });
      for (const monday of ['2026-11-02', '2026-11-09', '2026-11-16']) {
        // A bot under a service role never sleeps either.
        const ids = new Set(profilesOf(world).map((p) => p.shortId));
        const wild = days(monday, 4).flatMap((day) => {
          const hours = new Map<string, number>();
          for (const h of usageOf(world, day))
            if (h.tokens.cacheRead > 0 && ids.has(h.modelIdDimension))
              hours.set(h.modelIdDimension, (hours.get(h.modelIdDimension) ?? 0) + 1);
          return [...hours].filter(([, n]) => n > 20);
        });
        expect(wild).toHaveLength(1);
      }
    },
  );
});

/** Makes a profile for somebody, in a world that stands at NOW. */
function made(world: World, email = 'new.person@example.com'): AppProfile {
  return world.addProfile({
    accountId: PLATFORM,
    region: 'us-east-1',
    name: 'new-person-sonnet',
    copyFrom: `arn:aws:bedrock:us-east-1:${PLATFORM}:inference-profile/global.anthropic.claude-sonnet-4-6`,
    tags: [
      { key: 'UserEmail', value: email },
      { key: 'InferenceProfile', value: 'new-person-sonnet' },
    ],
  });
}
const hoursOf = (world: World, { shortId }: AppProfile, first: string, count = 1) =>
  usageOf(world, first, count).filter((h) => h.modelIdDimension === shortId);

describe('a profile made through the API', () => {
  it('earns tokens from the next hour on, in every hour', () => {
    const world = worldAt();
    const profile = made(world);
    expect(profile.modelArns).toEqual([
      'arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-sonnet-4-6',
      'arn:aws:bedrock:::foundation-model/anthropic.claude-sonnet-4-6',
    ]);
    expect(world.findProfile(profile.shortId, PLATFORM, 'us-east-1')).toEqual(profile);
    const hours = hoursOf(world, profile, '2026-11-24').map((h) => h.hour);
    expect(hours[0]).toBe(Date.parse('2026-11-24T10:00:00Z'));
    expect(hours).toHaveLength(14);
    world.clock.advanceTo(NOW + 3 * DAY);
    const billed = ofModels(world.bill('2026-11-25')).filter((l) => l.tags.InferenceProfile === profile.name);
    expect(cost(billed)).toBe(world.truth('2026-11-25', '2026-11-26').get(profile.arn));
    expect(cost(billed)).toBeGreaterThan(0n);
    expect(billed[0]?.usageType).toContain('_Global-');
  });

  it('stops when it is deleted, and is listed no more', () => {
    const world = worldAt();
    const profile = made(world);
    world.clock.advanceTo(NOW + 3 * HOUR);
    world.deleteProfile(profile.arn);
    expect(world.findProfile(profile.arn, PLATFORM, 'us-east-1')).toBeUndefined();
    const hours = hoursOf(world, profile, '2026-11-24', 2).map((h) => new Date(h.hour).getUTCHours());
    expect(hours).toEqual([10, 11, 12]);
  });

  it('stops while its budget is exceeded', () => {
    const world = worldAt();
    const profile = made(world);
    world.clock.advanceTo(NOW + 3 * HOUR);
    world.setTags(profile.arn, [{ key: 'BudgetStatus', value: 'exceeded' }], []);
    world.clock.advanceTo(NOW + 6 * HOUR);
    world.setTags(profile.arn, [], ['BudgetStatus']);
    const hours = hoursOf(world, profile, '2026-11-24').map((h) => new Date(h.hour).getUTCHours());
    expect(hours).toEqual([10, 11, 12, 16, 17, 18, 19, 20, 21, 22, 23]);
  });

  it('earns nothing for somebody who has left, nor without an owner', () => {
    const world = worldAt();
    const gone = people(1, 30, NOW).find((p) => p.left !== null && p.left < NOW);
    const profile = made(world, gone?.email);
    const nobody = world.addProfile({
      accountId: PLATFORM,
      region: 'us-east-1',
      name: 'nobody',
      copyFrom: 'arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-micro-v1:0',
      tags: [],
    });
    expect(gone).toBeDefined();
    expect(hoursOf(world, profile, '2026-11-24', 3)).toEqual([]);
    expect(hoursOf(world, nobody, '2026-11-24', 3)).toEqual([]);
  });

  it('leaves everything else as it was', () => {
    const [touched, untouched] = [worldAt(), worldAt()];
    touched.deleteProfile(made(touched).arn);
    for (const world of [touched, untouched]) world.clock.advanceTo(NOW + 6 * DAY);
    expect(touched.bill('2026-11-26')).toEqual(untouched.bill('2026-11-26'));
  });
});
