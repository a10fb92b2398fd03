import { describe, expect, it } from 'vitest';
import {
  type Blame,
  blameOf,
  blameOfHttp,
  blameOfSmtp,
  LONGEST_PROBE_MS,
  NotSent,
  probeAfter,
  type SmtpFault,
} from '../../src/core/outbox.ts';

const rcpt = (responseCode: number, response: string): SmtpFault => ({
  code: 'EENVELOPE',
  command: 'RCPT TO',
  responseCode,
  response: `${responseCode} ${response}`,
});
const data = (responseCode: number, response: string): SmtpFault => ({
  ...rcpt(responseCode, response),
  code: 'EMESSAGE',
  command: 'DATA',
});

const SMTP: readonly [string, SmtpFault, Blame][] = [
  ['refused connection', { code: 'ESOCKET', command: 'CONN' }, 'channel'],
  ['timeout', { code: 'ETIMEDOUT', command: 'CONN' }, 'channel'],
  ['name not found', { code: 'EDNS', command: 'CONN' }, 'channel'],
  ['certificate', { code: 'ETLS', command: 'STARTTLS' }, 'channel'],
  ['no credentials', { code: 'EAUTH', command: 'API' }, 'channel'],
  ['wrong password', { code: 'EAUTH', command: 'AUTH PLAIN', responseCode: 535 }, 'channel'],
  ['greeting 554', { code: 'EPROTOCOL', command: 'CONN', responseCode: 554 }, 'channel'],
  ['EHLO refused', { code: 'EPROTOCOL', command: 'EHLO', responseCode: 550 }, 'channel'],
  ['sender refused', { code: 'EENVELOPE', command: 'MAIL FROM', responseCode: 550 }, 'channel'],
  ['authentication wanted', { code: 'EENVELOPE', command: 'MAIL FROM', responseCode: 530 }, 'channel'],
  ['closing at a recipient', rcpt(421, '4.3.2 closing'), 'channel'],
  ['authentication at a recipient', rcpt(530, '5.7.0 Authentication required'), 'channel'],
  ['unknown recipient', rcpt(550, '5.1.1 no such user'), 'message'],
  ['unknown recipient, plain', rcpt(550, 'no such person here'), 'message'],
  ['mailbox name', rcpt(553, '5.1.3 bad address'), 'message'],
  ['mailbox over quota', rcpt(552, '5.2.2 mailbox full'), 'message'],
  [
    'too large at its announcement',
    { code: 'EENVELOPE', command: 'MAIL FROM', responseCode: 552 },
    'message',
  ],
  ['relaying', rcpt(554, '5.7.1 <a@b.example>: Relay access denied'), 'unsure'],
  ['relaying, Exchange', rcpt(550, '5.7.54 SMTP; Unable to relay recipient'), 'unsure'],
  ['relaying, plain', rcpt(550, 'relaying denied'), 'unsure'],
  ['greylisting', rcpt(451, '4.7.1 try again later'), 'unsure'],
  ['directory of the server is down', rcpt(451, '4.3.0 Temporary lookup failure'), 'unsure'],
  ['text refused', data(554, '5.6.0 message refused'), 'message'],
  ['disk of the server is full', data(452, '4.3.1 Insufficient system storage'), 'unsure'],
  ['policy on the text', data(550, '5.7.26 unauthenticated'), 'unsure'],
  ['address that is none', { code: 'EENVELOPE', command: 'API' }, 'unsure'],
  ['larger than announced', { code: 'EMESSAGE', command: 'MAIL FROM' }, 'message'],
];

const HTTP: readonly [Blame, readonly number[]][] = [
  ['message', [400, 409, 413, 422]],
  ['unsure', [500, 502, 503, 504]],
  ['channel', [301, 307, 401, 403, 404, 405, 407, 408, 410, 415, 425, 429]],
];

describe('whose fault it was', () => {
  it.each(SMTP)('SMTP: %s', (_, fault, blame) => {
    expect(blameOfSmtp(fault)).toBe(blame);
  });
  it.each(HTTP)('HTTP: of the %s', (blame, statuses) => {
    for (const status of statuses) expect([status, blameOfHttp(status)]).toEqual([status, blame]);
  });
  it('of what tells nothing nobody is sure', () => {
    expect(blameOf(new Error('some words'))).toBe('unsure');
    expect(blameOf(new NotSent('message', 'no such user'))).toBe('message');
  });
});

describe('a channel that is down', () => {
  it('is tried again within minutes, however long it has been and whatever it asks for', () => {
    expect([1, 2, 3, 4, 50].map((failures) => probeAfter(failures) / 60_000)).toEqual([1, 2, 4, 5, 5]);
    expect(probeAfter(1, 90_000)).toBe(90_000);
    expect(probeAfter(1, 86_400_000)).toBe(LONGEST_PROBE_MS);
  });
});
