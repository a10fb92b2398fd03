import * as z from 'zod';
import { listChannels } from '../../app/notify/channels.ts';
import { CHANNEL_KINDS } from '../../core/channels.ts';
import { LETTER_LOCALES } from '../../core/letters.ts';
import { TOPICS } from '../../core/topics.ts';
import { type Endpoint, endpoint } from '../api/endpoint.ts';
import { instant } from '../api/shapes.ts';
import { askingOf } from '../http/asking.ts';

/** By what people are told, for programs that watch whether they are. */

const channels = endpoint({
  id: 'getChannels',
  tag: 'Operations',
  path: '/channels',
  summary: 'By what people are told, and whether it arrives',
  scope: 'operations',
  // Whoever may make plans administers.
  audience: 'plan',
  answer: {
    channels: z.array(
      z
        .strictObject({
          name: z.string(),
          kind: z.enum(CHANNEL_KINDS),
          language: z.enum(LETTER_LOCALES),
          topics: z.array(z.enum(TOPICS)).describe('What it is told of.'),
          of: z.array(z.string()).describe('Of whom; empty where each reader is told by their role.'),
          people: z.boolean().describe('Whether figures of single people are shown.'),
          host: z.string().describe('Where it leads; what follows the host may be secret and is left out.'),
          waiting: z.int().describe('Messages that wait for it now.'),
          lastDeliveredAt: instant.nullable().describe('Of messages of the last 30 days.'),
          downSince: instant.nullable().describe('Since when it takes nothing; null: it is well.'),
          failure: z
            .strictObject({ at: instant, error: z.string() })
            .nullable()
            .describe('What failed last and has not arrived since.'),
        })
        .meta({ id: 'Channel' }),
    ),
  },
  example: '/channels',
  async answers({ c, deps }) {
    return { channels: await listChannels(askingOf(c, deps)) };
  },
});

export const channelEndpoints: readonly Endpoint[] = [channels];
