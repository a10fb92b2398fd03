import { expect, it, onTestFinished } from 'vitest';
import { outboxChecks } from '../../src/cli/doctorOutbox.ts';
import { ONLY_LINES } from '../../src/core/notices.ts';
import { instantOf } from '../../src/core/periods.ts';
import { en } from '../../src/ui/messages/en.ts';
import { ja } from '../../src/ui/messages/ja.ts';
import { askingOf } from '../asking.ts';
import { NOW } from '../store/setup.ts';
import { EMAIL, openCompany, PUBLIC_URL, type RoleName } from './roles.ts';
import { ask, escaped, post } from './setup.ts';

/** What the page says of messages that did not arrive, who sees it, and the button that has them sent again. */

const SOON = instantOf(Date.parse(NOW) + 60_000);

async function ledger() {
  const company = await openCompany();
  onTestFinished(() => company.close());
  const { store, lease, url, cookies } = company;
  const to = { channel: 'email' as const, target: 'operators@example.com' };
  await store.quarantine.hold(
    lease,
    [],
    { kind: 'heldBack', ...ONLY_LINES, lines: ['a line'] },
    [to, { ...to, target: 'others@example.com' }],
    NOW,
  );
  const [one, other] = await store.alerts.waiting(10);
  await store.alerts.failed(one?.id ?? '', '550 no such user', null, NOW);
  await store.alerts.channelDown('email', 'connect ECONNREFUSED', SOON, NOW);
  const headers = (role: RoleName) => ({ host: new URL(PUBLIC_URL).host, cookie: cookies[role] });
  const page = async (role: RoleName, path = '/alerts') =>
    (await ask(url, path, { headers: headers(role) })).text;
  const press = (fields: Record<string, string>) =>
    post(url, '/alerts/resend', fields, { headers: { ...headers('admin'), origin: PUBLIC_URL } });
  return { store, page, press, one: one?.id ?? '', other: other?.id ?? '' };
}

it('is shown to those who see what jobs do, in both languages, and sent again by administrators', async () => {
  const { store, page, press, one, other } = await ledger();
  const shown = await page('admin');
  for (const words of [
    en.outbox.title,
    en.outbox.givenUp(1),
    'connect ECONNREFUSED',
    '550 no such user',
    'others@example.com',
    en.outbox.resendAll,
  ])
    expect(shown.replaceAll('<wbr/>', '')).toContain(escaped(words));
  expect(await page('admin', '/alerts?lang=ja')).toContain(ja.outbox.title);
  const finance = await page('finance');
  expect(finance).toContain(en.outbox.title);
  expect(finance).not.toContain(en.outbox.resendAll);
  for (const role of ['user', 'manager', 'owner'] as const) {
    const own = await page(role);
    expect(own.replaceAll('<wbr/>', '')).not.toContain('operators@example.com');
    expect(own).not.toContain('ECONNREFUSED');
  }
  expect(await store.alerts.due(NOW, 10)).toEqual([]);

  const pressed = await press({ id: one });
  expect([pressed.status, pressed.headers.location]).toEqual([303, '/alerts?done=resent']);
  expect((await store.alerts.outbox()).givenUp).toBe(0);
  // The channel is tried at once.
  expect((await store.alerts.due(NOW, 10)).map(({ id }) => id).sort()).toEqual([one, other].sort());
  const [entry] = await store.audit.list({ action: 'message.resend', limit: 9 });
  expect(entry).toMatchObject({ actor: EMAIL.admin, subject: `message:${one}` });
  await store.alerts.delivered(one, NOW);
  expect((await press({ id: one })).headers.location).toBe('/alerts?done=notOwed');
});

it('is what "doctor" leads to, each with the command that mends it', async () => {
  const { store } = await ledger();
  expect(await outboxChecks(askingOf(store))).toEqual([
    {
      check: 'messages',
      state: 'warning',
      found: '1 given up, because their recipients did not take them; 1 waiting',
      advice: 'bedrock-ledger alerts resend --failed',
      mend: 'bedrock-ledger alerts resend --failed',
    },
    {
      check: 'messages by email',
      state: 'failed',
      found: expect.stringMatching(/^nothing leaves since .*\(1 waiting.*connect ECONNREFUSED$/),
      advice: expect.stringContaining('what waits goes out by itself once it works'),
      mend: 'settings notify.smtpUrl',
    },
  ]);
});
