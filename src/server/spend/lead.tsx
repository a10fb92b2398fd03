import type { Money } from '../../core/types.ts';
import { percent, day as showDay, signedUsd, usd } from '../../ui/format.ts';
import type { SpendPageProps } from './view.tsx';

/** What a page of spend says first: one sentence, and the figures below it with where each leads. */

/** What the page says in one breath. */
export function headline({ frame, ...p }: SpendPageProps): string[] {
  const { m, locale } = frame;
  if (p.own) return ownHeadline({ frame, ...p });
  const said = [m.headline.spent(usd(p.total), p.periodName)];
  if (p.budget !== null) {
    said.push(m.headline.budget(usd(p.budget)));
    if (p.budget > p.total) said.push(m.headline.left(usd((p.budget - p.total) as Money)));
  }
  if (p.crosses) {
    const on = showDay(p.crosses.day, locale);
    const over = usd((p.total - (p.budget ?? 0n)) as Money);
    said.push(p.crosses.past ? m.headline.crossed(on, over) : m.headline.crosses(on));
  }
  if (p.forecast) said.push(m.headline.pace(usd(p.forecast.mid), usd(p.forecast.low), usd(p.forecast.high)));
  if (p.unallocated > 0n) said.push(m.headline.unowned(usd(p.unallocated)));
  return said;
}

function ownHeadline({ frame, ...p }: SpendPageProps): string[] {
  const { m, locale } = frame;
  const { own } = m.headline;
  const said = [own.used(usd(p.total), p.budget === null ? null : usd(p.budget), p.periodName)];
  if (p.crosses) {
    const on = showDay(p.crosses.day, locale);
    said.push(p.crosses.past ? own.crossed(on) : own.crosses(on));
  } else if (p.forecast)
    said.push(m.headline.pace(usd(p.forecast.mid), usd(p.forecast.low), usd(p.forecast.high)));
  return said;
}

export function Figures({ p }: { p: SpendPageProps }) {
  const { links, frame } = p;
  const { m } = frame;
  return (
    <dl class="kpis">
      <Figure name={m.spent} value={usd(p.total)} small={p.spentParts} href={links.spent} />
      {p.budget !== null && (
        <Figure
          name={m.budget}
          value={usd(p.budget)}
          small={`${m.variance} ${signedUsd(((p.forecast?.mid ?? p.total) - p.budget) as Money)}`}
          href={links.budget}
        />
      )}
      {p.budget === null && links.budget !== null && (
        <Figure name={m.budget} value="–" small={p.noBudget} href={links.budget} />
      )}
      {p.forecast && (
        <Figure
          name={m.forecast}
          value={usd(p.forecast.mid)}
          small={`${usd(p.forecast.low)} – ${usd(p.forecast.high)}`}
          href="#burnup"
        />
      )}
      <Figure
        name={p.beforeName}
        value={p.before === null ? '–' : usd(p.before)}
        small={p.before === null ? p.dataBegin : `${m.change} ${signedUsd((p.total - p.before) as Money)}`}
        href={p.before === null ? null : links.before}
      />
      {p.unallocated !== 0n && (
        <Figure
          name={m.unallocated}
          value={usd(p.unallocated)}
          small={percent(p.unallocated, p.total)}
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
