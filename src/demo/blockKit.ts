import * as z from 'zod';

/**
 * What Slack's incoming webhooks take, as its reference of Block Kit has it (docs.slack.dev, checked for the blocks that are
 * known here): a message that is good here is good there, and what is too long is refused as Slack refuses it.
 */

const text = (most: number) => z.string().min(1).max(most);
const plainText = (most: number) =>
  z.strictObject({ type: z.literal('plain_text'), text: text(most), emoji: z.boolean().optional() });
const markdown = (most: number) =>
  z.strictObject({ type: z.literal('mrkdwn'), text: text(most), verbatim: z.boolean().optional() });
const anyText = (most: number) => z.union([plainText(most), markdown(most)]);
const block = { block_id: text(255).optional() };

const button = z.strictObject({
  type: z.literal('button'),
  text: plainText(75),
  action_id: text(255).optional(),
  url: z.url().max(3_000).optional(),
  value: text(2_000).optional(),
  style: z.enum(['primary', 'danger']).optional(),
  accessibility_label: text(75).optional(),
});

const oneBlock = z.discriminatedUnion('type', [
  z.strictObject({ ...block, type: z.literal('header'), text: plainText(150) }),
  z.strictObject({ ...block, type: z.literal('divider') }),
  z
    .strictObject({
      ...block,
      type: z.literal('section'),
      text: anyText(3_000).optional(),
      fields: z.array(anyText(2_000)).min(1).max(10).optional(),
      accessory: button.optional(),
    })
    .refine(({ text: said, fields }) => said !== undefined || fields !== undefined, 'needs text or fields'),
  z.strictObject({ ...block, type: z.literal('context'), elements: z.array(anyText(3_000)).min(1).max(10) }),
  z
    .strictObject({ ...block, type: z.literal('actions'), elements: z.array(button).min(1).max(25) })
    .refine(({ elements }) => {
      const ids = elements.flatMap(({ action_id: id }) => id ?? []);
      return new Set(ids).size === ids.length;
    }, 'names an action_id twice'),
]);
export type Block = z.infer<typeof oneBlock>;

const message = z.strictObject({
  text: z.string().max(40_000).default(''),
  blocks: z.array(oneBlock).max(50).default([]),
});
export type SlackMessage = z.infer<typeof message>;

/** The message that was posted, or what Slack would answer and, for whoever looks, why. */
export type Read = { message: SlackMessage } | { answer: string; why: string };

export function readMessage(body: string): Read {
  let posted: unknown;
  try {
    posted = JSON.parse(body);
  } catch {
    return { answer: 'invalid_payload', why: 'it is no JSON' };
  }
  const { success, data, error } = message.safeParse(posted);
  if (!success) {
    const [{ path, message: why } = { path: [], message: '' }] = error.issues;
    return {
      answer: path[0] === 'blocks' ? 'invalid_blocks' : 'invalid_payload',
      why: `${path.join('.')}: ${why}`,
    };
  }
  return data.text === '' && data.blocks.length === 0
    ? { answer: 'no_text', why: 'it has neither text nor blocks' }
    : { message: data };
}
