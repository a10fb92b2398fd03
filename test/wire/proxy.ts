import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The recording proxy `wirecheck.py` around one simulator: what passes through it is checked against Amazon's models. */

const SCRIPT = fileURLToPath(new URL('wirecheck.py', import.meta.url));
const START_MS = 30_000;

/** One call that passed through. */
export interface Call {
  service: string | null;
  operation: string | null;
  status: number;
  error?: string;
  request_problems: string[];
  response_problems: string[];
}

export interface Proxy {
  /** The endpoint that clients are pointed at. */
  url: string;
  /** Every call up to now, in the order of their answers. */
  calls(): Call[];
  close(): Promise<void>;
}

const succeeds = (command: string, ...args: string[]): boolean =>
  spawnSync(command, args, { stdio: 'ignore', env: { ...process.env, AWS_DEFAULT_REGION: 'us-east-1' } })
    .status === 0;

/** What the proxy needs and this machine lacks, in words; null when it can run. */
export function missingForProxy(): string | null {
  if (!succeeds('python3', '--version')) return 'python3 is not installed';
  return succeeds('python3', '-c', 'import botocore, moto.core, regex, requests, werkzeug')
    ? null
    : 'python3 lacks one of botocore, moto, regex, requests, werkzeug';
}

/** What a tour of the AWS CLI lacks, in words; null when it can be walked. Distributions' packages are often too old. */
export const missingForCli = (): string | null =>
  succeeds('aws', 'bedrock', 'list-inference-profiles', '--generate-cli-skeleton')
    ? null
    : 'there is no aws on the PATH that knows inference profiles';

/** Where distributions put their AWS CLI, which is often one that speaks the query protocol to CloudWatch. */
export const OLDER_CLI = '/usr/bin/aws';

/** What a tour of an older AWS CLI lacks, in words; null when it can be walked. */
export function missingForOlderCli(): string | null {
  const { stdout, status } = spawnSync(OLDER_CLI, ['--version'], { encoding: 'utf8' });
  if (status !== 0) return `there is no ${OLDER_CLI}`;
  return /^aws-cli\/2\.[0-9]\./.test(stdout) ? null : `${OLDER_CLI} is not old: ${stdout.trim()}`;
}

/** Starts the proxy in front of `upstream` and resolves when it takes connections. */
export async function startProxy(upstream: string): Promise<Proxy> {
  const folder = mkdtempSync(join(tmpdir(), 'bedrock-ledger-wire-'));
  const log = join(folder, 'calls.jsonl');
  const port = await freePort();
  const child = spawn('python3', [SCRIPT, String(port), upstream, log], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const ended = once(child, 'exit');
  let words = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    words += text;
  });
  const close = async () => {
    child.kill();
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  if (!(await takesConnections(port, child))) {
    await close();
    throw new Error(`wirecheck did not start: ${words}`);
  }
  return { url: `http://127.0.0.1:${port}`, calls: () => readCalls(log), close };
}

function readCalls(log: string): Call[] {
  return readFileSync(log, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Call);
}

/** Each problem once, with how often it was seen, so that a failure can be read. */
export function problemsOf(calls: readonly Call[]): string[] {
  const seen = new Map<string, number>();
  for (const call of calls)
    for (const side of ['request', 'response'] as const)
      for (const problem of call[`${side}_problems`]) {
        const words = `${call.service}:${call.operation} ${side}: ${problem.replace(/\[\d+\]/g, '[]').slice(0, 300)}`;
        seen.set(words, (seen.get(words) ?? 0) + 1);
      }
  return [...seen].map(([words, count]) => `${words} (${count}×)`);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
}

async function takesConnections(port: number, child: ChildProcess): Promise<boolean> {
  const giveUpAt = Date.now() + START_MS;
  while (child.exitCode === null && Date.now() < giveUpAt) {
    if (await connects(port)) return true;
    // The next attempt waits for a moment, so that Python has the processor for its imports.
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return false;
}

function connects(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
      .once('connect', () => {
        socket.destroy();
        resolve(true);
      })
      .once('error', () => resolve(false));
  });
}
