import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { addAliasOf, removeAliasOf } from '../../../src/app/people/addresses.ts';
import { changePerson } from '../../../src/app/people/change.ts';
import { importPeople } from '../../../src/app/people/import.ts';
import { administeringNow } from '../../../src/app/people/lastAdministrator.ts';
import { grantRole, withdrawRole } from '../../../src/app/people/roles.ts';
import { isError } from '../../../src/core/errors.ts';
import { leavesAdministrator } from '../../../src/core/roles.ts';
import type { Store } from '../../../src/store/types.ts';
import { askingOf } from '../../asking.ts';
import { ANNA, folder, NOW, open } from '../../store/setup.ts';
import { ISSUER, signingIn } from './settings.ts';
import { type Take, WAYS } from './taker.ts';

/** Somebody who signs in always administers, whichever way it is tried and whoever tries at the same moment. */

const ANN = 'ann@example.com';
const BEN = 'ben@example.com';
const GONE = 'cy@example.com';
const WHO = { strangers: true };
const ROLE = { role: 'administrator' };
const processes: ChildProcess[] = [];
afterEach(() => {
  for (const one of processes.splice(0)) one.kill();
});

/** Ann and Ben administer by name, Cy does nothing. */
async function company(file?: string) {
  const store = await open(file);
  const people = [ANN, BEN, GONE].map((email) => ({
    email,
    name: null,
    costCenter: null,
    manager: null,
    active: true,
    groups: null,
  }));
  await store.people.learn('file', people, { complete: true, actor: ANNA, now: NOW });
  const asking = askingOf(store, { settings: signingIn });
  for (const email of [ANN, BEN]) await grantRole(asking, email, ROLE, WHO);
  return { store, asking };
}
const administrators = async (store: Store) =>
  (await store.people.grants()).filter(({ role }) => role === 'administrator').map(({ email }) => email);
/** What became of it: done, or the code of what it was refused with. */
const outcome = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'done',
    (error: unknown) => (isError(error, 'conflict') ? 'conflict' : String(error)),
  );

describe('two at once leave one administrator', () => {
  it('in one server', async () => {
    const { store, asking } = await company();
    const both = [ANN, BEN].map((email) => outcome(withdrawRole(asking, email, ROLE, WHO)));
    expect((await Promise.all(both)).sort()).toEqual(['conflict', 'done']);
    expect(await administrators(store)).toHaveLength(1);
    store.close();
  });

  it('one withdraws the role of another while a third marks the other as left', async () => {
    const { store, asking } = await company();
    const left = changePerson(asking, BEN, { status: 'left' }, { confirmed: true });
    const both = [outcome(withdrawRole(asking, ANN, ROLE, WHO)), outcome(left)];
    expect((await Promise.all(both)).sort()).toEqual(['conflict', 'done']);
    expect(await administrators(store)).toHaveLength(1);
    store.close();
  });

  /** Each round is a race; without the one transaction about every second one ends with nobody. */
  const ways = Object.keys(WAYS) as Take['how'][];
  const pairs = ways.flatMap((one) => ways.map((other) => [one, other] as const));
  it(`in two processes, ${pairs.length} times, whichever way each of them takes`, async () => {
    const file = join(folder(), 'ledger.db');
    const store = await open(file);
    const asking = askingOf(store, { settings: signingIn });
    const two = [0, 1].map(() => fork(join(import.meta.dirname, 'taker.ts'), [file]));
    processes.push(...two);
    await Promise.all(two.map((one) => once(one, 'message')));
    const outcomes = new Set<string>();
    for (const [round, hows] of pairs.entries()) {
      const [ann, ben, gone] = await newCompany(store, round);
      const told = two.map((one) => once(one, 'message'));
      for (const [i, email] of [ann, ben].entries()) two[i]?.send({ how: hows[i], email, gone });
      const codes = (await Promise.all(told)).map(([code]) => code).sort();
      outcomes.add(codes.join());
      const now = await administeringNow(asking);
      expect(now !== null && leavesAdministrator(now, []), `${hows} ${codes}`).toBe(true);
      if (hows.every((how) => how === 'unbind' || how === 'move'))
        expect(await boundAdministrators(store), `${hows} ${codes}`).not.toEqual([]);
      if (hows[0] === hows[1]) expect(codes).toEqual(['conflict', 'done']);
      for (const grant of await store.people.grants()) await store.people.withdraw(grant, ANNA, NOW);
    }
    expect(outcomes).toEqual(new Set(['conflict,done', 'done,done']));
    store.close();
  });
});

