import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { leftOut } from './demoParts.ts';
import { freePort, untilStopped } from './lifetime.ts';
import { UserError } from './output.ts';
import { sayCompany } from './simulatedCompany.ts';

/** Flags of the simulated world, as `simulate` and `demo` share them. */
export interface WorldFlags {
  seed: number;
  users: number;
  days: number;
  speed: number;
  discounts: string;
  tags: string;
  oneHourCache: number;
  throttle: number;
  oddities?: boolean;
  /** Whether the company's policy denies what is marked for its budget. */
  stops?: boolean;
}

/** The simulator is a program of its own: started by its entry's name, it shares nothing with the product but plain values. */
function entry(): string {
  for (let dir = dirname(fileURLToPath(import.meta.url)); dir !== dirname(dir); dir = dirname(dir)) {
    const file = join(dir, 'dist', 'simulator.js');
    if (existsSync(file)) return file;
  }
  throw leftOut('simulator', 'npx bedrock-ledger simulate');
}

interface Simulator {
  url: string;
  /** Ends it and resolves when it has ended. */
  stop(): Promise<void>;
  /** Rejects when it ends without being asked to; never resolves. */
  failed: Promise<never>;
}

/**
 * Starts the simulator and waits until it answers.
 * @param clock simulated epoch and the real moment that belongs to it, UTC milliseconds
 */
export async function startSimulator(
  flags: WorldFlags,
  clock: { epochMs: number; startedAtMs: number },
  port = 0,
): Promise<Simulator> {
  const child = spawn(
    process.execPath,
    [
      entry(),
      ...[
        '--port',
        port,
        '--seed',
        flags.seed,
        '--users',
        flags.users,
        '--days',
        flags.days,
        '--speed',
        flags.speed,
      ].map(String),
      ...[
        '--discounts',
        flags.discounts,
        '--tags',
        flags.tags,
        '--one-hour-cache',
        String(flags.oneHourCache),
        '--throttle',
        String(flags.throttle),
      ],
      ...(flags.oddities ? ['--oddities'] : []),
      ...(flags.stops ? ['--stops'] : []),
      ...['--now', new Date(clock.epochMs).toISOString(), '--started-at', String(clock.startedAtMs)],
    ],
    // Of its own process group, so that a Ctrl-C reaches it only through `stop`, after whoever still asks it; the
    // channel tells it when this process is gone.
    { stdio: ['ignore', 'pipe', 'inherit', 'ipc'], detached: true },
  );
  let asked = false;
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const failed = new Promise<never>((_, reject) => {
    child.once('exit', (code, signal) => {
      if (!asked) reject(new UserError(`the simulator ended by itself (${signal ?? `exit code ${code}`})`));
    });
  });
  failed.catch(() => undefined);
  const stop = async () => {
    asked = true;
    child.kill('SIGTERM');
    await ended;
  };
  const url = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout as NodeJS.ReadableStream }).on('line', (line) => {
      if (line.startsWith('ready ')) resolve(line.slice('ready '.length));
    });
    child.once('error', reject);
    child.once('exit', (code) =>
      reject(new UserError(`the simulator ended before it was ready (exit code ${code})`)),
    );
  });
  return { url, stop, failed };
}

/** `bedrock-ledger simulate`: the simulator alone, until it is interrupted. */
export async function simulate(options: WorldFlags & { port: number; now?: string }): Promise<void> {
  const epochMs = options.now === undefined ? Date.now() : Date.parse(options.now);
  if (Number.isNaN(epochMs))
    throw new UserError(
      `--now: "${options.now}" is no ISO 8601 instant such as 2026-11-24T12:00:00Z`,
      'badRequest',
    );
  await freePort(options.port);
  const simulator = await startSimulator(options, { epochMs, startedAtMs: Date.now() }, options.port);
  sayCompany(simulator.url, options.oddities === true);
  await Promise.race([simulator.failed, untilStopped(simulator.url, simulator.stop)]);
}
