import type { Delivery } from './alerts.ts';
import type { WhyDropped } from './dropped.ts';
import type { Instant } from './types.ts';

/** One message, to one address: why, in which language, from when on, or why not at all. */
export interface Recipient extends Pick<Delivery, 'channel' | 'target'> {
  /** Left out: whoever wants to know everything. */
  role?: Delivery['role'];
  /** Left out: the company's. */
  locale?: Delivery['locale'];
  /** It does not leave before; left out: at once. */
  at?: Instant;
  /** It is kept, never to be sent; left out: it is sent. */
  drop?: WhyDropped;
}
