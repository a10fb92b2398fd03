import { readFileSync } from 'node:fs';
import { parseDocument } from 'yaml';
import { z } from 'zod';
import { GIVEN_ROLES } from './core/access.ts';
import { money } from './core/money.ts';
import { isRegion } from './core/regions.ts';
import type { Settings } from './core/settings.ts';

/**
 * Settings from an optional YAML file and the environment (which wins), checked at once with every fault named.
 * Environment names are `BEDROCK_LEDGER_` + the path in capitals with `_`: `notify.smtpUrl` is `BEDROCK_LEDGER_NOTIFY_SMTP_URL`.
 * Lists in the environment are separated by commas; `accounts` and other lists of objects belong into the file.
 * What is left empty counts as not set.
 */

const ACCOUNT = 'must be the 12 digits of an AWS account, in quotes';
const accountId = z.string(ACCOUNT).regex(/^\d{12}$/, ACCOUNT);
const ROLE = 'must be the ARN of an IAM role, such as arn:aws:iam::111122223333:role/bedrock-ledger';
const roleArn = z.string(ROLE).regex(/^arn:aws[a-z-]*:iam::\d{12}:role\/.+$/, ROLE);
const externalId = z.string('must be text').min(2, 'must have at least 2 characters');
const REGION = 'must be an AWS Region such as us-east-1';
const region = z.string(REGION).refine(isRegion, REGION);
const email = z.email('must be an e-mail address');
const text = (min: number) => z.string('must be text').min(min, `must have at least ${min} characters`);
const http = z.url({ protocol: /^https?$/, error: 'must be http://… or https://…' });
/** Whoever is asked who somebody is must be who they say: plain http only on this machine. */
const secureUrl = http.refine(
  (url) => new URL(url).protocol === 'https:' || isLoopback(new URL(url).hostname),
  'must be https://…',
);
const ALB =
  'must be the ARN of an Application Load Balancer, such as arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/app/name/0123456789abcdef';
const usd = z
  .union([z.string(), z.number()])
  .transform((value) => String(value))
  .refine((value) => /^\d+(\.\d{1,10})?$/.test(value), 'must be an amount in USD such as 20 or 12.50')
  .transform((value) => money(value));
const flag = z.union(
  [z.boolean(), z.enum(['true', 'false']).transform((v) => v === 'true')],
  'must be true or false',
);
/** The first value that stands twice; reading an account or a Region twice would only cost twice. */
const twice = (values: readonly string[]): string | undefined =>
  values.find((value, at) => values.indexOf(value) < at);
/** A list without repetitions, or text with commas as the environment has it. */
const list = <T extends z.ZodType>(item: T) =>
  z.preprocess(
    (value) =>
      typeof value === 'string'
        ? value
            .split(',')
            .map((part) => part.trim())
            .filter(Boolean)
        : value,
    z.array(item).superRefine((values, context) => {
      const again = twice(values.map(String));
      if (again !== undefined) context.addIssue(`names ${again} twice`);
    }),
  );
const whole = (min: number, max: number) => {
  const words = `must be a whole number from ${min} to ${max}`;
  return z.preprocess(
    (value) => (typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : value),
    z.number(words).int(words).min(min, words).max(max, words),
  );
};
const optional = <T extends z.ZodType>(type: T) => type.nullable().default(null);

