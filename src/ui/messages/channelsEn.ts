import type { ChannelKind } from '../../core/channels.ts';
import type { TestAdvice } from '../../core/channelTest.ts';
import type { Topic } from '../../core/topics.ts';

/** Words of the page about channels: by what people are told, how that looks, and whether it arrives. */
export const channelsEn = {
  title: 'Channels',
  intro:
    'By what people are told, and whether it arrives. Of an address only the host is shown: what follows it, tokens and keys may be secret.',
  link: 'Channels: how messages look, and a test of each',
  none: 'No channel is set: nobody is told that a budget runs over, nor that this service fails.',
  noneHow:
    'Put one of these into the settings file and start the server again; this page then shows how messages look and sends a test. E-mail reaches each person by their role, a chat channel whoever reads it.',
  example: 'For the settings file',
  more: 'Another channel',
  moreHow: 'Channels are set in the settings file and count from the next start of the server:',
  kinds: {
    email: 'E-mail',
    webhook: 'Webhook',
    slack: 'Slack, incoming webhook',
    slackApp: 'Slack app',
    teams: 'Microsoft Teams',
    pagerduty: 'PagerDuty',
    sns: 'Amazon SNS topic',
  } satisfies Readonly<Record<ChannelKind, string>>,
  topics: {
    budgets: 'budgets',
    spend: 'spend',
    health: 'health of the service',
    requests: 'requests',
    reports: 'reports',
  } satisfies Readonly<Record<Topic, string>>,
  comma: ', ',
  leadsTo: 'Leads to',
  language: 'Language',
  languageOfReader: (text: string) => `${text}, where a reader chose none`,
  toldOf: 'Told of',
  ofWhom: 'Of whom',
  everything: 'everybody',
  byRole: 'each reader by their role',
  people: 'Figures of single people',
  peopleShown: 'shown',
  peopleHidden: 'not shown',
  arrived: 'Arrived last',
  arrivedNever: (days: number) => `nothing in ${days} days`,
  waiting: 'Waiting now',
  failed: 'Failed last',
  failedNever: 'nothing',
  tested: 'Tested last',
  testedNever: 'never',
  states: { well: 'takes messages', down: 'takes nothing', unused: 'nothing sent yet' },
  downSince: (at: string) => `since ${at}`,
  reason: (at: string, error: string) => `${at}: ${error}`,
  messages: 'Its messages',
  look: 'See how messages look',
  test: 'Send a test',
  testTo: 'To (e-mail)',
  testNote: 'One message, marked as a test, leaves at once.',
  testPager: 'One event, marked as a test, leaves at once. It may open an incident: resolve it there.',
  outcome: {
    delivered: (channel: string, ms: string) => `The test by ${channel} was delivered in ${ms} ms.`,
    failed: (channel: string, error: string) => `The test by ${channel} was not delivered: ${error}.`,
    short: (ms: string) => `delivered in ${ms} ms`,
    tooSoon: 'It was tested just now, and no second test was sent. Wait ten seconds.',
  },
  advice: {
    login:
      'The mail server does not accept who signs in: see to the user and the password in notify.smtpUrl.',
    address:
      'The receiver does not know this address or key, or not any more: make a new one there, put it into the settings and start the server again.',
    rights:
      'AWS does not let this service publish there: print the policy of the service anew and put it in force, or renew its credentials.',
    recipient: 'The mail server does not take this recipient: see to the address, and to notify.from.',
    form: 'The receiver does not understand what it got: see to the kind, and to the format of a webhook.',
    wait: 'The receiver had too many messages: wait a minute and try again.',
    receiver: 'The receiver failed itself: try again, and look at its status page if it stays so.',
    unreached:
      'Nothing answered there: see to the host, the network, a proxy and the firewall; "bedrock-ledger doctor" checks them.',
    late: 'Nothing was answered in time: see to the network and the firewall. The message may still arrive.',
  } satisfies Readonly<Record<TestAdvice, string>>,
  preview: {
    title: (channel: string) => `How messages look: ${channel}`,
    intro:
      'As this channel would send them; nothing is sent. People and figures are made up, the words are the real ones.',
    message: 'Message',
    language: 'Language',
    show: 'Show',
    html: 'As a mail program shows it',
    frame: (subject: string) => `Mail: ${subject}`,
    alone: 'On a page of its own',
    text: 'As text',
    json: 'What is posted',
    back: 'All channels',
  },
};
