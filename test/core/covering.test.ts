import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BillEntry } from '../../src/core/billEntries.ts';
import type { DayInput } from '../../src/core/dayReading.ts';
import { formatExact, money, sum } from '../../src/core/money.ts';
import { endOf, HOUR_MS } from '../../src/core/periods.ts';
import { rateBook } from '../../src/core/rates.ts';
import { computeDay } from '../../src/core/spend.ts';
import { type Money, type SpendRow, TOKEN_KINDS } from '../../src/core/types.ts';
import { readUsageType } from '../../src/core/usageTypes.ts';
import { SPELLINGS } from './spellings.ts';
import {
  BEDROCK,
  billOf,
  CATALOGUE,
  DAY,
  model,
  NOVA,
  ownerClaim,
  profile,
  profileClaim,
  rate,
  SONNET,
  SONNET_SERVICE,
  usageLine,
} from './world.ts';

const M = 1_000_000n;
const HOURS = { young: 1, due: 25, old: 72 } as const;
const UNREAD = 'USE1-MP:USE1_InputTokenCount_Turbo-Units';
const INPUT = 'USE1-MP:USE1_InputTokenCount-Units';

const ann = profile('ann');
const bob = profile('bob', { region: 'eu-west-1', accountId: '444455556666' });
const nova = profile('nova', { modelKey: NOVA });

function used(dimension: string, tokens: bigint, more: Partial<DayInput['usage'][number]> = {}) {
  return {
    accountId: '111122223333',
    region: 'us-east-1',
    dimension,
    kind: 'input' as const,
    tokens,
    ...more,
  };
}
const annUsed = used('ann', M);
const bobUsed = used('bob', M, { accountId: '444455556666', region: 'eu-west-1' });
const novaUsed = used('nova', M);

/** A day of one dollar per million tokens of anything. */
function day(age: keyof typeof HOURS, charges: readonly BillEntry[], usage: DayInput['usage'], more = {}) {
  return computeDay({
    ...{ day: DAY, now: endOf(DAY) + HOURS[age] * HOUR_MS, bill: billOf(charges), usage },
    ...{ profiles: [ann, bob, nova], catalogue: CATALOGUE, attribution: 'profileTags' as const },
    rates: rateBook([SONNET, NOVA].flatMap((key) => TOKEN_KINDS.map((kind) => rate(key, kind, '1')))),
    tagKeys: { user: 'UserEmail', costCenter: 'CostCenter', profile: 'InferenceProfile' },
    ...more,
  });
}
const total = (rows: readonly SpendRow[], field: 'billed' | 'amount' = 'amount') =>
  formatExact(sum(rows.map((row) => row[field])) as Money);
const of = (rows: readonly SpendRow[], email: string) =>
  total(rows.filter((row) => row.userEmail === `${email}@example.com`));

