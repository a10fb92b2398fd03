import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Cli } from '../wire/cli.ts';

/** The product's own programs and the stock AWS CLI, as a person starts them. */

const LAUNCHER = join(import.meta.dirname, '../../bin/bedrock-ledger');

export type Environment = Readonly<Record<string, string>>;

/** The environment of somebody who points SDKs and CLIs at a simulated AWS. */
export const simulatedAws = (endpoint: string): Environment => ({
  AWS_ENDPOINT_URL: endpoint,
  AWS_ACCESS_KEY_ID: 'AKIASIMULATED0000000',
  AWS_SECRET_ACCESS_KEY: 'simulated',
  AWS_REGION: 'us-east-1',
  AWS_DEFAULT_REGION: 'us-east-1',
  AWS_PAGER: '',
});

/** Starts a command that serves until it is stopped; resolves with what follows its `ready` line. */
export async function startProgram(
  args: readonly string[],
  environment: Environment = {},
): Promise<{ url: string; stop(): Promise<void> }> {
  const child = spawn(process.execPath, [LAUNCHER, ...args], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = once(child, 'exit');
  let told = '';
  child.stderr.on('data', (part) => {
    told += part;
  });
  const url = await readyLine(child, () => told);
  return {
    url,
    async stop() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

function readyLine(child: ChildProcess, told: () => string): Promise<string> {
  return new Promise((resolve, reject) => {
    createInterface({ input: child.stdout as NodeJS.ReadableStream }).on('line', (line) => {
      if (line.startsWith('ready ')) resolve(line.slice('ready '.length));
    });
    child.once('exit', (code) => reject(new Error(`ended with ${code} before it was ready: ${told()}`)));
  });
}

/** Runs one command of the stock AWS CLI and resolves with its JSON answer. */
export async function askAws(cli: Cli, args: readonly string[]): Promise<unknown> {
  const { code, stdout, stderr } = await cli.run([...args, '--output', 'json']);
  if (code !== 0) throw new Error(`${args.slice(0, 2).join(' ')}: ${stderr}`);
  return JSON.parse(stdout);
}
