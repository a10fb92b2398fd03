import type { AuditRow } from '../../core/policies/audit.ts';
import { NOTHING_ALLOWS } from '../../core/policies/auditJudge.ts';
import type { Frame } from '../../ui/layout.tsx';
import type { Cell, TableData } from '../../ui/table.tsx';
import { moneyCell, tokensCell } from '../tables/cells.ts';

/** Who would have been denied, by what, and what to do about it. Dearest first, as they come. */

export function auditTable(rows: readonly AuditRow[], frame: Frame): TableData {
  const { m } = frame;
  const words = m.policies.rollOut;
  return {
    columns: [
      { name: words.who, key: 'who' },
      { name: words.called, key: 'what' },
      { name: words.reason, key: 'reason', csv: 'denied_because' },
      { name: words.amount, key: 'usd', csv: 'spent_usd', number: true },
      { name: words.tokens, key: 'tokens', number: true },
      { name: words.where, key: 'place' },
      { name: words.by, key: 'denied', csv: 'denied_by' },
      { name: words.amount, key: 'usdOf', csv: 'spent_of', file: true },
      { name: words.invoke, key: 'deniedByInvoke', csv: 'denied_by_invoke', file: true },
      { name: words.guard, key: 'deniedByGuard', csv: 'denied_by_guard', file: true },
    ],
    rows: rows.map((row) => ({
      cells: [
        { text: row.who || words.nobody, raw: row.who, person: row.who },
        { text: row.what.slice(row.what.lastIndexOf('/') + 1) || '–', raw: row.what, title: row.what },
        reasonCell(row, frame),
        amountCell(row, words.ofAll),
        row.tokens === null ? NONE : tokensCell(row.tokens, frame),
        { text: row.accountId === '' ? '–' : `${row.accountId}/${row.region}` },
        deniedCell(row, frame),
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
  const text = m.policies.findings.auditReasons[reason].why;
  return { text, raw: reason, show: <div class="words">{text}</div> };
}

/** What to do, once for each reason that there is. */
export const AuditAdvice = ({ rows, frame: { m } }: { rows: readonly AuditRow[]; frame: Frame }) => (
  <ul class="notes">
    {[...new Set(rows.map(({ reason }) => reason))].map((reason) => {
      const { why, advice } = m.policies.findings.auditReasons[reason];
      return (
        <li>
          <b>{`${why}${m.colon}`}</b>
          {advice}
        </li>
      );
    })}
  </ul>
);

/** By both where both deny it. */
function deniedCell({ invoke, guard }: AuditRow, { m }: Frame): Cell {
  const by = [...new Set([invoke, guard])].filter((one) => one !== null);
  const text = (one: string) => (one === NOTHING_ALLOWS ? m.policies.findings.nothingAllows : one);
  return {
    text: by.map(text).join('; '),
    raw: by.join('; '),
    show: (
      <div class="words">
        {by.map((one) => [one === NOTHING_ALLOWS ? text(one) : <code>{one}</code>, <br />])}
      </div>
    ),
  };
}
