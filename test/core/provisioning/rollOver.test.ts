import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tagsOf } from '../../../src/core/provisioning/existing.ts';
import type { PlanFacts } from '../../../src/core/provisioning/plan.ts';
import { type OldOnes, rollOver } from '../../../src/core/provisioning/rollOver.ts';
import { putOff, unusedFrom } from '../../../src/core/provisioning/unused.ts';
import type { Wanted } from '../../../src/core/vending/making.ts';
import { RANDOM_INPUTS } from '../../amounts.ts';
import { SEED } from '../../seed.ts';
import {
  applied,
  factsOf,
  HAIKU,
  HOME,
  KEYS,
  linesOf,
  madeOf,
  NEXT,
  NOW,
  PLACES,
  person,
  SONNET,
  WEST,
} from './world.ts';

const UNTIL: OldOnes = { kind: 'until', day: '2026-12-31' };
const wish = (old: OldOnes = { kind: 'keep' }, from = SONNET, to = NEXT) => ({ from, to, old, now: NOW });
const has = (more: Partial<Wanted> = {}): Wanted => ({
  userEmail: 'ann@example.com',
  costCenter: 'CC-1',
  sourceId: `us.${SONNET}`,
  ...HOME,
  tags: {},
  ...more,
});
const roll = (
  profiles: PlanFacts['profiles'],
  old?: OldOnes,
  more: Partial<PlanFacts> = {},
  to = NEXT,
  from = SONNET,
) => rollOver(wish(old, from, to), factsOf({ profiles, ...more }));
const said = (...args: Parameters<typeof roll>) => linesOf(roll(...args));

describe('everyone of one model gets its successor', () => {
  it.each<[string, Partial<Wanted>, string]>([
    ['by the same geography', {}, `us.${NEXT}`],
    ['globally where theirs is global', { sourceId: `global.${SONNET}` }, `global.${NEXT}`],
    ['each in their place', WEST, `us.${NEXT}`],
  ])('%s', (_, more, source) => {
    const { region } = { ...HOME, ...more };
    expect(said([madeOf(has(more))])).toEqual([`0 create ann@example.com ${source} 2222 ${region}`]);
  });
  it.each<[string, Partial<Wanted>, string]>([
    ['in the Region itself, where the successor is not', { sourceId: SONNET }, 'noRoute'],
    ['globally in a Region that has no such route', { ...WEST, sourceId: `global.${SONNET}` }, 'noRoute'],
  ])('not %s', (_, more, key) => {
    const { steps, refused } = roll([madeOf(has(more))], UNTIL);
    expect(steps).toEqual([]);
    expect(refused).toMatchObject([{ key, detail: { model: NEXT } }]);
  });
  it('a route that is named is for all', () => {
    const all = [
      madeOf(has({ sourceId: SONNET })),
      madeOf(has({ sourceId: `global.${SONNET}`, userEmail: 'bob@example.com', costCenter: 'CC-2' })),
    ];
    expect(said(all, undefined, {}, `us.${NEXT}`)).toEqual(
      [
        `0 create ${tagsOf(all[0] as never)[KEYS.user]} us.${NEXT} 2222 us-east-1`,
        `0 create ${tagsOf(all[1] as never)[KEYS.user]} us.${NEXT} 2222 us-east-1`,
      ].sort(),
    );
  });
  it('of one route alone, where a system profile is named', () => {
    const all = [madeOf(has()), madeOf(has({ sourceId: `global.${SONNET}` }))];
    expect(said(all, UNTIL, {}, `us.${SONNET}`, `global.${SONNET}`)).toEqual([
      `0 tell ann@example.com  2222 us-east-1`,
      `1 delete ann@example.com  2222 us-east-1`,
      'unchanged 1',
    ]);
    const going = new Map([[all[0]?.arn ?? '', 'p1']]);
    expect(roll(all, UNTIL, { going }, `us.${SONNET}`, `global.${SONNET}`).notes).toMatchObject([
      { about: 'ann@example.com', key: 'goesByPlan', detail: { plan: 'p1' } },
    ]);
    // Where nothing goes there is nothing to tell.
    expect(said(all, undefined, {}, `us.${SONNET}`, `global.${SONNET}`)).toEqual(['unchanged 1']);
  });
  it('a model that is its own successor changes nothing', () => {
    expect(said([madeOf(has())], UNTIL, {}, SONNET)).toEqual(['unchanged 1']);
  });
  it('where it is not offered, nobody loses what they have', () => {
    expect(said([madeOf(has(WEST))], UNTIL, {}, HAIKU)).toEqual([
      'refused ann@example.com · 222233334444/us-west-2: noModel',
    ]);
  });
});

