import type { Aws } from '../../aws/types.ts';
import { LedgerError } from '../../core/errors.ts';
import type { PermissionSets, UnreadKind } from '../../core/policies/found.ts';
import { globalRegionOf } from '../../core/policies/probeFacts.ts';
import type { Settings } from '../../core/settings.ts';

/** Reads what AWS has of policies, as far as it may be read. */

export type PolicyGateways = Pick<Aws, 'iam' | 'ssoAdmin' | 'organizations' | 'modelAccess'>;

/** Something that is not known because AWS did not let it be read. */
export interface Unread {
  /** For whoever reads it at a terminal; pages word `kind`. */
  what: string;
  kind: UnreadKind;
  /** An account, or an account with its Region; of `moreModels` how many. */
  place: string;
  /** Actions to allow. */
  allow: string;
  why: string;
}

/** Reads what may be read; the rest is noted and not taken for nothing. */
export function readingOf() {
  const unread: Unread[] = [];
  return {
    unread,
    async read<T>(of: Omit<Unread, 'why'>, work: () => Promise<T>): Promise<T | null> {
      try {
        return await work();
      } catch (error) {
        if (!(error instanceof LedgerError)) throw error;
        unread.push({ ...of, why: error.message });
        return null;
      }
    },
  };
}
export type Reading = ReturnType<typeof readingOf>;

const globalIn = ({ regions }: Pick<Settings, 'regions'>): string =>
  globalRegionOf(regions[0] ?? 'us-east-1');

export function setsOf(
  aws: PolicyGateways,
  settings: Settings,
  { read }: Reading,
): Promise<PermissionSets | null> {
  const { directory } = settings;
  if (directory === null) return Promise.resolve(null);
  return read({ what: 'permission sets', kind: 'sets', place: '', allow: SSO_READS }, () =>
    aws.ssoAdmin.permissionSets(directory.region, (arn) =>
      aws.iam.managedPolicy({ payerIn: globalIn(settings) }, arn),
    ),
  );
}
const SSO_READS =
  'sso:ListInstances, sso:ListPermissionSets, sso:DescribePermissionSet, sso:GetInlinePolicyForPermissionSet, sso:ListManagedPoliciesInPermissionSet, sso:ListCustomerManagedPolicyReferencesInPermissionSet, sso:GetPermissionsBoundaryForPermissionSet, sso:ListAccountsForProvisionedPermissionSet, sso:DescribeInstanceAccessControlAttributeConfiguration, iam:GetPolicy and iam:GetPolicyVersion in the account of IAM Identity Center';

export const controlsIn = (aws: PolicyGateways, settings: Settings, accountId: string, { read }: Reading) =>
  read(
    {
      what: `service control policies of ${accountId}`,
      kind: 'controls',
      place: accountId,
      allow:
        'organizations:DescribeOrganization, organizations:ListParents, organizations:DescribeOrganizationalUnit, organizations:ListPoliciesForTarget and organizations:DescribePolicy in the management account',
    },
    () => aws.organizations.controls(globalIn(settings), accountId),
  );

export const holdersIn = async (
  aws: PolicyGateways,
  settings: Settings,
  accountId: string,
  { read }: Reading,
) =>
  (await read(
    {
      what: `roles and users of ${accountId}`,
      kind: 'people',
      place: accountId,
      allow: 'iam:GetAccountAuthorizationDetails',
    },
    () => aws.iam.holders({ accountId, region: globalIn(settings) }, accountId),
  )) ?? [];
