import { arnParts } from '../core/policies/arns.ts';
import { GLOBAL_REGIONS } from '../core/policies/probeFacts.ts';
import type { Call, Caller, Tags } from '../core/policies/types.ts';
import type { Partition } from '../core/regions.ts';
import { partsOf } from '../core/typedNumbers.ts';
import { UserError } from './output.ts';

/** The call that options describe: who does what on what. */

export interface CallOptions {
  as?: string;
  principal?: string;
  do: string;
  on?: string;
  region?: string;
  tags?: string;
  requestTags?: string;
  untag?: string;
  destination?: readonly string[];
  source?: string;
  context?: readonly string[];
}

/** A call with what was taken for granted in it, in sentences. */
export interface ReadCall {
  call: Omit<Call, 'tagsWhileCreating'>;
  /** Whether tags of the resource, and models behind it, were given. */
  given: { tags: boolean; destinations: boolean };
  assumed: readonly string[];
}

const ACTION = /^[a-z0-9-]+:[A-Za-z0-9]+$/i;
const CREATE = 'bedrock:createinferenceprofile';

/** @throws UserError that names the option, its value and the reason */
export function callOf(options: CallOptions): ReadCall {
  const assumed: string[] = [];
  const action = options.do;
  if (!ACTION.test(action))
    throw wrong('do', action, 'an action is SERVICE:NAME, such as bedrock:InvokeModel');
  const creating = action.toLowerCase() === CREATE;
  if (creating && options.source === undefined)
    throw new UserError(
      '--source is needed: the ARN of the model or system profile that the new profile copies',
      'badRequest',
    );
  const source = options.source === undefined ? undefined : arnOption('source', options.source);
  const destinations = (options.destination ?? []).map((arn) => arnOption('destination', arn));
  const on = options.on === undefined || options.on === '*' ? undefined : arnOption('on', options.on);
  const caller = callerOf(options, [on, source, ...destinations], assumed);
  const region = regionOf(options, [on, source]);
  return {
    call: {
      action,
      caller,
      region,
      on: {
        arn: on ?? (creating ? newProfile(caller, region) : ''),
        tags: tagsOption('tags', options.tags),
        modelArns: destinations,
      },
      ...(source === undefined ? {} : { source: { arn: source, tags: {}, modelArns: [] } }),
      requestTags: tagsOption('request-tags', options.requestTags),
      untagKeys: listOption(options.untag),
      context: contextOption(options.context ?? []),
    },
    given: { tags: options.tags !== undefined, destinations: destinations.length > 0 },
    assumed,
  };
}

const wrong = (option: string, value: string, reason: string): UserError =>
  new UserError(`--${option}: ${JSON.stringify(value)}: ${reason}`, 'badRequest');

function arnOption(option: string, value: string): string {
  const parts = arnParts(value);
  if (parts === null || parts[0] !== 'arn' || parts.slice(1, 3).includes('') || parts[5] === '')
    throw wrong(option, value, 'an ARN is arn:PARTITION:SERVICE:REGION:ACCOUNT:RESOURCE');
  return value;
}

const listOption = (value: string | undefined): string[] => partsOf(value ?? '');

/** `KEY=VALUE,KEY=VALUE`; nothing says that there are none. */
function tagsOption(option: string, value: string | undefined): Tags {
  const tags: Record<string, string> = {};
  for (const part of listOption(value)) {
    const [key, rest] = pairOf(option, part);
    if (key in tags) throw wrong(option, part, 'this key is given twice');
    tags[key] = rest;
  }
  return tags;
}

function pairOf(option: string, part: string): [string, string] {
  const equals = part.indexOf('=');
  if (equals < 1) throw wrong(option, part, 'it must be KEY=VALUE');
  return [part.slice(0, equals), part.slice(equals + 1)];
}

/** A key given twice has several values; one without a value is not there. */
function contextOption(pairs: readonly string[]): Record<string, string | readonly string[]> {
  const context: Record<string, string | readonly string[]> = {};
  for (const pair of pairs) {
    const [key, value] = pairOf('context', pair);
    const before = context[key];
    if (value === '') context[key] = [];
    else if (before === undefined) context[key] = value;
    else context[key] = [...(typeof before === 'string' ? [before] : before), value];
  }
  return context;
}

/** The account of AWS's examples: of a caller where no ARN names an account. */
const EXAMPLE_ACCOUNT = '123456789012';

type Arns = readonly (string | undefined)[];

function callerOf(options: CallOptions, arns: Arns, assumed: string[]): Caller {
  const tags = tagsOption('as', options.as);
  if (options.principal !== undefined) {
    const arn = principalArn(arnOption('principal', options.principal));
    return { arn, accountId: arnParts(arn)?.[4] ?? '', tags };
  }
  const named = arns.map((arn) => arnParts(arn ?? '')).find((parts) => (parts?.[4] ?? '') !== '');
  const partition = arns.map((arn) => arnParts(arn ?? '')?.[1]).find((part) => part !== undefined) ?? 'aws';
  const accountId = named?.[4] ?? EXAMPLE_ACCOUNT;
  const arn = `arn:${partition}:iam::${accountId}:role/somebody`;
  assumed.push(`The caller is taken for ${arn}; name another with --principal.`);
  return { arn, accountId, tags };
}

const SESSION = /^arn:([^:]+):sts::(\d{12}):assumed-role\/([^/]+)\/.+$/;

/** IAM names the role of a session, with its path, which a session's ARN does not hold. */
function principalArn(arn: string): string {
  const [, partition, account, role] = SESSION.exec(arn) ?? [];
  if (role === undefined) return arn;
  if (role.startsWith('AWSReservedSSO_'))
    throw wrong(
      'principal',
      arn,
      'IAM judges the role, whose path this does not name: give arn:…:role/aws-reserved/sso.amazonaws.com/…',
    );
  return `arn:${partition}:iam::${account}:role/${role}`;
}

/** Requests to services that are global go to one Region of their partition. */
const GLOBAL_SERVICES: ReadonlySet<string> = new Set(['iam', 'organizations', 'sts']);

function regionOf({ region }: CallOptions, arns: Arns): string {
  if (region !== undefined) return region;
  for (const arn of arns) {
    const [, partition = '', service = '', named] = arnParts(arn ?? '') ?? [];
    if (named) return named;
    if (GLOBAL_SERVICES.has(service)) return GLOBAL_REGIONS[partition as Partition] ?? GLOBAL_REGIONS.aws;
  }
  throw new UserError('--region is needed: no ARN names the Region that is called', 'badRequest');
}

const newProfile = ({ arn, accountId }: Caller, region: string): string =>
  `arn:${arnParts(arn)?.[1] ?? 'aws'}:bedrock:${region}:${accountId}:application-inference-profile/new`;
