import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { money, ZERO } from '../../src/core/money.ts';
import { addDays } from '../../src/core/periods.ts';
import type { Actor, Money } from '../../src/core/types.ts';
import { usd } from '../../src/core/usd.ts';
import { alertsJob } from '../../src/jobs/alerts.ts';
import { deliverJob } from '../../src/jobs/deliver.ts';
import type { JobContext } from '../../src/jobs/job.ts';
import { me } from '../../src/me/me.ts';
import { emailNotifier } from '../../src/notify/email.ts';
import { run } from '../cli/setup.ts';
import { inOneLine } from '../inOneLine.ts';
import { type MailSink, mailSink } from '../notify/sink.ts';
import { ask, escaped, openServer } from '../server/setup.ts';
import { NOW, NOW_MS, spendRow } from '../store/setup.ts';

/**
 * Page, CSV, API, command line, `me`, alert and mail are asked for the same ten people and cost centers, and all say the
 * same: what is spent, what counts without a price, what is left of which budget, and whether that can be trusted.
 */

const ADMIN = 'adam@example.com';
const ACTOR: Actor = { id: 'local:tester' };
const MILLION = 1_000_000n;
/** Of tokens without a price, a million. */
const CAUTIOUS = money('75');
/** Days of November that have spend, today among them, and as many before. */
const DAYS = 20;

/** What somebody spends a day, tokens without a price in all, and what must be said of that. */
interface Case {
  name: string;
  daily: string;
  /** And in the other cost center. */
  also?: string;
  unpriced?: bigint;
  budget: string | null;
  says: {
    spent: string | null;
    cautious: string;
    left: string | null;
    percent: number | null;
    state: string;
  };
  crosses: number | null;
}
const said = (
  spent: string | null,
  cautious: string,
  left: string | null,
  percent: number | null,
  state: string,
) => ({
  spent,
  cautious,
  left,
  percent,
  state,
});
const PEOPLE: readonly Case[] = [
  { name: 'within', daily: '1', budget: '100', says: said('20', '0', '80', 20, 'within'), crosses: null },
  { name: 'over', daily: '2', budget: '30', says: said('40', '0', '-10', 133.3, 'over'), crosses: 100 },
  { name: 'watched', daily: '2', budget: '50', says: said('40', '0', '10', 80, 'watch'), crosses: 80 },
  // The page said "$0, within" and the mail "100 %".
  {
    name: 'unpriced',
    daily: '0',
    unpriced: MILLION,
    budget: '60',
    says: said(null, '75', '-15', 125, 'over'),
    crosses: 100,
  },
  {
    name: 'mixed',
    daily: '1',
    unpriced: MILLION,
    budget: '120',
    says: said('20', '75', '25', 79.1, 'within'),
    crosses: 50,
  },
  { name: 'standard', daily: '3', budget: null, says: said('60', '0', '60', 50, 'within'), crosses: 50 },
  {
    name: 'nothing',
    daily: '0.0001',
    budget: '0',
    says: said('0.002', '0', '-0.002', null, 'over'),
    crosses: 100,
  },
  {
    name: 'exact',
    daily: '1',
    also: '0.5',
    budget: '30',
    says: said('30', '0', '0', 100, 'over'),
    crosses: 100,
  },
  {
    name: 'nearly',
    daily: '1.5',
    budget: '30.01',
    says: said('30', '0', '0.01', 99.9, 'watch'),
    crosses: 80,
  },
  {
    name: 'refunded',
    daily: '-1',
    budget: '10',
    says: said('-20', '0', '30', -200, 'within'),
    crosses: null,
  },
];
const CENTERS: readonly Case[] = [
  {
    name: 'CC even',
    daily: '',
    budget: '1000',
    says: said('10.002', '150', '839.998', 16, 'within'),
    crosses: null,
  },
  { name: 'CC odd', daily: '', budget: '150', says: said('210', '0', '-60', 140, 'over'), crosses: 100 },
];
/** Everybody without a budget of their own. */
const STANDARD = '120';

/** What is spent as pages say it: at least that, where tokens without a price come on top. */
const shownOf = ({ says: { spent, cautious } }: Case): string =>
  spent === null ? 'unpriced' : `${cautious === '0' ? '' : 'at least '}${usd(money(spent))}`;

const emailOf = ({ name }: Case) => `${name}@example.com`;
const centerOf = (i: number) => (EVEN.has(i) ? 'CC even' : 'CC odd');
/** Unpriced and mixed share a cost center with whoever was refunded and the one of nothing. */
const EVEN = new Set([3, 4, 9, 6]);
const tokenOf = (name: string) => `blt_${name.padEnd(43, 'x')}`;
const STALE = '2026-11-19T01:00:00.000Z';

