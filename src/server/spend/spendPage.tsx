import type { Context } from 'hono';
import type { Viewer } from '../../core/access.ts';
import { crossingDay } from '../../core/forecast.ts';
import { addDays, monthOf } from '../../core/periods.ts';
import type { SpendFilter, SpendGroup } from '../../core/questions.ts';
import type { Budget, Money } from '../../core/types.ts';
import { fullDay, instant, day as showDay, month as showMonth } from '../../ui/format.ts';
import type { Frame } from '../../ui/layout.tsx';
import { findingsTable } from '../bill/findingsTable.ts';
import type { ServerDeps } from '../deps.ts';
import { frameOf, periodOf } from '../http/frame.ts';
import { mayDo, scopeOf, viewerOf } from '../http/visitor.ts';
import { arrange } from '../tables/arrange.ts';
import { dayHref, type LinkFilter, linesHref, type Names, PATH, periodQuery } from '../tables/cells.ts';
import { csv, csvTable, wantsCsv } from '../tables/csv.ts';
import { budgetIn, readSpend, type SpendFacts } from './facts.ts';
import { attentionOf, groupTable, shownAmounts } from './groupTable.tsx';
import { stacksOf } from './stacks.ts';
import { SpendPage } from './view.tsx';

/** The page of one subject's spend: what was read, put into the words and tables of the page, or one table as CSV. */

/** Whose spend a page is of, and what stands on it. */
export interface Subject {
  title: string;
  subtitle?: string;
  filter: SpendFilter;
  groups: readonly SpendGroup[];
  budget: Budget | null;
  /** Rows of a table before it is paged. */
  size: number;
  attention: boolean;
  /** The filter as addresses write it, where that is another. */
  linked?: LinkFilter;
  /** Whoever looks is whom it is about. */
  own?: boolean;
}
const MOST_ATTENTION = 8;
/** Rows of the tables after the first; their titles lead to all. */
const SECOND = 10;

export async function spendPage(
  c: Context,
  deps: ServerDeps,
  subject: Subject,
  names: Names,
  budgets: readonly Budget[],
): Promise<Response> {
  const frame = frameOf(c, deps);
  const { m } = frame;
  const period = periodOf(c, deps.clock.now());
  const scope = scopeOf(c);
  const linked = subject.linked ?? subject.filter;
  const aboutPeople = subject.filter.user !== undefined;
  const facts = await readSpend(deps, period, subject.filter, subject.groups, scope);
  const tables = facts.groups.map((one, i) => {
    const data = groupTable(facts, one, frame, names, budgets, {
      reasons: i === 0,
      budgets: budgetsSay(one.group, subject.filter),
      linked,
    });
    const id = i === 0 ? '' : one.group;
    const path = PATH[one.group];
    return {
      title: m.by[one.group],
      ...arrange(c, id, data, { whole: wantsCsv(c), size: i === 0 ? subject.size : SECOND }),
      width: one.daily ? ('' as const) : ('half' as const),
      href:
        path && subject.groups.length > 1 && Object.keys(subject.filter).length === 0 && one.group !== 'day'
          ? path.slice(0, -1) + periodQuery(frame)
          : null,
    };
  });
  if (wantsCsv(c)) {
    const asked = tables.find((table) => table.view.id === csvTable(c)) ?? tables[0];
    if (asked) return csv(c, `${subject.title}-${asked.title}`, asked.data);
  }
  const attention = subject.attention ? attentionOf(facts, budgets, frame, names) : [];
  const budget = budgetIn(facts, subject.budget)?.amount ?? null;
  return c.html(
    <SpendPage
      frame={frame}
      title={subject.title}
      subtitle={subject.subtitle ?? (scope === 'all' || aboutPeople ? null : scopeWords(viewerOf(c), frame))}
      own={subject.own ?? false}
      period={period}
      periodName={periodName(facts, frame)}
      whole={Object.keys(subject.filter).length === 0}
      total={facts.total}
      before={facts.earlier}
      beforeName={facts.running ? m.sameDays : m.lastPeriod}
      dataBegin={facts.ledger === null ? '' : m.dataBegin(showDay(facts.ledger.start, frame.locale))}
      spentParts={partsOf(facts, frame)}
      unallocated={facts.unallocated}
      budget={budget}
      noBudget={facts.running ? m.budgets.set : m.budgetState.none}
      crosses={crossingOf(facts, budget)}
      forecast={facts.forecast}
      freshness={freshnessLine(facts, frame)}
      stale={facts.stale.map((one) =>
        m.freshness.stale(
          `${m.freshness.sources[one.source]} ${one.slice}`,
          one.since === null ? m.freshness.never : instant(one.since, frame.locale),
        ),
      )}
      links={linksOf(facts, subject, {
        whole: scope === 'all',
        changes: mayDo(c, 'change', { kind: 'budget', scope: { kind: 'userDefault' }, costCenter: '' }),
      })}
      nothing={nothingIn(facts, frame)}
      collected={facts.ledger !== null}
      today={facts.today}
      points={facts.points}
      days={facts.days}
      stacks={stacksOf(facts, names, frame)}
      tables={tables}
      attention={
        subject.attention && facts.wholeMonth
          ? {
              items: attention.slice(0, MOST_ATTENTION),
              over: attention.filter(({ state }) => state === 'over').length,
              watch: attention.filter(({ state }) => state === 'watch').length,
              none: budgets.some((one) => one.deletedAt === null && budgetIn(facts, one) !== null)
                ? m.attention.none
                : m.attention.noBudget,
              more: Math.max(0, attention.length - MOST_ATTENTION),
              moreHref:
                (subject.filter.costCenter ? frame.path : '/users') +
                (periodQuery(frame) === '' ? '?sort=state' : `${periodQuery(frame)}&sort=state`),
            }
          : null
      }
      findings={
        scope === 'all' && Object.keys(subject.filter).length === 0 && subject.attention
          ? {
              data: findingsTable(facts.findings, frame, { short: true }),
              href: `/reconciliation${periodQuery(frame)}`,
            }
          : null
      }
    />,
  );
}

