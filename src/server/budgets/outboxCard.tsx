import type { OutboxShown } from '../../app/budgets/outbox.ts';
import { isAhead } from '../../core/alerts.ts';
import { href, scopeHref } from '../../core/href.ts';
import type { Owed } from '../../core/outbox.ts';
import type { Frame } from '../../ui/layout.tsx';
import { messagesOf } from '../../ui/messages/index.ts';
import { Badge } from '../../ui/plain.tsx';
import type { Cell } from '../../ui/table.tsx';
import type { Card } from '../tables/cards.tsx';
import { countCell, instantCell } from '../tables/cells.ts';

/** Messages that did not arrive: why, and the button that has them sent again. */

export const OUTBOX = 'outbox';
/** Values of files are English in every language. */
export const IN_FILES = { m: messagesOf('en') };

export function outboxCard({ undelivered }: OutboxShown, mayChange: boolean, frame: Frame): Card {
  const { m } = frame;
  return {
    id: OUTBOX,
    title: m.outbox.title,
    empty: m.outbox.empty,
    table: {
      columns: [
        { name: m.alerts.at, key: 'raisedAt' },
        { name: m.outbox.about, key: 'about', card: 'head' },
        { name: m.outbox.to, key: 'to' },
        { name: m.state, key: 'state', csv: 'message_state' },
        { name: m.outbox.attempts, key: 'attempts', number: true },
        { name: m.outbox.next, key: 'nextAttemptAt' },
        { name: m.outbox.why, key: 'why' },
        { name: m.outbox.resend, key: 'id', card: 'act' },
      ],
      rows: undelivered.map((owed) => ({
        cells: [
          instantCell(owed.alert?.crossedAt ?? owed.notice?.raisedAt ?? owed.letter?.raisedAt ?? null, frame),
          aboutCell(owed, frame),
          { text: owed.target, person: owed.target },
          stateCell(owed, frame),
          countCell(owed.attempts),
          instantCell(owed.nextAttemptAt, frame),
          { text: whyNot(owed, frame) || '–', raw: whyNot(owed, IN_FILES) },
          buttonCell(owed, mayChange, frame),
        ],
      })),
    },
  };
}

function aboutCell({ alert, notice, letter }: Owed, { m }: Frame): Cell {
  if (letter !== null) return { text: m.outbox.letters[letter.kind], raw: letter.kind };
  if (alert === null) return { text: m.outbox.notice, raw: notice?.kind ?? '', href: href`/jobs` };
  return {
    text: `${alert.scopeKey || m.budgets.scopes.organisation} · ${isAhead(alert) ? m.alerts.ahead(`${alert.thresholdPercent} %`) : `${alert.thresholdPercent} %`}`,
    person: alert.scopeKey,
    href: scopeHref(alert.scopeKind, alert.scopeKey),
  };
}

function stateCell({ droppedAt, givenUpAt }: Owed, { m }: Frame): Cell {
  if (droppedAt !== null) return { text: m.outbox.dropped, raw: 'dropped' };
  const [raw, text] =
    givenUpAt === null ? (['waiting', m.alerts.waiting] as const) : (['givenUp', m.alerts.givenUp] as const);
  return { text, raw, show: <Badge kind={raw === 'givenUp' ? 'failed' : 'watch'} text={text} /> };
}

/** A channel as people know it: those of the list by their own names. */
export const channelName = (channel: string, { m }: Pick<Frame, 'm'>): string =>
  channel === 'email' || channel === 'webhook' ? m.outbox.channels[channel] : channel;

/** Why a message did not arrive, in words; '' where nothing failed yet. */
export const whyNot = (
  { droppedWhy, lastError }: Pick<Owed, 'droppedWhy' | 'lastError'>,
  { m }: Pick<Frame, 'm'>,
): string => (droppedWhy === null ? (lastError ?? '') : m.outbox.reasons[droppedWhy]);

function buttonCell({ id, droppedAt }: Owed, mayChange: boolean, { m }: Frame): Cell {
  if (!mayChange || droppedAt !== null) return { text: '–', raw: id };
  return {
    text: m.outbox.resend,
    raw: id,
    show: (
      <form class="inline" method="post" action={href`/alerts/resend`}>
        <input type="hidden" name="id" value={id} />
        <button type="submit">{m.outbox.resend}</button>
      </form>
    ),
  };
}

/** What is wrong, above everything else: channels that take nothing, and messages that were given up. */
export function OutboxTroubles({
  shown,
  mayChange,
  frame,
}: {
  shown: OutboxShown;
  mayChange: boolean;
  frame: Frame;
}) {
  const { m } = frame;
  const { givenUp } = shown.outbox;
  return (
    <>
      {shown.channels.map(({ channel, downSince, lastError }) => (
        <p class="message bad" role="status">
          {m.outbox.down(channelName(channel, frame), instantCell(downSince, frame).text, lastError)}
        </p>
      ))}
      {givenUp > 0 && (
        <p class="message bad" role="status">
          {m.outbox.givenUp(givenUp)}
        </p>
      )}
      {givenUp > 0 && mayChange && (
        <form class="inline" method="post" action={href`/alerts/resend`}>
          <button type="submit">{m.outbox.resendAll}</button>
        </form>
      )}
    </>
  );
}
