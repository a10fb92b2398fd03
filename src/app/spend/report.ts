import type { Budget } from '../../core/budgets.ts';
import type { SpendFilter, SpendGroup } from '../../core/questions.ts';
import { limitsIn } from '../../core/standing.ts';
import type { DayRange } from '../../core/types.ts';
import { waitingFor } from '../approvals/list.ts';
import { type Asking, inOneReading, mayDo, NotThere, ownRows, scopeOf } from '../asking.ts';
import { type Names, readNames } from '../names.ts';
import { type Team, teamOf } from '../people/team.ts';
import {
  type BudgetsAsked,
  budgetsFor,
  costCentersOf,
  type HeldBudget,
  isKnown,
  spelling,
  visibleUsers,
} from '../visible.ts';
import { readFacts } from './facts.ts';
import { ALL_SHOWN } from './groups.ts';
import type { Shown, SpendFacts } from './known.ts';

/** Where the organisation, or one thing in it, stands in a period: what pages and API answers of spend show. */

/** Whose spend. `own`: of whoever asks, and nothing but that. */
export type Subject =
  | { kind: 'all' }
  | { kind: 'costCenter' | 'user' | 'model'; key: string }
  | { kind: 'team'; manager: string }
  | { kind: 'own' };

export interface SpendReport {
  facts: SpendFacts;
  names: Names;
  /** Of the team that was asked for. */
  team: Team | null;
  /** The budget of all of it, whether it says something about the period or not. */
  budget: Budget | null;
  /** Whether any budget that whoever asks may see says something about the period. */
  anyBudget: boolean;
  mayChangeBudgets: boolean;
  /** Whoever asks sees all of everything, not only their rows. */
  seesAll: boolean;
  /** How many requests wait for whoever asks, on the pages that are somebody's first. */
  requestsForMe: number;
  /** Of a person under whose address there is nothing: one that is written alike, in profiles or in spend. */
  spelling: string | null;
}

/**
 * @param range days, UTC
 * @param groups dimensions that the spend is shown by
 * @param shown of which rows it is told what happened day by day; all unless given
 * @throws NotThere where there is no such thing, or none that whoever asks may see
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
    const team = subject.kind === 'team' ? await teamOf(inside, subject.manager) : null;
    if (subject.kind === 'team' && team === null) throw new NotThere('team');
    const asked = askedOf(inside, subject);
    const { visible: budgets, held, anyUnknown } = await budgetsFor(inside, range, undefined, asked);
    const budget = budgetOf(inside, subject, held);
    const filter = filterOf(inside, subject, team);
    const scope = subject.kind === 'own' ? ownScope(inside) : scopeOf(inside);
    const limit = limitsIn(range);
    const facts = await readFacts(inside, { range, filter, groups, scope, held, budget, shown });
    if ('key' in subject && facts.isEmpty) await mustBeKnown(inside, subject, budgets);
    return {
      facts,
      names: await readNames(inside, arnsIn(facts)),
      team,
      budget,
      anyBudget: anyUnknown || budgets.some((one) => limit(one) !== null),
      mayChangeBudgets: mayDo(inside, 'change', {
        kind: 'budget',
        scope: { kind: 'userDefault' },
        costCenter: '',
      }),
      seesAll: scope === 'all',
      requestsForMe: FIRST_PAGES.includes(subject.kind) ? await waitingFor(inside) : 0,
      spelling: facts.isEmpty ? await otherSpelling(inside, subject) : null,
    };
  });

/** Whose budgets the report of one person needs; of everything else those of all its rows. */
function askedOf({ viewer }: Asking, subject: Subject): BudgetsAsked | undefined {
  if (subject.kind === 'own') return { users: [viewer.email] };
  return subject.kind === 'user' ? { users: [subject.key] } : undefined;
}

/** Where somebody begins: what waits for them stands there. */
const FIRST_PAGES: readonly Subject['kind'][] = ['all', 'costCenter', 'team', 'own'];

/** A person by their own address, whichever of theirs they are asked for by. */
async function byOwnAddress({ store: { people } }: Asking, subject: Subject): Promise<Subject> {
  if (subject.kind === 'user') return { ...subject, key: await people.ownAddress(subject.key) };
  if (subject.kind === 'team') return { ...subject, manager: await people.ownAddress(subject.manager) };
  return subject;
}

function budgetOf({ viewer }: Asking, subject: Subject, held: HeldBudget): Budget | null {
  if (subject.kind === 'own') return held('user', viewer.email);
  if (subject.kind === 'all') return held('organisation', '');
  return subject.kind === 'user' || subject.kind === 'costCenter' ? held(subject.kind, subject.key) : null;
}

function filterOf({ viewer }: Asking, subject: Subject, team: Team | null): SpendFilter {
  if (subject.kind === 'all') return {};
  if (subject.kind === 'own') return { user: [viewer.email] };
  if (subject.kind === 'team') return { user: team?.members ?? [] };
  return { [subject.kind]: [subject.key] };
}

/** Their own rows alone, whatever else they may see. */
const ownScope = (asking: Asking) => ({ users: [ownRows(asking).email], costCenters: [] });

async function mustBeKnown(
  asking: Asking,
  { kind, key }: Extract<Subject, { key: string }>,
  budgets: readonly Budget[],
): Promise<void> {
  if (!(await isKnown(asking, kind, key, budgets))) throw new NotThere(kind);
}

async function otherSpelling(asking: Asking, subject: Subject): Promise<string | null> {
  const { viewer, store, settings } = asking;
  if (subject.kind === 'user') return spelling(await visibleUsers(asking))(subject.key);
  if (subject.kind !== 'own') return null;
  // All users there are: whoever is spelled otherwise must learn it, and learns nothing but that.
  const users = await store.profiles.users({ scope: 'all', tagKeys: settings.tagKeys });
  return spelling(users)(viewer.email);
}

const arnsIn = ({ groups }: SpendFacts): string[] =>
  groups.flatMap(({ group, answer }) =>
    group === 'profile' ? answer.rows.map(({ keys }) => keys[0] ?? '').filter((arn) => arn !== '') : [],
  );

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
    return { ...report, members };
  });
