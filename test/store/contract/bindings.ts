import { describe, expect, it } from 'vitest';
import type { PersonFacts } from '../../../src/core/people.ts';
import type { Store } from '../../../src/store/types.ts';
import { ANNA, at, NOW } from '../setup.ts';
import type { Engine } from './engine.ts';

const ISSUER = 'https://login.example.com';
const ANN = 'ann@example.com';
const BEN = 'ben@example.com';
const HOUR_MS = 3_600_000;
const facts = (email: string, active: boolean | null = null): PersonFacts => ({
  email,
  name: null,
  costCenter: null,
  manager: null,
  active,
  groups: null,
});
const how = (minutes = 0) => ({ complete: false, actor: ANNA, now: at(minutes) });

/** Whose an account is, through everything that happens to people. */
export function bindingsContract({ open }: Engine): void {
  /** Somebody with an account and a session. */
  async function signedIn(store: Store, email: string, subject: string, address = email) {
    const session = { hash: subject, id: subject, email, createdAt: NOW, expiresAt: at(60) };
    await store.sessions.open({ ...session, address: '', agent: '' }, facts(email), ANNA);
    await store.bindings.bind({ issuer: ISSUER, subject, email, address, signedInAt: NOW }, ANNA, NOW);
  }
  const people = async (store: Store) => {
    await store.people.learn('identityCenter', [facts(ANN, true), facts(BEN, true)], how());
    await signedIn(store, ANN, 'ann-1');
    await signedIn(store, BEN, 'ben-1');
  };
  const whose = async (store: Store, subject: string) =>
    (await store.bindings.find({ issuer: ISSUER, subject }))?.email ?? null;
  const alive = async (store: Store, subject: string) =>
    (await store.sessions.find(subject, at(1), HOUR_MS)) !== null;
  const actions = async (store: Store) =>
    (await store.audit.list({ limit: 3, action: 'identity' })).map(({ action }) => action);

  describe('an account', () => {
    it('is somebody’s by issuer and subject, letter by letter', async () => {
      const store = await open();
      await people(store);
      expect(await whose(store, 'ann-1')).toBe(ANN);
      for (const subject of ['ANN-1', 'ann-1 ', '']) expect(await whose(store, subject)).toBeNull();
      for (const issuer of [`${ISSUER}/`, ISSUER.toUpperCase()])
        expect(await store.bindings.find({ issuer, subject: 'ann-1' })).toBeNull();
      expect(await store.check()).toEqual([]);
    });

    it('that is moved takes the account of before away, and ends the sessions of both', async () => {
      const store = await open();
      await people(store);
      const moved = { issuer: ISSUER, subject: 'ann-1', email: BEN, address: BEN, signedInAt: null };
      await store.bindings.bind(moved, ANNA, at(1));
      expect([await whose(store, 'ann-1'), await whose(store, 'ben-1')]).toEqual([BEN, null]);
      expect([await alive(store, 'ann-1'), await alive(store, 'ben-1')]).toEqual([false, false]);
      expect(await actions(store)).toEqual(['identity.move', 'identity.unbind', 'identity.bind']);
      const [entry] = await store.audit.list({ limit: 1, action: 'identity.move' });
      expect(entry).toMatchObject({ before: { email: ANN }, after: { issuer: ISSUER, subject: 'ann-1' } });
    });

    it('that is taken away ends the sessions, and nobody else’s', async () => {
      const store = await open();
      await people(store);
      expect(await store.bindings.unbind({ issuer: ISSUER, subject: 'ann-1' }, ANNA, at(1))).toBe(true);
      expect(await store.bindings.unbind({ issuer: ISSUER, subject: 'ann-1' }, ANNA, at(1))).toBe(false);
      expect([await alive(store, 'ann-1'), await alive(store, 'ben-1')]).toEqual([false, true]);
      expect((await store.bindings.list()).map(({ email }) => email)).toEqual([BEN]);
    });

    it('says once when the address of it changed', async () => {
      const store = await open();
      await people(store);
      const account = { issuer: ISSUER, subject: 'ann-1' };
      for (const minutes of [1, 2]) await store.bindings.seen(account, 'new@example.com', ANNA, at(minutes));
      expect(await store.bindings.find(account)).toMatchObject({
        email: ANN,
        address: 'new@example.com',
        signedInAt: at(2),
      });
      expect(await store.audit.list({ limit: 5, action: 'identity.address' })).toMatchObject([
        { at: at(1), before: { address: ANN }, after: { address: 'new@example.com' } },
      ]);
    });

    it('goes with whoever leaves, and is not theirs when the address is active again', async () => {
      const store = await open();
      await people(store);
      await store.people.learn('identityCenter', [facts(ANN, false)], {
        ...how(1),
        actor: { id: 'job:people' },
      });
      await store.people.learn('identityCenter', [facts(ANN, true)], how(2));
      expect([await whose(store, 'ann-1'), await whose(store, 'ben-1')]).toEqual([null, BEN]);
      expect(await store.audit.list({ limit: 1, action: 'identity.unbind' })).toMatchObject([
        { reason: 'left', subject: `user:${ANN}`, before: { subject: 'ann-1' } },
      ]);
    });

    it('stays with whoever is renamed or one with another', async () => {
      const store = await open();
      await people(store);
      await store.people.rename(ANN, 'ann.lee@example.com', ANNA, at(1));
      expect([await whose(store, 'ann-1'), await alive(store, 'ann-1')]).toEqual([
        'ann.lee@example.com',
        true,
      ]);
      await store.people.addAlias(
        { alias: BEN, email: 'ann.lee@example.com', source: 'byHand' },
        ANNA,
        at(2),
      );
      expect(await whose(store, 'ben-1')).toBe('ann.lee@example.com');
      expect(await store.audit.list({ limit: 5, action: 'identity.move' })).toMatchObject([
        { before: { email: BEN }, after: { issuer: ISSUER, subject: 'ben-1' } },
        { before: { email: ANN }, after: { issuer: ISSUER, subject: 'ann-1' } },
      ]);
      // Two people after all: whoever comes under the address that was taken away is not her.
      await store.people.removeAlias(BEN, ANNA, at(3));
      expect([await whose(store, 'ann-1'), await whose(store, 'ben-1')]).toEqual([
        'ann.lee@example.com',
        null,
      ]);
      expect(await alive(store, 'ben-1')).toBe(false);
    });

    it('stays theirs alone where Identity Center renames them to an address that somebody signed in with', async () => {
      const store = await open();
      const known = (email: string) => [{ ...facts(email, true), sourceId: 'id-of-ann' }];
      await store.people.learn('identityCenter', known(ANN), how());
      await signedIn(store, ANN, 'ann-1');
      await signedIn(store, 'ann.lee@example.com', 'stranger');
      for (const email of [ANN, 'ann.lee@example.com']) {
        const times = { createdAt: NOW, expiresAt: at(60) };
        await store.tokens.create({ id: email, email, name: 'x', scopes: ['me'], ...times }, email, ANNA);
      }
      await store.people.learn('identityCenter', known('ann.lee@example.com'), how(1));
      expect([await whose(store, 'ann-1'), await whose(store, 'stranger')]).toEqual([
        'ann.lee@example.com',
        null,
      ]);
      expect([await alive(store, 'ann-1'), await alive(store, 'stranger')]).toEqual([true, false]);
      const revoked = async (hash: string) => (await store.tokens.find(hash))?.revokedAt;
      expect([await revoked(ANN), await revoked('ann.lee@example.com')]).toEqual([null, at(1)]);
    });
  });
}
