import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { money } from '../../src/core/money.ts';
import { at, NOW, PLACE, spendRow, usd } from '../store/setup.ts';
import { ACTOR, EMAIL, openCompany, PUBLIC_URL } from './roles.ts';
import { ask } from './setup.ts';

/** Tables that are narrowed: by words, by state and by both, with what is left of them. */

const BILLION = 10_000_000_000n;
const { host } = new URL(PUBLIC_URL);
let company: Awaited<ReturnType<typeof openCompany>>;
/** Beside Ann ($9) and Eve ($15), each of $20: fifty-eight people of $1, six of them over a budget of 50 cents. */
beforeAll(async () => {
  company = await openCompany();
  const { store, lease } = company;
  const people = Array.from({ length: 58 }, (_, i) => ({
    email: `p${String(i).padStart(2, '0')}@example.com`,
    name: i < 3 ? `加藤 ${'一二三'[i]}` : null,
    costCenter: 'Search',
    manager: null,
    active: true,
    groups: [],
  }));
  await store.people.learn('byHand', people, { complete: false, actor: ACTOR, now: at(-30) });
  const rows = people.map(({ email }) =>
    spendRow({
      ...PLACE,
      day: '2026-11-05',
      userEmail: email,
      costCenter: 'Search',
      amount: usd(BILLION),
      billed: usd(BILLION),
      tokens: 10n,
    }),
  );
  await store.spend.replaceDay(lease, '2026-11-05', rows, [], '');
  for (const { email } of people.slice(0, 6))
    await store.budgets.set({ kind: 'user', key: email }, money('0.5'), ACTOR, NOW);
});
afterAll(() => company?.close());

const MONTH = 'start=2026-11-01&endExclusive=2026-12-01';
async function page(path: string, headers: Record<string, string> = {}) {
  const { status, text } = await ask(company.url, path, {
    headers: { host, cookie: company.cookies.admin, ...headers },
  });
  expect(status).toBe(200);
  const card =
    /<section class="card" id="table-main">.*?<\/section>\s*(?=<section class="card|<\/div>)/s.exec(
      text,
    )?.[0] ?? text;
  const strip = (html = '') =>
    html
      .replaceAll(/<[^>]+>/g, ' ')
      .replaceAll(/\s+/g, ' ')
      .trim();
  return {
    text,
    left: strip(/class="left"[^>]*>(.*?)<\/span>/s.exec(card)?.[1]),
    rows: [...card.matchAll(/href="\/users\/([^"?]+)/g)].map(([, who]) => decodeURIComponent(who ?? '')),
    foot: strip(/<tfoot>(.*?)<\/tfoot>/s.exec(card)?.[1]),
    chips: strip(/<nav class="chips".*?<\/nav>/s.exec(card)?.[0]),
    chosen: strip(/<nav class="chips".*?aria-current="true">(.*?)<\/a>/s.exec(card)?.[1]),
  };
}

describe('a filter', () => {
  it('says how many are left of how many, and what they come to', async () => {
    const { left, foot } = await page(`/users?${MONTH}&q=p0`);
    expect(left).toBe('10 of 60 · $10.00');
    expect(foot).toMatch(/^Total shown \$10\.00 .*100$/);
  });
  it('knows names, in any width', async () => {
    expect((await page(`/users?${MONTH}&q=${encodeURIComponent('加藤')}`)).left).toBe('3 of 60 · $3.00');
    expect((await page(`/users?${MONTH}&q=${encodeURIComponent('加藤　二')}`)).rows).toEqual([
      'p01@example.com',
    ]);
  });
  it('of a file is in it, with its total', async () => {
    const { text } = await ask(company.url, `/users?${MONTH}&q=p0&format=csv`, {
      headers: { host, cookie: company.cookies.admin },
    }).then(({ text }) => ({ text }));
    const lines = text.trim().split('\n');
    expect(lines).toHaveLength(12);
    expect(lines.at(-1)).toContain('10');
  });
  it('that is not there says nothing', async () =>
    expect(await page(`/users?${MONTH}`)).toMatchObject({ left: '' }));
});

describe('states', () => {
  it('are told as far as they are known: who is over always is, the rest where all was read', async () => {
    expect((await page(`/users?${MONTH}`)).chips).toBe('All over budget 6 will run over 1 within no budget');
    for (const sort of ['state', '-used_percent', 'budget_usd', '-variance_usd'])
      expect((await page(`/users?${MONTH}&sort=${sort}`)).chips).toBe(
        'All over budget 6 will run over 1 within 1 no budget 52',
      );
    // In an order that does not go by it, it is not looked up of all where each stands.
    for (const sort of ['user', '-amount_usd', 'tokens', '-forecast_usd', 'share_percent', '-change_usd'])
      expect((await page(`/users?${MONTH}&sort=${sort}`)).chips).toBe(
        'All over budget 6 will run over 1 within no budget',
      );
  });
  it('of a week say that no budget is of these days, where those of the month are not asked', async () => {
    const week = 'start=2026-11-02&endExclusive=2026-11-09';
    const { text } = await page(`/users?${week}`);
    expect(text).toContain('>no budget for these days<');
    expect(text).not.toContain('>no budget<');
    expect((await page(`/users?${week}&lang=ja`)).text).toContain('>この期間の予算なし<');
  });
  it('narrow a table, say which is chosen, and go with a filter', async () => {
    const over = await page(`/users?${MONTH}&state=over`);
    expect(over).toMatchObject({ left: '6 of 60 · $6.00', chosen: 'over budget 6' });
    expect(over.rows).toHaveLength(6);
    const both = await page(`/users?${MONTH}&state=over&q=${encodeURIComponent('加藤')}`);
    expect(both).toMatchObject({ left: '3 of 60 · $3.00', chips: 'All over budget 3 within no budget' });
    expect(both.text).toContain('type="hidden" name="state" value="over"');
  });
  it('that there are not narrow nothing', async () => {
    expect(await page(`/users?${MONTH}&state=x`)).toMatchObject({ left: '', chosen: 'All' });
  });
  it('are in Japanese as well', async () => {
    const { left, foot } = await page(`/users?${MONTH}&state=over&lang=ja`);
    expect(left).toBe('60件中6件（$6.00）');
    expect(foot).toMatch(/^表示分の合計 \$6\.00/);
  });
  it('of people, profiles and budgets narrow what is listed', async () => {
    const listed = async (path: string) => (await page(path)).text;
    expect(await listed('/people?state=left')).not.toContain(`/people/${encodeURIComponent(EMAIL.user)}`);
    expect(await listed('/people?state=active')).toContain(`/people/${encodeURIComponent(EMAIL.user)}`);
    expect(await listed('/people')).toContain(`/people/${encodeURIComponent(EMAIL.user)}`);
    expect(await listed('/budgets')).toContain(`/budgets/${company.budgets.other}`);
    expect(await listed('/profiles?state=gone')).not.toContain('annprofile');
    expect(await listed('/profiles?state=ok')).toContain('annprofile');
    const over = await listed('/budgets?state=over');
    expect(over).toMatch(/p00(<wbr\/>)?@example\.com/);
    expect(over).not.toContain(`/budgets/${company.budgets.other}`);
  });
});
