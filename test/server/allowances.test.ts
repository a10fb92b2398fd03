import { expect, it, onTestFinished } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { en } from '../../src/ui/messages/en.ts';
import { ja } from '../../src/ui/messages/ja.ts';
import { openCompany, PUBLIC_URL } from './roles.ts';
import { ask, escaped, post } from './setup.ts';

/** Pages say how much of what one may have is used, before it is all. */

async function company(allowances: Partial<ReturnType<typeof readConfig>['allowances']> = {}) {
  const first = await openCompany();
  await first.close();
  const settings = { ...first.settings, allowances: { ...readConfig({}).allowances, ...allowances } };
  const opened = await openCompany({ settings });
  onTestFinished(() => opened.close());
  const headers = { host: new URL(PUBLIC_URL).host, origin: PUBLIC_URL, cookie: opened.cookies.user };
  return {
    get: (path: string) => ask(opened.url, path, { headers }),
    exports: () => opened.store.audit.count({ action: 'export' }),
    page: async (path: string) => (await ask(opened.url, path, { headers })).text,
    send: (path: string, fields: Record<string, string>) => post(opened.url, path, fields, { headers }),
  };
}

it('of profiles and tokens, in both languages', async () => {
  const { page } = await company();
  expect(await page('/profiles')).toContain(escaped(en.profiles.held(1, 20)));
  expect(await page('/profiles/new')).toContain(escaped(en.profiles.held(1, 20)));
  expect(await page('/profiles?lang=ja')).toContain(escaped(ja.profiles.held(1, 20)));
  expect(await page('/tokens')).toContain(escaped(en.access.held(1, 20)));
  expect(await page('/tokens?lang=ja')).toContain(escaped(ja.access.held(1, 20)));
});

it('a token more than one may have is refused with how many that is and what to do', async () => {
  const { send } = await company({ tokens: 2 });
  const make = () => send('/tokens', { name: 'one', days: '7', 'scope.me': 'on' });
  expect((await make()).status).toBe(200);
  const refused = await make();
  expect(refused.status).toBe(422);
  expect(refused.text).toContain(escaped(en.invalid.tokens(2)));
});

it('a file beyond what may be on its way is refused, for a while and without an entry as an export', async () => {
  const { get, exports } = await company({ exports: 0 });
  const refused = await get('/profiles?format=csv');
  expect([refused.status, refused.headers['retry-after']]).toEqual([429, '5']);
  expect(await exports()).toBe(0);
  expect((await get('/profiles')).status).toBe(200);
});
