import { userInfo } from 'node:os';
import { createAws } from './aws/factory.ts';
import type { Aws, AwsFactory } from './aws/types.ts';
import type { Config } from './config.ts';
import type { Clock } from './core/clock.ts';
import type { Settings } from './core/settings.ts';
import type { Actor, Money } from './core/types.ts';
import type { Notifier } from './jobs/job.ts';
import { emailNotifier } from './notify/email.ts';
import { webhookNotifier } from './notify/webhook.ts';
import { openStore } from './store/open.ts';
import type { Store } from './store/types.ts';

/** Everything a command works with, made once. The only place where parts are wired together. */
export interface Context {
  store: Store & { migration: { applied: number; backup: string | null } };
  awsFactory: AwsFactory;
  clock: Clock;
  settings: Settings;
  notifiers: Notifier[];
  actor: Actor;
  close(): void;
}

export const systemClock: Clock = { now: () => Date.now() };

export async function openContext(config: Config, clock: Clock = systemClock): Promise<Context> {
  const store = await openStore(config.db, { attribution: config.attribution, now: clock.now() });
  return {
    store,
    awsFactory: createAws({
      accounts: config.accounts,
      payer: config.payer,
      tagKeys: config.tagKeys,
      ceiling: config.awsChargeCeiling,
      clock,
    }),
    clock,
    settings: config,
    notifiers: [
      ...(config.notify.smtpUrl === null ? [] : [emailNotifier(config.notify.smtpUrl, config.notify.from)]),
      ...(config.notify.webhook === null ? [] : [webhookNotifier(config.notify.webhook.secret, clock)]),
    ],
    actor: { id: `local:${userInfo().username}` },
    close: () => store.close(),
  };
}

/** Gateways outside a job run, for commands that act at once. */
export const awsOf = (context: Pick<Context, 'awsFactory'>): Aws => context.awsFactory(0n as Money);

/**
 * Finds out whose bill it is and pins the ledger to it; where no account is set, the one of the credentials is read.
 * @throws IdentityMismatch when the ledger belongs to another payer or world; AwsError without credentials
 */
export async function identify(context: Context): Promise<Context> {
  const { settings, store } = context;
  const payer = settings.payer.accountId ?? (await awsOf(context).sts.account()).accountId;
  await store.identity.pin({ payerAccountId: payer, simulated: settings.simulated });
  const accounts =
    settings.accounts.length > 0 ? settings.accounts : [{ ...settings.payer, accountId: payer }];
  return { ...context, settings: { ...settings, payer: { ...settings.payer, accountId: payer }, accounts } };
}
