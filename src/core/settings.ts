import type { GroupRole } from './access.ts';
import type { Allowances } from './allowances.ts';
import type { ApprovalSettings } from './approvalRules.ts';
import type { Drift } from './awsBudget.ts';
import type { BudgetCalendar } from './budgetPeriods.ts';
import type { NotifySettings } from './notifySettings.ts';
import type { PolicySettings } from './policies/choices.ts';
import type { PrivacySettings } from './privacy.ts';
import type { EnforcementSettings } from './stop/settings.ts';
import type { Money, Place } from './types.ts';
import type { VendingSettings } from './vending/settings.ts';

/** What an installation is set to, after `config.ts` has read and checked it. Plain values, no defaults in here. */
export interface Settings {
  /** Whether AWS is a simulated one. Shown on every page and pinned in the ledger. */
  simulated: boolean;
  /**
   * Account whose bill is read; null: the account of the credentials. `profile` of AWS's shared configuration: its own
   * credentials, where those at hand are of another partition.
   */
  payer: {
    accountId: string | null;
    roleArn: string | null;
    externalId: string | null;
    profile?: string | null;
  };
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
  /** By which calendar weeks, quarters and years of budgets begin. */
  budgets: {
    calendar: BudgetCalendar;
    /** Who decides when somebody asks for more; `ceiling`: what whoever is no administrator may grant in a period. */
    requests: ApprovalSettings & { ceiling: Money };
  };
  budgetsMirror: {
    enabled: boolean;
    subscribers: string[];
    /** What becomes of what somebody changed in AWS; left out: it is mended. */
    drift?: Drift;
  };
  /** Whether hard budgets stop use, and how. */
  enforcement: EnforcementSettings;
  vending: VendingSettings;
  /** What the policies allow that are printed here. */
  policies: PolicySettings;
  notify: NotifySettings;
  /** Where people open this server: scheme, host, port and perhaps a path, without a slash at its end. */
  publicUrl: string | null;
  signIn: SignInSettings;
  roles: {
    /** E-mail addresses that are administrators, whatever the ledger says. */
    administrators: string[];
    groups: GroupRole[];
  };
  /** IAM Identity Center's directory, read in bulk; null: not. `groups` null reads the members of all groups. */
  directory: { identityStoreId: string; region: string; groups: string[] | null } | null;
  /** `/metrics`: off without a token of its own; spend and budget by cost center only where that is said. */
  metrics: { token: string | null; costCenters: boolean };
  /** What others see of a person, and how long it is kept who looked. */
  privacy: PrivacySettings;
  /** Days that the audit log, tokens that ended, and alerts with their messages are kept. */
  auditDays: number;
  /** Minutes of real time after which any job is ended; null: each after its own time (`core/deadlines`). */
  longestJobMinutes: number | null;
  /** 32 bytes, base64 or hexadecimal, with which heads of the audit log are signed; null: they are not. */
  auditKey: string | null;
  /** Days that the runs of jobs are kept; what AWS charged in a month stays. */
  runDays: number;
  /** Months before the running one of which rows of spend and their findings are kept; their sums stay. */
  spendMonths: number;
  /** Months before the running one of which the bill and the tokens of each day are kept. */
  billMonths: number;
  /** Days of which token usage is kept by the hour; before, by the day. */
  usageHourDays: number;
  /** What one person may have or do by themselves; administrators may confirm more for somebody. */
  allowances: Allowances;
  /** Requests of one person, or of one address without a person, per minute. */
  requestsPerMinute: number;
  /** Proxies in front of this server that write `X-Forwarded-For`. */
  proxies: number;
  host: string;
  port: number;
}

/** Every account × Region that is read. */
export function placesOf(settings: Pick<Settings, 'accounts' | 'regions'>): Place[] {
  return settings.accounts.flatMap(({ accountId }) =>
    settings.regions.map((region) => ({ accountId, region })),
  );
}

/** Addresses for whoever watches the process, which look for them at the root of the host wherever the pages live. */
export const WATCHED: readonly string[] = ['/healthz', '/readyz', '/metrics'];

/** Where the identity provider leads people back to: the redirect URI that is registered there. */
export const callbackOf = ({ publicUrl }: Pick<Settings, 'publicUrl'>): string => `${publicUrl}${CALLBACK}`;
/** Where the service lives below its host: '' at its root, else such as `/ledger`. */
export const baseOf = ({ publicUrl }: Pick<Settings, 'publicUrl'>): string =>
  publicUrl === null ? '' : new URL(publicUrl).pathname.replace(/\/$/, '');

/** Its path below that. */
export const CALLBACK = '/sign-in/callback';

/** How long a session may go unused, milliseconds. */
export const idleMsOf = ({ signIn }: Pick<Settings, 'signIn'>): number => signIn.idleMinutes * 60_000;

/** Whether people sign in at all. */
export const signsIn = ({ signIn }: Pick<Settings, 'signIn'>): boolean =>
  signIn.oidc !== null || signIn.alb !== null;

/** Who signs in how. With neither provider nobody signs in, and only this machine is served. */
export interface SignInSettings {
  oidc: {
    issuer: string;
    clientId: string;
    clientSecret: string | null;
    scopes: string[];
    /** `login` asks again each time, `select_account` which account; null leaves it to the provider. */
    prompt: string | null;
    /**
     * All accounts of the issuer are of one company, which says who has which address: whoever signs in is let in also where
     * the provider does not say whether the address is verified. Where it says that it is not, never.
     */
    singleTenant?: boolean;
  } | null;
  /** A load balancer in front that signs in. */
  alb: {
    loadBalancerArn: string;
    issuer: string;
    clientId: string;
    keysUrl?: string | null;
    singleTenant?: boolean;
  } | null;
  /** Names of the claims that say it; null: no claim says it. */
  claims: {
    email: string;
    name: string;
    groups: string | null;
    costCenter: string | null;
    manager: string | null;
  };
  /** A session ends this long after it began, and this long after it was last used. */
  sessionHours: number;
  idleMinutes: number;
}
