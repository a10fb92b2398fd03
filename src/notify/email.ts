import { Socket } from 'node:net';
import { createTransport } from 'nodemailer';
import { visible, visibleInLine } from '../core/signs.ts';

/** A mail server that says nothing for so long is down: the message is tried again later. */
const TIMEOUT_MS = 15_000;

/** Of one message from connecting to the last answer, however the server drips: milliseconds. */
const WHOLE_MS = 60_000;

/** Sends plain text by SMTP. The shape is the port that jobs are given. */
export function emailNotifier(smtpUrl: string, from: string, wholeMs = WHOLE_MS) {
  return {
    channel: 'email' as const,
    async send(target: string, message: { id: string; subject: string; text: string }): Promise<void> {
      const socket = new Socket();
      const transport = createTransport({
        url: smtpUrl,
        socket,
        connectionTimeout: TIMEOUT_MS,
        greetingTimeout: TIMEOUT_MS,
        socketTimeout: TIMEOUT_MS,
      });
      // Bytes that drip keep each of these from ending.
      const late = setTimeout(
        () => socket.destroy(new Error(`the mail server was not done within ${wholeMs / 1000} seconds`)),
        wholeMs,
      );
      try {
        // The same Message-ID on a repetition lets mail systems drop the duplicate.
        await transport.sendMail({
          from,
          // As one address: a comma in it makes no second recipient.
          to: { name: '', address: target },
          subject: visibleInLine(message.subject),
          text: visible(message.text),
          messageId: `<${message.id}@bedrock-ledger>`,
        });
      } finally {
        clearTimeout(late);
      }
    },
  };
}
