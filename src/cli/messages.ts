import { messagesPart } from '../app/notify/sent.ts';
import { messageJson } from '../app/notify/sentJson.ts';
import { DROPPED_WORDS } from '../core/dropped.ts';
import { LedgerError } from '../core/errors.ts';
import { isDay, minuteOf } from '../core/periods.ts';
import {
  isKind,
  isState,
  MESSAGE_KINDS,
  MESSAGE_STATES,
  markFrom,
  markText,
  type SentFilter,
  subjectFrom,
} from '../core/sent.ts';
import { type LookingOptions, looking } from './allowed.ts';
import { askingOf } from './asking.ts';
import { printJson, remark, say, UserError } from './output.ts';
import { printCsv, printTable } from './table.ts';
import { recordDeed } from './withContext.ts';

/** `bedrock-ledger messages …`: what was told to whom, when, by what, and why not. */

interface Listing extends LookingOptions {
  state?: string;
  kind?: string;
  channel?: string;
  subject?: string;
  since?: string;
  after?: string;
  limit: number;
  json?: boolean;
  csv?: boolean;
}
type Told = ReturnType<typeof messageJson>;

export async function list(options: Listing): Promise<void> {
  if (options.json && options.csv) throw new UserError('--json or --csv, not both', 'badRequest');
  const filter = filterOf(options);
  await looking(options, async (context) => {
    const part = await messagesPart(askingOf(context), filter, options.limit);
    const messages = part.messages.map(messageJson);
    const nextAfter = part.next === null ? null : markText(part.next);
    const format = options.json ? 'json' : 'csv';
    if (options.json || options.csv)
      await recordDeed(context, 'export', 'messages', { format, rows: messages.length });
    if (options.json) printJson({ messages, nextAfter });
    else if (options.csv) printCsv(COLUMNS, messages.map(cellsOf));
    else if (messages.length === 0) say('There is no such message.');
    else printTable(['id', 'owed', 'kind', 'about', 'to', 'by', 'state', 'why'], messages.map(rowOf));
    if (!options.json && nextAfter !== null) remark(`There are more: --after ${nextAfter}`);
  });
}

export async function show(id: string, options: LookingOptions & { json?: boolean }): Promise<void> {
  await looking(options, async (context) => {
    const { messages } = await messagesPart(askingOf(context), { id }, 1);
    const [message] = messages.map(messageJson);
    if (message === undefined)
      throw new LedgerError(
        'notFound',
        `there is no message "${id}" that you may see: "bedrock-ledger messages list" has ids`,
      );
    if (options.json) {
      await recordDeed(context, 'export', 'messages', { format: 'json', rows: 1 });
      printJson(message);
    } else
      printTable(
        ['what', 'value'],
        COLUMNS.map((name, at) => [name, cellsOf(message)[at] ?? '']),
      );
  });
}

const COLUMNS = [
  ...(['id', 'owed_at', 'message_kind', 'about', 'threshold', 'to', 'role'] as const),
  ...(['channel', 'message_state', 'why'] as const),
  ...(['last_error', 'attempts', 'next_attempt_at', 'delivered_at'] as const),
];

const aboutOf = ({ subject, isKeptBack }: Told): string =>
  isKeptBack
    ? 'kept back'
    : subject === null
      ? 'the service'
      : [subject.kind, subject.key].filter((word) => word !== '').join(':');

const cellsOf = (one: Told): string[] => [
  ...[one.id, one.owedAt, one.kind ?? '', aboutOf(one), one.threshold ?? '', one.to, one.role, one.channel],
  ...[one.state, one.why ?? '', one.lastError ?? '', String(one.attempts)],
  ...[one.nextAttemptAt ?? '', one.deliveredAt ?? ''],
];

const rowOf = (one: Told): string[] => [
  one.id,
  one.owedAt === '' ? '' : minuteOf(one.owedAt),
  one.kind ?? '',
  [aboutOf(one), one.threshold ?? ''].join(' ').trim(),
  one.to,
  one.channel,
  one.state,
  one.why === null ? (one.lastError ?? '') : DROPPED_WORDS[one.why],
];

/** @throws UserError naming the option, what it is and what it may be */
function filterOf(options: Listing): SentFilter {
  const { state, kind, channel, subject, since, after } = options;
  const refuse = (option: string, value: string, words: string): never => {
    throw new UserError(`--${option}: "${value}": it must be ${words}`, 'badRequest');
  };
  const filter: SentFilter = {};
  if (state !== undefined)
    filter.state = isState(state) ? state : refuse('state', state, oneOf(MESSAGE_STATES));
  if (kind !== undefined) filter.kind = isKind(kind) ? kind : refuse('kind', kind, oneOf(MESSAGE_KINDS));
  if (channel !== undefined) filter.channel = channel;
  if (subject !== undefined)
    filter.subject =
      subjectFrom(subject) ??
      refuse('subject', subject, 'user:, costCenter: or team: with a name, or organisation');
  if (since !== undefined)
    filter.from = isDay(since)
      ? `${since}T00:00:00.000Z`
      : refuse('since', since, 'a day as YYYY-MM-DD, UTC');
  if (after !== undefined)
    filter.after = markFrom(after) ?? refuse('after', after, 'what the part before said');
  return filter;
}
const oneOf = (words: readonly string[]): string => `one of ${words.join(', ')}`;
