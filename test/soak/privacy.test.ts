import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  addressesOfUma,
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
    const secret = of === 'months' ? DAYS_OF_UMA : [...DAYS_OF_UMA, ...SUMS_OF_UMA];
    const files = addressesOfUma(company).map((path) => `${path}${path.includes('?') ? '&' : '?'}format=csv`);
    expect(await leaks(server, role, [...TRIED, ...addressesOfUma(company), ...files], secret)).toEqual([]);
    await server.close();
  },
);
