import { describe, expect, it } from 'vitest';
import { readConfig } from '../../../src/config.ts';
import {
  createFault,
  deleteFault,
  isWithoutSuccessor,
  placeFault,
  tagFault,
} from '../../../src/core/provisioning/holds.ts';
import type { Step } from '../../../src/core/provisioning/plans.ts';
import type { Purpose } from '../../../src/core/provisioning/types.ts';
import type { Settings } from '../../../src/core/settings.ts';
import type { Wanted } from '../../../src/core/vending/making.ts';
import { CATALOGUE, HOME, person, SONNET } from './world.ts';

/** Between a plan and its steps people, settings and profiles change: each step is judged when its turn comes. */

const ANN = 'ann@example.com';
const settings: Settings = {
  ...readConfig({}),
  accounts: [{ accountId: HOME.accountId, roleArn: null, externalId: null }],
  regions: [HOME.region],
};
const wanted: Wanted = { userEmail: ANN, costCenter: 'CC-1', sourceId: `us.${SONNET}`, ...HOME, tags: {} };
const source = CATALOGUE.find(({ id, region }) => id === wanted.sourceId && region === HOME.region) ?? null;
const withTag = { ...settings.vending, tags: [{ key: 'Stage', values: ['dev'], required: true }] };

describe('what is to be made', () => {
  type Case = Partial<{
    who: Parameters<typeof createFault>[2];
    source: typeof source;
    tags: Wanted['tags'];
  }>;
  it.each<[string, string | null, Purpose, Case, Partial<Pick<Settings, 'policies' | 'vending'>>]>([
    ['for somebody who is there', null, 'provision', {}, {}],
    ['for whom the directory does not know', null, 'provision', { who: null }, {}],
    ['for whoever left', 'skipped left', 'move', { who: person(ANN, 'CC-1', { active: false }) }, {}],
    ['for whoever moved', 'skipped moved', 'provision', { who: person(ANN, 'CC-2') }, {}],
    ['for whoever has another address', 'skipped renamed', 'rollOver', { who: person('a@example.com') }, {}],
    ['for the address that a move gives', null, 'move', { who: person('a@example.com') }, {}],
    ['of what is not offered any more', 'failed noModel', 'move', { source: null }, {}],
    [
      'of a model that is not allowed any more',
      'failed modelNotAllowed',
      'provision',
      {},
      { policies: { ...settings.policies, models: ['amazon.*'] } },
    ],
    [
      'by a route that is not allowed any more',
      'failed geographyNotAllowed',
      'rollOver',
      {},
      { policies: { ...settings.policies, geographies: ['eu'] } },
    ],
    ['without a tag that is required by now', 'failed tagsChanged', 'provision', {}, { vending: withTag }],
    [
      'with a tag that may no longer say so',
      'failed tagsChanged',
      'rollOver',
      { tags: { Stage: 'x' } },
      { vending: withTag },
    ],
    ['with a tag that the settings do not know any more', null, 'provision', { tags: { Gone: 'x' } }, {}],
    ['as it was, where it only moves', null, 'move', { tags: { Stage: 'x' } }, { vending: withTag }],
  ])('%s', (_, expected, purpose, given, changed) => {
    const { who = person(ANN), tags = {} } = given;
    const from = given.source === undefined ? source : given.source;
    const fault = createFault({ ...wanted, tags }, purpose, who, from, { ...settings, ...changed });
    expect(fault && `${fault.state} ${fault.key}`).toBe(expected);
  });
  it('in a place of the settings only: no other credentials are used in its stead', () => {
    expect(placeFault(HOME, settings)).toBeNull();
    for (const place of [
      { ...HOME, accountId: '999999999999' },
      { ...HOME, region: 'eu-west-1' },
    ])
      expect(placeFault(place, settings)).toMatchObject({ state: 'failed', key: 'placeNotRead' });
  });
});

describe('what is to be tagged', () => {
  const deed = {
    set: { CostCenter: 'CC-2' },
    remove: ['Old'],
    before: { CostCenter: 'CC-1', UserEmail: ANN },
  };
  it.each<[string, string | null, Readonly<Record<string, string>>]>([
    ['as it was', null, { CostCenter: 'CC-1', UserEmail: ANN, Other: 'x' }],
    ['as it is to be', null, { CostCenter: 'CC-2', UserEmail: ANN }],
    ['charged otherwise since', 'CostCenter', { CostCenter: 'CC-3', UserEmail: ANN }],
    ['charged to nothing since', 'CostCenter', { UserEmail: ANN }],
    ['somebody else’s since', 'UserEmail', { CostCenter: 'CC-1', UserEmail: 'bob@example.com' }],
    ['with what is to go set since', 'Old', { CostCenter: 'CC-1', UserEmail: ANN, Old: 'x' }],
  ])('%s', (_, tag, has) => expect(tagFault(deed, has, 'UserEmail')?.detail.tag ?? null).toBe(tag));
});

describe('what is to be deleted', () => {
  it.each<[string, string | null, string, boolean, boolean]>([
    ['is theirs still', null, ANN, false, true],
    ['is somebody else’s since', 'changed', 'bob@example.com', false, true],
    ['is of somebody who left', null, ANN, true, false],
    ['is of somebody who is back', 'isBack', ANN, true, true],
  ])('%s', (_, key, address, left, active) => {
    const fault = deleteFault({ whose: { address: ANN, left } }, { UserEmail: address }, 'UserEmail', {
      active,
    });
    expect(fault?.key ?? null).toBe(key);
  });
  it('stays where nothing came of what was to come in its place', () => {
    const deed = { kind: 'create', wanted } as const;
    const of = (state: Step['state'], key: string | null, result: string | null = null) => [
      { deed, state, reason: key === null ? null : { key, detail: {} }, result },
    ];
    const isGone = (arn: string) => arn === 'gone';
    const kept = [
      of('skipped', 'moved'),
      of('skipped', 'left'),
      of('done', null, 'there'),
      of('done', null, 'gone'),
    ].map((steps) => isWithoutSuccessor(steps, isGone));
    expect(kept).toEqual([true, false, false, true]);
  });
});
