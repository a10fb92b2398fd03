import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers';
import { promisify } from 'node:util';
import { expect, it, onTestFinished } from 'vitest';
import { NotBegun } from '../../src/store/errors.ts';
import { openStore } from '../../src/store/open.ts';
import { Patience, sharedWaiting } from '../../src/store/patience.ts';
import { ANNA, folder, NOW, NOW_MS, sql, usd } from './setup.ts';

/** Writing while another program writes: the call waits, the thread does not, and nothing is done twice. */

const turn = promisify(nextTurn);
const SCOPE = { kind: 'userDefault' } as const;
const BUSY = {
  code: 'busy',
  message: expect.stringMatching(/^another program writes to the ledger.*try again$/),
};

/** A ledger to which somebody else is writing: `end` ends that. */
async function heldLedger(busyMs?: number) {
  const file = join(folder(), 'ledger.db');
  const store = await openStore(file, { now: NOW_MS, ...(busyMs === undefined ? {} : { busyMs }) });
  onTestFinished(() => store.close());
  const other = sql(file);
  other.exec('BEGIN IMMEDIATE');
  return { store, end: () => other.exec('COMMIT') };
}

it('what is written is done once the other has ended, once and in turn, and reading goes on meanwhile', async () => {
  const { store, end } = await heldLedger();
  const order: string[] = [];
  const done = (name: string) => () => void order.push(name);
  const alone = store.budgets.set(SCOPE, usd(1n), ANNA, NOW).then(done('alone'));
  const unit = store
    .writing(async (ledger) => {
      order.push('unit begins');
      await ledger.budgets.set(SCOPE, usd(2n), ANNA, NOW);
    })
    .then(done('unit'));
  for (let turns = 0; turns < 50; turns++) await turn();
  expect(await store.reading((ledger) => ledger.budgets.list())).toEqual([]);
  expect([await store.budgets.list(), order]).toEqual([[], []]);
  end();
  await Promise.all([alone, unit]);
  expect(order).toEqual(['alone', 'unit begins', 'unit']);
  expect(await store.audit.count({})).toBe(2);
});

it('whoever waits too long is told so, with nothing done, and so is whoever waited behind them', async () => {
  const { store, end } = await heldLedger(20);
  let begun = 0;
  const writes = [
    store.writing(async () => {
      begun += 1;
    }),
    store.budgets.set(SCOPE, usd(1n), ANNA, NOW),
  ];
  for (const one of await Promise.allSettled(writes))
    expect(one).toMatchObject({ status: 'rejected', reason: BUSY });
  end();
  await store.budgets.set(SCOPE, usd(2n), ANNA, NOW);
  expect([begun, await store.audit.count({})]).toEqual([0, 1]);
});

it('only what did not begin is tried again: work that met a ledger that is busy itself is not', async () => {
  const { store: busy } = await heldLedger(0);
  const { store, end } = await heldLedger();
  end();
  let times = 0;
  const unit = store.writing(async (ledger) => {
    times += 1;
    await ledger.budgets.set(SCOPE, usd(1n), ANNA, NOW);
    await busy.budgets.set(SCOPE, usd(1n), ANNA, NOW);
  });
  await expect(unit).rejects.toMatchObject(BUSY);
  expect([times, await store.budgets.list()]).toEqual([1, []]);
});

it('a thread that gives way lets the other go first, and not for ever', async () => {
  const waiting = sharedWaiting();
  const [polite, serving] = [true, false].map((givesWay) => new Patience(10_000, { waiting, givesWay }));
  const order: string[] = [];
  let free = false;
  const first = serving?.untilBegun(async () => {
    if (!free) throw new NotBegun('not now', { cause: null });
    order.push('serving');
  }, Number.POSITIVE_INFINITY);
  await turn();
  const second = polite?.untilBegun(async () => void order.push('polite'), Number.POSITIVE_INFINITY);
  free = true;
  await Promise.all([first, second]);
  expect(order).toEqual(['serving', 'polite']);
  // One that waits for ever, or was ended while it waited.
  Atomics.store(new Int32Array(waiting), 0, 1);
  await polite?.untilBegun(async () => void order.push('all the same'), Number.POSITIVE_INFINITY);
  expect(order.at(-1)).toBe('all the same');
});
