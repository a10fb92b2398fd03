import type { PolicyDocument, PolicyStatement } from '../../../src/core/policies/types.ts';

/** Small changes of a policy: of one condition key, operator, value, ARN or action each. */
export interface Mutant {
  /** `Sid: what was changed`. */
  name: string;
  /** The changed document; the same one where it has nothing of the kind. */
  apply(document: PolicyDocument): PolicyDocument;
}

type Element = 'Action' | 'Resource' | 'NotResource';
const ELEMENTS: readonly Element[] = ['Action', 'Resource', 'NotResource'];

const listOf = (values: string | readonly string[] | undefined): readonly string[] =>
  values === undefined ? [] : typeof values === 'string' ? [values] : values;

/** Every mutant of a document. */
export function mutantsOf(document: PolicyDocument): Mutant[] {
  return document.Statement.flatMap((statement) => {
    const { Sid = '' } = statement;
    return changesOf(statement).map(({ name, change }) => ({
      name: `${Sid}: ${name}`,
      apply: (other: PolicyDocument): PolicyDocument => ({
        ...other,
        Statement: other.Statement.map((one) => (one.Sid === Sid ? change(one) : one)),
      }),
    }));
  });
}

interface Change {
  name: string;
  change(statement: PolicyStatement): PolicyStatement;
}

const changesOf = (statement: PolicyStatement): Change[] => [
  ...ELEMENTS.flatMap((element) => listChanges(element, statement)),
  ...Object.entries(statement.Condition ?? {}).flatMap(([operator, keys]) => [
    ...operatorChanges(operator, Object.values(keys).flatMap(listOf)),
    ...Object.entries(keys).flatMap(([key, values]) => keyChanges(operator, key, listOf(values))),
  ]),
];

/** Each of a list left out, and each written otherwise. */
function listChanges(element: Element, statement: PolicyStatement): Change[] {
  const values = listOf(statement[element]);
  const replace = (value: string, by: readonly string[]) => (one: PolicyStatement) => ({
    ...one,
    [element]: listOf(one[element]).flatMap((held) => (held === value ? by : [held])),
  });
  return values.flatMap((value) => [
    { name: `without ${element} ${value}`, change: replace(value, ['none:none']) },
    ...(element === 'Action' ? actionsLike(value) : arnsLike(value)).map((other) => ({
      name: `${element} ${value} as ${other}`,
      change: replace(value, [other]),
    })),
  ]);
}

const actionsLike = (action: string): string[] => [
  ...(action.endsWith('*') ? [action.slice(0, -1)] : [`${action}x`]),
];

/** An ARN with each of its parts otherwise. */
function arnsLike(arn: string): string[] {
  if (!arn.startsWith('arn:')) return ['arn:aws:none:::none'];
  const parts = arn.split(':');
  const changed = (at: number, by: string) => parts.map((part, i) => (i === at ? by : part)).join(':');
  const [, , , region = '', account = ''] = parts;
  return [
    changed(1, 'aws-other'),
    changed(2, 'sagemaker'),
    ...(region === '*' || region === '' ? [] : [changed(3, 'mars-north-1')]),
    ...(account === '*' || account === '' ? [] : [changed(4, '000000000000'), changed(4, '*')]),
    `${parts.slice(0, 5).join(':')}:none/*`,
  ];
}

const OPPOSITE: Readonly<Record<string, string>> = {
  StringEquals: 'StringNotEquals',
  StringNotEquals: 'StringEquals',
  StringLike: 'StringNotLike',
  StringNotLike: 'StringLike',
  ArnLike: 'ArnNotLike',
  ArnNotLike: 'ArnLike',
  StringEqualsIgnoreCase: 'StringNotEqualsIgnoreCase',
  StringNotEqualsIgnoreCase: 'StringEqualsIgnoreCase',
};
/** What is often taken for the same. */
const ALIKE: Readonly<Record<string, readonly string[]>> = {
  StringEquals: ['StringLike', 'StringEqualsIgnoreCase', 'StringEqualsIfExists'],
  StringNotEquals: ['StringNotLike', 'StringNotEqualsIgnoreCase'],
  StringNotLike: ['StringNotEquals'],
  ArnLike: ['StringEquals', 'ArnLikeIfExists'],
  ArnNotLike: ['StringNotEquals'],
  StringEqualsIgnoreCase: ['StringEquals'],
  StringNotEqualsIgnoreCase: ['StringNotEquals'],
};

