import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readChargeBack } from '../../src/app/bill/chargeBack.ts';
import { formatExact, money, sum } from '../../src/core/money.ts';
import type { SpendRow } from '../../src/core/types.ts';
import { en } from '../../src/ui/messages/en.ts';
import { askingOf } from '../asking.ts';
import { NOW, spendRow, usageLine, usd } from '../store/setup.ts';
import { ask, openServer } from './setup.ts';

/** What is charged to whom: the detail comes to the summary, and that to the bill, to the last digit. */

const OCTOBER = 'start=2026-10-01&endExclusive=2026-11-01';
const NOBODY = { userEmail: null, costCenter: null, allocatedBy: null } as const;
const rows: SpendRow[] = Array.from({ length: 60 }, (_, i) => {
  const amount = usd(10n ** 10n / BigInt(i + 3));
  return spendRow({
    day: `2026-10-${String((i % 28) + 1).padStart(2, '0')}`,
    costCenter: i % 5 === 0 ? null : `CC-${i % 4}`,
    userEmail: `p${i % 7}@example.com`,
    modelKey: `m${i % 3}`,
    kind: i % 2 === 0 ? 'input' : 'cacheRead',
    profileArn: `arn:p${i % 11}`,
    tokens: BigInt(i * 1000),
    amount,
    billed: i % 6 === 0 ? usd(0n) : amount,
    label: i % 6 === 0 ? 'estimated' : 'final',
    // Charged to a cost center, and to nobody of it.
    ...(i % 17 === 5 ? { userEmail: null } : {}),
    ...(i % 9 === 0
      ? { ...NOBODY, reason: 'noTag' }
      : i % 13 === 0
        ? { ...NOBODY, reason: 'directCall' }
        : {}),
  });
});
let server: Awaited<ReturnType<typeof openServer>>;
beforeAll(async () => {
  server = await openServer([
    ...rows,
    spendRow({ amount: usd(7n), billed: usd(7n) }),
    // A day that is not billed in full, whose bill says more than its estimate by now.
    spendRow({
      day: '2026-09-30',
      label: 'estimated',
      amount: usd(5n * 10n ** 10n),
      billed: usd(7n * 10n ** 10n),
    }),
  ]);
  const other = (recordType: string, amount: bigint) =>
    usageLine({ day: '2026-10-31', recordType, usageType: null, amount: usd(amount) });
  const lines = [other('Tax', 1_234_567_891n), other('Credit', -55_555n)];
  await server.store.charges.replaceDay(server.lease, '2026-10-31', 'others', [''], lines, NOW);
});
afterAll(async () => {
  await server.close();
  expect(server.faults).toEqual([]);
});

type Line = Record<string, string>;
async function file(query: string): Promise<{ lines: Line[]; name: string }> {
  const { status, text, headers } = await ask(server.url, `/charge-back?${query}&format=csv`);
  expect([query, status]).toEqual([query, 200]);
  return { lines: parse(text, { columns: true }), name: headers['content-disposition'] ?? '' };
}
const AMOUNTS = ['spent_usd', 'billed_usd', 'unbilled_usd', 'tokens'] as const;
const comesTo = (lines: readonly Line[]) =>
  AMOUNTS.map((key) => formatExact(sum(lines.map((line) => money(line[key] || '0')))));
const items = (lines: readonly Line[]) => lines.filter(({ row_type }) => row_type !== 'total');

