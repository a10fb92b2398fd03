import { afterAll, beforeAll, expect, it } from 'vitest';
import { LETTER_LOCALES } from '../../src/core/letters.ts';
import { MESSAGE_KINDS } from '../../src/core/sent.ts';
import { readMessage } from '../../src/demo/blockKit.ts';
import { type Chat, startChat } from '../../src/demo/chat.ts';
import { sampleMessage } from '../../src/jobs/messages/samples.ts';
import { slackNotifier } from '../../src/notify/slack.ts';
import { messageWith } from '../notify/messageOf.ts';
import { NOW_MS } from '../store/setup.ts';

/** The demo's chat takes what the product posts, refuses what Slack refuses, and shows what arrived. */

const LEDGER = 'http://localhost:8080';
const clock = { now: () => NOW_MS };
let chat: Chat;
beforeAll(async () => {
  chat = await startChat({ ledger: LEDGER, ...clock });
});
afterAll(() => chat.stop());

const page = async (language = 'en') =>
  (await fetch(chat.url, { headers: { 'accept-language': language } })).text();
const post = (body: unknown, url = chat.webhook) =>
  fetch(url, { method: 'POST', body: typeof body === 'string' ? body : JSON.stringify(body) });
const said = async (body: unknown) => {
  const answer = await post(body);
  return [answer.status, await answer.text()];
};

it('says what to do where nothing has arrived', async () => {
  expect(await page()).toContain('Nothing has arrived yet');
  expect(await page('ja')).toContain('まだ何も届いていません');
});

it('takes every kind of message of the product, in both languages, however long', async () => {
  const slack = slackNotifier({ name: 'alerts', url: chat.webhook }, clock);
  const kinds = MESSAGE_KINDS.filter((kind) => kind !== 'report');
  for (const locale of LETTER_LOCALES)
    for (const kind of kinds) {
      const of = { id: '1', channel: 'alerts', locale, to: '', people: true, now: NOW_MS };
      await slack.send('', sampleMessage(kind, { ...of, publicUrl: LEDGER }));
    }
  const long = 'x*y_<!channel>&\n'.repeat(1_000);
  const lists = Array.from({ length: 80 }, () => ({ title: long, lines: [long], more: '' }));
  await slack.send('', messageWith({ subject: long, lead: long, notes: [long], lists }));
  const shown = await page();
  expect(shown).not.toContain('class="refused"');
  expect(shown).toContain('これはテストです');
  expect(shown.match(/<article>/g)?.length).toBe(kinds.length * 2 + 1);
  // Nothing that was posted is markup, and nobody is mentioned.
  expect(shown).not.toContain('<!channel>');
});

const header = (text: string) => ({ type: 'header', text: { type: 'plain_text', text } });
const button = (id: string) => ({ type: 'button', text: { type: 'plain_text', text: 'x' }, action_id: id });
it.each([
  ['{', 'invalid_payload'],
  [{}, 'no_text'],
  [{ text: 'x', blocks: [header('x'.repeat(151))] }, 'invalid_blocks'],
  [{ text: 'x', blocks: Array.from({ length: 51 }, () => ({ type: 'divider' })) }, 'invalid_blocks'],
  [{ blocks: [{ type: 'section' }] }, 'invalid_blocks'],
  [{ blocks: [{ type: 'section', fields: [{ type: 'mrkdwn', text: '' }] }] }, 'invalid_blocks'],
  [{ blocks: [{ type: 'actions', elements: [button('a'), button('a')] }] }, 'invalid_blocks'],
  [{ blocks: [{ type: 'unheardOf' }] }, 'invalid_blocks'],
])('refuses %j as Slack does', async (body, answer) => {
  expect(await said(body)).toEqual([400, answer]);
  expect(await page()).toContain(`${answer} (`);
});

it('is there under its own name and its own address alone', async () => {
  const elsewhere = await post({ text: 'x' }, new URL('/services/T0/B0/guessed', chat.url).href);
  expect([elsewhere.status, await elsewhere.text()]).toEqual([404, 'no_service']);
  const named = await fetch(chat.url.replace('127.0.0.1', 'localhost'));
  expect(named.status).toBe(421);
  expect(readMessage(JSON.stringify({ text: 'x' }))).toMatchObject({ message: { text: 'x', blocks: [] } });
});
