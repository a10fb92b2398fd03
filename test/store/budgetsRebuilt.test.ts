import type Database from 'better-sqlite3';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { budgetOn } from '../../src/core/budgetChanges.ts';
import type { BudgetRecord } from '../../src/core/budgets.ts';
import { dayAt, numberOf } from '../core/budgetHistories.ts';
import { ledgerAfter } from './earlier.ts';
import { folder, open, sql } from './setup.ts';

/**
 * Ledgers of before budgets had a history: what held on each day is told by the audit log, as far as it goes. The release of
 * then is played here as it wrote: one row for each budget, and an entry for each change.
 */

const CALENDAR = { weekStart: 1, fiscalYearStart: 1 };
const FIRST = numberOf('2026-07-20');
const UNIT = 10_000_000_000n;

interface Row {
  id: string;
  amount: number;
  version: number;
  created: number;
  deleted: boolean;
  /** What held on each day, written down as it was decided; it counts from there on. */
  days: Map<number, number | null>;
}

class Release {
  readonly rows = new Map<string, Row>();
  private readonly db: Database.Database;
  private ids = 0;
  private at = '';
  constructor(db: Database.Database) {
    this.db = db;
  }
  private entry(action: string, subject: string, before: unknown, after: unknown): void {
    const text = (value: unknown) => (value === null ? null : JSON.stringify(value));
    this.db
      .prepare(
        "INSERT INTO audit (at, actor, action, subject, before, after, reason) VALUES (?, 'local:anna', ?, ?, ?, ?, 'why')",
      )
      .run(this.at, action, subject, text(before), text(after));
  }
  private put(key: string, row: Row): void {
    this.db
      .prepare(
        'INSERT OR REPLACE INTO budgets (id, scope_kind, scope_key, amount, version, created_at, updated_at, deleted_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
      )
      .run(
        row.id,
        'user',
        key,
        BigInt(row.amount) * UNIT,
        row.version,
        `${dayAt(row.created)}T00:00:00.000Z`,
        this.at,
        row.deleted ? this.at : null,
      );
  }
  /** Any moment of a day, the later the more has happened on it. */
  on(day: number, minute: number): this {
    this.at = `${dayAt(day)}T${String(8 + Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}:00.000Z`;
    return this;
  }
  private get day(): number {
    return numberOf(this.at.slice(0, 10));
  }
  set(key: string, amount: number): void {
    const row = this.rows.get(key) ?? {
      id: `b${++this.ids}`,
      amount: 0,
      version: 0,
      created: this.day,
      deleted: true,
      days: new Map(),
    };
    if (!row.deleted && row.amount === amount) return;
    const before = row.deleted ? null : { amount: String(BigInt(row.amount) * UNIT) };
    let from = this.day;
    // It counts from the beginning of the month, or since it had ended in it.
    if (row.deleted)
      for (const first = numberOf(`${dayAt(this.day).slice(0, 7)}-01`); from > first && !ended(row, from); )
        from--;
    for (let day = from; day < this.day + 400; day++) row.days.set(day, amount);
    Object.assign(row, { amount, version: row.version + 1, deleted: false });
    this.rows.set(key, row);
    this.put(key, row);
    this.entry('budget.set', `user:${key}`, before, {
      amount: String(BigInt(amount) * UNIT),
      version: row.version,
    });
  }
  remove(key: string): void {
    const row = this.rows.get(key);
    if (row === undefined || row.deleted) return;
    row.deleted = true;
    for (let day = this.day; day < this.day + 400; day++) row.days.set(day, null);
    this.put(key, row);
    this.entry('budget.remove', `user:${key}`, { amount: String(BigInt(row.amount) * UNIT) }, null);
  }
  rename(from: string, to: string): void {
    const [own, other] = [this.rows.get(from), this.rows.get(to)];
    if (own !== undefined && other !== undefined && (!other.deleted || own.deleted)) this.remove(from);
    else if (own !== undefined) {
      this.db.prepare('DELETE FROM budgets WHERE id IN (?, ?)').run(own.id, other?.id ?? '');
      this.rows.set(to, own);
      this.put(to, own);
      if (other === undefined) this.rows.delete(from);
      else {
        this.rows.set(from, other);
        this.put(from, other);
      }
      if (!own.deleted) {
        const amount = String(BigInt(own.amount) * UNIT);
        this.entry('budget.remove', `user:${from}`, { amount }, null);
        this.entry('budget.set', `user:${to}`, null, { amount, version: own.version });
      }
    }
    this.entry('person.alias', `user:${to}`, null, { alias: from, source: 'rename' });
  }
}
/** Whether it ended on that day. */
const ended = ({ days }: Row, day: number): boolean =>
  days.get(day) === null && (days.get(day - 1) ?? null) !== null;

