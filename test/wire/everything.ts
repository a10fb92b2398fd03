import { CreateInferenceProfileCommand } from '@aws-sdk/client-bedrock';
import type { Asking } from '../../src/app/asking.ts';
import { auditPolicies } from '../../src/app/policies/audit.ts';
import { policiesInForce } from '../../src/app/policies/inForce.ts';
import { applyPlan } from '../../src/app/provisioning/apply.ts';
import { proposePlan } from '../../src/app/provisioning/propose.ts';
import { createAws } from '../../src/aws/factory.ts';
import type { Aws } from '../../src/aws/types.ts';
import { operator } from '../../src/core/access.ts';
import { OURS } from '../../src/core/policies/choices.ts';
import type { Deed } from '../../src/core/provisioning/types.ts';
import type { Settings } from '../../src/core/settings.ts';
import type { Money } from '../../src/core/types.ts';
import { runSync } from '../../src/jobs/sync.ts';
import type { SimulatorOptions } from '../../src/simulator/server.ts';
import { askingOf } from '../asking.ts';
import { openWorld } from '../journeys/world.ts';
import { clientsOf, keyOf } from '../simulator/wire/support.ts';
import { retire, vend } from '../vending.ts';
import { VENDING } from '../vendingSettings.ts';

/** All that the product asks of AWS in service: sync, the directory of people, the mirror in AWS Budgets, and profiles made and removed. */

const ACTOR = { id: 'local:test' };
const SUBSCRIBERS = ['budgets@example.com'];
const DIRECTORY = { identityStoreId: 'd-92670f5a31', region: 'us-west-2', groups: null };
/** What the company asks for beside owner and cost center. */
const TAGS = [
  { key: 'project', values: ['atlas'], required: true },
  { key: 'Note', values: null, required: false },
];
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
    {
      budgetsMirror: { enabled: true, subscribers: SUBSCRIBERS },
      vending: { ...VENDING, tags: TAGS, shared: { enabled: true, by: ['project'] } },
    },
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
  await complete(world, endpoint, sync);
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
    const tags = { project: 'atlas', Note: 'x' };
    const wanted = { ...place, userEmail: 'new.person@example.com', costCenter: 'CC-1001', sourceId, tags };
    const { profile } = await vend(deps, wanted, ACTOR);
    // Asked for again, it is looked for before it is handed out.
    await vend(deps, wanted, ACTOR);
    await retire(deps, profile.arn, ACTOR);
    const shared = await vend(deps, { ...wanted, userEmail: '' }, ACTOR);
    await retire(deps, shared.profile.arn, ACTOR);
  }
}

/** What people made by hand: one is completed and written right by a plan and deleted by another, one deleted as it is. */
async function complete(
  { store, clock, settings }: World,
  endpoint: string,
  sync: (jobs: readonly ['profiles'] | readonly ['provision']) => Promise<void>,
): Promise<void> {
  const place = { accountId: settings.accounts[0]?.accountId ?? '', region: settings.regions[0] ?? '' };
  const { bedrock } = clientsOf(
    { url: endpoint },
    { accessKeyId: keyOf(place.accountId), region: place.region, attempts: 5 },
  );
  const copyFrom = `arn:aws:bedrock:${place.region}::foundation-model/amazon.nova-lite-v1:0`;
  const tags = { UserEmail: 'New.Person@example.com', costcenter: 'CC-1001' };
  const made = async (inferenceProfileName: string): Promise<string> =>
    (
      await bedrock.send(
        new CreateInferenceProfileCommand({
          inferenceProfileName,
          modelSource: { copyFrom },
          tags: Object.entries(tags).map(([key, value]) => ({ key, value })),
        }),
      )
    ).inferenceProfileArn ?? '';
  const [one, other] = [await made('one'), await made('other')];
  await sync(['profiles']);
  const asking = { ...askingOf(store, { settings, actor: ACTOR }), now: clock.now() };
  const apply = async (deeds: readonly Deed[]) => {
    const steps = deeds.map((deed, phase) => ({ deed, about: `step ${phase}`, phase }));
    const { id } = await proposePlan(asking, {
      purpose: 'hygiene',
      title: '',
      steps,
      unchanged: 0,
      refused: [],
    });
    await applyPlan(asking, id);
    await sync(['provision']);
    const states = await store.provisioning.steps(id, {}, null);
    const bad = states.filter(({ state }) => state !== 'done');
    if (bad.length > 0) throw new Error(bad.map(({ reason }) => JSON.stringify(reason)).join('\n'));
  };
  const set = {
    UserEmail: 'new.person@example.com',
    ...{ CostCenter: 'CC-1001', InferenceProfile: 'one-1', ManagedBy: OURS, project: 'atlas' },
  };
  const gone = (arn: string): Deed => ({ kind: 'delete', arn, place, notBefore: null, unusedSince: null });
  await apply([
    { kind: 'tag', arn: one, place, set, remove: ['costcenter'], before: tags },
    gone(one),
    gone(other),
  ]);
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
