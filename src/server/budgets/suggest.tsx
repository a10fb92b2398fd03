import type { Context } from 'hono';
import { keepPlan } from '../../app/budgets/plan.ts';
import {
  rowsOfSuggested,
  type SuggestAsked,
  type Suggested,
  type Suggestions,
  suggestBudgets,
} from '../../app/budgets/suggest.ts';
import { MOST_ROWS } from '../../core/budgetPlan.ts';
import { scopeName } from '../../core/budgets.ts';
import { Invalid } from '../../core/errors.ts';
import { href, scopeHref } from '../../core/href.ts';
import { SUGGESTED_BY, SUGGESTED_KINDS, USUAL_MONTHS } from '../../core/suggestions.ts';
import { month, whole } from '../../ui/format.ts';
import type { Frame } from '../../ui/layout.tsx';
import { type Message, PlainPage } from '../../ui/plain.tsx';
import { type Cell, lazyRow, type TableData } from '../../ui/table.tsx';
import type { ServerDeps } from '../deps.ts';
import { askingOf } from '../http/asking.ts';
import { type Typed, typed } from '../http/forms.ts';
import { frameOf } from '../http/frame.ts';
import { arrange } from '../tables/arrange.ts';
import { cards } from '../tables/cards.tsx';
import { moneyCell } from '../tables/cells.ts';
import { NO_AMOUNT } from '../tables/standingCells.tsx';

/** Suggested amounts: each with what it comes from and with today's budget; taken by row or all that are shown, as a plan. */

/** The form that the boxes in the table belong to. */
const FORM = 'accept';
const FIELD = 'accept.';

function askedIn(c: Context): SuggestAsked {
  const { kind, months, who } = c.req.query();
  return {
    kind: SUGGESTED_KINDS.find((one) => one === kind) ?? 'user',
    months: SUGGESTED_BY.find((one) => String(one) === months) ?? USUAL_MONTHS,
    without: who !== 'all',
  };
}

export async function suggestPage(c: Context, deps: ServerDeps, message?: Message): Promise<Response> {
  const frame = frameOf(c, deps);
  const { budgetsSuggest: m, budgetsMany } = frame.m;
  const asked = askedIn(c);
  const found = await suggestBudgets(askingOf(c, deps), asked);
  const table = suggestTable(found, asked, frame);
  const result = await cards(c, frame, `budgets-suggested-${asked.kind}`, [
    { id: '', title: m.kinds[asked.kind], table, empty: m.empty },
  ]);
  if (result.response) return result.response;
  const { view } = arrange(c, '', table);
  return c.html(
    <PlainPage
      frame={frame}
      title={m.title}
      intro={
        found.months.length === 0
          ? m.noMonth
          : m.intro(found.months.map((one) => month(one, frame.locale)).join(frame.m.comma))
      }
      message={message}
    >
      <p class="actions">
        <a href={href`/budgets`}>{budgetsMany.toBudgets}</a>
        <a href={href`/budgets/many`}>{budgetsMany.title}</a>
      </p>
      <Choices asked={asked} frame={frame} />
      {view.total > 0 && (
        <form class="inline" id={FORM} method="post" action={href`/budgets/suggest?${searchOf(c)}`}>
          <button class="primary" type="submit">
            {m.acceptChosen}
          </button>
          <button type="submit" name="all" value="yes">
            {m.acceptAll(whole(view.total))}
          </button>
          <span class="note">{m.acceptNote}</span>
        </form>
      )}
      <div class="grid">{result.shown}</div>
      <details class="note">
        <summary>{m.how}</summary>
        {m.rules.map((rule) => (
          <p>{rule}</p>
        ))}
      </details>
    </PlainPage>,
    message?.bad === true ? 422 : 200,
  );
}

/** What the page was asked for goes along: what is shown is what is taken. */
const searchOf = (c: Context): Record<string, string> => {
  const { format: _, ...query } = c.req.query();
  return query;
};