const deeds = fc.array(
  fc.record({
    after: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 25 })),
    who: fc.nat(2),
    do: fc.constantFrom('set', 'set', 'set', 'remove', 'rename'),
    amount: fc.integer({ min: 0, max: 9 }),
  }),
  { minLength: 1, maxLength: 12 },
);

/** As of a day: what held on the last day of its month up to it on which it held. */
function heldOn({ days }: Row, day: number): number | null {
  const month = dayAt(day).slice(0, 7);
  for (let one = day; dayAt(one).slice(0, 7) === month; one--)
    if ((days.get(one) ?? null) !== null) return days.get(one) ?? null;
  return null;
}
const amountOn = (record: BudgetRecord, day: number): number | 'unknown' | null => {
  const held = budgetOn(record, dayAt(day), CALENDAR);
  return held === null || held === 'unknown' ? held : Number(held.amount / UNIT);
};

it('tells what held on each day, or that it is not known, however much of the log is there', async () => {
  const histories = fc.sample(deeds, { numRuns: 40, seed: 15 });
  for (const prunedTo of [0, FIRST + 60]) {
    const file = await ledgerAfter(19);
    const db = sql(file);
    const release = new Release(db);
    const plays = histories.map((all, i) => ({
      all,
      keys: [0, 1, 2].map((n) => `p${i}-${n}@example.com`),
      next: FIRST,
      step: 0,
    }));
    // Of all people day by day, as it happens.
    for (let day = FIRST; day < FIRST + 130; day++)
      for (const play of plays)
        for (
          let minute = 0;
          play.all[play.step] !== undefined && play.next + (play.all[play.step]?.after ?? 0) <= day;
          play.step++, minute++
        ) {
          play.next = day;
          const deed = play.all[play.step] as (typeof play.all)[number];
          const key = play.keys[deed.who] as string;
          const then = release.on(day, minute);
          if (deed.do === 'set') then.set(key, deed.amount);
          else if (deed.do === 'remove') then.remove(key);
          else then.rename(key, play.keys[(deed.who + 1) % 3] as string);
        }
    db.exec('DROP TRIGGER audit_keeps');
    db.prepare('DELETE FROM audit WHERE at < ?').run(dayAt(prunedTo));
    const kept = new Map(
      (db.prepare('SELECT id, version FROM budgets').all() as { id: string; version: number }[]).map(
        (one) => [one.id, one.version],
      ),
    );
    const begins = numberOf(
      (db.prepare('SELECT min(at) AS at FROM audit').get() as { at: string }).at.slice(0, 10),
    );
    db.close();

    const store = await open(file);
    let [known, dark] = [0, 0];
    for (const [key, row] of release.rows) {
      const [record] = await store.budgets.records([{ kind: 'user', key }]);
      if (record === undefined) throw new Error(`${key} has no budget`);
      expect([record.id, Math.max(...record.changes.map(({ version }) => version))]).toEqual([
        row.id,
        kept.get(row.id),
      ]);
      for (let day = FIRST; day < FIRST + 140; day++) {
        const is = amountOn(record, day);
        const said = { key, day: dayAt(day), is };
        if (is === 'unknown') {
          dark++;
          // Only where the log does not reach, or the month does.
          expect(
            dayAt(day).slice(0, 7) <= dayAt(begins).slice(0, 7) && row.created < begins,
            JSON.stringify(said),
          ).toBe(true);
        } else {
          known++;
          if (day >= row.created) expect(said).toEqual({ ...said, is: heldOn(row, day) });
        }
        if (prunedTo === 0) expect(is).not.toBe('unknown');
      }
    }
    expect(known).toBeGreaterThan(2000);
    expect(dark > 200).toBe(prunedTo > 0);
  }
});

it('has the same after a backup was put back', async () => {
  const file = await ledgerAfter(19);
  const db = sql(file);
  const release = new Release(db);
  for (let i = 0; i < 10; i++) release.on(FIRST + i * 9, 0).set('ann@example.com', i + 1);
  release.on(FIRST + 90, 0).remove('ann@example.com');
  release.on(FIRST + 92, 0).set('ann@example.com', 3);
  db.close();
  const store = await open(file);
  const before = await store.budgets.records();
  expect(before[0]?.changes.map(({ kind, version, from }) => `${kind} ${version} ${from}`)).toEqual(
    [
      'set 1 2026-07-01',
      ...Array.from({ length: 9 }, (_, i) => `set ${i + 2} ${dayAt(FIRST + (i + 1) * 9)}`),
      `end 10 ${dayAt(FIRST + 90)}`,
      `set 11 ${dayAt(FIRST + 90)}`,
    ].sort((a, b) => Number(a.split(' ')[1]) - Number(b.split(' ')[1])),
  );
  expect(before[0]).toMatchObject({ knownFrom: null });
  const copy = `${folder()}/copy.db`;
  sql(file).prepare('VACUUM INTO ?').run(copy);
  expect(await (await open(copy)).budgets.records()).toEqual(before);
});
