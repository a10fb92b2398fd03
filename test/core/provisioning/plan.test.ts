import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nextPace, waitMs } from '../../../src/core/provisioning/pace.ts';
import { planFor } from '../../../src/core/provisioning/plan.ts';
import { pauseMs } from '../../../src/core/provisioning/plans.ts';
import { requestCommand } from '../../../src/core/provisioning/quota.ts';
import { putOff, unusedFrom } from '../../../src/core/provisioning/unused.ts';
import type { Wish } from '../../../src/core/provisioning/wish.ts';
import type { Wanted } from '../../../src/core/vending/making.ts';
import { RANDOM_INPUTS } from '../../amounts.ts';
import { SEED } from '../../seed.ts';
import {
  applied,
  factsOf,
  HAIKU,
  HOME,
  lines,
  linesOf,
  madeOf,
  NOW,
  OTHER,
  PLACES,
  person,
  SONNET,
  WEST,
  wishOf,
} from './world.ts';

const ANN: Wanted = {
  userEmail: 'ann@example.com',
  costCenter: 'CC-1',
  sourceId: `us.${SONNET}`,
  tags: {},
  ...HOME,
};
const quotas = (...most: (number | null)[]) =>
  new Map(PLACES.map(({ accountId, region }, index) => [`${accountId}/${region}`, most[index] ?? null]));

