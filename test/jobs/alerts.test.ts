import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import type { Alert } from '../../src/core/alerts.ts';
import { plainTerms } from '../../src/core/budgets.ts';
import { pricedPart } from '../../src/core/known.ts';
import { messageText } from '../../src/core/messageText.ts';
import { money, ZERO } from '../../src/core/money.ts';
import { instantOf } from '../../src/core/periods.ts';
import type { Money } from '../../src/core/types.ts';
import { crossingMessage } from '../../src/jobs/messages/crossing.ts';
import { runSync } from '../../src/jobs/sync.ts';
import { emailNotifier } from '../../src/notify/email.ts';
import { ofMonth } from '../alertOf.ts';
import { inOneLine } from '../inOneLine.ts';
import { type MailSink, mailSink } from '../notify/sink.ts';
import { NOTIFY } from '../notifySettings.ts';
import { type Bench, bench, type Collected, collected } from './setup.ts';

const MONTH = { start: '2026-11-01', endExclusive: '2026-12-01' };
const ACTOR = { id: 'local:test' };
const WORDING = {
  ...{ id: 'd1', target: 'finance@example.com', role: 'subscriber' as const, locale: 'en' as const },
  ...{ publicUrl: null, now: null, nameOf: () => '' },
};
const FROM = 'Bedrock Ledger <ledger@example.com>';
const DOWN = emailNotifier('smtp://127.0.0.1:1', FROM);
/** A few people over one month are enough to cross a budget. */
const SMALL = { world: { users: 4, days: 20 }, settings: { backfillDays: 20, regions: ['us-east-1'] } };

let company: Collected;
let b: Bench;
let sink: MailSink;
let user: { email: string; spent: Money };

beforeAll(async () => {
  company = await collected(['profiles', 'usage', 'charges', 'rates', 'spend'], SMALL);
});
afterAll(() => company.remove());

beforeEach(async () => {
  sink = await mailSink();
  const notify = { ...NOTIFY, smtpUrl: sink.url, from: FROM, to: ['finance@example.com'] };
  b = await company.bench({
    settings: { notify, publicUrl: 'https://ledger.example.com/' },
    notifiers: [emailNotifier(sink.url, FROM)],
  });
  const [row] = (await spent(b, 'user')).filter(({ key }) => key.includes('@'));
  if (!row || row.amount <= 0n) throw new Error('somebody has spent something');
  user = { email: row.key, spent: pricedPart(row) };
});
afterEach(async () => {
  await b.close();
  await sink.close();
});

async function spent({ store }: Bench, group: 'user' | 'costCenter') {
  const question = { range: MONTH, groupBy: [group], basis: 'best', filter: {}, scope: 'all' } as const;
  return (await store.spend.query(question)).rows.map(({ keys, amount }) => ({ key: keys[0] ?? '', amount }));
}
const setBudget = (amount: bigint) =>
  b.store.budgets.set({ kind: 'user', key: user.email }, amount as Money, ACTOR, instantOf(b.clock.now()));
const alerts = async ({ store }: Bench = b) =>
  (await store.alerts.list({ scope: 'all', limit: 100, offset: 0 })).alerts;
const all = async () =>
  (await alerts()).map(
    (a) =>
      `${a.thresholdPercent} v${a.version}: ${a.deliveries.filter((one) => one.droppedWhy !== 'private').length}`,
  );
/** Somebody at 90 % of a budget, and the messages about it on their way. */
async function cross80() {
  await setBudget((user.spent * 100n) / 90n);
  return runSync(b.deps, ['alerts', 'deliver']);
}

