import { slackBlocks } from '../core/blocks.ts';
import type { SlackAppChannel } from '../core/channels.ts';
import type { Clock } from '../core/clock.ts';
import type { Message } from '../core/message.ts';
import { NotSent } from '../core/outbox.ts';
import type { Outward } from '../outward/outward.ts';
import { partIn, type SlackAnswer, slackCall } from './slackApi.ts';

/**
 * Sends direct messages to people of a workspace of Slack, found by their e-mail address. Who has which conversation is
 * remembered for one run only: people leave, and addresses change.
 */
export function slackAppNotifier(
  app: SlackAppChannel,
  clock: Clock,
  { outward, withinMs }: { outward?: Outward; withinMs?: number } = {},
) {
  const way = {
    app,
    clock,
    ...(outward === undefined ? {} : { outward }),
    ...(withinMs === undefined ? {} : { withinMs }),
  };
  const conversations = new Map<string, string>();
  const nobody = (email: string, cause?: unknown) =>
    new NotSent('message', `${email} is not in this Slack (${app.name})`, { isNobodyThere: true, cause });

  const conversationOf = async (email: string): Promise<string> => {
    const known = conversations.get(email);
    if (known !== undefined) return known;
    const user = partIn(await slackCall(way, 'users.lookupByEmail', { email }), 'user');
    if (user.deleted === true || user.is_bot === true) throw nobody(email);
    const opened = await slackCall(way, 'conversations.open', { users: idIn(user, app) });
    const id = idIn(partIn(opened, 'channel'), app);
    conversations.set(email, id);
    return id;
  };

  return {
    channel: app.name,
    newRun: () => conversations.clear(),
    async send(email: string, message: Message): Promise<void> {
      try {
        const { text, blocks } = slackBlocks(message, app.signingSecret !== null);
        await slackCall(way, 'chat.postMessage', {
          channel: await conversationOf(email),
          text,
          blocks: JSON.stringify(blocks),
          // What is behind a link is for whoever signs in.
          unfurl_links: 'false',
          unfurl_media: 'false',
        });
      } catch (error) {
        throw error instanceof NotSent && error.isNobodyThere ? nobody(email, error) : error;
      }
    },
  };
}

function idIn({ id }: SlackAnswer, { name }: Pick<SlackAppChannel, 'name'>): string {
  if (typeof id === 'string' && id !== '') return id;
  throw new NotSent('unsure', `Slack (${name}) answered without an id`);
}
