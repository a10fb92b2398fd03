import type { AddressInfo } from 'node:net';
import { simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';

export interface Mail {
  /** As told to the server, not as written in the header. */
  to: string[];
  from: string;
  subject: string;
  text: string;
  messageId: string;
}
export interface MailSink {
  url: string;
  mails: Mail[];
  close(): Promise<void>;
}

/** A mail server on loopback that keeps what it is sent, or refuses every recipient in the given words. */
export async function mailSink({ refuse }: { refuse?: string } = {}): Promise<MailSink> {
  const mails: Mail[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onRcptTo: (_address, _session, callback) => callback(refuse === undefined ? null : new Error(refuse)),
    onData(stream, { envelope }, callback) {
      simpleParser(stream).then(
        ({ subject = '', text = '', messageId = '' }) => {
          const from = envelope.mailFrom === false ? '' : envelope.mailFrom.address;
          mails.push({ to: envelope.rcptTo.map(({ address }) => address), from, subject, text, messageId });
          callback();
        },
        (error: Error) => callback(error),
      );
    },
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    url: `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`,
    mails,
    close: () => new Promise((done) => server.close(() => done())),
  };
}
