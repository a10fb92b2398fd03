import type { NotifySettings } from '../src/core/notifySettings.ts';

/** How people are told where nothing is set but what a test sets: nothing leaves by itself. */
export const NOTIFY: NotifySettings = {
  smtpUrl: null,
  from: 'Ledger <ledger@example.com>',
  to: [],
  toOwner: true,
  toManagers: false,
  toCostCenterOwners: false,
  toFinance: false,
  toAdministrators: false,
  language: 'en',
  tells: [],
  quietHours: null,
  digest: { above: 100, at: '08:00', timeZone: 'UTC' },
  jumps: { toManagerAbove: null },
  reports: { rhythm: 'never', at: '08:00', timeZone: 'UTC', weekday: 'monday' },
  webhook: null,
  channels: [],
};
