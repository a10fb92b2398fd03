import { expect, it } from 'vitest';
import { channelsSet, kindsBy } from '../../src/core/channelList.ts';
import { NOTIFY } from '../notifySettings.ts';

/** Channels as whoever looks after them sees them. */

const SECRET = 'T0SECRET';
const all = channelsSet({
  ...NOTIFY,
  language: 'ja',
  smtpUrl: `smtps://ann:${SECRET}@mail.example.com:465/${SECRET}`,
  webhook: {
    url: `https://hook.example.com/${SECRET}?key=${SECRET}`,
    secret: SECRET,
    format: 'json',
    people: true,
  },
  channels: [
    {
      ...{
        name: 'pager',
        kind: 'pagerduty',
        routingKey: SECRET,
        url: 'https://events.pagerduty.com/v2/enqueue',
      },
      ...{ language: 'en', topics: ['budgets', 'health'], of: ['everything'], people: false },
    },
    {
      ...{
        name: 'bot',
        kind: 'slackApp',
        token: SECRET,
        signingSecret: SECRET,
        api: 'https://slack.com/api/',
      },
      ...{ language: 'en', topics: [], of: [], people: false },
    },
  ],
});

it('holds no secret, and of an address the host', () => {
  expect(JSON.stringify(all)).not.toContain(SECRET);
  expect(all.map(({ name, kind, host }) => [name, kind, host])).toEqual([
    ['email', 'email', 'mail.example.com:465'],
    ['webhook', 'webhook', 'hook.example.com'],
    ['pager', 'pagerduty', 'events.pagerduty.com'],
    ['bot', 'slackApp', 'slack.com'],
  ]);
});

it('says what each is told of, as it is decided who is told', () => {
  const of = (name: string) => all.filter((one) => one.name === name);
  expect(of('pager')).toMatchObject([{ topics: ['health'], of: ['everything'], people: false }]);
  expect(of('email')).toMatchObject([{ language: 'ja', of: [], people: true }]);
  const kinds = of('pager').flatMap((one) => kindsBy(one, { ...NOTIFY, tells: ['billDisagrees'] }));
  expect(kinds).toEqual([
    ...['test', 'heldBack', 'jobFailing', 'jobWell', 'jobStuck', 'ownersLeft', 'staleData', 'billDisagrees'],
  ]);
});
