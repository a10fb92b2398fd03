import { describe, expect, it } from 'vitest';
import {
  type AwsBudget,
  budgetText,
  type HeldBudget,
  partsThatDiffer,
  plannedKey,
  plannedStarts,
  readBudgetText,
} from '../../src/core/awsBudget.ts';
import {
  decisionOn,
  type KeptMirror,
  type MirrorDecision,
  type MirrorState,
  mirrorPlan,
} from '../../src/core/mirrorPlan.ts';
import { money } from '../../src/core/money.ts';

/** What is done about each difference between the ledger and AWS, and what is left alone. */

const TODAY = '2026-11-20';
const AT = '2026-11-20T09:00:00.000Z';
const budget = (more: Partial<AwsBudget> = {}): AwsBudget => ({
  name: 'bedrock-ledger-user-ann-00000001',
  timeUnit: 'MONTHLY',
  amount: money('100'),
  planned: [],
  filter: '{"And":[]}',
  notifications: [{ threshold: { on: 'actual', percent: 80 }, subscribers: ['ops@example.com'] }],
  ...more,
});
const held = (one: AwsBudget): HeldBudget => ({ ...one, updatedAt: null, actual: null, forecast: null });
const kept = (one: AwsBudget, more: Partial<KeptMirror> = {}): KeptMirror => ({
  name: one.name,
  written: budgetText(one),
  intended: null,
  decision: null,
  ...more,
});
interface Given {
  wanted?: AwsBudget[];
  held?: AwsBudget[];
  kept?: KeptMirror[];
  total?: number;
  drift?: MirrorState['drift'];
}
function plan(given: Given): string[] {
  const steps = mirrorPlan({
    wanted: (given.wanted ?? [budget()]).map((wanted) => ({ budgetId: 'b', wanted, notes: [] })),
    held: (given.held ?? []).map(held),
    kept: given.kept ?? [],
    total: given.total ?? 0,
    today: TODAY,
    drift: given.drift ?? 'mend',
  });
  return steps.map((step) =>
    step.action === 'leave'
      ? `leave ${step.why}`
      : step.action === 'update'
        ? `update ${step.parts.join()}${step.drift ? ' drift' : ''}`
        : `${step.action}${step.action === 'create' && step.drift ? ' drift' : ''}`,
  );
}
const more = budget({ amount: money('9000') });
const accept = (wanted: AwsBudget, there: AwsBudget | null, drop: string[] = []): MirrorDecision =>
  decisionOn(
    'accept',
    wanted,
    there,
    (there === null ? [] : partsThatDiffer(there, wanted, TODAY)).filter((part) => !drop.includes(part)),
    'x',
    AT,
  );

describe('AWS and the ledger', () => {
  it.each<[string, Given, string[]]>([
    ['agree: nothing', { held: [budget()], kept: [kept(budget())] }, []],
    ['nothing there: it is created', {}, ['create']],
    [
      'the ledger changed: it is written',
      { wanted: [more], held: [budget()], kept: [kept(budget())] },
      ['update amount'],
    ],
    [
      'somebody changed it in AWS: it is mended',
      { held: [more], kept: [kept(budget())] },
      ['update amount drift'],
    ],
    ['or asked about', { held: [more], kept: [kept(budget())], drift: 'ask' }, ['leave asks']],
    ['or accepted', { held: [more], kept: [kept(budget())], drift: 'accept' }, ['leave accepted']],
    ['somebody deleted it', { kept: [kept(budget())] }, ['create drift']],
    ['and is asked', { kept: [kept(budget())], drift: 'ask' }, ['leave asks']],
    ['a budget of its name that it never wrote: left', { held: [more] }, ['leave foreign']],
    ['unless it is as it should be', { held: [budget()] }, ['adopt']],
    ['its budget is gone', { wanted: [], held: [budget()], kept: [kept(budget())] }, ['delete']],
    ['and gone in AWS as well', { wanted: [], kept: [kept(budget())] }, ['forget']],
    ['another ledger’s: left', { wanted: [], held: [budget({ name: 'bedrock-ledger-other' })] }, []],
    [
      'a stranger’s of no wanted name that was only seen: left',
      { wanted: [], held: [more], kept: [kept(more, { written: '' })] },
      [],
    ],
  ])('%s', (_what, given, steps) => expect(plan(given)).toEqual(steps));

  it('goes on where it was killed: what is being written is its own, whatever is there', () => {
    const intended = budgetText(more);
    for (const drift of ['mend', 'ask', 'accept'] as const) {
      // Before and after the request, of one that is new, and half-way through several requests.
      expect(plan({ wanted: [more], kept: [kept(more, { written: '', intended })], drift })).toEqual([
        'create',
      ]);
      expect(
        plan({ wanted: [more], held: [more], kept: [kept(more, { written: '', intended })], drift }),
      ).toEqual(['adopt']);
      const half = { ...more, notifications: [] };
      expect(plan({ wanted: [more], held: [half], kept: [kept(budget(), { intended })], drift })).toEqual([
        'update subscribers',
      ]);
      expect(plan({ wanted: [more], kept: [kept(budget(), { intended })], drift })).toEqual(['create']);
    }
    expect(plan({ wanted: [], held: [more], kept: [kept(more, { written: '', intended })] })).toEqual([
      'delete',
    ]);
  });

  it('gives AWS’s room to those that come first, and takes none that is not there', () => {
    const two = [budget({ name: 'bedrock-ledger-a' }), budget({ name: 'bedrock-ledger-b' })];
    expect(plan({ wanted: two, total: 19_999 })).toEqual(['create', 'leave full']);
    const old = budget({ name: 'bedrock-ledger-old' });
    expect(plan({ wanted: two, held: [old], kept: [kept(old)], total: 19_999 })).toEqual([
      'delete',
      'create',
      'create',
    ]);
  });
});

