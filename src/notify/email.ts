import { createTransport } from 'nodemailer';
import { blameOfSmtp, NotSent, type SmtpFault } from '../core/outbox.ts';
import { visible, visibleInLine } from '../core/signs.ts';

/** A mail server that says nothing for so long is down: the message is tried again later. */
const TIMEOUT_MS = 15_000;

const notSent = (error: unknown): NotSent =>
  error instanceof Error
    ? new NotSent(blameOfSmtp(error as SmtpFault), error.message, { cause: error })
    : new NotSent('unsure', String(error));

/** Sends plain text by SMTP. The shape is the port that jobs are given; what fails is a `NotSent`. */
export function emailNotifier(smtpUrl: string, from: string) {
  const transport = createTransport({
    url: smtpUrl,
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
    socketTimeout: TIMEOUT_MS,
  });
  return {
    channel: 'email' as const,
    async send(target: string, message: { id: string; subject: string; text: string }): Promise<void> {
      // The same Message-ID on a repetition lets mail systems drop the duplicate.
      const mail = {
        from,
        // As one address: a comma in it makes no second recipient.
        to: { name: '', address: target },
        subject: visibleInLine(message.subject),
        text: visible(message.text),
        messageId: `<${message.id}@bedrock-ledger>`,
      };
      try {
        await transport.sendMail(mail);
      } catch (error) {
        throw notSent(error);
      }
    },
  };
}
