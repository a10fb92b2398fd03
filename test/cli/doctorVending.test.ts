import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MENDS, setting } from '../../src/cli/doctorMends.ts';
import { vendingChecks } from '../../src/cli/doctorVending.ts';
import type { Settings } from '../../src/core/settings.ts';
import { openStore } from '../../src/store/open.ts';
import type { Store } from '../../src/store/types.ts';
import { askingOf } from '../asking.ts';
import { NOW, NOW_MS } from '../store/setup.ts';

/** What the doctor says of giving out profiles: who agrees, whether they are told, and which plans are stuck. */

let store: Store;
beforeAll(async () => {
  store = await openStore(':memory:', { now: NOW_MS });
  const someone = { name: null, costCenter: 'CC-1', manager: null, active: true, groups: [] };
  const actor = { id: 'local:test' };
  await store.people.learn('file', [{ email: 'ann@example.com', ...someone }], {
    complete: false,
    actor,
    now: NOW,
  });
});
afterAll(() => store.close());

const OIDC = { issuer: 'https://login.example.com' } as Settings['signIn']['oidc'];

/** By check: state and mend, of those that are not well. */
async function troubles(change: (settings: Settings) => Settings): Promise<Record<string, unknown>> {
  const asking = askingOf(store);
  const checks = await vendingChecks({ ...asking, settings: change(asking.settings) });
  return Object.fromEntries(
    checks.filter(({ state }) => state !== 'ok').map(({ check, state, mend }) => [check, [state, mend]]),
  );
}
const agreedBy =
  (by: Settings['vending']['approval']['by'], more: Partial<Settings> = {}) =>
  (settings: Settings): Settings => ({
    ...settings,
    policies: { ...settings.policies, selfService: false },
    notify: { ...settings.notify, smtpUrl: 'smtp://mail.example.com' },
    vending: { ...settings.vending, approval: { ...settings.vending.approval, by } },
    signIn: { ...settings.signIn, oidc: OIDC },
    ...more,
  });

describe('who agrees to profiles', () => {
  it('is of no matter where nobody has to', async () => {
    expect(await troubles((settings) => settings)).toEqual({});
  });
  it('is nobody without sign-in, without owners and administrators, or without managers', async () => {
    const check = 'who agrees to profiles';
    const alone = (settings: Settings) => ({
      ...agreedBy('manager')(settings),
      signIn: { ...settings.signIn, oidc: null, alb: null },
    });
    expect(await troubles(alone)).toEqual({ [check]: ['failed', setting('signIn')] });
    expect(await troubles(agreedBy('costCenterOwner'))).toEqual({ [check]: ['failed', MENDS.grantOwner] });
    expect(await troubles(agreedBy('manager'))).toEqual({ [check]: ['failed', MENDS.importPeople] });
  });
  it('is told by mail, and is not gone round', async () => {
    const open = (settings: Settings) => ({
      ...agreedBy('manager')(settings),
      notify: { ...settings.notify, smtpUrl: null },
      policies: { ...settings.policies, selfService: true },
    });
    expect(await troubles(open)).toMatchObject({
      'letters to whoever agrees': ['warning', setting('notify.smtpUrl')],
      'profiles without a yes': ['warning', setting('policies.selfService')],
    });
  });
});

it('a plan that is applied while vending is off is a trouble', async () => {
  const actor = { id: 'local:test' };
  const deed = { kind: 'byHand', what: 'wait', about: 'ann', from: '', to: '' } as const;
  const plan = { purpose: 'move', title: 'x', unchanged: 0, refused: [] } as const;
  await store.provisioning.propose('a', { ...plan, steps: [{ deed, about: 'ann', phase: 1 }] }, actor, NOW);
  await store.provisioning.begin('a', actor, NOW);
  const off = (settings: Settings) => ({ ...settings, vending: { ...settings.vending, enabled: false } });
  const on = (settings: Settings) => ({ ...settings, vending: { ...settings.vending, enabled: true } });
  expect(await troubles(off)).toEqual({ 'plans of profiles': ['failed', setting('vending.enabled')] });
  expect(await troubles(on)).toEqual({
    'plans of profiles': ['warning', 'bedrock-ledger profiles plans show a --state waiting'],
  });
});
