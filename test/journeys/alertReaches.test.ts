import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConverseCommand } from '@aws-sdk/client-bedrock-runtime';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { money, ZERO } from '../../src/core/money.ts';
import type { NotifySettings } from '../../src/core/notifySettings.ts';
import { instantOf } from '../../src/core/periods.ts';
import { BEYOND_MS, WITHIN_MS } from '../../src/core/watching.ts';
import { startScheduler } from '../../src/jobs/scheduler.ts';
import { notifiersOf } from '../../src/notify/all.ts';
import { outwardOf } from '../../src/outward/outward.ts';
import { type Bench, bench } from '../jobs/setup.ts';
import { type Receiver, receiver } from '../notify/receiver.ts';
import { type MailSink, mailSink } from '../notify/sink.ts';
import { NOTIFY } from '../notifySettings.ts';
import { callerOf } from '../simulator/wire/iam-support.ts';
import { vend } from '../vending.ts';

/**
 * From the call of a model that crosses a threshold to the message in people's hands: a simulated AWS, the schedule as it runs
 * in production, a real mail server, and receivers that read what Slack's and Teams' incoming webhooks read. `docs/alerts.md`
 * shows what is seen here beside what AWS Budgets is documented to take.
 */

const START = Date.parse('2026-11-24T14:02:00Z');
const MINUTE = 60_000;
const PLACE = { accountId: '222233334444', region: 'us-east-1' };
const ACTOR = { id: 'local:test' };
const PUBLIC = 'https://ledger.example.com';
/**
 * Who has used what, of which budget, and then uses how much, so many minutes after a collection. Tokens are millions. The first
 * three are near a threshold and use what is usual for them; the last crosses one in a minute, at many times what they ever used.
 */
const PEOPLE = [
  { email: 'ann@example.com', budget: '2.10', before: 0.5, next: 0.02, minute: 1, locale: 'ja' },
  { email: 'bob@example.com', budget: '2.10', before: 0.5, next: 0.02, minute: 5, locale: 'en' },
  { email: 'cyd@example.com', budget: '2.10', before: 0.5, next: 0.02, minute: 9, locale: 'en' },
  { email: 'dan@example.com', budget: '20', before: 0.1, next: 3.5, minute: 1, locale: 'en' },
] as const;
const RUNAWAY = 'dan@example.com';
/** A collection by which CloudWatch lists what was called at the start, and how long arrivals are looked for after it. */
const BEGIN = Date.parse('2026-11-24T14:30:00Z');
const WATCHED_MINUTES = 65;
const CHANNELS = ['e-mail', 'Slack', 'Teams'] as const;
const EXPECTED = PEOPLE.length * CHANNELS.length;
type Channel = (typeof CHANNELS)[number];

interface Arrival {
  email: string;
  channel: Channel;
  /** From the use to the arrival, minutes. */
  took: number;
  /** Collections of token usage since the use, the one that told it among them. */
  collections: number;
  text: string;
}

let b: Bench;
let mail: MailSink;
let slack: Receiver;
let teams: Receiver;
let arrivals: Arrival[];
let look: () => Promise<void>;
const faults: unknown[] = [];

/** Everything that has arrived by now, as text, by the channel. */
const arrived = (): { channel: Channel; text: string }[] => [
  ...mail.mails.map(({ to, subject, text }) => ({
    channel: 'e-mail' as const,
    text: [...to, subject, text].join('\n'),
  })),
  ...slack.got.map(({ body }) => ({ channel: 'Slack' as const, text: JSON.stringify(body) })),
  ...teams.got.map(({ body }) => ({ channel: 'Teams' as const, text: JSON.stringify(body) })),
];

beforeAll(async () => {
  [mail, slack, teams] = [await mailSink(), await receiver(), await receiver()];
  const shared = { topics: ['budgets'], of: ['everything'], people: true } as const;
  const notify: NotifySettings = {
    ...NOTIFY,
    smtpUrl: mail.url,
    channels: [
      { kind: 'slack', name: 'spend-slack', url: slack.url, language: 'en', ...shared },
      { kind: 'teams', name: 'spend-teams', url: teams.url, language: 'ja', ...shared },
    ],
  };
  b = await bench({
    world: { users: 3, days: 3, nowMs: START, discounts: false },
    settings: {
      ...{ backfillDays: 3, regions: [PLACE.region], publicUrl: PUBLIC, notify },
      ...{ budgetsMirror: { enabled: false, subscribers: [] } },
    },
  });
  const publish = () => Promise.reject(new Error('no topic is set'));
  b.deps.notifiers = notifiersOf(notify, b.clock, { outward: outwardOf({}), publish });
  const scheduler = startScheduler(
    b.deps,
    (error) => faults.push(error),
    (every) => {
      look = every;
      return () => {};
    },
  );
  await look();
  const profiles = new Map<string, string>();
  for (const person of PEOPLE) profiles.set(person.email, await newcomer(person));
  while (b.clock.now() < BEGIN) await minute();
  arrivals = await watched(profiles);
  await scheduler.stop();
});
afterAll(async () => {
  await b.close();
  for (const one of [mail, slack, teams]) await one.close();
});

