import { expect, it } from 'vitest';
import { lastProof } from '../../../src/app/policies/prove.ts';
import { operator } from '../../../src/core/access.ts';
import { askingOf } from '../../asking.ts';
import { open } from '../../store/setup.ts';

it('the last proof is shown to those alone who may change policies: it names roles and open doors', async () => {
  const store = await open();
  const viewer = { ...operator('local:test'), roles: new Set(['finance'] as const) };
  expect(await lastProof(askingOf(store))).toBeNull();
  await expect(lastProof(askingOf(store, { viewer }))).rejects.toMatchObject({ code: 'forbidden' });
});
