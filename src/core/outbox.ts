import type { Alert, Delivery } from './alerts.ts';
import type { BudgetCalendar } from './budgetPeriods.ts';
import { type BelongingOf, type Budget, budgetsHolding, judgedPeriods } from './budgets.ts';
import { isSmallChange } from './crossings.ts';
import type { WhyDropped } from './dropped.ts';
import { LedgerError } from './errors.ts';
import type { JobTrouble } from './jobTroubles.ts';
import { type Letter, letterDropped, type Standings } from './letters.ts';
import { narrowingText } from './narrowing.ts';
import type { NoticeData } from './noticeData.ts';
import { isOfNow, type Notice } from './notices.ts';
import { DAY_MS, dayOf, HOUR_MS, instantOf, startOf } from './periods.ts';
import type { HeldBack } from './quarantine.ts';
import { isReportOld } from './reportTimes.ts';
import { limitOf } from './standing.ts';
import type { Instant } from './types.ts';

/** What becomes of messages that could not be sent: whose fault it was, when it is tried again, and what still holds. Pure. */

/**
 * Whose fault it is that a message did not leave. `channel`: no message would have. `message`: this one alone, to this
 * recipient. `unsure`: what others do on the same channel tells.
 */
export type Blame = 'channel' | 'message' | 'unsure';

/** A message was not taken, in words. */
export class NotSent extends LedgerError {
  override name = 'NotSent';
  readonly blame: Blame;
  /** How long whoever refused asks to be left alone, milliseconds; null: they did not say. */
  readonly askedToWaitMs: number | null;
  /** Of the answer over HTTP; null: there was none. */
  readonly status: number | null;
  /** Nobody is at that address on this channel: to try again is of no use, another channel may reach them. */
  readonly isNobodyThere: boolean;
  constructor(
    blame: Blame,
    message: string,
    options: {
      askedToWaitMs?: number | null;
      status?: number;
      isNobodyThere?: boolean;
      cause?: unknown;
    } = {},
  ) {
    super('outside', message, { cause: options.cause });
    this.blame = blame;
    this.status = options.status ?? null;
    this.isNobodyThere = options.isNobodyThere ?? false;
    this.askedToWaitMs = options.askedToWaitMs ?? null;
  }
}

/** What is not told says nothing about the message. */
export const blameOf = (error: unknown): Blame => (error instanceof NotSent ? error.blame : 'unsure');

/** How sending by SMTP failed, as nodemailer tells it. */
export interface SmtpFault {
  code?: string | undefined;
  /** `CONN`, `AUTH PLAIN`, `MAIL FROM`, `RCPT TO`, `DATA`, `API` (before anything was sent). */
  command?: string | undefined;
  responseCode?: number | undefined;
  response?: string | undefined;
}

/** Codes that say so wherever they come: the server goes away, or wants somebody else than us (RFC 5321, RFC 4954). */
const NOT_US = new Set([421, 454, 530, 534, 535, 538]);
/** RFC 5321: the message is too large for this recipient or this server. */
const TOO_LARGE = 552;

/**
 * A server that cannot be reached or does not let us in refuses every message. A recipient it does not know, or a text it
 * does not take, is of one message. What passes (4xx) and what is policy (relaying, 5.7) may be either.
 */
export function blameOfSmtp({ code, command = '', responseCode, response = '' }: SmtpFault): Blame {
  if (responseCode === undefined) {
    if (code === undefined) return 'unsure';
    if (code === 'EMESSAGE') return 'message';
    return code === 'EENVELOPE' || code === 'ESTREAM' ? 'unsure' : 'channel';
  }
  if (NOT_US.has(responseCode)) return 'channel';
  // All messages have the same sender.
  if (command === 'MAIL FROM') return responseCode === TOO_LARGE ? 'message' : 'channel';
  if (command !== 'RCPT TO' && command !== 'DATA') return 'channel';
  return responseCode >= 500 && !isPolicy(command, responseCode, response) ? 'message' : 'unsure';
}

