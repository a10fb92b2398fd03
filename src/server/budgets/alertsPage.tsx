import type { Context } from 'hono';
import { type AlertWithDeliveries, listAlerts } from '../../app/budgets/alerts.ts';
import { type Alert, knownThen } from '../../core/alerts.ts';
import { scopeHref } from '../../core/href.ts';
import { month } from '../../ui/format.ts';
import type { Frame } from '../../ui/layout.tsx';
import { Badge, PlainPage } from '../../ui/plain.tsx';
import { type Cell, lazyRow, type TableData } from '../../ui/table.tsx';
import type { ServerDeps } from '../deps.ts';
import { askingOf } from '../http/asking.ts';
import { frameOf } from '../http/frame.ts';
import { cards } from '../tables/cards.tsx';
import { instantCell, knownCell, moneyCell } from '../tables/cells.ts';
import { BESIDE_SPENT, besideSpent, spentCell } from '../tables/standingCells.tsx';

/** Alerts. */

/** How many alerts a page looks through. */
const MOST = 2000;

export async function alertsPage(c: Context, deps: ServerDeps): Promise<Response> {
  const frame = frameOf(c, deps);
  const { m } = frame;
  const { alerts, toldOthers } = await listAlerts(askingOf(c, deps), { limit: MOST, offset: 0 });
  const table: TableData = {
    caption: m.usd,
    columns: [
      { name: m.alerts.at, key: 'crossedAt' },
      { name: m.alerts.month, key: 'month' },
      { name: m.alerts.who, key: 'who' },
      { name: m.alerts.threshold, key: 'threshold_percent', number: true },
      { name: m.spent, key: 'spent_usd', number: true },
      { name: m.budget, key: 'budget_usd', number: true },
      { name: m.alerts.sent, key: 'messages' },
      ...BESIDE_SPENT,
    ],
    rows: alerts.map((alert) =>
      lazyRow(alert.id, () => [
        instantCell(alert.crossedAt, frame),
        { text: month(alert.month, frame.locale), raw: alert.month, sort: alert.month },
        { text: alert.scopeKey, href: scopeHref(alert.scopeKind, alert.scopeKey) },
        {
          text: `${alert.thresholdPercent} %`,
          raw: String(alert.thresholdPercent),
          sort: alert.thresholdPercent,
          show: (
            <Badge
              kind={
                alert.thresholdPercent >= 100 ? 'over' : alert.thresholdPercent >= 80 ? 'watch' : 'within'
              }
              text={`${alert.thresholdPercent} %`}
            />
          ),
        },
        spentCell(spentThen(alert, frame), alert, frame),
        moneyCell(alert.budget),
        messagesCell(alert, alerts, toldOthers, frame),
        besideSpent(alert).cautious_usd,
        besideSpent(alert).stale_since,
        besideSpent(alert).unpriced_tokens,
      ]),
    ),
  };
  const result = cards(c, frame, 'alerts', [{ id: '', title: m.nav.alerts, table, empty: m.alerts.empty }]);
  if (result.response) return result.response;
  return c.html(
    <PlainPage frame={frame} title={m.nav.alerts} intro={m.alerts.intro}>
      <div class="grid">{result.shown}</div>
    </PlainPage>,
  );
}

/** Of crossings before it was kept nobody knows how many tokens had no price. */
function spentThen(alert: Alert, frame: Frame): Cell {
  const { beside, ...cell } = knownCell(knownThen(alert), frame);
  return alert.unpricedTokens === null || beside === undefined ? cell : { ...cell, beside };
}

/** What was sent, and loudly that nobody was told. */
function messagesCell(
  alert: AlertWithDeliveries,
  alerts: readonly AlertWithDeliveries[],
  toldOthers: ReadonlySet<string>,
  frame: Frame,
): Cell {
  const { m } = frame;
  if (alert.deliveries.length > 0)
    return {
      text: alert.deliveries.map((one) => `${one.target}${m.colon}${stateOf(one, frame)}`).join('; '),
    };
  if (toldOthers.has(alert.id)) return { text: m.alerts.others };
  const isTold = (other: AlertWithDeliveries) => other.deliveries.length > 0 || toldOthers.has(other.id);
  if (alerts.some((other) => isTold(other) && covers(other, alert))) return { text: m.alerts.covered };
  return {
    text: m.alerts.nobody,
    raw: 'nobody',
    show: <Badge kind="watch" text={m.alerts.nobody} />,
  };
}

/** Crossed at the same moment, and higher: whoever was told of that needs no word of the lower one. */
const covers = (other: Alert, alert: Alert): boolean =>
  other.budgetId === alert.budgetId &&
  other.scopeKey === alert.scopeKey &&
  other.version === alert.version &&
  other.month === alert.month &&
  other.crossedAt === alert.crossedAt &&
  other.thresholdPercent > alert.thresholdPercent;

function stateOf(
  delivery: { deliveredAt: string | null; givenUpAt: string | null; lastError: string | null },
  { m }: Frame,
): string {
  if (delivery.deliveredAt !== null) return m.alerts.delivered;
  const state = delivery.givenUpAt === null ? m.alerts.waiting : m.alerts.givenUp;
  return delivery.lastError === null ? state : `${state} (${delivery.lastError})`;
}
