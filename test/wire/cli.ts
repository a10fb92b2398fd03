import { execFile, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** The stock AWS CLI: where Python can import it, many commands in one process, which else reads it anew for each. */

const SCRIPT = fileURLToPath(new URL('cli.py', import.meta.url));
/** Where distributions put their AWS CLI, which is often one that speaks the query protocol to CloudWatch. */
export const OLDER_CLI = '/usr/bin/aws';
const MOST_OUTPUT = 256 * 1024 * 1024;
/** A command that asks nobody, and that only a CLI new enough knows. */
const PROBE = ['bedrock', 'list-inference-profiles', '--generate-cli-skeleton'];

export interface Answer {
  /** 0 when it went well. */
  code: number;
  stdout: string;
  stderr: string;
}
export interface Cli {
  /** Runs one command to its end; `aws`: the only variables of AWS that it has, from then on. */
  run(args: readonly string[], aws?: Readonly<Record<string, string>>): Promise<Answer>;
  close(): Promise<void>;
}

const probeEnvironment = { ...process.env, AWS_DEFAULT_REGION: 'us-east-1' };

function importable(): boolean {
  const { status, stdout } = spawnSync('python3', [SCRIPT], {
    input: JSON.stringify(PROBE),
    encoding: 'utf8',
    env: probeEnvironment,
  });
  return status === 0 && (JSON.parse(stdout) as Answer).code === 0;
}

/** What a tour of the AWS CLI lacks, in words; null when it can be walked. Distributions' packages are often too old. */
export const missingForCli = (): string | null =>
  importable() || spawnSync('aws', PROBE, { stdio: 'ignore', env: probeEnvironment }).status === 0
    ? null
    : 'there is no aws that knows inference profiles, neither on the PATH nor in python3';

/** What a tour of an older AWS CLI lacks, in words; null when it can be walked. */
export function missingForOlderCli(): string | null {
  const { stdout, status } = spawnSync(OLDER_CLI, ['--version'], { encoding: 'utf8' });
  if (status !== 0) return `there is no ${OLDER_CLI}`;
  return /^aws-cli\/2\.[0-9]\./.test(stdout) ? null : `${OLDER_CLI} is not old: ${stdout.trim()}`;
}

/** The AWS CLI with these variables beside those of this process; a process for each command where there is no other way. */
export const openCli = (variables: Readonly<Record<string, string>>): Cli =>
  importable() ? openShared(variables) : openProgram('aws', variables);

/** A program that is started for each command. */
export const openProgram = (file: string, variables: Readonly<Record<string, string>>): Cli => ({
  run: (args, aws) =>
    new Promise((resolve) => {
      const env = { ...process.env, ...variables, ...aws };
      execFile(file, [...args], { env, maxBuffer: MOST_OUTPUT }, (error, stdout, stderr) => {
        resolve({ code: error === null ? 0 : 1, stdout, stderr: stderr || (error?.message ?? '') });
      });
    }),
  close: async () => undefined,
});

function openShared(variables: Readonly<Record<string, string>>): Cli {
  const child = spawn('python3', [SCRIPT], {
    env: { ...process.env, ...variables },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = once(child, 'close');
  const waiting: { resolve(answer: Answer): void; reject(error: Error): void }[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => waiting.shift()?.resolve(JSON.parse(line)));
  // That it has ended is what the commands say that wait for it.
  child.stdin.on('error', () => undefined);
  child.once('close', () => {
    for (const { reject } of waiting.splice(0)) reject(new Error(`${SCRIPT} ended before it had answered`));
  });
  return {
    run: (args, aws) =>
      new Promise((resolve, reject) => {
        if (child.exitCode !== null) return reject(new Error(`${SCRIPT} has ended`));
        waiting.push({ resolve, reject });
        child.stdin.write(`${JSON.stringify(aws === undefined ? args : { args, env: aws })}\n`);
      }),
    async close() {
      child.stdin.end();
      await ended;
    },
  };
}
