import { expect, it, onTestFinished } from 'vitest';
import { channelChecks } from '../../src/cli/doctorChannels.ts';
import { readConfig } from '../../src/config.ts';
import type { SharedChannel } from '../../src/core/channels.ts';
import type { NotifySettings } from '../../src/core/notifySettings.ts';
import { openStore } from '../../src/store/open.ts';
import { askingOf } from '../asking.ts';
import { NOW, NOW_MS } from '../store/setup.ts';

/** What the doctor says of channels, without sending anything: whether they are well set, and whether anybody is told. */

const person = (email: string, manager: string | null) => ({
  ...{ email, name: null, costCenter: 'Mobile', manager, active: true, groups: [] },
});

async function found(notify: Partial<NotifySettings>, administrators: string[] = [], people = 0) {
  const store = await openStore(':memory:', { now: NOW_MS });
  onTestFinished(() => store.close());
  if (people > 0)
    await store.people.learn(
      'file',
      [person('ann@example.com', 'bob@example.com'), person('bob@example.com', null)],
      {
        ...{ complete: false, actor: { id: 'local:tester' }, now: NOW },
      },
    );
  const standard = readConfig({});
  const settings = {
    ...standard,
    notify: { ...standard.notify, ...notify },
    roles: { administrators, groups: [] },
  };
  return channelChecks(askingOf(store, { settings }));
}

const shared = { language: 'en' as const, topics: ['budgets' as const], of: ['everything'], people: false };
const teams = (url: string): SharedChannel => ({ ...shared, name: 'ops', kind: 'teams', url });

it('warns that nobody is told when this service fails', async () => {
  expect(await found({})).toMatchObject([
    { state: 'warning', found: 'nobody: no channel is set', mend: 'settings notify.smtpUrl' },
  ]);
  const [health] = await found({ channels: [teams('https://x.logic.azure.com/y')] });
  expect(health).toMatchObject({ state: 'warning', mend: 'settings notify.channels' });
  const [told] = await found({ channels: [{ ...teams('https://x.logic.azure.com/y'), topics: ['health'] }] });
  expect(told).toMatchObject({ state: 'ok', found: 'one reader' });
});

it('names roles that are told and that nobody has', async () => {
  const smtpUrl = 'smtps://mail.example.com';
  const [health, roles] = await found({ smtpUrl });
  expect(health).toMatchObject({ state: 'warning', found: expect.stringContaining('no administrator') });
  expect(roles).toMatchObject({
    state: 'warning',
    found: expect.stringMatching(
      /^managers .*; owners .*; finance .*; administrators .*: nobody has the role$/,
    ),
    mend: 'bedrock-ledger people import FILE',
  });
  const none = { toFinance: false, toCostCenterOwners: false };
  const [now, all] = await found({ smtpUrl, ...none }, ['bob@example.com'], 2);
  expect([now?.state, all]).toMatchObject(['ok', { state: 'ok' }]);
});

it('looks at how each is set', async () => {
  const of = async (url: string) => (await found({ channels: [teams(url)] })).at(-1);
  expect(await of('https://corp.webhook.office.com/webhookb2/secret')).toMatchObject({
    check: 'channel ops',
    state: 'warning',
    advice: expect.stringContaining('workflow'),
  });
  const open = await of('http://hooks.corp.example/secret');
  expect(open).toMatchObject({ state: 'warning', mend: 'settings notify.channels' });
  expect(JSON.stringify(open)).not.toContain('secret');
  expect(await of('http://127.0.0.1:8080/secret')).toMatchObject({ state: 'ok' });
  expect(await of('https://x.logic.azure.com/secret')).toMatchObject({
    state: 'ok',
    found:
      'teams at x.logic.azure.com, nothing arrived lately; "bedrock-ledger channels test NAME" sends a test',
  });
});
