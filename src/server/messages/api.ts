import * as z from 'zod';
import { messagesPart } from '../../app/notify/sent.ts';
import { messageJson } from '../../app/notify/sentJson.ts';
import { TOLD_AS } from '../../core/alerts.ts';
import { WHY_DROPPED } from '../../core/dropped.ts';
import {
  MESSAGE_KINDS,
  MESSAGE_STATES,
  markFrom,
  markText,
  type SentFilter,
  subjectFrom,
} from '../../core/sent.ts';
import type { MessageKind } from '../../core/topics.ts';
import { type Endpoint, endpoint } from '../api/endpoint.ts';
import { instantWord, oneOf, readWord, whole, word } from '../api/query.ts';
import { instant } from '../api/shapes.ts';

/** What was told to whom, when, by what, and why not. */

const messages = endpoint({
  id: 'getMessages',
  tag: 'Budgets',
  path: '/messages',
  summary: 'Messages that were owed, newest first, and what became of each',
  description:
    'All of them for administrators; for everybody else those that went to themselves. A part is followed by the next one with `after`.',
  scope: 'budgets',
  audience: 'ownRows',
  query: {
    limit: whole(1, 1_000, 100, 'Messages of this part of the list.'),
    after: readWord(markFrom, 'must be what nextAfter said', 'Only those behind it: what `nextAfter` said.'),
    id: word('This message alone.'),
    state: oneOf(MESSAGE_STATES).optional().describe('What became of them.'),
    kind: oneOf(MESSAGE_KINDS as readonly [MessageKind, ...MessageKind[]])
      .optional()
      .describe('`threshold`, or a kind of notice or letter.'),
    channel: word('`email`, `webhook`, or a channel by its name.'),
    subject: readWord(
      subjectFrom,
      'must be user:, costCenter: or team: with a name, or organisation',
      'Whom they are about: `user:ann@example.com`, `costCenter:CC-1`, `team:ann@example.com`, `organisation`.',
    ),
    since: instantWord('Owed from this day or instant on, UTC.'),
  },
  answer: {
    messages: z.array(
      z
        .strictObject({
          id: z.string(),
          owedAt: z.string().describe('An instant; empty of those of before that was kept.'),
          kind: z.string().nullable().describe('Null: what it told of is gone.'),
          subject: z
            .strictObject({ kind: z.enum(['user', 'costCenter', 'team', 'organisation']), key: z.string() })
            .nullable()
            .describe('Whom it is about; null: the service itself, or it is kept back.'),
          threshold: z.string().nullable().describe('Of a budget, such as `80%`.'),
          to: z.string().describe('An address; empty of a channel that many read.'),
          role: z.enum(TOLD_AS),
          channel: z.string(),
          state: z.enum(MESSAGE_STATES),
          why: z.enum(WHY_DROPPED).nullable().describe('Why it was dropped.'),
          lastError: z.string().nullable(),
          attempts: z.int(),
          nextAttemptAt: instant.nullable(),
          deliveredAt: instant.nullable(),
          isKeptBack: z.boolean().describe('It tells of somebody whose figures whoever asks may not see.'),
        })
        .meta({ id: 'Message' }),
    ),
    nextAfter: z.string().nullable().describe('What to ask for as `after`; null: this is the last part.'),
  },
  example: '/messages?limit=2',
  async answers({ asking, query: { limit, since, ...asked } }) {
    const filter = Object.entries({ ...asked, from: since }).filter(([, value]) => value !== undefined);
    const part = await messagesPart(asking, Object.fromEntries(filter) as SentFilter, limit);
    return {
      messages: part.messages.map(messageJson),
      nextAfter: part.next === null ? null : markText(part.next),
    };
  },
});

export const messageEndpoints: readonly Endpoint[] = [messages];
