import { describe, expect, it } from 'vitest';
import type { BillEntry } from '../../src/core/billEntries.ts';
import type { DayInput } from '../../src/core/dayReading.ts';
import { formatExact, money, multiplyRate, sum } from '../../src/core/money.ts';
import { DAY_MS, endOf, HOUR_MS } from '../../src/core/periods.ts';
import { rateBook } from '../../src/core/rates.ts';
import { computeDay } from '../../src/core/spend.ts';
import type { SpendRow } from '../../src/core/types.ts';
import {
  BEDROCK,
  billOf,
  CATALOGUE,
  DAY,
  NOVA,
  ownerClaim,
  principalClaim,
  profile,
  profileClaim,
  rate,
  SONNET,
  SONNET_SERVICE,
  systemProfile,
  usageLine,
} from './world.ts';

const INPUT = 'USE1-MP:USE1_InputTokenCount-Units';
const OUTPUT = 'USE1-MP:USE1_OutputTokenCount-Units';
const INPUT_GLOBAL = 'USE1-MP:USE1_InputTokenCount_Global-Units';
const WRITE = 'USE1-MP:USE1_CacheWriteInputTokenCount-Units';
const WRITE_1H = 'USE1-MP:USE1_CacheWrite1hInputTokenCount-Units';
const M = 1_000_000n;
const LONG_AFTER = endOf(DAY) + 10 * DAY_MS;

const ann = profile('ann');
const bob = profile('bob', {
  tags: { UserEmail: 'bob@example.com', CostCenter: 'CC-2', InferenceProfile: 'bob' },
});
const untagged = profile('lost', { tags: {} });

function used(dimension: string, tokens: bigint, kind: 'input' | 'output' | 'cacheWrite' = 'input') {
  return { accountId: '111122223333', region: 'us-east-1', dimension, kind, tokens };
}

function day({
  charges = [],
  ...more
}: Partial<Omit<DayInput, 'bill'>> & { charges?: readonly BillEntry[] }): {
  rows: SpendRow[];
  findings: ReturnType<typeof computeDay>['findings'];
} {
  return computeDay({
    day: DAY,
    now: LONG_AFTER,
    bill: billOf(charges),
    usage: [],
    profiles: [ann, bob, untagged],
    catalogue: CATALOGUE,
    rates: rateBook([rate(SONNET, 'input', '3.3'), rate(SONNET, 'output', '16.5')]),
    attribution: 'profileTags',
    tagKeys: { user: 'UserEmail', costCenter: 'CostCenter', profile: 'InferenceProfile' },
    ...more,
  });
}

function brief(rows: readonly SpendRow[]) {
  return rows
    .map((r) =>
      [r.userEmail ?? r.reason, r.kind, formatExact(r.billed), r.allocatedBy, Number(r.billedTokens)].join(
        ' ',
      ),
    )
    .sort();
}

const total = (rows: readonly SpendRow[], field: 'billed' | 'amount' | 'estimated') =>
  sum(rows.map((r) => r[field]));
const kinds = (findings: readonly { kind: string }[]) => findings.map((f) => f.kind).sort();

