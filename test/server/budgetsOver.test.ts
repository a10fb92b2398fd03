import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BudgetScope, plainTerms } from '../../src/core/budgets.ts';
import { money, ZERO } from '../../src/core/money.ts';
import { spendRow } from '../store/setup.ts';
import { ACTOR, EMAIL, openCompany, PUBLIC_URL, type RoleName } from './roles.ts';
import { ask } from './setup.ts';

/**
 * Who will run over, for each role. It is 20 November: Ann has spent $9 of $8, Carl, who is held to the default, $30 of $20,
 * Eve $15 of $16. Mobile and Search have $20 each, Bob's team $10; no day is left out of what they spent.
 */

const EVE = 'eve@example.com';
const CARL = 'carl@example.com';
const OPUS = 'anthropic.claude-opus-4-7-v1:0';
let company: Awaited<ReturnType<typeof openCompany>>;
beforeAll(async () => {
  company = await openCompany();
  const { store, lease } = company;
  const row = spendRow({
    ...{ day: '2026-11-18', userEmail: CARL, costCenter: 'Mobile', modelKey: OPUS, profileArn: null },
    ...{ amount: money('30') as never, billed: ZERO, estimated: money('30') as never, label: 'estimated' },
  });
  await store.spend.replaceDay(lease, row.day, [row], [], 'some');
  await set({ kind: 'user', key: EMAIL.user }, '8');
  await set({ kind: 'user', key: EVE }, '16');
  await set({ kind: 'team', key: EMAIL.manager }, '10');
  await set({ kind: 'userDefault' }, '20');
});
afterAll(() => company?.close());

const set = (scope: BudgetScope, amount: string) =>
  company.store.budgets.apply(
    [
      {
        do: 'set',
        slot: { scope, period: 'month', narrowing: null },
        terms: plainTerms(money(amount)),
        from: '2026-11-01',
      },
    ],
    ACTOR,
    new Date(company.now).toISOString(),
  );

const get = async (path: string, role: RoleName, more: Record<string, string> = {}) => {
  const answer = await ask(company.url, path, {
    headers: { host: new URL(PUBLIC_URL).host, cookie: company.cookies[role], ...more },
  });
  expect([path, role, answer.status]).toEqual([path, role, 200]);
  return answer.text;
};
/** Rows of its CSV: whose it is, in which state, and the steps that are offered. */
async function rowsOf(role: RoleName, query = ''): Promise<string[][]> {
  const [head = '', ...rows] = (await get(`/budgets/over?format=csv${query}`, role)).trim().split('\n');
  const at = ['whom', 'budget_state', 'next'].map((name) => head.split(',').indexOf(name));
  return rows.map((row) => at.map((i) => row.split(',')[i] ?? ''));
}
const unescaped = (text: string) =>
  text.replaceAll('&amp;', '&').replaceAll('&quot;', '"').replaceAll('&#39;', "'");
const linksOf = (page: string, begin: string): string[] =>
  [...page.matchAll(/href="([^"]*)"/g)]
    .map(([, href = '']) => unescaped(href))
    .filter((href) => href.startsWith(begin));

