import { describe, expect, it, onTestFinished } from 'vitest';
import { en } from '../../src/ui/messages/en.ts';
import { LOCALES, messagesOf } from '../../src/ui/messages/index.ts';
import { NOW, spendRow, usd } from '../store/setup.ts';
import { type EMAIL, openCompany, PUBLIC_URL } from './roles.ts';
import { ACTOR, ask, escaped, openServer } from './setup.ts';

/** Questions that somebody puts together: what the page says of them, to whom, and what is kept under a name. */

const words = en.explore;
const ANN = { userEmail: 'ann@example.com', costCenter: 'Mobile' };
const dollars = (amount: number) => usd(BigInt(amount) * 10_000_000_000n);
const spent = (day: string, amount: number, more = {}) =>
  spendRow({ day, amount: dollars(amount), billed: dollars(amount), tokens: 10n, ...ANN, ...more });

async function pages() {
  const server = await openServer([
    spent('2026-11-02', 10),
    spent('2026-11-09', 20, { modelKey: 'm2' }),
    spent('2026-11-16', 5, { userEmail: 'ben@example.com', costCenter: 'Search' }),
    spent('2026-10-05', 4),
    spent('2026-10-01', 1, { userEmail: 'old@example.com' }),
  ]);
  onTestFinished(async () => {
    await server.close();
    expect(server.faults).toEqual([]);
  });
  const get = async (query: string) => {
    const { status, text } = await ask(server.url, `/explore${query}`);
    return { status, text: text.replaceAll('<wbr/>', '') };
  };
  return { server, get };
}
const decoded = (text: string) => text.replaceAll('&amp;', '&');
const unescaped = (text: string) => decoded(text).replaceAll('&quot;', '"');

