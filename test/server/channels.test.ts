import { expect, it, onTestFinished } from 'vitest';
import { channelToolsOf } from '../../src/channelTools.ts';
import { readConfig } from '../../src/config.ts';
import { ONLY_LINES } from '../../src/core/notices.ts';
import { en } from '../../src/ui/messages/en.ts';
import { ja } from '../../src/ui/messages/ja.ts';
import { type Behaviour, receiver } from '../notify/receiver.ts';
import { mailSink } from '../notify/sink.ts';
import { NOW, NOW_MS } from '../store/setup.ts';
import { EMAIL, openCompany, PUBLIC_URL, type RoleName } from './roles.ts';
import { ask, escaped, post } from './setup.ts';

/** The page about channels: what is set and how it does, how messages look, and a test that is pressed. */

const noAws = () => Promise.reject(new Error('AWS is not asked here'));
const SECRET = 'T0SECRETPART';

async function opened(behaviour: Behaviour = 'takes') {
  const [mails, slack] = [await mailSink(), await receiver(behaviour)];
  let now = NOW_MS;
  const clock = { now: () => now };
  const standard = readConfig({});
  const settings = {
    ...standard,
    notify: {
      ...standard.notify,
      smtpUrl: mails.url,
      channels: [
        {
          ...{
            name: 'alerts',
            kind: 'slack' as const,
            url: `${slack.url}/${SECRET}`,
            language: 'ja' as const,
          },
          ...{ topics: ['health' as const], of: ['everything'], people: false },
        },
      ],
    },
    publicUrl: PUBLIC_URL,
    roles: { administrators: [EMAIL.admin], groups: [] },
  };
  const company = await openCompany({
    settings,
    clock,
    channels: () => channelToolsOf({ settings, clock, aws: noAws }),
  });
  onTestFinished(async () => {
    for (const one of [company, mails, slack]) await one.close();
  });
  const { url, cookies, store } = company;
  const headers = (role: RoleName) => ({ host: new URL(PUBLIC_URL).host, cookie: cookies[role] });
  return {
    store,
    lease: company.lease,
    mails,
    slack,
    later: (ms: number) => {
      now += ms;
    },
    page: async (path = '/channels') => ask(url, path, { headers: headers('admin') }),
    press: (fields: Record<string, string>, from: string = PUBLIC_URL) =>
      post(url, '/channels/test', fields, { headers: { ...headers('admin'), origin: from } }),
  };
}

it('shows each channel with how it does, and no secret, in both languages', async () => {
  const { store, lease, page, slack } = await opened();
  const [first, second] = ['alerts', 'email'].map((channel) => ({ channel, target: 'ops@example.com' }));
  await store.quarantine.hold(
    lease,
    [],
    { kind: 'heldBack', ...ONLY_LINES, lines: ['a line'] },
    [first, second].flatMap((one) => one ?? []),
    NOW,
  );
  const owed = await store.alerts.waiting(9);
  const idOf = (channel: string) => owed.find((one) => one.channel === channel)?.id ?? '';
  await store.alerts.delivered(idOf('email'), NOW);
  await store.alerts.putAside(idOf('alerts'), 'Slack (alerts) answered 503', NOW);
  await store.alerts.channelDown('alerts', 'Slack (alerts) answered 500', NOW, NOW);
  const { text } = await page();
  for (const words of [
    new URL(slack.url).host,
    en.channels.states.down,
    en.channels.states.well,
    'Slack (alerts) answered 500',
    en.channels.byRole,
    en.channels.topics.health,
  ])
    expect(text).toContain(escaped(words));
  expect(text).not.toContain(SECRET);
  expect(text).toContain('href="/channels/alerts"');
  expect((await page('/channels?lang=ja')).text).toContain(ja.channels.states.down);
  expect((await page('/messages')).text).toContain('href="/channels"');
});

it('says what to do where none is set', async () => {
  const company = await openCompany();
  onTestFinished(() => company.close());
  const headers = { host: new URL(PUBLIC_URL).host, cookie: company.cookies.admin };
  const { text } = await ask(company.url, '/channels', { headers });
  for (const words of [en.channels.none, 'notify:\n  smtpUrl:', 'kind: slack'])
    expect(text).toContain(escaped(words));
});

