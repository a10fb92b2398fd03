import { afterAll, beforeAll, expect, it } from 'vitest';
import { ADVICE_DAYS } from '../../src/core/advice.ts';
import { money } from '../../src/core/money.ts';
import type { CatalogueEntry, TokenKind } from '../../src/core/types.ts';
import { rate } from '../core/world.ts';
import { NOW, PLACE, spendRow } from '../store/setup.ts';
import { type Company, type Server, served } from './privacyWorld.ts';
import { ACTOR, EMAIL, openCompany, PUBLIC_URL, type RoleName } from './roles.ts';
import { ask } from './setup.ts';

/** What would have cost Ann less: who sees it, and who does not. Her 30 days are 21 October to 19 November. */

const [SONNET, HAIKU] = ['anthropic.claude-sonnet-4-6', 'anthropic.claude-haiku-4-5'] as const;
const TITLE = 'What would cost less';
/** Of 10 million tokens of input at 3 dollars and 2 million of output at 15 what Haiku would have left. */
const SAVED = '$40.00 less';

const listed = (modelKey: string): CatalogueEntry => ({
  region: PLACE.region,
  type: 'systemProfile',
  id: `us.${modelKey}`,
  modelKey,
  name: modelKey,
  provider: 'Anthropic',
  modelArns: [],
});
const prices = (modelKey: string, input: string, output: string) => [
  rate(modelKey, 'input', input),
  rate(modelKey, 'output', output),
];

let company: Company;
let server: Server;
let months: Server;
beforeAll(async () => {
  company = await openCompany({}, undefined, { regions: [PLACE.region] });
  const { store, lease } = company;
  const arn = `arn:aws:bedrock:${PLACE.region}:${PLACE.accountId}:application-inference-profile/annsonnet`;
  await store.profiles.addCreated(
    {
      ...{ ...PLACE, arn, shortId: 'annsonnet', name: 'annsonnet', status: 'ACTIVE', modelArns: [] },
      ...{ modelKey: SONNET, route: 'geo', sourceId: `us.${SONNET}` },
      ...{ createdAt: NOW, firstSeenAt: NOW, lastSeenAt: NOW, goneAt: null },
      history: [{ from: NOW, tags: { UserEmail: EMAIL.user, CostCenter: 'Mobile' } }],
    },
    ACTOR,
    NOW,
  );
  await store.profiles.replaceCatalogue(lease, PLACE.region, [listed(SONNET), listed(HAIKU)]);
  await store.rates.replace(lease, 'list', [...prices(SONNET, '3', '15'), ...prices(HAIKU, '1', '5')]);
  const used = (day: string, kind: TokenKind, tokens: bigint, amount: string) =>
    spendRow({
      ...{ day, kind, tokens, profileArn: arn, modelKey: SONNET },
      ...{ userEmail: EMAIL.user, costCenter: 'Mobile', amount: money(amount), billed: money(amount) },
    });
  await store.spend.replaceDay(
    lease,
    '2026-10-21',
    [used('2026-10-21', 'input', 10_000_000n, '30')],
    [],
    'a',
  );
  await store.spend.replaceDay(
    lease,
    '2026-11-19',
    [used('2026-11-19', 'output', 2_000_000n, '30')],
    [],
    'b',
  );
  // The day before them and the running one are not among them.
  await store.spend.replaceDay(lease, '2026-10-20', [used('2026-10-20', 'input', 9_000_000n, '27')], [], 'c');
  await store.spend.replaceDay(lease, '2026-11-20', [used('2026-11-20', 'input', 9_000_000n, '27')], [], 'd');
  server = await served(company, {});
  months = await served(company, { othersSee: 'months' });
});
afterAll(async () => {
  await server?.close();
  await months?.close();
  await company?.close();
});

const OF_ANN = `/users/${encodeURIComponent(EMAIL.user)}`;
const text = async (role: RoleName, path: string, from = server) => (await from.get(role, path)).text;

it('she sees it, with its terms and the way to a profile', async () => {
  expect(ADVICE_DAYS).toBe(30);
  const page = await text('user', '/me');
  for (const words of [TITLE, SAVED, '$60.00', '$20.00', '21 Oct to 19 Nov', 'list price', '10 M'])
    expect(page).toContain(words);
  expect(page).toContain(`/profiles/new?source=us.${HAIKU}`);
  expect(await text('user', OF_ANN)).toContain(SAVED);
  expect(await text('user', '/me?lang=ja')).toContain('費用を抑える使い方');
});

it('a program of hers is told the same, exactly', async () => {
  const answer = await ask(server.url, '/api/v1/advice', {
    headers: { host: new URL(PUBLIC_URL).host, authorization: `Bearer ${company.tokens.user}` },
  });
  const term = { rateSource: 'list', ratePerMillion: '1', instead: '10', tokens: '10000000' };
  expect(JSON.parse(answer.text)).toMatchObject({
    ...{ start: '2026-10-21', endExclusive: '2026-11-20' },
    advice: [
      {
        ...{ kind: 'other', model: SONNET, otherSource: `us.${HAIKU}`, eachTenth: false, saved: '40' },
        terms: [{ tokenKind: 'input', cost: '30', ...term }, { tokenKind: 'output' }],
      },
    ],
  });
});

it.each(['manager', 'owner', 'finance', 'admin'] as const)(
  '%s sees it where days of others are shown',
  async (role) => {
    const page = await text(role, OF_ANN);
    expect([page.includes(SAVED), page.includes('/profiles/new?source=')]).toEqual([true, false]);
    const coarse = await months.get(role, OF_ANN);
    expect([coarse.status, coarse.text.includes(TITLE)]).toEqual([200, false]);
  },
);

it('nobody else sees it, nor any page but hers, nor a file', async () => {
  expect(await text('user', '/me', months)).toContain(SAVED);
  for (const path of ['/', '/models', '/users', '/cost-centers/Mobile', '/me'])
    expect([path, (await text('admin', path)).includes(TITLE)]).toEqual([path, false]);
  expect(await text('user', '/me?format=csv')).not.toContain('40.00');
  const eve = await server.get('user', '/users/eve%40example.com');
  expect([eve.status, eve.text.includes(TITLE)]).toEqual([404, false]);
});

it('no model is named that the policies do not allow', async () => {
  const settings = { ...company.settings, policies: { ...company.settings.policies, models: [SONNET] } };
  const strict = await served({ ...company, settings }, {});
  expect(await text('user', '/me', strict)).not.toContain(TITLE);
  await strict.close();
});
