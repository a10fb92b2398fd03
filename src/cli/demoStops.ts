import { teamOf } from '../app/people/team.ts';
import { releaseStop } from '../app/stop/reprieve.ts';
import type { Context } from '../context.ts';
import { plainTerms } from '../core/budgets.ts';
import { roundTo } from '../core/money.ts';
import { DAY_MS, dayOf, instantOf, monthOf, monthRange } from '../core/periods.ts';
import type { Money } from '../core/types.ts';
import { runSync } from '../jobs/sync.ts';
import { askingOf } from './asking.ts';
import type { DemoPersona } from './demoPeople.ts';
import { withProgress } from './output.ts';

/** What the demo shows of stops: somebody who is warned, somebody who is stopped, and somebody who was released again. */

/** Per cent of what they spent so far: the limit of whoever is warned, and of whoever is stopped. */
const WARNED = 104n;
const STOPPED = 70n;
/** What somebody has to have spent for a limit of theirs to say something: a dollar. */
const ENOUGH = 10_000_000_000n;

/** Once in a ledger: whoever keeps one finds it as they left it. @param days that were collected */
export async function showStops(
  context: Context,
  personas: readonly DemoPersona[],
  days: number,
): Promise<void> {
  const { store, clock } = context;
  if ((await store.stops.list({ limit: 1 })).length > 0) return;
  const asking = askingOf(context);
  const now = clock.now();
  const rows = await store.spend.amounts({
    range: monthRange(monthOf(dayOf(now))),
    groupBy: ['user'],
    basis: 'best',
    filter: {},
    scope: 'all',
  });
  const spent = new Map(rows.map(({ keys, amount }) => [keys[0] ?? '', amount]));
  const isOne = new Set(personas.map(({ email }) => email));
  const most = [...spent].sort(([, a], [, b]) => (a > b ? -1 : 1));
  const others = most.flatMap(([email, amount]) =>
    email !== '' && amount >= ENOUGH && !isOne.has(email) ? email : [],
  );
  const of = (key: DemoPersona['key']) => personas.find((one) => one.key === key)?.email ?? '';
  const team = (await teamOf(asking, of('manager')))?.members ?? [];
  const stopped = others.find((email) => team.includes(email)) ?? others[0];
  const released = others.find((email) => email !== stopped);
  const limits = [
    [of('user'), WARNED],
    [stopped, STOPPED],
    [released, STOPPED],
  ] as const;
  for (const [email, percent] of limits) {
    const amount = spent.get(email ?? '') ?? 0n;
    if (email === undefined || amount < ENOUGH) continue;
    const slot = { scope: { kind: 'user', key: email }, period: 'month', narrowing: null } as const;
    // Whole cents, as amounts are typed: what is exported of it can be handed in again.
    const limit = roundTo(((amount * percent) / 100n) as Money, 2);
    const terms = { ...plainTerms(limit), hard: true };
    // Since before its history begins, so that the dry run of the month before has something to say.
    const from = dayOf(now - days * DAY_MS);
    await store.budgets.apply([{ do: 'set', slot, terms, from }], asking.actor, instantOf(now));
  }
  await withProgress(true, (progress) => runSync({ ...context, progress }, ['enforce']));
  const undone = (await store.stops.going()).find(({ scopeKey }) => scopeKey === released);
  if (undone === undefined) return;
  await releaseStop(asking, undone.id, { reason: 'demo: a launch', hours: '24' });
  await withProgress(true, (progress) => runSync({ ...context, progress }, ['enforce', 'deliver']));
}
