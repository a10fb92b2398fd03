import { type CheckedPeople, checkPeople, type PersonColumn, type PersonRow } from '../../core/directory.ts';
import type { PersonFacts } from '../../core/people.ts';
import type { Learned } from '../../store/typesPeople.ts';
import { type Asking, because, inOneWriting, mustBeAllowed, nowOf } from '../asking.ts';
import { readReason } from '../typed.ts';
import { administeringNow, keepingAdministrator, mustLeaveAdministrator } from './lastAdministrator.ts';
import { tellOfLeavers } from './left.ts';

/** People of a file, or of IAM Identity Center, taken into the directory: all of them or none. */

export type { Learned };

interface PeopleFile {
  rows: readonly PersonRow[];
  /** What it speaks of. */
  columns: readonly PersonColumn[];
  /** Addresses of rows that are kept out already: they are no strangers as managers. */
  unread: readonly string[];
  /** Whether every row of it could be read; where not, nothing is taken in. */
  whole: boolean;
}
interface ImportHow {
  /** It names everybody: whoever it named before and does not name now has left. */
  complete: boolean;
  /** Says what would become of it, and takes nothing in. */
  rehearse: boolean;
  /** Believed also when too many leave at once. */
  force: boolean;
  reason: string;
}

/**
 * @returns `learned` null where something is at fault: nothing was taken in
 * @throws Forbidden; Invalid; TooManyLeave; LedgerError `conflict` where nobody who administers would be left
 */
export async function importPeople(
  asking: Asking,
  { rows, columns, unread, whole }: PeopleFile,
  { reason: typed, ...how }: ImportHow,
): Promise<Omit<CheckedPeople, 'people'> & { learned: Learned | null }> {
  mustBeAllowed(asking, 'change', { kind: 'directory' });
  const reason = readReason({ reason: typed });
  return inOneWriting(asking, async (inside) => {
    const checked = checkPeople(
      rows,
      await inside.store.people.list(),
      unread,
      await inside.store.people.aliases(),
    );
    const { people, faults, warnings } = checked;
    if (!whole || faults.length > 0) return { faults, warnings, learned: null };
    const spoken = new Set(columns.map((name) => (name === 'status' ? 'active' : name)));
    const administering = await administeringNow(inside);
    const learned = await keepingAdministrator(inside, () =>
      inside.store.people.learn('file', people, {
        ...how,
        // Whoever a complete file names is there, unless it says that they have left.
        keep: (['name', 'costCenter', 'manager', 'active'] as const).filter(
          (field) => !spoken.has(field) && !(field === 'active' && how.complete),
        ),
        actor: because(inside, reason),
        now: nowOf(inside),
      }),
    );
    const left = learned.changes.filter(({ what }) => what === 'left');
    mustLeaveAdministrator(
      administering,
      left.map(({ after }) => ({ email: after.email, role: null })),
    );
    if (how.rehearse !== true) await tellOfLeavers(inside, learned);
    return { faults, warnings, learned };
  });
}

/** What would change if this were what IAM Identity Center says of everybody. @throws Forbidden */
export const rehearseDirectory = (asking: Asking, people: readonly PersonFacts[]): Promise<Learned> =>
  inOneWriting(asking, (inside) => {
    mustBeAllowed(inside, 'change', { kind: 'jobs' });
    const how = { complete: true, rehearse: true, actor: inside.actor, now: nowOf(inside) };
    return inside.store.people.learn('identityCenter', people, how);
  });
