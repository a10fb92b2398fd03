import { userInfo } from 'node:os';
import { recordDeed } from './app/operations/recordDeed.ts';
import type { ClientOptions } from './aws/clients.ts';
import type { Aws, AwsFactory } from './aws/types.ts';
import type { Config } from './config.ts';
import { operator, type Viewer } from './core/access.ts';
import type { Clock } from './core/clock.ts';
import { ZERO } from './core/money.ts';
import { instantOf } from './core/periods.ts';
import type { Environment } from './core/proxies.ts';
import type { Settings, SignInSettings } from './core/settings.ts';
import type { Actor } from './core/types.ts';
import type { SignInGateway } from './identity/types.ts';
import type { Notifier } from './jobs/job.ts';
import { type Outward, outwardOf, outwardOfProcess } from './outward/outward.ts';
import { IdentityMismatch } from './store/errors.ts';
import { type OpenOptions, openStore } from './store/open.ts';
import { openForReading } from './store/openForReading.ts';
import type { Courtesy } from './store/patience.ts';
import type { Migration, Store } from './store/types.ts';
import { systemClock } from './systemClock.ts';

/** What a command works with that asks only the ledger. */
export interface LedgerContext {
  store: Store & { migration: Migration };
  /** Path of its file. */
  db: string;
  clock: Clock;
  settings: Settings;
  /** Whoever works at the machine: `actor` in the audit log, `viewer` where it is asked who may. */
  actor: Actor;
  viewer: Viewer;
  close(): void;
}
/** Everything, made once. This file is the only place where parts are wired together. */
export interface Context extends LedgerContext {
  awsFactory: AwsFactory;
  notifiers: Notifier[];
}

/** What a context takes from outside; whatever is left out is as this process has it. */
export interface Surroundings {
  clock?: Clock;
  /** What whoever works at the machine may; left out: everything. */
  viewerOf?: (id: string) => Viewer;
  /** Whether a ledger is copied before it is brought to this version, and who is told what that takes. */
  migrating?: Pick<OpenOptions, 'backup' | 'tell'>;
  /** Whose proxies and authorities count. */
  env?: Environment;
  /** How AWS is reached; left out: as SDKs read it from the environment. */
  aws?: ClientOptions;
  /** Where another thread of this process writes to the ledger as well. */
  courtesy?: Courtesy;
  /** How long a write waits for another program at most, milliseconds. */
  busyMs?: number;
  /** Opens the ledger for looking only: as it is, without the right to write. */
  reading?: boolean;
}
export { LedgerTooOld } from './store/errors.ts';
export { sharedWaiting } from './store/patience.ts';

export async function openLedger(
  config: Config,
  { clock = systemClock, viewerOf = operator, migrating = {}, courtesy, busyMs, reading }: Surroundings = {},
): Promise<LedgerContext> {
  const { attribution } = config;
  const patience = busyMs === undefined ? {} : { busyMs };
  const store = reading
    ? await openForReading(config.db, { attribution, ...patience })
    : await openStore(config.db, {
        attribution,
        now: clock.now(),
        ...migrating,
        ...patience,
        ...(courtesy === undefined ? {} : { courtesy }),
      });
  const actor = actorHere();
  const { applied, backup, noBackup, chained } = store.migration;
  if (applied > 0 && (backup !== null || noBackup !== undefined))
    await recordDeed({ store, actor, now: clock.now() }, 'ledger.migrate', 'ledger', {
      backup: backup ?? `none: ${noBackup}`,
      ...(chained && { chained: chained.entries, through: chained.last.id, digest: chained.last.digest }),
    });
  return {
    store,
    db: config.db,
    clock,
    settings: config,
    actor,
    viewer: viewerOf(actor.id),
    close: () => store.close(),
  };
}

export async function openContext(config: Config, around: Surroundings = {}): Promise<Context> {
  const outward = wayOut(around);
  const [awsFactory, { notifiersOf }] = await Promise.all([
    awsFactoryOf(config, around),
    import('./notify/all.ts'),
  ]);
  const ledger = await openLedger(config, around);
  const { clock } = ledger;
  return {
    ...ledger,
    awsFactory,
    notifiers: notifiersOf(config.notify, clock, {
      outward,
      publish: (topicArn, form) => awsOf({ ...ledger, awsFactory }).sns.publish(topicArn, form),
    }),
  };
}

/** @throws LedgerError naming every variable of the network that cannot be used */
export const wayOut = ({ env }: Pick<Surroundings, 'env'>): Outward =>
  env === undefined ? outwardOfProcess() : outwardOf(env);

/** Half a second of loading, and memory, that whatever asks only the ledger does without. */
async function awsFactoryOf(config: Config, around: Surroundings): Promise<AwsFactory> {
  const { clock = systemClock, aws } = around;
  const { createAws } = await import('./aws/factory.ts');
  return createAws({
    accounts: config.accounts,
    payer: config.payer,
    regions: config.regions,
    tagKeys: config.tagKeys,
    ceiling: config.awsChargeCeiling,
    clock,
    clientOptions: { outward: wayOut(around), ...aws },
  });
}

/** Of a request that somebody waits for at a page, milliseconds. */
const WAITED_FOR_MS = 60_000;

/** Gateways that are loaded and made when they are first asked for. */
export function awsLater(
  config: Config,
  around: Surroundings,
  ledger: Pick<LedgerContext, 'store' | 'clock'>,
): () => Promise<Aws> {
  let factory: Promise<AwsFactory> | null = null;
  return async () => {
    factory ??= awsFactoryOf(config, { ...around, aws: { requestMs: WAITED_FOR_MS, ...around.aws } });
    return awsOf({ ...ledger, awsFactory: await factory });
  };
}

