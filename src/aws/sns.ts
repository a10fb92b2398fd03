import { GetTopicAttributesCommand, PublishCommand } from '@aws-sdk/client-sns';
import { type Blame, NotSent } from '../core/outbox.ts';
import { type SnsForm, topicPlace } from '../core/snsForm.ts';
import { AwsError, type AwsErrorKind } from './errors.ts';
import type { Run } from './runner.ts';
import type { SnsGateway } from './types.ts';

const service = 'sns';

/**
 * Topics of Amazon SNS, each in the account and Region of its ARN: with the role that the settings name for that account,
 * else with the credentials at hand.
 */
export function createSnsGateway(run: Run): SnsGateway {
  return {
    async publish(topicArn, { subject, message, attributes }: SnsForm) {
      try {
        await run({
          service,
          operation: 'Publish',
          target: topicPlace(topicArn),
          send: (client) =>
            client.send(
              new PublishCommand({
                TopicArn: topicArn,
                Subject: subject,
                Message: message,
                MessageAttributes: Object.fromEntries(
                  Object.entries(attributes).map(([name, StringValue]) => [
                    name,
                    { DataType: 'String', StringValue },
                  ]),
                ),
              }),
            ),
        });
      } catch (error) {
        throw error instanceof AwsError ? notSent(error) : error;
      }
    },
    async look(topicArn) {
      await run({
        service,
        operation: 'GetTopicAttributes',
        target: topicPlace(topicArn),
        send: (client) => client.send(new GetTopicAttributesCommand({ TopicArn: topicArn })),
      });
    },
  };
}

/** What is invalid is of one message; AWS throttles and fails now and then; all else would refuse every message. */
const BLAME: Readonly<Partial<Record<AwsErrorKind, Blame>>> = {
  invalid: 'message',
  throttled: 'unsure',
  unavailable: 'unsure',
};
const STATUS: Readonly<Partial<Record<AwsErrorKind, number>>> = {
  accessDenied: 403,
  expiredCredentials: 403,
  notFound: 404,
  throttled: 429,
};

function notSent(error: AwsError): NotSent {
  const status = STATUS[error.kind];
  return new NotSent(BLAME[error.kind] ?? 'channel', error.fact, {
    cause: error,
    ...(status === undefined ? {} : { status }),
  });
}
