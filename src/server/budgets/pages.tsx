import { type Context, Hono } from 'hono';
import { setBudget } from '../../app/budgets/change.ts';
import { budgetForm } from '../../app/budgets/form.ts';
import { historyToChange } from '../../app/budgets/history.ts';
import { type Listed, type ListedAs, listBudgets, stateOf } from '../../app/budgets/list.ts';
import { BUDGET_PERIODS } from '../../core/budgetPeriods.ts';
import { BUDGET_SCOPES, scopeKeyOf } from '../../core/budgets.ts';
import { Invalid } from '../../core/errors.ts';
import { href } from '../../core/href.ts';
import { formatFixed } from '../../core/money.ts';
import { narrowingText } from '../../core/narrowing.ts';
import { dayOf, PeriodError, parseDay } from '../../core/periods.ts';
import { thresholdText } from '../../core/thresholds.ts';
import type { Day } from '../../core/types.ts';
import { isDayLate } from '../../core/vending/shared.ts';
import { fullDay } from '../../ui/format.ts';
import type { Frame } from '../../ui/layout.tsx';
import { type Faults, PlainPage } from '../../ui/plain.tsx';
import type { TableData } from '../../ui/table.tsx';
import type { ServerDeps } from '../deps.ts';
import { askingOf, inOnePage } from '../http/asking.ts';
import { faultWords, messageOf, type Typed, typed } from '../http/forms.ts';
import { frameOf } from '../http/frame.ts';
import { partOf } from '../tables/arrange.ts';
import { cards } from '../tables/cards.tsx';
import { awsBudgetRoutes } from './awsPage.tsx';
import { deedRoutes } from './deeds.tsx';
import { BudgetForm } from './form.tsx';
import { heldIn, isBeside, isIn, mayBeIn, stateIn, statesOf } from './listStates.ts';
import { budgetsTable } from './listTable.tsx';
import { onePage } from './one.tsx';
import { overRoutes } from './overPage.tsx';

/** Budgets: what there is, where it stands, and the form. After a change 303; a bad form is 422 with what was typed. */

export function budgetRoutes(deps: ServerDeps): Hono {
  const app = new Hono();
  // Before budgets by their ids.
  app.route('/', overRoutes(deps));
  app.route('/', awsBudgetRoutes(deps));
  app.get('/budgets', async (c) => {
    const { key, amount, scope } = c.req.query();
    // A link of before the form had a page of its own.
    if (key !== undefined || amount !== undefined)
      return c.redirect(href`/budgets/new?${{ scope, key, amount }}`, 303);
    return inOnePage(c, deps, () => budgetsPage(c, deps));
  });
  app.get('/budgets/new', async (c) => {
    const { scope = '', key = '', amount = '', period = '', narrow = '', id = '' } = c.req.query();
    const values = id === '' ? { scope, key, amount, period, narrow } : await filledIn(c, deps, id);
    return formPage(c, deps, values, {});
  });
  app.post('/budgets', async (c) => {
    const values = await typed(c);
    try {
      const { changed, budget, before } = await setBudget(askingOf(c, deps), values);
      const done = changed ? { done: 'changed', undo: String(before) } : { done: 'unchanged' };
      return c.redirect(href`/budgets/${budget.id}?${done}`, 303);
    } catch (error) {
      if (!(error instanceof Invalid)) throw error;
      return formPage(c, deps, values, faultWords(error, frameOf(c, deps)));
    }
  });
  app.get('/budgets/:id', (c) => inOnePage(c, deps, () => onePage(c, deps, c.req.param('id'))));
  return app.route('/', deedRoutes(deps));
}

