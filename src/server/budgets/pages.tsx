import { type Context, Hono } from 'hono';
import { NotThere } from '../../app/asking.ts';
import { removableBudget, removeBudget, setBudget } from '../../app/budgets/change.ts';
import { budgetState, budgetsInForce } from '../../core/budgets.ts';
import { Invalid } from '../../core/errors.ts';
import { formatFixed, ZERO } from '../../core/money.ts';
import type { Budget } from '../../core/types.ts';
import { usd } from '../../ui/format.ts';
import type { Frame } from '../../ui/layout.tsx';
import { Badge, type Faults, Field, FieldFault, faultOf, PlainPage } from '../../ui/plain.tsx';
import type { TableData } from '../../ui/table.tsx';
import type { ServerDeps } from '../deps.ts';
import { askingOf } from '../http/asking.ts';
import { faultWords, messageOf, type Typed, typed } from '../http/forms.ts';
import { frameOf } from '../http/frame.ts';
import { budgetsFor } from '../http/visible.ts';
import { mayDo } from '../http/visitor.ts';
import { cards } from '../tables/cards.tsx';
import { moneyCell, scopePath } from '../tables/cells.ts';
import { usedCell } from '../tables/usedCell.tsx';
import { type Standings, standingsOf } from './standings.ts';

/** Budgets: what there is, where it stands, and the form. After a change 303; a bad form is 422 with what was typed. */

/** Names that the form offers at most. */
const MOST_OFFERED = 1000;

export function budgetRoutes(deps: ServerDeps): Hono {
  const app = new Hono();
  app.get('/budgets', (c) => {
    // A link from a person's page fills the form in.
    const { scope = '', key = '', amount = '' } = c.req.query();
    return budgetsPage(c, deps, { scope, key, amount }, {});
  });
  app.post('/budgets', async (c) => {
    const values = await typed(c);
    try {
      const { changed, known } = await setBudget(askingOf(c, deps), values);
      return c.redirect(`/budgets?done=${changed ? (known ? 'changed' : 'unknown') : 'unchanged'}`, 303);
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
      return c.redirect(`/budgets?done=${done}`, 303);
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
  scope.kind === 'userDefault' ? m.budgets.userDefault : scope.key;

async function budgetsPage(c: Context, deps: ServerDeps, values: Typed, faults: Faults) {
  const frame = frameOf(c, deps);
  const { m } = frame;
  const budgets = (await budgetsFor(c, deps)).filter((budget) => budget.deletedAt === null);
  const changes = mayDo(c, 'change', { kind: 'budget', scope: { kind: 'userDefault' }, costCenter: '' });
  const mirrored = new Set((await deps.store.budgets.mirrored()).map((one) => one.budgetId));
  const standings = await standingsOf(c, deps);
  const table = budgetsTable(budgets, mirrored, standings, frame, changes);
  const result = cards(c, frame, 'budgets', [
    { id: '', title: m.nav.budgets, table, empty: m.budgets.empty },
  ]);
  if (result.response) return result.response;
  const bad = Object.keys(faults).length > 0;
  const { changed, unknown, unchanged, removed, gone } = m.budgets;
  const message = messageOf(bad ? m.invalid.intro : null, c.req.query('done'), {
    changed,
    unknown,
    unchanged,
    removed,
    gone,
  });
  return c.html(
    <PlainPage frame={frame} title={m.nav.budgets} intro={m.budgets.intro} message={message}>
      {changes && (
        <form class="inline" method="post" action="/budgets">
          <label>
            {m.budgets.scope}
            <select name="scope" {...faultOf('scope', faults)}>
              {(['user', 'costCenter', 'userDefault'] as const).map((kind) => (
                <option value={kind} selected={values.scope === kind}>
                  {m.budgets[kind]}
                </option>
              ))}
            </select>
            <FieldFault name="scope" faults={faults} />
          </label>
          <Field name="key" label={m.budgets.key} values={values} faults={faults} list="owners" />
          <datalist id="owners">
            {[...standings.spent.keys()].slice(0, MOST_OFFERED).map((name) => (
              <option value={name.slice(name.indexOf('|') + 1)} />
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

function budgetsTable(
  budgets: readonly Budget[],
  mirrored: ReadonlySet<string>,
  { spent, forecastOf }: Standings,
  frame: Frame,
  changes: boolean,
): TableData {
  const { m } = frame;
  const people = [...spent.keys()].filter((key) => key.startsWith('user|')).map((key) => key.slice(5));
  const inForce = budgetsInForce(budgets, people);
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
      { name: '', key: 'action', drawn: true },
    ],
    rows: budgets.map((budget) => {
      const { scope } = budget;
      const held = inForce.filter((one) => one.budget.id === budget.id);
      const amounts = held.map((one) => spent.get(`${one.scopeKind}|${one.scopeKey}`) ?? ZERO);
      const over = amounts.filter((amount) => budgetState(budget.amount, amount, null) === 'over').length;
      const standard = scope.kind === 'userDefault';
      const now = amounts[0] ?? ZERO;
      const forecast = scope.kind === 'userDefault' ? null : forecastOf(`${scope.kind}|${scope.key}`);
      const own = budgetState(budget.amount, now, forecast);
      const state = standard ? (over > 0 ? 'over' : 'within') : own;
      const words = standard ? m.budgets.people(held.length, over) : m.budgetState[state];
      return {
        cells: [
          { text: m.budgets[scope.kind], raw: scope.kind },
          standard
            ? { text: '–', raw: '', href: '/users' }
            : { text: scope.key, href: scopePath(scope.kind, scope.key) },
          moneyCell(budget.amount),
          standard ? { text: '–', raw: '', sort: -1n } : moneyCell(now),
          usedCell(now, standard ? null : budget.amount, forecast, state, frame),
          forecast === null ? { text: '–', raw: '', sort: -1n } : moneyCell(forecast),
          { text: words, raw: state, show: <Badge kind={state} text={words} /> },
          { text: mirrored.has(budget.id) ? m.budgets.mirrored : '–', raw: String(mirrored.has(budget.id)) },
          {
            text: '',
            show: changes && (
              <span class="actions">
                <a href={formHref(budget)} aria-label={`${m.budgets.change}: ${nameOf(budget, frame)}`}>
                  {m.budgets.change}
                </a>
                <a
                  class="danger"
                  href={`/budgets/${budget.id}/remove`}
                  aria-label={`${m.budgets.remove}: ${nameOf(budget, frame)}`}
                >
                  {m.budgets.remove}
                </a>
              </span>
            ),
          },
        ],
      };
    }),
  };
}

/** The form, filled in with a budget as it is. */
const formHref = ({ scope, amount }: Budget): string =>
  `/budgets?${new URLSearchParams({
    scope: scope.kind,
    key: scope.kind === 'userDefault' ? '' : scope.key,
    amount: formatFixed(amount, 2),
  })}`;

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
      <form class="inline" method="post" action={`/budgets/${budget.id}/remove`}>
        <Field name="reason" label={m.budgets.reason} values={values} faults={faults} />
        <button class="danger" type="submit">
          {m.budgets.remove}
        </button>
        <a href="/budgets">{m.budgets.keep}</a>
      </form>
    </PlainPage>,
    Object.keys(faults).length > 0 ? 422 : 200,
  );
}
