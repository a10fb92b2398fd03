import { raw } from 'hono/html';
import type { Child } from 'hono/jsx';
import { href } from '../core/href.ts';
import { nearest } from '../core/nearest.ts';
import { addDays, monthOf, monthRange } from '../core/periods.ts';
import { FindDialog, FindLink } from './find.tsx';
import { fullDay, month as showMonth } from './format.ts';
import { LOCALES, type Locale, type Messages, messagesOf } from './messages/index.ts';
import { type NavGroup, Navigation } from './navigation.tsx';
import { withUnseenShown } from './unseen.ts';

/** What every page is drawn with. */
export interface Frame {
  locale: Locale;
  m: Messages;
  theme: 'auto' | 'light' | 'dark';
  simulated: boolean;
  /** What leads where for whoever looks; nothing where nobody is known. */
  nav: readonly NavGroup[];
  /** Who is signed in; null where nobody signs in. */
  visitor: { email: string; name: string } | null;
  /** Path and query of the page, for the switches. */
  path: string;
  query: Readonly<Record<string, string>>;
  assets: { css: string; js: string };
}

/** The same page with other parameters; an empty value removes one. */
export function link(frame: Pick<Frame, 'path' | 'query'>, change: Readonly<Record<string, string>>): string {
  const query = new URLSearchParams({ ...frame.query, ...change });
  for (const [name, value] of [...query]) if (value === '') query.delete(name);
  const text = query.toString();
  return text === '' ? frame.path : `${frame.path}?${text}`;
}

const chosen = (yes: boolean) => (yes ? ({ 'aria-current': 'true' } as const) : {});

interface Page {
  frame: Frame;
  title: string;
  children: Child;
}

/** Every page, and the one place through which all text comes to people who read pages. */
export const Layout = (page: Page) => raw(withUnseenShown(String(<Whole {...page} />), page.frame.m.unseen));

function Whole({ frame, title, children }: Page) {
  const { m, path } = frame;
  return (
    <>
      {raw('<!DOCTYPE html>')}
      <html lang={frame.locale} {...(frame.theme === 'auto' ? {} : { 'data-theme': frame.theme })}>
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <title>{`${title} · ${m.brand}`}</title>
          <link rel="icon" href="data:," />
          <link rel="stylesheet" href={frame.assets.css} />
          <script src={frame.assets.js} defer></script>
        </head>
        <body>
          <a class="skip" href="#content">
            {m.skip}
          </a>
          {frame.simulated && <aside class="banner">{m.simulated}</aside>}
          <header class="top">
            <a class="brand" href={href`/`}>
              <svg width="18" height="18" viewBox="0 0 18 18" aria-hidden="true">
                <path d="M2 13h14M2 9h10M2 5h6" />
              </svg>
              {m.brand}
            </a>
            <Navigation groups={frame.nav} path={path} m={m} />
            {frame.nav.length > 0 && <FindLink m={m} />}
            <div class="switches">
              {LOCALES.filter((locale) => locale !== frame.locale).map((locale) => (
                <a href={link(frame, { lang: locale })} lang={locale} hreflang={locale}>
                  {messagesOf(locale).language}
                </a>
              ))}
              <span role="group" aria-label={m.theme.label}>
                {(['auto', 'light', 'dark'] as const).map((theme) => (
                  <a href={link(frame, { theme })} {...chosen(theme === frame.theme)}>
                    {m.theme[theme]}
                  </a>
                ))}
              </span>
              {frame.visitor && (
                <form method="post" action={href`/sign-out`} class="visitor">
                  <a href={href`/tokens`} title={frame.visitor.email}>
                    {frame.visitor.name}
                  </a>
                  <button type="submit" class="quiet">
                    {m.signIn.signOut}
                  </button>
                </form>
              )}
            </div>
          </header>
          <main id="content" data-as-of={m.files.asOf}>
            {children}
          </main>
          {frame.nav.length > 0 && <FindDialog m={m} />}
          <footer class="foot">
            <p>
              {m.period.utc}{' '}
              {frame.visitor === null && frame.nav.length > 0 && <a href={href`/me`}>{m.me.title}</a>}{' '}
              {frame.nav.length > 0 && <a href={href`/privacy`}>{m.privacy.link}</a>}{' '}
              {frame.nav.length > 0 && <a href={href`/api`}>{m.api.title}</a>}
            </p>
            <details>
              <summary>{m.glossary.title}</summary>
              <dl class="facts">
                {m.glossary.words.map(([word, meaning]) => (
                  <>
                    <dt>{word}</dt>
                    <dd>{meaning}</dd>
                  </>
                ))}
              </dl>
            </details>
          </footer>
        </body>
      </html>
    </>
  );
}

