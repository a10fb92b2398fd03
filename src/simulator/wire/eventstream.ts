/** AWS's encoding of event streams (vnd.amazon.eventstream): length-prefixed messages with two checksums each. */

export interface StreamEvent {
  /** `:event-type`, for example `contentBlockDelta`. */
  type: string;
  payload: unknown;
}

const STRING = 7;

export function encodeEvents(events: readonly StreamEvent[]): Buffer {
  return Buffer.concat(events.map(encodeEvent));
}

function encodeEvent({ type, payload }: StreamEvent): Buffer {
  const headers = Buffer.concat([
    header(':event-type', type),
    header(':content-type', 'application/json'),
    header(':message-type', 'event'),
  ]);
  const body = Buffer.from(JSON.stringify(payload));
  const prelude = Buffer.alloc(8);
  prelude.writeUInt32BE(16 + headers.length + body.length, 0);
  prelude.writeUInt32BE(headers.length, 4);
  const unsealed = Buffer.concat([prelude, checksum(prelude), headers, body]);
  return Buffer.concat([unsealed, checksum(unsealed)]);
}

function header(name: string, value: string): Buffer {
  const text = Buffer.from(value);
  const length = Buffer.alloc(2);
  length.writeUInt16BE(text.length);
  return Buffer.concat([Buffer.from([name.length]), Buffer.from(name), Buffer.from([STRING]), length, text]);
}

function checksum(bytes: Buffer): Buffer {
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(bytes));
  return sum;
}

const TABLE = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let bit = 0; bit < 8; bit++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  return c >>> 0;
});

/** CRC-32 as in Ethernet and gzip; older versions of Node have none of their own. */
export function crc32(bytes: Uint8Array): number {
  let c = 0xffffffff;
  for (const byte of bytes) c = (TABLE[(c ^ byte) & 0xff] as number) ^ (c >>> 8);
  return (c ^ 0xffffffff) >>> 0;
}
