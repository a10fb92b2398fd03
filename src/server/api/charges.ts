import { type BillEntry, USAGE } from '../../core/billEntries.ts';
import { formatExact } from '../../core/money.ts';

/**
 * The bill in the published words of the API: which of its views a charge belongs to, and two keys that mean what the
 * view says. They are Cost Explorer's, and stay as they are, whatever the ledger calls them.
 */
export const GROUPINGS = ['line', 'profile', 'owner', 'principal', 'recordType'] as const;
export type Grouping = (typeof GROUPINGS)[number];

export function chargeJson(entry: BillEntry) {
  const { day, accountId, unit, provisional, amount, quantity } = entry;
  const [grouping, key1, key2] = viewOf(entry);
  return {
    day,
    grouping,
    accountId,
    key1,
    key2,
    unit,
    provisional,
    amount: formatExact(amount),
    quantity: formatExact(quantity),
  };
}

function viewOf(entry: BillEntry): [Grouping, string, string] {
  if (!('by' in entry))
    return entry.recordType === USAGE
      ? ['line', entry.service, entry.usageType ?? '']
      : ['recordType', entry.recordType, entry.service];
  switch (entry.by) {
    case 'profile':
      return [entry.by, entry.profile, entry.usageType];
    case 'owner':
      return [entry.by, entry.user, entry.costCenter];
    case 'principal':
      return [entry.by, entry.principal, entry.service];
  }
}
