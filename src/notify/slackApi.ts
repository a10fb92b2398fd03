import type { SlackAppChannel } from '../core/channels.ts';
import type { Clock } from '../core/clock.ts';
import { NotSent } from '../core/outbox.ts';
import { visibleInLine } from '../core/signs.ts';
import { blameOfSlack, isNobodyInSlack } from '../core/slackErrors.ts';
import { type Outward, outwardOfProcess } from '../outward/outward.ts';
import { POST_MS, refused, unreachable } from './post.ts';

/**
 * Methods of Slack's Web API through the one way out: one deadline for all of an answer, no redirect, and whose fault a
 * failure is. What waits and is tried again is the outbox's, so that nothing here repeats anything.
 */

/** An app, and the way to it. */
export interface SlackWay {
  app: Pick<SlackAppChannel, 'name' | 'token' | 'api'>;
  clock: Clock;
  outward?: Outward;
  /** Shorter in tests, and where somebody waits. */
  withinMs?: number;
}

/** What a method answers, as far as it is read here: whoever asks looks at what it needs. */
export type SlackAnswer = Readonly<Record<string, unknown>>;

/** A part of an answer that has parts itself; one without any where it is not there. */
export const partIn = (answer: SlackAnswer, name: string): SlackAnswer => {
  const part = answer[name];
  return typeof part === 'object' && part !== null ? (part as SlackAnswer) : {};
};

/** An answer is some kilobytes; what is longer is none of Slack's. */
const MOST_ANSWER = 1_000_000;

/**
 * Calls one method. Arguments go as a form, which every method takes.
 * @throws NotSent in words without the token
 */
export async function slackCall(
  { app, clock, outward = outwardOfProcess(), withinMs = POST_MS }: SlackWay,
  method: string,
  args: Readonly<Record<string, string>>,
): Promise<SlackAnswer> {
  const what = `Slack (${app.name})`;
  const signal = AbortSignal.timeout(withinMs);
  let response: Response;
  let answer: SlackAnswer | null;
  try {
    response = await outward.fetch(`${app.api}/${method}`, {
      method: 'POST',
      redirect: 'error',
      headers: {
        authorization: `Bearer ${app.token}`,
        'content-type': 'application/x-www-form-urlencoded; charset=utf-8',
      },
      body: new URLSearchParams(args).toString(),
      signal,
    });
    answer = await answerIn(response);
  } catch (error) {
    throw unreachable(what, error);
  }
  if (!response.ok) throw refused(what, response, clock);
  if (answer === null)
    throw new NotSent('unsure', `${what} answered ${method} with what is no answer of Slack`);
  if (answer.ok === true) return answer;
  const error = visibleInLine(String(answer.error ?? 'no reason')).slice(0, 100);
  const blame = blameOfSlack(error);
  const needed =
    typeof answer.needed === 'string' ? ` (it needs ${visibleInLine(answer.needed).slice(0, 100)})` : '';
  throw new NotSent(blame, `${what} answered ${method} with ${error}${needed}`, {
    isNobodyThere: isNobodyInSlack(error),
  });
}

/** Null for what is no object in JSON, or is too long. */
async function answerIn(response: Response): Promise<SlackAnswer | null> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of response.body ?? []) {
    length += part.byteLength;
    // Leaving the loop ends the answer.
    if (length > MOST_ANSWER) return null;
    parts.push(part);
  }
  try {
    const read: unknown = JSON.parse(Buffer.concat(parts).toString('utf8'));
    return typeof read === 'object' && read !== null && !Array.isArray(read) ? (read as SlackAnswer) : null;
  } catch {
    return null;
  }
}
