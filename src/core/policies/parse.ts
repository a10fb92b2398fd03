import { type Fault, Invalid } from '../errors.ts';
import { duplicateKeys } from './duplicateKeys.ts';
import type { Conditions, NamedPolicy, PolicyDocument, PolicyStatement } from './types.ts';

/**
 * Reads policies as people write them and as AWS returns them. What is written wrongly is a fault; what is right and not
 * known here (an operator, an element) is not: whoever judges says that they cannot.
 */

/** What holds where a policy names no version. */
const OLD_VERSION = '2008-10-17';
const VERSIONS: readonly string[] = [OLD_VERSION, '2012-10-17'];

type Values = Readonly<Record<string, unknown>>;

/**
 * A policy from its text (JSON, URL-encoded as IAM returns it or not) or from JSON that was read already; also out of an
 * answer of AWS that holds it.
 * @throws Invalid with every fault, its place in the policy, its value and the reason
 */
export function parsePolicy(policy: unknown, name: string): NamedPolicy {
  const faults: Fault[] = [];
  const json = unwrapped(policy, name, faults);
  const document = faults.length === 0 ? documentOf(json, name, faults) : null;
  if (document === null || faults.length > 0) throw new Invalid(faults);
  return { name, document };
}

/** Where the command line of AWS puts a policy in its answers, as text or as an object. */
const WRAPPINGS = ['PolicyVersion', 'PolicyDocument', 'Document', 'Policy', 'Content', 'InlinePolicy'];

function unwrapped(policy: unknown, name: string, faults: Fault[]): unknown {
  const json = typeof policy === 'string' ? fromText(policy, name, faults) : policy;
  if (!isObject(json) || 'Statement' in json) return json;
  const wrapping = WRAPPINGS.find((key) => key in json);
  return wrapping === undefined ? json : unwrapped(json[wrapping], name, faults);
}

function fromText(text: string, name: string, faults: Fault[]): unknown {
  const plain = decoded(text.replace(/^\uFEFF/, '').trim());
  try {
    const json: unknown = JSON.parse(plain);
    // JSON keeps the last of two; a condition would be lost without a word.
    for (const field of duplicateKeys(plain)) faults.push({ field: `${name}: ${field}`, key: 'policyTwice' });
    return json;
  } catch (error) {
    faults.push({
      field: name,
      key: 'policyJson',
      value: plain.length > 60 ? `${plain.slice(0, 60)}…` : plain,
      detail: error instanceof Error ? error.message : String(error),
    });
    return null;
  }
}

/** IAM returns documents URL-encoded. */
function decoded(text: string): string {
  if (!/^%7b|^%5b/i.test(text)) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function documentOf(json: unknown, name: string, faults: Fault[]): PolicyDocument | null {
  if (!isObject(json)) {
    faults.push(fault(name, 'policyObject', json));
    return null;
  }
  const { Version = OLD_VERSION, Statement } = json;
  if (typeof Version !== 'string' || !VERSIONS.includes(Version))
    faults.push(fault(`${name}: Version`, 'policyVersion', Version));
  if (Statement === undefined) faults.push(fault(`${name}: Statement`, 'policyMissing'));
  const several = Array.isArray(Statement);
  const statements: readonly unknown[] = several ? Statement : Statement === undefined ? [] : [Statement];
  const read = statements.map((statement, index) =>
    statementOf(statement, `${name}: Statement${several ? `[${index}]` : ''}`, faults),
  );
  return { ...json, Version: String(Version), Statement: read };
}

const NO_STATEMENT: PolicyStatement = { Effect: 'Deny' };

function statementOf(json: unknown, place: string, faults: Fault[]): PolicyStatement {
  if (!isObject(json)) {
    faults.push(fault(place, 'policyObject', json));
    return NO_STATEMENT;
  }
  const { Sid, Effect, Action, NotAction, Resource, NotResource, Condition, Principal, NotPrincipal } = json;
  if (Sid !== undefined && typeof Sid !== 'string') faults.push(fault(`${place}.Sid`, 'policyText', Sid));
  if (Effect !== 'Allow' && Effect !== 'Deny') faults.push(fault(`${place}.Effect`, 'policyEffect', Effect));
  oneOfTwo(place, { Action, NotAction }, true, faults);
  // Trust policies name who instead of what.
  oneOfTwo(place, { Resource, NotResource }, Principal === undefined && NotPrincipal === undefined, faults);
  for (const [element, value] of Object.entries({ Action, NotAction, Resource, NotResource }))
    if (value !== undefined && !isText(value)) faults.push(fault(`${place}.${element}`, 'policyText', value));
  for (const [element, value] of Object.entries({ Action, NotAction }))
    if (isText(value)) checkActions(`${place}.${element}`, value, faults);
  return {
    ...(json as unknown as PolicyStatement),
    ...(Condition === undefined ? {} : { Condition: conditionsOf(Condition, `${place}.Condition`, faults) }),
  };
}

function oneOfTwo(place: string, two: Values, needed: boolean, faults: Fault[]): void {
  const names = Object.keys(two);
  const there = names.filter((name) => two[name] !== undefined);
  if (there.length > 1 || (there.length === 0 && needed))
    faults.push({ field: place, key: 'policyOneOf', detail: names.join(' and ') });
}

const ACTION = /^(\*|[a-z0-9-]+:.+)$/i;

function checkActions(place: string, value: string | readonly string[], faults: Fault[]): void {
  for (const action of typeof value === 'string' ? [value] : value)
    if (!ACTION.test(action)) faults.push(fault(place, 'policyAction', action));
}

/** Numbers and truth values stand as text, as IAM compares them. */
function conditionsOf(json: unknown, place: string, faults: Fault[]): Conditions {
  const read: Record<string, Record<string, string | readonly string[]>> = {};
  for (const [operator, keys] of entriesOf(json, place, faults)) {
    const block: Record<string, string | readonly string[]> = {};
    for (const [key, value] of entriesOf(keys, `${place}.${operator}`, faults)) {
      if (isScalar(value)) block[key] = String(value);
      else if (Array.isArray(value) && value.every(isScalar)) block[key] = value.map(String);
      else faults.push(fault(`${place}.${operator}.${key}`, 'policyValue', value));
    }
    read[operator] = block;
  }
  return read;
}

function entriesOf(json: unknown, place: string, faults: Fault[]): [string, unknown][] {
  if (isObject(json)) return Object.entries(json);
  faults.push(fault(place, 'policyObject', json));
  return [];
}

const isObject = (value: unknown): value is Values =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isScalar = (value: unknown): value is string | number | boolean =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
const isText = (value: unknown): value is string | readonly string[] =>
  typeof value === 'string' || (Array.isArray(value) && value.every((one) => typeof one === 'string'));

/** As it was written, cut where it is long. */
function fault(field: string, key: string, value?: unknown): Fault {
  if (value === undefined) return { field, key };
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value));
  return { field, key, value: text.length > 80 ? `${text.slice(0, 80)}…` : text };
}
