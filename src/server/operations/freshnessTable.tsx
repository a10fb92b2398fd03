import type { FreshnessShown } from '../../app/operations/jobs.ts';
import type { Frame } from '../../ui/layout.tsx';
import { Badge } from '../../ui/plain.tsx';
import type { TableData } from '../../ui/table.tsx';
import { instantCell } from '../tables/cells.ts';

/** How fresh what was read from AWS is. */

/** `111122223333 owner`: an account, and which of the views of its bill. */
function partOf(slice: string, { m }: Frame): string {
  const [account = '', part] = slice.split(' ');
  return part === undefined ? slice : `${account} · ${m.freshness.parts[part] ?? part}`;
}

/** Whether all that is read is up to date. */
export function freshnessVerdict(fresh: readonly FreshnessShown[], { m }: Frame): string {
  const late = fresh.filter((one) => stateOf(one) !== 'ok').length;
  return fresh.length === 0 ? m.freshness.nothing : m.freshness.verdict(late, fresh.length);
}

/** What files say of a source. */
const STATES = { ok: 'fresh', watch: 'old', failed: 'failed' } as const;
const stateOf = ({ lastError, stale }: FreshnessShown): keyof typeof STATES =>
  lastError !== null ? 'failed' : stale ? 'watch' : 'ok';

/** Up to when each source is complete, and whether that is late. */
export function freshnessTable(fresh: readonly FreshnessShown[], frame: Frame): TableData {
  const { m } = frame;
  return {
    columns: [
      { name: m.freshness.source, key: 'source' },
      { name: m.freshness.slice, key: 'slice' },
      { name: m.freshness.until, key: 'completeUntil' },
      { name: m.state, key: 'state', csv: 'freshness_state' },
    ],
    rows: fresh.map((one) => {
      const state = stateOf(one);
      const words = one.lastError ?? (state === 'ok' ? m.freshness.fresh : m.freshness.old);
      return {
        cells: [
          { text: m.freshness.sources[one.source], raw: one.source },
          { text: partOf(one.slice, frame), raw: one.slice },
          instantCell(one.completeUntil, frame),
          { text: words, raw: STATES[state], show: <Badge kind={state} text={words} /> },
        ],
      };
    }),
  };
}
