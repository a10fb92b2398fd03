import { mayRespondTo } from '../core/answerButtons.ts';
import type { SlackAppChannel } from '../core/channels.ts';
import type { Clock } from '../core/clock.ts';
import { NotSent } from '../core/outbox.ts';
import type { SlackFacts, SlackResponse, SlackTeam } from '../core/slackPeople.ts';
import { type Outward, outwardOfProcess } from '../outward/outward.ts';
import { postJson } from './post.ts';
import { partIn, type SlackAnswer, slackCall } from './slackApi.ts';

/** What is asked of Slack when somebody presses a button: who they are there, and the answer that they see. */

/** Slack gives three seconds in all. */
const WHO_MS = 2_000;
const RESPONSE_MS = 5_000;

export function slackDesk(
  app: SlackAppChannel,
  clock: Clock,
  { outward = outwardOfProcess() }: { outward?: Outward } = {},
) {
  const way = { app, clock, outward, withinMs: WHO_MS };
  let ours: Promise<SlackTeam> | null = null;
  /** Asked once: a token is of one workspace. What failed is asked again by the next press. */
  const team = (): Promise<SlackTeam> => {
    ours ??= slackCall(way, 'auth.test', {})
      .then((answer) => ({ team: textIn(answer, 'team_id'), enterprise: textIn(answer, 'enterprise_id') }))
      .catch((error: unknown) => {
        ours = null;
        throw error;
      });
    return ours;
  };
  return {
    name: app.name,
    /** @throws NotSent where Slack does not say */
    async whoIs(userId: string): Promise<{ user: SlackFacts; ours: SlackTeam }> {
      const [answer, known] = await Promise.all([slackCall(way, 'users.info', { user: userId }), team()]);
      return { user: factsOf(partIn(answer, 'user')), ours: known };
    },
    /** @throws NotSent also for an address that is none of Slack's */
    async respond(url: string, response: SlackResponse): Promise<void> {
      if (!mayRespondTo(url, app.api))
        throw new NotSent(
          'message',
          `Slack (${app.name}) named an address to answer to that is none of its own`,
        );
      const receiver = { what: `Slack (${app.name})`, outward, clock, withinMs: RESPONSE_MS };
      await postJson(receiver, url, JSON.stringify(response), {
        'content-type': 'application/json; charset=utf-8',
      });
    },
  };
}

function factsOf(user: SlackAnswer): SlackFacts {
  return {
    // What somebody calls themselves says nothing of who they are: their address alone is read.
    email: textIn(partIn(user, 'profile'), 'email'),
    team: textIn(user, 'team_id'),
    enterprise: textIn(partIn(user, 'enterprise_user'), 'enterprise_id'),
    isHere: user.deleted !== true,
    isBot: user.is_bot === true,
    isStranger: user.is_stranger === true,
    isConfirmed: user.is_email_confirmed !== false,
  };
}

const textIn = (answer: SlackAnswer, name: string): string => {
  const text = answer[name];
  return typeof text === 'string' ? text : '';
};
