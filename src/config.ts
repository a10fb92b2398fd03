import { readFileSync } from 'node:fs';
import { createRequire as requirer } from 'node:module';
import type * as Yaml from 'yaml';
import type * as z from 'zod';
import { configSchema, namesAt, SETTING_PATHS } from './configSchema.ts';
import { LedgerError } from './core/errors.ts';
import { isLoopback } from './core/hosts.ts';
import { didYouMean, nearest } from './core/nearest.ts';
import type { Settings } from './core/settings.ts';
import { trimmed, visibleInLine } from './core/signs.ts';
import { outwardFaults } from './outward/environment.ts';

/**
 * Settings from an optional YAML file and the environment (which wins), checked at once with every fault named.
 * Environment names are `BEDROCK_LEDGER_` + the path in capitals with `_`: `notify.smtpUrl` is `BEDROCK_LEDGER_NOTIFY_SMTP_URL`.
 * Lists in the environment are separated by commas; `accounts` and other lists of objects belong into the file.
 * What is left empty counts as not set. A value is the text that stands there, in a file as in the environment: `1e3` is no
 * amount in either, and the digits of an account need no quotes.
 */

export interface Config extends Settings {
  /** The ledger's file. */
  db: string;
}

/** Thrown with one line per fault: where, what is wrong. */
export class ConfigError extends LedgerError {
  override name = 'ConfigError';
  readonly faults: readonly string[];
  constructor(faults: readonly string[]) {
    super('unusable', `the settings are not usable:\n${faults.map((fault) => `  - ${fault}`).join('\n')}`);
    this.faults = faults;
  }
}

const PREFIX = 'BEDROCK_LEDGER_';
/** What names no setting: where the settings are, and what `bedrock-ledger me` asks, on the same computer or not. */
const NO_SETTINGS: readonly string[] = [`${PREFIX}CONFIG`, `${PREFIX}URL`, `${PREFIX}TOKEN`];
const screaming = (path: readonly string[]) =>
  PREFIX + path.map((part) => part.replace(/([a-z])([A-Z])/g, '$1_$2').toUpperCase()).join('_');

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

/** Never shown, not even when they are wrong. */
const SECRET =
  /(smtpUrl|webhook\.\w+|channels\.\d+\.(url|secret|token|signingSecret|routingKey)|externalId|clientSecret|metrics\.token|auditKey)$/;

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
  const known = new Map(SETTING_PATHS.single.map((path) => [screaming(path), path]));
  const given = new Map<string, { name: string; value: string }>();
  for (const [name, value] of Object.entries(environment)) {
    if (!name.startsWith(PREFIX) || NO_SETTINGS.includes(name) || !value) continue;
    const path = known.get(name);
    if (path) {
      const place = path.join('.');
      setPath(raw, path, SECRET.test(place) ? value : trimmed(value));
      given.set(place, { name, value });
    } else faults.push(`${name}: ${unknownName(name, [...known.keys()])}`);
  }
  faults.push(...outwardFaults(environment));
  const parsed = configSchema.safeParse(raw);
  for (const issue of parsed.error?.issues ?? []) faults.push(...faultsOf(issue, raw, given));
  if (faults.length > 0 || !parsed.success) throw new ConfigError([...new Set(faults)]);
  return { ...parsed.data, simulated: isSimulated(environment) };
}

function unknownName(name: string, known: readonly string[]): string {
  const ofFile = SETTING_PATHS.listsOfObjects.find((path) => screaming(path) === name);
  if (ofFile !== undefined) return `${ofFile.at(-1)} with their roles belong into a YAML file (--config)`;
  return unknown(
    nearest(
      name.slice(PREFIX.length),
      known.map((one) => one.slice(PREFIX.length)),
    ).map((one) => PREFIX + one),
  );
}

const unknown = (near: readonly string[]): string =>
  `is no setting of Bedrock Ledger${near.length === 0 ? '' : `.${didYouMean(near)}`}`;

/** Which settings may be meant by a name that there is not at a place: one beside it, else one of that name elsewhere. */
function meantBy(key: string, path: readonly PropertyKey[]): string[] {
  const beside = nearest(key, namesAt(path));
  if (beside.length > 0) return beside.map((name) => [...path, name].join('.'));
  const elsewhere = SETTING_PATHS.single.filter((one) => one.at(-1)?.toLowerCase() === key.toLowerCase());
  return elsewhere.map((one) => one.join('.'));
}

/** Where, what is wrong, and what stands there now: one line per fault. */
function faultsOf(
  issue: z.core.$ZodIssue,
  raw: unknown,
  given: ReadonlyMap<string, { name: string; value: string }>,
): string[] {
  const path = issue.path.map(String);
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map(
      (key) => `${visibleInLine([...path, key].join('.'))}: ${unknown(meantBy(key, issue.path))}`,
    );
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
  return [
    `${variable?.name ?? place}: ${reason}${shown ? ` (is ${visibleInLine(JSON.stringify(value))})` : ''}`,
  ];
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
  // Only where there is a file: without one nobody waits for it.
  const { parseDocument, visit } = requirer(import.meta.url)('yaml') as typeof Yaml;
  const document = parseDocument(source);
  visit(document, {
    Scalar(key, node) {
      if (key !== 'key' && node.value !== null && node.source !== undefined) node.value = node.source;
    },
  });
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

/** Texts without blanks around them, but for secrets, and without what is left empty. */
function withoutEmpty(value: unknown, place = ''): unknown {
  if (typeof value === 'string') return SECRET.test(place) ? value : trimmed(value);
  if (Array.isArray(value)) return value.map((one) => withoutEmpty(one, place)).filter(isGiven);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .map(([name, inside]) => [name, withoutEmpty(inside, `${place}.${name}`)] as const)
      .filter(([, inside]) => isGiven(inside)),
  );
}
const isGiven = (value: unknown): boolean => value !== null && value !== '';
