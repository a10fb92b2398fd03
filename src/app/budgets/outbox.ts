import type { ChannelState, Outbox, Owed } from '../../core/outbox.ts';
import {
  type Asking,
  because,
  inOneReading,
  inOneWriting,
  mustBeAllowed,
  NotThere,
  nowOf,
} from '../asking.ts';
import { isOwnAlone, showsDays } from '../privacy/shown.ts';
import { readReason, type Typed } from '../typed.ts';

/** Messages that did not arrive, and having them sent again. */

export interface OutboxShown {
  outbox: Outbox;
  channels: readonly ChannelState[];
  /** Given up, waiting and dropped, in that order. */
  undelivered: readonly Owed[];
}

/** @throws Forbidden unless they may see what jobs do */
export const readOutbox = (asking: Asking, limit: number): Promise<OutboxShown> =>
  inOneReading(asking, async (inside) => {
    mustBeAllowed(inside, 'see', { kind: 'jobs' });
    const { alerts } = inside.store;
    return {
      outbox: await alerts.outbox(),
      channels: await alerts.channels(),
      undelivered: (await alerts.undelivered(limit)).filter((one) => isToldOf(inside, one)),
    };
  });

/** What an alert says of somebody is kept back where days of others are: of its message it is counted that there is one. */
const isToldOf = (asking: Asking, { alert }: Owed): boolean =>
  alert === null || alert.scopeKind !== 'user' || showsDays(asking) || isOwnAlone(asking, [alert.scopeKey]);

/**
 * Has messages sent again that were given up, and at once those that wait.
 * @param typed `id` of one, or none for all that were given up; `reason`
 * @returns those that are owed now
 * @throws Forbidden; NotThere where there is no such message, or it arrived or does not hold any more
 */
export async function resendMessages(asking: Asking, typed: Typed): Promise<readonly Owed[]> {
  mustBeAllowed(asking, 'change', { kind: 'jobs' });
  const { id = '' } = typed;
  const actor = because(asking, readReason(typed));
  const owed = await inOneWriting(asking, (inside) =>
    inside.store.alerts.resend(id === '' ? null : id, actor, nowOf(inside)),
  );
  if (id !== '' && owed.length === 0)
    throw new NotThere(null, `no message ${id} waits or was given up: see "bedrock-ledger alerts list"`);
  return owed;
}
