import { seesOnlyOwn } from '../../core/access.ts';
import type { Budget, Whom } from '../../core/budgets.ts';
import type { Known } from '../../core/known.ts';
import type { SpendFilter } from '../../core/questions.ts';
import { type Asking, NotThere } from '../asking.ts';
import type { Team } from '../people/team.ts';
import { isOwnAlone } from '../privacy/shown.ts';
import { isKnown, spelling, visibleUsers } from '../visible.ts';
import { wholeAmounts } from './days.ts';
import type { SpendFacts } from './known.ts';

/** Whose spend a report is about. */

/** Whose spend. `own`: of whoever asks, and nothing but that. */
export type Subject =
  | { kind: 'all' }
  | { kind: 'costCenter' | 'user' | 'model'; key: string }
  | { kind: 'team'; manager: string }
  | { kind: 'own' };

/** Whether it is about whoever asks, and nobody else. */
export const isOwnOf = ({ viewer }: Asking, subject: Subject): boolean =>
  subject.kind === 'own' || (subject.kind === 'user' && isOwnAlone({ viewer }, [subject.key]));

/** Where somebody begins: what waits for them stands there. */
export const FIRST_PAGES: readonly Subject['kind'][] = ['all', 'costCenter', 'team', 'own'];

/** A person by their own address, whichever of theirs they are asked for by. */
export async function byOwnAddress({ store: { people } }: Asking, subject: Subject): Promise<Subject> {
  if (subject.kind === 'user') return { ...subject, key: await people.ownAddress(subject.key) };
  if (subject.kind === 'team') return { ...subject, manager: await people.ownAddress(subject.manager) };
  return subject;
}

/** Whom the budgets are of that a page is about; null: none. */
export function whomOf({ viewer }: Asking, subject: Subject): Whom | null {
  if (subject.kind === 'own') return { kind: 'user', key: viewer.email };
  if (subject.kind === 'all') return { kind: 'organisation', key: '' };
  if (subject.kind === 'team') return { kind: 'team', key: subject.manager };
  return subject.kind === 'model' ? null : { kind: subject.kind, key: subject.key };
}

export function filterOf({ viewer }: Asking, subject: Subject, team: Team | null): SpendFilter {
  if (subject.kind === 'all') return {};
  if (subject.kind === 'own') return { user: [viewer.email] };
  if (subject.kind === 'team') return { user: team?.members ?? [] };
  return { [subject.kind]: [subject.key] };
}

/** @throws NotThere where nothing of it is known that whoever asks may see */
export async function mustBeKnown(
  asking: Asking,
  { kind, key }: Extract<Subject, { key: string }>,
  budgets: readonly Budget[],
): Promise<void> {
  if (!(await isKnown(asking, kind, key, budgets))) throw new NotThere(kind);
}

/** Under which spelling there is something, of a person of whom there is nothing under this one. */
export async function otherSpelling(asking: Asking, subject: Subject): Promise<string | null> {
  const { viewer, store, settings } = asking;
  if (subject.kind === 'user') return spelling(await visibleUsers(asking))(subject.key);
  if (subject.kind !== 'own') return null;
  // All users there are: whoever is spelled otherwise must learn it, and learns nothing but that.
  const users = await store.profiles.users({ scope: 'all', tagKeys: settings.tagKeys });
  return spelling(users)(viewer.email);
}

/**
 * All that whoever asks spent in these days, where a page of a cost center holds only a part of it and of nobody else: what it
 * says of the month's end is of that part, and their own page says another. Null where there is nothing to tell apart.
 */
export async function ownInAll(asking: Asking, subject: Subject, facts: SpendFacts): Promise<Known | null> {
  const { email } = asking.viewer;
  if (subject.kind !== 'costCenter' || email === '' || !seesOnlyOwn(asking.viewer)) return null;
  const all = (await wholeAmounts(asking, facts.range, [email])).get(email);
  const { amount, unpricedTokens } = facts.total;
  return all === undefined || (all.amount === amount && all.unpricedTokens === unpricedTokens) ? null : all;
}