describe('allocation', () => {
  it('first follows the profile tag; a usage type shared by services is told by the profile’s model', () => {
    const opus = 'Claude Opus 4.8 (Amazon Bedrock Edition)';
    const other = profile('opus', { modelKey: 'anthropic.claude-opus-4-8' });
    const { rows, findings } = day({
      profiles: [ann, other],
      charges: [
        usageLine(SONNET_SERVICE, INPUT, '6', { tokens: 2n * M }),
        usageLine(opus, INPUT, '10', { tokens: 2n * M }),
        profileClaim('ann', INPUT, '6', { tokens: 2n * M }),
        profileClaim('opus', INPUT, '10', { tokens: 2n * M }),
      ],
      usage: [used('ann', 2n * M), used('opus', 2n * M)],
    });
    expect(brief(rows)).toEqual([
      'ann@example.com input 6 tag 2000000',
      'opus@example.com input 10 tag 2000000',
    ]);
    expect(rows.map((r) => r.service).sort()).toEqual([opus, SONNET_SERVICE]);
    expect(kinds(findings)).toEqual(['unpricedModel']);
  });

  it('then by tokens at the line’s own price, never rescaled: what nobody saw stays unallocated', () => {
    const { rows, findings } = day({
      charges: [usageLine(SONNET_SERVICE, INPUT, '30', { tokens: 10n * M })],
      usage: [
        used('ann', 4n * M),
        used('bob', 3n * M),
        used('lost', M),
        used('us.anthropic.claude-sonnet-4-6-v1:0', M),
      ],
    });
    expect(brief(rows)).toEqual([
      'ann@example.com input 12 tokens 4000000',
      'billedNotSeen input 3  1000000',
      'bob@example.com input 9 tokens 3000000',
      'directCall input 3  1000000',
      'noTag input 3 tokens 1000000',
    ]);
    expect(rows.find((r) => r.reason === 'noTag')?.profileArn).toBe(untagged.arn);
    expect(findings).toMatchObject([{ kind: 'billedNotSeen', amount: money('3') }]);
  });

  it('knows the model of a profile of the system whose geography nobody knows, by what AWS lists', () => {
    const id = `zz.${SONNET}`;
    const listed = systemProfile(id, 'us-east-1', [`arn:aws:bedrock:us-east-1::foundation-model/${SONNET}`]);
    const { rows, findings } = day({
      catalogue: [...CATALOGUE, listed],
      charges: [usageLine(SONNET_SERVICE, INPUT, '30', { tokens: 10n * M })],
      usage: [used('ann', 4n * M), used(id, 6n * M)],
    });
    expect(brief(rows)).toEqual(['ann@example.com input 12 tokens 4000000', 'directCall input 18  6000000']);
    expect(new Set(rows.map((row) => row.modelKey))).toEqual(new Set([SONNET]));
    expect(findings).toEqual([]);
  });

  it('counts tokens that a tag has covered only once', () => {
    const { rows } = day({
      charges: [
        usageLine(SONNET_SERVICE, INPUT, '30', { tokens: 10n * M }),
        profileClaim('ann', INPUT, '12', { tokens: 4n * M }),
        profileClaim('', INPUT, '18', { tokens: 6n * M }),
      ],
      usage: [used('ann', 4n * M), used('bob', 6n * M)],
    });
    expect(brief(rows)).toEqual([
      'ann@example.com input 12 tag 4000000',
      'bob@example.com input 18 tokens 6000000',
    ]);
  });

  it('shares fairly what a line holds when the bill is behind what was seen', () => {
    const { rows } = day({
      charges: [usageLine(SONNET_SERVICE, INPUT, '9', { tokens: 3n * M })],
      usage: [used('ann', 4n * M), used('bob', 2n * M)],
    });
    expect(brief(rows)).toEqual([
      'ann@example.com input 6 tokens 2000000',
      'bob@example.com input 3 tokens 1000000',
    ]);
  });

  it('keeps routes apart', () => {
    const world = profile('world', { route: 'global' });
    const { rows } = day({
      profiles: [ann, world],
      charges: [
        usageLine(SONNET_SERVICE, INPUT, '3.3', { tokens: M }),
        usageLine(SONNET_SERVICE, INPUT_GLOBAL, '3', { tokens: M }),
      ],
      usage: [used('ann', M), used('world', M)],
    });
    expect(brief(rows)).toEqual([
      'ann@example.com input 3.3 tokens 1000000',
      'world@example.com input 3 tokens 1000000',
    ]);
  });

  it('blends lifetimes that metrics cannot tell apart', () => {
    const { rows } = day({
      charges: [
        usageLine(SONNET_SERVICE, WRITE, '3.75', { tokens: M }),
        usageLine(SONNET_SERVICE, WRITE_1H, '6', { tokens: M }),
      ],
      usage: [used('ann', M, 'cacheWrite'), used('bob', M, 'cacheWrite')],
    });
    expect(rows.filter((r) => r.userEmail === 'ann@example.com').map((r) => formatExact(r.billed))).toEqual([
      '1.875',
      '3',
    ]);
    expect(total(rows, 'billed')).toBe(money('9.75'));
  });

  it('gives an owner what the owner tags say beyond profiles and tokens', () => {
    const { rows } = day({
      charges: [
        usageLine(SONNET_SERVICE, INPUT, '30', { tokens: 10n * M }),
        profileClaim('ann', INPUT, '12', { tokens: 4n * M }),
        ownerClaim('ann@example.com', 'CC-1', '12'),
        ownerClaim('eve@example.com', 'CC-9', '15'),
        ownerClaim('', '', '3'),
      ],
      usage: [used('ann', 4n * M)],
    });
    expect(brief(rows)).toEqual([
      'ann@example.com input 12 tag 4000000',
      'billedNotSeen input 3  1000000',
      'eve@example.com input 15 tag 5000000',
    ]);
  });

  it('does not take growth between two readings for somebody’s spend', () => {
    const { rows, findings } = day({
      charges: [
        usageLine(SONNET_SERVICE, INPUT, '30', { tokens: 10n * M }),
        ownerClaim('ann@example.com', 'CC-1', '36'),
      ],
    });
    expect(brief(rows)).toEqual(['billedNotSeen input 30  10000000']);
    expect(findings.find((f) => f.kind === 'groupingTotals')?.detail).toMatchObject({ difference: '6' });
  });

  it('names the reason for what is no token, unknown or capacity', () => {
    const { rows, findings } = day({
      charges: [
        usageLine(BEDROCK, 'USE1-Guardrail-ContentPolicyUnitsConsumed', '1'),
        usageLine(BEDROCK, 'USE1-Something-New', '2'),
        usageLine(BEDROCK, 'USE1-NovaPro-ProvisionedThroughput-ModelUnits', '3'),
        usageLine(BEDROCK, 'USE1-NovaCanvas-T2I-1024-Standard', '4'),
        profileClaim('ann', 'USE1-NovaCanvas-T2I-1024-Standard', '4'),
        profileClaim('', 'USE1-Guardrail-ContentPolicyUnitsConsumed', '6'),
      ],
    });
    expect(brief(rows)).toEqual([
      'ann@example.com other 4 tag 0',
      'notTokens other 1  0',
      'sharedCapacity other 3  0',
      'unknownUsageType unknown 2  0',
    ]);
    expect(findings).toMatchObject([{ kind: 'unknownUsageType', amount: money('2') }]);
  });

  it('keeps rounding from making rows', () => {
    const charges: BillEntry[] = [usageLine(SONNET_SERVICE, INPUT, '0.0000000010', { tokens: 3n })];
    for (const id of ['a', 'b', 'c']) charges.push(profileClaim(id, INPUT, '0.0000000003', { tokens: 1n }));
    const { rows } = day({ profiles: ['a', 'b', 'c'].map((id) => profile(id)), charges });
    expect(rows).toHaveLength(3);
    expect(total(rows, 'billed')).toBe(10n);
  });

  it('leaves a tag of an unknown profile, a shared one and negative lines in the sum', () => {
    const twin = profile('twin', {
      tags: { UserEmail: 'twin@example.com', CostCenter: 'CC-3', InferenceProfile: 'ann' },
    });
    const { rows, findings } = day({
      profiles: [ann, twin],
      charges: [
        usageLine(SONNET_SERVICE, INPUT, '9', { tokens: 3n * M }),
        usageLine(SONNET_SERVICE, OUTPUT, '-2', { tokens: 0n }),
        profileClaim('ann', INPUT, '6', { tokens: 2n * M }),
        profileClaim('gone', INPUT, '3', { tokens: M }),
        profileClaim('ann', OUTPUT, '-2'),
      ],
      usage: [used('ann', M), used('twin', M)],
    });
    expect(brief(rows)).toEqual([
      'ann@example.com input 3 tag 1000000',
      'ann@example.com output -2 tag 0',
      'noTag input 3  1000000',
      'twin@example.com input 3 tag 1000000',
    ]);
    expect(kinds(findings)).toContain('sharedProfileTag');
  });

  it('uses the tags of the day', () => {
    const moved = profile('moved', {
      history: [
        {
          from: '2026-01-01T00:00:00.000Z',
          tags: { UserEmail: 'm@example.com', CostCenter: 'OLD', InferenceProfile: 'moved' },
        },
        {
          from: `${DAY}T12:00:00.000Z`,
          tags: { UserEmail: 'm@example.com', CostCenter: 'NEW', InferenceProfile: 'moved' },
        },
      ],
    });
    const charges = [
      usageLine(SONNET_SERVICE, INPUT, '3', { tokens: M }),
      profileClaim('moved', INPUT, '3', { tokens: M }),
    ];
    const today = day({ profiles: [moved], charges, usage: [used('moved', M)] });
    expect(today.rows.map((r) => r.costCenter)).toEqual(['NEW']);
    expect(kinds(today.findings)).toEqual(['tagsChanged']);
    const before = day({ day: '2026-03-09', profiles: [moved], charges, usage: [used('moved', M)] });
    expect(before.rows.map((r) => r.costCenter)).toEqual(['OLD']);
  });

  it.each([
    ['what the bill says', ['WAS'], ['WAS']],
    [
      'as first seen where the bill names several, until they are one state with the lines',
      ['WAS', 'ELSE', '1'],
      ['CC-1'],
    ],
    ['each of several that the bill names', ['WAS', 'ELSE'], ['ELSE', 'WAS']],
    ['as first seen where the bill names none', [], ['CC-1']],
  ])('before a profile was first seen: %s', (_what, billed, costCenters) => {
    const unseen = profile('ann', {
      history: [
        {
          from: '2026-06-01T00:00:00.000Z',
          tags: { UserEmail: 'ann@example.com', CostCenter: 'CC-1', InferenceProfile: 'ann' },
        },
      ],
    });
    const { rows } = day({
      profiles: [unseen],
      charges: [
        usageLine(SONNET_SERVICE, INPUT, '6', { tokens: M }),
        profileClaim('ann', INPUT, '6', { tokens: M }),
        ...billed.map((center) => ownerClaim('ann@example.com', center, '3')),
      ],
      usage: [used('ann', M)],
    });
    const owned = rows.filter((row) => row.profileArn !== null && row.billed > 0n);
    expect(owned.map((row) => row.costCenter).sort()).toEqual(costCenters);
  });
});

