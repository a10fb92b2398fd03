import type { Principal, Role, Tags } from './access.ts';
import { authorisationsOf } from './calls.ts';
import { applies, judge } from './judge.ts';
import { Keys } from './patterns.ts';
import { type Context, listOf, type Request, type Statement, statementsOf } from './types.ts';

/** What is known of whoever wants to assume a role. */
export interface Assumer {
  account: string;
  /** ARN of its user or role, and how messages name it. */
  arn: string;
  user: string;
  tags: Tags;
  /** Absent for a key that is bound by nothing. */
  principal: Principal | undefined;
}

export interface Wish {
  sessionName: string;
  tags: Tags;
  transitive: readonly string[];
  externalId: string | undefined;
  sourceIdentity: string | undefined;
  region: string;
}

/**
 * The first action that a role's trust policy, or the policies of whoever asks, do not allow; null when the role can be
 * assumed. In one account the trust policy is enough where it names the principal itself; where it names the account,
 * and across accounts, the principal's own policies must allow it as well.
 */
export function refusedTrust(role: Role, assumer: Assumer, wish: Wish): string | null {
  const actions = [
    'sts:AssumeRole',
    ...(Object.keys(wish.tags).length > 0 ? ['sts:TagSession'] : []),
    ...(wish.sourceIdentity === undefined ? [] : ['sts:SetSourceIdentity']),
  ];
  return actions.find((action) => !allowed(role, assumer, requestOf(role, assumer, wish, action))) ?? null;
}

function allowed(role: Role, assumer: Assumer, request: Request): boolean {
  const trusted = trustOf(role, assumer, request);
  if (trusted === null) return false;
  const own = assumer.principal && judge(assumer.principal.policies, request);
  if (!own || own.allowed) return true;
  // What denies, and what does not let the account do it at all, no trust policy can lift.
  if (own.explicit || own.kind !== 'identity') return false;
  return trusted === 'itself' && role.account === assumer.account;
}

function trustOf(role: Role, assumer: Assumer, request: Request): 'itself' | 'account' | null {
  const { document } = role.trust;
  const reading = { keys: new Keys(request.context), variables: document.Version === '2012-10-17' };
  let trusted: 'itself' | 'account' | null = null;
  for (const statement of statementsOf(document)) {
    const names = named(statement, assumer);
    if (names === null || !applies(statement, request, reading)) continue;
    if (statement.Effect === 'Deny') return null;
    if (trusted !== 'itself') trusted = names;
  }
  return trusted;
}

/** Whether a statement names somebody: themselves, or their account. */
function named({ Principal, NotPrincipal }: Statement, assumer: Assumer): 'itself' | 'account' | null {
  if (NotPrincipal !== undefined) return within(NotPrincipal, assumer) === null ? 'itself' : null;
  return Principal === undefined ? null : within(Principal, assumer);
}

function within(
  principals: NonNullable<Statement['Principal']>,
  { account, arn, user }: Assumer,
): 'itself' | 'account' | null {
  const listed = principals === '*' ? ['*'] : listOf<string>(principals.AWS);
  if (listed.some((one) => one === '*' || one === arn || one === user)) return 'itself';
  return listed.some((one) => one === account || one === `arn:aws:iam::${account}:root`) ? 'account' : null;
}

function requestOf(role: Role, assumer: Assumer, wish: Wish, action: string): Request {
  const context: Context = {
    'sts:RoleSessionName': wish.sessionName,
    ...(wish.externalId === undefined ? {} : { 'sts:ExternalId': wish.externalId }),
    ...(wish.sourceIdentity === undefined ? {} : { 'sts:SourceIdentity': wish.sourceIdentity }),
    ...(wish.transitive.length === 0 ? {} : { 'sts:TransitiveTagKeys': wish.transitive }),
    ...Object.fromEntries(Object.entries(role.tags).map(([key, value]) => [`iam:ResourceTag/${key}`, value])),
  };
  const { account, arn, tags } = assumer;
  const [request] = authorisationsOf({
    action,
    caller: { arn, accountId: account, tags },
    on: { arn: role.arn, tags: role.tags, modelArns: [] },
    region: wish.region,
    requestTags: wish.tags,
    context,
    tagsWhileCreating: 'present',
  });
  return request as Request;
}
