import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { auditStore } from '../../src/store/audit.ts';
import { connect } from '../../src/store/connection.ts';
import { migrateLedger } from '../../src/store/migrate.ts';
import { ANNA, at, folder, NOW, NOW_MS } from './setup.ts';

/** The audit log is edited by nobody, not even by whoever could speak SQL. */

/** What the product itself could do: raw SQL on its own connection. */
async function raw() {
  const file = join(folder(), 'ledger.db');
  const connection = await connect(file);
  await migrateLedger(connection, file, { now: NOW_MS });
  const audit = auditStore(connection);
  await audit.record({ at: at(-2), actor: ANNA, action: 'export', subject: '/users' });
  await audit.record({ at: at(-1), actor: ANNA, action: 'export', subject: '/models' });
  return { audit, run: (text: string) => connection.sqlite.prepare(text).run() };
}

describe('an entry', () => {
  it.each([
    ["UPDATE audit SET actor = 'x'", 'cannot be changed'],
    ["UPDATE OR REPLACE audit SET id = 2, actor = 'x' WHERE id = 1", 'cannot be changed'],
    ['DELETE FROM audit', 'cannot be deleted'],
    ['DELETE FROM audit WHERE id = 1', 'cannot be deleted'],
    [
      "INSERT OR REPLACE INTO audit (id, at, actor, action, subject) VALUES (1, 'z', 'x', 'y', 'z')",
      'cannot be deleted',
    ],
    [
      "REPLACE INTO audit (id, at, actor, action, subject) VALUES (2, 'z', 'x', 'y', 'z')",
      'cannot be deleted',
    ],
    [
      "INSERT INTO audit (id, at, actor, action, subject) VALUES (1, 'z', 'x', 'y', 'z') ON CONFLICT (id) DO UPDATE SET actor = 'x'",
      'cannot be changed',
    ],
    ["INSERT INTO audit (id, at, actor, action, subject) VALUES (1, 'z', 'x', 'y', 'z')", 'UNIQUE'],
  ])('is not touched by %s', async (text, words) => {
    const { audit, run } = await raw();
    const before = await audit.list({ limit: 10 });
    expect(() => run(text)).toThrow(words);
    expect(await audit.list({ limit: 10 })).toEqual(before);
    expect(before).toHaveLength(2);
  });
});

describe('forgetting', () => {
  it('keeps what a longer setting asks for from then on', async () => {
    const { audit, run } = await raw();
    expect(await audit.forget(at(-60), ANNA, NOW, 9)).toBe(0);
    expect(await audit.count({})).toBe(2);
    expect(await audit.forget(at(0), ANNA, NOW, 9)).toBe(2);
    expect(await audit.forget(at(-60), ANNA, NOW, 9)).toBe(0);
    await audit.record({ at: at(-30), actor: ANNA, action: 'export', subject: '/again' });
    expect(() => run('DELETE FROM audit')).toThrow(
      expect.objectContaining({ code: 'SQLITE_CONSTRAINT_TRIGGER' }),
    );
    expect(await audit.list({ limit: 9, action: 'export' })).toMatchObject([{ subject: '/again' }]);
  });
});
