import { LedgerError } from '../errors.ts';
import { type Exemption, plainSid } from './choices.ts';
import type { PolicyDocument } from './types.ts';

/** What a policy is put into so that CloudFormation or Terraform brings it into force. */

interface Shared {
  /** Of the permission set, policy or role; the default of a parameter where there is one. */
  name: string;
  description: string;
  document: PolicyDocument;
  /** Sid → one sentence on what the statement does, for whoever reviews the file. */
  sentences: Readonly<Record<string, string>>;
  /** Who the policy leaves out, and who answers for it. */
  exemptions: readonly Exemption[];
}

/** A permission set of IAM Identity Center, with the attributes that become people's session tags. */
export interface PermissionSetTemplate extends Shared {
  target: 'permissionSet';
  tagKeys: { user: string; costCenter: string };
  /** Accounts that a group is given the permission set in; none: assignments are made elsewhere. */
  accounts: readonly string[];
  /** Hours until people sign in again; 1 to 12. */
  sessionHours: number;
}
export interface ManagedPolicyTemplate extends Shared {
  target: 'managedPolicy';
}
/** A role with the document as its only policy, inline. */
export interface RoleTemplate extends Shared {
  target: 'role';
  trust: PolicyDocument;
}
/** An inline policy of a role that is there already. */
export interface RolePolicyTemplate extends Shared {
  target: 'rolePolicy';
}
export interface ScpTemplate extends Shared {
  target: 'scp';
  /** Root, organizational units or accounts that it is attached to; none: to be named when it is brought in. */
  attachTo: readonly string[];
}
export type Template =
  | PermissionSetTemplate
  | ManagedPolicyTemplate
  | RoleTemplate
  | RolePolicyTemplate
  | ScpTemplate;

/** Longest name and description of each, from the API models of Identity Center, IAM and Organizations. */
const LONGEST: Readonly<Record<Template['target'], { name: number; description: number }>> = {
  permissionSet: { name: 32, description: 700 },
  managedPolicy: { name: 128, description: 1000 },
  role: { name: 64, description: 1000 },
  rolePolicy: { name: 128, description: 1000 },
  scp: { name: 128, description: 512 },
};
const NAME = /^[\w+=,.@-]+$/;
/** What IAM and Identity Center take in a description: Latin-1 without control characters. */
const DESCRIPTION = /^[\t\n\r -~\u00A1-\u00FF]+$/;

/** @throws LedgerError when AWS would not take the name or the description */
export function checkTemplate({ target, name, description }: Template): void {
  const longest = LONGEST[target];
  if (!NAME.test(name) || name.length > longest.name)
    throw refused('name', `"${name}"`, `${longest.name} letters, digits or signs of _+=,.@-`);
  if (!DESCRIPTION.test(description) || description.length > longest.description)
    throw refused('description', 'this description', `${longest.description} characters of Latin-1`);
}

const refused = (field: string, what: string, takes: string) =>
  new LedgerError('badRequest', `${field}: AWS does not take ${what}; it takes 1 to ${takes}`, { field });

/** Sentences of the statements that the document has, in their order. */
export const sentencesOf = ({
  document,
  sentences,
}: Pick<Shared, 'document' | 'sentences'>): [sid: string, sentence: string][] =>
  document.Statement.flatMap(({ Sid = '' }) => {
    const sentence = sentences[plainSid(Sid)];
    return sentence === undefined ? [] : [[Sid, sentence] as [string, string]];
  });

/** Where Identity Center finds what becomes a session tag: attributes of its users. */
export const ATTRIBUTE_SOURCES = {
  user: `\${path:emails[primary eq true].value}`,
  costCenter: `\${path:enterprise.costCenter}`,
} as const;

export const sessionOf = ({ sessionHours }: Pick<PermissionSetTemplate, 'sessionHours'>): string =>
  `PT${sessionHours}H`;

/** What the parameters and variables are for; the same words in both languages of templates. */
export const ASKED = {
  instanceArn: 'ARN of the instance of IAM Identity Center',
  manageAttributes:
    'Whether the attributes for access control are set here. They replace those that the instance has: false where they are managed elsewhere.',
  groupId: 'Id of the group in Identity Center that gets the permission set; empty: no assignment',
  role: 'Name of the role that gets the policy',
  sessionDuration: 'How long people stay signed in, ISO 8601',
  attachTo: 'Ids of the root, organizational units or accounts that it is attached to',
} as const;
