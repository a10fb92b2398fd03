import type { Known } from '../core/known.ts';
import { money, ZERO } from '../core/money.ts';
import type { Instant, Money } from '../core/types.ts';

const STATES = ['none', 'within', 'watch', 'over'] as const;
type State = (typeof STATES)[number];

/** What the server answers at `/api/v1/me`, checked as far as it is shown; the rest is passed on as it came. */
export interface Answer {
  readonly raw: Readonly<Record<string, unknown>>;
  /** `2026-11`, UTC. */
  month: string;
  /** Best-known spend, with the tokens among it that have no price. */
  spent: Known;
  /** What tokens without a price count for, beside what is spent. */
  cautious: Money;
  /** Null: there is none. */
  budget: Money | null;
  forecast: Money | null;
  daysLeft: number;
  state: State;
  /** Since when the server's figures are not what they should be; null: they are fresh. */
  staleSince: Instant | null;
  /** That a hard budget stops them, or soon will; null: none does. */
  stop: Stop | null;
}

/** Of a dry run nothing is said here. */
export type Stop =
  | { state: 'near'; left: Money }
  /** `ask`: whom, '' where it is not said. */
  | { state: 'stopped'; since: Instant; ask: string };

/** Null for whatever is no such answer, or one in another currency than USD. */
export function answerOf(value: unknown): Answer | null {
  if (typeof value !== 'object' || value === null) return null;
  const raw = value as Record<string, unknown>;
  const { month, daysLeft, staleSince = null } = raw;
  const state = STATES.find((one) => one === raw.state);
  const spent = spentOf(raw);
  const [budget, forecast] = [amount(raw.budget), amount(raw.forecastCounted ?? raw.forecast ?? null)];
  // Servers before they told them apart say nothing of these.
  const cautious = raw.cautious === undefined ? ZERO : amount(raw.cautious);
  if (raw.currency !== 'USD' || typeof month !== 'string' || !/^\d{4}-\d{2}$/.test(month)) return null;
  if (spent === null || budget === undefined || forecast === undefined) return null;
  if (cautious === null || cautious === undefined || state === undefined) return null;
  if (staleSince !== null && !(typeof staleSince === 'string' && INSTANT.test(staleSince))) return null;
  if (typeof daysLeft !== 'number' || !Number.isInteger(daysLeft) || daysLeft < 0 || daysLeft > 31)
    return null;
  const stop = stopOf(raw);
  return { raw, month, spent, cautious, budget, forecast, daysLeft, state, staleSince, stop };
}

/** The first that stops them, else the first that soon will; servers before they stopped anybody say nothing of it. */
function stopOf({ stops, ask }: Readonly<Record<string, unknown>>): Stop | null {
  if (!Array.isArray(stops)) return null;
  const said = stops.filter((one) => typeof one === 'object' && one !== null && one.dryRun === false);
  const stopped = said.find(({ state }) => state === 'stopped');
  if (stopped !== undefined && typeof stopped.since === 'string' && INSTANT.test(stopped.since)) {
    const [first] = Array.isArray(ask) ? ask : [];
    const isPlain = typeof first === 'string' && PLAIN.test(first);
    return { state: 'stopped', since: stopped.since, ask: isPlain ? first : '' };
  }
  const left = amount(said.find(({ state }) => state === 'near')?.left ?? null);
  return left === null || left === undefined ? null : { state: 'near', left };
}
/** A name or an address: nothing in it steers a terminal or turns what is read around. */
const PLAIN = /^[\p{L}\p{N} .,@+_'()-]{1,100}$/u;

/** Nothing but tokens without a price has no amount; servers before they told of those said nothing of them. */
function spentOf(raw: Readonly<Record<string, unknown>>): Known | null {
  const unpricedTokens = tokens(raw.unpricedTokens ?? '0');
  const spent = amount(raw.spent);
  if (spent === undefined || unpricedTokens === null || (spent === null && unpricedTokens === 0n))
    return null;
  return { amount: spent ?? ZERO, unpricedTokens };
}

const tokens = (value: unknown): bigint | null =>
  typeof value === 'string' && /^\d{1,18}$/.test(value) ? BigInt(value) : null;

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;

/** An amount or null as they came; undefined for anything else. */
function amount(value: unknown): Money | null | undefined {
  if (value === null) return null;
  return typeof value === 'string' && /^-?\d{1,15}(\.\d{1,10})?$/.test(value) ? money(value) : undefined;
}
