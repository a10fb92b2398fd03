import {
  BUDGET_PERIODS,
  type BudgetCalendar,
  CHANGE_TIMES,
  dayOfChange,
  periodOf,
} from '../../core/budgetPeriods.ts';
import {
  BUDGET_SCOPES,
  type BudgetScope,
  type BudgetSlot,
  type BudgetTerms,
  scopeOfParts,
} from '../../core/budgets.ts';
import { type Fault, Invalid } from '../../core/errors.ts';
import { type Narrowing, narrowingFrom } from '../../core/narrowing.ts';
import { isEmail } from '../../core/people.ts';
import { addDays, dayOf, parseDay } from '../../core/periods.ts';
import { type Threshold, thresholdFrom, thresholdText } from '../../core/thresholds.ts';
import { DOLLARS } from '../../core/typedNumbers.ts';
import type { Day, Money } from '../../core/types.ts';
import type { Asking } from '../asking.ts';
import { amountIn, reasonIn, type Typed, textFaults, tidied } from '../typed.ts';

/** How a budget is read from what somebody typed, wherever they typed it: a form, a command, a line of a file. */

export interface BudgetRead {
  slot: BudgetSlot;
  terms: BudgetTerms;
  /** The day from which on it holds; null: it was not said. */
  from: Day | null;
  /** The first day on which it does not hold any more; null: until further notice. */
  until: Day | null;
  reason: string;
}

/** What decides how it is read. */
export interface BudgetRules {
  today: Day;
  calendar: BudgetCalendar;
  /** Keys of the tags that budgets may be narrowed by: those that profiles bear by the settings. */
  tags: readonly string[];
}
export const budgetRules = ({ settings, now }: Pick<Asking, 'settings' | 'now'>): BudgetRules => ({
  today: dayOf(now),
  calendar: settings.budgets.calendar,
  tags: settings.vending.tags.map(({ key }) => key),
});

const MOST_SIGNS = 256;
const MOST_THRESHOLDS = 10;
/** Changes are decided so far ahead at most: a slip of the year is not kept. */
const MOST_DAYS_AHEAD = 2 * 366;
/** Scopes that have no name, and those whose name is an address. */
const NAMELESS: readonly BudgetScope['kind'][] = ['organisation', 'userDefault', 'costCenterDefault'];
const BY_ADDRESS: readonly BudgetScope['kind'][] = ['user', 'team'];

/** As names of columns are: `Cost center`, `USERDEFAULT`. */
const plain = (text: string): string => text.toLowerCase().replaceAll(/[\s_-]/gu, '');

/**
 * @param untidy `scope`, `key`, `period` (month), `narrow` (`family:…`, `vendor:…`, `tag:KEY=VALUE`), `amount` in USD of one
 *   period, `from` (now, period, next or a day), `until` (the last day), `thresholds` (`80%, $50, forecast 100%`),
 *   `carryOver` and `hard` (yes or no), `reason`
 * @throws Invalid with every fault at once
 */
export function readBudget(untidy: Typed, rules: BudgetRules): BudgetRead {
  const typed = tidied(untidy);
  const { reason, faults } = reasonIn(typed);
  const scope = scopeIn(typed, faults);
  const period = periodIn(typed, faults);
  const narrowing = narrowingIn(typed, rules, faults);
  const amount = amountIn('amount', typed.amount ?? '', DOLLARS, faults);
  const thresholds = thresholdsIn(typed, faults);
  const carryOver = yesIn('carryOver', typed, faults);
  const hard = yesIn('hard', typed, faults);
  const days = period === null ? { from: null, until: null } : daysIn(typed, period, rules, faults);
  if (scope === null || period === null || amount === null || faults.length > 0) throw new Invalid(faults);
  return {
    slot: { scope, period, narrowing },
    terms: { amount, thresholds, carryOver, hard },
    ...days,
    reason,
  };
}

/**
 * A raise: `extra` in USD more a period, `from` and `until` as for a budget; today, and the end of the running period,
 * where they are not said.
 * @throws Invalid
 */
export function readRaise(
  untidy: Typed,
  period: BudgetSlot['period'],
  rules: BudgetRules,
): { extra: Money; from: Day; toExclusive: Day; reason: string } {
  const typed = tidied(untidy);
  const { reason, faults } = reasonIn(typed);
  const extra = amountIn('extra', typed.extra ?? '', DOLLARS, faults);
  if (extra === 0n) faults.push({ field: 'extra', key: 'aboveZero', value: typed.extra ?? '' });
  if (reason === '') faults.push({ field: 'reason', key: 'reasonNeeded', value: '' });
  const { from, until } = daysIn(typed, period, rules, faults);
  if (extra === null || faults.length > 0) throw new Invalid(faults);
  const first = from ?? rules.today;
  return {
    extra,
    from: first,
    toExclusive: until ?? periodOf(period, first, rules.calendar).endExclusive,
    reason,
  };
}

/** From which day on something holds or ends, as `from` says it; null: it does not. @throws Invalid */
export function readFrom(untidy: Typed, period: BudgetSlot['period'], rules: BudgetRules): Day | null {
  const faults: Fault[] = [];
  const { from } = daysIn({ ...tidied(untidy), until: '' }, period, rules, faults);
  if (faults.length > 0) throw new Invalid(faults);
  return from;
}

