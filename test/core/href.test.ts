import { describe, expect, it } from 'vitest';
import { href, scopeHref, withQuery } from '../../src/core/href.ts';

describe('href', () => {
  it.each([
    [[], '/'],
    [['users'], '/users'],
    [['users', 'a@b.c'], '/users/a%40b.c'],
    [['cost-centers', 'CC 1/2 50%'], '/cost-centers/CC%201%2F2%2050%25'],
    [['cost-centers', '営業'], '/cost-centers/%E5%96%B6%E6%A5%AD'],
    [['tokens', 'sessions', 'end'], '/tokens/sessions/end'],
  ])('%j is %s', (parts, address) => expect(href(...parts)).toBe(address));
  it('keeps the order of the query and what is empty, and leaves out what is undefined', () => {
    expect(href('budgets', { scope: 'user', key: '', amount: undefined, q: 'a b' })).toBe(
      '/budgets?scope=user&key=&q=a+b',
    );
    expect(href('users', {})).toBe('/users');
    expect(withQuery('', { start: '2026-11-01' })).toBe('?start=2026-11-01');
  });
  it('refuses an empty part', () => expect(() => href('users', '')).toThrow(RangeError));
  it('leads to whom a budget is for', () => {
    expect(scopeHref('user', 'a@b.c')).toBe('/users/a%40b.c');
    expect(scopeHref('costCenter', 'CC 1')).toBe('/cost-centers/CC%201');
  });
});
