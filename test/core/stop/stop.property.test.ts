import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RANDOM_HISTORIES } from '../../amounts.ts';
import { Company, Killed, MODELS, PEOPLE } from './company.ts';

/**
 * Whatever happens in a company, in whichever order: once figures are fresh and one run came to its end, whoever should be
 * stopped is, and nobody else. Between, a run that is killed or refused leaves each profile as it was or as it should be.
 */

const person = fc.constantFrom(...PEOPLE);
const model = fc.constantFrom(...MODELS);
const which = fc.nat(2);
const at = fc.nat(5);

type Deed = { what: string; do(company: Company): void };
const deed = <T>(what: string, of: fc.Arbitrary<T>, to: (company: Company, given: T) => void) =>
  of.map(
    (given): Deed => ({ what: `${what} ${JSON.stringify(given)}`, do: (company) => to(company, given) }),
  );

const run = (company: Company, killAfter: number): boolean => {
  try {
    company.enforce(killAfter);
    return true;
  } catch (error) {
    if (error instanceof Killed) return false;
    throw error;
  }
};

const DEEDS = fc.oneof(
  {
    weight: 12,
    arbitrary: deed('spends', fc.tuple(at, fc.constantFrom(15, 40, 70)), (c, [n, usd]) => c.spend(n, usd)),
  },
  { weight: 5, arbitrary: deed('collects', fc.constant(null), (c) => c.collect()) },
  { weight: 3, arbitrary: deed('waits', fc.constantFrom(1, 1, 2, 4, 30), (c, hours) => c.wait(hours)) },
  {
    weight: 1,
    arbitrary: deed('the bill takes back', fc.constantFrom(0, 0.5, 0.9), (c, part) => c.takeBack(part)),
  },
  {
    weight: 1,
    arbitrary: deed('raises', fc.tuple(which, fc.constantFrom(10, 80)), (c, [n, usd]) => {
      const budget = c.budgets[n];
      if (budget !== undefined)
        budget.raise = (budget.raise + BigInt(usd) * 10_000_000_000n) as typeof budget.raise;
    }),
  },
  {
    weight: 2,
    arbitrary: deed(
      'is let go on',
      fc.tuple(fc.constantFrom('grace', 'release'), which, fc.constantFrom(1, 3, 40)),
      (c, [kind, n, hours]) => {
        const budget = c.budgets[n];
        if (budget !== undefined) c.reprieve(kind as 'grace', budget, hours);
      },
    ),
  },
  {
    weight: 2,
    arbitrary: deed('makes', fc.tuple(person, model, fc.boolean()), (c, [who, of, byService]) =>
      c.make(who, of, byService),
    ),
  },
  {
    weight: 1,
    arbitrary: deed(
      'moves',
      fc.tuple(at, person, fc.constantFrom('CC-1', 'CC-2')),
      (c, [n, user, center]) => {
        const one = c.profiles[n % c.profiles.length];
        if (one !== undefined) Object.assign(one, { user, center });
      },
    ),
  },
  {
    weight: 1,
    arbitrary: deed('leaves', which, (c, n) => {
      c.budgets.splice(n, Math.max(0, c.budgets.length - 2));
    }),
  },
  {
    weight: 1,
    arbitrary: deed('is on call', fc.tuple(person, fc.boolean()), (c, [who, is]) => {
      if (is) c.exempt.add(who);
      else c.exempt.delete(who);
    }),
  },
  {
    weight: 2,
    arbitrary: deed(
      'writes over a mark',
      fc.tuple(at, fc.constantFrom('exceeded', 'ok', 'other', null)),
      (c, [n, tag]) => {
        const one = c.profiles[n % c.profiles.length];
        if (one !== undefined) one.tag = tag;
      },
    ),
  },
  {
    weight: 1,
    arbitrary: deed('AWS refuses', fc.boolean(), (c, is) => {
      c.refusing = is;
    }),
  },
  {
    weight: 9,
    arbitrary: deed('runs', fc.constantFrom(0, 1, 2, 4, 100, 100, 100, 100), (c, killAfter) =>
      run(c, killAfter),
    ),
  },
);

const checked = (company: Company, told: string) => {
  for (const one of company.profiles)
    expect(company.isBlocked(one), `${told}: ${JSON.stringify(one)}`).toBe(company.shouldBeBlocked(one));
};

describe('stops of a company', () => {
  it('hold for whom they should once figures are fresh and one run came to its end', () => {
    fc.assert(
      fc.property(fc.array(DEEDS, { minLength: 20, maxLength: 60 }), fc.boolean(), (deeds, needsMark) => {
        const company = new Company(needsMark);
        const told: string[] = [];
        for (const one of deeds) {
          told.push(one.what);
          const before = new Map(company.profiles.map(({ arn, tag }) => [arn, tag]));
          const isWhole = one.what === 'runs 100' && company.couldDoAll && !company.refusing;
          one.do(company);
          if (!one.what.startsWith('runs')) continue;
          if (isWhole) checked(company, told.join('; '));
          // Whatever it came to: nothing but what it was, or what it should be by what the ledger knows.
          for (const { arn, tag } of company.profiles)
            expect([before.get(arn) ?? null, company.kept.get(arn)?.mark ?? null]).toContain(tag);
        }
        company.refusing = false;
        // Stale figures stop nobody anew, free nobody but whom people freed, and hide nothing of what AWS was told.
        company.wait(9);
        run(company, Number.POSITIVE_INFINITY);
        company.collect();
        run(company, Number.POSITIVE_INFINITY);
        checked(company, told.join('; '));
        company.wait(9);
        run(company, Number.POSITIVE_INFINITY);
        checked(company, `${told.join('; ')}; stale`);
      }),
      { numRuns: RANDOM_HISTORIES },
    );
  });
});
