import { amountOf, type Known, saidOf } from '../core/known.ts';
import { percentReached } from '../core/money.ts';
import type { Instant, Money } from '../core/types.ts';
import { usd } from '../core/usd.ts';
import type { Answer, Stop } from './answer.ts';
import { Fault } from './fault.ts';
import { PLACEHOLDERS } from './help.ts';

/** How the figures look on one line. Pure; everything shown is a checked figure, so nothing in it steers a terminal. */

/** @param asOf local time of figures that are not the newest; null when they are */
export function line(answer: Answer, asOf: string | null, color: boolean): string {
  const { spent, budget, forecast, state } = answer;
  const percent = percentOf(answer);
  // What counts without a price is told apart, and the per cent are of both.
  const text = spentText(spent);
  const used = answer.cautious === 0n ? text : `${text} + ${usd(answer.cautious)} without a price`;
  const parts = [budget === null ? used : `${used} of ${usd(budget)}`];
  if (budget === null) parts.push('no budget');
  if (percent !== null) parts.push(`${percent}%`);
  if (answer.stop !== null) parts.push(stopText(answer.stop));
  parts.push(leftText(answer));
  // The colour is never the only sign: what will run over says so.
  if (state === 'watch') parts.push(forecast === null ? 'watch' : `forecast ${usd(forecast)}`);
  if (answer.staleSince !== null) parts.push(staleWords(answer.staleSince));
  if (asOf !== null) parts.push(`as of ${asOf}`);
  const whole = `${asOf === null ? '' : '~'}${parts.join(' · ')}`;
  const code = color ? COLOR[answer.stop === null ? state : STOP_AS[answer.stop.state]] : undefined;
  return code === undefined ? whole : `\u001b[${code}m${whole}\u001b[0m`;
}

/** `$12.30`, `at least $12.30` where tokens without a price come on top, `unpriced` where there is nothing else. */
function spentText(spent: Known): string {
  const amount = amountOf(spent);
  if (amount === null) return 'unpriced';
  return saidOf(spent) === 'whole' ? usd(amount) : `at least ${usd(amount)}`;
}

/** What may still be used, and for how long: what a budget is looked at for. */
function leftText(answer: Answer): string {
  const { daysLeft, state } = answer;
  const days = `${daysLeft} ${daysLeft === 1 ? 'day' : 'days'}`;
  const left = leftOf(answer);
  if (left === null) return state === 'over' ? 'over' : `${days} left`;
  if (state !== 'over') return `${usd(left)} left for ${days}`;
  return left < 0n ? `over by ${usd(-left as Money)}` : 'over';
}

/** What a hard budget does, before what is left of others. */
export function stopText(stop: Stop): string {
  if (stop.state === 'near') return `stops in about ${usd(stop.left)}`;
  const since = `stopped since ${stop.since.slice(0, 16).replace('T', ' ')} UTC`;
  return stop.ask === '' ? since : `${since}, ask ${stop.ask}`;
}
const STOP_AS = { near: 'watch', stopped: 'over' } as const;

const leftOf = ({ spent, cautious, budget }: Answer): Money | null =>
  budget === null ? null : ((budget - spent.amount - cautious) as Money);

/** Of the budget, by all that counts against it. */
const percentOf = ({ spent, cautious, budget }: Answer): bigint | null =>
  percentReached((spent.amount + cautious) as Money, budget, 0);

/** The server answers, and what it knows is old; 1970 stands for what was never read. */
const staleWords = (since: Instant): string =>
  since < '1971' ? 'data incomplete' : `data stale since ${since.slice(0, 16).replace('T', ' ')} UTC`;

const COLOR: Partial<Record<Answer['state'], number>> = { watch: 33, over: 31 };

/** The line of somebody's own; `{name}` stands for a figure. Throws a Fault for a name that there is not. */
export function fill(format: string, answer: Answer, asOf: string | null): string {
  const percent = percentOf(answer);
  const left = leftOf(answer);
  const values: Record<(typeof PLACEHOLDERS)[number], string> = {
    spent: spentText(answer.spent),
    cautious: usd(answer.cautious),
    budget: answer.budget === null ? 'no budget' : usd(answer.budget),
    percent: percent === null ? '–' : `${percent}%`,
    left: left === null ? '–' : usd(left),
    daysLeft: String(answer.daysLeft),
    state: answer.state,
    forecast: answer.forecast === null ? '–' : usd(answer.forecast),
    month: answer.month,
    stop: answer.stop === null ? '' : stopText(answer.stop),
    asOf: asOf ?? 'now',
  };
  return format.replace(/\{(\w+)\}/g, (_, name: string) => values[name as keyof typeof values]);
}

/** Throws a Fault for a name in braces that there is not. */
export function checkFormat(format: string): void {
  for (const [, name] of format.matchAll(/\{(\w+)\}/g))
    if (!(PLACEHOLDERS as readonly string[]).includes(name ?? ''))
      throw new Fault(
        `--format: there is no {${name}}. There are ${PLACEHOLDERS.map((one) => `{${one}}`).join(', ')}.`,
        'badRequest',
      );
}

/** What the server answered, and how old it is; characters that steer a terminal are written as JSON escapes. */
export function json({ raw }: Answer, at: number, stale: boolean): string {
  const text = JSON.stringify({ ...raw, cachedAt: new Date(at).toISOString(), stale }, null, 2);
  return text.replace(
    /[\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** `14:05` of today, else `2026-11-24 23:50`; local time, for it is held against the clock on the wall. */
export function clockTime(at: number, now: number): string {
  const [then, today] = [new Date(at), new Date(now)];
  const two = (value: number) => String(value).padStart(2, '0');
  const day = (date: Date) => `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  const time = `${two(then.getHours())}:${two(then.getMinutes())}`;
  return day(then) === day(today) ? time : `${day(then)} ${time}`;
}
