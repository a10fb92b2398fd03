import { expect, it, onTestFinished } from 'vitest';
import { hashOf, newToken } from '../../src/app/credentials/secrets.ts';
import { instantOf } from '../../src/core/periods.ts';
import { crossedOn } from '../jobs/crossed.ts';
import { NOW, NOW_MS } from '../store/setup.ts';
import { EMAIL, openCompany, type RoleName } from './roles.ts';
import { ask } from './setup.ts';

/** What programs are told of messages: all of them for administrators, their own for everybody else, part by part. */

const MANY = 7;

async function ledger() {
  const company = await openCompany();
  onTestFinished(() => company.close());
  const { store, url, lease } = company;
  let now = NOW_MS;
  const advance = (ms: number) => {
    now += ms;
  };
  const clock = { now: () => now, advance };
  // Two to each at the same moment: whoever pages must lose none of these.
  for (let number = 0; number < MANY; number += 1) {
    if (number % 2 === 0) clock.advance(60_000);
    const send = [EMAIL.user, 'finance-list@example.com'].map((target) => ({ channel: 'email', target }));
    await crossedOn({ store, clock }, `person${number}@example.com`, 80, send, lease);
  }
  const [first] = await store.alerts.waiting(1);
  await store.alerts.delivered(first?.id ?? '', instantOf(now));
  const as = async (role: RoleName, path: string) => {
    const secret = newToken();
    const made = { id: `${role}-${path}`, email: EMAIL[role], name: path.slice(0, 40), createdAt: NOW };
    await store.tokens.create(
      { ...made, scopes: ['budgets'], expiresAt: '2027-02-22T14:05:00.000Z' },
      hashOf(secret),
      { id: EMAIL[role] },
    );
    const { status, text } = await ask(url, `/api/v1/messages${path}`, {
      headers: { authorization: `Bearer ${secret}` },
    });
    return { status, ...JSON.parse(text) };
  };
  return { as };
}
interface Told {
  id: string;
  to: string;
  subject: { key: string };
}

it('are all for an administrator, part by part and each once, and their own for everybody else', async () => {
  const { as } = await ledger();
  const all: Told[] = [];
  for (let after = ''; ; ) {
    const part = await as('admin', `?limit=3${after}`);
    expect(part.messages.length).toBeLessThanOrEqual(3);
    all.push(...part.messages);
    if (part.nextAfter === null) break;
    after = `&after=${encodeURIComponent(part.nextAfter)}`;
  }
  expect([all.length, new Set(all.map(({ id }) => id)).size]).toEqual([2 * MANY, 2 * MANY]);
  const own = await as('user', '');
  expect(own.messages.map(({ to }: Told) => to)).toEqual(Array(MANY).fill(EMAIL.user));
  const other = all.find(({ to }) => to !== EMAIL.user);
  expect((await as('user', `?id=${other?.id}`)).messages).toEqual([]);
  expect((await as('admin', `?id=${other?.id}`)).messages).toEqual([other]);
  expect((await as('manager', '')).messages).toEqual([]);
});

it('are found by state, kind, channel, whom they are about and since when; what is no such thing is refused', async () => {
  const { as } = await ledger();
  const count = async (query: string) => (await as('admin', query)).messages.length;
  expect([
    await count('?state=sent'),
    await count('?state=waiting&kind=threshold&channel=email'),
    await count('?kind=heldBack'),
    await count('?channel=room'),
    await count('?subject=user:person3@example.com'),
    await count('?subject=organisation'),
    await count(`?since=${instantOf(NOW_MS + 4 * 60_000)}`),
  ]).toEqual([1, 2 * MANY - 1, 0, 0, 2, 0, 2]);
  for (const [field, value] of [
    ['state', 'lost'],
    ['kind', 'none'],
    ['subject', 'ann'],
    ['after', 'x'],
    ['since', '2026-13-01'],
    ['limit', '1001'],
  ])
    expect(await as('admin', `?${field}=${value}`)).toMatchObject({ status: 400, error: { field } });
});
