/**
 * What `world/` and `wire/` agree on about who may do what: the organization, permission sets, and calls of models as
 * the event history has them. Time is UTC milliseconds.
 */

export type NodeKind = 'ROOT' | 'ORGANIZATIONAL_UNIT' | 'ACCOUNT';

/** The root, an organizational unit or an account. */
export interface OrganizationNode {
  kind: NodeKind;
  id: string;
  arn: string;
  name: string;
  /** Null for the root alone. */
  parentId: string | null;
}

export interface ControlPolicy {
  id: string;
  arn: string;
  name: string;
  description: string;
  /** Whether it is AWS's own, which nobody changes. */
  awsManaged: boolean;
  content: string;
}

/** The service control policies of one level, from the root down to the account. */
export interface Controls {
  /** Id of the root, unit or account that they are attached to. */
  target: string;
  documents: string[];
}

/** The tree with its policies. Units and accounts stay as they are; policies are made, attached and detached. */
export interface Organization {
  readonly id: string;
  readonly arn: string;
  readonly managementAccountId: string;
  readonly rootId: string;
  /** When its accounts joined. */
  readonly foundedAt: number;
  readonly nodes: readonly OrganizationNode[];
  node(id: string): OrganizationNode | undefined;
  children(parentId: string, kind: NodeKind): OrganizationNode[];

  policies(): ControlPolicy[];
  policy(id: string): ControlPolicy | undefined;
  createPolicy(content: { name: string; description: string; content: string }): ControlPolicy;
  updatePolicy(id: string, content: Partial<Pick<ControlPolicy, 'name' | 'description' | 'content'>>): void;
  deletePolicy(id: string): void;
  attach(policyId: string, targetId: string): void;
  detach(policyId: string, targetId: string): void;
  /** Ids of the policies on one node. */
  attachedTo(targetId: string): readonly string[];
  targetsOf(policyId: string): OrganizationNode[];

  /**
   * What binds the principals of an account: a level each for the root, every unit on the way and the account. Empty
   * for the management account, which no service control policy binds, and for accounts of other companies.
   */
  controlsOf(accountId: string): Controls[];
}

/** A customer's policy that must exist under this name in every account. */
export interface PolicyReference {
  name: string;
  /** Begins and ends with a slash. */
  path: string;
}

/** What of a permission set becomes a role's. */
export interface PermissionContent {
  /** The policy's text; null where there is none. */
  inlinePolicy: string | null;
  managedPolicyArns: readonly string[];
  customerPolicies: readonly PolicyReference[];
  boundary: { managedPolicyArn: string } | { customerPolicy: PolicyReference } | null;
}

export interface PermissionSet {
  arn: string;
  name: string;
  description: string | undefined;
  /** ISO 8601, for example `PT1H`. */
  sessionDuration: string;
  relayState: string | undefined;
  createdAt: number;
  content: PermissionContent;
}

export interface Assignment {
  accountId: string;
  permissionSetArn: string;
  principalType: 'USER' | 'GROUP';
  principalId: string;
}

/** A role that IAM Identity Center keeps in an account: IAM shows it, and lets nobody change it. */
export interface ReservedRole {
  name: string;
  /** Begins and ends with a slash. */
  path: string;
  arn: string;
  inlinePolicies: { name: string; document: string }[];
  attachedPolicyArns: string[];
  /** ARN of the permissions boundary, or null. */
  boundary: string | null;
  /** Seconds; AWS's own for such roles, whatever the permission set says of its sessions. */
  longestSession: number;
  permissionSetArn: string;
}

/** An attribute for access control: the session tag `key` is read from the directory at `source`. */
export interface AccessAttribute {
  key: string;
  /** A path of IAM Identity Center, as in `USUAL_ATTRIBUTES`. */
  source: string;
}

/** The state of one directory's access to accounts; changed through the API, effective at once. */
export interface PermissionSets {
  readonly instanceArn: string;
  readonly ownerAccountId: string;
  readonly createdAt: number;
  /** Null where attributes for access control are switched off. */
  attributes: readonly AccessAttribute[] | null;
  /** Counts changes of roles: while it stays, so do the roles of every account. */
  readonly changes: number;

  list(): PermissionSet[];
  find(arn: string): PermissionSet | undefined;
  named(name: string): PermissionSet | undefined;
  create(set: Omit<PermissionSet, 'arn' | 'content'>): PermissionSet;
  update(arn: string, change: Partial<Omit<PermissionSet, 'arn' | 'content'>>): void;
  /** Accounts keep what they were given until it is provisioned again. */
  setContent(arn: string, change: Partial<PermissionContent>): void;
  delete(arn: string): void;

  assignments(): readonly Assignment[];
  /** The first assignment of a set in an account makes its role there. */
  assign(assignment: Assignment): void;
  /** With the last assignment of a set in an account its role goes. */
  unassign(assignment: Assignment): void;
  /** Gives an account's role what the permission set holds now. */
  provision(accountId: string, permissionSetArn: string): void;
  /** ARNs of the sets that have a role in an account. */
  provisionedIn(accountId: string): string[];
  /** Whether an account's role holds what its permission set holds now. */
  isLatest(accountId: string, permissionSetArn: string): boolean;
  /** The roles of an account as they were last provisioned. */
  reservedRoles(accountId: string): ReservedRole[];
  /** The role that people of an account have used models under since the company began, whatever became of it. */
  usersRole(accountId: string): { name: string; path: string };

  /** Whether a permission set of an account is assigned to somebody, themselves or through a group of the directory. */
  mayUse(userId: string, accountId: string, permissionSetArn: string): boolean;
  /** The session tags of somebody who signs in; an attribute without a value makes no tag. */
  sessionTags(userId: string): Record<string, string>;
}

export type CallName = 'InvokeModel' | 'InvokeModelWithResponseStream' | 'Converse' | 'ConverseStream';

/** A session of a role, or a user of IAM. `uniqueId` is IAM's id of the role or the user where it has one. */
export type ModelCaller = { accessKeyId: string; uniqueId?: string } & (
  | { kind: 'session'; role: { name: string; path: string }; session: string }
  | { kind: 'user'; name: string }
);

export interface ModelCall {
  at: number;
  accountId: string;
  region: string;
  operation: CallName;
  /** A UUID. */
  id: string;
  /** As the request names it: a profile's ARN, a system profile's id, a model's id or its ARN. */
  modelId: string;
  /** Where it was worked on, when that is another Region. */
  inferenceRegion: string | undefined;
  caller: ModelCaller;
  /** Absent where it was allowed and went well. */
  error?: { code: string; message: string };
}
