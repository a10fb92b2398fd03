import * as z from 'zod';
// The whole library in one file, which needs nothing of a browser to read a card.
// @ts-expect-error: its types stand beside another file
import official from '../../node_modules/adaptivecards/dist/adaptivecards.js';

/**
 * What a Workflows URL of Microsoft Teams takes (learn.microsoft.com): its envelope, 28 KB, and an Adaptive Card of a version
 * that Teams draws, of which every element and property is documented; and what the card's own library says of it.
 */

const MOST_BYTES = 28 * 1024;

const text = z.string().min(1);
const textBlock = z.strictObject({
  type: z.literal('TextBlock'),
  text,
  wrap: z.boolean().optional(),
  weight: z.enum(['Lighter', 'Default', 'Bolder']).optional(),
  size: z.enum(['Small', 'Default', 'Medium', 'Large', 'ExtraLarge']).optional(),
  color: z.enum(['Default', 'Dark', 'Light', 'Accent', 'Good', 'Warning', 'Attention']).optional(),
  spacing: z.enum(['None', 'Small', 'Default', 'Medium', 'Large', 'ExtraLarge', 'Padding']).optional(),
  fontType: z.enum(['Default', 'Monospace']).optional(),
  isSubtle: z.boolean().optional(),
  separator: z.boolean().optional(),
});
const factSet = z.strictObject({
  type: z.literal('FactSet'),
  facts: z.array(z.strictObject({ title: text, value: text })).min(1),
});
const openUrl = z.strictObject({ type: z.literal('Action.OpenUrl'), title: text, url: z.url() });
const CARD = z.strictObject({
  $schema: z.literal('http://adaptivecards.io/schemas/adaptive-card.json'),
  type: z.literal('AdaptiveCard'),
  version: z.enum(['1.2', '1.3', '1.4', '1.5']),
  fallbackText: z.string().optional(),
  msteams: z.strictObject({ width: z.literal('Full') }).optional(),
  body: z.array(z.discriminatedUnion('type', [textBlock, factSet])).min(1),
  actions: z.array(openUrl).min(1).max(6).optional(),
});
const MESSAGE = z.strictObject({
  type: z.literal('message'),
  attachments: z.tuple([
    z.strictObject({
      contentType: z.literal('application/vnd.microsoft.card.adaptive'),
      contentUrl: z.null(),
      content: CARD,
    }),
  ]),
});

/** What Teams would not take, in words; nothing where it takes it. @param body as it is posted */
export function teamsFaults(body: string): string[] {
  const bytes = Buffer.byteLength(body);
  const read = MESSAGE.safeParse(JSON.parse(body));
  const faults = bytes > MOST_BYTES ? [`${bytes} bytes`] : [];
  if (!read.success)
    return [...faults, ...read.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)];
  return [...faults, ...officialFaults(read.data.attachments[0].content)];
}

function officialFaults(card: object): string[] {
  const context = new official.SerializationContext();
  new official.AdaptiveCard().parse(card, context);
  return Array.from({ length: context.eventCount }, (_, at) => String(context.getEventAt(at).message));
}
