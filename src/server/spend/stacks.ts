import type { Names } from '../../app/names.ts';
import type { SpendFacts } from '../../app/spend/known.ts';
import { href } from '../../core/href.ts';
import { type Known, NOTHING_KNOWN, sumKnown } from '../../core/known.ts';
import { isUnknownModel } from '../../core/models.ts';
import type { AmountRow } from '../../core/questions.ts';
import { COLOURS, type Hiding, type Stack } from '../../ui/charts/days.tsx';
import { type Frame, link } from '../../ui/layout.tsx';
import { periodQuery } from '../tables/cells.ts';

/** What the rest is called in addresses; no model is. */
const OTHER = '-';

/** The largest models one by one, the rest together; all of them make each day's total. */
export function stacksOf({ byModelAndDay, begun, days }: SpendFacts, names: Names, frame: Frame): Stack[] {
  const byModel = Map.groupBy(byModelAndDay, (row) => row.keys[0] ?? '');
  const total = (rows: readonly AmountRow[]) => sumKnown(rows).amount;
  const order = [...byModel].sort(([, a], [, b]) => (total(b) > total(a) ? 1 : -1));
  const knownOf = (rows: readonly AmountRow[]): Known[] => {
    const found = Map.groupBy(rows, (row) => row.keys[1] ?? '');
    return days.map((day) => (day > (begun.at(-1) ?? '') ? NOTHING_KNOWN : sumKnown(found.get(day) ?? [])));
  };
  const stacks = order.slice(0, COLOURS).map(([model, rows]) => ({
    key: isUnknownModel(model) ? 'unknown' : model,
    name: isUnknownModel(model) ? frame.m.none.model : names.model(model),
    href: isUnknownModel(model) ? null : href`/models/${model}` + periodQuery(frame),
    known: knownOf(rows),
  }));
  const others = order.slice(COLOURS).flatMap(([, rows]) => rows);
  return others.length === 0
    ? stacks
    : [...stacks, { key: OTHER, name: frame.m.chart.rest, href: null, known: knownOf(others) }];
}

/** Series that the address leaves out, as `hide=one,another`: the charts alone do without them, no figure of the page. */
export const hidingIn = (frame: Pick<Frame, 'path' | 'query'>): Hiding => ({
  hidden: new Set((frame.query.hide ?? '').split(',').filter((key) => key !== '')),
  href: (keys) => link(frame, { hide: keys.join(',') }),
});
