import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '../../src/config.ts';
import type { OthersSee } from '../../src/core/privacy.ts';
import { at, NOW } from '../store/setup.ts';
import { ACTOR, EMAIL, openCompany, PUBLIC_URL, type RoleName } from './roles.ts';
import { ask } from './setup.ts';

/** Who finds what: each what they may see, and of all else not that it is there. */

type Company = Awaited<ReturnType<typeof opened>>;
const { host } = new URL(PUBLIC_URL);
const KATO = 'kaito.kato@example.com';
const MALLORY = 'mallory@example.com';
/** With 加藤 海斗 in the team of Bob, on the cost center that Olga owns, and Mallory's 加藤 陽菜 elsewhere. */
async function opened(othersSee?: OthersSee) {
  const { privacy } = readConfig({});
  const company = await openCompany(
    {},
    undefined,
    othersSee === undefined ? {} : { privacy: { ...privacy, othersSee } },
  );
  const person = (email: string, name: string, costCenter: string, manager: string) => ({
    ...{ email, name, costCenter, manager },
    ...{ active: true, groups: [] },
  });
  await company.store.people.learn(
    'byHand',
    [
      person(KATO, '加藤 海斗', 'Mobile', EMAIL.manager),
      person('hina.kato@example.com', '加藤 陽菜', 'Search', MALLORY),
    ],
    { complete: false, actor: ACTOR, now: at(-30) },
  );
  return company;
}

let company: Company;
beforeAll(async () => {
  company = await opened();
});
afterAll(() => company?.close());

/** Addresses that are found, in their order, without those of pages and actions unless asked for. */
async function found(
  typed: string,
  role: RoleName,
  of = company,
  about = /^\/(users|people|cost-centers|models|profiles|budgets)\/[^?]/,
) {
  const { status, text } = await ask(of.url, `/find?part=list&q=${encodeURIComponent(typed)}`, {
    headers: { host, cookie: of.cookies[role] },
  });
  expect(status).toBe(200);
  return [...text.matchAll(/role="option"[^>]* href="([^"]+)"/g)]
    .map(([, href]) => decodeURIComponent(href ?? ''))
    .filter(
      (href) =>
        about.test(href) &&
        !/^\/(budgets|profiles)\/(new|ask|many|over|suggest|aws|plans|hygiene|roll-over)/.test(href),
    );
}

describe('a person', () => {
  it.each<[RoleName, string[]]>([
    ['user', []],
    ['manager', [`/users/${KATO}`]],
    ['owner', [`/users/${KATO}`]],
    ['finance', [`/users/${KATO}`, '/users/hina.kato@example.com']],
    ['admin', [`/users/${KATO}`, '/users/hina.kato@example.com']],
  ])('by a name in kanji is found by %s as far as they see them', async (role, expected) =>
    expect(await found('加藤', role)).toEqual(expected),
  );
  it.each(['海斗', '加藤海斗', 'kato kaito', 'ＫＡＩＴＯ', 'kaito.kato@'])('is found by %s', async (typed) =>
    expect(await found(typed, 'manager')).toEqual([`/users/${KATO}`]),
  );
  it('is found by another address of theirs', async () => {
    await company.store.people.addAlias(
      { alias: 'k.kato@partner.example', email: KATO, source: 'byHand' },
      ACTOR,
      NOW,
    );
    expect(await found('k.kato@partner', 'manager')).toEqual([`/users/${KATO}`]);
    expect(await found('k.kato@partner', 'user')).toEqual([]);
  });
  it('who joins is found at once', async () => {
    expect(await found('newcomer', 'admin')).toEqual([]);
    await company.store.people.learn(
      'byHand',
      [
        {
          email: 'newcomer@example.com',
          name: null,
          costCenter: null,
          manager: null,
          active: true,
          groups: null,
        },
      ],
      { complete: false, actor: ACTOR, now: NOW },
    );
    expect(await found('newcomer', 'admin')).toEqual(['/users/newcomer@example.com']);
    expect(await found('newcomer', 'manager')).toEqual([]);
  });
});

