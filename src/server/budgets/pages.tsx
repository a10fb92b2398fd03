import { type Context, Hono } from 'hono';
import { NotThere } from '../../app/asking.ts';
import { removableBudget, removeBudget, setBudget } from '../../app/budgets/change.ts';
import { type BudgetList, type BudgetStanding, listBudgets, stateOf } from '../../app/budgets/list.ts';
import { type Budget, scopeKeyOf } from '../../core/budgets.ts';
import { Invalid } from '../../core/errors.ts';
import { href, scopeHref } from '../../core/href.ts';
import { formatFixed } from '../../core/money.ts';
import { spentIn } from '../../core/standing.ts';
import { usd } from '../../core/usd.ts';
import { isDayLate } from '../../core/vending/shared.ts';
import type { Frame } from '../../ui/layout.tsx';
import { Badge, type Faults, Field, FieldFault, faultOf, PlainPage } from '../../ui/plain.tsx';
import { type Cell, lazyRow, type TableData } from '../../ui/table.tsx';
import type { ServerDeps } from '../deps.ts';
import { askingOf } from '../http/asking.ts';
import { faultWords, messageOf, type Typed, typed } from '../http/forms.ts';
import { frameOf } from '../http/frame.ts';
import { partOf } from '../tables/arrange.ts';
import { cards } from '../tables/cards.tsx';
import { alone, knownCell, moneyCell } from '../tables/cells.ts';
import { BESIDE_SPENT, besideSpent, NO_AMOUNT, spentCell } from '../tables/standingCells.tsx';
import { usedCell } from '../tables/usedCell.tsx';
import { awsBudgetRoutes } from './awsPage.tsx';

/** Budgets: what there is, where it stands, and the form. After a change 303; a bad form is 422 with what was typed. */

/** Names that the form offers at most. */
const MOST_OFFERED = 1000;

export function budgetRoutes(deps: ServerDeps): Hono {
  const app = new Hono();
  app.route('/', awsBudgetRoutes(deps));
  app.get('/budgets', (c) => {
    // A link from a person's page fills the form in.
    const { scope = '', key = '', amount = '' } = c.req.query();
    return budgetsPage(c, deps, { scope, key, amount }, {});
  });
  app.post('/budgets', async (c) => {
    const values = await typed(c);
    try {
      const { changed } = await setBudget(askingOf(c, deps), values);
      return c.redirect(href`/budgets?done=${changed ? 'changed' : 'unchanged'}`, 303);
    } catch (error) {
      if (!(error instanceof Invalid)) throw error;
      return budgetsPage(c, deps, values, faultWords(error, frameOf(c, deps)));
    }
  });
  app.get('/budgets/:id/remove', async (c) => {
    const budget = await removableBudget(askingOf(c, deps), c.req.param('id'));
    if (budget === null) throw new NotThere('budget');
    return removePage(c, deps, budget, {}, {});
  });
  app.post('/budgets/:id/remove', async (c) => {
    const values = await typed(c);
    const id = c.req.param('id');
    try {
      const done = await removeBudget(askingOf(c, deps), id, values);
      return c.redirect(href`/budgets?done=${done}`, 303);
    } catch (error) {
      if (!(error instanceof Invalid)) throw error;
      const budget = await removableBudget(askingOf(c, deps), id);
      if (budget === null) throw new NotThere('budget');
      return removePage(c, deps, budget, values, faultWords(error, frameOf(c, deps)));
    }
  });
  return app;
}

const nameOf = ({ scope }: Budget, { m }: Frame): string =>
  scope.kind === 'userDefault' ? m.budgets.scopes.userDefault : scopeKeyOf(scope);

async function budgetsPage(c: Context, deps: ServerDeps, values: Typed, faults: Faults) {
  const frame = frameOf(c, deps);
  const { m } = frame;
  const part = partOf(c, '');
  const list = await listBudgets(askingOf(c, deps), (all) => {
    const { offset, limit } = part?.(all.length) ?? { offset: 0, limit: all.length };
    return all.slice(offset, offset + limit);
  });
  const changes = list.mayChange;
  const rows = budgetsTable(list, frame);
  const table = part === null ? rows : { ...rows, total: list.total };
  const result = cards(c, frame, 'budgets', [
    { id: '', title: m.nav.budgets, table, empty: m.budgets.empty },
  ]);
  if (result.response) return result.response;
  const bad = Object.keys(faults).length > 0;
  const { changed, unchanged, removed, gone } = m.budgets;
  const message = messageOf(bad ? m.invalid.intro : null, c.req.query('done'), {
    changed,
    unchanged,
    removed,
    gone,
  });
  return c.html(
    <PlainPage frame={frame} title={m.nav.budgets} intro={m.budgets.intro} message={message}>
      {list.maySeeMirror && (
        <p class="note">
          <a href={href`/budgets/aws`}>{m.mirror.title}</a>
        </p>
      )}
      {isDayLate(deps.settings) && <p class="note">{m.bypass.shared.lateOf}</p>}
      {changes && (
        <form class="inline" method="post" action={href`/budgets`}>
          <label>
            {m.budgets.scope}
            <select name="scope" {...faultOf('scope', faults)}>
              {(['user', 'costCenter', 'userDefault'] as const).map((kind) => (
                <option value={kind} selected={values.scope === kind}>
                  {m.budgets.scopes[kind]}
                </option>
              ))}
            </select>
            <FieldFault name="scope" faults={faults} />
          </label>
          <Field name="key" label={m.budgets.key} values={values} faults={faults} list="owners" />
          <datalist id="owners">
            {list.owners.slice(0, MOST_OFFERED).map(({ key }) => (
              <option value={key} />
            ))}
          </datalist>
          <Field name="amount" label={m.budgets.amount} values={values} faults={faults} />
          <Field name="reason" label={m.budgets.reason} values={values} faults={faults} />
          <button class="primary" type="submit">
            {m.budgets.submit}
          </button>
        </form>
      )}
      <div class="grid">{result.shown}</div>
    </PlainPage>,
    bad ? 422 : 200,
  );
}

