import { isOwnRequest } from './access.ts';
import type { Deputy, Request } from './approvals.ts';
import { managersAbove } from './reporting.ts';
import type { Day } from './types.ts';

/**
 * Who may agree to what somebody else asks for, profiles and whatever else is asked for. Pure. Everybody stands in it by
 * their own address.
 */

/** What is known of people when it is decided who may. */
export interface Approving {
  /** Whoever is in the directory and has not left. */
  isHere(email: string): boolean;
  /** Their manager, by the directory, whether here or not. */
  managerOf(email: string): string | null;
  ownersOf(costCenter: string): readonly string[];
  administrators: readonly string[];
  /** Who stands in for somebody on that day. */
  deputiesOf(email: string): readonly string[];
}

/** Somebody who may answer a request. */
export interface Approver {
  email: string;
  /** For whom they stand in; null: in their own right. */
  deputyFor: string | null;
}

/** Of a request what decides on who may answer it. */
export type Asked = Pick<Request, 'user' | 'askedBy' | 'costCenter' | 'rule'>;

/**
 * Who may answer a request, from whom it goes to first: owners or the manager with their deputies, then who stands above
 * the manager, at last administrators. Whoever has left counts as nobody, and so do their deputies. A step without anybody
 * is left out, so that a request nobody can answer goes on at once. A deputy has no deputies, and administrators have none:
 * there are several, and the role is given by name.
 */
export function approversOf(asked: Asked, known: Approving): readonly (readonly Approver[])[] {
  const first = principalsOf(asked, known).map((step) => withDeputies(step, asked, known));
  const last = known.administrators
    .filter((email) => !isOwnRequest(asked, email))
    .map((email) => ({ email, deputyFor: null }));
  return [...first, last].filter((step) => step.length > 0);
}

function principalsOf({ rule, user, costCenter }: Asked, known: Approving): (readonly string[])[] {
  if (rule === 'administrator') return [];
  if (rule === 'costCenterOwner') return [known.ownersOf(costCenter)];
  const above = managersAbove(user, known.managerOf).filter(known.isHere);
  return above.slice(0, MANAGERS).map((manager) => [manager]);
}
/** Managers that are asked one after the other: the person's own, and that one's. */
const MANAGERS = 2;

function withDeputies(step: readonly string[], asked: Asked, known: Approving): Approver[] {
  const counts = (email: string) => known.isHere(email) && !isOwnRequest(asked, email);
  const principals = [...new Set(step)].filter(counts);
  const deputies = principals.flatMap((principal) =>
    known
      .deputiesOf(principal)
      .filter((email) => counts(email) && !principals.includes(email))
      .map((email) => ({ email, deputyFor: principal })),
  );
  const found = [...principals.map((email) => ({ email, deputyFor: null })), ...deputies];
  return [...new Map(found.toReversed().map((one) => [one.email, one])).values()].toReversed();
}

/**
 * Who may answer a request that has gone so far up: whoever may at this step, and at those before it. What has changed
 * since may have taken steps away; the last one then answers.
 */
export function mayAnswer(
  steps: readonly (readonly Approver[])[],
  level: number,
): ReadonlyMap<string, Approver> {
  const reached = steps.slice(0, Math.min(level, steps.length - 1) + 1).flat();
  // Who may in their own right, and at the nearest step, does not answer as a deputy.
  const found = new Map<string, Approver>();
  for (const one of reached) {
    const before = found.get(one.email);
    if (before === undefined || (before.deputyFor !== null && one.deputyFor === null))
      found.set(one.email, one);
  }
  return found;
}

/** Who stands in for whom on a day. */
export function deputiesOn(deputies: readonly Deputy[], day: Day): (email: string) => readonly string[] {
  const now = deputies.filter(({ start, endExclusive }) => start <= day && day < endExclusive);
  const of = Map.groupBy(now, ({ email }) => email);
  return (email) => [...new Set((of.get(email) ?? []).map(({ deputy }) => deputy))];
}
