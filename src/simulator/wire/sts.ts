import { chance } from './chance.ts';
import { AwsError } from './errors.ts';
import { parseModel } from './model.ts';
import { sts as text } from './models/sts.ts';
import type { AssumeRoleRequest, AssumeRoleResponse, GetCallerIdentityResponse } from './models/sts-types.ts';
import type { Call, Service } from './service.ts';

const HOUR = 3_600;

/** Security Token Service. Any role of a known account can be assumed; credentials carry the account in their key id. */
export function stsService(): Service {
  /** Access key id → ARN of the assumed role, so that GetCallerIdentity can name it. */
  const sessions = new Map<string, { arn: string; userId: string }>();
  return {
    id: 'sts',
    signingName: 'sts',
    xmlNamespace: 'https://sts.amazonaws.com/doc/2011-06-15/',
    model: parseModel(text),
    invalid: (message) => new AwsError('ValidationError', message),
    throttled: (message) => new AwsError('Throttling', message),
    handlers: {
      GetCallerIdentity: (call: Call): GetCallerIdentityResponse => {
        const session = sessions.get(call.accessKeyId);
        return {
          UserId: session?.userId ?? 'AIDASIMULATEDUSER001',
          Account: call.account,
          Arn: session?.arn ?? `arn:aws:iam::${call.account}:user/simulated`,
        };
      },
      AssumeRole: (call: Call, input: AssumeRoleRequest) => assumeRole(call, input, sessions),
    },
  };
}

function assumeRole(
  call: Call,
  input: AssumeRoleRequest,
  sessions: Map<string, { arn: string; userId: string }>,
): AssumeRoleResponse {
  const [, account, path] = /^arn:aws:iam::(\d{12}):role\/(.+)$/.exec(input.RoleArn) ?? [];
  if (account === undefined || path === undefined)
    throw new AwsError('ValidationError', `${input.RoleArn} is invalid`);
  const role = path.slice(path.lastIndexOf('/') + 1);
  const known = call.world.accounts.some(({ id }) => id === account);
  // A role whose name says "external" stands for one whose trust policy asks for an external id.
  if (!known || (role.includes('external') && input.ExternalId === undefined))
    throw new AwsError(
      'AccessDenied',
      `User: arn:aws:iam::${call.account}:user/simulated is not authorized to perform: sts:AssumeRole on resource: ${input.RoleArn}`,
      403,
    );
  const serial = Math.floor(chance(call.world.options.seed, input.RoleArn, call.requestNumber) * 36 ** 4);
  const accessKeyId = `ASIA${account}${serial.toString(36).toUpperCase().padStart(4, '0')}`;
  const roleId = `AROA${account}SIM0`;
  const arn = `arn:aws:sts::${account}:assumed-role/${role}/${input.RoleSessionName}`;
  const userId = `${roleId}:${input.RoleSessionName}`;
  sessions.set(accessKeyId, { arn, userId });
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
