import * as z from 'zod';
import { asked, email, flag, list, optional, text, twice, usd, whole } from './configValues.ts';
import { WEBHOOK_FORMATS } from './core/channels.ts';
import { LETTER_LOCALES } from './core/letters.ts';
import { OUTGOING_WORDS, outgoingFaultOf } from './core/outgoing.ts';
import { REPORT_RHYTHMS } from './core/preferences.ts';
import { isTime, isTimeZone } from './core/quiet.ts';
import { WEEKDAYS } from './core/reportTimes.ts';
import { topicFault } from './core/snsForm.ts';
import { CHOSEN_KINDS, type Topic } from './core/topics.ts';
import { DOLLARS } from './core/typedNumbers.ts';

/** How people are told: what `notify` may hold. */

const oneOf = <const T extends readonly string[]>(values: T) =>
  z.enum(values, `must be one of ${values.join(', ')}`);
const LOCAL_TIME = 'must be a time of day such as 08:00';
const localTime = z.string(LOCAL_TIME).refine(isTime, LOCAL_TIME);
const TIME_ZONE = 'must be an IANA time zone such as Asia/Tokyo or UTC';
const timeZone = z.string(TIME_ZONE).refine(isTimeZone, TIME_ZONE);
const language = z.enum(LETTER_LOCALES, `must be ${LETTER_LOCALES.join(' or ')}`).default('en');

const NAME = 'must be 2 to 40 small letters, digits and -, and not email or webhook, which are set apart';
const CHANNEL_TOPICS = ['budgets', 'spend', 'health', 'requests'] as const satisfies readonly Topic[];
const TOPIC = 'must be the ARN of a topic of Amazon SNS';
const shared = {
  name: z
    .string(NAME)
    .regex(/^[a-z][a-z0-9-]{1,39}$/, NAME)
    .refine((name) => name !== 'email' && name !== 'webhook', NAME),
  language,
  topics: list(oneOf(CHANNEL_TOPICS)).default(['budgets', 'spend', 'health']),
  of: list(text(2)).default(['everything']),
  people: flag.default(false),
};
const channel = z.discriminatedUnion(
  'kind',
  [
    z.strictObject({
      ...shared,
      kind: z.literal('webhook'),
      url: asked,
      secret: text(16),
      format: oneOf(WEBHOOK_FORMATS).default('json'),
    }),
    z.strictObject({ ...shared, kind: z.literal('slack'), url: asked }),
    z.strictObject({
      name: shared.name,
      kind: z.literal('slackApp'),
      token: text(20),
      signingSecret: optional(text(16)),
      api: asked.transform((url) => url.replace(/\/+$/, '')).default('https://slack.com/api'),
    }),
    z.strictObject({ ...shared, kind: z.literal('teams'), url: asked }),
    z.strictObject({
      ...shared,
      kind: z.literal('pagerduty'),
      routingKey: text(20),
      url: asked.default('https://events.pagerduty.com/v2/enqueue'),
    }),
    z.strictObject({
      ...shared,
      kind: z.literal('sns'),
      topicArn: z.string(TOPIC).superRefine((arn, context) => {
        const fault = topicFault(arn);
        if (fault !== null) context.addIssue(fault);
      }),
    }),
  ],
  'must say its kind: webhook, slack, slackApp, teams, pagerduty or sns',
);

export const notifySchema = z
  .strictObject({
    smtpUrl: optional(
      z
        .url({ protocol: /^smtps?$/, error: 'must be smtp://… or smtps://…', abort: true })
        .refine((url) => outgoingFaultOf(url) === null, OUTGOING_WORDS),
    ),
    from: text(3).default('Bedrock Ledger <bedrock-ledger@localhost>'),
    to: list(email).default([]),
    toOwner: flag.default(true),
    toManagers: flag.default(true),
    toCostCenterOwners: flag.default(true),
    toFinance: flag.default(true),
    toAdministrators: flag.default(true),
    language,
    tells: list(oneOf(CHOSEN_KINDS)).default([]),
    quietHours: optional(
      z.strictObject({
        from: localTime,
        until: localTime,
        timeZone: timeZone.default('UTC'),
        weekends: flag.default(false),
      }),
    ),
    jumps: z.strictObject({ toManagerAbove: optional(usd(DOLLARS)) }).prefault({}),
    digest: z
      .strictObject({
        above: whole(2, 100).default(5),
        at: localTime.default('08:00'),
        timeZone: timeZone.default('UTC'),
      })
      .prefault({}),
    reports: z
      .strictObject({
        rhythm: oneOf(REPORT_RHYTHMS).default('never'),
        at: optional(localTime),
        timeZone: optional(timeZone),
        weekday: oneOf(WEEKDAYS).default('monday'),
      })
      .prefault({}),
    webhook: optional(
      z.strictObject({
        url: asked,
        secret: text(16),
        format: oneOf(WEBHOOK_FORMATS).default('json'),
        people: flag.default(false),
      }),
    ),
    channels: z
      .array(channel, 'must be a list of channels with name and kind')
      .superRefine((channels, context) => {
        const again = twice(channels.map(({ name }) => name));
        if (again !== undefined) context.addIssue(`names ${again} twice`);
      })
      .default([]),
  })
  .prefault({})
  .transform((set) => ({
    ...set,
    reports: {
      ...set.reports,
      at: set.reports.at ?? set.digest.at,
      timeZone: set.reports.timeZone ?? set.digest.timeZone,
    },
  }));
