import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quantityOf, sum } from '../../src/core/money.ts';
import { DAY_MS, endOf } from '../../src/core/periods.ts';
import { rateBook } from '../../src/core/rates.ts';
import { computeDay, type DayInput } from '../../src/core/spend.ts';
import { type Charge, type Grouping, type Money, type SpendRow, TOKEN_KINDS } from '../../src/core/types.ts';
import { BEDROCK, CATALOGUE, DAY, NOVA, profile, rate, SONNET, SONNET_SERVICE } from './world.ts';

/** Bills nobody would send: shared usage types, odd signs, groupings that do not agree, tags that mean nothing. */
const ACCOUNTS = ['111122223333', '444455556666'];
const PAIRS: [string, string, number][] = [
  [SONNET_SERVICE, 'USE1-MP:USE1_InputTokenCount-Units', 1_000_000],
  [SONNET_SERVICE, 'USE1-MP:USE1_InputTokenCount_Global-Units', 1_000_000],
  [SONNET_SERVICE, 'USE1-MP:USE1_InputTokenCount_Batch-Units', 1_000_000],
  [SONNET_SERVICE, 'USE1-MP:USE1_CacheWriteInputTokenCount-Units', 1_000_000],
  [SONNET_SERVICE, 'USE1-MP:USE1_CacheWrite1hInputTokenCount-Units', 1_000_000],
  ['Claude Opus 9 (Amazon Bedrock Edition)', 'USE1-MP:USE1_InputTokenCount-Units', 1_000_000],
  [BEDROCK, 'USE1-NovaMicro-input-tokens', 1000],
  [BEDROCK, 'USE1-NovaMicro-mantle-input-tokens-standard', 1000],
  [BEDROCK, 'APN1-NovaMicro-output-tokens', 1000],
  [BEDROCK, 'USE1-NovaMicro-ProvisionedThroughput-ModelUnits', 1],
  [BEDROCK, 'USE1-Guardrail-ContentPolicyUnitsConsumed', 1],
  [BEDROCK, 'USE1-Something-Else', 1],
];
const OWNERS = ['', 'ann@example.com', 'bob@example.com'];
const TAGS = ['', 'p0', 'p1', 'p2', 'shared', 'nobody-knows'];
const IDS = ['p0', 'p1', 'p2', 'p3', 'p4'];

const amount = fc.oneof(
  { weight: 8, arbitrary: fc.bigInt(0n, 10n ** 13n) },
  { weight: 2, arbitrary: fc.bigInt(0n, 5n) },
  { weight: 1, arbitrary: fc.bigInt(-(10n ** 11n), -1n) },
) as fc.Arbitrary<Money>;
const tokens = fc.oneof(fc.bigInt(0n, 10n ** 9n), fc.bigInt(0n, 3n));
const anyOf = <T>(values: readonly T[]) => fc.constantFrom(...values);

function charges(perAccount: boolean): fc.Arbitrary<Charge[]> {
  const accountId = perAccount ? anyOf(ACCOUNTS) : fc.constant('');
  const of = (grouping: Grouping, key1: fc.Arbitrary<string>, key2: fc.Arbitrary<string>, max: number) =>
    fc.array(
      fc.record({ accountId, key1, key2, amount, tokens }).map(({ tokens: t, ...rest }): Charge => {
        const quantity = quantityOf(t, 1_000_000);
        return { ...rest, grouping, day: DAY, quantity, unit: 'Units', provisional: t % 2n === 0n };
      }),
      { maxLength: max },
    );
  const lines = fc.uniqueArray(fc.record({ accountId, pair: anyOf(PAIRS), amount, tokens }), {
    maxLength: 16,
    selector: (line) => `${line.accountId}|${line.pair.join()}`,
  });
  return fc
    .tuple(
      lines.map((all) =>
        all.map(
          ({ accountId: account, pair: [service, usageType, perUnit], amount: a, tokens: t }): Charge => {
            const quantity = quantityOf(t, perUnit);
            const rest = { day: DAY, grouping: 'line', unit: 'Units', provisional: t % 2n === 0n } as const;
            return { ...rest, accountId: account, key1: service, key2: usageType, amount: a, quantity };
          },
        ),
      ),
      of('profile', anyOf(TAGS), anyOf(PAIRS.map(([, usageType]) => usageType)), 12),
      of('owner', anyOf(OWNERS), anyOf(['', 'CC-1', 'CC-2']), 6),
      of('principal', anyOf(OWNERS), anyOf([...new Set(PAIRS.map(([service]) => service))]), 6),
    )
    .chain(([line, byProfile, byOwner, byPrincipal]) =>
      // Half of the time the owners' sum is made to agree with the bill, so that the step by owner is taken.
      fc.boolean().map((agree) => {
        const owners = agree ? agreeing(byOwner, sum(line.map((c) => c.amount))) : byOwner;
        return [...line, ...byProfile, ...owners, ...byPrincipal];
      }),
    );
}

