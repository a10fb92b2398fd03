import * as z from 'zod';
import { budgetsSchema } from './configBudgets.ts';
import { enforcementSchema } from './configEnforcement.ts';
import { notifySchema } from './configNotify.ts';
import {
  accountId,
  asked,
  email,
  flag,
  http,
  list,
  optional,
  percent,
  readBy,
  region,
  tagKey,
  text,
  twice,
  usd,
  whole,
} from './configValues.ts';

import { vendingSchema } from './configVending.ts';
import { GIVEN_ROLES } from './core/access.ts';
import { readKey } from './core/auditHead.ts';
import { DRIFTS } from './core/awsBudget.ts';
import { HOST_WORDS, isLoopback, readHost } from './core/hosts.ts';
import { money } from './core/money.ts';
import { CLOSED } from './core/policies/actions.ts';
import {
  BUDGET_STATUS,
  isExemptible,
  keyTwice,
  MANAGED_BY,
  MODEL_PATTERN,
  SERVICE_TIERS,
} from './core/policies/choices.ts';
import { OTHERS_SEE } from './core/privacy.ts';
import { baseOf, WATCHED } from './core/settings.ts';
import { faultsTogether } from './core/settingsTogether.ts';
import { MOST_TOKENS } from './core/tokens.ts';
import { DOLLARS, RATE } from './core/typedNumbers.ts';

/** What each setting may hold, what it is when nobody set it, and in which words a fault is told. */

const ROLE = 'must be the ARN of an IAM role, such as arn:aws:iam::111122223333:role/bedrock-ledger';
const roleArn = z.string(ROLE).regex(/^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/, ROLE);
const EXEMPT_ROLE =
  'must be the ARN of a role or user, which may end with * after at least three characters of its name, and not fit those of IAM Identity Center, such as arn:aws:iam::111122223333:role/batch-*';
const MODEL_PATTERN_WORDS =
  'must be the id of a foundation model such as anthropic.claude-sonnet-4-6, or its beginning with * at the end';
const externalId = z.string('must be text').min(2, 'must have at least 2 characters');
/** What is asked for at the root of its host as well, by whoever watches this process: no path to live under. */
const PUBLIC_URL = `must be scheme, host and port, and where it lives under a path, that: letters, digits and - . _ ~ between single slashes, such as https://tools.example.com/ledger; not ${WATCHED.join(', ')}`;
function isPublicUrl(text: string): boolean {
  const { pathname, search, hash, username, password } = new URL(text);
  const isPlain = /^(?:\/[\w~-][\w.~-]*)*\/?$/.test(pathname);
  const isWatched = WATCHED.some((one) => pathname === one || pathname.startsWith(`${one}/`));
  return isPlain && !isWatched && search + hash + username + password === '';
}
/** Whoever is asked who somebody is must be who they say: plain http only on this machine. */
const secureUrl = asked.refine(
  (url) => new URL(url).protocol === 'https:' || isLoopback(new URL(url).hostname),
  'must be https://…',
);
const METRICS_TOKEN = 'must be 16 to 200 printable ASCII signs without blanks';
const ALB =
  'must be the ARN of an Application Load Balancer, such as arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/app/name/0123456789abcdef';
const NO_REQUIRE_VERIFIED =
  'cannot be false any more, leave it out: whoever’s provider does not say that their address is verified is not let in, unless singleTenant beside the issuer says that all its accounts are of your company';
const AUDIT_KEY = 'must be 32 random bytes in base64 or hexadecimal, as "openssl rand -base64 32" makes them';

/** AWS Budgets tells at most ten addresses of one threshold (API reference, CreateNotification). */
const MAX_SUBSCRIBERS = 10;
const subscribers = list(email).refine(
  (addresses) => addresses.length <= MAX_SUBSCRIBERS,
  `must be at most ${MAX_SUBSCRIBERS} addresses, to which AWS Budgets sends; give it one that leads to a list`,
);