describe('a question', () => {
  it('is answered by the API with the same amounts, by the line that the page has for it', async () => {
    const { server, get } = await pages();
    for (const query of [
      '?group=user&by=day',
      '?group=day',
      '?group=costCenter&by=model&user=ann%40example.com',
    ]) {
      const { text } = await get(query);
      const [, path = ''] = /BEDROCK_LEDGER_URL(\/api[^"]*)"/.exec(unescaped(text)) ?? [];
      const answer = JSON.parse((await ask(server.url, path)).text);
      const { text: file } = await ask(server.url, `/explore${query}&format=csv`);
      const [head = '', ...rows] = file.trim().split(/\r?\n/);
      const at = ['spent_usd', 'row_type'].map((name) => head.split(',').indexOf(name));
      const items = rows.map((row) => at.map((i) => row.split(',')[i])).filter(([, type]) => type === 'item');
      const amounts = answer.rows.map(({ amount }: { amount: string }) => amount);
      expect(amounts.length).toBeGreaterThan(0);
      expect([query, amounts.sort()]).toEqual([query, items.map(([amount]) => amount).sort()]);
    }
  });

  it('of days has a chart that keys and pointer can walk through, without what the address hides', async () => {
    const { get } = await pages();
    const { text } = await get('?group=model&by=day&hide=m2');
    expect(text).toContain('<figure class="days" data-first="2026-11-01"');
    expect(text).toMatch(/class="series off" data-key="m2"/);
    expect((await get('?group=model&by=week')).text).not.toContain('<figure class="days"');
  });

  it('is answered in a sentence, with a way into each row and to its lines', async () => {
    const { get } = await pages();
    const { text } = await get('?group=user&by=model');
    expect(text).toContain(words.answer.cost('$35.00', 'in November 2026'));
    expect(text).toContain(words.answer.largest('ann@example.com', '85.7\u00a0%'));
    expect(decoded(text)).toContain('/explore?group=profile&by=model&user=ann%40example.com"');
    expect(decoded(text)).toContain('user=ann%40example.com&reason=%28none%29&model=m2"');
  });

  it('is compared with the same days before, the largest change first, and whoever spends no more is in it', async () => {
    const { get } = await pages();
    const { text } = await get('?group=user&compare=previous');
    const said = text.replaceAll(/<\/?span[^>]*>/g, '');
    expect(said).toContain(words.answer.change('+$30.00', '1 Oct – 20 Oct', '$5.00'));
    expect(said).toContain(words.answer.moved('ann@example.com', '+$26.00'));
    expect(text).toContain('old@example.com');
    // Of the period before that nothing is known.
    expect((await get('?compare=previous&period=lastMonth')).text).toContain(words.pastUnknown);
  });

  it('says what it cannot be, and what is meant', async () => {
    const { get } = await pages();
    const { text } = await get('?group=modle&by=model&mesure=tokens&user=ann%40example.con');
    for (const said of [
      words.fault.unknown({ kind: 'unknown', field: 'group', value: 'modle', near: ['model'] }),
      en.period.stray('mesure', ['measure']),
      `ann@example.con: ${en.invalid.unknownUser(['ann@example.com'])}`,
      words.empty,
    ])
      expect(text).toContain(escaped(said));
    expect((await get('?group=day&by=week')).text).toContain(escaped(words.fault.times()));
    expect((await get('?group=user&by=user')).text).toContain(escaped(words.fault.same()));
    expect((await get('?start=2020-01-01&endExclusive=2026-11-01')).text).toContain(
      escaped(en.period.refused.long),
    );
    // A file has no room for it.
    expect((await get('?group=modle&format=csv')).status).toBe(400);
  });

  it('is drawn over weeks and months, and holds what is hidden in its rows', async () => {
    const { get } = await pages();
    expect((await get('?group=week&by=user&chart=lines')).text).toContain('class="line c1"');
    expect((await get('?group=month&period=last90')).text).toContain('October 2026');
    expect((await get('?group=user&chart=lines')).text).toContain(words.noLines);
  });
});

it('is answered up to what can be read, and beyond that says how much it would be', async () => {
  const person = (i: number, day = '2026-11-02') =>
    spent(day, 1, {
      userEmail: `u${i}@example.com`,
      profileArn: `arn:${i}`,
      costCenter: i < 500 || i === 3000 ? 'Mobile' : 'Search',
      tokenKind: 'input',
    });
  const people = Array.from({ length: 3000 }, (_, i) => person(i));
  const server = await openServer([...people, person(3000, '2026-10-30')]);
  onTestFinished(() => server.close());
  const both = '&start=2026-10-30&endExclusive=2026-12-01';
  const get = async (path: string) => {
    const { status, text } = await ask(server.url, path);
    return { status, text: unescaped(text) };
  };
  const rowsIn = (text: string) => text.split('\n').filter((line) => /,item\r?$/.test(line)).length;

  const all = '/explore?group=user&by=profile&costCenter=Mobile&format=csv&table=all';
  const file = await get(all);
  expect([file.status, rowsIn(file.text)]).toEqual([200, 500]);
  const larger = await get(all + both);
  expect([larger.status, larger.text.includes(words.tooMuch.cells('251,001', '250,000'))]).toEqual([
    400,
    true,
  ]);
  const api = '/api/v1/spend?groupBy=user,profile&costCenter=Mobile';
  expect((await get(`${api}&start=2026-11-01&endExclusive=2026-12-01`)).status).toBe(200);
  const refused = await get(api + both);
  expect([refused.status, JSON.parse(refused.text).error.message]).toEqual([
    400,
    expect.stringContaining('may have 251001 rows, and an answer has 250000 at most'),
  ]);

  const kinds = '/explore?group=user&tokenKind=input';
  expect((await get(kinds)).text).toContain(words.answer.cost('$3,000.00', 'in November 2026'));
  for (const locale of LOCALES) {
    const { tooMuch } = messagesOf(locale).explore;
    const { text } = await get(`${kinds}${both}&lang=${locale}`);
    expect(text).toContain(tooMuch.kinds('3,001', '3,000'));
    for (const words of [tooMuch.instead.byCostCenter, tooMuch.instead.ofAllKinds]) {
      const [, instead = ''] = new RegExp(`<a href="([^"]*)">${words}</a>`).exec(text) ?? [];
      expect((await get(instead)).text).toContain('$3,001.00');
    }
  }
  const split = '/explore?group=profile&by=tokenKind&format=csv';
  expect((await get(split + both)).status).toBe(200);
  expect((await get(`${split}&table=all${both}`)).status).toBe(400);
});

describe('who asks', () => {
  it('is answered of what they may see, and of nothing else', async () => {
    const company = await openCompany();
    onTestFinished(() => company.close());
    const of = async (role: keyof typeof EMAIL, query: string) =>
      (
        await ask(company.url, `/explore?group=user${query}`, {
          headers: { host: new URL(PUBLIC_URL).host, cookie: company.cookies[role] },
        })
      ).text.replaceAll('<wbr/>', '');
    for (const role of ['user', 'manager', 'owner'] as const) {
      const text = await of(role, '');
      expect([role, text.includes('ann@example.com')]).toEqual([role, true]);
      expect([role, text.includes('eve@example.com')]).toEqual([role, false]);
      expect(await of(role, '&user=eve%40example.com')).toContain(words.empty);
    }
    expect(await of('finance', '')).toContain('eve@example.com');
  });
});

describe('a question under a name', () => {
  it('is kept, found, renamed and deleted, each told to the audit log, and is nobody else’s', async () => {
    const { server, get } = await pages();
    const post = (query: string, form: Record<string, string>) =>
      ask(server.url, `/explore${query}`, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded', origin: server.url },
        body: new URLSearchParams(form).toString(),
      });
    const saved = await post('?group=model&by=day&period=last7&model=m1&foo=%2F%2Fevil', {
      deed: 'save',
      name: 'Weekly',
    });
    expect([saved.status, saved.headers.location]).toEqual([
      303,
      '/explore?group=model&by=day&model=m1&period=last7&done=saved#views',
    ]);
    expect(decoded((await get('')).text)).toContain(
      '<a href="/explore?group=model&by=day&model=m1&period=last7">Weekly</a>',
    );
    const [view] = await server.store.savedViews.list('local:tester');
    const id = view?.id ?? '';
    expect((await post('', { deed: 'rename', id, name: 'Each week' })).status).toBe(303);
    expect((await post('?group=user', { deed: 'save', name: 'Other' })).status).toBe(303);
    expect((await post('?group=model', { deed: 'save', name: 'Other' })).status).toBe(303);
    const taken = await post('', { deed: 'rename', id, name: 'Other' });
    expect([taken.status, taken.text.includes(escaped(en.invalid.viewNameTaken))]).toEqual([422, true]);
    expect((await post('', { deed: 'save', name: ' ' })).text).toContain(en.invalid.viewName(80));
    expect((await post('', { deed: 'remove', id: 'none' })).status).toBe(404);
    expect((await post('', { deed: 'remove', id })).status).toBe(303);
    expect((await server.store.savedViews.list('local:tester')).map(({ name }) => name)).toEqual(['Other']);
    const entries = await server.store.audit.list({ action: 'view', limit: 10 });
    const weekly = { name: 'Weekly', query: 'group=model&by=day&model=m1&period=last7' };
    expect(entries.map(({ action, before, after }) => [action, before, after])).toEqual([
      ['view.remove', { ...weekly, name: 'Each week' }, null],
      ['view.save', { name: 'Other', query: 'group=user' }, { name: 'Other', query: 'group=model' }],
      ['view.save', null, { name: 'Other', query: 'group=user' }],
      ['view.rename', { name: 'Weekly' }, { name: 'Each week' }],
      ['view.save', null, weekly],
    ]);
    await server.store.savedViews.set({
      ...{ id: 'theirs', owner: 'ann@example.com', name: 'Hers', query: '', savedAt: '2026-11-01' },
    });
    expect((await get('')).text).not.toContain('Hers');
    expect((await post('', { deed: 'remove', id: 'theirs' })).status).toBe(404);
  });

  it('is one of fifty at most', async () => {
    const { server } = await pages();
    for (let i = 0; i < 50; i++)
      await server.store.savedViews.set({
        ...{ id: `v${i}`, owner: 'local:tester', name: `View ${i}`, query: '', savedAt: '2026-11-01' },
      });
    const more = await ask(server.url, '/explore', {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', origin: server.url },
      body: 'deed=save&name=More',
    });
    expect([more.status, more.text.includes(en.invalid.tooManyViews(50))]).toEqual([422, true]);
  });
});

describe('a page at its largest', () => {
  /** Choices of fifty profiles come on top, which are not here. */
  const CHOICES = 7_000;
  const MOST_BYTES = 100_000;
  const email = (i: number) => `somebody.with.a.name${i}@department.example.com`;
  const arn = (i: number) =>
    `arn:aws:bedrock:us-east-1:222233334444:application-inference-profile/abcdefghij${10 + i}`;

  it('stays light: with more rows it has fewer columns, and the rest of them together', async () => {
    const days = Array.from({ length: 20 }, (_, i) => `2026-11-${String(i + 1).padStart(2, '0')}`);
    const server = await openServer(
      days.flatMap((day) =>
        Array.from({ length: 60 }, (_, i) =>
          spent(day, 1_000 + i, { userEmail: email(i), profileArn: arn(i), modelKey: `m${i % 9}` }),
        ),
      ),
    );
    onTestFinished(() => server.close());
    const facts = { costCenter: null, manager: null, active: true, groups: [] };
    await server.store.people.learn(
      'byHand',
      Array.from({ length: 60 }, (_, i) => ({ ...facts, email: email(i), name: `Somebody Withaname ${i}` })),
      { complete: false, actor: ACTOR, now: NOW },
    );
    for (const query of [
      'group=user&by=day&top=50',
      'group=profile&by=day&top=50',
      'group=user&by=profile&top=50',
      'group=profile&by=user&top=50',
      'group=day&by=user&top=50',
      'group=user&by=day&top=25',
    ]) {
      const { status, text } = await ask(server.url, `/explore?${query}&period=thisMonth&lang=ja`);
      expect([query, status]).toEqual([query, 200]);
      expect(Buffer.byteLength(text), query).toBeLessThan(MOST_BYTES - CHOICES);
    }
  });
});
