import type { HclBlock } from './hclReader.ts';

/**
 * Arguments of the resources of hashicorp/aws that our files use, as the schemas in the provider's source have them in
 * version 6 (internal/service/{ssoadmin,iam,organizations}); what it only computes is left out.
 */

type Kind = 'string' | 'json' | 'arn' | 'bool' | 'number' | 'strings' | 'map';
interface Schema {
  arguments: Readonly<Record<string, { kind: Kind; required?: boolean; takes?: RegExp; longest?: number }>>;
  blocks?: Readonly<Record<string, Schema & { min: number; max?: number }>>;
}

const ARN = { kind: 'arn', required: true } as const;
const PERMISSION_SET_NAME = /^[\w+=,.@-]{1,32}$/;

export const RESOURCES: Readonly<Record<string, Schema>> = {
  aws_ssoadmin_permission_set: {
    arguments: {
      instance_arn: ARN,
      name: { kind: 'string', required: true, takes: PERMISSION_SET_NAME },
      description: { kind: 'string', longest: 700 },
      relay_state: { kind: 'string', longest: 240 },
      session_duration: { kind: 'string', longest: 100 },
      tags: { kind: 'map' },
    },
  },
  aws_ssoadmin_permission_set_inline_policy: {
    arguments: {
      instance_arn: ARN,
      permission_set_arn: ARN,
      inline_policy: { kind: 'json', required: true },
    },
  },
  aws_ssoadmin_instance_access_control_attributes: {
    arguments: { instance_arn: ARN },
    blocks: {
      attribute: {
        min: 1,
        arguments: { key: { kind: 'string', required: true } },
        blocks: { value: { min: 1, arguments: { source: { kind: 'strings', required: true } } } },
      },
    },
  },
  aws_ssoadmin_account_assignment: {
    arguments: {
      instance_arn: ARN,
      permission_set_arn: ARN,
      principal_id: { kind: 'string', required: true },
      principal_type: { kind: 'string', required: true, takes: /^(USER|GROUP)$/ },
      target_id: { kind: 'string', required: true, takes: /^\d{12}$/ },
      target_type: { kind: 'string', takes: /^AWS_ACCOUNT$/ },
    },
  },
  aws_iam_policy: {
    arguments: {
      name: { kind: 'string', takes: /^[\w+=,.@-]{1,128}$/ },
      name_prefix: { kind: 'string' },
      path: { kind: 'string' },
      description: { kind: 'string', longest: 1000 },
      policy: { kind: 'json', required: true },
      tags: { kind: 'map' },
    },
  },
  aws_iam_role: {
    arguments: {
      assume_role_policy: { kind: 'json', required: true },
      name: { kind: 'string', takes: /^[\w+=,.@-]{1,64}$/ },
      description: { kind: 'string', longest: 1000 },
      force_detach_policies: { kind: 'bool' },
      max_session_duration: { kind: 'number' },
      path: { kind: 'string' },
      permissions_boundary: { kind: 'string' },
      tags: { kind: 'map' },
    },
  },
  aws_iam_role_policy: {
    arguments: {
      name: { kind: 'string', takes: /^[\w+=,.@-]{1,128}$/ },
      name_prefix: { kind: 'string' },
      policy: { kind: 'json', required: true },
      role: { kind: 'string', required: true },
    },
  },
  aws_organizations_policy: {
    arguments: {
      content: { kind: 'json', required: true },
      name: { kind: 'string', required: true, longest: 128 },
      description: { kind: 'string', longest: 512 },
      skip_destroy: { kind: 'bool' },
      tags: { kind: 'map' },
      type: { kind: 'string', takes: /^SERVICE_CONTROL_POLICY$/ },
    },
  },
  aws_organizations_policy_attachment: {
    arguments: {
      policy_id: { kind: 'string', required: true },
      target_id: { kind: 'string', required: true },
      skip_destroy: { kind: 'bool' },
    },
  },
};
/** What Terraform itself takes in every resource. */
const META = ['count', 'for_each', 'depends_on', 'provider', 'lifecycle'];

