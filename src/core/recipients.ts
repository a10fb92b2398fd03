import type { Delivery } from './alerts.ts';
import type { Settings } from './settings.ts';

/** One message, to one address. */
export type Recipient = Pick<Delivery, 'channel' | 'target'>;

/** Whom to tell, over which channel: these people and whoever wants to know everything, each once. */
export function recipients(notify: Settings['notify'], concerned: readonly string[] = []): Recipient[] {
  const people = notify.smtpUrl === null ? [] : [...new Set([...concerned, ...notify.to])];
  return [
    ...people.map((target): Recipient => ({ channel: 'email', target })),
    ...(notify.webhook ? [{ channel: 'webhook' as const, target: notify.webhook.url }] : []),
  ];
}