describe('crossing a budget', () => {
  it('is recorded at each threshold, and only the highest is sent: to the person and to those who want all', async () => {
    const report = await cross80();
    expect(report.runs.map(({ rows, errors }) => [rows, errors])).toEqual([
      [2, []],
      [2, []],
    ]);
    expect(await all()).toEqual(['80 v1: 2', '50 v1: 0']);
    const [crossed] = await alerts();
    const sent = new Map(sink.mails.map((mail) => [mail.to.join(), mail]));
    expect([...sent.keys()].sort()).toEqual([user.email, 'finance@example.com'].sort());
    for (const [target, mail] of sent) {
      const message = crossingMessage(crossed as Alert, { ...WORDING, target });
      expect(mail.subject).toBe(message.subject);
      // With what it went to, and where to go on, beside what the crossing itself says.
      for (const part of [message.lead, message.meter?.words ?? '', ...message.notes])
        expect(inOneLine(mail.text)).toContain(part);
      expect(mail.text).toMatch(/Most of it on: \S/);
      expect(mail.html).toContain(message.lead);
    }
    expect([...sent.values()].every((mail) => mail.subject.includes('80 %'))).toBe(true);
    // Whoever it is about is spoken to; everybody else is told whom it is about.
    expect(sent.get(user.email)?.subject).not.toContain(user.email);
    expect(sent.get('finance@example.com')?.subject).toContain(user.email);
    const link = `https://ledger.example.com/users/${encodeURIComponent(user.email)}`;
    expect(sink.mails[0]?.text).toContain(link);
  });

  it('is told to nobody else where others see no days of a person', async () => {
    b.deps.settings.privacy.othersSee = 'months';
    onTestFinished(() => {
      b.deps.settings.privacy.othersSee = 'days';
    });
    await cross80();
    expect(sink.mails.map((mail) => mail.to.join())).toEqual([user.email]);
    // Of a cost center others are told, of as many people as that is of and no fewer.
    const [center] = await spent(b, 'costCenter');
    const { rows } = await b.store.spend.query({
      ...{ range: MONTH, groupBy: ['user'], basis: 'best', filter: { costCenter: [center?.key ?? ''] } },
      scope: 'all',
    } as const);
    const people = rows.filter(({ keys }) => keys[0] !== '').length;
    const at = async (leastPeople: number, amount: bigint) => {
      b.deps.settings.privacy.leastPeople = leastPeople;
      const scope = { kind: 'costCenter' as const, key: center?.key ?? '' };
      await b.store.budgets.set(scope, amount as Money, ACTOR, instantOf(b.clock.now()));
      await runSync(b.deps, ['alerts', 'deliver']);
      return sink.mails.slice(1).map((mail) => mail.to.join());
    };
    const amount = pricedPart({ amount: center?.amount ?? ZERO, unpricedTokens: 0n } as never);
    expect(await at(people + 1, (amount * 100n) / 90n)).toEqual([]);
    expect(await at(people, (amount * 100n) / 110n)).toEqual(['finance@example.com']);
    // Of a part of everybody's spend that is one person's nobody else is told.
    b.deps.settings.privacy.leastPeople = 2;
    const { tagKeys } = b.deps.settings;
    const by = { groupBy: ['profile'], basis: 'best', filter: {}, scope: 'all' } as const;
    const spentBy = new Set(
      (await b.store.spend.amounts({ ...by, range: MONTH })).map(({ keys }) => keys[0]),
    );
    const tagged = (await b.store.profiles.list({ scope: 'all', tagKeys }, null))
      .filter(({ arn }) => spentBy.has(arn))
      .flatMap(({ history }) => history.at(-1)?.tags[tagKeys.user] ?? []);
    const value = tagged.find((one) => one !== '') ?? 'nobody';
    const narrowing = { kind: 'tag' as const, key: tagKeys.user, value };
    const slot = { scope: { kind: 'organisation' as const }, period: 'month' as const, narrowing };
    await b.store.budgets.apply(
      [{ do: 'set', slot, terms: plainTerms(1n as Money), from: MONTH.start }],
      ACTOR,
      instantOf(b.clock.now()),
    );
    const before = sink.mails.length;
    await runSync(b.deps, ['alerts', 'deliver']);
    expect(await all()).toContainEqual(expect.stringMatching(/^100 v1: 0/));
    expect(sink.mails).toHaveLength(before);
  });

  it('is not said twice, and a raise arms it again', async () => {
    await cross80();
    await runSync(b.deps, ['alerts', 'deliver']);
    expect(sink.mails).toHaveLength(2);
    await setBudget(user.spent);
    await runSync(b.deps, ['alerts', 'deliver']);
    expect(await all()).toEqual(['100 v2: 2', '80 v1: 2', '50 v1: 0']);
    const again = sink.mails.slice(2);
    expect(again.map((mail) => mail.to.join()).sort()).toEqual([user.email, 'finance@example.com'].sort());
    for (const mail of again) expect(mail.subject).not.toContain('80 %');
  });
});