describe('an estimate beside a line that nobody can read', () => {
  const line = (amount: string, service = SONNET_SERVICE, usageType = UNREAD) =>
    usageLine(service, usageType, amount, { tokens: M });

  it.each<[string, string, Parameters<typeof day>]>([
    ['is no more than the line leaves over', '1', ['young', [line('0.8')], [annUsed]]],
    ['is nothing where the line is more', '1.3', ['young', [line('1.3')], [annUsed]]],
    ['stands where the line is of another model', '2', ['young', [line('1')], [novaUsed]]],
    ['stands where it is of another Region', '2', ['young', [line('1')], [bobUsed]]],
    [
      'stands where it is of another account',
      '2',
      ['young', [{ ...line('1'), accountId: '444455556666' }], [annUsed]],
    ],
    ['goes where the line names no model', '1', ['young', [line('1', BEDROCK, INPUT)], [novaUsed]]],
    [
      'goes where the line’s model is none of the catalogue’s, and spelled alike',
      '2',
      ['young', [line('1', 'Claude Poem 9 (Amazon Bedrock Edition)', INPUT)], [annUsed, novaUsed]],
    ],
    [
      'or unlike all others',
      '2',
      ['young', [line('1', 'Zephyr (Amazon Bedrock Edition)', INPUT)], [annUsed, novaUsed]],
    ],
    [
      'stands beside what is of the mantle endpoint',
      '2',
      ['young', [line('1', BEDROCK, 'USE1-NovaMicro-mantle-input-tokens-turbo')], [novaUsed]],
    ],
    [
      'stands beside what counts something else',
      '2',
      ['young', [{ ...usageLine(BEDROCK, 'USE1-NovaMicro-Holodeck', '1'), unit: 'Seconds' }], [novaUsed]],
    ],
    [
      'goes beside reserved capacity',
      '1',
      ['young', [line('1', SONNET_SERVICE, 'USE1-MP:USE1_Reserved_1Month_InputTPM-Units')], [annUsed]],
    ],
    [
      'stands beside reserved capacity of a model that nobody uses',
      '2',
      ['young', [line('1', BEDROCK, 'USE1-NovaNext-reserved-input-tpm')], [novaUsed]],
    ],
    ['is not added to by refunds', '0.5', ['young', [line('-0.5')], [annUsed]]],
  ])('%s', (_what, expected, [age, charges, usage]) => {
    expect(total(day(age, charges, usage).rows)).toBe(expected);
  });

  it.each<keyof typeof HOURS>(['young', 'due', 'old'])(
    'stands where the line’s name is like that of another model, though the bill counts there: %s',
    (age) => {
      const charges = [
        usageLine(SONNET_SERVICE, INPUT, '1', { tokens: M }),
        line('1', 'Claude Poem 9 (Amazon Bedrock Edition)', INPUT),
      ];
      const { rows } = day(age, charges, [annUsed, novaUsed]);
      expect([of(rows, 'nova'), total(rows, 'billed')]).toEqual(['1', '2']);
    },
  );

  it('is taken from those whom the line’s tags name, and from nobody else', () => {
    const eve = profile('eve');
    const { rows } = day(
      'young',
      [line('1'), profileClaim('ann', UNREAD, '0.7'), profileClaim('', UNREAD, '0.3')],
      [annUsed, used('eve', M)],
      { profiles: [ann, eve] },
    );
    // Nobody knows whose 30 cents are: all estimates that are left give of them.
    expect(of(rows, 'ann')).toBe('0.9307692308');
    expect(of(rows, 'eve')).toBe('0.7692307692');
    expect(total(rows)).toBe('2');
  });

  it('is not added to the line where the bill says that the profile’s use was another owner’s', () => {
    const here = { accountId: ann.accountId };
    const charges = [
      { ...line('1'), ...here },
      profileClaim('ann', UNREAD, '1', here),
      ownerClaim('zoe@example.com', 'CC-1', '1', here),
    ];
    const { rows } = day('young', charges, [annUsed]);
    expect([total(rows), of(rows, 'zoe'), of(rows, 'ann')]).toEqual(['1', '1', '0']);
  });

  it('says what it is of: estimated tokens, and the line by itself', () => {
    const { rows, findings } = day('young', [line('0.8')], [annUsed]);
    expect(rows.map((row) => [row.kind, formatExact(row.amount as Money), row.label]).sort()).toEqual([
      ['input', '0.2', 'estimated'],
      ['unknown', '0.8', 'provisional'],
    ]);
    expect(findings.map((one) => one.kind)).toContain('unknownUsageType');
  });
});

describe('tokens without a rate beside a line of their own model that nobody can read', () => {
  const rates = rateBook([]);
  const unpriced = (rows: readonly SpendRow[]) =>
    rows.filter((row) => row.tokens > 0n && row.rateSource === null && row.label === 'estimated').length;
  const unread = (service: string) => usageLine(service, UNREAD, '0.8', { tokens: M });
  it.each(['young', 'due', 'old'] as const)('are billed by it: %s', (age) => {
    const { rows } = day(age, [unread(SONNET_SERVICE)], [annUsed], { rates });
    expect([total(rows), unpriced(rows)]).toEqual(['0.8', 0]);
  });
  it('stay without a price where the line is of another model, or of none', () => {
    expect(unpriced(day('old', [unread(SONNET_SERVICE)], [novaUsed], { rates }).rows)).toBe(1);
    expect(unpriced(day('old', [unread('Amazon Bedrock')], [novaUsed], { rates }).rows)).toBe(1);
  });
});

