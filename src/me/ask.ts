import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { LedgerError } from '../core/errors.ts';
import { type Environment, namesProxy } from '../core/proxies.ts';
import { type Answer, answerOf } from './answer.ts';
import { codeOf, plain } from './fault.ts';
import { type Target, tokensPage } from './target.ts';

/** What became of a question. */
export type Outcome =
  | { answer: Answer }
  | {
      /** What, why, what to do. */
      words: string;
      /** The token is of no use. */
      denied: boolean;
      /** Milliseconds that the server wants to be left alone for. */
      pause: number;
    };

const LARGEST = 65_536;

/**
 * Asks the server for the figures, once. Never throws. Redirects are not followed: the token goes to the address that it
 * was stored with and to no other. `node:http` and not `fetch`, which takes longer to load than Node to start.
 */
export async function ask(target: Target, timeoutMs: number, environment: Environment): Promise<Outcome> {
  const failed = (words: string, denied = false, pause = 0) => ({ words, denied, pause });
  let reply: Reply;
  try {
    reply = await get(target, timeoutMs, environment);
  } catch (error) {
    if (error instanceof NoWay)
      return failed(`${target.url} cannot be reached: ${plain(error.message, 500)}.`);
    return failed(
      error instanceof TooLate
        ? `${target.url} does not answer within ${timeoutMs / 1000} seconds.`
        : `${target.url} cannot be reached (${codeOf(error)}). Check the address and the network.`,
    );
  }
  const { status, headers, body } = reply;
  const content = parse(body);
  const reason = reasonOf(content);
  const inEnvironment = target.from === 'environment';
  const again = `Make a new one at ${tokensPage(target)}, then ${inEnvironment ? 'set BEDROCK_LEDGER_TOKEN to it' : 'run "bedrock-ledger me --setup"'}.`;
  if (status === 401) return failed(`the server does not take the token${reason}. ${again}`, true);
  if (status === 403) return failed(`the token may not read your figures${reason}. ${again}`, true);
  if (status === 429) return failed(`${target.url} was asked too often${reason}.`, false, pauseOf(headers));
  if (status >= 500) return failed(`${target.url} answers ${status}${reason}.`, false, pauseOf(headers));
  if (status >= 300 && status < 400)
    return failed(
      `${target.url} sends elsewhere (${status}), and the token is not sent there. ${inEnvironment ? 'Set BEDROCK_LEDGER_URL to' : 'Give "bedrock-ledger me --setup"'} the address that answers itself.`,
    );
  const answer = status === 200 ? answerOf(content) : null;
  if (answer === null)
    return failed(
      `${target.url} does not answer as a Bedrock Ledger of this version does (${status})${reason}. Check the address.`,
    );
  return { answer };
}

interface Reply {
  status: number;
  headers: IncomingMessage['headers'];
  /** Null when there is more of it than any answer has. */
  body: string | null;
}
class TooLate extends LedgerError {
  constructor() {
    super('outside', 'no answer in time');
  }
}

/** What the proxy or the network settings have against it. */
class NoWay extends LedgerError {
  constructor(cause: LedgerError) {
    super('outside', cause.message.replace(/\s+/g, ' '), { cause });
  }
}

/** A connection where the environment says how to make it; undefined: as Node makes one, which is faster. */
async function connected(
  address: URL,
  environment: Environment,
  timeoutMs: number,
): Promise<Socket | undefined> {
  if (!namesProxy(environment) && !environment.AWS_CA_BUNDLE) return undefined;
  const { connectTo } = await import('./way.ts');
  try {
    return await connectTo(address, environment, timeoutMs);
  } catch (error) {
    throw error instanceof LedgerError ? new NoWay(error) : error;
  }
}

async function get({ url, token }: Target, timeoutMs: number, environment: Environment): Promise<Reply> {
  const endsAt = performance.now() + timeoutMs;
  const address = new URL(`${url}/api/v1/me`);
  const socket = await connected(address, environment, timeoutMs);
  const { request } = address.protocol === 'https:' ? await import('node:https') : await import('node:http');
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => asked.destroy(new TooLate()), endsAt - performance.now());
    const fail = (error: Error) => {
      clearTimeout(timer);
      reject(error);
    };
    const how = socket === undefined ? { agent: false as const } : { createConnection: () => socket };
    const headers = { authorization: `Bearer ${token}`, accept: 'application/json' };
    const asked = request(address, { ...how, headers }, (response) => {
      const parts: Buffer[] = [];
      let size = 0;
      const end = (body: string | null) => {
        clearTimeout(timer);
        asked.destroy();
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body });
      };
      response.on('data', (part: Buffer) => {
        size += part.length;
        if (size > LARGEST) end(null);
        else parts.push(part);
      });
      response.on('end', () => end(Buffer.concat(parts).toString('utf8')));
      response.on('error', fail);
    });
    asked.on('error', fail);
    asked.end();
  });
}

function parse(body: string | null): unknown {
  try {
    return body === null ? null : JSON.parse(body);
  } catch {
    return null;
  }
}

/** The server's own reason in brackets, as far as it is plain text. */
function reasonOf(content: unknown): string {
  const reason = (content as { error?: { reason?: unknown } } | null)?.error?.reason;
  return typeof reason === 'string' && reason !== '' ? ` (${plain(reason)})` : '';
}

/** `Retry-After` in seconds; a date there counts as none. */
function pauseOf({ 'retry-after': after }: IncomingMessage['headers']): number {
  return after !== undefined && /^\d{1,6}$/.test(after) ? Number(after) * 1000 : 0;
}