function agreeing(owners: readonly Charge[], total: Money): Charge[] {
  const [first, ...others] = owners;
  if (first === undefined) return [];
  return [{ ...first, amount: (total - sum(others.map((c) => c.amount))) as Money }, ...others];
}

const usage = fc.array(
  fc.record({
    accountId: anyOf(ACCOUNTS),
    region: anyOf(['us-east-1', 'ap-northeast-1']),
    dimension: anyOf([...IDS, SONNET, `us.${SONNET}`, `global.${SONNET}`, NOVA, 'zzzz']),
    kind: anyOf(TOKEN_KINDS),
    tokens,
  }),
  { maxLength: 20 },
);

const profiles = fc
  .tuple(
    ...IDS.map((id) =>
      fc.record({
        tag: anyOf([id, 'shared', '']),
        owner: anyOf(OWNERS),
        model: anyOf([SONNET, NOVA, 'unknown']),
        route: anyOf(['geo', 'global', null] as const),
        account: anyOf(ACCOUNTS),
      }),
    ),
  )
  .map((all) =>
    all.map(({ tag, owner, model, route, account }, i) =>
      profile(IDS[i] ?? '', {
        accountId: account,
        modelKey: model,
        route,
        tags: { InferenceProfile: tag, UserEmail: owner, CostCenter: owner === '' ? '' : 'CC-1' },
      }),
    ),
  );

const input: fc.Arbitrary<DayInput> = fc
  .boolean()
  .chain((perAccount) => charges(perAccount))
  .chain((all) =>
    fc.record({
      day: fc.constant(DAY),
      now: anyOf([-1, 0, 1, 2, 3, 9].map((days) => endOf(DAY) + days * DAY_MS + 1)),
      charges: fc.constant(all),
      usage,
      profiles,
      catalogue: fc.constant(CATALOGUE),
      rates: fc.constant(
        rateBook([
          rate(SONNET, 'input', '3'),
          rate(NOVA, 'input', '0.035'),
          rate(SONNET, 'cacheWrite', '3.75'),
        ]),
      ),
      attribution: anyOf(['profileTags', 'iamPrincipal'] as const),
      tagKeys: fc.constant({ user: 'UserEmail', costCenter: 'CostCenter', profile: 'InferenceProfile' }),
    }),
  );

const lineTotal = (all: readonly Charge[]) =>
  sum(all.filter((c) => c.grouping === 'line').map((c) => c.amount));
const views = (rows: readonly SpendRow[]) => Map.groupBy(rows, (row) => row.view);

