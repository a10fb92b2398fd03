import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { get } from 'node:http';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { freePort } from '../src/cli/lifetime.ts';
import { writeSettings } from '../src/cli/simulatedCompany.ts';

/** The built product and the simulator as processes of their own, as they are installed. */

const STARTED_WITHIN_MS = 60_000;
const ASKED_EVERY_MS = 2;

const running = new Set<ChildProcess>();
// However this program ends, what it started ends with it.
process.once('exit', () => {
  for (const child of running) child.kill();
});
export function owned(child: ChildProcess): ChildProcess {
  running.add(child);
  child.once('exit', () => running.delete(child));
  return child;
}

/** Ends a process that was started here, and waits until it has ended. */
export async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill();
  await ended;
}

export interface SimulatorOf {
  url: string;
  /** Moves its clock on. */
  advance(ms: number): Promise<void>;
  stop(): Promise<void>;
}

/** @param now UTC milliseconds at which it stands still; left out: the real time, which goes on */
export async function startSimulator(users: number, days: number, now?: number): Promise<SimulatorOf> {
  const still = now === undefined ? [] : ['--now', new Date(now).toISOString(), '--speed', '0'];
  const args = ['--seed', '7', '--users', String(users), '--days', String(days), ...still];
  const child = owned(
    spawn(process.execPath, [join('dist', 'simulator.js'), ...args], {
      stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    }),
  );
  const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream });
  const [first] = (await Promise.race([once(lines, 'line'), once(child, 'exit')])) as [unknown];
  const [, url] = /^ready (\S+)/.exec(String(first)) ?? [];
  if (url === undefined) throw new Error(`the simulator has not started: ${first}`);
  return {
    url,
    async advance(ms) {
      await fetch(`${url}/_sim/clock`, {
        method: 'POST',
        body: JSON.stringify({ now: new Date(ms).toISOString() }),
      });
    },
    stop: () => end(child),
  };
}

/** What AWS's SDKs of a process read, instead of whatever the caller has. */
export function awsEnvironment(url: string): NodeJS.ProcessEnv {
  const others = Object.entries(process.env).filter(([name]) => !/^(AWS|BEDROCK_LEDGER)_/.test(name));
  return {
    ...Object.fromEntries(others),
    AWS_ENDPOINT_URL: url,
    AWS_ACCESS_KEY_ID: 'AKIASIMULATED0000000',
    AWS_SECRET_ACCESS_KEY: 'simulated',
    AWS_REGION: 'us-east-1',
  };
}

export interface Health {
  /** Milliseconds for which the loop was blocked: of a thousand times the longest but one, and the longest. */
  p999: number;
  max: number;
  /** MiB now, and at most since the start. */
  rss: number;
  mostRss: number;
  /** CPU milliseconds since the start. */
  cpu: number;
}

export interface ProductOf {
  url: string;
  /** Milliseconds from starting the program to its first answer. */
  startedIn: number;
  health(asked?: 'reset' | 'tell'): Promise<Health>;
  stop(): Promise<void>;
}

/** `bedrock-ledger serve` on a ledger. */
export async function serveProduct(
  ledger: string,
  aws: string,
  options: { scheduler: boolean; backfillDays?: number },
): Promise<ProductOf> {
  const port = await freePort(0);
  const config = `${ledger}.bench.yaml`;
  const { backfillDays = 40, scheduler } = options;
  writeSettings(config, { db: ledger, port, backfillDays, directory: null });
  const args = ['serve', '--config', config, ...(scheduler ? [] : ['--no-scheduler'])];
  return started(
    ['--import', join(process.cwd(), 'bench', 'loop.mjs'), join('bin', 'bedrock-ledger'), ...args],
    port,
    awsEnvironment(aws),
  );
}

/** Starts a program that serves `/healthz` on a port, and waits for its first answer. */
export async function started(
  args: readonly string[],
  port: number,
  env: NodeJS.ProcessEnv,
): Promise<ProductOf> {
  const began = performance.now();
  const child = owned(spawn(process.execPath, args, { env, stdio: ['ignore', 'ignore', 'pipe', 'ipc'] }));
  let said = '';
  child.stderr?.on('data', (part) => {
    said = (said + part).slice(-2000);
  });
  const url = `http://127.0.0.1:${port}`;
  while (!(await answers(`${url}/healthz`))) {
    if (child.exitCode !== null || performance.now() - began > STARTED_WITHIN_MS) {
      await end(child);
      throw new Error(`the server has not started: ${said}`);
    }
    await wait(ASKED_EVERY_MS);
  }
  return {
    url,
    startedIn: performance.now() - began,
    async health(asked = 'tell') {
      const told = once(child, 'message');
      child.send(asked);
      return (await told)[0] as Health;
    },
    stop: () => end(child),
  };
}

const answers = (url: string): Promise<boolean> =>
  new Promise((resolve) => {
    get(url, { agent: false }, (answer) =>
      answer.resume().on('end', () => resolve(answer.statusCode === 200)),
    ).on('error', () => resolve(false));
  });
