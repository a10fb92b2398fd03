import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { answerOf } from '../src/me/answer.ts';
import { cacheFile, writeCache } from '../src/me/cache.ts';

/** What a shell prompt waits for: `me` with figures of the last minute, beside a Node program that does nothing. */

const ROUNDS = 21;
const TARGET = { url: 'https://ledger.example.com', token: 'bench', from: 'environment' as const };

/** Median milliseconds from start to end of each program; they take turns, so that what else runs slows all of them. */
export function prompt(): [what: string, ms: number][] {
  const folder = mkdtempSync(join(tmpdir(), 'bedrock-ledger-bench-'));
  try {
    const environment = {
      ...process.env,
      XDG_CACHE_HOME: folder,
      BEDROCK_LEDGER_URL: TARGET.url,
      BEDROCK_LEDGER_TOKEN: TARGET.token,
    };
    const empty = join(folder, 'empty.cjs');
    writeFileSync(empty, '');
    keepFigures(cacheFile(environment, TARGET));
    const programs: [what: string, args: string[]][] = [
      ['an empty Node program, for comparison', [empty]],
      ['bedrock-ledger me, from its cache', [join('bin', 'bedrock-ledger'), 'me']],
    ];
    const times = programs.map(([, args]) => [start(args, environment)]);
    for (let round = 0; round < ROUNDS; round += 1)
      for (const [at, [, args]] of programs.entries()) times[at]?.push(start(args, environment));
    // The first one warms up.
    return programs.map(([what], at) => [what, middle(times[at]?.slice(1) ?? [])]);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function keepFigures(file: string): void {
  const at = Date.now();
  const value = answerOf({
    currency: 'USD',
    month: new Date(at).toISOString().slice(0, 7),
    spent: '41.2034',
    budget: '60',
    forecast: '55.1',
    daysLeft: 6,
    state: 'within',
  });
  if (value === null) throw new Error('what the bench keeps is no answer of a server');
  writeCache(file, TARGET, { answer: { value, at }, failure: null, askFrom: 0 });
}

function start(args: string[], env: NodeJS.ProcessEnv): number {
  const began = performance.now();
  const { status, stderr } = spawnSync(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  if (status !== 0) throw new Error(stderr.toString());
  return performance.now() - began;
}

const middle = (times: number[]): number =>
  times.sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? Number.NaN;
