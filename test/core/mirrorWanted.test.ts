import { describe, expect, it } from 'vitest';
import { type BudgetChange, type BudgetRecord, plainTerms } from '../../src/core/budgets.ts';
import { mirrorServices } from '../../src/core/mirror.ts';
import { servicesOfModels } from '../../src/core/mirrorModels.ts';
import { type Mirroring, mirrorName, mirrorOf, type WantedFacts } from '../../src/core/mirrorWanted.ts';
import { modelMatcher } from '../../src/core/models.ts';
import { money } from '../../src/core/money.ts';

/** What AWS Budgets should hold of each kind of budget, or why it cannot. */

const SONNET = 'Claude Sonnet 4.6 (Amazon Bedrock Edition)';
const FACTS: WantedFacts = {
  attribution: 'profileTags',
  tagKeys: { user: 'UserEmail', costCenter: 'CostCenter', profile: 'InferenceProfile' },
  services: ['Amazon Bedrock', SONNET],
  today: '2026-11-20',
  calendar: { weekStart: 1, fiscalYearStart: 1 },
  thresholds: [50, 80, 100],
  subscribers: ['ops@example.com'],
  valuesOf: (scope) =>
    scope.kind === 'team'
      ? scope.key === 'boss@example.com'
        ? ['ann@example.com', 'bob@example.com']
        : []
      : 'key' in scope
        ? [scope.key]
        : [],
  servicesOf: ({ key }) => (key === 'claude-sonnet' ? [SONNET] : []),
};

type Change = Partial<BudgetChange> & { kind: BudgetChange['kind']; from: string };
function record(more: Partial<BudgetRecord> = {}, ...changes: Change[]): BudgetRecord {
  const decided = { recordedAt: '2026-01-01T00:00:00.000Z', by: 'x', reason: '', withdrawnAt: null };
  const first: Change = { kind: 'set', from: '2026-01-01', terms: plainTerms(money('100')) };
  return {
    id: 'b',
    scope: { kind: 'user', key: 'ann@example.com' },
    period: 'month',
    narrowing: null,
    createdAt: '2026-01-01T00:00:00.000Z',
    knownFrom: null,
    ...more,
    changes: [first, ...changes].map((one, i) => ({ ...decided, version: i + 1, ...one }) as BudgetChange),
  };
}
const set = (from: string, usd: string): Change => ({ kind: 'set', from, terms: plainTerms(money(usd)) });
const wanted = (one: Mirroring | null) => {
  if (one === null || !('wanted' in one)) throw new Error(`not wanted: ${JSON.stringify(one)}`);
  return one;
};
const of = (one: BudgetRecord, facts: Partial<WantedFacts> = {}) => mirrorOf(one, { ...FACTS, ...facts });
const filterOf = (one: BudgetRecord, facts: Partial<WantedFacts> = {}) =>
  JSON.parse(wanted(of(one, facts)).wanted.filter).And;
const tag = (Key: string, ...Values: string[]) => ({ Tags: { Key, Values, MatchOptions: ['EQUALS'] } });

describe('the name in AWS Budgets', () => {
  it('of monthly budgets is what it always was; each period and narrowing has one of its own', () => {
    const scope = { kind: 'user', key: 'ann.smith@example.com' } as const;
    const plain = mirrorName({ scope, period: 'month', narrowing: null });
    expect(plain).toBe('bedrock-ledger-user-ann-smith-8883a4d8');
    const names = [
      plain,
      ...(['day', 'quarter', 'year'] as const).map((period) =>
        mirrorName({ scope, period, narrowing: null }),
      ),
      mirrorName({
        scope,
        period: 'month',
        narrowing: { kind: 'tag', key: 'Project', value: 'a@b.example' },
      }),
      mirrorName({
        scope,
        period: 'month',
        narrowing: { kind: 'tag', key: 'Project', value: 'a@c.example' },
      }),
    ];
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(name).toMatch(/^bedrock-ledger-user-[a-z0-9-]{1,70}-[0-9a-f]{8}$/);
  });
});