describe('for whom, and what it is charged to', () => {
  it.each<[string, Partial<PlanFacts>, Partial<Wanted>]>([
    ['to the cost center of today', { people: [person('ann@example.com', 'CC-9')] }, { costCenter: 'CC-9' }],
    [
      'as before where the directory says none',
      { people: [person('ann@example.com', null)] },
      { costCenter: 'CC-1' },
    ],
    [
      'as before for whom it does not know',
      { people: [] },
      { costCenter: 'CC-1', userEmail: 'ann@example.com' },
    ],
    [
      'to the address of today',
      {
        people: [person('new@example.com')],
        aliases: [{ alias: 'ann@example.com', email: 'new@example.com' }] as unknown as PlanFacts['aliases'],
      },
      { userEmail: 'new@example.com' },
    ],
  ])('%s', (_, more, wanted) => {
    const [step] = roll([madeOf(has())], undefined, more).steps;
    expect(step?.deed).toMatchObject({ kind: 'create', wanted });
  });
  it('whoever left gets none, and keeps what they have until hygiene ends it', () => {
    const people = [person('ann@example.com', 'CC-1', { active: false })];
    expect(said([madeOf(has())], UNTIL, { people })).toEqual([
      'refused ann@example.com · 222233334444/us-east-1: left',
    ]);
  });
  it('with the further tags of the old one, as the settings allow them', () => {
    const further = [{ key: 'Project', values: ['apollo'], required: true }];
    const rules = { keys: KEYS, further };
    const [step] = roll([madeOf(has(), 0, { Project: 'apollo', Stray: 'x' })], undefined, { rules }).steps;
    expect(step?.deed).toMatchObject({ wanted: { tags: { Project: 'apollo' } } });
    expect(roll([madeOf(has(), 0, { Project: 'zeus' })], UNTIL, { rules })).toMatchObject({
      steps: [],
      refused: [{ key: 'tagNeeded', detail: { tag: 'Project', value: 'zeus' } }],
    });
  });
  it('shared ones stay shared', () => {
    const shared = madeOf(has({ userEmail: '' }));
    const { steps, notes } = roll([shared], undefined);
    expect(notes).toMatchObject([{ key: 'sharedUntold', detail: { costCenter: 'CC-1' } }]);
    const [step] = steps;
    expect(step?.deed).toMatchObject({
      wanted: { userEmail: '', costCenter: 'CC-1', sourceId: `us.${NEXT}` },
    });
  });
  it('what others made is not touched: its owner gets a successor beside it, and nobody where there is none', () => {
    const tagged = (tags: Record<string, string>) => ({ ...madeOf(has()), history: [{ from: NOW, tags }] });
    const foreign = tagged({ UserEmail: 'ann@example.com', ManagedBy: 'platform-team' });
    expect(said([foreign], UNTIL)).toEqual([`0 create ann@example.com us.${NEXT} 2222 us-east-1`]);
    const plan = roll([foreign], UNTIL);
    expect(plan.notes).toEqual([
      { about: 'ann@example.com · 222233334444/us-east-1', key: 'othersStay', detail: {} },
    ]);
    const stays = { until: null, unusedDays: null };
    expect(plan.steps[0]?.deed).toMatchObject({ replaces: { stays } });
    expect(said([tagged({ CostCenter: 'CC-1' })], UNTIL)).toEqual([
      expect.stringMatching(/^refused .*: notOurs$/),
    ]);
  });
  it('an address that differs in case from one person is theirs, and gets one under their own', () => {
    const two = [madeOf(has()), madeOf(has({ userEmail: 'ANN@example.com' }), 1)];
    const people = [person('ann@example.com')];
    expect(said(two, undefined, { people })).toEqual([`0 create ann@example.com us.${NEXT} 2222 us-east-1`]);
  });
  it('two old ones of a person get one successor, and both go', () => {
    const two = [madeOf(has()), madeOf(has(), 1)];
    expect(said(two, UNTIL)).toEqual([
      `0 create ann@example.com us.${NEXT} 2222 us-east-1`,
      '1 delete ann@example.com  2222 us-east-1',
      '1 delete ann@example.com  2222 us-east-1',
    ]);
  });
});

describe('the quota', () => {
  it('who finds no room keeps theirs, and what is to be asked of AWS is said', () => {
    const quotas = new Map([['222233334444/us-east-1', 3]]);
    const bob = has({ userEmail: 'bob@example.com', costCenter: 'CC-2' });
    const plan = roll([madeOf(has()), madeOf(bob)], UNTIL, { quotas });
    expect(plan.steps.map(({ deed }) => deed.kind)).toEqual(['create', 'delete']);
    expect(plan.refused).toMatchObject([{ key: 'quota' }]);
    expect(plan.requests).toEqual([{ ...HOME, quota: 3, needed: 4 }]);
  });
});

