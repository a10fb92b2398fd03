import { addressOf, isWithin, rangeOf } from './addresses.ts';
import { arnGlobs, globFor, matchesArn, matchesTemplate, type Reading, templateOf } from './arns.ts';
import type { Facts, Held, Truth } from './facts.ts';

/** Conditions of statements, as IAM documents its operators. */

/** One operator on one key. */
export interface Condition {
  operator: string;
  key: string;
  wanted: readonly string[];
  holds(facts: Facts): Truth;
}

/** Whether a value of the request matches one that the policy names. */
type Matcher = (actual: string, facts: Facts) => Truth;
type Family = (wanted: string, variables: boolean) => Matcher;

const WITH_WILDCARDS = { wildcards: true };
const LITERAL = { wildcards: false };

const strings =
  (reading: Pick<Reading, 'wildcards'>): Family =>
  (wanted, variables) => {
    const template = templateOf(wanted, { ...reading, variables });
    return (actual, facts) => matchesTemplate(template, actual, facts);
  };

const stringsInAnyCase: Family = (wanted, variables) => {
  const template = templateOf(wanted, { wildcards: false, variables });
  return (actual, facts) => {
    const glob = globFor(template, facts);
    if (typeof glob === 'string') return glob;
    return glob !== null && glob.literal?.toLowerCase() === actual.toLowerCase();
  };
};

/** Both spellings take wildcards; each of the six parts is matched on its own. */
const arns: Family = (wanted, variables) => {
  if (wanted === '*') return () => 'the ARN pattern "*", which has no six parts';
  const template = templateOf(wanted, { wildcards: true, variables });
  const fixed = template.fixed === null ? null : arnGlobs(template.fixed);
  return (actual, facts) => {
    if (template.fixed !== null) return fixed !== null && matchesArn(fixed, actual);
    const glob = globFor(template, facts);
    if (typeof glob === 'string') return glob;
    const globs = glob === null ? null : arnGlobs(glob);
    return globs !== null && matchesArn(globs, actual);
  };
};

const truths: Family = (wanted) => {
  const should = wanted.toLowerCase();
  if (should !== 'true' && should !== 'false')
    return () => `the value ${JSON.stringify(wanted)}, which is not true or false`;
  return (actual) => {
    const is = actual.toLowerCase();
    return is === 'true' || is === 'false'
      ? is === should
      : `the value ${JSON.stringify(actual)}, which is not true or false`;
  };
};

/** Values that have an order: numbers and instants. */
const ordered =
  (
    read: (text: string) => number,
    what: string,
    compare: (actual: number, wanted: number) => boolean,
  ): Family =>
  (text) => {
    const wanted = read(text);
    if (Number.isNaN(wanted)) return () => `the value ${JSON.stringify(text)}, which is no ${what}`;
    return (given) => {
      const actual = read(given);
      return Number.isNaN(actual)
        ? `the value ${JSON.stringify(given)}, which is no ${what}`
        : compare(actual, wanted);
    };
  };

const numberIn = (text: string): number =>
  /^[+-]?\d+(\.\d+)?$/.test(text.trim()) ? Number(text) : Number.NaN;

const DAY = /^\d{4}(-\d{2}(-\d{2})?)?$/;
const MOMENT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/;
/** Milliseconds of a day, of a moment with its zone, or of seconds since 1970. */
function instantIn(text: string): number {
  if (DAY.test(text) || MOMENT.test(text)) return Date.parse(text);
  return /^\d{5,12}$/.test(text) ? Number(text) * 1000 : Number.NaN;
}

const addresses: Family = (wanted) => {
  const range = rangeOf(wanted);
  if (range === null) return () => `the value ${JSON.stringify(wanted)}, which is no range of IP addresses`;
  return (given) => {
    const address = addressOf(given);
    return address === null
      ? `the value ${JSON.stringify(given)}, which is no IP address`
      : isWithin(range, address);
  };
};

const equal = (a: number, b: number) => a === b;

interface Operator {
  family: Family;
  negated: boolean;
}
const plain = (family: Family): Operator => ({ family, negated: false });
const negated = (family: Family): Operator => ({ family, negated: true });

const comparing = (name: string, read: (text: string) => number, what: string): [string, Operator][] => [
  [`${name}Equals`, plain(ordered(read, what, equal))],
  [`${name}NotEquals`, negated(ordered(read, what, equal))],
  [`${name}LessThan`, plain(ordered(read, what, (a, b) => a < b))],
  [`${name}LessThanEquals`, plain(ordered(read, what, (a, b) => a <= b))],
  [`${name}GreaterThan`, plain(ordered(read, what, (a, b) => a > b))],
  [`${name}GreaterThanEquals`, plain(ordered(read, what, (a, b) => a >= b))],
];

