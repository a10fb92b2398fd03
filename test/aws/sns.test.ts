import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { CreateTopicCommand, SNSClient } from '@aws-sdk/client-sns';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { topicChecks } from '../../src/cli/doctorChannels.ts';
import { readConfig } from '../../src/config.ts';
import { NotSent } from '../../src/core/outbox.ts';
import { serviceStatements } from '../../src/core/policies/service.ts';
import { choicesOf } from '../../src/core/policies/standard.ts';
import { snsForm } from '../../src/core/snsForm.ts';
import { notifiersOf } from '../../src/notify/all.ts';
import { outwardOfProcess } from '../../src/outward/outward.ts';
import { type Simulator, startSimulator } from '../../src/simulator/server.ts';
import { openStore } from '../../src/store/open.ts';
import { messageWith } from '../notify/messageOf.ts';
import { NOTIFY } from '../notifySettings.ts';
import { awsAt, PAYER_KEYS } from './setup.ts';

/** Messages to a topic of SNS, by the real SDK and by what the printed policy of the service allows. */

const NOW = Date.parse('2026-11-20T09:30:00.000Z');
const ACCOUNT = '111122223333';
const REGION = 'eu-west-1';
const shared = { language: 'en' as const, topics: ['budgets' as const], of: ['everything'], people: false };

let simulator: Simulator;
let topicArn: string;
const clientOf = () => ({ endpoint: simulator.url, region: REGION, credentials: PAYER_KEYS });
beforeAll(async () => {
  simulator = await startSimulator({ nowMs: NOW, speed: 0, users: 4, days: 2 });
  const client = new SNSClient(clientOf());
  topicArn = (await client.send(new CreateTopicCommand({ Name: 'alerts' }))).TopicArn ?? '';
  client.destroy();
});
afterAll(() => simulator.close());

/** A role of the service that may what is printed for these settings. */
async function roleFor(name: string, topics: readonly string[]): Promise<string> {
  const iam = new IAMClient(clientOf());
  const trust = { Effect: 'Allow', Principal: { AWS: ACCOUNT }, Action: 'sts:AssumeRole' };
  const made = new CreateRoleCommand({
    RoleName: name,
    AssumeRolePolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: trust }),
  });
  const { Role } = await iam.send(made);
  const channels = topics.map((arn) => ({ ...shared, name: 'ops', kind: 'sns' as const, topicArn: arn }));
  const settings = { ...readConfig({}), notify: { ...NOTIFY, channels } };
  const Statement = serviceStatements(choicesOf(settings, []));
  const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement });
  await iam.send(new PutRolePolicyCommand({ RoleName: name, PolicyName: 'service', PolicyDocument }));
  iam.destroy();
  return Role?.Arn ?? '';
}
const through = (roleArn: string) =>
  awsAt(simulator.url, NOW, { accounts: [{ accountId: ACCOUNT, roleArn }] }).sns;

it('publishes to the Region of the topic what fits there', async () => {
  const { sns } = awsAt(simulator.url, NOW);
  const channel = { ...shared, name: 'ops', kind: 'sns' as const, topicArn };
  const [sender] = notifiersOf(
    { ...NOTIFY, channels: [channel] },
    { now: () => NOW },
    {
      outward: outwardOfProcess(),
      publish: (arn, form) => sns.publish(arn, form),
    },
  );
  await sender?.send('ops', messageWith({ subject: 'Über 80 % – “R&D”', notes: ['予算'.repeat(60_000)] }));
  const [published] = simulator.published();
  expect([sender?.channel, published]).toMatchObject([
    'ops',
    {
      topicArn,
      subject: 'Bedrock Ledger: budget.threshold (warning)',
      attributes: { kind: 'budget.threshold', severity: 'warning' },
    },
  ]);
  expect(published?.message).toMatch(/^Über 80 % – “R&D”\n\n/);
  await sns.look(topicArn);
});

it('says whose fault it is that a topic takes nothing', async () => {
  const { sns } = awsAt(simulator.url, NOW);
  const gone = topicArn.replace('alerts', 'gone');
  const failed = await sns.publish(gone, snsForm(messageWith())).catch((error: unknown) => error);
  expect(failed).toBeInstanceOf(NotSent);
  expect(failed).toMatchObject({
    blame: 'channel',
    status: 404,
    message: expect.stringContaining('SNS Publish'),
  });
  await expect(sns.look(gone)).rejects.toMatchObject({ kind: 'notFound' });
});

it('may do so by the printed policy where a topic is set, and by none where it is not', async () => {
  const may = through(await roleFor('with-topic', [topicArn]));
  await may.publish(topicArn, snsForm(messageWith()));
  await may.look(topicArn);
  const mayNot = through(await roleFor('without-topic', []));
  await expect(mayNot.publish(topicArn, snsForm(messageWith()))).rejects.toMatchObject({
    blame: 'channel',
    status: 403,
    message: expect.stringContaining('sns:Publish'),
  });
});

it('is looked at by the doctor, who sends nothing', async () => {
  const before = simulator.published().length;
  const channels = ['alerts', 'gone'].map((name) => ({
    ...shared,
    name,
    kind: 'sns' as const,
    topicArn: topicArn.replace('alerts', name),
  }));
  const store = await openStore(':memory:', { now: NOW });
  const settings = { ...readConfig({}), notify: { ...NOTIFY, channels } };
  const aws = awsAt(simulator.url, NOW);
  const found = await topicChecks({ settings, store, clock: { now: () => NOW }, awsFactory: () => aws });
  store.close();
  expect(found).toMatchObject([
    { check: 'topic of alerts', state: 'ok', found: topicArn },
    { check: 'topic of gone', state: 'failed', mend: 'bedrock-ledger policies print service' },
  ]);
  expect(simulator.published()).toHaveLength(before);
});

it('makes a subject of ASCII in one line, cut to what SNS takes', () => {
  const of = (subject: string) => snsForm(messageWith({ subject })).subject;
  expect(of('“R&D” – 80 %…')).toBe('"R&D" - 80 %...');
  expect(of('x'.repeat(120))).toBe(`${'x'.repeat(97)}...`);
  expect(of(' \n a')).toMatch(/^[!-~][ -~]{0,99}$/);
  expect(of('予算の 80%')).toBe('Bedrock Ledger: budget.threshold (warning)');
});
