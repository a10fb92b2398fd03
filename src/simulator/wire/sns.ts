import { chance } from './chance.ts';
import { AwsError } from './errors.ts';
import { parseModel } from './model.ts';
import { sns as text } from './models/sns.ts';
import type {
  CreateTopicInput,
  CreateTopicResponse,
  GetTopicAttributesInput,
  GetTopicAttributesResponse,
  PublishInput,
  PublishResponse,
} from './models/sns-types.ts';
import type { Call, Service } from './service.ts';

/** Message and attributes together, bytes (Amazon SNS quotas). */
const MOST_BYTES = 262_144;

/** A message as a topic has taken it. */
export interface Published {
  topicArn: string;
  subject: string | undefined;
  message: string;
  attributes: Readonly<Record<string, string>>;
}

/** Topics that were made, and what was published to them, in its order. */
export class Topics {
  readonly published: Published[] = [];
  private readonly names = new Map<string, string>();

  add(arn: string, displayName: string): void {
    this.names.set(arn, displayName);
  }

  /** @throws NotFoundException where nobody made it; InvalidParameterException for one of another Region */
  displayName(arn: string, { region }: Call): string {
    const [, , service, ofRegion, account, name] = arn.split(':');
    if (service !== 'sns' || ofRegion !== region || !/^\d{12}$/.test(account ?? '') || !name)
      throw invalid('TopicArn');
    const found = this.names.get(arn);
    if (found === undefined) throw new AwsError('NotFoundException', 'Topic does not exist', 404);
    return found;
  }
}

/** Simple Notification Service: topics, and what is published to them. Nobody subscribes. */
export function snsService(topics: Topics): Service {
  return {
    id: 'sns',
    signingName: 'sns',
    xmlNamespace: 'http://sns.amazonaws.com/doc/2010-03-31/',
    model: parseModel(text),
    invalid: (message) => new AwsError('InvalidParameterException', `Invalid parameter: ${message}`),
    throttled: (message) => new AwsError('Throttling', message),
    handlers: {
      CreateTopic: (call: Call, input: CreateTopicInput) => createTopic(call, input, topics),
      GetTopicAttributes: (call: Call, input: GetTopicAttributesInput) => attributesOf(call, input, topics),
      Publish: (call: Call, input: PublishInput) => publish(call, input, topics),
    },
  };
}

const invalid = (what: string): AwsError =>
  new AwsError('InvalidParameterException', `Invalid parameter: ${what}`);

function createTopic(
  { region, account }: Call,
  { Name, Attributes = {} }: CreateTopicInput,
  topics: Topics,
): CreateTopicResponse {
  const isFifo = Attributes.FifoTopic === 'true';
  if (!/^[\w-]{1,256}(\.fifo)?$/.test(Name) || Name.endsWith('.fifo') !== isFifo) throw invalid('Topic Name');
  const arn = `arn:aws:sns:${region}:${account}:${Name}`;
  topics.add(arn, Attributes.DisplayName ?? '');
  return { TopicArn: arn };
}

function attributesOf(
  call: Call,
  { TopicArn }: GetTopicAttributesInput,
  topics: Topics,
): GetTopicAttributesResponse {
  const DisplayName = topics.displayName(TopicArn, call);
  const counts = { SubscriptionsConfirmed: '0', SubscriptionsPending: '0', SubscriptionsDeleted: '0' };
  return {
    Attributes: {
      TopicArn,
      Owner: TopicArn.split(':')[4] ?? '',
      DisplayName,
      ...counts,
      ...(TopicArn.endsWith('.fifo') && { FifoTopic: 'true', ContentBasedDeduplication: 'false' }),
    },
  };
}

function publish(call: Call, input: PublishInput, topics: Topics): PublishResponse {
  const { TopicArn = input.TargetArn, Message, Subject, MessageAttributes = {}, MessageGroupId } = input;
  if (TopicArn === undefined) throw invalid('TopicArn or TargetArn Reason: no value for required parameter');
  topics.displayName(TopicArn, call);
  if (Message === '') throw invalid('Empty message');
  checkSubject(Subject);
  if (TopicArn.endsWith('.fifo') && MessageGroupId === undefined)
    throw invalid('The MessageGroupId parameter is required for FIFO topics');
  const attributes = Object.entries(MessageAttributes).map(([name, { DataType, StringValue = '' }]) => {
    if (!/^(String|Number|Binary)/.test(DataType) || StringValue === '')
      throw new AwsError('InvalidParameterValueException', `The message attribute '${name}' is not valid.`);
    return [name, DataType, StringValue] as const;
  });
  const bytes = [Message, ...attributes.flat()].reduce((sum, one) => sum + Buffer.byteLength(one), 0);
  if (bytes > MOST_BYTES) throw invalid('Message too long');
  topics.published.push({
    topicArn: TopicArn,
    subject: Subject,
    message: Message,
    attributes: Object.fromEntries(attributes.map(([name, , value]) => [name, value])),
  });
  const serial = Math.floor(chance(call.world.options.seed, TopicArn, call.requestNumber) * 16 ** 12);
  return { MessageId: `5a1b2c3d-0000-5000-8000-${serial.toString(16).padStart(12, '0')}` };
}

/** ASCII that begins with a letter, a number or punctuation, in one line, of at most 100 characters (API reference). */
function checkSubject(subject: string | undefined): void {
  if (subject !== undefined && !/^[!-~][ -~]{0,99}$/.test(subject)) throw invalid('Subject');
}
