import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ownPath } from '../../src/server/access/signIn.tsx';
import { openCompany, PUBLIC_URL } from './roles.ts';
import { ask } from './setup.ts';

/** Nobody is led to another site, whatever an address of ours says. */

let company: Awaited<ReturnType<typeof openCompany>>;
beforeAll(async () => {
  company = await openCompany();
});
afterAll(() => company.close());

const HOST = new URL(PUBLIC_URL).host;

describe('where one is led after signing in', () => {
  const NASTY = [
    '//evil.example',
    '///evil.example',
    '/\\evil.example',
    '/\\/evil.example',
    '\\\\evil.example',
    'https://evil.example',
    'https:evil.example',
    'javascript:alert(1)',
    'data:text/html,x',
    '/\t/evil.example',
    '/\n/evil.example',
    '/.//evil.example',
    '/..//evil.example',
    '/%2e%2e//evil.example',
    '/x/..//evil.example',
    '/./\\evil.example',
    ' //evil.example',
    '@evil.example',
    '/@evil.example/../..//evil.example',
    '/sign-in?to=/x',
    '/sign-out',
    'evil.example',
    '',
    '?',
    '#',
  ];
  const staysHere = (path: string): boolean => {
    const url = new URL(path, PUBLIC_URL);
    return path.startsWith('/') && url.origin === PUBLIC_URL && !url.pathname.startsWith('//');
  };
  it.each(NASTY)('%j stays here', (asked) => expect(staysHere(ownPath(asked))).toBe(true));
  it('is a path that is kept short, as it is written where it is kept', () => {
    const letters = (count: number) => `/${'a'.repeat(count)}`;
    expect(ownPath(letters(999))).toBe(letters(999));
    for (const long of [letters(1_000), `/${'あ'.repeat(200)}`, `/?q=${'"'.repeat(400)}`])
      expect(ownPath(long)).toBe('/');
  });
  it('whatever is asked for stays here', () => {
    const part = fc.constantFrom(
      '/',
      '\\',
      '.',
      '..',
      '//',
      'evil.example',
      ':',
      '@',
      '%2f',
      '%5c',
      '\t',
      '\r',
      '\n',
      '?',
      '#',
      'https:',
      'a',
      '\u3002',
      '\uff0f',
      '\u0000',
      ' ',
    );
    const nasty = fc.array(part, { maxLength: 12 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(
        fc.oneof(
          nasty,
          fc.webUrl(),
          fc.string({ unit: 'binary' }),
          nasty.map((text) => `/${text}`),
        ),
        (asked) => {
          expect(staysHere(ownPath(asked))).toBe(true);
        },
      ),
      { numRuns: 5000 },
    );
  });
  it('what is a path here is kept as it is', () => {
    for (const path of [
      '/',
      '/users/ann%40example.com?period=last7',
      '/audit?text=a%20b',
      '/cost-centers/%E6%9D%B1%E4%BA%AC',
    ])
      expect(ownPath(path)).toBe(path);
  });
  it('is never told by an address of the server itself', async () => {
    for (const asked of NASTY) {
      const answer = await ask(company.url, `/sign-in?${new URLSearchParams({ to: asked })}`, {
        headers: { host: HOST },
      });
      expect(answer.headers.location ?? '/').toMatch(/^\/(?![/\\])/);
    }
    for (const path of ['//evil.example', '/\\evil.example', '//evil.example/%2e%2e', '/.//evil.example']) {
      const answer = await ask(company.url, path, { headers: { host: HOST } });
      expect([303, 400]).toContain(answer.status);
      expect(answer.headers.location ?? '/sign-in').toMatch(/^\/sign-in/);
      const elsewhere = await ask(company.url, path, { headers: { host: 'evil.example' } });
      expect(new URL(elsewhere.headers.location ?? PUBLIC_URL).origin).toBe(PUBLIC_URL);
    }
  });
});
