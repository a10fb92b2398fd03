import type { BudgetRequest, ProfileRequest, Request } from '../../core/approvals.ts';
import type { Approver } from '../../core/approvers.ts';
import type { AboutAny, AboutBudget, AboutRequest, LetterContent, LetterData } from '../../core/letters.ts';
import { formatExact, ZERO } from '../../core/money.ts';
import { isEmail } from '../../core/people.ts';
import { addDays } from '../../core/periods.ts';
import type { Asking } from '../asking.ts';
import { readNames } from '../names.ts';
import { oweLetters } from '../notify/letters.ts';
import type { Known } from './approving.ts';
import { ceilingLeft, heldBy } from './budgetAsked.ts';

/** What people are told of requests; owed in the transaction that causes it. */

const aboutAny = ({ id, user, costCenter, reason }: Request, nameOf: Known['nameOf']): AboutAny => ({
  requestId: id,
  user,
  userName: nameOf(user),
  costCenter,
  reason,
});

const aboutBudget = (request: BudgetRequest, nameOf: Known['nameOf']): AboutBudget => {
  const { period, narrow, amount, extra, until } = request.wanted;
  return { ...aboutAny(request, nameOf), period, narrow, amount, extra, lastDay: addDays(until, -1) };
};

async function aboutOf(
  asking: Asking,
  request: ProfileRequest,
  nameOf: Known['nameOf'],
): Promise<AboutRequest> {
  const { sourceId, region, accountId } = request.wanted;
  const source = (await asking.store.profiles.catalogue()).find(
    (entry) => entry.id === sourceId && entry.region === region,
  );
  const model = source === undefined ? sourceId : (await readNames(asking, [])).model(source.modelKey);
  return { ...aboutAny(request, nameOf), model, region, accountId };
}

/** Asks those who were not asked before, and answers who has been asked by now. */
export async function tellApprovers(
  asking: Asking,
  request: Request,
  approvers: Iterable<Approver>,
  known: Known,
  escalated: boolean,
): Promise<string[]> {
  const fresh = [...approvers].filter(({ email }) => !request.asked.includes(email));
  if (fresh.length > 0) {
    const worded = await askingWords(asking, request, known);
    const drafts = fresh.map(({ email, deputyFor }): LetterContent => {
      const stands = deputyFor === null ? '' : known.nameOf(deputyFor) || deputyFor;
      return {
        to: email,
        about: `request:${request.id}`,
        ...worded(email, { deadlineAt: request.deadlineAt, deputyFor: stands, escalated }),
      } as LetterContent;
    });
    await oweLetters(asking, drafts);
  }
  return [...request.asked, ...fresh.map(({ email }) => email)];
}

type How = Pick<LetterData['requestAsked'], 'deadlineAt' | 'deputyFor' | 'escalated'>;
type AskedWords = Pick<Extract<LetterContent, { kind: 'requestAsked' | 'budgetAsked' }>, 'kind' | 'data'>;

/** What each of those who are asked is told: of a budget also what they may grant. */
async function askingWords(
  asking: Asking,
  request: Request,
  known: Known,
): Promise<(email: string, how: How) => AskedWords> {
  if (request.kind === 'profile') {
    const about = await aboutOf(asking, request, known.nameOf);
    return (_, how) => ({ kind: 'requestAsked', data: { ...about, ...how } });
  }
  const about = aboutBudget(request, known.nameOf);
  const budget = await heldBy(asking, request.user, request.wanted);
  const left = budget === null ? ZERO : await ceilingLeft(asking, request.user, budget);
  const isFree = (email: string) => known.administrators.includes(email);
  return (email, how) => ({
    kind: 'budgetAsked',
    data: { ...about, ...how, most: isFree(email) ? '' : formatExact(left) },
  });
}

/** Tells whoever asked for more budget, and whom it is for, what became of it. */
export async function tellBudgetOutcome(
  asking: Asking,
  request: BudgetRequest,
  outcome: LetterData['budgetAnswered']['outcome'],
): Promise<void> {
  const nameOf = await namesIn(asking, request);
  const { granted } = request.wanted;
  const drafts = tellable(request).map(
    (to): LetterContent => ({
      kind: 'budgetAnswered',
      to,
      about: '',
      data: {
        ...aboutBudget(request, nameOf),
        outcome,
        by: nameOf(request.decidedBy ?? '') || (request.decidedBy ?? ''),
        why: request.decisionReason,
        granted: granted?.extra ?? '',
        grantedLastDay: granted === null ? '' : addDays(granted.until, -1),
      },
    }),
  );
  await oweLetters(asking, drafts);
}

/** Whoever asked at the machine has no address. */
const tellable = ({ askedBy, user }: Request): string[] => [...new Set([askedBy, user])].filter(isEmail);

async function namesIn({ store }: Asking, { user, decidedBy }: Request): Promise<(email: string) => string> {
  const people = await store.people.some([user, decidedBy ?? '']);
  const names = new Map(people.map(({ email, name }) => [email, name]));
  return (email) => names.get(email) ?? '';
}

/** Tells whoever asked for a profile, and whom it is for, what became of it. */
export async function tellOutcome(
  asking: Asking,
  request: ProfileRequest,
  outcome: LetterData['requestAnswered']['outcome'],
): Promise<void> {
  const nameOf = await namesIn(asking, request);
  const about = await aboutOf(asking, request, nameOf);
  const by = request.decidedBy === null ? '' : nameOf(request.decidedBy) || request.decidedBy;
  const why = outcome === 'declined' ? request.decisionReason : (request.lastError ?? '');
  const drafts = tellable(request).map(
    (to): LetterContent => ({
      kind: 'requestAnswered',
      to,
      about: request.arn === null ? '' : `profile:${request.arn}`,
      data: { ...about, outcome, by, why: outcome === 'made' ? '' : why, arn: request.arn ?? '' },
    }),
  );
  await oweLetters(asking, drafts);
}
