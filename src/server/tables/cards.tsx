import type { Context } from 'hono';
import type { Frame } from '../../ui/layout.tsx';
import { TableCard, type TableData } from '../../ui/table.tsx';
import { arrange } from './arrange.ts';
import { csv, csvTable, wantsCsv } from './csv.ts';

export interface Card {
  /** '' for the first table of a page. */
  id: string;
  title: string;
  table: TableData;
  empty: string;
  width?: '' | 'half';
}

/** The tables of a page as cards; as CSV, the one that was asked for. */
export function cards(c: Context, frame: Frame, name: string, all: readonly Card[]) {
  const asked = all.find((card) => card.id === csvTable(c)) ?? all[0];
  if (wantsCsv(c) && asked)
    return {
      response: csv(
        c,
        asked.id === '' ? name : `${name}-${asked.id}`,
        arrange(c, asked.id, asked.table, { whole: true }).data,
      ),
    };
  return {
    shown: all.map((card) => (
      <TableCard
        frame={frame}
        title={card.title}
        {...arrange(c, card.id, card.table)}
        empty={card.empty}
        width={card.width ?? ''}
      />
    )),
  };
}
