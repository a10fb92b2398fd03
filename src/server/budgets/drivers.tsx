import type { BudgetSeen } from '../../app/budgets/seen.ts';
import type { Names } from '../../app/names.ts';
import { countedDays } from '../../core/budgetChanges.ts';
import type { Whom } from '../../core/budgets.ts';
import { DRIVER_GROUPS, type DriverGroup } from '../../core/drivers.ts';
import { isUnknownModel } from '../../core/models.ts';
import type { DayRange } from '../../core/types.ts';
import { day as showDay, tenths } from '../../ui/format.ts';
import type { Frame } from '../../ui/layout.tsx';
import { dayHref, type LinkFilter, linesHref } from '../tables/cells.ts';

/** What drives a budget, by name: people as everywhere by theirs, with the address beside it. */

/** Whom a budget counts, as addresses of spend write it. */
function linkOf({ kind, key }: Whom): LinkFilter {
  if (kind === 'organisation') return {};
  return { [kind]: [key] };
}

export interface NamedDriver {
  name: string;
  /** Its share of what counts. */
  share: string;
  text: string;
  href: string;
}
/** What people are called, by their addresses. */
export type People = ReadonlyMap<string, string>;
const NOBODY: People = new Map();

/** Addresses of the people who drive budgets: whose names a page of them needs. */
export const driving = (budgets: readonly Pick<BudgetSeen, 'drivers'>[]): string[] =>
  budgets.flatMap(({ drivers }) => drivers.user?.key ?? []);

/** What drives it by name, each leading to what it consists of. */
export function driversNamed(
  seen: Pick<BudgetSeen, 'whom' | 'drivers'>,
  range: DayRange,
  { m, locale }: Frame,
  names: Names,
  people: People = NOBODY,
): Readonly<Partial<Record<DriverGroup, NamedDriver>>> {
  const link = linkOf(seen.whom);
  const nameOf: Record<DriverGroup, (key: string) => string> = {
    model: (key) => (isUnknownModel(key) ? m.none.model : names.model(key)),
    profile: (key) => names.profile(key).name,
    user: (key) => key,
    day: (key) => showDay(key, locale),
  };
  return Object.fromEntries(
    DRIVER_GROUPS.flatMap((group) => {
      const driver = seen.drivers[group];
      if (driver === undefined) return [];
      const share = tenths(driver.share, locale);
      const person = group === 'user' ? people.get(driver.key) : undefined;
      const text =
        person === undefined
          ? m.budgetsSeeing.driverOf(nameOf[group](driver.key), share)
          : m.budgetsSeeing.driverOf(person, [driver.key, share].join(m.comma));
      const href =
        group === 'day'
          ? dayHref(link, false)(driver.key)
          : linesHref(range, { ...link, [group]: [driver.key] });
      return [[group, { name: person ?? nameOf[group](driver.key), share, text, href }]];
    }),
  );
}

/** Stand in a sentence where a link will be: signs that no text holds. */
const MARKS = { model: '\uE000', profile: '\uE001', user: '\uE002', day: '\uE003' } as const;

/** What drives it as one sentence whose names lead on; nothing where nothing counts yet. */
export function Drives({
  seen,
  frame,
  names,
  people,
}: {
  seen: BudgetSeen;
  frame: Frame;
  names: Names;
  people: People;
}) {
  const named = driversNamed(seen, countedDays(seen.budget), frame, names, people);
  const mark = (group: DriverGroup) => (named[group] === undefined ? null : MARKS[group]);
  if (DRIVER_GROUPS.every((group) => mark(group) === null)) return null;
  const sentence = frame.m.budgetsSeeing.drives({
    model: mark('model'),
    profile: mark('profile'),
    user: mark('user'),
    day: mark('day'),
  });
  return (
    <>
      {sentence.split(/([\uE000-\uE003])/u).map((part) => {
        const group = DRIVER_GROUPS.find((one) => MARKS[one] === part);
        const link = group && named[group];
        return link === undefined ? part : <a href={link.href}>{link.text}</a>;
      })}
    </>
  );
}
