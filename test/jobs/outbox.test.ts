import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Delivery } from '../../src/core/alerts.ts';
import { money, ZERO } from '../../src/core/money.ts';
import { HOUR_MS, instantOf } from '../../src/core/periods.ts';
import { type Ended, noteTrouble } from '../../src/jobs/jobTroubles.ts';
import { runSync } from '../../src/jobs/sync.ts';
import { emailNotifier } from '../../src/notify/email.ts';
import { webhookNotifier } from '../../src/notify/webhook.ts';
import { type MailSink, mailSink, type Refusal } from '../notify/sink.ts';
import { NOTIFY } from '../notifySettings.ts';
import { crossedOn } from './crossed.ts';
import { type Bench, type Collected, collected, tamper } from './setup.ts';

const FROM = 'Bedrock Ledger <ledger@example.com>';
const ACTOR = { id: 'local:test' };
const FINANCE = 'finance@example.com';
const NOBODY: ReadonlyMap<string, Refusal> = new Map();

let company: Collected;
let b: Bench;
let sink: MailSink;
let port: number;
let refused: ReadonlyMap<string, Refusal>;
let open: (() => Promise<void>)[];

beforeAll(async () => {
  company = await collected([], { world: { users: 2, days: 5 } });
});
afterAll(() => company.remove());
beforeEach(async () => {
  open = [];
  refused = NOBODY;
  await up();
  await benchWith({});
});
afterEach(async () => {
  await b.close();
  await sink.close();
  for (const close of open) await close();
});

/** The mail server, at the same port each time. */
async function up(): Promise<void> {
  sink = await mailSink({ refuses: (address) => refused.get(address) ?? null, port: port ?? 0 });
  port = Number(new URL(sink.url).port);
}
async function benchWith(more: Partial<Bench['deps']['settings']['notify']>): Promise<void> {
  const notify = { ...NOTIFY, smtpUrl: sink.url, from: FROM, to: [FINANCE], ...more };
  b = await company.bench({
    settings: { notify },
    notifiers: [
      ...(notify.smtpUrl === null ? [] : [emailNotifier(notify.smtpUrl, FROM)]),
      ...(notify.webhook === null
        ? []
        : [webhookNotifier({ secret: 'a secret of the receiver' }, { now: () => b.clock.now() })]),
    ],
  });
}

const now = () => instantOf(b.clock.now());
const deliver = async () => (await runSync(b.deps, ['deliver'])).runs[0];
const subjects = () => sink.mails.map(({ to, subject }) => `${to.join()}: ${subject}`).sort();
/** What each message came to, by its recipient. */
const states = async () =>
  (await b.store.alerts.list({ scope: 'all', limit: 1000, offset: 0 })).alerts
    .flatMap((alert) => alert.deliveries.map((one) => ({ alert, one })))
    .map(({ alert, one }) => {
      const state =
        one.droppedWhy ?? (one.deliveredAt ? 'delivered' : one.givenUpAt ? 'given up' : 'waiting');
      return `${alert.scopeKey} ${alert.thresholdPercent} to ${one.target}: ${state} (${one.attempts})`;
    })
    .sort();
/** A budget of somebody that was crossed, and the messages about it. */
const crossed = (
  email: string,
  {
    percent = 80,
    to = [email],
    channel = 'email',
  }: { percent?: number; to?: readonly string[]; channel?: Delivery['channel'] } = {},
) =>
  crossedOn(
    b,
    email,
    percent,
    to.map((target) => ({ channel, target })),
  );
/** So many minutes pass, with a run of deliver in each. */
async function pass(minutes: number) {
  for (let minute = 0; minute < minutes; minute += 1) {
    b.clock.advance(60_000);
    await deliver();
  }
}
const left = (email: string) =>
  b.store.people.learn(
    'file',
    [{ email, name: null, costCenter: null, manager: null, active: false, groups: null }],
    { complete: false, force: false, actor: ACTOR, now: now() },
  );

