import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { plainTerms } from '../../src/core/budgets.ts';
import { formatFixed, money, multiplyRate, ZERO } from '../../src/core/money.ts';
import { HOUR_MS, instantOf } from '../../src/core/periods.ts';
import { printPolicy } from '../../src/core/policies/generate.ts';
import { choicesOf } from '../../src/core/policies/standard.ts';
import type { Money, Tokens } from '../../src/core/types.ts';
import { WITHIN_MS } from '../../src/core/watching.ts';
import { type Scheduler, startScheduler } from '../../src/jobs/scheduler.ts';
import { type Bench, bench } from '../jobs/setup.ts';
import { vend } from '../vending.ts';
import { as, assign, PLATFORM, signIn } from './identityCenter.ts';

/**
 * Runaway users under IAM Identity Center's reserved role, whose hard budgets stop them: a simulated AWS, the printed policy in a
 * permission set, and the schedule as it runs in production. From the use that crosses the limit to the model that refuses, and
 * what was spent meanwhile; `docs/stopping.md` shows what is seen here beside what AWS Budgets is documented to take.
 */

const START = Date.parse('2026-11-28T14:02:00Z');
const MINUTE = 60_000;
const PLACE = { accountId: PLATFORM, region: 'us-east-1' };
const ACTOR = { id: 'local:test' };
const SET = 'BedrockStops';
/** A collection by which CloudWatch lists what was called at the start, and how long refusals are waited for after it. */
const BEGIN = Date.parse('2026-11-28T14:30:00Z');
const WATCHED_MINUTES = 65;
/** Documented of AWS Budgets: from one update to the next. */
const AWS_HOURS = [8n, 12n] as const;
/** The route `us.` of Claude Sonnet 4.6, dollars for a million words that are asked. */
const PER_MILLION = money('3.3');
/** What answers cost, and what the bill corrects: so little that no row of the table would be another. */
const CENTS = money('0.03');

/**
 * Whoever asks how much in every minute (millions of words), from which minute after a collection on, what was asked before, and
 * how much of it is left to the limit when it begins.
 */
const PEOPLE = [
  { who: 0, before: 0.5, next: 0.05, minute: 1, left: '0.10' },
  { who: 1, before: 0.5, next: 0.05, minute: 5, left: '0.10' },
  { who: 2, before: 0.5, next: 0.05, minute: 9, left: '0.10' },
  { who: 3, before: 0.1, next: 0.5, minute: 1, left: '10' },
] as const;

interface Stopped {
  /** Minutes from the use that crossed to the refusal, and collections of token usage meanwhile. */
  took: number;
  collections: number;
  /** What was spent beyond the limit. */
  beyond: Money;
}

let b: Bench;
let scheduler: Scheduler;
let look: () => Promise<void>;
let stopped: (Stopped | null)[];
const faults: unknown[] = [];
const limits: Money[] = [];
const emails: string[] = [];
const profiles: string[] = [];
const callers: ReturnType<typeof as>[] = [];

beforeAll(async () => {
  b = await bench({
    world: { users: 6, days: 3, nowMs: START, discounts: false },
    settings: {
      ...{ backfillDays: 3, regions: [PLACE.region], budgetsMirror: { enabled: false, subscribers: [] } },
      enforcement: { mode: 'on', onUnpriced: false, exemptGroups: [], grace: null, contact: null },
    },
  });
  scheduler = startScheduler(
    b.deps,
    (error) => faults.push(error),
    (every) => {
      look = every;
      return () => {};
    },
  );
  await look();
  const { settings } = b.deps;
  const accounts = settings.accounts.filter(({ accountId }) => accountId === PLATFORM);
  const choices = choicesOf({ ...settings, accounts }, await b.store.profiles.catalogue());
  await assign(b.simulator, SET, JSON.stringify(printPolicy('invoke', choices).document));
  for (const person of PEOPLE) await newcomer(person);
  while (b.clock.now() < BEGIN) await minute();
  for (const { who, left } of PEOPLE) {
    limits[who] = ((await spentBy(who)) + money(left)) as Money;
    await setHard(who, limits[who]);
  }
  stopped = await watched();
});
afterAll(async () => {
  await scheduler.stop();
  await b.close();
});

/** Somebody of the directory with a fresh profile that was used before. */
async function newcomer({ who, before }: (typeof PEOPLE)[number]): Promise<void> {
  const { store, clock, settings } = b.deps;
  const people = b.simulator.world.directory().users.filter(({ enabled }) => enabled);
  const email = people[who]?.email ?? '';
  const { profile } = await vend(
    { store, clock, settings, aws: b.deps.awsFactory(ZERO) },
    {
      ...PLACE,
      userEmail: email,
      costCenter: people[who]?.costCenter ?? '',
      sourceId: 'us.anthropic.claude-sonnet-4-6',
    },
    ACTOR,
  );
  emails[who] = email;
  profiles[who] = profile.arn;
  callers[who] = as(b.simulator, await signIn(b.simulator, email, SET));
  await ask(who, before);
}

