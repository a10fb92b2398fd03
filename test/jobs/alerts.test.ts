import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { money } from '../../src/core/money.ts';
import { instantOf } from '../../src/core/periods.ts';
import type { Money } from '../../src/core/types.ts';
import { alertMessage } from '../../src/jobs/alertMessage.ts';
import { runSync } from '../../src/jobs/sync.ts';
import { emailNotifier } from '../../src/notify/email.ts';
import { type MailSink, mailSink } from '../notify/sink.ts';
import { type Bench, bench } from './setup.ts';

const MONTH = { start: '2026-11-01', endExclusive: '2026-12-01' };
const ACTOR = { id: 'local:test' };
const DELIVERY = { id: 'd1', target: 'finance@example.com' };

let b: Bench;
let sink: MailSink;
let user: { email: string; spent: Money };

beforeAll(async () => {
  sink = await mailSink();
  const notify = {
    smtpUrl: sink.url,
    from: 'Bedrock Ledger <ledger@example.com>',
    to: ['finance@example.com'],
    toOwner: true,
    webhook: null,
  };
  b = await bench({
    settings: { notify, publicUrl: 'https://ledger.example.com/' },
    notifiers: [emailNotifier(sink.url, notify.from)],
  });
  await runSync(b.deps, ['profiles', 'usage', 'charges', 'rates', 'spend']);
  const { rows } = await b.store.spend.query({
    range: MONTH,
    groupBy: ['user'],
    basis: 'best',
    filter: {},
    scope: 'all',
  });
  const row = rows.find(({ keys }) => keys[0]?.includes('@'));
  user = { email: row?.keys[0] ?? '', spent: row?.amount ?? (0n as Money) };
}, 60_000);
afterAll(async () => {
  await b.close();
  await sink.close();
});

const setBudget = (amount: bigint) =>
  b.store.budgets.set({ kind: 'user', key: user.email }, amount as Money, ACTOR, instantOf(b.clock.now()));
const all = async () =>
  (await b.store.alerts.list({ scope: 'all', limit: 100, offset: 0 })).alerts.map(
    (a) => `${a.thresholdPercent} v${a.version}: ${a.deliveries.length}`,
  );

describe('crossing a budget', () => {
  it('is recorded at each threshold, and only the highest is sent: to the person and to those who want all', async () => {
    expect(user.spent > 0n).toBe(true);
    await setBudget((user.spent * 100n) / 90n);
    const report = await runSync(b.deps, ['alerts', 'deliver']);
    expect(report.runs.map(({ rows, errors }) => [rows, errors])).toEqual([
      [2, []],
      [2, []],
    ]);
    expect(await all()).toEqual(['80 v1: 2', '50 v1: 0']);
    expect(sink.mails.flatMap((mail) => mail.to).sort()).toEqual([user.email, 'finance@example.com'].sort());
    const subjects = new Map(sink.mails.map((mail) => [mail.to[0], mail.subject]));
    expect(subjects.get(user.email)).toContain('You have used 80 % of your budget for November 2026');
    expect(subjects.get('finance@example.com')).toContain(
      `${user.email} has used 80 % of the budget for November 2026`,
    );
    const link = `https://ledger.example.com/users/${encodeURIComponent(user.email)}`;
    expect(sink.mails[0]?.text).toContain(link);
  });

  it('is not said twice, and a raise arms it again', async () => {
    await runSync(b.deps, ['alerts', 'deliver']);
    expect(sink.mails).toHaveLength(2);
    await setBudget(user.spent);
    await runSync(b.deps, ['alerts', 'deliver']);
    expect(await all()).toEqual(['100 v2: 2', '80 v2: 0', '80 v1: 2', '50 v2: 0', '50 v1: 0']);
    expect(sink.mails).toHaveLength(4);
    expect(sink.mails.at(-1)?.subject).toMatch(/used up (your|the) budget/);
  });
});

