import type { Context } from 'hono';
import { showsDays } from '../../app/privacy/shown.ts';
import { PlainPage } from '../../ui/plain.tsx';
import type { TableData } from '../../ui/table.tsx';
import type { ServerDeps } from '../deps.ts';
import { askingOf } from '../http/asking.ts';
import { frameOf } from '../http/frame.ts';
import { cards } from '../tables/cards.tsx';
import { instantCell } from '../tables/cells.ts';

/** E-mails of the demo, which go no further than this machine: they tell what people spent, day by day. */
export async function inboxPage(c: Context, deps: ServerDeps): Promise<Response> {
  const frame = frameOf(c, deps);
  const { m } = frame;
  const asking = askingOf(c, deps);
  const all = [...(deps.inbox?.() ?? [])].reverse();
  const messages = showsDays(asking) ? all : all.filter(({ to }) => to === asking.viewer.email);
  const table: TableData = {
    columns: [
      { name: m.alerts.at, key: 'at' },
      { name: m.inbox.to, key: 'to' },
      { name: m.inbox.subject, key: 'subject', csv: 'mail_subject', card: 'head' },
    ],
    rows: messages.map((message) => ({
      cells: [
        instantCell(message.at, frame),
        { text: message.to, person: message.to },
        {
          text: message.subject,
          show: (
            <details class="mail">
              <summary>{message.subject}</summary>
              <pre>{message.text}</pre>
            </details>
          ),
        },
      ],
    })),
  };
  const result = await cards(c, frame, 'inbox', [
    { id: '', title: m.nav.inbox, table, empty: m.inbox.empty },
  ]);
  if (result.response) return result.response;
  return c.html(
    <PlainPage frame={frame} title={m.nav.inbox} intro={m.inbox.intro}>
      {messages.length < all.length && <p class="note">{m.inbox.keptBack(all.length - messages.length)}</p>}
      <div class="grid">{result.shown}</div>
    </PlainPage>,
  );
}
