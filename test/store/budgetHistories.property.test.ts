import fc from 'fast-check';
import { expect, it } from 'vitest';
import { countedDays } from '../../src/core/budgetChanges.ts';
import { canWithdraw, nextVersion } from '../../src/core/budgetDeeds.ts';
import { floorOf } from '../../src/core/budgetFloors.ts';
import { type Budget, type BudgetScope, plainTerms } from '../../src/core/budgets.ts';
import { money } from '../../src/core/money.ts';
import type { Money } from '../../src/core/types.ts';
import type { Store } from '../../src/store/types.ts';
import {
  type Deed,
  dayAt,
  type History,
  histories,
  Model,
  numberOf,
  type Seen,
} from '../core/budgetHistories.ts';
import { ANNA, open } from './setup.ts';

/** What held then, as the ledger keeps it: histories of people who get other addresses in between, by the model of core. */

const usd = (amount: number): Money => money(String(amount));
const noon = (day: number): string => `${dayAt(day)}T12:00:00.000Z`;

/** When they get another address, and what whoever has it by then has already. */
const moves = fc.array(
  fc.record({
    before: fc.nat(13),
    there: fc.constantFrom('nobody', 'without', 'holds', 'planned', 'ended'),
  }),
  { maxLength: 2 },
);

interface Person {
  key: string;
  model: Model;
}

const scopeOf = ({ key }: Person): BudgetScope => ({ kind: 'user', key });
async function recordOf(store: Store, person: Person, { period }: History) {
  const records = await store.budgets.records([scopeOf(person)]);
  return records.find((one) => one.period === period) ?? null;
}

async function carryOut(store: Store, person: Person, history: History, deed: Deed): Promise<void> {
  const { model } = person;
  const record = await recordOf(store, person, history);
  const number = nextVersion(record ?? { changes: [] });
  const now = noon(model.today);
  if (deed.do === 'set') {
    const from = model.dayOf(deed.when);
    const until = deed.days === null ? null : from + deed.days;
    const slot = { scope: scopeOf(person), period: history.period, narrowing: null };
    const days = { from: dayAt(from), until: until === null ? null : dayAt(until) };
    await store.budgets.apply([{ do: 'set', slot, terms: plainTerms(usd(deed.amount)), ...days }], ANNA, now);
    model.set(from, deed.amount, until, number);
  } else if (record === null) return;
  else if (deed.do === 'end') {
    const from = model.dayOf(deed.when);
    await store.budgets.apply([{ do: 'end', id: record.id, from: dayAt(from) }], ANNA, now);
    model.end(from, number);
  } else if (deed.do === 'raise') {
    const from = model.today + deed.in;
    const days = { from: dayAt(from), toExclusive: dayAt(from + deed.days) };
    await store.budgets.apply([{ do: 'raise', id: record.id, extra: usd(deed.extra), ...days }], ANNA, now);
    model.raise(from, from + deed.days, deed.extra, number);
  } else {
    const open = record.changes.filter((one) => canWithdraw(one, dayAt(model.today)));
    const version = open[deed.which % Math.max(1, open.length)]?.version;
    if (version === undefined) return;
    await store.budgets.apply([{ do: 'withdraw', id: record.id, version }], ANNA, now);
    model.withdraw(version);
  }
}

/** They get an address that may be somebody's: whose budget lives on is theirs from then on, the other one ends that day. */
async function move(store: Store, from: Person, to: Person): Promise<[is: Person, was: Person]> {
  await store.people.rename(from.key, to.key, ANNA, noon(from.model.today));
  const had = to.model.past.size > 0 || to.model.planned.length > 0;
  if (!had || (from.model.isLive() && !to.model.isLive()))
    return [
      { key: to.key, model: from.model },
      { key: from.key, model: to.model },
    ];
  if (from.model.isLive()) {
    for (const number of from.model.open()) from.model.withdraw(number);
    from.model.end(from.model.today, 1000);
  }
  return [to, from];
}

it('what held on each day is what the model wrote down, whoever got another address in between', async () => {
  const store = await open();
  let people = 0;
  await fc.assert(
    fc.asyncProperty(histories, moves, async (history, planned) => {
      const { period, calendar, begins, deeds, rest } = history;
      const somebody = (): Person => ({
        key: `p${++people}@example.com`,
        model: new Model(begins, period, calendar),
      });
      let is = somebody();
      const all = [is];
      const pass = (days: number) => {
        for (const { model } of new Set(all)) model.pass(days);
      };
      for (const [i, { after, deed }] of deeds.entries()) {
        pass(after);
        for (const { there } of planned.filter(({ before }) => before === i)) {
          const other = { ...somebody(), model: new Model(dayAt(is.model.today), period, calendar) };
          const set = {
            do: 'set',
            amount: 9,
            when: there === 'planned' ? 'next' : 'now',
            days: null,
          } as const;
          if (there !== 'nobody' && there !== 'without') await carryOut(store, other, history, set);
          if (there === 'ended') await carryOut(store, other, history, { do: 'end', when: 'now' });
          const [now, was] = await move(store, is, other);
          all.splice(all.indexOf(is), 1, now, was);
          is = now;
        }
        await carryOut(store, is, history, deed);
      }
      pass(rest);
      for (const person of all)
        for (let day = numberOf(begins) - 25; day < person.model.today + 40; day += 1 + ((day * 7) % 23)) {
          const [held] = await store.budgets.on(dayAt(day), calendar, [scopeOf(person)]);
          const seen = held === undefined ? null : seenOf(held);
          expect({ day: dayAt(day), seen }).toEqual({ day: dayAt(day), seen: person.model.seen(day) });
          const asked = { kind: 'user', period, day: dayAt(day), keys: [person.key] } as const;
          const floors = await store.budgets.floors(asked);
          const floor = floorOf(floors)({ kind: 'user', key: person.key });
          // Nobody is passed over whose limit may be reached.
          if (held !== undefined) expect([day, floor !== null && floor <= held.amount]).toEqual([day, true]);
          if (floors.some(({ holds }) => holds)) expect([day, held?.endedOn]).toEqual([day, null]);
        }
    }),
    { numRuns: 60 },
  );
});

function seenOf(held: Budget): Seen {
  const { start, endExclusive } = countedDays(held);
  return {
    amount: Number(held.amount / usd(1)),
    counted: [numberOf(start), numberOf(endExclusive)],
    endedOn: held.endedOn === null ? null : numberOf(held.endedOn),
  };
}
