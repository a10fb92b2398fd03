import { expect, it } from 'vitest';
import { reportSpend } from '../../../src/app/spend/report.ts';
import { viewerFrom } from '../../../src/core/access.ts';
import { workOutForecasts } from '../../../src/jobs/forecasts.ts';
import type { JobContext } from '../../../src/jobs/job.ts';
import { askingOf } from '../../asking.ts';
import { leaseOf, NOW, NOW_MS, open, spendRow, usd } from '../../store/setup.ts';

const MONTH = { start: '2026-11-01', endExclusive: '2026-12-01' };
const DOLLAR = 10_000_000_000n;
const [ANN, BOB, EVE] = ['ann@example.com', 'bob@example.com', 'eve@example.com'];

it('whoever is of no team is among nobody’s others, however forecasts are kept', async () => {
  const store = await open();
  const lease = await leaseOf(store);
  for (let at = 1; at <= 19; at += 1) {
    const day = `2026-11-${String(at).padStart(2, '0')}`;
    const row = (userEmail: string, costCenter: string, dollars: number) => {
      const amount = usd(DOLLAR * BigInt(dollars));
      return spendRow({ day, userEmail, costCenter, amount, billed: amount, estimated: amount });
    };
    const ofAnn = [row(ANN, 'CC-1', at), row(ANN, 'CC-2', 1 + ((at * 5) % 7))];
    // Of days as few as Bob's no end is told: what is spent already stands in for it.
    const rows = [...ofAnn, row(EVE, 'CC-1', 1), ...(at > 16 ? [row(BOB, 'CC-1', 3)] : [])];
    await store.spend.replaceDay(lease, day, rows, [], '');
  }
  const person = (email: string, manager: string | null) => ({
    ...{ email, name: null, costCenter: '', manager, active: true, groups: [] },
  });
  await store.people.learn('file', [person(ANN, null), person(BOB, ANN), person(EVE, null)], {
    ...{ complete: true, actor: { id: 'local:test' }, now: NOW },
  });
  const asking = askingOf(store);
  const facts = { email: ANN, name: null, costCenter: '', groups: [], reports: [BOB], grants: [] };
  const ann = { ...asking, viewer: viewerFrom(facts, []) };
  const read = async () => {
    const found = [];
    for (const subject of [{ kind: 'team', manager: ANN }, { kind: 'all' }] as const)
      found.push((await reportSpend(ann, subject, MONTH, ['user'])).facts);
    return found;
  };
  const live = (await read()).map(({ standing }) => standing);
  const clock = { now: () => NOW_MS };
  await workOutForecasts({ store, lease, clock, settings: asking.settings } as unknown as JobContext);
  const kept = await read();
  // What is kept says the same as the days that it was made of.
  expect(kept.map(({ standing }) => standing)).toEqual(live);
  for (const { standing, groups } of kept) {
    expect(standing.forecast).not.toBeNull();
    expect(groups[0]?.answer.rows.map(({ keys }) => keys[0])).toEqual([ANN, BOB]);
    expect(groups[0]?.expectedOfOthers).toBeNull();
  }
});
