import type { Access, Role, Tags } from '../iam/access.ts';
import { MalformedPolicy, readDocument } from '../iam/documents.ts';
import { type Assumer, refusedTrust } from '../iam/trust.ts';
import type { Policy } from '../iam/types.ts';
import { chance } from './chance.ts';
import { AwsError } from './errors.ts';
import { parseModel } from './model.ts';
import { sts as text } from './models/sts.ts';
import type { AssumeRoleRequest, AssumeRoleResponse, GetCallerIdentityResponse } from './models/sts-types.ts';
import type { Call, Service } from './service.ts';

const HOUR = 3_600;

/** Access key id → who it is, of sessions of roles that nobody made, so that GetCallerIdentity can name them. */
type Sessions = Map<string, { arn: string; userId: string }>;

/**
 * Security Token Service. A role that was made through IAM is assumed by whom its trust policy allows, and its sessions
 * may what its policies allow. Any other role of a known account can be assumed and is bound by nothing. Credentials
 * carry the account in their key id.
 */
export function stsService(access: Access): Service {
  const sessions: Sessions = new Map();
  return {
    id: 'sts',
    signingName: 'sts',
    xmlNamespace: 'https://sts.amazonaws.com/doc/2011-06-15/',
    model: parseModel(text),
    invalid: (message) => new AwsError('ValidationError', message),
    throttled: (message) => new AwsError('Throttling', message),
    handlers: {
      GetCallerIdentity: (call: Call): GetCallerIdentityResponse => {
        const { caller } = call;
        if (caller) return { UserId: caller.userId, Account: caller.account, Arn: caller.user };
        const session = sessions.get(call.accessKeyId);
        return {
          UserId: session?.userId ?? 'AIDASIMULATEDUSER001',
          Account: call.account,
          Arn: session?.arn ?? `arn:aws:iam::${call.account}:user/simulated`,
        };
      },
      AssumeRole: (call: Call, input: AssumeRoleRequest) => assumeRole(call, input, sessions, access),
    },
  };
}

function assumeRole(
  call: Call,
  input: AssumeRoleRequest,
  sessions: Sessions,
  access: Access,
): AssumeRoleResponse {
  const [, account, path] = /^arn:aws:iam::(\d{12}):role\/(.+)$/.exec(input.RoleArn) ?? [];
  if (account === undefined || path === undefined)
    throw new AwsError('ValidationError', `${input.RoleArn} is invalid`);
  const name = path.slice(path.lastIndexOf('/') + 1);
  const known = call.world.accounts.some(({ id }) => id === account);
  const made = access.role(account, name);
  const assumer = assumerOf(call, sessions);
  if (made?.arn === input.RoleArn) return assumeMade(call, input, { role: made, assumer, access, sessions });
  // Below another path there is no role of this name.
  if (made) throw refused(assumer, 'sts:AssumeRole', input.RoleArn);
  const asked = { action: 'sts:AssumeRole', on: { arn: input.RoleArn, tags: {}, modelArns: [] } };
  // A role whose name says "external" stands for one whose trust policy asks for an external id.
  if (!known || call.judge(asked) !== null || (name.includes('external') && input.ExternalId === undefined))
    throw refused(assumer, 'sts:AssumeRole', input.RoleArn);
  const accessKeyId = newKey(call, input.RoleArn, account, [access.sessions, sessions]);
  const arn = `arn:aws:sts::${account}:assumed-role/${name}/${input.RoleSessionName}`;
  const userId = `AROA${account}SIM0:${input.RoleSessionName}`;
  sessions.set(accessKeyId, { arn, userId });
  return answered(input, accessKeyId, { account, arn, userId });
}

function assumeMade(
  call: Call,
  input: AssumeRoleRequest,
  { role, assumer, access, sessions }: { role: Role; assumer: Assumer; access: Access; sessions: Sessions },
): AssumeRoleResponse {
  const tags = sessionTags(input, call.caller?.transitive ?? {});
  const refusedAction = refusedTrust(role, assumer, {
    sessionName: input.RoleSessionName,
    tags: tags.given,
    transitive: input.TransitiveTagKeys ?? [],
    externalId: input.ExternalId,
    sourceIdentity: input.SourceIdentity,
    region: call.region,
  });
  if (refusedAction !== null) throw refused(assumer, refusedAction, role.arn);
  if ((input.DurationSeconds ?? HOUR) > role.longestSession)
    throw new AwsError(
      'ValidationError',
      'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
    );
  const accessKeyId = newKey(call, role.arn, role.account, [access.sessions, sessions]);
  access.sessions.set(accessKeyId, {
    account: role.account,
    roleName: role.name,
    roleId: role.id,
    sessionName: input.RoleSessionName,
    tags: tags.all,
    transitive: [...Object.keys(call.caller?.transitive ?? {}), ...(input.TransitiveTagKeys ?? [])],
    policies: sessionPolicies(input, access),
  });
  return answered(input, accessKeyId, {
    account: role.account,
    arn: `arn:aws:sts::${role.account}:assumed-role/${role.name}/${input.RoleSessionName}`,
    userId: `${role.id}:${input.RoleSessionName}`,
  });
}

