import type { Context } from 'hono';
import { COLUMN_VALUES, type ColumnKey, FILE_COLUMNS } from '../../core/fileColumns.ts';
import type { Frame } from '../../ui/layout.tsx';
import { PlainPage } from '../../ui/plain.tsx';
import { TableCard } from '../../ui/table.tsx';
import type { TableData } from '../../ui/tableData.ts';
import type { ServerDeps } from '../deps.ts';
import { frameOf } from '../http/frame.ts';
import { arrange } from '../tables/arrange.ts';

/** What the columns of files mean, one below the other; each can be linked to by its name. */

export function columnsPage(c: Context, deps: ServerDeps): Response | Promise<Response> {
  const frame = frameOf(c, deps);
  const { m } = frame;
  const { data, view } = arrange(c, '', columnsTable(frame), { whole: true });
  return c.html(
    <PlainPage frame={frame} title={m.files.title} intro={m.files.intro}>
      <TableCard frame={frame} title={m.files.title} data={data} view={view} empty="" file={false} />
    </PlainPage>,
  );
}

function columnsTable({ m }: Frame): TableData {
  const keys = (Object.keys(FILE_COLUMNS) as ColumnKey[]).sort();
  return {
    columns: [
      { name: m.files.column, key: 'column', card: 'head' },
      { name: m.files.unit, key: 'unit' },
      { name: m.files.meaning, key: 'meaning' },
    ],
    rows: keys.map((key) => ({
      cells: [
        { text: key, show: <code id={key}>{key}</code> },
        { text: m.files.units[FILE_COLUMNS[key]] },
        {
          text: m.files.meanings[key],
          show: (
            <div class="words">
              {m.files.meanings[key]}
              {COLUMN_VALUES[key] !== undefined && (
                <small class="beside">
                  {m.files.values}
                  {m.colon}
                  <span lang="en">{COLUMN_VALUES[key].join(', ')}</span>
                </small>
              )}
            </div>
          ),
        },
      ],
    })),
  };
}
