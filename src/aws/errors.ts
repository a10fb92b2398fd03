import { LedgerError } from '../core/errors.ts';
import type { Place } from '../core/types.ts';

/** Each service that is asked, by its name in the meter, which is its IAM prefix but for the runtime's. */
export type ServiceName =
  | 'bedrock'
  | 'bedrock-runtime'
  | 'budgets'
  | 'ce'
  | 'cloudtrail'
  | 'cloudwatch'
  | 'iam'
  | 'identitystore'
  | 'organizations'
  | 'servicequotas'
  | 'sns'
  | 'sso'
  | 'sts'
  | 'tag';

/** `kind` decides what the page and the terminal advise. */
export type AwsErrorKind =
  | 'throttled'
  | 'expiredCredentials'
  | 'regionClosed'
  | 'accessDenied'
  | 'notFound'
  | 'invalid'
  | 'quota'
  | 'conflict'
  | 'unavailable'
  | 'noData'
  | 'noHost'
  | 'unreadable'
  | 'incomplete'
  | 'ceiling'
  | 'other';

/** What was asked of whom when an error came: the first half of its message. */
export interface CallContext {
  service: ServiceName;
  operation: string;
  place?: Place;
  /** Where the account goes without saying and the Region does not. */
  region?: string;
}

const SERVICE_WORDS: Readonly<Record<ServiceName, string>> = {
  bedrock: 'Amazon Bedrock',
  'bedrock-runtime': 'Amazon Bedrock runtime',
  budgets: 'AWS Budgets',
  ce: 'Cost Explorer',
  cloudtrail: 'CloudTrail',
  cloudwatch: 'CloudWatch',
  iam: 'IAM',
  identitystore: 'IAM Identity Center',
  organizations: 'AWS Organizations',
  servicequotas: 'Service Quotas',
  sns: 'Amazon SNS',
  sso: 'IAM Identity Center',
  sts: 'STS',
  tag: 'Resource Groups Tagging',
};

/** Error names of the services' own models and AWS's common errors, without the endings `Exception`, `Error`, `Fault`. */
const KIND_BY_NAME: Readonly<Record<string, AwsErrorKind>> = {
  Throttling: 'throttled',
  Throttled: 'throttled',
  TooManyRequests: 'throttled',
  RequestLimitExceeded: 'throttled',
  LimitExceeded: 'throttled',
  SlowDown: 'throttled',
  ExpiredToken: 'expiredCredentials',
  RequestExpired: 'expiredCredentials',
  InvalidClientTokenId: 'expiredCredentials',
  UnrecognizedClient: 'expiredCredentials',
  TokenProvider: 'expiredCredentials',
  CredentialsProvider: 'expiredCredentials',
  AccessDenied: 'accessDenied',
  Authorization: 'accessDenied',
  AuthorizationError: 'accessDenied',
  UnauthorizedOperation: 'accessDenied',
  SignatureDoesNotMatch: 'accessDenied',
  OptInRequired: 'regionClosed',
  RegionDisabled: 'regionClosed',
  ResourceNotFound: 'notFound',
  NotFound: 'notFound',
  NoSuchResource: 'notFound',
  NoSuchEntity: 'notFound',
  AWSOrganizationsNotInUse: 'notFound',
  Validation: 'invalid',
  InvalidParameter: 'invalid',
  InvalidParameterValue: 'invalid',
  InvalidParameterCombination: 'invalid',
  MissingRequiredParameter: 'invalid',
  IllegalArgument: 'invalid',
  InvalidNextToken: 'invalid',
  TooManyTags: 'invalid',
  BillExpiration: 'invalid',
  ServiceQuotaExceeded: 'quota',
  CreationLimitExceeded: 'quota',
  QuotaExceeded: 'quota',
  BackfillLimitExceeded: 'quota',
  Conflict: 'conflict',
  DuplicateRecord: 'conflict',
  ResourceInUse: 'conflict',
  ResourceLocked: 'conflict',
  ConcurrentModification: 'conflict',
  RequestChanged: 'conflict',
  DataUnavailable: 'noData',
  BillingViewHealthStatus: 'unavailable',
  InternalServer: 'unavailable',
  InternalService: 'unavailable',
  Internal: 'unavailable',
  InternalFailure: 'unavailable',
  ServiceUnavailable: 'unavailable',
  Service: 'unavailable',
  Timeout: 'unavailable',
  RequestTimeout: 'unavailable',
  AnswerTooLarge: 'incomplete',
};
const NETWORK_CODE = /^(ECONN|EAI_AGAIN|EPIPE|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT)/;
/** AWS Budgets knows no action per operation, only these two (Service Authorization Reference, AWS Budgets). */
const BUDGETS_READ = /^Describe/;

