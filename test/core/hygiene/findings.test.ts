import { describe, expect, it } from 'vitest';
import { hygieneFindings } from '../../../src/core/hygiene/findings.ts';
import { mendingPlan } from '../../../src/core/hygiene/mending.ts';
import type { HygieneFacts, HygieneFinding } from '../../../src/core/hygiene/types.ts';
import type { Profile } from '../../../src/core/types.ts';
import { factsOf, MODELS, NOW, OURS, PLACE, profile } from './world.ts';

/** What is found of profiles, and the one step that mends it. */

const found = (profiles: readonly Profile[], more: Partial<HygieneFacts> = {}) =>
  hygieneFindings(factsOf(profiles, more));
const kinds = (...args: Parameters<typeof found>) => found(...args).map(({ kind }) => kind);
const NOTHING = { kind: '', detail: {} as Readonly<Record<string, string>>, mend: { way: '', steps: [] } };
/** The only finding, with what its first step does. */
function only(...args: Parameters<typeof found>) {
  const all = found(...args);
  expect(all).toHaveLength(1);
  const [{ kind, detail, mend } = NOTHING] = all;
  return { kind, detail, way: mend.way, deeds: mend.steps.map(({ deed }) => deed) };
}
const { UserEmail: _, ...NOBODYS } = OURS;
const used = (...all: readonly [Profile, string][]) => ({
  lastUsed: new Map(all.map(([{ arn }, at]) => [arn, at])),
});
const LONG_AGO = '2026-08-01T00:00:00.000Z';
const tag = (key: string) => ({ ...OURS, UserEmail: key });

it('finds nothing of a profile that is as it should be', () => expect(kinds([profile()])).toEqual([]));

describe('the owner', () => {
  it.each([
    ['is nobody', NOBODYS, 'noOwner'],
    ['is empty', tag(''), 'noOwner'],
    ['is not in the directory', tag('eve@example.com'), 'ownerUnknown'],
    ['left', tag('leo@example.com'), 'ownerLeft'],
    ['left, and is written in capitals', tag('LEO@example.com'), 'ownerLeft'],
    ['is written in capitals', tag('Ann@Example.com'), 'spellingDiffers'],
  ])('%s', (_, tags, kind) => expect(only([profile({ tags })]).kind).toBe(kind));

  it('is written as another address of theirs', () => {
    const aliases = { 'ann@old.example.com': 'ann@example.com' };
    expect(only([profile({ tags: tag('ann@old.example.com'), aliases })]).kind).toBe('spellingDiffers');
  });
  it('is said under a key in other letters: one step tells it rightly', () => {
    const tags = { ...NOBODYS, useremail: 'ann@example.com' };
    expect(only([profile({ tags })]).deeds).toMatchObject([
      { kind: 'tag', set: { UserEmail: 'ann@example.com' }, remove: ['useremail'] },
    ]);
  });
  it('is not looked for while the directory holds nobody', () =>
    expect(kinds([profile({ tags: tag('eve@example.com') })], { people: new Map() })).toEqual([]));
  it('is nobody on purpose, where profiles are shared', () => {
    const vending = { tags: [], unusedDays: 60, shared: { enabled: true, by: [] } };
    expect(kinds([profile({ tags: NOBODYS })], { vending })).toEqual([]);
    const { CostCenter: __, ...uncharged } = NOBODYS;
    expect(kinds([profile({ tags: uncharged })], { vending })).toEqual(['noOwner']);
  });
  it('of whoever left is deleted; of whom nobody knows somebody is asked, unless nobody uses it', () => {
    expect(only([profile({ tags: tag('leo@example.com') })]).way).toBe('delete');
    const strangers = profile({ tags: tag('eve@example.com') });
    expect(only([strangers]).way).toBe('byHand');
    expect(only([strangers], used([strangers, LONG_AGO])).way).toBe('delete');
  });
  it('is tagged anew where nobody calls it as it is, and gets another one where somebody does', () => {
    const spelled = profile({ tags: tag('ANN@example.com') });
    expect(only([spelled], used([spelled, LONG_AGO])).deeds).toMatchObject([
      { kind: 'tag', set: { UserEmail: 'ann@example.com' }, before: { UserEmail: 'ANN@example.com' } },
    ]);
    expect(only([spelled]).deeds).toMatchObject([
      { kind: 'create', wanted: { userEmail: 'ann@example.com', costCenter: 'CC-1' } },
      { kind: 'delete', arn: spelled.arn, notBefore: '2026-11-29T12:00:00.000Z' },
    ]);
  });
});