it('shows a message as the channel would send it, a mail in a frame that runs nothing', async () => {
  const { page, mails, slack } = await opened();
  const shown = await page('/channels/alerts?message=jobFailing');
  expect(shown.text).toContain(escaped('"type": "header"'));
  expect(shown.text).toContain('ジョブが正常に動いていません');
  // It is told of the health of the service alone.
  expect((await page('/channels/alerts?message=threshold')).status).toBe(422);
  const mail = await page('/channels/email?message=threshold&language=en');
  expect(mail.text).toContain('ann.sato@example.com');
  expect(mail.headers['content-security-policy']).toMatch(/default-src 'none'.*; frame-src 'self'$/);
  const framed = await page('/channels/email/mail?message=threshold&language=en');
  expect([framed.headers['content-security-policy'], framed.headers['x-frame-options']]).toEqual([
    expect.stringMatching(/^default-src 'none'.*frame-ancestors 'self'; sandbox$/),
    'SAMEORIGIN',
  ]);
  expect((await page()).headers['content-security-policy']).toContain("frame-ancestors 'none'");
  expect((await page('/channels/nothing')).status).toBe(404);
  expect([mails.mails, slack.got]).toEqual([[], []]);
});

it('sends one test when it is pressed, and says that it arrived', async () => {
  const { page, press, slack, mails, store, later } = await opened();
  const pressed = await press({ channel: 'alerts' });
  expect([pressed.status, pressed.headers.location]).toEqual([
    303,
    '/channels?done=tested&channel=alerts#alerts',
  ]);
  expect(JSON.stringify(slack.got.map(({ body }) => body))).toContain('これはテストです');
  const { text } = await page('/channels?done=tested&channel=alerts');
  expect(text).toMatch(/The test by alerts was delivered in \d+ ms\./);
  const again = await press({ channel: 'alerts' });
  expect(again.headers.location).toContain('done=tooSoon');
  expect(slack.got).toHaveLength(1);
  later(10_001);
  await press({ channel: 'email' });
  // To whoever pressed, unless they name somebody.
  expect(mails.mails.map(({ to }) => to)).toEqual([[EMAIL.admin]]);
  const wrong = await press({ channel: 'email', to: 'nobody' });
  expect([wrong.status, wrong.text]).toEqual([422, expect.stringContaining('value="nobody"')]);
  const entries = await store.audit.list({ subject: 'channel:alerts', limit: 9 });
  expect(entries.map(({ action, actor }) => [action, actor])).toEqual([
    ['channel.answer', EMAIL.admin],
    ['channel.test', EMAIL.admin],
  ]);
  expect((await press({ channel: 'alerts' }, 'https://evil.example.com')).status).toBe(403);
});

it.each<[Behaviour, string]>([
  [{ status: 404 }, en.channels.advice.address],
  [{ status: 400 }, en.channels.advice.form],
  [{ status: 429 }, en.channels.advice.wait],
  [{ status: 500 }, en.channels.advice.receiver],
  ['resets', en.channels.advice.unreached],
])('says what to do where the receiver %j', async (behaviour, advice) => {
  const { page, press } = await opened(behaviour);
  await press({ channel: 'alerts' });
  const { text } = await page('/channels?done=tested&channel=alerts');
  expect(text).toContain('role="alert"');
  expect(text).toContain(escaped(advice));
});

it('waits for a test no longer than it says', async () => {
  const { slack } = await opened('hangs');
  const settings = readConfig({});
  const notify = {
    ...settings.notify,
    webhook: { url: slack.url, secret: 'sixteen signs or more', format: 'json' as const, people: false },
  };
  const tools = await channelToolsOf(
    { settings: { ...settings, notify }, clock: { now: () => NOW_MS }, aws: noAws },
    {},
    20,
  );
  const of = { id: '1', channel: 'webhook', locale: 'en' as const, to: '', people: false, now: NOW_MS };
  await expect(tools.send('webhook', '', tools.sample('test', of))).rejects.toThrow('no answer within 0.02');
});
