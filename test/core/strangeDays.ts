import fc from 'fast-check';
import type { Bill, BillLine, OwnerClaim } from '../../src/core/billEntries.ts';
import type { DayInput } from '../../src/core/dayReading.ts';
import { sum } from '../../src/core/money.ts';
import { DAY_MS, endOf } from '../../src/core/periods.ts';
import { rateBook } from '../../src/core/rates.ts';
import { type Money, TOKEN_KINDS } from '../../src/core/types.ts';
import { BEDROCK, CATALOGUE, DAY, NOVA, profile, quantityOf, rate, SONNET, SONNET_SERVICE } from './world.ts';

/** Bills nobody would send: shared usage types, odd signs, claims that do not agree, tags that mean nothing. */
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

function bills(perAccount: boolean): fc.Arbitrary<Bill> {
  const accountId = perAccount ? anyOf(ACCOUNTS) : fc.constant('');
  const of = <Names extends object>(
    names: { [Name in keyof Names]: fc.Arbitrary<Names[Name]> },
    max: number,
  ) =>
    fc.array(
      fc
        .record({ accountId, names: fc.record(names), amount, tokens })
        .map(({ tokens: t, names: named, ...rest }) => {
          const quantity = quantityOf(t, 1_000_000);
          return { ...rest, ...named, day: DAY, quantity, unit: 'Units', provisional: t % 2n === 0n };
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
          ({ accountId: account, pair: [service, usageType, perUnit], amount: a, tokens: t }): BillLine => {
            const quantity = quantityOf(t, perUnit);
            const rest = { day: DAY, recordType: 'Usage', unit: 'Units', provisional: t % 2n === 0n };
            return { ...rest, accountId: account, service, usageType, amount: a, quantity };
          },
        ),
      ),
      of({ profile: anyOf(TAGS), usageType: anyOf(PAIRS.map(([, usageType]) => usageType)) }, 12),
      of({ user: anyOf(OWNERS), costCenter: anyOf(['', 'CC-1', 'CC-2']) }, 6),
      of({ principal: anyOf(OWNERS), service: anyOf([...new Set(PAIRS.map(([service]) => service))]) }, 6),
    )
    .chain(([line, byProfile, byOwner, byPrincipal]) =>
      // Half of the time the owners' sum is made to agree with the bill, so that the step by owner is taken.
      fc.boolean().map((agree) => {
        const owned = byOwner.map(
          (one): OwnerClaim => ({ ...one, by: 'owner', service: null, usageType: null }),
        );
        const owners = agree ? agreeing(owned, sum(line.map((c) => c.amount))) : owned;
        const tagged = byProfile.map((one) => ({ ...one, by: 'profile' as const, service: null }));
        const called = byPrincipal.map((one) => ({ ...one, by: 'principal' as const, usageType: null }));
        return { lines: line, claims: [...tagged, ...owners, ...called] };
      }),
    );
}

function agreeing(owners: readonly OwnerClaim[], total: Money): OwnerClaim[] {
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

/** One day of such a bill, with metrics and profiles that fit it more or less. */
export const strangeDay: fc.Arbitrary<DayInput> = fc
  .boolean()
  .chain((perAccount) => bills(perAccount))
  .chain((bill) =>
    fc.record({
      day: fc.constant(DAY),
      now: anyOf([-1, 0, 1, 2, 3, 9].map((days) => endOf(DAY) + days * DAY_MS + 1)),
      bill: fc.constant(bill),
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
