import { describe, expect, it } from 'vitest';
import { makeToken, readToken } from '../../../src/app/credentials/make.ts';
import { addPerson, changePerson } from '../../../src/app/people/change.ts';
import { readGrant } from '../../../src/app/people/roles.ts';
import { viewerFrom } from '../../../src/core/access.ts';
import { Invalid } from '../../../src/core/errors.ts';
import { emailFault } from '../../../src/core/people.ts';
import { askingOf } from '../../asking.ts';
import { NOW, open } from '../../store/setup.ts';

/** What is read from what somebody typed about people and tokens, and who is refused before that. */

const faultsOf = (work: () => unknown): string[] => {
  try {
    work();
    return [];
  } catch (error) {
    if (!(error instanceof Invalid)) throw error;
    return error.faults.map(({ field, key }) => `${field} ${key}`);
  }
};

it.each([
  ['', 'missing'],
  ['ann', 'notEmail'],
  ['a b@example.com', 'notEmail'],
  ['ann@example.com\u0007', 'signs'],
  [`${'a'.repeat(245)}@example.com`, 'long'],
  [`${'a'.repeat(244)}@example.com`, null],
])('the address %j: %s', (text, fault) => expect(emailFault(text)).toBe(fault));

describe('everything that is wrong is told at once', () => {
  const reason = 'x'.repeat(501);
  it.each([
    ['', { role: 'boss', costCenter: 'a\u0007', reason }, ['reason', 'email', 'role', 'signs']],
    ['ann@example.com', { role: 'costCenterOwner' }, ['ownCenter']],
    ['ann@example.com', { role: 'finance', costCenter: 'Mobile' }, ['noCenter']],
    ['ann@example.com', { role: 'finance', costCenter: 'x'.repeat(257) }, ['costCenter']],
    ['ann@example.com', { role: 'finance' }, []],
  ])('with a role of %j as %j', (email, typed, keys) =>
    expect(faultsOf(() => readGrant(email, typed)).map((fault) => fault.split(' ')[1])).toEqual(keys),
  );

  it.each([
    [{}, ['scopes scopes', 'days days', 'name tokenName']],
    [
      { name: 'x'.repeat(81), days: '31', scopes: 'me,all' },
      ['scopes scopes', 'days days', 'name tokenName'],
    ],
    [{ name: 'a\nb', days: '7', scopes: 'me' }, ['name signs']],
    [{ name: 'a', days: '7', scopes: 'me, audit' }, ['scopes idleScopes']],
    [{ name: 'a', days: '7', scopes: 'spend,me' }, []],
  ])('with a token of %j', (typed, faults) =>
    expect(faultsOf(() => readToken(typed, ['me', 'spend']))).toEqual(faults),
  );
});

it('whoever may change nothing is refused alike, whatever they typed and whoever there is', async () => {
  const store = await open();
  const person = { email: 'eve@example.com', name: null, costCenter: null, manager: null, groups: null };
  await store.people.learn('file', [{ ...person, active: true }], {
    complete: false,
    actor: { id: 'test' },
    now: NOW,
  });
  const ann = { email: 'ann@example.com', name: null, costCenter: '', groups: [], reports: [], grants: [] };
  const asking = askingOf(store, { viewer: viewerFrom(ann, []) });
  const bad = { status: 'away', email: 'eve@example.com' };
  for (const email of ['eve@example.com', 'nobody@example.com'])
    for (const typed of [bad, {}])
      await expect(changePerson(asking, email, typed, { confirmed: true })).rejects.toMatchObject({
        code: 'notFound',
      });
  for (const typed of [bad, {}])
    await expect(addPerson(asking, typed)).rejects.toMatchObject({ code: 'forbidden' });
  await expect(makeToken(asking, 'eve@example.com', {})).rejects.toMatchObject({ code: 'forbidden' });
  store.close();
});