/** Tags that the first step sets. */
function setBy(one: HygieneFinding | undefined): Readonly<Record<string, string>> {
  const deed = one?.mend.steps[0]?.deed;
  return deed?.kind === 'tag' ? deed.set : {};
}

describe('adoption', () => {
  const byScript = profile({ tags: { UserEmail: 'ann@example.com' } });
  it('completes what only the owner is known of', () => {
    const { kind, deeds } = only([byScript]);
    expect(kind).toBe('notAdopted');
    expect(deeds).toMatchObject([
      {
        kind: 'tag',
        set: {
          CostCenter: 'CC-1',
          ManagedBy: 'bedrock-ledger',
          InferenceProfile: expect.stringMatching(/^profile-p\d+-[0-9a-f]{10}$/),
        },
        remove: [],
        before: {},
      },
    ]);
  });
  it('never writes over a cost center, a name or another manager', () => {
    const tags = { UserEmail: 'ann@example.com', CostCenter: 'CC-9', ManagedBy: 'platform-team' };
    const [adopted, other] = found([profile({ tags })]);
    expect(adopted?.mend.steps[0]?.deed).toMatchObject({ set: { InferenceProfile: expect.any(String) } });
    expect(Object.keys(setBy(adopted))).toEqual(['InferenceProfile']);
    expect(other?.kind).toBe('wrongCostCenter');
  });
  it('asks for a cost center that the directory does not name, and for a tag that can say several things', () => {
    const people = new Map([['ann@example.com', { active: true, costCenter: '' }]]);
    const vending = {
      tags: [
        { key: 'Stage', values: ['dev', 'prod'], required: true },
        { key: 'Unit', values: ['hq'], required: true },
      ],
      unusedDays: 60,
      shared: { enabled: false, by: [] },
    };
    const { deeds, detail } = only([byScript], { people, vending });
    expect(deeds).toMatchObject([{ set: { Unit: 'hq', ManagedBy: 'bedrock-ledger' } }]);
    expect(detail.asks).toBe('CostCenter, Stage');
  });
  it('gives no two the same name on the bill, and each always the same', () => {
    const twins = [
      byScript,
      profile({ tags: { UserEmail: 'ann@example.com' }, name: byScript.name, modelKey: MODELS[1] }),
    ];
    const names = () => found(twins).map((one) => setBy(one).InferenceProfile);
    expect(new Set(names()).size).toBe(2);
    expect(names()).toEqual(names());
  });
});

describe('what it is charged to', () => {
  it('is not what the directory says', () =>
    expect(only([profile({ tags: { ...OURS, CostCenter: 'CC-7' } })])).toMatchObject({
      kind: 'wrongCostCenter',
      detail: { costCenter: 'CC-7', directory: 'CC-1' },
      deeds: [{ kind: 'tag', set: { CostCenter: 'CC-1' }, before: { CostCenter: 'CC-7' } }],
    }));
  it('differs in case, which is another cost center', () =>
    expect(kinds([profile({ tags: { ...OURS, CostCenter: 'cc-1' } })])).toEqual(['wrongCostCenter']));
  it('cannot be said as a tag', () => {
    const people = new Map([['ann@example.com', { active: true, costCenter: '東京' }]]);
    expect(only([profile()], { people }).way).toBe('byHand');
  });
  it.each([
    ['lacks a tag', {}, ['dev', 'prod'], 'byHand'],
    ['lacks a tag that can say one thing', {}, ['dev'], 'tag'],
    ['says what it may not', { Stage: 'test' }, ['dev', 'prod'], 'byHand'],
  ])('%s', (_, more, values, way) => {
    const tags = [{ key: 'Stage', values, required: true }];
    const vending = { tags, unusedDays: 60, shared: { enabled: false, by: [] } };
    expect(only([profile({ tags: { ...OURS, ...more } })], { vending })).toMatchObject({
      kind: 'furtherTag',
      way,
    });
  });
});

describe('use', () => {
  const idle = profile();
  it('ended long ago, or was never seen', () => {
    expect(only([idle], used([idle, LONG_AGO])).deeds).toMatchObject([
      { kind: 'delete', notBefore: null, unusedSince: '2026-09-29T11:00:00.000Z' },
    ]);
    expect(kinds([idle], { lastUsed: new Map() })).toEqual(['unused']);
  });
  it('is not missed of what is young', () =>
    expect(kinds([profile({ createdAt: '2026-10-15T00:00:00.000Z' })], { lastUsed: new Map() })).toEqual([]));
  it.each([
    ['was never collected', new Map()],
    [
      'was not collected for all of the days',
      new Map([[PLACE, { from: '2026-10-20T00:00:00.000Z', until: NOW }]]),
    ],
    [
      'was collected elsewhere',
      new Map([['111122223333/eu-west-1', { from: '2026-01-01T00:00:00.000Z', until: NOW }]]),
    ],
  ])('is not news where it %s', (_, collected) =>
    expect(kinds([idle], { lastUsed: new Map(), collected })).toEqual([]),
  );
  it('is counted to when it was collected last, not to today', () => {
    const collected = new Map([
      [PLACE, { from: '2026-01-01T00:00:00.000Z', until: '2026-09-15T00:00:00.000Z' }],
    ]);
    expect(kinds([idle], { collected, ...used([idle, LONG_AGO]) })).toEqual([]);
  });
});

