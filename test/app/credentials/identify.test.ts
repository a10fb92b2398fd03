import { expect, it } from 'vitest';
import { bySession } from '../../../src/app/credentials/identify.ts';
import { hashOf } from '../../../src/app/credentials/secrets.ts';
import { readConfig } from '../../../src/config.ts';
import { at, NOW, open } from '../../store/setup.ts';

/** Whoever comes with a session: known on each request, noted once a minute. */

it('a session is noted as used once a minute, and so does not end while somebody works', async () => {
  const store = await open();
  const actor = { id: 'ann@example.com' };
  const facts = { email: actor.id, name: null, costCenter: null, manager: null, active: true, groups: null };
  const session = {
    hash: hashOf('secret'),
    id: 'one',
    email: actor.id,
    createdAt: NOW,
    address: '',
    agent: '',
  };
  await store.sessions.open({ ...session, expiresAt: at(600) }, facts, actor);
  const settings = readConfig({ BEDROCK_LEDGER_SIGN_IN_IDLE_MINUTES: '5' });
  const seenAfter = async (minutes: number) => {
    const found = await bySession({ actor, now: Date.parse(at(minutes)), store, settings }, 'secret');
    if (found === null) return null;
    return (await store.sessions.listOf(actor.id, at(minutes), 600 * 60_000))[0]?.seenAt;
  };
  expect(await seenAfter(0.5)).toBe(NOW);
  expect(await seenAfter(1)).toBe(at(1));
  expect(await seenAfter(5.9)).toBe(at(5.9));
  expect(await seenAfter(10.8)).toBe(at(10.8));
  expect(await seenAfter(16)).toBeNull();
});