function scopeIn({ scope = '', key = '' }: Typed, faults: Fault[]): BudgetScope | null {
  const kind = BUDGET_SCOPES.find((one) => plain(one) === plain(scope));
  if (kind === undefined) {
    faults.push({ field: 'scope', key: 'scope', value: scope, detail: BUDGET_SCOPES });
    return null;
  }
  const found = textFaults('key', key, { most: MOST_SIGNS, tooLong: 'key' });
  const isNameless = NAMELESS.includes(kind);
  // The default is everybody's: a name beside it is a mistake, in a form as in a file.
  if (found.length === 0 && isNameless && key !== '') found.push({ field: 'key', key: 'noKey', value: key });
  if (found.length === 0 && !isNameless && key === '') found.push({ field: 'key', key: 'key', value: key });
  if (found.length === 0 && BY_ADDRESS.includes(kind) && !isEmail(key))
    found.push({ field: 'key', key: 'email', value: key });
  faults.push(...found);
  return found.length > 0 ? null : scopeOfParts(kind, key);
}

function periodIn({ period = '' }: Typed, faults: Fault[]): BudgetSlot['period'] | null {
  const found = BUDGET_PERIODS.find((one) => one === plain(period));
  if (period === '') return 'month';
  if (found === undefined)
    faults.push({ field: 'period', key: 'period', value: period, detail: BUDGET_PERIODS });
  return found ?? null;
}

function narrowingIn({ narrow = '' }: Typed, { tags }: BudgetRules, faults: Fault[]): Narrowing | null {
  const found = narrowingFrom(narrow);
  const long = textFaults('narrow', narrow, { most: MOST_SIGNS, tooLong: 'narrow' });
  // Of one part: `vendor:anthropic tag:project=atlas` is no vendor.
  const isOne = found?.kind === 'tag' || !/[\s,=]/u.test(found?.key ?? '');
  if (found === undefined || !isOne || long.length > 0)
    faults.push(...(long.length > 0 ? long : [{ field: 'narrow', key: 'narrow', value: narrow }]));
  else if (found?.kind === 'tag' && !tags.includes(found.key))
    faults.push({ field: 'narrow', key: 'narrowTag', value: narrow, detail: tags });
  // Models are counted whatever the case: `Anthropic` beside `anthropic` would be one budget twice.
  return found?.kind === 'family' || found?.kind === 'vendor'
    ? { ...found, key: found.key.toLowerCase() }
    : (found ?? null);
}

function thresholdsIn({ thresholds = '' }: Typed, faults: Fault[]): Threshold[] | null {
  if (thresholds === '') return null;
  const parts = thresholds.split(/[;,](?!\d{3}\b)/u).map((one) => one.trim());
  const read = parts.flatMap((one) => thresholdFrom(one) ?? []);
  // The same twice would be told once, and AWS refuses it.
  const each = [...new Map(read.map((one) => [thresholdText(one), one])).values()];
  if (read.length === parts.length && parts.length <= MOST_THRESHOLDS) return each;
  faults.push({ field: 'thresholds', key: 'thresholds', value: thresholds });
  return null;
}

const YES = ['yes', 'true', 'on', '1', 'はい'];
const NO = ['', 'no', 'false', 'off', '0', 'いいえ'];
function yesIn(field: string, typed: Typed, faults: Fault[]): boolean {
  const value = (typed[field] ?? '').toLowerCase();
  if (!YES.includes(value) && !NO.includes(value)) faults.push({ field, key: 'yesNo', value });
  return YES.includes(value);
}

function daysIn(
  { from: typedFrom = '', until: typedUntil = '' }: Typed,
  period: BudgetSlot['period'],
  rules: BudgetRules,
  faults: Fault[],
): { from: Day | null; until: Day | null } {
  const { today, calendar } = rules;
  const when = CHANGE_TIMES.find((one) => one === typedFrom.toLowerCase());
  const from =
    typedFrom === ''
      ? null
      : when === undefined
        ? dayIn('from', typedFrom, faults)
        : dayOfChange(when, period, today, calendar);
  const last = typedUntil === '' ? null : dayIn('until', typedUntil, faults);
  const earliest = periodOf(period, today, calendar).start;
  const latest = addDays(today, MOST_DAYS_AHEAD);
  // What held in a period that is over stays what held in it.
  if (from !== null && from < earliest)
    faults.push({ field: 'from', key: 'fromPast', value: typedFrom, detail: earliest });
  if (from !== null && from > latest)
    faults.push({ field: 'from', key: 'fromFar', value: typedFrom, detail: latest });
  const begins = from !== null && from > today ? from : today;
  if (last !== null && last < begins)
    faults.push({ field: 'until', key: 'lastDayPast', value: typedUntil, detail: begins });
  if (last !== null && last > latest)
    faults.push({ field: 'until', key: 'fromFar', value: typedUntil, detail: latest });
  return { from, until: last === null ? null : addDays(last, 1) };
}

function dayIn(field: string, value: string, faults: Fault[]): Day | null {
  try {
    return parseDay(value);
  } catch {
    faults.push({ field, key: 'dayWritten', value });
    return null;
  }
}
