import type { Charge, DayRange, Grouping } from '../../core/types.ts';
import { type Asking, inOneReading, mustBeAllowed } from '../asking.ts';

/** Charges of the bill by one of its views. @throws Forbidden */
export const listCharges = (asking: Asking, range: DayRange, grouping: Grouping): Promise<Charge[]> =>
  inOneReading(asking, (inside) => {
    mustBeAllowed(inside, 'see', { kind: 'bill' });
    return inside.store.charges.list({ range, grouping });
  });
