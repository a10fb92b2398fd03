import { describe, expect, it } from 'vitest';
import { DAY, days, NOW, profilesOf, usageOf, worldAt } from './support.ts';

/** One seed, one world: whatever is random hangs on (seed, entity, UTC day) and on nothing else. */

const PAST = days('2026-10-20', 12);

describe('the past of a world', () => {
  const bills = (world: ReturnType<typeof worldAt>) => PAST.map((day) => world.bill(day));

  it('is the same for the same seed, in whatever order it is asked', () => {
    const [one, other] = [worldAt(), worldAt()];
    for (const day of [...PAST].reverse()) other.bill(day);
    expect(bills(one).map((bill) => bill.length > 0)).toEqual(PAST.map(() => true));
    expect(bills(one)).toEqual(bills(other));
    expect(usageOf(one, '2026-10-20', 12).length).toBeGreaterThan(0);
    expect(usageOf(one, '2026-10-20', 12)).toEqual(usageOf(other, '2026-10-20', 12));
    expect(profilesOf(one)).toEqual(profilesOf(other));
  });

  it('stays as it was in a world with more days of history', () => {
    const longer = worldAt(NOW, { days: 100 });
    expect(bills(longer)).toEqual(bills(worldAt()));
    expect(usageOf(longer, '2026-10-20', 12)).toEqual(usageOf(worldAt(), '2026-10-20', 12));
    expect(longer.bill('2026-08-20').length).toBeGreaterThan(0);
    expect(worldAt().bill('2026-08-20')).toEqual([]);
  });

  it.each([1, 40, 300])('stays as it was in a world that begins %d days later', (later) => {
    const younger = worldAt(NOW + later * DAY, { days: 60 + later });
    expect(bills(younger)).toEqual(bills(worldAt()));
    expect(usageOf(younger, '2026-10-20', 12)).toEqual(usageOf(worldAt(), '2026-10-20', 12));
  });

  it('stays as it was while the clock runs on', () => {
    const world = worldAt();
    const before = bills(world);
    world.clock.advanceTo(NOW + 40 * DAY);
    expect(bills(world)).toEqual(before);
  });

  it('keeps the people it has in a world with more of them', () => {
    const [small, large] = [worldAt(NOW, { users: 30 }), worldAt(NOW, { users: 90 })];
    const own = new Set(profilesOf(small).map((p) => p.arn));
    const known = new Map(profilesOf(large).map((p) => [p.arn, p]));
    expect(own.size).toBeGreaterThan(30);
    expect([...own].filter((arn) => !known.has(arn))).toEqual([]);
    for (const p of profilesOf(small)) expect(known.get(p.arn)).toEqual(p);
    const hours = (world: ReturnType<typeof worldAt>, day: string) =>
      Map.groupBy(usageOf(world, day), (h) => h.modelIdDimension);
    let days = 0;
    for (const day of PAST) {
      const [before, after] = [hours(small, day), hours(large, day)];
      // The agent that runs away in a week is drawn among all, so it may be another's.
      for (const { arn, shortId } of profilesOf(small))
        if (own.has(arn) && JSON.stringify(before.get(shortId)) !== JSON.stringify(after.get(shortId)))
          days++;
    }
    expect(days).toBeLessThanOrEqual(2);
  });

  it('is another for another seed', () => {
    expect(bills(worldAt(NOW, { seed: 2 }))).not.toEqual(bills(worldAt()));
    const emails = (seed: number) =>
      profilesOf(worldAt(NOW, { seed })).map((p) => p.tags.find((t) => t.key === 'UserEmail')?.value);
    expect(emails(2)).not.toEqual(emails(1));
  });
});
