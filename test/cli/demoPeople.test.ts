import { expect, it } from 'vitest';
import { demoToken } from '../../src/cli/demoPeople.ts';
import { MOST_TOKENS } from '../../src/core/tokens.ts';
import { hashOf } from '../../src/server/secrets.ts';
import { NOW, NOW_MS, open } from '../store/setup.ts';

it('a token that the demo prints is good, and none is printed once a kept ledger holds as many as one may have', async () => {
  const store = await open();
  const context = {
    store: { ...store, migration: { applied: 0, backup: null } },
    clock: { now: () => NOW_MS },
    actor: { id: 'local:test' },
  };
  const ann = { email: 'ann@example.com' };
  for (let i = 0; i < MOST_TOKENS; i++) {
    const secret = await demoToken(context, ann);
    expect(await store.tokens.use(hashOf(secret ?? ''), NOW, '')).toMatchObject(ann);
  }
  expect(await demoToken(context, ann)).toBeNull();
});
