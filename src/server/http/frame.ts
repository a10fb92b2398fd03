import type { Context, MiddlewareHandler } from 'hono';
import { LedgerError } from '../../core/errors.ts';
import { below, href } from '../../core/href.ts';
import {
  addDays,
  dayOf,
  daysBetween,
  FIRST_DAY,
  isBeyondYear,
  monthOf,
  monthRange,
  parseDay,
  parseMonth,
  previousMonth,
} from '../../core/periods.ts';
import { isWholeMonths } from '../../core/privacy.ts';
import type { Day, DayRange } from '../../core/types.ts';
import {
  type Frame,
  type Period,
  type PeriodFault,
  READY_PERIODS,
  type ReadyPeriod,
} from '../../ui/layout.tsx';
import { isLocale, messagesOf, preferredLocale } from '../../ui/messages/index.ts';
import type { ServerDeps } from '../deps.ts';
import { wantsCsv } from '../tables/csv.ts';
import { choiceCookie, setChoiceCookie } from './cookies.ts';
import { navOf } from './nav.ts';
import { visitOf } from './visitor.ts';

const YEAR = 365 * 24 * 3600;

/** What a browser keeps of how pages look. */
const CHOICES = ['lang', 'theme'] as const;

/** A choice from the address; else from the cookie; else the standard. */
function choice<T extends string>(
  c: Context,
  name: (typeof CHOICES)[number],
  allowed: (text: string | undefined) => text is T,
  standard: T,
): T {
  const asked = c.req.query(name);
  if (allowed(asked)) return asked;
  const kept = choiceCookie(c, name);
  return allowed(kept) ? kept : standard;
}

/** Reads once in which language and theme a page is wanted. What the address chooses is kept in a cookie, with pages and files. */
export const choices: MiddlewareHandler = async (c, next) => {
  const chosen = {
    lang: choice(c, 'lang', isLocale, preferredLocale(c.req.header('accept-language'))),
    theme: choice(c, 'theme', isTheme, 'auto'),
  };
  c.set('choice', { locale: chosen.lang, theme: chosen.theme });
  await next();
  if (c.get('complete')) return;
  if (!/^text\/(html|csv)\b/.test(c.res.headers.get('content-type') ?? '')) return;
  for (const name of CHOICES)
    if (c.req.query(name) === chosen[name]) setChoiceCookie(c, name, chosen[name], YEAR);
};

const isTheme = (text: string | undefined): text is Frame['theme'] =>
  text === 'auto' || text === 'light' || text === 'dark';

/** Parameters of one request that do not belong into the links of the page. */
const PASSING: ReadonlySet<string> = new Set(['lang', 'theme', 'format', 'bom', 'table', 'done', 'grace']);

export function frameOf(
  c: Context,
  deps: Pick<ServerDeps, 'settings' | 'assets' | 'inbox' | 'signIn'>,
): Frame {
  const visit = visitOf(c);
  const { locale, theme } = c.get('choice');
  const query = Object.fromEntries(Object.entries(queryOf(c)).filter(([name]) => !PASSING.has(name)));
  return {
    locale,
    m: messagesOf(locale),
    theme,
    simulated: deps.settings.simulated,
    nav: visit === null ? [] : navOf(visit.viewer, deps.inbox !== null, deps.settings),
    visitor:
      visit === null || visit.means === 'none'
        ? null
        : { email: visit.viewer.email, name: visit.viewer.name ?? visit.viewer.email },
    path: pathOf(c),
    query,
    assets: { css: below(deps.assets.css.path), js: below(deps.assets.js.path) },
  };
}

/** As it was asked for, still encoded, so that a link to it leads here again; never to another host, as `//…` would. */
function pathOf(c: Context): string {
  const path = new URL(c.req.url).pathname.replace(/^\/+/, '/');
  return path === below('') ? href`/` : path;
}

/** The address, in which forms say the last day of a period; links and the API say the day after it, which goes before. */
export function queryOf(c: Context): Record<string, string> {
  const { last = '', ...query } = c.req.query();
  if (last === '' || query.endExclusive !== undefined) return query;
  const day = dayIn(last);
  return { ...query, endExclusive: day === '' ? last : addDays(day, 1) };
}

/** Days that a page shows one by one at most. */
const MOST_DAYS = 800;

