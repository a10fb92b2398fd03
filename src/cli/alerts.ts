import { readOutbox, resendMessages } from '../app/budgets/outbox.ts';
import { isAhead } from '../core/alerts.ts';
import { DROPPED_WORDS } from '../core/dropped.ts';
import { LETTER_NAMES } from '../core/letters.ts';
import type { Owed } from '../core/outbox.ts';
import { askingOf } from './asking.ts';
import { printJson, say, UserError } from './output.ts';
import { printTable } from './table.ts';
import { type LedgerOptions, withLedger, withLedgerToRead } from './withContext.ts';

/** `bedrock-ledger alerts …`: messages that did not arrive. */

const MOST = 1_000;

export async function list(options: LedgerOptions & { json?: boolean }): Promise<void> {
  await withLedgerToRead(options, async (context) => {
    const { outbox, channels, undelivered } = await readOutbox(askingOf(context), MOST);
    if (options.json) {
      const messages = undelivered.map(({ alert, notice, letter, isOvertaken: _, ...one }) => ({
        ...one,
        alertId: alert?.id ?? null,
        noticeId: notice?.id ?? null,
        letterId: letter?.id ?? null,
      }));
      printJson({ ...outbox, channels, messages });
      return;
    }
    for (const { channel, downSince, lastError } of channels)
      say(`${channel} takes no message since ${minuteOf(downSince)}: ${lastError}`);
    if (undelivered.length === 0) say('Every message arrived.');
    else
      printTable(
        ['id', 'seen', 'about', 'to', 'state', 'attempts', 'why'],
        undelivered.map((owed) => [
          owed.id,
          minuteOf(owed.alert?.crossedAt ?? owed.notice?.raisedAt ?? owed.letter?.raisedAt ?? ''),
          aboutOf(owed),
          owed.target,
          stateOf(owed),
          String(owed.attempts),
          owed.droppedWhy === null ? (owed.lastError ?? '') : DROPPED_WORDS[owed.droppedWhy],
        ]),
      );
  });
}

const minuteOf = (at: string): string => at.slice(0, 16).replace('T', ' ');
const aboutOf = ({ alert, letter }: Owed): string =>
  letter !== null
    ? LETTER_NAMES[letter.kind]
    : alert === null
      ? 'notice to operators'
      : `${alert.scopeKey || 'organisation'} ${isAhead(alert) ? 'forecast ' : ''}${alert.thresholdPercent} %`;
const stateOf = ({ droppedAt, givenUpAt }: Owed): string =>
  droppedAt !== null ? 'dropped' : givenUpAt !== null ? 'given up' : 'waiting';

export async function resend(
  id: string | undefined,
  options: LedgerOptions & { failed?: boolean; reason?: string },
): Promise<void> {
  if ((id === undefined) === (options.failed !== true))
    throw new UserError(
      'name one message (see "bedrock-ledger alerts list"), or --failed for all that were given up',
      'badRequest',
    );
  await withLedger(options, async (context) => {
    const owed = await resendMessages(askingOf(context), { id: id ?? '', reason: options.reason ?? '' });
    say(
      owed.length === 0
        ? 'No message was given up; nothing changed.'
        : `${owed.length === 1 ? 'One message is' : `${owed.length} messages are`} sent again with the next delivery: within a minute where the server runs, else by "bedrock-ledger sync deliver".`,
    );
  });
}
