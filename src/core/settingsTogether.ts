import type { ApprovalSettings } from './approvalRules.ts';
import { sharedIssuer } from './issuers.ts';
import { billingPartitionOf, partitionOf } from './regions.ts';
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
  ...faultsOfRoles(settings),
  ...faultsOfPayer(settings),
  ...faultsOfBalancer(settings),
  ...faultsOfIssuer(settings),
  ...faultsOfAge(settings),
  ...faultsOfVending(settings),
  ...faultsOfApproval(['budgets', 'requests'], settings.budgets.requests),
  ...faultsOfPrivacy(settings),
  ...faultsOfStops(settings),
];
type Told = Pick<
  Settings,
  | 'regions'
  | 'accounts'
  | 'payer'
  | 'directory'
  | 'signIn'
  | 'backfillDays'
  | 'usageHourDays'
  | 'spendMonths'
  | 'billMonths'
  | 'tagKeys'
  | 'vending'
  | 'budgets'
  | 'privacy'
  | 'metrics'
  | 'budgetsMirror'
  | 'enforcement'
  | 'policies'
>;

/** Marks that no policy looks at would stop nobody, and look as if they did. */
const faultsOfStops = ({ enforcement, policies }: Told): Fault[] =>
  enforcement.mode === 'on' && !policies.enforcement
    ? [
        {
          path: ['policies', 'enforcement'],
          message:
            'must be true while enforcement.mode is on: else the printed policies deny nothing that is marked',
        },
      ]
    : [];

/** Ways out by which figures of single people would go to others all the same. */
function faultsOfPrivacy({ privacy: { othersSee }, metrics, budgetsMirror }: Told): Fault[] {
  if (othersSee === 'days') return [];
  const is = `while privacy.othersSee is ${othersSee}`;
  return [
    ...(metrics.costCenters
      ? [
          {
            path: ['metrics', 'costCenters'],
            message: `must be false ${is}: it says by the minute what a cost center spends`,
          },
        ]
      : []),
    ...(budgetsMirror.enabled
      ? [
          {
            path: ['budgetsMirror', 'enabled'],
            message: `must be false ${is}: AWS Budgets shows and sends what single people spent`,
          },
        ]
      : []),
  ];
}

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

/** A role gives its own account to read, whatever account is written beside it. */
function faultsOfRoles({ accounts, payer }: Told): Fault[] {
  const said = [
    ...accounts.map((one, i) => ({ ...one, path: ['accounts', i, 'roleArn'] })),
    { ...payer, path: ['payer', 'roleArn'] },
  ];
  return said.flatMap(({ accountId, roleArn, path }) => {
    const of = roleArn?.split(':')[4];
    return !accountId || of === undefined || of === accountId
      ? []
      : {
          path,
          message: `must be a role of the account ${accountId}: this one is of ${of}, which would be read in its place`,
        };
  });
}

/** Where the bill is in another partition, its payer has credentials of its own. */
function faultsOfPayer({ regions: [first = ''], accounts, payer, directory }: Told): Fault[] {
  const partition = partitionOf(first);
  // Source: AWS's list of Regions with Amazon Bedrock. Words of payers would send people looking for credentials.
  if (partition === 'aws-cn')
    return [{ path: ['regions'], message: `must be Regions with Amazon Bedrock: ${partition} has none` }];
  const billed = billingPartitionOf(partition);
  const faults: Fault[] = [];
  if (billed !== partition && !payer.profile)
    faults.push({
      path: ['payer', 'profile'],
      message: `must name a profile of AWS’s shared configuration with credentials of the standard account: ${partition} is billed through it, in ${billed}, where credentials of ${partition} do not count`,
    });
  if (billed !== partition && accounts.length === 0)
    faults.push({
      path: ['accounts'],
      message: `must name the accounts in ${partition}: without them the payer is read, and it has no Bedrock there`,
    });
  if (payer.roleArn && payer.roleArn.split(':')[1] !== billed)
    faults.push({
      path: ['payer', 'roleArn'],
      message: `must be a role of the partition ${billed}, where ${first} is billed`,
    });
  if (directory !== null && partitionOf(directory.region) !== billed)
    faults.push({
      path: ['directory', 'region'],
      message: `must be of the partition ${billed}, as the payer is, with whose credentials the directory is read`,
    });
  return faults;
}

/** Where a load balancer publishes its keys AWS documents for some partitions. */
function faultsOfBalancer({ signIn: { alb } }: Told): Fault[] {
  const partition = alb?.loadBalancerArn.split(':')[1];
  if (partition !== 'aws-eusc' || alb?.keysUrl) return [];
  return [
    {
      path: ['signIn', 'alb', 'keysUrl'],
      message: `must say where the load balancer publishes its keys: of ${partition} AWS does not`,
    },
  ];
}

/** Where anybody can have an account, nobody vouches for what an account is called. */
function faultsOfIssuer({ signIn: { oidc, alb } }: Told): Fault[] {
  return [['oidc', oidc] as const, ['alb', alb] as const].flatMap(([name, settings]) => {
    const shared = settings?.singleTenant === true ? sharedIssuer(settings.issuer) : null;
    return shared === null
      ? []
      : [{ path: ['signIn', name, 'singleTenant'], message: `must be false: ${shared}` }];
  });
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

/** What has ended goes no further up. */
const faultsOfApproval = (
  path: readonly string[],
  { by, deadlineDays, escalateDays }: ApprovalSettings,
): Fault[] =>
  by === 'nobody' || escalateDays < deadlineDays
    ? []
    : [
        {
          path: [...path, 'escalateDays'],
          message: `must be less than deadlineDays, ${deadlineDays}: a request that has ended goes to nobody`,
        },
      ];

/** One tag says one thing, whatever its case; and shared profiles are told apart by tags that they have. */
function faultsOfVending({ tagKeys, vending: { tags, shared, approval } }: Told): Fault[] {
  const never = faultsOfApproval(['vending', 'approval'], approval);
  const owners = Object.values(tagKeys).map((key) => key.toLowerCase());
  const twice = tags.flatMap(({ key }, i) =>
    owners.includes(key.toLowerCase())
      ? [{ path: ['vending', 'tags', i, 'key'], message: `must not be one of tagKeys, which ${key} is` }]
      : [],
  );
  const strange = shared.by.filter((key) => !tags.some((tag) => tag.key === key));
  if (strange.length === 0) return [...twice, ...never];
  const message = `must be keys of vending.tags, which ${strange.join(', ')} is not`;
  return [...twice, ...never, { path: ['vending', 'shared', 'by'], message }];
}
