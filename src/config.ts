import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import { money } from './core/money.ts';
import type { Settings } from './core/settings.ts';

/**
 * Settings from an optional YAML file and the environment (which wins), checked at once with every fault named.
 * Environment names are `BEDROCK_LEDGER_` + the path in capitals with `_`: `notify.smtpUrl` is `BEDROCK_LEDGER_NOTIFY_SMTP_URL`.
 * Lists in the environment are separated by commas; `accounts` and other lists of objects belong into the file.
 */

const accountId = z.string().regex(/^\d{12}$/, 'must be the 12 digits of an AWS account');
const roleArn = z.string().regex(/^arn:aws[a-z-]*:iam::\d{12}:role\/.+$/, 'must be the ARN of an IAM role');
const email = z.email('must be an e-mail address');
const usd = z
  .union([z.string(), z.number()])
  .transform((value) => String(value))
  .refine((text) => /^\d+(\.\d{1,10})?$/.test(text), 'must be an amount in USD such as 20 or 12.50')
  .transform((text) => money(text));
const flag = z.union([
  z.boolean(),
  z.enum(['true', 'false'], 'must be true or false').transform((v) => v === 'true'),
]);
/** A list, or text with commas as the environment has it. */
const list = <T extends z.ZodType>(item: T) =>
  z.preprocess(
    (value) =>
      typeof value === 'string'
        ? value
            .split(',')
            .map((part) => part.trim())
            .filter(Boolean)
        : value,
    z.array(item),
  );
const whole = (min: number, max: number) =>
  z.coerce.number(`must be a whole number`).int('must be a whole number').min(min).max(max);
const optional = <T extends z.ZodType>(type: T) => type.nullable().default(null);

const schema = z.strictObject({
  db: z.string().min(1).default('bedrock-ledger.db'),
  payer: z
    .strictObject({
      accountId: optional(accountId),
      roleArn: optional(roleArn),
      externalId: optional(z.string().min(2)),
    })
    .prefault({}),
  accounts: z
    .array(z.strictObject({ accountId, roleArn: optional(roleArn), externalId: optional(z.string().min(2)) }))
    .default([]),
  regions: list(
    z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'must be an AWS Region such as us-east-1'),
  ).default(['us-east-1']),
  linkedAccounts: list(accountId).default([]),
  backfillDays: whole(1, 455).default(100),
  tagKeys: z
    .strictObject({
      user: z.string().min(1).default('UserEmail'),
      costCenter: z.string().min(1).default('CostCenter'),
      profile: z.string().min(1).default('InferenceProfile'),
    })
    .prefault({}),
  attribution: z.enum(['profileTags', 'iamPrincipal']).default('profileTags'),
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
      from: z.string().min(3).default('Bedrock Ledger <bedrock-ledger@localhost>'),
      to: list(email).default([]),
      toOwner: flag.default(true),
      webhook: optional(
        z.strictObject({
          url: z.url({ protocol: /^https?$/, error: 'must be http://… or https://…' }),
          secret: z.string().min(16, 'must have at least 16 characters'),
        }),
      ),
    })
    .prefault({}),
  publicUrl: optional(z.url({ protocol: /^https?$/, error: 'must be http://… or https://…' })),
  host: z.string().default('127.0.0.1'),
  port: whole(0, 65535).default(8080),
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
 * Reads and checks the settings.
 * @param environment names and values, such as `process.env`
 * @param file path of a YAML file, or null
 * @throws ConfigError naming every fault at once
 */
export function readConfig(
  environment: Readonly<Record<string, string | undefined>>,
  file: string | null = environment[`${PREFIX}CONFIG`] ?? null,
): Config {
  const raw: Record<string, unknown> = file === null ? {} : readYaml(file);
  const known = new Map(ENVIRONMENT_PATHS.map((path) => [screaming(path), path]));
  const faults: string[] = [];
  for (const [name, value] of Object.entries(environment)) {
    if (!name.startsWith(PREFIX) || name === `${PREFIX}CONFIG` || value === undefined || value === '')
      continue;
    const path = known.get(name);
    if (path) setPath(raw, path, value);
    else faults.push(`${name}: is no setting of Bedrock Ledger`);
  }
  const parsed = schema.safeParse(raw);
  if (!parsed.success) {
    for (const issue of parsed.error.issues) {
      const path = issue.path.map(String);
      const names =
        issue.code === 'unrecognized_keys'
          ? issue.keys.map((key) => [...path, key].join('.')).join(', ')
          : path.join('.') || 'settings';
      const shown =
        [...known].find(
          ([, p]) => p.join('.') === path.join('.') && environment[screaming(p)] !== undefined,
        )?.[0] ?? names;
      faults.push(
        `${shown}: ${issue.code === 'unrecognized_keys' ? 'is no setting of Bedrock Ledger' : issue.message}`,
      );
    }
  }
  if (faults.length > 0 || !parsed.success) throw new ConfigError(faults);
  return { ...parsed.data, simulated: false };
}

function readYaml(file: string): Record<string, unknown> {
  let content: unknown;
  try {
    content = parse(readFileSync(file, 'utf8')) ?? {};
  } catch (error) {
    throw new ConfigError([
      `${file}: cannot be read: ${error instanceof Error ? error.message : String(error)}`,
    ]);
  }
  if (typeof content !== 'object' || Array.isArray(content))
    throw new ConfigError([`${file}: must hold settings by name`]);
  return content as Record<string, unknown>;
}
