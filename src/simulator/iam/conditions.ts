import { BlockList, isIP } from 'node:net';
import { fits, fitsArn, literally, patternOf, type Reading } from './patterns.ts';
import { listOf, type Statement } from './types.ts';

/** The condition operators of IAM's reference (IAM JSON policy elements: Condition operators). */

type Test = (own: string) => boolean;
/** What a value of the policy asks of one value of the request; null where a variable in it has no value. */
type Maker = (wanted: string, reading: Reading) => Test | null;

interface Operator {
  make: Maker;
  negated: boolean;
}

const string =
  (same: (a: string, b: string) => boolean): Maker =>
  (wanted, reading) => {
    const text = literally(wanted, reading);
    return text === null ? null : (own) => same(own, text);
  };
const equals = string((a, b) => a === b);
const ignoringCase = string((a, b) => a.toLowerCase() === b.toLowerCase());
const like: Maker = (wanted, reading) => {
  const pattern = patternOf(wanted, reading);
  return pattern && ((own) => fits(pattern, own));
};
const arn: Maker = (wanted, reading) => {
  const pattern = patternOf(wanted, reading);
  return pattern && ((own) => fitsArn(pattern, own));
};

/** Numbers and dates; what is none of them compares with nothing. */
const ordered =
  (read: (text: string) => number, holds: (own: number, wanted: number) => boolean): Maker =>
  (wanted) => {
    const bound = read(wanted);
    return (own) => {
      const value = read(own);
      return !Number.isNaN(value) && !Number.isNaN(bound) && holds(value, bound);
    };
  };
const number = (text: string): number => (text.trim() === '' ? Number.NaN : Number(text));
const date = (text: string): number => (/^\d+(\.\d+)?$/.test(text) ? Number(text) * 1000 : Date.parse(text));

const bool: Maker = (wanted) => (own) => own.toLowerCase() === wanted.toLowerCase();
const binary: Maker = (wanted) => (own) => Buffer.from(own, 'base64').equals(Buffer.from(wanted, 'base64'));

const address: Maker = (wanted) => {
  const [network = '', bits] = wanted.split('/');
  const version = isIP(network);
  const most = version === 6 ? 128 : 32;
  const prefix = bits === undefined ? most : Number(bits);
  if (version === 0 || !Number.isInteger(prefix) || prefix < 0 || prefix > most) return () => false;
  const family = version === 6 ? 'ipv6' : 'ipv4';
  const list = new BlockList();
  list.addSubnet(network, prefix, family);
  return (own) => list.check(own, family);
};

const COMPARISONS: Readonly<Record<string, (own: number, wanted: number) => boolean>> = {
  Equals: (a, b) => a === b,
  LessThan: (a, b) => a < b,
  LessThanEquals: (a, b) => a <= b,
  GreaterThan: (a, b) => a > b,
  GreaterThanEquals: (a, b) => a >= b,
};

const OPERATORS: ReadonlyMap<string, Operator> = new Map<string, Operator>([
  ...both('StringEquals', 'StringNotEquals', equals),
  ...both('StringEqualsIgnoreCase', 'StringNotEqualsIgnoreCase', ignoringCase),
  ...both('StringLike', 'StringNotLike', like),
  ...both('ArnEquals', 'ArnNotEquals', arn),
  ...both('ArnLike', 'ArnNotLike', arn),
  ...both('IpAddress', 'NotIpAddress', address),
  ...both(
    'NumericEquals',
    'NumericNotEquals',
    ordered(number, (a, b) => a === b),
  ),
  ...both(
    'DateEquals',
    'DateNotEquals',
    ordered(date, (a, b) => a === b),
  ),
  ...Object.entries(COMPARISONS).flatMap(([name, holds]): [string, Operator][] => [
    [`Numeric${name}`, { make: ordered(number, holds), negated: false }],
    [`Date${name}`, { make: ordered(date, holds), negated: false }],
  ]),
  ['Bool', { make: bool, negated: false }],
  ['BinaryEquals', { make: binary, negated: false }],
]);

function both(name: string, opposite: string, make: Maker): [string, Operator][] {
  return [
    [name, { make, negated: false }],
    [opposite, { make, negated: true }],
  ];
}

interface Parsed {
  set: 'ForAllValues' | 'ForAnyValue' | undefined;
  operator: Operator | 'Null';
  ifExists: boolean;
}

/** Reads an operator's name; undefined for what IAM does not know. */
export function parseOperator(text: string): Parsed | undefined {
  const [, set, name = '', ifExists] = /^(?:(ForAllValues|ForAnyValue):)?(\w+?)(IfExists)?$/.exec(text) ?? [];
  const operator = name === 'Null' ? ('Null' as const) : OPERATORS.get(name);
  if (!operator || (operator === 'Null' && ifExists !== undefined)) return undefined;
  return { set: set as Parsed['set'], operator, ifExists: ifExists !== undefined };
}

/** Whether all of a statement's conditions hold. Throws for an operator that IAM does not know. */
export function conditionsHold(conditions: Statement['Condition'], reading: Reading): boolean {
  return Object.entries(conditions ?? {}).every(([name, keys]) => {
    const parsed = parseOperator(name);
    if (!parsed) throw new Error(`${name} is no condition operator of IAM`);
    return Object.entries(keys).every(([key, values]) =>
      holds(parsed, key, listOf(values).map(String), reading),
    );
  });
}

function holds(
  { set, operator, ifExists }: Parsed,
  key: string,
  wanted: readonly string[],
  reading: Reading,
): boolean {
  const own = reading.keys.of(key);
  if (operator === 'Null')
    return wanted.some((value) => (value.toLowerCase() === 'true') === (own === undefined));
  const { make, negated } = operator;
  // To a set operator an empty text is as good as none.
  if (own === undefined || (set !== undefined && own.every((value) => value === ''))) {
    if (ifExists || set === 'ForAllValues') return true;
    return set === undefined && negated;
  }
  const tests = wanted.map((value) => make(value, reading));
  const one = (value: string) => tests.some((test) => test?.(value)) !== negated;
  if (set === 'ForAnyValue') return own.some(one);
  // Without a set operator, a list meets a positive operator with any of its values and a negated one with all.
  return set === 'ForAllValues' || negated ? own.every(one) : own.some(one);
}
