import { hostname } from 'node:os';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { JobName, RunProgress } from '../../src/core/runs.ts';
import { openStore } from '../../src/store/open.ts';
import { instant } from '../../src/ui/format.ts';
import { en } from '../../src/ui/messages/en.ts';
import { ja } from '../../src/ui/messages/ja.ts';
import { at, NOW, NOW_MS } from '../store/setup.ts';
import { ask, post, serveLedger } from './setup.ts';

/** What *Jobs* says of what goes on at this moment. */

const TERM_MS = 30_000;
/** Leases go by the machine's clock. */
const realNow = () => new Date().toISOString();
const told = (more: Partial<RunProgress> = {}): RunProgress => ({
  label: 'charges',
  done: 12,
  total: 40,
  note: 'owner 2026-10',
  since: at(-2),
  at: at(-1),
  next: ['rates', 'spend'],
  ...more,
});

async function ledger({ now = NOW_MS } = {}) {
  const store = await openStore(':memory:', { now: NOW_MS });
  const since = realNow();
  const taken = await store.lease.acquire(`${hostname()}:4711:1.5:0`, since, TERM_MS);
  if (!('lease' in taken)) throw new Error('held');
  const started: JobName[] = [];
  const trigger = (jobs: readonly JobName[]) => void started.push(...jobs);
  const clock = { now: () => now };
  const actions = { trigger, createProfile: null, deleteProfile: null };
  const server = await serveLedger({ store, actions, clock });
  onTestFinished(async () => {
    await server.close();
    store.close();
  });
  const html = async (lang = 'en') =>
    (await ask(server.url, '/jobs', { headers: { cookie: `lang=${lang}` } })).text;
  const card = (text: string) => /<section class="card now".*?<\/section>/s.exec(text)?.[0] ?? '';
  const words = (text: string) =>
    card(text)
      .replace(/<[^>]*>/g, ' ')
      .replace(/\s+/g, ' ')
      .trim();
  return { store, lease: taken.lease, since: instant(since, 'en'), server, started, html, card, words };
}

describe('Jobs, now', () => {
  it('says what runs, how far it is, for how long, what is left, and what follows for whom', async () => {
    const { store, lease, since, html, card, words } = await ledger();
    await store.runs.tell(await store.runs.start(lease, 'charges', at(-3)), told());
    const page = await html();
    expect(words(page)).toBe(
      `Now Bill running 12 of 40 · owner 2026-10 Since 20 Nov 2026, 08:57 (3 min), about 80 s left Waiting: Rates, Spend. One job writes at a time: the turn is with process 4711 on ${hostname()}, since ${since}.`,
    );
    expect(card(page)).toContain('<progress value="12" max="40" aria-label="Bill"');
    expect(card(page)).toContain('data-live="on"');
    expect(page).toMatch(/<p class="unseen" role="status"[^>]*>Running: Bill<\/p>/);
    expect(words(await html('ja'))).toContain('40件中12件');
  });

  it('says of a run that has not told anything that it has begun', async () => {
    const { store, lease, html, words } = await ledger();
    await store.runs.start(lease, 'usage', at(-1));
    expect(words(await html())).toBe('Now Token usage running has begun Since 20 Nov 2026, 08:59 (60 s)');
  });

  it('tells each change, although answers about work are kept', async () => {
    const { store, lease, html, words, card } = await ledger();
    expect(words(await html())).toBe(`Now ${en.jobs.now.none}`);
    expect(card(await html('ja'))).toContain(ja.jobs.now.none);
    const id = await store.runs.start(lease, 'charges', at(-3));
    for (const done of [1, 2, 3]) {
      await store.runs.tell(id, told({ done }));
      expect(words(await html())).toContain(`${done} of 40`);
    }
    await store.runs.finish(id, {
      ...{ at: NOW, status: 'ok', rows: 1, errors: [] },
      ...{ requests: 0, awsCharge: 0n as never, operations: {} },
    });
    const ended = await html();
    expect(words(ended)).toBe(`Now ${en.jobs.now.none}`);
    expect(card(ended)).toContain('data-live="over"');
  });

  it('is said on the first page as well, until there are figures', async () => {
    const { store, lease, server, words } = await ledger();
    const first = async () => words((await ask(server.url, '/')).text);
    expect(await first()).toBe('');
    await store.runs.tell(await store.runs.start(lease, 'charges', at(-3)), told());
    expect(await first()).toContain('Bill running 12 of 40');
  });

  it('says that a run is gone whose process gives the lease no sign of life', async () => {
    const { store, lease, html, words } = await ledger();
    await store.runs.tell(await store.runs.start(lease, 'charges', at(-3)), told());
    await store.lease.heartbeat(lease, at(-3), 30_000);
    expect(words(await html())).toContain('Last heard of at 20 Nov 2026, 08:59: its process has ended.');
    expect(words(await html())).not.toContain('Waiting');
  });

  it('says what was asked for and waits, and for whom, until it begins', async () => {
    const { store, lease, server, started, html, words, card } = await ledger();
    expect((await post(server.url, '/jobs', { job: 'usage' })).status).toBe(303);
    expect(started[0]).toBe('usage');
    const page = await html();
    expect(words(page)).toContain('Waiting: Token usage, Rates, Spend, Alerts, Notices, Deliver messages.');
    expect(words(page)).toContain(`the turn is with process 4711 on ${hostname()}`);
    expect(card(page)).toContain('data-live="on"');
    await store.lease.release(lease);
    expect(words(await html())).toContain(en.jobs.now.soon);
    await store.lease.acquire('again', realNow(), TERM_MS);
    for (const job of started) await store.runs.start({ ...lease, holder: 'again', fence: 2 }, job, at(1));
    expect(words(await html())).not.toContain('Waiting');
  });

  it('is in the API as well', async () => {
    const { store, lease, server } = await ledger();
    await store.runs.tell(await store.runs.start(lease, 'charges', at(-3)), told());
    const { jobs } = JSON.parse((await ask(server.url, '/api/v1/jobs')).text);
    expect(jobs[0]).toMatchObject({ status: 'running', progress: told() });
  });
});
