import { operator } from '../../core/access.ts';
import { countedDays } from '../../core/budgetChanges.ts';
import type { Budget, Whom } from '../../core/budgets.ts';
import type { Known } from '../../core/known.ts';
import { pricedPart } from '../../core/known.ts';
import { addDays, monthOf, monthRange } from '../../core/periods.ts';
import type { BriefSum } from '../../core/questions.ts';
import type { ReportAttention, ReportBudget, ReportFacts, ReportRow } from '../../core/reports.ts';
import type { Reported } from '../../core/reportTimes.ts';
import { ownersIn } from '../../core/roles.ts';
import type { Standing } from '../../core/standing.ts';
import type { Day, DayRange } from '../../core/types.ts';
import { type Asking, NotThere } from '../asking.ts';
import type { BudgetSeen } from '../budgets/seen.ts';
import { roleSettingsOf } from '../people/roleSettings.ts';
import { Withheld } from '../privacy/shown.ts';
import type { Shown, SpendFacts } from '../spend/known.ts';
import { reportSpend, type SpendReport } from '../spend/report.ts';
import type { Subject } from '../spend/subject.ts';

/** What regular reports are about, and what each says: of the same figures as the pages that it leads to. */

type Reading = Pick<Asking, 'store' | 'settings' | 'now'>;

/** All that there are reports of: the organisation, cost centers that somebody owns, teams. */
export async function reportSubjects(reading: Reading): Promise<Whom[]> {
  const { store } = reading;
  const people = await store.people.list();
  const settings = await roleSettingsOf(reading);
  const owners = ownersIn({ people, grants: await store.people.grants(), settings });
  const managers = new Set(people.flatMap(({ manager }) => manager ?? []));
  return [
    { kind: 'organisation', key: '' },
    ...[...owners.keys()].sort().map((key): Whom => ({ kind: 'costCenter', key })),
    ...[...managers].sort().map((key): Whom => ({ kind: 'team', key })),
  ];
}

/** Who is over, of those that a report knows by rows. */
const MOST_ATTENTION = 500;

/** What is read of rows: all amounts, and nobody's days. */
const rowsOf = (group: 'user' | 'costCenter', attention: number): Shown => ({
  compared: (one) => one === group,
  standing: () => attention > 0,
  keys: () => [],
  attention,
  meters: attention > 0,
});

/** Days of the picture of a daily report. */
const PICTURED_DAYS = 7;

/**
 * What a report says; null where there is nothing to report: nothing is known of it, or what it would say is kept back from everybody
 * (`privacy.othersSee`).
 */
export async function reportFacts(
  reading: Reading,
  whom: Whom,
  { rhythm, range }: { rhythm: Reported; range: DayRange },
): Promise<ReportFacts | null> {
  const asking = eyesOf(reading);
  const subject = subjectOf(whom);
  const rows = whom.kind === 'organisation' ? 'costCenter' : 'user';
  const month = monthRange(monthOf(addDays(range.endExclusive, -1)));
  try {
    const ofMonth = await reportSpend(
      asking,
      subject,
      month,
      rows === 'user' ? ['user', 'model'] : ['costCenter', 'user', 'model'],
      rowsOf(rows, MOST_ATTENTION),
    );
    const own =
      rhythm === 'monthly'
        ? ofMonth
        : await reportSpend(asking, subject, range, [rows, 'model'], rowsOf(rows, 0));
    if (own.facts.isEmpty && own.facts.earlier === null) return null;
    return await factsOf(asking, { whom, rhythm, own, ofMonth, rows });
  } catch (error) {
    if (error instanceof NotThere || error instanceof Withheld) return null;
    throw error;
  }
}

/**
 * With the eyes of somebody who may see everything, as far as the company lets people see others at all: what nobody is shown on
 * pages, no report tells.
 */
const eyesOf = (reading: Reading): Asking => ({
  ...reading,
  viewer: { ...operator('job:reports'), email: 'job:reports' },
  actor: { id: 'job:reports', via: 'job' },
  noteAsked: () => {},
});

function subjectOf({ kind, key }: Whom): Subject {
  if (kind === 'organisation') return { kind: 'all' };
  return kind === 'team' ? { kind: 'team', manager: key } : { kind, key };
}

interface Read {
  whom: Whom;
  rhythm: Reported;
  own: SpendReport;
  ofMonth: SpendReport;
  rows: 'user' | 'costCenter';
}