/**
 * The period of a page from its address. One that cannot be shown falls back to the running month, and says so: nobody
 * shall take the figures of one period for those of another. A file has no room to say so, and there is none.
 * @throws PeriodRefused where a file is asked for
 * @param wholeMonths whether nothing else than whole months is shown, as of other people where the setting says so
 * @param isOfAYear whether the page shows a year at most
 */
export function periodOf(c: Context, now: number, wholeMonths = false, isOfAYear = false): Period {
  const period = shownPeriod(c, now, wholeMonths, isOfAYear);
  if (period.refused !== null && wantsCsv(c)) throw new PeriodRefused(period.refused.fault);
  return period;
}

/** A file of a period that cannot be shown. */
export class PeriodRefused extends LedgerError {
  readonly fault: PeriodFault;
  constructor(fault: PeriodFault) {
    super('badRequest', `there is no file of that period (${fault})`);
    this.fault = fault;
  }
}

function shownPeriod(c: Context, now: number, wholeMonths: boolean, isOfAYear: boolean): Period {
  const period = askedPeriod(c, now);
  if (period.refused !== null) return period;
  const { start, endExclusive } = period;
  const fault =
    isOfAYear && isBeyondYear(period) ? 'year' : wholeMonths && !isWholeMonths(period) ? 'wholeMonths' : null;
  if (fault === null) return period;
  const running = monthRange(monthOf(dayOf(now)));
  return { ...running, name: 'thisMonth', same: 'thisMonth', refused: { fault, start, endExclusive } };
}

function askedPeriod(c: Context, now: number): Period {
  const today = dayOf(now);
  const period = periodAsked(c, today);
  const same = READY_PERIODS.find((name) => {
    const { start, endExclusive } = readyRange(name, today);
    return start === period.start && endExclusive === period.endExclusive;
  });
  return { ...period, same: period.name === 'custom' ? (same ?? null) : period.name };
}

/** The days of a ready-made period. */
function readyRange(name: ReadyPeriod, today: Day): DayRange {
  const month = monthOf(today);
  if (name === 'thisMonth') return monthRange(month);
  if (name === 'lastMonth') return monthRange(previousMonth(month));
  const endExclusive = addDays(today, 1);
  return { start: addDays(endExclusive, -Number(name.slice(4))), endExclusive };
}

type Asked = Omit<Period, 'same'>;

function periodAsked(c: Context, today: Day): Asked {
  const { start = '', endExclusive = '', period = '', month = '' } = queryOf(c);
  const running: Asked = { ...readyRange('thisMonth', today), name: 'thisMonth', refused: null };
  if (start !== '' || endExclusive !== '') {
    const range = { start: dayIn(start), endExclusive: dayIn(endExclusive) };
    const fault = faultIn(range, today);
    return fault === null
      ? { ...range, name: 'custom', refused: null }
      : { ...running, refused: { fault, start, endExclusive } };
  }
  // As the API has it.
  if (month !== '') return ofMonth(month, today, running);
  if (period === '') return running;
  const ready = READY_PERIODS.find((name) => name === period);
  return ready === undefined
    ? { ...running, refused: { fault: 'unknown', start: '', endExclusive: '' } }
    : { ...readyRange(ready, today), name: ready, refused: null };
}

function ofMonth(typed: string, today: Day, running: Asked): Asked {
  const refused = (fault: PeriodFault): Asked => ({
    ...running,
    refused: { fault, start: '', endExclusive: '' },
  });
  try {
    const range = monthRange(parseMonth(typed));
    const fault = faultIn(range, today);
    if (fault !== null) return refused(fault);
    return range.start === running.start ? running : { ...range, name: 'custom', refused: null };
  } catch {
    return refused('noMonth');
  }
}

function faultIn({ start, endExclusive }: DayRange, today: Day): PeriodFault | null {
  if (start === '' || endExclusive === '') return 'noDay';
  if (start >= endExclusive) return 'order';
  if (start > today) return 'future';
  if (start < FIRST_DAY) return 'early';
  return daysBetween(start, endExclusive) > MOST_DAYS ? 'long' : null;
}

/** The day that was typed; '' for what is none. */
function dayIn(text: string): Day {
  try {
    return parseDay(text);
  } catch {
    return '';
  }
}
