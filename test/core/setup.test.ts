import { describe, expect, it } from 'vitest';
import type { PrintedStatement } from '../../src/core/policies/printed.ts';
import {
  firstBill,
  lackingOf,
  progressOf,
  type SetupFacts,
  type SetupStep,
  type StepState,
  stepsOf,
  type TagState,
  type Tried,
} from '../../src/core/setup.ts';

/** How far the set-up is, by what is known of it. */

const PLACE = { accountId: '222233334444', region: 'us-east-1' };
const tried = (action: string | null, state: Tried['state'] = 'ok', more: Partial<Tried> = {}): Tried => ({
  ...{ name: action ?? 'credentials', place: PLACE, action, state, found: '' },
  ...more,
});
const tag = (key: string, status: TagState['status'], optional = false): TagState => ({
  key,
  status,
  optional,
});
const NEW: SetupFacts = {
  places: 1,
  tried: null,
  tags: null,
  profiles: { known: 0, lacking: 0 },
  collection: { collected: false, failed: false },
  signIn: { on: false, administrators: 0 },
};
const RUNS: SetupFacts = {
  places: 1,
  tried: [tried(null), tried('ce:GetCostAndUsage')],
  tags: [tag('UserEmail', 'active'), tag('iamPrincipal/UserEmail', 'unseen', true)],
  profiles: { known: 3, lacking: 1 },
  collection: { collected: true, failed: false },
  signIn: { on: true, administrators: 1 },
};

describe('a step is as far as it says', () => {
  it.each<[string, SetupStep, Partial<SetupFacts>, StepState]>([
    ['one place, answered', 'accounts', {}, 'done'],
    ['nothing asked', 'accounts', { tried: null }, 'unknown'],
    ['no place', 'accounts', { places: 0, tried: null }, 'todo'],
    ['one of two not reached', 'accounts', { tried: [tried(null), tried(null, 'failed')] }, 'failed'],
    ['all granted', 'permissions', {}, 'done'],
    ['nothing asked', 'permissions', { tried: null }, 'unknown'],
    ['not reached, so not asked', 'permissions', { tried: [tried(null, 'failed')] }, 'unknown'],
    ['one refused', 'permissions', { tried: [tried('a:B'), tried('a:C', 'failed')] }, 'failed'],
    ['no answer and no refusal', 'permissions', { tried: [tried('a:B', 'weak')] }, 'failed'],
    ['some metrics not read', 'permissions', { tried: [tried('a:B', 'unread')] }, 'done'],
    ['there was nothing to ask for', 'permissions', { tried: [tried('a:B', 'unasked')] }, 'unknown'],
    ['active, one that may be missing is not', 'tags', {}, 'done'],
    ['AWS did not say', 'tags', { tags: null }, 'unknown'],
    ['one is not active', 'tags', { tags: [tag('CostCenter', 'inactive')] }, 'todo'],
    ['one was never seen', 'tags', { tags: [tag('CostCenter', 'unseen')] }, 'todo'],
    ['no profile', 'tags', { profiles: { known: 0, lacking: 0 } }, 'todo'],
    ['no profile with tags', 'tags', { profiles: { known: 2, lacking: 2 } }, 'todo'],
    ['collected', 'collection', {}, 'done'],
    ['not collected', 'collection', { collection: { collected: false, failed: false } }, 'todo'],
    ['failed before', 'collection', { collection: { collected: false, failed: true } }, 'failed'],
    ['failed later', 'collection', { collection: { collected: true, failed: true } }, 'done'],
    ['with an administrator', 'signIn', {}, 'done'],
    ['off', 'signIn', { signIn: { on: false, administrators: 0 } }, 'todo'],
    ['nobody administers', 'signIn', { signIn: { on: true, administrators: 0 } }, 'failed'],
  ])('%s: %s', (_, step, facts, state) => {
    expect(stepsOf({ ...RUNS, ...facts })[step]).toBe(state);
  });

  it('counts what is done and names the first that is not', () => {
    expect(progressOf(stepsOf(RUNS))).toEqual({ done: 5, all: 5, next: null });
    expect(progressOf(stepsOf(NEW))).toEqual({ done: 0, all: 5, next: 'accounts' });
    const refused = { ...RUNS, tried: [tried(null), tried('a:B', 'failed')] };
    expect(progressOf(stepsOf(refused))).toEqual({ done: 4, all: 5, next: 'permissions' });
  });
});

describe('what is to be added', () => {
  const STATEMENTS: PrintedStatement[] = [
    { Sid: 'Read', Effect: 'Allow', Action: ['a:B', 'a:C'], Resource: ['*'] },
    { Sid: 'Take', Effect: 'Allow', Action: ['sts:AssumeRole'], Resource: ['arn:aws:iam::1:role/r'] },
    { Sid: 'Never', Effect: 'Deny', Action: ['a:C'], Resource: ['*'] },
  ];
  it('is the least of what AWS refused, once for each role, and no denial', () => {
    const refused = (action: string | null, place: Tried['place'] = PLACE) =>
      tried(action, 'failed', { place, refused: true });
    const all = [refused('a:C'), refused('a:C', { ...PLACE, region: 'us-west-2' }), refused('a:B', null)];
    const quota = tried('q:Get', 'weak');
    const more = { Sid: 'Quota', Effect: 'Allow', Action: ['q:Get'], Resource: ['*'] } as const;
    expect(lackingOf([...all, tried('a:B', 'failed'), refused(null), quota], [...STATEMENTS, more])).toEqual([
      {
        of: PLACE.accountId,
        actions: ['a:C', 'q:Get'],
        statements: [
          { Effect: 'Allow', Action: ['a:C'], Resource: ['*'] },
          { Effect: 'Allow', Action: ['q:Get'], Resource: ['*'] },
        ],
      },
      {
        of: 'payer',
        actions: ['a:B'],
        statements: [{ Effect: 'Allow', Action: ['a:B'], Resource: ['*'] }],
      },
      {
        of: 'server',
        actions: ['sts:AssumeRole'],
        statements: [{ Effect: 'Allow', Action: ['sts:AssumeRole'], Resource: ['arn:aws:iam::1:role/r'] }],
      },
    ]);
  });
  it('is one policy where one role reads the bill and the account', () => {
    const me = { arn: 'arn:aws:sts::222233334444:assumed-role/r/r' };
    const known = [tried(null, 'ok', { place: null, ...me }), tried(null, 'ok', me)];
    const refused = [tried('a:B', 'failed', { place: null, refused: true })];
    const here = [tried('a:C', 'failed', { refused: true })];
    expect(lackingOf([...known, ...refused, ...here], STATEMENTS)).toMatchObject([
      { of: 'payer', actions: ['a:B', 'a:C'] },
    ]);
  });
});

it('counts the requests of the first bill, no further back than AWS gives it', () => {
  expect(firstBill('2026-11-20', 40, 5)).toEqual({ months: 2, requests: 11, charge: 1_100_000_000n });
  expect(firstBill('2026-11-20', 455, 5).months).toBe(firstBill('2026-11-20', 900, 5).months);
});