describe('when the bill counts', () => {
  const charges = (tokens: bigint) => [
    usageLine(SONNET_SERVICE, INPUT, formatExact(multiplyRate(tokens, money('3'))), { tokens }),
  ];
  const usage = [used('ann', 1000n * M)];
  const estimate = money('3300');
  it.each([
    ['before the day ended 24 hours ago', endOf(DAY) + 24 * HOUR_MS, 1000n, 'estimated', estimate],
    ['after that, at 99.5 %', endOf(DAY) + 24 * HOUR_MS + 1, 995n, 'provisional', money('2985')],
    ['after that, below 99.5 %', endOf(DAY) + 24 * HOUR_MS + 1, 994n, 'estimated', estimate],
    ['after three days, whatever it holds', endOf(DAY) + 3 * DAY_MS, 500n, 'provisional', money('1500')],
    ['just before three days', endOf(DAY) + 3 * DAY_MS - 1, 500n, 'estimated', estimate],
  ])('%s', (_when, now, millions, label, amount) => {
    const { rows } = day({ now, charges: charges(millions * M), usage });
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({
      label,
      amount,
      tokens: 1000n * M,
      estimated: estimate,
      rateSource: 'list',
    });
    expect(total(rows, 'billed')).toBe(multiplyRate(millions * M, money('3')));
  });

  it('at once where nothing was seen, and for what is no token', () => {
    const { rows } = day({
      now: endOf(DAY) - HOUR_MS,
      charges: [
        usageLine(SONNET_SERVICE, OUTPUT, '5', { tokens: M }),
        usageLine(BEDROCK, 'USE1-Guardrail-ContentPolicyUnitsConsumed', '1'),
        ...charges(M),
      ],
      usage: [used('ann', 2n * M)],
    });
    expect(total(rows, 'amount')).toBe(money('12.6'));
    expect(total(rows, 'billed')).toBe(money('9'));
    expect(rows.filter((r) => r.label === 'estimated').map((r) => r.kind)).toEqual(['input']);
  });

  it('and is final when AWS says so', () => {
    const final = charges(1000n * M).map((c) => ({ ...c, provisional: false }));
    expect(day({ charges: final, usage }).rows[0]?.label).toBe('final');
  });

  it('never while no line of the day was read', () => {
    const { rows, findings } = day({ usage });
    expect(rows[0]).toMatchObject({
      label: 'estimated',
      amount: estimate,
      service: '',
      allocatedBy: 'tokens',
    });
    expect(kinds(findings)).toEqual(['billMissing']);
  });

  it('counts unpriced tokens and says so; the bill stands in where it holds them', () => {
    const nova = profile('nova', { modelKey: NOVA });
    const usageType = 'USE1-NovaMicro-input-tokens';
    const now = endOf(DAY);
    const none = day({ now, profiles: [nova], usage: [used('nova', M)] });
    expect(none.rows[0]).toMatchObject({ tokens: M, amount: 0n, rateSource: null, modelKey: NOVA });
    expect(kinds(none.findings)).toEqual(['billMissing', 'unpricedModel']);
    const line = usageLine(BEDROCK, usageType, '0.035', { tokens: M, perUnit: 1000 });
    expect(
      total(day({ now, profiles: [nova], usage: [used('nova', M)], charges: [line] }).rows, 'amount'),
    ).toBe(money('0.035'));
  });

  it('and only then is held against the owner tags and the callers', () => {
    const views = [
      usageLine(SONNET_SERVICE, INPUT, '3', { tokens: M }),
      ownerClaim('bob@example.com', 'CC-2', '3'),
      principalClaim('ann@example.com', SONNET_SERVICE, '2'),
      principalClaim('', SONNET_SERVICE, '1'),
    ];
    const at = (now: number) => day({ now, charges: views, usage: [used('ann', M)] }).findings;
    expect(at(endOf(DAY))).toEqual([]);
    expect(at(LONG_AFTER)).toMatchObject([
      { kind: 'ownerCheck', amount: money('6'), detail: { people: '2' } },
      {
        kind: 'principalCheck',
        amount: money('5'),
        detail: { largest: 'bob@example.com', largestDifference: '3' },
      },
    ]);
  });

  it('tells tokens that should be billed by now', () => {
    const { findings } = day({ charges: charges(500n * M), usage });
    expect(findings).toMatchObject([{ kind: 'seenNotBilled', amount: money('1800') }]);
  });

  it('knows no amount of what it has no rate for, and part of one where it has some', () => {
    const nova = profile('nova', { modelKey: NOVA });
    const rates = rateBook([rate(NOVA, 'output', '2')]);
    const of = (usage: DayInput['usage']) =>
      day({
        profiles: [ann, nova],
        charges: charges(M),
        usage: [used('ann', M), ...usage],
        rates,
      }).findings.filter(({ kind }) => kind === 'seenNotBilled');
    expect(of([used('nova', M)])).toMatchObject([{ amount: null, detail: { model: NOVA, tokens: `${M}` } }]);
    expect(of([used('nova', M), used('nova', M, 'output')])).toMatchObject([
      { amount: money('2'), detail: { tokens: `${2n * M}`, standing: '2' } },
    ]);
  });

  it('for a line whose Region nobody can read, together with what was seen in any Region: never both', () => {
    const fresh = profile('fresh', { region: 'zz-new-1' });
    const known = {
      profiles: [ann, fresh],
      usage: [used('ann', M), { ...used('fresh', M), region: 'zz-new-1' }],
    };
    const elsewhere = (tokens: bigint, amount: string) => [
      usageLine(SONNET_SERVICE, INPUT, '3', { tokens: M }),
      usageLine(SONNET_SERVICE, 'ZZN1-MP:ZZN1_InputTokenCount-Units', amount, { tokens }),
    ];
    const at = (hours: number, charges: BillEntry[]) =>
      day({ ...known, now: endOf(DAY) + hours * HOUR_MS, charges });
    expect(total(at(1, elsewhere(M, '3')).rows, 'amount')).toBe(money('6.6'));
    expect(total(at(25, elsewhere(M / 2n, '1.5')).rows, 'amount')).toBe(money('6.6'));
    expect(total(at(25, elsewhere(M, '3')).rows, 'amount')).toBe(money('6'));
    const late = at(72, elsewhere(M / 2n, '1.5'));
    expect(total(late.rows, 'amount')).toBe(money('4.5'));
    expect(late.findings).toMatchObject([{ kind: 'seenNotBilled', amount: money('2.1') }]);
  });
});