describe('a night without a mail server', () => {
  it('costs no attempt; what still holds goes out once when it is back, and the rest says why not', async () => {
    await sink.close();
    const raised = await crossed('raised@example.com');
    const removed = await crossed('removed@example.com');
    await crossed('left@example.com', { to: ['left@example.com', FINANCE] });
    await crossed('holds@example.com', { to: ['holds@example.com', FINANCE] });
    await crossed('overtaken@example.com', { percent: 80 });
    const first = await deliver();
    expect(first?.status).toBe('partial');
    expect(first?.errors).toEqual([
      {
        slice: 'email',
        error: expect.stringMatching(/takes nothing since .*7 messages waiting.*127\.0\.0\.1/),
      },
    ]);
    await crossed('overtaken@example.com', { percent: 100 });
    for (let half = 0; half < 2; half += 1) {
      b.clock.advance(6 * HOUR_MS);
      expect((await deliver())?.status).toBe('partial');
    }
    // Not due and nothing tried: that is no reason to say that all is well.
    expect((await deliver())?.status).toBe('partial');
    expect(await b.store.alerts.outbox()).toMatchObject({
      waiting: 7,
      givenUp: 0,
      oldestWaitingAt: '2026-11-20T09:10:00.000Z',
      channels: [{ channel: 'email', downSince: '2026-11-20T09:10:00.000Z', lastError: expect.any(String) }],
    });
    await b.store.budgets.set({ kind: 'user', key: 'raised@example.com' }, money('99'), ACTOR, now());
    await b.store.budgets.remove(removed.id, ACTOR, now());
    await left('left@example.com');
    expect(raised.version).toBe(1);

    await up();
    await pass(6);
    expect(await states()).toEqual([
      'holds@example.com 80 to finance@example.com: delivered (1)',
      'holds@example.com 80 to holds@example.com: delivered (1)',
      'left@example.com 80 to finance@example.com: delivered (1)',
      'left@example.com 80 to left@example.com: left (0)',
      'overtaken@example.com 100 to overtaken@example.com: delivered (1)',
      'overtaken@example.com 80 to overtaken@example.com: overtaken (0)',
      'raised@example.com 80 to raised@example.com: changed (0)',
      'removed@example.com 80 to removed@example.com: removed (0)',
    ]);
    expect(subjects()).toHaveLength(4);
    expect(sink.mails[0]?.text).toMatch(
      /Seen at: 20 Nov 2026, 09:10 UTC\n[\s\S]*Sent at 20 Nov 2026, 21:1\d UTC/,
    );
    expect(await b.store.alerts.outbox()).toEqual({
      waiting: 0,
      oldestWaitingAt: null,
      givenUp: 0,
      channels: [],
    });
    const last = await deliver();
    expect(last?.status).toBe('ok');
    expect(subjects()).toHaveLength(4);
  });

  it('tells of a job only how it is now, though it failed, was well and failed again meanwhile', async () => {
    await sink.close();
    const run = {
      job: 'charges' as const,
      startedAt: now(),
      rows: 0,
      progress: null,
      notes: [],
      requests: 0,
      awsCharge: ZERO,
    };
    const note = (status: 'ok' | 'failed') => {
      b.clock.advance(HOUR_MS);
      const errors = status === 'ok' ? [] : [{ slice: 'charges', error: `no answer at ${now()}` }];
      const ended = { ...run, id: now(), status, endedAt: now(), errors } as Ended['run'];
      return tamper(b.store, (lease) =>
        noteTrouble(b.deps, lease, { run: ended, isOverdue: status !== 'ok', isTold: false }),
      );
    };
    for (const status of ['failed', 'ok', 'failed', 'ok'] as const) await note(status);
    expect((await b.store.alerts.outbox()).waiting).toBe(4);
    await up();
    await deliver();
    expect(subjects()).toEqual([expect.stringMatching(/^finance@example.com: .*again/)]);
    await note('failed');
    await deliver();
    expect(sink.mails).toHaveLength(2);
    expect(await b.store.alerts.outbox()).toMatchObject({ waiting: 0, givenUp: 0 });
  });
  it('into a new month: what was seen of the old one is not told any more', async () => {
    await sink.close();
    b.clock.advance(Date.parse('2026-11-30T20:00:00Z') - b.clock.now());
    await crossed('ann@example.com');
    await deliver();
    b.clock.advance(8 * HOUR_MS);
    await up();
    await pass(1);
    expect(await states()).toEqual(['ann@example.com 80 to ann@example.com: over (0)']);
    expect(sink.mails).toEqual([]);
  });

  it('is the same where the channel is switched off for a while', async () => {
    await crossed('ann@example.com');
    const { settings, notifiers } = b.deps;
    b.deps.settings = { ...settings, notify: { ...NOTIFY, ...settings.notify, smtpUrl: null } };
    b.deps.notifiers = [];
    for (let half = 0; half < 2; half += 1) {
      b.clock.advance(6 * HOUR_MS);
      expect((await deliver())?.errors[0]?.error).toContain('notify.smtpUrl');
    }
    Object.assign(b.deps, { settings, notifiers });
    await pass(6);
    expect(await states()).toEqual(['ann@example.com 80 to ann@example.com: delivered (1)']);
  });

  it('is no flood: the most important first, so many in a run', async () => {
    await sink.close();
    for (const name of ['a', 'b', 'c']) {
      await crossed(`${name}@example.com`, { percent: 50 });
      b.clock.advance(1_000);
    }
    await crossed('z@example.com', { percent: 100 });
    await deliver();
    await up();
    await pass(2);
    expect(sink.mails.map(({ to }) => to[0])).toEqual([
      'z@example.com',
      'a@example.com',
      'b@example.com',
      'c@example.com',
    ]);
  });
});

