import { EVERYBODY, type Look, type OthersSee, seenBy } from '../../core/privacy.ts';
import { managersAbove } from '../../core/reporting.ts';
import { type Asking, inOneReading, mayDo, mustBeAllowed, ownRows } from '../asking.ts';
import { roleSettingsOf } from '../people/roleSettings.ts';

/** What is kept of people, who may see it, and who looked. */

/** Who may look by a role, of one's own. */
export interface MayLook {
  who: string;
  as: 'manager' | 'costCenterOwner' | 'finance' | 'administrator';
}
/** What is kept, and for how many days or months; null: for as long as the ledger is. */
export interface KeptFor {
  what:
    | 'directory'
    | 'sessions'
    | 'tokens'
    | 'usage'
    | 'usageDays'
    | 'spend'
    | 'sums'
    | 'bill'
    | 'profiles'
    | 'belongings'
    | 'budgets'
    | 'alerts'
    | 'requests'
    | 'audit'
    | 'looks';
  for: { unit: 'days' | 'months' | 'hours' | 'daysAfterEnd'; count: number } | null;
}
export interface PrivacyPage {
  /** Of whom it is; '' for whoever works at the machine. */
  person: string;
  isOwn: boolean;
  othersSee: OthersSee;
  leastPeople: number;
  mayLook: readonly MayLook[];
  kept: readonly KeptFor[];
  looks: readonly (Look & { many: boolean })[];
  looksTotal: number;
  lookDays: number;
  mayChooseAnybody: boolean;
  /** Groups of the identity provider that give a role. */
  groups: readonly string[];
}

/**
 * @param of somebody else, for administrators; whoever asks unless given
 * @throws Forbidden
 */
export const readPrivacy = (
  asking: Asking,
  page: { limit: number; offset: number },
  of?: string,
): Promise<PrivacyPage> =>
  inOneReading(asking, async (inside) => {
    const { store, settings } = inside;
    const own = ownRows(inside).email;
    const person = of === undefined ? own : await store.people.ownAddress(of);
    if (person !== own) mustBeAllowed(inside, 'change', { kind: 'directory' });
    const { looks, total } = person === '' ? { looks: [], total: 0 } : await store.looks.at(person, page);
    return {
      person,
      isOwn: person === own,
      othersSee: seenBy({ email: 'anybody' }, settings.privacy),
      leastPeople: settings.privacy.leastPeople,
      mayLook: person === '' ? [] : await whoMayLook(inside, person),
      kept: keptFor(inside),
      looks: looks.map((look) => ({ ...look, many: look.person === EVERYBODY })),
      looksTotal: total,
      lookDays: settings.privacy.lookDays,
      mayChooseAnybody: mayDo(inside, 'change', { kind: 'directory' }),
      groups: settings.roles.groups.map(({ group }) => group),
    };
  });

/** Whoever by name has a role that reaches this person; by groups of the identity provider there may be more. */
async function whoMayLook(asking: Asking, email: string): Promise<MayLook[]> {
  const { people } = asking.store;
  const above = new Map((await people.above(email)).map((one) => [one.email, one]));
  const person = await people.get(email);
  const managers = managersAbove(email, (one) =>
    one === email ? (person?.manager ?? null) : (above.get(one)?.manager ?? null),
  );
  const grants = await people.grants();
  const { administrators } = await roleSettingsOf(asking);
  const found: MayLook[] = [
    ...managers.map((who) => ({ who, as: 'manager' as const })),
    ...grants
      .filter(({ role, costCenter }) => role !== 'costCenterOwner' || costCenter === person?.costCenter)
      .map(({ email: who, role }) => ({ who, as: role })),
    ...administrators.map((who) => ({ who, as: 'administrator' as const })),
  ];
  const seen = new Set<string>();
  return found.filter(({ who, as }) => {
    const key = `${who}\n${as}`;
    if (who === email || seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

function keptFor({ settings }: Pick<Asking, 'settings'>): KeptFor[] {
  const days = (count: number) => ({ unit: 'days' as const, count });
  const months = (count: number) => ({ unit: 'months' as const, count });
  return [
    { what: 'directory', for: null },
    { what: 'sessions', for: { unit: 'hours', count: settings.signIn.sessionHours } },
    { what: 'tokens', for: { unit: 'daysAfterEnd', count: settings.auditDays } },
    { what: 'usage', for: days(settings.usageHourDays) },
    { what: 'usageDays', for: months(settings.billMonths) },
    { what: 'spend', for: months(settings.spendMonths) },
    { what: 'sums', for: null },
    { what: 'bill', for: months(settings.billMonths) },
    { what: 'profiles', for: null },
    { what: 'belongings', for: months(settings.spendMonths) },
    { what: 'budgets', for: null },
    { what: 'alerts', for: days(settings.auditDays) },
    { what: 'requests', for: days(settings.auditDays) },
    { what: 'audit', for: days(settings.auditDays) },
    { what: 'looks', for: days(settings.privacy.lookDays) },
  ];
}
