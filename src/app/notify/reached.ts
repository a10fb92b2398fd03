import { routes } from '../../core/routes.ts';
import { type Asking, inOneReading, mustBeAllowed } from '../asking.ts';
import { directoryOf } from './routes.ts';

/** Whether there is anybody to tell, by the rule that decides who is told. */

export interface Reached {
  /** Readers of a message about a job that fails, without those who would not get it. */
  ofHealth: number;
  /** Roles that the settings tell and nobody has, so far as the directory knows. */
  empty: readonly ('managers' | 'ownersOfCostCenters' | 'finance' | 'administrators')[];
}

/** @throws Forbidden unless they may see what jobs do */
export const readReached = (asking: Asking): Promise<Reached> =>
  inOneReading(asking, async (inside) => {
    mustBeAllowed(inside, 'see', { kind: 'jobs' });
    const { notify, privacy } = inside.settings;
    const directory = await directoryOf(inside);
    const here = { notify, privacy, directory, now: inside.now };
    const failing = routes({ kind: 'jobFailing', scope: null, people: null }, here);
    const people = (await inside.store.people.list()).filter(({ email }) => directory.isHere(email));
    const has = {
      managers: people.some(({ email }) => {
        const manager = directory.managerOf(email);
        return manager !== null && directory.isHere(manager);
      }),
      ownersOfCostCenters: people.some(
        ({ email }) => directory.ownersOf(directory.costCenterOf(email)).length > 0,
      ),
      finance: directory.finance.length > 0,
      administrators: directory.administrators.length > 0,
    };
    const isTold = {
      managers: notify.toManagers,
      ownersOfCostCenters: notify.toCostCenterOwners,
      finance: notify.toFinance,
      administrators: notify.toAdministrators,
    };
    return {
      ofHealth: failing.filter(({ drop }) => drop === undefined).length,
      empty: (['managers', 'ownersOfCostCenters', 'finance', 'administrators'] as const).filter(
        (role) => isTold[role] && !has[role],
      ),
    };
  });
