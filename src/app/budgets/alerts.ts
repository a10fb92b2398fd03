import type { Alert, AlertDelivery, Delivery } from '../../core/alerts.ts';
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

/** The alerts of a page, and how their messages fare: of a piece. @param undelivered messages at most; null leaves them out */
export const alertsAndOutbox = (
  asking: Asking,
  page: { limit: number; offset: number },
  undelivered: number | null,
): Promise<AlertList & { outbox: OutboxShown | null }> =>
  inOneReading(asking, async (inside) => ({
    ...(await listAlerts(inside, page)),
    outbox: undelivered === null ? null : await readOutbox(inside, undelivered),
  }));

/**
 * Alerts that whoever asks may see, newest first; an alert says what somebody had spent at one moment, so that others see none
 * where they see no days. Who else was told of them, and where, is for those who see everything:
 * an address of a webhook may hold a secret; that somebody was told is no secret, and is in `toldOthers`.
 */
export const listAlerts = (asking: Asking, page: { limit: number; offset: number }): Promise<AlertList> =>
  inOneReading(asking, async (inside) => {
    const scope = showsDays(inside) ? scopeOf(inside) : ownScope(inside.viewer);
    const { alerts, total } = await inside.store.alerts.list({ ...page, scope });
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
