import { LedgerError } from '../core/errors.ts';

/** What identity providers and load balancers answer is small; whoever answers for ever would fill the memory. */

/** Of one answer, bytes: a description, keys, tokens and claims are a few thousand. */
const MOST_BYTES = 1024 ** 2;

type Fetch = (input: string, init?: RequestInit) => Promise<Response>;

/** The same `fetch`, whose answers end with an error once they are too long, however they are read. */
export const bounded =
  (fetcher: Fetch): Fetch =>
  async (input, init) => {
    const response = await fetcher(input, init);
    if (response.body === null) return response;
    let bytes = 0;
    const counted = response.body.pipeThrough(
      new TransformStream<Uint8Array, Uint8Array>({
        transform(part, controller) {
          bytes += part.byteLength;
          if (bytes > MOST_BYTES)
            controller.error(
              new LedgerError('outside', `${new URL(input).host} answers with more than ${MOST_BYTES} bytes`),
            );
          else controller.enqueue(part);
        },
      }),
    );
    return new Response(counted, response);
  };