/** The ready-made ones, as they are offered. */
export const READY_PERIODS = ['thisMonth', 'lastMonth', 'last7', 'last30', 'last90'] as const;
export type ReadyPeriod = (typeof READY_PERIODS)[number];

export interface Period {
  start: string;
  endExclusive: string;
  /** By which of the ready-made ones it was asked for, or `custom`. */
  name: ReadyPeriod | 'custom';
  /** Which of them it is, however it was asked for; null: none. */
  same: ReadyPeriod | null;
  /** What was asked for and cannot be shown, with why; the running month is shown in its place. */
  refused: { fault: PeriodFault; start: string; endExclusive: string } | null;
}
/** No day, no month, an end before its start, in the future, before there was anything, too long, more than a year where no more is shown, a name that nobody knows, or no whole months where only these are shown. */
export type PeriodFault =
  | 'noDay'
  | 'noMonth'
  | 'order'
  | 'future'
  | 'early'
  | 'long'
  | 'year'
  | 'unknown'
  | 'wholeMonths';

const OF_PERIOD: readonly string[] = ['period', 'start', 'endExclusive', 'last', 'month'];

/** What an address says that means nothing here: with a slip in its name, a filter or a period would show something else. */
export const strayIn = ({ query, m }: Pick<Frame, 'query' | 'm'>, filters: readonly string[]): string[] => {
  const known = [...OF_PERIOD, ...filters];
  return Object.keys(query)
    .filter((name) => !known.includes(name) && !/^(?:[\w-]+\.)?(?:sort|q|page|state)$/.test(name))
    .map((name) => m.period.stray(name, nearest(name, known)));
};

/**
 * Ready-made periods and any range of days, as links and a form that keep what else the address says.
 * @param filters what else the page reads from its address
 */
export function PeriodPicker({
  frame,
  period,
  filters = [],
}: {
  frame: Frame;
  period: Period;
  filters?: readonly string[];
}) {
  const { m } = frame;
  const kept = Object.entries(frame.query).filter(
    ([name]) => !OF_PERIOD.includes(name) && !name.endsWith('page'),
  );
  const typed = period.refused ?? period;
  return (
    <div class="period" role="group" aria-label={m.period.label}>
      <p class="print-period">
        {m.range(
          fullDay(period.start, frame.locale),
          fullDay(addDays(period.endExclusive, -1), frame.locale),
        )}
      </p>
      {period.refused && (
        <p class="message bad" role="alert">
          {m.period.refused[period.refused.fault]} {m.period.insteadRunning}
        </p>
      )}
      {strayIn(frame, filters).map((words) => (
        <p class="message bad" role="alert">
          {words}
        </p>
      ))}
      <span class="choices">
        {READY_PERIODS.map((name) => (
          <a
            href={link(frame, { period: name, start: '', endExclusive: '', month: '', page: '' })}
            {...chosen(name === period.same && period.refused === null)}
          >
            {m.period[name]}
          </a>
        ))}
        <WholeMonth frame={frame} period={period} />
      </span>
      <form method="get" action={frame.path}>
        {kept.map(([name, value]) => (
          <input type="hidden" name={name} value={value} />
        ))}
        <input type="date" name="start" value={typed.start} aria-label={m.period.first} />
        <span aria-hidden="true">{m.period.to}</span>
        <input type="date" name="last" value={lastOf(typed)} aria-label={m.period.last} />
        <button type="submit">{m.period.show}</button>
      </form>
    </div>
  );
}

/** Its last day, as people say where a period ends; '' where that is no day. */
export function lastOf({ endExclusive }: Pick<Period, 'endExclusive'>): string {
  const end = Date.parse(`${endExclusive}T00:00:00Z`);
  return Number.isNaN(end) ? '' : addDays(endExclusive, -1);
}

/** Back from some days to all of their month. */
function WholeMonth({ frame, period }: { frame: Frame; period: Period }) {
  const month = monthOf(period.start);
  const { start, endExclusive } = monthRange(month);
  const inside = period.endExclusive <= endExclusive;
  const whole = period.start === start && period.endExclusive === endExclusive;
  if (period.name !== 'custom' || !inside || whole) return null;
  return (
    <a href={link(frame, { month, start: '', endExclusive: '', period: '', page: '' })}>
      {frame.m.chart.wholeMonth(showMonth(month, frame.locale))}
    </a>
  );
}
