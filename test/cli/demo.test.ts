import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { descendants, gone, launch, onLinux, type Started, start } from './launch.ts';
import { type Environment, run } from './setup.ts';

/** The demo as a newcomer uses it: with the lines that it prints, from another terminal, and with Ctrl-C. */

const SMALL = ['--users', '6', '--days', '5', '--port', '0'];
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'bedrock-ledger-demos-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Folders of demos whose ledger is not kept. */
const left = () => readdirSync(folder).filter((name) => name.startsWith('bedrock-ledger-demo-'));

/** What the `export` lines that were printed set, up to their comments. */
const exported = (out: string): Environment =>
  Object.fromEntries(
    [...out.matchAll(/^ {2}export (.+?)( +#.*)?$/gm)].flatMap(([, pairs = '']) =>
      pairs.split(' ').map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]),
    ),
  );
const commands = (out: string): string[][] =>
  [...out.matchAll(/^ {2}npx bedrock-ledger (.+)$/gm)].map(([, args]) => (args ?? '').split(' '));

describe('a running demo', () => {
  let demo: Started;
  beforeAll(async () => {
    demo = start(['demo', ...SMALL, '--approval'], { TMPDIR: folder });
    await demo.ready();
  });
  afterAll(async () => {
    demo.child.kill('SIGTERM');
    expect((await demo.ended).code).toBe(0);
    expect(left()).toEqual([]);
  });

  it('prints commands that work as they are, before its one ready line', async () => {
    const out = demo.said();
    expect(out.match(/^ready /gm)).toHaveLength(1);
    expect(commands(out.slice(0, out.indexOf('\nready '))).map(([name]) => name)).toEqual([
      'doctor',
      'spend',
      'me',
    ]);
    for (const args of commands(out)) {
      // `me` is a program of its own.
      const { code, err, out: told } = await (args[0] === 'me' ? launch : run)(args, exported(out));
      expect({ args, code, err }).toEqual({ args, code: 0, err: '' });
      expect(told).toMatch(/checks want attention|in order|^best spend from|^\$[\d.,]+ /m);
      // Its stops are real: the policy of those who use models denies what is marked.
      if (args[0] === 'doctor')
        expect(told).toMatch(/deny what is marked\s+3 of 4 do not: .*AdministratorAccess/);
    }
  });

  it('shows messages as they arrive in its chat', async () => {
    const out = demo.said();
    const [, url = ''] = /in a chat, as in Slack, at (http:\S+)/.exec(out) ?? [];
    const [doctor = []] = commands(out);
    const sent = await run(['channels', 'test', 'alerts', ...doctor.slice(1)], exported(out));
    expect(sent).toMatchObject({ code: 0, out: expect.stringMatching(/^Delivered/) });
    const page = await (await fetch(url)).text();
    expect(page).toContain('This is a test: Bedrock Ledger reaches you by the channel alerts.');
    expect(page).not.toContain('class="refused"');
  });

  it('takes its own budgets back as it prints them', async () => {
    const [doctor = []] = commands(demo.said());
    const config = doctor.slice(1);
    const printed = await run(['budgets', 'list', '--csv', ...config], exported(demo.said()));
    expect(printed.out).toMatch(/^user,[^,]+,month,,[\d.]+,,,,,yes$/m);
    const file = join(folder, 'budgets.csv');
    writeFileSync(file, printed.out);
    const { code, out, err } = await run(['budgets', 'plan', file, ...config], exported(demo.said()));
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/^\d+ as they are\.$/m);
  });

  it('leads to whom one wants to be, and answers programs as the one whose token they have', async () => {
    const out = demo.said();
    const url = await demo.ready();
    const home = await fetch(url, { redirect: 'manual' });
    expect([home.status, home.headers.get('location')]).toEqual([303, '/sign-in']);
    const { BEDROCK_LEDGER_URL = '', BEDROCK_LEDGER_TOKEN } = exported(out);
    expect(BEDROCK_LEDGER_URL).toBe(url);
    const me = await fetch(`${BEDROCK_LEDGER_URL}/api/v1/me`, {
      headers: { authorization: `Bearer ${BEDROCK_LEDGER_TOKEN}` },
    });
    expect(me.status).toBe(200);
    const { email } = (await me.json()) as { email: string };
    expect(out).toContain(`# administrator, ${email}\n`);
  });

  it('can be worked on: sync, a rate, a profile', async () => {
    const out = demo.said();
    const config = ['--config', commands(out)[0]?.at(-1) ?? ''];
    const work = async (...args: string[]) => {
      const { code, err, out: told } = await run([...args, ...config], exported(out));
      expect({ args, code, err }).toMatchObject({ code: 0 });
      return told;
    };
    await work('rates', 'set', 'sonnet-4-6', 'input', '2.7');
    expect(await work('sync', 'profiles', 'spend')).toMatch(/^spend +ok /m);
    const ann = ['--user', 'ann@example.com', '--cost-center', 'CC-1001 Platform', '--unknown'];
    // What there is to give out and to mend from the start.
    expect(await work('profiles', 'hygiene')).toContain('(ownerLeft): ');
    expect(await work('profiles', 'requests', 'list')).toContain('global.anthropic.claude-opus-5-5');
    expect(
      await work('profiles', 'create', ...ann, '--model', 'global.anthropic.claude-sonnet-4-6'),
    ).toContain('Created: arn:aws:bedrock:us-east-1:222233334444:');
    const shared = ['--shared', '--cost-center', 'CC-1001 Platform', '--model', 'Claude Sonnet 4.6'];
    expect(
      await run(['profiles', 'create', ...shared, '--geography', 'global', ...config], exported(out)),
    ).toMatchObject({
      code: 2,
      err: expect.stringContaining('--shared: Profiles are not shared here'),
    });
    const sharing = { ...exported(out), BEDROCK_LEDGER_VENDING_SHARED_ENABLED: 'true' };
    const made = await run(['profiles', 'create', ...shared, '--geography', 'global', ...config], sharing);
    expect(made).toMatchObject({ code: 0, out: expect.stringContaining('Created: arn:aws:bedrock:') });
  });
});