describe('a month', () => {
  it('of many people is read in parts, and of one state of the ledger: what changes meanwhile changes all of it', async () => {
    const company = await openServer(
      Array.from({ length: 1100 }, (_, i) =>
        spendRow({
          userEmail: `q${i}@example.com`,
          costCenter: `CC-${i % 3}`,
          amount: usd(1n),
          billed: usd(1n),
        }),
      ),
    );
    const { store, lease } = company;
    const range = { start: '2026-11-01', endExclusive: '2026-12-01' };
    const asked: number[] = [];
    let change = async () => {};
    const query: typeof store.spend.query = async (question) => {
      const found = await store.spend.query(question);
      asked.push(question.filter.user?.length ?? 0);
      await change();
      return found;
    };
    const parted = { ...store, spend: { ...store.spend, query } };
    const still = await readChargeBack(askingOf(parted), range, 'detail');
    expect(asked).toEqual([500, 500, 100]);
    expect([still.rows.length, sum(still.rows.map(({ billed }) => billed))]).toEqual([1100, usd(1100n)]);
    change = async () => {
      change = async () => {};
      const row = spendRow({ userEmail: 'q1@example.com', amount: usd(5n), billed: usd(5n) });
      await store.spend.replaceDay(lease, row.day, [row], [], NOW);
    };
    const moved = await readChargeBack(askingOf(parted), range, 'detail');
    expect(moved.rows.map(({ user, billed }) => [user, billed])).toEqual([['q1@example.com', usd(5n)]]);
    expect(moved.total.billed).toBe(usd(5n));
    await company.close();
  });

  it('comes to the same in both forms, and to what the reconciliation says of the bill', async () => {
    const [summary, detail] = [await file(OCTOBER), await file(`${OCTOBER}&table=detail`)];
    const total = (lines: readonly Line[]) => comesTo(lines.filter(({ row_type }) => row_type === 'total'));
    expect(comesTo(items(summary.lines))).toEqual(total(summary.lines));
    expect(comesTo(items(detail.lines))).toEqual(total(detail.lines));
    expect(total(detail.lines)).toEqual(total(summary.lines));
    const bill = JSON.parse((await ask(server.url, `/api/v1/reconciliation?${OCTOBER}`)).text);
    expect(total(summary.lines)[1]).toBe(bill.invoice.total);
    expect(total(summary.lines)[0]).toBe(
      formatExact(usd(rows.reduce((all, { amount }) => all + amount, 0n))),
    );
    // Cost center by cost center, and reason by reason.
    const nameOf = (line: Line) =>
      [line.row_type, line.cost_center, line.unallocated_reason, line.record_type].join(' ');
    const [one, other] = [summary, detail].map(({ lines }) => Map.groupBy(items(lines), nameOf));
    expect([...(other?.keys() ?? [])]).toEqual([...(one?.keys() ?? [])]);
    for (const [name, lines] of one ?? []) expect(comesTo(other?.get(name) ?? [])).toEqual(comesTo(lines));
    expect(one?.size).toBe(5 + 2 + 2);
    // What has an owner and no cost center has no name, in no language.
    expect(one?.has('item   ')).toBe(true);
  });

  it('is the same in the API, in parts that together are the whole', async () => {
    const get = async (query: string) =>
      JSON.parse((await ask(server.url, `/api/v1/charge-back?month=2026-10&${query}`)).text);
    const { lines } = await file(`${OCTOBER}&table=detail`);
    const total = lines.at(-1);
    const found: { spent: string; billed: string }[] = [];
    for (let offset: number | null = 0; offset !== null; ) {
      const answer: { nextOffset: number | null; rows: typeof found } & Record<string, string> = await get(
        `form=detail&limit=20&offset=${offset}`,
      );
      expect([answer.spent, answer.billed, answer.unbilled]).toEqual([
        total?.spent_usd,
        total?.billed_usd,
        total?.unbilled_usd,
      ]);
      found.push(...answer.rows);
      offset = answer.nextOffset;
    }
    expect(found.map(({ spent, billed }) => [spent, billed])).toEqual(
      items(lines)
        .filter(({ row_type }) => row_type !== 'not usage')
        .map(({ spent_usd, billed_usd }) => [spent_usd, billed_usd]),
    );
  });

  it('says which forms there are', async () => {
    const { status, text } = await ask(server.url, '/api/v1/charge-back?form=short');
    expect(status).toBe(400);
    expect(JSON.parse(text).error).toMatchObject({
      field: 'form',
      reason: 'must be one of summary, detail',
    });
  });

  it('says in the detail who, with what and of which kind', async () => {
    const { lines } = await file(`${OCTOBER}&table=detail`);
    const kinds = ['tokens_input', 'tokens_output', 'tokens_cache_read', 'tokens_cache_write'];
    for (const line of items(lines).filter(({ row_type }) => row_type === 'item')) {
      expect(line.user).toMatch(/^(p\d@example.com)?$/);
      expect([line.model, line.profile_arn]).toEqual([
        expect.stringMatching(/^m\d$/),
        expect.stringMatching(/^arn:/),
      ]);
      expect(kinds.reduce((all, kind) => all + BigInt(line[kind] ?? 0), 0n)).toBe(BigInt(line.tokens ?? 0));
    }
  });

  it('can be put below another: its name and each of its rows say when it is', async () => {
    const [october, november] = [await file(OCTOBER), await file('period=thisMonth')];
    expect(october.name).toContain('filename="bedrock-ledger_charge-back-summary_2026-10_estimated.csv"');
    expect(november.name).toContain('filename="bedrock-ledger_charge-back-summary_2026-11_final.csv"');
    expect(Object.keys(october.lines[0] ?? {})).toEqual(Object.keys(november.lines[0] ?? {}));
    const periods = [...october.lines, ...november.lines].map(
      (line) => `${line.period_start} ${line.period_end} ${line.currency}`,
    );
    expect(new Set(periods)).toEqual(new Set(['2026-10-01 2026-10-31 USD', '2026-11-01 2026-11-30 USD']));
  });

  it('says on top what is not on the bill, and what is on it beyond what counts', async () => {
    const headOf = async (query: string) =>
      /<p class="headline">(.*?)<\/p><p class="note">(.*?)<\/p>/
        .exec((await ask(server.url, `/charge-back?${query}`)).text)
        ?.slice(1)
        .join(' ');
    expect(await headOf(OCTOBER)).toMatch(/ \$\d\.\d\d is not on the bill\. /);
    expect(await headOf('start=2026-08-01&endExclusive=2026-09-01')).toBeUndefined();
    const nobodys = 'start=2026-10-27&endExclusive=2026-10-28';
    expect(await headOf(nobodys)).toMatch(/^27 Oct: nothing of \$0\.\d\d is charged to a cost center\. /);
    expect(await headOf(`${nobodys}&lang=ja`)).toMatch(
      /^10月27日の実績\$0\.\d\dのうち、コストセンターに配賦した額はありません。/,
    );
    const september = 'start=2026-09-01&endExclusive=2026-10-01';
    expect(await headOf(september)).toContain(
      'The bill has $2.00 more than is counted so far. The bill comes to $7.00.',
    );
    expect(await headOf(`${september}&lang=ja`)).toContain(
      '請求済みの額は、計上済みの実績を$2.00上回っています。請求額は$7.00です。',
    );
  });

  it('is of a year at most, and no file is of another period than was asked for', async () => {
    const year = 'start=2025-11-01&endExclusive=2026-11-01';
    const more = 'start=2025-10-01&endExclusive=2026-11-01';
    const { refused } = en.period;
    const get = async (query: string) => {
      const { status, text } = await ask(server.url, `/charge-back?${query}`);
      return [status, text.includes(refused.year)];
    };
    expect(await get(year)).toEqual([200, false]);
    expect(await get(`${year}&format=csv`)).toEqual([200, false]);
    expect(await get(more)).toEqual([200, true]);
    for (const table of ['', '&table=detail'])
      expect(await get(`${more}&format=csv${table}`)).toEqual([400, true]);
    const early = await ask(server.url, '/charge-back?start=2019-01-01&endExclusive=2019-02-01&format=csv');
    expect([early.status, early.text.includes(refused.early)]).toEqual([400, true]);
  });

  it('is led to by the pages that finance begins with', async () => {
    for (const path of ['/', '/cost-centers', '/reconciliation']) {
      const { text } = await ask(server.url, `${path}?${OCTOBER}`);
      expect([
        path,
        text.includes(
          `href="/charge-back?${OCTOBER.replace('&', '&amp;')}&amp;format=csv&amp;bom=1&amp;table=detail"`,
        ),
      ]).toEqual([path, true]);
    }
    expect((await ask(server.url, '/users')).text).not.toContain('table=detail');
  });

  it('shows the same cents as the pages by cost center, and says on top what its rows make', async () => {
    const shown = async (path: string) => {
      const { text } = await ask(server.url, `${path}?${OCTOBER}`);
      const rows = [...text.matchAll(/<tr[^>]*>(.*?)<\/tr>/gs)].map(([, row = '']) =>
        row
          .replaceAll(/<[^>]*>/g, '|')
          .split(/\|+/)
          .filter((part) => part.trim() !== ''),
      );
      const amounts = rows.flatMap((row) => {
        const amount = row.find((part) => /^\$[\d,.]+$/.test(part));
        return amount !== undefined && /^(CC-|Unallocated|Total)/.test(row[0] ?? '')
          ? [[row[0], amount]]
          : [];
      });
      return { text, amounts: Object.fromEntries(amounts) };
    };
    const [chargeBack, centers, month] = [
      await shown('/charge-back'),
      await shown('/cost-centers'),
      await shown('/'),
    ];
    expect(Object.keys(chargeBack.amounts)).toHaveLength(4 + 2 + 1);
    expect(chargeBack.amounts).toEqual(centers.amounts);
    expect(chargeBack.amounts).toEqual(month.amounts);
    expect(chargeBack.text).toContain(`of ${chargeBack.amounts.Total} is charged to 4 cost centers.`);
  });
});