describe('a mail server that is down', () => {
  it('costs no message: it is tried again, later each time, until it is up', async () => {
    const [center] = (await spent(b, 'costCenter')).filter(({ key }) => key !== '');
    if (!center) throw new Error('a cost center has spent something');
    const scope = { kind: 'costCenter', key: center.key } as const;
    await b.store.budgets.set(scope, money('0.01'), ACTOR, instantOf(b.clock.now()));
    const [, failed] = (await runSync({ ...b.deps, notifiers: [DOWN] }, ['alerts', 'deliver'])).runs;
    expect(failed?.status).toBe('partial');
    expect(failed?.errors).toMatchObject([{ slice: 'email', error: expect.stringContaining('127.0.0.1') }]);
    expect((await runSync(b.deps, ['deliver'])).runs[0]?.rows).toBe(0);
    expect(sink.mails).toEqual([]);
    b.clock.advance(60_000);
    expect((await runSync(b.deps, ['deliver'])).runs[0]).toMatchObject({ rows: 1, errors: [] });
    expect(sink.mails.map((mail) => mail.to)).toEqual([['finance@example.com']]);
  });

  it('is asked a few times in a run, however many messages wait, which lose no attempt by it', async () => {
    const to = ['a', 'b', 'c', 'd', 'e'].map((name) => `${name}@example.com`);
    const settings = { ...b.deps.settings, notify: { ...NOTIFY, ...b.deps.settings.notify, to } };
    let asked = 0;
    const counting = {
      ...DOWN,
      send: (...mail: Parameters<typeof DOWN.send>) => {
        asked += 1;
        return DOWN.send(...mail);
      },
    };
    const down = { ...b.deps, settings, notifiers: [counting] };
    await setBudget(user.spent - 1n);
    const [, first] = (await runSync(down, ['alerts', 'deliver'])).runs;
    expect(first?.errors).toHaveLength(1);
    for (let attempt = 0; attempt < 25; attempt += 1) {
      b.clock.advance(4 * 3_600_000);
      await runSync(down, ['deliver']);
    }
    // One, and from the third failure on a few more, since it may be one message alone that it fails at.
    expect(asked).toBeLessThanOrEqual(3 * 26);
    expect(asked).toBeGreaterThanOrEqual(26);
    const owed = (await alerts()).flatMap((alert) => alert.deliveries);
    expect(owed.map(({ target }) => target).sort()).toEqual([...to, user.email].sort());
    for (const one of owed)
      expect(one).toMatchObject({ attempts: 0, deliveredAt: null, givenUpAt: null, droppedAt: null });
  });
});

describe('a month that just ended', () => {
  it('is still judged while its last days settle, but not by amounts that were set later', async () => {
    const world = { ...SMALL.world, days: 30, nowMs: Date.parse('2026-11-30T23:00:00Z') };
    const late = await bench({ world, settings: { ...SMALL.settings, backfillDays: 30 } });
    onTestFinished(() => late.close());
    const set = (key: string, amount: Money) =>
      late.store.budgets.set({ kind: 'user', key }, amount, ACTOR, instantOf(late.clock.now()));
    const alertsOf = async (month: string) => (await alerts(late)).filter((a) => a.month === month);
    await runSync(late.deps, ['profiles', 'usage', 'charges', 'rates', 'spend']);
    const [one, other] = await spent(late, 'user');
    if (!one || !other) throw new Error('two people have spent something');
    await late.store.budgets.set({ kind: 'userDefault' }, money('0.01'), ACTOR, instantOf(late.clock.now()));
    await set(one.key, (one.amount * 3n) as Money);
    // Nobody looks any more in November: what was crossed in it is seen in December.
    late.clock.advance(3 * 3_600_000);
    expect(await alertsOf('2026-11')).toEqual([]);
    await runSync(late.deps, ['alerts']);
    const seen = await alertsOf('2026-11');
    expect(seen.map((a) => a.scopeKey)).toContain(other.key);
    expect(seen.filter((a) => a.scopeKey === one.key)).toEqual([]);

    // Set in the new month: neither that amount nor the default is held against the old one.
    await set(one.key, money('0.02'));
    await runSync(late.deps, ['alerts']);
    expect(await alertsOf('2026-11')).toEqual(seen);
  });

  it('says so in the message', () => {
    const alert = ofMonth({
      id: 'a',
      budgetId: 'b',
      scopeKind: 'user' as const,
      scopeKey: 'ann@example.com',
      version: 1,
      month: '2026-11',
      thresholdPercent: 100,
      spent: money('61'),
      budget: money('60'),
      cautious: ZERO,
      unpricedTokens: 0n,
      label: 'provisional' as const,
      staleSince: null,
      crossedAt: '2026-12-02T09:00:00.000Z',
    });
    const late = messageText(crossingMessage(alert, WORDING));
    const within = messageText(crossingMessage({ ...alert, crossedAt: '2026-11-30T09:00:00.000Z' }, WORDING));
    // While the month runs, the day on which the next one starts is named; afterwards that would be in the past.
    expect(within).toContain('1 December 2026');
    expect(late).not.toContain('1 December 2026');
    expect(late).toMatch(/month is over/);
  });
});

describe('the message', () => {
  it('gives machines exact amounts', async () => {
    await cross80();
    const [alert] = await alerts();
    if (!alert) throw new Error('there is an alert');
    const message = crossingMessage({ ...alert, spent: money('1.2345678901') }, WORDING);
    const { data } = message;
    const text = messageText(message);
    expect(data.spentUsd).toBe('1.2345678901');
    expect(text).toMatch(/\$1\.23\b/);
    expect(text).not.toContain('1.2345678901');
    expect(text).not.toContain('http');
  });
});
