import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateTopicCommand, SNSClient } from '@aws-sdk/client-sns';
import { expect, it, onTestFinished } from 'vitest';
import { openStore } from '../../src/store/open.ts';
import { en } from '../../src/ui/messages/en.ts';
import { receiver } from '../notify/receiver.ts';
import { mailSink } from '../notify/sink.ts';
import { NOW_MS } from '../store/setup.ts';
import { openCompany, run } from './setup.ts';

/** Channels from the command line: as they are set, how a message would look, and a test that arrives or says why not. */

async function ledger(notify: string) {
  const folder = mkdtempSync(join(tmpdir(), 'bedrock-ledger-channels-'));
  const db = join(folder, 'ledger.db');
  const config = join(folder, 'settings.yaml');
  writeFileSync(config, `db: ${db}\nnotify:\n${notify}`);
  const store = await openStore(db, { now: NOW_MS });
  let now = NOW_MS;
  onTestFinished(() => {
    store.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return {
    store,
    later: (ms: number) => {
      now += ms;
    },
    channels: (...args: string[]) =>
      run(['channels', ...args], { BEDROCK_LEDGER_CONFIG: config }, { clock: { now: () => now } }),
  };
}

it('says how to set one where none is', async () => {
  const { channels } = await ledger('  language: en\n');
  const { code, out } = await channels('list');
  expect([code, out]).toEqual([0, expect.stringMatching(/^No channel is set[\s\S]*kind: slack/)]);
  expect(JSON.parse((await channels('list', '--json')).out)).toEqual({ channels: [] });
});

it('lists them, shows a message as each would send it, and sends a test', async () => {
  const [mails, slack, gone] = [await mailSink(), await receiver(), await receiver({ status: 404 })];
  onTestFinished(async () => {
    for (const one of [mails, slack, gone]) await one.close();
  });
  const { channels, store, later } = await ledger(`  smtpUrl: ${mails.url}
  channels:
    - { name: alerts, kind: slack, url: "${slack.url}/T0/B0/secretpart", language: ja }
    - { name: ops, kind: teams, url: "${gone.url}/othersecret", topics: [health] }
    - { name: pager, kind: pagerduty, routingKey: R0123456789abcdefghij, url: "${gone.url}" }
`);
  const listed = await channels('list');
  for (const part of ['email', 'alerts', 'ops', new URL(slack.url).host, 'each reader by their role'])
    expect(listed.out).toContain(part);
  const looked = [listed.out, (await channels('list', '--json')).out];
  expect(looked.join()).not.toMatch(/secretpart|othersecret|R0123456789/);

  const preview = await channels('preview', 'alerts', '--message', 'threshold');
  expect(preview.out).toContain('CC-1000 Example');
  expect(JSON.parse(preview.out).blocks[0]).toMatchObject({ type: 'header' });
  const mail = JSON.parse((await channels('preview', 'email', '--language', 'ja', '--json')).out);
  expect(mail).toMatchObject({ locale: 'ja', json: null, html: expect.stringContaining('<html') });
  // Of this one it is told nothing.
  expect((await channels('preview', 'ops', '--message', 'threshold')).code).toBe(2);
  expect((await channels('preview', 'pager', '--json')).out).not.toContain('R0123456789');
  expect([mails.mails, slack.got]).toEqual([[], []]);

  const sent = await channels('test', 'alerts');
  expect([sent.code, sent.out]).toEqual([0, expect.stringMatching(/^Delivered in \d+ ms\.\n$/)]);
  expect(JSON.stringify(slack.got[0]?.body)).toContain('通知手段「alerts」のテスト');
  const again = await channels('test', 'alerts');
  expect([again.code, again.err]).toEqual([1, expect.stringContaining('once in 10 seconds')]);
  later(10_001);
  expect((await channels('test', 'alerts')).code).toBe(0);
  expect(slack.got).toHaveLength(2);

  expect(await channels('test', 'email')).toMatchObject({ code: 2, err: expect.stringContaining('--to') });
  expect((await channels('test', 'email', '--to', 'ann@example.com')).out).toContain('to ann@example.com');
  expect(mails.mails).toMatchObject([{ to: ['ann@example.com'], subject: 'A test of the channel email' }]);

  const failed = await channels('test', 'ops');
  expect([failed.code, failed.err.replaceAll('\n', ' ')]).toEqual([
    1,
    `Not delivered: Teams (ops) answered 404. ${en.channels.advice.address} `,
  ]);
  expect((await store.audit.list({ subject: 'channel:ops', limit: 9 })).map((one) => one.after)).toEqual([
    { delivered: false, ms: expect.any(Number), error: 'Teams (ops) answered 404', advice: 'address' },
    { channel: 'ops' },
  ]);
  expect((await channels('test', 'nowhere')).err).toContain('bedrock-ledger channels list');
});

it('publishes a test to a topic of SNS, in the Region of its ARN', async () => {
  const company = await openCompany({ users: 2, days: 1 });
  onTestFinished(() => company.close());
  (await openStore(company.db, { now: company.clock.now() })).close();
  const credentials = { accessKeyId: 'AKIASIMULATED0000000', secretAccessKey: 'simulated' };
  const client = new SNSClient({ endpoint: company.simulator.url, region: 'ap-northeast-1', credentials });
  const { TopicArn } = await client.send(new CreateTopicCommand({ Name: 'alerts' }));
  client.destroy();
  const channel = (name: string, arn = '') =>
    `{ name: ${name}, kind: sns, topicArn: "${arn}", language: ja }`;
  const channels = [channel('topic', TopicArn), channel('gone', `${TopicArn}-gone`)].join(', ');
  const file = company.write('sns.yaml', `db: ${company.db}\nnotify: { channels: [${channels}] }\n`);
  const test = (name: string) => company.run(['channels', 'test', name, '--config', file]);
  expect(await test('topic')).toMatchObject({ code: 0, out: expect.stringMatching(/^Delivered/) });
  expect(company.simulator.published()).toMatchObject([
    {
      topicArn: TopicArn,
      subject: 'Bedrock Ledger: test (info)',
      message: expect.stringContaining('テスト'),
    },
  ]);
  const gone = await test('gone');
  expect([gone.code, gone.err]).toEqual([1, expect.stringContaining(en.channels.advice.address)]);
});
