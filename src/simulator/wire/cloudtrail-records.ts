import type { ModelCall, ModelCaller } from '../accessTypes.ts';
import type { Event } from './models/cloudtrail-types.ts';
import { fingerprint } from './paging.ts';

/** What calls of models are written down under. */
export const SOURCE = 'bedrock.amazonaws.com';

/** The name of a session, or of a user. */
export const userNameOf = (caller: ModelCaller) => (caller.kind === 'user' ? caller.name : caller.session);

/** An event as LookupEvents answers it. */
export function eventOf(call: ModelCall): Event {
  return {
    EventId: call.id,
    EventName: call.operation,
    ReadOnly: 'true',
    AccessKeyId: call.caller.accessKeyId,
    EventTime: new Date(call.at),
    EventSource: SOURCE,
    Username: userNameOf(call.caller),
    Resources: [],
    CloudTrailEvent: JSON.stringify(recordOf(call)),
  };
}

/** The event as CloudTrail's record contents have it. */
function recordOf(call: ModelCall): object {
  return {
    eventVersion: '1.11',
    userIdentity: identityOf(call),
    eventTime: seconds(call.at),
    eventSource: SOURCE,
    eventName: call.operation,
    awsRegion: call.region,
    sourceIPAddress: '192.0.2.10',
    userAgent: 'aws-sdk-js/3.1164.0',
    requestParameters: { modelId: call.modelId },
    responseElements: null,
    ...(call.error && { errorCode: call.error.code, errorMessage: call.error.message }),
    ...additionsOf(call),
    requestID: `${call.id.slice(-8)}${call.id.slice(8, -8)}${call.id.slice(0, 8)}`,
    eventID: call.id,
    readOnly: true,
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: call.accountId,
    eventCategory: 'Management',
    tlsDetails: {
      tlsVersion: 'TLSv1.3',
      cipherSuite: 'TLS_AES_128_GCM_SHA256',
      clientProvidedHostHeader: `bedrock-runtime.${call.region}.amazonaws.com`,
    },
  };
}

function additionsOf({ inferenceRegion, caller }: ModelCall): object {
  const additions = {
    ...(inferenceRegion !== undefined && { inferenceRegion }),
    // Whoever comes with an API key has no access key.
    ...(caller.accessKeyId === '' && { callWithBearerToken: true }),
  };
  return Object.keys(additions).length === 0 ? {} : { additionalEventData: additions };
}

function identityOf({ accountId, caller, at }: ModelCall): object {
  const { accessKeyId } = caller;
  if (caller.kind === 'user')
    return {
      type: 'IAMUser',
      principalId: caller.uniqueId ?? uniqueId('AIDA', `${accountId}|${caller.name}`),
      arn: `arn:aws:iam::${accountId}:user/${caller.name}`,
      accountId,
      accessKeyId,
      userName: caller.name,
    };
  const { role, session } = caller;
  const principalId = caller.uniqueId ?? uniqueId('AROA', `${accountId}|${role.name}`);
  return {
    type: 'AssumedRole',
    principalId: `${principalId}:${session}`,
    arn: `arn:aws:sts::${accountId}:assumed-role/${role.name}/${session}`,
    accountId,
    accessKeyId,
    sessionContext: {
      sessionIssuer: {
        type: 'Role',
        principalId,
        arn: `arn:aws:iam::${accountId}:role${role.path}${role.name}`,
        accountId,
        userName: role.name,
      },
      attributes: { creationDate: seconds(at - (at % 3_600_000)), mfaAuthenticated: 'false' },
    },
  };
}

const seconds = (ms: number) => new Date(ms).toISOString().replace('.000Z', 'Z');
const uniqueId = (prefix: string, key: string) => `${prefix}${fingerprint(key).toUpperCase()}X`;
