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