describe('IAM callers', () => {
  const charges = [
    usageLine(SONNET_SERVICE, INPUT, '30', { tokens: 10n * M }),
    usageLine(SONNET_SERVICE, OUTPUT, '70', { tokens: 5n * M }),
    usageLine(BEDROCK, 'USE1-Guardrail-ContentPolicyUnitsConsumed', '1'),
    principalClaim('ann@example.com', SONNET_SERVICE, '60'),
    principalClaim('zoe@example.com', SONNET_SERVICE, '25'),
    principalClaim('', SONNET_SERVICE, '15'),
  ];
  it('get rows of their own view with both margins exact, only where a company wants it', () => {
    expect(day({ charges }).rows.every((r) => r.view === 'profile')).toBe(true);
    const { rows } = day({ charges, attribution: 'iamPrincipal' });
    const view = rows.filter((r) => r.view === 'principal');
    const of = (user: string | null) =>
      total(
        view.filter((r) => r.userEmail === user),
        'billed',
      );
    expect([of('ann@example.com'), of('zoe@example.com'), of(null)]).toEqual(['60', '25', '16'].map(money));
    expect(
      total(
        view.filter((r) => r.usageType === INPUT),
        'billed',
      ),
    ).toBe(money('30'));
    expect(view.find((r) => r.userEmail === 'ann@example.com')?.costCenter).toBe('CC-1');
    expect(view.find((r) => r.userEmail === 'zoe@example.com')?.costCenter).toBeNull();
    expect(
      total(
        rows.filter((r) => r.view === 'profile'),
        'billed',
      ),
    ).toBe(money('101'));
  });
  it('are held against tags of the same person, whichever of their addresses each has', () => {
    const capitals = 'Ann@example.com';
    const views = {
      attribution: 'iamPrincipal' as const,
      usage: [used('ann', M)],
      charges: [
        usageLine(SONNET_SERVICE, INPUT, '3', { tokens: M }),
        profileClaim('ann', INPUT, '3', { tokens: M }),
        ownerClaim('ann@example.com', 'CC-1', '3'),
        principalClaim(capitals, SONNET_SERVICE, '3'),
      ],
    };
    const strangers = day(views);
    expect(strangers.rows.find((row) => row.userEmail === capitals)?.costCenter).toBeNull();
    expect(kinds(strangers.findings)).toEqual(['principalCheck']);
    const one = day({
      ...views,
      personOf: (address) => (address === 'ann@example.com' ? capitals : address),
    });
    expect(one.rows.find((row) => row.userEmail === capitals)?.costCenter).toBe('CC-1');
    expect(one.findings).toEqual([]);
    // What AWS holds stays as it is: whose it is, is asked by whoever reads it.
    expect(one.rows.filter((row) => row.view === 'profile').map((row) => row.userEmail)).toEqual([
      'ann@example.com',
    ]);
  });

  it('share the part that is not billed yet with the other view', () => {
    const now = endOf(DAY) - HOUR_MS;
    const { rows } = day({ now, charges, usage: [used('ann', 20n * M)], attribution: 'iamPrincipal' });
    const amounts = (['profile', 'principal'] as const).map((view) =>
      total(
        rows.filter((r) => r.view === view),
        'amount',
      ),
    );
    expect(amounts).toEqual([money('137'), money('137')]);
  });
});

