/** What IAM decides about, in the simulator's own words. Written from IAM's documentation of its evaluation logic. */

type OneOrMore<T> = T | readonly T[];

export type ConditionValue = string | number | boolean;

/** A statement as it stands in a policy's JSON. */
export interface Statement {
  Sid?: string;
  Effect: 'Allow' | 'Deny';
  Principal?: '*' | Readonly<Record<string, OneOrMore<string>>>;
  NotPrincipal?: '*' | Readonly<Record<string, OneOrMore<string>>>;
  Action?: OneOrMore<string>;
  NotAction?: OneOrMore<string>;
  Resource?: OneOrMore<string>;
  NotResource?: OneOrMore<string>;
  Condition?: Readonly<Record<string, Readonly<Record<string, OneOrMore<ConditionValue>>>>>;
}

export interface Document {
  Version?: string;
  Statement: OneOrMore<Statement>;
}

export interface Policy {
  name: string;
  document: Document;
}

/** All that binds one principal's requests. */
export interface Policies {
  identity: readonly Policy[];
  /** A permissions boundary; null or absent: none. */
  boundary?: Policy | null;
  /** Session policies; absent or empty: none were passed. */
  session?: readonly Policy[];
  /** Service control policies from the root to the account, a list for each level; empty: none bind. */
  controls: readonly (readonly Policy[])[];
}

/** Condition keys in any case; a list for keys with several values. */
export type Context = Readonly<Record<string, string | readonly string[]>>;

export interface Request {
  action: string;
  resource: string;
  context: Context;
}

/** Which of the policies decided. */
export type Kind = 'control' | 'identity' | 'boundary' | 'session';

export interface Verdict {
  allowed: boolean;
  /** Whether a statement denies it; false for what is only not allowed. */
  explicit: boolean;
  /** The statement that decided, by its Sid or else its number from 1; null where nothing allows. */
  by: { policy: string; statement: string } | null;
  /** Which kind of policy decided. */
  kind: Kind;
}

export const listOf = <T>(value: OneOrMore<T> | undefined): readonly T[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value as T];

export const statementsOf = ({ Statement: statements }: Document): readonly Statement[] =>
  listOf<Statement>(statements);
