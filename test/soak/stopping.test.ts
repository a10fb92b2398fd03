import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { start } from '../cli/launch.ts';
import { SEED } from '../seed.ts';

/** The signal to end at any moment, under an AWS that answers some requests and lets others hang: within ten seconds. */

const MOMENTS = 12;
/** Starting, migrating, asking whose ledger it is, reading, waiting. */
const LATEST_MS = 4_000;
const MOST_MS = 10_000;
const WHO = `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Arn>arn:aws:iam::111122223333:user/reader</Arn><UserId>AIDA</UserId><Account>111122223333</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`;

const aws = createServer(async (request, response) => {
  let body = '';
  for await (const part of request) body += part;
  if (body.includes('GetCallerIdentity')) response.writeHead(200, { 'content-type': 'text/xml' }).end(WHO);
  else response.writeHead(200).write('{');
});
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'stopping-'));
  await new Promise<void>((done) => aws.listen(0, '127.0.0.1', done));
});
afterAll(async () => {
  aws.closeAllConnections();
  await new Promise((done) => aws.close(done));
  rmSync(folder, { recursive: true, force: true });
});

/** Moments that follow from the seed. */
const moments = Array.from({ length: MOMENTS }, (_, index) => (((SEED + index) * 7919) % 1000) / 1000);

describe.each([
  ['serve', ['serve', '--port', '0', '--db']],
  ['sync', ['sync', '--db']],
  ['demo', ['demo', '--port', '0', '--users', '3', '--days', '3', '--db']],
])('%s', (name, args) => {
  it.each(moments)('ends when it is told to, %d of the way', async (share) => {
    const { port } = aws.address() as AddressInfo;
    const process = start([...args, join(folder, `${name}-${share}.db`)], {
      AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
      AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE000000000',
      AWS_SECRET_ACCESS_KEY: 'secret',
      BEDROCK_LEDGER_REGIONS: 'us-east-1',
    });
    await wait(share * LATEST_MS);
    const from = performance.now();
    process.child.kill('SIGTERM');
    const { code, signal, err } = await process.ended;
    expect(performance.now() - from).toBeLessThan(MOST_MS);
    // Before its own words are loaded, the signal ends it as it ends any program.
    if (signal === null) expect(err).toMatch(/^bedrock-ledger: ended/m);
    else expect(signal).toBe('SIGTERM');
    expect([null, 0, 143]).toContain(code);
  });
});
