import type { Message, MessageBody } from './message.ts';

/** A message as plain text: every part once, in the order in which it is read. Pure. */
export function messageText(message: Pick<Message, 'locale'> & MessageBody): string {
  const { lead, meter, facts, bars, tables, lists, copied, notes, links, why } = message;
  const colon = message.locale === 'ja' ? '：' : ': ';
  const named = (label: string, text: string) => `${label}${colon}${text}`;
  const below = (label: string, text: string) => `${label}${colon.trim()}\n${text}`;
  const paragraphs = [
    lead,
    meter === null ? '' : meter.words,
    facts.map(({ label, value }) => named(label, value)).join('\n'),
    ...bars.map(({ title, bars: some }) =>
      below(title, some.map(({ label, text }) => named(label, text)).join('\n')),
    ),
    ...tables.map(({ title, columns, rows }) =>
      below(title, [columns, ...rows].map((row) => row.join(' | ')).join('\n')),
    ),
    ...lists.map(({ title, lines, more }) =>
      below(
        title,
        [...lines, more]
          .filter((line) => line !== '')
          .map((line) => `- ${line}`)
          .join('\n'),
      ),
    ),
    ...copied.map(({ label, text }) => below(label, text)),
    ...notes,
    ...links.map(({ label, url }) => below(label, url)),
    why === '' ? '' : `-- \n${why}`,
  ];
  return paragraphs.filter((one) => one !== '').join('\n\n');
}