/** The form as a budget holds today, or did last. */
async function filledIn(c: Context, deps: ServerDeps, id: string): Promise<Typed> {
  const { record, changes } = await historyToChange(askingOf(c, deps), id);
  const last = changes.find(({ change, isPlanned }) => change.kind === 'set' && !isPlanned) ?? changes[0];
  const terms = last?.change.kind === 'set' ? last.change.terms : null;
  return {
    scope: record.scope.kind,
    key: scopeKeyOf(record.scope),
    period: record.period,
    narrow: narrowingText(record.narrowing),
    amount: terms === null ? '' : formatFixed(terms.amount, 2),
    thresholds: terms?.thresholds?.map(thresholdText).join(', ') ?? '',
    carryOver: terms?.carryOver ? 'yes' : '',
    hard: terms?.hard ? 'yes' : '',
  };
}

async function formPage(c: Context, deps: ServerDeps, values: Typed, faults: Faults) {
  const frame = frameOf(c, deps);
  const asking = askingOf(c, deps);
  const { owners } = await budgetForm(asking);
  const bad = Object.keys(faults).length > 0;
  const { form } = frame.m.budgetPages;
  return c.html(
    <PlainPage
      frame={frame}
      title={form.title}
      intro={form.intro}
      message={bad ? { text: frame.m.invalid.intro, bad: true } : undefined}
    >
      {isDayLate(deps.settings) && <p class="note">{frame.m.bypass.shared.lateOf}</p>}
      <BudgetForm
        frame={frame}
        values={values}
        faults={faults}
        owners={owners}
        today={dayOf(asking.now)}
        calendar={deps.settings.budgets.calendar}
        thresholds={deps.settings.thresholds}
      />
    </PlainPage>,
    bad ? 422 : 200,
  );
}

/** How the list is narrowed, by the address. */
interface ListAsked {
  for: string;
  per: string;
  state: ReturnType<typeof stateIn>;
  on: Day | null;
  /** What was asked for is no day. */
  noDay: boolean;
}

function askedIn(c: Context, today: Day): ListAsked {
  const { for: whom = '', per = '', state = '', on = '' } = c.req.query();
  const day = on === '' ? null : dayIn(on);
  return {
    for: (BUDGET_SCOPES as readonly string[]).includes(whom) ? whom : '',
    per: (BUDGET_PERIODS as readonly string[]).includes(per) ? per : '',
    state: stateIn(state),
    on: day === today ? null : day,
    noDay: day === null && on !== '',
  };
}

function dayIn(typed: string): Day | null {
  try {
    return parseDay(typed);
  } catch (error) {
    if (error instanceof PeriodError) return null;
    throw error;
  }
}

/** Which budget holds, and what it counts, in words. */
const RULES = ['person', 'costCenter', 'slot', 'team', 'family', 'tag', 'days', 'carriedOver'] as const;

