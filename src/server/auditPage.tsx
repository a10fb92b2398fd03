import type { Context } from 'hono';
import type { AuditEntry } from '../store/types.ts';
import { usd } from '../ui/format.ts';
import type { Frame } from '../ui/layout.tsx';
import { PlainPage } from '../ui/pages/plain.tsx';
import type { Cell, TableData } from '../ui/table.tsx';
import { exactState, moneyIn } from './auditState.ts';
import { cards } from './cards.tsx';
import { instantCell, scopePath } from './cells.ts';
import type { ServerDeps } from './deps.ts';
import { frameOf } from './frame.ts';

/** Every change: who, when, what before and after, in the reader's words. */

/** How many changes a page looks through. */
const MOST = 2000;

export async function auditPage(c: Context, deps: ServerDeps): Promise<Response> {
  const frame = frameOf(c, deps);
  const { m } = frame;
  const entries = await deps.store.audit.list({ limit: MOST });
  const table: TableData = {
    columns: [
      { name: m.audit.at, key: 'at' },
      { name: m.audit.actor, key: 'actor' },
      { name: m.audit.action, key: 'action' },
      { name: m.audit.subject, key: 'subject' },
      { name: m.audit.before, key: 'before' },
      { name: m.audit.after, key: 'after' },
      { name: m.audit.reason, key: 'reason' },
    ],
    rows: entries.map((entry) => ({
      cells: [
        instantCell(entry.at, frame),
        { text: entry.actor },
        { text: m.audit.actions[entry.action] ?? entry.action, raw: entry.action },
        subjectCell(entry, frame),
        stateCell(entry.before),
        stateCell(entry.after),
        { text: entry.reason ?? '–', raw: entry.reason ?? '' },
      ],
    })),
  };
  const result = cards(c, frame, 'audit', [{ id: '', title: m.nav.audit, table, empty: m.audit.empty }]);
  if (result.response) return result.response;
  return c.html(
    <PlainPage frame={frame} title={m.nav.audit} intro={m.audit.intro}>
      <div class="grid">{result.shown}</div>
    </PlainPage>,
  );
}

/** `user:ann@example.com`, `costCenter:…`, `userDefault:` or the ARN of a profile, leading to its page. */
function subjectCell({ subject }: AuditEntry, { m }: Frame): Cell {
  const profile = /application-inference-profile\/([a-z0-9]+)$/.exec(subject);
  if (profile)
    return { text: profile[1] ?? subject, raw: subject, href: `/profiles/${profile[1]}`, title: subject };
  const [, kind, key = ''] = /^(user|costCenter|userDefault):(.*)$/s.exec(subject) ?? [];
  if (kind === 'userDefault') return { text: m.budgets.userDefault, raw: subject };
  if (kind === 'user' || kind === 'costCenter')
    return { text: key, raw: subject, href: scopePath(kind, key) };
  return { text: subject };
}

/** What was or became of something: an amount by itself, else its fields; exact in CSV. */
function stateCell(state: unknown): Cell {
  if (state === null || typeof state !== 'object') return { text: '–', raw: '' };
  const raw = JSON.stringify(exactState(state));
  const fields = Object.entries(state).filter(
    ([name, value]) => name !== 'version' && value !== null && value !== '',
  );
  const text = fields.map(([name, value]) => {
    const money = moneyIn(name, value);
    return money === null ? plain(value) : usd(money);
  });
  return { text: text.join(', ') || '–', raw };
}
const plain = (value: unknown): string =>
  typeof value === 'object' && value !== null
    ? Object.entries(value)
        .map(([name, inner]) => `${name} = ${plain(inner)}`)
        .join(', ')
    : String(value);