describe('recipients', () => {
  it('who left get nothing of what comes later either, and whom the settings name no more gets nothing of before', async () => {
    await sink.close();
    await crossed('ann@example.com', { to: ['ann@example.com', FINANCE, 'once@example.com'] });
    await deliver();
    await left('ann@example.com');
    await crossed('ann@example.com', { percent: 100, to: ['ann@example.com', FINANCE] });
    await up();
    await pass(2);
    expect(await states()).toEqual([
      'ann@example.com 100 to ann@example.com: left (0)',
      'ann@example.com 100 to finance@example.com: delivered (1)',
      'ann@example.com 80 to ann@example.com: left (0)',
      'ann@example.com 80 to finance@example.com: overtaken (0)',
      'ann@example.com 80 to once@example.com: notRecipient (0)',
    ]);
    expect(sink.mails.map(({ to }) => to)).toEqual([[FINANCE]]);
  });

  it('who have another address by now are who they were', async () => {
    await crossed('ann@example.com');
    await b.store.people.learn(
      'file',
      [{ email: 'ann@example.com', name: null, costCenter: null, manager: null, active: true, groups: null }],
      { complete: false, actor: ACTOR, now: now() },
    );
    await b.store.people.rename('ann@example.com', 'ann.lee@example.com', ACTOR, now());
    await deliver();
    expect(await states()).toEqual(['ann.lee@example.com 80 to ann@example.com: delivered (1)']);
  });
});

