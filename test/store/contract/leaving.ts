import { describe, expect, it } from 'vitest';
import type { PersonFacts } from '../../../src/core/people.ts';
import type { Store } from '../../../src/store/types.ts';
import type { Learning } from '../../../src/store/typesPeople.ts';
import { ANNA, at, NOW } from '../setup.ts';
import type { Engine } from './engine.ts';

export function leavingContract({ open }: Engine): void {
  /** Whether a source that says that many have left is believed. */

  const facts = (i: number, more: Partial<PersonFacts> = {}): PersonFacts => ({
    email: `p${i}@example.com`,
    name: null,
    costCenter: null,
    manager: null,
    active: true,
    groups: null,
    ...more,
  });
  const some = (from: number, until: number, more: Partial<PersonFacts> = {}) =>
    Array.from({ length: until - from }, (_, i) => facts(from + i, more));
  const how = (more: Partial<Learning> = {}): Learning => ({
    complete: true,
    actor: ANNA,
    now: NOW,
    ...more,
  });
  const signIn = (store: Store, i: number, expires: string) =>
    store.sessions.open(
      {
        hash: `${i} ${expires}`,
        id: `${i} ${expires}`,
        email: facts(i).email,
        createdAt: NOW,
        expiresAt: expires,
        address: '',
        agent: '',
      },
      facts(i, { active: null }),
      ANNA,
    );
  const token = (store: Store, i: number, id: string, expires: string) => {
    const { email } = facts(i);
    const it = { id, email, name: id, scopes: ['me'] as const, createdAt: NOW, expiresAt: expires };
    return store.tokens.create(it, id, ANNA);
  };
  const held = async (store: Store) => [
    await store.people.list(),
    await store.people.sources(),
    await store.tokens.all(),
    await store.audit.count({}),
  ];
  const left = async (store: Store) => (await store.people.list()).filter(({ active }) => !active).length;

  describe('a source that names everybody', () => {
    it('and not more than a fifth of them any longer is refused, with figures, and nothing of it is kept', async () => {
      const store = await open();
      await store.people.learn('identityCenter', some(0, 30), how());
      await signIn(store, 0, at(60));
      await signIn(store, 1, at(60));
      await signIn(store, 29, at(60));
      await token(store, 0, 'good', at(60));
      await token(store, 0, 'expired', at(1));
      const before = await held(store);
      const short = [facts(7, { name: 'New' }), ...some(8, 30), facts(99)];
      const refused = store.people.learn('identityCenter', short, how({ now: at(5) }));
      await expect(refused).rejects.toMatchObject({
        name: 'TooManyLeave',
        message: expect.stringMatching(
          /^By the answer of IAM Identity Center, 7 of 30 active people would have left, more than 20 % at once, and 2 sessions and 1 tokens would end .* nothing was stored.* bedrock-ledger people sync --force$/,
        ),
      });
      expect(await held(store)).toEqual(before);
      const rehearsed = await store.people.learn(
        'identityCenter',
        short,
        how({ now: at(5), rehearse: true }),
      );
      expect(rehearsed).toMatchObject({
        added: 1,
        changed: 1,
        left: 7,
        tooMany: { left: 7, active: 30 },
        ended: { sessions: 2, tokens: 1 },
      });
      expect(await held(store)).toEqual(before);
      const forced = await store.people.learn('identityCenter', short, how({ now: at(5), force: true }));
      expect(forced).toEqual(rehearsed);
      expect(await left(store)).toBe(7);
      expect(await store.sessions.end(`29 ${at(60)}`, ANNA, at(6))).toBe(true);
      expect(await store.sessions.end(`0 ${at(60)}`, ANNA, at(6))).toBe(false);
    });

    it('is believed of a fifth, and of a few of a small team', async () => {
      const store = await open();
      await store.people.learn('identityCenter', some(0, 30), how());
      expect(await store.people.learn('identityCenter', some(6, 30), how())).toMatchObject({
        left: 6,
        tooMany: null,
      });
      // Those who left are no longer among those who may.
      await expect(store.people.learn('identityCenter', some(12, 30), how())).rejects.toThrow('6 of 24 ');
      const small = await open();
      await small.people.learn('file', some(0, 6), how());
      expect(await small.people.learn('file', some(5, 6), how())).toMatchObject({ left: 5, tooMany: null });
    });

    it('is refused also where it names people, but all as left, or in other letters', async () => {
      const store = await open();
      await store.people.learn('file', some(0, 10), how());
      await expect(store.people.learn('file', some(0, 10, { active: false }), how())).rejects.toThrow(
        /^By the file, 10 of 10 .* bedrock-ledger people import FILE --complete --force$/,
      );
      const spelled = some(0, 10).map((one) => ({ ...one, email: one.email.toUpperCase() }));
      await expect(store.people.learn('file', spelled, how())).rejects.toThrow('10 of 10 ');
      // The first word of another source about them is one of too many as well; of whom it says nothing does not matter.
      await store.people.learn('signIn', some(500, 600, { active: null }), how({ complete: false }));
      await expect(
        store.people.learn('identityCenter', some(0, 10, { active: false }), how()),
      ).rejects.toThrow('10 of 10 ');
      expect(await left(store)).toBe(0);
    });

    it('is held against those whom it names only, and against what is believed', async () => {
      const store = await open();
      await store.people.learn('file', some(0, 1000), how());
      await store.people.learn('identityCenter', some(0, 10), how());
      await expect(store.people.learn('identityCenter', some(6, 10), how())).rejects.toThrow('6 of 10 ');
      // Nor do those cover for them whom it names for the first time.
      await expect(
        store.people.learn('identityCenter', [...some(6, 10), ...some(100, 900)], how()),
      ).rejects.toThrow('6 of 10 ');
      // Whom an administrator holds for active does not leave by it.
      await store.people.learn('byHand', some(0, 1), how({ complete: false }));
      expect(await store.people.learn('identityCenter', some(6, 10), how())).toMatchObject({
        left: 5,
        tooMany: null,
      });
    });

    it('is held against those who have not left already', async () => {
      const store = await open();
      await store.people.learn('identityCenter', some(0, 40), how());
      await store.people.learn('byHand', some(0, 20, { active: false }), how({ complete: false }));
      await expect(store.people.learn('identityCenter', some(0, 34), how())).rejects.toThrow('6 of 20 ');
    });

    it('is no measure for what is said of people one by one', async () => {
      const store = await open();
      await store.people.learn('file', some(0, 10), how());
      await store.people.learn('byHand', some(0, 1, { active: false }), how({ complete: false }));
      const named = await store.people.learn(
        'file',
        some(1, 10, { active: false }),
        how({ complete: false }),
      );
      expect(named).toMatchObject({ left: 9, tooMany: null });
      expect(await left(store)).toBe(10);
    });
  });
}
