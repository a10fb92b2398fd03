import type { WatchingState } from './allowance.ts';
import { durationWords, jobDeadlineMs } from './deadlines.ts';
import type { FileTrouble } from './fileTrouble.ts';
import { isStale, staleFrom } from './freshness.ts';
import type { Outbox } from './outbox.ts';
import { overdueJobs } from './overdue.ts';
import { HOUR_MS, instantOf } from './periods.ts';
import type { HeldBackSum } from './quarantine.ts';
import type { JobName, JobRun } from './runs.ts';
import type { Freshness, Instant } from './types.ts';

/**
 * Whether all is well, and if not, what is in trouble: one rule for `/readyz`, `/metrics`, the log and `doctor`. Its words
 * are read by whoever reaches the server: no person, account, Region, path or amount is in them. Pure.
 */

export const SOURCES = ['profiles', 'usage', 'charges'] as const;
/** What was never read to the end; the spend counts once it was decided from what was read. */
export type Unread = (typeof SOURCES)[number] | 'spend';

/** What can be in trouble, the worst first. */
export const TROUBLES = [
  'sealed',
  'collecting',
  'stuck',
  'busy',
  'failing',
  'overdue',
  'stale',
  'outbox',
  'ceiling',
  'heldBack',
] as const;
export type TroubleKind = (typeof TROUBLES)[number];
export interface Trouble {
  kind: TroubleKind;
  /** What it is with: a job, a source, a channel; '' where the kind says it all. Kind and this name one trouble. */
  about: string;
  words: string;
  /** Since when, as far as that is known. */
  since: Instant | null;
}

/** What the ledger says of the work on it. */
export interface LedgerState {
  freshness: readonly Freshness[];
  /** Whether spend was decided from what was read. */
  decided: boolean;
  /** Of each job the run that was started last. */
  latest: readonly JobRun[];
  /** Jobs whose last two runs that ended did only a part of what they should. */
  partialTwice: ReadonlySet<JobName>;
  outbox: Outbox;
  heldBack: readonly HeldBackSum[];
  watching: { state: WatchingState; since: Instant | null };
}
export interface HealthFacts {
  /** Null: the ledger cannot be read. */
  ledger: LedgerState | null;
  file: FileTrouble | null;
  /** The thread that works, and how long it has not been heard of, real milliseconds; null where no schedule runs here. */
  worker: { silentMs: number } | null;
  /** UTC milliseconds. */
  now: number;
  /** Seconds that pass on that clock within a real one. */
  rate: number;
  /** The operator's own bound for every job; null: that of the job. */
  longestJobMinutes: number | null;
}

/** A run that its deadline ended may take so long to be gone, milliseconds. */
const ENDING_MS = 120_000;

/** A worker is heard of every few seconds; after a fault the next one starts within a minute. */
export const WORKER_SILENT_MS = 150_000;
/** Messages are retried for minutes in the ordinary course. */
const OUTBOX_WAITS_MS = HOUR_MS;

/** All that is in trouble, the worst first. */
export function troublesOf(facts: HealthFacts): Trouble[] {
  const { ledger, file, worker, now } = facts;
  const found = [
    ...fileTroubles(file, ledger === null),
    ...workerTroubles(worker, now),
    ...(ledger === null ? [] : ledgerTroubles(ledger, facts)),
  ];
  const rank = ({ kind }: Trouble) => TROUBLES.indexOf(kind);
  return found.sort((a, b) => rank(a) - rank(b));
}

/** What a whole instance is called by its troubles. */
export type HealthStatus = 'ready' | 'degraded' | 'collecting' | 'sealed' | 'stuck';
export function statusOf(troubles: readonly Trouble[]): HealthStatus {
  const has = (kind: TroubleKind) => troubles.some((one) => one.kind === kind);
  if (has('sealed')) return 'sealed';
  if (has('collecting')) return 'collecting';
  if (has('stuck')) return 'stuck';
  return troubles.length === 0 ? 'ready' : 'degraded';
}
/** Whether it does what it is for: pages with true figures. One that is only degraded does, and says what to look at. */
export const isReady = (status: HealthStatus): boolean => status === 'ready' || status === 'degraded';

/** What was never read to the end. */
export function unreadIn({ freshness, decided }: Pick<LedgerState, 'freshness' | 'decided'>): Unread[] {
  const unread = SOURCES.filter(
    (source) => !freshness.some((one) => one.source === source && one.lastSuccessAt !== null),
  );
  return decided ? unread : [...unread, 'spend'];
}

const FILE_WORDS: Readonly<Record<FileTrouble['kind'], string>> = {
  full: 'there is no room left for the ledger: nothing is stored',
  damaged: 'the file of the ledger is damaged',
  readOnly: 'the file of the ledger cannot be written: nothing is stored',
  busy: 'another program writes to the ledger: changes wait for it',
  gone: 'the file of the ledger is gone',
  io: 'the file of the ledger cannot be read or written',
};

function fileTroubles(file: FileTrouble | null, isUnread: boolean): Trouble[] {
  const kind = file?.kind ?? (isUnread ? 'io' : null);
  if (kind === null) return [];
  // What only keeps writers waiting lets everybody read.
  const isBusy = kind === 'busy' && !isUnread;
  const words = FILE_WORDS[isUnread && kind === 'busy' ? 'io' : kind];
  return [{ kind: isBusy ? 'busy' : 'sealed', about: '', words, since: file?.since ?? null }];
}

function workerTroubles(worker: HealthFacts['worker'], now: number): Trouble[] {
  if (worker === null || worker.silentMs <= WORKER_SILENT_MS) return [];
  const words = 'nothing is read or decided: the part that does it has not been heard of';
  return [{ kind: 'stuck', about: 'worker', words, since: instantOf(now - worker.silentMs) }];
}