/** Whether both mean the same: without wildcards equal and like do, and for all values of a key that may be missing. */
function isSame(quantifier: string, plain: string, other: string, values: readonly string[]): boolean {
  const isLike = (name: string) => /^String(Not)?Like$/.test(name);
  if (isLike(plain) || isLike(other)) return !values.some((value) => /[*?$]/.test(value));
  return quantifier === 'ForAllValues' && other.endsWith('IfExists');
}

function operatorChanges(operator: string, values: readonly string[]): Change[] {
  const [quantifier, plain] = operator.includes(':') ? operator.split(':') : ['', operator];
  const spelled = (name: string) => (quantifier === '' ? name : `${quantifier}:${name}`);
  const alike = (ALIKE[plain ?? ''] ?? []).filter(
    (name) => !isSame(quantifier ?? '', plain ?? '', name, values),
  );
  const others = [
    ...[OPPOSITE[plain ?? ''], ...alike].filter((name) => name !== undefined).map(spelled),
    ...(quantifier === 'ForAllValues' ? [`ForAnyValue:${plain}`] : []),
    ...(quantifier === 'ForAnyValue' ? [`ForAllValues:${plain}`] : []),
  ];
  return [
    {
      name: `without ${operator}`,
      change: (one) => withConditions(one, ({ [operator]: _, ...rest }) => rest),
    },
    ...others.map((other) => ({
      name: `${operator} as ${other}`,
      change: (one: PolicyStatement) =>
        withConditions(one, ({ [operator]: keys, ...rest }) =>
          keys === undefined ? rest : { ...rest, [other]: { ...keys, ...rest[other] } },
        ),
    })),
  ];
}

type Conditions = NonNullable<PolicyStatement['Condition']>;
const withConditions = (
  one: PolicyStatement,
  change: (conditions: Conditions) => Conditions,
): PolicyStatement => (one.Condition === undefined ? one : { ...one, Condition: change(one.Condition) });

function keyChanges(operator: string, key: string, values: readonly string[]): Change[] {
  const inOperator = (one: PolicyStatement, change: (keys: Conditions[string]) => Conditions[string]) =>
    withConditions(one, (conditions) => {
      const keys = conditions[operator];
      return keys === undefined || !(key in keys) ? conditions : { ...conditions, [operator]: change(keys) };
    });
  const replace = (value: string, by: string) => (one: PolicyStatement) =>
    inOperator(one, (keys) => ({
      ...keys,
      [key]: listOf(keys[key]).map((held) => (held === value ? by : held)),
    }));
  return [
    { name: `${operator} without ${key}`, change: (one) => inOperator(one, ({ [key]: _, ...rest }) => rest) },
    {
      name: `${operator} ${key} as another key`,
      change: (one) =>
        inOperator(one, ({ [key]: held, ...rest }) => ({ ...rest, [otherKey(key)]: held ?? [] })),
    },
    ...values.flatMap((value) =>
      valuesLike(operator, value).map((other) => ({
        name: `${operator} ${key} ${value} as ${other}`,
        change: replace(value, other),
      })),
    ),
  ];
}

/** The same family with another name in it, else a key that no request has. */
const otherKey = (key: string): string =>
  /^aws:(Resource|Request|Principal)Tag\//.test(key) ? `${key}x` : 'aws:Nothing';

function valuesLike(operator: string, value: string): string[] {
  if (operator === 'Null') return [value === 'true' ? 'false' : 'true'];
  if (value.startsWith('arn:')) return arnsLike(value);
  if (value.startsWith('${')) return ['nobody@example.com', value.replace('}', 'x}')];
  return [`${value}x`];
}
