import { chmodSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Trouble } from '../../src/core/health.ts';
import { addDays, dayOf } from '../../src/core/periods.ts';
import { openStore } from '../../src/store/open.ts';
import { descendants, launch, onLinux, start } from './launch.ts';
import { openCompany, run } from './setup.ts';

/** A line of the log. */
interface Line {
  level: number;
  msg: string;
  [name: string]: unknown;
}
const linesOf = (text: string): Line[] =>
  text
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Line);

/** The server as it is started for good, and ledgers that are not mixed. */

const NO_CREDENTIALS = { AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '' };
let company: Awaited<ReturnType<typeof openCompany>>;
beforeAll(async () => {
  // The server tells the real time. It may be a day further before its test ends, so nothing here asks what today is.
  company = await openCompany({ nowMs: Date.now() });
  expect(await company.run(['sync'])).toMatchObject({ code: 0 });
});
afterAll(() => company.close());
const file = (name: string) => join(company.folder, name);
const get = async (url: string) => (await (await fetch(url)).json()) as { jobs: { status: string }[] };

describe('serve', () => {
  it('refuses an address that others reach, in words', async () => {
    const { code, out, err } = await company.run(['serve'], { BEDROCK_LEDGER_HOST: '0.0.0.0' });
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(
      /host: "0\.0\.0\.0" would show everything .* Without sign-in only 127\.0\.0\.1 is possible/,
    );
  });

  it.each(['serve', 'demo', 'simulate'])('%s says at once that its port is in use', async (command) => {
    const other = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    const { port } = other.address() as AddressInfo;
    const before = onLinux ? descendants(process.pid) : [];
    const environment = command === 'serve' ? company.environment : {};
    const { code, err } = await run([command, '--port', String(port)], environment);
    if (onLinux) expect(descendants(process.pid)).toEqual(before);
    other.close();
    expect({ code, err }).toEqual({
      code: 1,
      err: `bedrock-ledger: port ${port} is in use: choose another with --port, or 0 for a free one\n`,
    });
  });

  it('shows what is known when there are no credentials, says so, and reads nothing', async () => {
    const server = start(['serve', '--port', '0'], { ...company.environment, ...NO_CREDENTIALS });
    const url = await server.ready();
    const before = (await get(`${url}/api/v1/jobs`)).jobs;
    expect(before.length).toBeGreaterThan(0);
    expect(await (await fetch(`${url}/`)).text()).toContain('Simulated AWS: these are not');
    expect((await fetch(`${url}/readyz`)).status).toBe(200);
    expect((await get(`${url}/api/v1/jobs`)).jobs).toEqual(before);
    server.child.kill('SIGTERM');
    const { code, err } = await server.ended;
    expect(code).toBe(0);
    expect(err).toMatch(
      /there are no valid AWS credentials .* Renew or configure .*\nThe pages show what was collected so far/s,
    );
  });

  it('ends in words without credentials where nothing is known yet', async () => {
    const { code, out, err } = await company.run(['serve', '--db', file('none.db')], NO_CREDENTIALS);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(
      /^bedrock-ledger: Not started: .* STS GetCallerIdentity: there are no valid AWS credentials .*\n$/,
    );
  });

  it('is not started without AWS where nothing is known yet, and promises nothing', async () => {
    const nobody = { AWS_ENDPOINT_URL: 'http://127.0.0.1:9' };
    const [served, synced] = await Promise.all(
      [['serve', '--port', '0'], ['sync']].map((command, i) =>
        company.run([...command, '--db', file(`unreached${i}.db`)], nobody),
      ),
    );
    expect(served).toMatchObject({
      code: 1,
      out: '',
      err: expect.stringMatching(
        /^bedrock-ledger: Not started: .*AWS did not answer.* Check the way to AWS .*, then start it again\. "bedrock-ledger doctor" says what else is missing\.\n$/,
      ),
    });
    expect(synced).toMatchObject({
      code: 1,
      out: '',
      err: expect.stringMatching(/AWS did not answer.*\)\. Check the way to AWS, then run it again\.\n$/),
    });
  });

  it('ends in order in the middle of a sync, and the next one goes on from there', async () => {
    const server = start(['serve', '--port', '0', '--db', file('stopped.db')], company.environment);
    const url = await server.ready();
    await vi.waitFor(
      async () =>
        expect((await get(`${url}/api/v1/jobs`)).jobs.map(({ status }) => status)).toContain('running'),
      { timeout: 30_000, interval: 10 },
    );
    server.child.kill('SIGTERM');
    expect((await server.ended).code).toBe(0);
    expect(await company.run(['sync', '--no-wait', '--db', file('stopped.db')])).toMatchObject({ code: 0 });
    // Without the first days, which a server of the next day no longer reads.
    const range = [
      '--start',
      addDays(dayOf(company.clock.now()), -15),
      '--end-exclusive',
      '2100-01-01',
      '--group-by',
      'day',
      '--basis',
      'billed',
      '--json',
    ];
    const rows = async (db: string) => {
      const { err, out } = await company.run(['spend', ...range, '--db', db]);
      expect(err).toBe('');
      return JSON.parse(out).rows;
    };
    expect(await rows(file('stopped.db'))).toEqual(await rows(company.db));
  });

  it('tells of a job that failed, to its log, /readyz, /metrics and the service manager alike', async () => {
    const told = join(company.folder, 'told');
    const program = company.write('systemd-notify', '#!/bin/sh\nprintf "%s\\n" "$*" >> "$NOTIFY_SOCKET"\n');
    chmodSync(program, 0o755);
    const config = company.write(
      'failing.yaml',
      `${readFileSync(company.environment.BEDROCK_LEDGER_CONFIG ?? '', 'utf8')}
directory: { identityStoreId: d-0000000000, region: us-west-2 }
metrics: { token: a-token-of-its-own-0123 }
`,
    );
    const server = start(['serve', '--port', '0'], {
      ...company.environment,
      BEDROCK_LEDGER_CONFIG: config,
      BEDROCK_LEDGER_BACKFILL_DAYS: '3',
      NOTIFY_SOCKET: told,
      WATCHDOG_USEC: '300000',
      PATH: `${company.folder}:${process.env.PATH}`,
    });
    let err = '';
    server.child.stderr?.on('data', (part) => {
      err += part;
    });
    const url = await server.ready();
    const failed = () => linesOf(err).find(({ job, level }) => job === 'people' && level === 50);
    await vi.waitFor(() => expect(failed()).toBeDefined(), { timeout: 30_000, interval: 50 });
    await vi.waitFor(async () => expect((await fetch(`${url}/readyz`)).status).toBe(200), {
      timeout: 30_000,
      interval: 100,
    });
    const { jobs } = (await (await fetch(`${url}/api/v1/jobs`)).json()) as {
      jobs: { id?: string; job: string; status: string }[];
    };
    expect(failed()).toMatchObject({ msg: 'a job failed', status: 'failed' });
    expect(jobs.find(({ job }) => job === 'people')?.status).toBe('failed');
    const { status, troubles } = (await (await fetch(`${url}/readyz`)).json()) as {
      status: string;
      troubles: Trouble[];
    };
    expect({ status, troubles }).toMatchObject({
      status: 'degraded',
      troubles: [{ kind: 'failing', about: 'people', words: expect.stringContaining(`${failed()?.runId}`) }],
    });
    const metrics = await fetch(`${url}/metrics`, {
      headers: { authorization: 'Bearer a-token-of-its-own-0123' },
    });
    const text = await metrics.text();
    expect(text).toMatch(/^bedrock_ledger_trouble\{kind="failing"\} 1$/m);
    expect(text).toMatch(/^bedrock_ledger_job_runs_total\{job="people",outcome="failed"\} [1-9]/m);
    expect(text).toMatch(/^bedrock_ledger_ledger_disk_free_bytes [1-9]/m);
    await vi.waitFor(() => expect(readFileSync(told, 'utf8')).toContain('WATCHDOG=1'), 10_000);
    server.child.kill('SIGTERM');
    expect((await server.ended).code).toBe(0);
    const words = readFileSync(told, 'utf8').trim().split('\n');
    expect([words[0], words.at(-1)]).toEqual(['READY=1', 'STOPPING=1']);
    for (const line of linesOf(err))
      expect(line).toMatchObject({ name: 'bedrock-ledger', time: expect.any(Number) });
  });
});

