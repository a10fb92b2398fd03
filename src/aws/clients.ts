import { BedrockClient } from '@aws-sdk/client-bedrock';
import type { BedrockRuntimeClient } from '@aws-sdk/client-bedrock-runtime';
import { BudgetsClient } from '@aws-sdk/client-budgets';
import type { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { CostExplorerClient } from '@aws-sdk/client-cost-explorer';
import type { IAMClient } from '@aws-sdk/client-iam';
import { IdentitystoreClient } from '@aws-sdk/client-identitystore';
import type { OrganizationsClient } from '@aws-sdk/client-organizations';
import { ResourceGroupsTaggingAPIClient } from '@aws-sdk/client-resource-groups-tagging-api';
import { ServiceQuotasClient } from '@aws-sdk/client-service-quotas';
import type { SNSClient } from '@aws-sdk/client-sns';
import type { SSOAdminClient } from '@aws-sdk/client-sso-admin';
import { STSClient } from '@aws-sdk/client-sts';
import { fromIni, fromNodeProviderChain, fromTemporaryCredentials } from '@aws-sdk/credential-providers';
import type { Place } from '../core/types.ts';
import { type Outward, outwardOfProcess } from '../outward/outward.ts';
import { BoundedHttp2Handler, BoundedHttpHandler, type ExchangeBounds } from './exchange.ts';

/** How one account is entered: with the credentials at hand, or through a role in it. */
export interface AccountAccess {
  accountId?: string | null;
  roleArn?: string | null;
  externalId?: string | null;
  /** Of AWS's shared configuration: other credentials than those at hand. */
  profile?: string | null;
}

/** For tests and unusual networks; without them the SDK reads AWS_ENDPOINT_URL and its default credential chain. */
export interface ClientOptions {
  endpoint?: string;
  credentials?: { accessKeyId: string; secretAccessKey: string; sessionToken?: string };
  maxAttempts?: number;
  /** How long one attempt may take, its answer read to the end, and how large that may be; left out: as AWS needs. */
  attemptMs?: number;
  mostBytes?: number;
  /** How long a request may take with its credentials and all of its attempts, milliseconds. */
  requestMs?: number;
  /** The way out; left out: as this process has it. */
  outward?: Outward;
}

/** Where a request goes: a workload account and Region, or the account whose bill is read (in a Region of its own choice). */
export type Target = Place | 'payer' | { payerIn: string };

export interface Clients {
  bedrock: BedrockClient;
  'bedrock-runtime': BedrockRuntimeClient;
  budgets: BudgetsClient;
  ce: CostExplorerClient;
  cloudtrail: CloudTrailClient;
  cloudwatch: CloudWatchClient;
  iam: IAMClient;
  identitystore: IdentitystoreClient;
  organizations: OrganizationsClient;
  servicequotas: ServiceQuotasClient;
  sns: SNSClient;
  sso: SSOAdminClient;
  sts: STSClient;
  tag: ResourceGroupsTaggingAPIClient;
}

/** One client per service, account and Region, made when first needed and kept over runs. */
export interface ClientPool {
  get<S extends keyof Clients>(service: S, target: Target): Promise<Clients[S]>;
  /** Drops the clients and the credentials of an account, so that the next request fetches new ones. */
  forget(target: Target): void;
}

const MAX_ATTEMPTS = 8;
const CONNECTION_TIMEOUT_MS = 5_000;
/** Later, so that it is said which proxy it was that did not answer. */
const HANDLER_TIMEOUT_MS = CONNECTION_TIMEOUT_MS + 1_000;
/** Long enough for a Cost Explorer page of thousands of groups. */
const ATTEMPT_MS = 60_000;
/** Longer than a model thinks about one token. */
const MODEL_ATTEMPT_MS = 30_000;
/** Several times the largest page that AWS gives. */
const MOST_BYTES = 32 * 2 ** 20;
/** Credentials come at once, and all attempts at them are over before the request gives them up. */
const CREDENTIAL_ATTEMPT_MS = 15_000;
/** A few kilobytes. */
const MOST_CREDENTIAL_BYTES = 2 ** 20;
const SESSION_NAME = 'bedrock-ledger';

interface Config {
  region: string;
  maxAttempts: number;
  retryMode: string;
  requestHandler: BoundedHttpHandler;
  outward: Outward;
  endpoint?: string;
  credentials: ReturnType<typeof credentialsFor>;
}

/** What few starts need is loaded when it is first asked for. */
const MAKE: {
  [S in keyof Clients]: (config: Config, options: ClientOptions) => Clients[S] | Promise<Clients[S]>;
} = {
  bedrock: (config) => new BedrockClient(config),
  // It speaks HTTP/2, as the SDK does by default; bounds are what the default lacks.
  'bedrock-runtime': async ({ outward, ...config }, options) =>
    new (await import('@aws-sdk/client-bedrock-runtime')).BedrockRuntimeClient({
      ...config,
      requestHandler: modelHandler(outward, options),
    }),
  budgets: (config) => new BudgetsClient(config),
  ce: (config) => new CostExplorerClient(config),
  cloudtrail: async (config) => new (await import('@aws-sdk/client-cloudtrail')).CloudTrailClient(config),
  cloudwatch: (config) => new CloudWatchClient(config),
  iam: async (config) => new (await import('@aws-sdk/client-iam')).IAMClient(config),
  identitystore: (config) => new IdentitystoreClient(config),
  organizations: async (config) =>
    new (await import('@aws-sdk/client-organizations')).OrganizationsClient(config),
  servicequotas: (config) => new ServiceQuotasClient(config),
  sns: async (config) => new (await import('@aws-sdk/client-sns')).SNSClient(config),
  sso: async (config) => new (await import('@aws-sdk/client-sso-admin')).SSOAdminClient(config),
  sts: (config) => new STSClient(config),
  tag: (config) => new ResourceGroupsTaggingAPIClient(config),
};

/** A handler of HTTP/2 connects by itself, and to no proxy; models answer to HTTP/1.1 as well. */
function modelHandler(outward: Outward, options: ClientOptions): BoundedHttpHandler | BoundedHttp2Handler {
  const { proxies, secureContext, lookup } = outward;
  if (proxies.https !== null || proxies.http !== null)
    return handlerOf(outward, options, MOST_BYTES, MODEL_ATTEMPT_MS);
  return new BoundedHttp2Handler(boundsOf(options, MOST_BYTES, MODEL_ATTEMPT_MS), {
    nodeHttp2ConnectOptions: { lookup, ...(secureContext === undefined ? {} : { secureContext }) },
  });
}

/**
 * Makes the pool for the accounts that are read and the payer; accounts it does not know use the credentials at hand.
 *
 * @param billedIn the Region in which the services about bills, which have none, live in the payer's partition
 */
export function createClientPool(
  accounts: readonly AccountAccess[],
  payer: AccountAccess,
  billedIn: string,
  options: ClientOptions = {},
): ClientPool {
  const clients = new Map<string, Promise<Clients[keyof Clients]>>();
  const credentials = new Map<string, ReturnType<typeof credentialsFor>>();
  const outward = options.outward ?? outwardOfProcess();
  const requestHandler = handlerOf(outward, options, MOST_BYTES);

  function configOf(target: Target): Config {
    const owner = ownerOf(target);
    const access = isPayer(target) ? payer : accounts.find((a) => a.accountId === target.accountId);
    const own = credentials.get(owner) ?? credentialsFor(access, options, outward);
    credentials.set(owner, own);
    return {
      region: regionOf(target, billedIn),
      maxAttempts: options.maxAttempts ?? MAX_ATTEMPTS,
      retryMode: 'standard',
      requestHandler,
      outward,
      ...(options.endpoint === undefined ? {} : { endpoint: options.endpoint }),
      credentials: own,
    };
  }

  return {
    get(service, target) {
      const key = `${ownerOf(target)} ${regionOf(target, billedIn)} ${service}`;
      const client = clients.get(key) ?? Promise.resolve(MAKE[service](configOf(target), options));
      clients.set(key, client);
      return client as Promise<Clients[typeof service]>;
    },
    forget(target) {
      const owner = ownerOf(target);
      credentials.delete(owner);
      for (const key of clients.keys()) if (key.startsWith(`${owner} `)) clients.delete(key);
    },
  };
}

const boundsOf = (
  { attemptMs = ATTEMPT_MS, mostBytes }: ClientOptions,
  most: number,
  longestMs: number,
): ExchangeBounds => ({
  attemptMs: Math.min(attemptMs, longestMs),
  mostBytes: Math.min(mostBytes ?? most, most),
});

function handlerOf(
  outward: Outward,
  options: ClientOptions,
  most: number,
  longestMs = ATTEMPT_MS,
): BoundedHttpHandler {
  const bounds = boundsOf(options, most, longestMs);
  return new BoundedHttpHandler(bounds, {
    ...outward.agents(CONNECTION_TIMEOUT_MS),
    connectionTimeout: HANDLER_TIMEOUT_MS,
    socketAcquisitionWarningTimeout: bounds.attemptMs,
  });
}

const isPayer = (target: Target): target is Exclude<Target, Place> =>
  target === 'payer' || 'payerIn' in target;
/** Whose credentials a request goes with. */
const ownerOf = (target: Target): string => (isPayer(target) ? 'payer' : target.accountId);
function regionOf(target: Target, billedIn: string): string {
  if (target === 'payer') return billedIn;
  return isPayer(target) ? target.payerIn : target.region;
}

/**
 * The default chain where nothing else is set. It is made here because the clients that the SDK makes for it (IAM
 * Identity Center, roles of profiles and pods) would connect by themselves; credentials of a machine or a container it
 * asks for directly, where no proxy is.
 */
function credentialsFor(access: AccountAccess | undefined, options: ClientOptions, outward: Outward) {
  const { roleArn, externalId, profile } = access ?? {};
  // Whoever gives credentials is asked within bounds as well; what else the default chain does is bound by the request.
  const requestHandler = handlerOf(outward, options, MOST_CREDENTIAL_BYTES, CREDENTIAL_ATTEMPT_MS);
  const ways = { clientConfig: { requestHandler }, parentClientConfig: { requestHandler } };
  const own = profile ? fromIni({ profile, ...ways }) : (options.credentials ?? fromNodeProviderChain(ways));
  if (!roleArn) return own;
  return fromTemporaryCredentials({
    params: {
      RoleArn: roleArn,
      RoleSessionName: SESSION_NAME,
      ...(externalId ? { ExternalId: externalId } : {}),
    },
    masterCredentials: own,
    clientConfig: {
      requestHandler,
      maxAttempts: options.maxAttempts ?? MAX_ATTEMPTS,
      ...(options.endpoint === undefined ? {} : { endpoint: options.endpoint }),
    },
  });
}
