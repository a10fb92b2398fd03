import { describe, expect, it } from 'vitest';
import type { SpendScope } from '../../../src/core/access.ts';
import { PEOPLE_SOURCES, type Person, type PersonFacts } from '../../../src/core/people.ts';
import { managersAbove, reportCounts } from '../../../src/core/reporting.ts';
import type { Store } from '../../../src/store/types.ts';
import type { Learning, PeopleQuestion } from '../../../src/store/typesPeople.ts';
import { ANNA, at, leaseOf, NOW } from '../setup.ts';
import type { Engine } from './engine.ts';

export function peopleContract({ open, refuse }: Engine): void {
  const facts = (email: string, more: Partial<PersonFacts> = {}): PersonFacts => ({
    email: `${email}@example.com`,
    name: null,
    costCenter: null,
    manager: null,
    active: null,
    groups: null,
    ...more,
  });
  const how = (more: Partial<Learning> = {}): Learning => ({
    complete: false,
    actor: ANNA,
    now: NOW,
    ...more,
  });
  const counts = ({ added, changed, unchanged, left }: Awaited<ReturnType<Store['people']['learn']>>) => ({
    added,
    changed,
    unchanged,
    left,
  });
  const audited = async (store: Store) =>
    (await store.audit.list({ limit: 100 })).map(({ action, subject }) => `${action} ${subject}`).reverse();

  describe('what is believed of somebody', () => {
    it('comes, field by field, from the surest source that says it', async () => {
      const store = await open();
      for (const [i, source] of [...PEOPLE_SOURCES].reverse().entries())
        await store.people.learn(
          source,
          [facts('ann', { name: `by ${source}`, costCenter: `CC-${i}`, manager: `m${i}@example.com` })],
          how({ now: at(i) }),
        );
      expect(await store.people.get('ann@example.com')).toMatchObject({
        name: 'by byHand',
        costCenter: 'CC-3',
        manager: 'm3@example.com',
        createdAt: NOW,
        updatedAt: at(3),
      });
      // What an administrator no longer says, the file says; "none" is said as well.
      await store.people.learn('byHand', [facts('ann', { manager: '' })], how());
      expect(await store.people.get('ann@example.com')).toMatchObject({
        name: 'by file',
        costCenter: 'CC-2',
        manager: null,
      });
      expect((await store.people.details('ann@example.com'))?.said.get('identityCenter')).toEqual(
        facts('ann', { name: 'by identityCenter', costCenter: 'CC-1', manager: 'm1@example.com' }),
      );
    });

    it('is in every group that any source names, and active until one says otherwise', async () => {
      const store = await open();
      await store.people.learn('signIn', [facts('ann', { groups: ['b', 'a'] })], how());
      await store.people.learn('identityCenter', [facts('ann', { groups: ['c', 'a'] })], how());
      expect(await store.people.get('ann@example.com')).toMatchObject({
        groups: ['a', 'b', 'c'],
        active: true,
      });
      await store.people.learn('identityCenter', [facts('ann', { active: false, groups: [] })], how());
      expect(await store.people.get('ann@example.com')).toMatchObject({ groups: ['a', 'b'], active: false });
      expect(await store.people.viewerFacts('ann@example.com', NOW)).toBeNull();
      // A file that still names them does not let them in again; whoever sets it by hand does.
      await store.people.learn('file', [facts('ann', { active: true })], how());
      expect(await store.people.viewerFacts('ann@example.com', NOW)).toBeNull();
      await store.people.learn('byHand', [facts('ann', { active: true })], how());
      expect(await store.people.viewerFacts('ann@example.com', NOW)).toMatchObject({ groups: [] });
    });

    it('is of one spelling only: another one is another person', async () => {
      const store = await open();
      await store.people.learn('file', [facts('ann', { name: 'Ann' }), facts('Ann')], how());
      expect((await store.people.list()).map(({ email, name }) => [email, name])).toEqual([
        ['Ann@example.com', null],
        ['ann@example.com', 'Ann'],
      ]);
    });
  });

  describe('a source that is read', () => {
    it('of somebody who decides is entered also where a surer one says otherwise, what is read elsewhere is not', async () => {
      const store = await open();
      await store.people.learn('byHand', [facts('ann', { costCenter: 'CC-1' })], how());
      await store.people.learn('identityCenter', [facts('ann', { costCenter: 'CC-2' })], how());
      await store.people.learn('file', [facts('ann', { costCenter: 'CC-3' })], how());
      await store.people.learn('file', [facts('ann', { costCenter: 'CC-3' })], how());
      const said = await store.people.learn('file', [facts('ann', { costCenter: 'CC-4' })], how());
      expect(counts(said)).toEqual({ added: 0, changed: 0, unchanged: 1, left: 0 });
      expect(await audited(store)).toEqual([
        'person.add user:ann@example.com',
        'person.say user:ann@example.com',
        'person.say user:ann@example.com',
      ]);
      expect((await store.audit.list({ limit: 1 }))[0]).toMatchObject({
        before: { source: 'file', costCenter: 'CC-3' },
        after: { source: 'file', costCenter: 'CC-4' },
      });
    });

    it('counts and tells what became of whom, each change with its audit entry and its reason', async () => {
      const store = await open();
      await store.people.learn('file', [facts('ann'), facts('ben'), facts('cy')], how());
      const learned = await store.people.learn(
        'file',
        [facts('ann'), facts('ben', { name: 'Ben' }), facts('cy', { active: false }), facts('dee')],
        how({ now: at(1) }),
      );
      expect(counts(learned)).toEqual({ added: 1, changed: 1, unchanged: 1, left: 1 });
      expect(learned.changes.map(({ what, before, after }) => [what, before?.name, after.email])).toEqual([
        ['changed', null, 'ben@example.com'],
        ['left', null, 'cy@example.com'],
        ['added', undefined, 'dee@example.com'],
      ]);
      expect(await audited(store)).toEqual([
        'person.add user:ann@example.com',
        'person.add user:ben@example.com',
        'person.add user:cy@example.com',
        'person.change user:ben@example.com',
        'person.change user:cy@example.com',
        'person.add user:dee@example.com',
      ]);
      const [newest] = await store.audit.list({ limit: 1, subject: 'user:ben@example.com' });
      expect(newest).toMatchObject({
        actor: ANNA.id,
        reason: ANNA.reason,
        before: { name: null },
        after: { name: 'Ben' },
      });
    });

    it('that is complete takes whoever it no longer names for gone, with their groups; others are not its business', async () => {
      const store = await open();
      await store.people.learn('signIn', [facts('sam', { groups: ['admins'] })], how());
      await store.people.learn(
        'identityCenter',
        [facts('ann'), facts('ben', { name: 'Ben', groups: ['admins'] })],
        how({ complete: true }),
      );
      const gone = await store.people.learn('identityCenter', [facts('ann')], how({ complete: true }));
      expect(counts(gone)).toEqual({ added: 0, changed: 0, unchanged: 1, left: 1 });
      expect(await store.people.get('ben@example.com')).toMatchObject({
        name: 'Ben',
        active: false,
        groups: [],
      });
      expect(await store.people.get('sam@example.com')).toMatchObject({ active: true, groups: ['admins'] });
      // Once is enough, and whoever comes back is back.
      const again = await store.people.learn('identityCenter', [facts('ann')], how({ complete: true }));
      expect(counts(again)).toEqual({ added: 0, changed: 0, unchanged: 1, left: 0 });
      await store.people.learn('identityCenter', [facts('ann'), facts('ben')], how({ complete: true }));
      expect(await store.people.get('ben@example.com')).toMatchObject({ active: true });
    });

    it('keeps what it said before of what it does not speak of this time', async () => {
      const store = await open();
      await store.people.learn(
        'file',
        [facts('ann', { name: 'Ann', costCenter: 'CC-1', active: false })],
        how(),
      );
      const keep = ['name', 'active'] as const;
      await store.people.learn(
        'file',
        [facts('ann', { manager: 'ben@example.com' }), facts('ben')],
        how({ keep }),
      );
      expect(await store.people.get('ann@example.com')).toMatchObject({
        name: 'Ann',
        costCenter: null,
        manager: 'ben@example.com',
        active: false,
      });
    });

    if (refuse)
      it('is stored whole or not at all', async () => {
        const store = await open();
        await store.people.learn('file', [facts('ann')], how());
        const before = [
          await store.people.list(),
          await audited(store),
          await store.people.details('ann@example.com'),
        ];
        refuse(store, 'people', 'cy@example.com');
        const told = [facts('ann', { name: 'Ann' }), facts('ben'), facts('cy')];
        await expect(store.people.learn('file', told, how({ complete: true }))).rejects.toThrow('refused');
        expect([
          await store.people.list(),
          await audited(store),
          await store.people.details('ann@example.com'),
        ]).toEqual(before);
      });

    it('is rehearsed without a trace, and then does what the rehearsal said', async () => {
      const store = await open();
      await store.people.learn('file', [facts('ann'), facts('ben')], how());
      const before = [await store.people.list(), await audited(store)];
      const told = [facts('ann', { name: 'Ann' }), facts('cy')];
      const rehearsed = await store.people.learn('file', told, how({ complete: true, rehearse: true }));
      expect(counts(rehearsed)).toEqual({ added: 1, changed: 1, unchanged: 0, left: 1 });
      expect([await store.people.list(), await audited(store)]).toEqual(before);
      expect(await store.people.learn('file', told, how({ complete: true }))).toEqual(rehearsed);
    });

    it('of a sync that another one took over from is refused', async () => {
      const store = await open();
      const lease = await leaseOf(store);
      await store.people.learn('identityCenter', [facts('ann')], how({ lease }));
      await store.lease.release(lease);
      await leaseOf(store, 'successor', 1);
      const late = store.people.learn('identityCenter', [facts('ben')], how({ lease, complete: true }));
      await expect(late).rejects.toMatchObject({ name: 'LeaseLost' });
      expect((await store.people.list()).map(({ email, active }) => [email, active])).toEqual([
        ['ann@example.com', true],
      ]);
    });
  });

  describe('reports', () => {
    const company = [
      facts('top'),
      facts('mid', { manager: 'top@example.com' }),
      facts('low', { manager: 'mid@example.com' }),
      facts('gone', { manager: 'top@example.com', active: false }),
      facts('under', { manager: 'gone@example.com' }),
      facts('a', { manager: 'b@example.com' }),
      facts('b', { manager: 'c@example.com' }),
      facts('c', { manager: 'a@example.com' }),
      facts('d', { manager: 'a@example.com' }),
      facts('self', { manager: 'self@example.com' }),
    ];

    it('are direct and indirect ones, also through and of those who have left; in a circle the question ends', async () => {
      const store = await open();
      await store.people.learn('file', company, how());
      const of = async (name: string) =>
        (await store.people.reportsOf(`${name}@example.com`)).map((email) => email.split('@')[0]);
      expect(await of('top')).toEqual(['gone', 'low', 'mid', 'under']);
      expect(await of('gone')).toEqual(['under']);
      expect(await of('a')).toEqual(['b', 'c', 'd']);
      expect(await of('self')).toEqual([]);
      expect(await of('nobody')).toEqual([]);
      const counted = reportCounts(await store.people.list());
      const emails = company.map(({ email }) => email);
      const asked = await store.people.reportCounts(emails);
      // So many that all are counted at once.
      const many = await store.people.reportCounts([
        ...emails,
        ...Array.from({ length: 600 }, (_, i) => `nobody${i}@example.com`),
      ]);
      for (const email of emails) {
        expect([email, asked.get(email) ?? 0]).toEqual([email, counted.get(email) ?? 0]);
        expect([email, many.get(email) ?? 0]).toEqual([email, counted.get(email) ?? 0]);
      }
      for (const email of emails) {
        const above = await store.people.above(email);
        const known = new Map(above.map((one) => [one.email, one]));
        const managers = (of: ReadonlyMap<string, { manager: string | null }>) =>
          managersAbove(email, (one) => of.get(one)?.manager ?? null);
        const all = new Map((await store.people.list()).map((one) => [one.email, one]));
        expect(managers(known)).toEqual(managers(all));
      }
      for (const { email } of company)
        expect(counted.get(email) ?? 0).toBe((await store.people.reportsOf(email)).length);
    });
  });

  describe('people are asked for', () => {
    const company = [
      facts('top', { costCenter: 'CC-1' }),
      facts('mid', { manager: 'top@example.com', costCenter: 'CC-2' }),
      facts('low', { manager: 'mid@example.com', costCenter: 'CC-1', active: false }),
      facts('none'),
    ];
    const mail = (name: string) => `${name}@example.com`;

    it('by who they are, where they belong and to whom they report', async () => {
      const store = await open();
      await store.people.learn('file', company, how());
      const all = await store.people.list();
      const scopes: SpendScope[] = [
        'all',
        { users: [mail('mid')], costCenters: ['CC-1'] },
        { users: ['', mail('nobody')], costCenters: [''] },
        { users: [mail('none'), mail('low')], costCenters: [] },
      ];
      for (const scope of scopes) {
        const seen = all.filter(
          ({ email, costCenter }) =>
            scope === 'all' ||
            scope.users.includes(email) ||
            (costCenter !== null && scope.costCenters.includes(costCenter)),
        );
        const below = await store.people.reportsOf(mail('top'));
        const asked: [Omit<PeopleQuestion, 'scope'>, (one: Person) => boolean][] = [
          [{}, () => true],
          [{ costCenter: 'CC-1' }, (one) => one.costCenter === 'CC-1'],
          [{ costCenter: '' }, (one) => one.costCenter === null],
          [{ manager: mail('top') }, (one) => one.manager === mail('top')],
          [{ manager: '' }, (one) => one.manager === null],
          [{ below: mail('top') }, (one) => below.includes(one.email)],
          [{ active: false }, (one) => !one.active],
        ];
        for (const [filter, fits] of asked) {
          const question = { scope, ...filter };
          const wanted = seen.filter(fits);
          expect(await store.people.find(question, null)).toEqual(wanted);
          expect(await store.people.find(question, { limit: 1, offset: 1 })).toEqual(wanted.slice(1, 2));
          const left = wanted.filter(({ active }) => !active).length;
          expect(await store.people.count(question)).toEqual({ people: wanted.length, left });
        }
      }
      expect(await store.people.emails()).toEqual(all.map(({ email }) => email));
      expect(await store.people.some([mail('low'), mail('nobody')])).toEqual([
        all.find(({ active }) => !active),
      ]);
      expect((await store.people.belongingTo(['CC-2', ''])).map(({ email }) => email)).toEqual([mail('mid')]);
    });
  });

  describe('roles by name', () => {
    const grant = { email: 'ann@example.com', role: 'costCenterOwner' as const, costCenter: 'CC-1' };

    it('are given once and withdrawn once, with their audit entries', async () => {
      const store = await open();
      expect(await store.people.grant(grant, ANNA, NOW)).toBe(true);
      expect(await store.people.grant(grant, ANNA, at(1))).toBe(false);
      expect(await store.people.grant({ ...grant, costCenter: 'CC-2' }, ANNA, at(2))).toBe(true);
      expect(await store.people.grants()).toMatchObject([
        { ...grant, grantedAt: NOW, grantedBy: ANNA.id },
        { ...grant, costCenter: 'CC-2' },
      ]);
      expect((await store.people.grants(['ann@example.com'])).length).toBe(2);
      expect(await store.people.grants(['ben@example.com'])).toEqual([]);
      expect(await store.people.withdraw(grant, ANNA, at(3))).toBe(true);
      expect(await store.people.withdraw(grant, ANNA, at(4))).toBe(false);
      expect((await store.people.grants()).map(({ costCenter }) => costCenter)).toEqual(['CC-2']);
      expect(await audited(store)).toEqual([
        'role.grant user:ann@example.com',
        'role.grant user:ann@example.com',
        'role.withdraw user:ann@example.com',
      ]);
    });
  });
}
