import {
  CreateTopicCommand,
  GetTopicAttributesCommand,
  PublishCommand,
  SNSClient,
} from '@aws-sdk/client-sns';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Simulator, startSimulator } from '../../../src/simulator/server.ts';

/** Topics of SNS, as AWS's own client speaks to them. */

let simulator: Simulator;
let client: SNSClient;
let arn: string;
beforeAll(async () => {
  simulator = await startSimulator({
    users: 4,
    days: 2,
    nowMs: Date.parse('2026-11-20T09:00:00Z'),
    speed: 0,
  });
  client = new SNSClient({
    endpoint: simulator.url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'AKIASIMULATED0000000', secretAccessKey: 'simulated' },
    maxAttempts: 1,
  });
  arn = (await client.send(new CreateTopicCommand({ Name: 'alerts' }))).TopicArn ?? '';
});
afterAll(async () => {
  client.destroy();
  await simulator.close();
});

it('takes a message with its attributes', async () => {
  const attributes = { kind: { DataType: 'String', StringValue: 'budget.threshold' } };
  const message = {
    TopicArn: arn,
    Subject: 'Over',
    Message: '予算 & <100 %>',
    MessageAttributes: attributes,
  };
  expect(await client.send(new PublishCommand(message))).toMatchObject({ MessageId: expect.any(String) });
  expect(simulator.published()).toEqual([
    { topicArn: arn, subject: 'Over', message: '予算 & <100 %>', attributes: { kind: 'budget.threshold' } },
  ]);
});

it('tells what a topic is', async () => {
  const { Attributes } = await client.send(new GetTopicAttributesCommand({ TopicArn: arn }));
  expect(Attributes).toMatchObject({ TopicArn: arn, SubscriptionsConfirmed: '0' });
});

it.each([
  ['no topic', { TopicArn: 'arn:aws:sns:us-east-1:111122223333:nothing' }, 'NotFoundException'],
  ['another Region', { TopicArn: 'arn:aws:sns:eu-west-1:111122223333:alerts' }, 'InvalidParameterException'],
  ['a subject of two lines', { Subject: 'a\nb' }, 'InvalidParameterException'],
  ['a subject that is no ASCII', { Subject: '予算' }, 'InvalidParameterException'],
  ['a long subject', { Subject: 'x'.repeat(101) }, 'InvalidParameterException'],
  ['a long message', { Message: 'x'.repeat(262_145) }, 'InvalidParameterException'],
])('refuses %s as SNS does', async (_, wrong, name) => {
  const asked = client.send(new PublishCommand({ TopicArn: arn, Message: 'x', ...wrong }));
  await expect(asked).rejects.toMatchObject({ name });
});

it('wants a group of a message to a FIFO topic', async () => {
  const made = new CreateTopicCommand({ Name: 'alerts.fifo', Attributes: { FifoTopic: 'true' } });
  const { TopicArn } = await client.send(made);
  await expect(client.send(new PublishCommand({ TopicArn, Message: 'x' }))).rejects.toThrow('MessageGroupId');
});
