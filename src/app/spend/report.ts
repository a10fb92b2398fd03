import { floorOf } from '../../core/budgetFloors.ts';
import { periodNamed } from '../../core/budgetPeriods.ts';
import type { Budget, Whom } from '../../core/budgets.ts';
import type { Known } from '../../core/known.ts';
import { dayOf, lastDayOf } from '../../core/periods.ts';
import type { SpendGroup } from '../../core/questions.ts';
import { limitsIn } from '../../core/standing.ts';
import type { DayRange } from '../../core/types.ts';
import { NONE_WAITING, type Waiting, waitingFor } from '../approvals/list.ts';
import { type Asking, inOneReading, mayDo, NotThere, ownRows, scopeOf } from '../asking.ts';
import { metersOf } from '../budgets/meters.ts';
import type { Reach } from '../budgets/reach.ts';
import type { BudgetSeen } from '../budgets/seen.ts';
import { type Names, readNames } from '../names.ts';
import { type Team, teamOf } from '../people/team.ts';
import { mustShow, showsDays } from '../privacy/shown.ts';
import { NO_STOPS, type StopsSeen, stopsSeen } from '../stop/seen.ts';
import { type Budgets, type BudgetsAsked, budgetsFor, costCentersOf, type HeldBudget } from '../visible.ts';
import { type AdviceSeen, adviceAbout } from './advice.ts';
import { shownWithoutDays, withoutDays } from './coarse.ts';
import { readFacts } from './facts.ts';
import { ALL_SHOWN } from './groups.ts';
import type { Shown, SpendFacts, SpendQuestion } from './known.ts';
import { ownersIn, reachesIn } from './reaches.ts';
import {
  byOwnAddress,
  FIRST_PAGES,
  filterOf,
  isOwnOf,
  mustBeKnown,
  otherSpelling,
  ownInAll,
  type Subject,
  whomOf,
} from './subject.ts';
import { once } from './whose.ts';

/** Where the organisation, or one thing in it, stands in a period: what pages and API answers of spend show. */

export interface SpendReport {
  facts: SpendFacts;
  names: Names;
  /** Of the team that was asked for. */
  team: Team | null;
  /** The budget of all of it, whether it says something about the period or not. */
  budget: Budget | null;
  /** Budgets that hold for all of it, the nearest to its limit first, where that is asked; of a month that is over its own. */
  meters: readonly BudgetSeen[];
  /** Whom to write to about those who need attention, of those that are told of. */
  reaches(whom: Whom): Reach;
  /** Who owns each cost center that has a row, where that is asked. */
  ownerOf(costCenter: string): Reach;
  /** What of it is stopped by a hard budget, or soon will be; on the same pages. */
  stops: StopsSeen;
  /** What would have cost whom it is about less, where that is asked and shown. */
  advice: AdviceSeen | null;
  /**
   * Whether any budget that whoever asks may see says something about the period; where nobody is told of who needs attention,
   * it is not asked and false.
   */
  anyBudget: boolean;
  mayChangeBudgets: boolean;
  /** Whoever asks sees all of everything, not only their rows. */
  seesAll: boolean;
  /** What waits for whoever asks, and what they wait for, on the pages that are somebody's first. */
  requests: Waiting;
  /** Of a person under whose address there is nothing: one that is written alike, in profiles or in spend. */
  spelling: string | null;
  /** All that whoever asks spent, where the page of a cost center holds but a part of it. */
  ownInAll: Known | null;
}

/**
 * @param range days, UTC
 * @param groups dimensions that the spend is shown by
 * @param shown of which rows it is told what happened day by day; all unless given
 * @throws NotThere where there is no such thing, or none that whoever asks may see
 * @throws Withheld where that is what others spent, in a way that is not shown
 */
