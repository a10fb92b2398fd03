import type { Child } from 'hono/jsx';
import { href } from '../../core/href.ts';
import { changeOf, type Known, pricedPart } from '../../core/known.ts';
import { signedUsd, usd } from '../../core/usd.ts';
import { percent } from '../../ui/format.ts';
import { knownText } from '../../ui/known.ts';
import { periodQuery } from '../tables/cells.ts';
import { has } from './faces.ts';
import type { SpendPageProps } from './props.ts';
import { expected } from './sentences.ts';

/** The figures of a page of spend, each with where it leads. */

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
          small={m.labelled(m.variance, signedUsd(variance))}
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
          href={p.coarse || !has(p.face, 'burnUp') ? null : '#burnup'}
        />
      )}
      <Compared p={p} />
    </dl>
  );
}

/** What the total is compared with, what nobody owns of it, and what share has an owner. */
export const Compared = ({ p }: { p: SpendPageProps }) => (
  <>
    {!(p.coarse && p.before === null) && <Before p={p} />}
    {(p.unallocated.amount !== 0n || p.unallocated.unpricedTokens !== 0n) && (
      <Figure
        name={p.frame.m.unallocated}
        value={knownText(p.unallocated, p.frame)}
        small={percent(p.unallocated.amount, p.total.amount, p.frame.locale)}
        href={p.links.unallocated}
      />
    )}
    {p.coverage !== null && (
      <Figure
        name={p.frame.m.bypass.coverage.title}
        value={p.coverage}
        small={p.frame.m.bypass.coverage.figure}
        href={href`/coverage` + periodQuery(p.frame)}
      />
    )}
  </>
);

/** What it is compared with; where only whole months are shown, not with a part of one. */
function Before({ p }: { p: SpendPageProps }) {
  const { m } = p.frame;
  return (
    <Figure
      name={p.beforeName}
      value={p.before === null ? '–' : knownText(p.before, p.frame)}
      small={
        p.before === null ? (
          p.dataBegin
        ) : (
          <>
            {m.labelled(m.change, changeText(p.total, p.before, p))}
            {p.links.why !== null && <a href={p.links.why}>{m.explore.why}</a>}
          </>
        )
      }
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

export const Figure = ({
  name,
  value,
  small,
  href,
}: {
  name: string;
  value: string;
  small: Child;
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
