import { AnsweredAlready, approveRequest, declineRequest } from '../../app/approvals/decide.ts';
import { type Asking, Forbidden, NotThere } from '../../app/asking.ts';
import { byAddress } from '../../app/credentials/byAddress.ts';
import { inPassing } from '../../app/operations/inPassing.ts';
import { recordDeed } from '../../app/operations/recordDeed.ts';
import type { Request } from '../../core/approvals.ts';
import { slackText } from '../../core/blocks.ts';
import { Invalid } from '../../core/errors.ts';
import { NotSent } from '../../core/outbox.ts';
import { notBelieved, type SlackResponse } from '../../core/slackPeople.ts';
import type { Actor } from '../../core/types.ts';
import { messagesOf } from '../../ui/messages/index.ts';
import type { ServerDeps, SlackApp } from '../deps.ts';
import { alreadyWords, reasonOf } from '../http/forms.ts';
import type { Press } from './press.ts';

/** What comes of a press: the same rules as on the page of the request, and words for whoever pressed. */

type M = ReturnType<typeof messagesOf>;

/** What whoever pressed is told; `closes`: the message cannot be answered any more. */
interface Told {
  text: string;
  closes: boolean;
  /** Whether it is about them alone; else it stands in the message. */
  isAside: boolean;
}

const aside = (text: string): Told => ({ text, closes: false, isAside: true });

/**
 * Answers the request as whoever pressed, and says in Slack what came of it.
 * @throws NotSent where Slack does not take the words: what was done is done
 */
export async function answerPress(deps: ServerDeps, app: SlackApp, press: Press): Promise<void> {
  const told = await toldOf(deps, app, press);
  for (const response of responsesTo(told, press)) await app.respond(press.responseUrl, response);
}

function responsesTo({ text, closes, isAside }: Told, { blocks }: Press): SlackResponse[] {
  const shown = slackText(text);
  const said = { type: 'section', text: { type: 'mrkdwn', text: shown } };
  return [
    ...(isAside ? [{ response_type: 'ephemeral' as const, replace_original: false, text: shown }] : []),
    ...(closes
      ? [{ replace_original: true, text: shown, blocks: [...blocks.slice(0, MOST_BLOCKS - 1), said] }]
      : []),
  ];
}
/** Of one message, as Slack takes it. */
const MOST_BLOCKS = 50;

async function toldOf(deps: ServerDeps, app: SlackApp, press: Press): Promise<Told> {
  const company = messagesOf(deps.settings.notify.language);
  let who: Awaited<ReturnType<SlackApp['whoIs']>>;
  try {
    who = await app.whoIs(press.userId);
  } catch (error) {
    deps.onError(error);
    return aside(error instanceof NotSent ? company.slack.notAsked : company.slack.failed);
  }
  const why = notBelieved(who.user, who.ours);
  if (why !== null) return aside(company.slack.notBelieved[why]);
  const { store, settings, clock } = deps;
  const now = clock.now();
  const coming = { store, settings, now, actor: { id: 'unknown', via: 'slack' as const } };
  const known = await byAddress(coming, who.user.email);
  if (known === null) return aside(company.slack.notKnown(who.user.email));
  const { viewer, locale } = known;
  const actor: Actor = { id: viewer.id, via: 'slack' };
  const asking = { viewer, actor, now, store, settings, noteAsked: () => undefined };
  const m = messagesOf(locale);
  try {
    return done(deps, asking, await decide(asking, press), m);
  } catch (error) {
    return refusedWords(deps, asking, press, error, m);
  }
}

const decide = (asking: Asking, { answer, requestId, reason }: Press): Promise<Request> =>
  answer === 'approve'
    ? approveRequest(asking, requestId, { reason })
    : declineRequest(asking, requestId, { reason });

function done(deps: ServerDeps, asking: Asking, { kind, state, id }: Request, m: M): Told {
  // AWS takes longer than Slack waits; what comes to no end here is done by the job.
  if (state === 'approved') void deps.actions.makeApproved?.(asking, id).catch(deps.onError);
  const words =
    state === 'declined'
      ? m.approval.done.declined
      : kind === 'budget'
        ? m.asking.done.granted
        : m.approval.done.approved;
  return { text: `${words} (${asking.viewer.name ?? asking.viewer.email})`, closes: true, isAside: false };
}

async function refusedWords(
  deps: ServerDeps,
  asking: Asking,
  press: Press,
  error: unknown,
  m: M,
): Promise<Told> {
  if (error instanceof AnsweredAlready) return { text: alreadyWords(error, m), closes: true, isAside: true };
  if (error instanceof Invalid) {
    const words = new Set(error.faults.map((fault) => reasonOf(fault, m)));
    const next = press.answer === 'decline' ? m.slack.reasonHere : m.slack.elsewise;
    return aside([...words, next].join(' '));
  }
  if (error instanceof Forbidden || error instanceof NotThere) {
    const subject = `slack ${press.answer} ${press.requestId}`.slice(0, 300);
    const what = `access.refuse of ${asking.actor.id}, ${subject}`;
    await inPassing(what, () => recordDeed(asking, 'access.refuse', subject), deps.onError);
    return aside(m.slack.notYours);
  }
  deps.onError(error);
  return aside(m.slack.failed);
}
