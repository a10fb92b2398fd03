import type { Child } from 'hono/jsx';
import { href } from '../../core/href.ts';
import { BurnUp } from '../../ui/charts/burnUp.tsx';
import { HeatStrip } from '../../ui/charts/small.tsx';
import { StackedDays } from '../../ui/charts/stackedDays.tsx';
import { kept } from '../../ui/kept.tsx';
import { Layout, PeriodPicker } from '../../ui/layout.tsx';
import { TableCard } from '../../ui/table.tsx';
import { periodQuery } from '../tables/cells.ts';
import { AttentionCard } from './attention.tsx';
import type { Part } from './faces.ts';
import { Figures } from './lead.tsx';
import type { SpendPageProps } from './props.ts';
import { headline } from './sentences.ts';
import { SureCard } from './sure.tsx';

/** A page of spend: what it says, and its parts in the order of its face. */

export function SpendPage(p: SpendPageProps) {
  const { frame } = p;
  if (p.nothing !== null) return <NothingPage p={p} nothing={p.nothing} />;
  return (
    <Layout frame={frame} title={p.title}>
      <Lead p={p} />
      {p.stop}
      <Requests p={p} />
      <PeriodPicker frame={frame} period={p.period} filters={['hide']} />
      {p.files}
      <div class="grid">{p.face.parts.map((part) => PARTS[part](p))}</div>
    </Layout>
  );
}

/** What the page is called, and what it says in one breath. */
function Lead({ p }: { p: SpendPageProps }) {
  const { m } = p.frame;
  return (
    <div class="lead">
      <h1>{p.title}</h1>
      {p.subtitle && <p class="note">{p.subtitle}</p>}
      <p class="headline">{kept(headline(p).join(m.gap))}</p>
      {p.inAll !== null && (
        <p class="fresh">
          {p.inAll} <a href={href`/me` + periodQuery(p.frame)}>{m.scope.ownPage}</a>
        </p>
      )}
      {p.attentionSaid !== '' && (
        <p class="fresh">
          <a href="#attention">{p.attentionSaid}</a>
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
  );
}

const PARTS: Readonly<Record<Part, (p: SpendPageProps) => Child>> = {
  figures: (p) => <Figures p={p} />,
  acts: (p) =>
    p.acts.length > 0 && (
      <p class="actions">
        {p.acts.map((act) => (
          <a href={act.href}>{act.text}</a>
        ))}
      </p>
    ),
  meters: (p) => p.meters,
  first: ({ frame, tables: [first] }) => first && <TableCard frame={frame} {...first} />,
  others: ({ frame, tables: [, ...others] }) => others.map((table) => <TableCard frame={frame} {...table} />),
  attention: ({ frame, attention, ended }) =>
    attention && <AttentionCard frame={frame} shown={attention} past={ended !== null} />,
  sure: (p) => p.sure && <SureCard p={p} shown={p.sure} />,
  burnUp: (p) => !p.coarse && <BurnUpCard p={p} />,
  daily: (p) => !p.coarse && <DailyCard p={p} />,
  advice: (p) => p.advice,
  days: ({ frame: { m, locale }, points, links, coarse }) =>
    !coarse && (
      <section class="card">
        <h2>{m.by.day}</h2>
        <HeatStrip points={points} hrefOf={links.day} m={m} locale={locale} />
      </section>
    ),
};

function BurnUpCard({ p }: { p: SpendPageProps }) {
  const { m, locale } = p.frame;
  return (
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
  );
}

function DailyCard({ p }: { p: SpendPageProps }) {
  const { m, locale } = p.frame;
  return (
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
  );
}

/** One clear note, and what to do: no chart and no table that would make a figure of it. */
const NothingPage = ({ p, nothing }: { p: SpendPageProps; nothing: string }) => (
  <Layout frame={p.frame} title={p.title}>
    <div class="lead">
      <h1>{p.title}</h1>
      <p class="headline">{kept(nothing)}</p>
      <Stale all={p.stale} />
    </div>
    {p.stop}
    <Requests p={p} />
    {p.collected ? <PeriodPicker frame={p.frame} period={p.period} /> : p.setup}
  </Layout>
);

const Stale = ({ all }: { all: readonly string[] }) => (
  <>
    {all.map((text) => (
      <p class="message bad">{text}</p>
    ))}
  </>
);

/** What waits for whoever looks, where they look first; on their own page also what they wait for. */
function Requests({ p: { requests, own, frame } }: { p: SpendPageProps }) {
  const { m } = frame;
  const [first, ...others] = own ? requests.own : [];
  return (
    <>
      {requests.forMe > 0 && (
        <section class="card waits" aria-label={m.budgetsSeeing.requests.title}>
          <p>
            <b>{m.approval.forMeCount(requests.forMe)}</b>
          </p>
          <p class="actions">
            <a class="primary" href={href`/requests`}>
              {m.budgetsSeeing.requests.open}
            </a>
          </p>
        </section>
      )}
      {first !== undefined && (
        <p class="note">
          <a href={others.length === 0 ? href`/requests/${first}` : href`/requests`}>
            {m.approval.ownWaiting(requests.own.length)}
          </a>
        </p>
      )}
    </>
  );
}
