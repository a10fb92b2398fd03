import type { SpendScope } from '../../core/access.ts';
import { type Alert, type AlertDelivery, covers, type Delivery } from '../../core/alerts.ts';
import { ownScope } from '../../core/privacy.ts';
import { type Asking, inOneReading, mayDo, scopeOf } from '../asking.ts';
import { showsDays } from '../privacy/shown.ts';
import { type OutboxShown, readOutbox } from './outbox.ts';

/** Thresholds of budgets that were crossed. */

export type AlertWithDeliveries = Alert & { deliveries: readonly AlertDelivery[] };

interface AlertList {
  alerts: readonly AlertWithDeliveries[];
  total: number;
  /** Ids of alerts of which others were told than those named here. */
  toldOthers: ReadonlySet<string>;
}

/** Which of a list are shown, once it is known how long it is. */
type Part = (total: number) => { limit: number; offset: number };

export interface AlertsShown extends AlertList {
  /** Ids of those of which nobody was told, since somebody was told of a higher one of the same moment. */
  covered: ReadonlySet<string>;
  outbox: OutboxShown | null;
}

/**
 * The alerts of a page, and how their messages fare: of a piece.
 * @param most of the newest; `total` is no more
 * @param part those that are shown; null: all
 * @param undelivered messages at most; null leaves them out
 */
export const alertsAndOutbox = (
  asking: Asking,
  most: number,
  part: Part | null,
  undelivered: number | null,
): Promise<AlertsShown> =>
  inOneReading(asking, async (inside) => {
    const { store } = inside;
    const total = Math.min(most, part === null ? most : await store.alerts.count(seenBy(inside)));
    const list = await listAlerts(inside, part === null ? { limit: most, offset: 0 } : part(total));
    const untold = list.alerts.filter(
      ({ id, deliveries }) => deliveries.length === 0 && !list.toldOthers.has(id),
    );
    const told = Map.groupBy(await store.alerts.toldBeside(untold.map(({ id }) => id)), (one) => one.beside);
    const covered = untold.filter((alert) => told.get(alert.id)?.some((other) => covers(other, alert)));
    return {
      ...list,
      total: Math.min(most, list.total),
      covered: new Set(covered.map(({ id }) => id)),
      outbox: undelivered === null ? null : await readOutbox(inside, undelivered),
    };
  });

/** Others see none of them where they see no days: an alert says what somebody had spent at one moment. */
const seenBy = (asking: Asking): SpendScope =>
  showsDays(asking) ? scopeOf(asking) : ownScope(asking.viewer);

/**
 * Alerts that whoever asks may see, newest first. Who else was told of them, and where, is for those who see everything:
 * an address of a webhook may hold a secret; that somebody was told is no secret, and is in `toldOthers`.
 */
export const listAlerts = (asking: Asking, page: { limit: number; offset: number }): Promise<AlertList> =>
  inOneReading(asking, async (inside) => {
    const { alerts, total } = await inside.store.alerts.list({ ...page, scope: seenBy(inside) });
    inside.noteLook?.(alerts.flatMap((one) => (one.scopeKind === 'user' ? one.scopeKey : [])));
    if (mayDo(inside, 'see', { kind: 'bill' })) return { alerts, total, toldOthers: new Set() };
    const { email } = inside.viewer;
    const isOwn = ({ target }: Delivery) => target === email;
    const others = alerts.filter(({ deliveries }) => !deliveries.every(isOwn));
    return {
      alerts: alerts.map((alert) => ({ ...alert, deliveries: alert.deliveries.filter(isOwn) })),
      total,
      toldOthers: new Set(others.map(({ id }) => id)),
    };
  });