describe.runIf(onLinux)('an end before everything is collected', () => {
  /** Collects until it has begun to; ends it as a terminal and npm both pass it on. */
  const interrupted = async (signal: 'SIGINT' | 'SIGTERM', more: readonly string[]) => {
    const world = ['--users', '12', '--days', '90', '--port', '0'];
    const demo = start(['demo', ...world, ...more], { TMPDIR: folder });
    await vi.waitFor(() => expect(demo.said()).toContain('Collecting 90 days'), { timeout: 30_000 });
    const children = descendants(demo.child.pid as number);
    const before = { left: left(), files: readdirSync(folder) };
    demo.child.kill(signal);
    demo.child.kill(signal);
    const ended = await demo.ended;
    await gone(children);
    expect(ended.out).not.toContain('ready');
    return { ...ended, before };
  };

  it('leaves nothing behind and has a last word', async () => {
    const { code, err, before } = await interrupted('SIGINT', []);
    expect({ code, err }).toEqual({
      code: 130,
      err: expect.stringMatching(/ended before everything was collected; nothing is left behind\n$/),
    });
    expect(before.left.length).toBe(left().length + 1);
  });

  it('of a ledger that is kept leaves the ledger alone', async () => {
    const { code, err, before } = await interrupted('SIGTERM', ['--db', join(folder, 'kept.db')]);
    expect({ code, err }).toEqual({
      code: 143,
      err: expect.stringMatching(/what is in \S+kept\.db is whole, and the next start goes on from there\n$/),
    });
    expect(before.files).toContain('kept.db.demo.yaml');
    expect(readdirSync(folder)).toContain('kept.db');
    expect(readdirSync(folder)).not.toContain('kept.db.demo.yaml');
  });
});

it('the simulator tells its accounts and settings that read them', async () => {
  const simulator = start(['simulate', '--users', '2', '--days', '2']);
  const url = await simulator.ready();
  const out = simulator.said();
  simulator.child.kill('SIGTERM');
  await simulator.ended;
  expect(out.match(/^ready /gm)).toHaveLength(1);
  expect(exported(out).AWS_ENDPOINT_URL).toBe(url);
  const yaml = /--config:\n((?: {2}.*\n)+)ready /.exec(out)?.[1] ?? '';
  const file = join(folder, 'printed.yaml');
  writeFileSync(file, yaml.replace(/^ {2}/gm, ''));
  expect(readConfig(exported(out), file)).toMatchObject({
    simulated: true,
    payer: { accountId: '111122223333' },
    accounts: [{ accountId: '222233334444' }, { accountId: '333344445555' }],
    regions: ['us-east-1', 'us-west-2', 'ap-northeast-1'],
  });
  expect(readFileSync(file, 'utf8')).toContain('roleArn: arn:aws:iam::222233334444:role/');
});