function rowsOf(one: Case, i: number) {
  const owner = { userEmail: emailOf(one), costCenter: centerOf(i), profileArn: `arn:${one.name}` };
  const amount = money(one.daily);
  const days = Array.from({ length: 2 * DAYS }, (_, at) => addDays('2026-10-12', at));
  const spent = days
    .filter(() => amount !== 0n)
    .map((day) => spendRow({ ...owner, day, amount, billed: amount, tokens: 1n }));
  const { also } = one;
  if (also !== undefined) {
    const there = { ...owner, costCenter: centerOf(i) === 'CC odd' ? 'CC even' : 'CC odd', tokens: 1n };
    const [amount, billed] = [money(also), money(also)];
    spent.push(...days.map((day) => spendRow({ ...there, day, amount, billed })));
  }
  // A price that nobody knows: tokens, and no amount.
  const { unpriced = 0n } = one;
  const unknown = {
    modelKey: 'new',
    label: 'estimated' as const,
    rateSource: null,
    service: '',
    usageType: '',
  };
  return unpriced === 0n
    ? spent
    : [...spent, spendRow({ ...owner, ...unknown, day: '2026-11-20', tokens: unpriced })];
}

async function openLedger(stale: boolean) {
  const folder = mkdtempSync(join(tmpdir(), 'same-'));
  const file = join(folder, 'ledger.db');
  const sink = await mailSink();
  const config = readConfig({});
  const settings = {
    ...config,
    db: file,
    cautiousRatePerMillion: CAUTIOUS,
    thresholds: [50, 80, 100],
    requestsPerMinute: 100_000,
    notify: {
      ...config.notify,
      smtpUrl: sink.url,
      toOwner: true,
      to: ['finance@example.com'],
      digest: { ...config.notify.digest, above: 100 },
    },
  };
  const opened = await openServer(PEOPLE.flatMap(rowsOf), { settings }, file);
  const { store, lease } = opened;
  const person = (email: string) => ({
    email,
    name: email,
    costCenter: null,
    manager: null,
    active: true,
    groups: [],
  });
  await store.people.learn('file', [...PEOPLE.map(emailOf), ADMIN].map(person), {
    complete: true,
    actor: ACTOR,
    now: NOW,
  });
  for (const { name } of PEOPLE) {
    const token = {
      id: name,
      email: `${name}@example.com`,
      name,
      scopes: ['me' as const],
      createdAt: NOW,
      expiresAt: '2027-01-01T00:00:00.000Z',
    };
    await store.tokens.create(token, createHash('sha256').update(tokenOf(name)).digest('base64url'), ACTOR);
  }
  const set = (kind: 'user' | 'costCenter', key: string, amount: string) =>
    store.budgets.set({ kind, key }, money(amount), ACTOR, NOW);
  for (const one of PEOPLE) if (one.budget !== null) await set('user', emailOf(one), one.budget);
  for (const one of CENTERS) await set('costCenter', one.name, one.budget ?? '');
  await store.budgets.set({ kind: 'userDefault' }, money(STANDARD), ACTOR, NOW);
  for (const source of ['profiles', 'usage', 'charges'] as const) {
    const at = stale && source === 'usage' ? STALE : NOW;
    await store.freshness.record(lease, {
      source,
      slice: '111122223333/us-east-1',
      completeUntil: at,
      lastSuccessAt: at,
      lastError: null,
      lastErrorAt: null,
    });
  }
  const context = {
    store,
    lease,
    settings,
    clock: { now: () => NOW_MS },
    progress: { start: () => {}, step: () => {}, done: () => {} },
    notifiers: [emailNotifier(sink.url, 'ledger@example.com')],
  } as unknown as JobContext;
  await alertsJob.run(context);
  await deliverJob.run(context);
  return { ...opened, file, folder, sink, stale };
}
type Ledger = Awaited<ReturnType<typeof openLedger>>;

const csvOf = async ({ url }: Ledger, path: string, key: string) => {
  const { text } = await ask(url, `${path}${path.includes('?') ? '&' : '?'}format=csv`);
  const rows: Record<string, string>[] = parse(text, { columns: true });
  return new Map(rows.map((row) => [row[key] ?? '', row]));
};
const jsonOf = async ({ url }: Ledger, path: string) => JSON.parse((await ask(url, `/api/v1${path}`)).text);
const pick = (answer: Record<string, unknown>) => ({
  spent: answer.spent,
  cautious: answer.cautious,
  left: answer.left,
  percent: answer.percent,
  state: answer.state,
});

