import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ChannelSetting } from '../../src/core/channels.ts';
import type { Notifier } from '../../src/jobs/job.ts';
import { runSync } from '../../src/jobs/sync.ts';
import { emailNotifier } from '../../src/notify/email.ts';
import { slackNotifier } from '../../src/notify/slack.ts';
import { teamsNotifier } from '../../src/notify/teams.ts';
import { webhookNotifier } from '../../src/notify/webhook.ts';
import { type Behaviour, type Receiver, receiver } from '../notify/receiver.ts';
import { mailSink } from '../notify/sink.ts';
import { NOTIFY } from '../notifySettings.ts';
import { crossedOn } from './crossed.ts';
import { type Bench, type Collected, collected } from './setup.ts';

/** Receivers at their worst, all at once: whoever is well is told at once, and nobody in the end twice or not at all. */

const SECRET = 'a secret of the receiver';
/** Of one message: short, since receivers that hang are waited for. */
const WITHIN = { withinMs: 250 };
const PEOPLE = ['ann', 'bob', 'cyd', 'dan'].map((name) => `${name}@example.com`);

let company: Collected;
let b: Bench;
let open: { close(): Promise<void> }[];
beforeAll(async () => {
  company = await collected([], { world: { users: 2, days: 5 } });
});
afterAll(() => company.remove());
beforeEach(() => {
  open = [];
});
afterEach(async () => {
  await b.close();
  for (const one of open) await one.close();
});

async function at(behaviour?: Behaviour): Promise<Receiver> {
  const made = await receiver(behaviour);
  open.push(made);
  return made;
}

type Kind = 'webhook' | 'slack' | 'teams';
const SHARED = { language: 'en', topics: ['budgets'], of: ['everything'], people: true } as const;
const settingOf = (kind: Kind, name: string, url: string): ChannelSetting => ({
  ...SHARED,
  ...{ name, url },
  ...(kind === 'webhook' ? { kind, secret: SECRET, format: 'json' } : { kind }),
});
function notifierOf(kind: Kind, name: string, url: string, within: { withinMs?: number }): Notifier {
  const clock = { now: () => b.clock.now() };
  if (kind === 'slack') return slackNotifier({ name, url }, clock, within);
  if (kind === 'teams') return teamsNotifier({ name, url }, clock, within);
  const sender = webhookNotifier({ name, secret: SECRET }, clock, within);
  return { channel: name, send: (_, message) => sender.send(url, message) };
}

const deliver = async () => (await runSync(b.deps, ['deliver'])).runs[0] ?? expect.unreachable();
async function pass(minutes: number): Promise<void> {
  for (let minute = 0; minute < minutes; minute += 1) {
    b.clock.advance(60_000);
    await deliver();
  }
}
/** What a receiver took, each message by its bytes. */
const bodies = ({ got }: Receiver): string[] => got.map(({ body }) => JSON.stringify(body));
const counted = (some: readonly string[]) => [some.length, new Set(some).size];