/** What a file does that the provider would refuse, in words; references to what the file does not declare as well. */
export function faultsOf(file: readonly HclBlock[]): string[] {
  const resources = file.filter(({ type }) => type === 'resource');
  const variables = new Map(
    file.filter(({ type }) => type === 'variable').map((block) => [block.labels[0] ?? '', block]),
  );
  return [
    ...resources.flatMap((block) => {
      const schema = RESOURCES[block.labels[0] ?? ''];
      if (schema === undefined) return [`no such resource: ${block.labels[0]}`];
      return inBlock(block.labels.join('.'), block, schema, variables, META);
    }),
    ...resources.flatMap((block) => undeclared(block, resources, variables)),
  ];
}

function inBlock(
  where: string,
  { attributes, blocks }: HclBlock,
  schema: Schema,
  variables: ReadonlyMap<string, HclBlock>,
  meta: readonly string[],
): string[] {
  const faults: string[] = [];
  for (const [name, { required }] of Object.entries(schema.arguments))
    if (required && !(name in attributes)) faults.push(`${where}: ${name} is missing`);
  for (const [name, found] of Object.entries(attributes)) {
    const argument = schema.arguments[name];
    if (argument === undefined) {
      if (!meta.includes(name)) faults.push(`${where}: no such argument: ${name}`);
      continue;
    }
    const value = withDefault(found, variables);
    if (!isOf(argument.kind, value)) faults.push(`${where}: ${name} is no ${argument.kind}`);
    const text = 'literal' in value ? String(value.literal) : '';
    if ('literal' in value && argument.takes !== undefined && !argument.takes.test(text))
      faults.push(`${where}: ${name} does not take ${text}`);
    if (argument.longest !== undefined && text.length > argument.longest)
      faults.push(`${where}: ${name} is too long`);
  }
  for (const [name, inner] of Object.entries(schema.blocks ?? {})) {
    const found = blocks.filter(({ type }) => type === name);
    if (found.length < inner.min) faults.push(`${where}: no block ${name}`);
    for (const block of found) faults.push(...inBlock(`${where}.${name}`, block, inner, variables, []));
  }
  for (const { type } of blocks)
    if (schema.blocks?.[type] === undefined) faults.push(`${where}: no such block: ${type}`);
  return faults;
}

/** A variable with a default is what its default is. */
function withDefault(
  value: HclBlock['attributes'][string],
  variables: ReadonlyMap<string, HclBlock>,
): HclBlock['attributes'][string] {
  const name = 'expression' in value ? /^var\.(\w+)$/.exec(value.expression)?.[1] : undefined;
  return (name === undefined ? undefined : variables.get(name)?.attributes.default) ?? value;
}

function isOf(kind: Kind, value: HclBlock['attributes'][string]): boolean {
  if ('encoded' in value) return kind === 'json';
  if ('expression' in value) return kind !== 'json';
  const { literal } = value;
  switch (kind) {
    case 'string':
      return typeof literal === 'string';
    case 'arn':
      return typeof literal === 'string' && literal.startsWith('arn:');
    case 'bool':
      return typeof literal === 'boolean';
    case 'number':
      return typeof literal === 'number';
    case 'strings':
      return Array.isArray(literal) && literal.length > 0 && literal.every((one) => typeof one === 'string');
    case 'map':
      return typeof literal === 'object' && !Array.isArray(literal);
    case 'json':
      return false;
  }
}

function undeclared(
  block: HclBlock,
  resources: readonly HclBlock[],
  variables: ReadonlyMap<string, HclBlock>,
): string[] {
  const known = new Set(resources.map(({ labels }) => labels.join('.')));
  const expressions = Object.values(block.attributes).flatMap((value) =>
    'expression' in value ? [value.expression] : [],
  );
  return expressions.flatMap((expression) => [
    ...[...expression.matchAll(/\bvar\.(\w+)/g)]
      .filter(([, name = '']) => !variables.has(name))
      .map(([name]) => `${name} is not declared`),
    ...[...expression.matchAll(/\b(aws_\w+\.\w+)\.(?:arn|id)\b/g)]
      .filter(([, name = '']) => !known.has(name))
      .map(([name]) => `${name} is not declared`),
  ]);
}
