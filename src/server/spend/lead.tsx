import type { Money } from '../../core/types.ts';
import { signedUsd, usd } from '../../core/usd.ts';
import { percent, day as showDay, whole } from '../../ui/format.ts';
import type { SpendPageProps } from './props.ts';

/** What a page of spend says first: one sentence, and the figures below it with where each leads. */

/** What the page says in one breath. */
export function headline(p: SpendPageProps): string[] {
  const { m, locale } = p.frame;
  if (p.own) return ownHeadline(p);
  const { counted, limit, left, forecast, reachesOn } = p.standing;
  const said = [m.headline.spent(usd(p.total), p.periodName), ...wholeWords(p), ...cautiousWords(p)];
  if (limit !== null) {
    said.push(m.headline.budget(usd(limit)));
    if (left !== null && left > 0n) said.push(m.headline.left(usd(left)));
  }
  if (reachesOn !== null && limit !== null) {
    const on = showDay(reachesOn, locale);
    const over = usd((counted - limit) as Money);
    said.push(counted >= limit ? m.headline.reached(on, over) : m.headline.reaches(on));
  }
  if (forecast) said.push(m.headline.pace(usd(forecast.mid), usd(forecast.low), usd(forecast.high)));
  if (p.unallocated > 0n) said.push(m.headline.unowned(usd(p.unallocated)));
  return said;
}

function ownHeadline(p: SpendPageProps): string[] {
  const { m, locale } = p.frame;
  const { own } = m.headline;
  const { spent, counted, limit, forecast, reachesOn } = p.standing;
  const said = [own.used(usd(spent), limit === null ? null : usd(limit), p.periodName), ...cautiousWords(p)];
  if (reachesOn !== null && limit !== null) {
    const on = showDay(reachesOn, locale);
    said.push(counted >= limit ? own.reached(on) : own.reaches(on));
  } else if (forecast) said.push(m.headline.pace(usd(forecast.mid), usd(forecast.low), usd(forecast.high)));
  return said;
}

/** Of a person who spent more than is shown here, what the budget is held against. */
const wholeWords = ({ frame: { m }, total, standing: { limit, spent } }: SpendPageProps): string[] =>
  limit === null || spent === total ? [] : [m.headline.inAll(usd(spent))];

/** What counts without a price is never silently among what is spent, nor left out. */
const cautiousWords = ({
  frame: { m },
  standing: { limit, cautious, unpricedTokens },
}: SpendPageProps): string[] =>
  limit === null || cautious === 0n ? [] : [m.headline.cautious(whole(unpricedTokens), usd(cautious))];

export function Figures({ p }: { p: SpendPageProps }) {
  const { links, frame } = p;
  const { m } = frame;
  const { limit, variance, forecast } = p.standing;
  const spent = p.total;
  return (
    <dl class="kpis">
      <Figure name={m.spent} value={usd(spent)} small={p.spentParts} href={links.spent} />
      {limit !== null && variance !== null && (
        <Figure
          name={m.budget}
          value={usd(limit)}
          small={`${m.variance} ${signedUsd(variance)}`}
          href={links.budget}
        />
      )}
      {limit === null && links.budget !== null && (
        <Figure name={m.budget} value="–" small={p.noBudget} href={links.budget} />
      )}
      {forecast && (
        <Figure
          name={m.forecast}
          value={usd(forecast.mid)}
          small={`${usd(forecast.low)} – ${usd(forecast.high)}`}
          href="#burnup"
        />
      )}
      <Figure
        name={p.beforeName}
        value={p.before === null ? '–' : usd(p.before)}
        small={p.before === null ? p.dataBegin : `${m.change} ${signedUsd((spent - p.before) as Money)}`}
        href={p.before === null ? null : links.before}
      />
      {p.unallocated !== 0n && (
        <Figure
          name={m.unallocated}
          value={usd(p.unallocated)}
          small={percent(p.unallocated, spent)}
          href={links.unallocated}
        />
      )}
    </dl>
  );
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
