import { createServer, type IncomingMessage } from 'node:http';
import { createServer as createHttp2 } from 'node:http2';
import { type AddressInfo, createServer as createListener, type Socket } from 'node:net';
import type { HttpAnswer } from './wire/answer.ts';

/** One port for HTTP/1.1 and for HTTP/2 without encryption, as clients of `bedrock-runtime` speak it to http endpoints. */

export interface Listener {
  port: number;
  close(): Promise<void>;
}

/** How a connection of HTTP/2 begins; no method of HTTP/1.1 does. */
const PREFACE = 'PRI * HTTP/2';

/** Answers every request on a port; 0 takes a free one. Rejects when the port is taken. */
export async function listen(
  answer: (message: IncomingMessage) => Promise<HttpAnswer>,
  port: number,
  host: string,
): Promise<Listener> {
  const serve = (
    message: IncomingMessage,
    response: {
      writeHead(status: number, headers: Record<string, string | number>): unknown;
      end(body: string | Uint8Array): unknown;
      destroy(): unknown;
    },
  ) => {
    answer(message).then(
      ({ status, headers, body }) => {
        response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) });
        response.end(body);
      },
      () => response.destroy(),
    );
  };
  const first = createServer(serve);
  // The two kinds of message differ in nothing that is read here.
  const second = createHttp2((message, response) =>
    serve(message as unknown as IncomingMessage, {
      writeHead: (status, headers) => response.writeHead(status, headers),
      end: (body) => response.end(body),
      destroy: () => response.stream.destroy(),
    }),
  );
  const sockets = new Set<Socket>();
  const listener = createListener({ allowHalfOpen: true, noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    tellApart(socket, (http2) => (http2 ? second : first).emit('connection', socket));
  });
  await new Promise<void>((resolve, reject) => {
    listener.once('error', reject);
    listener.listen(port, host, () => {
      listener.off('error', reject);
      resolve();
    });
  });
  return {
    port: (listener.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        listener.close(() => resolve());
        first.closeAllConnections();
        for (const socket of sockets) socket.destroy();
      }),
  };
}

/** Waits for the first bytes of a connection, and puts them back. */
function tellApart(socket: Socket, found: (http2: boolean) => void): void {
  let seen = Buffer.alloc(0);
  const read = (chunk: Buffer) => {
    seen = Buffer.concat([seen, chunk]);
    const start = seen.toString('latin1', 0, PREFACE.length);
    if (start.length < PREFACE.length && PREFACE.startsWith(start)) return;
    socket.off('data', read);
    socket.off('end', leave);
    socket.pause();
    socket.unshift(seen);
    found(start === PREFACE);
    // A session of HTTP/2 takes over the connection with what has been put back.
    if (start !== PREFACE) socket.resume();
  };
  // Whoever goes before that has nothing to be told.
  const leave = () => socket.end();
  socket.on('data', read);
  socket.once('end', leave);
}
