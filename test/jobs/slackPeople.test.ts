import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { listAlerts } from '../../src/app/budgets/alerts.ts';
import { viewerOfPerson } from '../../src/core/access.ts';
import type { SlackAppChannel } from '../../src/core/channels.ts';
import { money, ZERO } from '../../src/core/money.ts';
import { instantOf } from '../../src/core/periods.ts';
import { runSync } from '../../src/jobs/sync.ts';
import { emailNotifier } from '../../src/notify/email.ts';
import { slackAppNotifier } from '../../src/notify/slackApp.ts';
import { ofMonth } from '../alertOf.ts';
import { askingOf } from '../asking.ts';
import { type MailSink, mailSink } from '../notify/sink.ts';
import { NOTIFY } from '../notifySettings.ts';
import { type SlackSpace, slackSpace } from '../receivers/slack.ts';
import { requestOf } from '../store/requestOf.ts';
import { type Bench, type Collected, collected, tamper } from './setup.ts';

/** People who are told by a bot of Slack: who is not there, and what the outbox makes of it. */

const FROM = 'Bedrock Ledger <ledger@example.com>';
const ACTOR = { id: 'local:test' };
const [ANN, BOB] = ['ann@example.com', 'bob@example.com'] as const;

let company: Collected;
let b: Bench;
let sink: MailSink;
let space: SlackSpace;

beforeAll(async () => {
  company = await collected([], { world: { users: 2, days: 5 } });
});
afterAll(() => company.remove());
beforeEach(async () => {
  sink = await mailSink();
  space = await slackSpace([{ id: 'U1', email: ANN }]);
});
afterEach(async () => {
  await b.close();
  await sink.close();
  await space.close();
});

async function bench({
  mail,
  to = [],
  signingSecret = null,
}: {
  mail: boolean;
  to?: string[];
  signingSecret?: string | null;
}): Promise<void> {
  const { token, api } = space;
  const app: SlackAppChannel = { name: 'people', kind: 'slackApp', token, signingSecret, api };
  const smtpUrl = mail ? sink.url : null;
  b = await company.bench({
    settings: {
      publicUrl: 'https://ledger.example.com',
      notify: { ...NOTIFY, smtpUrl, from: FROM, to, channels: [app] },
    },
    notifiers: [
      slackAppNotifier(app, { now: () => b.clock.now() }),
      ...(smtpUrl === null ? [] : [emailNotifier(smtpUrl, FROM)]),
    ],
  });
}
const now = () => instantOf(b.clock.now());
const deliver = async () => (await runSync(b.deps, ['deliver'])).runs[0];
/** A budget of somebody that was crossed, and what they are told of it. */
async function crossed(email: string, percent = 80, to: readonly string[] = [email]): Promise<void> {
  const { budget } = await b.store.budgets.set({ kind: 'user', key: email }, money('10'), ACTOR, now());
  const alert = ofMonth({
    budgetId: budget.id,
    scopeKind: 'user' as const,
    scopeKey: email,
    version: budget.version,
    month: now().slice(0, 7),
    thresholdPercent: percent,
    spent: money('9'),
    unpricedTokens: 0n as never,
    cautious: ZERO,
    budget: budget.amount,
    label: 'estimated' as const,
    staleSince: null,
    crossedAt: now(),
  });
  const send = to.map((target) => ({ channel: 'people', target }));
  await tamper(b.store, (lease) => b.store.alerts.record(lease, [{ ...alert, send }], now()));
}

/** Ann is asked of a request of Bob's, in Japanese. */
async function asked(): Promise<void> {
  await b.store.requests.ask(requestOf({}), ACTOR, now());
  const data = {
    user: BOB,
    userName: 'Bob',
    costCenter: 'CC-1',
    reason: '',
    model: 'M',
    region: 'us-east-1',
  };
  const how = { accountId: '123456789012', deadlineAt: now(), deputyFor: '', escalated: false };
  const letter = {
    ...{ kind: 'requestAsked' as const, to: ANN, about: 'request:one' as const, locale: 'ja' as const },
    data: { requestId: 'one', ...data, ...how },
    send: [{ channel: 'people', target: ANN, role: 'asked' as const }],
  };
  await b.store.letters.owe([letter], now());
}

