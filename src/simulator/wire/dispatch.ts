import type { Access, Principal } from '../iam/access.ts';
import type { World } from '../types.ts';
import { type HttpAnswer, writeError, writeOutput } from './answer.ts';
import { authorize } from './authorize.ts';
import { judgeOf } from './caller.ts';
import { chance } from './chance.ts';
import { type Fields, fromJson, fromQuery, fromUri, payloadOf } from './codec.ts';
import { AwsError, serialization, unknownOperation } from './errors.ts';
import { type HttpRequest, type Identified, identify } from './identify.ts';
import type { Meter } from './meter.ts';
import type { Rates } from './rates.ts';
import type { Call, Service, WireSettings } from './service.ts';
import { violationMessage, violations } from './validate.ts';

export interface Dispatcher {
  world: World;
  access: Access;
  services: Service[];
  settings: WireSettings;
  meter: Meter;
  rates: Rates;
  /** One line per request; the caller decides whether anybody reads it. */
  log(line: string): void;
}

/** Answers one signed request: finds the operation, throttles, decodes, validates, runs and encodes. */
export function dispatch(parts: Dispatcher, request: HttpRequest, requestNumber: number): HttpAnswer {
  const requestId = makeRequestId(parts.world.options.seed, requestNumber);
  let found: Identified | undefined;
  let answer: HttpAnswer;
  try {
    found = identify(parts.services, request);
    const output = run(parts, found, request, requestNumber, requestId);
    answer = writeOutput(found, output, requestId);
  } catch (error) {
    if (!(error instanceof AwsError))
      parts.log(`${requestId} ${error instanceof Error ? error.stack : error}`);
    const known =
      error instanceof AwsError ? error : new AwsError('InternalFailure', 'Internal failure', 500);
    answer = writeError(found, known, requestId);
  }
  parts.log(
    `${found?.service.id ?? '-'} ${found?.operationName ?? request.path} ${answer.status} ${requestId}`,
  );
  return answer;
}

function run(
  { world, access, settings, meter, rates }: Dispatcher,
  found: Identified,
  request: HttpRequest,
  requestNumber: number,
  requestId: string,
): object {
  const { service, operation, operationName } = found;
  const handler = operation && service.handlers[operation.name];
  if (!operation || !handler) throw unknownOperation(operationName);
  meter.seen(service.id, operationName);
  injectFault(service, settings, world.options.seed, requestNumber);
  const input = decode(found, request);
  if (operation.input !== undefined) {
    const faults = violations(service.model, operation.input, input);
    if (faults.length > 0) throw service.invalid(violationMessage(faults), operationName);
  }
  const caller = callerOf(access, found);
  const account = caller?.account ?? accountOf(world, found.accessKeyId);
  const payer = world.accounts.some((each) => each.payer && each.id === account);
  const call: Call = {
    world,
    settings,
    account,
    payer,
    accessKeyId: found.accessKeyId,
    caller,
    access,
    judge: judgeOf(caller, {
      region: found.region,
      now: world.clock.now(),
      tagsWhileCreating: settings.tagsWhileCreating,
      context: {
        'aws:PrincipalOrgID': world.organization.id,
        ...(found.bearer !== undefined && { 'bedrock:bearerTokenType': 'LONG_TERM' }),
      },
    }),
    region: found.region,
    requestId,
    requestNumber,
  };
  const faster = rates.refused(settings.rates, [service.id, operationName], `${account} ${found.region}`);
  if (faster) throw service.throttled('Too many requests, please wait before trying again.');
  authorize(call, found, input);
  const output = handler(call, input as never);
  const queries = input.MetricDataQueries;
  meter.answered(service.id, operationName, Array.isArray(queries) ? queries.length : 0);
  return output;
}

function decode({ service, operation, protocol, labels }: Identified, request: HttpRequest): Fields {
  if (operation?.input === undefined) return {};
  if (protocol === 'query')
    return fromQuery(service.model, operation.input, new URLSearchParams(request.body)) as Fields;
  const payload = payloadOf(service.model, operation.input);
  if (payload !== undefined)
    return { [payload]: request.body, ...fromUri(service.model, operation, labels, request) };
  let body: unknown = {};
  try {
    if (request.body !== '') body = JSON.parse(request.body);
  } catch {
    throw serialization('The body is not JSON');
  }
  const fields = fromJson(service.model, operation.input, body) as Fields;
  return protocol === 'json' ? fields : { ...fields, ...fromUri(service.model, operation, labels, request) };
}

/** Whoever an access key or an API key belongs to. Throws for an API key that is nobody's. */
function callerOf(access: Access, { accessKeyId, bearer }: Identified): Principal | undefined {
  if (bearer === undefined) return access.principalOf(accessKeyId);
  const user = access.bearer(bearer);
  if (user) return user;
  throw new AwsError(
    'AccessDeniedException',
    'Authentication failed: Please make sure your API Key is valid.',
    403,
  );
}

/** Credentials that AssumeRole gave out carry their account in the key's id; all others are the payer's. */
function accountOf(world: World, accessKeyId: string): string {
  const encoded = /^ASIA(\d{12})/.exec(accessKeyId)?.[1];
  const account =
    world.accounts.find(({ id }) => id === encoded) ?? world.accounts.find(({ payer }) => payer);
  if (!account) throw new Error('a world has a payer account');
  return account.id;
}

/** Throttles the given share of requests, and lets a fifth as many fail; the same seed and number, the same fate. */
function injectFault(
  service: Service,
  { throttlePercent: percent, internalPercent }: WireSettings,
  seed: number,
  requestNumber: number,
): void {
  const luck = chance(seed, 'fault', requestNumber) * 100;
  if (luck < percent) throw service.throttled('Rate exceeded');
  if (chance(seed, 'failure', requestNumber) * 100 < internalPercent)
    throw (
      service.failed?.('An internal server error occurred. Retry your request.') ??
      new AwsError('InternalFailure', 'An internal error has occurred', 500)
    );
  if (luck < percent * 1.15) throw new AwsError('InternalFailure', 'An internal error has occurred', 500);
  if (luck < percent * 1.2)
    throw new AwsError('ServiceUnavailable', 'Service is unable to handle request', 503);
}

/** A request's id: the same seed and number, the same id. */
export function makeRequestId(seed: number, requestNumber: number): string {
  const hex = (part: number) =>
    Math.floor(chance(seed, 'id', requestNumber, part) * 2 ** 32)
      .toString(16)
      .padStart(8, '0');
  const all = hex(0) + hex(1) + hex(2) + hex(3);
  return [all.slice(0, 8), all.slice(8, 12), all.slice(12, 16), all.slice(16, 20), all.slice(20)].join('-');
}
