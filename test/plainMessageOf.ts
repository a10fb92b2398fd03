import type { Message } from '../src/core/message.ts';
import { plainMessage } from '../src/core/messageText.ts';

/** A message of plain text, where a test is about how it leaves and not about what it says. */
export const plainMessageOf = (
  one: Pick<Message, 'id' | 'subject'> & { text: string; data?: Message['data'] },
): Message =>
  plainMessage({
    type: 'test',
    tone: 'news',
    locale: 'en',
    raisedAt: '2026-11-20T09:10:00.000Z',
    about: one.id,
    data: {},
    ...one,
  });
