import * as z from 'zod';

/**
 * What Slack takes of Block Kit in a message, as its reference says (docs.slack.dev, reference/block-kit), as far as the product
 * writes any: strict, so that what is not documented is a fault too. Lengths are signs.
 */

const text = (type: z.ZodType, most: number) =>
  z.strictObject({
    type,
    text: z.string().min(1).max(most),
    emoji: z.boolean().optional(),
    verbatim: z.boolean().optional(),
  });
const plainText = (most: number) => text(z.literal('plain_text'), most);
const anyText = (most: number) => text(z.enum(['plain_text', 'mrkdwn']), most);
const id = z.string().min(1).max(255);
const blockId = { block_id: id.optional() };

const button = z.strictObject({
  type: z.literal('button'),
  text: plainText(75),
  action_id: id.optional(),
  url: z.url().max(3_000).optional(),
  value: z.string().max(2_000).optional(),
  style: z.enum(['primary', 'danger']).optional(),
});
const input = z.strictObject({
  type: z.literal('plain_text_input'),
  action_id: id.optional(),
  max_length: z.int().min(1).max(3_000).optional(),
});
const block = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('header'), ...blockId, text: plainText(150) }),
  z
    .strictObject({
      type: z.literal('section'),
      ...blockId,
      text: anyText(3_000).optional(),
      fields: z.array(anyText(2_000)).min(1).max(10).optional(),
    })
    .refine((one) => one.text !== undefined || one.fields !== undefined, 'has neither text nor fields'),
  z.strictObject({ type: z.literal('actions'), ...blockId, elements: z.array(button).min(1).max(25) }),
  z.strictObject({
    type: z.literal('context'),
    ...blockId,
    elements: z.array(anyText(3_000)).min(1).max(10),
  }),
  z.strictObject({
    type: z.literal('input'),
    ...blockId,
    label: plainText(2_000),
    hint: plainText(2_000).optional(),
    optional: z.boolean().optional(),
    element: input,
  }),
  z.strictObject({ type: z.literal('divider'), ...blockId }),
]);

const MESSAGE = z.strictObject({
  // Truncated by Slack beyond 40,000, and asked to be 4,000 at most.
  text: z.string().min(1).max(4_000),
  blocks: z.array(block).min(1).max(50),
});

/** What Slack would not take, in words; nothing where it takes it. */
export function blockKitFaults(message: unknown): string[] {
  const read = MESSAGE.safeParse(message);
  if (!read.success) return read.error.issues.map(({ path, message: why }) => `${path.join('.')}: ${why}`);
  const { blocks } = read.data;
  const ids = blocks.flatMap(({ block_id }) => block_id ?? []);
  const actions = blocks.flatMap((one) =>
    one.type === 'actions' ? [one.elements.flatMap(({ action_id }) => action_id ?? [])] : [],
  );
  return [
    ...[ids, ...actions]
      .filter((some) => new Set(some).size < some.length)
      .map((some) => `ids that are not unique: ${some.join(', ')}`),
    ...blocks.flatMap((one) =>
      one.type === 'actions' && one.elements.filter(({ style }) => style === 'primary').length > 1
        ? ['more than one primary button']
        : [],
    ),
  ];
}