/** Whether the rows of a page are all that each spent: a cost center's budget says nothing about one team's part of it. */
const budgetsSay = (group: SpendGroup, { user, model }: SpendFilter): boolean =>
  model === undefined && (group === 'user' ? user?.length !== 1 : user === undefined);

/** Where the figures on top lead: to what they consist of. */
function linksOf(
  { range, past, wholeMonth }: SpendFacts,
  { budget, filter, linked = filter }: Subject,
  may: { whole: boolean; changes: boolean },
) {
  const { user, costCenter } = filter;
  const one = (user?.length ?? costCenter?.length) === 1;
  const [kind, key] = user ? ['user', user[0] ?? ''] : ['costCenter', costCenter?.[0] ?? ''];
  const form = budget?.scope.kind === 'userDefault' ? 'user' : kind;
  return {
    spent: linesHref(range, linked),
    before: `?${new URLSearchParams({ start: past.start, endExclusive: past.endExclusive })}`,
    unallocated: linesHref(range, { ...linked, reason: [] }),
    budget: may.changes && wholeMonth && one ? `/budgets?${new URLSearchParams({ scope: form, key })}` : null,
    day: dayHref(linked, may.whole),
  };
}

/** Whose spend somebody sees who does not see all. */
function scopeWords({ reports, ownedCostCenters }: Viewer, { m }: Frame): string {
  return reports.size + ownedCostCenters.size === 0
    ? m.scope.own
    : m.scope.more(reports.size, [...ownedCostCenters].join(', '));
}

function crossingOf(facts: SpendFacts, budget: Money | null): { day: string; past: boolean } | null {
  if (budget === null) return null;
  const daily = [...facts.byDay].map(([day, row]) => ({ day, amount: row.amount }));
  const day = crossingDay(daily, monthOf(facts.range.start), facts.forecast, budget);
  return day === null ? null : { day, past: facts.total >= budget };
}

function periodName({ range, wholeMonth }: SpendFacts, { locale }: Frame): string {
  if (!wholeMonth)
    return `${showDay(range.start, locale)} – ${showDay(addDays(range.endExclusive, -1), locale)}`;
  return showMonth(monthOf(range.start), locale);
}

/** How much of the spend is billed, how much estimated: rounded together, so that both make it. */
function partsOf({ billed, total }: SpendFacts, { m }: Frame): string {
  const estimated = (total - billed) as Money;
  const [first = '', second = ''] = shownAmounts([billed, estimated]);
  return m.spentParts(billed === 0n && total !== 0n ? null : first, estimated === 0n ? null : second);
}

/** What stands in place of figures that nobody has: nothing was collected yet, or nothing of this period. */
function nothingIn({ ledger, range, filter, byDay }: SpendFacts, { m, locale }: Frame): string | null {
  if (ledger === null) return m.nothingYet;
  const whole = Object.keys(filter).length === 0;
  if (byDay.size > 0 || !(whole || range.endExclusive <= ledger.start)) return null;
  return m.nothingHeld(fullDay(ledger.start, locale), fullDay(addDays(ledger.endExclusive, -1), locale));
}

function freshnessLine({ usageUntil, billedThrough }: SpendFacts, { m, locale }: Frame): string {
  return m.freshness.line(
    usageUntil === null ? null : instant(usageUntil, locale),
    billedThrough === null ? null : showDay(billedThrough, locale),
  );
}
