import { type Context, Hono } from 'hono';
import { type AlertsShown, type AlertWithDeliveries, alertsAndOutbox } from '../../app/budgets/alerts.ts';
import { resendMessages } from '../../app/budgets/outbox.ts';
import { type Alert, isAhead, knownThen } from '../../core/alerts.ts';
import { isError } from '../../core/errors.ts';
import { href, scopeHref } from '../../core/href.ts';
import { narrowingFrom } from '../../core/narrowing.ts';
import { addDays } from '../../core/periods.ts';
import { thresholdFrom } from '../../core/thresholds.ts';
import { usd } from '../../core/usd.ts';
import { day, month } from '../../ui/format.ts';
import type { Frame } from '../../ui/layout.tsx';
import { Badge, PlainPage } from '../../ui/plain.tsx';
import { type Cell, lazyRow, type TableData } from '../../ui/table.tsx';
import type { ServerDeps } from '../deps.ts';
import { askingOf, inOnePage } from '../http/asking.ts';
import { messageOf, typed } from '../http/forms.ts';
import { frameOf } from '../http/frame.ts';
import { mayDo, only, viewerOf } from '../http/visitor.ts';
import { partOf } from '../tables/arrange.ts';
import { cards } from '../tables/cards.tsx';
import { instantCell, knownCell, moneyCell } from '../tables/cells.ts';
import { csvTable } from '../tables/csv.ts';
import { BESIDE_SPENT, besideSpent, spentCell } from '../tables/standingCells.tsx';
import { narrowedWords } from './meters.tsx';
import { IN_FILES, OUTBOX, OutboxTroubles, outboxCard, whyNot } from './outboxCard.tsx';

/** Alerts. */

/** How many alerts a page looks through. */
const MOST = 2000;
/** Messages that did not arrive, of those a page shows. */
const MOST_UNDELIVERED = 200;

export function alertRoutes(deps: ServerDeps): Hono {
  const app = new Hono();
  app.get('/alerts', (c) => inOnePage(c, deps, () => alertsPage(c, deps)));
  app.post('/alerts/resend', only('change', 'jobs'), async (c) => {
    try {
      await resendMessages(askingOf(c, deps), await typed(c));
    } catch (error) {
      if (!isError(error, 'notFound')) throw error;
      return c.redirect(href`/alerts?done=notOwed`, 303);
    }
    return c.redirect(href`/alerts?done=resent`, 303);
  });
  return app;
}

async function alertsPage(c: Context, deps: ServerDeps): Promise<Response> {
  const frame = frameOf(c, deps);
  const { m } = frame;
  const part = partOf(c, '');
  const { alerts, total, toldOthers, covered, outbox } = await alertsAndOutbox(
    askingOf(c, deps),
    MOST,
    part,
    mayDo(c, 'see', { kind: 'jobs' }) ? MOST_UNDELIVERED : null,
  );
  const table: TableData = {
    caption: m.usd,
    ...(part === null ? {} : { total }),
    columns: [
      { name: m.alerts.at, key: 'crossedAt' },
      { name: m.alerts.month, key: 'month', csv: 'period_start' },
      { name: 'period_end', key: 'period_end', file: true },
      { name: m.alerts.who, key: 'who', csv: 'whom', card: 'head' },
      { name: m.alerts.threshold, key: 'threshold_percent', number: true },
      { name: m.spent, key: 'spent_usd', number: true },
      { name: m.budget, key: 'budget_usd', number: true },
      { name: m.alerts.sent, key: 'messages', card: 'act' },
      ...BESIDE_SPENT,
    ],
    rows: alerts.map((alert) =>
      lazyRow(alert.id, () => [
        instantCell(alert.crossedAt, frame),
        periodCell(alert, frame),
        { text: addDays(alert.periodEnd, -1) },
        whoCell(alert, frame),
        thresholdCell(alert, frame),
        spentCell(spentThen(alert, frame), alert, frame),
        moneyCell(alert.budget),
        messagesCell(alert, { toldOthers, covered }, frame),
        besideSpent(alert).cautious_usd,
        besideSpent(alert).stale_since,
        besideSpent(alert).unpriced_tokens,
      ]),
    ),
  };
  const mayChange = mayDo(c, 'change', { kind: 'jobs' });
  const isShown = outbox !== null && (outbox.undelivered.length > 0 || csvTable(c) === OUTBOX);
  const result = await cards(c, frame, 'alerts', [
    { id: '', title: m.nav.alerts, table, empty: m.alerts.empty },
    ...(isShown ? [outboxCard(outbox, mayChange, frame)] : []),
  ]);
  if (result.response) return result.response;
  return c.html(
    <PlainPage
      frame={frame}
      title={m.nav.alerts}
      intro={m.alerts.intro}
      message={messageOf(null, c.req.query('done'), { resent: m.outbox.resent, notOwed: m.outbox.notOwed })}
    >
      {outbox !== null && <OutboxTroubles shown={outbox} mayChange={mayChange} frame={frame} />}
      <p class="actions">
        {viewerOf(c).email !== '' && <a href={href`/me/messages`}>{m.told.ownLink}</a>}
        {outbox !== null && <a href={href`/messages`}>{m.told.allLink}</a>}
      </p>
      <div class="grid">{result.shown}</div>
    </PlainPage>,
  );
}

