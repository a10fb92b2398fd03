import fc from 'fast-check';
import { expect, it } from 'vitest';
import { budgetOn, countedDays } from '../../src/core/budgetChanges.ts';
import {
  canWithdraw,
  changesToEnd,
  changesToSet,
  type NewChange,
  nextVersion,
} from '../../src/core/budgetDeeds.ts';
import { type BudgetChange, type BudgetRecord, plainTerms } from '../../src/core/budgets.ts';
import { money } from '../../src/core/money.ts';
import type { Money } from '../../src/core/types.ts';
import { dayAt, type History, histories, Model, numberOf, type Seen } from './budgetHistories.ts';

/** What held then: random histories of a budget, held day by day against a model of their own. */

const usd = (amount: number): Money => money(String(amount));

function play({ period, calendar, begins, deeds, rest }: History): {
  model: Model;
  record: BudgetRecord;
  first: number;
} {
  const model = new Model(begins, period, calendar);
  const first = model.today;
  let record: BudgetRecord = {
    id: 'b',
    scope: { kind: 'organisation' },
    period,
    narrowing: null,
    createdAt: `${begins}T00:00:00.000Z`,
    knownFrom: null,
    changes: [],
  };
  const put = (changes: readonly NewChange[]) => {
    for (const one of changes) {
      const recordedAt = `${dayAt(model.today)}T12:00:00.000Z`;
      const decided = { version: nextVersion(record), recordedAt, by: 'a', reason: '', withdrawnAt: null };
      record = { ...record, changes: [...record.changes, { ...one, ...decided } as BudgetChange] };
    }
  };
  for (const { after, deed } of deeds) {
    model.pass(after);
    const today = dayAt(model.today);
    const number = nextVersion(record);
    if (deed.do === 'set') {
      const from = model.dayOf(deed.when);
      const until = deed.days === null ? null : from + deed.days;
      const terms = plainTerms(usd(deed.amount));
      const days = { from: dayAt(from), until: until === null ? null : dayAt(until) };
      put(changesToSet(record, { terms, ...days }, today));
      model.set(from, deed.amount, until, number);
    } else if (deed.do === 'end') {
      const from = model.dayOf(deed.when);
      put(changesToEnd(record, dayAt(from), today));
      model.end(from, number);
    } else if (deed.do === 'raise') {
      const from = model.today + deed.in;
      const [start, toExclusive] = [dayAt(from), dayAt(from + deed.days)];
      put([{ kind: 'raise', extra: usd(deed.extra), from: start, toExclusive }]);
      model.raise(from, from + deed.days, deed.extra, number);
    } else {
      const open = record.changes.filter((one) => canWithdraw(one, today)).map(({ version }) => version);
      const version = open[deed.which % Math.max(1, open.length)];
      if (version === undefined) continue;
      const withdrawnAt = `${today}T13:00:00.000Z`;
      const changes = record.changes.map((one) => (one.version === version ? { ...one, withdrawnAt } : one));
      record = { ...record, changes };
      model.withdraw(version);
    }
  }
  model.pass(rest);
  return { model, record, first };
}

it('what held on each day is what the model wrote down that day, in 1,000 histories', () => {
  fc.assert(
    fc.property(histories, (history) => {
      const { model, record, first } = play(history);
      for (let day = first - 25; day < model.today + 40; day += 1 + ((day * 7) % 11)) {
        const held = budgetOn(record, dayAt(day), history.calendar);
        if (held === 'unknown') throw new Error('all is known');
        expect({ day: dayAt(day), seen: held === null ? null : seenOf(held) }).toEqual({
          day: dayAt(day),
          seen: model.seen(day),
        });
      }
    }),
    { numRuns: 1000 },
  );
});

function seenOf(held: Exclude<ReturnType<typeof budgetOn>, 'unknown' | null>): Seen {
  const days = countedDays(held);
  return {
    amount: Number(held.amount / usd(1)),
    counted: [numberOf(days.start), numberOf(days.endExclusive)],
    endedOn: held.endedOn === null ? null : numberOf(held.endedOn),
  };
}