/** What `me --json` prints for somebody. */
async function ofMe({ url, folder }: Ledger, name: string): Promise<Record<string, unknown>> {
  let printed = '';
  const env = {
    BEDROCK_LEDGER_URL: url,
    BEDROCK_LEDGER_TOKEN: tokenOf(name),
    HOME: join(folder, name),
    XDG_CACHE_HOME: join(folder, name),
  };
  const code = await me(
    ['--json', '--wait', '10000'],
    meIo(env, (text) => (printed += text), url),
  );
  expect(code).toBe(0);
  return JSON.parse(printed);
}
function meIo(
  env: Record<string, string>,
  print: (text: string) => void,
  _url: string,
): Parameters<typeof me>[1] {
  return {
    env,
    now: () => NOW_MS,
    print,
    warn: (text) => expect(text).toBe(''),
    piped: () => null,
    isColorTerminal: () => false,
    askInBackground: async () =>
      void (await me(
        ['--refresh'],
        meIo(env, () => undefined, _url),
      )),
  };
}

describe.each([
  ['fresh', false],
  ['stale', true],
])('of a ledger that is %s', (_, stale) => {
  let ledger: Ledger;
  let mails: MailSink['mails'];
  beforeAll(async () => {
    ledger = await openLedger(stale);
    mails = ledger.sink.mails;
  });
  afterAll(async () => {
    expect(ledger.faults).toEqual([]);
    await ledger.close();
    await ledger.sink.close();
    rmSync(ledger.folder, { recursive: true, force: true });
  });

  const everybody = [
    ...PEOPLE.map((one) => ({ one, key: emailOf(one), kind: 'user' as const, list: '/users' })),
    ...CENTERS.map((one) => ({ one, key: one.name, kind: 'costCenter' as const, list: '/cost-centers' })),
  ];
  const since = stale ? STALE : null;

  it('the API says it in lists, of each, and of each budget', async () => {
    const budgets: { scope: { key?: string }; standing: Record<string, unknown> }[] = (
      await jsonOf(ledger, '/budgets')
    ).budgets;
    for (const { one, key, list } of everybody) {
      const { rows } = await jsonOf(ledger, list);
      const row = rows.find((found: { key: string }) => found.key === key);
      expect([key, pick(row), row.staleSince]).toEqual([key, one.says, since]);
      const alone = await jsonOf(ledger, `${list}/${encodeURIComponent(key)}`);
      expect([key, pick(alone), alone.staleSince]).toEqual([key, one.says, since]);
      expect([key, alone.forecast, alone.reachesBudgetOn]).toEqual([key, row.forecast, row.reachesBudgetOn]);
      const budget = budgets.find(({ scope }) => scope.key === key);
      if (budget)
        expect([key, pick(budget.standing), budget.standing.forecast]).toEqual([key, one.says, row.forecast]);
    }
  });

  it('so do the files of the lists and of the budgets', async () => {
    const budgets = await csvOf(ledger, '/budgets', 'key');
    for (const { one, key, kind, list } of everybody) {
      const row = (await csvOf(ledger, list, kind === 'costCenter' ? 'cost_center' : kind)).get(key) ?? {};
      const { spent, cautious, percent, state } = one.says;
      const shown = percent === null ? '' : percent.toFixed(1).replace('-', '');
      expect([key, row.spent_usd, row.cautious_usd, row.budget_state, row.stale_since]).toEqual([
        key,
        spent ?? '',
        cautious,
        state,
        since ?? '',
      ]);
      expect([key, row.used_percent]).toEqual([key, shown]);
      const budget = budgets.get(key);
      if (!budget) continue;
      expect([key, budget.spent_usd, budget.cautious_usd, budget.used_percent, budget.budget_state]).toEqual([
        key,
        spent ?? '',
        cautious,
        shown,
        state,
      ]);
      expect([key, budget.stale_since, budget.forecast_usd]).toEqual([key, since ?? '', row.forecast_usd]);
    }
  });

  it('so do the pages, in words', async () => {
    for (const { one, key, list } of everybody) {
      const { text } = await ask(ledger.url, `${list}/${encodeURIComponent(key)}`);
      const page = text.replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ');
      const { spent, cautious, left, state } = one.says;
      expect(page).toContain(
        spent === null
          ? 'What was used in November 2026 has no price yet: 1,000,000 tokens.'
          : `${usd(money(spent))} spent in November 2026.`,
      );
      expect([key, page.includes(`they count as ${usd(money(cautious))}.`)]).toEqual([key, cautious !== '0']);
      const rest = money(left ?? '0');
      expect([key, page.includes(`${usd(rest)} is left.`)]).toEqual([key, rest > 0n]);
      expect([key, /It was reached on/.test(page)]).toEqual([key, state === 'over']);
      expect([key, /At this pace it is reached on/.test(page)]).toEqual([key, state === 'watch']);
      expect([key, /Stale: token usage/.test(page)]).toEqual([key, stale]);
    }
  });

  it('so do their rows in the lists', async () => {
    for (const { one, key, list } of everybody) {
      const { text } = await ask(ledger.url, list);
      const row =
        text.split('<tr').find((part) => part.includes(`>${escaped(key).replace('@', '<wbr/>@')}</a>`)) ?? '';
      const { cautious, percent, state } = one.says;
      expect(row).toContain(`>${shownOf(one)}</a>`);
      expect([key, row.includes(`+ ${usd(money(cautious))} without a price`)]).toEqual([
        key,
        cautious !== '0',
      ]);
      expect(row).toContain(`badge ${state}"`);
      if (percent !== null && percent >= 0) expect(row).toContain(`${percent.toFixed(1)}\u00a0%`);
    }
  });

  it('so does each cost center of whoever spends in two, beside what they spent there', async () => {
    for (const [center, part] of [
      ['CC odd', '20'],
      ['CC even', '10'],
    ] as const) {
      const path = `/cost-centers/${encodeURIComponent(center)}`;
      const row = (await csvOf(ledger, path, 'user')).get('exact@example.com');
      expect([row?.spent_usd, row?.used_percent, row?.variance_usd?.[0] !== '-', row?.budget_state]).toEqual([
        part,
        '100.0',
        true,
        'over',
      ]);
      expect((await ask(ledger.url, path)).text).toContain('of $30.00 in all');
    }
  });

  it('so does the command line', async () => {
    const ran = await run(
      ['budgets', 'list', '--json', '--db', ledger.file],
      {},
      { clock: { now: () => NOW_MS } },
    );
    const { budgets } = JSON.parse(ran.out);
    const table = await run(['budgets', 'list', '--db', ledger.file], {}, { clock: { now: () => NOW_MS } });
    for (const { one, key, kind } of everybody) {
      const found = budgets.find((b: { scope: { key?: string } }) => b.scope.key === key);
      if (one.budget === null) continue;
      expect([key, pick(found.standing)]).toEqual([key, one.says]);
      const line = table.out.split('\n').find((text) => text.startsWith(`${kind}:${key} `)) ?? '';
      const { spent, cautious, percent } = one.says;
      const atLeast = cautious === '0' ? '' : 'at least ';
      expect(line).toContain(spent === null ? ' unpriced ' : ` ${atLeast}${Number(spent).toFixed(2)} `);
      expect(line).toContain(` ${Number(cautious).toFixed(2)} `);
      if (percent !== null && percent >= 0) expect(line).toContain(` ${percent.toFixed(1)} %`);
    }
    expect(table.out.includes('Stale: ')).toBe(stale);
  });

  it('so does the line of each for their prompt', async () => {
    for (const one of PEOPLE) {
      const answer = await ofMe(ledger, one.name);
      expect([one.name, pick(answer), answer.staleSince]).toEqual([one.name, one.says, since]);
    }
  });

  it('and so do the alert and the mail of whoever crossed a threshold', async () => {
    const { alerts } = await ledger.store.alerts.list({ scope: 'all', limit: 100, offset: 0 });
    for (const { one, key } of everybody) {
      const own = alerts.filter(({ scopeKey }) => scopeKey === key);
      const highest = own.reduce((most, { thresholdPercent }) => Math.max(most, thresholdPercent), 0);
      expect([key, highest || null]).toEqual([key, one.crosses]);
      if (one.crosses === null) continue;
      const { spent, cautious, left } = one.says;
      for (const alert of own)
        expect([alert.spent, alert.cautious, alert.staleSince]).toEqual([
          money(spent ?? '0'),
          money(cautious),
          since,
        ]);
      const mail = mails.find(
        ({ to, subject }) => to.includes('finance@example.com') && subject.includes(key),
      );
      const text = inOneLine(mail?.text ?? '');
      const so = spent === null ? 'unpriced' : usd(money(spent));
      expect(text).toContain(`Spent so far: ${spent !== null && cautious !== '0' ? 'at least ' : ''}${so}`);
      expect([key, text.includes(`no price yet: ${usd(money(cautious))}`)]).toEqual([key, cautious !== '0']);
      const rest = money(left ?? '0');
      expect(text).toContain(rest < ZERO ? `Over it by: ${usd(-rest as Money)}` : `Left: ${usd(rest)}`);
      expect([key, text.includes('had not been read since 19 Nov 2026, 01:00 UTC')]).toEqual([key, stale]);
    }
  });
});
