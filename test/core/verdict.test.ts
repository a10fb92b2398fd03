import { describe, expect, it } from 'vitest';
import { money } from '../../src/core/money.ts';
import type { ReconciliationSum } from '../../src/core/reconciliation.ts';
import type { Finding, FindingKind, Money } from '../../src/core/types.ts';
import { FINDING_KINDS } from '../../src/core/types.ts';
import { isOfOwners, type VerdictFacts, verdictOf } from '../../src/core/verdict.ts';

const DAY = '2026-10-12';
const ALL = { all: 31, begun: 31, billed: 31, final: 31 };

const finding = (kind: FindingKind, amount: string | null, more: Partial<Finding> = {}): Finding => ({
  ...{ kind, key: `${kind}:${more.day ?? DAY}`, severity: 'info', day: DAY, detail: {} },
  ...{ amount: amount === null ? null : money(amount), ...more },
});
const differs = (difference: string, billed: string): ReconciliationSum => ({
  ...{ key: 'm', estimated: money(billed), billed: money(billed), difference: money(difference) },
  ...{ percent: 0, notCompared: 0n as Money, status: 'differs' },
});
const facts = (more: Partial<VerdictFacts> = {}): VerdictFacts => ({
  ...{ days: ALL, billed: money('100'), final: money('100'), models: [], findings: [], unread: 0 },
  ...{ isDue: (day) => day <= DAY, agreement: { state: 'agree', due: 31, compared: 31 } },
  ...more,
});
const YOUNG = { day: '2026-10-30' };
const NOTHING = { billed: money('0'), final: money('0'), days: { ...ALL, billed: 0, final: 0 } };
const agreement = (state: VerdictFacts['agreement']['state']) => ({
  agreement: { state, due: 31, compared: 0 },
});

describe('a period', () => {
  it.each<[string, string, number, string, Partial<VerdictFacts>]>([
    ['of which all is billed and nothing is found', 'addsUp', 0, '0', {}],
    ['of which days are still to be billed', 'soFar', 0, '0', { days: { ...ALL, billed: 30 } }],
    ['that only has news', 'addsUp', 0, '0', { findings: [finding('tagsChanged', null)] }],
    [
      'whose youngest bill has not come',
      'addsUp',
      0,
      '0',
      { findings: [finding('billMissing', null, YOUNG)] },
    ],
    ['whose old bill has not come', 'open', 1, '0', { findings: [finding('billMissing', null)] }],
    [
      'with two of a kind and one of another',
      'open',
      2,
      '9.5',
      {
        findings: [
          finding('principalCheck', '4'),
          finding('principalCheck', '3', { day: '2026-10-11' }),
          finding('billedNotSeen', '2.5'),
        ],
      },
    ],
    ['whose open things nobody can price', 'open', 1, '0', { findings: [finding('unpricedModel', null)] }],
    ['of which some of the bill is not held', 'open', 1, '0', { ...agreement('partly'), unread: 4 }],
    ['whose views differ', 'off', 1, '1.5', { findings: [finding('groupingTotals', '-1.5')] }],
    [
      'whose bill is held back',
      'off',
      1,
      '7',
      { findings: [finding('heldBack', '7', { detail: { source: 'charges' } })] },
    ],
    [
      'with a list of profiles held back',
      'open',
      1,
      '0',
      { findings: [finding('heldBack', null, { detail: { source: 'profiles' } })] },
    ],
    ['with a model off by more than all of it may be', 'off', 1, '2', { models: [differs('-2', '100')] }],
    ['with a model off by just what it may be', 'open', 1, '1', { models: [differs('1', '100')] }],
    ['with a model off by less than is worth a word', 'addsUp', 0, '0', { models: [differs('0.99', '1')] }],
    ['of which nothing is due', 'nothing', 0, '0', { ...NOTHING, ...agreement('notDue') }],
    ['of which nothing was read', 'unread', 0, '0', { ...NOTHING, ...agreement('unread'), unread: 31 }],
    ['before anything was read', 'unread', 0, '0', { ...NOTHING, ...agreement('nothingRead'), unread: 31 }],
    ['of which every day was billed at nothing', 'addsUp', 0, '0', { billed: money('0'), final: money('0') }],
  ])('%s: %s', (_, state, open, worth, more) => {
    expect(verdictOf(facts(more))).toMatchObject({ state, open, worth: money(worth) });
  });

  it('says what is final of its bill, and nothing of what it may not tell', () => {
    const verdict = verdictOf(facts({ final: money('60'), findings: null }));
    expect(verdict).toMatchObject({ final: money('60'), provisional: money('40'), told: false, things: [] });
  });
});

describe('what is open', () => {
  it.each<[boolean, Partial<VerdictFacts>]>([
    [
      true,
      {
        findings: [
          finding('principalCheck', '4'),
          finding('billedNotSeen', '2'),
          finding('tagsChanged', null),
        ],
      },
    ],
    [false, { findings: [finding('principalCheck', '4'), finding('unpricedModel', null)] }],
    [false, { findings: [finding('ownerCheck', '4'), finding('groupingTotals', '1')] }],
    [false, { findings: [finding('ownerCheck', '4')], models: [differs('1', '100')] }],
    [false, {}],
  ])('is only who owns it: %s', (expected, more) =>
    expect(isOfOwners(verdictOf(facts(more)))).toBe(expected),
  );

  const things = verdictOf(
    facts({
      findings: [
        finding('tagsChanged', null),
        finding('billedNotSeen', '5'),
        finding('billedNotSeen', '1', { day: '2026-10-11' }),
        finding('ownerCheck', '8'),
        finding('tagNotPlaced', '0.5'),
      ],
    }),
  ).things;

  it('stands by its weight, then by its worth', () =>
    expect(things.map(({ kind }) => kind)).toEqual([
      'tagNotPlaced',
      'ownerCheck',
      'billedNotSeen',
      'tagsChanged',
    ]));
  it('has its days, and adds up', () =>
    expect(things.find(({ kind }) => kind === 'billedNotSeen')).toEqual({
      ...{ kind: 'billedNotSeen', weight: 'open', days: 2, last: DAY, amount: money('6') },
    }));
  it('is weighed of every kind', () =>
    expect(
      FINDING_KINDS.map((kind) => verdictOf(facts({ findings: [finding(kind, null)] })).things[0]?.weight),
    ).toMatchInlineSnapshot(`
      [
        "open",
        "open",
        "contradicts",
        "open",
        "open",
        "open",
        "open",
        "open",
        "open",
        "open",
        "open",
        "contradicts",
        "news",
      ]
    `));
});
