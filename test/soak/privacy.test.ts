import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  addressesOfBudgets,
  addressesOfUma,
  CARRIED_OF_UMA,
  type Company,
  DAYS_OF_UMA,
  leaks,
  openPrivate,
  SUMS_OF_UMA,
  served,
  TRIED,
} from '../server/privacyWorld.ts';

/** What others see of a person: every setting, every role, every address that there is, and every way round that was thought of. */

let company: Company;
beforeAll(async () => {
  company = await openPrivate();
});
afterAll(() => company?.close());

const ROLES = ['manager', 'owner', 'finance', 'admin'] as const;

it.each((['months', 'sums', 'nothing'] as const).flatMap((of) => ROLES.map((role) => [of, role] as const)))(
  'others see %s: %s',
  async (of, role) => {
    const server = await served(company, { othersSee: of });
    const parts = [...DAYS_OF_UMA, ...CARRIED_OF_UMA];
    const secret = of === 'months' ? parts : [...parts, ...SUMS_OF_UMA];
    const budgets = await addressesOfBudgets(company);
    const files = [...addressesOfUma(company), ...budgets].map(
      (path) => `${path}${path.includes('?') ? '&' : '?'}format=csv`,
    );
    const paths = [...TRIED, ...addressesOfUma(company), ...budgets, ...files];
    expect(await leaks(server, role, paths, secret)).toEqual([]);
    await server.close();
  },
);
