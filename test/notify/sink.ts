import type { AddressInfo } from 'node:net';
import { simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';

export interface Mail {
  /** As told to the server, not as written in the header. */
  to: string[];
  from: string;
  subject: string;
  text: string;
  /** '' where it has none. */
  html: string;
  messageId: string;
  /** Of a header by its name in small letters; '' where it has none. */
  header(name: string): string;
}
export interface MailSink {
  url: string;
  mails: Mail[];
  close(): Promise<void>;
}

/** What a recipient is refused with: a code of SMTP and its words. */
export interface Refusal {
  code: number;
  words: string;
}
const refusedWith = ({ code, words }: Refusal): Error =>
  Object.assign(new Error(words), { responseCode: code });

/**
 * A mail server on loopback that keeps what it is sent, or refuses every recipient in the given words, or each as
 * `refuses` says at that moment. On a free port unless named.
 */
export async function mailSink({
  refuse,
  refuses = () => null,
  hangs = () => false,
  port = 0,
}: {
  refuse?: string;
  refuses?: (address: string) => Refusal | null;
  /** Whether a mail is kept and its sender never told so. */
  hangs?: () => boolean;
  port?: number;
} = {}): Promise<MailSink> {
  const mails: Mail[] = [];
  const server = new SMTPServer({
    authOptional: true,
    // Names of addresses are asked of nobody.
    disableReverseLookup: true,
    disabledCommands: ['STARTTLS'],
    onRcptTo({ address }, _session, callback) {
      const refusal = refuses(address);
      callback(refuse !== undefined ? new Error(refuse) : refusal === null ? null : refusedWith(refusal));
    },
    onData(stream, { envelope }, callback) {
      simpleParser(stream).then(
        ({ subject = '', text = '', html, messageId = '', headerLines }) => {
          const from = envelope.mailFrom === false ? '' : envelope.mailFrom.address;
          mails.push({
            to: envelope.rcptTo.map(({ address }) => address),
            from,
            subject,
            text,
            html: html || '',
            messageId,
            header: (name) =>
              headerLines.find(({ key }) => key === name)?.line.replace(/^[^:]*:\s*/, '') ?? '',
          });
          if (!hangs()) callback();
        },
        (error: Error) => callback(error),
      );
    },
  });
  await new Promise<void>((done) => server.listen(port, '127.0.0.1', done));
  return {
    url: `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`,
    mails,
    close: () => new Promise((done) => server.close(() => done())),
  };
}
