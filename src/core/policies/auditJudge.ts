import type { Called } from './auditWorld.ts';
import { judgeCallBy } from './calls.ts';
import type { PolicyChoices } from './choices.ts';
import { type Judge, judgeOf } from './explain.ts';
import { FULL_ACCESS } from './fullAccess.ts';
import { printPolicy } from './generate.ts';
import type { Call } from './types.ts';

/** Calls judged by what this product prints: by the policy for people, and by the guard. */

/** In the place of a statement. */
export const NOTHING_ALLOWS = 'nothing allows it';

export interface Judged {
  invoke: string | null;
  guard: string | null;
}
export type JudgeBoth = (call: Call, isPerson: boolean) => Judged;

export function judgeBoth(choices: PolicyChoices): JudgeBoth {
  const printed = (kind: 'invoke' | 'guard') => ({
    name: kind,
    document: printPolicy(kind, choices).document,
  });
  const invoke = judgeOf({ identity: [printed('invoke')], boundary: null, controls: [] });
  const guard = judgeOf({
    identity: [FULL_ACCESS],
    boundary: null,
    controls: [[FULL_ACCESS, printed('guard')]],
  });
  const denies = (judge: Judge, call: Call): string | null => {
    const { decision, deciding } = judgeCallBy(judge, call);
    return decision === 'denied' ? (deciding.by?.statement ?? NOTHING_ALLOWS) : null;
  };
  // Roles that are no people's keep the policies that they have; the guard binds them all.
  return (call, isPerson) => ({
    invoke: isPerson ? denies(invoke, call) : null,
    guard: denies(guard, call),
  });
}

export const callOf = (
  called: Called,
  region: string,
  caller: Call['caller'],
  action = 'bedrock:InvokeModel',
): Call => ({ action, caller, on: called.on, region, tagsWhileCreating: 'present' });

/** A person as Identity Center lets them in. */
export function sessionOf(
  { partition, tagKeys }: PolicyChoices,
  accountId: string,
  person: { email: string; costCenter: string | null },
  role = `arn:${partition}:iam::${accountId}:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_people_0000000000000000`,
): Call['caller'] {
  const tags: Record<string, string> = { [tagKeys.user]: person.email };
  if (person.costCenter) tags[tagKeys.costCenter] = person.costCenter;
  return { arn: role, accountId, tags };
}