async function budgetsPage(c: Context, deps: ServerDeps) {
  const frame = frameOf(c, deps);
  const { m } = frame;
  const asking = askingOf(c, deps);
  const today = dayOf(asking.now);
  const asked = askedIn(c, today);
  const isState = asked.state !== '';
  // Which are over is known once it is known where all of them stand.
  const byStanding = isState && !isBeside(asked.state);
  const part = byStanding ? null : partOf(c, '', undefined, true);
  const also: ListedAs[] = asked.on !== null ? ['unknown'] : ['planned'];
  if (asked.state === 'ended') also.push('ended');
  const list = await listBudgets(
    asking,
    (all) => {
      const { offset, limit } = part?.(all.length) ?? { offset: 0, limit: all.length };
      return all.slice(offset, offset + limit);
    },
    { on: asked.on ?? undefined, also, only: (budget) => isAsked(budget, asked) },
  );
  const shown = byStanding ? list.budgets.filter((one) => isIn(one, asked.state)) : list.budgets;
  const rows: TableData = {
    ...budgetsTable({ ...list, budgets: shown }, today, frame),
    states: statesOf(list, frame, deps.settings.enforcement.mode !== 'off', isState),
  };
  const table = part === null ? rows : { ...rows, total: list.total };
  const isNarrowed = isState || asked.for !== '' || asked.per !== '' || asked.on !== null;
  const empty = isNarrowed ? m.budgetPages.list.none : m.budgets.empty;
  const file = { what: 'budgets', asOf: asked.on ?? today };
  const result = await cards(c, frame, file, [{ id: '', title: m.nav.budgets, table, empty }]);
  if (result.response) return result.response;
  const words = m.budgetPages.list;
  return c.html(
    <PlainPage frame={frame} title={m.nav.budgets} intro={words.intro} message={messageIn(c, asked, frame)}>
      {isDayLate(deps.settings) && <p class="note">{m.bypass.shared.lateOf}</p>}
      {!isNarrowed && <Lead list={list} frame={frame} />}
      <p class="actions">
        {list.mayChange && (
          <>
            <a class="button primary" href={href`/budgets/new`}>
              {words.new}
            </a>
            <a href={href`/budgets/many`}>{m.budgetsMany.open}</a>
            <a href={href`/budgets/suggest`}>{m.budgetsSuggest.title}</a>
          </>
        )}
        <a href={href`/budgets/over`}>{m.budgetsSeeing.over.link}</a>
        <a href={href`/stops`}>{m.stops.title}</a>
        {list.maySeeMirror && <a href={href`/budgets/aws`}>{m.mirror.title}</a>}
      </p>
      <Narrowed asked={asked} frame={frame} />
      {asked.on !== null && (
        <p class="note">
          {words.asOf(fullDay(asked.on, frame.locale))} <a href={href`/budgets`}>{words.today}</a>
        </p>
      )}
      <div class="grid">{result.shown}</div>
      <details class="note">
        <summary>{m.budgets.rule.title}</summary>
        {RULES.map((rule) => (
          <p>{m.budgets.rule[rule]}</p>
        ))}
      </details>
    </PlainPage>,
  );
}

type List = Awaited<ReturnType<typeof listBudgets>>;

/** How many are over and will run over, where all of them were read. */
function Lead({ list: { budgets, total }, frame: { m } }: { list: List; frame: Frame }) {
  const held = heldIn(budgets);
  if (held.length === 0 || budgets.length < total) return null;
  const count = (state: 'over' | 'watch') => held.filter((one) => stateOf(one) === state).length;
  return <p class="headline">{m.budgetPages.list.lead(held.length, count('over'), count('watch'))}</p>;
}

const isAsked = (one: Listed, asked: ListAsked): boolean =>
  mayBeIn(one, asked.state) &&
  (asked.for === '' || one.scope.kind === asked.for) &&
  (asked.per === '' || one.period === asked.per);

function messageIn(c: Context, { noDay }: ListAsked, { m }: Frame) {
  const { removed, gone } = m.budgets;
  return messageOf(noDay ? m.invalid.dayWritten : null, c.req.query('done'), { removed, gone });
}

function Narrowed({ asked, frame }: { asked: ListAsked; frame: Frame }) {
  const { m } = frame;
  const words = m.budgetPages.list;
  return (
    <form class="inline" method="get" action={href`/budgets`}>
      <Pick name="for" label={words.for} chosen={asked.for} any={words.any}>
        {BUDGET_SCOPES.map((kind) => [kind, m.budgets.scopes[kind]])}
      </Pick>
      <Pick name="per" label={words.period} chosen={asked.per} any={words.any}>
        {BUDGET_PERIODS.map((one) => [one, m.budgetPages.periods[one]])}
      </Pick>
      {asked.state !== '' && <input type="hidden" name="state" value={asked.state} />}
      <label>
        {words.on}
        <input type="date" name="on" value={asked.on ?? ''} />
      </label>
      <button type="submit">{words.show}</button>
    </form>
  );
}

const Pick = ({
  name,
  label,
  chosen,
  any,
  children,
}: {
  name: string;
  label: string;
  chosen: string;
  any: string;
  children: readonly (readonly [string, string])[];
}) => (
  <label>
    {label}
    <select name={name}>
      <option value="">{any}</option>
      {children.map(([value, text]) => (
        <option value={value} selected={value === chosen}>
          {text}
        </option>
      ))}
    </select>
  </label>
);
