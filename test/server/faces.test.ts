import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Money } from '../../src/core/types.ts';
import { en } from '../../src/ui/messages/en.ts';
import { spendRow, usd } from '../store/setup.ts';
import { ACTOR, ask, escaped, openServer } from './setup.ts';

/** What each page of spend begins with: its own thing, with its own question. It is 20 November, 09:00 UTC. */

const dollars = (amount: number): Money => usd(BigInt(amount) * 10_000_000_000n);
const email = (i: number) => `somebody.with.a.name${i}@department.example.com`;

let server: Awaited<ReturnType<typeof openServer>>;
beforeAll(async () => {
  const people = Array.from({ length: 60 }, (_, i) => ({
    ...{ userEmail: email(i), costCenter: `C-${i % 3}`, modelKey: i % 5 === 0 ? 'm2' : 'm1' },
    ...{ amount: dollars(60 - i), billed: dollars(60 - i), tokens: 2_000_000n },
  }));
  const days = ['2026-09-01', '2026-10-05', '2026-11-03', '2026-11-10'];
  server = await openServer([
    ...days.flatMap((day) => people.map((one) => spendRow({ ...one, day }))),
    spendRow({ day: '2026-11-04', modelKey: 'new', userEmail: email(0), costCenter: 'C-0' }),
  ]);
  const early = '2026-10-01T00:00:00.000Z';
  await server.store.budgets.set({ kind: 'userDefault' }, dollars(50), ACTOR, early);
  await server.store.budgets.set({ kind: 'organisation' }, dollars(5000), ACTOR, early);
});
afterAll(async () => {
  await server?.close();
  expect(server.faults).toEqual([]);
});
const text = async (path: string) => {
  const answer = await ask(server.url, path);
  expect([path, answer.status]).toEqual([path, 200]);
  return answer.text;
};
/** The names of its cards in their order. */
const cards = async (path: string) =>
  [...(await text(path)).matchAll(/<h2>(?:<a [^>]*>)?([^<]+)/g)]
    .map(([, name = '']) => name)
    .slice(0, 20)
    .filter((name) => !Object.values(en.navGroups).includes(name as never));
const headline = (page: string) => /class="headline">([^<]*)/.exec(page)?.[1] ?? '';

describe('a page of spend', () => {
  it.each([
    ['/', [en.by.costCenter, en.attention.title, en.faces.sure, en.chart.burnUp]],
    ['/cost-centers', [en.by.costCenter]],
    ['/users', [en.by.user]],
    ['/models', [en.by.model, en.by.tokenKind, en.chart.daily]],
    [
      '/cost-centers/C-0',
      [en.attention.title, en.by.user, en.chart.burnUp, en.by.model, en.by.tokenKind, en.by.day],
    ],
    [`/users/${email(0)}`, [en.chart.burnUp, en.chart.daily, en.by.profile]],
    ['/models/m1', [en.by.user, en.by.costCenter, en.by.tokenKind, en.chart.burnUp]],
  ])('%s begins with its own thing', async (path, names) => {
    expect((await cards(path)).slice(0, names.length)).toEqual(names.map(escaped));
  });

  it('says first what it is about', async () => {
    const people = headline(await text('/users'));
    expect(people).toContain('60 people used Bedrock in November 2026');
    expect(people).toMatch(/\d+ are over budget/);
    expect(people).toMatch(/The top 10 account for [\d.]+\s%\./);
    expect(headline(await text('/models'))).toMatch(/^3 models in use .* New since October 2026: new\./);
    expect(headline(await text('/cost-centers'))).toMatch(
      /^3 cost centers spent \$[\d,.]+ of the \$[\d,.]+ of/,
    );
    expect(headline(await text('/users?lang=ja'))).toContain('2026年11月のユーザーは60人');
  });

  it.each(['', '&lang=ja'])('of all people is light, however long their names: %s', async (lang) => {
    const page = await text(`/users?sort=-used_percent${lang}`);
    expect(page.match(/<svg class="spark"/g)).toHaveLength(40);
    expect(Buffer.byteLength(page)).toBeLessThan(100_000);
  });

  it('has the budget of the organisation in its total, and the price that was paid beside each model', async () => {
    const foot = /<tfoot>.*?<\/tfoot>/s.exec(await text('/'))?.[0] ?? '';
    expect(foot).toContain('$5,000.00');
    expect(foot).toContain(en.faces.ofAll);
    // 3,660 dollars in all, of 60 people with two times two million tokens, and what is new beside.
    const row = (await text('/models?format=csv')).split('\n').find((line) => line.startsWith('m2,')) ?? '';
    const head = (await text('/models?format=csv')).split('\n')[0]?.split(',') ?? [];
    expect(row.split(',')[head.indexOf('paid_usd_per_million')]).toBe('16.25');
    expect(row.split(',')[head.indexOf('tokens_input')]).toBe('48000000');
  });
});

describe('a month that is over', () => {
  const PAST = '?period=lastMonth';

  it('says that it is final, and expects nothing', async () => {
    for (const path of ['/', '/cost-centers/C-0', '/models/m1', '/users', `/users/${email(0)}`]) {
      const page = await text(path + PAST);
      expect([path, page]).toEqual([
        path,
        expect.not.stringMatching(/at this pace|will run over|not enough data/i),
      ]);
      expect([path, page]).toEqual([path, expect.not.stringContaining(`<dt>${en.forecast}`)]);
    }
    expect(headline(await text(`/${PAST}`))).toMatch(
      /^October 2026: \$1,830\.00, final\. The budget was \$5,000/,
    );
    expect(headline(await text(`/users${PAST}`))).toContain(en.faces.past.ownFinal);
    expect(headline(await text(`/${PAST}&lang=ja`))).toContain('確定しています');
  });
});