describe('what AWS cannot hold has a reason', () => {
  const later = record({}, { kind: 'end', from: '2026-02-01' }, set('2026-12-01', '5'));
  it.each<[string, BudgetRecord, Partial<WantedFacts>, string]>([
    ['a week', record({ period: 'week' }), {}, 'week'],
    [
      'a fiscal year',
      record({ period: 'year' }),
      { calendar: { weekStart: 1, fiscalYearStart: 4 } },
      'fiscal',
    ],
    [
      'its quarters',
      record({ period: 'quarter' }),
      { calendar: { weekStart: 1, fiscalYearStart: 2 } },
      'fiscal',
    ],
    ['nothing', record({}, set('2026-02-01', '0')), {}, 'zero'],
    ['everybody by themselves', record({ scope: { kind: 'userDefault' } }), {}, 'default'],
    ['members by themselves', record({ scope: { kind: 'memberDefault', key: 'CC-1' } }), {}, 'default'],
    ['a group', record({ scope: { kind: 'groupDefault', key: 'dev' } }), {}, 'default'],
    ['each cost center', record({ scope: { kind: 'costCenterDefault' } }), {}, 'default'],
    ['what begins later', later, {}, 'later'],
    ['a team of nobody', record({ scope: { kind: 'team', key: 'alone@example.com' } }), {}, 'nobody'],
    ['models beside others', record({ narrowing: { kind: 'vendor', key: 'amazon' } }), {}, 'models'],
    ['a long value', record({ scope: { kind: 'costCenter', key: 'x'.repeat(1025) } }), {}, 'long'],
  ])('%s', (_what, one, facts, reason) => expect(of(one, facts)).toEqual({ budgetId: 'b', reason }));

  it('and what has ended has none', () => {
    expect(of(record({}, { kind: 'end', from: '2026-11-20' }))).toBeNull();
    expect(of(record({}, { kind: 'end', from: '2026-03-01' }))).toBeNull();
  });
});