/** Takes what was chosen, or all that is shown, as a plan that is read before it is applied. */
export async function acceptSuggested(c: Context, deps: ServerDeps): Promise<Response> {
  const frame = frameOf(c, deps);
  const { budgetsSuggest: m, budgetsMany } = frame.m;
  const values = await typed(c);
  const asked = askedIn(c);
  const found = await suggestBudgets(askingOf(c, deps), asked);
  const chosen = chosenOf(c, found, asked, values, frame);
  const bad = (text: string) => suggestPage(c, deps, { text, bad: true });
  if (chosen.length === 0) return bad(m.noneChosen);
  if (chosen.length > MOST_ROWS) return bad(m.tooMany);
  const rows = { rows: rowsOfSuggested(asked.kind, chosen) };
  const kept = await keepPlan(askingOf(c, deps), rows, { source: 'suggested', title: '' });
  if (kept.refused.length > 0) throw new Invalid(kept.refused);
  if (kept.id === null) return suggestPage(c, deps, { text: budgetsMany.nothing, bad: false });
  return c.redirect(href`/budgets/many/${kept.id}`, 303);
}

function chosenOf(
  c: Context,
  found: Suggestions,
  asked: SuggestAsked,
  values: Typed,
  frame: Frame,
): readonly Suggested[] {
  const shown =
    values.all === 'yes'
      ? new Set(
          arrange(c, '', suggestTable(found, asked, frame), { whole: true }).data.rows.map(({ key }) => key),
        )
      : null;
  return found.rows.filter(({ key }) =>
    shown === null ? values[`${FIELD}${key}`] === 'yes' : shown.has(key),
  );
}

function Choices({ asked, frame }: { asked: SuggestAsked; frame: Frame }) {
  const { budgetsSuggest: m } = frame.m;
  const option = (value: string, text: string, is: boolean) => (
    <option value={value} selected={is}>
      {text}
    </option>
  );
  return (
    <form class="inline" method="get" action={href`/budgets/suggest`}>
      <label>
        {m.kindLabel}
        <select name="kind">
          {SUGGESTED_KINDS.map((one) => option(one, m.kinds[one], one === asked.kind))}
        </select>
      </label>
      <label>
        {m.whoLabel}
        <select name="who">
          {option('without', m.who.without, asked.without)}
          {option('all', m.who.all, !asked.without)}
        </select>
      </label>
      <label>
        {m.monthsLabel}
        <select name="months">
          {SUGGESTED_BY.map((one) => option(String(one), m.months(one), one === asked.months))}
        </select>
      </label>
      <button type="submit">{m.show}</button>
    </form>
  );
}

function suggestTable({ rows, months }: Suggestions, asked: SuggestAsked, frame: Frame): TableData {
  const { budgetsSuggest: m, usd: caption } = frame.m;
  return {
    caption,
    columns: [
      { name: m.name, key: 'key' },
      { name: m.accept, key: 'accept', drawn: true, card: 'act' },
      { name: m.suggested, key: 'amount_usd', csv: 'suggested_usd', number: true },
      { name: m.held, key: 'held_usd', number: true },
      { name: m.median, key: 'median_usd', number: true },
      { name: m.p90, key: 'p90_usd', number: true },
      { name: m.withSpend, key: 'months_with_spend', number: true },
      { name: m.heldBy, key: 'held_by', file: true },
      { name: m.unpriced, key: 'lower_bound', file: true },
      { name: frame.m.budgetsMany.scope, key: 'scope', file: true },
    ],
    rows: rows.map((row) => lazyRow(row.key, () => cellsOf(row, months.length, asked, frame))),
  };
}

function cellsOf(
  row: Suggested,
  months: number,
  { kind }: SuggestAsked,
  { m: { budgetsSuggest: m, colon } }: Frame,
): Cell[] {
  const { key, median, p90, amount, monthsWithSpend, held, lowerBound } = row;
  return [
    { text: key, person: key, href: scopeHref(kind, key) },
    {
      text: '',
      show: (
        <input
          type="checkbox"
          form={FORM}
          name={`${FIELD}${key}`}
          value="yes"
          aria-label={`${m.accept}${colon}${key}`}
        />
      ),
    },
    { ...moneyCell(amount), ...(lowerBound ? { beside: [{ text: m.unpriced }] } : {}) },
    held === null ? NO_AMOUNT : moneyCell(held.amount),
    moneyCell(median),
    moneyCell(p90),
    { text: m.ofMonths(monthsWithSpend, months), raw: String(monthsWithSpend), sort: monthsWithSpend },
    { text: held === null ? '' : scopeName(held.scope) },
    { text: String(lowerBound) },
    { text: kind },
  ];
}
