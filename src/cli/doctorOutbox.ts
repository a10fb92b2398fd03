import type { Asking } from '../app/asking.ts';
import { readOutbox } from '../app/budgets/outbox.ts';
import { EMAIL, WEBHOOK } from '../core/channels.ts';
import type { ChannelState, Outbox } from '../core/outbox.ts';
import type { Check } from './doctorAws.ts';
import { MENDS, setting } from './doctorMends.ts';

/** Whether messages arrive: what of the outbox wants attention, each with what mends it. */

export async function outboxChecks(asking: Asking): Promise<Check[]> {
  const { outbox, channels } = await readOutbox(asking, 0);
  return [givenUpCheck(outbox), ...channels.map((one) => channelCheck(one, outbox))];
}

function givenUpCheck({ waiting, givenUp }: Outbox): Check {
  const isWell = givenUp === 0;
  return {
    check: 'messages',
    state: isWell ? 'ok' : 'warning',
    found: isWell
      ? waiting === 0
        ? 'none waits, none was given up'
        : `${waiting} waiting`
      : `${givenUp} given up, because their recipients did not take them; ${waiting} waiting`,
    advice: isWell ? '' : MENDS.resend,
    ...(isWell ? {} : { mend: MENDS.resend }),
  };
}

const channelCheck = (
  { channel, downSince, lastError }: ChannelState,
  { waiting, oldestWaitingAt }: Outbox,
): Check => ({
  check: `messages by ${channel}`,
  state: 'failed',
  found: `nothing leaves since ${minuteOf(downSince)} UTC (${waiting} waiting, the oldest since ${minuteOf(oldestWaitingAt ?? downSince)}): ${lastError}`,
  advice:
    'see to the setting, the network or the receiver: what waits goes out by itself once it works, and "bedrock-ledger sync deliver" does not wait',
  mend: setting(SETTINGS[channel] ?? 'notify.channels'),
});

const SETTINGS: Readonly<Record<string, string>> = {
  [EMAIL]: 'notify.smtpUrl',
  [WEBHOOK]: 'notify.webhook',
};

const minuteOf = (at: string): string => at.slice(0, 16).replace('T', ' ');
