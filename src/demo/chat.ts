import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readMessage } from './blockKit.ts';
import { chatPage, type Posted } from './chatPage.tsx';
import { CHAT_STYLE } from './chatStyle.ts';
import type { Lang } from './persona.ts';

/** The demo's chat, on this machine only: an incoming webhook as Slack has them, and a page that shows what arrived. */

/** Posts that are kept, the newest. */
const KEPT = 200;
const MOST_BYTES = 1_000_000;

export interface Chat {
  /** Where people read it. */
  url: string;
  /** Where messages are posted. */
  webhook: string;
  stop(): Promise<void>;
}

/** @param options.ledger where its page leads back to; `now` in UTC milliseconds */
export async function startChat({ ledger, now }: { ledger: string; now(): number }): Promise<Chat> {
  const posts: Posted[] = [];
  const hook = `/services/T00000000/B00000000/${randomBytes(12).toString('hex')}`;
  let host = '';
  const server = createServer((request, response) => {
    answer(request, response).catch(() => end(response, 500, 'text/plain', 'no_service'));
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    // Under another name some site might have pointed its own name here.
    if (request.headers.host !== host) return end(response, 421, 'text/plain', '');
    const { pathname } = new URL(request.url ?? '/', `http://${host}`);
    if (request.method === 'POST') {
      const body = await bodyOf(request);
      if (pathname !== hook) return end(response, 404, 'text/html', 'no_service');
      return take(body, response);
    }
    if (pathname === '/style.css') return end(response, 200, 'text/css; charset=utf-8', CHAT_STYLE);
    if (pathname !== '/') return end(response, 404, 'text/plain', 'not found');
    const page = chatPage(langOf(request), posts, ledger);
    end(response, 200, 'text/html; charset=utf-8', page);
  }

  function take(body: string | null, response: ServerResponse): void {
    const read =
      body === null ? { answer: 'invalid_payload', why: `more than ${MOST_BYTES} bytes` } : readMessage(body);
    const at = new Date(now()).toISOString();
    const isTaken = 'message' in read;
    posts.push(
      isTaken
        ? { at, message: read.message, refused: null }
        : { at, message: null, refused: `${read.answer} (${read.why})` },
    );
    posts.splice(0, Math.max(0, posts.length - KEPT));
    end(response, isTaken ? 200 : 400, 'text/html', isTaken ? 'ok' : read.answer);
  }

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => resolve());
  });
  host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: `http://${host}/`,
    webhook: `http://${host}${hook}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Null where it is too large: read to its end, so that whoever sends it reads the answer. */
async function bodyOf(request: IncomingMessage): Promise<string | null> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    bytes += part.length;
    if (bytes <= MOST_BYTES) parts.push(part);
  }
  return bytes > MOST_BYTES ? null : Buffer.concat(parts).toString('utf8');
}

const langOf = ({ headers }: IncomingMessage): Lang =>
  /^ja\b/.test(headers['accept-language'] ?? '') ? 'ja' : 'en';

const SAFE = {
  'content-security-policy':
    "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
};

function end(response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, { ...SAFE, 'content-type': type }).end(body);
}
