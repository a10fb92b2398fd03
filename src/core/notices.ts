import type { Whom } from './budgets.ts';
import type { JobTrouble } from './jobTroubles.ts';
import { formatExact, formatFixed } from './money.ts';
import type { NoticeData } from './noticeData.ts';
import { minuteOf } from './periods.ts';
import type { HeldBackSum } from './quarantine.ts';
import type { JobName, JobRun } from './runs.ts';
import type { Instant, Money } from './types.ts';

/** What operators are told once, beside the alerts of budgets. */

export const NOTICE_KINDS = [
  'heldBack',
  'jobFailing',
  'jobWell',
  'jobStuck',
  'ownersLeft',
  'staleData',
  'chargesNearCeiling',
  'billDisagrees',
  'unpricedModel',
  'outsideProfiles',
  'newModel',
  'newRegion',
  'jump',
  'stopNear',
  'stopped',
  'freed',
  'report',
  'test',
] as const;
export type NoticeKind = (typeof NOTICE_KINDS)[number];

/** A value that a notice is worded from: plain, and of its moment. */
export type NoticeValue =
  | string
  | number
  | boolean
  | null
  | readonly string[]
  | readonly Readonly<Record<string, string | number>>[];

/** Something that somebody has to look at; sent as it was when it came up. */
export interface Notice {
  id: string;
  kind: NoticeKind;
  /** What it is of, such as `job:usage`; one is open of each. '' of notices that stand for themselves. */
  about: string;
  /** Whom it is about; null: the service itself. */
  scope: Whom | null;
  /** What it is worded from, in any language, as `NoticeData` has it of its kind; of notices before it was kept nothing. */
  data: Readonly<Record<string, NoticeValue>>;
  /** Plain lines, a slice each. */
  lines: readonly string[];
  raisedAt: Instant;
  /** When it was over; null: it is not, or nothing ends it. */
  resolvedAt: Instant | null;
}

/** A notice before it is kept. */
export type NoticeDraft = Pick<Notice, 'kind' | 'about' | 'scope' | 'data' | 'lines'>;

/** What a notice is without that was kept as lines alone, before it had data. */
export const ONLY_LINES = { about: '', scope: null, data: {} } as const;

const WHAT: Readonly<Record<HeldBackSum['source'], string>> = {
  charges: 'Bill',
  usage: 'Token usage',
  profiles: 'Inference profiles',
  tags: 'Tags of profiles',
  catalogue: 'Models',
};

const PART: Readonly<Record<string, string>> = {
  usage: 'lines of usage',
  others: 'credits, taxes and other records',
  profile: 'by the tag of profiles',
  owner: 'by the tags of owners',
  principal: 'by IAM caller',
};

/** What of AWS's answer is held back, as one line: for terminals, logs and messages. */
export function heldBackLine({ source, name, days, unit, before, after }: HeldBackSum): string {
  const amount = (value: bigint) => (unit === 'usd' ? `$${formatFixed(value as Money, 2)}` : String(value));
  const [first, last] = [days[0], days.at(-1)];
  const when =
    first === undefined || last === undefined
      ? ''
      : first === last
        ? `, ${first}`
        : `, ${days.length} days from ${first} to ${last}`;
  const [part = '', ...account] = name.split(' ');
  const called = source === 'charges' ? [PART[part] ?? part, ...account].join(' of account ') : name;
  const entries = unit === 'entries' ? ' entries' : '';
  return `${WHAT[source]} (${called}${when}): ${amount(before)}${entries} before, ${amount(after)} in AWS's answer`;
}

/** What is done about it, in one sentence. */
export const HELD_BACK_ADVICE =
  'What was held stays. AWS is asked again; what it still says hours later is believed. To believe it now: "bedrock-ledger sync --force", or the page Jobs.';

