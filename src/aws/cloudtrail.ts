import type { Event } from '@aws-sdk/client-cloudtrail';
import type { RecordedCall, RecordedCalls } from '../core/policies/found.ts';
import type { Instant, Place } from '../core/types.ts';
import type { Run } from './runner.ts';
import type { CloudTrailGateway } from './typesPolicies.ts';

/** Loaded when it is first asked for: few starts need it. */
const sdk = () => import('@aws-sdk/client-cloudtrail');

const service = 'cloudtrail';
/** The API's own limit; two such requests a second and account are let through. */
const PAGE_SIZE = 50;
/** Calls of models that CloudTrail keeps as management events, 90 days, without any trail. */
const OPERATIONS = ['InvokeModel', 'InvokeModelWithResponseStream', 'Converse', 'ConverseStream'];

/** CloudTrail's event history of an account and Region. */
export function createCloudTrailGateway(run: Run): CloudTrailGateway {
  return {
    async modelCalls(place, start, endExclusive, pages) {
      const calls: RecordedCall[] = [];
      let cutAt: string | null = null;
      for (const operation of OPERATIONS) {
        const read = await lookUp(run, { place, operation, start, endExclusive, pages });
        for (const call of read.calls) calls.push(call);
        if (read.cutAt !== null && (cutAt === null || read.cutAt > cutAt)) cutAt = read.cutAt;
      }
      return { calls: calls.sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0)), cutAt };
    },
  };
}

interface LookUp {
  place: Place;
  operation: string;
  start: Instant;
  endExclusive: Instant;
  pages: number;
}

/** The newest records of one operation, which come first. */
async function lookUp(
  run: Run,
  { place, operation, start, endExclusive, pages }: LookUp,
): Promise<RecordedCalls> {
  const calls: RecordedCall[] = [];
  let token: string | undefined;
  for (let page = 0; page < pages; page += 1) {
    const { Events = [], NextToken } = await run({
      service,
      operation: 'LookupEvents',
      target: place,
      send: async (client) =>
        client.send(
          new (await sdk()).LookupEventsCommand({
            LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue: operation }],
            StartTime: new Date(start),
            EndTime: new Date(endExclusive),
            MaxResults: PAGE_SIZE,
            NextToken: token,
          }),
        ),
    });
    for (const event of Events) {
      const call = recorded(event, operation, place);
      if (call !== null) calls.push(call);
    }
    token = NextToken === '' ? undefined : NextToken;
    if (token === undefined) return { calls, cutAt: null };
  }
  return { calls, cutAt: calls.at(-1)?.at ?? endExclusive };
}

interface Detail {
  awsRegion?: string;
  recipientAccountId?: string;
  errorCode?: string;
  requestParameters?: { modelId?: string } | null;
  additionalEventData?: { callWithBearerToken?: unknown } | null;
  userIdentity?: {
    arn?: string;
    principalId?: string;
    sessionContext?: { sessionIssuer?: { arn?: string } };
  };
}

/** null for what is no record of Bedrock. */
function recorded(
  { EventTime, EventSource, Username, CloudTrailEvent }: Event,
  operation: string,
  place: Place,
): RecordedCall | null {
  if (EventSource !== undefined && !EventSource.startsWith('bedrock')) return null;
  const detail = detailOf(CloudTrailEvent);
  const { arn = '', principalId = '', sessionContext } = detail.userIdentity ?? {};
  return {
    at: (EventTime ?? new Date(0)).toISOString(),
    accountId: detail.recipientAccountId ?? place.accountId,
    region: detail.awsRegion ?? place.region,
    operation,
    modelId: detail.requestParameters?.modelId ?? '',
    caller: arn,
    role: sessionContext?.sessionIssuer?.arn ?? null,
    who: Username || arn.slice(arn.lastIndexOf('/') + 1) || principalId,
    apiKey: String(detail.additionalEventData?.callWithBearerToken ?? false) === 'true',
    error: detail.errorCode ?? null,
  };
}

function detailOf(text: string | undefined): Detail {
  try {
    const read: unknown = JSON.parse(text ?? '{}');
    return typeof read === 'object' && read !== null ? read : {};
  } catch {
    return {};
  }
}