describe('all else', () => {
  const EVES = ['Search', 'm2', 'eveprofile', 'eve@example.com'];
  it.each<RoleName>(['user', 'manager', 'owner'])(
    'of Eve is found by %s as little as what is not there',
    async (role) => {
      const answer = async (typed: string) => {
        const { text } = await ask(company.url, `/find?q=${encodeURIComponent(typed)}`, {
          headers: { host, cookie: company.cookies[role] },
        });
        return text.replaceAll(encodeURIComponent(typed), '…').replaceAll(typed, '…');
      };
      for (const typed of EVES) expect([typed, await found(typed, role)]).toEqual([typed, []]);
      for (const typed of EVES) expect(await answer(typed)).toBe(await answer('nowhere-at-all'));
    },
  );
  it.each<[RoleName, number]>([
    ['user', 1],
    ['manager', 1],
    ['owner', 1],
    ['finance', 1],
    ['admin', 1],
  ])('of Ann is found by %s', async (role) => {
    const { own } = company.budgets;
    expect(await found('Mobile', role)).toContain('/cost-centers/Mobile');
    expect(await found('m1', role)).toEqual(['/models/m1']);
    expect(await found('annprofile', role)).toEqual(['/profiles/annprofile']);
    expect(await found(EMAIL.user, role)).toEqual([`/users/${EMAIL.user}`, `/budgets/${own}`]);
  });
  it('that is found opens', async () => {
    for (const role of ['user', 'owner', 'admin'] as const)
      for (const typed of ['a', 'mobile', 'm1', 'budget', '予算', 'profile'])
        for (const path of await found(typed, role, company, /./)) {
          const { status } = await ask(company.url, path, {
            headers: { host, cookie: company.cookies[role] },
          });
          expect([role, path, status]).toEqual([role, path, 200]);
        }
  });
});

describe('pages and actions', () => {
  const doors = (typed: string, role: RoleName) => found(typed, role, company, /^\/[a-z-/]+$/);
  it.each<[string, RoleName, string[]]>([
    ['audit', 'user', []],
    ['audit', 'manager', []],
    ['audit', 'finance', ['/audit']],
    ['監査', 'finance', ['/audit']],
    ['run a job', 'finance', []],
    ['run a job', 'admin', ['/jobs']],
    ['chat', 'admin', ['/channels', '/channels']],
    ['chat', 'finance', []],
    ['reconcil', 'owner', []],
    ['reconcil', 'finance', ['/reconciliation']],
    // What is called otherwise here is found by what others call it.
    ['invoice', 'finance', ['/reconciliation', '/charge-back']],
    ['請求書', 'finance', ['/reconciliation', '/charge-back']],
    ['invoice', 'owner', []],
    ['last week', 'owner', ['/explore']],
    ['is it fresh', 'finance', []],
    ['fresh', 'finance', ['/jobs']],
    ['slack', 'finance', []],
    ['slack', 'admin', ['/channels', '/channels']],
  ])('%s is offered to %s as %j', async (typed, role, expected) =>
    expect(await doors(typed, role)).toEqual(expected),
  );
});

describe('where others are not shown', () => {
  let shy: Company;
  beforeAll(async () => {
    shy = await opened('nothing');
  });
  afterAll(() => shy?.close());
  it('people lead to the directory, and what only their spend says is not found', async () => {
    expect(await found('加藤', 'owner', shy)).toEqual([`/people/${KATO}`]);
    for (const role of ['manager', 'owner', 'finance', 'admin'] as const) {
      expect([role, await found('Mobile', role, shy)]).toEqual([
        role,
        expect.not.arrayContaining(['/cost-centers/Mobile']),
      ]);
      expect([role, await found('m1', role, shy)]).toEqual([role, []]);
    }
    expect(await found('m1', 'user', shy)).toEqual(['/models/m1']);
  });
});

describe('a question', () => {
  it.each(['', '%20', '%00', 'q'.repeat(500), '%3Cscript%3E'])('of %s is answered', async (q) => {
    const { status, text } = await ask(company.url, `/find?q=${q}`, {
      headers: { host, cookie: company.cookies.user },
    });
    expect(status).toBe(200);
    expect(text).not.toContain('<script>');
  });
});
