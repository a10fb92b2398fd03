import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { grantBudget } from '../../../src/app/approvals/grant.ts';
import type { BudgetRequest } from '../../../src/core/approvals.ts';
import { budgetOn, countedDays } from '../../../src/core/budgetChanges.ts';
import { BUDGET_PERIODS, type BudgetPeriod } from '../../../src/core/budgetPeriods.ts';
import { budgetsOf, wishOf } from '../../../src/core/budgetRequests.ts';
import { type Budget, type BudgetRecord, type BudgetScope, plainTerms } from '../../../src/core/budgets.ts';
import { Invalid } from '../../../src/core/errors.ts';
import { money } from '../../../src/core/money.ts';
import { addDays, dayOf, instantOf, startOf } from '../../../src/core/periods.ts';
import type { Day, Money } from '../../../src/core/types.ts';
import { openStore } from '../../../src/store/open.ts';
import type { Store } from '../../../src/store/types.ts';
import { askingOf } from '../../asking.ts';
import { requestOf } from '../../store/requestOf.ts';
import '../../seed.ts';

/**
 * Whatever was decided of a person's budget and of that of each person of their cost center, and is planned: for the time of
 * a raise it is larger by just that on each day, and afterwards as it would have been. It counts no fewer days than before.
 */

const ACTOR = { id: 'local:test' };
const LOOKED = 130;

let store: Store;
beforeAll(async () => {
  store = await openStore(':memory:', { now: startOf('2028-01-01') });
});
afterAll(() => store.close());

/** So many days from today; 0 dollars end it. */
const change = fc.record({ days: fc.integer({ min: -80, max: 70 }), usd: fc.integer({ min: 0, max: 9 }) });
const cases = fc.record({
  period: fc.constantFrom<BudgetPeriod>(...BUDGET_PERIODS),
  // A leap day, ends of months and of a year among them.
  today: fc.constantFrom<Day>('2028-02-28', '2028-02-29', '2028-12-31', '2028-07-12'),
  ofAll: fc.array(change, { maxLength: 3 }),
  own: fc.array(change, { maxLength: 3 }),
  raises: fc.array(
    fc.record({ days: fc.integer({ min: 1, max: 90 }), usd: fc.integer({ min: 1, max: 99 }) }),
    {
      minLength: 1,
      maxLength: 3,
    },
  ),
});

type Case = typeof cases extends fc.Arbitrary<infer T> ? T : never;
/** What other seeds found: a default that ends, one that changes, plans for the person that come to nothing. */
const plain = {
  period: 'day',
  today: '2028-02-28',
  ofAll: [],
  own: [],
  raises: [{ days: 1, usd: 1 }],
} as const;
const twice = [
  { days: 2, usd: 1 },
  { days: 3, usd: 1 },
];
const FOUND = [
  { ...plain, period: 'year', ofAll: [{ days: 1, usd: 0 }] },
  { ...plain, ofAll: [{ days: 1, usd: 1 }], raises: twice },
  {
    ...plain,
    own: [
      { days: 2, usd: 1 },
      { days: 2, usd: 0 },
    ],
    raises: [{ days: 1, usd: 1 }, ...twice],
  },
  {
    ...plain,
    period: 'month',
    own: [
      { days: 0, usd: 1 },
      { days: 0, usd: 0 },
    ],
  },
] satisfies object[] as unknown as Case[];

let people = 0;
it('gives more for its time, and nothing else', async () => {
  let granted = 0;
  await fc.assert(
    fc.asyncProperty(cases, async ({ period, today, ofAll, own, raises }) => {
      const user = `user${people++}@example.com`;
      const costCenter = `CC-${user}`;
      const asking = askingOf(store, { now: startOf(today) + 3_600_000 });
      const { calendar } = asking.settings.budgets;
      const now = instantOf(asking.now);
      const person = { email: user, name: null, costCenter, manager: null, active: true, groups: null };
      await store.people.learn('file', [person], { complete: false, actor: ACTOR, now });
      const decide = async (scope: BudgetScope, changes: typeof own) => {
        const slot = { scope, period, narrowing: null };
        for (const { days, usd } of changes) {
          const from = addDays(today, days);
          const [record] = await store.budgets.records([scope]);
          if (usd > 0)
            await store.budgets.apply(
              [{ do: 'set', slot, terms: plainTerms(money(`${usd}`)), from }],
              ACTOR,
              now,
            );
          else if (record !== undefined)
            await store.budgets.apply([{ do: 'end', id: record.id, from }], ACTOR, now);
        }
      };
      const scopes: BudgetScope[] = [
        { kind: 'memberDefault', key: costCenter },
        { kind: 'user', key: user },
      ];
      await decide(scopes[0] as BudgetScope, [{ days: -100, usd: 5 }, ...ofAll]);
      await decide(scopes[1] as BudgetScope, own);
      const held = (records: readonly BudgetRecord[], day: Day): Budget | undefined =>
        budgetsOf(
          user,
          records
            .map((one) => budgetOn(one, day, calendar))
            .filter((one) => one !== null && one !== 'unknown'),
          { costCenter, groups: [] },
        )[0];
      for (const { days, usd } of raises) {
        const before = await store.budgets.records(scopes);
        const holds = held(before, today);
        if (holds === undefined) return;
        const until = addDays(today, days);
        const extra = money(`${usd}`);
        const wanted = wishOf(holds, extra, until);
        const request: BudgetRequest = {
          ...requestOf({ user }),
          id: `${user}${usd}${days}`,
          key: `${user}${usd}`,
          kind: 'budget',
          wanted,
        };
        try {
          const answered = await store.writing((inside) =>
            grantBudget({ ...asking, store: inside }, request, { extra, until }),
          );
          await store.requests.ask(
            { ...request, id: crypto.randomUUID(), state: 'made', wanted: answered },
            ACTOR,
            now,
          );
        } catch (error) {
          expect(error).toBeInstanceOf(Invalid);
          // It is refused for one reason alone: what holds ends before.
          expect((error as Invalid).faults.map(({ key }) => key)).toEqual(['budgetEnds']);
          expect(await store.budgets.records(scopes)).toEqual(before);
          continue;
        }
        granted++;
        const after = await store.budgets.records(scopes);
        for (let i = 0; i < LOOKED; i++) {
          const day = addDays(today, i);
          const [was, is] = [held(before, day), held(after, day)];
          const more = day < until ? extra : (0n as Money);
          expect([day, is?.amount]).toEqual([day, was === undefined ? undefined : was.amount + more]);
          if (was === undefined || is === undefined) continue;
          expect(countedDays(is).start <= countedDays(was).start, `${day} begins`).toBe(true);
          // Where one of their own is planned to end, it ends as it was planned.
          if (own.every(({ days: from }) => from <= 0))
            expect(countedDays(is).endExclusive >= countedDays(was).endExclusive, `${day} ends`).toBe(true);
        }
        expect(dayOf(asking.now)).toBe(today);
      }
    }),
    { numRuns: 25, examples: FOUND.map((one) => [one]) },
  );
  expect(granted).toBeGreaterThan(15);
});