/** The tags that are asked for, and with them those that the caller's session hands on. */
function sessionTags(input: AssumeRoleRequest, inherited: Tags): { given: Tags; all: Tags } {
  const given = Object.fromEntries((input.Tags ?? []).map(({ Key, Value }) => [Key, Value]));
  const keys = (input.Tags ?? []).map(({ Key }) => Key.toLowerCase());
  const invalid = (message: string) => new AwsError('InvalidParameterValue', message);
  if (new Set(keys).size !== keys.length)
    throw invalid('Duplicate tag keys found. Please note that Tag keys are case insensitive.');
  if (keys.some((key) => key.startsWith('aws:'))) throw invalid('Tag keys must not begin with aws:');
  const held = Object.keys(inherited).find((key) => keys.includes(key.toLowerCase()));
  if (held !== undefined)
    throw invalid(`One of the specified transitive tag keys can't be set because it conflicts with ${held}.`);
  if ((input.TransitiveTagKeys ?? []).some((key) => !keys.includes(key.toLowerCase())))
    throw invalid('The specified transitive tag key must be included in the requested tags.');
  return { given, all: { ...inherited, ...given } };
}

function sessionPolicies({ Policy: inline, PolicyArns = [] }: AssumeRoleRequest, access: Access): Policy[] {
  const managed = PolicyArns.map(({ arn = '' }) => {
    const policy = access.policy(arn);
    const version = policy?.versions.find(({ id }) => id === policy.current);
    if (!version) throw new AwsError('ValidationError', `The policy ${arn} does not exist.`);
    return { name: arn, document: version.document };
  });
  if (inline === undefined) return managed;
  try {
    return [...managed, { name: 'session policy', document: readDocument(inline, 'identity').document }];
  } catch (error) {
    if (!(error instanceof MalformedPolicy)) throw error;
    throw new AwsError('MalformedPolicyDocumentException', error.message);
  }
}

function assumerOf({ caller, account, accessKeyId }: Call, sessions: Sessions): Assumer {
  if (caller) {
    const { arn, user, tags } = caller;
    return { account, arn, user, tags, principal: caller };
  }
  const user = sessions.get(accessKeyId)?.arn ?? `arn:aws:iam::${account}:user/simulated`;
  const arn = user.replace(/^arn:aws:sts::(\d+):assumed-role\/(.+)\/[^/]+$/, 'arn:aws:iam::$1:role/$2');
  return { account, arn, user, tags: {}, principal: undefined };
}

const refused = ({ user }: Assumer, action: string, roleArn: string) =>
  new AwsError(
    'AccessDenied',
    `User: ${user} is not authorized to perform: ${action} on resource: ${roleArn}`,
    403,
  );

/** A key id that no other session has. */
function newKey(
  call: Call,
  roleArn: string,
  account: string,
  taken: readonly { has(id: string): boolean }[],
): string {
  const space = 36 ** 4;
  let serial = Math.floor(chance(call.world.options.seed, roleArn, call.requestNumber) * space);
  for (;;) {
    const id = `ASIA${account}${serial.toString(36).toUpperCase().padStart(4, '0')}`;
    if (!taken.some((ids) => ids.has(id))) return id;
    serial = (serial + 1) % space;
  }
}

function answered(
  input: AssumeRoleRequest,
  accessKeyId: string,
  { account, arn, userId }: { account: string; arn: string; userId: string },
): AssumeRoleResponse {
  return {
    Credentials: {
      AccessKeyId: accessKeyId,
      SecretAccessKey: 'simulated/secret/access/key/simulated/00',
      SessionToken: `simulated-session-of-${account}`,
      // The clients compare this with real time, whatever the simulated clock says.
      Expiration: new Date(Date.now() + (input.DurationSeconds ?? HOUR) * 1000),
    },
    AssumedRoleUser: { AssumedRoleId: userId, Arn: arn },
    ...(input.SourceIdentity !== undefined && { SourceIdentity: input.SourceIdentity }),
  };
}