async function factsOf(asking: Asking, { whom, rhythm, own, ofMonth, rows }: Read): Promise<ReportFacts> {
  const { facts } = own;
  const people = groupOf(facts, rows);
  const known = [...new Set([...people.answer.rows.map(keyOf), ...(people.earlier?.keys() ?? [])])];
  const attention = attentionIn(ofMonth.facts);
  const namesOf = await peopleNames(asking, [
    ...(rows === 'user' ? known : []),
    ...attention.flatMap((one) => (one.whom.kind === 'user' ? one.whom.key : [])),
  ]);
  const amounts = new Map(people.answer.rows.map((row): [string, Known] => [keyOf(row), row]));
  const { forecast } = ofMonth.facts.standing;
  return {
    ...{ rhythm, whom, name: own.team?.name ?? '' },
    ...{ range: facts.range, past: facts.past, total: facts.total, earlier: facts.earlier },
    billed: pricedPart(facts.billed),
    month: {
      name: monthOf(ofMonth.facts.range.start),
      known: ofMonth.facts.total,
      running: ofMonth.facts.running,
      expected: forecast?.mid ?? null,
    },
    budget: budgetIn(ofMonth),
    days: facts.coarse ? [] : await daysFor(asking, rhythm, facts),
    rows: known.map((key) => ({
      ...{ key, name: namesOf(key) },
      known: amounts.get(key) ?? NOTHING,
      earlier: earlierOf(people.earlier, facts, key),
    })),
    models: groupOf(facts, 'model').answer.rows.map(
      (row): ReportRow => ({ key: keyOf(row), name: own.names.model(keyOf(row)), known: row, earlier: null }),
    ),
    attention: attention.map((one) => ({
      ...one,
      name: one.whom.kind === 'user' ? namesOf(one.whom.key) : '',
    })),
    usageUntil: facts.usageUntil,
    bill: facts.bill,
    people: own.team?.members.length ?? 0,
  };
}

const NOTHING: Known = { amount: 0n as Known['amount'], unpricedTokens: 0n };
const keyOf = ({ keys }: Pick<BriefSum, 'keys'>): string => keys[0] ?? '';

function groupOf({ groups }: SpendFacts, group: string): SpendFacts['groups'][number] {
  const found = groups.find((one) => one.group === group);
  if (found === undefined) throw new RangeError(`a report has no ${group}`);
  return found;
}

/** Whoever spent nothing before spent nothing, where the period before is known. */
const earlierOf = (
  earlier: ReadonlyMap<string, Known> | null,
  { earlier: all }: SpendFacts,
  key: string,
): Known | null => (earlier === null || all === null ? null : (earlier.get(key) ?? NOTHING));

/** Days of the report; of a single one those before it as well. */
async function daysFor(
  asking: Asking,
  rhythm: Reported,
  facts: SpendFacts,
): Promise<{ day: Day; known: Known }[]> {
  if (rhythm !== 'daily') return facts.points.map(({ day, known }) => ({ day, known }));
  const { endExclusive } = facts.range;
  const range = { start: addDays(endExclusive, -PICTURED_DAYS), endExclusive };
  const rows = await asking.store.spend.amounts({
    ...{ range, groupBy: ['day'], basis: 'best', filter: facts.filter, scope: 'all', unowned: 'among' },
  });
  const of = new Map(rows.map((row) => [keyOf(row as BriefSum), row]));
  const held = facts.ledger?.start ?? range.start;
  return Array.from({ length: PICTURED_DAYS }, (_, at) => addDays(range.start, at))
    .filter((day) => day >= held)
    .map((day) => ({ day, known: of.get(day) ?? NOTHING }));
}

/** Over or to be, worst first: cost centers before people. */
const attentionIn = ({ groups }: SpendFacts): Omit<ReportAttention, 'name'>[] =>
  groups.flatMap(({ group, attention }) =>
    attention.map(({ key, state, excess }) => ({
      whom: { kind: group as 'user' | 'costCenter', key },
      ...{ state, excess },
    })),
  );

/** The monthly budget of all of it; else that which is nearest to its limit. */
function budgetIn({ meters }: SpendReport): ReportBudget | null {
  const isPlain = ({ budget }: BudgetSeen) => budget.narrowing === null && budget.period === 'month';
  const found = meters.find(isPlain) ?? meters[0];
  return found === undefined ? null : heldBy(found.budget, found.standing);
}

function heldBy(budget: Budget, { limit, counted, forecastCounted, state }: Standing): ReportBudget | null {
  if (limit === null) return null;
  const { period } = budget;
  return {
    period,
    range: countedDays(budget),
    state,
    limit,
    counted,
    expected: forecastCounted?.mid ?? null,
  };
}

async function peopleNames({ store }: Asking, emails: readonly string[]): Promise<(email: string) => string> {
  const people = emails.length === 0 ? [] : await store.people.some([...new Set(emails)]);
  const names = new Map(people.map(({ email, name }) => [email, name ?? '']));
  return (email) => names.get(email) ?? '';
}