describe('what AWS holds', () => {
  it('is of AWS’s own periods, quarters that begin with its own among them', () => {
    const unit = (one: BudgetRecord, fiscalYearStart = 1) =>
      wanted(of(one, { calendar: { weekStart: 1, fiscalYearStart } })).wanted.timeUnit;
    expect(unit(record({ period: 'day' }))).toBe('DAILY');
    expect(unit(record({ period: 'quarter' }), 4)).toBe('QUARTERLY');
    expect(unit(record({ period: 'year' }))).toBe('ANNUALLY');
  });

  it('is the limit today, raises in force among it', () => {
    const raise: Change = {
      kind: 'raise',
      from: '2026-11-10',
      toExclusive: '2026-11-25',
      extra: money('50'),
    };
    const one = wanted(of(record({}, raise))).wanted;
    expect(one.amount).toBe(money('150'));
    // From December on it is what was decided, and AWS is told ahead.
    expect(one.planned.slice(0, 2)).toEqual([
      { from: '2026-11-01', amount: money('150') },
      { from: '2026-12-01', amount: money('100') },
    ]);
  });

  it('is planned for twelve months or four quarters where later amounts are known', () => {
    const months = wanted(of(record({}, set('2027-01-01', '200')))).wanted.planned;
    expect(months).toHaveLength(12);
    expect(months.map(({ amount }) => amount).slice(0, 3)).toEqual([
      money('100'),
      money('100'),
      money('200'),
    ]);
    expect(months.at(-1)).toEqual({ from: '2027-10-01', amount: money('200') });
    const quarters = wanted(of(record({ period: 'quarter' }, set('2027-02-01', '7')))).wanted.planned;
    expect(quarters.map(({ from, amount }) => [from, amount])).toEqual([
      ['2026-10-01', money('100')],
      ['2027-01-01', money('7')],
      ['2027-04-01', money('7')],
      ['2027-07-01', money('7')],
    ]);
    expect(wanted(of(record())).wanted.planned).toEqual([]);
    expect(wanted(of(record({ period: 'year' }, set('2027-01-01', '200')))).wanted.planned).toEqual([]);
  });

  it('is not planned where a later amount is nothing, and says so', () => {
    const one = wanted(of(record({}, set('2027-01-01', '0'))));
    expect(one.wanted.planned).toEqual([]);
    expect(one.notes).toContain('laterZero');
  });

  it('counts by the owner’s tag, a team by its people, the organisation by Bedrock alone', () => {
    expect(filterOf(record())[0]).toEqual(tag('UserEmail', 'ann@example.com'));
    const team = record({ scope: { kind: 'team', key: 'boss@example.com' } });
    expect(filterOf(team)[0]).toEqual(tag('UserEmail', 'ann@example.com', 'bob@example.com'));
    expect(filterOf(team, { attribution: 'iamPrincipal' })[0]).toEqual(
      tag('iamPrincipal/UserEmail', 'ann@example.com', 'bob@example.com'),
    );
    const all = record({ scope: { kind: 'organisation' } });
    expect(JSON.stringify(filterOf(all))).not.toContain('EQUALS"]}},{"Tags');
    expect(filterOf(all)).toHaveLength(2);
    expect(JSON.stringify(filterOf(all, { attribution: 'iamPrincipal' }))).toContain(
      'iamPrincipal/UserEmail',
    );
  });

  it('counts only what it is narrowed to', () => {
    const project = record({ narrowing: { kind: 'tag', key: 'Project', value: 'Atlas' } });
    expect(filterOf(project)).toContainEqual(tag('Project', 'Atlas'));
    const family = wanted(of(record({ narrowing: { kind: 'family', key: 'claude-sonnet' } })));
    expect(mirrorServices(family.wanted.filter)).toEqual([SONNET]);
    expect(family.wanted.filter).not.toContain('ABSENT');
    expect(family.notes).toEqual(['named']);
  });

  it('warns at the budget’s own thresholds: the five highest, none of a forecast where AWS has none', () => {
    const terms = {
      ...plainTerms(money('100')),
      thresholds: [
        ...[10, 60, 70, 80, 90].map((percent) => ({ on: 'actual' as const, percent })),
        { on: 'forecast' as const, percent: 100 },
        { on: 'actual' as const, amount: money('50') },
      ],
    };
    const own: Change = { kind: 'set', from: '2026-02-01', terms };
    const texts = (one: Mirroring | null) =>
      wanted(one).wanted.notifications.map(
        ({ threshold: { on, percent, amount } }) => `${on} ${percent ?? `$${amount}`}`,
      );
    const monthly = of(record({}, own));
    expect(texts(monthly)).toEqual(['forecast 100', 'actual 90', 'actual 80', 'actual 70', 'actual 60']);
    expect(wanted(monthly).notes).toEqual(['thresholds']);
    const daily = of(record({ period: 'day' }, own));
    expect(texts(daily)).toEqual([
      'actual 90',
      'actual 80',
      'actual 70',
      'actual 60',
      'actual $500000000000',
    ]);
    expect(wanted(daily).notes).toEqual(['noForecast', 'thresholds']);
    expect(texts(of(record()))).toEqual(['actual 100', 'actual 80', 'actual 50']);
    expect(texts(of(record(), { subscribers: [] }))).toEqual([]);
  });

  it('tells ten addresses and one topic', () => {
    const emails = Array.from({ length: 12 }, (_, i) => `ops${i}@example.com`);
    const topics = ['arn:aws:sns:us-east-1:111122223333:one', 'arn:aws:sns:us-east-1:111122223333:two'];
    const one = wanted(of(record(), { subscribers: [...topics, ...emails] }));
    expect(one.wanted.notifications[0]?.subscribers).toEqual([...emails.slice(0, 10), topics[0]]);
    expect(one.notes).toEqual(['subscribers']);
  });
});

describe('models in the bill', () => {
  it('can be told apart where no other shares their SERVICE', () => {
    const listed = [
      { service: SONNET, usageType: 'USE1-input-tokens', unit: '' },
      { service: 'Amazon Bedrock', usageType: 'USE1-NovaLite-input-tokens', unit: '1K tokens' },
      { service: 'Amazon Bedrock', usageType: 'USE1-Llama3-1-8B-input-tokens', unit: '1K tokens' },
    ];
    const catalogue = [
      { modelKey: 'anthropic.claude-sonnet-4-6', name: 'Claude Sonnet 4.6' },
      { modelKey: 'amazon.nova-lite-v1:0', name: 'Nova Lite' },
    ].map((one) => ({ ...one, type: 'model', id: one.modelKey, region: 'us-east-1' }));
    const services = servicesOfModels(listed, modelMatcher(catalogue as never));
    expect(services({ kind: 'family', key: 'claude-sonnet' })).toEqual([SONNET]);
    expect(services({ kind: 'vendor', key: 'anthropic' })).toEqual([SONNET]);
    expect(services({ kind: 'vendor', key: 'amazon' })).toEqual([]);
    expect(services({ kind: 'family', key: 'nothing' })).toEqual([]);
  });
});
