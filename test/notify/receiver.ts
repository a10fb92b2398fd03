import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A receiver of messages over HTTP on loopback, as chat programs have one, that also does what receivers do at their worst. */

export type Behaviour =
  | 'takes'
  | 'hangs'
  /** Answers 200 at once, and goes on talking. */
  | 'drips'
  /** The answer itself comes a byte at a time, and has no end. */
  | 'dripsHead'
  | 'resets'
  | 'redirects'
  /** Whoever followed would post the same again there. */
  | { redirectsTo: string }
  /** As something on the way that resets what has these words in it. */
  | { poisonedBy: string }
  | { status: number; retryAfter?: string };

export interface Received {
  headers: IncomingHttpHeaders;
  // What was posted, as JSON: whoever asks knows what it should be.
  // biome-ignore lint/suspicious/noExplicitAny: it is looked at part by part
  body: any;
}
export interface Receiver {
  url: string;
  got: Received[];
  /** How it answers from now on. */
  behave(behaviour: Behaviour): void;
  close(): Promise<void>;
}

export async function receiver(first: Behaviour = 'takes'): Promise<Receiver> {
  const got: Received[] = [];
  const dripping = new Set<NodeJS.Timeout>();
  let behaviour = first;
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const text = Buffer.concat(parts).toString('utf8');
      const now =
        typeof behaviour === 'object' && 'poisonedBy' in behaviour
          ? text.includes(behaviour.poisonedBy)
            ? 'resets'
            : 'takes'
          : behaviour;
      // Who says 200 has it, whatever comes after.
      if (now === 'takes' || now === 'drips')
        got.push({ headers: request.headers, body: bodyOf(request, text) });
      answer(response, now, dripping);
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    got,
    behave(next) {
      behaviour = next;
    },
    close: () =>
      new Promise((done) => {
        for (const timer of dripping) clearInterval(timer);
        server.closeAllConnections();
        server.close(() => done());
      }),
  };
}

function answer(
  response: ServerResponse,
  behaviour: Exclude<Behaviour, { poisonedBy: string }>,
  dripping: Set<NodeJS.Timeout>,
): void {
  if (behaviour === 'hangs') return;
  if (behaviour === 'resets') return void response.socket?.resetAndDestroy();
  if (behaviour === 'redirects')
    return void response.writeHead(302, { location: 'http://127.0.0.1:9/' }).end();
  if (behaviour === 'dripsHead') {
    response.socket?.write('HTTP/1.1 200 OK\r\nx: ');
    dripping.add(setInterval(() => response.socket?.write('.'), 5));
    return;
  }
  if (behaviour === 'drips') {
    response.writeHead(200, { 'content-type': 'text/plain' });
    dripping.add(setInterval(() => response.write('.'), 5));
    return;
  }
  if (behaviour === 'takes') return void response.writeHead(200).end('ok');
  if ('redirectsTo' in behaviour)
    return void response.writeHead(307, { location: behaviour.redirectsTo }).end();
  const { status, retryAfter } = behaviour;
  response.writeHead(status, retryAfter === undefined ? {} : { 'retry-after': retryAfter }).end('no');
}

/** Chat programs are sent forms as well. */
function bodyOf({ headers }: IncomingMessage, text: string): unknown {
  if (text === '') return null;
  const isForm = headers['content-type']?.startsWith('application/x-www-form-urlencoded') === true;
  return isForm ? Object.fromEntries(new URLSearchParams(text)) : JSON.parse(text);
}