describe('the old ones', () => {
  const deletion = (old: OldOnes) =>
    roll([madeOf(has())], old)
      .steps.map(({ deed }) => deed)
      .find(({ kind }) => kind === 'delete');
  it('stay', () => expect(deletion({ kind: 'keep' })).toBeUndefined());
  it('go on a day', () =>
    expect(deletion(UNTIL)).toMatchObject({ notBefore: '2026-12-31T00:00:00.000Z', unusedSince: null }));
  it('go once they were unused for so many days, whenever that is', () => {
    const deed = deletion({ kind: 'unused', days: 14 });
    if (deed?.kind !== 'delete') throw new Error('it stays');
    expect(deed).toMatchObject({ notBefore: '2026-12-04T09:00:00.000Z', unusedSince: NOW });
    const later = Date.parse('2027-01-20T09:00:00.000Z');
    expect(unusedFrom(deed, later)).toBe('2027-01-06T09:00:00.000Z');
    const readUntil = '2027-01-20T08:00:00.000Z';
    expect(putOff(deed, { lastUsed: '2027-01-10', readUntil }, later, 0)).toMatchObject({ state: 'waiting' });
    expect(putOff(deed, { lastUsed: null, readUntil }, later, 0)).toBeNull();
  });
  it('whoever gets a new one is told how long the old one stays', () => {
    const [step] = roll([madeOf(has())], UNTIL).steps;
    expect(step?.deed).toMatchObject({
      replaces: {
        arn: madeOf(has()).arn,
        modelKey: SONNET,
        stays: { until: '2026-12-31', unusedDays: null },
      },
    });
  });
});

describe('over random companies', () => {
  const emails = ['ann@example.com', 'bob@example.com', 'cy@example.com', ''];
  const wanted: fc.Arbitrary<Wanted> = fc
    .record({
      userEmail: fc.constantFrom(...emails),
      costCenter: fc.constantFrom('CC-1', 'CC-2'),
      sourceId: fc.constantFrom(SONNET, `us.${SONNET}`, `global.${SONNET}`, `us.${NEXT}`),
      tags: fc.constant({}),
      place: fc.constantFrom(...PLACES),
    })
    .map(({ place, ...rest }) => ({ ...rest, ...place }));
  const companies = fc.record({
    wanted: fc.array(wanted, { maxLength: 12 }),
    active: fc.boolean(),
    quota: fc.integer({ min: 1, max: 8 }),
    old: fc.constantFrom<OldOnes>({ kind: 'keep' }, UNTIL, { kind: 'unused', days: 7 }),
    to: fc.constantFrom(NEXT, `us.${NEXT}`, HAIKU, SONNET),
    done: fc.integer({ min: 0, max: 30 }),
  });

  it('nobody loses one without a successor, the quota holds, and applied there is nothing left to make', () => {
    fc.assert(
      fc.property(companies, ({ wanted: all, active, quota, old, to, done }) => {
        const facts = factsOf({
          people: [person('ann@example.com', 'CC-1'), person('bob@example.com', 'CC-2', { active })],
          profiles: all.map((one, at) => madeOf(one, at)),
          quotas: new Map(PLACES.map(({ accountId, region }) => [`${accountId}/${region}`, quota])),
        });
        const plan = rollOver(wish(old, SONNET, to), facts);
        const creates = plan.steps.filter(({ deed }) => deed.kind === 'create');
        for (const { accountId, region } of PLACES) {
          const isHere = (one: { accountId: string; region: string }) =>
            one.accountId === accountId && one.region === region;
          const there = facts.profiles.filter(isHere).length;
          const more = creates.filter(({ deed }) => deed.kind === 'create' && isHere(deed.wanted)).length;
          expect(more === 0 || there + more <= quota).toBe(true);
        }
        const after = applied(facts, plan);
        const gone = after.profiles.filter(({ goneAt }) => goneAt !== null);
        for (const one of gone)
          expect(
            after.profiles.some(
              ({ goneAt, accountId, region, modelKey, history }) =>
                goneAt === null &&
                accountId === one.accountId &&
                region === one.region &&
                modelKey === (to.startsWith('us.') ? NEXT : to) &&
                history.at(-1)?.tags[KEYS.user] === tagsOf(one)[KEYS.user],
            ),
          ).toBe(true);
        // Whoever found no room finds some once old ones are gone, and is planned for anew.
        if (plan.refused.some(({ key }) => key === 'quota')) return;
        // Of what was left over half-way, the same plan is made anew.
        for (const some of [after, applied(facts, plan, done)]) {
          const again = rollOver(wish(old, SONNET, to), some);
          const made = applied(some, again).profiles.filter(({ goneAt }) => goneAt === null).length;
          expect(made).toBe(after.profiles.filter(({ goneAt }) => goneAt === null).length);
        }
        expect(
          rollOver(wish(old, SONNET, to), after).steps.filter(({ deed }) => deed.kind !== 'delete'),
        ).toEqual([]);
      }),
      { seed: SEED, numRuns: RANDOM_INPUTS },
    );
  });
});
