import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStore } from '../../src/store/open.ts';
import { start } from './launch.ts';

/** The signal to end, while AWS says nothing and a client does not finish: within ten seconds, and in words. */

const PAYER = '111122223333';
const WHO = `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Arn>arn:aws:iam::${PAYER}:user/reader</Arn><UserId>AIDA</UserId><Account>${PAYER}</Account></GetCallerIdentityResult><ResponseMetadata><RequestId>1</RequestId></ResponseMetadata></GetCallerIdentityResponse>`;
const MOST_MS = 10_000;

let stalling = Promise.withResolvers<void>();
/** Says whose account it is, and else nothing. */
const aws = createServer(async (request, response) => {
  let body = '';
  for await (const part of request) body += part;
  if (body.includes('GetCallerIdentity')) response.writeHead(200, { 'content-type': 'text/xml' }).end(WHO);
  else stalling.resolve();
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

/** A command on a ledger whose payer is known. */
async function begun(args: string[]) {
  stalling = Promise.withResolvers();
  const db = join(folder, `${args[0]}.db`);
  const store = await openStore(db, { now: Date.now() });
  await store.identity.pin({ payerAccountId: PAYER, simulated: true });
  store.close();
  const { port } = aws.address() as AddressInfo;
  const process = start([...args, '--db', db], {
    AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
    AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE000000000',
    AWS_SECRET_ACCESS_KEY: 'secret',
    BEDROCK_LEDGER_REGIONS: 'us-east-1',
  });
  const end = async (signal: NodeJS.Signals) => {
    const from = performance.now();
    process.child.kill(signal);
    const ended = await process.ended;
    expect(performance.now() - from).toBeLessThan(MOST_MS);
    return ended;
  };
  return { process, db, end };
}

describe('a command that is done', () => {
  it('ends, whatever it has left behind', async () => {
    const before = ['--import', 'data:text/javascript,setInterval(()=>{},1000)'];
    expect(await start(['--help'], {}, { before }).ended).toMatchObject({ code: 0, signal: null });
  });
});

describe('the signal to end', () => {
  it('ends a server whose sync waits for AWS and whose client does not finish; the run says so', async () => {
    const { process, db, end } = await begun(['serve', '--port', '0']);
    const url = new URL(await process.ready());
    await stalling.promise;
    const client = connect(Number(url.port), url.hostname).on('error', () => undefined);
    await new Promise<void>((done) => client.write('GET / HTTP/1.1\r\nHost: ', () => done()));
    const { code, err } = await end('SIGTERM');
    expect(code).toBe(0);
    expect(err).toMatch(/a job was interrupted.*\nbedrock-ledger: ended in order\n$/);
    const store = await openStore(db, { now: Date.now() });
    expect((await store.runs.latest()).map(({ status }) => status)).not.toContain('running');
    store.close();
  });

  it('ends a sync, in words', async () => {
    const { end } = await begun(['sync']);
    await stalling.promise;
    const { code, err } = await end('SIGINT');
    expect(code).toBe(130);
    expect(err).toMatch(/ended before it was done; what was stored is whole/);
  });
});
