import type { Shown } from '../../app/notify/sent.ts';
import { href, scopeHref } from '../../core/href.ts';
import { kindOf, type MessageState, stateOf, whomOf } from '../../core/sent.ts';
import { instant } from '../../ui/format.ts';
import type { Frame } from '../../ui/layout.tsx';
import { Badge } from '../../ui/plain.tsx';
import type { Cell, TableData } from '../../ui/table.tsx';
import { channelName, whyNot } from '../budgets/outboxCard.tsx';
import { instantCell } from '../tables/cells.ts';

/** Messages as rows: for whoever looks at all of them, and for each of those whom they went to. */

type Column = TableData['columns'][number];

/** @param own whether whoever looks is whom they went to, so that this is not said in each row */
export function sentTable(messages: readonly Shown[], own: boolean, frame: Frame): TableData {
  const words = frame.m.told;
  const columns: (Column & { cell(one: Shown): Cell })[] = [
    { name: words.owedAt, key: 'owedAt', cell: (one) => instantCell(one.owedAt || null, frame) },
    { name: words.kind, key: 'kind', csv: 'message_kind', card: 'head', cell: (one) => kindCell(one, frame) },
    { name: words.whom, key: 'whom', cell: (one) => whomCell(one, frame) },
    ...(own ? [] : [{ name: words.to, key: 'to', cell: (one: Shown) => toCell(one, frame) }]),
    { name: words.role, key: 'role', cell: ({ role }) => ({ text: words.roles[role], raw: role }) },
    {
      name: words.channel,
      key: 'channel',
      cell: ({ channel }) => ({ text: channelName(channel, frame), raw: channel, whole: true }),
    },
    { name: frame.m.state, key: 'state', csv: 'message_state', cell: (one) => stateCell(one, frame) },
    { name: words.deliveredAt, key: 'deliveredAt', cell: (one) => instantCell(one.deliveredAt, frame) },
    { name: words.why, key: 'why', cell: (one) => whyCell(one, frame) },
  ];
  return {
    columns: columns.map(({ cell: _, ...column }) => column),
    rows: messages.map((one) => ({ cells: columns.map(({ cell }) => cell(one)) })),
  };
}

function kindCell(one: Shown, { m }: Frame): Cell {
  const kind = kindOf(one);
  return kind === null ? { text: '–', raw: '' } : { text: m.told.kinds[kind], raw: kind };
}

function whomCell(one: Shown, { m }: Frame): Cell {
  if (one.isKeptBack) return { text: m.told.keptBack, raw: '' };
  if (one.letter !== null) {
    const { kind, data, to } = one.letter;
    if (kind === 'rolledOver') return { text: to, person: to, href: href`/profiles` };
    return { text: data.user, person: data.user, href: href`/requests/${data.requestId}` };
  }
  const whom = whomOf(one);
  if (whom === null) return { text: m.told.service, raw: '', href: href`/jobs` };
  const name = whom.kind === 'organisation' ? m.budgets.scopes.organisation : whom.key;
  const at = one.alert === null ? '' : ` · ${one.alert.threshold}`;
  return {
    text: `${name}${at}`,
    raw: `${whom.key}${at}`,
    person: whom.key,
    href: scopeHref(whom.kind, whom.key),
  };
}

const toCell = ({ to, isKeptBack }: Shown, { m }: Frame): Cell => ({
  text: to || (isKeptBack ? m.told.keptBack : m.told.many),
  raw: to,
  person: to,
});

const BADGE: Readonly<Record<MessageState, string>> = {
  sent: 'within',
  waiting: 'watch',
  givenUp: 'failed',
  dropped: 'none',
};

function stateCell(one: Shown, { m }: Frame): Cell {
  const state = stateOf(one);
  const text = m.told.states[state];
  return { text, raw: state, show: <Badge kind={BADGE[state]} text={text} /> };
}

/** Of what waits, from when on it may leave, where nothing failed yet. */
function whyCell(one: Shown, frame: Frame): Cell {
  const why = whyNot(one, frame);
  if (why !== '') return { text: why, raw: one.droppedWhy ?? why };
  if (stateOf(one) !== 'waiting' || one.nextAttemptAt === null) return { text: '–', raw: '' };
  return { text: frame.m.told.waitsUntil(instant(one.nextAttemptAt, frame.locale)), raw: one.nextAttemptAt };
}