describe('where no line of a model ever comes', () => {
  const other = usageLine(SONNET_SERVICE, INPUT, '1', { tokens: M });
  it('the estimate stands, says so, and is told', () => {
    const { rows, findings } = day('old', [other], [annUsed, novaUsed]);
    expect(rows.map((row) => [row.modelKey, formatExact(row.amount as Money), row.label])).toEqual([
      [SONNET, '1', 'provisional'],
      [NOVA, '1', 'estimated'],
    ]);
    expect(findings).toMatchObject([
      { kind: 'seenNotBilled', amount: money('1'), detail: { model: NOVA, tokens: `${M}`, standing: '1' } },
    ]);
  });

  it('and without a rate nobody knows what is not billed: that is not nothing', () => {
    const rates = rateBook(TOKEN_KINDS.map((kind) => rate(SONNET, kind, '1')));
    const { findings } = day('old', [other], [annUsed, novaUsed], { rates });
    expect(findings.find(({ kind }) => kind === 'seenNotBilled')).toMatchObject({ amount: null });
  });

  it('unless a line that nobody can read is large enough to be it', () => {
    const unread = (amount: string) =>
      usageLine(BEDROCK, 'USE1-NovaMicro-input-turbo', amount, { tokens: M, perUnit: 1000 });
    const amounts = (amount: string) => total(day('old', [other, unread(amount)], [annUsed, novaUsed]).rows);
    expect(amounts('0.1')).toBe('1.1');
    expect(amounts('0.5')).toBe('1.5');
    expect(amounts('0.0999999999')).toBe('2');
  });

  it('what came in part is the bill’s, and that is told as well', () => {
    const part = usageLine(BEDROCK, 'USE1-NovaMicro-input-tokens', '0.4', {
      tokens: (4n * M) / 10n,
      perUnit: 1000,
    });
    const { rows, findings } = day('old', [part], [novaUsed]);
    expect(rows).toMatchObject([{ label: 'provisional', amount: money('0.4') }]);
    expect(findings).toMatchObject([
      { kind: 'seenNotBilled', amount: money('0.6'), detail: { model: NOVA } },
    ]);
    expect(findings[0]?.detail).not.toHaveProperty('standing');
  });

  it('an account of which nothing is on the bill keeps its estimate', () => {
    const own = { ...other, accountId: '111122223333' };
    expect(total(day('old', [own], [annUsed, bobUsed]).rows)).toBe('2');
  });
});

it('whatever the spelling, cost is kept and never doubled', () => {
  const amount = fc.bigInt(1n, 10n ** 11n);
  fc.assert(
    fc.property(
      fc.constantFrom(...SPELLINGS),
      fc.constantFrom<(keyof typeof HOURS)[]>('young', 'due', 'old'),
      amount,
      amount,
      fc.boolean(),
      ({ service, usageType, unit }, age, cost, estimate, known) => {
        const reading = readUsageType(service, usageType, unit);
        const key = 'acme.model-v1:0';
        const name = reading.modelName ?? 'Acme Model';
        const me = profile('me', { modelKey: key, region: reading.region ?? 'us-east-1' });
        // All of what was seen is on this one line, by however it is spelled, or on none of the bill.
        const line = {
          ...usageLine(service, usageType, '0', { tokens: M, perUnit: reading.tokensPerUnit ?? 1000 }),
          unit,
          amount: cost as never,
        };
        const seen = used('me', M, { region: me.region, kind: reading.kind ?? 'input' });
        const { rows } = day(age, [line], [seen], {
          profiles: [me],
          catalogue: known ? [model(key, name)] : [],
          rates: rateBook(
            TOKEN_KINDS.map((kind) =>
              rate(key, kind, formatExact(estimate as never), { cacheTtl: null, source: 'override' }),
            ),
          ),
        });
        const best = BigInt(sum(rows.map((row) => row.amount)));
        expect(sum(rows.map((row) => row.billed))).toBe(cost);
        const isTheirs =
          reading.family === 'capacity'
            ? reading.mayCover && known
            : reading.mayCover || (reading.family === 'tokens' && !reading.mantle);
        const both = cost + estimate;
        const more = cost > estimate ? cost : estimate;
        const settled = age === 'old' && cost * 10n >= estimate;
        if (!isTheirs) expect(best).toBe(both);
        else expect(best <= (settled ? cost : more)).toBe(true);
        expect(best >= (cost < estimate ? cost : estimate)).toBe(true);
      },
    ),
    { numRuns: 600 },
  );
});
