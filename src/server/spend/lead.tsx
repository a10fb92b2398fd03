import { href } from '../../core/href.ts';
import { changeOf, type Known, pricedPart, saidOf } from '../../core/known.ts';
import { spentIn } from '../../core/standing.ts';
import type { Money } from '../../core/types.ts';
import { signedUsd, usd } from '../../core/usd.ts';
import { percent, day as showDay, whole } from '../../ui/format.ts';
import { knownText } from '../../ui/known.ts';
import { periodQuery } from '../tables/cells.ts';
import type { SpendPageProps } from './props.ts';

/** What a page of spend says first: one sentence, and the figures below it with where each leads. */

/** What the page says in one breath. */
export function headline(p: SpendPageProps): string[] {
  const { m, locale } = p.frame;
  if (p.own) return ownHeadline(p);
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

function unownedWords({ frame, unallocated }: SpendPageProps): string[] {
  const { headline: words } = frame.m;
  if (saidOf(unallocated) === 'unpriced') return [words.unownedUnpriced(whole(unallocated.unpricedTokens))];
  return saidOf(unallocated) === 'atLeast' || unallocated.amount > 0n
    ? [words.unowned(knownText(unallocated, frame))]
    : [];
}

function spentWords({ frame: { m }, total, periodName }: SpendPageProps): string {
  const said = saidOf(total);
  if (said === 'unpriced') return m.headline.unpriced(periodName, whole(total.unpricedTokens));
  return (said === 'whole' ? m.headline.spent : m.headline.atLeast)(usd(pricedPart(total)), periodName);
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
      ? m.headline.unpriced(p.periodName, whole(spent.unpricedTokens))
      : used(text, of, p.periodName),
    ...unpricedWords(p),
  ];
  if (reachesOn !== null && limit !== null) {
    const on = showDay(reachesOn, locale);
    said.push(counted >= limit ? own.reached(on) : own.reaches(on));
  } else said.push(...paceWords(p));
  return said;
}

/** Where the month ends at this pace: of best-known spend, as everywhere. */
function paceWords(p: SpendPageProps): string[] {
  const { m } = p.frame;
  const { forecast } = p.standing;
  if (forecast === null) return [];
  const { low, mid, high } = forecast;
  const said = saidOf(expected(p, mid));
  if (said === 'unpriced') return [];
  return [(said === 'whole' ? m.headline.pace : m.headline.paceAtLeast)(usd(mid), usd(low), usd(high))];
}

/** A forecast leaves out what the spend that it is of leaves out. */
const expected = ({ standing }: SpendPageProps, amount: Money): Known => ({
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

export function Figures({ p }: { p: SpendPageProps }) {
  const { links, frame } = p;
  const { m } = frame;
  const { limit, variance, forecast, state } = p.standing;
  const spent = p.total;
  return (
    <dl class="kpis">
      <Figure name={m.spent} value={knownText(spent, frame)} small={p.spentParts} href={links.spent} />
      {limit !== null && variance !== null && (
        <Figure
          name={m.budget}
          value={usd(limit)}
          small={`${m.variance} ${signedUsd(variance)}`}
          href={links.budget}
        />
      )}
      {limit === null && (links.budget !== null || state === 'unknown') && (
        <Figure name={m.budget} value="–" small={p.noBudget} href={links.budget} />
      )}
      {forecast && (
        <Figure
          name={m.forecast}
          value={knownText(expected(p, forecast.mid), frame)}
          small={m.range(usd(forecast.low), usd(forecast.high))}
          href={p.coarse ? null : '#burnup'}
        />
      )}
      {!(p.coarse && p.before === null) && <Before p={p} />}
      {(p.unallocated.amount !== 0n || p.unallocated.unpricedTokens !== 0n) && (
        <Figure
          name={m.unallocated}
          value={knownText(p.unallocated, frame)}
          small={percent(p.unallocated.amount, spent.amount, frame.locale)}
          href={links.unallocated}
        />
      )}
      {p.coverage !== null && (
        <Figure
          name={m.bypass.coverage.title}
          value={p.coverage}
          small={m.bypass.coverage.figure}
          href={href`/coverage` + periodQuery(frame)}
        />
      )}
    </dl>
  );
}

/** What it is compared with; where only whole months are shown, not with a part of one. */
function Before({ p }: { p: SpendPageProps }) {
  const { m } = p.frame;
  return (
    <Figure
      name={p.beforeName}
      value={p.before === null ? '–' : knownText(p.before, p.frame)}
      small={p.before === null ? p.dataBegin : `${m.change} ${changeText(p.total, p.before, p)}`}
      href={p.before === null ? null : p.links.before}
    />
  );
}

function changeText(now: Known, then: Known, { frame: { m } }: SpendPageProps): string {
  const change = changeOf(now, then);
  if (change === null) return '–';
  const text = signedUsd(pricedPart(change));
  return change.unpricedTokens > 0n ? m.atLeast(text) : text;
}

const Figure = ({
  name,
  value,
  small,
  href,
}: {
  name: string;
  value: string;
  small: string;
  href: string | null;
}) => (
  <div class="kpi">
    <dt>{name}</dt>
    <dd>
      {href === null ? value : <a href={href}>{value}</a>}
      <small>{small}</small>
    </dd>
  </div>
);
