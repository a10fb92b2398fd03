import { href } from '../../core/href.ts';
import { usd } from '../../core/usd.ts';
import { BurnUp } from '../../ui/charts/burnUp.tsx';
import { HeatStrip } from '../../ui/charts/small.tsx';
import { StackedDays } from '../../ui/charts/stackedDays.tsx';
import { day as showDay } from '../../ui/format.ts';
import { type Frame, Layout, PeriodPicker } from '../../ui/layout.tsx';
import { Badge } from '../../ui/plain.tsx';
import { DataTable, TableCard } from '../../ui/table.tsx';
import { Figures, headline } from './lead.tsx';
import type { AttentionItem, SpendPageProps } from './props.ts';

export function SpendPage(p: SpendPageProps) {
  const { frame } = p;
  const { m, locale } = frame;
  if (p.nothing !== null) return <NothingPage p={p} nothing={p.nothing} />;
  const [first, ...others] = p.tables;
  // Beside a card of half the width there is room for another.
  const halves = p.tables.filter((table) => table.width === 'half').length;
  const odd = (halves + (p.attention ? 1 : 0) + (p.findings ? 1 : 0)) % 2 === 1;
  return (
    <Layout frame={frame} title={p.title}>
      <div class="lead">
        <h1>{p.title}</h1>
        {p.subtitle && <p class="note">{p.subtitle}</p>}
        <p class="headline">{headline(p).join(m.gap)}</p>
        {p.attention && p.attention.items.length > 0 && (
          <p class="fresh">
            <a href="#attention">{m.attention.counts(p.attention.over, p.attention.watch)}</a>
          </p>
        )}
        <p class="fresh">{p.freshness}</p>
        {p.late !== null && <p class="fresh">{p.late}</p>}
        {p.coarse && (
          <p class="fresh">
            <a href={href`/privacy`}>{m.privacy.months}</a>
          </p>
        )}
        <Stale all={p.stale} />
      </div>
      {p.stop}
      <Requests count={p.requestsForMe} frame={frame} />
      <PeriodPicker frame={frame} period={p.period} filters={['hide']} />
      <Figures p={p} />
      {p.acts.length > 0 && (
        <p class="actions">
          {p.acts.map((act) => (
            <a href={act.href}>{act.text}</a>
          ))}
        </p>
      )}
      {p.files}
      <div class="grid">
        {p.meters}
        {!p.coarse && <Days p={p} />}
        {p.advice}
        {first && <TableCard frame={frame} {...first} />}
        {p.attention && <AttentionCard frame={frame} {...p.attention} />}
        {p.findings && (
          <section class="card half">
            <div class="tools">
              <h2>
                <a href={p.findings.href}>{m.findings.title}</a>
              </h2>
            </div>
            {p.findings.data.rows.length === 0 ? (
              <p class="note">{p.findings.none}</p>
            ) : (
              <DataTable data={p.findings.data} label={m.findings.title} />
            )}
          </section>
        )}
        {others.map((table) => (
          <TableCard frame={frame} {...table} />
        ))}
        {!p.whole && !p.coarse && (
          <section class={odd ? 'card half' : 'card'}>
            <h2>{m.by.day}</h2>
            <HeatStrip points={p.points} hrefOf={p.links.day} m={m} locale={locale} />
          </section>
        )}
      </div>
    </Layout>
  );
}

/** What happened day by day. */
function Days({ p }: { p: SpendPageProps }) {
  const { m, locale } = p.frame;
  return (
    <>
      <section class="card half" id="burnup">
        <h2>{m.chart.burnUp}</h2>
        <BurnUp
          days={p.days}
          points={p.points}
          today={p.today}
          budget={p.standing.limit}
          cone={p.standing.forecastCounted?.cone ?? []}
          forecast={p.standing.forecast?.mid ?? null}
          hrefOf={p.links.day}
          m={m}
          locale={locale}
        />
      </section>
      <section class="card half">
        <h2>{m.chart.daily}</h2>
        <StackedDays
          days={p.days}
          stacks={p.stacks}
          today={p.today}
          held={p.points}
          hiding={p.hiding}
          hrefOf={p.links.day}
          m={m}
          locale={locale}
        />
      </section>
    </>
  );
}

/** One clear note, and what to do: no chart and no table that would make a figure of it. */
const NothingPage = ({ p, nothing }: { p: SpendPageProps; nothing: string }) => (
  <Layout frame={p.frame} title={p.title}>
    <div class="lead">
      <h1>{p.title}</h1>
      <p class="headline">{nothing}</p>
      <Stale all={p.stale} />
    </div>
    {p.stop}
    <Requests count={p.requestsForMe} frame={p.frame} />
    {p.collected ? (
      <PeriodPicker frame={p.frame} period={p.period} />
    ) : (
      <p>
        <a href={href`/jobs`}>{p.frame.m.nav.jobs}</a>
      </p>
    )}
  </Layout>
);

const Stale = ({ all }: { all: readonly string[] }) => (
  <>
    {all.map((text) => (
      <p class="message bad">{text}</p>
    ))}
  </>
);

function AttentionCard({
  frame,
  items,
  href: all,
  none,
  more,
  moreIn,
}: {
  frame: Frame;
  items: readonly AttentionItem[];
  href: string | null;
  none: string;
  more: number;
  moreIn: readonly { name: string; href: string }[];
}) {
  const { m, locale } = frame;
  return (
    <section class="card half" id="attention">
      <h2>{all === null ? m.attention.title : <a href={all}>{m.attention.title}</a>}</h2>
      {items.length === 0 && <p class="note">{none}</p>}
      <ul class="attention">
        {items.map((item) => (
          <li>
            <Badge kind={item.state} text={m.budgetState[item.state]} />
            <a href={item.href}>{item.key}</a>
            <span>
              {item.state === 'over' || item.reachesOn === null
                ? m.attention.over(usd(item.excess), usd(item.budget))
                : m.attention.watch(showDay(item.reachesOn, locale), usd(item.budget))}
            </span>
          </li>
        ))}
      </ul>
      {more > 0 && (
        <p class="note">
          {m.attention.more(more)}
          {m.colon}
          {moreIn.map(({ name, href }, i) => (
            <>
              {i > 0 && ' · '}
              <a href={href}>{name}</a>
            </>
          ))}
        </p>
      )}
    </section>
  );
}

/** What waits for whoever looks, where they look first. */
const Requests = ({ count, frame: { m } }: { count: number; frame: Frame }) =>
  count === 0 ? null : (
    <section class="card waits" aria-label={m.budgetsSeeing.requests.title}>
      <p>
        <b>{m.approval.forMeCount(count)}</b>
      </p>
      <p class="actions">
        <a class="primary" href={href`/requests`}>
          {m.budgetsSeeing.requests.open}
        </a>
      </p>
    </section>
  );
