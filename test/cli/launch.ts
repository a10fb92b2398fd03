import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, vi } from 'vitest';
import { clean, type Environment, ROOT } from './setup.ts';

/**
 * The command line as a person meets it: the real launcher, its exit code, both streams, its children. It takes a second
 * each time, so it is for what only a process shows; everything else runs in-process (`setup.ts`).
 */

export const LAUNCHER = join(ROOT, 'bin/bedrock-ledger');
/** Run before the launcher, it makes this Node pass for one that is too old. */
export const PRETEND_OLD = [
  '--import',
  'data:text/javascript,Object.defineProperty(process,"versions",{value:{...process.versions,node:"20.1.0"}})',
];
/** Options of Node that stop the clock of a process. */
export const clockAt = (now: number) => ['--import', `data:text/javascript,Date.now=()=>${now}`];
/** Processes are told apart by what Linux says of them. */
export const onLinux = process.platform === 'linux';

export interface Ended {
  code: number | null;
  signal: NodeJS.Signals | null;
  out: string;
  err: string;
}

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
  {
    before = [],
    cwd = ROOT,
    file = LAUNCHER,
    input = '',
  }: { before?: string[]; cwd?: string; file?: string; input?: string } = {},
): Started {
  const child = spawn(process.execPath, [...before, file, ...args], {
    cwd,
    env: { ...clean(), ...environment },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  child.stdin.on('error', () => undefined).end(input);
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

/** Starts it and waits for its end. */
export const launch = (
  args: readonly string[],
  environment: Environment = {},
  options: Parameters<typeof start>[2] = {},
): Promise<Ended> => start(args, environment, options).ended;

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
