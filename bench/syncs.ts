import { createAws } from '../src/aws/factory.ts';
import { readConfig } from '../src/config.ts';
import type { BillEntry } from '../src/core/billEntries.ts';
import { addDays, dayOf, HOUR_MS, instantOf } from '../src/core/periods.ts';
import type { JobName } from '../src/core/runs.ts';
import type { Settings } from '../src/core/settings.ts';
import type { Money } from '../src/core/types.ts';
import { runSync, type SyncDeps } from '../src/jobs/sync.ts';
import { UNTIL } from './loader.ts';
import { cpuSince } from './measure.ts';
import { startSimulator } from './programs.ts';
import { recorded, sendAgain } from './recorded.ts';
import type { Table } from './report.ts';
import { type OpenLedger, openLedger } from './serving.ts';

/** Whole syncs against the simulator, beside bare clients of the SDK that send the same requests. */

export interface SyncFigures {
  world: string;
  what: string;
  requests: number;
  /** CPU ms of this process; the simulator is another. */
  product: number;
  /** null where AWS is asked for nothing. */
  bare: number | null;
  wallMs: number;
}

const CREDENTIALS = { accessKeyId: 'AKIASIMULATED0000000', secretAccessKey: 'simulated' };
const role = (accountId: string) => ({
  accountId,
  roleArn: `arn:aws:iam::${accountId}:role/bedrock-ledger-reader`,
  externalId: null,
});

function depsOf(store: OpenLedger, url: string, days: number, clock: { now(): number }): SyncDeps {
  const settings: Settings = {
    ...readConfig({}),
    simulated: true,
    payer: { accountId: '111122223333', roleArn: null, externalId: null },
    accounts: ['222233334444', '333344445555'].map(role),
    regions: ['us-east-1', 'us-west-2', 'ap-northeast-1'],
    backfillDays: days,
  };
  const { accounts, payer } = settings;
  const clientOptions = { endpoint: url, credentials: CREDENTIALS };
  const awsFactory = createAws({ accounts, payer, ceiling: null, clock, clientOptions });
  return {
    store,
    awsFactory,
    clock,
    settings,
    notifiers: [],
    progress: { start() {}, step() {}, done() {} },
  };
}

/** @param ledger a new file, which is left with what was collected */
export async function measureSyncs(ledger: string, users: number, days: number): Promise<SyncFigures[]> {
  const simulator = await startSimulator(users, days, UNTIL);
  const store = await openLedger(ledger);
  let now = UNTIL;
  const world = `${users} people × ${days} days`;
  const figures: SyncFigures[] = [];
  try {
    const deps = depsOf(store, simulator.url, days, { now: () => now });
    const sync = async (what: string, jobs?: readonly JobName[]) => {
      let [product, wallMs] = [0, 0];
      const sent = await recorded(async () => {
        const [before, began] = [process.cpuUsage(), performance.now()];
        const { runs } = await runSync(deps, jobs);
        [product, wallMs] = [cpuSince(before), performance.now() - began];
        const failed = runs.filter(({ status }) => status !== 'ok');
        if (failed.length > 0)
          throw new Error(`${what}: ${JSON.stringify(failed.map((run) => [run.job, run.errors[0]]))}`);
      });
      const before = process.cpuUsage();
      const { failed } = await sendAgain(sent, simulator.url);
      if (failed > 0)
        throw new Error(`${what}: ${failed} of ${sent.length} requests failed when they were sent again`);
      const bare = sent.length === 0 ? null : cpuSince(before);
      figures.push({ world, what, requests: sent.length, product, bare, wallMs });
    };
    await sync('the first sync');
    await sync('again, with nothing new');
    now += HOUR_MS / 2;
    await simulator.advance(now);
    await sync('half an hour later', ['profiles', 'usage', 'spend', 'alerts']);
    const day = addDays(dayOf(UNTIL), -Math.min(5, days - 1));
    await restate(store, day, 1, now);
    await sync('one line of a day of the bill has moved', ['spend']);
    await restate(store, day, Number.POSITIVE_INFINITY, now);
    await sync('a whole day of the bill has moved', ['spend']);
    return figures;
  } finally {
    store.close();
    await simulator.stop();
  }
}

/** Raises so many lines of usage of a day by one in a hundred, as AWS restates a day. */
async function restate(store: OpenLedger, day: string, lines: number, now: number): Promise<void> {
  const taken = await store.lease.acquire('bench', new Date().toISOString(), 60_000);
  if (!('lease' in taken)) throw new Error(`held by ${taken.heldBy}`);
  const usage = (await store.charges.ofDay(day)).lines.filter(({ recordType }) => recordType === 'Usage');
  const moved: BillEntry[] = usage.map((line, i) =>
    i < lines ? { ...line, amount: ((line.amount * 101n) / 100n) as Money } : line,
  );
  await store.charges.replaceDay(taken.lease, day, 'usage', [''], moved, instantOf(now));
  await store.lease.release(taken.lease);
}

export const syncsTable = (figures: readonly SyncFigures[]): Table => ({
  title: 'Syncs against the simulator',
  words:
    'CPU ms of the process that syncs (the simulator is another); bare: clients of the SDK that send the same requests and read the answers; beyond: the difference.',
  columns: ['world', 'what', 'requests', 'CPU ms', 'bare ms', 'beyond ms', '×', 'wall ms'],
  rows: figures.map(({ world, what, requests, product, bare, wallMs }) => [
    world,
    what,
    requests,
    product,
    bare,
    product - (bare ?? 0),
    bare === null ? null : product / bare,
    wallMs,
  ]),
});
