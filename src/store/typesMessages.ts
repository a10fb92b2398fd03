import type { ChannelTraffic } from '../core/channelList.ts';
import type { SentFilter, SentMessage } from '../core/sent.ts';
import type { Instant } from '../core/types.ts';

/** Every message that was owed, and what became of it: what waits, what arrived, what was given up or dropped. */
export interface MessageStore {
  messages: {
    /** Those that fit, newest first. */
    list(filter: SentFilter, page: { limit: number; offset: number }): Promise<SentMessage[]>;
    /** How many fit, counted up to so many: of a long list the rest is not read. */
    count(filter: SentFilter, upTo: number): Promise<number>;
    /** How each channel did by which something waits, or was owed since an instant. */
    byChannel(since: Instant): Promise<ChannelTraffic[]>;
  };
}
