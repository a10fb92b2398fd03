import { routing } from '../app/notify/routes.ts';
import type { BillEntry, BillPart } from '../core/billEntries.ts';
import { LedgerError } from '../core/errors.ts';
import { HELD_BACK_ADVICE, heldBackLine, heldBackNotice } from '../core/notices.ts';
import { addDays, monthOf } from '../core/periods.ts';
import {
  type Fall,
  fallen,
  type HeldBack,
  heldBack,
  heldBackSums,
  type SliceKey,
  sizeOf,
  sliceKeyOf,
} from '../core/quarantine.ts';
import type { Day } from '../core/types.ts';
import { type JobContext, nowOf } from './job.ts';

/** Asks whether an answer may be stored, and keeps what may not be and what is not any more. */

/** Some of an answer was held back: told like a fault, though all else of it was stored. */
export class AnswerHeldBack extends LedgerError {
  override name = 'AnswerHeldBack';
  constructor(slices: readonly HeldBack[]) {
    const lines = heldBackSums(slices).map(heldBackLine);
    super('outside', `Held back: ${lines.join('; ')}. ${HELD_BACK_ADVICE}`, { isTold: true });
  }
}

/** A slice of an answer, and by how much it falls; null: it does not. */
export interface Judged extends SliceKey {
  fall: Fall | null;
}

/**
 * Judges the slices of one answer together: what falls is held back, with one message about all that is new; what does
 * not fall, or is believed, is released. Answers what is held back: of that nothing may be stored.
 */
export async function judge(context: JobContext, slices: readonly Judged[]): Promise<readonly HeldBack[]> {
  const { store, lease, clock, settings, force = false } = context;
  const open = new Map((await store.quarantine.all()).map((one) => [sliceKeyOf(one), one]));
  const held: HeldBack[] = [];
  const over: SliceKey[] = [];
  for (const { source, name, day, fall } of slices) {
    const key = { source, name, day };
    const before = open.get(sliceKeyOf(key));
    const next = fall === null ? null : heldBack(key, fall, before, clock.now(), force);
    if (next !== null) held.push(next);
    else if (before !== undefined) over.push(key);
  }
  if (over.length > 0) await store.quarantine.release(lease, over);
  if (held.length === 0) return held;
  const fresh = heldBackSums(held.filter((one) => !open.has(sliceKeyOf(one))));
  const told = fresh.length === 0 ? null : heldBackNotice(fresh);
  const send =
    told === null
      ? []
      : (await routing({ store, settings, now: clock.now() }))({
          kind: 'heldBack',
          scope: null,
          people: null,
        });
  await store.quarantine.hold(lease, held, told, send, nowOf(context));
  return held;
}

/** What a reading of the bill says of some days, in one part. */
export interface PartRead {
  part: BillPart;
  entries: readonly BillEntry[];
}
/** A day of a part of the bill that is held back. */
export type HeldPartOfBill = HeldBack & { part: BillPart };

/**
 * Judges what readings of the bill say of some days, each part, account and month against what was read of it before. What
 * was read of other accounts is no earlier reading of these.
 */
export async function judgeBill(
  context: JobContext,
  days: readonly Day[],
  accounts: readonly string[],
  parts: readonly PartRead[],
): Promise<readonly HeldPartOfBill[]> {
  const slices: (Judged & { part: BillPart })[] = [];
  for (const { part, entries } of parts)
    for (const ofMonth of Map.groupBy(days, monthOf).values())
      for (const one of await slicesOf(context, part, ofMonth, accounts, entries)) slices.push(one);
  const partOf = new Map(slices.map((one) => [sliceKeyOf(one), one.part]));
  const held = await judge(context, slices);
  return held.flatMap((one) => {
    const part = partOf.get(sliceKeyOf(one));
    return part === undefined ? [] : [{ ...one, part }];
  });
}

async function slicesOf(
  { store }: JobContext,
  part: BillPart,
  days: readonly Day[],
  accounts: readonly string[],
  entries: readonly BillEntry[],
): Promise<(Judged & { part: BillPart })[]> {
  const wanted = new Set(days);
  const range = { start: days.at(0) ?? '', endExclusive: addDays(days.at(-1) ?? '', 1) };
  const before = (await store.charges.sizes(part, range)).filter(
    ({ day, accountId }) => wanted.has(day) && accounts.includes(accountId),
  );
  const now = Map.groupBy(entries, ({ day, accountId }) => `${accountId}|${day}`);
  return [...Map.groupBy(before, ({ accountId }) => accountId)].flatMap(([accountId, held]) => {
    const sizes = held.map(({ day, size }) => {
      const told = now.get(`${accountId}|${day}`) ?? [];
      return { day, before: size, after: sizeOf(told.map(({ amount }) => amount)) };
    });
    const falls = new Map(fallen(sizes).map((one) => [one.day, one]));
    return sizes.map(({ day }) => {
      const one = falls.get(day);
      return {
        part,
        source: 'charges' as const,
        name: accountId === '' ? part : `${part} ${accountId}`,
        day,
        fall: one === undefined ? null : { unit: 'usd' as const, before: one.before, after: one.after },
      };
    });
  });
}
