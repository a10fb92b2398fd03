import type { Names } from '../../app/names.ts';
import { href } from '../../core/href.ts';
import { amountOf, type Known, pricedPart, saidOf } from '../../core/known.ts';
import { isUnknownModel } from '../../core/models.ts';
import { formatExact } from '../../core/money.ts';
import { addDays } from '../../core/periods.ts';
import type { SpendFilter, SpendGroup } from '../../core/questions.ts';
import type { Day, DayRange, Instant, Money } from '../../core/types.ts';
import { usd } from '../../core/usd.ts';
import { instant, percent, plainPercent, day as showDay, tokens, whole } from '../../ui/format.ts';
import { knownText } from '../../ui/known.ts';
import type { Frame } from '../../ui/layout.tsx';
import type { Cell, Column } from '../../ui/table.tsx';

/** How values become cells: what is shown, what goes into CSV, what it is sorted by and where it leads. */

/** An amount, exact on hover and in CSV. `shown` where rounding belongs to the whole column. */
export const moneyCell = (value: Money, shown: string = usd(value)): Cell => ({
  text: shown,
  raw: formatExact(value),
  sort: value,
  title: `$${formatExact(value)}`,
});
/**
 * What some spend comes to. Where tokens have no price the amount is a lower bound, or there is none; they are said below it,
 * and in files in a column of their own (`UNPRICED_TOKENS`).
 */
export function knownCell(known: Known, { m, locale }: Pick<Frame, 'm' | 'locale'>, shown?: string): Cell {
  const amount = amountOf(known);
  const { unpricedTokens } = known;
  const text = knownText(known, { m }, shown);
  if (saidOf(known) === 'whole') return moneyCell(pricedPart(known), text);
  return {
    text,
    raw: amount === null ? '' : formatExact(amount),
    sort: known.amount,
    title: amount === null ? m.unpricedTitle : m.atLeast(`$${formatExact(amount)}`),
    beside: [
      {
        text: m.unpricedTokens(tokens(unpricedTokens, locale)),
        title: `${whole(unpricedTokens)}${m.colon}${m.unpricedTitle}`,
      },
    ],
  };
}
/** Without what is said below it, where that stands beside it already. */
export const alone = ({ beside: _, ...cell }: Cell): Cell => cell;

/** In CSV alone, at the end: more than none says that the amount is a lower bound. */
export const UNPRICED_TOKENS: Column = {
  name: 'unpriced_tokens',
  key: 'unpriced_tokens',
  number: true,
  file: true,
};
export const unpricedTokensCell = ({ unpricedTokens }: Pick<Known, 'unpricedTokens'>): Cell => ({
  text: unpricedTokens.toString(),
  sort: unpricedTokens,
});

export const tokensCell = (count: bigint, { locale }: Pick<Frame, 'locale'>): Cell => ({
  text: tokens(count, locale),
  raw: count.toString(),
  sort: count,
  title: whole(count),
});
/** A share in per cent, cut to a tenth; a plain number in CSV. */
export const percentCell = (part: Money, of: Money, { locale }: Pick<Frame, 'locale'>): Cell => {
  const text = percent(part, of, locale);
  return {
    text,
    raw: plainPercent(text),
    sort: of === 0n ? 0n : (part * 10_000n) / of,
  };
};
export const countCell = (count: number): Cell => ({ text: whole(count), raw: String(count), sort: count });
export const instantCell = (value: Instant | null, frame: Frame): Cell =>
  value === null
    ? { text: '–', raw: '' }
    : {
        text: instant(value, frame.locale),
        raw: value,
        sort: value,
        title: `${value} (UTC)`,
        whole: true,
      };
/** A day, which leads to the bill of it; `plainDayCell` where whoever looks may not open that. */
export const dayCell = (value: string, frame: Frame): Cell => ({
  ...plainDayCell(value, frame),
  href: href`/days/${value}`,
});
export const plainDayCell = (value: string, frame: Frame): Cell => ({
  text: showDay(value, frame.locale),
  raw: value,
  sort: value,
});

