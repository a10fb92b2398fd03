import { spawnSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commandOf, descendants, gone, LAUNCHER, launch, onLinux, PRETEND_OLD, start } from './launch.ts';
import { ROOT, run } from './setup.ts';

/** The launcher, and what is left of the processes it starts: nothing. */

/** A checkout of its own whose program tells how it was started, waits for a signal and ends with a number. */
const PROGRAM = `
console.log(JSON.stringify(process.argv.slice(2)));
process.on('SIGINT', () => { console.log('SIGINT'); process.exit(41); });
process.on('SIGTERM', () => { console.log('SIGTERM'); process.exit(42); });
if (process.argv[2] === 'end') process.exit(Number(process.argv[3]));
if (process.argv[2] === 'die') process.kill(process.pid, 'SIGKILL');
console.log('ready now');
setInterval(() => {}, 1000);
`;
let folder: string;
let launcher: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'bedrock-ledger-launcher-'));
  for (const tree of ['checkout', 'bare']) {
    cpSync(join(ROOT, 'bin'), join(folder, tree, 'bin'), { recursive: true });
    mkdirSync(join(folder, tree, 'dist'));
    writeFileSync(join(folder, tree, 'dist', 'cli.js'), PROGRAM);
    writeFileSync(join(folder, tree, 'package.json'), '{"type":"module"}');
  }
  mkdirSync(join(folder, 'checkout', 'node_modules', '.bin'), { recursive: true });
  symlinkSync(process.execPath, join(folder, 'checkout', 'node_modules', '.bin', 'node'));
  launcher = join(folder, 'checkout', 'bin', 'bedrock-ledger');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const old = (args: string[], file = launcher, cwd = folder) =>
  start(args, {}, { before: PRETEND_OLD, file, cwd });

describe('the launcher', () => {
  it('is a program that a shell can start', () => {
    expect(statSync(LAUNCHER).mode & 0o777).toBe(0o755);
    const mode = spawnSync('git', ['ls-files', '-s', 'bin/bedrock-ledger'], { cwd: ROOT, encoding: 'utf8' });
    if (mode.status === 0) expect(mode.stdout).toMatch(/^100755 /);
  });

  it('says what to do where there is no Node that is new enough', async () => {
    const { code, out, err } = await old(['x'], join(folder, 'bare', 'bin', 'bedrock-ledger')).ended;
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(/needs Node\.js 22 or newer; this is v\d+.*npm ci.*macOS, Alpine/s);
  });

  it('says so when nothing was built', async () => {
    const empty = join(folder, 'unbuilt');
    cpSync(join(ROOT, 'bin'), join(empty, 'bin'), { recursive: true });
    const { code, err } = await launch([], {}, { file: join(empty, 'bin', 'bedrock-ledger') });
    expect({ code, err }).toEqual({
      code: 1,
      err: expect.stringContaining(`Run "npm ci" (or "npm run build") in ${empty}`),
    });
  });

  it('uses the Node that npm brought, through a link and from any folder, with the arguments as they are', async () => {
    const link = join(folder, 'link');
    symlinkSync(launcher, link);
    const args = ['end', '3', 'two words', '--x=', '*'];
    const { code, out } = await old(args, link, '/').ended;
    expect({ code, out: JSON.parse(out) }).toEqual({ code: 3, out: args });
  });

  it.each([
    ['SIGINT', 41],
    ['SIGTERM', 42],
  ] as const)('passes %s on and ends with the exit code of the program', async (signal, code) => {
    const started = old([]);
    await started.ready();
    started.child.kill(signal);
    expect(await started.ended).toMatchObject({ code, out: expect.stringContaining(signal) });
  });

  it('dies of the signal that its program died of', async () => {
    expect(await old(['die']).ended).toMatchObject({ code: null, signal: 'SIGKILL' });
  });
});

