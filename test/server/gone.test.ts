import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fullDay } from '../../src/ui/format.ts';
import { en } from '../../src/ui/messages/en.ts';
import { ja } from '../../src/ui/messages/ja.ts';
import { NOW, spendRow, usageLine, usd } from '../store/setup.ts';
import { ASKED, ask, escaped, openServer } from './setup.ts';

/** Rows that went by age are told: neither shown as nothing nor as the whole. It is 20 November, lines begin in October. */

const DAYS = ['2026-09-10', '2026-10-10', '2026-11-10'] as const;
const KEPT = '2026-10-01';
const HALF_GONE = 'start=2026-09-01&endExclusive=2026-11-01';
const ALL_GONE = 'start=2026-09-01&endExclusive=2026-10-01';
const KINDS_OF_ANNA = 'groupBy=tokenKind&user=anna@example.com';
const THERE = 'start=2026-10-01&endExclusive=2026-11-01';

let server: Awaited<ReturnType<typeof openServer>>;
beforeAll(async () => {
  const amount = usd(50_000_000_000n);
  server = await openServer(DAYS.map((day) => spendRow({ day, amount, billed: amount, tokens: 1n })));
  const { store, lease } = server;
  for (const day of DAYS)
    await store.charges.replaceDay(lease, day, 'usage', [''], [usageLine({ day, amount })], NOW);
  await store.retention.forgetSpend(lease, KEPT, 99);
  await store.retention.forgetBill(lease, KEPT, 99);
});
afterAll(async () => {
  await server.close();
  expect(server.faults).toEqual([]);
});

const get = (path: string, language = 'en') =>
  ask(server.url, path, { headers: { 'accept-language': language } });
const WORDS = { en, ja } as const;
const said = (what: keyof typeof en.gone, language: keyof typeof WORDS = 'en') =>
  escaped(WORDS[language].gone[what]('26', fullDay(KEPT, language)));

/** What is said where nothing was found. */
const COMPARED = /Nothing was (compared|found)|Nothing to report/;

describe('a page', () => {
  it.each(['en', 'ja'] as const)(
    'says from when on there are lines, and shows those: %s',
    async (language) => {
      const { text } = await get(`/spend?${HALF_GONE}`, language);
      expect(text).toContain(said('spend', language));
      expect(text).toContain('<p class="headline">');
      expect(text).toContain('2026-10-10');
      expect(text).not.toContain('2026-09-10');
      // What it leads to is what is there.
      const [, file = ''] = /class="csv" href="([^"]+)"/.exec(text) ?? [];
      const csv = await get(file.replaceAll('&amp;', '&'), language);
      expect([csv.status, csv.text.split('\n').length]).toEqual([200, 3]);
    },
  );

  it('of lines that are all gone shows no sum of nothing', async () => {
    const { text } = await get(`/spend?${ALL_GONE}`);
    expect(text).toContain(said('spend'));
    expect(text).not.toContain('class="headline"');
    expect(text).not.toContain(escaped(en.empty));
  });

  it('of lines that are all there says nothing of it', async () => {
    for (const path of [`/spend?${THERE}`, `/reconciliation?${THERE}`, `/days/${DAYS[1]}`])
      expect((await get(path)).text).not.toMatch(/are gone/);
  });

  it.each(['en', 'ja'] as const)(
    'of a day that went has its sums, and says what is missing: %s',
    async (language) => {
      const { status, text } = await get(`/days/${DAYS[0]}`, language);
      expect(status).toBe(200);
      expect(text).toContain(escaped(WORDS[language].day.intro('$5.00', '$5.00')));
      expect(text).toContain(said('spend', language));
      expect(text).toContain(said('bill', language));
    },
  );

  it('of the reconciliation holds what is kept against each other, and says so', async () => {
    const { text } = await get(`/reconciliation?${HALF_GONE}`);
    expect(text).toContain(said('spend'));
    expect(text).toContain(`/days/${DAYS[1]}`);
    expect(text).not.toContain(`/days/${DAYS[0]}`);
    expect((await get(`/reconciliation?${ALL_GONE}`)).text).not.toMatch(COMPARED);
  });

  it.each(['en', 'ja'] as const)(
    'of a person has their sums, and says which breakdown went with the lines: %s',
    async (language) => {
      const { text } = await get(`/users/anna@example.com?${ALL_GONE}`, language);
      expect(text).toContain('$5.00');
      expect(text).toContain(said('breakdown', language));
      expect(text).not.toContain(escaped(WORDS[language].empty));
      expect((await get(`/users/anna@example.com?${THERE}`, language)).text).not.toContain(
        said('breakdown', language),
      );
    },
  );

  it('of an old month has its figures, and no all-clear about its bill', async () => {
    const { text } = await get(`/?${ALL_GONE}`);
    expect(text).toContain('$5.00');
    expect(text).not.toMatch(COMPARED);
    expect((await get(`/?${THERE}`)).text).toMatch(COMPARED);
  });
});

describe('a file or an answer, which has no room for words', () => {
  it.each([
    `/spend?${HALF_GONE}`,
    `/reconciliation?${HALF_GONE}`,
    `/days/${DAYS[0]}?`,
    `/days/${DAYS[0]}?table=charges`,
    `/users/anna@example.com?table=tokenKind&${ALL_GONE}`,
  ])('is refused as CSV where a part of it is gone: %s', async (path) => {
    const { status, text } = await get(`${path}&format=csv`);
    expect([status, /are gone|only coarser sums stay/.test(text)]).toEqual([400, true]);
  });

  it.each([
    [`/lines?${HALF_GONE}`, 'start', /^lines are kept for 26 months, from 2026-10-01 on: .*\/spend$/],
    [`/charges?${HALF_GONE}`, 'start', /^the bill is kept for 26 months, from 2026-10-01 on/],
    [`/charges?grouping=profile&${ALL_GONE}`, 'start', /^the bill is kept/],
    [`/reconciliation?${HALF_GONE}`, 'start', /^lines are kept/],
    [`/days/${DAYS[0]}`, 'day', /^lines are kept/],
    [
      `/spend?${KINDS_OF_ANNA}&${HALF_GONE}`,
      'start',
      /^so fine a breakdown is kept for 26 months, from 2026-10-01 on/,
    ],
  ])('of the API names the field and says from when on: %s', async (path, field, reason) => {
    const { status, text } = await get(`/api/v1${path}`);
    const { error } = JSON.parse(text);
    expect([status, error]).toEqual([
      400,
      {
        ...{ code: 'badRequest', field, requestId: ASKED },
        ...{ reason: expect.stringMatching(reason), message: expect.stringMatching(reason) },
      },
    ]);
  });

  it('is what it was where all of it is there, and sums are there for ever', async () => {
    for (const path of [
      `/lines?${THERE}`,
      `/charges?${THERE}`,
      `/reconciliation?${THERE}`,
      `/days/${DAYS[1]}`,
      `/spend?${KINDS_OF_ANNA}&${THERE}`,
      `/spend?groupBy=tokenKind&${HALF_GONE}`,
    ])
      expect([path, (await get(`/api/v1${path}`)).status]).toEqual([path, 200]);
    const { text } = await get(`/api/v1/spend?groupBy=day&${HALF_GONE}`);
    expect(
      JSON.parse(text)
        .rows.map(({ key }: { key: string }) => key)
        .sort(),
    ).toEqual(DAYS.slice(0, 2));
  });
});