describe('a mail server that is down', () => {
  it('costs no message: it is tried again, later each time, until it is up', async () => {
    const { rows } = await b.store.spend.query({
      range: MONTH,
      groupBy: ['costCenter'],
      basis: 'best',
      filter: {},
      scope: 'all',
    });
    const key = rows.find(({ keys }) => keys[0] !== '')?.keys[0] ?? '';
    await b.store.budgets.set({ kind: 'costCenter', key }, money('0.01'), ACTOR, instantOf(b.clock.now()));
    const before = sink.mails.length;
    const down = { ...b.deps, notifiers: [emailNotifier('smtp://127.0.0.1:1', 'ledger@example.com')] };
    const [, failed] = (await runSync(down, ['alerts', 'deliver'])).runs;
    expect(failed?.status).toBe('partial');
    expect(failed?.errors[0]).toMatchObject({ slice: 'email to finance@example.com' });
    expect((await runSync(b.deps, ['deliver'])).runs[0]?.rows).toBe(0);
    b.clock.advance(60_000);
    expect((await runSync(b.deps, ['deliver'])).runs[0]).toMatchObject({ rows: 1, errors: [] });
    expect(sink.mails).toHaveLength(before + 1);
  });

  it('is given up visibly in the end, and is not asked for every message while it is down', async () => {
    const many = {
      ...b.deps.settings.notify,
      to: ['a', 'b', 'c', 'd', 'e'].map((name) => `${name}@example.com`),
    };
    const down = {
      ...b.deps,
      settings: { ...b.deps.settings, notify: many },
      notifiers: [emailNotifier('smtp://127.0.0.1:1', 'ledger@example.com')],
    };
    await setBudget(user.spent - 1n);
    const [, first] = (await runSync(down, ['alerts', 'deliver'])).runs;
    expect(first?.errors).toHaveLength(3);
    for (let attempt = 0; attempt < 25; attempt += 1) {
      b.clock.advance(4 * 3_600_000);
      await runSync(down, ['deliver']);
    }
    const { alerts } = await b.store.alerts.list({ scope: 'all', limit: 100, offset: 0 });
    const owed = alerts.flatMap((alert) => alert.deliveries).filter((one) => one.deliveredAt === null);
    expect(owed).toHaveLength(6);
    for (const one of owed) {
      expect(one).toMatchObject({ attempts: 10, nextAttemptAt: null });
      expect(one.givenUpAt).not.toBeNull();
      expect(one.lastError).toContain('127.0.0.1');
    }
  });
});

describe('a month that just ended', () => {
  it('is still judged while its last days settle, but not by amounts that were set later', async () => {
    const late = await bench({ world: { nowMs: Date.parse('2026-11-30T23:00:00Z') } });
    const set = (key: string, amount: Money) =>
      late.store.budgets.set({ kind: 'user', key }, amount, ACTOR, instantOf(late.clock.now()));
    const alertsOf = async (month: string) =>
      (await late.store.alerts.list({ scope: 'all', limit: 100, offset: 0 })).alerts.filter(
        (a) => a.month === month,
      );
    await runSync(late.deps, ['profiles', 'usage', 'charges', 'rates', 'spend']);
    const { rows } = await late.store.spend.query({
      range: MONTH,
      groupBy: ['user'],
      basis: 'best',
      filter: {},
      scope: 'all',
    });
    const [one, other] = rows.map(({ keys, amount }) => ({ email: keys[0] ?? '', amount }));
    if (!one || !other) throw new Error('two people have spent something');
    await late.store.budgets.set({ kind: 'userDefault' }, money('0.01'), ACTOR, instantOf(late.clock.now()));
    await set(one.email, (one.amount * 3n) as Money);
    // Nobody looks any more in November: what was crossed in it is seen in December.
    late.clock.advance(3 * 3_600_000);
    expect(await alertsOf('2026-11')).toEqual([]);
    await runSync(late.deps, ['alerts']);
    const seen = await alertsOf('2026-11');
    expect(seen.map((a) => a.scopeKey)).toContain(other.email);
    expect(seen.filter((a) => a.scopeKey === one.email)).toEqual([]);

    // Set in the new month: neither that amount nor the default is held against the old one.
    await set(one.email, money('0.02'));
    await runSync(late.deps, ['alerts']);
    expect(await alertsOf('2026-11')).toHaveLength(seen.length);
    await late.close();
  });

  it('says so in the message', () => {
    const alert = {
      id: 'a',
      budgetId: 'b',
      scopeKind: 'user' as const,
      scopeKey: 'ann@example.com',
      version: 1,
      month: '2026-11',
      thresholdPercent: 100,
      spent: money('61'),
      budget: money('60'),
      label: 'provisional' as const,
      crossedAt: '2026-12-02T09:00:00.000Z',
    };
    expect(alertMessage(alert, DELIVERY, null).text).toContain('That month is over');
    expect(alertMessage({ ...alert, crossedAt: '2026-11-30T09:00:00.000Z' }, DELIVERY, null).text).toContain(
      'A new budget month starts on 2026-12-01',
    );
  });
});

describe('the message', () => {
  it('gives machines exact amounts', async () => {
    const [alert] = (await b.store.alerts.list({ scope: 'all', limit: 1, offset: 0 })).alerts;
    if (!alert) throw new Error('there is an alert');
    const { data, text } = alertMessage({ ...alert, spent: money('1.2345678901') }, DELIVERY, null);
    expect(data.spentUsd).toBe('1.2345678901');
    expect(text).toContain('Spent so far: $1.23');
    expect(text).not.toContain('http');
  });
});
