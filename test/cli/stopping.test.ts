import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, type TestContext } from 'vitest';
import { openStore } from '../../src/store/open.ts';
import { start } from './launch.ts';

/** The signal to end, while AWS says nothing and a client does not finish: within ten seconds, and in words. */

const PAYER = '111122223333';
const WHO = `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Arn>arn:aws:iam::${PAYER}:user/reader</Arn><UserId>AIDA</UserId><Account>${PAYER}</Account></GetCallerIdentityResult><ResponseMetadata><RequestId>1</RequestId></ResponseMetadata></GetCallerIdentityResponse>`;
const MOST_MS = 10_000;

/** Says whose account it is, and else nothing. */
async function silentAws({ onTestFinished }: TestContext) {
  const stalling = Promise.withResolvers<void>();
  const aws = createServer(async (request, response) => {
    let body = '';
    for await (const part of request) body += part;
    if (body.includes('GetCallerIdentity')) response.writeHead(200, { 'content-type': 'text/xml' }).end(WHO);
    else stalling.resolve();
  });
  await new Promise<void>((done) => aws.listen(0, '127.0.0.1', done));
  onTestFinished(async () => {
    aws.closeAllConnections();
    await new Promise((done) => aws.close(done));
  });
  return { url: `http://127.0.0.1:${(aws.address() as AddressInfo).port}`, stalling: stalling.promise };
}

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'stopping-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A command on a ledger whose payer is known. */
async function begun(test: TestContext, args: string[]) {
  const { url, stalling } = await silentAws(test);
  const db = join(folder, `${args[0]}.db`);
  const store = await openStore(db, { now: Date.now() });
  await store.identity.pin({ payerAccountId: PAYER, simulated: true });
  store.close();
  const process = start([...args, '--db', db], {
    AWS_ENDPOINT_URL: url,
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
  return { process, db, stalling, end };
}

// Side by side, because they wait.
describe.concurrent('a command', () => {
  it('that is done ends, whatever it has left behind', async () => {
    const before = ['--import', 'data:text/javascript,setInterval(()=>{},1000)'];
    expect(await start(['--help'], {}, { before }).ended).toMatchObject({ code: 0, signal: null });
  });

  it('ends at the signal: a server whose sync waits for AWS and whose client does not finish', async (test) => {
    const { process, db, stalling, end } = await begun(test, ['serve', '--port', '0']);
    const url = new URL(await process.ready());
    await stalling;
    const client = connect(Number(url.port), url.hostname).on('error', () => undefined);
    await new Promise<void>((done) => client.write('GET / HTTP/1.1\r\nHost: ', () => done()));
    const { code, err } = await end('SIGTERM');
    expect(code).toBe(0);
    expect(err).toMatch(/a job was interrupted.*\nbedrock-ledger: ended in order\n$/);
    const store = await openStore(db, { now: Date.now() });
    expect((await store.runs.latest()).map(({ status }) => status)).not.toContain('running');
    store.close();
  });

  it('ends at the signal: a sync, in words', async (test) => {
    const { stalling, end } = await begun(test, ['sync']);
    await stalling;
    const { code, err } = await end('SIGINT');
    expect(code).toBe(130);
    expect(err).toMatch(/ended before it was done; what was stored is whole/);
  });
});
