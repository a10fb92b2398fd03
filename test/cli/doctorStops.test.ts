import { afterAll, beforeAll, expect, it } from 'vitest';
import { MENDS, setting, syncOf } from '../../src/cli/doctorMends.ts';
import { denyChecks, stopChecks } from '../../src/cli/doctorStops.ts';
import type { HolderReport } from '../../src/core/policies/holders.ts';
import type { Proof } from '../../src/core/policies/proof.ts';
import type { Settings } from '../../src/core/settings.ts';
import { openStore } from '../../src/store/open.ts';
import type { Store } from '../../src/store/types.ts';
import type { MarkRow } from '../../src/store/typesStops.ts';
import { askingOf } from '../asking.ts';
import { tamper } from '../jobs/setup.ts';
import { NOW, NOW_MS } from '../store/setup.ts';

/** What the doctor says of stops by budgets, each with the step that mends it. */

let store: Store;
beforeAll(async () => {
  store = await openStore(':memory:', { now: NOW_MS });
});
afterAll(() => store.close());

const on = (settings: Settings): Settings => ({
  ...settings,
  enforcement: { ...settings.enforcement, mode: 'on' },
});
const found = async (change: (settings: Settings) => Settings = on) => {
  const asking = askingOf(store);
  const checks = await stopChecks({ ...asking, settings: change(asking.settings) });
  return Object.fromEntries(
    checks.map(({ check, state, mend, found: words, unasked }) => [
      check,
      { state: unasked ? 'unasked' : state, mend: mend ?? null, words },
    ]),
  );
};
const keep = (more: Partial<MarkRow>) =>
  tamper(store, (lease) =>
    store.marks.keep(
      lease,
      [
        {
          ...{ arn: 'p1', mark: 'exceeded', stopId: null, since: NOW, effective: null, effectiveAt: NOW },
          ...{ isOurs: true, refusedAt: null, refusals: 0, lastError: null, dueAt: null },
          ...more,
        },
      ],
      [],
    ),
  );

it('asks nothing where budgets stop nobody', async () => {
  expect(await found((settings) => settings)).toMatchObject({ 'stops by budgets': { state: 'unasked' } });
});

it('says what is not known, what is old, and that nobody could be asked', async () => {
  expect(await found()).toMatchObject({
    'stops by budgets': { state: 'ok', words: 'on: 0 are going on' },
    'figures that stops are decided from': { state: 'warning', mend: MENDS.collect },
    'marks of profiles': { state: 'unasked' },
    'whom somebody asks who is stopped': { state: 'failed', mend: setting('enforcement.contact') },
    'until a mark counts': { state: 'unasked' },
  });
});

it('names whom somebody asks, as the settings do', async () => {
  const named = (settings: Settings): Settings => ({
    ...on(settings),
    enforcement: { ...settings.enforcement, mode: 'dryRun', contact: 'finops@example.com' },
  });
  const checks = await found(named);
  expect(checks['stops by budgets']?.words).toBe('dryRun: 0 would be (dryRun) going on');
  expect(checks['whom somebody asks who is stopped']).toMatchObject({
    state: 'ok',
    words: 'finops@example.com',
  });
  expect(checks['marks of profiles']).toBeUndefined();
});

it('knows from what AWS said whether the role may mark', async () => {
  await keep({ dueAt: NOW });
  expect((await found())['marks of profiles']).toMatchObject({ state: 'warning', mend: syncOf('enforce') });
  await keep({ dueAt: NOW, refusals: 2, refusedAt: NOW, lastError: 'it lacks bedrock:TagResource' });
  expect((await found())['marks of profiles']).toEqual({
    ...{ state: 'failed', mend: MENDS.printService },
    words: 'AWS refused 1: it lacks bedrock:TagResource',
  });
  await keep({ effective: 'exceeded' });
  expect((await found())['marks of profiles']).toMatchObject({ state: 'ok' });
});

it('says how long a mark took to count, as it was measured last', async () => {
  const facts = { secondsUntilBlocked: 45, secondsUntilUnblocked: 47 };
  const proof = { at: NOW, accountId: '222233334444', facts } as Partial<Proof> as Proof;
  const audit = { actor: { id: 'ann@example.com' }, action: 'policies.prove', before: null } as const;
  await store.audit.record({ ...audit, at: NOW, subject: 'policies/proof', after: { ...proof } });
  expect((await found())['until a mark counts']).toMatchObject({
    ...{
      state: 'ok',
      words: `45 s, and 47 s until it answers again, in 222233334444 on ${NOW.slice(0, 10)}`,
    },
  });
});

it('finds policies that do not deny what is marked', () => {
  const { settings } = askingOf(store);
  const holder = (name: string, open: boolean) =>
    ({
      ...{ kind: 'permissionSet', names: [name], accounts: ['222233334444'], unread: [] },
      holes: open ? [{ hole: 'exceeded', state: 'open', probes: [], by: [], elements: [] }] : [],
    }) as Partial<HolderReport> as HolderReport;
  const of = (...holders: HolderReport[]) =>
    denyChecks({ holders }, on(settings)).map(({ state, found: words }) => [state, words]);
  expect(of(holder('A', false))).toEqual([['ok', 'all 1 that reach Bedrock do']]);
  expect(of(holder('A', false), holder('B', true))).toEqual([
    ['warning', '1 of 2 do not: whoever has B is stopped by nothing'],
  ]);
  expect(denyChecks({ holders: [holder('B', true)] }, settings)).toEqual([]);
});
