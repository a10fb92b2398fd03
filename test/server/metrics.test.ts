import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hashOf } from '../../src/app/credentials/secrets.ts';
import { readConfig } from '../../src/config.ts';
import { SCOPES } from '../../src/core/access.ts';
import { TROUBLES } from '../../src/core/health.ts';
import { money } from '../../src/core/money.ts';
import { HOUR_MS, instantOf } from '../../src/core/periods.ts';
import type { JobName, JobRun } from '../../src/core/runs.ts';
import { createMetrics } from '../../src/server/operations/metrics.ts';
import { openStore } from '../../src/store/open.ts';
import type { Store } from '../../src/store/types.ts';
import { folder, NOW, NOW_MS, spendRow } from '../store/setup.ts';
import { ACTOR, ask, openServer, serveLedger } from './setup.ts';

/** What Prometheus is told: who may ask, in which form, what it says, and that it agrees with `/readyz`. */

const TOKEN = 'a-token-of-its-own-0123456789';
const settings = (more: Record<string, string> = {}) =>
  readConfig({ BEDROCK_LEDGER_METRICS_TOKEN: TOKEN, ...more });
const CENTERS = { BEDROCK_LEDGER_METRICS_COST_CENTERS: 'true' };
const bearer = (token: string) => ({ headers: { authorization: `Bearer ${token}` } });

/** Serves a ledger with its metrics, which are worked out anew each time unless kept for longer. */
async function serve(
  store: Store,
  {
    more = {},
    silentMs = 0,
    keptMs = 0,
  }: { more?: Record<string, string>; silentMs?: number; keptMs?: number } = {},
) {
  const faults: unknown[] = [];
  const watched = {
    store,
    settings: settings(more),
    clock: { now: () => NOW_MS },
    worker: () => ({ silentMs }),
    onError: (error: unknown) => faults.push(error),
  };
  const disk = async () => ({ ledgerBytes: 4096, logBytes: null, freeBytes: 10 ** 9 });
  const metrics = createMetrics({ ...watched, disk }, keptMs);
  const { onError, ...parts } = watched;
  const served = await serveLedger({ ...parts, onError, metrics, onAnswer: metrics.answered });
  const text = async () => (await ask(served.url, '/metrics', bearer(TOKEN))).text;
  return { ...served, faults, metrics, text, samples: async () => samplesOf(await text()) };
}

interface Sample {
  name: string;
  labels: string;
  value: number;
}
const LINE = /^([a-zA-Z_:][a-zA-Z0-9_:]*)(\{(?:[a-zA-Z_]\w*="(?:[^"\\\n]|\\["\\n])*",?)*\})? (\S+)$/;
function samplesOf(text: string): Sample[] {
  return text
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const [, name = '', labels = '', value = ''] = LINE.exec(line) ?? [];
      if (name === '') throw new Error(`cannot be read: ${line}`);
      return { name, labels, value: Number(value.replace('+Inf', 'Infinity')) };
    });
}
const sampleOf = (samples: readonly Sample[], name: string, labels = ''): number | undefined =>
  samples.find((one) => one.name === `bedrock_ledger_${name}` && one.labels === labels)?.value;

async function run(
  { store, lease }: Awaited<ReturnType<typeof openServer>>,
  job: JobName,
  status: JobRun['status'],
  minutesAgo = 5,
): Promise<string> {
  const id = await store.runs.start(lease, job, instantOf(NOW_MS - minutesAgo * 60_000));
  if (status === 'running') return id;
  const operations = { 'ce:GetCostAndUsage': { requests: 3, charge: money('0.03') } };
  await store.runs.finish(id, {
    at: instantOf(NOW_MS - minutesAgo * 60_000 + 1_500),
    status,
    rows: 1,
    errors: [],
    requests: 3,
    awsCharge: money('0.03'),
    operations,
  });
  return id;
}
const fresh = (
  { store, lease }: Awaited<ReturnType<typeof openServer>>,
  source: 'profiles' | 'usage' | 'charges',
  ms = 0,
) =>
  store.freshness.record(lease, {
    source,
    slice: '222233334444/us-east-1',
    completeUntil: NOW,
    lastSuccessAt: instantOf(NOW_MS - ms),
    lastError: null,
    lastErrorAt: null,
  });

