import { type Message, NO_PARTS } from '../src/core/message.ts';

/** A message of plain text, where a test is about how it leaves and not about what it says: its first paragraph leads. */
export function plainMessageOf({
  text,
  ...one
}: Pick<Message, 'id' | 'subject'> & { text: string; data?: Message['data'] }): Message {
  const [lead = '', ...notes] = text.split('\n\n');
  return {
    ...NO_PARTS,
    ...{ type: 'test', tone: 'news', locale: 'en', raisedAt: '2026-11-20T09:10:00.000Z', about: one.id },
    data: {},
    ...one,
    lead,
    notes,
  };
}
