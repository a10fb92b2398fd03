import { describe, expect, it } from 'vitest';
import type { SpendScope } from '../../../src/core/access.ts';
import { ownerOf } from '../../../src/core/estate.ts';
import type { PersonFacts } from '../../../src/core/people.ts';
import type { SpendGroup } from '../../../src/core/questions.ts';
import type { Tokens } from '../../../src/core/types.ts';
import type { Store } from '../../../src/store/types.ts';
import type { BudgetFigure } from '../../../src/store/typesBelongings.ts';
import { ask, ledgerOn, NOVEMBER } from '../company.ts';
import { ANNA, leaseOf, listedProfile, NOW, PLACE, spendRow, usd } from '../setup.ts';
import type { Engine } from './engine.ts';

const ELENA = 'Elena.Patel@example.com';
const TAGGED = 'elena.patel@example.com';
const OLD = 'elena.shah@example.com';
const BEN = 'ben@example.com';
const facts = (email: string, more: Partial<PersonFacts> = {}): PersonFacts => ({
  email,
  name: null,
  costCenter: null,
  manager: null,
  active: null,
  groups: null,
  ...more,
});
const how = { complete: false, actor: ANNA, now: NOW };
const byHand = (alias: string, email = ELENA) => ({ alias, email, source: 'byHand' as const });
/** Amounts are powers of two: a sum says which rows it holds. */
const ROWS = [
  spendRow({ userEmail: ELENA, costCenter: 'A', amount: usd(1n) }),
  spendRow({ userEmail: TAGGED, costCenter: 'B', amount: usd(2n), profileArn: 'arn:p2' }),
  spendRow({ userEmail: OLD, costCenter: 'A', amount: usd(4n), day: '2026-11-02' }),
  spendRow({ userEmail: BEN, costCenter: 'A', amount: usd(8n) }),
];

