import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { oweLetters } from '../../src/app/notify/letters.ts';
import type { Draft, LetterLocale } from '../../src/core/letters.ts';
import { DAY_MS, instantOf } from '../../src/core/periods.ts';
import { runSync } from '../../src/jobs/sync.ts';
import { emailNotifier } from '../../src/notify/email.ts';
import { type MailSink, mailSink } from '../notify/sink.ts';
import { NOTIFY } from '../notifySettings.ts';
import { type Bench, type Collected, collected } from './setup.ts';

const FROM = 'Bedrock Ledger <ledger@example.com>';
const ANN = 'ann@example.com';

let company: Collected;
let b: Bench;
let sink: MailSink;
let refuses: boolean;

beforeAll(async () => {
  company = await collected(['profiles'], { world: { users: 2, days: 3 } });
});
afterAll(() => company.remove());
beforeEach(async () => {
  refuses = false;
  sink = await mailSink({ refuses: () => (refuses ? { code: 550, words: '5.1.1 no such user' } : null) });
  await benchWith(sink.url);
});
afterEach(async () => {
  await b.close();
  await sink.close();
});
async function benchWith(smtpUrl: string | null) {
  const notify = { ...NOTIFY, smtpUrl, from: FROM, to: [] };
  b = await company.bench({
    settings: { notify, publicUrl: 'https://ledger.example.com/bedrock' },
    notifiers: smtpUrl === null ? [] : [emailNotifier(smtpUrl, FROM)],
  });
}

const now = () => instantOf(b.clock.now());
const deliver = () => runSync(b.deps, ['deliver']);
const asked = (to: string, locale: LetterLocale = 'en'): Draft => ({
  kind: 'requestAsked',
  to,
  locale,
  about: '',
  data: {
    requestId: 'r1',
    user: 'bob@example.com',
    userName: 'Bob',
    model: 'Claude Sonnet 4.5',
    region: 'us-east-1',
    accountId: '111122223333',
    costCenter: 'CC-1',
    reason: 'the new model',
    deadlineAt: '2026-12-04T09:10:00.000Z',
    deputyFor: '',
    escalated: false,
  },
});
const telling = () => ({ store: b.store, settings: b.deps.settings, now: b.clock.now() });
const owe = (...drafts: Draft[]) => oweLetters(telling(), drafts);

