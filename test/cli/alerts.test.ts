import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ONLY_LINES } from '../../src/core/notices.ts';
import { instantOf } from '../../src/core/periods.ts';
import { openStore } from '../../src/store/open.ts';
import type { Store } from '../../src/store/types.ts';
import { tamper } from '../jobs/setup.ts';
import { openCompany } from './setup.ts';

/** Messages that did not arrive, from the command line. */

let company: Awaited<ReturnType<typeof openCompany>>;
let store: Store;
beforeAll(async () => {
  company = await openCompany();
  store = await openStore(company.db, { now: company.clock.now() });
});
afterAll(async () => {
  store.close();
  await company.close();
});

describe('messages that did not arrive', () => {
  it('are listed with why, and sent again: one, or all that were given up', async () => {
    expect((await company.run(['alerts', 'list'])).out).toBe('Every message arrived.\n');
    expect((await company.run(['alerts', 'resend', '--failed'])).out).toBe(
      'No message was given up; nothing changed.\n',
    );
    const now = instantOf(company.clock.now());
    const to = { channel: 'email' as const, target: 'operators@example.com' };
    await tamper(store, (lease) =>
      store.quarantine.hold(lease, [], { kind: 'heldBack', ...ONLY_LINES, lines: ['a line'] }, [to], now),
    );
    const [owed] = await store.alerts.waiting(1);
    const id = owed?.id ?? '';
    await store.alerts.failed(id, '550 no such user', null, now);

    const listed = await company.run(['alerts', 'list']);
    for (const part of [id, 'notice to operators', to.target, 'given up', '550 no such user'])
      expect(listed.out).toContain(part);
    expect(JSON.parse((await company.run(['alerts', 'list', '--json'])).out)).toMatchObject({
      givenUp: 1,
      messages: [{ id, lastError: '550 no such user' }],
    });
    const again = await company.run(['alerts', 'resend', '--failed', '--reason', 'the address is right']);
    expect([again.code, again.out]).toEqual([0, expect.stringMatching(/^One message is sent again/)]);
    expect(await store.alerts.waiting(1)).toMatchObject([{ id, attempts: 0, givenUpAt: null }]);
    expect((await store.audit.list({ action: 'message.resend', limit: 1 }))[0]).toMatchObject({
      subject: `message:${id}`,
      via: 'cli',
      reason: 'the address is right',
    });
    expect((await company.run(['alerts', 'resend', id])).code).toBe(0);
    await store.alerts.delivered(id, now);
    const late = await company.run(['alerts', 'resend', id]);
    expect([late.code, late.err]).toEqual([1, expect.stringContaining('bedrock-ledger alerts list')]);
    const all = await company.run(['messages', 'list', '--kind', 'heldBack', '--json']);
    const { messages } = JSON.parse(all.out);
    expect(messages).toMatchObject([{ id, to: to.target, kind: 'heldBack', state: 'sent', subject: null }]);
    const csv = await company.run(['messages', 'list', '--state', 'sent', '--csv']);
    expect(csv.out.split('\r\n')[0]).toMatch(/^id,owed_at,message_kind,about,/);
    expect(csv.out).toContain(`${id},`);
    expect((await company.run(['messages', 'list', '--state', 'waiting'])).out).toBe(
      'There is no such message.\n',
    );
    expect((await company.run(['messages', 'list'])).out).toContain(to.target);
    expect(JSON.parse((await company.run(['messages', 'show', id, '--json'])).out)).toEqual(messages[0]);
    expect((await company.run(['messages', 'show', 'none'])).err).toContain('there is no message "none"');
    for (const wrong of [
      ['--state', 'lost'],
      ['--subject', 'ann'],
      ['--since', 'May'],
      ['--after', 'x'],
      ['--json', '--csv'],
    ])
      expect((await company.run(['messages', 'list', ...wrong])).code).toBe(2);
    for (const wrong of [[], [id, '--failed']])
      expect((await company.run(['alerts', 'resend', ...wrong])).code).toBe(2);
  });
});
