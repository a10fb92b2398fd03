import type Database from 'better-sqlite3';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { auditHead, type Verification, verifyAudit } from '../../../src/app/operations/auditChain.ts';
import { verdictOf } from '../../../src/app/operations/auditVerdict.ts';
import { BEGINNING, digestOf, type RawEntry } from '../../../src/core/auditChain.ts';
import { publicKeyOf, signed } from '../../../src/core/auditHead.ts';
import type { Actor } from '../../../src/core/types.ts';
import { openStore } from '../../../src/store/open.ts';
import { askingOf } from '../../asking.ts';
import { ANNA, at, folder, NOW, NOW_MS, sql, usd } from '../../store/setup.ts';

/** What somebody who owns the file may do to the audit log, and what tells. */

const KEY = Buffer.alloc(32, 7).toString('base64');
const JOB: Actor = { id: 'job:housekeeping', via: 'job' };
let file: string;
let store: Awaited<ReturnType<typeof openStore>>;
beforeEach(async () => {
  file = `${folder()}/ledger.db`;
  store = await openStore(file, { now: NOW_MS });
  onTestFinished(() => store.close());
});

const asking = (auditKey: string | null = null) => {
  const one = askingOf(store);
  return { ...one, settings: { ...one.settings, auditKey } };
};
const verified = (options: Verification = {}, key: string | null = null) => verifyAudit(asking(key), options);
async function write(count: number): Promise<void> {
  for (let i = 1; i <= count; i += 1)
    await store.audit.record({
      at: at(i),
      actor: ANNA,
      action: 'export',
      subject: `/${i}`,
      after: { rows: i },
    });
}
/** Whoever owns the file drops what is in the way. */
function tamper(work: (ledger: Database.Database) => void): void {
  const ledger = sql(file);
  ledger.exec('DROP TRIGGER IF EXISTS audit_never_changes; DROP TRIGGER IF EXISTS audit_keeps');
  work(ledger);
}
/** The chain made anew over whatever is there, as the product makes it. */
function rechain(ledger: Database.Database): void {
  let digest = BEGINNING.digest;
  for (const row of ledger.prepare('SELECT * FROM audit ORDER BY id').all() as RawEntry[]) {
    digest = digestOf(digest, row);
    ledger.prepare('UPDATE audit SET digest = ? WHERE id = ?').run(digest, row.id);
  }
}

