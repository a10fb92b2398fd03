import type { IncomingHttpHeaders } from 'node:http';
import { missingAuthentication, serialization, unknownOperation } from './errors.ts';
import type { Operation } from './model.ts';
import type { Service } from './service.ts';

type Protocol = 'json' | 'query' | 'rest-json';

export interface HttpRequest {
  method: string;
  /** As it stands in the request line, still percent-encoded, without the query. */
  path: string;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  body: string;
}

export interface Identified {
  service: Service;
  protocol: Protocol;
  operationName: string;
  operation?: Operation;
  labels: Record<string, string>;
  region: string;
  /** Empty where the request came with an API key. */
  accessKeyId: string;
  /** A key of Bedrock's own instead of a signature. */
  bearer?: string;
}

/**
 * Finds out which service and operation a request is for: by `X-Amz-Target` (AWS JSON), by `Action` (query), else by
 * its path (REST JSON). Service and Region come from the SigV4 credential scope; with an API key, which only Bedrock
 * has, the Region is that of the ARN in the path. Throws MissingAuthenticationToken for a request that is not signed,
 * and UnknownOperationException for a service that is not simulated.
 */
export function identify(services: Service[], request: HttpRequest): Identified {
  const authorization = request.headers.authorization ?? '';
  const [, bearer] = /^Bearer\s+(\S+)$/i.exec(authorization) ?? [];
  if (bearer !== undefined) {
    const region = /arn(?::|%3A)aws[\w-]*(?::|%3A)bedrock(?::|%3A)([a-z0-9-]+)/i.exec(request.path)?.[1];
    const found = rest(services, 'bedrock', request);
    return { ...found, region: region ?? DEFAULT_REGION, accessKeyId: '', bearer };
  }
  const scope = /Credential=([^/,\s]+)\/\d{8}\/([^/]+)\/([^/]+)\/aws4_request/.exec(authorization);
  if (!scope) throw missingAuthentication();
  const [, accessKeyId = '', region = '', signingName = ''] = scope;
  // Some clients put a package before the prefix, for example `com.amazonaws.cloudtrail.v20131101.`.
  const target = String(request.headers['x-amz-target'] ?? '').split('.');
  const [prefix = '', targetName] = target.length > 2 ? target.slice(-2) : target;
  const service = services.find((each) =>
    targetName === undefined ? each.signingName === signingName : each.targetPrefix === prefix,
  );
  if (!service) throw unknownOperation(targetName ?? `${signingName} ${request.method} ${request.path}`);
  const found = { service, region, accessKeyId, labels: {} };
  if (targetName !== undefined) return named(found, 'json', targetName);
  const form = String(request.headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded');
  if (form && service.xmlNamespace !== undefined)
    return named(found, 'query', new URLSearchParams(request.body).get('Action') ?? '');
  // Only services that name their operations in no other way have paths of their own.
  const paths = service.targetPrefix === undefined && service.xmlNamespace === undefined;
  if (paths) return { ...rest(services, signingName, request), region, accessKeyId };
  return { ...found, protocol: 'rest-json', ...unnamed(request) };
}

const DEFAULT_REGION = 'us-east-1';

/** Several services can be signed by one name: the one that has the path is meant, else the first. */
function rest(
  services: Service[],
  signingName: string,
  request: HttpRequest,
): Omit<Identified, 'region' | 'accessKeyId' | 'bearer'> {
  const candidates = services.filter((each) => each.signingName === signingName);
  const [first] = candidates;
  if (!first) throw unknownOperation(`${signingName} ${request.method} ${request.path}`);
  for (const service of candidates) {
    const found = byPath(service, request);
    if (found.operation) return { service, protocol: 'rest-json', ...found };
  }
  return { service: first, protocol: 'rest-json', ...unnamed(request) };
}

function named(
  found: Omit<Identified, 'protocol' | 'operationName' | 'operation'>,
  protocol: Protocol,
  operationName: string,
): Identified {
  const operation = found.service.model.operations.get(operationName);
  return { ...found, protocol, operationName, ...(operation && { operation }) };
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw serialization(`not percent-encoded: ${part}`);
  }
}

function byPath(
  service: Service,
  request: HttpRequest,
): Pick<Identified, 'operationName' | 'operation' | 'labels'> {
  const parts = request.path.split('/');
  for (const operation of service.model.operations.values()) {
    const pattern = operation.path.split('/');
    if (operation.method !== request.method || pattern.length !== parts.length) continue;
    const labels: Record<string, string> = {};
    const fits = pattern.every((part, i) => {
      const own = parts[i] ?? '';
      if (!part.startsWith('{')) return part === own;
      labels[part.slice(1, -1)] = decoded(own);
      return own !== '';
    });
    if (fits) return { operationName: operation.name, operation, labels };
  }
  return unnamed(request);
}

const unnamed = (request: HttpRequest) => ({
  operationName: `${request.method} ${request.path}`,
  labels: {},
});