describe('ledgers are not mixed', () => {
  it('with another payer, of the settings or of the credentials', async () => {
    const other = { BEDROCK_LEDGER_PAYER_ACCOUNT_ID: '222233334444' };
    const wrong = await company.run(['sync'], other);
    expect(wrong).toMatchObject({
      code: 1,
      err: expect.stringContaining(
        'payer.accountId is 222233334444, but the AWS credentials belong to account 111122223333',
      ),
    });
    const role = { BEDROCK_LEDGER_PAYER_ROLE_ARN: 'arn:aws:iam::222233334444:role/bedrock-ledger-reader' };
    for (const command of [['sync'], ['serve', '--port', '0'], ['budgets', 'mirror', '--dry-run']])
      expect(await company.run(command, { ...other, ...role })).toMatchObject({
        code: 1,
        out: '',
        err: 'bedrock-ledger: this ledger belongs to a simulated payer account 111122223333 and is not mixed with a simulated payer account 222233334444. Name another file with --db.\n',
      });
  });

  it('with a simulated one, in both directions', async () => {
    const real = await openStore(file('real.db'), { now: company.clock.now(), attribution: 'profileTags' });
    await real.identity.pin({ payerAccountId: '111122223333', simulated: false });
    real.close();
    const demo = ['demo', '--users', '2', '--days', '2', '--port', '0', '--db'];
    for (const told of [
      await launch([...demo, file('real.db')], company.environment),
      await company.run(['sync', '--db', file('real.db')]),
    ])
      expect(told).toMatchObject({
        code: 1,
        err: expect.stringContaining(
          'belongs to the real payer account 111122223333 and is not mixed with a simulated',
        ),
      });
    // Without credentials nothing is asked, wherever AWS is.
    const elsewhere = { ...NO_CREDENTIALS, AWS_ENDPOINT_URL: '' };
    expect(await company.run(['serve', '--port', '0'], elsewhere)).toMatchObject({
      code: 1,
      err: expect.stringContaining(
        'belongs to a simulated payer account 111122223333 and is not mixed with the real',
      ),
    });
  });
});
