/** The addresses of the API whose answers are kept with a ledger; a release that lacks one is not asked it. */

const GROUPS = ['costCenter', 'user', 'model', 'profile', 'account', 'day', 'tokenKind'];
const BASES = ['best', 'billed', 'estimated'];

/** @param about a user and a cost center with spend, the first day that was collected, and the moment of the question */
export function addressesOf({ user, costCenter, first, now }) {
  const today = now.slice(0, 10);
  const month = `${now.slice(0, 7)}-01`;
  const range = (start, endExclusive) => `start=${start}&endExclusive=${endExclusive}`;
  const whole = range(first, today);
  const someDay = '2026-11-03';
  const oneDay = range(someDay, '2026-11-04');
  const spend = (days, groups, bases, more = '') =>
    groups.flatMap((group) =>
      bases.map((basis) => `/spend?${days}&groupBy=${group}&basis=${basis}&limit=1000${more}`),
    );
  const who = encodeURIComponent(user);
  const where = encodeURIComponent(costCenter);
  return [
    // First: long lists that are asked for stand in the log.
    '/audit',
    ...spend(whole, GROUPS, BASES),
    ...spend(range(first, month), ['costCenter', 'user', 'model'], ['best']),
    ...spend(range(month, today), ['costCenter', 'user', 'model'], ['best', 'billed']),
    ...spend(oneDay, ['user', 'tokenKind'], BASES),
    ...spend(whole, ['model', 'profile'], ['best'], `&user=${who}`),
    ...spend(whole, ['user', 'day'], ['best'], `&costCenter=${where}`),
    ...['line', 'profile', 'owner', 'principal', 'recordType'].map(
      (grouping) => `/charges?${oneDay}&grouping=${grouping}`,
    ),
    `/lines?${oneDay}&user=${who}`,
    `/lines?${range(month, today)}&costCenter=&limit=20`,
    `/reconciliation?${whole}`,
    '/rates',
    '/budgets',
    '/profiles',
    '/alerts',
    '/jobs',
    '/freshness',
    `/overview?month=2026-10`,
    '/overview',
    '/users',
    '/cost-centers',
    '/models',
    `/users/${who}`,
    `/cost-centers/${where}`,
    '/teams/boss@example.com',
    `/days/${someDay}?limit=20`,
    '/people',
    `/people/${who}`,
    '/people/boss@example.com',
    `/people/${who}/tokens`,
  ];
}
