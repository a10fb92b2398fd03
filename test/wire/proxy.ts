import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** The recording proxy `wirecheck.py` around a simulator: what passes through it is checked against Amazon's models. */

const SCRIPT = fileURLToPath(new URL('wirecheck.py', import.meta.url));

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

/** Starts the one process that all proxies of a file are in: what it imports takes a second. */
export function startWirecheck() {
  const folder = mkdtempSync(join(tmpdir(), 'bedrock-ledger-wire-'));
  const child = spawn('python3', [SCRIPT], { stdio: ['pipe', 'pipe', 'pipe'] });
  const ended = once(child, 'close');
  let words = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    words += text;
  });
  child.stdin.on('error', () => undefined);
  const waiting: { resolve(port: string): void; reject(error: Error): void }[] = [];
  createInterface({ input: child.stdout }).on('line', (port) => waiting.shift()?.resolve(port));
  child.once('close', () => {
    for (const { reject } of waiting.splice(0)) reject(new Error(`wirecheck ended: ${words}`));
  });
  let proxies = 0;
  return {
    /** A proxy in front of `upstream`, which takes connections. */
    async proxy(upstream: string): Promise<Proxy> {
      const log = join(folder, `calls-${++proxies}.jsonl`);
      const port = await new Promise<string>((resolve, reject) => {
        waiting.push({ resolve, reject });
        child.stdin.write(`${upstream} ${log}\n`);
      });
      return { url: `http://127.0.0.1:${port}`, calls: () => readCalls(log) };
    },
    async close() {
      child.stdin.end();
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
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
