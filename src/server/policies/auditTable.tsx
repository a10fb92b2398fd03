import type { AuditRow } from '../../core/policies/audit.ts';
import type { Frame } from '../../ui/layout.tsx';
import type { Cell, TableData } from '../../ui/table.tsx';
import { moneyCell, tokensCell } from '../tables/cells.ts';
import { asSentence } from './findings.tsx';

/** Who would have been denied, by what, and what to do about it. */

export function auditTable(rows: readonly AuditRow[], frame: Frame): TableData {
  const { m } = frame;
  const words = m.policies.rollOut;
  return {
    columns: [
      { name: words.who, key: 'who' },
      { name: words.called, key: 'what' },
      { name: words.where, key: 'place' },
      { name: words.tokens, key: 'tokens', number: true },
      { name: words.amount, key: 'usd', number: true },
      { name: words.reason, key: 'reason' },
      { name: words.by, key: 'denied', drawn: true },
      { name: words.amount, key: 'usdOf', file: true },
      { name: words.invoke, key: 'deniedByInvoke', file: true },
      { name: words.guard, key: 'deniedByGuard', file: true },
    ],
    rows: rows.map((row) => ({
      cells: [
        { text: row.who || words.nobody, raw: row.who },
        { text: row.what.slice(row.what.lastIndexOf('/') + 1) || '–', raw: row.what, title: row.what },
        { text: row.accountId === '' ? '–' : `${row.accountId}/${row.region}` },
        row.tokens === null ? NONE : tokensCell(row.tokens),
        amountCell(row, words.ofAll),
        reasonCell(row, frame),
        { text: '', show: statements(row) },
        { text: row.amount === null ? '' : row.shared ? 'all callers' : 'this row' },
        { text: row.invoke ?? '' },
        { text: row.guard ?? '' },
      ],
    })),
  };
}

const NONE: Cell = { text: '–', raw: '', sort: -1n };

function amountCell({ amount, shared }: AuditRow, ofAll: string): Cell {
  if (amount === null) return NONE;
  const cell = moneyCell(amount);
  return shared ? { ...cell, title: `${cell.title} ${ofAll}` } : cell;
}

function reasonCell({ reason }: AuditRow, { m }: Frame): Cell {
  const { why, advice } = m.policies.findings.auditReasons[reason];
  return {
    text: why,
    raw: reason,
    show: (
      <>
        {asSentence(why, m.colon)}
        <br />
        <span class="note">{asSentence(advice, m.colon)}</span>
      </>
    ),
  };
}

const statements = ({ invoke, guard }: AuditRow) =>
  [...new Set([invoke, guard])].flatMap((sid) => (sid === null ? [] : [<code>{sid}</code>, ' ']));