/** Somebody with a profile that was used before, a budget, and a language; the ARN of the profile. */
async function newcomer({ email, budget, before, locale }: (typeof PEOPLE)[number]): Promise<string> {
  const { store, clock, settings } = b.deps;
  const { profile } = await vend(
    { store, clock, settings, aws: b.deps.awsFactory(ZERO) },
    { ...PLACE, userEmail: email, costCenter: 'CC-1', sourceId: 'us.anthropic.claude-sonnet-4-6' },
    ACTOR,
  );
  await call(profile.arn, before);
  const now = instantOf(clock.now());
  await store.budgets.set({ kind: 'user', key: email }, money(budget), ACTOR, now);
  const nothing = { quiet: null, wishes: {}, reports: null, via: null };
  await store.preferences.set({ email, locale, ...nothing, updatedAt: now });
  return profile.arn;
}

/** A call of a model through a profile with so many million words, each a token. */
const call = (modelId: string, millions: number) =>
  callerOf(b.simulator).runtime.send(
    new ConverseCommand({
      modelId,
      messages: [{ role: 'user', content: [{ text: 'w '.repeat(millions * 1e6) }] }],
    }),
  );

/** A minute passes, and the schedule is looked at. */
async function minute(): Promise<void> {
  b.clock.advance(MINUTE);
  await look();
}

/** Everybody uses what they use in their minute; when what tells of it is first there. */
async function watched(profiles: ReadonlyMap<string, string>): Promise<Arrival[]> {
  const found: Arrival[] = [];
  // What they used before has crossed a lower threshold.
  const known = new Set(arrived().map(({ text }) => text));
  for (let at = 0; at < WATCHED_MINUTES && found.length < EXPECTED; at += 1) {
    for (const { email, next, minute: own } of PEOPLE)
      if (own === at) await call(profiles.get(email) ?? '', next);
    await minute();
    const runs = (await b.store.runs.list({ limit: 200 })).filter(({ job }) => job === 'usage');
    for (const { channel, text } of arrived()) {
      if (known.has(text)) continue;
      known.add(text);
      const { email, minute: own } = PEOPLE.find((one) => text.includes(one.email)) ?? expect.unreachable();
      const collections = runs.filter(({ startedAt }) => startedAt > instantOf(BEGIN + own * MINUTE)).length;
      found.push({ email, channel, took: at + 1 - own, collections, text });
    }
  }
  return found;
}

const toldOf = (who: string) => arrivals.filter(({ email }) => email === who);
const textOf = (who: string, by: Channel): string =>
  toldOf(who).find(({ channel }) => channel === by)?.text ?? '';

describe('a crossing', () => {
  it('is in people’s hands by every channel, once, within two collections', () => {
    expect(faults).toEqual([]);
    expect(arrivals.map(({ email, channel }) => `${email} ${channel}`).sort()).toEqual(
      PEOPLE.flatMap(({ email }) => CHANNELS.map((channel) => `${email} ${channel}`)).sort(),
    );
    for (const { email, collections, took } of arrivals) {
      if (email === RUNAWAY) continue;
      expect([email, collections <= 2]).toEqual([email, true]);
      expect(took).toBeLessThanOrEqual(WITHIN_MS / MINUTE);
    }
  });

  it('that nobody’s past let expect is there within the hour', () => {
    for (const { took } of toldOf(RUNAWAY)) expect(took).toBeLessThanOrEqual(BEYOND_MS / MINUTE);
  });

  it('says how much of which budget, and where to look, in the language of its reader', () => {
    const link = `${PUBLIC}/users/ann%40example.com`;
    expect(textOf('ann@example.com', 'e-mail')).toMatch(
      /^ann@example\.com\nご自身の利用額が予算の80%に達しました（2026年11月：\$1\.72 \/ \$2\.10）/,
    );
    expect(textOf('bob@example.com', 'e-mail')).toMatch(
      /^bob@example\.com\nYou have used 80 % of your budget for November 2026: \$1\.72 of \$2\.10/,
    );
    expect(textOf('ann@example.com', 'Slack')).toContain(
      'ann@example.com has used 80 % of the budget for November 2026: $1.72 of $2.10',
    );
    expect(textOf('ann@example.com', 'Teams')).toContain(
      'ann@example.com の利用額が予算の80%に達しました（2026年11月：$1.72 / $2.10）',
    );
    for (const channel of CHANNELS) expect(textOf('ann@example.com', channel)).toContain(link);
    expect(textOf(RUNAWAY, 'e-mail')).toContain('50 % of your budget');
  });

  it('takes what is written beside AWS Budgets’ hours', () => {
    const rows = PEOPLE.map(({ email, minute: own, next }) => {
      const [{ took, collections }] = toldOf(email) as [Arrival];
      expect(new Set(toldOf(email).map((one) => one.took)).size).toBe(1);
      const what =
        email === RUNAWAY ? 'many times what they ever used, far from a threshold' : 'near a threshold';
      return `| ${next} M tokens, ${what}, in minute ${own} after a collection | ${took} minutes | ${collections} |`;
    });
    console.log(
      `Minutes from use to e-mail, Slack and Teams, and collections meanwhile:\n${rows.join('\n')}`,
    );
    const written = readFileSync(join(import.meta.dirname, '../../docs/alerts.md'), 'utf8');
    expect(written.split('\n').filter((line) => line.includes('M tokens'))).toEqual(rows);
  });
});
