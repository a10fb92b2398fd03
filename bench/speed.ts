import Database from 'better-sqlite3';
import type { Asking } from '../src/app/asking.ts';
import { reportSpend } from '../src/app/spend/report.ts';
import { readAssets } from '../src/cli/assets.ts';
import { operator } from '../src/core/access.ts';
import { money } from '../src/core/money.ts';
import { instantOf, monthOf, monthRange } from '../src/core/periods.ts';
import { createApp } from '../src/server/app.tsx';
import { Company } from '../test/core/company.ts';
import { NOW, openWorld } from '../test/journeys/world.ts';
import { prompt } from './me.ts';

/**
 * How long the main pieces take, as ratios within one run: a machine's speed is no part of them, so that two runs can be
 * compared. `npm run bench`; nothing here passes or fails.
 */

const ROUNDS = 9;
const YESTERDAY = '2026-11-23';
const MONTH = monthRange(monthOf(YESTERDAY));

/** Median milliseconds of some rounds, after one that warms up. */
async function median(work: () => unknown, rounds = ROUNDS): Promise<number> {
  await work();
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const began = performance.now();
    await work();
    times.push(performance.now() - began);
  }
  return times.sort((a, b) => a - b)[Math.floor(rounds / 2)] ?? Number.NaN;
}

function print(title: string, rows: readonly (readonly [what: string, ms: number])[]): void {
  const base = rows[0]?.[1] ?? Number.NaN;
  console.log(`\n${title}`);
  for (const [what, ms] of rows)
    console.log(
      `  ${what.padEnd(52)} ${ms.toFixed(1).padStart(9)} ms ${(ms / base).toFixed(2).padStart(8)} ×`,
    );
}

async function days(): Promise<void> {
  const rows: [string, number][] = [];
  for (const users of [250, 500, 1000]) {
    const company = new Company({ users, days: 40 }, NOW);
    const rates = company.list();
    const inputs = { bill: company.bill(YESTERDAY), usage: company.usage(YESTERDAY) };
    rows.push([`${users} people`, await median(() => company.compute(YESTERDAY, rates, inputs))]);
  }
  print('One day computed', rows);
}

const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const began = performance.now();
  await work();
  return performance.now() - began;
};

async function ledger(): Promise<void> {
  const world = await openWorld({ users: 250, days: 60 });
  try {
    const cold = await timed(() => world.sync());
    const again = await timed(() => world.sync());
    world.simulator.clock.advanceTo(world.clock.now() + 3_600_000);
    const hourLater = await timed(() => world.sync(['profiles', 'usage', 'spend', 'alerts']));
    print('A sync of 250 people × 60 days', [
      ['the first one', cold],
      ['again, with nothing new', again],
      ['an hour later, without the bill', hourLater],
    ]);
    await questions(world);
    await pages(world);
  } finally {
    await world.close();
  }
}

type World = Awaited<ReturnType<typeof openWorld>>;

async function questions({ store, file }: World): Promise<void> {
  const plain = new Database(file, { readonly: true });
  const sum = plain
    .prepare("SELECT sum(amount) FROM spend WHERE view = 'profile' AND day >= ? AND day < ?")
    .safeIntegers(true);
  const ask = (...groupBy: Parameters<typeof store.spend.query>[0]['groupBy']) =>
    median(() => store.spend.query({ range: MONTH, groupBy, basis: 'best', filter: {}, scope: 'all' }));
  print('A question about a month', [
    ['SELECT sum(amount), for comparison', await median(() => sum.get(MONTH.start, MONTH.endExclusive))],
    ['total', await ask()],
    ['by user', await ask('user')],
    ['by user and day', await ask('user', 'day')],
    ['by profile (from the rows, not from sums of days)', await ask('profile')],
  ]);
  plain.close();
}

async function pages({ store, clock, settings }: World): Promise<void> {
  const app = createApp({
    store,
    clock,
    settings,
    operator: operator('local:bench'),
    signIn: null,
    assets: readAssets(),
    actions: { trigger: () => {}, createProfile: null, deleteProfile: null },
    policies: null,
    inbox: null,
    onError: (error) => console.error(error),
  });
  // Everybody has a budget: rows and pages of people are held against it.
  await store.budgets.set(
    { kind: 'userDefault' },
    money('250'),
    { id: 'local:bench' },
    instantOf(clock.now()),
  );
  const page = (path: string) =>
    median(async () => {
      const answer = await app.request(`http://localhost${path}`, { headers: { host: 'localhost' } });
      if (answer.status !== 200) throw new Error(`${path} answers ${answer.status}`);
      await answer.text();
    });
  const asking: Asking = {
    viewer: operator('local:bench'),
    actor: { id: 'local:bench' },
    now: clock.now(),
    store,
    settings,
    noteAsked: () => undefined,
  };
  const people = {
    range: MONTH,
    groupBy: ['user' as const],
    basis: 'best' as const,
    filter: {},
    scope: 'all' as const,
  };
  const person = (await store.spend.query(people)).rows[0]?.keys[0] ?? '';
  print('A page', [
    [
      'what the overview asks the ledger, for comparison',
      await median(() => reportSpend(asking, { kind: 'all' }, MONTH, ['costCenter', 'user', 'model'])),
    ],
    ['overview', await page('/')],
    ['users', await page('/users')],
    ['one cost center', await page(`/cost-centers/${encodeURIComponent('CC-1001 Platform')}`)],
    ['one person', await page(`/users/${encodeURIComponent(person)}`)],
    ['profiles', await page('/profiles')],
  ]);
}

print('A line for a prompt', prompt());
await days();
await ledger();