function budgetsTable({ budgets, mayChange }: BudgetList, frame: Frame): TableData {
  const { m } = frame;
  return {
    caption: m.usd,
    columns: [
      { name: m.budgets.scope, key: 'scope' },
      { name: m.budgets.key, key: 'key' },
      { name: m.budgets.amount, key: 'amount_usd', number: true },
      { name: m.budgets.spentNow, key: 'spent_usd', number: true },
      { name: m.used, key: 'used_percent', number: true },
      { name: m.forecast, key: 'forecast_usd', number: true },
      { name: m.state, key: 'state' },
      { name: 'AWS Budgets', key: 'mirrored' },
      ...BESIDE_SPENT,
      { name: '', key: 'action', drawn: true },
    ],
    rows: budgets.map((one) => lazyRow(one.budget.id, () => budgetCells(one, mayChange, frame))),
  };
}

function budgetCells(one: BudgetStanding, mayChange: boolean, frame: Frame): Cell[] {
  const { m } = frame;
  const { budget, standing, people, over, mirrored } = one;
  const { scope } = budget;
  const state = stateOf(one);
  const words = standing === null ? m.budgets.people(people, over) : m.budgetState[state];
  const forecast = standing?.forecast ?? null;
  const beside = standing === null ? null : besideSpent(standing);
  return [
    { text: m.budgets.scopes[scope.kind], raw: scope.kind },
    ownerCell(budget),
    moneyCell(budget.amount),
    standing === null ? NO_AMOUNT : spentCell(knownCell(spentIn(standing), frame), standing, frame),
    standing === null ? NO_AMOUNT : usedCell(standing, frame),
    forecast === null || standing === null
      ? NO_AMOUNT
      : alone(knownCell({ amount: forecast.mid, unpricedTokens: standing.unpricedTokens }, frame)),
    {
      text: words,
      raw: state,
      show: <Badge kind={state} text={words} />,
      ...(standing === null ? { beside: [{ text: m.budgets.whom }] } : {}),
    },
    { text: mirrored ? m.budgets.mirrored : '–', raw: String(mirrored) },
    beside?.cautious_usd ?? NO_AMOUNT,
    beside?.stale_since ?? { text: '' },
    beside?.unpriced_tokens ?? { text: '' },
    { text: '', show: mayChange && <Actions budget={budget} frame={frame} /> },
  ];
}

const ownerCell = ({ scope }: Budget): Cell => {
  if (scope.kind === 'userDefault') return { text: '–', raw: '', href: href`/users` };
  if (scope.kind === 'user' || scope.kind === 'costCenter')
    return { text: scope.key, href: scopeHref(scope.kind, scope.key) };
  return { text: scopeKeyOf(scope) === '' ? '–' : scopeKeyOf(scope), raw: scopeKeyOf(scope) };
};

function Actions({ budget, frame }: { budget: Budget; frame: Frame }) {
  const { m } = frame;
  return (
    <span class="actions">
      <a href={formHref(budget)} aria-label={`${m.budgets.change}: ${nameOf(budget, frame)}`}>
        {m.budgets.change}
      </a>
      <a
        class="danger"
        href={href`/budgets/${budget.id}/remove`}
        aria-label={`${m.budgets.remove}: ${nameOf(budget, frame)}`}
      >
        {m.budgets.remove}
      </a>
    </span>
  );
}

/** The form, filled in with a budget as it is. */
const formHref = ({ scope, amount }: Budget): string =>
  href`/budgets?${{
    scope: scope.kind,
    key: scopeKeyOf(scope),
    amount: formatFixed(amount, 2),
  }}`;

/** Asks before it is done, so that it works without script as well. */
function removePage(c: Context, deps: ServerDeps, budget: Budget, values: Typed, faults: Faults) {
  const frame = frameOf(c, deps);
  const { m } = frame;
  return c.html(
    <PlainPage
      frame={frame}
      title={m.budgets.removeTitle}
      intro={m.budgets.confirm(nameOf(budget, frame), usd(budget.amount))}
    >
      <form class="inline" method="post" action={href`/budgets/${budget.id}/remove`}>
        <Field name="reason" label={m.budgets.reason} values={values} faults={faults} />
        <button class="danger" type="submit">
          {m.budgets.remove}
        </button>
        <a href={href`/budgets`}>{m.budgets.keep}</a>
      </form>
    </PlainPage>,
    Object.keys(faults).length > 0 ? 422 : 200,
  );
}
