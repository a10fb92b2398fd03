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

    it('are found by their secret, whatever became of them, with where they were used last', async () => {
      const store = await open();
      await store.tokens.create(token('t'), 'hash', ANNA);
      expect(await store.tokens.find('nobody knows it')).toBeNull();
      expect(await store.tokens.find('hash')).toMatchObject({
        id: 't',
        lastUsedAt: null,
        lastUsedFrom: null,
      });
      await store.tokens.noteUse('hash', at(1), 'x');
      await store.tokens.revoke(EMAIL, 't', ANNA, at(2));
      expect(await store.tokens.find('hash')).toMatchObject({
        lastUsedAt: at(1),
        lastUsedFrom: 'x',
        revokedAt: at(2),
      });
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