/** What may be otherwise at the next run, without anybody changing anything. */
const PASSING: ReadonlySet<AwsErrorKind> = new Set([
  'throttled',
  'unavailable',
  'noData',
  'noHost',
  'incomplete',
]);

/** Where AWS's name for an error says something else than is meant: no right mends these. */
const MEANT: readonly { says: RegExp; advice: string }[] = [
  {
    says: /not enabled for cost explorer/i,
    advice:
      'No IAM right mends this. Open Cost Explorer once in the console of the payer account, which no API can do; of a member account, the management account must allow it in its Cost Management preferences. First figures come within a day.',
  },
  {
    says: /linked account doesn.t have access to cost allocation tags/i,
    advice:
      'No IAM right mends this: only the payer account lists cost allocation tags. Use its credentials, or name a role of it as payer.roleArn.',
  },
  {
    says: /with an explicit deny/i,
    advice:
      'A policy denies it, which no right mends: AWS names its kind above. Leave the role that is used here out of it.',
  },
  {
    says: /signature (we calculated|expired|not yet current)/i,
    advice: 'Check the secret access key, and the clock of this machine.',
  },
  {
    says: /^this run has had its share/,
    advice:
      'The next run goes on from there. Where it stays so, look at what is asked for on the page Jobs before you raise awsChargeCeiling.',
  },
  {
    says: /^The bill is in /,
    advice: 'Nothing of it was stored. Read the bill of a payer account that is billed in USD.',
  },
];

/**
 * A request to AWS that failed for good: `outside`, or `conflict` where AWS says that it collides with something.
 * `message` says what, where and what to do; `awsCode` is AWS's own name for it.
 */
export class AwsError extends LedgerError {
  override name = 'AwsError';
  readonly kind: AwsErrorKind;
  readonly service: ServiceName;
  readonly operation: string;
  readonly place: Place | undefined;
  /** Whether the same request may succeed later without anybody changing anything. */
  readonly retryable: boolean;
  readonly awsCode: string;
  /** The message without its advice, for whoever knows better what to do. */
  readonly fact: string;

  constructor(kind: AwsErrorKind, context: CallContext, awsCode: string, reason: string, cause?: unknown) {
    const fact = describe(kind, context, awsCode, reason);
    const retryable = PASSING.has(kind);
    super(
      kind === 'conflict' ? 'conflict' : 'outside',
      `${fact} ${MEANT.find(({ says }) => says.test(reason))?.advice ?? advice(kind, context, reason)}`,
      {
        cause,
        passing: retryable ? fact : null,
        nothingYet: kind === 'noData',
      },
    );
    this.fact = fact;
    this.kind = kind;
    this.service = context.service;
    this.operation = context.operation;
    this.place = context.place;
    this.retryable = retryable;
    this.awsCode = awsCode;
  }
}

/** Reads whatever a client threw. An AwsError is handed through as it is. */
export function toAwsError(error: unknown, context: CallContext): AwsError {
  if (error instanceof AwsError) return error;
  const name = error instanceof Error ? error.name : 'Error';
  const reason = error instanceof Error && error.message !== '' ? error.message : reasonOf(error);
  return new AwsError(kindOf(error, name), context, name, reason, error);
}

/** Whether a failure is the AwsError of this kind. */
export function isAwsError(error: unknown, kind: AwsErrorKind): error is AwsError {
  return error instanceof AwsError && error.kind === kind;
}

function kindOf(error: unknown, name: string): AwsErrorKind {
  const known = KIND_BY_NAME[name.replace(/(Exception|Error|Fault)$/, '')];
  if (known !== undefined) return known;
  // No connection came about, through a proxy for example; its words say why.
  if (error instanceof LedgerError) return 'unavailable';
  const { code, $metadata } = (error ?? {}) as { code?: unknown; $metadata?: { httpStatusCode?: number } };
  if (code === 'ENOTFOUND') return 'noHost';
  if (typeof code === 'string' && NETWORK_CODE.test(code)) return 'unavailable';
  const status = $metadata?.httpStatusCode ?? 0;
  if (status === 429) return 'throttled';
  if (status >= 500) return 'unavailable';
  if (status === 403) return 'accessDenied';
  return status === 400 ? 'invalid' : 'other';
}