/** What was not believed, as it is told. */
export function heldBackNotice(sums: readonly HeldBackSum[]): NoticeDraft {
  const data: NoticeData['heldBack'] = {
    sums: sums.map(({ source, name, days, unit, before, after }) => {
      const amount = (value: bigint) => (unit === 'usd' ? formatExact(value as Money) : String(value));
      return {
        source,
        name,
        ...{ from: days[0] ?? '', until: days.at(-1) ?? '', days: days.length },
        ...{ unit, before: amount(before), after: amount(after) },
      };
    }),
  };
  return { kind: 'heldBack', about: '', scope: null, data: { ...data }, lines: sums.map(heldBackLine) };
}

/** Errors of a run that a message names one by one. */
const NAMED = 5;

/** What is wrong with a job: since when, and what its last run says. */
export function failingLines({ job, status, errors }: JobRun, since: Instant): string[] {
  const more = errors.length - NAMED;
  return [
    `${job} ${status === 'partial' ? 'could not do all of its work' : 'failed'}, for the first time at ${minuteOf(since)}`,
    ...errors.slice(0, NAMED).map(({ slice, error }) => (slice === job ? error : `${slice}: ${error}`)),
    ...(more > 0 ? [`and ${more} more`] : []),
  ];
}

export function failingNotice(run: JobRun, since: Instant): NoticeDraft {
  const { job, status, errors } = run;
  const data: NoticeData['jobFailing'] = {
    ...{ job, status, since },
    errors: errors.slice(0, NAMED).map(({ slice, error }) => ({ slice, error })),
    more: Math.max(0, errors.length - NAMED),
  };
  const lines = failingLines(run, since);
  return { kind: 'jobFailing', about: `job:${job}`, scope: null, data: { ...data }, lines };
}

/** @param since when the trouble began that is over */
export function wellNotice(job: JobName, since: Instant): NoticeDraft {
  const data: NoticeData['jobWell'] = { job, since };
  return {
    kind: 'jobWell',
    about: `job:${job}`,
    scope: null,
    data: { ...data },
    lines: [wellLine(job, since)],
  };
}

/** A job is well again. */
export const wellLine = (job: JobName, since: Instant): string =>
  `${job} did all of its work again; it had not since ${minuteOf(since)}`;

/** Profiles of somebody who left that a line names. */
const PROFILES_NAMED = 5;

/** Somebody left, and these profiles of theirs can still be called. */
export function ownerLeftLine(email: string, profiles: readonly string[]): string {
  const more = profiles.length - PROFILES_NAMED;
  const named = profiles.slice(0, PROFILES_NAMED).join(', ');
  return `${email} has left: ${profiles.length === 1 ? 'profile' : `${profiles.length} profiles,`} ${named}${more > 0 ? ` and ${more} more` : ''}`;
}

/** @param people who left, with the names of their profiles that can still be called */
export function leftNotice(people: readonly { email: string; profiles: readonly string[] }[]): NoticeDraft {
  const data: NoticeData['ownersLeft'] = {
    people: people.map(({ email, profiles }) => ({
      email,
      profiles: profiles.length,
      named: profiles.slice(0, PROFILES_NAMED).join(', '),
    })),
  };
  const lines = people.map(({ email, profiles }) => ownerLeftLine(email, profiles));
  return { kind: 'ownersLeft', about: '', scope: null, data: { ...data }, lines };
}

/** Which job a notice is about: its first line begins with it; null where it is about none. */
const jobOf = ({ kind, lines }: Notice): string | null =>
  kind === 'jobFailing' || kind === 'jobWell' ? (lines[0]?.split(' ')[0] ?? null) : null;

/**
 * Whether a job still stands as a notice says. That it fails is no news once it is well, nor from an earlier time than it
 * fails now; that it is well is none once it fails again, or where another notice says so again.
 * @param waiting notices that are not told yet
 */
export function isOfNow(
  notice: Notice,
  troubles: readonly JobTrouble[],
  waiting: readonly Notice[],
): boolean {
  const job = jobOf(notice);
  if (job === null) return true;
  const toldAt = troubles.find((one) => one.job === job)?.toldAt ?? null;
  if (notice.kind === 'jobFailing') return toldAt === notice.raisedAt;
  return (
    toldAt === null &&
    !waiting.some((one) => one.kind === 'jobWell' && one.raisedAt > notice.raisedAt && jobOf(one) === job)
  );
}
