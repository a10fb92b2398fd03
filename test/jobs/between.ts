import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Bench } from './setup.ts';
import { awsFor } from './setup.ts';

/** What AWS answers, changed on its way: for what a simulator must never say, as AWS does not say it either, mostly. */

// biome-ignore lint/suspicious/noExplicitAny: answers are taken apart by name and put together again
type Json = Record<string, any>;
/** An answer that lacks its last byte, for ever. */
export const STALLS = Symbol('stalls');
/** Gets the answer and what was asked for; gives what is sent instead. A text is sent as it is. */
export type Change = (answer: Json, asked: Json) => Json | string | typeof STALLS;

export interface Between {
  /** From now on answers to these operations are changed; `{}` changes none. */
  change(changes: Readonly<Record<string, Change>>): void;
  url: string;
  /** The bench's parts, with AWS behind this. */
  deps(): Bench['deps'];
  close(): Promise<void>;
}

export async function between({ simulator, deps, clock }: Bench): Promise<Between> {
  let changes: Readonly<Record<string, Change>> = {};
  const server = createServer((message, response) => {
    // Whoever is ended in the meantime is gone.
    pass(message, response).catch(() => response.destroy());
  });
  const pass = async (message: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await textOf(message);
    const headers = new Headers(
      Object.entries(message.headers).flatMap(([name, value]) =>
        typeof value === 'string' && !/^(connection|content-length|host|transfer-encoding)$/.test(name)
          ? [[name, value] as [string, string]]
          : [],
      ),
    );
    const answer = await fetch(`${simulator.url}${message.url}`, {
      method: message.method ?? 'GET',
      headers,
      ...(body === '' ? {} : { body }),
    });
    const text = await answer.text();
    const change = answer.status === 200 ? changes[operationOf(message)] : undefined;
    const sent = change?.(JSON.parse(text), body === '' ? {} : JSON.parse(body)) ?? text;
    if (sent === STALLS) {
      response.writeHead(200, { 'content-length': Buffer.byteLength(text) + 1 }).write(text);
      return;
    }
    response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? '' });
    response.end(typeof sent === 'string' ? sent : JSON.stringify(sent));
  };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    change: (wanted) => {
      changes = wanted;
    },
    deps: () => ({ ...deps, awsFactory: awsFor({ ...simulator, url }, deps.settings, clock) }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const PATHS: Readonly<Record<string, string>> = {
  '/inference-profiles': 'ListInferenceProfiles',
  '/foundation-models': 'ListFoundationModels',
};
function operationOf({ headers, url = '' }: IncomingMessage): string {
  const target = headers['x-amz-target'];
  if (typeof target === 'string') return target.split('.').at(-1) ?? '';
  const { pathname, searchParams } = new URL(url, 'http://localhost');
  const type = searchParams.get('type');
  return [PATHS[pathname] ?? pathname, ...(type === null ? [] : [type])].join(' ');
}

async function textOf(message: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of message as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}
