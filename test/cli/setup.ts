import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { devNull, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, vi } from 'vitest';

/** The command line as a person meets it: the real launcher, its exit code, both streams, its children. */

export const ROOT = join(import.meta.dirname, '../..');
export const LAUNCHER = join(ROOT, 'bin/bedrock-ledger');
/** Run before the launcher, it makes this Node pass for one that is too old. */
export const PRETEND_OLD = [
  '--import',
  'data:text/javascript,Object.defineProperty(process,"versions",{value:{...process.versions,node:"20.1.0"}})',
];
/** Processes are told apart by what Linux says of them. */
export const onLinux = process.platform === 'linux';

export type Environment = Readonly<Record<string, string>>;
export interface Ended {
  code: number | null;
  signal: NodeJS.Signals | null;
  out: string;
  err: string;
}

/** Nothing of whoever runs the tests: no settings, no credentials, no colours. */
const clean = (): Record<string, string | undefined> => ({
  ...Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !/^(AWS_|BEDROCK_LEDGER_|FORCE_COLOR|NODE_OPTIONS)/.test(name),
    ),
  ),
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_CONFIG_FILE: devNull,
  AWS_SHARED_CREDENTIALS_FILE: devNull,
});

export interface Started {
  child: ChildProcess;
  ended: Promise<Ended>;
  /** What follows its `ready` line; rejects with what it said when it ends before. */
  ready(): Promise<string>;
  /** What it wrote to standard output so far. */
  said(): string;
}

/** What still runs; a test that failed halfway leaves nothing behind. */
const running = new Set<ChildProcess>();
afterAll(() => {
  for (const child of running) child.kill('SIGTERM');
});

/** Starts the launcher; `before` are options of Node itself. */
export function start(
  args: readonly string[],
  environment: Environment = {},
  { before = [], cwd = ROOT, file = LAUNCHER }: { before?: string[]; cwd?: string; file?: string } = {},
): Started {
  const child = spawn(process.execPath, [...before, file, ...args], {
    cwd,
    env: { ...clean(), ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  child.once('exit', () => running.delete(child));
  let out = '';
  let err = '';
  child.stdout.on('data', (part) => {
    out += part;
  });
  child.stderr.on('data', (part) => {
    err += part;
  });
  const ended = new Promise<Ended>((resolve) =>
    child.once('close', (code, signal) => resolve({ code, signal, out, err })),
  );
  return {
    child,
    ended,
    said: () => out,
    ready: () =>
      new Promise((resolve, reject) => {
        const look = () => {
          const found = /^ready (\S+)$/m.exec(out)?.[1];
          if (found !== undefined) resolve(found);
        };
        child.stdout.on('data', look);
        look();
        void ended.then(() => reject(new Error(`ended before it was ready: ${err || out}`)));
      }),
  };
}

/** Runs it to its end. */
export const run = (
  args: readonly string[],
  environment: Environment = {},
  options: Parameters<typeof start>[2] = {},
): Promise<Ended> => start(args, environment, options).ended;

/** A simulated AWS in a process of its own, whose time stands still, a folder, and settings that read it as a company would. */
export async function openCompany(flags: readonly string[] = []) {
  const folder = mkdtempSync(join(tmpdir(), 'bedrock-ledger-cli-'));
  const simulator = start([
    'simulate',
    '--users',
    '8',
    '--days',
    '20',
    '--seed',
    '7',
    '--speed',
    '0',
    ...flags,
  ]);
  const aws: Environment = {
    AWS_ENDPOINT_URL: await simulator.ready(),
    AWS_ACCESS_KEY_ID: 'AKIASIMULATED0000000',
    AWS_SECRET_ACCESS_KEY: 'simulated',
  };
  const write = (name: string, content: string | Buffer): string => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };
  const config = write(
    'settings.yaml',
    `db: ${join(folder, 'ledger.db')}
accounts:
  - { accountId: "222233334444", roleArn: "arn:aws:iam::222233334444:role/bedrock-ledger-reader" }
  - { accountId: "333344445555", roleArn: "arn:aws:iam::333344445555:role/bedrock-ledger-reader" }
regions: [us-east-1, us-west-2]
backfillDays: 20
`,
  );
  const environment: Environment = { ...aws, BEDROCK_LEDGER_CONFIG: config };
  return {
    folder,
    environment,
    simulator,
    write,
    db: join(folder, 'ledger.db'),
    run: (args: readonly string[], more: Environment = {}) => run(args, { ...environment, ...more }),
    async close() {
      simulator.child.kill('SIGTERM');
      await simulator.ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Processes that a process started, and theirs. */
export function descendants(pid: number): number[] {
  const parents = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => ({ pid: Number(name), parent: parentOf(Number(name)) }));
  const found = [pid];
  for (const one of found) found.push(...parents.filter((p) => p.parent === one).map((p) => p.pid));
  return found.slice(1);
}

/** The parent of a process, null when it is gone or only its exit code is left. */
function parentOf(pid: number): number | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return state === 'Z' ? null : Number(parent);
  } catch {
    return null;
  }
}

/** Waits until none of these processes is left. */
export const gone = (pids: readonly number[]): Promise<void> =>
  vi.waitFor(
    () => {
      const left = pids.filter((pid) => parentOf(pid) !== null);
      if (left.length > 0) throw new Error(`still there: ${left.map(commandOf).join(' | ')}`);
    },
    { timeout: 20_000, interval: 50 },
  );

/** The command line of a process, for telling which one it is. */
export const commandOf = (pid: number): string => {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
  } catch {
    return '';
  }
};
