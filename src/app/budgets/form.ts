import { dayOf, monthOf, monthRange } from '../../core/periods.ts';
import { type Asking, inOneReading, mustChangeAny, scopeOf } from '../asking.ts';

/** People and cost centers with spend in the running month, for a form to offer; cost centers first. */
export type Owners = readonly { kind: 'costCenter' | 'user'; key: string }[];

/** What the form that sets a budget offers. @throws Forbidden */
export const budgetForm = (asking: Asking): Promise<{ owners: Owners }> =>
  inOneReading(asking, async (inside) => {
    mustChangeAny(inside, 'budget');
    return { owners: await ownersOf(inside) };
  });

async function ownersOf(asking: Asking): Promise<Owners> {
  const range = monthRange(monthOf(dayOf(asking.now)));
  const of = async (kind: 'costCenter' | 'user') => {
    const ask = { range, groupBy: [kind], basis: 'best' as const, filter: {}, scope: scopeOf(asking) };
    const keys = (await asking.store.spend.amounts(ask)).map((row) => row.keys[0] ?? '');
    return keys
      .filter((key) => key !== '')
      .sort()
      .map((key) => ({ kind, key }));
  };
  return [...(await of('costCenter')), ...(await of('user'))];
}
