import { slackBlocks } from '../core/blocks.ts';
import { teamsMessage } from '../core/card.ts';
import { type ChannelForm, EMAIL, WEBHOOK } from '../core/channels.ts';
import type { Message } from '../core/message.ts';
import { messageText } from '../core/messageText.ts';
import type { NotifySettings } from '../core/notifySettings.ts';
import { pagerEvent } from '../core/pagerEvent.ts';
import { snsForm } from '../core/snsForm.ts';
import { mailHtml } from './mailHtml.ts';
import { webhookBody } from './webhook.ts';

/**
 * A message as a channel would send it, for whoever looks before it is sent: made by what sends it. Keys are left out.
 * @param channel by its name; one that is not set is shown as text alone
 */
export function formOf(
  channel: string,
  message: Message,
  { webhook, channels }: Pick<NotifySettings, 'webhook' | 'channels'>,
): ChannelForm {
  const text = messageText(message);
  const { subject } = message;
  if (channel === EMAIL) return { subject, text, html: mailHtml(message), json: null };
  const json = jsonOf(channel, message, { webhook, channels });
  // Indented, to be read.
  return { subject, text, html: null, json: json === null ? null : JSON.stringify(json, null, 2) };
}

function jsonOf(
  channel: string,
  message: Message,
  { webhook, channels }: Pick<NotifySettings, 'webhook' | 'channels'>,
): unknown {
  if (channel === WEBHOOK && webhook !== null) return JSON.parse(webhookBody(message, webhook.format));
  const set = channels.find(({ name }) => name === channel);
  switch (set?.kind) {
    case undefined:
      return null;
    case 'webhook':
      return JSON.parse(webhookBody(message, set.format));
    case 'slack':
    case 'slackApp':
      return slackBlocks(message);
    case 'teams':
      return teamsMessage(message);
    case 'pagerduty':
      return pagerEvent(message, '…');
    case 'sns':
      return snsForm(message);
  }
}