const OPERATORS: ReadonlyMap<string, Operator> = new Map([
  ['StringEquals', plain(strings(LITERAL))],
  ['StringNotEquals', negated(strings(LITERAL))],
  ['StringEqualsIgnoreCase', plain(stringsInAnyCase)],
  ['StringNotEqualsIgnoreCase', negated(stringsInAnyCase)],
  ['StringLike', plain(strings(WITH_WILDCARDS))],
  ['StringNotLike', negated(strings(WITH_WILDCARDS))],
  ['ArnEquals', plain(arns)],
  ['ArnLike', plain(arns)],
  ['ArnNotEquals', negated(arns)],
  ['ArnNotLike', negated(arns)],
  ['Bool', plain(truths)],
  ...comparing('Numeric', numberIn, 'number'),
  ...comparing('Date', instantIn, 'date'),
  ['IpAddress', plain(addresses)],
  ['NotIpAddress', negated(addresses)],
]);

const IF_EXISTS = 'IfExists';
const SET = /^(ForAllValues|ForAnyValue):(.+)$/;

/** How an operator was written. */
interface Spelled {
  set: 'ForAllValues' | 'ForAnyValue' | null;
  name: string;
  ifExists: boolean;
}

function spelled(operator: string): Spelled {
  const [, set = null, rest = operator] = SET.exec(operator) ?? [];
  const ifExists = rest.endsWith(IF_EXISTS);
  return {
    set: set as Spelled['set'],
    name: ifExists ? rest.slice(0, -IF_EXISTS.length) : rest,
    ifExists,
  };
}

/** One line of a condition block, ready to be asked. `variables`: whether `${…}` in it are policy variables. */
export function conditionOf(
  operator: string,
  key: string,
  wanted: readonly string[],
  variables: boolean,
): Condition {
  return { operator, key, wanted, holds: testOf(operator, key.toLowerCase(), wanted, variables) };
}

function testOf(
  operator: string,
  key: string,
  wanted: readonly string[],
  variables: boolean,
): Condition['holds'] {
  if (operator === 'Null') return nullTest(key, wanted);
  const { set, name, ifExists } = spelled(operator);
  const known = OPERATORS.get(name);
  if (known === undefined) return () => `condition operator ${operator}`;
  const matchers = wanted.map((value) => known.family(value, variables));
  const one = (actual: string, facts: Facts) => {
    const matches = any(matchers, (matcher) => matcher(actual, facts));
    return known.negated ? not(matches) : matches;
  };
  const missing = ifExists || (set === null ? known.negated : set === 'ForAllValues');
  return (facts) => {
    const held = facts.held(key);
    if (typeof held === 'string') return held;
    if (held === null) return missing;
    return overValues(set, held, (actual) => one(actual, facts));
  };
}

function overValues(set: Spelled['set'], { name, values }: Held, one: (actual: string) => Truth): Truth {
  if (set === 'ForAnyValue') return any(values, one);
  // IAM takes a key that holds nothing but empty text for one that holds no value.
  if (set === 'ForAllValues') return values.every((value) => value === '') || all(values, one);
  const [value = ''] = values;
  return values.length === 1
    ? one(value)
    : `condition key ${name} (it holds several values, and the operator takes one)`;
}

/** `Null`: whether the key is missing. */
function nullTest(key: string, wanted: readonly string[]): Condition['holds'] {
  const values = wanted.map((value) => value.toLowerCase());
  const strange = values.find((value) => value !== 'true' && value !== 'false');
  if (strange !== undefined)
    return () => `the value ${JSON.stringify(strange)} of Null, which is not true or false`;
  return (facts) => {
    const held = facts.held(key);
    if (typeof held === 'string') return held;
    return values.includes(held === null ? 'true' : 'false');
  };
}

export const not = (truth: Truth): Truth => (typeof truth === 'string' ? truth : !truth);

/** One that holds is enough; else one that cannot be told leaves it open. */
export function any<T>(items: readonly T[], holds: (item: T) => Truth): Truth {
  let open: string | false = false;
  for (const item of items) {
    const truth = holds(item);
    if (truth === true) return true;
    if (truth !== false) open = truth;
  }
  return open;
}

/** One that does not hold is enough to fail; else one that cannot be told leaves it open. */
export function all<T>(items: readonly T[], holds: (item: T) => Truth): Truth {
  let open: string | true = true;
  for (const item of items) {
    const truth = holds(item);
    if (truth === false) return false;
    if (truth !== true) open = truth;
  }
  return open;
}
