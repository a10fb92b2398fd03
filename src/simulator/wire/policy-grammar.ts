/** The grammar of policies that name no principal (IAM User Guide, "Grammar of the IAM JSON policy language"). */

const STATEMENT_KEYS = new Set([
  'Sid',
  'Effect',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Condition',
]);
const VERSIONS = ['2012-10-17', '2008-10-17'];
const OPERATOR = new RegExp(
  '^(For(All|Any)Values?:)?(' +
    'String(Not)?(Equals|EqualsIgnoreCase|Like)|' +
    '(Numeric|Date)(Not)?Equals|(Numeric|Date)(LessThan|GreaterThan)(Equals)?|' +
    'Arn(Not)?(Equals|Like)|(Not)?IpAddress|Bool|BinaryEquals' +
    ')(IfExists)?$|^(For(All|Any)Values?:)?Null$',
);

/** What is wrong with a policy's text, or undefined. `control` policies must say their Version and a Resource. */
export function malformed(text: string, kind: 'identity' | 'control'): string | undefined {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    return 'the policy is not JSON';
  }
  if (!isObject(document)) return 'the policy is not a JSON object';
  const { Version, Statement, Id: _, ...others } = document;
  const [unknown] = Object.keys(others);
  if (unknown !== undefined) return `the policy has an unknown element ${unknown}`;
  if (Version === undefined ? kind === 'control' : !VERSIONS.includes(String(Version)))
    return 'the policy has no known Version';
  const statements = Array.isArray(Statement) ? Statement : [Statement];
  if (Statement === undefined || statements.length === 0) return 'the policy has no Statement';
  const faults = statements.map((each, i) => faultOf(each, `statement ${i + 1}`));
  const sids = statements.flatMap((each) => (isObject(each) && each.Sid !== undefined ? [each.Sid] : []));
  if (new Set(sids).size < sids.length) faults.push('two statements have one Sid');
  return faults.find((fault) => fault !== undefined);
}

function faultOf(statement: unknown, where: string): string | undefined {
  if (!isObject(statement)) return `${where} is not an object`;
  const unknown = Object.keys(statement).find((key) => !STATEMENT_KEYS.has(key));
  if (unknown !== undefined) return `${where} may not have ${unknown}`;
  const { Sid, Effect, Condition } = statement;
  if (Sid !== undefined && !/^[A-Za-z0-9]*$/.test(String(Sid)))
    return `${where} has a Sid of other than letters and digits`;
  if (Effect !== 'Allow' && Effect !== 'Deny') return `${where} has no Effect`;
  return (
    oneOf(statement, 'Action', 'NotAction', isAction, where) ??
    oneOf(statement, 'Resource', 'NotResource', isResource, where) ??
    conditionFault(Condition, where)
  );
}

function oneOf(
  statement: Record<string, unknown>,
  plain: string,
  negated: string,
  fits: (text: string) => boolean,
  where: string,
): string | undefined {
  const [own, other] = [statement[plain], statement[negated]];
  if ((own === undefined) === (other === undefined))
    return `${where} must have either ${plain} or ${negated}`;
  const values = textsOf(own ?? other);
  if (values === undefined || values.length === 0) return `${where} has a ${plain} without values`;
  const odd = values.find((value) => !fits(value));
  return odd === undefined ? undefined : `${where} has an invalid ${plain}: ${odd}`;
}

function conditionFault(condition: unknown, where: string): string | undefined {
  if (condition === undefined) return undefined;
  if (!isObject(condition)) return `${where} has a Condition that is not an object`;
  for (const [operator, keys] of Object.entries(condition)) {
    if (!OPERATOR.test(operator)) return `${where} has an unknown operator ${operator}`;
    if (!isObject(keys) || !Object.values(keys).every((value) => textsOf(value) !== undefined))
      return `${where} has an operator ${operator} without keys and values`;
  }
  return undefined;
}

const isAction = (text: string) => text === '*' || /^[A-Za-z0-9*?-]+:[A-Za-z0-9*?]+$/.test(text);
const isResource = (text: string) => text === '*' || /^arn:[^:]+:[^:]+:[^:]*:[^:]*:.+$/s.test(text);

/** One value or several, as texts; undefined for anything else. */
function textsOf(value: unknown): string[] | undefined {
  const values = Array.isArray(value) ? value : [value];
  const plain = values.every((each) => ['string', 'boolean', 'number'].includes(typeof each));
  return plain ? values.map(String) : undefined;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
