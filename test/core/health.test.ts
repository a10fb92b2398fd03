import { describe, expect, it } from 'vitest';
import { jobDeadlineMs } from '../../src/core/deadlines.ts';
import type { FileTrouble } from '../../src/core/fileTrouble.ts';
import {
  type HealthFacts,
  isReady,
  type LedgerState,
  statusOf,
  TROUBLES,
  troublesOf,
  WORKER_SILENT_MS,
} from '../../src/core/health.ts';
import { adviceOf } from '../../src/core/healthAdvice.ts';
import { HOUR_MS, instantOf } from '../../src/core/periods.ts';
import { JOBS, type JobName, type JobRun } from '../../src/core/runs.ts';
import type { Freshness, Money } from '../../src/core/types.ts';

/** The one rule of what is in trouble, case by case; what it asks for are facts as the ledger gives them. */

const NOW = Date.parse('2026-11-24T14:05:00Z');
const ago = (ms: number) => instantOf(NOW - ms);
const MINUTE = 60_000;
/** What must never be in words that anybody may read. */
const PERSON = 'ann@example.com';
const ACCOUNT = '222233334444';
const PATH = '/var/lib/bedrock-ledger/ledger.db';

const fresh = (source: Freshness['source'], more: Partial<Freshness> = {}): Freshness => ({
  source,
  slice: `${ACCOUNT}/us-east-1`,
  completeUntil: ago(0),
  lastSuccessAt: ago(0),
  lastError: null,
  lastErrorAt: null,
  ...more,
});
const run = (job: JobName, status: JobRun['status'], startedMsAgo = MINUTE): JobRun => ({
  id: `run-of-${job}`,
  job,
  startedAt: ago(startedMsAgo),
  endedAt: status === 'running' ? null : ago(0),
  status,
  rows: 0,
  requests: 0,
  awsCharge: 0n as Money,
  errors: [{ slice: ACCOUNT, error: `${PERSON} at ${PATH}` }],
  progress: null,
});
const WELL: LedgerState = {
  freshness: [fresh('profiles'), fresh('usage'), fresh('charges')],
  decided: true,
  latest: JOBS.map((job) => run(job, 'ok')),
  partialTwice: new Set(),
  outbox: { waiting: 3, oldestWaitingAt: ago(MINUTE), givenUp: 0, channels: [] },
  heldBack: [],
  watching: { state: 'all', since: null },
};
const facts = (more: Partial<LedgerState> = {}, around: Partial<HealthFacts> = {}): HealthFacts => ({
  ledger: { ...WELL, ...more },
  file: null,
  worker: { silentMs: 4_000 },
  now: NOW,
  rate: 1,
  longestJobMinutes: null,
  ...around,
});
const latest = (...runs: JobRun[]): Partial<LedgerState> => ({
  latest: [...WELL.latest.filter(({ job }) => !runs.some((one) => one.job === job)), ...runs],
});
const file = (kind: FileTrouble['kind']): Partial<HealthFacts> => ({
  file: { kind, words: `${PATH} is ${kind}`, since: ago(MINUTE) },
});
const told = (asked: HealthFacts): string[] => {
  const troubles = troublesOf(asked);
  return [statusOf(troubles), ...troubles.map(({ kind, about }) => `${kind} ${about}`.trim())];
};
const outbox = (more: Partial<LedgerState['outbox']>): Partial<LedgerState> => ({
  outbox: { ...WELL.outbox, ...more },
});
const held = (acceptedAt: string | null): Partial<LedgerState> => ({
  heldBack: [
    {
      source: 'charges',
      name: `usage ${ACCOUNT}`,
      unit: 'usd',
      before: 9n,
      after: 0n,
      firstAt: ago(HOUR_MS),
      lastAt: ago(0),
      acceptedAt,
      days: [],
    },
  ],
});
// With the time that ending it may take.
const charges = jobDeadlineMs('charges') + 2 * MINUTE;

