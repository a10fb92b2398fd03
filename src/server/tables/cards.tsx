import type { Context } from 'hono';
import { plainWords } from '../../core/fileColumns.ts';
import type { FileOf } from '../../core/fileNames.ts';
import type { Frame } from '../../ui/layout.tsx';
import { TableCard, type TableData } from '../../ui/table.tsx';
import { csv, csvTable, wantsCsv } from './csv.ts';
import { arrangeNamed } from './named.ts';

export interface Card {
  /** '' for the first table of a page. */
  id: string;
  title: string;
  table: TableData;
  empty: string;
  width?: '' | 'half';
  /** What its file is called and shares otherwise than those of the page. */
  file?: Partial<FileOf>;
}

const kebab = (id: string): string => plainWords(id).replaceAll(' ', '-');

/** The tables of a page as cards; as CSV, the one that was asked for. */
export async function cards(c: Context, frame: Frame, name: string | FileOf, all: readonly Card[]) {
  const file = typeof name === 'string' ? { what: name } : name;
  const asked = all.find((card) => card.id === csvTable(c)) ?? all[0];
  if (wantsCsv(c) && asked)
    return {
      response: csv(
        c,
        { ...file, what: asked.id === '' ? file.what : `${file.what}-${kebab(asked.id)}`, ...asked.file },
        (await arrangeNamed(c, asked.id, asked.table, { whole: true })).data,
      ),
    };
  const tables = await Promise.all(
    all.map(async (card) => ({ card, table: await arrangeNamed(c, card.id, card.table) })),
  );
  return {
    shown: tables.map(({ card, table }) => (
      <TableCard frame={frame} title={card.title} {...table} empty={card.empty} width={card.width ?? ''} />
    )),
  };
}
