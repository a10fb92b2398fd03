import type { BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hashOf, newSecret } from '../../src/app/credentials/secrets.ts';
import { freePort } from '../../src/cli/lifetime.ts';
import { readConfig } from '../../src/config.ts';
import { createOidcGateway } from '../../src/identity/oidc.ts';
import { openStore } from '../../src/store/open.ts';
import type { Store } from '../../src/store/types.ts';
import { en } from '../../src/ui/messages/en.ts';
import { serveLedger } from '../server/setup.ts';
import { at, NOW, NOW_MS } from '../store/setup.ts';
import { handOf } from './hand.ts';
import { choose, problemsOf } from './look.ts';
import { openBrowser } from './setup.ts';

/** Tokens, sessions and the audit log, by hand: somebody who is signed in, with and without script. */

const ANN = 'ann@example.com';
let store: Store;
let served: Awaited<ReturnType<typeof serveLedger>>;
let open: Awaited<ReturnType<typeof openBrowser>>;
let cookie: string;
/** Browsers take it for secure, and keep the cookies of a server there. */
let base: string;

beforeAll(async () => {
  store = await openStore(':memory:', { now: NOW_MS });
  for (const [id, agent] of [
    ['this', 'Firefox'],
    [
      'other',
      'An old telephone with a name that is as long as some browsers like to call themselves (like Gecko)',
    ],
  ] as const) {
    const secret = newSecret();
    cookie ??= `__Host-ledger-session=${secret}`;
    await store.sessions.open(
      {
        hash: hashOf(secret),
        id,
        email: ANN,
        createdAt: NOW,
        expiresAt: at(600),
        address: '2001:db8::7',
        agent,
      },
      { email: ANN, name: 'Ann Lee', costCenter: 'Mobile', manager: null, active: null, groups: null },
      { id: ANN, via: 'page', address: '2001:db8::7' },
    );
  }
  const port = await freePort(0);
  base = `http://localhost:${port}`;
  const settings = {
    ...readConfig({}),
    publicUrl: base,
    roles: { administrators: [ANN], groups: [] },
  };
  const oidc = { issuer: 'http://127.0.0.1:1', clientId: 'x', clientSecret: null, scopes: [], prompt: null };
  const gateway = createOidcGateway({ ...oidc, claims: settings.signIn.claims });
  served = await serveLedger({ store, settings, signIn: { kind: 'oidc', gateway } }, port);
  open = await openBrowser();
});
afterAll(async () => {
  await open.close();
  await served.close();
  store.close();
});

async function within(options: BrowserContextOptions, work: (page: Page) => Promise<void>): Promise<void> {
  const context = await open.browser.newContext(options);
  try {
    const page = await context.newPage();
    // As a sign-in sets it, which alone can: a cookie of this kind comes from its own host.
    const headers = { 'set-cookie': `${cookie}; Path=/; Secure; HttpOnly; SameSite=Lax` };
    await page.route('**/signed-in', (route) => route.fulfill({ status: 200, headers, body: '' }));
    await page.goto(`${base}/signed-in`);
    await work(page);
  } finally {
    await context.close();
  }
}

// By keyboard alone with script, by pointer without it.
describe.each([
  [true, 'keyboard'],
  [false, 'pointer'],
] as const)('with script: %s, by %s', (javaScriptEnabled, way) => {
  it('a token is made, copied, and revoked after a question', () =>
    within({ javaScriptEnabled, permissions: ['clipboard-read', 'clipboard-write'] }, async (page) => {
      const hand = handOf(page, way);
      const name = javaScriptEnabled ? 'laptop' : 'terminal';
      await page.goto(`${base}/tokens`);
      await hand.choose('main form.tokens button[type=submit]');
      expect(await page.textContent('.fault')).toBe(en.invalid.tokenName);
      await hand.write('[name=name]', name);
      await hand.choose('[name="scope.spend"]');
      await hand.choose('main form.tokens button[type=submit]');
      const secret = ((await page.textContent('#token')) ?? '').trim();
      expect(secret).toMatch(/^blt_[\w-]{43}$/);
      await page.waitForLoadState();
      expect(await page.isVisible('[data-copy=token]')).toBe(javaScriptEnabled);
      if (javaScriptEnabled) {
        await hand.choose('[data-copy=token]');
        await page
          .locator('[data-copy=token]')
          .filter({ hasText: new RegExp(`^${en.profiles.copied}$`) })
          .waitFor();
        expect(await page.evaluate('navigator.clipboard.readText()')).toBe(secret);
      }
      // The skip link says where it led.
      expect(page.url().replace(/#content$/, '')).toBe(`${base}/tokens`);
      const row = page.locator('#table-tokens tbody tr', { hasText: name });
      expect(await row.textContent()).toContain('me, spend');
      await hand.choose(row.getByText(en.access.revoke));
      expect(await page.textContent('main')).toContain(name);
      await hand.choose('main form button');
      expect(await page.textContent('[role=status]')).toBe(en.access.revoked);
      expect(await row.textContent()).toContain(en.access.states.revoked);
      expect(await page.content()).not.toContain(secret);
      await page.goto(`${base}/audit`);
      await hand.pick('[name=action]', 'token');
      await hand.write('[name=text]', name);
      await hand.choose('main form[role=search] button');
      await page.waitForURL(/[?&]text=/);
      const entries = await page.locator('#table-main tbody tr').allTextContents();
      expect(entries).toHaveLength(2);
      expect(entries[0]).toContain(en.audit.actions['token.revoke']);
      expect(entries[1]).toContain(en.audit.actions['token.create']);
      expect(new URL(page.url()).searchParams.get('text')).toBe(name);
    }));
});

it('are pages that everybody can use, in both languages, on a desk and on a telephone', () =>
  within({ reducedMotion: 'reduce' }, async (page) => {
    const found: string[] = [];
    for (const [lang, theme, audit] of [
      ['en', 'light', 'dark as well'],
      ['ja', 'dark', 'none'],
    ] as const) {
      await choose(page, base, lang, theme);
      for (const path of [
        '/tokens',
        '/tokens/sessions/end',
        '/audit',
        '/audit?start=x',
        '/audit?action=token&text=nothing-fits',
      ])
        found.push(...(await problemsOf(page, base, { path, status: 200 }, [lang, theme, audit])));
    }
    expect(found).toEqual([]);
  }));

it('the other sessions are signed out, this one stays', () =>
  within({}, async (page) => {
    await page.goto(`${base}/tokens`);
    expect(await page.locator('#table-sessions tbody tr').count()).toBe(2);
    const hand = handOf(page, 'keyboard');
    await hand.choose(page.getByText(en.access.endOthers));
    await hand.choose(page.getByRole('button', { name: en.access.endOthers }));
    expect(await page.textContent('[role=status]')).toBe(en.access.ended);
    const rows = await page.locator('#table-sessions tbody tr').allTextContents();
    expect(rows).toHaveLength(1);
    expect(rows[0]).toContain(en.access.thisOne);
  }));