/** Read by `readConfig` alone; everybody else has `Settings`. */
export const configSchema = z
  .strictObject({
    db: text(1).default('bedrock-ledger.db'),
    payer: z
      .strictObject({
        accountId: optional(accountId),
        roleArn: optional(roleArn),
        externalId: optional(externalId),
        profile: optional(text(1)),
      })
      .prefault({}),
    accounts: z
      .array(
        z.strictObject({ accountId, roleArn: optional(roleArn), externalId: optional(externalId) }),
        'must be a list of accounts',
      )
      .superRefine((accounts, context) => {
        const again = twice(accounts.map((one) => one.accountId));
        if (again !== undefined) context.addIssue(`names ${again} twice`);
      })
      .default([]),
    regions: list(region)
      .refine((regions) => regions.length > 0, 'must name at least one AWS Region')
      .default(['us-east-1']),
    linkedAccounts: list(accountId).default([]),
    backfillDays: whole(1, 455).default(100),
    tagKeys: z
      .strictObject({
        user: tagKey.default('UserEmail'),
        costCenter: tagKey.default('CostCenter'),
        profile: tagKey.default('InferenceProfile'),
      })
      .superRefine((keys, context) => {
        const again = keyTwice(keys);
        if (again !== null)
          context.addIssue(
            `must be three keys that differ, whatever their case, from each other and from ${MANAGED_BY} and ${BUDGET_STATUS}: ${again} is there twice`,
          );
      })
      .prefault({}),
    attribution: z
      .enum(['profileTags', 'iamPrincipal'], 'must be profileTags or iamPrincipal')
      .default('profileTags'),
    thresholds: list(percent(1, 1000)).default([50, 80, 100]),
    awsChargeCeiling: usd(DOLLARS).default(money('50')),
    cautiousRatePerMillion: usd(RATE).default(money('75')),
    budgets: budgetsSchema,
    budgetsMirror: z
      .strictObject({
        enabled: flag.default(false),
        subscribers: subscribers.default([]),
        drift: z.enum(DRIFTS, `must be one of ${DRIFTS.join(', ')}`).default('mend'),
      })
      .prefault({}),
    enforcement: enforcementSchema,
    vending: vendingSchema,
    policies: z
      .strictObject({
        geographies: optional(list(text(2))),
        models: optional(list(z.string(MODEL_PATTERN_WORDS).regex(MODEL_PATTERN, MODEL_PATTERN_WORDS))),
        selfService: flag.default(true),
        enforcement: flag.default(true),
        opened: list(z.enum(CLOSED, 'must be an action that is closed: see "policies print --help"')).default(
          [],
        ),
        tiers: optional(list(z.enum(SERVICE_TIERS, `must be one of ${SERVICE_TIERS.join(', ')}`))),
        exemptions: z
          .array(
            z.strictObject({
              pattern: z.string(EXEMPT_ROLE).refine(isExemptible, EXEMPT_ROLE),
              owner: text(2),
              reason: text(2),
            }),
            'must be a list of roles with pattern, owner and reason',
          )
          .default([]),
      })
      .prefault({}),
    notify: notifySchema,
    publicUrl: optional(
      http
        .refine(isPublicUrl, PUBLIC_URL)
        .transform((url) => new URL(url).origin + baseOf({ publicUrl: url })),
    ),
    signIn: z
      .strictObject({
        oidc: optional(
          z.strictObject({
            issuer: secureUrl,
            clientId: text(1),
            clientSecret: optional(text(8)),
            scopes: list(text(1)).default(['email', 'profile']),
            prompt: optional(
              z.enum(['login', 'select_account', 'consent'], 'must be login, select_account or consent'),
            ),
            singleTenant: flag.default(false),
          }),
        ),
        alb: optional(
          z.strictObject({
            loadBalancerArn: z
              .string(ALB)
              .regex(/^arn:aws[a-z-]*:elasticloadbalancing:[a-z0-9-]+:\d{12}:loadbalancer\/app\/.+$/, ALB),
            issuer: secureUrl,
            clientId: text(1),
            keysUrl: optional(secureUrl),
            singleTenant: flag.default(false),
          }),
        ),
        claims: z
          .strictObject({
            email: text(1).default('email'),
            name: text(1).default('name'),
            groups: optional(text(1)),
            costCenter: optional(text(1)),
            manager: optional(text(1)),
          })
          .prefault({}),
        // As it always is now; whoever set it need not change anything.
        requireVerifiedEmail: readBy(NO_REQUIRE_VERIFIED, (text) => /^true$/i.test(text) || null).optional(),
        sessionHours: whole(1, 24 * 30).default(10),
        idleMinutes: whole(1, 24 * 60).default(60),
      })
      .refine(
        ({ oidc, alb }) => oidc === null || alb === null,
        'has both oidc and alb: people sign in one way',
      )
      .prefault({}),
    roles: z
      .strictObject({
        administrators: list(email).default([]),
        groups: z
          .array(
            z
              .strictObject({
                group: text(1),
                role: z.enum(GIVEN_ROLES, `must be ${GIVEN_ROLES.join(', ')}`),
                costCenter: optional(text(1)),
              })
              .refine(({ role, costCenter }) => costCenter === null || role === 'costCenterOwner', {
                error: 'belongs to the role costCenterOwner only',
                path: ['costCenter'],
              }),
            'must be a list of groups with their roles',
          )
          .default([]),
      })
      .prefault({}),
    directory: optional(
      z.strictObject({
        identityStoreId: z
          .string()
          .regex(
            /^(d-[0-9a-f]{10}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/,
            'must be the id of an identity store, such as d-1234567890',
          ),
        region,
        groups: optional(list(text(1))),
      }),
    ),
    metrics: z
      .strictObject({
        token: optional(z.string(METRICS_TOKEN).regex(/^[\x21-\x7e]{16,200}$/, METRICS_TOKEN)),
        costCenters: flag.default(false),
      })
      .prefault({}),
    privacy: z
      .strictObject({
        othersSee: z.enum(OTHERS_SEE, `must be ${OTHERS_SEE.join(', ')}`).default('days'),
        // Of two, either knows what the other spent.
        leastPeople: whole(3, 1000).default(5),
        lookDays: whole(30, 3660).default(400),
      })
      .prefault({}),
    auditDays: whole(30, 3660).default(400),
    longestJobMinutes: optional(whole(1, 1440)),
    auditKey: optional(z.string(AUDIT_KEY).refine((text) => readKey(text) !== null, AUDIT_KEY)),
    runDays: whole(7, 3660).default(90),
    // A year is held against the bill, and the first two months of what is kept are decided no more.
    spendMonths: whole(14, 240).default(26),
    billMonths: whole(14, 240).default(26),
    // As long as a single question to CloudWatch.
    usageHourDays: whole(35, 3660).default(40),
    allowances: z
      .strictObject({
        profiles: whole(1, 10_000).default(20),
        profilesPerDay: whole(1, 10_000).default(20),
        tokens: whole(1, 1_000).default(MOST_TOKENS),
        exports: whole(1, 100).default(3),
      })
      .prefault({}),
    requestsPerMinute: whole(10, 100_000).default(600),
    proxies: whole(0, 10).default(0),
    host: readBy(HOST_WORDS, readHost).default('127.0.0.1'),
    port: whole(0, 65535).default(8080),
  })
  .superRefine(({ signIn, publicUrl }, context) => {
    if (signIn.oidc === null && signIn.alb === null) return;
    const reason =
      publicUrl === null
        ? 'is missing: with sign-in it must say where people open this server, such as https://ledger.example.com'
        : 'must be https://… where people sign in: their session would travel readable';
    if (publicUrl === null || !(publicUrl.startsWith('https:') || isLoopback(new URL(publicUrl).hostname)))
      context.addIssue({ code: 'custom', path: ['publicUrl'], message: reason });
  })
  .superRefine((settings, context) => {
    for (const { path, message } of faultsTogether(settings))
      context.addIssue({ code: 'custom', path: [...path], message });
  });

/** Names of settings that stand beside each other at a place, by the names and numbers that lead there. */
export function namesAt(path: readonly PropertyKey[]): string[] {
  let type = innermost(configSchema);
  for (const part of path) {
    if (type instanceof z.ZodObject) type = innermost(type.shape[String(part)] ?? z.never());
    else if (type instanceof z.ZodArray) type = innermost(type.element);
  }
  return type instanceof z.ZodObject ? Object.keys(type.shape) : [];
}

/** What a schema checks, without its standard, what may be left out and how text is made into it. */
function innermost(type: z.core.$ZodType): z.core.$ZodType {
  const { def } = (type as z.core.$ZodTypes)._zod;
  switch (def.type) {
    case 'default':
    case 'prefault':
    case 'nullable':
    case 'optional':
      return innermost(def.innerType);
    case 'pipe':
      // What is made ready first (`preprocess`) is checked after, what is made of it (`transform`) before.
      return innermost(def.in instanceof z.ZodTransform ? def.out : def.in);
    default:
      return type;
  }
}

/** Every setting that holds one value or a list of them, which a variable can hold, and every list of objects, which none can. */
export const SETTING_PATHS = pathsOf(configSchema);
interface SettingPaths {
  single: readonly (readonly string[])[];
  listsOfObjects: readonly (readonly string[])[];
}
function pathsOf(type: z.core.$ZodType, path: readonly string[] = []): SettingPaths {
  const inner = innermost(type);
  if (inner instanceof z.ZodObject) {
    const parts = Object.entries<z.core.$ZodType>(inner.shape).map(([name, one]) =>
      pathsOf(one, [...path, name]),
    );
    return {
      single: parts.flatMap(({ single }) => single),
      listsOfObjects: parts.flatMap(({ listsOfObjects }) => listsOfObjects),
    };
  }
  const element = inner instanceof z.ZodArray ? innermost(inner.element) : null;
  const isOfObjects = element instanceof z.ZodObject || element instanceof z.ZodUnion;
  return isOfObjects ? { single: [], listsOfObjects: [path] } : { single: [path], listsOfObjects: [] };
}
