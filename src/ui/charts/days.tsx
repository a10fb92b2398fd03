import type { Child } from 'hono/jsx';
import { type Known, NOTHING_KNOWN, sumKnown } from '../../core/known.ts';
import type { Day, Money } from '../../core/types.ts';
import { centsDayByDay, usdDayByDay, usdMaking } from '../../core/usd.ts';
import { weekday } from '../format.ts';
import { knownText } from '../known.ts';
import type { Locale, Messages } from '../messages/index.ts';
import { type Cell, DataTable } from '../table.tsx';

/**
 * What all charts over days are told and say: series with their days, a legend that filters, and the table behind the drawing,
 * of which the script reads what it says of a day.
 */

export interface Stack {
  /** Stable, for addresses: never a name that depends on the language. */
  key: string;
  name: string;
  /** The page of the series alone. */
  href: string | null;
  /** One per day. */
  known: readonly Known[];
}
/** At most this many colours; the rest is one more, in grey. */
export const COLOURS = 6;

/** Series that the address leaves out. */
export interface Hiding {
  hidden: ReadonlySet<string>;
  /** The same page with these left out instead. */
  href(keys: readonly string[]): string;
}
/** A day that has begun and of which the ledger knows, with how sure its figures are. */
export interface HeldDay {
  day: Day;
  /** The bill says so; false: tokens × rate, in whole or in part. */
  billed: boolean;
  /** What is not all billed, and in part is. */
  partly?: boolean;
}

/** What a chart of series over days is drawn from. */
export interface DaysProps {
  /** Begins the ids of its elements: one of a kind on a page. */
  id?: string;
  title?: string;
  days: readonly Day[];
  stacks: readonly Stack[];
  today: Day;
  /** Rows of the table; without them every day up to today. */
  held?: readonly HeldDay[];
  hiding?: Hiding;
  /** Whether days can be chosen and narrowed to: not where whole months alone are shown. */
  narrows?: boolean;
  /** What a day consists of. */
  hrefOf: (day: Day) => string;
  m: Messages;
  locale: Locale;
}

export const isHidden = (hiding: Hiding | undefined, { key }: Pick<Stack, 'key'>): boolean =>
  hiding?.hidden.has(key) === true;

/** Each day's total of some series. */
export const totalsOf = (days: readonly Day[], stacks: readonly Stack[]): Known[] =>
  days.map((_, i) => sumKnown(stacks.map(({ known }) => known[i] ?? NOTHING_KNOWN)));

export const billedWords = ({ billed, partly }: HeldDay, m: Messages): string =>
  billed ? m.billed : partly ? m.partlyEstimated : m.estimated;

/** A drawing over days with what belongs to it; the script makes it answer pointer and keys. */
export function DaysFigure({
  days,
  narrows = true,
  m,
  drawing,
  children,
}: Pick<DaysProps, 'days' | 'narrows' | 'm'> & { drawing: Child; children: Child }) {
  return (
    <figure
      class="days"
      data-first={days[0] ?? ''}
      data-count={days.length}
      data-keys={narrows ? m.chart.keys : m.chart.keysOfDays}
      data-again={m.chart.again}
      {...(narrows ? { 'data-narrows': '' } : {})}
    >
      <div class="plot">{drawing}</div>
      {children}
    </figure>
  );
}

/** The day of a row, which the script finds it by. */
export function dayCell(day: Day, locale: Locale, href: string | null): Cell {
  const text = weekday(day, locale);
  const time = <time datetime={day}>{text}</time>;
  return { text, show: href === null ? time : <a href={href}>{time}</a> };
}

/** The series by name: a link to its page, or one that leaves it out or takes it in again. */
export function Legend({ stacks, hiding, m }: Pick<DaysProps, 'stacks' | 'hiding' | 'm'>) {
  const shown = stacks.filter((one) => !isHidden(hiding, one));
  const sumOf = (all: readonly Stack[]) => sumKnown(all.flatMap(({ known }) => known));
  const all = knownText(sumOf(stacks), { m });
  const partOf = (part: string) => m.chart.partOf(part, all);
  return (
    <p class="legend">
      {stacks.map((stack, n) => (
        <Series stack={stack} n={n} stacks={stacks} hiding={hiding} sum={sumOf([stack])} />
      ))}
      {stacks.length > 1 && (
        <span class="sum" data-all={m.chart.whole(all)} data-part={partOf('{}')}>
          {shown.length === stacks.length ? m.chart.whole(all) : partOf(knownText(sumOf(shown), { m }))}
        </span>
      )}
    </p>
  );
}

function Series({
  stack,
  n,
  stacks,
  hiding,
  sum,
}: { stack: Stack; n: number; sum: Known } & Pick<DaysProps, 'stacks'> & { hiding: Hiding | undefined }) {
  const hidden = isHidden(hiding, stack);
  const others = stacks.filter((one) => one !== stack && isHidden(hiding, one)).map(({ key }) => key);
  const href =
    hiding && (hidden || stack.href === null)
      ? hiding.href(hidden ? others : [...others, stack.key])
      : stack.href;
  const about = {
    class: hidden ? 'series off' : 'series',
    'data-key': stack.key,
    'data-sum': String(sum.amount),
  };
  const words = (
    <>
      <i class={`swatch s${n}`} />
      {stack.name}
    </>
  );
  return href === null ? (
    <span {...about}>{words}</span>
  ) : (
    <a {...about} href={href}>
      {words}
    </a>
  );
}

/** The figures of the drawing, a row a day that has begun. */
export function DaysTable({
  title,
  days,
  stacks,
  today,
  held,
  hrefOf,
  m,
  locale,
}: DaysProps & { title: string }) {
  const totals = totalsOf(days, stacks);
  const amounts = totals.map(({ amount }) => amount);
  const texts = usdDayByDay(amounts).map((text, i) => knownText(totals[i] ?? NOTHING_KNOWN, { m }, text));
  const cents = centsDayByDay(amounts);
  const states = held && new Map(held.map((one) => [one.day, billedWords(one, m)]));
  return (
    <details>
      <summary>{m.chart.table}</summary>
      <DataTable
        label={title}
        data={{
          caption: m.usd,
          columns: [
            { name: m.name.day, key: 'day' },
            ...stacks.map(({ name, key }) => ({ name, key, number: true })),
            { name: m.total, key: 'total', number: true },
            ...(states ? [{ name: m.state, key: 'state' }] : []),
          ],
          rows: days.flatMap((day, i) =>
            (states ? states.has(day) : day <= today)
              ? [
                  {
                    cells: [
                      dayCell(day, locale, hrefOf(day)),
                      ...cellsOf(stacks, i, cents[i] ?? (0n as Money), m),
                      { text: '', show: <data value={String(amounts[i] ?? 0n)}>{texts[i]}</data> },
                      ...(states ? [{ text: states.get(day) ?? '' }] : []),
                    ],
                  },
                ]
              : [],
          ),
        }}
      />
    </details>
  );
}

/** What each series has of a day, in cents that make the day's total. */
function cellsOf(stacks: readonly Stack[], at: number, cents: Money, m: Messages): Cell[] {
  const known = stacks.map((stack) => stack.known[at] ?? NOTHING_KNOWN);
  const texts = usdMaking(
    cents,
    known.map(({ amount }) => amount),
  );
  return known.map((one, i) => ({ text: knownText(one, { m }, texts(i)) }));
}
