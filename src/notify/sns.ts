import type { Message } from '../core/message.ts';
import { type SnsForm, snsForm } from '../core/snsForm.ts';

/** Publishes to a topic. @throws NotSent */
export type PublishToTopic = (topicArn: string, form: SnsForm) => Promise<void>;

/** Publishes messages to a topic of Amazon SNS: whoever subscribes gets them as mail, text or call. */
export function snsNotifier({ name, topicArn }: { name: string; topicArn: string }, publish: PublishToTopic) {
  return {
    channel: name,
    send: (_: string, message: Message): Promise<void> => publish(topicArn, snsForm(message)),
  };
}
