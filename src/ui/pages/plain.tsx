import type { Child } from 'hono/jsx';
import { type Frame, Layout, link } from '../layout.tsx';
import { DataTable, Pager, type TableData } from '../table.tsx';

/** A page with a title, what it is for, and one table or an empty state; most lists are no more than that. */
export interface PlainProps {
  frame: Frame;
  title: string;
  intro: string;
  table: TableData;
  empty: string;
  pager?: { page: number; total: number };
  message?: { text: string; bad: boolean } | undefined;
  above?: Child;
  below?: Child;
  children?: Child;
}

export function CsvLink({ frame }: { frame: Frame }) {
  return <a href={link(frame, { format: 'csv', bom: '1' })}>{frame.m.csv}</a>;
}

export function PlainPage({ frame, title, intro, table, empty, pager, message, above, below }: PlainProps) {
  return (
    <Layout frame={frame} title={title}>
      <h1>{title}</h1>
      <p class="note">{intro}</p>
      {message && (
        <p class={message.bad ? 'message bad' : 'message'} role="status">
          {message.text}
        </p>
      )}
      {above}
      <section class="card">
        <div class="tools">
          <h2>{title}</h2>
          {table.rows.length > 0 && <CsvLink frame={frame} />}
        </div>
        {table.rows.length === 0 ? <p class="note">{empty}</p> : <DataTable data={table} />}
        {pager && <Pager frame={frame} {...pager} />}
      </section>
      {below}
    </Layout>
  );
}

export function ErrorPage({ frame, text }: { frame: Frame; text: string }) {
  return (
    <Layout frame={frame} title={frame.m.error.title}>
      <h1>{frame.m.error.title}</h1>
      <p>{text}</p>
      <p>
        <a href="/">{frame.m.error.back}</a>
      </p>
    </Layout>
  );
}

export const Badge = ({ kind, text }: { kind: string; text: string }) => (
  <span class={`badge ${kind}`}>{text}</span>
);
