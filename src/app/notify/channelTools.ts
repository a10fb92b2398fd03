import type { ChannelForm } from '../../core/channels.ts';
import type { LetterLocale } from '../../core/letters.ts';
import type { Message } from '../../core/message.ts';
import type { MessageKind } from '../../core/topics.ts';

/** What words and sends by the channels that are set: handed in, so that a page and a command try the same. */

/** For whom an example is made, and when. */
export interface SampleFor {
  /** The message's, stable over repetitions. */
  id: string;
  /** The channel that it is shown for. */
  channel: string;
  locale: LetterLocale;
  /** Whoever would read it, by address; '' of a channel that many read. */
  to: string;
  /** Whether it may be about one person. */
  people: boolean;
  /** UTC milliseconds. */
  now: number;
}

export interface ChannelTools {
  /** An example of a kind of message: made-up people and figures in the words of the real ones. */
  sample(kind: MessageKind, of: SampleFor): Message;
  /** A message as a channel would send it. Nothing is sent. */
  form(channel: string, message: Message): ChannelForm;
  /** Sends at once, with a deadline. @throws NotSent in words */
  send(channel: string, target: string, message: Message): Promise<void>;
  /** How long it took from a moment on, milliseconds of this machine. */
  elapsed(): () => number;
}