const schema = z
  .strictObject({
    db: text(1).default('bedrock-ledger.db'),
    payer: z
      .strictObject({
        accountId: optional(accountId),
        roleArn: optional(roleArn),
        externalId: optional(externalId),
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
        user: text(1).default('UserEmail'),
        costCenter: text(1).default('CostCenter'),
        profile: text(1).default('InferenceProfile'),
      })
      .prefault({}),
    attribution: z
      .enum(['profileTags', 'iamPrincipal'], 'must be profileTags or iamPrincipal')
      .default('profileTags'),
    thresholds: list(whole(1, 1000)).default([50, 80, 100]),
    awsChargeCeiling: usd.default(money('50')),
    cautiousRatePerMillion: usd.default(money('75')),
    budgetsMirror: z
      .strictObject({ enabled: flag.default(false), subscribers: list(email).default([]) })
      .prefault({}),
    vending: z.strictObject({ enabled: flag.default(false) }).prefault({}),
    notify: z
      .strictObject({
        smtpUrl: optional(z.url({ protocol: /^smtps?$/, error: 'must be smtp://… or smtps://…' })),
        from: text(3).default('Bedrock Ledger <bedrock-ledger@localhost>'),
        to: list(email).default([]),
        toOwner: flag.default(true),
        webhook: optional(
          z.strictObject({
            url: http,
            secret: text(16),
          }),
        ),
      })
      .prefault({}),
    publicUrl: optional(
      http
        .refine(
          (url) => new URL(url).pathname === '/' && new URL(url).search === '',
          'must be scheme, host and port alone, such as https://ledger.example.com',
        )
        .transform((url) => new URL(url).origin),
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
          }),
        ),
        alb: optional(
          z.strictObject({
            loadBalancerArn: z
              .string(ALB)
              .regex(/^arn:aws[a-z-]*:elasticloadbalancing:[a-z0-9-]+:\d{12}:loadbalancer\/app\/.+$/, ALB),
            issuer: secureUrl,
            clientId: text(1),
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
        requireVerifiedEmail: flag.default(false),
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
    auditDays: whole(30, 3660).default(400),
    requestsPerMinute: whole(10, 100_000).default(600),
    proxies: whole(0, 10).default(0),
    host: text(1).default('127.0.0.1'),
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
  });

export interface Config extends Settings {
  /** The ledger's file. */
  db: string;
}

/** Thrown with one line per fault: where, what is wrong. */
export class ConfigError extends Error {
  override name = 'ConfigError';
  readonly faults: readonly string[];
  constructor(faults: readonly string[]) {
    super(`the settings are not usable:\n${faults.map((fault) => `  - ${fault}`).join('\n')}`);
    this.faults = faults;
  }
}

const PREFIX = 'BEDROCK_LEDGER_';
/** What names no setting: where the settings are, and what `bedrock-ledger me` asks, on the same computer or not. */
const NO_SETTINGS: readonly string[] = [`${PREFIX}CONFIG`, `${PREFIX}URL`, `${PREFIX}TOKEN`];
const screaming = (path: readonly string[]) =>
  PREFIX + path.map((part) => part.replace(/([a-z])([A-Z])/g, '$1_$2').toUpperCase()).join('_');

/** Paths that the environment can set: every leaf of the schema that is no list of objects. */
const ENVIRONMENT_PATHS: readonly (readonly string[])[] = [
  ['db'],
  ['regions'],
  ['linkedAccounts'],
  ['backfillDays'],
  ['attribution'],
  ['thresholds'],
  ['awsChargeCeiling'],
  ['cautiousRatePerMillion'],
  ['publicUrl'],
  ['host'],
  ['port'],
  ['payer', 'accountId'],
  ['payer', 'roleArn'],
  ['payer', 'externalId'],
  ['tagKeys', 'user'],
  ['tagKeys', 'costCenter'],
  ['tagKeys', 'profile'],
  ['budgetsMirror', 'enabled'],
  ['budgetsMirror', 'subscribers'],
  ['vending', 'enabled'],
  ['notify', 'smtpUrl'],
  ['notify', 'from'],
  ['notify', 'to'],
  ['notify', 'toOwner'],
  ['notify', 'webhook', 'url'],
  ['notify', 'webhook', 'secret'],
  ['signIn', 'oidc', 'issuer'],
  ['signIn', 'oidc', 'clientId'],
  ['signIn', 'oidc', 'clientSecret'],
  ['signIn', 'oidc', 'scopes'],
  ['signIn', 'oidc', 'prompt'],
  ['signIn', 'alb', 'loadBalancerArn'],
  ['signIn', 'alb', 'issuer'],
  ['signIn', 'alb', 'clientId'],
  ['signIn', 'claims', 'email'],
  ['signIn', 'claims', 'name'],
  ['signIn', 'claims', 'groups'],
  ['signIn', 'claims', 'costCenter'],
  ['signIn', 'claims', 'manager'],
  ['signIn', 'requireVerifiedEmail'],
  ['signIn', 'sessionHours'],
  ['signIn', 'idleMinutes'],
  ['roles', 'administrators'],
  ['directory', 'identityStoreId'],
  ['directory', 'region'],
  ['directory', 'groups'],
  ['auditDays'],
  ['requestsPerMinute'],
  ['proxies'],
];

function setPath(target: Record<string, unknown>, path: readonly string[], value: string): void {
  const [head, ...rest] = path as [string, ...string[]];
  if (rest.length === 0) {
    target[head] = value;
    return;
  }
  if (typeof target[head] !== 'object' || target[head] === null) target[head] = {};
  setPath(target[head] as Record<string, unknown>, rest, value);
}

/**
 * Whether the AWS that SDKs are pointed at is a simulated one: `AWS_ENDPOINT_URL` is on the loopback interface
 * (localhost, 127.0.0.0/8, [::1]), where no real AWS answers. Any other address, and none, is the real one.
 */
function isSimulated({ AWS_ENDPOINT_URL: url }: Readonly<Record<string, string | undefined>>): boolean {
  if (!url || !URL.canParse(url)) return false;
  return isLoopback(new URL(url).hostname);
}

/** Of a parsed URL, whose parser brings every spelling of an address into one, such as 127.1 and [0:0:0:0:0:0:0:1]. */
function isLoopback(hostname: string): boolean {
  return /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname);
}

