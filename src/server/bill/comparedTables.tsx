import type { Names } from '../../app/names.ts';
import { roundRows, roundTo, sum, ZERO } from '../../core/money.ts';
import type { SpendSum } from '../../core/questions.ts';
import type { ReconciliationSum } from '../../core/reconciliation.ts';
import type { Money } from '../../core/types.ts';
import { signedUsd, usdOf } from '../../core/usd.ts';
import type { Frame } from '../../ui/layout.tsx';
import { Badge } from '../../ui/plain.tsx';
import type { Cell, TableData } from '../../ui/table.tsx';
import { dayCell, keyCell, knownCell, moneyCell, percentCell } from '../tables/cells.ts';

/** Estimate held against bill, by model and by day. */

/** No difference is said of a day that AWS has not billed in full, and none of what has nothing to be compared with. */
const NONE: Cell = { text: '–', raw: '', sort: -(10n ** 18n) };

/** Newest first; days that still wait for the bill are muted and left out of the total. */
export function daysTable(
  sums: readonly SpendSum[],
  reconciled: readonly ReconciliationSum[],
  cents: PartCents,
  frame: Frame,
): TableData {
  const { m } = frame;
  const byDay = new Map(reconciled.map((one) => [one.key, one]));
  const days = sums
    .map((row) => {
      const day = row.keys[0] ?? '';
      return { ...row, day, held: byDay.get(day) };
    })
    .sort((a, b) => (a.day < b.day ? 1 : -1));
  const compared = comparison(
    days.flatMap(({ held }) => held ?? []),
    cents,
    frame,
  );
  return {
    caption: m.usd,
    columns: [{ name: m.name.day, key: 'day' }, ...comparedColumns(m), { name: m.state, key: 'label' }],
    rows: days.map(({ day, billed, estimated, unpricedTokens, label, held }) => ({
      muted: held === undefined,
      cells: [
        dayCell(day, frame),
        ...(held === undefined
          ? [moneyCell(billed), knownCell({ amount: estimated, unpricedTokens }, frame), NONE, NONE, NONE]
          : compared.of(held)),
        {
          text: m.status[label],
          raw: label,
          show: <Badge kind={label} text={m.status[label]} />,
        },
      ],
    })),
    foot: [{ text: m.reconciliation.total, raw: 'total' }, ...compared.foot, { text: '' }],
  };
}

const BADGE = { agrees: 'within', inRange: 'watch', differs: 'over', billedOnly: 'none' } as const;

/** How good the estimate of each model was, of what both sides know. Most billed first. */
export function modelsTable(
  models: readonly ReconciliationSum[],
  cents: PartCents,
  names: Names,
  frame: Frame,
): TableData {
  const { m } = frame;
  const billedOf = (model: ReconciliationSum) => model.billed + model.notCompared;
  const compared = comparison(models, cents, frame);
  return {
    caption: m.usd,
    columns: [
      { name: m.name.model, key: 'model' },
      ...comparedColumns(m),
      { name: m.state, key: 'state', csv: 'verdict' },
    ],
    rows: [...models]
      .sort((a, b) => Number(billedOf(b) - billedOf(a)))
      .map((model) => ({
        cells: [
          keyCell('model', model.key, frame, names),
          ...compared.of(model),
          {
            text: m.reconciliation.status[model.status],
            raw: model.status,
            show: <Badge kind={BADGE[model.status]} text={m.reconciliation.status[model.status]} />,
          },
        ],
      })),
    foot: [{ text: m.total, raw: 'total' }, ...compared.foot, { text: '' }],
  };
}

const comparedColumns = (m: Frame['m']): TableData['columns'] => [
  { name: m.billed, key: 'billed_usd', number: true },
  { name: m.estimated, key: 'estimated_usd', number: true },
  { name: m.reconciliation.difference, key: 'difference_usd', number: true },
  { name: m.reconciliation.percent, key: 'difference_percent', number: true },
  {
    name: m.reconciliation.notCompared,
    title: m.reconciliation.notComparedTitle,
    key: 'not_compared_usd',
    number: true,
  },
];

export type Compared = Pick<ReconciliationSum, 'billed' | 'estimated' | 'notCompared'> &
  Partial<Pick<ReconciliationSum, 'status'>>;

/** What all of them come to. */
export const totalOf = (all: readonly Compared[]): Compared => ({
  billed: sum(all.map((one) => one.billed)),
  estimated: sum(all.map((one) => one.estimated)),
  notCompared: sum(all.map((one) => one.notCompared)),
});

/** What the parts of the usage on the bill are shown as: the same in each table, and together the usage. */
export type PartCents = Readonly<Record<'billed' | 'notCompared' | 'open', Money>>;

/** @param usage on the bill: what of it is neither compared nor without tokens to compare is on days that wait for the bill */
export function partCentsOf(usage: Money, { billed, notCompared }: Compared): PartCents {
  const open = (usage - billed - notCompared) as Money;
  const parts = Object.entries({ billed, notCompared, open }).filter(([, amount]) => amount !== 0n);
  const cents = roundRows(
    parts.map(([, amount]) => amount),
    2,
    roundTo(usage, 2),
  );
  const shown = (name: string) => cents[parts.findIndex(([part]) => part === name)] ?? ZERO;
  return { billed: shown('billed'), notCompared: shown('notCompared'), open: shown('open') };
}

/**
 * Bill − estimate, as finance says a variance: positive is more than thought. Each column is rounded as a whole, and a difference
 * is the one of what is shown, so that both rows and columns add up.
 */
function comparison(
  all: readonly Compared[],
  cents: PartCents,
  frame: Frame,
): { of(one: Compared): Cell[]; foot: Cell[] } {
  const places = new Map(all.map((one, at) => [one, at]));
  const total = totalOf(all);
  const shown = [cents.billed, roundTo(total.estimated, 2), cents.notCompared] as const;
  const column = (of: (one: Compared) => Money, at: 0 | 1 | 2) => roundRows(all.map(of), 2, shown[at]);
  const [billed, estimated, notCompared] = [
    column((one) => one.billed, 0),
    column((one) => one.estimated, 1),
    column((one) => one.notCompared, 2),
  ];
  const cells = (one: Compared, [bill, estimate, rest]: readonly Money[]): Cell[] => {
    const difference = (one.billed - one.estimated) as Money;
    const notCompared = moneyCell(one.notCompared, usdOf(one.notCompared, rest ?? ZERO));
    // Nothing of it has two sides: tokens may have been seen that have no price.
    if (one.status === 'billedOnly') return [NONE, NONE, NONE, NONE, notCompared];
    return [
      moneyCell(one.billed, usdOf(one.billed, bill ?? ZERO)),
      moneyCell(one.estimated, usdOf(one.estimated, estimate ?? ZERO)),
      moneyCell(difference, signedUsd(((bill ?? ZERO) - (estimate ?? ZERO)) as Money)),
      percentCell(difference, one.billed, frame),
      notCompared,
    ];
  };
  return {
    of(one) {
      const at = places.get(one) ?? -1;
      return cells(one, [billed[at] ?? ZERO, estimated[at] ?? ZERO, notCompared[at] ?? ZERO]);
    },
    foot: cells(total, shown),
  };
}