describe('a letter', () => {
  it('reaches its one recipient in their language, with a link below the public address', async () => {
    const chosen = { quiet: null, wishes: {}, reports: null, via: null, updatedAt: now() };
    await b.store.preferences.set({ ...chosen, email: 'jiro@example.com', locale: 'ja' });
    await owe(asked(ANN), asked('jiro@example.com'));
    await deliver();
    const [first, second] = [...sink.mails].sort((x, y) => (String(x.to) < String(y.to) ? -1 : 1));
    expect([first?.to, second?.to]).toEqual([[ANN], ['jiro@example.com']]);
    expect(first?.text).toContain('https://ledger.example.com/bedrock/requests/r1');
    expect(second?.text).toContain('回答期限：2026/12/04 09:10（UTC）');
    expect((await b.store.alerts.outbox()).waiting).toBe(0);
  });

  it('is not kept where nothing could take it', async () => {
    await b.close();
    await benchWith(null);
    expect(await owe(asked(ANN))).toBe(0);
    expect(await b.store.alerts.outbox()).toMatchObject({ waiting: 0, channels: [] });
  });

  it('is tried again, and given up where it can be seen, and kept as long as the audit log', async () => {
    refuses = true;
    await owe(asked(ANN));
    await deliver();
    const [waiting] = await b.store.alerts.undelivered(10);
    expect(waiting).toMatchObject({ target: ANN, attempts: 1, letter: { kind: 'requestAsked' } });
    // What waits is not forgotten, however old.
    b.clock.advance(1);
    expect(await b.store.letters.forget(now(), 10)).toBe(0);
    await b.store.alerts.failed(waiting?.id ?? '', 'no such user', null, now());
    expect((await b.store.alerts.outbox()).givenUp).toBe(1);
    expect(await b.store.letters.forget(now(), 10)).toBe(1);
    expect(await b.store.alerts.undelivered(10)).toEqual([]);
  });

  it('is dropped with its reason once its recipient has left, its profile is gone, or a month has passed', async () => {
    const [profile] = await b.store.profiles.all();
    const arn = profile?.arn ?? '';
    await owe(
      { ...asked('left@example.com') },
      { ...asked('gone@example.com'), about: `profile:${arn}` },
      { ...asked('there@example.com'), about: 'profile:arn:unknown' },
    );
    const said = { name: null, costCenter: null, manager: null, active: false, groups: null };
    const how = { complete: false, actor: { id: 'local:test' }, now: now() };
    await b.store.people.learn('file', [{ email: 'left@example.com', ...said }], how);
    await b.store.profiles.markDeleted(arn, { id: 'local:test' }, now());
    await deliver();
    const why = (await b.store.alerts.undelivered(10)).map((one) => `${one.target} ${one.droppedWhy}`).sort();
    expect(why).toEqual(['gone@example.com resolved', 'left@example.com left']);
    expect(sink.mails.map(({ to }) => String(to))).toEqual(['there@example.com']);
    await owe(asked(ANN));
    b.clock.advance(31 * DAY_MS);
    await deliver();
    expect((await b.store.alerts.undelivered(10)).map(({ droppedWhy }) => droppedWhy)).toContain('over');
  });

  it('waits until quiet hours of its reader are over, also those of a whole weekend', async () => {
    const [today, hour] = [new Date(b.clock.now()).getUTCDay(), 60 * 60_000];
    b.clock.advance(((6 - today + 7) % 7) * DAY_MS);
    const quiet = { from: '20:00', until: '08:00', timeZone: 'UTC', weekends: true };
    const chosen = { locale: null, wishes: {}, reports: null, via: null, updatedAt: now() };
    await b.store.preferences.set({ ...chosen, email: ANN, quiet });
    await owe(asked(ANN), asked('jiro@example.com'));
    await deliver();
    expect(sink.mails.map(({ to }) => String(to))).toEqual(['jiro@example.com']);
    const [waiting] = await b.store.alerts.waiting(10);
    const until = Date.parse(waiting?.nextAttemptAt ?? '');
    expect(instantOf(until)).toMatch(/T08:00:00.000Z$/);
    expect(new Date(until).getUTCDay()).toBe(1);
    b.clock.advance(until - b.clock.now() - hour);
    await deliver();
    expect(sink.mails).toHaveLength(1);
    b.clock.advance(hour);
    await deliver();
    expect(sink.mails.map(({ to }) => String(to))).toEqual(['jiro@example.com', ANN]);
  });

  it('is all or nothing with what causes it', async () => {
    const failing = b.store.writing(async (inside) => {
      await oweLetters({ ...telling(), store: inside }, [asked(ANN)]);
      throw new Error('undone');
    });
    await expect(failing).rejects.toThrow('undone');
    expect((await b.store.alerts.outbox()).waiting).toBe(0);
  });
});

it('holds what somebody wrote on its own line: a break in it adds no line, no link and no recipient', async () => {
  for (const locale of ['en', 'ja'] as const) {
    const { data, ...draft } = asked(ANN, locale) as Extract<Draft, { kind: 'requestAsked' }>;
    const about = {
      userName: 'Bob\r\nBcc: eve@example.com',
      costCenter: 'CC-1\nhttps://evil.example/1',
      reason: `pilot\r\n\r\nAnswer here:\u2028\nhttps://evil.example/2\n${'x'.repeat(400)}`,
      deputyFor: 'Olga\nhttps://evil.example/3',
    };
    await owe({ ...draft, data: { ...data, ...about } });
  }
  await deliver();
  expect(sink.mails.map(({ to }) => to)).toEqual([[ANN], [ANN]]);
  for (const { subject, text } of sink.mails) {
    expect(subject).toContain('Bob / Bcc: eve@example.com');
    expect(text.split('\n').filter((line) => /^\s*(https:\/\/evil|Bcc|Answer here:)/.test(line))).toEqual([]);
  }
});
