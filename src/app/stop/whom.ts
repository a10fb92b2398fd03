import { may, type Thing } from '../../core/access.ts';
import { type Approver, approversOf, mayAnswer } from '../../core/approvers.ts';
import type { Whom } from '../../core/budgets.ts';
import type { Settings } from '../../core/settings.ts';
import { approvingNow, type Known } from '../approvals/approving.ts';
import type { Asking } from '../asking.ts';

/** Who may release whom from a stop, and whom somebody asks who is stopped. */

/** Who decides on more of a person's budget now; of everything else administrators alone do. */
function approversFor(
  { kind, key }: Whom,
  { budgets }: Pick<Settings, 'budgets'>,
  known: Known,
): ReadonlyMap<string, Approver> {
  const { by } = budgets.requests;
  if (kind !== 'user' || by === 'nobody') return new Map();
  const asked = { user: key, askedBy: key, costCenter: known.costCenterOf(key), rule: by };
  return mayAnswer(approversOf(asked, known), 0);
}

/**
 * A stop of somebody as it is asked who may do what with it. The directory is read once, and only where it decides something.
 */
export async function stopThings(
  asking: Asking,
  all: readonly Whom[],
): Promise<(whom: Whom) => Extract<Thing, { kind: 'stop' }>> {
  const { viewer, settings } = asking;
  const isDecided = may(viewer, 'see', { kind: 'plan' }) || !all.some(({ kind }) => kind === 'user');
  const known = isDecided ? null : await approvingNow(asking);
  return (whom) => ({
    kind: 'stop',
    whom,
    costCenter: whom.kind === 'user' ? (known?.costCenterOf(whom.key) ?? '') : '',
    approvers: new Set(known === null ? [] : approversFor(whom, settings, known).keys()),
  });
}

/** Somebody who is asked: by name and address, or as the settings name them. */
export interface Askable {
  /** '' where none is known. */
  name: string;
  /** '' where the settings name no address. */
  email: string;
}

/** People whom a page names at most. */
const MOST_NAMED = 3;

/** Whom somebody asks who is stopped: as it is set, else who decides on more of the budget, at last administrators. */
export async function askedAbout(asking: Asking, whom: Whom): Promise<Askable[]> {
  const { contact } = asking.settings.enforcement;
  if (contact !== null)
    return [contact.includes('@') ? { name: '', email: contact } : { name: contact, email: '' }];
  const known = await approvingNow(asking);
  const deciding = [...approversFor(whom, asking.settings, known).keys()];
  const asked = deciding.length > 0 ? deciding : known.administrators;
  return asked.slice(0, MOST_NAMED).map((email) => ({ name: known.nameOf(email), email }));
}