let ledger: Awaited<ReturnType<typeof openServer>>;
let served: Awaited<ReturnType<typeof serve>>;
beforeAll(async () => {
  const day = NOW.slice(0, 10);
  ledger = await openServer([
    ...Array.from({ length: 130 }, (_, i) =>
      spendRow({ day, costCenter: `CC-${i}`, amount: money(`${1000 - i}`) }),
    ),
    spendRow({ day, costCenter: 'ann@example.com', amount: money('5000') }),
    spendRow({ day, costCenter: 'say "hi"\\', amount: money('4000') }),
  ]);
  for (const source of ['profiles', 'usage', 'charges'] as const) await fresh(ledger, source);
  await ledger.store.budgets.set({ kind: 'costCenter', key: 'CC-0' }, money('1200'), ACTOR, NOW);
  await run(ledger, 'spend', 'ok', 15);
  await run(ledger, 'usage', 'ok', 25);
  await run(ledger, 'usage', 'failed');
  served = await serve(ledger.store);
});
afterAll(async () => {
  await served?.close();
  await ledger?.close();
});

describe('whoever asks', () => {
  it('finds nothing where no token is set, whatever they send', async () => {
    const { metrics } = served;
    const off = await serveLedger({ store: ledger.store, settings: readConfig({}), metrics });
    for (const headers of [{}, bearer(TOKEN).headers, bearer('null').headers, bearer('').headers])
      for (const { url } of [ledger, off]) {
        const answer = await ask(url, '/metrics', { headers });
        expect([answer.status, answer.text.includes('bedrock_ledger_')]).toEqual([404, false]);
      }
    await off.close();
  });

  it('is let in by that token alone', async () => {
    const person = {
      email: 'ann@example.com',
      name: 't',
      createdAt: NOW,
      expiresAt: instantOf(NOW_MS + HOUR_MS),
    };
    await ledger.store.tokens.create(
      { id: 't', scopes: [...SCOPES], ...person },
      hashOf('blt_personal'),
      ACTOR,
    );
    const wrong = [
      {},
      { authorization: TOKEN },
      { authorization: `Basic ${Buffer.from(`x:${TOKEN}`).toString('base64')}` },
      { cookie: `token=${TOKEN}` },
      ...[
        'blt_personal',
        `${TOKEN}x`,
        TOKEN.slice(0, -1),
        TOKEN.toUpperCase(),
        'null',
        '',
        `${TOKEN} ${TOKEN}`,
        '\u00ff'.repeat(29),
      ].map((one) => bearer(one).headers),
    ];
    for (const headers of wrong) {
      const answer = await ask(served.url, `/metrics?token=${TOKEN}`, { headers });
      expect([headers, answer.status]).toEqual([headers, 401]);
      expect(answer.headers['www-authenticate']).toMatch(/^Bearer/);
      expect(answer.text).not.toContain('bedrock_ledger_');
    }
    const good = await ask(served.url, '/metrics', bearer(TOKEN));
    expect([good.status, good.headers['content-type']]).toEqual([
      200,
      'text/plain; version=0.0.4; charset=utf-8',
    ]);
    // And opens nothing else.
    expect((await ask(served.url, '/api/v1/me', bearer(TOKEN))).status).toBe(401);
  });

  it.each([
    ['too short', 'short'],
    ['with blanks', 'a token with blanks in it'],
    ['in other letters', 'トークントークントークントークン'],
  ])('a token that is %s is refused, and not shown', (_, token) => {
    expect(() => readConfig({ BEDROCK_LEDGER_METRICS_TOKEN: token })).toThrow(
      /BEDROCK_LEDGER_METRICS_TOKEN: must be 16 to 200 printable ASCII signs without blanks$/m,
    );
  });
});

