import { afterAll, beforeAll, expect, it } from 'vitest';
import { Invalid } from '../../src/core/errors.ts';
import { en } from '../../src/ui/messages/en.ts';
import { VENDING } from '../vendingSettings.ts';
import { openCompany, PUBLIC_URL, type RoleName } from './roles.ts';
import { ask, escaped, post } from './setup.ts';

/** The form offers a profile to share to whoever may give one, and sends what is chosen. */

let c: Awaited<ReturnType<typeof openCompany>>;
/** What was asked for last. */
let typed: Readonly<Record<string, string>>;
beforeAll(async () => {
  const first = await openCompany();
  await first.close();
  const tags = [{ key: 'Project', values: null, required: false }];
  c = await openCompany({
    settings: {
      ...first.settings,
      vending: { ...VENDING, tags, shared: { enabled: true, by: ['Project'] } },
    },
    actions: {
      trigger: null,
      deleteProfile: null,
      createProfile: async (_, asked) => {
        typed = asked;
        throw new Invalid([{ field: 'shared', key: 'notShared' }]);
      },
    },
  });
});
afterAll(() => c.close());

const headersOf = (role: RoleName) => ({
  host: new URL(PUBLIC_URL).host,
  origin: PUBLIC_URL,
  cookie: c.cookies[role],
});
const form = async (role: RoleName) => (await ask(c.url, '/profiles/new', { headers: headersOf(role) })).text;
const send = (role: RoleName, fields: Record<string, string>) =>
  post(c.url, '/profiles', fields, { headers: headersOf(role) });

it('to administrators for any cost center, to its owner for theirs, to nobody else', async () => {
  expect(await form('admin')).toContain('name="shared"');
  const owners = await form('owner');
  expect(owners).toContain(escaped(en.vending.shared.byPeopleOf('Mobile')));
  expect(owners).toContain(escaped(en.vending.shared.required));
  expect(owners).not.toContain('name="shared"');
  for (const other of ['user', 'finance'] as const) {
    const text = await form(other);
    expect(text).not.toContain('name="shared');
    expect(text).not.toContain(escaped(en.vending.shared.required));
  }
});

it('an owner chooses it beside themselves, without a person to leave out; what was chosen is kept', async () => {
  const fields = { userEmail: 'own@example.com', costCenter: 'Other', sharedBy: 'Mobile', source: 'x' };
  const { status, text } = await send('owner', fields);
  expect(typed).toMatchObject({ shared: 'on', userEmail: '', costCenter: 'Mobile', source: 'x' });
  expect(status).toBe(422);
  expect(text).toContain(escaped(en.invalid.notShared));
  expect(text).toMatch(/<input type="radio" name="sharedBy" value="Mobile" checked/);
  await send('owner', { ...fields, sharedBy: '' });
  expect(typed).toMatchObject({ userEmail: 'own@example.com', costCenter: 'Other' });
  expect(typed.shared).toBeUndefined();
  const kept = (await send('admin', { shared: 'on', costCenter: 'Search' })).text;
  expect(typed).toMatchObject({ shared: 'on', costCenter: 'Search' });
  expect(kept).toMatch(/<input type="checkbox" name="shared" value="on" checked/);
});

it('a model leads whoever plans to its roll-over', async () => {
  const leads = async (role: RoleName) =>
    (await ask(c.url, '/models/m1', { headers: headersOf(role) })).text.includes(
      '/profiles/roll-over?from=m1',
    );
  expect([await leads('user'), await leads('owner'), await leads('admin')]).toEqual([false, false, true]);
});
