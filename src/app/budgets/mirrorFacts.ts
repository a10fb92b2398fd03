import type { BudgetRecord } from '../../core/budgets.ts';
import { scopeKeyOf } from '../../core/budgets.ts';
import { servicesOfModels } from '../../core/mirrorModels.ts';
import { type Mirroring, mirrorOf, type WantedFacts } from '../../core/mirrorWanted.ts';
import { modelMatcher } from '../../core/models.ts';
import { narrowingText } from '../../core/narrowing.ts';
import { addDays, dayOf, FIRST_DAY } from '../../core/periods.ts';
import type { DayRange, Instant } from '../../core/types.ts';
import type { MirrorReading } from '../../store/typesMirror.ts';
import type { Asking } from '../asking.ts';

/** What AWS Budgets should hold, by the ledger as it is. */

type Of = Pick<Asking, 'store' | 'settings'> & { now: Instant };

/** All that the bill ever had, which the charges renew. */
export const everyDay = (now: Instant): DayRange => ({
  start: FIRST_DAY,
  endExclusive: addDays(dayOf(now), 1),
});

/** Whom people are to AWS: each address of theirs is somebody else to it. */
async function addressesOf({ store }: Of): Promise<(email: string) => string[]> {
  const aliases = Map.groupBy(await store.people.aliases(), ({ email }) => email);
  return (email) => [email, ...(aliases.get(email) ?? []).map(({ alias }) => alias)];
}

/** Of each family and vendor that budgets are narrowed to, the SERVICE names that are theirs alone. */
export async function modelServices(
  { store, now }: Of,
  records: readonly BudgetRecord[],
): Promise<Record<string, readonly string[]>> {
  const found = records.flatMap(({ narrowing }) =>
    narrowing === null || narrowing.kind === 'tag' ? [] : [narrowing],
  );
  if (found.length === 0) return {};
  const servicesOf = servicesOfModels(
    await store.charges.usageTypes(everyDay(now)),
    modelMatcher(await store.profiles.catalogue()),
  );
  return Object.fromEntries(found.map((one) => [narrowingText(one), servicesOf(one)]));
}

/**
 * What decides what budgets look like in AWS.
 * @param billed SERVICE names that the bill has had, and those of models by `narrowingText`: whoever reads the bill knows them
 */
export async function wantedFacts(
  of: Of,
  records: readonly BudgetRecord[],
  { services, models }: Pick<MirrorReading, 'services' | 'models'>,
): Promise<WantedFacts> {
  const { store, settings, now } = of;
  const addresses = await addressesOf(of);
  const teams = new Map<string, readonly string[]>();
  for (const { scope } of records)
    if (scope.kind === 'team' && !teams.has(scope.key))
      teams.set(scope.key, (await store.people.reportsOf(scope.key)).flatMap(addresses));
  const { attribution, tagKeys, thresholds, budgets, budgetsMirror } = settings;
  return {
    attribution,
    tagKeys,
    services,
    today: dayOf(now),
    calendar: budgets.calendar,
    thresholds,
    subscribers: budgetsMirror.subscribers,
    servicesOf: (narrowing) => models[narrowingText(narrowing)] ?? [],
    valuesOf(scope) {
      if (scope.kind === 'user') return addresses(scope.key);
      return scope.kind === 'team'
        ? (teams.get(scope.key) ?? [])
        : [scopeKeyOf(scope)].filter((one) => one !== '');
    },
  };
}

/** In this order AWS's room is given away: what many are counted in comes first. */
const ORDER = ['organisation', 'team', 'costCenter'];
const rank = ({ scope }: BudgetRecord): number =>
  (ORDER.indexOf(scope.kind) + ORDER.length + 1) % (ORDER.length + 1);

/** What AWS should hold of each budget, or why it cannot; of those that hold, or will. */
export const wantedOf = (records: readonly BudgetRecord[], facts: WantedFacts): Mirroring[] =>
  records.toSorted((a, b) => rank(a) - rank(b)).flatMap((record) => mirrorOf(record, facts) ?? []);
