import { type Message, type MessageBody, NO_PARTS } from './message.ts';

/** A message as plain text: every part once, in the order in which it is read. Pure. */
export function messageText(body: MessageBody): string {
  const { lead, meter, facts, bars, tables, lists, copied, notes, links, why } = body;
  const paragraphs = [
    lead,
    meter === null ? '' : meter.words,
    facts.map(({ label, value }) => `${label}: ${value}`).join('\n'),
    ...bars.map((one) => [one.title, ...one.bars.map(({ label, text }) => `${label}: ${text}`)].join('\n')),
    ...tables.map(({ title, rows }) => [title, ...rows.map((row) => row.join(' | '))].join('\n')),
    ...lists.map(({ title, lines, more }) =>
      [title, ...lines, more].filter((line) => line !== '').join('\n'),
    ),
    ...copied.map(({ label, text }) => `${label}\n${text}`),
    ...notes,
    ...links.map(({ label, url }) => `${label}\n${url}`),
    why,
  ];
  return paragraphs.filter((one) => one !== '').join('\n\n');
}

/** A message that is worded as plain text alone: its first paragraph leads. */
export function plainMessage({
  text,
  ...rest
}: Pick<Message, 'id' | 'type' | 'tone' | 'locale' | 'raisedAt' | 'about' | 'subject' | 'data'> & {
  text: string;
}): Message {
  const [lead = '', ...notes] = text.split('\n\n');
  return { ...NO_PARTS, ...rest, lead, notes };
}