describe('whatever the bill, the tags and the metrics say', () => {
  it('no unit of money and no token is lost or made up, line by line', () => {
    fc.assert(
      fc.property(input, (day) => {
        const { rows } = computeDay(day);
        const expected = lineTotal(day.charges);
        const seen = day.usage.reduce((total, u) => total + u.tokens, 0n);
        for (const held of views(rows).values()) {
          expect(sum(held.map((row) => row.billed))).toBe(expected);
          expect(held.reduce((total, row) => total + row.tokens, 0n)).toBe(seen);
          for (const [key, lines] of Map.groupBy(
            day.charges.filter((c) => c.grouping === 'line'),
            (c) => `${c.key1}|${c.key2}`,
          )) {
            const ofLine = held.filter((row) => `${row.service}|${row.usageType}` === key);
            expect(sum(ofLine.map((row) => row.billed))).toBe(sum(lines.map((c) => c.amount)));
          }
        }
      }),
      { numRuns: 400 },
    );
  });

  it('once the day is old, best-known spend is the bill', () => {
    fc.assert(
      fc.property(input, (day) => {
        fc.pre(day.charges.some((c) => c.grouping === 'line'));
        const { rows } = computeDay({ ...day, now: endOf(DAY) + 3 * DAY_MS });
        for (const row of rows) expect(row.amount).toBe(row.billed);
        expect(rows.every((row) => row.label !== 'estimated')).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  it('both views come to the same best-known spend', () => {
    fc.assert(
      fc.property(input, (day) => {
        const { rows } = computeDay({ ...day, attribution: 'iamPrincipal' });
        const [byProfile = [], byPrincipal = []] = ['profile', 'principal'].map((v) =>
          rows.filter((r) => r.view === v),
        );
        expect(sum(byPrincipal.map((r) => r.amount))).toBe(sum(byProfile.map((r) => r.amount)));
        expect(sum(byPrincipal.map((r) => r.estimated))).toBe(sum(byProfile.map((r) => r.estimated)));
      }),
      { numRuns: 200 },
    );
  });

  it('rows are unique, owned or with a reason, and the same input gives the same rows', () => {
    fc.assert(
      fc.property(input, (day) => {
        const { rows, findings } = computeDay(day);
        const keys = rows.map((r) =>
          JSON.stringify([
            r.view,
            r.accountId,
            r.region,
            r.profileArn,
            r.modelKey,
            r.kind,
            r.service,
            r.usageType,
            r.userEmail,
            r.costCenter,
            r.allocatedBy,
            r.reason,
          ]),
        );
        expect(new Set(keys).size).toBe(keys.length);
        for (const row of rows) {
          expect(row.reason === null).toBe(row.userEmail !== null || row.costCenter !== null);
          expect(row.estimatedLow <= row.estimated && row.estimated <= row.estimatedHigh).toBe(true);
        }
        expect(new Set(findings.map((f) => f.key)).size).toBe(findings.length);
        expect(computeDay(day)).toEqual({ rows, findings });
      }),
      { numRuns: 200 },
    );
  });

  it('positive lines are never given away beyond what they hold', () => {
    fc.assert(
      fc.property(input, (day) => {
        fc.pre(day.charges.every((c) => c.amount >= 0n));
        expect(computeDay(day).rows.every((row) => row.billed >= 0n && row.billedTokens >= 0n)).toBe(true);
      }),
      { numRuns: 200 },
    );
  });
});

describe('a large company', () => {
  it('takes well below a second for a day of 1,000 people', () => {
    const people = Array.from({ length: 1000 }, (_, i) => i);
    const all = people.flatMap((i) =>
      [0, 1, 2].map((j) => profile(`u${i}p${j}`, { modelKey: j === 2 ? NOVA : SONNET })),
    );
    const unit = 1_000_000n;
    const types = [0, 1, 3, 4].map((i) => PAIRS[i]?.[1] ?? '');
    const big: Charge[] = [];
    for (const usageType of types) {
      const line = { day: DAY, accountId: '', unit: 'Units', provisional: true, key2: usageType };
      big.push({
        ...line,
        grouping: 'line',
        key1: SONNET_SERVICE,
        amount: (3000n * unit) as Money,
        quantity: quantityOf(3000n * unit, 1_000_000),
      });
      for (const p of all)
        big.push({
          ...line,
          grouping: 'profile',
          key1: p.shortId,
          amount: unit as Money,
          quantity: quantityOf(unit, 1_000_000),
        });
    }
    const seen = all.flatMap((p) =>
      TOKEN_KINDS.map((kind) => ({
        accountId: p.accountId,
        region: p.region,
        dimension: p.shortId,
        kind,
        tokens: 2n * unit,
      })),
    );
    const run = () =>
      computeDay({
        day: DAY,
        now: endOf(DAY),
        charges: big,
        usage: seen,
        profiles: all,
        catalogue: CATALOGUE,
        rates: rateBook([rate(SONNET, 'input', '3')]),
        attribution: 'profileTags',
        tagKeys: { user: 'UserEmail', costCenter: 'CostCenter', profile: 'InferenceProfile' },
      });
    run();
    const started = performance.now();
    const { rows } = run();
    const took = performance.now() - started;
    console.log(
      `computeDay: ${big.length} charges, ${seen.length} series, ${rows.length} rows in ${took.toFixed(0)} ms`,
    );
    expect(took).toBeLessThan(900);
  });
});
