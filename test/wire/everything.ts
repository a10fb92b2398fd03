import type { Asking } from '../../src/app/asking.ts';
import { auditPolicies } from '../../src/app/policies/audit.ts';
import { policiesInForce } from '../../src/app/policies/inForce.ts';
import { createAws } from '../../src/aws/factory.ts';
import type { Aws } from '../../src/aws/types.ts';
import { operator } from '../../src/core/access.ts';
import type { Settings } from '../../src/core/settings.ts';
import type { Money } from '../../src/core/types.ts';
import { runSync } from '../../src/jobs/sync.ts';
import type { SimulatorOptions } from '../../src/simulator/server.ts';
import { openWorld } from '../journeys/world.ts';
import { retire, vend } from '../vending.ts';

/** All that the product asks of AWS in service: sync, the directory of people, the mirror in AWS Budgets, and profiles made and removed. */

const ACTOR = { id: 'local:test' };
const SUBSCRIBERS = ['budgets@example.com'];
const DIRECTORY = { identityStoreId: 'd-92670f5a31', region: 'us-west-2', groups: null };
const dollars = (amount: number) => (BigInt(amount) * 10_000_000_000n) as Money;

interface Credentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
}
export type World = Awaited<ReturnType<typeof openWorld>>;

export const openSmallWorld = (options: SimulatorOptions = {}): Promise<World> =>
  openWorld(
    { users: 8, days: 20, ...options },
    { budgetsMirror: { enabled: true, subscribers: SUBSCRIBERS } },
  );

/** Does everything once against `endpoint`, the simulator of `world` or a proxy in front of it; fails where a job does. */
export async function doEverything(
  world: World,
  endpoint: string,
  credentials: Credentials = world.credentials,
): Promise<void> {
  const awsFactory = createAws({
    accounts: world.settings.accounts,
    payer: world.settings.payer,
    ceiling: world.settings.awsChargeCeiling,
    clock: world.clock,
    clientOptions: { endpoint, credentials },
    sleep: async () => undefined,
  });
  const settings = world.settings;
  const sync = async (jobs?: Parameters<typeof runSync>[1], change: Partial<Settings> = {}) => {
    const { runs } = await runSync({ ...world.deps, awsFactory, settings: { ...settings, ...change } }, jobs);
    const bad = runs.filter((run) => run.status !== 'ok');
    if (bad.length > 0) throw new Error(bad.map((r) => `${r.job}: ${JSON.stringify(r.errors)}`).join('\n'));
  };
  await sync();
  await sync(['people'], { directory: DIRECTORY });
  await mirrorBudgets(world, sync);
  const aws = awsFactory(0n as Money);
  await createAndDelete(world, aws);
  await readPolicies(world, aws);
  const { user, costCenter, profile } = settings.tagKeys;
  await aws.costExplorer.costAllocationTags([user, costCenter, profile]);
}

/** Creates, changes (amount and subscribers) and deletes budgets in AWS. */
async function mirrorBudgets(
  { store, clock }: World,
  sync: (jobs: readonly ['budgets'], change?: Partial<Settings>) => Promise<void>,
): Promise<void> {
  const now = new Date(clock.now()).toISOString();
  const set = async (key: string, amount: number) =>
    (await store.budgets.set({ kind: 'user', key }, dollars(amount), ACTOR, now)).budget;
  await set('ana.lopez@example.com', 100);
  const leaver = await set('li.wei@example.com', 50);
  await store.budgets.set({ kind: 'costCenter', key: 'CC-1001' }, dollars(1000), ACTOR, now);
  await sync(['budgets']);
  await set('ana.lopez@example.com', 150);
  await store.budgets.remove(leaver.id, ACTOR, now);
  await sync(['budgets'], {
    budgetsMirror: { enabled: true, subscribers: ['other@example.com', 'third@example.com'] },
  });
  await sync(['budgets'], { budgetsMirror: { enabled: true, subscribers: [] } });
}

/** One profile of a cross-Region system profile and one of a model, as both sources are offered. */
async function createAndDelete({ store, clock, settings }: World, aws: Aws): Promise<void> {
  const place = { accountId: settings.accounts[0]?.accountId ?? '', region: settings.regions[0] ?? '' };
  const catalogue = (await store.profiles.catalogue()).filter(({ region }) => region === place.region);
  const deps = { store, aws, clock, settings };
  for (const type of ['systemProfile', 'model'] as const) {
    const sourceId = catalogue.find((entry) => entry.type === type)?.id ?? '';
    const wanted = { ...place, userEmail: 'new.person@example.com', costCenter: 'CC-1001', sourceId };
    const { profile } = await vend(deps, wanted, ACTOR);
    // Asked for again, it is looked for before it is handed out.
    await vend(deps, wanted, ACTOR);
    await retire(deps, profile.arn, ACTOR);
  }
}

/** What is in force, who would have been denied, and what AWS's own simulator says of a call. */
async function readPolicies({ store, clock, settings }: World, aws: Aws): Promise<void> {
  const asking: Asking = {
    viewer: operator('local:test'),
    actor: { ...ACTOR, via: 'cli' },
    now: clock.now(),
    store,
    // One place is as all of them, and each is some dozens of requests.
    settings: {
      ...settings,
      accounts: settings.accounts.slice(0, 1),
      regions: settings.regions.slice(0, 1),
      directory: DIRECTORY,
    },
    noteAsked: () => undefined,
  };
  const { unread } = await policiesInForce(asking, aws);
  const audit = await auditPolicies(asking, 2, aws);
  const closed = [...unread, ...audit.unread].filter(({ allow }) => allow !== '');
  if (closed.length > 0) throw new Error(closed.map(({ what, why }) => `${what}: ${why}`).join('\n'));
  await aws.iam
    .simulator({ accountId: settings.accounts[0]?.accountId ?? '', region: 'us-east-1' })
    .simulate(
      { identity: [], boundary: null, controls: [] },
      { action: 'bedrock:InvokeModel', resource: '*', context: {} },
    );
}
