import { createHash } from 'node:crypto';
import type { Socket } from 'node:net';
import { createTransport } from 'nodemailer';
import type { Message } from '../core/message.ts';
import { messageText } from '../core/messageText.ts';
import { blameOfSmtp, NotSent, type SmtpFault } from '../core/outbox.ts';
import { visible, visibleInLine } from '../core/signs.ts';
import { type Outward, outwardOfProcess } from '../outward/outward.ts';
import { mailHtml } from './mailHtml.ts';

/** A mail server that says nothing for so long is down: the message is tried again later. */
const TIMEOUT_MS = 15_000;

const notSent = (error: unknown): NotSent =>
  error instanceof Error
    ? new NotSent(blameOfSmtp(error as SmtpFault), error.message, { cause: error })
    : new NotSent('unsure', String(error));

/** Of one message from connecting to the last answer, however the server drips: milliseconds. */
const WHOLE_MS = 60_000;

/** Ports of mail servers where none is named: with TLS from the start, and without. */
const [SMTPS_PORT, SMTP_PORT] = [465, 587];

/**
 * Sends mails by SMTP, as text and as HTML. The shape is the port that jobs are given; what fails is a `NotSent`.
 * @param outward makes the connection; TLS upon it, where the mail server offers it, is the mail library's
 */
export function emailNotifier(
  smtpUrl: string,
  from: string,
  { outward = outwardOfProcess(), wholeMs = WHOLE_MS }: { outward?: Outward; wholeMs?: number } = {},
) {
  return {
    channel: 'email' as const,
    async send(target: string, message: Message): Promise<void> {
      const late = new AbortController();
      const timer = setTimeout(() => late.abort(), wholeMs);
      try {
        await transportOf(smtpUrl, outward, late.signal, wholeMs).sendMail({
          from,
          // As one address: a comma in it makes no second recipient.
          to: { name: '', address: target },
          subject: visibleInLine(message.subject),
          text: visible(messageText(message, COLUMNS)),
          html: mailHtml(message),
          headers: headersOf(message),
          // The same Message-ID on a repetition lets mail systems drop the duplicate.
          messageId: `<${message.id}@bedrock-ledger>`,
          // What is told of one thing is one conversation, however its subject changes.
          ...(message.about === message.id ? {} : { references: threadOf(message.about) }),
        });
      } catch (error) {
        throw notSent(error);
      } finally {
        clearTimeout(timer);
      }
    },
  };
}

/** Lines are as long as readers of plain text expect them (RFC 5322 advises 78). */
const COLUMNS = 76;

/** Of what is told of one thing, over all of its messages. What names people stays out of it. */
const threadOf = (about: string): string =>
  `<thread.${createHash('sha256').update(about).digest('hex').slice(0, 32)}@bedrock-ledger>`;

/**
 * No answer from a holiday, and no loop of two programs (RFC 3834; Exchange asks for its own). A reader who wants no more is led to
 * where that is chosen: opening it changes nothing, since programs open links as well, so that it is not one click (RFC 8058).
 */
const headersOf = ({ locale, stop }: Message): Record<string, string> => ({
  'Auto-Submitted': 'auto-generated',
  'X-Auto-Response-Suppress': 'OOF, AutoReply',
  'Content-Language': locale,
  ...(stop === undefined ? {} : { 'List-Unsubscribe': `<${stop}>` }),
});

/** For one message: whoever gives up on it closes its connection, which bytes that drip would keep open. */
function transportOf(url: string, outward: Outward, late: AbortSignal, wholeMs: number) {
  const closeWhenLate = (connection: Socket) => {
    const close = () =>
      connection.destroy(new Error(`the mail server was not done within ${wholeMs / 1000} seconds`));
    if (late.aborted) close();
    late.addEventListener('abort', close, { once: true });
  };
  return createTransport({
    url,
    ...(outward.secureContext === undefined ? {} : { tls: { secureContext: outward.secureContext } }),
    getSocket({ host, port, secure }, done) {
      const usual = secure ? SMTPS_PORT : SMTP_PORT;
      outward
        .connect({ scheme: 'tcp', host: host ?? 'localhost', port: Number(port ?? usual) })
        .then((connection) => {
          closeWhenLate(connection);
          done(null, { connection });
        }, done);
    },
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
    socketTimeout: TIMEOUT_MS,
  });
}