/** Enhanced status codes (RFC 3463): 5.3 is the mail system itself but for 5.3.4, too large; 5.7 is security and policy. */
function isPolicy(command: string, responseCode: number, response: string): boolean {
  const [, subject, detail] = /^\d{3}[ -]5\.(\d{1,3})\.(\d{1,3})\b/.exec(response) ?? [];
  if (subject === '7' || (subject === '3' && detail !== '4')) return true;
  return command === 'RCPT TO' && (/\brelay/i.test(response) || (responseCode === 554 && !subject));
}

/** Answers to a webhook that are about what was posted; all others are about who posts, where, or about the receiver. */
const OF_THE_BODY = new Set([400, 409, 413, 422]);

/** @param status of an answer that is no success */
export const blameOfHttp = (status: number): Blame =>
  OF_THE_BODY.has(status) ? 'message' : status >= 500 ? 'unsure' : 'channel';

const MINUTE_MS = 60_000;
/** Attempts before a message is given up, visibly: about eight hours with the waits below. What a channel fails is none. */
const ATTEMPTS = 10;
/** The longest wait between two attempts of a message. */
const LONGEST_WAIT_MS = 240 * MINUTE_MS;
/** The longest time after which a channel that is down is tried again: so long at most what waits goes on to wait. */
export const LONGEST_PROBE_MS = 5 * MINUTE_MS;
/** A message of which it is not known whose fault it was lets others go first meanwhile. */
export const ASIDE_MS = 2 * LONGEST_PROBE_MS;

/** Milliseconds to wait after the n-th failed attempt: 1, 2, 4 … minutes; null: given up. */
export function retryAfter(attempts: number): number | null {
  return attempts >= ATTEMPTS ? null : Math.min(2 ** (attempts - 1) * MINUTE_MS, LONGEST_WAIT_MS);
}

/** Milliseconds after which a channel is tried again that failed so often in a row: 1, 2, 4, 5, 5 … minutes. */
export function probeAfter(failures: number, askedToWaitMs: number | null = null): number {
  const own = 2 ** Math.min(Math.max(failures, 1) - 1, 10) * MINUTE_MS;
  return Math.min(Math.max(own, askedToWaitMs ?? 0), LONGEST_PROBE_MS);
}

/** A message that waits, with what it is about. */
export interface Owed extends Delivery {
  alert: Alert | null;
  notice: Notice | null;
  letter: Letter | null;
  /** A higher crossing of the same budget, amount and period is told, or was, to the same recipient. */
  isOvertaken: boolean;
}

/** What is known when it is decided whether messages still hold. */
export interface Outside {
  /** UTC milliseconds. */
  now: number;
  /** As they held in the periods that are judged still, each as of its last day or today. */
  budgets: readonly Budget[];
  calendar: BudgetCalendar;
  /** Where people belong; without it budgets of members hold for nobody. */
  belongingOf?: BelongingOf;
  heldBack: readonly HeldBack[];
  jobTroubles: readonly JobTrouble[];
  /** Notices that wait, for any recipient. */
  notices: readonly Notice[];
  /** How what letters that wait are about stands now. */
  letters: Standings;
  /** Why it would not be owed to its reader any more, as roles, wishes and settings are now; null: it would. */
  stillTold(owed: Owed): WhyDropped | null;
}

/** A notice older than that is no news, whatever it is about. */
const NOTICE_MS = 30 * DAY_MS;