describe('linked accounts', () => {
  it('give an owner what is left in that account, whatever the same owner has in another', () => {
    const [here, there] = ['111122223333', '444455556666'].map((accountId) => ({ accountId }));
    const { rows } = day({
      charges: [
        usageLine(SONNET_SERVICE, INPUT, '3', { tokens: M, ...here }),
        usageLine(SONNET_SERVICE, OUTPUT, '5', { tokens: M, ...here }),
        usageLine(SONNET_SERVICE, INPUT, '4', { tokens: M, ...there }),
        ownerClaim('ann@example.com', 'CC-1', '3', here),
        ownerClaim('', '', '5', here),
        ownerClaim('ann@example.com', 'CC-1', '4', there),
      ],
      usage: [used('ann', M)],
    });
    expect(brief(rows)).toEqual([
      'ann@example.com input 3 tokens 1000000',
      'ann@example.com input 4 tag 1000000',
      'billedNotSeen output 5  1000000',
    ]);
  });

  it('give a tag that two profiles carry to the one of its account', () => {
    const tags = { UserEmail: 'far@example.com', CostCenter: 'CC-2', InferenceProfile: 'ann' };
    const far = profile('far', { accountId: '444455556666', tags });
    const there = { accountId: '444455556666', tokens: M };
    const { rows } = day({
      profiles: [ann, far],
      charges: [usageLine(SONNET_SERVICE, INPUT, '4', there), profileClaim('ann', INPUT, '4', there)],
      usage: [used('ann', 3n * M), { ...used('far', M), accountId: '444455556666' }],
    });
    expect(brief(rows).filter((row) => row.includes(' 4 '))).toEqual(['far@example.com input 4 tag 1000000']);
  });

  it('give a caller what is claimed of the bill as a whole once, not once an account', () => {
    const { rows } = day({
      attribution: 'iamPrincipal',
      charges: [
        usageLine(SONNET_SERVICE, INPUT, '3', { tokens: M, accountId: '111122223333' }),
        usageLine(SONNET_SERVICE, INPUT, '4', { tokens: M, accountId: '444455556666' }),
        principalClaim('ann@example.com', SONNET_SERVICE, '5'),
      ],
    });
    const own = rows.filter((row) => row.view === 'principal' && row.userEmail === 'ann@example.com');
    expect(total(own, 'billed')).toBe(money('5'));
  });

  it('know the cost center of a user by the account’s own profiles and claims first', () => {
    const there = { accountId: '444455556666' };
    const tagged = (id: string, CostCenter: string, accountId: string, from: string) =>
      profile(id, {
        accountId,
        history: [{ from, tags: { UserEmail: 'ann@example.com', CostCenter, InferenceProfile: id } }],
      });
    const later = '2026-06-01T00:00:00.000Z';
    const called = day({
      attribution: 'iamPrincipal',
      profiles: [
        tagged('here', 'NEW', '111122223333', '2026-03-01T00:00:00.000Z'),
        tagged('there', 'THERE', '444455556666', '2026-01-01T00:00:00.000Z'),
      ],
      charges: [
        usageLine(SONNET_SERVICE, INPUT, '3', { tokens: M, ...there }),
        principalClaim('ann@example.com', SONNET_SERVICE, '3', there),
      ],
    });
    expect(called.rows.find((row) => row.view === 'principal')?.costCenter).toBe('THERE');

    const unseen = day({
      profiles: [tagged('here', 'NEW', '111122223333', later)],
      charges: [ownerClaim('ann@example.com', 'THERE', '3', there)],
      usage: [used('here', M)],
    });
    expect(unseen.rows.map((row) => row.costCenter)).toEqual(['NEW']);
  });

  it('keep to their own lines', () => {
    const far = profile('far', { accountId: '444455556666' });
    const { rows } = day({
      profiles: [ann, far],
      charges: [
        usageLine(SONNET_SERVICE, INPUT, '3', { tokens: M, accountId: '111122223333' }),
        usageLine(SONNET_SERVICE, INPUT, '4', { tokens: M, accountId: '444455556666' }),
      ],
      usage: [used('ann', M), { ...used('far', M), accountId: '444455556666' }],
    });
    expect(brief(rows)).toEqual([
      'ann@example.com input 3 tokens 1000000',
      'far@example.com input 4 tokens 1000000',
    ]);
  });
});