describe('what it says', () => {
  it('is in the form that Prometheus takes, under names as it wants them', async () => {
    await ask(served.url, '/users/ann%40example.com?costCenter=CC-1');
    await ask(served.url, '/nothing/ann');
    served.metrics.ran({ ...(await ledger.store.runs.latest())[0] } as JobRun);
    const text = await served.text();
    expect(text.endsWith('\n')).toBe(true);
    const types = new Map(
      [...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)].map(([, name = '', type = '']) => [name, type]),
    );
    const helped = new Set([...text.matchAll(/^# HELP (\S+) \S.+$/gm)].map(([, name]) => name));
    const samples = samplesOf(text);
    expect(samples.length).toBeGreaterThan(100);
    expect(new Set(samples.map(({ name, labels }) => name + labels)).size).toBe(samples.length);
    for (const { name, labels, value } of samples) {
      const family = types.has(name) ? name : name.replace(/_(bucket|sum|count)$/, '');
      expect([name, types.has(family), helped.has(family)]).toEqual([name, true, true]);
      expect([name, labels, Number.isFinite(value)]).toEqual([name, labels, true]);
    }
    for (const [name, type] of types) {
      if (!name.startsWith('bedrock_ledger_')) continue;
      expect([name, name.endsWith('_total')]).toEqual([name, type === 'counter']);
      expect(name).not.toMatch(/(_ms|_milliseconds|_minutes|_usd|_kb|_mib)(_|$)|_(gauge|counter|histogram)$/);
    }
  });

  it('is what the documentation lists, no more and no less', async () => {
    const text = readFileSync(join(import.meta.dirname, '../../docs/operations-metrics.md'), 'utf8');
    const listed = [...text.matchAll(/^\| `(bedrock_ledger_\w+)` \|([^|]*)\|/gm)].map(
      ([, name = '', labels = '']) => [name, labels.replaceAll(/[`\s]/g, '')],
    );
    const types = [...(await served.text()).matchAll(/^# TYPE (bedrock_ledger_\w+)/gm)].map(
      ([, name]) => name,
    );
    expect(listed.map(([name]) => name).sort()).toEqual(types.sort());
    const samples = await served.samples();
    for (const [name = '', labels = ''] of listed) {
      const one = samples.find((sample) => sample.name.replace(/_(bucket|sum|count)$/, '') === name);
      if (one === undefined) continue;
      const named = [...one.labels.matchAll(/(\w+)="/g)]
        .map(([, label]) => label)
        .filter((label) => label !== 'le');
      expect([name, named.join(',')]).toEqual([name, labels]);
    }
    // Alerts ask for metrics that there are.
    for (const [, name] of text.matchAll(/\b(bedrock_ledger_\w+)/g)) expect(types).toContain(name);
  });

  it('is of the ledger', async () => {
    const samples = await served.samples();
    const value = (name: string, labels?: string) => sampleOf(samples, name, labels);
    expect({
      readable: value('ledger_readable'),
      ready: value('ready'),
      failing: value('trouble', '{kind="failing"}'),
      age: value('source_age_seconds', '{source="usage"}'),
      lastStart: value('job_last_start_timestamp_seconds', '{job="usage"}'),
      lastSuccess: value('job_last_success_timestamp_seconds', '{job="usage"}'),
      seconds: value('job_last_duration_seconds', '{job="usage"}'),
      usage: value('job_last_ok', '{job="usage"}'),
      spend: value('job_last_ok', '{job="spend"}'),
      requests: value('aws_requests_total', '{service="ce",operation="GetCostAndUsage"}'),
      dollars: value('aws_charge_dollars_total', '{service="ce",operation="GetCostAndUsage"}'),
      spent: value('aws_spent_dollars'),
      ceiling: value('aws_ceiling_dollars'),
      file: value('ledger_file_bytes'),
      log: value('ledger_log_bytes'),
      free: value('ledger_disk_free_bytes'),
      build: samples.filter(({ name }) => name === 'bedrock_ledger_build_info').length,
    }).toEqual({
      readable: 1,
      ready: 1,
      failing: 1,
      age: 0,
      lastStart: (NOW_MS - 5 * 60_000) / 1000,
      lastSuccess: (NOW_MS - 25 * 60_000) / 1000,
      seconds: 1.5,
      usage: 0,
      spend: 1,
      requests: 9,
      dollars: 0.09,
      spent: 0.09,
      ceiling: 50,
      file: 4096,
      log: undefined,
      free: 10 ** 9,
      build: 1,
    });
  });

  it('is of this process: answers by pattern, and runs', async () => {
    const page = await serve(ledger.store);
    for (let i = 0; i < 30; i++) await ask(page.url, `/nothing/${i}`, { method: i % 2 ? 'GET' : 'PROPFIND' });
    await ask(page.url, '/users/ann%40example.com');
    page.metrics.ran({ ...(await ledger.store.runs.latest())[0] } as JobRun);
    const samples = await page.samples();
    const requests = samples.filter(({ name }) => name === 'bedrock_ledger_http_requests_total');
    expect(requests.map(({ labels, value }) => `${labels} ${value}`).sort()).toEqual([
      '{method="GET",route="/users/:key",status="4xx"} 1',
      '{method="GET",route="none",status="4xx"} 15',
      '{method="other",route="none",status="4xx"} 15',
    ]);
    expect(sampleOf(samples, 'job_runs_total', '{job="spend",outcome="ok"}')).toBe(1);
    expect(sampleOf(samples, 'job_duration_seconds_sum', '{job="spend"}')).toBe(1.5);
    await page.close();
  });

  it('names nobody, with cost centers or without', async () => {
    const page = await serve(ledger.store, { more: CENTERS });
    await ask(page.url, '/users/ann%40example.com?user=ann%40example.com');
    for (const text of [await page.text(), await served.text()])
      expect(text).not.toMatch(/@|example\.com|\bann\b|222233334444|arn:/);
    await page.close();
  });

  it('holds cost centers only where that is set: the largest by name, all others as one', async () => {
    expect(await served.text()).not.toMatch(/^bedrock_ledger_cost_center_\w+\{/m);
    const page = await serve(ledger.store, { more: CENTERS });
    const samples = await page.samples();
    const spent = samples.filter(({ name }) => name === 'bedrock_ledger_cost_center_spend_dollars');
    expect(spent).toHaveLength(100);
    const all = [...Array.from({ length: 130 }, (_, i) => 1000 - i), 5000, 4000].reduce((a, b) => a + b, 0);
    expect(spent.reduce((sum, { value }) => sum + value, 0)).toBeCloseTo(all, 6);
    const value = (name: string, center: string) => sampleOf(samples, name, `{cost_center="${center}"}`);
    expect(value('cost_center_spend_dollars', 'say \\"hi\\"\\\\')).toBe(4000);
    expect(value('cost_center_budget_dollars', 'CC-0')).toBe(1200);
    expect(value('cost_center_budget_dollars', 'CC-1')).toBeUndefined();
    await page.close();
  });

  it('is kept for a while: however many ask, the ledger is asked once', async () => {
    let readings = 0;
    const counted = new Proxy(ledger.store, {
      get: (store, name: keyof Store) => {
        if (name === 'reading') readings += 1;
        return store[name];
      },
    });
    const page = await serve(counted, { keptMs: HOUR_MS });
    const pages = await Promise.all(Array.from({ length: 20 }, () => page.text()));
    expect(new Set(pages).size).toBe(1);
    // One for what is in trouble, one for the figures.
    expect(readings).toBe(2);
    await page.close();
  });
});

describe('in trouble', () => {
  const kindsIn = (samples: readonly Sample[]): Record<string, number> =>
    Object.fromEntries(
      TROUBLES.map((kind) => [kind, sampleOf(samples, 'trouble', `{kind="${kind}"}`) ?? -1] as const).filter(
        ([, many]) => many > 0,
      ),
    );
  const ready = async (url: string) => {
    const answer = await ask(url, '/readyz');
    return {
      code: answer.status,
      ...(JSON.parse(answer.text) as { status: string; troubles: { kind: string }[] }),
    };
  };

  it('says the same as /readyz, whatever it is', async () => {
    const own = await openServer();
    const states: [string, () => Promise<unknown>, object][] = [
      ['503 collecting', async () => undefined, { silentMs: 0 }],
      [
        '200 ready',
        async () => {
          for (const source of ['profiles', 'usage', 'charges'] as const) await fresh(own, source);
          await run(own, 'spend', 'ok');
        },
        {},
      ],
      ['503 stuck', async () => undefined, { silentMs: HOUR_MS }],
      ['200 degraded', () => fresh(own, 'usage', 9 * HOUR_MS), {}],
      ['200 degraded', () => run(own, 'charges', 'failed'), {}],
      [
        '200 degraded',
        () => run(own, 'profiles', 'partial', 60).then(() => run(own, 'profiles', 'partial')),
        {},
      ],
      ['503 stuck', () => run(own, 'usage', 'running', 9 * 60), {}],
    ];
    for (const [expected, change, options] of states) {
      await change();
      const page = await serve(own.store, options);
      const said = await ready(page.url);
      expect(`${said.code} ${said.status}`).toBe(expected);
      const samples = await page.samples();
      expect(kindsIn(samples)).toEqual(
        Object.fromEntries(
          [...Map.groupBy(said.troubles, ({ kind }) => kind)].map(([kind, of]) => [kind, of.length]),
        ),
      );
      expect(sampleOf(samples, 'ready')).toBe(said.code === 200 ? 1 : 0);
      await page.close();
    }
    await own.close();
  });

  it('says of a file that turned out damaged what it is, and goes on answering', async () => {
    const file = join(folder(), 'ledger.db');
    const sound = await openServer([], {}, file);
    await fresh(sound, 'usage');
    await sound.close();
    const inside = new Database(file, { readonly: true });
    const page = inside.prepare("SELECT rootpage FROM sqlite_schema WHERE name = 'freshness'").pluck().get();
    const size = inside.pragma('page_size', { simple: true });
    inside.close();
    const bytes = readFileSync(file);
    bytes.fill(0xa5, (Number(page) - 1) * Number(size), Number(page) * Number(size));
    writeFileSync(file, bytes);

    const store = await openStore(file, { now: NOW_MS });
    const damaged = await serve(store);
    expect((await ask(damaged.url, '/healthz')).status).toBe(200);
    const answer = await ask(damaged.url, '/readyz');
    expect([answer.status, JSON.parse(answer.text).status]).toEqual([503, 'sealed']);
    expect(answer.text).not.toContain('ledger.db');
    const samples = await damaged.samples();
    expect([sampleOf(samples, 'ledger_readable'), kindsIn(samples)]).toEqual([0, { sealed: 1 }]);
    // What is not known is not said to be zero.
    expect(samples.filter(({ name }) => /spent|ceiling|outbox|held_back|log_bytes/.test(name))).toEqual([]);
    expect(damaged.faults.map(String)).toEqual(Array(2).fill(expect.stringContaining('malformed')));
    await damaged.close();
    store.close();
  });
});