/** Where the pages of things of a kind are listed, and below it each; none for what has no page. */
export function listOf(group: SpendGroup): string | undefined {
  const of: Readonly<Partial<Record<SpendGroup, string>>> = {
    costCenter: href`/cost-centers`,
    user: href`/users`,
    model: href`/models`,
    profile: href`/profiles`,
    day: href`/days`,
  };
  return of[group];
}
/** The word in an address for what has no value, in signs that no tag can hold; and for any reason at all. */
export const NONE = '(none)';
export const ANY = 'any';

/** A filter as addresses write it: a team is named by its manager, however many people it holds. */
export type LinkFilter = SpendFilter & { team?: readonly string[] };

/** The lines that a figure consists of. Every filter has one value here; all reasons together are `any`. */
export function linesHref({ start, endExclusive }: DayRange, filter: LinkFilter): string {
  const query: Record<string, string> = { start, endExclusive };
  for (const [name, all] of Object.entries(filter)) query[name] = all?.length === 1 ? all[0] || NONE : ANY;
  return href`/spend?${query}`;
}
/** What one day of a page consists of: all of the day, or the page's part of it; `whole`: who looks sees all of a day. */
export const dayHref =
  (filter: LinkFilter, whole = true) =>
  (day: Day): string =>
    whole && Object.keys(filter).length === 0
      ? href`/days/${day}`
      : linesHref({ start: day, endExclusive: addDays(day, 1) }, filter);

/** The first cell of a row of spend: the name of its key, leading to its page with the same period. */
export function keyCell(group: SpendGroup, key: string, frame: Frame, names: Names): Cell {
  const { m } = frame;
  // A cost center may well be called "unknown"; a model is where the bill cannot say.
  if (
    key === '' ||
    (group === 'model' && isUnknownModel(key)) ||
    (group === 'tokenKind' && key === 'unknown')
  )
    return { text: group === 'tokenKind' ? m.kind.unknown : m.none[group], raw: key };
  const path = listOf(group);
  const id = group === 'profile' ? names.profile(key).shortId : key;
  const text = nameOf(group, key, frame, names);
  return {
    text,
    raw: key,
    sort: group === 'day' ? key : text,
    ...(group === 'user' ? { person: key } : {}),
    ...(path ? { href: `${path}/${encodeURIComponent(id)}${periodQuery(frame, group)}` } : {}),
  };
}

function nameOf(group: SpendGroup, key: string, frame: Frame, names: Names): string {
  if (group === 'model') return names.model(key);
  if (group === 'profile') return names.profile(key).name;
  if (group === 'tokenKind') return frame.m.kind[key as keyof typeof frame.m.kind] ?? key;
  if (group === 'day') return showDay(key, frame.locale);
  return key;
}

/** The period goes along, so that the next page shows what the figure consists of. */
export function periodQuery({ query }: Pick<Frame, 'query'>, group?: SpendGroup): string {
  if (group === 'day' || group === 'profile') return '';
  const kept = Object.entries(query).filter(([name]) => ['period', 'start', 'endExclusive'].includes(name));
  return kept.length === 0 ? '' : `?${new URLSearchParams(kept)}`;
}

/** What a browser calls itself, in a few words: the rest of that text is the history of browsers. '' stays ''. */
export function browserOf(agent: string): string {
  const [, name = '', version = ''] =
    /(Firefox|Edg|OPR|Chrome)\/(\d+)/.exec(agent) ?? /(Version)\/(\d+)/.exec(agent) ?? [];
  if (name === '') return agent.slice(0, 40);
  const system = /Windows|Android|iPhone|iPad|Mac OS X|Linux/.exec(agent)?.[0];
  const edge = /Edg\/(\d+)/.exec(agent)?.[1];
  const browser = edge ? `Edge ${edge}` : `${name === 'Version' ? 'Safari' : name} ${version}`;
  return system ? `${browser}, ${system.replace('Mac OS X', 'macOS')}` : browser;
}
