import type { Delivery } from '../core/alerts.ts';
import type { WhyDropped } from '../core/dropped.ts';
import type { ChannelState, Outbox, Owed } from '../core/outbox.ts';
import type { Actor, Instant } from '../core/types.ts';

/** The messages that are owed, what became of them, and the channels that they go by. */
export interface OutboxStore {
  /**
   * Messages of alerts and of notices that may be tried now: what concerns operators first, then the highest thresholds, of
   * these the oldest. None of a channel that is down and not tried again yet.
   */
  due(now: Instant, limit: number): Promise<Owed[]>;
  /** Messages that wait, due or not, the oldest first. */
  waiting(limit: number): Promise<Owed[]>;
  /** @param target whom it went to, where that is not who it was owed to */
  delivered(id: string, at: Instant, target?: string): Promise<void>;
  /** These leave as one message from now on, whatever becomes of the attempt. */
  bundle(ids: readonly string[], digestId: string): Promise<void>;
  /** All of these have arrived, as one message. */
  deliveredTogether(ids: readonly string[], at: Instant): Promise<void>;
  /** An attempt of the message itself failed. @param nextAttemptAt null gives it up */
  failed(id: string, error: string, nextAttemptAt: Instant | null, now: Instant): Promise<void>;
  /** It goes by another channel from now on, as if it was owed by that. @param why what the channel before said */
  reroute(id: string, channel: Delivery['channel'], why: string, now: Instant): Promise<void>;
  /** It could not be tried, or nobody knows whose fault it was: no attempt of its own. @param error null: nothing failed */
  putAside(id: string, error: string | null, nextAttemptAt: Instant): Promise<void>;
  /** They do not hold any more; they stay, with why. */
  dropped(which: readonly { id: string; why: WhyDropped }[], now: Instant): Promise<void>;
  channels(): Promise<ChannelState[]>;
  /** It takes nothing, and is tried again at an instant. */
  channelDown(channel: Delivery['channel'], error: string, nextProbeAt: Instant, now: Instant): Promise<void>;
  /** It took something, or nothing waits for it any more. */
  channelUp(channel: Delivery['channel']): Promise<void>;
  outbox(): Promise<Outbox>;
  /** Messages that did not arrive: given up, waiting and dropped, in that order, of each the newest first. */
  undelivered(limit: number): Promise<Owed[]>;
  /**
   * Owes messages anew that were given up, with their audit entries, and has them tried at once, as all that waits for their
   * channels, or, where none is named, for any that is down.
   * @param id of one that was given up or waits; null: all that were given up
   * @returns those that are owed now
   */
  resend(id: string | null, actor: Actor, now: Instant): Promise<Owed[]>;
}
