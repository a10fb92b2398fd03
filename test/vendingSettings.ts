import { money } from '../src/core/money.ts';
import type { Settings } from '../src/core/settings.ts';
import type { VendingSettings } from '../src/core/vending/settings.ts';

/** Vending as it is where nothing else is set, switched on; plans wait for no pace. */
export const VENDING: VendingSettings = {
  enabled: true,
  stepsPerSecond: 10_000,
  tags: [],
  approval: { by: 'nobody', deadlineDays: 14, escalateDays: 3 },
  unusedDays: 60,
  shared: { enabled: false, by: [] },
};

/** Asking for more budget as it is where nothing else is set. */
export const ASKING: Settings['budgets']['requests'] = {
  by: 'administrator',
  ceiling: money('100'),
  deadlineDays: 7,
  escalateDays: 2,
};
