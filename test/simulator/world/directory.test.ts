import { describe, expect, it } from 'vitest';
import type { Directory, DirectoryUser } from '../../../src/simulator/types.ts';
import { people } from '../../../src/simulator/world/company.ts';
import { directoryAt } from '../../../src/simulator/world/directory.ts';
import { DAY, NOW, profilesOf, worldAt } from './support.ts';

const at = (now: number, seats = 1000, seed = 1) => directoryAt(seed, seats, now);
const group = (directory: Directory, name: string) => {
  const ids = new Set(directory.groups.find((each) => each.name === name)?.memberIds);
  return directory.users.filter(({ userId }) => ids.has(userId));
};
/** How many managers stand above somebody; fails on a circle. */
function depth(user: DirectoryUser, byId: ReadonlyMap<string, DirectoryUser>): number {
  let steps = 0;
  for (let one = user; one.managerId !== undefined; steps++) {
    if (steps > 5) throw new Error(`a circle above ${user.email}`);
    const above = byId.get(one.managerId);
    if (!above) throw new Error(`nobody is ${one.managerId}`);
    one = above;
  }
  return steps;
}

describe('the directory', () => {
  const directory = at(NOW);
  const byId = new Map(directory.users.map((user) => [user.userId, user]));

  it('holds who works here, who left within 30 days as disabled, and nobody else', () => {
    const local = (email: string) => email.toLowerCase();
    const everybody = people(1, 1000, NOW).filter(({ joined }) => joined <= NOW);
    const here = everybody.filter(({ left }) => left === null || left > NOW);
    const gone = everybody.filter(({ left }) => left !== null && left <= NOW && left > NOW - 30 * DAY);
    const emails = (enabled: boolean) =>
      directory.users.filter((user) => user.enabled === enabled).map(({ email }) => local(email));
    expect(emails(true).sort()).toEqual(here.map(({ email }) => email).sort());
    expect(gone.length).toBeGreaterThan(3);
    expect(emails(false).sort()).toEqual(gone.map(({ email }) => email).sort());
    expect(byId.size).toBe(directory.users.length);
  });

  it.each([
    [1, 1],
    [8, 3],
    [120, 1],
    [120, 2],
    [1000, 1],
  ])('gives everybody but one an active manager (%d people, seed %d)', (seats, seed) => {
    const { users } = at(NOW, seats, seed);
    const all = new Map(users.map((user) => [user.userId, user]));
    expect(users.filter(({ managerId }) => managerId === undefined)).toHaveLength(1);
    for (const user of users) {
      expect(depth(user, all)).toBeLessThanOrEqual(3);
      if (user.managerId !== undefined) expect(all.get(user.managerId)?.enabled).toBe(true);
    }
  });

  it('has about one manager for eight to ten people, in their own cost center but for the heads', () => {
    const reports = Map.groupBy(
      directory.users.filter(({ managerId }) => managerId !== undefined),
      ({ managerId }) => managerId as string,
    );
    const average = directory.users.length / reports.size;
    expect(average).toBeGreaterThan(8);
    expect(average).toBeLessThan(10);
    const elsewhere = directory.users.filter(
      ({ managerId, costCenter }) => managerId && byId.get(managerId)?.costCenter !== costCenter,
    );
    expect(elsewhere.length).toBe(11);
    expect(new Set(elsewhere.map(({ costCenter }) => costCenter)).size).toBe(11);
    expect(new Set(elsewhere.map((user) => depth(user, byId)))).toEqual(new Set([1]));
  });

  it('changes little in a day', () => {
    const before = new Map(at(NOW - DAY).users.map((user) => [user.userId, user.managerId]));
    const moved = directory.users.filter(
      ({ userId, managerId }) => before.has(userId) && before.get(userId) !== managerId,
    );
    expect(moved.length).toBeLessThan(20);
    expect(at(NOW)).toEqual(directory);
  });

  it('has two people of finance and two of the platform, who are active', () => {
    for (let seed = 1; seed <= 40; seed++)
      for (const [name, costCenter] of [
        ['finops', 'CC-2003 Finance'],
        ['platform-admins', 'CC-1001 Platform'],
      ] as const) {
        const members = group(at(NOW, 120, seed), name);
        expect(members.map((user) => [user.costCenter, user.enabled])).toEqual(
          Array(2).fill([costCenter, true]),
        );
      }
    expect(group(directory, 'bedrock-users')).toEqual(directory.users);
    const leads = new Set(directory.users.map(({ managerId }) => managerId).filter((id) => id !== undefined));
    expect(new Set(group(directory, 'leads').map(({ userId }) => userId))).toEqual(leads);
  });

  it('writes names as people do', () => {
    const names = directory.users.map(({ displayName }) => displayName);
    expect(names).toContain('佐藤 太郎');
    expect(names.some((name) => /^[A-Z]\w+ Müller$/.test(name))).toBe(true);
    expect(names.every((name) => /^[\p{L}\p{M}]+ [\p{L}\p{M}]+$/u.test(name))).toBe(true);
  });

  it('knows everybody’s cost center as their tags do', () => {
    const world = worldAt(NOW, { users: 120 });
    const tags = new Map(
      profilesOf(world).map((p) => {
        const tag = (key: string) => p.tags.find((t) => t.key === key)?.value ?? '';
        return [tag('UserEmail'), tag('CostCenter')];
      }),
    );
    const tagged = world.directory().users.filter(({ email, enabled }) => enabled && tags.has(email));
    expect(tagged.length).toBeGreaterThan(90);
    for (const { email, costCenter } of tagged) expect(costCenter).toBe(tags.get(email));
  });

  it.each([1, 2, 3, 4])('spells one address in capitals, of somebody who uses little (seed %d)', (seed) => {
    const world = worldAt(NOW, { users: 120, seed });
    const [odd, ...others] = world.directory().users.filter(({ email }) => email !== email.toLowerCase());
    expect(others).toEqual([]);
    const profiles = profilesOf(world);
    const truth = world.truth('2026-11-01', '2026-11-24');
    const spent = new Map<string, bigint>();
    for (const { arn, tags } of profiles) {
      const email = tags.find(({ key }) => key === 'UserEmail')?.value ?? '';
      spent.set(email, (spent.get(email) ?? 0n) + (truth.get(arn) ?? 0n));
    }
    const own = spent.get(odd?.email.toLowerCase() ?? '') ?? 0n;
    const sorted = [...spent.values()].sort((a, b) => (a < b ? -1 : 1));
    expect(own).toBeGreaterThan(0n);
    expect(own).toBeLessThan(sorted[Math.floor(sorted.length / 2)] ?? 0n);
    expect(spent.get(odd?.email ?? '')).toBeUndefined();
  });

  it('follows the clock of its world', () => {
    const world = worldAt(NOW, { users: 400 });
    const before = world.directory();
    expect(world.directory()).toBe(before);
    world.clock.advanceTo(NOW + 40 * DAY);
    expect(world.directory().users).not.toEqual(before.users);
  });
});