export function aliasesContract({ open }: Engine): void {
  const ledgerOf = ledgerOn(open);
  async function known(store: Store) {
    await store.people.learn('file', [facts(ELENA), facts(BEN)], how);
    for (const alias of [TAGGED, OLD]) await store.people.addAlias(byHand(alias), ANNA, NOW);
  }
  const mine = (email: string): SpendScope => ({ users: [email], costCenters: [] });

  describe('other addresses of somebody', () => {
    it.each([true, false])('bring their spend together in every answer, from sums: %s', async (summed) => {
      const { store } = await ledgerOf(ROWS);
      if (!summed) await store.rollups.drop();
      await known(store);
      const all = await store.spend.query(ask({ groupBy: ['user'] }));
      expect(all.rows.map(({ keys, amount }) => [...keys, amount])).toEqual([
        [BEN, 8n],
        [ELENA, 7n],
      ]);
      for (const groupBy of [
        [],
        ['user'],
        ['profile'],
        ['model', 'day'],
        ['user', 'day'],
      ] as SpendGroup[][]) {
        const within = ask({ scope: mine(ELENA), groupBy });
        expect((await store.spend.query(within)).total.amount).toBe(7n);
        expect((await store.spend.brief(within)).total.amount).toBe(7n);
        for (const name of [ELENA, TAGGED, OLD])
          expect((await store.spend.query(ask({ groupBy, filter: { user: [name] } }))).total.amount).toBe(7n);
      }
      const lines = await store.spend.rows({ range: NOVEMBER, user: [ELENA] }, 'all', {
        limit: 9,
        offset: 0,
      });
      expect(lines.rows.map(({ userEmail }) => userEmail)).toEqual([ELENA, ELENA, ELENA]);
      expect(lines.total).toBe(3);
      expect(await store.spend.users('all')).toEqual([ELENA, BEN].sort());
      expect(await store.spend.users('all', { unknown: true })).toEqual([]);
      expect(await store.spend.users(mine(ELENA))).toEqual([ELENA]);
      // A row that is theirs and charged to their cost center is one row.
      const owner = { users: [ELENA], costCenters: ['B'] };
      expect((await store.spend.query(ask({ scope: owner }))).total.amount).toBe(7n);
    });

    it('give nobody else a view, and whoever comes by one is the person', async () => {
      const { store } = await ledgerOf(ROWS);
      await known(store);
      for (const alias of [TAGGED, OLD]) {
        expect((await store.spend.query(ask({ scope: mine(alias) }))).total.amount).toBe(0n);
        expect(await store.people.viewerFacts(alias, NOW)).toMatchObject({ email: ELENA });
        expect(await store.people.get(alias)).toMatchObject({ email: ELENA });
      }
      expect(await store.people.removeAlias(TAGGED, ANNA, NOW)).toBe(true);
      expect(await store.people.removeAlias(TAGGED, ANNA, NOW)).toBe(false);
      expect((await store.spend.query(ask({ scope: mine(ELENA) }))).total.amount).toBe(5n);
      expect((await store.spend.query(ask({ scope: mine(TAGGED) }))).total.amount).toBe(2n);
      expect(await store.people.viewerFacts(TAGGED, NOW)).toBeNull();
    });

    it('make profiles theirs, whose tags stay as they are', async () => {
      const { store, lease } = await ledgerOf(ROWS);
      await known(store);
      const tagKeys = { user: 'UserEmail', costCenter: 'CostCenter', profile: 'InferenceProfile' };
      const tags = { UserEmail: TAGGED, CostCenter: 'B' };
      const listed = listedProfile('p2');
      await store.profiles.replacePlace(lease, PLACE, [listed], new Map([[listed.arn, tags]]), NOW);
      const question = { scope: mine(ELENA), tagKeys };
      const [found] = await store.profiles.list(question, null);
      expect(found && [ownerOf(found, tagKeys).user, found.history.at(-1)?.tags]).toEqual([ELENA, tags]);
      expect(await store.profiles.count({ scope: 'all', tagKeys, user: TAGGED })).toBe(1);
      expect(await store.profiles.users({ scope: 'all', tagKeys })).toEqual([ELENA]);
      expect(await store.profiles.list({ scope: mine(TAGGED), tagKeys }, null)).toEqual([]);
    });

    it('take over what stood under them, and whoever leaves takes all of it along', async () => {
      const { store } = await ledgerOf(ROWS);
      await store.people.learn('file', [facts(ELENA), facts(TAGGED), facts(BEN, { manager: TAGGED })], how);
      await store.people.grant({ email: TAGGED, role: 'finance', costCenter: '' }, ANNA, NOW);
      await store.budgets.set({ kind: 'user', key: TAGGED }, usd(100n), ANNA, NOW);
      expect(await store.people.addAlias(byHand(TAGGED), ANNA, NOW)).toEqual({
        person: true,
        reports: 1,
        budget: 'moved',
      });
      expect((await store.people.list()).map(({ email }) => email)).toEqual([ELENA, BEN].sort());
      expect(await store.people.viewerFacts(ELENA, NOW)).toMatchObject({
        grants: [{ email: ELENA, role: 'finance' }],
        reports: [BEN],
        aliases: [TAGGED],
      });
      expect((await store.budgets.list()).map(({ scope, amount }) => [scope, amount])).toEqual([
        [{ kind: 'user', key: ELENA }, 100n],
      ]);
      // What is asked for the other address is the person's as well.
      await store.budgets.set({ kind: 'user', key: TAGGED }, usd(50n), ANNA, NOW);
      expect((await store.budgets.list()).map(({ amount }) => amount)).toEqual([50n]);
      const session = { ...SESSION, hash: 'h1', email: TAGGED };
      expect(await store.sessions.open(session, facts(TAGGED, { groups: ['g'] }), ANNA)).toBe(true);
      expect((await store.sessions.listOf(ELENA, NOW, 1e9)).map(({ id }) => id)).toEqual([SESSION.id]);
      expect(await store.people.get(ELENA)).toMatchObject({ groups: ['g'] });
      await store.people.learn('byHand', [facts(ELENA, { active: false })], how);
      expect(await store.people.viewerFacts(TAGGED, NOW)).toBeNull();
      expect(await store.sessions.open({ ...session, hash: 'h2' }, facts(TAGGED), ANNA)).toBe(false);
      expect(await store.sessions.listOf(ELENA, NOW, 1e9)).toEqual([]);
    });

    it('keep what only the other entry knew, and shut nobody out who is here', async () => {
      const store = await open();
      await store.people.learn('file', [facts(ELENA, { name: 'Elena' })], how);
      await store.people.learn(
        'byHand',
        [facts(TAGGED, { name: 'E.', costCenter: 'A', active: false })],
        how,
      );
      await store.people.learn('file', [facts(TAGGED, { name: 'other', manager: ELENA })], how);
      await store.people.addAlias(byHand(TAGGED), ANNA, NOW);
      expect(await store.people.get(ELENA)).toMatchObject({
        name: 'E.',
        costCenter: 'A',
        manager: null,
        active: true,
      });
    });

    it('belong where the person belonged, from the day on from which that is known', async () => {
      const store = await open();
      const lease = await leaseOf(store);
      const at = (email: string, costCenter: string, manager: string | null = null) =>
        store.people.learn('file', [facts(email, { costCenter, manager })], how);
      const on = (day: string) => store.belongings.record(lease, day);
      await at(TAGGED, 'OLD');
      await on('2026-09-01');
      await at(ELENA, 'A', TAGGED);
      await on('2026-10-01');
      await at(TAGGED, 'B', BEN);
      await on('2026-11-01');
      await store.people.addAlias(byHand(TAGGED), ANNA, NOW);
      const days = { start: '2026-09-01', endExclusive: '2026-12-01' };
      expect(
        (await store.belongings.during(days)).map((one) => [
          one.email,
          one.from,
          one.costCenter,
          one.manager,
        ]),
      ).toEqual([
        [ELENA, '2026-09-01', 'OLD', ''],
        [ELENA, '2026-10-01', 'A', ''],
      ]);
    });

    it('have what their budgets come to, and what was looked at of them', async () => {
      const store = await open();
      await store.people.learn('file', [facts(ELENA)], how);
      const { budget } = await store.budgets.set({ kind: 'userDefault' }, usd(9n), ANNA, NOW);
      const figure = (scopeKey: string, spent: bigint): BudgetFigure => ({
        ...{ budgetId: budget.id, scopeKind: 'user', scopeKey, periodStart: '2026-11-01', version: 1 },
        ...{ spent: usd(spent), unpricedTokens: 0n as Tokens, forecast: null, forecastCounted: null },
        ...{ carriedOver: usd(0n), state: 'within', excess: usd(-1n) },
      });
      await store.budgetFigures.replace(await leaseOf(store), '', [figure(TAGGED, 1n), figure(OLD, 2n)]);
      const look = (person: string, viewer: string) => ({
        ...{ person, viewer, day: '2026-11-20', kind: 'page' as const },
      });
      await store.looks.add([look(TAGGED, BEN), look(ELENA, BEN), look(TAGGED, ELENA)]);
      for (const alias of [TAGGED, OLD]) await store.people.addAlias(byHand(alias), ANNA, NOW);
      const asked = { scope: mine(ELENA) };
      const { figures, total } = await store.budgetFigures.worst(asked, { limit: 9, offset: 0 });
      expect([total, figures.map((one) => [one.scopeKey, one.spent])]).toEqual([1, [[ELENA, 1n]]]);
      expect((await store.looks.at(ELENA, { limit: 9, offset: 0 })).looks).toEqual([look(ELENA, BEN)]);
    });

    it('keep what was saved under them, and of two of one name the person’s own', async () => {
      const store = await open();
      await store.people.learn('file', [facts(ELENA)], how);
      const save = (owner: string, name: string) =>
        store.savedViews.set({ id: `${owner} ${name}`, owner, name, query: '', savedAt: NOW });
      for (const name of ['Both', 'Theirs']) await save(TAGGED, name);
      await save(ELENA, 'Both');
      await store.people.addAlias(byHand(TAGGED), ANNA, NOW);
      expect(await store.savedViews.list(TAGGED)).toEqual([]);
      expect((await store.savedViews.list(ELENA)).map(({ id }) => id)).toEqual([
        `${ELENA} Both`,
        `${TAGGED} Theirs`,
      ]);
    });

    it('of two budgets the person’s own holds', async () => {
      const store = await open();
      await store.people.learn('file', [facts(ELENA)], how);
      await store.budgets.set({ kind: 'user', key: ELENA }, usd(7n), ANNA, NOW);
      await store.budgets.set({ kind: 'user', key: TAGGED }, usd(9n), ANNA, NOW);
      expect((await store.people.addAlias(byHand(TAGGED), ANNA, NOW)).budget).toBe('ended');
      expect((await store.budgets.list()).map(({ amount }) => amount)).toEqual([7n]);
    });
  });

  describe('a new address', () => {
    it('keeps all that was theirs, and goes back as it came', async () => {
      const { store } = await ledgerOf(ROWS);
      await store.people.learn('file', [facts(OLD, { name: 'Elena' }), facts(BEN, { manager: OLD })], how);
      await store.people.learn('byHand', [facts(OLD, { costCenter: 'A' })], how);
      await store.people.grant({ email: OLD, role: 'costCenterOwner', costCenter: 'A' }, ANNA, NOW);
      await store.budgets.set({ kind: 'user', key: OLD }, usd(3n), ANNA, NOW);
      const state = async (email: string) => ({
        person: await store.people.get(email),
        viewer: await store.people.viewerFacts(email, NOW),
        spent: (await store.spend.query(ask({ scope: mine(email) }))).total.amount,
        budgets: (await store.budgets.list()).map(({ scope }) => scope),
      });
      const before = await state(OLD);
      await store.people.rename(OLD, ELENA, ANNA, NOW);
      const after = await state(ELENA);
      expect({ ...after, person: null, viewer: null }).toEqual({
        person: null,
        viewer: null,
        // With what was spent under the new address before, by a tag that was ahead.
        spent: before.spent + 1n,
        budgets: [{ kind: 'user', key: ELENA }],
      });
      expect(after.viewer?.grants).toMatchObject([{ role: 'costCenterOwner', costCenter: 'A' }]);
      expect(after).toMatchObject({ person: { name: 'Elena', costCenter: 'A' }, viewer: { reports: [BEN] } });
      expect(await store.people.aliases(ELENA)).toMatchObject([{ alias: OLD, source: 'rename' }]);
      await store.people.rename(ELENA, OLD, ANNA, NOW);
      expect((await state(OLD)).person).toMatchObject({ email: OLD, name: 'Elena', costCenter: 'A' });
      expect(await store.people.aliases()).toMatchObject([{ alias: ELENA, email: OLD }]);
      const actions = (await store.audit.list({ limit: 9, action: 'person.rename' })).map((one) => one.after);
      expect(actions).toEqual([{ email: OLD }, { email: ELENA }]);
    });

    it('is found by the name that the source itself has for somebody', async () => {
      const store = await open();
      const listing = (...people: PersonFacts[]) =>
        store.people.learn('identityCenter', people, { ...how, complete: true });
      const elena = (email: string, aliases: string[] = []) => facts(email, { sourceId: 'u-1', aliases });
      await listing(elena(OLD), facts(BEN, { sourceId: 'u-2', aliases: [] }));
      await store.budgets.set({ kind: 'user', key: OLD }, usd(3n), ANNA, NOW);
      const { addresses, left } = await listing(
        elena(ELENA, [TAGGED]),
        facts(BEN, { sourceId: 'u-2', aliases: [] }),
      );
      expect([addresses, left]).toEqual([
        {
          renamed: [{ from: OLD, to: ELENA }],
          added: [{ alias: TAGGED, email: ELENA }],
          removed: [],
          refused: [],
        },
        0,
      ]);
      expect((await store.budgets.list()).map(({ scope }) => scope)).toEqual([{ kind: 'user', key: ELENA }]);
      // An alias that the directory gives to somebody else as their own address is theirs.
      await listing(elena(ELENA), facts(BEN, { sourceId: 'u-2' }), facts(OLD, { sourceId: 'u-3' }));
      expect(await store.people.aliases()).toEqual([]);
      expect((await store.people.list()).map(({ email }) => email)).toEqual([ELENA, BEN, OLD].sort());
    });
  });

  it('a source takes away what it no longer says, and cannot take what is somebody’s', async () => {
    const store = await open();
    const told = (...people: PersonFacts[]) => store.people.learn('file', people, how);
    await told(facts(ELENA, { aliases: [TAGGED, OLD] }), facts(BEN, { aliases: [] }));
    const { addresses } = await told(
      facts(ELENA, { aliases: [TAGGED, BEN, ELENA] }),
      facts(BEN, { aliases: [TAGGED, OLD, 'no address'] }),
    );
    expect(addresses).toEqual({
      renamed: [],
      removed: [{ alias: OLD, email: ELENA }],
      added: [{ alias: OLD, email: BEN }],
      refused: [
        { alias: BEN, email: ELENA, kind: 'person', other: BEN },
        { alias: TAGGED, email: BEN, kind: 'taken', other: ELENA },
        { alias: 'no address', email: BEN, kind: 'notEmail', other: '' },
      ],
    });
    // What is said of an alias is said of the person; their own row goes before it.
    await told(
      facts(TAGGED, { name: 'old row' }),
      facts(ELENA, { name: 'Elena' }),
      facts('cy@example.com', { manager: OLD }),
    );
    expect((await store.people.list()).map(({ email, name, manager }) => [email, name, manager])).toEqual([
      [ELENA, 'Elena', null],
      [BEN, null, null],
      ['cy@example.com', null, BEN],
    ]);
    await told(facts(BEN));
    expect(await store.people.aliases(BEN)).toHaveLength(1);
  });
}

const SESSION = {
  id: 's1',
  createdAt: NOW,
  expiresAt: '2027-01-01T00:00:00.000Z',
  address: '',
  agent: '',
};
