import type { Listed, Message, MessageBody, MessageTable } from './message.ts';
import { columnsOf, padded, wrapped } from './wrapped.ts';

/**
 * A message as plain text: every part once, in the order in which it is read. Pure.
 * @param columns lines are at most so long, but for addresses and what is to be copied, and tables stand in columns; left out:
 * lines are as long as they are, for programs that wrap them
 */
export function messageText(message: Pick<Message, 'locale'> & MessageBody, columns?: number): string {
  const { lead, meter, facts, bars, tables, lists, copied, notes, links, why } = message;
  const colon = message.locale === 'ja' ? '：' : ': ';
  const wrap = (text: string, indent = '') => (columns === undefined ? text : wrapped(text, columns, indent));
  const named = (label: string, text: string) => wrap(`${label}${colon}${text}`, '  ');
  const below = (label: string, text: string) =>
    label === '' ? text : `${wrap(label)}${colon.trim()}\n${text}`;
  const paragraphs = [
    wrap(lead),
    meter === null ? '' : wrap(meter.words),
    facts.map(({ label, value }) => named(label, value)).join('\n'),
    ...lists.map((list) => below(list.title, listText(list, wrap))),
    ...bars.map(({ title, bars: some }) =>
      below(
        title,
        columns === undefined
          ? some.map(({ label, text }) => named(label, text)).join('\n')
          : inColumns(some.map(({ label, text }) => [label, text])),
      ),
    ),
    ...tables.map((table) => below(table.title, tableText(table, columns))),
    ...copied.map(({ label, text }) => below(label, text)),
    ...notes.map((note) => wrap(note)),
    ...links.map(({ label, url }) => below(label, url)),
    why === '' ? '' : `-- \n${wrap(why)}`,
  ];
  return paragraphs.filter((one) => one !== '').join('\n\n');
}

const tableText = ({ columns: names, rows }: MessageTable, columns: number | undefined): string => {
  const all = [names, ...rows];
  const text = all.map((row) => row.join(' | ')).join('\n');
  if (columns === undefined) return text;
  const even = inColumns(all);
  return even.split('\n').every((line) => columnsOf(line) <= columns) ? even : text;
};

/** The first column to the left, the others to the right, as amounts stand. */
function inColumns(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, at) => Math.max(...rows.map((row) => columnsOf(row[at] ?? ''))));
  return rows
    .map((row) =>
      row
        .map((cell, at) =>
          at === 0
            ? padded(cell, widths[0] ?? 0)
            : ' '.repeat(Math.max(0, (widths[at] ?? 0) - columnsOf(cell))) + cell,
        )
        .join('  '),
    )
    .join('\n');
}

function listText({ lines, items, more }: Listed, wrap: (text: string, indent?: string) => string): string {
  const said =
    items === undefined
      ? lines.map((line) => wrap(`- ${line}`, '  '))
      : items.map(({ text, detail, url }) =>
          [wrap(`- ${text}`, '  '), wrap(`  ${detail}`, '  '), `  ${url}`]
            .filter((line) => line.trim() !== '')
            .join('\n'),
        );
  return [...said, ...(more === '' ? [] : [`- ${more}`])].join('\n');
}
