import type { Money, Place } from './types.ts';

/** What an installation is set to, after `config.ts` has read and checked it. Plain values, no defaults in here. */
export interface Settings {
  /** Whether AWS is a simulated one. Shown on every page and pinned in the ledger. */
  simulated: boolean;
  /** Account whose bill is read; null: the account of the credentials. */
  payer: { accountId: string | null; roleArn: string | null; externalId: string | null };
  /** Accounts whose profiles and metrics are read. Empty: the account of the credentials. */
  accounts: { accountId: string; roleArn: string | null; externalId: string | null }[];
  regions: string[];
  /** Linked accounts whose bill is read one by one; empty reads it as a whole. */
  linkedAccounts: string[];
  backfillDays: number;
  tagKeys: { user: string; costCenter: string; profile: string };
  /** Who a charge belongs to: the owner of the profile, or the IAM caller. */
  attribution: 'profileTags' | 'iamPrincipal';
  /** Percent of a budget at which an alert is due. */
  thresholds: number[];
  /** Ceiling for what AWS charges for our own requests, per month. */
  awsChargeCeiling: Money;
  /** For models without any rate, for budgets only. Money per 1,000,000 tokens. */
  cautiousRatePerMillion: Money;
  budgetsMirror: { enabled: boolean; subscribers: string[] };
  /** Whether profiles may be created and deleted in AWS from here. */
  vending: { enabled: boolean };
  notify: {
    smtpUrl: string | null;
    from: string;
    /** Extra recipients of every alert; the person concerned is always told when `toOwner`. */
    to: string[];
    toOwner: boolean;
    webhook: { url: string; secret: string } | null;
  };
  publicUrl: string | null;
  host: string;
  port: number;
}

/** Every account × Region that is read. */
export function placesOf(settings: Pick<Settings, 'accounts' | 'regions'>): Place[] {
  return settings.accounts.flatMap(({ accountId }) =>
    settings.regions.map((region) => ({ accountId, region })),
  );
}
