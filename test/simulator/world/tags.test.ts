import { describe, expect, it } from 'vitest';
import type { World } from '../../../src/simulator/types.ts';
import { cost, DAY, days, HOUR, NOW, ofModels, profilesOf, worldAt } from './support.ts';

const KEYS = [
  'UserEmail',
  'CostCenter',
  'InferenceProfile',
  'ManagedBy',
  'iamPrincipal/UserEmail',
  'iamPrincipal/CostCenter',
];
const keysOn = (world: World, day: string) =>
  new Set(world.bill(day).flatMap((line) => Object.keys(line.tags)));
const status = (world: World, key: string) => world.costAllocationTags().find((t) => t.key === key)?.status;

describe('cost allocation tags', () => {
  it('bill from the beginning when they were activated before', () => {
    expect(keysOn(worldAt(), '2026-10-05')).toEqual(new Set(KEYS));
    expect(
      worldAt()
        .costAllocationTags()
        .map((t) => t.status),
    ).toEqual(KEYS.map(() => 'Active'));
  });

  it('bill from the day after their activation, and the past stays without', () => {
    const world = worldAt(NOW, { tags: 'inactive' });
    const whole = cost(world.bill('2026-11-10'));
    expect(keysOn(world, '2026-11-10').size).toBe(0);
    expect(status(world, 'UserEmail')).toBe('Inactive');
    expect(world.setTagStatus('UserEmail', 'Active')).toBe(true);
    expect(status(world, 'UserEmail')).toBe('Active');
    world.clock.advanceTo(NOW + 6 * DAY);
    expect(keysOn(world, '2026-11-24').size).toBe(0);
    expect(keysOn(world, '2026-11-25')).toEqual(new Set(['UserEmail']));
    expect(keysOn(world, '2026-11-10').size).toBe(0);
    expect(cost(world.bill('2026-11-10'))).toBe(whole);
  });

  it('rewrite the past by a back-fill, once in 24 hours', () => {
    const world = worldAt(NOW, { tags: 'inactive' });
    const before = world.bill('2026-11-03');
    world.setTagStatus('CostCenter', 'Active');
    world.startTagBackfill('2026-11-01');
    expect(() => world.startTagBackfill('2026-11-01')).toThrow('BackfillLimitExceeded');
    expect(world.tagBackfills()).toMatchObject([{ from: '2026-11-01', status: 'PROCESSING' }]);
    expect(keysOn(world, '2026-11-03').size).toBe(0);
    world.clock.advanceTo(NOW + 3 * HOUR);
    expect(world.tagBackfills()).toMatchObject([{ from: '2026-11-01', status: 'SUCCEEDED' }]);
    expect(keysOn(world, '2026-11-03')).toEqual(new Set(['CostCenter']));
    expect(keysOn(world, '2026-10-31').size).toBe(0);
    const bare = (lines: typeof before) => lines.map((line) => ({ ...line, tags: {} }));
    expect(bare(world.bill('2026-11-03'))).toEqual(bare(before));
    world.clock.advanceTo(NOW + DAY);
    expect(() => world.startTagBackfill('2026-10-01')).not.toThrow();
  });

  it('bill no more once they are inactive', () => {
    const world = worldAt();
    world.setTagStatus('ManagedBy', 'Inactive');
    expect(keysOn(world, '2026-11-10')).not.toContain('ManagedBy');
    expect(keysOn(world, '2026-11-10')).toContain('UserEmail');
  });

  it('can be activated only a day after the first use under them', () => {
    const world = worldAt();
    expect(world.setTagStatus('Project', 'Active')).toBe(false);
    const [profile] = profilesOf(world)
      .filter((p) => p.tags.some((t) => t.key === 'UserEmail'))
      .filter((p) => (world.truth('2026-11-16', '2026-11-21').get(p.arn) ?? 0n) > 0n);
    world.setTags(profile?.arn as string, [{ key: 'Project', value: 'apollo' }], []);
    expect(status(world, 'Project')).toBeUndefined();
    world.clock.advanceTo(NOW + 4 * DAY);
    expect(status(world, 'Project')).toBe('Inactive');
    expect(world.setTagStatus('Project', 'Active')).toBe(true);
    world.clock.advanceTo(NOW + 14 * DAY);
    expect(days('2026-11-30', 5).map((day) => keysOn(world, day).has('Project'))).toContain(true);
    expect(keysOn(world, '2026-11-27')).not.toContain('Project');
  });
});

describe('the tags of a line', () => {
  it('are those of the hour of use: a bill of the past keeps the old cost center', () => {
    const world = worldAt(NOW, { users: 300, days: 100 });
    const centers = new Map<string, Set<string>>();
    for (const day of days('2026-08-20', 90))
      for (const { tags } of ofModels(world.bill(day)))
        if (tags.InferenceProfile !== undefined && tags.CostCenter !== undefined)
          centers.set(
            tags.InferenceProfile,
            (centers.get(tags.InferenceProfile) ?? new Set()).add(tags.CostCenter),
          );
    const moved = [...centers].filter(([, of]) => of.size > 1);
    expect(moved.length).toBeGreaterThan(0);
    expect(moved.length).toBeLessThan(centers.size / 10);
    const now = new Map(
      profilesOf(world).map((p) => [
        p.tags.find((t) => t.key === 'InferenceProfile')?.value,
        p.tags.find((t) => t.key === 'CostCenter')?.value,
      ]),
    );
    for (const [name, of] of moved) expect(of).toContain(now.get(name));
  });

  it('name the caller only since AWS does, April 2026', () => {
    const world = worldAt(Date.parse('2026-04-10T00:00:00Z'), { users: 60 });
    const callers = (day: string) =>
      world.bill(day).filter((line) => line.tags['iamPrincipal/UserEmail'] !== undefined).length;
    expect(callers('2026-03-31')).toBe(0);
    expect(callers('2026-04-01')).toBeGreaterThan(10);
  });

  it('name the caller where a person called, through a profile or around it', () => {
    const lines = days('2026-11-02', 5).flatMap((day) => ofModels(worldAt(NOW, { users: 120 }).bill(day)));
    const direct = lines.filter((line) => line.tags.UserEmail === undefined);
    expect(direct.some((line) => line.tags['iamPrincipal/UserEmail'] !== undefined)).toBe(true);
    expect(direct.some((line) => line.tags['iamPrincipal/UserEmail'] === undefined)).toBe(true);
    const both = lines
      .filter(({ tags }) => tags.UserEmail !== undefined && tags['iamPrincipal/UserEmail'] !== undefined)
      .map(({ tags }) => [tags['iamPrincipal/UserEmail'], tags.UserEmail]);
    expect(both.length).toBeGreaterThan(lines.length / 2);
    for (const [caller, owner] of both) expect(caller).toBe(owner);
  });
});