/** Decides why a message is not sent any more; null: it holds. Put in order once, to be asked for thousands. */
export function dropping(outside: Outside): (owed: Owed) => WhyDropped | null {
  const { budgets, calendar, belongingOf } = outside;
  const today = dayOf(outside.now);
  const slotOf = (period: string, start: string, narrowing: string) => `${period} ${start} ${narrowing}`;
  const slots = Map.groupBy(budgets, (one) =>
    slotOf(one.period, one.range.start, narrowingText(one.narrowing)),
  );
  const heldIn = new Map([...slots].map(([slot, same]) => [slot, budgetsHolding(same, belongingOf)]));
  const ofAlert = (alert: Alert, isOvertaken: boolean): WhyDropped | null => {
    const { carriedOver } = alert;
    const judged = judgedPeriods(alert.period, today, calendar).some(
      ({ start }) => start === alert.periodStart,
    );
    if (!judged || isOver(alert, outside.now)) return 'over';
    const held = heldIn.get(slotOf(alert.period, alert.periodStart, alert.narrowing));
    const [budget] = held?.({ kind: alert.scopeKind, key: alert.scopeKey }) ?? [];
    if (budget?.id !== alert.budgetId || budget.endedOn !== null) return 'removed';
    if (budget.version !== alert.version && !isSmallChange(alert.budget, limitOf({ ...budget, carriedOver })))
      return 'changed';
    return isOvertaken ? 'overtaken' : null;
  };
  const ofNotice = (notice: Notice): WhyDropped | null => {
    const { heldBack, jobTroubles, notices } = outside;
    if (isResolved(notice, heldBack) || !isOfNow(notice, jobTroubles, notices)) return 'resolved';
    if (notice.kind === 'report') return ofReport(notice);
    return outside.now - Date.parse(notice.raisedAt) > NOTICE_MS ? 'over' : null;
  };
  const ofReport = ({ data, scope, raisedAt }: Notice): WhyDropped | null => {
    const { rhythm } = data as never as NoticeData['report'];
    const isNewer = (one: Notice) =>
      one.kind === 'report' &&
      one.raisedAt > raisedAt &&
      one.data.rhythm === rhythm &&
      one.scope?.kind === scope?.kind &&
      one.scope?.key === scope?.key;
    if (outside.notices.some(isNewer)) return 'overtaken';
    return isReportOld(rhythm, Date.parse(raisedAt), outside.now) ? 'over' : null;
  };
  return (owed) => {
    const untold = outside.stillTold(owed);
    if (untold !== null) return untold;
    if (owed.notice !== null && owed.notice.resolvedAt !== null) return 'resolved';
    if (owed.alert !== null) return ofAlert(owed.alert, owed.isOvertaken);
    if (owed.letter !== null) return letterDropped(owed.letter, outside.letters, outside.now);
    return owed.notice === null ? null : ofNotice(owed.notice);
  };
}

/** What was seen of a period while it ran is no news after its end; what its last days came to is, as long as they settle. */
function isOver({ periodEnd, crossedAt }: Alert, now: number): boolean {
  const end = instantOf(startOf(periodEnd));
  // What was seen at five to midnight is under way at five past.
  return crossedAt < end && instantOf(now) >= end && now - Date.parse(crossedAt) >= HOUR_MS;
}

/** Slices are held back, and told of, within one run. */
const TOGETHER_MS = 5 * MINUTE_MS;

/** Nothing of what a notice was raised for is held back any more, or an operator has decided on all of it. */
function isResolved({ kind, raisedAt }: Notice, heldBack: readonly HeldBack[]): boolean {
  if (kind !== 'heldBack') return false;
  const raised = Date.parse(raisedAt);
  return !heldBack.some(
    ({ firstAt, acceptedAt }) => acceptedAt === null && Math.abs(Date.parse(firstAt) - raised) <= TOGETHER_MS,
  );
}

/** After so long a message says that it comes late, milliseconds. */
export const LATE_MS = HOUR_MS;

/** Since when a channel takes nothing, and what it said last. */
export interface ChannelState {
  channel: Delivery['channel'];
  downSince: Instant;
  /** Failures in a row. */
  failures: number;
  lastError: string;
  lastErrorAt: Instant;
  nextProbeAt: Instant;
}

/** How the outbox stands, for whoever watches. */
export interface Outbox {
  waiting: number;
  oldestWaitingAt: Instant | null;
  givenUp: number;
  channels: { channel: string; downSince: Instant | null; lastError: string | null }[];
}