/** Asks so many millions of words; false: AWS refused it. */
async function ask(who: number, millions: number): Promise<boolean> {
  try {
    await callers[who]?.call(profiles[who] ?? '', 'w '.repeat(millions * 1e6));
    return true;
  } catch (error) {
    expect(error).toMatchObject({ name: 'AccessDeniedException' });
    expect((error as Error).message).toContain('with an explicit deny in an identity-based policy');
    return false;
  }
}

/** A minute passes, and the schedule is looked at. */
async function minute(): Promise<void> {
  b.clock.advance(MINUTE);
  await look();
}

const setHard = (who: number, limit: Money) =>
  b.store.budgets.apply(
    [
      {
        do: 'set',
        slot: { scope: { kind: 'user', key: emails[who] ?? '' }, period: 'month', narrowing: null },
        terms: { ...plainTerms(limit), hard: true },
        from: '2026-11-01',
      },
    ],
    ACTOR,
    instantOf(b.clock.now()),
  );

/** What the ledger knows that somebody spent in the month. */
async function spentBy(who: number): Promise<Money> {
  const rows = await b.store.spend.amounts({
    range: { start: '2026-11-01', endExclusive: '2026-12-01' },
    groupBy: ['user'],
    basis: 'best',
    filter: { user: [emails[who] ?? ''] },
    scope: 'all',
  });
  return rows.reduce((sum, { amount }) => sum + amount, 0n) as Money;
}

/** Everybody asks in each of their minutes until AWS refuses it. */
async function watched(): Promise<(Stopped | null)[]> {
  const found: (Stopped | null)[] = PEOPLE.map(() => null);
  const asked = PEOPLE.map(() => 0n);
  const crossed: (number | null)[] = PEOPLE.map(() => null);
  for (let at = 0; at < WATCHED_MINUTES && found.includes(null); at += 1) {
    for (const { who, next, minute: own, left } of PEOPLE) {
      if (at < own || found[who] !== null) continue;
      const isAnswered = await ask(who, next);
      const since = crossed[who] ?? null;
      if (!isAnswered) {
        const runs = (await b.store.runs.list({ limit: 200 })).filter(({ job }) => job === 'usage');
        const from = instantOf(BEGIN + (since ?? at) * MINUTE);
        found[who] = {
          took: at - (since ?? at),
          collections: runs.filter(({ startedAt }) => startedAt > from).length,
          beyond: ((asked[who] ?? 0n) - money(left)) as Money,
        };
        continue;
      }
      asked[who] = (asked[who] ?? 0n) + multiplyRate(BigInt(next * 1e6) as Tokens, PER_MILLION);
      if (since === null && (asked[who] ?? 0n) >= money(left)) crossed[who] = at;
    }
    await minute();
  }
  return found;
}

describe('a runaway', () => {
  it('is refused by AWS within two collections of the use that crossed', () => {
    expect(faults).toEqual([]);
    for (const [who, one] of stopped.entries()) {
      expect([who, (one?.collections ?? 9) <= 2]).toEqual([who, true]);
      expect(one?.took).toBeLessThanOrEqual(WITHIN_MS / MINUTE);
    }
  });

  it('costs what is written beside AWS Budgets’ hours', async () => {
    const rows = PEOPLE.map(({ who, next, minute: own }) => {
      const { took, collections, beyond } = stopped[who] ?? expect.unreachable();
      const hourly = multiplyRate(BigInt(next * 60e6) as Tokens, PER_MILLION);
      const [least, most] = AWS_HOURS.map((hours) => dollars((hourly * hours) as Money));
      return `| ${dollars(hourly)} an hour, from minute ${own} after a collection | ${took} minutes | ${collections} | ${dollars(beyond)} | ${least} to ${most} |`;
    });
    console.log(`From the use that crosses a hard limit to the refusal:\n${rows.join('\n')}`);
    const written = readFileSync(join(import.meta.dirname, '../../docs/stopping.md'), 'utf8');
    expect(written.split('\n').filter((line) => line.includes(' an hour, from minute '))).toEqual(rows);
  });

  it('is counted in full afterwards, and nothing else was in it', async () => {
    // Whoever is over every limit is read when there is time for it.
    b.clock.advance(7 * HOUR_MS);
    await look();
    for (const { who } of PEOPLE) {
      const over = (await spentBy(who)) - (limits[who] ?? ZERO) - (stopped[who]?.beyond ?? ZERO);
      expect([who, over > -CENTS && over < CENTS]).toEqual([who, true]);
    }
  });
});

const dollars = (amount: Money): string => `$${formatFixed(amount, 2).replace(/\B(?=(\d{3})+\.)/g, ',')}`;

describe('somebody who is stopped', () => {
  it('is answered again within a minute of a raise, and nobody else is', async () => {
    await setHard(0, money('500'));
    await minute();
    expect(await ask(0, 0.001)).toBe(true);
    expect(await ask(1, 0.001)).toBe(false);
  });

  it('is answered again by the first collection of a new period', async () => {
    const end = Date.parse('2026-12-01T00:00:00Z');
    b.clock.advance(end - MINUTE - b.clock.now());
    await look();
    expect(await ask(1, 0.001)).toBe(false);
    await minute();
    for (const { who } of PEOPLE) expect([who, await ask(who, 0.001)]).toEqual([who, true]);
    expect(faults).toEqual([]);
  });
});
