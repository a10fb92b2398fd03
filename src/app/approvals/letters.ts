import type { Request } from '../../core/approvals.ts';
import type { Approver } from '../../core/approvers.ts';
import type { AboutRequest, Draft, LetterData } from '../../core/letters.ts';
import { type Asking, nowOf } from '../asking.ts';
import { readNames } from '../names.ts';
import type { Known } from './approving.ts';

/** What people are told of requests; owed in the transaction that causes it. */

async function aboutOf(
  asking: Asking,
  { id, user, wanted, costCenter, reason }: Request,
  nameOf: Known['nameOf'],
): Promise<AboutRequest> {
  const { sourceId, region, accountId } = wanted;
  const source = (await asking.store.profiles.catalogue()).find(
    (entry) => entry.id === sourceId && entry.region === region,
  );
  const model = source === undefined ? sourceId : (await readNames(asking, [])).model(source.modelKey);
  return { requestId: id, user, userName: nameOf(user), model, region, accountId, costCenter, reason };
}

/** Asks those who were not asked before, and answers who has been asked by now. */
export async function tellApprovers(
  asking: Asking,
  request: Request,
  approvers: Iterable<Approver>,
  known: Known,
  escalated: boolean,
): Promise<string[]> {
  const { store, settings } = asking;
  const fresh = [...approvers].filter(({ email }) => !request.asked.includes(email));
  if (fresh.length > 0) {
    const about = await aboutOf(asking, request, known.nameOf);
    const drafts = fresh.map(
      ({ email, deputyFor }): Draft => ({
        kind: 'requestAsked',
        to: email,
        locale: settings.notify.language,
        about: `request:${request.id}`,
        data: {
          ...about,
          deadlineAt: request.deadlineAt,
          deputyFor: deputyFor === null ? '' : known.nameOf(deputyFor) || deputyFor,
          escalated,
        },
      }),
    );
    await store.letters.owe(drafts, settings.notify, nowOf(asking));
  }
  return [...request.asked, ...fresh.map(({ email }) => email)];
}

/** Tells whoever asked, and whom it is for, what became of it. */
export async function tellOutcome(
  asking: Asking,
  request: Request,
  outcome: LetterData['requestAnswered']['outcome'],
): Promise<void> {
  const { store, settings } = asking;
  const names = new Map(
    (await store.people.some([request.user, request.decidedBy ?? ''])).map(({ email, name }) => [
      email,
      name,
    ]),
  );
  const nameOf = (email: string) => names.get(email) ?? '';
  const about = await aboutOf(asking, request, nameOf);
  const by = request.decidedBy === null ? '' : nameOf(request.decidedBy) || request.decidedBy;
  const why = outcome === 'declined' ? request.decisionReason : (request.lastError ?? '');
  const drafts = [...new Set([request.askedBy, request.user])].map(
    (to): Draft => ({
      kind: 'requestAnswered',
      to,
      locale: settings.notify.language,
      about: request.arn === null ? '' : `profile:${request.arn}`,
      data: { ...about, outcome, by, why: outcome === 'made' ? '' : why, arn: request.arn ?? '' },
    }),
  );
  await store.letters.owe(drafts, settings.notify, nowOf(asking));
}
