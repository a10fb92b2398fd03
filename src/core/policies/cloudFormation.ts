import { Document } from 'yaml';
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

/**
 * A policy as a CloudFormation template. Policy variables such as `${aws:PrincipalTag/UserEmail}` stay as they are:
 * CloudFormation replaces `${…}` within `Fn::Sub` alone, and no policy stands in one.
 */

/** A template, or a part of one, as YAML has it. */
type Part = Readonly<Record<string, unknown>>;

/** @throws LedgerError when AWS would not take the name or the description */
export function cloudFormation(template: Template): string {
  checkTemplate(template);
  const document = new Document(
    {
      AWSTemplateFormatVersion: '2010-09-09',
      Description: template.description,
      ...partsOf(template),
    },
    // Of YAML 1.1, which CloudFormation reads: a date or `on` within a text is quoted there.
    { version: '1.1', aliasDuplicateObjects: false },
  );
  return document.toString({ lineWidth: 0, directives: false });
}

function partsOf(template: Template): Part {
  switch (template.target) {
    case 'permissionSet':
      return permissionSet(template);
    case 'managedPolicy':
      return {
        Parameters: { Name: text('Name of the policy', { Default: template.name }) },
        Resources: {
          Policy: {
            Type: 'AWS::IAM::ManagedPolicy',
            ...metadataOf(template),
            Properties: {
              ManagedPolicyName: ref('Name'),
              Description: template.description,
              PolicyDocument: template.document,
            },
          },
        },
      };
    case 'role':
      return role(template);
    case 'rolePolicy':
      return {
        Parameters: { RoleName: text(ASKED.role, { MaxLength: 64 }) },
        Resources: {
          Policy: {
            Type: 'AWS::IAM::RolePolicy',
            ...metadataOf(template),
            Properties: {
              RoleName: ref('RoleName'),
              PolicyName: template.name,
              PolicyDocument: template.document,
            },
          },
        },
      };
    case 'scp':
      return scp(template);
  }
}

function permissionSet(template: PermissionSetTemplate): Part {
  const { name, description, document, accounts, tagKeys } = template;
  const instance = { InstanceArn: ref('InstanceArn') };
  const assigned = accounts.length > 0;
  return {
    Parameters: {
      InstanceArn: text(ASKED.instanceArn, {
        AllowedPattern: 'arn:aws[a-z-]*:sso:::instance/(sso)?ins-[a-zA-Z0-9-.]{16}',
      }),
      Name: text('Name of the permission set', { Default: name, MaxLength: 32 }),
      SessionDuration: text(ASKED.sessionDuration, { Default: sessionOf(template) }),
      ManageAttributes: text(ASKED.manageAttributes, { Default: 'true', AllowedValues: ['true', 'false'] }),
      ...(assigned ? { GroupId: text(ASKED.groupId, { Default: '' }) } : {}),
    },
    Conditions: {
      SetsAttributes: { 'Fn::Equals': [ref('ManageAttributes'), 'true'] },
      ...(assigned ? { HasGroup: { 'Fn::Not': [{ 'Fn::Equals': [ref('GroupId'), ''] }] } } : {}),
    },
    Resources: {
      PermissionSet: {
        Type: 'AWS::SSO::PermissionSet',
        ...metadataOf(template),
        Properties: {
          ...instance,
          Name: ref('Name'),
          Description: description,
          SessionDuration: ref('SessionDuration'),
          InlinePolicy: document,
        },
      },
      Attributes: {
        Type: 'AWS::SSO::InstanceAccessControlAttributeConfiguration',
        Condition: 'SetsAttributes',
        Properties: {
          ...instance,
          AccessControlAttributes: [
            { Key: tagKeys.user, Value: { Source: [ATTRIBUTE_SOURCES.user] } },
            { Key: tagKeys.costCenter, Value: { Source: [ATTRIBUTE_SOURCES.costCenter] } },
          ],
        },
      },
      ...Object.fromEntries(accounts.map((account) => [`AssignmentIn${account}`, assignment(account)])),
    },
    Outputs: { PermissionSetArn: { Value: { 'Fn::GetAtt': ['PermissionSet', 'PermissionSetArn'] } } },
  };
}

const assignment = (account: string): Part => ({
  Type: 'AWS::SSO::Assignment',
  Condition: 'HasGroup',
  Properties: {
    InstanceArn: ref('InstanceArn'),
    PermissionSetArn: { 'Fn::GetAtt': ['PermissionSet', 'PermissionSetArn'] },
    PrincipalType: 'GROUP',
    PrincipalId: ref('GroupId'),
    TargetType: 'AWS_ACCOUNT',
    TargetId: account,
  },
});

const role = (template: RoleTemplate): Part => ({
  Parameters: { Name: text('Name of the role', { Default: template.name, MaxLength: 64 }) },
  Resources: {
    Role: {
      Type: 'AWS::IAM::Role',
      ...metadataOf(template),
      Properties: {
        RoleName: ref('Name'),
        Description: template.description,
        AssumeRolePolicyDocument: template.trust,
        Policies: [{ PolicyName: template.name, PolicyDocument: template.document }],
      },
    },
  },
  Outputs: { RoleArn: { Value: { 'Fn::GetAtt': ['Role', 'Arn'] } } },
});

const scp = (template: ScpTemplate): Part => ({
  Parameters: {
    Name: text('Name of the policy', { Default: template.name, MaxLength: 128 }),
    TargetIds: {
      Type: 'CommaDelimitedList',
      Description: `${ASKED.attachTo}, with commas in between; empty: none yet`,
      Default: template.attachTo.join(','),
    },
  },
  Conditions: {
    IsAttached: { 'Fn::Not': [{ 'Fn::Equals': [{ 'Fn::Join': ['', ref('TargetIds')] }, ''] }] },
  },
  Resources: {
    Policy: {
      Type: 'AWS::Organizations::Policy',
      ...metadataOf(template),
      Properties: {
        Name: ref('Name'),
        Description: template.description,
        Type: 'SERVICE_CONTROL_POLICY',
        TargetIds: { 'Fn::If': ['IsAttached', ref('TargetIds'), ref('AWS::NoValue')] },
        Content: template.document,
      },
    },
  },
  Outputs: { PolicyId: { Value: ref('Policy') } },
});

/** What each statement is for and whom it leaves out; CloudFormation keeps it and does nothing with it. */
function metadataOf(template: Template): Part {
  const statements = sentencesOf(template);
  const exemptions = template.exemptions.map(({ pattern, owner, reason }) => ({
    Pattern: pattern,
    Owner: owner,
    Reason: reason,
  }));
  if (statements.length === 0 && exemptions.length === 0) return {};
  return {
    Metadata: {
      ...(statements.length === 0 ? {} : { Statements: Object.fromEntries(statements) }),
      ...(exemptions.length === 0 ? {} : { Exemptions: exemptions }),
    },
  };
}

const ref = (name: string): Part => ({ Ref: name });
const text = (description: string, more: Part): Part => ({
  Type: 'String',
  Description: description,
  ...more,
});
