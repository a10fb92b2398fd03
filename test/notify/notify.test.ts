import { createHmac } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { blameOf } from '../../src/core/outbox.ts';
import { emailNotifier } from '../../src/notify/email.ts';
import { mailHtml } from '../../src/notify/mailHtml.ts';
import { webhookNotifier } from '../../src/notify/webhook.ts';
import { plainMessageOf } from '../plainMessageOf.ts';
import { type MailSink, mailSink } from './sink.ts';

const NOW = Date.parse('2026-11-20T09:10:00.000Z');
const SECRET = 'a secret of the receiver';
const TEXT = 'Spent so far: $8.00\nBudget: $10.00';
const message = plainMessageOf({
  id: '6f1b',
  subject: 'ann@example.com has used 80 % of the budget – élan',
  text: TEXT,
  data: { type: 'budget.threshold', spentUsd: '8' },
});

let open: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of open) await close();
  open = [];
});

async function sink(options?: Parameters<typeof mailSink>[0]): Promise<MailSink> {
  const made = await mailSink(options);
  open.push(() => made.close());
  return made;
}

interface Got {
  headers: Record<string, unknown>;
  body: string;
}
async function receiver(
  status: number,
  location?: string,
): Promise<{ url: string; got: Got[]; server: Server }> {
  const got: Got[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      got.push({ headers: request.headers, body });
      response.writeHead(status, location === undefined ? {} : { location }).end();
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  open.push(() => new Promise((done) => server.close(() => done())));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`, got, server };
}

describe('e-mail', () => {
  it('arrives as it was written, with an id that a repetition shares', async () => {
    const { url, mails } = await sink();
    const notifier = emailNotifier(url, 'Bedrock Ledger <ledger@example.com>');
    await notifier.send('ann@example.com', message);
    await notifier.send('ann@example.com', message);
    expect(mails).toHaveLength(2);
    expect(mails[0]).toMatchObject({ to: ['ann@example.com'], from: 'ledger@example.com' });
    expect(mails[0]?.subject).toBe(message.subject);
    expect(mails[0]?.text.trim()).toBe(TEXT);
    expect(mails[0]?.messageId).toContain(message.id);
    expect(mails[1]?.messageId).toBe(mails[0]?.messageId);
  });

  it('says that a program sent it, in which language, what it belongs to, and where there is no more of it', async () => {
    const { url, mails } = await sink();
    const notifier = emailNotifier(url, 'ledger@example.com');
    const stop = 'https://ledger.example.com/me/messages?stop=budgets';
    const about = 'budget:b1:ann@example.com:2026-11-01';
    const told = { ...message, about, locale: 'ja' as const, stop };
    await notifier.send('ann@example.com', told);
    await notifier.send('ann@example.com', { ...told, id: '7a2c', subject: 'over' });
    await notifier.send('ann@example.com', message);
    const [first, second, alone] = mails;
    expect(first?.header('auto-submitted')).toBe('auto-generated');
    expect(first?.header('content-language')).toBe('ja');
    expect(first?.header('list-unsubscribe')).toBe(`<${stop}>`);
    expect(first?.header('references')).toMatch(/^<thread\.[0-9a-f]{32}@bedrock-ledger>$/);
    expect(second?.header('references')).toBe(first?.header('references'));
    expect([alone?.header('references'), alone?.header('list-unsubscribe')]).toEqual(['', '']);
  });

  it('cannot be talked into other recipients or headers', async () => {
    const { url, mails } = await sink();
    const hostile = { ...message, subject: 'over\r\nBcc: eve@example.com' };
    await emailNotifier(url, 'ledger@example.com').send('ann@example.com', hostile);
    expect(mails[0]?.to).toEqual(['ann@example.com']);
    expect(mails[0]?.subject).toContain('over');
    const two = 'ann@example.com, eve@example.com';
    await emailNotifier(url, 'ledger@example.com')
      .send(two, message)
      .catch(() => {});
    expect(mails.flatMap((mail) => mail.to)).not.toContain('eve@example.com');
  });

  it('waits no longer than it may for a server that drips, and leaves no connection to it', async () => {
    const dripping = createTcpServer((socket) => {
      const bits = setInterval(() => socket.write('2'), 5);
      socket.on('close', () => clearInterval(bits)).on('error', () => undefined);
    });
    await new Promise<void>((done) => dripping.listen(0, '127.0.0.1', done));
    open.push(() => new Promise((done) => dripping.close(() => done())));
    const url = `smtp://127.0.0.1:${(dripping.address() as AddressInfo).port}`;
    const sent = emailNotifier(url, 'ledger@example.com', { wholeMs: 80 }).send('ann@example.com', message);
    await expect(sent).rejects.toThrow(/not done within 0\.08 seconds/);
    const held = () => new Promise((done) => dripping.getConnections((_, count) => done(count)));
    await expect.poll(held, { interval: 2 }).toBe(0);
  });

  it('says what the mail server said when it refuses', async () => {
    const { url } = await sink({ refuse: 'no such person here' });
    const sent = emailNotifier(url, 'ledger@example.com').send('ann@example.com', message);
    await expect(sent).rejects.toThrow(/no such person here/);
  });
});