describe('a plan', () => {
  it('creates what is missing: a route of a geography for a model, or the one that is named', () => {
    expect(lines(wishOf(), factsOf())).toEqual([
      `0 create ann@example.com us.${SONNET} 2222 us-east-1`,
      `0 create bob@example.com us.${SONNET} 2222 us-east-1`,
    ]);
    const named = wishOf({ models: [`global.${SONNET}`, HAIKU] });
    expect(
      lines({ ...named, people: { ...named.people, everybody: false, costCenters: ['CC-2'] } }, factsOf()),
    ).toEqual([
      `0 create bob@example.com global.${SONNET} 2222 us-east-1`,
      `0 create bob@example.com ${HAIKU} 2222 us-east-1`,
    ]);
    const inRegion = factsOf({
      allowed: { geographies: ['in-region'], models: null },
      people: [person('ann@example.com')],
    });
    expect(lines(wishOf(), inRegion)).toEqual([`0 create ann@example.com ${SONNET} 2222 us-east-1`]);
  });

  it('leaves what is there, by whatever route, completes what lacks a tag, and gives whoever moved another', () => {
    const further = [{ key: 'Project', values: ['apollo', 'borealis'], required: true }];
    const rules = { ...factsOf().rules, further };
    const only = (profiles: ReturnType<typeof madeOf>[]) =>
      factsOf({ people: [person('ann@example.com')], profiles, rules });
    const wish = wishOf({ tags: { Project: 'apollo' } });
    const global = { ...ANN, sourceId: `global.${SONNET}`, tags: { Project: 'apollo' } };
    expect(lines(wish, only([madeOf(global)]))).toEqual(['unchanged 1']);
    expect(lines(wish, only([madeOf(ANN)]))).toEqual([
      '0 tag ann@example.com [{"Project":"apollo"},[]] 2222 us-east-1',
    ]);
    expect(lines(wish, only([madeOf({ ...ANN, tags: { Project: 'closed' } })]))).toEqual([
      '0 tag ann@example.com [{"Project":"apollo"},[]] 2222 us-east-1',
    ]);
    expect(lines(wish, only([madeOf({ ...ANN, tags: { Project: 'borealis' } })]))).toEqual([
      `0 create ann@example.com us.${SONNET} 2222 us-east-1`,
    ]);
    const moved = planFor(wish, only([madeOf({ ...ANN, costCenter: 'CC-9', tags: { Project: 'apollo' } })]));
    expect(linesOf(moved)).toEqual([`0 create ann@example.com us.${SONNET} 2222 us-east-1`]);
    expect(moved.notes).toEqual([
      { about: 'ann@example.com', key: 'oldStays', detail: { costCenter: 'CC-9' } },
    ]);
    // What somebody made without this product is not touched, and does not count.
    const foreign = madeOf(ANN, 0, { ManagedBy: 'terraform' });
    expect(lines(wish, only([foreign]))).toEqual([`0 create ann@example.com us.${SONNET} 2222 us-east-1`]);
  });

  it('asks nothing of a further tag that the wish does not name', () => {
    const further = [{ key: 'Project', values: null, required: false }];
    const profiles = [madeOf({ ...ANN, tags: { Project: 'apollo' } })];
    const facts = factsOf({
      people: [person('ann@example.com')],
      profiles,
      rules: { ...factsOf().rules, further },
    });
    expect(lines(wishOf(), facts)).toEqual(['unchanged 1']);
  });

  it('takes the name of one person for their address, and asks where it may be several', () => {
    const people = [
      person('ann@example.com', 'CC-1', { name: 'Ann Abe' }),
      person('bo@example.com', 'CC-1', { name: 'Bo Abe' }),
    ];
    const addresses = ['abe, ann', 'Abe', 'bo', 'Nobody'];
    const wish = wishOf({ people: { addresses, groups: [], costCenters: [], everybody: false } });
    const { steps, refused } = planFor(wish, factsOf({ people }));
    expect(steps.map(({ about }) => about)).toEqual(['ann@example.com']);
    expect(refused).toMatchObject([
      { about: 'Nobody', key: 'unknownPerson' },
      { about: 'Abe', key: 'whoIsMeant', detail: { near: 'ann@example.com, bo@example.com' } },
      { about: 'bo', key: 'whoIsMeant', detail: { near: 'bo@example.com' } },
    ]);
  });

  it('refuses with the reason, each person and each model once', () => {
    const people = [
      person('gone@example.com', 'CC-1', { active: false }),
      person('none@example.com', null),
      person('o’neil@example.com'),
      person('ok@example.com', 'R&D'),
      person('ann@example.com', 'CC-1', { groups: ['devs'] }),
    ];
    const wish = wishOf({
      people: {
        addresses: people
          .slice(0, 4)
          .map(({ email }) => email)
          .concat('an@example.com'),
        groups: ['devs', 'dev'],
        costCenters: ['CC-11'],
        everybody: false,
      },
      models: [SONNET, HAIKU],
      places: [HOME, WEST],
    });
    expect(lines(wish, factsOf({ people }))).toEqual([
      `0 create ann@example.com us.${SONNET} 2222 us-east-1`,
      `0 create ann@example.com us.${SONNET} 2222 us-west-2`,
      `0 create ann@example.com ${HAIKU} 2222 us-east-1`,
      'refused an@example.com: unknownPerson',
      'refused dev: unknownGroup',
      'refused CC-11: unknownCostCenter',
      'refused gone@example.com: left',
      'refused none@example.com: noCostCenter',
      'refused ok@example.com: noTagCostCenter',
      'refused o’neil@example.com: noTagEmail',
      `refused ${HAIKU} · 222233334444/us-west-2: noModel`,
    ]);
    const everybody = factsOf({ people: people.slice(0, 1) });
    expect(lines(wishOf(), everybody), 'of everybody those are not meant who left').toEqual([]);
    const allowed = { geographies: ['us'], models: ['anthropic.claude-sonnet*'] };
    expect(lines(wishOf({ models: [`global.${SONNET}`, HAIKU] }), factsOf({ allowed }))).toEqual([
      `refused global.${SONNET} · 222233334444/us-east-1: geographyNotAllowed`,
      `refused ${HAIKU} · 222233334444/us-east-1: modelNotAllowed`,
    ]);
  });

  it('fills the places in their order, leaves people where they are, and says which quota is short', () => {
    const people = ['a', 'b', 'c', 'd', 'e'].map((name) => person(`${name}@example.com`));
    const held = madeOf({ ...ANN, userEmail: 'e@example.com', sourceId: HAIKU, ...OTHER });
    const wish = wishOf({ models: [SONNET, HAIKU], places: [HOME, OTHER], spread: 'oneOf' });
    const plan = planFor(wish, factsOf({ people, profiles: [held], quotas: quotas(5, 0, 4) }));
    expect(linesOf(plan)).toEqual([
      ...['a', 'b'].flatMap((name) => [
        `0 create ${name}@example.com us.${SONNET} 2222 us-east-1`,
        `0 create ${name}@example.com ${HAIKU} 2222 us-east-1`,
      ]),
      `0 create c@example.com us.${SONNET} 2222 us-east-1`,
      `0 create c@example.com ${HAIKU} 3333 us-east-1`,
      `0 create d@example.com us.${SONNET} 3333 us-east-1`,
      `0 create d@example.com ${HAIKU} 3333 us-east-1`,
      `refused e@example.com · ${SONNET}: quota`,
      'unchanged 1',
    ]);
    // Where somebody has something already, there the next is made, though another place is named before it.
    const roomy = factsOf({ people: people.slice(4), profiles: [held] });
    expect(lines(wish, roomy)).toEqual([`0 create e@example.com us.${SONNET} 3333 us-east-1`, 'unchanged 1']);
    expect(plan.requests).toEqual([{ ...HOME, quota: 5, needed: 6 }]);
    expect(plan.requests?.map(requestCommand)).toEqual([
      'aws service-quotas request-service-quota-increase --service-code bedrock --quota-code L-40EC9882 --desired-value 6 --region us-east-1',
    ]);
  });

  it('gives one to whoever has none at all: where they have others, else where most people have theirs', () => {
    const people = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => person(`${name}@example.com`));
    const have = (name: string, more: Partial<Wanted> = {}, tags = {}) =>
      madeOf({ ...ANN, userEmail: `${name}@example.com`, ...more }, 0, tags);
    const profiles = [
      // By another tool, by another route, in no place of the wish, charged elsewhere, under a former address.
      have('a', { sourceId: `global.${SONNET}`, ...WEST }, { ManagedBy: 'terraform' }),
      have('former', { costCenter: 'CC-9' }),
      have('c', { sourceId: HAIKU }, { ManagedBy: 'terraform' }),
      ...['d', 'x'].map((name) => have(name, { sourceId: HAIKU, ...OTHER })),
      { ...have('e'), goneAt: NOW },
    ];
    const alias = { alias: 'former@example.com', email: 'b@example.com' };
    const aliases = [{ ...alias, source: 'byHand' as const, since: NOW, by: 'someone' }];
    const making = [{ ...ANN, userEmail: 'f@example.com', sourceId: `global.${SONNET}` }];
    const facts = factsOf({ people, profiles, aliases, making });
    const wish = wishOf({ places: [HOME, OTHER], spread: 'lacking' });
    const plan = planFor(wish, facts);
    expect(linesOf(plan)).toEqual([
      `0 create c@example.com us.${SONNET} 2222 us-east-1`,
      `0 create d@example.com us.${SONNET} 3333 us-east-1`,
      `0 create e@example.com us.${SONNET} 3333 us-east-1`,
      'unchanged 3',
    ]);
    expect(plan.notes).toEqual([{ about: SONNET, key: 'haveIt', detail: { have: '3', lack: '3' } }]);
    expect(plan.title).toBe(`3 × ${SONNET} × 222233334444/us-east-1, 333344445555/us-east-1`);
    const after = planFor(wish, applied(facts, plan));
    expect([linesOf(after), after.title]).toEqual([['unchanged 6'], `0 × ${SONNET}`]);
  });

  it('counts what is there of anybody and what is being made, and takes a quota that it cannot read for the standard one', () => {
    const foreign = madeOf({ ...ANN, userEmail: 'x@example.com' }, 0, { ManagedBy: 'terraform' });
    const making = [{ ...ANN, userEmail: 'y@example.com' }];
    const facts = factsOf({ profiles: [foreign], making, quotas: quotas(3) });
    expect(lines(wishOf(), facts)).toEqual([
      `0 create ann@example.com us.${SONNET} 2222 us-east-1`,
      `refused bob@example.com · ${SONNET}: quota`,
    ]);
    expect(lines(wishOf(), { ...facts, making: [ANN], quotas: quotas(null) })).toEqual([
      `0 create bob@example.com us.${SONNET} 2222 us-east-1`,
      'unchanged 1',
    ]);
    expect(planFor(wishOf(), { ...facts, quotas: quotas(null) }).notes).toEqual([
      { about: '222233334444/us-east-1', key: 'quotaUnknown', detail: { quota: '1000' } },
    ]);
  });

  it('removes what else it made, of whoever gets all of it, after the new ones; and says who goes beyond their allowance', () => {
    const profiles = [
      madeOf({ ...ANN, sourceId: HAIKU }),
      madeOf({ ...ANN, sourceId: HAIKU, ...OTHER }),
      madeOf({ ...ANN, sourceId: HAIKU }, 1, { ManagedBy: 'terraform' }),
      madeOf({ ...ANN, userEmail: 'bob@example.com', costCenter: 'CC-2', sourceId: HAIKU }),
    ];
    const wish = wishOf({ removeOthers: true });
    const facts = factsOf({ profiles, quotas: quotas(4), allowances: { profiles: 3 } });
    expect(lines(wish, facts)).toEqual([
      `0 create ann@example.com us.${SONNET} 2222 us-east-1`,
      '1 delete ann@example.com  2222 us-east-1',
      `refused bob@example.com · ${SONNET}: quota`,
    ]);
    expect(planFor(wish, facts).notes?.map(({ about, key }) => `${about} ${key}`)).toEqual([
      'ann@example.com beyondAllowance',
    ]);
  });
});

