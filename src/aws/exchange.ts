import type { Readable } from 'node:stream';
import {
  NodeHttp2Handler,
  type NodeHttp2HandlerOptions,
  NodeHttpHandler,
  type NodeHttpHandlerOptions,
} from '@smithy/node-http-handler';
import { LedgerError } from '../core/errors.ts';
import { within } from './within.ts';

/**
 * One exchange with AWS is over in time, or it is ended: from the first try to connect to the last byte of the answer. The
 * SDK's own bounds end with the head of an answer, or begin anew with each byte, and it holds an answer of any size.
 */

/** What an exchange may take and bring. */
export interface ExchangeBounds {
  /** Of one attempt, its answer read to the end; milliseconds. */
  attemptMs: number;
  mostBytes: number;
}

/** Named as AWS's SDK names what it tries again. */
class TooLate extends LedgerError {
  override name = 'TimeoutError';
  constructor(ms: number) {
    super('outside', `no whole answer came within ${ms / 1000} seconds`);
  }
}

/** Not tried again: the next answer would be as large. */
class AnswerTooLarge extends LedgerError {
  override name = 'AnswerTooLarge';
  constructor(mostBytes: number) {
    super('outside', `it is larger than ${mostBytes / 2 ** 20} MiB and was cut off`);
  }
}

type HttpRequest = Parameters<NodeHttpHandler['handle']>[0];
type HttpHandlerOptions = NonNullable<Parameters<NodeHttpHandler['handle']>[1]>;
type Answered = Awaited<ReturnType<NodeHttpHandler['handle']>>;

/** HTTP/1.1 as the SDK speaks it, within bounds. */
export class BoundedHttpHandler extends NodeHttpHandler {
  readonly #bounds: ExchangeBounds;
  constructor(bounds: ExchangeBounds, options: NodeHttpHandlerOptions) {
    super(options);
    this.#bounds = bounds;
  }
  override handle(request: HttpRequest, options: HttpHandlerOptions = {}): Promise<Answered> {
    return wholeAnswer((own) => super.handle(request, own), options, this.#bounds);
  }
}

/** The same for HTTP/2. */
export class BoundedHttp2Handler extends NodeHttp2Handler {
  readonly #bounds: ExchangeBounds;
  constructor(bounds: ExchangeBounds, options: NodeHttp2HandlerOptions = {}) {
    super(options);
    this.#bounds = bounds;
  }
  override handle(request: HttpRequest, options: HttpHandlerOptions = {}): Promise<Answered> {
    return wholeAnswer((own) => super.handle(request, own), options, this.#bounds);
  }
}

/**
 * Sends a request and reads its answer to the end.
 * @throws TooLate, AnswerTooLarge; whatever the caller's own signal was aborted with
 */
async function wholeAnswer(
  send: (options: HttpHandlerOptions) => Promise<Answered>,
  options: HttpHandlerOptions,
  { attemptMs, mostBytes }: ExchangeBounds,
): Promise<Answered> {
  const given = options.abortSignal as AbortSignal | undefined;
  const tooLate = () => new TooLate(attemptMs);
  return within(attemptMs, tooLate, given, async (abortSignal, orEnded) => {
    const { response } = await orEnded(send({ ...options, abortSignal }));
    const body = response.body as Readable;
    try {
      if (Number(response.headers['content-length'] ?? 0) > mostBytes) throw new AnswerTooLarge(mostBytes);
      response.body = await orEnded(allOf(body, mostBytes));
      return { response };
    } catch (error) {
      body.on('error', () => undefined).destroy();
      throw error;
    }
  });
}

async function allOf(body: Readable, mostBytes: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of body as AsyncIterable<Uint8Array>) {
    size += part.length;
    if (size > mostBytes) throw new AnswerTooLarge(mostBytes);
    parts.push(part);
  }
  return Buffer.concat(parts);
}
