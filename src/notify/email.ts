import { createTransport } from 'nodemailer';

/** Sends plain text by SMTP. The shape is the port that jobs are given. */
export function emailNotifier(smtpUrl: string, from: string) {
  const transport = createTransport(smtpUrl);
  return {
    channel: 'email' as const,
    async send(target: string, message: { id: string; subject: string; text: string }): Promise<void> {
      // The same Message-ID on a repetition lets mail systems drop the duplicate.
      await transport.sendMail({
        from,
        to: target,
        subject: message.subject,
        text: message.text,
        messageId: `<${message.id}@bedrock-ledger>`,
      });
    },
  };
}