/**
 * Gateways for whoever asks AWS with credentials of their own (the default chain) and has no ledger: nothing is opened, and
 * nothing is booked, for what they ask is free of charge.
 */
export async function awsAtHand(
  settings: Pick<Settings, 'tagKeys'>,
  region: string,
  { clock = systemClock, ...around }: Surroundings,
): Promise<Aws> {
  const { createAws } = await import('./aws/factory.ts');
  const factory = createAws({
    accounts: [],
    payer: {},
    regions: [region],
    tagKeys: settings.tagKeys,
    clock,
    clientOptions: { outward: wayOut(around), ...around.aws, requestMs: WAITED_FOR_MS },
  });
  return factory(ZERO);
}

/** The Region that AWS's own settings of this machine name; null where they name none. */
export const regionAtHand = async (): Promise<string | null> =>
  (await import('./aws/regionAtHand.ts')).regionAtHand();

/** Whoever works at the machine, as the audit log names them. */
export const actorHere = (): Actor => ({ id: `local:${userName()}`, via: 'cli' });

/** Who works here. A container may run under a number that has no name. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return String(process.getuid?.() ?? 'unknown');
  }
}

/** Gateways outside a job run, for commands that act at once: what they ask for is charged to the month before it is sent. */
export const awsOf = ({ awsFactory, store, clock }: Pick<Context, 'awsFactory' | 'store' | 'clock'>): Aws =>
  awsFactory(ZERO, {
    inBlocks: false,
    book: (amount, limit, { service, operation }) =>
      store.runs.charge(`${service}:${operation}`, amount, limit, instantOf(clock.now())),
  });

/**
 * Finds out whose bill it is and pins the ledger to it; where no account is set, the one of the credentials is read.
 * A set account is held against the credentials, unless AWS does not say whose they are: then the jobs tell more.
 * @throws IdentityMismatch when the ledger or the credentials belong to another payer, or the ledger to another world;
 * AwsError when no account is set and there are no credentials
 */
export async function identify(context: Context): Promise<Context> {
  const { settings, store } = context;
  const set = settings.payer.accountId;
  const found = await awsOf(context)
    .sts.account()
    .catch((error: unknown) => {
      if (set === null) throw error;
      return { accountId: set };
    });
  if (set !== null && found.accountId !== set)
    throw new IdentityMismatch(
      `payer.accountId is ${set}, but the AWS credentials${settings.payer.roleArn ? ' of payer.roleArn' : ''} belong to account ${found.accountId}. Use credentials of ${set}, or a role in it as payer.roleArn.`,
    );
  const identity = { payerAccountId: found.accountId, simulated: settings.simulated };
  const known = await store.identity.get();
  // What stands there already is not written again: whoever only looks needs no right to.
  if (known?.payerAccountId !== identity.payerAccountId || known.simulated !== identity.simulated)
    await store.identity.pin(identity);
  return withPayer(context, found.accountId);
}

/** The context with the payer's account filled in, which is also the one that is read where no other is set. */
export function withPayer<C extends Pick<Context, 'settings'>>(context: C, accountId: string): C {
  const { settings } = context;
  const payer = { ...settings.payer, accountId };
  const accounts = settings.accounts.length > 0 ? settings.accounts : [payer];
  return { ...context, settings: { ...settings, payer, accounts } };
}

/** Who is asked who somebody is. Loaded only where people sign in that way. */
export async function signInOf(
  settings: SignInSettings,
  around: Pick<Surroundings, 'env'> = {},
): Promise<SignInGateway> {
  const { oidc, alb, claims } = settings;
  if (oidc !== null) {
    const { createOidcGateway } = await import('./identity/oidc.ts');
    return {
      kind: 'oidc',
      gateway: createOidcGateway({ ...oidc, claims }, wayOut(around)),
    };
  }
  if (alb === null) return null;
  const { createAlbGateway } = await import('./identity/alb.ts');
  const { keysFrom } = await import('./identity/albKeys.ts');
  const keys = keysFrom(undefined, { outward: wayOut(around) });
  return { kind: 'loadBalancer', gateway: createAlbGateway({ ...alb, claims }, keys) };
}

/** Apps of Slack whose buttons are answered. Loaded only where there is one. */
export async function slackAppsOf(
  { notify }: Pick<Settings, 'notify'>,
  clock: Clock,
  around: Pick<Surroundings, 'env'> = {},
) {
  const apps = notify.channels.flatMap((one) =>
    one.kind === 'slackApp' && one.signingSecret !== null
      ? [{ app: one, signingSecret: one.signingSecret }]
      : [],
  );
  if (apps.length === 0) return [];
  const { slackDesk } = await import('./notify/slackDesk.ts');
  return apps.map(({ app, signingSecret }) => ({
    signingSecret,
    ...slackDesk(app, clock, { outward: wayOut(around) }),
  }));
}

/** Where the keys of a load balancer's sign-in are: hosts that this server must reach. Throws in words for a wrong setting. */
export async function keyHostsOf({ alb, claims }: SignInSettings): Promise<readonly string[]> {
  if (alb === null) return [];
  const { createAlbGateway, keyHostsOf: hostsOf } = await import('./identity/alb.ts');
  createAlbGateway({ ...alb, claims });
  return hostsOf({ ...alb, claims });
}