describe('whatever is wished', () => {
  const EMAILS = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => `${name}@example.com`);
  const SOURCES = [`us.${SONNET}`, `global.${SONNET}`, HAIKU];
  const some = <T>(from: readonly T[], least = 0) => fc.subarray([...from], { minLength: least });
  const wishes: fc.Arbitrary<Wish> = fc.record({
    people: fc.record({
      addresses: some([...EMAILS, 'nobody@example.com']),
      groups: some(['devs']),
      costCenters: some(['CC-1']),
      everybody: fc.boolean(),
    }),
    models: some([SONNET, `global.${SONNET}`, HAIKU], 1),
    places: some(PLACES, 1),
    spread: fc.constantFrom('each', 'oneOf', 'lacking'),
    tags: fc.constantFrom({}, { Project: 'apollo' }),
    removeOthers: fc.boolean(),
  });
  const people = fc.tuple(
    ...EMAILS.map((email) =>
      fc
        .record({
          costCenter: fc.constantFrom('CC-1', 'CC-2', null),
          active: fc.boolean(),
          groups: some(['devs']),
        })
        .map(({ costCenter, ...more }) => person(email, costCenter, more)),
    ),
  );
  const wanted = fc.record({
    userEmail: fc.constantFrom(...EMAILS),
    costCenter: fc.constantFrom('CC-1', 'CC-2'),
    source: fc.constantFrom(...SOURCES),
    place: fc.constantFrom(HOME, OTHER),
    tags: fc.constantFrom({}, { Project: 'apollo' }, { Project: 'borealis' }, { Project: 'closed' }),
    managed: fc.constantFrom({}, { ManagedBy: 'terraform' }),
  });
  const facts = fc
    .record({
      people,
      held: fc.array(wanted, { maxLength: 6 }),
      most: fc.tuple(...PLACES.map(() => fc.constantFrom(0, 2, 5, 1000, null))),
      required: fc.boolean(),
    })
    .map(({ people: all, held, most, required }) =>
      factsOf({
        people: all,
        profiles: held.map(({ source, place, managed, ...one }, attempt) =>
          madeOf({ ...one, sourceId: source, ...place }, 100 + attempt, managed),
        ),
        quotas: quotas(...most),
        rules: {
          ...factsOf().rules,
          further: [{ key: 'Project', values: ['apollo', 'borealis'], required }],
        },
      }),
    );
  const check = (property: (wish: Wish, given: ReturnType<typeof factsOf>) => void) =>
    fc.assert(
      fc.property(wishes, facts, (wish, given) => property(wish, given)),
      { numRuns: RANDOM_INPUTS, seed: SEED },
    );

  it('planned twice it is the same plan, and once it is applied there is nothing left to do', () =>
    check((wish, given) => {
      const plan = planFor(wish, given);
      expect(planFor(wish, given)).toEqual(plan);
      const after = planFor(wish, applied(given, plan));
      // What only a raised quota lets through may fit where something was removed.
      const isMore = wish.removeOthers && plan.refused.some(({ key }) => key === 'quota');
      if (isMore) return;
      expect(after.steps).toEqual([]);
      const kept = plan.steps.filter(({ deed }) => deed.kind !== 'delete').length;
      expect(after.unchanged).toBe(plan.unchanged + kept);
      expect(after.refused).toEqual(plan.refused);
    }));

  it('interrupted anywhere, what is planned then is the rest of it', () =>
    check((wish, given) => {
      const plan = planFor({ ...wish, removeOthers: false }, given);
      const half = Math.floor(plan.steps.length / 2);
      const rest = planFor({ ...wish, removeOthers: false }, applied(given, plan, half));
      expect(rest.steps).toEqual(plan.steps.slice(half));
    }));

  it('never plans beyond a quota, nor touches what it did not make', () =>
    check((wish, given) => {
      const plan = planFor(wish, given);
      const creating = { ...plan, steps: plan.steps.filter(({ deed }) => deed.kind === 'create') };
      const after = applied(given, creating);
      for (const place of PLACES) {
        const inPlace = (one: { accountId: string; region: string }) =>
          one.accountId === place.accountId && one.region === place.region;
        const count = after.profiles.filter(inPlace).length;
        const before = given.profiles.filter(inPlace).length;
        const most = given.quotas.get(`${place.accountId}/${place.region}`) ?? 1000;
        expect(count).toBeLessThanOrEqual(Math.max(most, before));
      }
      const foreign = given.profiles.filter(({ history }) => history[0]?.tags.ManagedBy === 'terraform');
      const touched = plan.steps.flatMap(({ deed }) => ('arn' in deed ? [deed.arn] : []));
      expect(foreign.filter(({ arn }) => touched.includes(arn))).toEqual([]);
    }));
});

