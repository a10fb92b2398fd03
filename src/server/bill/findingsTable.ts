import type { Names } from '../../app/names.ts';
import { href } from '../../core/href.ts';
import { approximate, larger, money, sum, ZERO } from '../../core/money.ts';
import { QUARANTINED } from '../../core/quarantine.ts';
import type { Finding, Money } from '../../core/types.ts';
import { usd } from '../../core/usd.ts';
import { whole } from '../../ui/format.ts';
import type { Frame } from '../../ui/layout.tsx';
import type { TableData } from '../../ui/table.tsx';
import { heldBackName } from '../operations/heldBackCard.tsx';
import { countCell, dayCell, moneyCell, periodQuery } from '../tables/cells.ts';

/** What does not add up, one row per kind; `short` leaves out the detail. */
export function findingsTable(
  findings: readonly Finding[],
  frame: Frame,
  { short }: { short: boolean },
): TableData {
  const { m } = frame;
  const kinds = [...Map.groupBy(findings, (finding) => finding.kind)].sort(
    ([, a], [, b]) => rank(a) - rank(b) || weight(b) - weight(a),
  );
  return {
    columns: [
      { name: m.findings.kind, key: 'kind', csv: 'finding_kind' },
      { name: m.findings.count, key: 'days', number: true },
      { name: m.findings.amount, key: 'amount_usd', number: true },
      { name: m.findings.last, key: 'last', csv: 'last_day', number: true },
      ...(short ? [] : [{ name: m.findings.detail, key: 'detail' }]),
    ],
    rows: kinds.map(([kind, all]) => {
      const last = all.reduce((a, b) => ((b.day ?? '') > (a.day ?? '') ? b : a));
      const amounts = all.flatMap((finding) => (finding.amount === null ? [] : [finding.amount]));
      const detail = detailWords(kind === 'heldBack' ? heldBackDetail(all, frame) : last.detail, frame);
      return {
        cells: [
          {
            text: m.findings.words[kind],
            raw: kind,
            href: href`/reconciliation/findings/${kind}` + periodQuery(frame),
          },
          countCell(new Set(all.map((finding) => finding.day)).size),
          amounts.length === 0 ? { text: '–', raw: '' } : moneyCell(sum(amounts)),
          last.day === null ? { text: '–', raw: '' } : dayCell(last.day, frame),
          ...(short ? [] : [{ text: detail }]),
        ],
      };
    }),
  };
}

/** What is known of a finding, in words. */
export function detailWords(detail: Finding['detail'], frame: Pick<Frame, 'm'>, names?: Names): string {
  const { people, largest, largestDifference } = detail;
  if (people !== undefined && largest !== undefined && largestDifference !== undefined) {
    const by = money(largestDifference);
    return frame.m.verdict.people(
      whole(BigInt(people)),
      largest,
      usd(larger<bigint>(by, -by) as Money),
      by > 0n,
    );
  }
  return (
    Object.entries(detail)
      .map(
        ([name, value]) =>
          `${frame.m.findings.details[name] ?? name}${frame.m.colon}${name === 'model' && names !== undefined ? names.model(value) : wordsFor(name, value)}`,
      )
      .join(frame.m.comma) || '–'
  );
}

/** All that is held back, each once. */
function heldBackDetail(all: readonly Finding[], frame: Frame): Finding['detail'] {
  const names = all.map(({ detail: { source = '', name = '' } }) => {
    const known = QUARANTINED.find((one) => one === source);
    return known === undefined ? name : heldBackName({ source: known, name }, frame);
  });
  return { slice: [...new Set(names)].join('; ') };
}

const AMOUNTS: ReadonlySet<string> = new Set([
  'largestDifference',
  'amount',
  'difference',
  'standing',
  'bill',
  'view',
]);
const COUNTS: ReadonlySet<string> = new Set(['tokens', 'people']);
/** A detail as people read it; what is no figure stays as it is. */
function wordsFor(name: string, value: string): string {
  if (AMOUNTS.has(name) && /^-?\d+(\.\d{1,10})?$/.test(value)) return usd(money(value));
  return COUNTS.has(name) && /^\d+$/.test(value) ? whole(BigInt(value)) : value;
}

const SEVERITY = { error: 0, warning: 1, info: 2 } as const;
const rank = (all: readonly Finding[]): number =>
  Math.min(...all.map((finding) => SEVERITY[finding.severity]));
const weight = (all: readonly Finding[]): number =>
  approximate(all.reduce((most, finding) => larger(most, finding.amount ?? ZERO), ZERO));
