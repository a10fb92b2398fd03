import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listBindings } from '../../src/app/credentials/bindings.ts';
import { hashOf } from '../../src/app/credentials/secrets.ts';
import { openSession } from '../../src/app/credentials/signIn.ts';
import { readConfig } from '../../src/config.ts';
import { viewerOfPerson } from '../../src/core/access.ts';
import { type Identity, SignInRefused } from '../../src/core/signIn.ts';
import type { OidcGateway } from '../../src/identity/types.ts';
import { openStore } from '../../src/store/open.ts';
import type { Store } from '../../src/store/types.ts';
import { askingOf } from '../asking.ts';
import { NOW, NOW_MS } from '../store/setup.ts';
import { ADMINS, ANN, BOSS, CHIEF, FAY, ROWS, type Row } from './claimRows.ts';
import { hostile } from './hostile.ts';

/** A real provider that says whatever a row says: who comes in as whom, in which words others do not, and what is kept. */

let provider: Awaited<ReturnType<typeof hostile>>;
let store: Store;
const settings = {
  ...readConfig({}),
  roles: {
    administrators: [BOSS, FAY],
    groups: [{ group: ADMINS, role: 'administrator' as const, costCenter: null }],
  },
};
const gateways = new Map<string, OidcGateway>();
const coming = () => askingOf(store, { settings, actor: { id: 'unknown' } });

beforeAll(async () => {
  provider = await hostile();
  store = await openStore(':memory:', { now: NOW_MS });
  const person = (email: string) => ({
    email,
    name: null,
    costCenter: null,
    manager: null,
    active: true,
    groups: null,
  });
  const how = { complete: false, actor: { id: 'test' }, now: NOW };
  await store.people.learn('file', [BOSS, ANN, FAY].map(person), how);
  await store.people.addAlias({ alias: CHIEF, email: BOSS, source: 'byHand' }, how.actor, NOW);
  for (const [subject, email] of [
    ['boss-1', BOSS],
    ['ann-1', ANN],
  ] as const) {
    const nothing = { name: null, groups: [], costCenter: null, manager: null };
    await openSession(coming(), { issuer: provider.issuer, subject, email, ...nothing }, '');
  }
});
afterAll(async () => {
  store?.close();
  await provider?.stop();
});

/** All that a sign-in may leave behind; refusals in the audit log are counted apart. */
async function kept() {
  const people = await store.people.list();
  return {
    people: people.map(({ email, groups, lastSignInAt }) => ({ email, groups, lastSignInAt })),
    bindings: await listBindings(coming()),
    said: await store.people.sources(),
    entries: (await store.audit.count({})) - (await store.audit.count({ action: 'identity.refuse' })),
  };
}

/** One sign-in through the real gateway, as far as a session. */
async function signIn({ claims, userinfo, settings: change = {} }: Row, i: number) {
  provider.state.claims = { sub: `subject-${i}`, email: `row${i}@example.com`, ...claims };
  provider.state.userinfo = { sub: String(provider.state.claims.sub), ...userinfo };
  const key = JSON.stringify(change);
  const gateway = gateways.get(key) ?? provider.gateway(change);
  gateways.set(key, gateway);
  let identity: Identity;
  try {
    identity = await provider.signIn(change, gateway);
  } catch (error) {
    if (error instanceof SignInRefused) return { refused: error.refusal, words: error.message };
    throw error;
  }
  const { secret, refused } = await openSession(coming(), identity, '');
  if (refused !== null) return { refused, words: 'said on the page' };
  return { refused, identity, session: await store.sessions.find(hashOf(secret), NOW, 3_600_000) };
}

describe('what a provider says', () => {
  it('is tried in more than a hundred ways', () => {
    expect(ROWS.length).toBeGreaterThan(100);
    expect(new Set(ROWS.map(({ name }) => name)).size).toBe(ROWS.length);
  });

  it.each(ROWS.map((row, i) => [row.name, row, i] as const))('%s', async (_name, row, i) => {
    const before = await kept();
    const came = await signIn(row, i);
    if ('refused' in row.must) {
      expect(came).toEqual({ refused: row.must.refused, words: expect.stringMatching(row.must.words) });
      expect(await kept()).toEqual(before);
      return;
    }
    expect(came.refused).toBeNull();
    if (!('identity' in came) || came.identity === undefined) throw new Error('not in');
    const { identity, session } = came;
    const email = row.must.in === 'new' ? identity.email : row.must.in;
    expect(session?.email).toBe(email);
    const bound = await store.bindings.find(identity);
    expect(bound).toMatchObject({ email, subject: provider.state.claims.sub, address: identity.email });
    const facts = await store.people.viewerFacts(email, NOW);
    if (facts === null) throw new Error(`nobody is ${email}`);
    const viewer = viewerOfPerson(facts, settings.roles, null);
    expect(viewer.roles.has('administrator')).toBe(row.must.administers ?? false);
    if (row.must.groups) expect(facts.groups).toEqual([...row.must.groups].sort());
    expect((await store.bindings.list(email)).length).toBe(1);
  });

  it('leaves one entry of whoever came with the address of Boss, however often that was', async () => {
    expect(await store.audit.list({ limit: 10, action: 'identity.refuse' })).toMatchObject([
      { subject: `user:${BOSS}`, after: { issuer: provider.issuer, address: BOSS } },
    ]);
  });
});
