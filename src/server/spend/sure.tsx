import type { SpendFacts } from '../../app/spend/known.ts';
import { href } from '../../core/href.ts';
import type { Freshness } from '../../core/types.ts';
import { instant, percent, whole } from '../../ui/format.ts';
import type { Frame } from '../../ui/layout.tsx';
import { Badge } from '../../ui/plain.tsx';
import { DataTable } from '../../ui/table.tsx';
import { findingsTable } from '../bill/findingsTable.ts';
import { periodQuery } from '../tables/cells.ts';
import { Compared, Figure } from './lead.tsx';
import type { SpendPageProps, SureShown } from './props.ts';

/** How far the figures of a month are to be trusted: what is billed, what has an owner, what was read, what does not add up. */

const SOURCES: readonly Freshness['source'][] = ['usage', 'charges', 'profiles'];

export function sureShown(frame: Frame, facts: SpendFacts): SureShown {
  const { m, locale } = frame;
  const { findings, agreement, freshness, stale } = facts;
  return {
    sources: SOURCES.flatMap((source) => {
      const parts = freshness.filter((one) => one.source === source);
      if (parts.length === 0) return [];
      const ends = parts.map(({ completeUntil }) => completeUntil);
      const first = ends.includes(null) ? null : (ends.sort()[0] ?? null);
      return {
        name: m.freshness.sources[source],
        until: first === null ? m.freshness.never : instant(first, locale),
        stale: stale.some((one) => one.source === source),
      };
    }),
    findings:
      findings === null || agreement === null
        ? null
        : {
            none: m.findings.agreement[agreement.state](whole(agreement.compared), whole(agreement.due)),
            data: findingsTable(findings, frame, { short: true }),
          },
  };
}

export function SureCard({ p, shown }: { p: SpendPageProps; shown: SureShown }) {
  const { m } = p.frame;
  return (
    <section class="card half sure" id="sure">
      <h2>{m.faces.sure}</h2>
      <dl class="kpis">
        <Figure
          name={m.billed}
          value={percent(p.total.amount - p.estimated.amount, p.total.amount, p.frame.locale)}
          small={p.spentParts}
          href={p.links.spent}
        />
        <Compared p={p} />
      </dl>
      <ul class="sources">
        {shown.sources.map(({ name, until, stale }) => (
          <li>
            <Badge kind={stale ? 'watch' : 'ok'} text={stale ? m.freshness.old : m.freshness.fresh} />
            <a href={`${href`/jobs`}#table-freshness`}>{name}</a>
            <span>
              {m.freshness.until} {until}
            </span>
          </li>
        ))}
      </ul>
      {shown.findings && (
        <>
          <h3>
            <a href={href`/reconciliation` + periodQuery(p.frame)}>{m.findings.title}</a>
          </h3>
          {shown.findings.data.rows.length === 0 ? (
            <p class="note">{shown.findings.none}</p>
          ) : (
            <DataTable data={shown.findings.data} label={m.findings.title} />
          )}
        </>
      )}
    </section>
  );
}
