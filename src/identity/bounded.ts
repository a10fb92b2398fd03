import { LedgerError } from '../core/errors.ts';

/** An answer of a provider is some kilobytes: metadata, keys, tokens, claims. */
const MOST_BYTES = 2 ** 20;

class AnswerTooLarge extends LedgerError {
  override name = 'AnswerTooLarge';
  constructor(url: string) {
    super('outside', `the answer of ${new URL(url).host} is larger than 1 MiB and was cut off`);
  }
}

/**
 * `fetch`, which has the whole answer or none: it is read within the request's own deadline, and to a size.
 * @param by what asks: the way out of this machine
 */
export async function boundedFetch(url: string, init: RequestInit, by: typeof fetch): Promise<Response> {
  const { body, status, statusText, headers } = await by(url, init);
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  // What is left unread when this throws is cancelled.
  for await (const part of body ?? []) {
    size += part.length;
    if (size > MOST_BYTES) throw new AnswerTooLarge(url);
    parts.push(part);
  }
  return new Response(size === 0 ? null : new Blob(parts), { status, statusText, headers });
}
