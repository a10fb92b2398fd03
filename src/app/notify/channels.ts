import { type ChannelSet, channelsSet } from '../../core/channelList.ts';
import { DAY_MS, instantOf } from '../../core/periods.ts';
import type { Instant } from '../../core/types.ts';
import { type Asking, inOneReading, mustBeAllowed } from '../asking.ts';

/** The channels that are set, and how they do. */

/** How far back it is looked for what arrived and what did not, days. */
export const LOOKED_BACK_DAYS = 30;

export interface ChannelShown extends ChannelSet {
  /** Messages that wait for it now. */
  waiting: number;
  /** Of messages of the last `LOOKED_BACK_DAYS`; null: none arrived. */
  lastDeliveredAt: Instant | null;
  /** Since when it takes nothing; null: it is well, as far as it is known. */
  downSince: Instant | null;
  /** What failed last and has not arrived since; null: nothing. */
  failure: { at: Instant; error: string } | null;
}

/** Every channel that is set. @throws Forbidden unless they may change what jobs do */
export const listChannels = (asking: Asking): Promise<ChannelShown[]> =>
  inOneReading(asking, async ({ store, settings, ...inside }) => {
    mustBeAllowed({ store, settings, ...inside }, 'change', { kind: 'jobs' });
    const traffic = await store.messages.byChannel(instantOf(asking.now - LOOKED_BACK_DAYS * DAY_MS));
    const down = await store.alerts.channels();
    return channelsSet(settings.notify).map((set) => {
      const of = traffic.find(({ channel }) => channel === set.name);
      const troubled = down.find(({ channel }) => channel === set.name);
      return {
        ...set,
        waiting: of?.waiting ?? 0,
        lastDeliveredAt: of?.lastDeliveredAt ?? null,
        downSince: troubled?.downSince ?? null,
        failure:
          troubled === undefined
            ? (of?.failure ?? null)
            : { at: troubled.lastErrorAt, error: troubled.lastError },
      };
    });
  });
