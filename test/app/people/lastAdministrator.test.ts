import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { changePerson } from '../../../src/app/people/change.ts';
import { importPeople } from '../../../src/app/people/import.ts';
import { grantRole, withdrawRole } from '../../../src/app/people/roles.ts';
import { isError } from '../../../src/core/errors.ts';
import type { Store } from '../../../src/store/types.ts';
import { askingOf } from '../../asking.ts';
import { ANNA, folder, NOW, open } from '../../store/setup.ts';
import { signingIn } from './settings.ts';

/** Somebody who signs in always administers, whichever way it is tried and whoever tries at the same moment. */

const ANN = 'ann@example.com';
const BEN = 'ben@example.com';
const WHO = { strangers: true };
const ROLE = { role: 'administrator' };
const processes: ChildProcess[] = [];
afterEach(() => {
  for (const one of processes.splice(0)) one.kill();
});

/** Ann and Ben administer by name, Cy does nothing. */
async function company(file?: string) {
  const store = await open(file);
  const people = [ANN, BEN, 'cy@example.com'].map((email) => ({
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

  it('in two processes', async () => {
    const file = join(folder(), 'ledger.db');
    const { store, asking } = await company(file);
    const two = [0, 1].map(() => fork(join(import.meta.dirname, 'withdrawer.ts'), [file]));
    processes.push(...two);
    await Promise.all(two.map((one) => once(one, 'message')));
    // Each round is a race; without the one transaction about every second one ends with nobody.
    for (let round = 0; round < 40; round++) {
      const told = two.map((one) => once(one, 'message'));
      for (const [i, email] of [ANN, BEN].entries()) two[i]?.send(email);
      expect((await Promise.all(told)).map(([code]) => code).sort()).toEqual(['conflict', 'withdrawn']);
      for (const email of [ANN, BEN]) await grantRole(asking, email, ROLE, WHO);
    }
    store.close();
  });
});

describe('the last one', () => {
  /** Ben alone is left. */
  async function alone() {
    const { store, asking } = await company();
    await withdrawRole(asking, ANN, ROLE, WHO);
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
  ])('%s', async (_, work) => {
    const { store, asking } = await alone();
    const before = await store.audit.list({ limit: 1 });
    expect(await outcome(work(asking))).toBe('conflict');
    expect(await administrators(store)).toEqual([BEN]);
    expect(await store.people.get(BEN)).toMatchObject({ active: true });
    expect(await store.audit.list({ limit: 1 })).toEqual(before);
    store.close();
  });

  it('goes where nobody signs in: whoever is at the machine administers', async () => {
    const { store } = await alone();
    expect(await outcome(withdrawRole(askingOf(store), BEN, ROLE, WHO))).toBe('done');
    expect(await administrators(store)).toEqual([]);
    store.close();
  });
});
