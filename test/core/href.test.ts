import { describe, expect, it } from 'vitest';
import { below, href, scopeHref } from '../../src/core/href.ts';

describe('href', () => {
  it.each([
    [href`/`, '/'],
    [href`/users`, '/users'],
    [href`/users/${'a@b.c'}`, '/users/a%40b.c'],
    [href`/cost-centers/${'CC 1/2 50%'}`, '/cost-centers/CC%201%2F2%2050%25'],
    [href`/cost-centers/${'営業'}`, '/cost-centers/%E5%96%B6%E6%A5%AD'],
    [
      href`/people/${'a b'}/roles/withdraw?${{ role: 'finance', costCenter: '' }}`,
      '/people/a%20b/roles/withdraw?role=finance&costCenter=',
    ],
    [href`/budgets?${{ scope: 'user', key: 'a b', amount: undefined }}`, '/budgets?scope=user&key=a+b'],
    [href`/profiles/${'x'}?done=${'created'}`, '/profiles/x?done=created'],
    [
      href`/days/${'2026-11-01'}?${{ 'charges.q': 'a&b' }}#table-charges`,
      '/days/2026-11-01?charges.q=a%26b#table-charges',
    ],
    [below('/assets/a.css'), '/assets/a.css'],
    [scopeHref('user', 'a@b.c'), '/users/a%40b.c'],
    [scopeHref('costCenter', 'CC 1'), '/cost-centers/CC%201'],
  ])('makes %s', (made, address) => expect(made).toBe(address));
});
