import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { devNull, tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable, Writable } from 'node:stream';
import type { Io } from '../../src/cli/io.ts';
import { run as runCommand } from '../../src/cli/run.ts';
import { type SimulatorOptions, startSimulator } from '../../src/simulator/server.ts';
import { systemClock } from '../../src/systemClock.ts';

/** The command line in this process: its surroundings are made for each command. */

export const ROOT = join(import.meta.dirname, '../..');
export type Environment = Readonly<Record<string, string>>;

/** Nothing of whoever runs the tests: no settings, no credentials, no colours. */
const OF_OTHERS = /^(AWS_|BEDROCK_LEDGER_|FORCE_COLOR|NODE_OPTIONS)/;
const NO_AWS = {
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_CONFIG_FILE: devNull,
  AWS_SHARED_CREDENTIALS_FILE: devNull,
};
export const clean = (): Record<string, string | undefined> => ({
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !OF_OTHERS.test(name))),
  ...NO_AWS,
});
// What SDKs look for where a command is given no credentials is this process's own.
for (const name of Object.keys(process.env)) if (name.startsWith('AWS_')) delete process.env[name];
Object.assign(process.env, NO_AWS);

/** How an SDK would reach AWS in such an environment. */
function awsOf(environment: Environment): Pick<Io, 'aws'> {
  const { AWS_ENDPOINT_URL: endpoint, AWS_ACCESS_KEY_ID: id, AWS_SECRET_ACCESS_KEY: secret } = environment;
  if (!endpoint) return {};
  return {
    aws: { endpoint, ...(id && secret ? { credentials: { accessKeyId: id, secretAccessKey: secret } } : {}) },
  };
}

export interface Ran {
  code: number;
  out: string;
  err: string;
}
/** What a command may find otherwise than in a script: the time, what is piped into it, who is at the machine. */
export type Around = Partial<Pick<Io, 'clock' | 'viewerOf' | 'colors'>> & {
  input?: string;
  terminal?: boolean;
};

function collect(isTTY: boolean) {
  let text = '';
  const stream = new Writable({
    write(part, _, done) {
      text += part;
      done();
    },
  });
  return { stream: Object.assign(stream, { isTTY }), text: () => text };
}

/** The surroundings of a command in a script, unless told otherwise: nothing on its standard input, no terminal. */
export function ioOf(environment: Environment = {}, { input, terminal = false, ...around }: Around = {}) {
  const [out, err] = [collect(terminal), collect(terminal)];
  const io: Io = {
    out: out.stream,
    err: err.stream,
    stdin: input === undefined ? new PassThrough().end() : Readable.from([Buffer.from(input)]),
    colors: true,
    clock: systemClock,
    env: environment,
    ...awsOf(environment),
    exitCode: 0,
    ...around,
  };
  return { ...io, said: () => ({ out: out.text(), err: err.text() }) };
}

/** Runs a command to its end. */
export async function run(args: readonly string[], environment?: Environment, around?: Around): Promise<Ran> {
  const io = ioOf(environment, around);
  return { code: await runCommand(args, io), ...io.said() };
}

/** When it is in a company, unless a test says otherwise. */
const NOW = Date.parse('2026-11-24T14:05:00Z');

/** A simulated AWS whose time stands still, a folder, and settings that read it as a company would. */
export async function openCompany(options: SimulatorOptions = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'bedrock-ledger-cli-'));
  const world = { users: 8, days: 20, seed: 7, oneHourCachePercent: 5 };
  const simulator = await startSimulator({ ...world, nowMs: NOW, speed: 0, ...options });
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
backfillDays: 25
`,
  );
  const environment: Environment = {
    AWS_ENDPOINT_URL: simulator.url,
    AWS_ACCESS_KEY_ID: 'AKIASIMULATED0000000',
    AWS_SECRET_ACCESS_KEY: 'simulated',
    BEDROCK_LEDGER_CONFIG: config,
  };
  const { clock } = simulator;
  return {
    simulator,
    folder,
    environment,
    write,
    clock,
    db: join(folder, 'ledger.db'),
    run: (args: readonly string[], more: Environment = {}, around: Around = {}) =>
      run(args, { ...environment, ...more }, { clock, ...around }),
    async close() {
      await simulator.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
