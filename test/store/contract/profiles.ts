import { describe, expect, it } from 'vitest';
import type { SpendScope } from '../../../src/core/access.ts';
import { ownerOf } from '../../../src/core/estate.ts';
import type { Place } from '../../../src/core/types.ts';
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
      expect(await list(store, lease, 9, ['a'], { 'arn:a': {} })).toMatchObject({ changed: 0 });
      expect(await list(store, lease, 129, ['a'], { 'arn:a': {} })).toMatchObject({ changed: 1 });
      expect((await store.profiles.all())[0]?.history).toEqual([
        { from: NOW, tags: { CostCenter: 'CC-1' } },
        { from: at(5), tags: { CostCenter: 'CC-2' } },
        { from: at(129), tags: {} },
      ]);
    });

    it('keep the tags that they had where one listing lacks all of them, unless that is sure', async () => {
      const { store, lease } = await ledger();
      const tags = { 'arn:a': { CostCenter: 'CC-1' } };
      await list(store, lease, 0, ['a'], tags);
      for (const [minutes, told] of [
        [5, { 'arn:a': {} }],
        [90, tags],
        [130, { 'arn:a': {} }],
        [200, { 'arn:a': {} }],
      ] as const)
        expect(await list(store, lease, minutes, ['a'], told)).toMatchObject({ changed: 0 });
      const listed = [listedProfile('a')];
      const none = new Map([['arn:a', {}]]);
      expect(await store.profiles.replacePlace(lease, PLACE, listed, none, at(201), true)).toMatchObject({
        changed: 1,
      });
    });

    it('keep their tags when the answer about tags leaves them out: they went while the pages were read', async () => {
      const { store, lease } = await ledger();
      await list(store, lease, 0, ['a'], { 'arn:a': { CostCenter: 'CC-1' } });
      expect(await list(store, lease, 5, ['a'])).toMatchObject({ changed: 0 });
      expect((await store.profiles.get('arn:a'))?.history).toEqual([
        { from: NOW, tags: { CostCenter: 'CC-1' } },
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

    describe('are asked for', () => {
      const tagKeys = { user: 'UserEmail', costCenter: 'CostCenter' };
      const tags = {
        'arn:a': { UserEmail: 'ann@example.com', CostCenter: 'CC-1' },
        'arn:b': { UserEmail: 'ben@example.com', CostCenter: 'CC-2' },
        'arn:c': { UserEmail: 'ann@example.com', CostCenter: 'CC-2' },
        'arn:d': { Owner: 'ann@example.com', CostCenter: '' },
        'arn:e': {},
      };
      const names = ['a', 'b', 'c', 'd', 'e'];
      const scopes: SpendScope[] = [
        'all',
        ...['ann@example.com', 'ben@example.com', ''].flatMap((user) =>
          ['CC-1', 'CC-2', ''].map((costCenter) => ({ users: [user], costCenters: [costCenter] })),
        ),
      ];
      const isIn = (scope: SpendScope, { user, costCenter }: { user: string; costCenter: string }) =>
        scope === 'all' ||
        (user !== '' && scope.users.includes(user)) ||
        (costCenter !== '' && scope.costCenters.includes(costCenter));

      it.each([tagKeys, { user: 'Owner', costCenter: 'CostCenter' }])(
        'by whose they are, whatever keys say so: %o',
        async (keys) => {
          const { store, lease } = await ledger();
          await list(store, lease, 0, names, { ...tags, 'arn:a': tags['arn:b'], 'arn:b': tags['arn:a'] });
          // The newest tags decide, and only those.
          await list(store, lease, 5, names, tags);
          const all = await store.profiles.all();
          for (const scope of scopes)
            for (const user of [undefined, 'ann@example.com', '']) {
              const question = { scope, tagKeys: keys, user };
              const wanted = all.filter((one) => {
                const owner = ownerOf(one, keys);
                return isIn(scope, owner) && (user === undefined || owner.user === user);
              });
              expect(await store.profiles.list(question, null)).toEqual(wanted);
              expect(await store.profiles.count(question)).toBe(wanted.length);
              expect(await store.profiles.list(question, { limit: 1, offset: 1 })).toEqual(
                wanted.slice(1, 2),
              );
              const owners = all.map((one) => ownerOf(one, keys)).filter((owner) => isIn(scope, owner));
              if (user === undefined)
                expect(await store.profiles.users(question)).toEqual(
                  [...new Set(owners.map((owner) => owner.user))].filter((one) => one !== '').sort(),
                );
            }
        },
      );

      it('by the last part of their ARN, by place, and by name as far as they are wanted', async () => {
        const { store, lease } = await ledger();
        await list(store, lease, 0, names, tags);
        await store.profiles.replacePlace(
          lease,
          { ...PLACE, region: 'eu-west-1' },
          ['f', 'g', 'h'].map((name) => listedProfile(name, { region: 'eu-west-1', shortId: 'a' })),
          new Map(),
          at(1),
        );
        await list(store, lease, 2, ['a', 'b'], tags);
        const question = { scope: 'all' as const, tagKeys };
        expect((await store.profiles.byShortId('a')).map(({ arn }) => arn)).toEqual(
          (await store.profiles.all()).filter(({ shortId }) => shortId === 'a').map(({ arn }) => arn),
        );
        expect(await store.profiles.byShortId('nothing')).toEqual([]);
        expect(await store.profiles.places(question)).toEqual([{ ...PLACE, region: 'eu-west-1' }, PLACE]);
        expect(await store.profiles.users(question, { limit: 1 })).toEqual(['ann@example.com']);
        const ann = { email: 'ann@example.com', name: null, costCenter: null, manager: null };
        await store.people.learn('file', [{ ...ann, active: true, groups: [] }], {
          complete: false,
          actor: ANNA,
          now: NOW,
        });
        expect(await store.profiles.users(question, { unknown: true })).toEqual(['ben@example.com']);
      });

      it('made here, by their tags', async () => {
        const { store } = await ledger();
        const made = {
          ...listedProfile('n', { createdAt: at(1) }),
          firstSeenAt: at(1),
          lastSeenAt: at(1),
          goneAt: null,
          history: [{ from: at(1), tags: { UserEmail: 'n@example.com' } }],
        };
        await store.profiles.addCreated(made, ANNA, at(1));
        const question = { scope: { users: ['n@example.com'], costCenters: [] }, tagKeys };
        expect(await store.profiles.list(question, null)).toEqual([made]);
      });
    });

    it('that lack tags are counted by what they bear today, in the places that are asked about', async () => {
      const { store, lease } = await ledger();
      const KEYS = ['UserEmail', 'CostCenter', 'InferenceProfile'];
      const all = { UserEmail: 'a@example.com', CostCenter: 'CC-1', InferenceProfile: 'a', Other: 'x' };
      await list(store, lease, 0, ['a', 'b', 'c', 'd', 'gone'], {
        'arn:a': all,
        'arn:b': { ...all, CostCenter: '' },
        'arn:c': { UserEmail: 'c@example.com', Other: 'x' },
      });
      const counted = async (places: Place[] | null = [PLACE], keys = KEYS) => {
        const { known, lacking } = await store.profiles.lackingTags(places, keys, 0);
        return { known, lacking };
      };
      expect(await counted()).toEqual({ known: 5, lacking: 4 });
      await list(store, lease, 5, ['a', 'b', 'c', 'd'], { 'arn:a': all, 'arn:b': all });
      expect(await counted()).toEqual({ known: 4, lacking: 2 });
      expect(await counted([PLACE], ['UserEmail'])).toEqual({ known: 4, lacking: 1 });
      expect(await counted([{ ...PLACE, region: 'eu-west-1' }])).toEqual({ known: 0, lacking: 0 });
      expect(await counted([])).toEqual({ known: 0, lacking: 0 });
      const first = async (listed: number) =>
        (await store.profiles.lackingTags(null, [...KEYS, 'CostCenter'], listed)).first;
      expect(await first(9)).toEqual([
        { arn: 'arn:c', missing: ['CostCenter', 'InferenceProfile'] },
        { arn: 'arn:d', missing: KEYS },
      ]);
      expect(await first(1)).toHaveLength(1);
      expect(await counted(null)).toEqual({ known: 4, lacking: 2 });
    });

    it('of a model are held by so many people who are here, whatever address a profile says', async () => {
      const { store, lease } = await ledger();
      const all = ['a', 'b', 'left'].map((name) => ({
        email: `${name}@example.com`,
        name: null,
        costCenter: null,
        manager: null,
        active: name !== 'left',
        groups: [],
      }));
      await store.people.learn('file', all, { complete: true, actor: ANNA, now: NOW });
      await store.people.addAlias(
        { alias: 'alias@example.com', email: 'a@example.com', source: 'byHand' },
        ANNA,
        NOW,
      );
      const of = (name: string) => ({ UserEmail: `${name}@example.com` });
      await list(store, lease, 0, ['a', 'a2', 'b', 'gone', 'left', 'nobody', 'stranger'], {
        'arn:a': of('a'),
        'arn:a2': of('alias'),
        'arn:b': { Other: 'b@example.com' },
        'arn:gone': of('b'),
        'arn:left': of('left'),
        'arn:stranger': of('stranger'),
      });
      const { modelKey } = listedProfile('a');
      await list(store, lease, 5, ['a', 'a2', 'b', 'left', 'nobody', 'stranger'], {
        'arn:a': of('a'),
        'arn:a2': of('alias'),
        'arn:left': of('left'),
        'arn:stranger': of('stranger'),
      });
      expect(await store.profiles.holders('UserEmail')).toEqual([{ modelKey, people: 1 }]);
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