it('goes by e-mail to whoever is not in this Slack, and says so', async () => {
  await bench({ mail: true });
  await crossed(ANN);
  await crossed(BOB);
  const first = await deliver();
  expect(first?.errors).toEqual([
    {
      slice: `people to ${BOB}`,
      error: `${BOB} is not in this Slack (people); goes by e-mail instead`,
    },
  ]);
  expect(
    (await b.store.alerts.waiting(10)).map(({ channel, target, lastError }) => [channel, target, lastError]),
  ).toEqual([['email', BOB, `${BOB} is not in this Slack (people)`]]);
  expect((await deliver())?.errors).toEqual([]);
  expect(space.posted.map(({ channel }) => channel)).toEqual(['DU1']);
  expect(sink.mails.map(({ to }) => to)).toEqual([[BOB]]);
});

it('gives up at once where there is no e-mail', async () => {
  await bench({ mail: false });
  await crossed(BOB);
  expect((await deliver())?.errors[0]?.error).toBe(`${BOB} is not in this Slack (people); given up`);
  expect(await b.store.alerts.outbox()).toMatchObject({ waiting: 0, givenUp: 1, channels: [] });
});

it('names a token that is not taken, and loses nothing meanwhile', async () => {
  await bench({ mail: true });
  space.fails('users.lookupByEmail', { error: 'invalid_auth' });
  await crossed(ANN);
  await deliver();
  expect(await b.store.alerts.outbox()).toMatchObject({
    waiting: 1,
    channels: [{ channel: 'people', lastError: expect.stringContaining('invalid_auth') }],
  });
  space.fails('users.lookupByEmail', null);
  b.clock.advance(5 * 60_000);
  await deliver();
  expect(space.posted).toHaveLength(1);
});

it('what one reader was told overtakes nothing of another', async () => {
  await bench({ mail: false, to: [BOB] });
  space.people.push({ id: 'U2', email: BOB });
  await crossed(ANN, 80, [ANN, BOB]);
  await crossed(ANN, 100, [BOB]);
  await deliver();
  expect(space.posted.map(({ channel }) => channel).sort()).toEqual(['DU1', 'DU2']);
});

it.each([
  ['a-signing-secret-of-the-tests', ['answer-approve', 'answer-decline', 'open-0']],
  // What is pressed would come to nobody.
  [null, ['open-0']],
])('whoever is asked has buttons only where presses can be proven: %s', async (signingSecret, expected) => {
  await bench({ mail: false, signingSecret });
  await asked();
  expect((await deliver())?.errors).toEqual([]);
  const actions = space.posted[0]?.blocks.find(({ type }) => type === 'actions');
  expect(actions.elements.map(({ action_id }: { action_id: string }) => action_id)).toEqual(expected);
});

it('what waits for somebody follows them to another address, and is theirs to see', async () => {
  await bench({ mail: false });
  const person = { name: null, costCenter: null, manager: null, active: true, groups: null };
  const how = { complete: false, actor: ACTOR, now: now() };
  await b.store.people.learn('file', [{ email: ANN, ...person }], how);
  await asked();
  await b.store.people.rename(ANN, 'ann.new@example.com', ACTOR, now());
  const waiting = await b.store.alerts.waiting(10);
  expect(waiting.map(({ target, letter }) => [target, letter?.to])).toEqual([
    ['ann.new@example.com', 'ann.new@example.com'],
  ]);
  await crossed(BOB);
  await b.store.people.learn('file', [{ email: BOB, ...person }], how);
  const facts = await b.store.people.viewerFacts(BOB, now());
  if (facts === null) throw new Error('Bob is not here');
  const viewer = viewerOfPerson(facts, { administrators: [], groups: [] });
  const { alerts } = await listAlerts(askingOf(b.store, { viewer, now: b.clock.now() }), {
    limit: 9,
    offset: 0,
  });
  expect(alerts.flatMap(({ deliveries }) => deliveries.map(({ target }) => target))).toEqual([BOB]);
});
