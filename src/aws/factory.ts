import { setTimeout as wait } from 'node:timers/promises';
import type { Clock } from '../core/clock.ts';
import { billingRegionOf } from '../core/regions.ts';
import type { Money } from '../core/types.ts';
import { createBedrockGateway } from './bedrock.ts';
import { createBedrockRuntimeGateway } from './bedrockRuntime.ts';
import { createBudgetsGateway } from './budgets.ts';
import { type AccountAccess, type ClientOptions, createClientPool } from './clients.ts';
import { createCloudTrailGateway } from './cloudtrail.ts';
import { createCloudWatchGateway } from './cloudwatch.ts';
import { createCostExplorerGateway } from './costExplorer.ts';
import type { TagKeys } from './costExplorerRequest.ts';
import { type CallContext, callWords } from './errors.ts';
import { createIamGateway } from './iam.ts';
import { createDirectoryGateway } from './identityStore.ts';
import { createMeter } from './meter.ts';
import { createModelAccessGateway } from './modelAccess.ts';
import { createOrganizationsGateway } from './organizations.ts';
import { createOwnGateway } from './own.ts';
import { createQuotaGateway } from './quotas.ts';
import { createRunner } from './runner.ts';
import { createSnsGateway } from './sns.ts';
import { createSsoAdminGateway } from './ssoAdmin.ts';
import { createStsGateway } from './sts.ts';
import { createTaggingGateway } from './tagging.ts';
import type { AwsFactory } from './types.ts';

export interface AwsOptions {
  /** Accounts whose profiles and metrics are read. A place in another account uses the credentials at hand. */
  accounts: readonly AccountAccess[];
  /** The account whose bill is read. */
  payer: AccountAccess;
  /** Those that are read, which say where the bill is; left out: of the standard partition. */
  regions?: readonly string[];
  tagKeys?: TagKeys;
  /** What AWS may charge for requests in a month; null or left out: no ceiling. */
  ceiling?: Money | null;
  clock: Clock;
  /** Left out: AWS_ENDPOINT_URL and the default credential chain, as every SDK reads them. */
  clientOptions?: ClientOptions;
  /** Waits between attempts at incomplete metrics; milliseconds. */
  sleep?: (ms: number) => Promise<unknown>;
}

/** Of a request with all of its attempts, unless told otherwise: three that stall, or all that are throttled. */
const REQUEST_MS = 180_000;
const DEFAULT_TAG_KEYS: TagKeys = {
  user: 'UserEmail',
  costCenter: 'CostCenter',
  profile: 'InferenceProfile',
};

/** Makes what jobs are given: per run, all gateways with one meter; clients and credentials are kept over runs. */
export function createAws(options: AwsOptions): AwsFactory {
  const pool = createClientPool(
    options.accounts,
    options.payer,
    billingRegionOf(options.regions ?? []),
    options.clientOptions,
  );
  const requestMs = options.clientOptions?.requestMs ?? REQUEST_MS;
  return (spentThisMonth, booking, signal) => {
    const meter = createMeter(spentThisMonth, options.ceiling ?? null, booking);
    const open = new Set<CallContext>();
    const waiting = (what: CallContext) => {
      open.add(what);
      return () => void open.delete(what);
    };
    const bounds = { requestMs, signal, waiting };
    const run = createRunner(pool, meter, bounds);
    const sleep = options.sleep ?? ((ms: number) => wait(ms, undefined, { signal }));
    const costExplorer = createCostExplorerGateway(run, options.tagKeys ?? DEFAULT_TAG_KEYS);
    return {
      meter,
      waitsFor() {
        const [first] = open;
        return first === undefined ? null : callWords(first);
      },
      bedrock: createBedrockGateway(run),
      tagging: createTaggingGateway(run),
      quotas: createQuotaGateway(run),
      cloudwatch: createCloudWatchGateway(run, options.clock, sleep),
      bill: costExplorer,
      costExplorer,
      budgets: createBudgetsGateway(run, sleep),
      sns: createSnsGateway(run),
      sts: createStsGateway(run),
      directory: createDirectoryGateway(run),
      iam: createIamGateway(run),
      ssoAdmin: createSsoAdminGateway(run),
      organizations: createOrganizationsGateway(run),
      cloudtrail: createCloudTrailGateway(run),
      modelAccess: createModelAccessGateway(run),
      runtime: createBedrockRuntimeGateway(run),
      own: createOwnGateway(run),
      as(session) {
        const own = createRunner(
          createClientPool([], {}, billingRegionOf([]), { ...options.clientOptions, credentials: session }),
          meter,
          bounds,
        );
        return { bedrock: createBedrockGateway(own), runtime: createBedrockRuntimeGateway(own) };
      },
    };
  };
}
