import { hclFile, type Item, type Value } from './hcl.ts';
import {
  ASKED,
  ATTRIBUTE_SOURCES,
  checkTemplate,
  type PermissionSetTemplate,
  type RoleTemplate,
  type ScpTemplate,
  sentencesOf,
  sessionOf,
  type Template,
} from './templates.ts';
import type { PolicyDocument } from './types.ts';

/** A policy as a file of Terraform for the provider hashicorp/aws, laid out as `terraform fmt` does. */

/** Resources are used as they have been since 5.0; a new major version is for people to look at first. */
const PROVIDER = '>= 5.0, < 7.0';
/** Under this name each resource stands in the file. */
const LABEL = 'bedrock_ledger';

/** @throws LedgerError when AWS would not take the name or the description */
export function terraform(template: Template): string {
  checkTemplate(template);
  return hclFile([
    {
      block: 'terraform',
      body: [
        {
          block: 'required_providers',
          body: [
            {
              attribute: 'aws',
              value: raw(`{\n  source  = "hashicorp/aws"\n  version = "${PROVIDER}"\n}`),
            },
          ],
        },
      ],
    },
    'blank',
    ...itemsOf(template),
  ]);
}

function itemsOf(template: Template): Item[] {
  switch (template.target) {
    case 'permissionSet':
      return permissionSet(template);
    case 'managedPolicy':
      return [
        variable('name', 'Name of the policy', { text: template.name }),
        'blank',
        ...exempt(template),
        resource('aws_iam_policy', [
          ['name', raw('var.name')],
          ['description', { text: template.description }],
          ['policy', policyOf(template)],
        ]),
      ];
    case 'role':
      return role(template);
    case 'rolePolicy':
      return [
        variable('role_name', ASKED.role),
        'blank',
        ...exempt(template),
        resource('aws_iam_role_policy', [
          ['name', { text: template.name }],
          ['role', raw('var.role_name')],
          ['policy', policyOf(template)],
        ]),
      ];
    case 'scp':
      return scp(template);
  }
}

function permissionSet(template: PermissionSetTemplate): Item[] {
  const { name, description, accounts, tagKeys } = template;
  const instance: Attribute = ['instance_arn', raw('var.instance_arn')];
  const attribute = (key: string, source: string): Item => ({
    block: 'attribute',
    body: [
      { attribute: 'key', value: { text: key } },
      { block: 'value', body: [{ attribute: 'source', value: { list: [source] } }] },
    ],
  });
  return [
    variable('instance_arn', ASKED.instanceArn),
    'blank',
    variable('name', 'Name of the permission set', { text: name }),
    'blank',
    variable('session_duration', ASKED.sessionDuration, { text: sessionOf(template) }),
    'blank',
    variable('manage_attributes', ASKED.manageAttributes, raw('true'), 'bool'),
    'blank',
    ...(accounts.length === 0
      ? []
      : ([
          variable('group_id', ASKED.groupId, { text: '' }),
          'blank',
          variable('account_ids', 'Accounts that the group works in', { list: accounts }, 'list(string)'),
          'blank',
        ] satisfies Item[])),
    resource('aws_ssoadmin_permission_set', [
      instance,
      ['name', raw('var.name')],
      ['description', { text: description }],
      ['session_duration', raw('var.session_duration')],
    ]),
    'blank',
    ...exempt(template),
    resource('aws_ssoadmin_permission_set_inline_policy', [
      instance,
      ['permission_set_arn', raw(`aws_ssoadmin_permission_set.${LABEL}.arn`)],
      ['inline_policy', policyOf(template)],
    ]),
    'blank',
    resource(
      'aws_ssoadmin_instance_access_control_attributes',
      [['count', raw('var.manage_attributes ? 1 : 0')], 'blank', instance],
      [
        attribute(tagKeys.user, ATTRIBUTE_SOURCES.user),
        'blank',
        attribute(tagKeys.costCenter, ATTRIBUTE_SOURCES.costCenter),
      ],
    ),
    ...(accounts.length === 0 ? [] : (['blank', assignments] satisfies Item[])),
  ];
}

const role = (template: RoleTemplate): Item[] => [
  variable('name', 'Name of the role', { text: template.name }),
  'blank',
  resource('aws_iam_role', [
    ['name', raw('var.name')],
    ['description', { text: template.description }],
    ['assume_role_policy', { json: template.trust }],
  ]),
  'blank',
  ...exempt(template),
  resource('aws_iam_role_policy', [
    ['name', { text: template.name }],
    ['role', raw(`aws_iam_role.${LABEL}.id`)],
    ['policy', policyOf(template)],
  ]),
];

const scp = (template: ScpTemplate): Item[] => [
  variable('name', 'Name of the policy', { text: template.name }),
  'blank',
  variable('target_ids', ASKED.attachTo, { list: template.attachTo }, 'list(string)'),
  'blank',
  ...exempt(template),
  resource('aws_organizations_policy', [
    ['name', raw('var.name')],
    ['description', { text: template.description }],
    ['type', { text: 'SERVICE_CONTROL_POLICY' }],
    ['content', policyOf(template)],
  ]),
  'blank',
  resource('aws_organizations_policy_attachment', [
    ['for_each', raw('toset(var.target_ids)')],
    'blank',
    ['policy_id', raw(`aws_organizations_policy.${LABEL}.id`)],
    ['target_id', raw('each.value')],
  ]),
];

/** In each account, once there is a group. */
const assignments = resource('aws_ssoadmin_account_assignment', [
  ['for_each', raw('var.group_id == "" ? toset([]) : toset(var.account_ids)')],
  'blank',
  ['instance_arn', raw('var.instance_arn')],
  ['permission_set_arn', raw(`aws_ssoadmin_permission_set.${LABEL}.arn`)],
  ['principal_type', { text: 'GROUP' }],
  ['principal_id', raw('var.group_id')],
  ['target_type', { text: 'AWS_ACCOUNT' }],
  ['target_id', raw('each.value')],
]);

type Attribute = readonly [name: string, value: Value];

function resource(
  type: string,
  attributes: readonly (Attribute | 'blank')[],
  blocks: readonly Item[] = [],
): Item {
  const body = attributes.map((one): Item => (one === 'blank' ? one : { attribute: one[0], value: one[1] }));
  return {
    block: 'resource',
    labels: [type, LABEL],
    body: blocks.length === 0 ? body : [...body, 'blank', ...blocks],
  };
}

const variable = (name: string, description: string, byDefault?: Value, type = 'string'): Item => ({
  block: 'variable',
  labels: [name],
  body: [
    { attribute: 'type', value: raw(type) },
    { attribute: 'description', value: { text: description } },
    ...(byDefault === undefined ? [] : [{ attribute: 'default', value: byDefault }]),
  ],
});

/** The document, with the sentence of each statement above it. */
function policyOf(template: { document: PolicyDocument } & Pick<Template, 'sentences'>): Value {
  const sentences = new Map(sentencesOf(template));
  const comments = new Map<unknown, string>();
  for (const statement of template.document.Statement) {
    const sentence = sentences.get(statement.Sid ?? '');
    if (sentence !== undefined) comments.set(statement, sentence);
  }
  return { json: template.document, comments };
}

/** Whom the policy leaves out, above it. */
const exempt = ({ exemptions }: Pick<Template, 'exemptions'>): Item[] =>
  exemptions.map(({ pattern, owner, reason }) => ({
    comment: `Exempt: ${pattern} – ${owner}: ${reason}`,
  }));

function raw(expression: string): Value {
  return { raw: expression };
}
