import { describe, expect, it } from 'vitest';
import { IdentityMismatch } from '../../../src/store/errors.ts';
import type { Engine } from './engine.ts';

export function identityContract({ open, again }: Engine): void {
  describe('the identity', () => {
    const real = { payerAccountId: '111122223333', simulated: false };

    it('is pinned once, for everybody', async () => {
      const store = await open();
      expect(await store.identity.get()).toBeNull();
      await store.identity.pin(real);
      await store.identity.pin(real);
      expect(await ((await again?.(store)) ?? store).identity.get()).toEqual(real);
    });

    it.each([
      ['another payer', { ...real, payerAccountId: '999999999999' }],
      ['a simulated world', { ...real, simulated: true }],
    ])('refuses %s in words', async (_, other) => {
      const store = await open();
      await store.identity.pin(real);
      await expect(store.identity.pin(other)).rejects.toThrow(IdentityMismatch);
      await expect(store.identity.pin(other)).rejects.toThrow(/\breal\b.*111122223333/);
      expect(await store.identity.get()).toEqual(real);
    });
  });
}