describe('what is too much', () => {
  it('is all but the one that is used last', () => {
    const [a, b, c] = [profile(), profile(), profile()];
    const all = found(
      [a, b, c],
      used([a, '2026-11-20T00:00:00.000Z'], [b, '2026-11-27T00:00:00.000Z'], [c, LONG_AGO]),
    );
    expect(all.map(({ kind, about, detail }) => [kind, about, detail.keptArn])).toEqual([
      ['duplicate', a.arn, b.arn],
      ['duplicate', c.arn, b.arn],
    ]);
  });
  it.each([
    ['another model', { modelKey: MODELS[1] }],
    ['another Region', { region: 'us-west-2', sourceId: null }],
    ['another cost center', { tags: { ...OURS, CostCenter: 'CC-2' } }],
    ['another route', { route: 'global' as const }],
    ['one that does not answer yet', { status: 'CREATING' }],
  ])('is not one of %s', (_, more) => expect(kinds([profile(), profile(more)])).not.toContain('duplicate'));
  it('is not what was made under the right address, beside one of another spelling that is still used', () => {
    const [old, right] = [profile({ tags: { ...OURS, UserEmail: 'ANN@example.com' } }), profile()];
    expect(
      kinds([old, right], used([old, '2026-11-27T00:00:00.000Z'], [right, '2026-11-20T00:00:00.000Z'])),
    ).toEqual(['spellingDiffers']);
  });
  it('stands for a model that AWS no longer has there; a Region of which nothing is known says nothing', () => {
    const old = profile({ sourceId: 'us.anthropic.claude-2', modelKey: 'anthropic.claude-2' });
    expect(only([old])).toMatchObject({
      kind: 'modelGone',
      deeds: [{ unusedSince: NOW, notBefore: '2026-12-05T12:00:00.000Z' }],
    });
    expect(kinds([old], { catalogue: [] })).toEqual([]);
    expect(kinds([profile({ sourceId: null })])).toEqual([]);
  });
});

describe('the quota', () => {
  const ten = Array.from({ length: 10 }, (_, index) =>
    profile({ tags: { ...OURS, CostCenter: 'CC-1' }, route: null, sourceId: null, modelArns: [`m${index}`] }),
  );
  it('is near: what nobody uses goes first, in the place itself', () => {
    const quotas = new Map([[PLACE, 11]]);
    const lastUsed = new Map(ten.slice(0, 9).map(({ arn }) => [arn, NOW]));
    const [near] = found(ten, { quotas, lastUsed }).filter(({ kind }) => kind === 'nearQuota');
    expect(near).toMatchObject({ about: PLACE, detail: { count: '10', quota: '11', known: 'yes' } });
    expect(near?.mend.steps.map(({ deed }) => deed)).toMatchObject([{ kind: 'delete', arn: ten[9]?.arn }]);
    expect(found(ten, { quotas }).at(-1)?.mend.way).toBe('byHand');
  });
  it('is far', () => expect(kinds(ten, { quotas: new Map([[PLACE, 12]]) })).toEqual([]));
});

describe('one plan of several findings', () => {
  it('tags a profile once, and deletes what goes for two reasons once', () => {
    const wrong = profile({ tags: { UserEmail: 'ann@example.com', CostCenter: 'CC-7' } });
    const plan = mendingPlan('hygiene', 'all', found([wrong]));
    expect(plan.steps.map(({ deed }) => deed)).toMatchObject([
      {
        kind: 'tag',
        arn: wrong.arn,
        set: { CostCenter: 'CC-1', ManagedBy: 'bedrock-ledger' },
        before: { CostCenter: 'CC-7' },
      },
    ]);
    const idle = profile();
    const near = found([idle], { lastUsed: new Map(), quotas: new Map([[PLACE, 1]]) });
    expect(near.map(({ kind }) => kind)).toEqual(['unused', 'nearQuota']);
    expect(mendingPlan('hygiene', 'all', near).steps).toHaveLength(1);
  });
});
