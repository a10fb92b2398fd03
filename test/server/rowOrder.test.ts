import { expect, it } from 'vitest';
import { namesOf } from '../../src/app/names.ts';
import { ALL_SHOWN } from '../../src/app/spend/groups.ts';
import { reportSpend } from '../../src/app/spend/report.ts';
import { money } from '../../src/core/money.ts';
import { workOutForecasts } from '../../src/jobs/forecasts.ts';
import type { JobContext } from '../../src/jobs/job.ts';
import { groupTable } from '../../src/server/spend/groupTable.ts';
import type { Frame } from '../../src/ui/layout.tsx';
import { messagesOf } from '../../src/ui/messages/index.ts';
import { askingOf } from '../asking.ts';
import { leaseOf, NOW, NOW_MS, open, spendRow, usd } from '../store/setup.ts';

/** Rows of spend are ordered, and added up, without their cells: by what these would say. */

const MONTH = { start: '2026-11-01', endExclusive: '2026-12-01' };
const DOLLAR = 10_000_000_000n;
const PEOPLE = ['ann', 'bob', 'carl', 'dora', 'eve'].map((name) => `${name}@example.com`);
const frame = {
  ...{ locale: 'en', m: messagesOf('en'), theme: 'auto', simulated: false, visitor: null },
  ...{ nav: [], path: '/users', query: {}, assets: { css: '', js: '' } },
} as const satisfies Frame;

/** Some over their budget, within it or without one, one with a budget of nothing, one whose tokens have no price. */
async function company() {
  const store = await open();
  const lease = await leaseOf(store);
  for (let at = 1; at <= 19; at += 1) {
    const day = `2026-11-${String(at).padStart(2, '0')}`;
    const rows = PEOPLE.map((userEmail, i) => {
      const amount = usd(i === 4 ? 0n : DOLLAR * BigInt(1 + ((at * (i + 2)) % 7)));
      const priced = { amount, billed: amount, estimated: amount };
      const unpriced = { label: 'estimated', rateSource: null, tokens: 70n } as const;
      return spendRow({ day, userEmail, ...priced, tokens: BigInt(at + i), ...(i > 2 ? unpriced : {}) });
    });
    await store.spend.replaceDay(lease, day, rows, [], '');
  }
  for (const [i, limit] of ['30', '60.5', '1000', '0'].entries())
    await store.budgets.set({ kind: 'user', key: PEOPLE[i] ?? '' }, money(limit), { id: 'local:test' }, NOW);
  const asking = askingOf(store);
  const clock = { now: () => NOW_MS };
  await workOutForecasts({ store, lease, clock, settings: asking.settings } as unknown as JobContext);
  return asking;
}

const KNOWN = ['amount_usd', 'budget_usd', 'used_percent', 'forecast_usd', 'variance_usd', 'state'];
it.each([
  ['the running month', MONTH, [...KNOWN, 'share_percent', 'change_usd', 'tokens', 'unpriced_tokens']],
  ['other days', { start: '2026-11-03', endExclusive: '2026-11-09' }, ['amount_usd', 'tokens']],
])('of %s', async (_, range, known) => {
  const { facts } = await reportSpend(await company(), { kind: 'all' }, range, ['user'], ALL_SHOWN);
  const [one] = facts.groups;
  if (one === undefined) throw new Error('nobody is shown');
  const look = { reasons: true, linked: {}, about: 'people', part: null } as const;
  const ownerOf = () => ({ address: '', name: '' });
  const table = groupTable(facts, one, frame, namesOf([], []), { ...look, ownerOf });
  const rows = table.rows.filter(({ pinned }) => pinned !== true);
  expect(rows).toHaveLength(PEOPLE.length);
  for (const { key, cells, sortOf } of rows) {
    const said = table.columns.map(({ key: column }, i) => [key, column, cells[i]?.sort ?? cells[i]?.text]);
    const told = table.columns.map(({ key: column }, i) => [
      ...[key, column],
      sortOf?.(column) ?? cells[i]?.sort ?? cells[i]?.text,
    ]);
    expect(told).toEqual(said);
    expect(known.filter((column) => sortOf?.(column) === undefined)).toEqual([]);
  }
});

it('a part of the rows is what it is among all of them', async () => {
  const { facts } = await reportSpend(await company(), { kind: 'all' }, MONTH, ['user'], ALL_SHOWN);
  const [one] = facts.groups;
  if (one === undefined) throw new Error('nobody is shown');
  const look = { reasons: true, linked: {}, about: 'people' } as const;
  const ownerOf = () => ({ address: '', name: '' });
  const rowsOf = (part: { limit: number; offset: number } | null) =>
    groupTable(facts, one, frame, namesOf([], []), { ...look, ownerOf, part }).rows.map(({ cells }) =>
      JSON.stringify(cells, (_, value) => (typeof value === 'bigint' ? String(value) : value)),
    );
  const all = rowsOf(null);
  expect([...rowsOf({ offset: 0, limit: 2 }), ...rowsOf({ offset: 2, limit: 2 })]).toEqual(all.slice(0, 4));
  expect(rowsOf({ offset: 4, limit: 2 })).toEqual(all.slice(4));
});