/** Never shown, not even when they are wrong. */
const SECRET = /(smtpUrl|webhook\.\w+|externalId|clientSecret)$/;

/**
 * Reads and checks the settings.
 * @param environment names and values, such as `process.env`; its `AWS_ENDPOINT_URL` says whether AWS is simulated
 * @param file path of a YAML file, or null
 * @throws ConfigError naming every fault at once, of the file and of the environment
 */
export function readConfig(
  environment: Readonly<Record<string, string | undefined>>,
  file: string | null = environment[`${PREFIX}CONFIG`] || null,
): Config {
  const { content: raw, faults } = file === null ? { content: {}, faults: [] } : readYaml(file);
  const known = new Map(ENVIRONMENT_PATHS.map((path) => [screaming(path), path]));
  const given = new Map<string, { name: string; value: string }>();
  for (const [name, value] of Object.entries(environment)) {
    if (!name.startsWith(PREFIX) || NO_SETTINGS.includes(name) || !value) continue;
    const path = known.get(name);
    if (path) {
      setPath(raw, path, value);
      given.set(path.join('.'), { name, value });
    } else faults.push(`${name}: ${unknownName(name, [...known.keys()])}`);
  }
  const parsed = schema.safeParse(raw);
  for (const issue of parsed.error?.issues ?? []) faults.push(...faultsOf(issue, raw, given));
  if (faults.length > 0 || !parsed.success) throw new ConfigError([...new Set(faults)]);
  return { ...parsed.data, simulated: isSimulated(environment) };
}

/** Lists of objects, which no variable can hold. */
const OF_A_FILE: ReadonlyMap<string, string> = new Map([
  [`${PREFIX}ACCOUNTS`, 'accounts'],
  [`${PREFIX}ROLES_GROUPS`, 'groups'],
]);

function unknownName(name: string, known: readonly string[]): string {
  const ofFile = OF_A_FILE.get(name);
  if (ofFile !== undefined) return `${ofFile} with their roles belong into a YAML file (--config)`;
  const meant = known.find((one) => one.replaceAll('_', '') === name.replaceAll('_', ''));
  return `is no setting of Bedrock Ledger${meant ? `; ${meant} is` : ''}`;
}

/** Where, what is wrong, and what stands there now: one line per fault. */
function faultsOf(
  issue: z.core.$ZodIssue,
  raw: unknown,
  given: ReadonlyMap<string, { name: string; value: string }>,
): string[] {
  const path = issue.path.map(String);
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => `${[...path, key].join('.')}: is no setting of Bedrock Ledger`);
  const place = path.join('.') || 'settings';
  const variable = [...given].find(([name]) => place === name || place.startsWith(`${name}.`))?.[1];
  const value = variable
    ? variable.value
    : issue.path.reduce<unknown>((inside, key) => (inside as Record<PropertyKey, unknown>)?.[key], raw);
  const shown = !SECRET.test(place) && ['string', 'number', 'boolean'].includes(typeof value);
  const expected = issue.code === 'invalid_type' ? issue.expected : null;
  const missing = expected !== null && value === undefined;
  const reason =
    (missing && 'is missing') ||
    (expected === 'object' && 'must hold settings by name') ||
    (expected === 'array' && 'must be a list') ||
    issue.message;
  return [`${variable?.name ?? place}: ${reason}${shown ? ` (is ${JSON.stringify(value)})` : ''}`];
}

/** The content of a YAML file without what is left empty; faults name file and line, and quote nothing: a secret may stand there. */
function readYaml(file: string): { content: Record<string, unknown>; faults: string[] } {
  let source: string;
  try {
    source = readFileSync(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const reason = code === 'ENOENT' ? 'there is no such file' : `cannot be read (${code})`;
    return { content: {}, faults: [`${file}: ${reason}; name the settings with --config`] };
  }
  const document = parseDocument(source);
  const faults = document.errors.map(({ linePos, message }) => {
    const words = message.split('\n')[0]?.replace(/ at line \d+, column \d+:?$/, '');
    return `${file}, line ${linePos?.[0].line ?? '?'}: ${words}`;
  });
  if (faults.length > 0) return { content: {}, faults };
  try {
    const content = withoutEmpty(document.toJS() ?? {});
    if (typeof content === 'object' && !Array.isArray(content))
      return { content: content as Record<string, unknown>, faults };
    return { content: {}, faults: [`${file}: must hold settings by name, such as "port: 8080"`] };
  } catch (error) {
    return { content: {}, faults: [`${file}: ${error instanceof Error ? error.message : String(error)}`] };
  }
}

function withoutEmpty(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutEmpty);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, inside]) => inside !== null)
      .map(([name, inside]) => [name, withoutEmpty(inside)]),
  );
}