describe('a log that nobody touched', () => {
  it('holds, whoever wrote it: changes, several connections, letters that are halves', async () => {
    expect(await verified()).toMatchObject({ checked: 0, broken: null, last: null, whole: true });
    const other = await openStore(file, { now: NOW_MS });
    onTestFinished(() => other.close());
    const odd: Actor = { id: 'half \ud83d of a letter', reason: 'null \0 inside', address: '予算 \udc00' };
    const both = { kind: 'userDefault' as const };
    await Promise.all(
      [store, other, store, other].map((one, i) =>
        one.writing(async (inside) => {
          await inside.audit.record({
            at: NOW,
            actor: odd,
            action: 'export',
            subject: '\udfff',
            after: { a: '\ud83d' },
          });
          await inside.budgets.set(both, usd(BigInt(i + 1)), ANNA, NOW);
        }),
      ),
    );
    await expect(
      store.writing(async (inside) => {
        await inside.audit.record({ at: NOW, actor: ANNA, action: 'export', subject: 'undone' });
        throw new Error('undone');
      }),
    ).rejects.toThrow('undone');
    await write(1);
    expect(await verified()).toMatchObject({ checked: 9, broken: null, last: { id: 9 }, from: BEGINNING });
    expect((await store.audit.after(0, 99)).map(({ id }) => id)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  it('is walked in pieces, and can be looked at from its newest part on', async () => {
    const ledger = sql(file);
    let from: string = BEGINNING.digest;
    const put = ledger.prepare(
      "INSERT INTO audit (id, at, actor, action, subject, digest) VALUES (?, '2026-11-20T09:00:00.000Z', 'a', 'export', '/', ?)",
    );
    ledger.transaction(() => {
      for (let id = 1; id <= 4000; id += 1) {
        const entry = { before: null, after: null, reason: null, via: null, address: null };
        from = digestOf(from, {
          id,
          at: '2026-11-20T09:00:00.000Z',
          actor: 'a',
          action: 'export',
          subject: '/',
          ...entry,
        });
        put.run(id, from);
      }
    })();
    const told: number[][] = [];
    expect(await verified({ tell: (...one) => told.push(one) })).toMatchObject({
      checked: 4000,
      broken: null,
      whole: true,
    });
    expect(told.at(-1)).toEqual([4000, 4000]);
    expect(told.length).toBeGreaterThan(2);
    expect(await verified({ newest: 100 })).toMatchObject({ checked: 100, whole: false, from: { id: 3900 } });
    tamper((tampered) => tampered.exec("UPDATE audit SET actor = 'b' WHERE id = 2500"));
    expect(await verified()).toMatchObject({ checked: 2499, broken: { id: 2500, kind: 'altered' } });
    expect(await verified({ newest: 100 })).toMatchObject({ broken: null });
  });
});

describe('a log that somebody touched', () => {
  it.each<[string, string, { id: number; kind: string }]>([
    ['changed an entry', "UPDATE audit SET actor = 'x' WHERE id = 3", { id: 3, kind: 'altered' }],
    ['changed its state', `UPDATE audit SET after = '{"rows":4}' WHERE id = 3`, { id: 3, kind: 'altered' }],
    [
      'made bytes of a text',
      'UPDATE audit SET subject = CAST(subject AS BLOB) WHERE id = 2',
      { id: 2, kind: 'altered' },
    ],
    ['took one out', 'DELETE FROM audit WHERE id = 3', { id: 4, kind: 'missing' }],
    ['took the first out', 'DELETE FROM audit WHERE id < 3', { id: 3, kind: 'missing' }],
    [
      'put one in at the end',
      "INSERT INTO audit (at, actor, action, subject) VALUES ('z', 'x', 'export', '/')",
      { id: 7, kind: 'inserted' },
    ],
    [
      'put one in before the first',
      "INSERT INTO audit (id, at, actor, action, subject) VALUES (-5, 'z', 'x', 'export', '/')",
      { id: -5, kind: 'inserted' },
    ],
    [
      'let two change places',
      'UPDATE audit SET id = 99 WHERE id = 3; UPDATE audit SET id = 3 WHERE id = 4; UPDATE audit SET id = 4 WHERE id = 99',
      { id: 3, kind: 'reordered' },
    ],
    ['emptied a digest', 'UPDATE audit SET digest = NULL WHERE id = 2', { id: 2, kind: 'inserted' }],
    [
      'moved the mark of what was forgotten',
      "DELETE FROM audit WHERE id < 4; INSERT OR REPLACE INTO meta VALUES ('audit.keptFrom', '4')",
      { id: 4, kind: 'missing' },
    ],
  ])('says where: %s', async (_, statement, broken) => {
    await write(6);
    tamper((ledger) => ledger.exec(statement));
    expect((await verified()).broken).toMatchObject(broken);
  });

  it.each<[string, string, string]>([
    ['cut off the end', 'DELETE FROM audit WHERE id > 4', 'ends with entry 4, and entry 6 was written last'],
    ['took all', 'DELETE FROM audit', 'there is no entry, and entry 6 was written last'],
    ['dropped a guard', '', 'audit_keeps, audit_never_changes'],
    [
      'put one before any that there can be',
      "INSERT INTO audit (id, at, actor, action, subject) VALUES (-9223372036854775808, 'z', 'x', 'export', '/')",
      'was put in past this product',
    ],
  ])('says so, also of the newest alone, and after more was written: %s', async (_, statement, words) => {
    await write(6);
    tamper((ledger) => ledger.exec(statement));
    const wrong = async (newest?: number) =>
      verdictOf(await verified(newest === undefined ? {} : { newest }), false).wrong.join(' ');
    expect(await wrong()).toContain(words);
    expect(await wrong(99)).toContain(words);
    await write(1);
    expect(await wrong()).not.toBe('');
  });

  it('says so where the table was made to let entries be changed, or to take none', async () => {
    await write(2);
    tamper((ledger) =>
      ledger.exec(`CREATE TRIGGER audit_keeps BEFORE DELETE ON audit BEGIN SELECT 1; END;
        CREATE TRIGGER quiet BEFORE INSERT ON audit BEGIN SELECT RAISE(IGNORE); END`),
    );
    expect((await verified()).guards).toEqual(['audit_keeps', 'audit_never_changes', 'quiet']);
    await expect(write(1)).rejects.toThrow('took no entry');
  });

  it('is told by the newest alone where one was put far ahead', async () => {
    await write(6);
    tamper((ledger) =>
      ledger.exec(
        "INSERT INTO audit (id, at, actor, action, subject) VALUES (9000000000, 'z', 'x', 'y', 'z')",
      ),
    );
    expect(await verified({ newest: 3 })).toMatchObject({ broken: { kind: 'inserted' }, whole: false });
  });

  it('is told by a kept head alone where it was cut off or written anew', async () => {
    await write(6);
    const head = await auditHead(asking(KEY));
    const kept = { head };
    const of = { head: { state: 'holds', id: 6, signature: 'good' } };
    expect(await verified({ kept }, KEY)).toMatchObject({ ...of, broken: null });
    expect(await verified({ kept: { digest: head.digest } })).toMatchObject({
      head: { state: 'holds', id: 6 },
    });
    await write(2);
    expect(await verified({ kept }, KEY)).toMatchObject({ ...of, checked: 8 });
    tamper((ledger) => ledger.exec('DELETE FROM audit WHERE id > 5'));
    expect(await verified({ kept })).toMatchObject({ broken: null, head: { state: 'cutOff', id: 6 } });
    expect(await verified({ kept: { digest: head.digest } })).toMatchObject({
      head: { state: 'notFound', id: null },
    });
    tamper((ledger) => {
      ledger.exec(
        "UPDATE audit SET actor = 'x' WHERE id = 2; INSERT INTO audit (at, actor, action, subject) VALUES ('z', 'x', 'y', 'z')",
      );
      rechain(ledger);
    });
    expect(await verified({ kept })).toMatchObject({ broken: null, head: { state: 'differs', id: 6 } });
  });

  it('is not hidden by a head that somebody changed or signed with another key', async () => {
    await write(3);
    const head = await auditHead(asking(KEY));
    const own = publicKeyOf(KEY);
    const signature = async (kept: typeof head, keys: string[]) =>
      (await verified({ kept: { head: kept }, keys })).head?.signature;
    expect(await signature(head, [own])).toBe('good');
    expect(await signature({ ...head, entries: 2 }, [own])).toBe('bad');
    const { key: _, signature: __, ...bare } = head;
    expect(await signature(signed('head', bare, Buffer.alloc(32, 8).toString('base64')), [own])).toBe(
      'unknown',
    );
  });
});

describe('what retention took', () => {
  it('leaves a signed head, from which the chain goes on', async () => {
    await write(6);
    const early = await auditHead(asking());
    expect(await store.audit.forget(at(4), JOB, at(9), 2, KEY)).toBe(2);
    expect(await store.audit.forget(at(4), JOB, at(9), 2, KEY)).toBe(1);
    expect(await store.audit.forget(at(4), JOB, at(9), 2, KEY)).toBe(0);
    const [left] = await store.audit.list({ limit: 1, action: 'audit.forget' });
    expect(left).toMatchObject({
      id: 8,
      before: { through: 3, entries: 1, olderThan: at(4), key: publicKeyOf(KEY) },
    });
    expect(await verified({}, KEY)).toMatchObject({
      checked: 5,
      broken: null,
      from: { id: 3 },
      forgotten: { through: 3, at: at(9), signature: 'good' },
    });
    expect(await verified({ kept: { head: early } })).toMatchObject({ head: { state: 'holds', id: 6 } });
    expect((await verified({}, Buffer.alloc(32, 8).toString('base64'))).forgotten?.signature).toBe('unknown');
  });

  it('leaves an unsigned one without a key, and says so; a head from before it cannot be held against it', async () => {
    await write(2);
    const early = await auditHead(asking());
    await write(4);
    await store.audit.forget(at(5), JOB, at(5), 99);
    const [left] = await store.audit.list({ limit: 1, action: 'audit.forget' });
    expect(left?.before).toMatchObject({ key: null, signature: null });
    // Both times of four entries are older than the fifth minute.
    expect(await verified({ kept: { head: early } }, KEY)).toMatchObject({
      broken: null,
      forgotten: { signature: 'none' },
      head: { state: 'forgotten', id: 2 },
    });
  });

  it('goes on where everything went, and ids are never used again', async () => {
    await write(3);
    expect(await store.audit.forget(at(99), JOB, at(99), 99, KEY)).toBe(3);
    expect(await store.audit.after(0, 9)).toMatchObject([{ id: 4, action: 'audit.forget' }]);
    expect(await verified({}, KEY)).toMatchObject({ checked: 1, broken: null, from: { id: 3 } });
  });

  it('takes nothing that was written after what stays, but is not held up by a clock that was ahead', async () => {
    const put = (minutes: number) =>
      store.audit.record({ at: at(minutes), actor: ANNA, action: 'export', subject: '/' });
    for (const minutes of [1, 9_999_999, 2, 30, 3, 40]) await put(minutes);
    expect(await store.audit.forget(at(20), JOB, at(50), 99, KEY)).toBe(3);
    expect((await store.audit.after(0, 9)).map(({ id }) => id)).toEqual([4, 5, 6, 7]);
    expect(await verified()).toMatchObject({ broken: null, from: { id: 3 } });
  });

  it.each<[string, (ledger: Database.Database) => void, object]>([
    [
      'puts one of these back',
      (ledger) =>
        ledger.exec("INSERT INTO audit (id, at, actor, action, subject) VALUES (2, 'z', 'x', 'export', '/')"),
      { broken: { id: 2, kind: 'inserted' } },
    ],
    [
      'took more',
      (ledger) => ledger.exec('DELETE FROM audit WHERE id = 4'),
      { broken: { id: 5, kind: 'missing' } },
    ],
    [
      'changed what it says',
      (ledger) =>
        ledger.exec(
          'UPDATE audit SET before = replace(before, \'"entries":3\', \'"entries":2\') WHERE id = 7',
        ),
      { broken: { id: 7, kind: 'altered' }, forgotten: { signature: 'bad' } },
    ],
    [
      'takes its key away and writes what follows anew',
      (ledger) => {
        ledger.exec(
          "UPDATE audit SET before = json_set(before, '$.signature', NULL, '$.key', NULL) WHERE id = 7",
        );
        let digest = (
          ledger.prepare("SELECT json_extract(before, '$.digest') AS d FROM audit WHERE id = 7").get() as {
            d: string;
          }
        ).d;
        for (const row of ledger.prepare('SELECT * FROM audit ORDER BY id').all() as RawEntry[]) {
          digest = digestOf(digest, row);
          ledger.prepare('UPDATE audit SET digest = ? WHERE id = ?').run(digest, row.id);
        }
      },
      { broken: null, forgotten: { signature: 'none' } },
    ],
  ])('tells whoever %s', async (_, work, expected) => {
    await write(6);
    await store.audit.forget(at(4), JOB, at(9), 99, KEY);
    tamper(work);
    expect(await verified({}, KEY)).toMatchObject(expected);
  });
});

it('is for those who may see the log', async () => {
  const stranger = { ...asking(), viewer: { ...asking().viewer, roles: new Set<never>() } };
  await expect(verifyAudit(stranger)).rejects.toMatchObject({ code: 'forbidden' });
  await expect(auditHead(stranger)).rejects.toMatchObject({ code: 'forbidden' });
});
