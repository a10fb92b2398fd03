import type { BillLine, World } from '../types.ts';
import { AwsError } from './errors.ts';

/** An expression of Cost Explorer or of Budgets; their lists of dimensions differ by a few names. */
interface Expression {
  Or?: Expression[] | undefined;
  And?: Expression[] | undefined;
  Not?: Expression | undefined;
  Dimensions?: Choice | undefined;
  Tags?: Choice | undefined;
  CostCategories?: Choice | undefined;
}

interface Choice {
  Key?: string | undefined;
  Values?: string[] | undefined;
  MatchOptions?: string[] | undefined;
}

export type LineTest = (line: BillLine) => boolean;

const ROOTS = ['Or', 'And', 'Not', 'Dimensions', 'Tags', 'CostCategories'] as const;
/** Lines without a value of a dimension appear under AWS's "No…" names. */
const ABSENT_NAMES: Record<string, string> = {
  AZ: 'NoAZ',
  INSTANCE_TYPE: 'NoInstanceType',
  PLATFORM: 'NoPlatform',
  PURCHASE_TYPE: 'NoPurchaseType',
  TENANCY: 'NoTenancy',
  REGION: 'NoRegion',
  OPERATION: 'NoOperation',
  USAGE_TYPE: 'NoUsageType',
};

/**
 * Turns a Cost Explorer expression into a test of a bill line. `refuse` makes the service's own validation error;
 * an expression has exactly one root, AND and OR have at least two operands.
 */
export function compileFilter(
  world: World,
  expression: Expression | undefined,
  refuse: (message: string) => AwsError = validation,
): LineTest {
  if (expression === undefined) return () => true;
  const roots = ROOTS.filter((root) => expression[root] !== undefined);
  if (roots.length > 1)
    throw refuse(
      'Expression has more than one roots. Only one root operator is allowed for each expression: And, Or, Not, Dimensions, Tags, CostCategories',
    );
  const { And, Or, Not, Dimensions, Tags, CostCategories } = expression;
  const each = (list: Expression[], name: string) => {
    if (list.length < 2) throw refuse(`Expression ${name} must have at least two operands`);
    return list.map((operand) => compileFilter(world, operand, refuse));
  };
  if (And) {
    const tests = each(And, 'And');
    return (line) => tests.every((test) => test(line));
  }
  if (Or) {
    const tests = each(Or, 'Or');
    return (line) => tests.some((test) => test(line));
  }
  if (Not) {
    const test = compileFilter(world, Not, refuse);
    return (line) => !test(line);
  }
  if (Dimensions) {
    const key = Dimensions.Key;
    if (key === undefined) throw refuse('Dimension key is missing');
    const read = dimensionReader(world, key);
    return valueTest((line) => read(line) || undefined, Dimensions, refuse);
  }
  if (Tags) {
    const key = Tags.Key;
    if (key === undefined || key === '') throw refuse('Tag key is missing');
    return valueTest((line) => tagOf(line, key) || undefined, Tags, refuse);
  }
  if (CostCategories) return valueTest(() => undefined, CostCategories, refuse);
  throw refuse(
    'Expression has no root. One root operator is required: And, Or, Not, Dimensions, Tags, CostCategories',
  );
}

function valueTest(
  read: (line: BillLine) => string | undefined,
  { Values = [], MatchOptions = [] }: Choice,
  refuse: (message: string) => AwsError,
): LineTest {
  const supported = ['EQUALS', 'ABSENT', 'CASE_SENSITIVE', 'CASE_INSENSITIVE'];
  const other = MatchOptions.find((option) => !supported.includes(option));
  if (other !== undefined) throw refuse(`Match option ${other} is not supported for this operation`);
  if (MatchOptions.includes('ABSENT')) {
    if (Values.length > 0) throw refuse('Values must be empty with match option ABSENT');
    return (line) => read(line) === undefined;
  }
  if (Values.length === 0) throw refuse('Values must not be empty');
  const fold = MatchOptions.includes('CASE_INSENSITIVE')
    ? (text: string) => text.toLowerCase()
    : (text: string) => text;
  const wanted = new Set(Values.map(fold));
  return (line) => wanted.has(fold(read(line) ?? ''));
}

/** The value of a tag on a line; a key may be any text, also one that every object has. */
export const tagOf = (line: BillLine, key: string): string | undefined =>
  Object.hasOwn(line.tags, key) ? line.tags[key] : undefined;

/** Reads a dimension of a line; an empty string where the line has none. */
export function dimensionReader(world: World, key: string): (line: BillLine) => string {
  const names = new Map(world.accounts.map(({ id, name }) => [id, name]));
  const payer = world.accounts.find((account) => account.payer)?.id ?? '';
  switch (key) {
    case 'SERVICE':
      return (line) => line.service;
    case 'USAGE_TYPE':
      return (line) => line.usageType;
    case 'LINKED_ACCOUNT':
      return (line) => line.linkedAccount;
    case 'LINKED_ACCOUNT_NAME':
      return (line) => names.get(line.linkedAccount) ?? '';
    case 'PAYER_ACCOUNT':
      return () => payer;
    case 'REGION':
      return (line) => line.region;
    case 'OPERATION':
      return (line) => line.operation;
    case 'RECORD_TYPE':
      return (line) => line.recordType;
    case 'BILLING_ENTITY':
      return (line) => (isMarketplace(line) ? 'AWS Marketplace' : 'AWS');
    case 'LEGAL_ENTITY_NAME':
    case 'INVOICING_ENTITY':
      return () => 'Amazon Web Services, Inc.';
    default:
      return () => '';
  }
}

/** The key under which a line is grouped. */
export function groupReader(world: World, key: string): (line: BillLine) => string {
  const read = dimensionReader(world, key);
  const absent = ABSENT_NAMES[key] ?? '';
  return (line) => read(line) || absent;
}

const isMarketplace = (line: BillLine) => line.usageType.includes('MP:');

export const validation = (message: string) => new AwsError('ValidationException', message);
