import type { Tags } from './types.ts';

/** Policies as AWS holds them: who has which, before any of them is read as a document. Plain values. */

/** A policy as it was found. */
export interface FoundPolicy {
  name: string;
  /** Its JSON; null where it could not be read: then nobody knows what it says. */
  text: string | null;
}

/** Somebody who can have policies, with all that decides within their account. */
export interface Holder {
  kind: 'role' | 'user' | 'permissionSet';
  name: string;
  /** Of a permission set its own ARN, which is no principal. */
  arn: string;
  /** '' for a permission set, which is in every account it is provisioned to. */
  accountId: string;
  tags: Tags;
  policies: readonly FoundPolicy[];
  boundary: FoundPolicy | null;
  /** Who may assume the role, as JSON; null for whoever is no role. */
  trust: string | null;
  /** Accounts that a permission set is provisioned to; empty otherwise. */
  accounts: readonly string[];
}

/** Which attribute of a person a session carries as which tag. */
export interface AccessAttribute {
  key: string;
  /** Such as `${path:emails[primary eq true].value}`. */
  sources: readonly string[];
}

/** What IAM Identity Center holds. */
export interface PermissionSets {
  instanceArn: string;
  sets: readonly Holder[];
  /** null: attributes for access control are off. */
  attributes: readonly AccessAttribute[] | null;
}

/** What binds an account from above. */
export interface AccountControls {
  accountId: string;
  managementAccountId: string;
  /** From the root over the organizational units to the account; empty where service control policies are off. */
  levels: readonly { target: string; name: string; policies: readonly FoundPolicy[] }[];
}

/** A call of a model as CloudTrail recorded it. */
export interface RecordedCall {
  /** UTC, ISO 8601. */
  at: string;
  accountId: string;
  region: string;
  /** `InvokeModel`, `Converse` … */
  operation: string;
  /** What was named in the request: an id or an ARN; '' where the record does not say. */
  modelId: string;
  /** ARN of the caller: of the session, the user … */
  caller: string;
  /** ARN of the role behind a session; null for users. */
  role: string | null;
  /** The session's or the user's own name. */
  who: string;
  /** Whether it came with a Bedrock API key. */
  apiKey: boolean;
  /** AWS's error code where the call failed. */
  error: string | null;
}

/** Records of a place, newest first; `cutAt` is the oldest that was read where there were more. */
export interface RecordedCalls {
  calls: readonly RecordedCall[];
  cutAt: string | null;
}

/** What an account is entitled to of a model; null: AWS did not say. */
export interface ModelAccess {
  modelId: string;
  /** The agreement, or the form, that some providers want. */
  agreement: 'available' | 'pending' | 'notAvailable' | 'error' | null;
  /** Why the agreement is as it is, in AWS's words. */
  message: string | null;
  authorized: boolean | null;
  entitled: boolean | null;
  inRegion: boolean | null;
}

/** What could not be read of AWS. */
export type UnreadKind = 'sets' | 'controls' | 'people' | 'models' | 'moreModels' | 'records';
