import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { emailNotifier } from '../../src/notify/email.ts';
import { openStore } from '../../src/store/open.ts';
import { openCompany } from '../cli/setup.ts';
import { mailSink } from '../notify/sink.ts';
import { plainMessageOf } from '../plainMessageOf.ts';
import { leaseOf, NOW_MS, spendRow, usd } from '../store/setup.ts';
import { ask, openServer, post } from './setup.ts';

/** A cost center that reads `gpj.exe` backwards where its sign is obeyed, and a name that is rightly written from the right. */

const TURNED = 'R\u202Eexe.jpg';
const rows = [
  spendRow({ costCenter: TURNED, amount: usd(10n ** 10n), userEmail: 'anna@example.com' }),
  spendRow({
    costCenter: 'שרה',
    amount: usd(10n ** 10n),
    userEmail: 'ben@example.com',
    profileArn: 'arn:p2',
  }),
];
let server: Awaited<ReturnType<typeof openServer>>;
beforeAll(async () => {
  server = await openServer(rows);
  await server.store.people.learn(
    'signIn',
    [
      {
        email: 'anna@example.com',
        name: `Anna\u2066`,
        costCenter: TURNED,
        manager: null,
        active: true,
        groups: [],
      },
    ],
    { complete: false, actor: { id: 'x' }, now: '2026-11-20T09:00:00.000Z' },
  );
});
afterAll(async () => {
  await server.close();
  expect(server.faults).toEqual([]);
});

/** What stands on a page for people, without what is sent or followed as it is. */
const read = (html: string) => html.replaceAll(/ (?:value|href|action)="[^"]*"/g, '');

describe('a sign that nobody sees', () => {
  it.each([
    '/',
    '/cost-centers',
    `/cost-centers/${encodeURIComponent(TURNED)}`,
    '/users',
    '/people',
    '/people/anna%40example.com',
    '/spend',
    `/spend?costCenter=${encodeURIComponent(TURNED)}`,
    '/audit',
    '/budgets',
  ])('is shown by its name on %s, and acts nowhere', async (path) => {
    const { status, text } = await ask(server.url, path);
    expect(status).toBe(200);
    expect(read(text)).not.toMatch(/[\u202A-\u202E\u2066-\u2069]/);
    if (path !== '/audit' && path !== '/budgets' && path !== '/users')
      expect(text).toMatch(
        /<bdi class="sign" title="A sign that nobody sees: U\+2(02E|066)">‹U\+2(02E|066)›<\/bdi>/,
      );
  });

  it('is exact in files and for programs', async () => {
    expect((await ask(server.url, '/cost-centers?format=csv')).text).toContain(`\n${TURNED},`);
    const range = 'start=2026-11-01&endExclusive=2026-12-01&groupBy=costCenter';
    const { rows: found } = JSON.parse((await ask(server.url, `/api/v1/spend?${range}`)).text);
    expect(found.map((row: { key: string }) => row.key)).toContain(TURNED);
  });

  it('inside of a key is refused, and named', async () => {
    const key = 'ann\u200B@example.com';
    const { status, text } = await post(server.url, '/budgets', { scope: 'user', key, amount: '60' });
    expect(status).toBe(422);
    expect(text).toContain('signs that nobody sees. ann&lt;U+200B&gt;@example.com');
    expect(text).toContain(`value="${key}"`);
  });
});

it('a name from the right stays by itself', async () => {
  const { text } = await ask(server.url, '/cost-centers');
  expect(text).toContain('><bdi>שרה</bdi></a>');
});

it('steers no terminal either', async () => {
  const company = await openCompany();
  const store = await openStore(company.db, { now: NOW_MS, attribution: 'profileTags' });
  await store.spend.replaceDay(await leaseOf(store), '2026-11-01', rows, [], '2026-11-01');
  store.close();
  const spend = [
    'spend',
    '--start',
    '2026-11-01',
    '--end-exclusive',
    '2026-12-01',
    '--group-by',
    'costCenter',
  ];
  const table = await company.run(spend);
  expect(table.out).toMatch(/^R<U\+202E>exe\.jpg +1\.00/m);
  const json = (await company.run([...spend, '--json'])).out;
  expect(json).not.toContain('\u202E');
  expect(JSON.parse(json).rows.map((row: { key: string }) => row.key)).toContain(TURNED);
  expect((await company.run([...spend, '--csv'])).out).toContain(`\n${TURNED},`);
  const refused = await company.run(['budgets', 'set', 'user:a\u202E\u001B[31m@example.com', '5']);
  expect(refused.err).toContain('"a<U+202E>');
  for (const sign of ['\u202E', '\u001B']) expect(refused.err).not.toContain(sign);
  const unknown = await company.run(['bud\u202Egets']);
  expect(unknown.err).toContain('bud<U+202E>gets');
  await company.close();
});

it('is shown by its name in a mail', async () => {
  const sink = await mailSink();
  await emailNotifier(sink.url, 'ledger@example.com').send(
    'anna@example.com',
    plainMessageOf({
      id: '1',
      subject: `Cost center ${TURNED} has used up the budget`,
      text: `Cost center ${TURNED}\n\nshalom שרה`,
    }),
  );
  const [mail] = sink.mails;
  await sink.close();
  expect(mail).toMatchObject({
    subject: 'Cost center R<U+202E>exe.jpg has used up the budget',
    text: expect.stringContaining('R<U+202E>exe.jpg'),
  });
});
