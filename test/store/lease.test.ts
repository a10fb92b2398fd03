import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { LeaseLost } from '../../src/store/errors.ts';
import { at, folder, leaseOf, open, run } from './setup.ts';

describe('the lease', () => {
  it('is kept between processes: one writes, the other waits, and takes over from the dead', async () => {
    const file = join(folder(), 'ledger.db');
    const store = await open(file);
    const mine = await leaseOf(store, 'mine');
    expect((await run('takeLease.ts', file, at(0.5), '60000')).out).toBe('held by mine');
    expect((await run('takeLease.ts', file, at(1), '60000')).out).toBe(String(mine.fence + 1));
    await expect(store.spend.replaceDay(mine, '2026-11-01', [], [], 'mine')).rejects.toThrow(LeaseLost);
    expect(await store.spend.days()).toMatchObject([
      { day: '2026-11-01', computed: { inputsHash: 'other process' } },
    ]);
    expect((await leaseOf(store, 'mine again', 3)).fence).toBe(mine.fence + 2);
  });
});
