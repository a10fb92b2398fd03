import type { Shown } from '../../app/notify/sent.ts';
import { scopeHref } from '../../core/href.ts';
import { kindOf, stateOf, whomOf } from '../../core/sent.ts';
import type { Frame } from '../../ui/layout.tsx';
import { Badge } from '../../ui/plain.tsx';
import { type Cell, lazyRow, type TableData } from '../../ui/table.tsx';
import { whyNot } from '../budgets/outboxCard.tsx';
import { instantCell } from '../tables/cells.ts';

/** Messages that were owed: to whom, by what, when, and why not. */

export function messagesTable(messages: readonly Shown[], frame: Frame): TableData {
  const { m } = frame;
  const words = m.told;
  return {
    caption: '',
    columns: [
      { name: words.owedAt, key: 'owed_at' },
      { name: words.kind, key: 'kind' },
      { name: words.whom, key: 'whom' },
      { name: words.to, key: 'to' },
      { name: words.role, key: 'role' },
      { name: words.channel, key: 'channel' },
      { name: words.state, key: 'state' },
      { name: words.deliveredAt, key: 'delivered_at' },
      { name: words.why, key: 'why_not' },
    ],
    rows: messages.map((one) =>
      lazyRow(one.id, () => [
        instantCell(one.owedAt === '' ? null : one.owedAt, frame),
        kindCell(one, frame),
        whomCell(one, frame),
        toCell(one, frame),
        { text: words.roles[one.role], raw: one.role },
        { text: channelName(one.channel, frame), raw: one.channel },
        stateCell(one, frame),
        instantCell(one.deliveredAt, frame),
        whyCell(one, frame),
      ]),
    ),
  };
}

const channelName = (channel: string, { m }: Pick<Frame, 'm'>): string =>
  channel === 'email' || channel === 'webhook' ? m.outbox.channels[channel] : channel;

function kindCell(one: Shown, { m }: Frame): Cell {
  const kind = kindOf(one);
  return { text: kind === null ? '–' : m.told.kinds[kind], raw: kind ?? '' };
}

function whomCell(one: Shown, { m }: Frame): Cell {
  if (one.isKeptBack) return { text: m.told.keptBack, raw: '' };
  const whom = whomOf(one);
  if (whom === null) return { text: one.letter === null ? m.told.service : '–', raw: '' };
  const text =
    whom.kind === 'organisation'
      ? m.budgets.scopes.organisation
      : whom.kind === 'team'
        ? `${m.budgets.scopes.team}${m.colon}${whom.key}`
        : whom.key;
  return { text, raw: whom.key, href: scopeHref(whom.kind, whom.key) };
}

const toCell = ({ to, isKeptBack, role }: Shown, { m }: Frame): Cell => ({
  text: to !== '' ? to : role === 'channel' || !isKeptBack ? m.told.many : m.told.keptBack,
  raw: to,
});

function stateCell(one: Shown, { m }: Frame): Cell {
  const state = stateOf(one);
  const kind = { sent: 'within', waiting: 'watch', givenUp: 'failed', dropped: 'none' }[state];
  const text = m.told.states[state];
  return { text, raw: state, show: <Badge kind={kind} text={text} /> };
}

function whyCell(one: Shown, frame: Frame): Cell {
  const { m } = frame;
  const held = one.attempts === 0 && one.nextAttemptAt !== null && one.nextAttemptAt > one.owedAt;
  if (stateOf(one) === 'waiting' && held)
    return { text: m.told.waitsUntil(instantCell(one.nextAttemptAt, frame).text), raw: 'held' };
  const text = stateOf(one) === 'sent' ? '' : whyNot(one, frame);
  return { text: text === '' ? '–' : text, raw: one.droppedWhy ?? one.lastError ?? '' };
}