describe('receivers at their worst', () => {
  it('hold up nobody who is well, and have each message once when they are well again', async () => {
    const elsewhere = await at();
    const away = { redirectsTo: elsewhere.url };
    const bad: Record<string, [Kind, Receiver]> = {
      answers500: ['webhook', await at({ status: 500 })],
      hangs: ['slack', await at('hangs')],
      dripsHead: ['teams', await at('dripsHead')],
      resets: ['webhook', await at('resets')],
      redirectsAway: ['webhook', await at(away)],
      slackRedirects: ['slack', await at(away)],
      teamsRedirects: ['teams', await at(away)],
      redirectsToNobody: ['webhook', await at('redirects')],
    };
    const good = await at();
    const all = { ...bad, good: ['webhook', good] as [Kind, Receiver] };
    const channels = Object.entries(all).map(([name, [kind, { url }]]) => settingOf(kind, name, url));
    b = await company.bench({ settings: { notify: { ...NOTIFY, channels } } });
    const notifiers = (ofBad: { withinMs?: number }) =>
      Object.entries(all).map(([name, [kind, { url }]]) =>
        notifierOf(kind, name, url, name === 'good' ? {} : ofBad),
      );
    b.deps.notifiers = notifiers(WITHIN);
    const send = Object.keys(all).map((name) => ({ channel: name, target: name }));
    for (const email of PEOPLE) await crossedOn(b, email, 80, send);

    const run = await deliver();
    expect(counted(bodies(good))).toEqual([PEOPLE.length, PEOPLE.length]);
    expect(run.errors.map(({ slice }) => slice).sort()).toEqual(Object.keys(bad).sort());
    const before = JSON.stringify(run.errors);
    for (const [, { url }] of Object.values(bad)) expect(before).not.toContain(url);
    await pass(3);
    expect(elsewhere.got).toEqual([]);
    for (const [, one] of Object.values(bad)) expect(one.got).toEqual([]);

    for (const [, one] of Object.values(bad)) one.behave('takes');
    // Whoever is well may take their time on a machine that is busy.
    b.deps.notifiers = notifiers({});
    await pass(20);
    for (const [name, [, one]] of Object.entries(all))
      expect([name, ...counted(bodies(one))]).toEqual([name, PEOPLE.length, PEOPLE.length]);
    expect(elsewhere.got).toEqual([]);
    expect(await b.store.alerts.outbox()).toMatchObject({ waiting: 0, givenUp: 0 });
  });

  it.each(['webhook', 'slack', 'teams'] as const)(
    'of the kind %s that took it and go on talking have it once',
    async (kind) => {
      const talking = await at('drips');
      b = await company.bench({
        settings: { notify: { ...NOTIFY, channels: [settingOf(kind, 'talks', talking.url)] } },
      });
      b.deps.notifiers = [notifierOf(kind, 'talks', talking.url, {})];
      for (const email of PEOPLE) await crossedOn(b, email, 80, [{ channel: 'talks', target: 'talks' }]);
      await pass(2);
      talking.behave('takes');
      await pass(12);
      expect(counted(bodies(talking))).toEqual([PEOPLE.length, PEOPLE.length]);
    },
  );

  it('that fail at one message, and only there, have the others; that one is given up, visibly', async () => {
    const picky = await at({ poisonedBy: 'ann@example.com' });
    b = await company.bench({
      settings: { notify: { ...NOTIFY, channels: [settingOf('webhook', 'picky', picky.url)] } },
    });
    b.deps.notifiers = [notifierOf('webhook', 'picky', picky.url, {})];
    const send = [{ channel: 'picky', target: 'picky' }];
    // The most important goes first, each time.
    await crossedOn(b, 'ann@example.com', 100, send);
    for (const email of PEOPLE.slice(1)) await crossedOn(b, email, 80, send);
    await pass(16);
    expect(counted(bodies(picky))).toEqual([PEOPLE.length - 1, PEOPLE.length - 1]);
    // Whatever comes later is not held up by it any more.
    for (const email of ['eve@example.com', 'fay@example.com']) {
      await crossedOn(b, email, 80, send);
      await pass(12);
    }
    expect(bodies(picky)).toHaveLength(PEOPLE.length + 1);
    for (let more = 0; more < 12; more += 1) {
      b.clock.advance(4 * 3_600_000);
      await crossedOn(b, `later${more}@example.com`, 80, send);
      await deliver();
    }
    expect(await b.store.alerts.outbox()).toMatchObject({ waiting: 0, givenUp: 1 });
  });
});

describe('a mail server that takes a mail and never says so', () => {
  it('has it again when it is well, with the same Message-ID', async () => {
    let isHanging = true;
    const sink = await mailSink({ hangs: () => isHanging });
    open.push(sink);
    b = await company.bench({ settings: { notify: { ...NOTIFY, smtpUrl: sink.url } } });
    b.deps.notifiers = [emailNotifier(sink.url, 'ledger@example.com', { wholeMs: 1_000 })];
    await crossedOn(b, 'ann@example.com', 80, [{ channel: 'email', target: 'ann@example.com' }]);
    const run = await deliver();
    expect(run.errors).toEqual([{ slice: 'email', error: expect.stringContaining('within 1 seconds') }]);
    isHanging = false;
    b.deps.notifiers = [emailNotifier(sink.url, 'ledger@example.com')];
    await pass(2);
    expect(counted(sink.mails.map(({ messageId }) => messageId))).toEqual([2, 1]);
    expect(await b.store.alerts.outbox()).toMatchObject({ waiting: 0, givenUp: 0 });
  });
});
