import { type Message, NO_PARTS } from '../../src/core/message.ts';

/** A message with every part, hostile names among them, as long as asked. */
export const messageWith = (more: Partial<Message> = {}): Message => ({
  ...NO_PARTS,
  id: '6f1b',
  type: 'budget.threshold',
  tone: 'warning',
  locale: 'en',
  raisedAt: '2026-11-20T09:10:00.000Z',
  about: 'budget:1',
  subject: 'Cost center <!channel> has used 80 % of the budget',
  lead: 'Cost center <!channel> & *R&D* has used 80 % of the budget.',
  meter: { usedPercent: 82, estimatedPercent: 10, forecastPercent: 120, words: '82 % used' },
  facts: [{ label: 'Spent', value: '$82.00' }],
  bars: [{ title: 'By day', bars: [{ label: '1 Nov', text: '$4.00', share: 1 }] }],
  tables: [{ title: 'People', columns: ['Who', 'Spent'], rows: [['ann_b@example.com', '$80.00']] }],
  lists: [{ title: 'Seen', lines: ['a [link](https://evil.example.com)'], more: 'and 2 more' }],
  copied: [{ label: '.env', text: 'A=1\nB=```2' }],
  notes: ['Nothing is blocked.'],
  links: [{ label: 'See it', url: 'https://ledger.example.com/users/ann%40example.com' }],
  data: { type: 'budget.threshold', spentUsd: '82' },
  ...more,
});
