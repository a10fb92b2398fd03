import * as z from 'zod';
import { answerIn, REASON_ACTION, REASON_BLOCK } from '../../core/answerButtons.ts';
import type { Answer } from '../../core/message.ts';

/** What Slack posts when somebody presses a button (docs.slack.dev, payload of block_actions): a form with JSON in one field. */

/** A button by which a request is answered was pressed. */
export interface Press {
  /** Of whoever pressed, as Slack names them. Their name is not read: they choose it themselves. */
  userId: string;
  requestId: string;
  answer: Answer['answer'];
  reason: string;
  responseUrl: string;
  /** The message as it stands, without what can be pressed to answer. */
  blocks: readonly Readonly<Record<string, unknown>>[];
}

const short = z.string().max(300);
const block = z.looseObject({ type: short });
const PRESSED = z.object({
  type: z.literal('block_actions'),
  user: z.object({ id: short }),
  response_url: z.string().max(3_000).default(''),
  actions: z.array(z.object({ action_id: short, value: short.default('') })).max(25),
  message: z.object({ blocks: z.array(block).max(50).default([]) }).default({ blocks: [] }),
  state: z
    .object({ values: z.record(z.string(), z.record(z.string(), z.looseObject({ value: z.unknown() }))) })
    .default({ values: {} }),
});

/** `unreadable`: it is nothing that Slack sends; `other`: something was pressed that is answered by nothing here. */
export function pressIn(body: string): Press | 'other' | 'unreadable' {
  const payload = payloadIn(body);
  if (payload === null) return 'unreadable';
  if (payload.type !== 'block_actions') return 'other';
  const { success, data } = PRESSED.safeParse(payload);
  if (!success) return 'unreadable';
  for (const { action_id, value } of data.actions) {
    const answer = answerIn(action_id);
    if (answer === null) continue;
    const typed = data.state.values[REASON_BLOCK]?.[REASON_ACTION]?.value;
    return {
      userId: data.user.id,
      requestId: value,
      answer,
      reason: typeof typed === 'string' ? typed : '',
      responseUrl: data.response_url,
      blocks: data.message.blocks.flatMap(withoutAnswers),
    };
  }
  return 'other';
}

function payloadIn(body: string): Record<string, unknown> | null {
  try {
    const read: unknown = JSON.parse(new URLSearchParams(body).get('payload') ?? '');
    return typeof read === 'object' && read !== null ? (read as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

/** A message that was answered keeps the way to its page, and nothing else to press. */
function withoutAnswers(one: z.infer<typeof block>): (typeof one)[] {
  if (one.type === 'input') return [];
  if (one.type !== 'actions') return [one];
  const elements = (Array.isArray(one.elements) ? one.elements : []).filter(
    (element: unknown) => typeof element === 'object' && element !== null && 'url' in element,
  );
  return elements.length === 0 ? [] : [{ ...one, elements }];
}
