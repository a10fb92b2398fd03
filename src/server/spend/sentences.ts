import { type Known, pricedPart, saidOf } from '../../core/known.ts';
import { spentIn } from '../../core/standing.ts';
import type { Money } from '../../core/types.ts';
import { usd } from '../../core/usd.ts';
import { day as showDay, whole } from '../../ui/format.ts';
import { knownText } from '../../ui/known.ts';
import type { SpendPageProps } from './props.ts';

/** What a page of spend says in one breath. */

export function headline(p: SpendPageProps): readonly string[] {
  if (p.about !== null) return p.about;
  if (p.ended !== null) return p.own ? ownPast(p) : past(p);
  return p.own ? ownHeadline(p) : running(p);
}

function running(p: SpendPageProps): string[] {
  const { m, locale } = p.frame;
  const { counted, limit, left, reachesOn } = p.standing;
  const said = [spentWords(p), ...wholeWords(p), ...unpricedWords(p)];
  if (limit !== null) {
    said.push(m.headline.budget(usd(limit)));
    if (left !== null && left > 0n) said.push(m.headline.left(usd(left)));
  }
  if (reachesOn !== null && limit !== null) {
    const on = showDay(reachesOn, locale);
    const over = usd((counted - limit) as Money);
    said.push(counted >= limit ? m.headline.reached(on, over) : m.headline.reaches(on));
  }
  said.push(...paceWords(p));
  said.push(...unownedWords(p));
  return said;
}

/** Days that are over: how much, whether that is final, and how it ended against the budget of the time. */
function past(p: SpendPageProps): string[] {
  const { m, locale } = p.frame;
  const words = m.faces.past;
  const { counted, limit, left, reachesOn } = p.standing;
  const amount = saidOf(p.total) === 'unpriced' ? null : knownText(p.total, p.frame);
  const said = [
    amount === null
      ? spentWords(p)
      : (p.ended === 'final' ? words.final : words.notFinal)(amount, p.periodName),
    ...openWords(p),
    ...wholeWords(p),
    ...unpricedWords(p),
  ];
  if (limit !== null) {
    said.push(words.budget(usd(limit)));
    if (left !== null && left > 0n) said.push(words.left(usd(left)));
    else if (counted > limit) {
      const over = usd((counted - limit) as Money);
      said.push(reachesOn === null ? words.over(over) : words.reached(showDay(reachesOn, locale), over));
    }
  }
  return [...said, ...unownedWords(p)];
}

/** What is not final yet. */
function openWords({ frame, ended, estimated }: SpendPageProps): string[] {
  const words = frame.m.faces.past;
  if (ended === 'final') return [];
  if (saidOf(estimated) !== 'whole' || estimated.amount > 0n)
    return saidOf(estimated) === 'unpriced' ? [] : [words.estimated(knownText(estimated, frame))];
  return ended === 'provisional' ? [words.provisional] : [];
}

function ownPast(p: SpendPageProps): string[] {
  const { m, locale } = p.frame;
  const words = m.faces.past;
  const { counted, limit, reachesOn } = p.standing;
  const spent = spentIn(p.standing);
  const said = [
    saidOf(spent) === 'unpriced'
      ? m.headline.unpriced(p.when, whole(spent.unpricedTokens))
      : words.used(knownText(spent, p.frame), limit === null ? null : usd(limit), p.when),
    ...unpricedWords(p),
  ];
  if (reachesOn !== null && limit !== null && counted >= limit)
    said.push(m.headline.own.reached(showDay(reachesOn, locale)));
  return [...said, p.ended === 'final' ? words.ownFinal : words.ownNotFinal, ...openWords(p)];
}

function unownedWords({ frame, unallocated }: SpendPageProps): string[] {
  const { headline: words } = frame.m;
  if (saidOf(unallocated) === 'unpriced') return [words.unownedUnpriced(whole(unallocated.unpricedTokens))];
  return saidOf(unallocated) === 'atLeast' || unallocated.amount > 0n
    ? [words.unowned(knownText(unallocated, frame))]
    : [];
}

function spentWords({ frame: { m }, total, when }: SpendPageProps): string {
  const said = saidOf(total);
  if (said === 'unpriced') return m.headline.unpriced(when, whole(total.unpricedTokens));
  return (said === 'whole' ? m.headline.spent : m.headline.atLeast)(usd(pricedPart(total)), when);
}

function ownHeadline(p: SpendPageProps): string[] {
  const { m, locale } = p.frame;
  const { own } = m.headline;
  const { counted, limit, reachesOn } = p.standing;
  const spent = spentIn(p.standing);
  const used = saidOf(spent) === 'atLeast' ? own.atLeast : own.used;
  const [text, of] = [usd(pricedPart(spent)), limit === null ? null : usd(limit)];
  const said = [
    saidOf(spent) === 'unpriced'
      ? m.headline.unpriced(p.when, whole(spent.unpricedTokens))
      : used(text, of, p.when),
    ...unpricedWords(p),
  ];
  if (reachesOn !== null && limit !== null) {
    const on = showDay(reachesOn, locale);
    said.push(counted >= limit ? own.reached(on) : own.reaches(on));
  } else said.push(...paceWords(p));
  return said;
}

/** Where the days end at this pace: of best-known spend, as everywhere. */
function paceWords(p: SpendPageProps): string[] {
  const { m } = p.frame;
  const { forecast } = p.standing;
  if (forecast === null) return [];
  const { low, mid, high } = forecast;
  const said = saidOf(expected(p, mid));
  if (said === 'unpriced') return [];
  return [
    (said === 'whole' ? m.headline.pace : m.headline.paceAtLeast)(
      usd(mid),
      usd(low),
      usd(high),
      p.wholeMonth,
    ),
  ];
}

/** A forecast leaves out what the spend that it is of leaves out. */
export const expected = ({ standing }: SpendPageProps, amount: Money): Known => ({
  amount,
  unpricedTokens: standing.unpricedTokens,
});

/** Of a person who spent more than is shown here, what the budget is held against. */
const wholeWords = ({ frame, total, standing }: SpendPageProps): string[] =>
  isPartOnly(total, standing) ? [frame.m.headline.inAll(knownText(spentIn(standing), frame))] : [];
const isPartOnly = (total: Known, { limit, spent, unpricedTokens }: SpendPageProps['standing']): boolean =>
  limit !== null && !(spent === total.amount && unpricedTokens === total.unpricedTokens);

/** What has no price is never silently among what is spent, nor left out. */
function unpricedWords({ frame: { m }, total, standing }: SpendPageProps): string[] {
  const { limit, cautious, unpricedTokens } = standing;
  const isSaid = saidOf(spentIn(standing)) === 'unpriced';
  if (limit !== null && cautious !== 0n)
    return [
      isSaid ? m.headline.countAs(usd(cautious)) : m.headline.cautious(whole(unpricedTokens), usd(cautious)),
    ];
  return total.unpricedTokens > 0n && !isSaid ? [m.headline.unpricedTokens(whole(total.unpricedTokens))] : [];
}
