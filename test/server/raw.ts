import { connect } from 'node:net';

/** Asks with bytes that no well-behaved client would send: line and values go over the wire as they are. */
export function sendRaw(
  url: string,
  line: string | Buffer,
  headers: readonly (readonly [name: string, value: string | Buffer])[],
  body: Buffer = Buffer.alloc(0),
): Promise<{ status: number; text: string }> {
  const { hostname, port } = new URL(url);
  const bytes = Buffer.concat([
    ...[line, '\r\n'].map(bytesOf),
    ...headers.flatMap(([name, value]) => [`${name}: `, value, '\r\n'].map(bytesOf)),
    bytesOf(`content-length: ${body.length}\r\nconnection: close\r\n\r\n`),
    body,
  ]);
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    // Half closed only once something came: Node gives up on answers that are not there by then.
    const socket = connect(Number(port), hostname, () => socket.write(bytes));
    socket.on('data', (part) => parts.push(part));
    socket.once('data', () => socket.end());
    // A server that answers before it has read all, and closes, is no fault.
    socket.on('error', (error: NodeJS.ErrnoException) => {
      if (!['ECONNRESET', 'EPIPE'].includes(error.code ?? '')) reject(error);
    });
    socket.on('close', () => {
      const text = Buffer.concat(parts).toString('utf8');
      resolve({ status: Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1] ?? 0), text });
    });
  });
}
const bytesOf = (part: string | Buffer): Buffer =>
  typeof part === 'string' ? Buffer.from(part, 'latin1') : part;
