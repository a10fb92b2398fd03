import { describe, expect, it } from 'vitest';
import type { Store } from '../../../src/store/types.ts';
import type { Lease } from '../../../src/store/typesLease.ts';
import { ANNA, at, leaseOf, listedProfile, NOW, PLACE } from '../setup.ts';
import type { Engine } from './engine.ts';

export function profilesContract({ open }: Engine): void {
  async function ledger(): Promise<{ store: Store; lease: Lease }> {
    const store = await open();
    return { store, lease: await leaseOf(store) };
  }

  describe('profiles', () => {
    const list = (
      store: Store,
      lease: Lease,
      minutes: number,
      names: string[],
      tags: Record<string, Record<string, string>> = {},
    ) =>
      store.profiles.replacePlace(
        lease,
        PLACE,
        names.map((name) => listedProfile(name)),
        new Map(Object.entries(tags)),
        at(minutes),
      );

    it('are the same after the same listing again', async () => {
      const { store, lease } = await ledger();
      const tags = { 'arn:a': { UserEmail: 'a@example.com', CostCenter: 'CC-1' } };
      expect(await list(store, lease, 0, ['a'], tags)).toEqual({ added: 1, changed: 0, gone: 0 });
      const reordered = { 'arn:a': { CostCenter: 'CC-1', UserEmail: 'a@example.com' } };
      expect(await list(store, lease, 5, ['a'], reordered)).toEqual({ added: 0, changed: 0, gone: 0 });
      expect(await store.profiles.get('arn:a')).toEqual({
        ...listedProfile('a'),
        firstSeenAt: NOW,
        lastSeenAt: at(5),
        goneAt: null,
        history: [{ from: NOW, tags: tags['arn:a'] }],
      });
    });

    it('keep each change of tags with its date; no tags is a version too', async () => {
      const { store, lease } = await ledger();
      await list(store, lease, 0, ['a'], { 'arn:a': { CostCenter: 'CC-1' } });
      expect(await list(store, lease, 5, ['a'], { 'arn:a': { CostCenter: 'CC-2' } })).toMatchObject({
        changed: 1,
      });
      expect(await list(store, lease, 9, ['a'])).toMatchObject({ changed: 1 });
      expect((await store.profiles.all())[0]?.history).toEqual([
        { from: NOW, tags: { CostCenter: 'CC-1' } },
        { from: at(5), tags: { CostCenter: 'CC-2' } },
        { from: at(9), tags: {} },
      ]);
    });

    it('are gone when a complete listing of their own place no longer holds them, and come back', async () => {
      const { store, lease } = await ledger();
      await list(store, lease, 0, ['a', 'b']);
      await store.profiles.replacePlace(lease, { ...PLACE, region: 'eu-west-1' }, [], new Map(), at(1));
      expect((await store.profiles.all()).map((p) => p.goneAt)).toEqual([null, null]);
      expect(await list(store, lease, 2, ['a'])).toEqual({ added: 0, changed: 0, gone: 1 });
      expect(await list(store, lease, 3, ['a'])).toEqual({ added: 0, changed: 0, gone: 0 });
      expect((await store.profiles.get('arn:b'))?.goneAt).toBe(at(2));
      await list(store, lease, 4, ['b']);
      expect((await store.profiles.all()).map((p) => p.goneAt)).toEqual([at(4), null]);
    });

    it('made while a listing was read are neither gone nor without tags', async () => {
      const { store, lease } = await ledger();
      const created = {
        ...listedProfile('new', { createdAt: at(1) }),
        firstSeenAt: at(1),
        lastSeenAt: at(1),
        goneAt: null,
        history: [{ from: at(1), tags: { UserEmail: 'n@example.com' } }],
      };
      await store.profiles.addCreated(created, ANNA, at(1));
      await list(store, lease, 0, []);
      expect(await store.profiles.get('arn:new')).toEqual(created);
      await list(store, lease, 0, ['new']);
      expect((await store.profiles.get('arn:new'))?.history).toEqual(created.history);
    });

    it('keep the route that is known when a listing cannot tell it', async () => {
      const { store, lease } = await ledger();
      await list(store, lease, 0, ['a']);
      await store.profiles.replacePlace(
        lease,
        PLACE,
        [listedProfile('a', { route: null, sourceId: null })],
        new Map(),
        at(1),
      );
      expect(await store.profiles.get('arn:a')).toMatchObject({ route: 'geo', sourceId: 'us.m1' });
    });

    it('have a catalogue per Region that is replaced whole', async () => {
      const { store, lease } = await ledger();
      const entry = (region: string, id: string) => ({
        region,
        id,
        type: 'model' as const,
        modelKey: id,
        name: id,
        provider: 'Anthropic',
        modelArns: [id],
      });
      await store.profiles.replaceCatalogue(lease, 'us-east-1', [
        entry('us-east-1', 'm1'),
        entry('us-east-1', 'm2'),
      ]);
      await store.profiles.replaceCatalogue(lease, 'eu-west-1', [entry('eu-west-1', 'm1')]);
      await store.profiles.replaceCatalogue(lease, 'us-east-1', [entry('us-east-1', 'm3')]);
      expect(await store.profiles.catalogue()).toEqual([entry('eu-west-1', 'm1'), entry('us-east-1', 'm3')]);
    });
  });
}