describe.runIf(onLinux)('the demo leaves no process behind', () => {
  const demo = async (before: string[], command: 'demo' | 'simulate' = 'demo') => {
    const started = start(
      [command, '--users', '2', '--days', '2', '--port', '0'],
      { TMPDIR: folder },
      { before },
    );
    const url = await started.ready();
    const pid = started.child.pid as number;
    return { ...started, url, pid, children: descendants(pid) };
  };
  const isSimulator = (pid: number) => commandOf(pid).includes('simulator.js');

  // Both start their simulator in the same way; `simulate` is ready sooner.
  it.each([
    ['simulate', 'SIGTERM', 1],
    ['simulate', 'SIGKILL', 1],
    // A terminal, npm and the launcher each pass the same Ctrl-C on.
    ['demo', 'SIGINT', 3],
  ] as const)('nor %s, after %s to the launcher on an old Node, %i times', async (command, signal, times) => {
    const { child, ended, children } = await demo(PRETEND_OLD, command);
    expect(children.length).toBeGreaterThanOrEqual(2);
    expect(children.filter(isSimulator)).toHaveLength(1);
    for (let i = 0; i < times; i++) child.kill(signal);
    const { code } = await ended;
    await gone(children);
    if (signal !== 'SIGKILL') expect(code).toBe(0);
  });

  it('nor does what starts a simulator, when it is killed itself', async () => {
    const { child, ended, children } = await demo([], 'simulate');
    expect(children.filter(isSimulator)).toHaveLength(1);
    child.kill('SIGKILL');
    await ended;
    await gone(children);
  });

  it('and says so when its simulator dies', async () => {
    const { ended, children, url } = await demo([]);
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    process.kill(children.find(isSimulator) as number, 'SIGKILL');
    const { code, err, out } = await ended;
    expect({ code, err }).toEqual({
      code: 1,
      err: expect.stringContaining('the simulator ended by itself (SIGKILL)'),
    });
    expect(out.match(/^ready /gm)).toHaveLength(1);
  });
});

describe('the process', () => {
  it.each([
    [['--help'], 0],
    [['migrate', '--config', 'no-such.yaml'], 1],
    [['spent'], 2],
  ])('says of %j what the command says, and ends with %i as it does', async (args, code) => {
    const [process, inside] = await Promise.all([launch(args, { CI: '1' }), run(args)]);
    expect(process).toEqual({ ...inside, signal: null });
    expect(process.code).toBe(code);
  });
});

describe('help and wrong usage', () => {
  it('every command has help on standard output', async () => {
    const { out } = await run(['--help']);
    const commands = [...out.matchAll(/^ {2}(\w+) /gm)]
      .map(([, name]) => name)
      .filter((name) => name !== 'help');
    expect(commands).toEqual(expect.arrayContaining(['demo', 'serve', 'sync', 'spend', 'budgets', 'doctor']));
    const readme =
      /`npx bedrock-ledger --help` lists ([^;]+)/.exec(readFileSync(join(ROOT, 'README.md'), 'utf8'))?.[1] ??
      '';
    expect([...readme.matchAll(/`(\w+)`/g)].map(([, name]) => name).sort()).toEqual(commands.sort());
    const helps = await Promise.all(commands.map((name) => run([name as string, '--help'])));
    for (const { code, out, err } of helps)
      expect({ code, out, err }).toEqual({
        code: 0,
        out: expect.stringMatching(/^Usage: bedrock-ledger \w/),
        err: '',
      });
  });

  it.each([
    [['spent'], /unknown command 'spent'\n\(Did you mean spend\?\)/],
    [['sync', '--jsn'], /unknown option '--jsn'\n\(Did you mean --json\?\)/],
    [['sync', 'usages'], /no job "usages".*profiles, usage, charges/],
    [['serve', '--port', '0x10'], /--port.*whole number from 0 to 65535/],
    [['demo', '--speed', '-1'], /--speed.*number from 0/],
    [['simulate', '--now', 'soon'], /--now: "soon" is no ISO 8601 instant/],
    [['backfill', '--from', '2999-01-01'], /--from: must be between yesterday and 455 days ago/],
    [
      ['spend', '--start', '2026-11-02', '--end-exclusive', '2026-11-02'],
      /--end-exclusive must be after --start/,
    ],
    [['doctor', '--backfill-tags', '2026-13'], /--backfill-tags: "2026-13" is not a month/],
    [
      ['budgets', 'set', 'squad:x', '5'],
      /scope: "squad" is none of user, costCenter, team, organisation, userDefault/,
    ],
  ] as const)('%j ends with 2 and a hint on standard error', async (args, words) => {
    // Not the ledger that may lie where the tests are started.
    const { code, out, err } = await run(args, { BEDROCK_LEDGER_DB: ':memory:' });
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(words);
    expect(err).not.toContain('\u001b');
  });
});