describe('what is in trouble', () => {
  it.each<[string, HealthFacts, string[]]>([
    ['nothing', facts(), ['ready']],
    ['nothing, where no schedule runs', facts({}, { worker: null }), ['ready']],
    // Never read.
    ['an empty ledger', facts({ freshness: [], decided: false, latest: [] }), ['collecting', 'collecting']],
    ['spend that nobody decided', facts({ decided: false }), ['collecting', 'collecting']],
    [
      'a source whose parts never succeeded',
      facts({ freshness: [fresh('profiles'), fresh('usage', { lastSuccessAt: null }), fresh('charges')] }),
      ['collecting', 'collecting'],
    ],
    // The file.
    ...(['full', 'damaged', 'readOnly', 'gone', 'io'] as const).map(
      (kind): [string, HealthFacts, string[]] => [
        `a file: ${kind}`,
        facts({}, file(kind)),
        ['sealed', 'sealed'],
      ],
    ),
    ['another writer: it can be read', facts({}, file('busy')), ['degraded', 'busy']],
    [
      'another program that lets nobody read',
      facts({}, { ...file('busy'), ledger: null }),
      ['sealed', 'sealed'],
    ],
    ['what cannot be read, for no reason known', facts({}, { ledger: null }), ['sealed', 'sealed']],
    [
      'what cannot be read, without a worker',
      facts({}, { ledger: null, worker: { silentMs: WORKER_SILENT_MS + 1 } }),
      ['sealed', 'sealed', 'stuck worker'],
    ],
    // What works.
    ['a worker that was heard just so', facts({}, { worker: { silentMs: WORKER_SILENT_MS } }), ['ready']],
    [
      'a worker that is not heard of',
      facts({}, { worker: { silentMs: WORKER_SILENT_MS + 1 } }),
      ['stuck', 'stuck worker'],
    ],
    ['a job that runs', facts(latest(run('charges', 'running', charges))), ['ready']],
    [
      'a job beyond its deadline',
      facts(latest(run('charges', 'running', charges + 1))),
      ['stuck', 'stuck charges'],
    ],
    [
      'the same where time runs ten times as fast',
      facts(latest(run('charges', 'running', charges + 1)), { rate: 10 }),
      ['ready'],
    ],
    ['a clock that stands still', facts(latest(run('charges', 'running', 0)), { rate: 0 }), ['ready']],
    ['a run of the future', facts(latest(run('charges', 'running', -HOUR_MS))), ['ready']],
    ['a job that failed', facts(latest(run('people', 'failed'))), ['degraded', 'failing people']],
    [
      'a status of another version',
      facts(latest(run('people', 'timedOut' as JobRun['status']))),
      ['degraded', 'failing people'],
    ],
    ['a job that did a part, once', facts(latest(run('usage', 'partial'))), ['ready']],
    [
      'a job that did a part, again',
      facts({ ...latest(run('usage', 'partial')), partialTwice: new Set(['usage']) }),
      ['degraded', 'failing usage'],
    ],
    ['a job that was interrupted', facts(latest(run('usage', 'interrupted'))), ['ready']],
    [
      'a job that does not start again',
      facts(latest(run('profiles', 'ok', 3 * HOUR_MS + 1))),
      ['degraded', 'overdue profiles'],
    ],
    [
      'the same where nothing is to start it',
      facts(latest(run('profiles', 'ok', 3 * HOUR_MS + 1)), { worker: null }),
      ['ready'],
    ],
    ['one that waits for its turn', facts(latest(run('profiles', 'ok', 3 * HOUR_MS))), ['ready']],
    ['one that follows from others', facts(latest(run('rates', 'ok', 99 * HOUR_MS))), ['ready']],
    // Freshness: by its own rule.
    [
      'a part that is old',
      facts({ freshness: [...WELL.freshness, fresh('usage', { lastSuccessAt: ago(3 * HOUR_MS + 1) })] }),
      ['degraded', 'stale usage'],
    ],
    [
      'a part that is just not old',
      facts({ freshness: [...WELL.freshness, fresh('usage', { lastSuccessAt: ago(3 * HOUR_MS) })] }),
      ['ready'],
    ],
    // Messages.
    [
      'a channel that is down',
      facts(
        outbox({
          oldestWaitingAt: ago(9 * HOUR_MS),
          channels: [{ channel: 'email', downSince: ago(HOUR_MS), lastError: `${PERSON} refused` }],
        }),
      ),
      ['degraded', 'outbox email'],
    ],
    [
      'messages that wait for long',
      facts(outbox({ oldestWaitingAt: ago(HOUR_MS + 1) })),
      ['degraded', 'outbox waiting'],
    ],
    ['messages that were given up', facts(outbox({ givenUp: 1 })), ['degraded', 'outbox givenUp']],
    // What AWS says, and what it costs.
    ['an answer that is held back', facts(held(null)), ['degraded', 'heldBack']],
    ['one that an operator believes', facts(held(ago(0))), ['ready']],
    ['the reserve', facts({ watching: { state: 'urgentOnly', since: ago(0) } }), ['degraded', 'ceiling']],
    ['the ceiling', facts({ watching: { state: 'stopped', since: null } }), ['degraded', 'ceiling']],
    // Several: the worst first, whatever is found first.
    [
      'all at once',
      facts(
        { ...latest(run('usage', 'failed'), run('charges', 'running', 9 * HOUR_MS)), ...held(null) },
        file('full'),
      ),
      ['sealed', 'sealed', 'stuck charges', 'failing usage', 'heldBack'],
    ],
  ])('%s', (_, asked, expected) => expect(told(asked)).toEqual(expected));

  it('is ready as long as its pages tell the truth, and only then', () => {
    expect(
      (['ready', 'degraded', 'collecting', 'sealed', 'stuck'] as const).map((status) => isReady(status)),
    ).toEqual([true, true, false, false, false]);
  });

  it('is told in words that anybody may read, with an advice for each kind', () => {
    const all = troublesOf(
      facts(
        {
          ...latest(
            run('usage', 'failed'),
            run('charges', 'running', 9 * HOUR_MS),
            run('profiles', 'ok', 9 * HOUR_MS),
          ),
          ...held(null),
          ...outbox({
            givenUp: 2,
            channels: [{ channel: 'webhook', downSince: ago(0), lastError: `https://x/?for=${PERSON}` }],
          }),
          freshness: [
            fresh('profiles'),
            fresh('usage', { lastSuccessAt: ago(9 * HOUR_MS) }),
            fresh('charges'),
          ],
          decided: false,
          watching: { state: 'stopped', since: ago(0) },
        },
        { ...file('damaged'), worker: { silentMs: HOUR_MS } },
      ),
    );
    expect(new Set(all.map(({ kind }) => kind)).size).toBe(TROUBLES.length - 1);
    for (const { words } of all) {
      expect(words).not.toMatch(new RegExp([PERSON, ACCOUNT, PATH, 'us-east-1', '@', '/var'].join('|')));
      expect(words).not.toContain('undefined');
    }
    expect(adviceOf({ kind: 'failing', about: 'usage' })).toBe('bedrock-ledger sync usage');
    expect(TROUBLES.map((kind) => adviceOf({ kind, about: '' })).filter((advice) => !advice)).toEqual([]);
    expect(all.find(({ kind }) => kind === 'stuck')).toMatchObject({ since: ago(HOUR_MS) });
  });
});