describe('whose fault it was', () => {
  const blame = async (sent: Promise<void>) =>
    sent.then(
      () => 'sent',
      (error: unknown) => blameOf(error),
    );
  const send = (url: string) => emailNotifier(url, 'ledger@example.com').send('ann@example.com', message);

  it('is said by real mail servers: one that is not there, takes no password, speaks no TLS, knows nobody, waits', async () => {
    const { url } = await sink();
    const refusing = (code: number, words: string) => sink({ refuses: () => ({ code, words }) });
    expect([
      await blame(send('smtp://127.0.0.1:1')),
      await blame(send(url.replace('//', '//user:wrong@'))),
      await blame(send(url.replace('smtp:', 'smtps:'))),
      await blame(send((await refusing(421, 'closing')).url)),
      await blame(send((await refusing(550, '5.1.1 no such user')).url)),
      await blame(send((await refusing(554, '5.7.1 Relay access denied')).url)),
      await blame(send((await refusing(451, '4.3.0 try again later')).url)),
      await blame(send(url)),
    ]).toEqual(['channel', 'channel', 'channel', 'channel', 'message', 'unsure', 'unsure', 'sent']);
  });

  it('is said by receivers of webhooks', async () => {
    const to = async (status: number) =>
      blame(
        webhookNotifier({ secret: SECRET }, { now: () => NOW }).send((await receiver(status)).url, message),
      );
    const answers = [204, 400, 401, 404, 429, 503];
    expect(await Promise.all(answers.map(to))).toEqual([
      'sent',
      'message',
      'channel',
      'channel',
      'channel',
      'unsure',
    ]);
  });
});

describe('a webhook', () => {
  const notifier = webhookNotifier({ secret: SECRET }, { now: () => NOW });

  it('is signed over time and body', async () => {
    const { url, got } = await receiver(204);
    await notifier.send(url, message);
    const [{ headers, body }] = got as [Got];
    const [time, signature] = String(headers['x-bedrock-ledger-signature']).split(',');
    expect(time).toBe(`t=${NOW / 1000}`);
    const expected = createHmac('sha256', SECRET)
      .update(`${NOW / 1000}.${body}`)
      .digest('hex');
    expect(signature).toBe(`v1=${expected}`);
    expect(headers['content-type']).toBe('application/json');
    expect(JSON.parse(body)).toEqual({ id: message.id, subject: message.subject, ...message.data });
  });

  it('that accepts and then says more than anybody reads is done, and its connection closed', async () => {
    const talking = createServer((request, response) => {
      request.resume();
      response.on('error', () => undefined).writeHead(200);
      const bits = setInterval(() => response.write(' '), 5);
      response.on('close', () => clearInterval(bits));
    });
    await new Promise<void>((done) => talking.listen(0, '127.0.0.1', done));
    open.push(() => new Promise((done) => talking.close(() => done())));
    await notifier.send(`http://127.0.0.1:${(talking.address() as AddressInfo).port}`, message);
    const held = () => new Promise((done) => talking.getConnections((_, count) => done(count)));
    await expect.poll(held, { interval: 2 }).toBe(0);
  });

  it('fails on anything but success, and follows nobody elsewhere', async () => {
    await expect(notifier.send((await receiver(500)).url, message)).rejects.toThrow('answered 500');
    const elsewhere = await receiver(204);
    const moved = await receiver(307, elsewhere.url);
    await expect(notifier.send(moved.url, message)).rejects.toThrow('could not be reached');
    expect(elsewhere.got).toEqual([]);
  });
});

describe('the picture of a meter', () => {
  it.each([
    [82, 119, ['82', '18']],
    [40, 60, ['40', '20', '40']],
    [140, null, ['100']],
    [0, null, ['100']],
  ])('at %i %% and %s ahead has the limit at its end', (usedPercent, forecastPercent, widths) => {
    const meter = { usedPercent, forecastPercent, estimatedPercent: 0, words: 'so much' };
    const html = mailHtml({ ...message, meter });
    const track = /class="track".*?<\/table>/s.exec(html)?.[0] ?? '';
    expect([...track.matchAll(/<td width="(\d+)%"/g)].map(([, width]) => width)).toEqual(widths);
  });
});