describe('who will run over', () => {
  const [own, both] = ['write', 'raise write'];
  it.each([
    // What is theirs to change is raised, what is not is asked for, by whom it is about alone.
    ['user', [[EMAIL.user, 'over', 'ask']]],
    [
      'manager',
      [
        [EMAIL.manager, 'over', ''],
        [CARL, 'over', own],
        [EMAIL.user, 'over', own],
      ],
    ],
    [
      'owner',
      [
        ['Mobile', 'over', ''],
        [CARL, 'over', own],
        [EMAIL.user, 'over', own],
      ],
    ],
    [
      'finance',
      [
        [EMAIL.manager, 'over', own],
        ['Mobile', 'over', own],
        [CARL, 'over', own],
        [EMAIL.user, 'over', own],
        [EVE, 'watch', own],
        ['Search', 'watch', ''],
      ],
    ],
    [
      'admin',
      [
        [EMAIL.manager, 'over', 'raise write narrow'],
        ['Mobile', 'over', 'raise write narrow'],
        [CARL, 'over', 'set write narrow'],
        [EMAIL.user, 'over', both],
        [EVE, 'watch', both],
        ['Search', 'watch', 'raise'],
      ],
    ],
  ])('is what %s may see, worst first, with the steps that are theirs', async (role, expected) => {
    expect(await rowsOf(role as RoleName)).toEqual(expected);
  });

  it('says of a day that has passed that it has', async () => {
    expect(await get('/budgets/over', 'user')).toContain('ran out on 17 Nov');
    expect(await get('/budgets/over?lang=ja', 'user')).toContain('11月17日に使い切り済み');
    expect(await get('/budgets/over?which=watch&lang=en', 'admin')).not.toContain('ran out on');
  });

  it('calls asking for more as every page does', async () => {
    for (const path of ['/budgets/over', '/me'])
      expect(await get(path, 'user')).toMatch(/href="\/budgets\/ask[^>]*>Ask for more budget</);
    expect(await get('/me', 'user')).not.toContain('>Ask for more<');
  });

  it('is what is asked for, and counted', async () => {
    const who = async (query: string) => (await rowsOf('admin', query)).map(([one]) => one);
    expect(await who('&which=over')).toEqual([EMAIL.manager, 'Mobile', CARL, EMAIL.user]);
    expect(await who('&which=watch')).toEqual([EVE, 'Search']);
    const page = await get('/budgets/over', 'admin');
    expect(page).toContain('4 budgets are over, 2 will run over at this pace.');
    for (const chip of ['Over or will be: 6', 'Over: 4', 'Will run over: 2', 'No budget: 0'])
      expect(page).toContain(chip);
  });

  it('is of a team or a cost center, where it is narrowed to one', async () => {
    const who = async (query: string) => (await rowsOf('admin', query)).map(([one]) => one);
    expect(await who(`&team=${EMAIL.manager}`)).toEqual([EMAIL.manager, CARL, EMAIL.user]);
    expect(await who('&costCenter=Search')).toEqual([EVE, 'Search']);
  });

  it('tells who has no budget, and offers one with the amount filled in', async () => {
    const { store, now } = company;
    const [budget] = await store.budgets.records([{ kind: 'userDefault' }]);
    const id = budget?.id ?? '';
    const at = new Date(now).toISOString();
    await store.budgets.apply([{ do: 'end', id, from: '2026-11-01' }], ACTOR, at);
    expect(await rowsOf('finance', '&which=none')).toEqual([[CARL, 'none', 'write']]);
    const page = await get('/budgets/over?which=none', 'admin');
    expect(linksOf(page, '/budgets/new')).toEqual([
      `/budgets/new?scope=user&key=${encodeURIComponent(CARL)}&amount=30.00`,
    ]);
    await set({ kind: 'userDefault' }, '20');
    expect(await rowsOf('finance', '&which=none')).toEqual([]);
  });

  it('is where those who see to it look first, each leading to all of them', async () => {
    for (const [path, role, list] of [
      [`/teams/${EMAIL.manager}`, 'manager', `/budgets/over?team=${encodeURIComponent(EMAIL.manager)}`],
      ['/cost-centers/Mobile', 'owner', '/budgets/over?costCenter=Mobile'],
      ['/', 'finance', '/budgets/over'],
    ] as const) {
      expect([path, linksOf(await get(path, role), '/budgets/over')]).toEqual([path, [list]]);
      await get(list, role);
    }
  });
});

describe('the next step', () => {
  it('is a form with what the forecast asks for', async () => {
    const page = await get('/budgets/over?which=over', 'admin');
    const [raise = ''] = linksOf(page, `/budgets/${company.budgets.own}/raise`);
    const extra = Number(new URL(raise, 'http://x').searchParams.get('extra'));
    // $9 of $8 are used: at least so much more, in whole dollars.
    expect([extra >= 1, Number.isInteger(extra)]).toEqual([true, true]);
    expect(page).toContain(`Raise by $${extra}.00`);
  });

  it('of whom a default holds for is a budget of their own: raised, it would be so for everybody', async () => {
    const page = await get('/budgets/over', 'admin');
    const ofCarl = linksOf(page, `/budgets/new?scope=user&key=${encodeURIComponent(CARL)}`);
    const asked = ofCarl.map((href) => Object.fromEntries(new URL(href, 'http://x').searchParams));
    expect(asked).toEqual([
      { scope: 'user', key: CARL, amount: expect.stringMatching(/^\d+\.00$/) },
      { scope: 'user', key: CARL, narrow: 'family:claude-opus' },
    ]);
    expect(Number(asked[0]?.amount)).toBeGreaterThanOrEqual(30);
  });

  it('asks for oneself, with budget and amount', async () => {
    const [link = ''] = linksOf(await get('/budgets/over', 'user'), '/budgets/ask');
    const asked = Object.fromEntries(new URL(link, 'http://x').searchParams);
    expect(asked).toEqual({ budget: 'month', amount: expect.stringMatching(/^\d+\.00$/) });
  });

  it.each([
    [
      'en',
      /^Amazon Bedrock: the budget for November 2026 is used up$/,
      ['Hello ann,', '$9.00 of $8.00', '$1.00 over'],
    ],
    ['ja', /2026年11月の予算超過について$/, ['ann 様', '予算$8.00に対し、利用額は$9.00', '$1.00超過']],
  ])('writes a mail with the figures in words: %s', async (language, subject, said) => {
    const page = await get('/budgets/over?which=over', 'manager', { 'accept-language': language });
    const [mail = ''] = linksOf(page, `mailto:${EMAIL.user}`);
    const { pathname, searchParams } = new URL(mail);
    expect(pathname).toBe(EMAIL.user);
    expect(searchParams.get('subject')).toMatch(subject);
    for (const words of [...said, `${PUBLIC_URL}/me`]) expect(searchParams.get('body')).toContain(words);
    // A blank is no plus in a mail's address.
    expect(mail).not.toContain('+');
  });
});

describe('how far a budget is used', () => {
  it('stands on the pages of whom it is about, in words too', async () => {
    const page = await get('/me', 'user');
    expect(page).toContain('id="budgets"');
    expect(page).toMatch(/aria-label="\$9\.00 used of a limit of \$8\.00, \$1\.00 over/);
    expect(page).toContain('<dt>Over by</dt>');
    expect(page).toMatch(/Used up on 17 Nov\./);
    const text = page.replaceAll(/<[^>]+>/g, '');
    expect(text).toContain(
      'Driven by m1 (100.0\u00a0%), the profile profile of annprofile (100.0\u00a0%) and 3 Nov (33.3\u00a0%).',
    );
    for (const [path, role] of [
      [`/users/${EMAIL.user}`, 'manager'],
      ['/cost-centers/Mobile', 'owner'],
      [`/teams/${EMAIL.manager}`, 'manager'],
    ] as const)
      expect([path, (await get(path, role)).includes('id="budgets"')]).toEqual([path, true]);
  });

  it('names people who drive it, and whose it is, by name and address', async () => {
    const textOf = (page: string) => page.replaceAll(/<[^>]+>/g, '');
    const team = textOf(await get(`/teams/${EMAIL.manager}`, 'manager'));
    expect(team).toMatch(/Driven by .*?, carl \(carl@example\.com, \d/);
    const budget = (await company.store.budgets.list()).find(({ scope }) => scope.kind === 'user');
    const page = await get(`/budgets/${budget?.id}`, 'admin');
    expect(page).toContain('<h1>Budget of ann (ann@example.com)</h1>');
    expect(textOf(page)).toContain('November 2026: $9.00 of $8.00 is used (112.5\u00a0%), $1.00 over.');
  });

  it('is written about from the page of somebody else, where there is something to say', async () => {
    const about = async (path: string, role: 'manager' | 'user') =>
      linksOf(await get(path, role), 'mailto:').map((mail) => new URL(mail).pathname);
    expect(await about(`/users/${EMAIL.user}`, 'manager')).toEqual([EMAIL.user]);
    expect(await about(`/users/${EMAIL.user}?period=lastMonth`, 'manager')).toEqual([]);
    expect(await about('/me', 'user')).toEqual([]);
  });

  it('leads from what drives it to just that', async () => {
    const page = await get('/me', 'user');
    const links = linksOf(page, '/spend?').filter((href) => /model=m1|profile=/.test(href));
    for (const href of links) expect(await get(href, 'user')).toContain('$9.00');
    expect(links.length).toBeGreaterThan(1);
  });

  it('is there in Japanese', async () => {
    const page = await get('/me', 'user', { 'accept-language': 'ja' });
    const text = page.replaceAll(/<[^>]+>/g, '');
    expect(text).toContain(
      '主な要因：m1（100.0%）、プロファイル profile of annprofile（100.0%）、11月3日（33.3%）。',
    );
    expect(text).toContain('11月17日に使い切りました。');
  });
});