describe('how steps are done', () => {
  it('half as fast when AWS asks for it, back to what is set step by step, and never to a stop', () => {
    expect(nextPace(4, 4, true)).toBe(2);
    expect(nextPace(2, 4, false)).toBe(2.2);
    expect(nextPace(4, 4, false)).toBe(4);
    let pace = 4;
    for (let step = 0; step < 50; step++) pace = nextPace(pace, 4, true);
    expect(pace).toBe(4 / 32);
    expect([waitMs(4, null), waitMs(4, 100), waitMs(4, 900)]).toEqual([0, 150, 0]);
  });

  it('again after pauses that get longer, and not for ever', () =>
    expect([1, 2, 3, 4, 5].map(pauseMs)).toEqual([15_000, 60_000, 240_000, 960_000, null]));

  it('deletes what is unused only while figures say so', () => {
    const at = Date.parse(NOW);
    const day = (count: number) => new Date(at + count * 86_400_000).toISOString();
    const deed = (notBefore: string | null, unusedSince: string | null) =>
      ({ kind: 'delete', arn: 'arn:p', place: HOME, notBefore, unusedSince }) as const;
    expect(unusedFrom(deed(null, null), at)).toBeNull();
    expect(unusedFrom(deed(null, day(-60)), at)).toBe(day(-60));
    // Unused for as long as lies between the two, however often it is put off.
    expect(unusedFrom(deed(day(-5), day(-35)), at)).toBe(day(-30));
    expect(unusedFrom(deed(day(0), day(-30)), at)).toBe(day(-30));
    const known = (lastUsed: string | null, readUntil: string | null) => ({ lastUsed, readUntil });
    const unused = deed(null, day(-60));
    expect(putOff(deed(day(-1), null), known('2026-11-19', null), at, 0)).toBeNull();
    expect(putOff(unused, known(null, day(0)), at, 0)).toBeNull();
    expect(putOff(unused, known(null, day(-2)), at, 0)).toMatchObject({
      state: 'waiting',
      reason: { key: 'useUnknown' },
      due: day(1),
    });
    expect(putOff(unused, known(null, null), at, 0)).toMatchObject({ state: 'waiting' });
    expect(putOff(unused, known('2026-11-19', day(0)), at, 0)).toMatchObject({
      state: 'skipped',
      reason: { key: 'stillUsed', detail: { day: '2026-11-19' } },
    });
    expect(putOff(deed(day(-1), day(-31)), known('2026-11-19', day(0)), at, 0)).toMatchObject({
      state: 'waiting',
      due: day(1),
    });
  });
});
