import { expect, it } from 'vitest';
import type { ChannelSetting } from '../../src/core/channels.ts';
import { personalChannel } from '../../src/core/routes.ts';
import { NOTIFY } from '../notifySettings.ts';

/** By which channel one person is told: an app of Slack where there is one, else e-mail, unless they chose. */

const app: ChannelSetting = {
  name: 'people',
  kind: 'slackApp',
  token: 'xoxb-a-token-of-the-tests',
  signingSecret: null,
  api: 'https://slack.com/api',
};
const shared = { language: 'en', topics: ['budgets'], of: ['everything'], people: false } as const;
const ops: ChannelSetting = {
  name: 'ops',
  kind: 'slack',
  url: 'https://hooks.slack.com/services/x',
  ...shared,
};
const smtpUrl = 'smtp://mail.example.com';

it.each([
  ['nothing chosen, both set', { smtpUrl, channels: [ops, app] }, null, 'people'],
  ['e-mail chosen', { smtpUrl, channels: [ops, app] }, 'email', 'email'],
  ['e-mail chosen that is switched off', { smtpUrl: null, channels: [app] }, 'email', 'people'],
  ['a channel that many read', { smtpUrl, channels: [ops] }, 'ops', 'email'],
  ['an app that is gone', { smtpUrl, channels: [] }, 'people', 'email'],
  ['nothing set', { smtpUrl: null, channels: [ops] }, null, null],
])('%s', (_, set, via, expected) => expect(personalChannel({ ...NOTIFY, ...set }, via)).toBe(expected));
