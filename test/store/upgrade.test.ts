import { expect, it } from 'vitest';
import type { BillLine } from '../../src/core/billEntries.ts';
import { ask, COMPANY, ledgerOf } from './company.ts';
import { ledgerAfter } from './earlier.ts';
import { HUGE, leaseOf, open, PLACE, sql, usageLine } from './setup.ts';

/** Ledgers of earlier versions, with what they held. */

it('the rows of a day have their sums, and usage and charges are what they were, after the upgrade', async () => {
  const { store: source } = await ledgerOf(COMPANY);
  const hours = ['2026-11-01T23:00:00.000Z', '2026-11-02T00:00:00.000Z'].map((hour, i) => ({
    ...PLACE,
    dimension: 'p1',
    kind: 'input' as const,
    hour,
    tokens: BigInt(i) + 2n ** 60n,
  }));
  const bill: BillLine[] = [usageLine(), usageLine({ usageType: 'USE1-output', provisional: true })];
  const file = await ledgerAfter(2);
  const old = sql(file);
  const fill = (table: string, row: object) =>
    old
      .prepare(
        `INSERT INTO ${table} (${Object.keys(row).join(', ')}) VALUES (${Object.keys(row)
          .map((name) => `@${name}`)
          .join(', ')})`,
      )
      .run(row);
  const snake = (row: object) =>
    Object.fromEntries(
      Object.entries(row).map(([key, value]) => [
        key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
        typeof value === 'boolean' ? Number(value) : value,
      ]),
    );
  for (const row of COMPANY) fill('spend', snake(row));
  for (const hour of hours) fill('usage', snake(hour));
  for (const { recordType: _, service: key1, usageType: key2, ...rest } of bill)
    fill('charges', { ...snake(rest), grouping: 'line', key1, key2 });
  old.close();

  const store = await open(file);
  for (const groupBy of [[], ['user'], ['costCenter', 'day'], ['model']] as const)
    for (const basis of ['best', 'billed', 'estimated'] as const)
      expect(await store.spend.query(ask({ groupBy, basis }))).toEqual(
        await source.spend.query(ask({ groupBy, basis })),
      );
  const range = { start: '2026-11-01', endExclusive: '2026-11-03' };
  expect(await store.usage.hours({ range })).toEqual(hours);
  expect(await store.usage.days()).toEqual(['2026-11-01', '2026-11-02']);
  expect(await store.charges.ofDay('2026-11-01')).toEqual({ lines: bill, claims: [] });
  expect(await store.check()).toEqual([]);
  await store.usage.replaceHours(
    await leaseOf(store),
    PLACE,
    [hours[0] as (typeof hours)[0]],
    hours[0]?.hour ?? '',
    hours[1]?.hour ?? '',
    [],
  );
  expect(await store.usage.days()).toEqual(['2026-11-02']);
});

it('a ledger of an earlier version knows what AWS charged in each month', async () => {
  const file = await ledgerAfter(6);
  const old = sql(file);
  for (const [id, started, charge] of [
    ['a', '2026-10-31T23:59:59.999Z', 5n],
    ['b', '2026-11-01T00:00:00.000Z', HUGE],
    ['c', '2026-11-02T00:00:00.000Z', 2n],
  ] as const) {
    old
      .prepare("INSERT INTO runs VALUES (?, 'usage', 1, ?, ?, 'ok', 0, 3, ?, '[]')")
      .run(id, started, started, charge);
    for (const operation of ['cloudwatch:GetMetricData', 'cloudwatch:ListMetrics'])
      old.prepare('INSERT INTO run_operations VALUES (?, ?, 1, ?)').run(id, operation, charge);
  }
  old.close();
  const store = await open(file);
  const both = (requests: number, charge: bigint) =>
    ['cloudwatch:GetMetricData', 'cloudwatch:ListMetrics'].map((operation) => ({
      operation,
      requests,
      charge,
    }));
  expect(await store.runs.awsCharges('2026-10')).toEqual(both(1, 5n));
  expect(await store.runs.awsCharges('2026-11')).toEqual(both(2, HUGE + 2n));
  expect((await store.runs.latest()).map(({ id }) => id)).toEqual(['c']);
});

it('sessions of an earlier version end once, with the sign-ins under way; tokens stay', async () => {
  const file = await ledgerAfter(13);
  const old = sql(file);
  const [then, later] = ['2026-11-01T00:00:00.000Z', '2027-11-01T00:00:00.000Z'];
  old
    .prepare("INSERT INTO sessions VALUES ('h', 'i', 'ann@example.com', ?, ?, ?, '', '')")
    .run(then, later, later);
  old.prepare("INSERT INTO sign_ins VALUES ('s', 'b', 'n', 'v', '/', ?)").run(later);
  old
    .prepare(
      "INSERT INTO tokens (id, hash, email, name, scopes, created_at, expires_at) VALUES ('t', 'th', 'ann@example.com', 'x', '[]', ?, ?)",
    )
    .run(then, later);
  old.close();
  const store = await open(file);
  expect(await store.sessions.find('h', then, 1e9)).toBeNull();
  expect(await store.sessions.listOf('ann@example.com', then, 1e9)).toEqual([]);
  expect(await store.sessions.take('s', then)).toBeNull();
  expect(await store.tokens.find('th')).toMatchObject({ email: 'ann@example.com', revokedAt: null });
  expect(await store.bindings.list()).toEqual([]);
});
