import type { Thing } from '../../core/access.ts';
import type { ApprovalSettings } from '../../core/approvalRules.ts';
import type { Request, RequestKind } from '../../core/approvals.ts';
import { type Approver, type Approving, approversOf, deputiesOn, mayAnswer } from '../../core/approvers.ts';
import { dayOf } from '../../core/periods.ts';
import { administratorsIn, ownersIn } from '../../core/roles.ts';
import type { Asking } from '../asking.ts';
import { roleSettingsOf } from '../people/roleSettings.ts';

/** How requests of a kind are answered, as it is set. */
export const approvalOf = ({ settings }: Pick<Asking, 'settings'>, kind: RequestKind): ApprovalSettings =>
  kind === 'profile' ? settings.vending.approval : settings.budgets.requests;

/** What decides on who may answer requests, as the directory, the roles and the deputies are now. */
export interface Known extends Approving {
  /** '' where the directory has none. */
  nameOf(email: string): string;
  /** Where they belong, by the directory; '' where it does not say. */
  costCenterOf(email: string): string;
}

/** Read once for all requests that are looked at; it reads the whole directory. */
export async function approvingNow(asking: Asking): Promise<Known> {
  const { store, now } = asking;
  const people = await store.people.list();
  const grants = await store.people.grants();
  const settings = await roleSettingsOf(asking);
  const day = dayOf(now);
  const byEmail = new Map(people.map((one) => [one.email, one]));
  const owners = ownersIn({ people, grants, settings });
  return {
    isHere: (email) => byEmail.get(email)?.active === true,
    managerOf: (email) => byEmail.get(email)?.manager ?? null,
    ownersOf: (costCenter) => owners.get(costCenter) ?? [],
    administrators: administratorsIn({ people, grants, settings }),
    deputiesOf: deputiesOn(await store.deputies.list(day), day),
    nameOf: (email) => byEmail.get(email)?.name ?? '',
    costCenterOf: (email) => byEmail.get(email)?.costCenter ?? '',
  };
}

/**
 * A request as it stands today: who waits for more of their own budget is answered by the cost center that they belong to
 * now. A profile is charged to the one that was asked for.
 */
export function asOfNow(request: Request, known: Known): Request {
  if (request.kind !== 'budget' || request.state !== 'waiting') return request;
  return { ...request, costCenter: known.costCenterOf(request.user) || request.costCenter };
}

/** Who may answer a request as it stands; of one that was answered, nobody. */
export const answeringNow = (request: Request, known: Approving): ReadonlyMap<string, Approver> =>
  request.state === 'waiting' ? mayAnswer(approversOf(request, known), request.level) : new Map();

/** A request as it is asked who may do what with it. */
export const requestThing = (
  request: Request,
  answering: ReadonlyMap<string, unknown>,
): Extract<Thing, { kind: 'request' }> => ({
  kind: 'request',
  user: request.user,
  askedBy: request.askedBy,
  costCenter: request.costCenter,
  approvers: new Set(answering.keys()),
  asked: request.asked,
});

export const wishThing = ({ user, askedBy }: Request): Thing => ({ kind: 'wish', user, askedBy });