describe('what somebody decided', () => {
  it('counts for what they saw, and not for another change of it', () => {
    const mend = decisionOn('mend', budget(), held(more), ['amount'], 'x', AT);
    const row = kept(budget(), { decision: mend });
    expect(plan({ held: [more], kept: [row], drift: 'ask' })).toEqual(['update amount drift']);
    const other = budget({ amount: money('7') });
    expect(plan({ held: [other], kept: [row], drift: 'ask' })).toEqual(['leave asks']);
  });

  it('leaves what was accepted while the rest is written, until either side changes it', () => {
    const theirs = budget({ filter: '{"And":[1]}' });
    const decision = accept(budget(), theirs);
    const row = kept(theirs, { decision });
    for (const drift of ['mend', 'ask', 'accept'] as const) {
      expect(plan({ held: [theirs], kept: [row], drift })).toEqual(['leave accepted']);
      expect(plan({ wanted: [more], held: [theirs], kept: [row], drift })).toEqual(['update amount']);
      // The ledger counts something else: that is written.
      const other = budget({ filter: '{"And":[2]}' });
      expect(plan({ wanted: [other], held: [theirs], kept: [row], drift })).toEqual(['update filter']);
    }
    const again = budget({ filter: '{"And":[3]}' });
    expect(plan({ held: [again], kept: [row], drift: 'mend' })).toEqual(['update filter drift']);
    expect(plan({ held: [again], kept: [row], drift: 'ask' })).toEqual(['leave asks']);
  });

  it('writes beside what was accepted as AWS has it', () => {
    const theirs = budget({ filter: '{"And":[1]}' });
    const [step] = mirrorPlan({
      wanted: [{ budgetId: 'b', wanted: more, notes: [] }],
      held: [held(theirs)],
      kept: [kept(theirs, { decision: accept(budget(), theirs) })],
      total: 1,
      today: TODAY,
      drift: 'mend',
    });
    expect(step).toMatchObject({ action: 'update', wanted: { amount: more.amount, filter: theirs.filter } });
  });

  it('has what was deleted stay away, and what is not its own taken over', () => {
    expect(plan({ kept: [kept(budget(), { decision: accept(budget(), null) })] })).toEqual([
      'leave accepted',
    ]);
    const decision = decisionOn('mend', budget(), held(more), ['amount'], 'x', AT);
    expect(plan({ held: [more], kept: [kept(more, { written: '', decision })] })).toEqual(['update amount']);
  });
});

describe('limits that are planned', () => {
  const starts = plannedStarts('MONTHLY', TODAY);
  const ramp = budget({
    planned: starts.map((from, i) => ({ from, amount: money(String(100 + Math.min(i, 2))) })),
  });

  it('have AWS’s own keys: the first second of a month, or of a calendar quarter', () => {
    expect(plannedKey({ from: '2026-11-01', amount: money('1') })).toBe('1793491200');
    expect(starts.length).toBe(12);
    expect(plannedStarts('QUARTERLY', TODAY)).toEqual([
      '2026-10-01',
      '2027-01-01',
      '2027-04-01',
      '2027-07-01',
    ]);
    expect(plannedStarts('QUARTERLY', '2027-03-31')[0]).toBe('2027-01-01');
    expect(plannedStarts('ANNUALLY', TODAY)).toEqual(['2026-01-01']);
  });

  it('say the same a month later, when AWS has one less of them: nothing is written', () => {
    const december = '2026-12-05';
    const next = plannedStarts('MONTHLY', december);
    const wanted = budget({
      amount: money('101'),
      planned: next.map((from, i) => ({ from, amount: money(String(101 + Math.min(i, 1))) })),
    });
    expect(partsThatDiffer(ramp, wanted, december)).toEqual([]);
    // All are used: the last one stays, and is what the ledger has.
    expect(partsThatDiffer(ramp, budget({ amount: money('102') }), '2028-01-05')).toEqual([]);
    expect(partsThatDiffer(ramp, budget(), TODAY)).toEqual(['amount']);
  });

  it('are kept as text and read back; a plain monthly budget reads as it always did', () => {
    const all = [budget(), ramp, budget({ timeUnit: 'DAILY' })];
    const dollars = budget({
      notifications: [
        { threshold: { on: 'forecast', amount: money('12.5') }, subscribers: ['a@example.com'] },
      ],
    });
    for (const one of [...all, dollars]) expect(readBudgetText(budgetText(one))).toEqual(one);
    expect(budgetText(budget())).toBe(
      '{"name":"bedrock-ledger-user-ann-00000001","amount":"1000000000000","filter":"{\\"And\\":[]}","notifications":[{"type":"ACTUAL","at":80,"to":["ops@example.com"]}]}',
    );
    expect(readBudgetText('')).toBeNull();
  });
});
