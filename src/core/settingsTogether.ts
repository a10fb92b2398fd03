import { partitionOf } from './regions.ts';
import { mostBackfillDays, mostHourDays } from './retention.ts';
import type { Settings } from './settings.ts';

/** What settings must be to one another, each of which is fine by itself. Pure. */

interface Fault {
  /** The setting, by its names from the outside in. */
  path: readonly (string | number)[];
  message: string;
}

export const faultsTogether = (settings: Told): Fault[] => [
  ...faultsOfPartitions(settings),
  ...faultsOfAge(settings),
];
type Told = Pick<
  Settings,
  'regions' | 'accounts' | 'backfillDays' | 'usageHourDays' | 'spendMonths' | 'billMonths'
>;

/** Credentials are good in one partition. */
function faultsOfPartitions({ regions, accounts }: Told): Fault[] {
  const [first = ''] = regions;
  const partition = partitionOf(first);
  const other = regions.find((region) => partitionOf(region) !== partition);
  const faults: Fault[] = accounts.flatMap(({ roleArn }, i) =>
    roleArn && roleArn.split(':')[1] !== partition
      ? {
          path: ['accounts', i, 'roleArn'],
          message: `must be a role of the partition ${partition}, as the Region ${first} is`,
        }
      : [],
  );
  if (other !== undefined)
    faults.unshift({
      path: ['regions'],
      message: `must be of one partition, because credentials are: ${first} is of ${partition}, ${other} of ${partitionOf(other)}. Run one ledger for each`,
    });
  return faults;
}

/** What is read is kept. */
function faultsOfAge(settings: Told): Fault[] {
  const { backfillDays, usageHourDays, spendMonths, billMonths } = settings;
  const faults: Fault[] = [];
  const days = mostBackfillDays(settings);
  if (backfillDays > days)
    faults.push({
      path: ['backfillDays'],
      message: `must be at most ${days}: with spendMonths ${spendMonths} and billMonths ${billMonths}, what is read of earlier days would not be kept`,
    });
  const hourDays = mostHourDays(settings);
  if (usageHourDays > hourDays)
    faults.push({
      path: ['usageHourDays'],
      message: `must be at most ${hourDays}: with billMonths ${billMonths}, tokens of earlier days are not kept at all`,
    });
  return faults;
}
