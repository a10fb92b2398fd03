import { operator } from '../../core/access.ts';
import { JUDGED_DAYS, type Jump, judging, LEAST_JUMP, READ_DAYS } from '../../core/habit.ts';
import { jumpOccasions, knownUntil, lastKnownDay, type ToldJump } from '../../core/occasions/jumps.ts';
import type { Occasion } from '../../core/occasions/settle.ts';
import { addDays, dayOf } from '../../core/periods.ts';
import type { Day } from '../../core/types.ts';
import type { Asking } from '../asking.ts';
import { driversIn } from '../budgets/drivers.ts';
import { readNames } from '../names.ts';

/** Who spends far beyond their habit now. */

type Looking = Pick<Asking, 'store' | 'settings' | 'now'>;
type Found = Jump & { user: string };

/** @returns null where all that is known is old: then nothing begins, and nothing is over */
export async function jumpsNow(looking: Looking): Promise<Occasion[] | null> {
  const { store, settings, now } = looking;
  const until = knownUntil(await store.freshness.all(), now);
  if (until === null) return null;
  const [today, through] = [dayOf(now), lastKnownDay(until)];
  const endExclusive = addDays(through, 1);
  const days = await store.spend.daily({
    range: { start: addDays(endExclusive, -READ_DAYS), endExclusive },
    recent: { start: addDays(through, -JUDGED_DAYS), endExclusive },
    least: LEAST_JUMP,
  });
  const judge = judging(today, through);
  const found: Found[] = [];
  for (const [user, history] of days) {
    const verdict = judge(history);
    if (verdict.kind === 'stale') return null;
    if (verdict.kind === 'jump') found.push({ ...verdict, user });
  }
  const told = found.length === 0 ? [] : await toldOf(looking, found);
  return jumpOccasions(told, { until, toManagerAbove: settings.notify.jumps.toManagerAbove });
}

/** What each is told with: the days of those who jumped alone are read, those of one day together. */
async function toldOf(looking: Looking, found: readonly Found[]): Promise<ToldJump[]> {
  const { store } = looking;
  const asking = {
    ...looking,
    ...{ viewer: operator('job:notices'), actor: { id: 'job:notices', via: 'job' as const } },
    noteAsked: () => {},
  };
  const people = new Map(
    (await store.people.some(found.map(({ user }) => user))).map(({ email, name }) => [email, name]),
  );
  const drivers = await driversIn(
    asking,
    found.map(({ user, day }) => ({
      ...{ id: user, whom: { kind: 'user' as const, key: user }, narrowing: null },
      range: { start: day, endExclusive: addDays(day, 1) },
    })),
    ['model', 'profile'],
  );
  const arns = [...drivers.values()].flatMap(({ profile }) => profile?.key || []);
  const names = await readNames(asking, arns);
  const estimated = await estimatedOn(looking, found);
  return found.map((jump) => {
    const { model, profile } = drivers.get(jump.user) ?? {};
    const arn = profile?.key ?? '';
    return {
      ...jump,
      userName: people.get(jump.user) ?? '',
      isEstimated: estimated.has(jump.user),
      model: model === undefined ? '' : names.model(model.key),
      profile: arn === '' ? '' : names.profile(arn).name,
      region: arn.split(':')[3] ?? '',
    };
  });
}

/** Whose day is not all billed. */
async function estimatedOn({ store }: Looking, found: readonly Found[]): Promise<ReadonlySet<string>> {
  const estimated = new Set<string>();
  const byDay: Map<Day, Found[]> = Map.groupBy(found, ({ day }) => day);
  for (const [day, some] of byDay) {
    const { rows } = await store.spend.brief({
      range: { start: day, endExclusive: addDays(day, 1) },
      groupBy: ['user'],
      basis: 'best',
      filter: { user: some.map(({ user }) => user) },
      scope: 'all',
      unowned: 'left',
    });
    for (const { keys, label } of rows)
      if (label === 'estimated' || label === 'mixed') estimated.add(keys[0] ?? '');
  }
  return estimated;
}
