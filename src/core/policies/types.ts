/** Policies as IAM and Organizations take them, and what they are asked about. Plain values; AWS's own spelling. */

/** A condition block: operator → key → values. */
export type Conditions = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

export interface PolicyStatement {
  Sid?: string;
  Effect: 'Allow' | 'Deny';
  Principal?: '*' | Readonly<Record<string, string | readonly string[]>>;
  Action?: string | readonly string[];
  NotAction?: string | readonly string[];
  Resource?: string | readonly string[];
  NotResource?: string | readonly string[];
  Condition?: Conditions;
}

export interface PolicyDocument {
  Version: string;
  Statement: readonly PolicyStatement[];
}

/** A policy with the name by which answers speak of it. */
export interface NamedPolicy {
  name: string;
  document: PolicyDocument;
}

/** All that decides about one principal's requests within an account. */
export interface PoliciesInForce {
  /** Inline, managed, those of groups; one that allows is enough. */
  identity: readonly NamedPolicy[];
  /** Permissions boundary; null: none is set. */
  boundary: NamedPolicy | null;
  /** Service control policies, a list for each level from the root to the account; each level must allow. Empty: none bind. */
  controls: readonly (readonly NamedPolicy[])[];
}

/** One authorisation: what IAM judges. Keys of `context` are condition keys, which IAM compares in any case. */
export interface AccessRequest {
  action: string;
  resource: string;
  context: Readonly<Record<string, string | readonly string[]>>;
}

export type Tags = Readonly<Record<string, string>>;

/** Who calls. */
export interface Caller {
  /** `aws:PrincipalArn`: for an assumed role that of the role. */
  arn: string;
  accountId: string;
  /** Tags of the role, the user and the session, as IAM sees them. */
  tags: Tags;
}

/** What is called, created, tagged or deleted. */
export interface CalledResource {
  arn: string;
  /** Tags that it carries; only application inference profiles carry any. */
  tags: Tags;
  /** Foundation models behind a profile, one per destination Region; empty where not known, or where it has none. */
  modelArns: readonly string[];
}

/** One call of an API: it needs each of the authorisations of `requestsOf`. */
export interface Call {
  /** Such as `bedrock:InvokeModel`. */
  action: string;
  caller: Caller;
  on: CalledResource;
  /** The Region that is called. */
  region: string;
  /** CreateInferenceProfile: what it copies from. */
  source?: CalledResource;
  /** Tags that the request gives; TagResource and CreateInferenceProfile. */
  requestTags?: Tags;
  /** Keys that the request takes off; UntagResource. */
  untagKeys?: readonly string[];
  /** `bedrock:ServiceTier` of a call of a model. */
  serviceTier?: string;
  /** More condition keys, such as `iam:ServiceSpecificCredentialServiceName`; they go before those that are worked out. */
  context?: Readonly<Record<string, string | readonly string[]>>;
  /** Whether IAM sees the tags of a profile on itself while it is being made: AWS does not say. */
  tagsWhileCreating: 'present' | 'absent';
}

/** What was decided, by what, and why. `unknown`: by elements that cannot be judged here. */
export interface Verdict {
  decision: 'allowed' | 'denied' | 'unknown';
  /** The authorisation that decided. */
  request: AccessRequest;
  /** The deciding statement; null where nothing allows. */
  by: { policy: string; statement: string } | null;
  why: Why;
}

export type Why =
  /** A statement allows and nothing denies. */
  | { kind: 'allow' }
  /** A statement denies. */
  | { kind: 'explicitDeny' }
  /** No statement of the identity's policies allows; `nearly`: those that would but for these conditions. */
  | { kind: 'noAllow'; nearly: readonly NearMiss[] }
  /** The permissions boundary does not allow it. */
  | { kind: 'boundary' }
  /** A level of service control policies does not allow it. */
  | { kind: 'controls'; level: number }
  /** Elements that are not understood, such as an operator or a variable without a value that is known. */
  | { kind: 'cannotJudge'; elements: readonly string[] };

export interface NearMiss {
  policy: string;
  statement: string;
  /** `StringEquals aws:ResourceTag/UserEmail`. */
  failed: readonly string[];
  /** The same with the values on both sides. */
  conditions: readonly HeldCondition[];
}

/** A condition of a statement, as one request finds it. */
export interface HeldCondition {
  operator: string;
  key: string;
  /** What the policy names, with variables filled in where they have a value. */
  wanted: readonly string[];
  /** What the request has; null: the key is missing, or not known. */
  actual: readonly string[] | null;
  holds: boolean | 'unknown';
}
