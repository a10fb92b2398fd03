import { parseOperator } from './conditions.ts';
import { type Document, listOf, type Statement, statementsOf } from './types.ts';

/** A policy's text as it was given, and what it says. */
export interface Written {
  text: string;
  document: Document;
}

/** What IAM says of a text that is no policy. */
export class MalformedPolicy extends Error {}

type Use = 'identity' | 'trust';

const ELEMENTS = new Set([
  'Sid',
  'Effect',
  'Principal',
  'NotPrincipal',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Condition',
]);

/** Reads a policy, of an identity or of whom a role trusts; throws a MalformedPolicy in IAM's words. */
export function readDocument(text: string, use: Use): Written {
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch {
    throw new MalformedPolicy('This policy contains invalid Json');
  }
  if (!isObject(read) || read.Statement === undefined) throw syntax();
  const { Version: version, Statement: statements, Id: _id, ...others } = read;
  if (Object.keys(others).length > 0) throw syntax();
  if (version !== undefined && version !== '2012-10-17' && version !== '2008-10-17') throw syntax();
  const list = listOf(statements);
  if (list.length === 0) throw new MalformedPolicy('Policy document must contain at least one statement.');
  for (const statement of list) checkStatement(statement, use);
  const document = read as unknown as Document;
  const sids = statementsOf(document).flatMap(({ Sid }) => (Sid ? [Sid] : []));
  if (new Set(sids).size !== sids.length)
    throw new MalformedPolicy('Statement IDs (SID) in a single policy must be unique.');
  return { text, document };
}

const syntax = () => new MalformedPolicy('Syntax errors in policy.');

function checkStatement(statement: unknown, use: Use): void {
  if (!isObject(statement) || Object.keys(statement).some((key) => !ELEMENTS.has(key))) throw syntax();
  const { Sid, Effect, Action, NotAction, Resource, NotResource, Principal, NotPrincipal, Condition } =
    statement;
  if (Effect !== 'Allow' && Effect !== 'Deny') throw syntax();
  if (Sid !== undefined && !(typeof Sid === 'string' && (use === 'trust' || /^[A-Za-z0-9]*$/.test(Sid))))
    throw new MalformedPolicy('Statement IDs (SID) can contain only letters and digits.');
  checkActions(Action, NotAction);
  const principal = Principal ?? NotPrincipal;
  if (use === 'identity') {
    if (principal !== undefined) throw new MalformedPolicy('Policy document should not specify a principal.');
    checkResources(Resource, NotResource);
  } else {
    if ((Resource ?? NotResource) !== undefined) throw new MalformedPolicy('Has prohibited field Resource');
    if (principal === undefined) throw new MalformedPolicy('Missing required field Principal');
  }
  checkConditions(Condition);
}

function checkActions(action: unknown, notAction: unknown): void {
  if (action === undefined && notAction === undefined)
    throw new MalformedPolicy('Policy statement must contain actions.');
  if (action !== undefined && notAction !== undefined) throw syntax();
  const actions = listOf(action ?? notAction);
  if (!actions.every((one) => typeof one === 'string')) throw syntax();
  if (!actions.every((one) => one === '*' || String(one).includes(':')))
    throw new MalformedPolicy('Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.');
}

function checkResources(resource: unknown, notResource: unknown): void {
  if (resource === undefined && notResource === undefined)
    throw new MalformedPolicy('Policy statement must contain resources.');
  if (resource !== undefined && notResource !== undefined) throw syntax();
  for (const one of listOf(resource ?? notResource))
    if (typeof one !== 'string' || !(one === '*' || /^(arn|\*)[^:]*:/.test(one)))
      throw new MalformedPolicy(`Resource ${String(one)} must be in ARN format or "*".`);
}

function checkConditions(conditions: unknown): void {
  if (conditions === undefined) return;
  if (!isObject(conditions)) throw syntax();
  for (const [operator, keys] of Object.entries(conditions)) {
    if (!parseOperator(operator)) throw new MalformedPolicy(`Invalid Condition type : ${operator}`);
    if (!isObject(keys)) throw syntax();
    for (const [key, values] of Object.entries(keys)) {
      if (!key.includes(':'))
        throw new MalformedPolicy(
          'Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.',
        );
      if (!listOf(values).every((value) => ['string', 'number', 'boolean'].includes(typeof value)))
        throw syntax();
    }
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What IAM counts of a policy: its characters without white space. */
export const sizeOf = (text: string): number => text.replace(/\s/g, '').length;

/** Condition keys that a document's conditions and variables name, each once. */
export function keysNamed(document: Document): string[] {
  const names = statementsOf(document).flatMap((statement) => [
    ...Object.values(statement.Condition ?? {}).flatMap((keys) =>
      Object.entries(keys).flatMap(([key, values]) => [
        key,
        ...listOf(values).map(String).flatMap(variablesIn),
      ]),
    ),
    ...resourcesOf(statement).flatMap(variablesIn),
  ]);
  return [...new Map(names.toReversed().map((name) => [name.toLowerCase(), name])).values()].toReversed();
}

const resourcesOf = ({ Resource, NotResource }: Statement): readonly string[] =>
  listOf<string>(Resource ?? NotResource);

const variablesIn = (text: string): string[] =>
  [...text.matchAll(/\$\{([^}*?$,]+)(,[^}]*)?\}/g)].map(([, name = '']) => name.trim());
