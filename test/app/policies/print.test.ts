import { expect, it } from 'vitest';
import { showPolicies } from '../../../src/app/policies/print.ts';
import { readConfig } from '../../../src/config.ts';
import { operator } from '../../../src/core/access.ts';
import { askingOf } from '../../asking.ts';
import { open } from '../../store/setup.ts';

it('the external id of the settings is shown to those alone who may change policies', async () => {
  const store = await open();
  const accounts = [{ accountId: '222233334444', roleArn: null, externalId: 'between-us' }];
  const payer = { accountId: '111122223333', roleArn: null, externalId: null };
  const policies = { ...readConfig({}).policies, geographies: ['in-region'] };
  const settings = { ...readConfig({}), accounts, payer, policies };
  const idFor = async (roles: readonly 'finance'[] | null) => {
    const viewer = operator('local:test');
    const asking = askingOf(store, {
      settings,
      viewer: roles === null ? viewer : { ...viewer, roles: new Set(roles) },
    });
    const [policy] = (await showPolicies(asking, ['trust'], {})).policies;
    return policy?.document.Statement[0]?.Condition?.StringEquals?.['sts:ExternalId'];
  };
  expect(await idFor(null)).toBe('between-us');
  expect(await idFor(['finance'])).toBe('external-id-of-the-settings');
  expect(await idFor([])).toBe('external-id-of-the-settings');
});
