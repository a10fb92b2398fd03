import type { Trouble } from './plan.ts';
import { type Answer, type Json, LISTINGS, type Question } from './protocol.ts';

/** How an answer of AWS is made wrong. Pure: what is sent follows from the trouble, the answer and former answers. */

/** What the client gets: pages, of which all but the first are asked for by invented tokens, or part of an answer. */
export type Sent =
  | { pages: readonly Answer[] }
  /** A page for every token that is asked for: the n-th, from 0. */
  | { endless: (page: number) => Answer }
  /** In small pieces, and whole. */
  | { slow: Answer }
  /** So many bytes of what was announced, and then nothing; with null not even its head. */
  | { stalls: Answer; after: number | null }
  /** A byte now and then, or as much as the connection takes, without end. */
  | { unending: Answer; by: 'drip' | 'flood' }
  /** So many bytes of what was announced, and then no connection any more. */
  | { cut: Answer; after: number };

export interface Memory {
  /** A good answer to another question of the same operation, and a former one to the same question. */
  another: Answer | undefined;
  former: Answer | undefined;
}

const HUGE_BYTES = 1_000_000;

/** @param tokenOf names an invented page: the n-th of this answer, from 1 */
export function mangled(
  { mangling, share }: Pick<Trouble, 'mangling' | 'share'>,
  { operation }: Question,
  answer: Answer,
  { another, former }: Memory,
  tokenOf: (page: number) => string,
): Sent {
  const text = answer.body.toString();
  const pages = (...all: Answer[]): Sent => ({ pages: all });
  const changed = (change: (body: Json) => Json) =>
    withBody(answer, JSON.stringify(change(JSON.parse(text))));
  const listing = LISTINGS[operation] ?? { list: '', inner: [] };
  const { list, token = '', inner } = listing;
  const items = (body: Json): Json[] => body[list] ?? [];
  const kept = (count: number) => Math.min(count - 1, Math.floor(count * (1 - share)));
  switch (mangling) {
    case 'cut':
      return { cut: answer, after: Math.floor(answer.body.length * share) };
    case 'reset':
      return { cut: answer, after: 0 };
    case 'halfBody':
      return pages(withBody(answer, text.slice(0, Math.floor(text.length * share))));
    case 'html':
      return pages(withBody(answer, '<html><body>Sign in to the guest network</body></html>'));
    case 'throttled':
      return pages(refusal(operation, 400, 'ThrottlingException', 'Rate exceeded'));
    case 'failed':
      return pages(refusal(operation, 500, 'InternalServerException', 'Something went wrong'));
    case 'denied':
      return pages(refusal(operation, 403, 'AccessDeniedException', 'User is not authorized'));
    case 'expired':
      return pages(refusal(operation, 403, 'ExpiredTokenException', 'The security token is expired'));
    case 'noData':
      return pages(refusal(operation, 400, 'DataUnavailableException', 'Data is not available'));
    case 'moved':
      return pages(refusal(operation, 400, 'RequestChangedException', 'The request has changed'));
    case 'stallHead':
      return { stalls: answer, after: null };
    case 'stallBody':
      return { stalls: answer, after: Math.floor(answer.body.length * share) };
    case 'drip':
    case 'flood':
      return { unending: answer, by: mangling };
    case 'slow':
      return { slow: answer };
    case 'huge':
      return pages(padded(answer));
    case 'noBody':
      return pages(withBody(answer, ''));
    case 'emptyObject':
      return pages(withBody(answer, '{}'));
    case 'emptyList':
      return pages(changed((body) => ({ ...without(body, token), [list]: [] })));
    case 'fewer':
      return pages(
        changed((body) => ({
          ...without(body, token),
          [list]: items(body).slice(0, Math.max(0, kept(items(body).length))),
        })),
      );
    case 'twice':
      return pages(changed((body) => ({ ...body, [list]: [...items(body), ...items(body)] })));
    case 'shortPages': {
      const half = Math.ceil(items(JSON.parse(text)).length * share);
      return pages(
        changed((body) => ({ ...body, [list]: items(body).slice(0, half), [token]: tokenOf(1) })),
        changed((body) => ({ ...body, [list]: items(body).slice(half) })),
      );
    }
    case 'samePage': {
      const page = changed((body) => ({ ...body, [token]: tokenOf(1) }));
      return pages(page, page);
    }
    case 'endless':
    case 'endlessEmpty': {
      const isEmpty = mangling === 'endlessEmpty';
      return {
        endless: (page) =>
          changed((body) => ({ ...body, ...(isEmpty ? { [list]: [] } : {}), [token]: tokenOf(page + 1) })),
      };
    }
    case 'another':
      return pages(another ?? answer);
    case 'former':
      return pages(former ?? answer);
    case 'hollow':
      return pages(changed((body) => ({ ...body, [list]: hollow(items(body), inner, share) })));
    case 'shrunk':
      return pages(changed((body) => scaled(body, 1 - share) as Json));
    case 'grown':
      return pages(changed((body) => scaled(body, 1 + share) as Json));
  }
}

const withBody = (answer: Answer, body: string): Answer => ({ ...answer, body: Buffer.from(body) });

const without = (body: Json, member: string): Json =>
  Object.fromEntries(Object.entries(body).filter(([name]) => name !== member));

/** The same, said in a megabyte. */
function padded(answer: Answer): Answer {
  const padding = ' '.repeat(HUGE_BYTES);
  const body = answer.body.toString();
  // Between the brackets of JSON and after the declaration of XML blanks say nothing.
  return withBody(answer, body.startsWith('{') ? body.replace('{', `{${padding}`) : `${body}${padding}`);
}

/** Some entries, chosen evenly, without what they are worth. */
const hollow = (items: readonly Json[], inner: readonly string[], share: number): Json[] =>
  items.map((item, index) =>
    index % 10 < Math.ceil(10 * share)
      ? { ...item, ...Object.fromEntries(inner.map((member) => [member, []])) }
      : item,
  );

/** Amounts of the bill and values of metrics, times a factor. */
function scaled(value: unknown, factor: number): unknown {
  if (Array.isArray(value)) return value.map((one) => scaled(one, factor));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => {
      if (name === 'Amount') return [name, (Number(inner) * factor).toFixed(10)];
      if (name === 'Values') return [name, (inner as number[]).map((one) => Math.round(one * factor))];
      return [name, scaled(inner, factor)];
    }),
  );
}

/** An error in the protocol of the operation. */
function refusal(operation: string, status: number, code: string, message: string): Answer {
  if (operation.startsWith('sts:'))
    return {
      status,
      headers: { 'content-type': 'text/xml' },
      body: Buffer.from(
        `<ErrorResponse><Error><Code>${code.replace('Exception', '')}</Code><Message>${message}</Message></Error></ErrorResponse>`,
      ),
    };
  return {
    status,
    headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-errortype': code },
    body: Buffer.from(JSON.stringify({ __type: code, message })),
  };
}
