import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAws } from '../../src/aws/factory.ts';
import { readConfig } from '../../src/config.ts';
import type { JobName } from '../../src/core/runs.ts';
import type { Settings } from '../../src/core/settings.ts';
import { runSync, type SyncDeps } from '../../src/jobs/sync.ts';
import { type SimulatorOptions, startSimulator } from '../../src/simulator/server.ts';
import { openStore } from '../../src/store/open.ts';

/** A simulated AWS, a ledger of its own and everything wired as the product does, at one frozen moment. */

export const NOW = Date.parse('2026-11-24T14:05:00Z');
const CREDENTIALS = { accessKeyId: 'AKIASIMULATED0000000', secretAccessKey: 'simulated' };
const ROLE = (accountId: string) => ({
  accountId,
  roleArn: `arn:aws:iam::${accountId}:role/bedrock-ledger-reader`,
  externalId: null,
});

/** @param filled a ledger to begin with a copy of; an empty one when left out */
export async function openWorld(
  options: SimulatorOptions = {},
  change: Partial<Settings> = {},
  filled: string | null = null,
) {
  const simulator = await startSimulator({ seed: 7, users: 12, days: 40, nowMs: NOW, speed: 0, ...options });
  const folder = mkdtempSync(join(tmpdir(), 'bedrock-ledger-test-'));
  const clock = { now: () => simulator.clock.now() };
  const settings: Settings = {
    ...readConfig({}),
    simulated: true,
    payer: { accountId: '111122223333', roleArn: null, externalId: null },
    accounts: ['222233334444', '333344445555'].map(ROLE),
    regions: ['us-east-1', 'us-west-2', 'ap-northeast-1'],
    backfillDays: options.days ?? 40,
    ...change,
  };
  const file = join(folder, 'ledger.db');
  if (filled !== null) copyFileSync(filled, file);
  const store = await openStore(file, { now: NOW, attribution: settings.attribution });
  const clientOptions = { endpoint: simulator.url, credentials: CREDENTIALS };
  const awsFactory = createAws({
    accounts: settings.accounts,
    payer: settings.payer,
    ceiling: settings.awsChargeCeiling,
    clock,
    clientOptions,
    sleep: async () => undefined,
  });
  const deps: SyncDeps = {
    store,
    awsFactory,
    clock,
    settings,
    notifiers: [],
    progress: { start() {}, step() {}, done() {} },
  };
  return {
    simulator,
    file,
    store,
    deps,
    settings,
    clock,
    credentials: CREDENTIALS,
    sync: (jobs?: readonly JobName[]) => runSync(deps, jobs),
    async close() {
      store.close();
      await simulator.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
