import { expect, it, onTestFinished } from 'vitest';
import { listChannels } from '../../../src/app/notify/channels.ts';
import { readConfig } from '../../../src/config.ts';
import { ONLY_LINES } from '../../../src/core/notices.ts';
import { DAY_MS, instantOf } from '../../../src/core/periods.ts';
import { openStore } from '../../../src/store/open.ts';
import { askingOf } from '../../asking.ts';
import { leaseOf, NOW_MS } from '../../store/setup.ts';

/** How channels do, as the outbox has it: what waits, what arrived, what failed, and nothing that is long ago. */

const ago = (days: number) => instantOf(NOW_MS - days * DAY_MS);

async function outbox() {
  const store = await openStore(':memory:', { now: NOW_MS });
  onTestFinished(() => store.close());
  const lease = await leaseOf(store);
  const to = { channel: 'email' as const, target: 'ops@example.com' };
  const notice = { kind: 'heldBack' as const, ...ONLY_LINES, lines: ['a line'] };
  const { notify, ...settings } = readConfig({});
  const asking = askingOf(store, {
    settings: { ...settings, notify: { ...notify, smtpUrl: 'smtp://mail' } },
  });
  return {
    store,
    /** Owes a message. @returns its id */
    async owe(at: string): Promise<string> {
      const before = new Set((await store.alerts.waiting(9)).map(({ id }) => id));
      await store.quarantine.hold(lease, [], notice, [to], at);
      return (await store.alerts.waiting(9)).find(({ id }) => !before.has(id))?.id ?? '';
    },
    email: async () => (await listChannels(askingOf(store, asking)))[0],
  };
}

it('are what was owed lately', async () => {
  const { store, owe, email } = await outbox();
  expect(await email()).toMatchObject({ waiting: 0, lastDeliveredAt: null, failure: null, downSince: null });
  await store.alerts.delivered(await owe(ago(40)), ago(40));
  expect(await email()).toMatchObject({ lastDeliveredAt: null });
  await store.alerts.delivered(await owe(ago(3)), ago(2));
  await store.alerts.failed(await owe(ago(5)), '550 no such user', null, ago(4));
  expect(await email()).toMatchObject({
    waiting: 0,
    lastDeliveredAt: ago(2),
    failure: { at: ago(4), error: '550 no such user' },
  });
  await store.alerts.putAside(await owe(ago(1)), '451 later', ago(0));
  expect(await email()).toMatchObject({ waiting: 1, failure: { at: ago(1), error: '451 later' } });
  await store.alerts.channelDown('email', 'refused', ago(0), ago(0));
  expect(await email()).toMatchObject({ downSince: ago(0), failure: { at: ago(0), error: 'refused' } });
});