/** A month as ever; others by their first and last day. */
function periodCell({ period, month: of, periodStart, periodEnd }: Alert, { m, locale }: Frame): Cell {
  if (period === 'month') return { text: month(of, locale), raw: periodStart, sort: of };
  const last = addDays(periodEnd, -1);
  const text =
    last === periodStart
      ? day(periodStart, locale)
      : `${m.alerts.periods[period]}${m.colon}${m.range(day(periodStart, locale), day(last, locale))}`;
  return { text, raw: periodStart, sort: periodStart };
}

function whoCell({ scopeKind, scopeKey, narrowing }: Alert, frame: Frame): Cell {
  const { m } = frame;
  const text =
    scopeKind === 'organisation'
      ? m.budgets.scopes.organisation
      : scopeKind === 'team'
        ? `${m.budgets.scopes.team}${m.colon}${scopeKey}`
        : scopeKey;
  return {
    text,
    raw: scopeKey,
    person: scopeKey,
    href: scopeHref(scopeKind, scopeKey),
    ...(narrowing === '' ? {} : { beside: [{ text: narrowedAs(narrowing, frame) }] }),
  };
}

/** In words; as it is kept where it says nothing that is known. */
const narrowedAs = (text: string, frame: Frame): string =>
  narrowedWords({ narrowing: narrowingFrom(text) ?? null }, frame) || text;

function thresholdCell(alert: Alert, { m }: Frame): Cell {
  const { threshold, thresholdPercent } = alert;
  const read = thresholdFrom(threshold);
  const at = read?.amount === undefined ? `${read?.percent ?? thresholdPercent} %` : usd(read.amount);
  const text = isAhead(alert) ? m.alerts.ahead(at) : at;
  const kind = thresholdPercent < 80 ? 'within' : thresholdPercent < 100 || isAhead(alert) ? 'watch' : 'over';
  return {
    text,
    raw: String(thresholdPercent),
    sort: thresholdPercent,
    show: <Badge kind={kind} text={text} />,
  };
}

/** Of crossings before it was kept nobody knows how many tokens had no price. */
function spentThen(alert: Alert, frame: Frame): Cell {
  const { beside, ...cell } = knownCell(knownThen(alert), frame);
  return alert.unpricedTokens === null || beside === undefined ? cell : { ...cell, beside };
}

/** What was sent, and loudly that nobody was told. */
function messagesCell(
  alert: AlertWithDeliveries,
  { toldOthers, covered }: Pick<AlertsShown, 'toldOthers' | 'covered'>,
  frame: Frame,
): Cell {
  const { m } = frame;
  if (alert.deliveries.length > 0) return deliveriesCell(alert.deliveries, frame);
  if (toldOthers.has(alert.id)) return { text: m.alerts.others, raw: IN_FILES.m.alerts.others };
  if (covered.has(alert.id)) return { text: m.alerts.covered, raw: IN_FILES.m.alerts.covered };
  return {
    text: m.alerts.nobody,
    raw: 'nobody',
    show: <Badge kind="watch" text={m.alerts.nobody} />,
  };
}

/** Whom it reached, and whom it did not: those of one state together, each by name. */
function deliveriesCell(deliveries: AlertWithDeliveries['deliveries'], frame: Frame): Cell {
  const states = [...Map.groupBy(deliveries, (one) => stateOf(one, frame))];
  const text = ([state, all]: (typeof states)[number]) =>
    `${state}${frame.m.colon}${all.map(({ target }) => target).join(frame.m.comma)}`;
  return {
    text: states.map(text).join(' · '),
    raw: deliveries.map((one) => `${one.target}: ${stateOf(one, IN_FILES)}`).join('; '),
    people: deliveries.map(({ target }) => target),
  };
}

function stateOf(delivery: AlertWithDeliveries['deliveries'][number], frame: Pick<Frame, 'm'>): string {
  const { m } = frame;
  if (delivery.deliveredAt !== null) return m.alerts.delivered;
  const state =
    delivery.droppedAt !== null
      ? m.outbox.dropped
      : delivery.givenUpAt === null
        ? m.alerts.waiting
        : m.alerts.givenUp;
  const why = whyNot(delivery, frame);
  return why === '' ? state : m.aside(state, why);
}