/** Two who administer and are bound to an account each, and one who has left; nobody else administers. */
async function newCompany(store: Store, round: number): Promise<[string, string, string]> {
  const emails = ['ann', 'ben', 'gone'].map((name) => `${name}${round}@example.com`);
  const [ann = '', ben = '', gone = ''] = emails;
  const people = emails.map((email) => ({
    email,
    name: null,
    costCenter: null,
    manager: null,
    active: email !== gone,
    groups: null,
  }));
  await store.people.learn('file', people, { complete: false, actor: ANNA, now: NOW });
  for (const email of [ann, ben]) {
    await store.people.grant({ email, role: 'administrator', costCenter: '' }, ANNA, NOW);
    const account = { issuer: ISSUER, subject: email, email, address: email, signedInAt: NOW };
    await store.bindings.bind(account, ANNA, NOW);
  }
  return [ann, ben, gone];
}

async function boundAdministrators(store: Store): Promise<string[]> {
  const bound = new Set((await store.bindings.list()).map(({ email }) => email));
  return (await administrators(store)).filter((email) => bound.has(email));
}

describe('the last one', () => {
  /** Ben alone is left. */
  async function alone() {
    const { store, asking } = await company();
    await withdrawRole(asking, ANN, ROLE, WHO);
    await changePerson(asking, GONE, { status: 'left' }, { confirmed: true });
    const account = { issuer: ISSUER, subject: BEN, email: BEN, address: BEN, signedInAt: NOW };
    await store.bindings.bind(account, ANNA, NOW);
    return { store, asking };
  }
  const file = (...cells: { email: string; status?: string }[]) => ({
    rows: cells.map((one, i) => ({ line: i + 2, cells: one })),
    columns: ['email', 'status'] as const,
    unread: [],
    whole: true,
  });
  const how = { complete: false, rehearse: false, force: true, reason: '' };

  it.each<[string, (asking: Awaited<ReturnType<typeof alone>>['asking']) => Promise<unknown>]>([
    ['loses no role', (asking) => withdrawRole(asking, BEN, ROLE, WHO)],
    ['is not marked as left', (asking) => changePerson(asking, BEN, { status: 'left' }, { confirmed: true })],
    ['is not asked about', (asking) => changePerson(asking, BEN, { status: 'left' }, { confirmed: false })],
    ['does not leave by a file', (asking) => importPeople(asking, file({ email: BEN, status: 'left' }), how)],
    [
      'does not leave by a complete file without them',
      (asking) => importPeople(asking, file({ email: ANN }), { ...how, complete: true }),
    ],
    [
      'would not leave by a file that is only tried',
      (asking) => importPeople(asking, file({ email: BEN, status: 'left' }), { ...how, rehearse: true }),
    ],
    ['is not one with somebody who has left', (asking) => WAYS.merge(asking, { email: BEN, gone: GONE })],
    ['is not renamed to somebody who has left', (asking) => WAYS.rename(asking, { email: BEN, gone: GONE })],
    ['does not lose the account', (asking) => WAYS.unbind(asking, { email: BEN, gone: GONE })],
    ['does not lose the account to another', (asking) => WAYS.move(asking, { email: BEN, gone: GONE })],
  ])('%s', async (_, work) => {
    const { store, asking } = await alone();
    const before = await store.audit.list({ limit: 1 });
    expect(await outcome(work(asking))).toBe('conflict');
    expect(await administrators(store)).toEqual([BEN]);
    expect(await store.people.get(BEN)).toMatchObject({ email: BEN, active: true });
    expect(await store.bindings.list(BEN)).toHaveLength(1);
    expect(await store.audit.list({ limit: 1 })).toEqual(before);
    store.close();
  });

  it('does not lose the account with an address that is taken away', async () => {
    const { store, asking } = await alone();
    const alias = 'ben.b@example.com';
    await addAliasOf(asking, BEN, { alias }, { confirmed: false });
    await store.bindings.seen({ issuer: ISSUER, subject: BEN }, alias, ANNA, NOW);
    expect(await outcome(removeAliasOf(asking, BEN, { alias }))).toBe('conflict');
    expect(await store.bindings.list(BEN)).toMatchObject([{ subject: BEN, address: alias }]);
    expect(await store.people.aliases(BEN)).toMatchObject([{ alias }]);
    await store.bindings.seen({ issuer: ISSUER, subject: BEN }, BEN, ANNA, NOW);
    expect(await outcome(removeAliasOf(asking, BEN, { alias }))).toBe('done');
    store.close();
  });

  it('goes where nobody signs in: whoever is at the machine administers', async () => {
    const { store } = await alone();
    expect(await outcome(withdrawRole(askingOf(store), BEN, ROLE, WHO))).toBe('done');
    expect(await administrators(store)).toEqual([]);
    store.close();
  });
});
