import { readFileSync } from 'node:fs';
import { createServer, type Server as HttpServer, type IncomingMessage } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { type AddressInfo, connect, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { createServer as createTlsServer } from 'node:tls';

/** A company's network on loopback: a proxy that knows CONNECT only, and an authority that no machine trusts (`authority`). */

const file = (name: string): string => join(import.meta.dirname, 'authority', name);
/** To be named in `AWS_CA_BUNDLE` or `NODE_EXTRA_CA_CERTS`. */
export const AUTHORITY = file('authority.pem');
/** Of `*.ledger.test`, localhost and 127.0.0.1, by that authority. */
export const OF_HOST = { key: readFileSync(file('host-key.pem')), cert: readFileSync(file('host.pem')) };

interface Listening {
  port: number;
  close(): Promise<void>;
}

async function listening(server: Server | HttpServer): Promise<Listening> {
  const sockets = new Set<Socket>();
  for (const event of ['connection', 'secureConnection'])
    server.on(event, (socket: Socket) => {
      sockets.add(socket.on('error', () => socket.destroy()));
      socket.once('close', () => sockets.delete(socket));
    });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

const joined = (one: Socket, other: Socket): void => {
  one.pipe(other).on('error', () => one.destroy());
  other.pipe(one).on('error', () => other.destroy());
};

/** Speaks TLS before a server that does not. */
export const tlsBefore = (port: number): Promise<Listening> =>
  listening(createTlsServer(OF_HOST, (socket) => joined(socket, connect(port, '127.0.0.1'))));

export interface ConnectProxy extends Listening {
  /** What was asked for: `CONNECT host:port`, or a request that it does not know. */
  asked: string[];
  /** What `proxy-authorization` held each time. */
  authorizations: (string | undefined)[];
}

/**
 * Leads `CONNECT name:port` to that port of this machine, whatever the name: what is asked by name is not in DNS.
 * @param answer the status in its place
 */
export async function connectProxy({
  secure = false,
  answer,
}: {
  secure?: boolean;
  answer?: (authority: string) => number | 'nothing' | undefined;
} = {}): Promise<ConnectProxy> {
  const asked: string[] = [];
  const authorizations: (string | undefined)[] = [];
  const known = ({ method, url }: IncomingMessage) => asked.push(`${method} ${url}`);
  const server = secure ? createSecureServer(OF_HOST) : createServer();
  server.on('request', (request, response) => {
    known(request);
    response.writeHead(405).end();
  });
  server.on('connect', (request: IncomingMessage, socket: Socket) => {
    known(request);
    authorizations.push(request.headers['proxy-authorization']);
    const status = answer?.(request.url ?? '');
    if (status === 'nothing') return;
    if (status !== undefined) return void socket.end(`HTTP/1.1 ${status} No\r\n\r\n`);
    const to = connect(Number(request.url?.split(':').at(-1)), '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      joined(socket, to);
    });
    to.on('error', () => socket.destroy());
  });
  return { asked, authorizations, ...(await listening(server)) };
}

export interface Receiver extends Listening {
  got: string[];
}
/** A receiver of webhooks, over TLS unless told otherwise. */
export async function receiver(
  answer: { status: number; location?: string; body?: string } = { status: 204 },
  secure = true,
): Promise<Receiver> {
  const got: string[] = [];
  const server = secure ? createSecureServer(OF_HOST) : createServer();
  server.on('request', async (request: IncomingMessage, response) => {
    let body = '';
    for await (const part of request) body += part;
    got.push(body);
    response
      .writeHead(answer.status, answer.location === undefined ? {} : { location: answer.location })
      .end(answer.body);
  });
  return { got, ...(await listening(server)) };
}
