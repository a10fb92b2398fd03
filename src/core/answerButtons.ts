import type { Answer } from './message.ts';

/** The buttons in a message of Slack by which a request is answered, as they are written and as they come back. Pure. */

/** The field in which the reason is written. */
export const REASON_BLOCK = 'answer-reason';
export const REASON_ACTION = 'reason';

const PREFIX = 'answer-';
/** What a button is called; its value is the id of the request. */
export const answerAction = (answer: Answer['answer']): string => `${PREFIX}${answer}`;

/** What was pressed; null: another button, such as one that opens a page. */
export function answerIn(action: string): Answer['answer'] | null {
  const answer = action.startsWith(PREFIX) ? action.slice(PREFIX.length) : '';
  return answer === 'approve' || answer === 'decline' ? answer : null;
}

/**
 * Whether an answer to a press may be posted to an address: Slack's own, or the host that the settings name. Whoever could
 * have this server post elsewhere would reach what only it can.
 */
export function mayRespondTo(url: string, api: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, host, origin, username, password } = new URL(url);
  if (username !== '' || password !== '') return false;
  if (protocol === 'https:' && (host === 'hooks.slack.com' || host === 'hooks.slack-gov.com')) return true;
  return URL.canParse(api) && origin === new URL(api).origin;
}
