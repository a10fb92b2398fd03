import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAws } from '../src/aws/factory.ts';
import { readConfig } from '../src/config.ts';
import { money } from '../src/core/money.ts';
import { DAY_MS, dayOf, HOUR_MS, instantOf, monthOf } from '../src/core/periods.ts';
import type { Settings } from '../src/core/settings.ts';
import { BEYOND_MS, LOOK_MS } from '../src/core/watching.ts';
import { dueJobs } from '../src/jobs/scheduler.ts';
import { runSync, type SyncDeps } from '../src/jobs/sync.ts';
import { startSimulator } from '../src/simulator/server.ts';
import { openStore } from '../src/store/open.ts';
import { type Crossing, report, type Size } from './watchingReport.ts';
import { runawayWorld } from './watchingWorld.ts';

/** A month of the default schedule on the wire: the real jobs, the real SDK, the simulator behind HTTP. */

const START = Date.parse('2026-11-01T00:00:00Z');
const BEFORE = 14;
const THRESHOLDS = [50, 80, 100];
const BUDGET_USD = 1_000;
/** As the simulator publishes. */
const PUBLISHED_MINUTES = 3;
const CREDENTIALS = { accessKeyId: 'AKIASIMULATED0000000', secretAccessKey: 'simulated' };

export async function wired(size: Size, days: number): Promise<void> {
  const { world, runaways } = runawayWorld({ seed: 1, users: size.people, days: BEFORE }, START, START, days);
  const simulator = await startSimulator({ world });
  const folder = mkdtempSync(join(tmpdir(), 'watching-'));
  const clock = { now: () => world.clock.now() };
  const settings = settingsOf(size, world.regions);
  const store = await openStore(join(folder, 'ledger.db'), { now: START });
  const deps: SyncDeps = {
    store,
    awsFactory: createAws({
      accounts: settings.accounts,
      payer: settings.payer,
      ceiling: settings.awsChargeCeiling,
      clock,
      clientOptions: { endpoint: simulator.url, credentials: CREDENTIALS },
      sleep: async () => undefined,
    }),
    clock,
    settings,
    notifiers: [],
    progress: { start() {}, step() {}, done() {} },
  };
  const began = performance.now();
  try {
    const amount = money(String(BUDGET_USD));
    await store.budgets.set({ kind: 'userDefault' }, amount, { id: 'local:bench' }, instantOf(START));
    await runSync(deps);
    for (let now = START + LOOK_MS; now < START + days * DAY_MS; now += LOOK_MS) {
      world.clock.advanceTo(now);
      const due = dueJobs(await store.runs.latest(), instantOf(now), {
        mirror: false,
        owing: (await store.alerts.due(instantOf(now), 1)).length > 0,
      });
      if (due.length > 0) await runSync(deps, due);
    }
    const operations = new Map(
      (await store.runs.awsCharges(monthOf(dayOf(START)))).map(({ operation, ...of }) => [operation, of]),
    );
    const charged = simulator.charges().total;
    const own = [...operations.values()].reduce((sum, { charge }) => sum + charge, 0n);
    const notes = [
      `the simulator's own meter says ${charged === own ? 'the same' : `${charged} and not ${own}`}`,
      `${((performance.now() - began) / 60_000).toFixed(1)} minutes of work`,
    ];
    report(size, days, operations, await crossingsOf(store, runaways, START + days * DAY_MS), notes);
  } finally {
    store.close();
    await simulator.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

function settingsOf({ ceiling }: Size, regions: readonly string[]): Settings {
  const role = (accountId: string) => ({
    accountId,
    roleArn: `arn:aws:iam::${accountId}:role/bedrock-ledger-reader`,
    externalId: null,
  });
  return {
    ...readConfig({}),
    simulated: true,
    payer: { accountId: '111122223333', roleArn: null, externalId: null },
    accounts: ['222233334444', '333344445555'].map(role),
    regions: [...regions],
    backfillDays: BEFORE,
    awsChargeCeiling: money(ceiling),
  };
}

/** What runaways crossed, by what the ledger holds in the end: their hours at the rates that the alert was worked out with. */
async function crossingsOf(
  store: SyncDeps['store'],
  runaways: ReturnType<typeof runawayWorld>['runaways'],
  end: number,
): Promise<Crossing[]> {
  const { alerts } = await store.alerts.list({ limit: 100_000, offset: 0, scope: 'all' });
  const found: Crossing[] = [];
  for (const one of runaways) {
    const own = alerts.filter(({ scopeKey }) => scopeKey === one.email);
    for (const percent of THRESHOLDS) {
      const alert = own.find(({ thresholdPercent }) => thresholdPercent === percent);
      if (alert !== undefined && Date.parse(alert.crossedAt) < one.from) continue;
      // What is over the threshold was spent since, at the runaway's rate; the last minutes were not published yet.
      const needed = (BUDGET_USD * percent) / 100;
      if (alert === undefined && one.from + (needed / one.usdPerHour) * HOUR_MS > end) continue;
      const spent = alert === undefined ? 0 : Number(alert.spent + alert.cautious) / 1e10;
      const over = spent - needed;
      found.push({
        who: one.email,
        what: `$${one.usdPerHour}/h`,
        percent,
        late: alert === undefined ? null : (over / one.usdPerHour) * 60 + PUBLISHED_MINUTES,
        promised: BEYOND_MS / 60_000,
      });
    }
  }
  return found;
}
