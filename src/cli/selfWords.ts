import type { SelfRules } from '../app/profiles/self.ts';
import type { AwsError } from '../aws/errors.ts';
import { TAG_VALUE } from '../core/directory.ts';
import { LedgerError } from '../core/errors.ts';
import type { Wanted } from '../core/vending/making.ts';
import { type Found, type Myself, type Said, tagsOfOwn } from '../core/vending/self.ts';
import { remark, UserError } from './output.ts';

/** What `--self` says: where a value stands, and why AWS refused, with what to do. */

const FOUND: Readonly<Record<Found, (key: string, name: string) => string>> = {
  given: () => 'as given',
  userTags: (key, name) => `from the tag ${key} of the IAM user ${name}`,
  roleTags: (key, name) => `from the tag ${key} of the role ${name}`,
  session: (_, name) => `from the name of your session as ${name}`,
  profiles: (key) => `from the tag ${key} of your other profiles`,
};

const ASKED = {
  user: { is: 'You are', what: 'who you are', flag: '--user E-MAIL' },
  costCenter: { is: 'Cost center', what: 'your cost center', flag: '--cost-center NAME' },
} as const;

const untaggable = (flag: string, key: string, value: string) =>
  new UserError(
    `${flag.split(' ')[0]}: "${value}" cannot be the tag ${key}: Bedrock takes 1 to 256 letters, digits, spaces and . _ : / = + @ - in tags`,
    'badRequest',
  );

/** @throws UserError for what was typed and can be no tag, before AWS is asked anything */
export function mustBeTags(
  typed: { user?: string | undefined; costCenter?: string | undefined },
  keys: SelfRules['tagKeys'],
): void {
  for (const what of ['user', 'costCenter'] as const) {
    const value = typed[what];
    if (value !== undefined && !TAG_VALUE.test(value)) throw untaggable(ASKED[what].flag, keys[what], value);
  }
}

/**
 * The value, after it was said where it stands.
 * @throws UserError where none does, which says exactly what to add
 */
export function theirValue(
  said: Said,
  what: keyof typeof ASKED,
  key: string,
  { kind, name }: Myself,
): string {
  const { is, what: asked, flag } = ASKED[what];
  if (said.value !== null) {
    remark(`${is} ${said.value}, ${FOUND[said.from](key, name)}.`);
    return said.value;
  }
  const add = `Add ${flag}, letter by letter as your session says it in its tag ${key} (administrators see it in IAM Identity Center under attributes for access control)`;
  if (said.why === 'untaggable') throw untaggable(flag, key, said.values[0] ?? '');
  if (said.why === 'several')
    throw new UserError(`${asked} is not clear: AWS says ${said.values.join(' and ')}. ${add}`, 'badRequest');
  throw new UserError(
    `AWS does not say ${asked}: neither ${kind === 'role' ? `a tag ${key} of the role ${name}` : kind === 'user' ? `a tag ${key} of the IAM user ${name}` : 'a role nor a user'}${kind === 'other' ? '' : what === 'user' ? ', nor a name of the session that is an address' : ', nor a profile of yours'} can be read. ${add}`,
    'badRequest',
  );
}

const awsErrorOf = (error: unknown): AwsError | null =>
  error instanceof LedgerError && 'kind' in error && 'fact' in error ? (error as AwsError) : null;

/** Whoever is not signed in, or not any more, is told how to; whatever else AWS says has its words already. */
export async function inSelfWords<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const refused = awsErrorOf(error);
    if (refused?.kind === 'expiredCredentials')
      throw new UserError(
        `${refused.fact} Sign in to AWS, then run it again: "aws sso login" (with --profile NAME, and AWS_PROFILE=NAME here, where you use a profile), or set new keys.`,
      );
    if (refused?.kind === 'accessDenied')
      throw new UserError(
        `${refused.fact} ${isGuarded(refused) ? GUARDED : 'People need what "bedrock-ledger policies print invoke" and "policies print self-service" print: ask whoever administers AWS for it.'}`,
      );
    throw error;
  }
}

const isGuarded = ({ fact }: AwsError): boolean => /explicit deny/i.test(fact);
const GUARDED =
  'A policy denies it outright, whatever else allows it: ask whoever administers AWS which (a service control policy, a permissions boundary, or the denial of sessions without a name).';

/** Why AWS did not make a profile, by which of its authorisations was refused. */
export function refusedCreating(error: unknown, wanted: Wanted, rules: SelfRules): unknown {
  const refused = awsErrorOf(error);
  if (refused?.kind === 'quota')
    return new UserError(
      `${refused.fact} Delete profiles that you no longer need ("bedrock-ledger profiles delete --self ARN"), take another Region with --region, or ask whoever administers AWS to have the quota L-40EC9882 raised.`,
    );
  if (refused?.kind !== 'accessDenied' || isGuarded(refused)) return error;
  const on = /on resource: (\S+)/.exec(refused.fact)?.[1] ?? '';
  if (/:(?:inference-profile|foundation-model)\//.test(on))
    return new UserError(
      `${refused.fact} Your policy does not let profiles be copied from ${wanted.sourceId}: the model or its route is not allowed. Choose another, or ask whoever administers AWS.`,
    );
  const tags = Object.entries(tagsOfOwn(rules.tagKeys, wanted)).map(([key, value]) => `${key}=${value}`);
  return new UserError(
    `${refused.fact} It was asked for with the tags ${tags.join(', ')}, which AWS holds letter by letter against what your session says of you. Where that is something else, give it with --user and --cost-center; where your company asks for more tags, with --tag KEY=VALUE; where you may make no profiles at all, ask whoever administers AWS for what "bedrock-ledger policies print self-service" prints.`,
  );
}
