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
    const rows = [ANN, BOB, EVE].map((userEmail) =>
      spendRow({ day, userEmail, amount: usd(DOLLAR), billed: usd(DOLLAR), estimated: usd(DOLLAR) }),
    );
    await store.spend.replaceDay(lease, day, rows, [], '');
  }
  const person = (email: string, manager: string | null) => ({
    ...{ email, name: null, costCenter: '', manager, active: true, groups: [] },
  });
  await store.people.learn('file', [person(ANN, null), person(BOB, ANN), person(EVE, null)], {
    ...{ complete: true, actor: { id: 'local:test' }, now: NOW },
  });
  const asking = askingOf(store);
  const clock = { now: () => NOW_MS };
  await workOutForecasts({ store, lease, clock, settings: asking.settings } as unknown as JobContext);
  const facts = { email: ANN, name: null, costCenter: '', groups: [], reports: [BOB], grants: [] };
  const ann = { ...asking, viewer: viewerFrom(facts, []) };
  for (const subject of [{ kind: 'team', manager: ANN }, { kind: 'all' }] as const) {
    const { facts: found } = await reportSpend(ann, subject, MONTH, ['user']);
    expect(found.standing.forecast).not.toBeNull();
    expect(found.groups[0]?.answer.rows.map(({ keys }) => keys[0])).toEqual([ANN, BOB]);
    expect(found.groups[0]?.expectedOfOthers).toBeNull();
  }
});
