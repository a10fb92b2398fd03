import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import { join } from 'node:path';

/** What was measured, as a table on the terminal, as Markdown and as JSON. */

export type Cell = string | number | null;
export interface Table {
  title: string;
  /** What each column is. */
  words: string;
  columns: readonly string[];
  rows: readonly (readonly Cell[])[];
}

const tables: Table[] = [];

export const said = (cell: Cell): string => {
  if (cell === null) return '–';
  if (typeof cell === 'string') return cell;
  const size = Math.abs(cell);
  const digits = Number.isInteger(cell) || size >= 100 ? 0 : size >= 10 ? 1 : size >= 0.1 ? 2 : 3;
  return cell.toFixed(digits).replace(/\B(?=(\d{3})+(?!\d))(?<!\.\d*)/g, ',');
};

/** Shows a table now and keeps it for the files. */
export function add(table: Table): void {
  tables.push(table);
  const rows = [table.columns, ...table.rows.map((row) => row.map(said))];
  const widths = table.columns.map((_, i) => Math.max(...rows.map((row) => (row[i] ?? '').length)));
  console.log(`\n${table.title}`);
  console.log(`  ${table.words}`);
  for (const row of rows)
    console.log(
      `  ${row.map((text, i) => (i === 0 ? text.padEnd(widths[i] ?? 0) : text.padStart(widths[i] ?? 0))).join('  ')}`,
    );
}

export function note(text: string): void {
  console.log(text);
}

/** Writes what was shown so far; called after each part, so that a run that is ended leaves what it has. */
export function write(folder: string, name: string, facts: Readonly<Record<string, Cell>>): void {
  mkdirSync(folder, { recursive: true });
  const machine = {
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
    processor: cpus()[0]?.model ?? 'unknown',
    cores: availableParallelism(),
  };
  writeFileSync(join(folder, `${name}.json`), `${JSON.stringify({ facts, machine, tables }, null, 1)}\n`);
  writeFileSync(join(folder, `${name}.md`), markdown({ ...facts, ...machine }));
}

function markdown(facts: Readonly<Record<string, Cell>>): string {
  const line = (cells: readonly Cell[]) =>
    `| ${cells.map((cell) => said(cell).replaceAll('|', '\\|')).join(' | ')} |`;
  const parts = tables.map(({ title, words, columns, rows }) =>
    [
      `## ${title}`,
      '',
      words,
      '',
      line(columns),
      `|${columns.map((_, i) => (i === 0 ? ' --- ' : ' ---: ')).join('|')}|`,
      ...rows.map(line),
      '',
    ].join('\n'),
  );
  const known = Object.entries(facts).map(([name, value]) => `${name}: ${said(value)}`);
  return `# Figures of one run\n\n${known.join(' · ')}\n\n${parts.join('\n')}`;
}
