import {
  type Glob,
  globFor,
  globOf,
  matchesGlob,
  matchesTemplate,
  type Template,
  templateOf,
} from './arns.ts';
import { any, type Condition, conditionOf, not } from './conditions.ts';
import type { Facts, Truth } from './facts.ts';
import type { HeldCondition, NamedPolicy, PolicyStatement } from './types.ts';

/** A statement made ready to be asked about many requests. */
export interface ReadyStatement {
  policy: string;
  /** Its Sid, or its place in the policy. */
  name: string;
  denies: boolean;
  actions: readonly Glob[];
  /** `NotAction`: all but these. */
  otherActions: boolean;
  resources: readonly Template[];
  otherResources: boolean;
  conditions: readonly Condition[];
  /** What it holds that is not understood here. */
  strange: readonly string[];
  /** Whether `${…}` are variables in it. */
  variables: boolean;
}

const UNDERSTOOD: ReadonlySet<string> = new Set([
  'Sid',
  'Effect',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Condition',
]);
const UNDERSTOOD_OF_DOCUMENT: ReadonlySet<string> = new Set(['Version', 'Id', 'Statement']);

/** Only this version knows policy variables; in the older one `${…}` is text. */
const WITH_VARIABLES = '2012-10-17';

export function readyStatements({ name, document }: NamedPolicy): ReadyStatement[] {
  const variables = document.Version === WITH_VARIABLES;
  const strange = Object.keys(document)
    .filter((key) => !UNDERSTOOD_OF_DOCUMENT.has(key))
    .map((key) => `element ${key} of the policy`);
  return document.Statement.map((statement, index) => ({
    policy: name,
    name: statement.Sid ?? `statement ${index + 1}`,
    denies: statement.Effect === 'Deny',
    ...actionsOf(statement),
    ...resourcesOf(statement, variables),
    conditions: conditionsOf(statement, variables),
    strange: [...strange, ...strangeIn(statement), ...(variables ? misplaced(statement) : [])],
    variables,
  }));
}

function actionsOf({ Action, NotAction }: PolicyStatement): Pick<ReadyStatement, 'actions' | 'otherActions'> {
  return {
    actions: listOf(Action ?? NotAction).map((action) => globOf(action.toLowerCase())),
    otherActions: Action === undefined,
  };
}

function resourcesOf(
  { Resource, NotResource }: PolicyStatement,
  variables: boolean,
): Pick<ReadyStatement, 'resources' | 'otherResources'> {
  return {
    resources: listOf(Resource ?? NotResource).map((text) =>
      templateOf(text, { wildcards: true, variables }),
    ),
    otherResources: Resource === undefined,
  };
}

const conditionsOf = ({ Condition }: PolicyStatement, variables: boolean): Condition[] =>
  Object.entries(Condition ?? {}).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, wanted]) => conditionOf(operator, key, listOf(wanted), variables)),
  );

function strangeIn(statement: PolicyStatement): string[] {
  const { Action, NotAction, Resource, NotResource } = statement;
  const unknown = Object.keys(statement).filter((key) => !UNDERSTOOD.has(key));
  return [
    ...unknown.map((key) => `element ${key}`),
    ...((Action === undefined) === (NotAction === undefined)
      ? ['elements Action and NotAction, of which one must be there']
      : []),
    ...((Resource === undefined) === (NotResource === undefined)
      ? ['elements Resource and NotResource, of which one must be there']
      : []),
  ];
}

/** IAM takes variables in a resource only behind its fifth colon, and refuses to store a policy with one before. */
const misplaced = ({ Resource, NotResource }: PolicyStatement): string[] =>
  listOf(Resource ?? NotResource)
    .filter((text) => VARIABLE_EARLY.test(text))
    .map((text) => `a policy variable before the fifth colon of ${text}, which IAM does not take`);
const VARIABLE_EARLY = /^(?:[^:$]*:){0,4}[^:$]*\$\{[^*?$]/;

export const listOf = (value: string | readonly string[] | undefined): readonly string[] =>
  value === undefined ? [] : typeof value === 'string' ? [value] : value;

/** Whether the statement is about this request; a list names what in it cannot be judged. */
export function appliesTo(
  statement: ReadyStatement,
  action: string,
  resource: string,
  facts: Facts,
): boolean | readonly string[] {
  if (!coversAction(statement, action)) return false;
  const open: string[] = [];
  if (!noted(coversResource(statement, resource, facts), open)) return false;
  for (const condition of statement.conditions) if (!noted(condition.holds(facts), open)) return false;
  if (statement.strange.length > 0) open.push(...statement.strange);
  return open.length === 0 ? true : open;
}

/** False where it does not hold; what cannot be told is noted. */
function noted(truth: Truth, open: string[]): boolean {
  if (typeof truth === 'string') open.push(truth);
  return truth !== false;
}

/** `action` in lower case. */
export const coversAction = ({ actions, otherActions }: ReadyStatement, action: string): boolean =>
  actions.some((glob) => matchesGlob(glob, action)) !== otherActions;

/** Of a text whose variable has no value IAM documents that it matches nothing, in `NotResource` as well. */
export function coversResource(
  { resources, otherResources }: ReadyStatement,
  resource: string,
  facts: Facts,
): Truth {
  const covered = any(resources, (template) => matchesTemplate(template, resource, facts));
  return otherResources ? not(covered) : covered;
}

/** Each condition of a statement with the values on both sides. */
export const heldConditions = (
  { conditions, variables }: ReadyStatement,
  facts: Facts,
): readonly HeldCondition[] =>
  conditions.map(({ operator, key, wanted, holds }) => {
    const held = facts.held(key.toLowerCase());
    const truth = holds(facts);
    return {
      operator,
      key,
      wanted: wanted.map((text) => meaningOf(text, variables, facts)),
      actual: typeof held === 'string' || held === null ? null : held.values,
      holds: typeof truth === 'string' ? 'unknown' : truth,
    };
  });

/** A text of a policy with its variables filled in; as it stands where one of them has no value. */
function meaningOf(text: string, variables: boolean, facts: Facts): string {
  const glob = globFor(templateOf(text, { wildcards: false, variables }), facts);
  return glob === null || typeof glob === 'string' ? text : (glob.literal ?? text);
}