describe('one message that is refused', () => {
  it('is given up by itself, told, and sent again by hand', async () => {
    refused = new Map([['gone@example.com', { code: 550, words: '5.1.1 no such user' }]]);
    await crossed('gone@example.com', { to: ['gone@example.com', FINANCE] });
    const runs = [await deliver()];
    for (let attempt = 1; attempt < 10; attempt += 1) {
      b.clock.advance(4 * HOUR_MS);
      runs.push(await deliver());
    }
    expect(await states()).toEqual([
      'gone@example.com 80 to finance@example.com: delivered (1)',
      'gone@example.com 80 to gone@example.com: given up (10)',
    ]);
    expect(runs.some((run) => run?.errors.some(({ error }) => error.endsWith('given up')))).toBe(true);
    expect(await b.store.alerts.outbox()).toMatchObject({ waiting: 0, givenUp: 1, channels: [] });
    expect((await deliver())?.errors).toEqual([
      { slice: 'given up', error: expect.stringContaining('bedrock-ledger alerts resend --failed') },
    ]);
    refused = NOBODY;
    const again = await b.store.alerts.resend(null, ACTOR, now());
    expect(again.map(({ target }) => target)).toEqual(['gone@example.com']);
    await deliver();
    expect(sink.mails.map(({ to }) => to[0])).toEqual([FINANCE, 'gone@example.com']);
    // What arrived is not sent a second time, also not by hand.
    expect(await b.store.alerts.resend(again[0]?.id ?? '', ACTOR, now())).toEqual([]);
    const [entry] = await b.store.audit.list({ action: 'message.resend', limit: 2 });
    expect(entry).toMatchObject({ subject: `message:${again[0]?.id}`, after: { to: 'gone@example.com' } });
  });

  it('may wait for long where every recipient is told the same, and costs no attempt then', async () => {
    const relay = { code: 554, words: `5.7.1 Relay access denied ${'x'.repeat(400)}` };
    const names = ['a', 'b'].map((name) => `${name}@example.com`);
    refused = new Map(names.map((name) => [name, relay]));
    for (const name of names) await crossed(name);
    for (let half = 0; half < 4; half += 1) {
      await deliver();
      b.clock.advance(6 * HOUR_MS);
    }
    expect(await b.store.alerts.outbox()).toMatchObject({
      waiting: 2,
      givenUp: 0,
      channels: [{ lastError: expect.stringContaining('Relay access denied') }],
    });
    // However much a server says of it.
    for (const one of await b.store.alerts.waiting(9)) expect(one.lastError).toHaveLength(300);
    refused = NOBODY;
    b.clock.advance(10 * 60_000);
    await deliver();
    expect(await states()).toEqual(names.map((name) => `${name} 80 to ${name}: delivered (1)`));
  });

  it('counts against the message where others get through', async () => {
    refused = new Map([['grey@example.com', { code: 451, words: '4.7.1 try again later' }]]);
    await crossed('grey@example.com', { percent: 100 });
    await crossed('ann@example.com');
    await deliver();
    expect(await states()).toEqual([
      'ann@example.com 80 to ann@example.com: delivered (1)',
      'grey@example.com 100 to grey@example.com: waiting (1)',
    ]);
    expect((await b.store.alerts.outbox()).channels).toEqual([
      { channel: 'email', downSince: null, lastError: null },
    ]);
  });
});

describe('a webhook', () => {
  let answers: { status: number; headers?: Record<string, string> };
  let got: string[];
  async function hook(): Promise<string> {
    got = [];
    const server: Server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk) => {
        body += chunk;
      });
      request.on('end', () => {
        if (answers.status < 300) got.push(JSON.parse(body).id);
        response.writeHead(answers.status, answers.headers).end();
      });
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    open.push(() => new Promise((done) => server.close(() => done())));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
  }

  it('that answers 503 or 429 all night loses nothing, and is sent to where it is now', async () => {
    answers = { status: 503 };
    const url = await hook();
    await b.close();
    await benchWith({
      webhook: { url, secret: 'a secret of the receiver', format: 'json' as const, people: true },
      to: [],
    });
    await crossed('ann@example.com', { to: ['http://127.0.0.1:1/before'], channel: 'webhook' });
    for (let hour = 0; hour < 4; hour += 1) {
      if (hour === 2) answers = { status: 429, headers: { 'retry-after': '3600' } };
      b.clock.advance(HOUR_MS);
      expect((await deliver())?.errors).toEqual([
        { slice: 'webhook', error: expect.stringContaining(hour < 2 ? 'answered 503' : 'answered 429') },
      ]);
    }
    answers = { status: 204 };
    b.clock.advance(10 * 60_000);
    await deliver();
    expect(got).toHaveLength(1);
    expect(await states()).toEqual([`ann@example.com 80 to ${url}: delivered (1)`]);
  });
});