export const reportSpend = (
  asking: Asking,
  about: Subject,
  range: DayRange,
  groups: readonly SpendGroup[],
  shown: Shown = ALL_SHOWN,
): Promise<SpendReport> =>
  inOneReading(asking, async (inside) => {
    const subject = await byOwnAddress(inside, about);
    const own = isOwnOf(inside, subject);
    if (!own) mustShow(inside, { range, byDay: false });
    const team = await teamIn(inside, subject);
    const read = budgetsRead(inside, range);
    const budgets = await read.of(askedOf(inside, subject, team));
    const budget = budgetOf(inside, subject, budgets.held);
    const filter = filterOf(inside, subject, team);
    const scope = subject.kind === 'own' ? ownScope(inside) : scopeOf(inside);
    const budgetsOf: SpendQuestion['budgetsOf'] = async (group, keys) => {
      // Of a team those of all its members were read, be there a row of them or not.
      const { held } = subject.kind === 'team' ? budgets : await read.of(rowsAsked(group, keys));
      return once((key) => held(group, key));
    };
    const floorsOf = floorsRead(inside, range);
    const question = { range, filter, groups, scope, budgetsOf, floorsOf, budget, shown };
    const facts = await (own ? readFacts : othersFacts)(inside, question);
    if ('key' in subject && facts.isEmpty) await mustBeKnown(inside, subject, budgets.visible);
    const whom = shown.meters ? whomOf(inside, subject) : null;
    const { meters, stops } = await budgetsSeen(inside, whom, { facts, budgets, budget });
    return {
      facts,
      names: await readNames(inside, [...arnsIn(facts), ...arnsOf(meters)]),
      meters,
      stops,
      advice: shown.advice ? await adviceAbout(inside, facts.filter) : null,
      reaches: await reachesIn(inside, facts, shown, meters),
      ownerOf: await ownersIn(inside, facts, shown),
      team,
      budget,
      anyBudget:
        facts.groups.some(({ attention }) => attention.length > 0) ||
        (shown.attention > 0 && facts.wholePeriod && (await read.any())),
      mayChangeBudgets: mayDo(inside, 'change', {
        kind: 'budget',
        scope: { kind: 'userDefault' },
        costCenter: '',
      }),
      seesAll: scope === 'all',
      requests: FIRST_PAGES.includes(subject.kind) ? await waitingFor(inside) : NONE_WAITING,
      spelling: facts.isEmpty ? await otherSpelling(inside, subject) : null,
      ownInAll: await ownInAll(inside, subject, facts),
    };
  });

/** How far its budgets are used, and what they stop. */
async function budgetsSeen(
  asking: Asking,
  whom: Whom | null,
  about: Parameters<typeof metersOf>[2],
): Promise<Pick<SpendReport, 'meters' | 'stops'>> {
  if (whom === null) return { meters: [], stops: NO_STOPS };
  const meters = await metersOf(asking, whom, about);
  return { meters, stops: await stopsSeen(asking, whom, about.facts.running ? meters : []) };
}

/** @throws NotThere */
async function teamIn(asking: Asking, subject: Subject): Promise<Team | null> {
  if (subject.kind !== 'team') return null;
  const team = await teamOf(asking, subject.manager);
  if (team === null) throw new NotThere('team');
  return team;
}

/** Whose budgets a report needs beside those of its rows; of a team the rows are its members. */
function askedOf({ viewer }: Asking, subject: Subject, team: Team | null): BudgetsAsked {
  switch (subject.kind) {
    case 'own':
      return { users: [viewer.email] };
    case 'user':
      return { users: [subject.key] };
    case 'costCenter':
      return { users: [], costCenters: [subject.key] };
    case 'team':
      return { users: team?.members ?? [], teams: [subject.manager] };
    case 'all':
      return { users: [], organisation: true };
    case 'model':
      return { users: [] };
  }
}

const rowsAsked = (group: 'user' | 'costCenter', keys: readonly string[]): BudgetsAsked =>
  group === 'user' ? { users: keys } : { users: [], costCenters: keys };