function ledgerTroubles(ledger: LedgerState, facts: HealthFacts): Trouble[] {
  const { worker, now, rate } = facts;
  const unread = unreadIn(ledger);
  return [
    ...collectingTroubles(unread),
    ...ledger.latest.flatMap((run) => runTroubles(run, ledger.partialTwice, facts)),
    ...(worker === null ? [] : overdueJobs(ledger.latest, now, rate).map(overdueTrouble)),
    ...staleTroubles(ledger.freshness, unread, now),
    ...outboxTroubles(ledger.outbox, now),
    ...heldBackTroubles(ledger.heldBack),
    ...ceilingTroubles(ledger.watching),
  ];
}

const SOURCE_WORDS: Readonly<Record<Unread, string>> = {
  profiles: 'the inference profiles',
  usage: 'the token usage',
  charges: 'the bill',
  spend: 'the spend made of them',
};

function collectingTroubles(unread: readonly Unread[]): Trouble[] {
  if (unread.length === 0) return [];
  const words = unread.map((one) => SOURCE_WORDS[one]).join(', ');
  return [
    {
      kind: 'collecting',
      about: '',
      words: `the first collection is not complete: not read yet are ${words}`,
      since: null,
    },
  ];
}

/** A run that neither goes on, nor did all of its work, nor was ended to go on later. */
function runTroubles(
  { id, job, status, startedAt: since }: JobRun,
  partialTwice: ReadonlySet<JobName>,
  { now, rate, longestJobMinutes }: HealthFacts,
): Trouble[] {
  const one = (kind: TroubleKind, words: string): Trouble[] => [
    { kind, about: job, words: `the job ${job} ${words} (run ${id})`, since },
  ];
  switch (status) {
    case 'ok':
    case 'interrupted':
      return [];
    case 'running': {
      const deadlineMs = jobDeadlineMs(job, longestJobMinutes);
      if (now - Date.parse(since) <= (deadlineMs + ENDING_MS) * rate) return [];
      return one('stuck', `has run for longer than its ${durationWords(deadlineMs)}`);
    }
    case 'partial':
      return partialTwice.has(job) ? one('failing', 'did a part of its work only, again') : [];
    default:
      return one('failing', 'failed');
  }
}

const overdueTrouble = ({ job, startedAt }: JobRun): Trouble => ({
  kind: 'overdue',
  about: job,
  words: `the job ${job} has not started again in its time`,
  since: startedAt,
});

function staleTroubles(freshness: readonly Freshness[], unread: readonly Unread[], now: number): Trouble[] {
  return SOURCES.filter((source) => !unread.includes(source)).flatMap((source): Trouble[] => {
    const slices = freshness.filter((one) => one.source === source);
    const stale = slices.filter((one) => isStale(one, now));
    if (stale.length === 0) return [];
    const since = stale.map(staleFrom).filter((at) => at !== null);
    const part = stale.length === slices.length ? '' : ` (${stale.length} of ${slices.length} parts)`;
    return [
      {
        kind: 'stale',
        about: source,
        words: `${SOURCE_WORDS[source]}: figures are old, the last reading that succeeded is too long ago${part}`,
        since: since.length === 0 ? null : instantOf(Math.min(...since)),
      },
    ];
  });
}

function outboxTroubles(
  { waiting, oldestWaitingAt, givenUp, channels: known }: Outbox,
  now: number,
): Trouble[] {
  const channels = known.filter(({ downSince }) => downSince !== null);
  const isLate = oldestWaitingAt !== null && now - Date.parse(oldestWaitingAt) > OUTBOX_WAITS_MS;
  return [
    ...channels.map(
      ({ channel, downSince }): Trouble => ({
        kind: 'outbox',
        about: channel,
        words: `messages by ${channel} cannot be sent`,
        since: downSince,
      }),
    ),
    ...(isLate && channels.length === 0
      ? [
          {
            kind: 'outbox' as const,
            about: 'waiting',
            words: `${waiting} messages wait to be sent`,
            since: oldestWaitingAt,
          },
        ]
      : []),
    ...(givenUp > 0
      ? [
          {
            kind: 'outbox' as const,
            about: 'givenUp',
            words: `${givenUp} messages were given up and not sent`,
            since: null,
          },
        ]
      : []),
  ];
}

const HELD_WORDS: Readonly<Record<HeldBackSum['source'], string>> = {
  charges: 'the bill',
  usage: 'token usage',
  profiles: 'inference profiles',
  tags: 'tags of profiles',
  catalogue: 'models',
};

function heldBackTroubles(sums: readonly HeldBackSum[]): Trouble[] {
  const held = sums.filter(({ acceptedAt }) => acceptedAt === null);
  if (held.length === 0) return [];
  const of = [...new Set(held.map(({ source }) => HELD_WORDS[source]))].join(', ');
  const since = held.map(({ firstAt }) => firstAt).sort()[0] ?? null;
  return [
    {
      kind: 'heldBack',
      about: '',
      words: `AWS said much less than before and is not believed yet: ${of}`,
      since,
    },
  ];
}

function ceilingTroubles({ state, since }: LedgerState['watching']): Trouble[] {
  if (state === 'all') return [];
  const words =
    state === 'stopped'
      ? 'what AWS may charge for reading this month is used up: nothing that costs money is read until it ends'
      : 'what AWS may charge for reading this month is nearly used up: only what is urgent is read';
  return [{ kind: 'ceiling', about: '', words, since }];
}