/** A refused connection to a name with several addresses is an error without a message of its own. */
function reasonOf(error: unknown): string {
  const { code } = (error ?? {}) as { code?: unknown };
  return typeof code === 'string' ? code : String(error);
}

const WORDS: Readonly<Record<AwsErrorKind, string>> = {
  throttled: 'AWS asked us to slow down and still did after several attempts',
  expiredCredentials: 'there are no valid AWS credentials',
  regionClosed: 'the Region is not open to the account',
  accessDenied: 'access was denied',
  notFound: 'it does not exist',
  invalid: 'AWS refused the request',
  quota: 'a quota of the account is used up',
  conflict: 'it collides with something that exists or is being changed',
  unavailable: 'AWS did not answer, after several attempts',
  noData: 'AWS has no figures for it yet',
  noHost: 'its host was not found',
  unreadable: 'its answer cannot be read',
  incomplete: 'its answer does not hold what was asked for',
  ceiling: 'not asked, to stay within the monthly ceiling for AWS request charges',
  other: 'it failed',
};

/** What is asked and where, in words. */
export const callWords = (context: CallContext): string =>
  `${SERVICE_WORDS[context.service]} ${context.operation}${whereOf(context)}`;

function describe(kind: AwsErrorKind, context: CallContext, awsCode: string, reason: string): string {
  return `${callWords(context)}: ${WORDS[kind]} (${awsCode}: ${reason.replace(/\s+/g, ' ').replace(/\.$/, '')}).`;
}

function whereOf({ place, region }: CallContext): string {
  // Whose account it is may be what is asked.
  if (place !== undefined)
    return place.accountId === '' ? ` in ${place.region}` : ` in account ${place.accountId}, ${place.region}`;
  return region === undefined ? '' : ` in ${region}`;
}

function advice(kind: AwsErrorKind, { service, operation, place }: CallContext, reason: string): string {
  switch (kind) {
    case 'throttled':
    case 'unavailable':
      return 'The next run asks again by itself.';
    case 'incomplete':
      return 'Nothing of it was stored. The next run asks again by itself.';
    case 'noData':
      return 'AWS prepares figures within a day of the first use of Cost Explorer. The next run asks again by itself.';
    case 'noHost':
      return 'Check that the Region is spelled right and has this service, and AWS_ENDPOINT_URL where it is set; without a network no host is found.';
    case 'regionClosed':
      return `Enable ${place?.region ?? 'the Region'} in the account, or take it out of regions.`;
    case 'expiredCredentials':
      return 'Renew or configure the AWS credentials of this process, then run it again.';
    case 'accessDenied':
      return deniedAdvice(reason, iamAction(service, operation));
    case 'quota':
      return 'Remove what is no longer used, or ask AWS for a higher quota in Service Quotas.';
    case 'ceiling':
      return 'Raise awsChargeCeiling, or wait for the next month.';
    case 'notFound':
      return 'Check the account, the Region and the name.';
    case 'conflict':
      return 'Look at what exists, then try again.';
    case 'unreadable':
      return 'Nothing of it was stored; the next run asks again. If it stays so, take the newest version, or report this with the message above.';
    default:
      return 'The program and AWS disagree about what can be asked: take the newest version, or report this with the message above.';
  }
}

/** AWS names what it refused, which need not be what was asked for: the role is taken on before. */
function deniedAdvice(reason: string, asked: string): string {
  const [, action = asked, resource] =
    /not authorized to perform: ([\w-]+:\w+)(?: on resource: (\S+))?/.exec(reason) ?? [];
  if (action === 'sts:AssumeRole')
    return `Allow sts:AssumeRole on ${resource ?? 'that role'} to the credentials of this process, and let the role trust them ("bedrock-ledger policies print trust"), with its external id.`;
  return `Allow ${action} to the role that is used here, or check its trust policy and external id.`;
}

function iamAction(service: ServiceName, operation: string): string {
  // Converse is no action of its own.
  if (service === 'bedrock-runtime') return 'bedrock:InvokeModel';
  if (service !== 'budgets') return `${service}:${operation}`;
  return BUDGETS_READ.test(operation) ? 'budgets:ViewBudget' : 'budgets:ModifyBudget';
}