/** Budgets of a range in the eyes of whoever asks, read of whom they are asked for. */
function budgetsRead(asking: Asking, range: DayRange) {
  const limit = limitsIn(range);
  const says = ({ anyUnknown, visible }: Budgets) => anyUnknown || visible.some((one) => limit(one) !== null);
  const found: Budgets[] = [];
  return {
    of: async (asked: BudgetsAsked): Promise<Budgets> => {
      const budgets = await budgetsFor(asking, range, undefined, asked);
      found.push(budgets);
      return budgets;
    },
    /** Whether any of all there are says something of the range: mostly one of those that were read does. */
    any: async (): Promise<boolean> => found.some(says) || says(await budgetsFor(asking, range)),
  };
}

/** How little people or cost centers may be held to in these days; nothing where they are no period of budgets. */
const floorsRead =
  ({ store, settings, now }: Asking, range: DayRange): SpendQuestion['floorsOf'] =>
  async (kind, keys) => {
    const period = periodNamed(range, settings.budgets.calendar);
    if (period === null) return () => null;
    const day = lastDayOf(range, dayOf(now));
    const floor = floorOf(await store.budgets.floors({ kind, period, day, keys }));
    return (key) => floor({ kind, key });
  };

/** What others spent, as far as it is shown; whose figures it tells is noted. */
async function othersFacts(asking: Asking, question: SpendQuestion): Promise<SpendFacts> {
  const { shown } = question;
  const facts = showsDays(asking)
    ? await readFacts(asking, question)
    : withoutDays(await readFacts(asking, { ...question, shown: shownWithoutDays(shown) }));
  asking.noteLook?.(peopleIn(facts, shown));
  return facts;
}

/** Whose figures an answer tells: of a person, and of people in its rows. */
function peopleIn(facts: SpendFacts, { whole = false, attention }: Shown): string[] {
  const one = facts.filter.user?.length === 1 ? facts.filter.user : [];
  const rows = facts.groups.flatMap((group) =>
    group.group !== 'user'
      ? []
      : // A file holds every row, whatever is drawn of it.
        whole
        ? group.answer.rows.map(({ keys }) => keys[0] ?? '')
        : [...group.shown, ...group.attention.slice(0, attention).map(({ key }) => key)],
  );
  return [...one, ...rows];
}

function budgetOf({ viewer }: Asking, subject: Subject, held: HeldBudget): Budget | null {
  if (subject.kind === 'own') return held('user', viewer.email);
  if (subject.kind === 'all') return held('organisation', '');
  return subject.kind === 'user' || subject.kind === 'costCenter' ? held(subject.kind, subject.key) : null;
}

/** Their own rows alone, whatever else they may see. */
const ownScope = (asking: Asking) => ({ users: [ownRows(asking).email], costCenters: [] });

const arnsIn = ({ groups }: SpendFacts): string[] =>
  groups.flatMap(({ group, answer }) =>
    group === 'profile' ? answer.rows.map(({ keys }) => keys[0] ?? '').filter((arn) => arn !== '') : [],
  );

const arnsOf = (meters: readonly BudgetSeen[]): string[] =>
  meters.flatMap(({ drivers }) => drivers.profile?.key ?? []);

/** A team's report with those of its members whom whoever asks may see, largest first; the others have no row. */
export const reportTeam = (
  asking: Asking,
  manager: string,
  range: DayRange,
): Promise<SpendReport & { members: string[] }> =>
  inOneReading(asking, async (inside) => {
    const report = await reportSpend(inside, { kind: 'team', manager }, range, ['user']);
    const costCenterOf = await costCentersOf(inside);
    const spent = report.facts.groups[0]?.answer.rows.map(({ keys }) => keys[0] ?? '') ?? [];
    const rest = report.team?.members.filter((email) => !spent.includes(email)) ?? [];
    const members = [...spent, ...rest].filter((email) =>
      mayDo(inside, 'see', { kind: 'person', email, costCenter: costCenterOf(email) }),
    );
    inside.noteLook?.(members);
    return { ...report, members };
  });
