import { isOwnRequest } from '../../core/access.ts';
import type { Deputy, Request, RequestKind } from '../../core/approvals.ts';
import { type Approver, approversOf } from '../../core/approvers.ts';
import { dayOf } from '../../core/periods.ts';
import { isExpired } from '../../core/requestTimes.ts';
import type { CatalogueEntry, Profile } from '../../core/types.ts';
import { type Asking, inOneReading, mayDo, ownRows, sphereOf } from '../asking.ts';
import { seenProfiles } from '../visible.ts';
import { answeringNow, approvingNow, asOfNow, requestThing, wishThing } from './approving.ts';
import { type AskedOfBudget, askedOfBudget } from './budgetAsked.ts';
import { requestOf } from './decide.ts';

/** Requests as whoever asks may see them, each question in one reading. */

/** One of a list. */
export interface RequestLine {
  request: Request;
  /** '' where the directory has no name. */
  name: string;
  /** Whoever asks may answer it now. */
  mayAnswer: boolean;
}
export interface RequestsShown {
  /** Those that wait for whoever asks. */
  forMe: readonly RequestLine[];
  /** All that they may see, newest first: the part that was asked for, and how many there are. */
  all: readonly RequestLine[];
  total: number;
  catalogue: readonly CatalogueEntry[];
  /** Who stands in for whoever asks, today and later. */
  deputies: readonly Deputy[];
}
type Part = ((total: number) => { limit: number; offset: number }) | null;

/** Of those that wait so many are looked through for whom they wait. */
const MOST_WAITING = 2_000;

/** @param kind only requests of it; of every kind unless given */
export const listRequests = (asking: Asking, part: Part, kind?: RequestKind): Promise<RequestsShown> =>
  inOneReading(asking, async (inside) => {
    const { store, viewer, now } = inside;
    const question = { scope: sphereOf(inside), askedOf: viewer.email, kind };
    const total = await store.requests.count(question);
    const page = await store.requests.list(question, part === null ? null : part(total));
    const waiting = (await store.requests.waiting(MOST_WAITING)).filter(
      (one) => kind === undefined || one.kind === kind,
    );
    const known = page.length + waiting.length === 0 ? null : await approvingNow(inside);
    const lineOf = (kept: Request): RequestLine[] => {
      if (known === null) return [];
      const request = asOfNow(kept, known);
      const thing = requestThing(request, answeringNow(request, known));
      if (!mayDo(inside, 'see', thing)) return [];
      const open = request.state === 'waiting' && !isExpired(request, now);
      const answerable = open && mayDo(inside, 'change', thing);
      return [{ request, name: known.nameOf(request.user), mayAnswer: answerable }];
    };
    return {
      forMe: waiting.flatMap(lineOf).filter(({ mayAnswer }) => mayAnswer),
      all: page.flatMap(lineOf),
      total,
      catalogue: await store.profiles.catalogue(),
      deputies: await store.deputies.list(dayOf(now), ownRows(inside).email),
    };
  });

/** Requests, of every kind, that wait for an answer. */
export interface Waiting {
  /** How many wait for whoever asks. */
  forMe: number;
  /** Those that they made, or that were made for them, by id. */
  own: readonly string[];
}
export const NONE_WAITING: Waiting = { forMe: 0, own: [] };

/** What waits for whoever asks, and what they wait for; where nothing waits the directory is not read. In the caller's reading. */
export async function waitingFor(asking: Asking): Promise<Waiting> {
  const waiting = await asking.store.requests.waiting(MOST_WAITING);
  const open = waiting.filter((request) => !isExpired(request, asking.now));
  if (open.length === 0) return NONE_WAITING;
  const known = await approvingNow(asking);
  const now = open.map((request) => asOfNow(request, known));
  const { email } = asking.viewer;
  // Not whoever may see them: administrators see all.
  return {
    forMe: now.filter((one) => mayDo(asking, 'change', requestThing(one, answeringNow(one, known)))).length,
    own: now.filter((one) => isOwnRequest(one, email)).map(({ id }) => id),
  };
}

export interface RequestShown extends RequestLine {
  catalogue: readonly CatalogueEntry[];
  /** Who may answer it now, by name where there is one; nobody of a request that was answered. */
  approvers: readonly (Approver & { name: string })[];
  /** Whether it has gone as far up as it goes. */
  isLast: boolean;
  mayWithdraw: boolean;
  /** The time to answer is over. */
  isLate: boolean;
  /** What was made, where whoever asks may see it. */
  profile: Profile | null;
  /** Of a request for more budget that waits: how that budget stands; null where it is not theirs to know, or of another kind. */
  budget: AskedOfBudget | null;
}

/** @throws NotThere */
export const readRequest = (asking: Asking, id: string): Promise<RequestShown> =>
  inOneReading(asking, async (inside) => {
    const { store, now } = inside;
    const { request, known, answering, thing } = await requestOf(inside, id);
    const mayAnswer = request.state === 'waiting' && mayDo(inside, 'change', thing);
    const isLate = request.state === 'waiting' && isExpired(request, now);
    const open = request.state === 'waiting' && !isLate;
    return {
      request,
      name: known.nameOf(request.user),
      mayAnswer: open && mayAnswer,
      catalogue: await store.profiles.catalogue(),
      approvers: [...answering.values()].map((one) => ({ ...one, name: known.nameOf(one.email) })),
      isLast: request.level >= approversOf(request, known).length - 1,
      mayWithdraw: open && mayDo(inside, 'change', wishThing(request)),
      isLate,
      profile: await profileSeen(inside, request.arn),
      budget: await askedOfBudget(inside, request, mayAnswer),
    };
  });

async function profileSeen(asking: Asking, arn: string | null): Promise<Profile | null> {
  const profile = arn === null ? null : await asking.store.profiles.get(arn);
  return profile === null ? null : (seenProfiles(asking, [profile])[0] ?? null);
}
