import { parseArgs } from 'node:util';
import { DEFAULT_OPTIONS, type SimulatorOptions, startSimulator } from './server.ts';

const HELP = `AWS on loopback: Bedrock, CloudWatch, CloudTrail, Cost Explorer, Budgets, tagging, STS, IAM, Service Quotas,
Organizations, IAM Identity Center and its Identity Store of one simulated company. Prints "ready http://HOST:PORT"
when it can answer.

  --port N                 0 takes a free one (default 0)
  --host ADDRESS           default 127.0.0.1
  --seed N                 one seed, one world (default ${DEFAULT_OPTIONS.seed})
  --users N                default ${DEFAULT_OPTIONS.users}
  --days N                 days of history (default ${DEFAULT_OPTIONS.days})
  --now ISO                simulated time at the start (default: the real time)
  --started-at MS          real time that belongs to --now, epoch milliseconds (default: now)
  --speed N                simulated time against real time, 0 stands still (default 1)
  --discounts on|off       hidden discounts of 10 to 25 % on some models (default on)
  --tags active|inactive   whether the tags bill from the start (default active)
  --one-hour-cache PERCENT share of cache writes that live for an hour (default 0)
  --oddities               what AWS does now and then: rarer spellings on the bill, a new geography, a holiday ...
  --stops                  people's policy denies profiles that are marked BudgetStatus=exceeded
  --throttle PERCENT       share of requests that are throttled (default 0)
  --verbose                one line per request on standard error
  --help
`;

/** A fault in the command line, in words for whoever typed it. */
class UsageError extends Error {}

/** Reads the command line; throws a UsageError that names the option. Returns undefined when help was asked for. */
function readOptions(argv: string[]): SimulatorOptions | undefined {
  const values = parse(argv);
  if (values.help) return undefined;
  const number = (
    name: Exclude<keyof typeof values, 'oddities' | 'stops' | 'verbose' | 'help'>,
    low: number,
    high: number,
    whole = true,
  ) => {
    const text = values[name];
    if (text === undefined) return undefined;
    const value = Number(text);
    if (text.trim() === '' || !(value >= low && value <= high) || (whole && !Number.isInteger(value)))
      throw new UsageError(
        `--${name} must be a ${whole ? 'whole ' : ''}number from ${low} to ${high}: ${text}`,
      );
    return value;
  };
  const choice = (name: 'discounts' | 'tags', ...allowed: string[]) => {
    const text = values[name];
    if (text !== undefined && !allowed.includes(text))
      throw new UsageError(`--${name} must be ${allowed.join(' or ')}: ${text}`);
    return text;
  };
  const nowMs = values.now === undefined ? undefined : Date.parse(values.now);
  if (Number.isNaN(nowMs))
    throw new UsageError(`--now must be a moment such as 2026-11-24T00:00:00Z: ${values.now}`);
  return defined({
    port: number('port', 0, 65_535),
    host: values.host,
    seed: number('seed', 0, 2 ** 31),
    users: number('users', 1, 100_000),
    days: number('days', 1, 1_000),
    nowMs,
    startedAtMs: number('started-at', 0, 2 ** 45),
    speed: number('speed', 0, 1_000_000, false),
    discounts: choice('discounts', 'on', 'off') === undefined ? undefined : values.discounts === 'on',
    tags: choice('tags', 'active', 'inactive') as 'active' | 'inactive' | undefined,
    oneHourCachePercent: number('one-hour-cache', 0, 100, false),
    oddities: values.oddities,
    stops: values.stops,
    throttlePercent: number('throttle', 0, 100, false),
    log: values.verbose ? (line: string) => process.stderr.write(`${line}\n`) : undefined,
  });
}

function parse(argv: string[]) {
  const text = { type: 'string' } as const;
  try {
    return parseArgs({
      args: argv,
      options: {
        port: text,
        host: text,
        seed: text,
        users: text,
        days: text,
        now: text,
        'started-at': text,
        speed: text,
        discounts: text,
        tags: text,
        'one-hour-cache': text,
        oddities: { type: 'boolean' },
        stops: { type: 'boolean' },
        throttle: text,
        verbose: { type: 'boolean' },
        help: { type: 'boolean' },
      },
    }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

/** Leaves out what is undefined, so that defaults stand. */
function defined(
  options: { [K in keyof SimulatorOptions]: SimulatorOptions[K] | undefined },
): SimulatorOptions {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  if (!options) {
    process.stdout.write(HELP);
    return;
  }
  const simulator = await startSimulator({ ...options, warm: true });
  const stop = () => {
    void simulator.close().then(() => process.exit(0));
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  // Started by another program with a channel, it ends when that one does.
  process.once('disconnect', stop);
  process.channel?.unref();
  process.stdout.write(`ready ${simulator.url}\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = error instanceof UsageError ? 2 : 1;
});
