import { afterEach, beforeEach, expect, it } from 'vitest';
import { blameOf, NotSent } from '../../src/core/outbox.ts';
import { slackAppNotifier } from '../../src/notify/slackApp.ts';
import { type SlackSpace, slackSpace } from '../receivers/slack.ts';
import { messageWith } from './messageOf.ts';
import { receiver } from './receiver.ts';

/** Direct messages by a bot of Slack: to whom, and whose fault it is where they do not arrive. */

const clock = { now: () => Date.parse('2026-11-20T09:10:00.000Z') };
const ANN = { id: 'U1', email: 'ann@example.com' };

let space: SlackSpace;
beforeEach(async () => {
  space = await slackSpace([ANN, { id: 'U2', email: 'gone@example.com', deleted: true }]);
});
afterEach(() => space.close());

const appAt = (api: string, token = space.token, more = {}) =>
  slackAppNotifier({ name: 'people', kind: 'slackApp', token, signingSecret: null, api }, clock, more);
const failing = (sent: Promise<void>) =>
  sent.then(
    () => null,
    (error: unknown) => error,
  );

it('finds whom it is for by their address, once a run', async () => {
  const app = appAt(space.api);
  await app.send('Ann@example.com', messageWith());
  await app.send('Ann@example.com', messageWith());
  expect(space.posted.map(({ channel }) => channel)).toEqual(['DU1', 'DU1']);
  expect(space.posted[0]?.blocks[0]).toMatchObject({ type: 'header' });
  const found = () => space.calls.filter((call) => call === 'users.lookupByEmail').length;
  expect(found()).toBe(1);
  app.newRun();
  await app.send('Ann@example.com', messageWith());
  expect(found()).toBe(2);
});

it.each(['nobody@example.com', 'gone@example.com'])('says that %s is not there', async (email) => {
  const failed = await failing(appAt(space.api).send(email, messageWith()));
  expect(failed).toMatchObject({ blame: 'message', isNobodyThere: true });
  expect(String(failed)).toContain(`${email} is not in this Slack (people)`);
});

it.each([
  ['invalid_auth', 'channel'],
  ['token_revoked', 'channel'],
  ['internal_error', 'unsure'],
  ['invalid_blocks', 'message'],
])('says whose fault %s is, and names it', async (error, blame) => {
  space.fails('chat.postMessage', { error });
  const failed = await failing(appAt(space.api).send(ANN.email, messageWith()));
  expect([blameOf(failed), (failed as NotSent).isNobodyThere]).toEqual([blame, false]);
  expect(String(failed)).toContain(`Slack (people) answered chat.postMessage with ${error}`);
  expect(String(failed)).not.toContain(space.token);
});

it('names the scope that an app lacks', async () => {
  space.fails('users.lookupByEmail', { error: 'missing_scope', needed: 'users:read.email' });
  const failed = await failing(appAt(space.api).send(ANN.email, messageWith()));
  expect(String(failed)).toContain('missing_scope (it needs users:read.email)');
});

it('takes a token that is not taken for the channel’s fault', async () => {
  const failed = await failing(appAt(space.api, 'xoxb-of-somebody-else').send(ANN.email, messageWith()));
  expect([blameOf(failed), String(failed)]).toEqual(['channel', expect.stringContaining('invalid_auth')]);
});

it('waits as long as it is asked to', async () => {
  space.fails('users.lookupByEmail', { status: 429, retryAfter: '30' });
  const failed = await failing(appAt(space.api).send(ANN.email, messageWith()));
  expect(failed).toMatchObject({ blame: 'channel', askedToWaitMs: 30_000 });
});

it.each(['hangs', 'drips', 'resets', 'redirects'] as const)('is back where Slack %s', async (behaviour) => {
  const { url, close } = await receiver(behaviour);
  const failed = await failing(appAt(url, space.token, { withinMs: 150 }).send(ANN.email, messageWith()));
  await close();
  expect([failed instanceof NotSent, blameOf(failed)]).toEqual([true, 'channel']);
});
