import type { IncomingHttpHeaders } from 'node:http';

/** What a request to AWS asks, and what the lists of its answer are called: all that the hostile AWS knows of protocols. */

export interface Question {
  /** Service as in the credential scope and operation, for example `ce:GetCostAndUsage`. */
  operation: string;
  /** The account that asks, as its access key tells; empty for the payer's own key. */
  account: string;
  /** What is asked but for the page, as text: the same question has the same. */
  text: string;
  /** The page that is asked for; undefined for the first. */
  token: string | undefined;
  input: Json;
}

/** A document as JSON has it. */
// biome-ignore lint/suspicious/noExplicitAny: answers are taken apart by name and put together again
export type Json = Record<string, any>;

export interface Answer {
  status: number;
  headers: Readonly<Record<string, string>>;
  body: Buffer;
}

interface Listing {
  /** The member that lists. */
  list: string;
  /** The member that names the next page; absent where the operation has no pages. */
  token?: string;
  /** The member of the request that asks for a page. */
  asks?: string;
  /** Lists within each entry that say what it is worth. */
  inner: readonly string[];
}

/** The operations that answer with lists. */
export const LISTINGS: Readonly<Record<string, Listing>> = {
  'ce:GetCostAndUsage': { list: 'ResultsByTime', ...paged('NextPageToken'), inner: ['Groups'] },
  'ce:GetDimensionValues': { list: 'DimensionValues', ...paged('NextPageToken'), inner: [] },
  'tagging:GetResources': { list: 'ResourceTagMappingList', ...paged('PaginationToken'), inner: ['Tags'] },
  'bedrock:ListInferenceProfiles': {
    list: 'inferenceProfileSummaries',
    ...paged('nextToken'),
    inner: ['models'],
  },
  'bedrock:ListFoundationModels': { list: 'modelSummaries', inner: [] },
  'monitoring:ListMetrics': { list: 'Metrics', ...paged('NextToken'), inner: [] },
  'monitoring:GetMetricData': {
    list: 'MetricDataResults',
    ...paged('NextToken'),
    inner: ['Timestamps', 'Values'],
  },
  'identitystore:ListUsers': { list: 'Users', ...paged('NextToken'), inner: ['Emails'] },
  'identitystore:ListGroups': { list: 'Groups', ...paged('NextToken'), inner: [] },
  'identitystore:ListGroupMemberships': { list: 'GroupMemberships', ...paged('NextToken'), inner: [] },
  'budgets:DescribeBudgets': { list: 'Budgets', ...paged('NextToken'), inner: [] },
};

function paged(token: string): { token: string; asks: string } {
  return { token, asks: token };
}

interface Request {
  method: string;
  /** Path and query. */
  url: string;
  headers: IncomingHttpHeaders;
  body: string;
}

/** Reads a request in any of the protocols that the product speaks. */
export function questionOf({ method, url, headers, body }: Request): Question {
  const [, key = '', service = ''] =
    /Credential=([^/]+)\/\d+\/[^/]+\/([^/]+)\//.exec(headers.authorization ?? '') ?? [];
  const account = /^ASIA(\d{12})/.exec(key)?.[1] ?? '';
  const { name, input } = namedBy(method, url, headers, body);
  const operation = `${service}:${name}`;
  const asks = LISTINGS[operation]?.asks ?? '';
  const { [asks]: token, ...rest } = input;
  return { operation, account, token, input, text: `${operation} ${account} ${JSON.stringify(rest)}` };
}

function namedBy(
  method: string,
  url: string,
  headers: IncomingHttpHeaders,
  body: string,
): { name: string; input: Json } {
  const target = headers['x-amz-target'];
  if (typeof target === 'string') return { name: target.split('.').at(-1) ?? '', input: JSON.parse(body) };
  const [path = '', query = ''] = url.split('?');
  const form = new URLSearchParams(path === '/' ? body : query);
  const input = Object.fromEntries(form);
  if (path === '/') return { name: form.get('Action') ?? '', input };
  const ofPath: Readonly<Record<string, string>> = {
    'GET /inference-profiles': 'ListInferenceProfiles',
    'GET /foundation-models': 'ListFoundationModels',
  };
  return { name: ofPath[`${method} ${path}`] ?? `${method} ${path}`, input };
}

/**
 * What an answer says, as a client of AWS reads it: nothing is an empty document; null where it cannot be read. Of XML
 * nothing is read but that it is an answer.
 */
export function readAnswer({ status, body }: Answer): Json | null {
  if (status !== 200) return null;
  if (body.length === 0) return {};
  const text = body.toString();
  if (/^<\w+Response[ >]/.test(text)) return {};
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
