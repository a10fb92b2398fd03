import type { ModelCall } from '../accessTypes.ts';
import type { RecordedCalls } from './cloudtrail-recorded.ts';
import { eventOf, SOURCE, userNameOf } from './cloudtrail-records.ts';
import { AwsError } from './errors.ts';
import { parseModel } from './model.ts';
import { cloudtrail as text } from './models/cloudtrail.ts';
import type {
  Event,
  LookupAttribute,
  LookupEventsRequest,
  LookupEventsResponse,
} from './models/cloudtrail-types.ts';
import { makeToken, readToken } from './paging.ts';
import type { Call, Service } from './service.ts';

const DAY = 86_400_000;
/** How long the event history goes back. */
const KEPT = 90 * DAY;
/** How long after a call it is in the history (User Guide: about five minutes on average). */
const LATE = 5 * 60_000;
const PAGE = 50;
/** Days that one answer looks through; the next page goes on, as AWS's own pages can be short too. */
const DAYS_A_PAGE = 7;
/** Calls that are kept worked out, in whole days of an account and Region. */
const KEPT_CALLS = 100_000;
/** What a token says of a day of which nothing has been shown. */
const WHOLE = DAY - 1;

/** Calls of a day, those of the company's habits and those that were made here, oldest first. */
type CallsOn = (call: Call, dayNumber: number) => readonly ModelCall[];

/** CloudTrail's event history of an account and Region. It holds calls of models and nothing else. */
export function cloudtrailService(recorded: RecordedCalls): Service {
  const known = new Map<string, ModelCall[]>();
  const callsOn: CallsOn = (call, dayNumber) => {
    const day = new Date(dayNumber * DAY).toISOString().slice(0, 10);
    const made = recorded.of(call.account, call.region, day);
    const habitual = habitualOn(call, day, known);
    return made.length === 0 ? habitual : [...habitual, ...made].sort((a, b) => a.at - b.at);
  };
  return {
    id: 'cloudtrail',
    signingName: 'cloudtrail',
    targetPrefix: 'CloudTrail_20131101',
    jsonVersion: '1.1',
    model: parseModel(text),
    invalid: (message) => new AwsError('InvalidParameterCombinationException', message),
    throttled: (message) => new AwsError('ThrottlingException', message),
    handlers: {
      LookupEvents: (call: Call, input: LookupEventsRequest) => lookupEvents(call, input, callsOn),
    },
  };
}

/**
 * Newest first. A token names a day and how many of its events are still to come, counted from the oldest: what has
 * happened since the first page does not move them.
 */
function lookupEvents(call: Call, input: LookupEventsRequest, callsOn: CallsOn): LookupEventsResponse {
  const { NextToken: token, MaxResults = PAGE, ...request } = input;
  const [attribute] = attributesOf(input);
  const { from, until } = rangeOf(call, input);
  if (input.EventCategory !== undefined) return { Events: [] };
  const named = { ...request, account: call.account, region: call.region };
  const position = token === undefined ? undefined : readToken(token, named, invalidToken);
  let day = Math.floor((position === undefined ? until : position) / DAY);
  let rest = position === undefined || position % DAY === WHOLE ? undefined : position % DAY;
  const Events: Event[] = [];
  const last = day - DAYS_A_PAGE;
  for (; day >= Math.floor(from / DAY); day--, rest = undefined) {
    if (day <= last) return { Events, NextToken: makeToken(named, day * DAY + WHOLE) };
    const found = callsOn(call, day).filter((each) => fits(each, attribute));
    let left = rest ?? found.filter(({ at }) => at <= until).length;
    while (left > 0 && Events.length < MaxResults) {
      const next = found[--left] as ModelCall;
      if (next.at < from) return { Events };
      Events.push(eventOf(next));
    }
    if (Events.length >= MaxResults) return { Events, NextToken: makeToken(named, day * DAY + left) };
  }
  return { Events };
}

const invalidToken = () => new AwsError('InvalidNextTokenException', 'Invalid NextToken.');

function attributesOf({ LookupAttributes = [] }: LookupEventsRequest): LookupAttribute[] {
  if (LookupAttributes.length > 1)
    throw new AwsError('InvalidLookupAttributesException', 'Only one lookup attribute can be specified.');
  return LookupAttributes;
}

/** Both ends are part of it; what is older than the history, or not yet in it, is not. */
function rangeOf({ world }: Call, { StartTime, EndTime }: LookupEventsRequest) {
  const now = world.clock.now();
  if (StartTime && EndTime && StartTime > EndTime)
    throw new AwsError('InvalidTimeRangeException', 'Start time must be before end time.');
  return {
    from: Math.max(StartTime?.getTime() ?? 0, now - KEPT),
    until: Math.min(EndTime?.getTime() ?? now, now - LATE),
  };
}

function habitualOn(
  { world, account, region }: Call,
  day: string,
  known: Map<string, ModelCall[]>,
): ModelCall[] {
  const key = `${account}|${region}|${day}|${world.changes}`;
  const calls = known.get(key) ?? world.modelCalls(account, region, day);
  known.delete(key);
  known.set(key, calls);
  let kept = [...known.values()].reduce((sum, each) => sum + each.length, 0);
  for (const [old, { length }] of known) {
    if (kept <= KEPT_CALLS || old === key) break;
    known.delete(old);
    kept -= length;
  }
  return calls;
}

function fits(call: ModelCall, attribute: LookupAttribute | undefined): boolean {
  if (attribute === undefined) return true;
  const values = {
    EventId: call.id,
    EventName: call.operation,
    EventSource: SOURCE,
    ReadOnly: 'true',
    Username: userNameOf(call.caller),
    AccessKeyId: call.caller.accessKeyId,
    // Calls of models name no resources in the history.
    ResourceName: undefined,
    ResourceType: undefined,
  };
  return values[attribute.AttributeKey] === attribute.AttributeValue;
}
