import { describe, expect, it } from 'vitest';
import { MOST_TOKENS } from '../../../src/core/tokens.ts';
import { ANNA, at, NOW } from '../setup.ts';
import type { Engine } from './engine.ts';

const EMAIL = 'ann@example.com';
const token = (id: string, minutes = 60) => ({
  id,
  email: EMAIL,
  name: id,
  scopes: ['me' as const],
  createdAt: NOW,
  expiresAt: at(minutes),
});

export function tokensContract({ open }: Engine): void {
  describe('tokens', () => {
    it('are as many as one may have; what ended does not count', async () => {
      const store = await open();
      for (let i = 0; i < MOST_TOKENS; i++)
        expect(await store.tokens.create(token(`${i}`), `${i}`, ANNA)).toBe(true);
      expect(await store.tokens.create(token('more'), 'more', ANNA)).toBe(false);
      expect(await store.tokens.revoke(EMAIL, '0', ANNA, NOW)).toBe(true);
      expect(await store.tokens.create(token('more'), 'more', ANNA)).toBe(true);
      expect(await store.audit.count({ action: 'token.create' })).toBe(MOST_TOKENS + 1);
    });

    it('tell of a use within a minute once, from each place; of one that ended none', async () => {
      const store = await open();
      await store.tokens.create(token('t'), 'hash', ANNA);
      const used = async () => {
        const [one] = await store.tokens.listOf(EMAIL);
        return [one?.lastUsedAt, one?.lastUsedFrom];
      };
      expect(await store.tokens.use('nobody knows it', NOW, 'x')).toBeNull();
      expect(await store.tokens.use('hash', at(1), 'x')).toMatchObject({ id: 't', lastUsedAt: null });
      await store.tokens.use('hash', at(1.5), 'x');
      expect(await used()).toEqual([at(1), 'x']);
      await store.tokens.use('hash', at(1.5), 'y');
      expect(await used()).toEqual([at(1.5), 'y']);
      await store.tokens.use('hash', at(60), 'z');
      expect(await used()).toEqual([at(1.5), 'y']);
    });

    it('stay listed after their end until they are tidied away', async () => {
      const store = await open();
      await store.tokens.create(token('short', 1), 'a', ANNA);
      await store.tokens.create(token('long'), 'b', ANNA);
      expect(await store.tokens.tidy(at(1), 9)).toBe(0);
      expect((await store.tokens.all()).map(({ id }) => id).sort()).toEqual(['long', 'short']);
      expect(await store.tokens.tidy(at(2), 9)).toBe(1);
      expect((await store.tokens.all()).map(({ id }) => id)).toEqual(['long']);
    });
  });
}
