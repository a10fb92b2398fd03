import { type Context, Hono } from 'hono';
import { z } from 'zod';
import { budgetState, budgetsInForce } from '../core/budgets.ts';
import { money as parseMoney, ZERO } from '../core/money.ts';
import { dayOf, monthOf, monthRange } from '../core/periods.ts';
import type { Budget, BudgetScope, Money } from '../core/types.ts';
import { Bullet } from '../ui/charts/small.tsx';
import { usd } from '../ui/format.ts';
import type { Frame } from '../ui/layout.tsx';
import { Badge, Field, PlainPage } from '../ui/pages/plain.tsx';
import type { TableData } from '../ui/table.tsx';
import { cards } from './cards.tsx';
import { moneyCell, scopePath } from './cells.ts';
import type { ServerDeps } from './deps.ts';
import { actorOf, messageOf, nowOf, type Typed, typed } from './forms.ts';
import { frameOf } from './frame.ts';

/** Budgets: what there is, where it stands, and the form. After a change 303; a bad form is 422 with what was typed. */

/** Messages are keys of `invalid` in the catalogue. */
const budgetForm = z
  .object({
    scope: z.enum(['user', 'costCenter', 'userDefault'], 'scope'),
    key: z.string().max(256, 'key').default(''),
    amount: z
      .string()
      .transform((text) => text.replaceAll(',', '').replace(/^\$\s*/, ''))
      .pipe(z.string().regex(/^\d{1,9}(\.\d{1,2})?$/, 'amount')),
    reason: z.string().max(500, 'reason').default(''),
  })
  .refine((form) => form.scope === 'userDefault' || form.key !== '', 'key')
  .refine((form) => form.scope !== 'user' || /^[^@\s]+@[^@\s]+$/.test(form.key), 'email');

export function budgetRoutes(deps: ServerDeps): Hono {
  const app = new Hono();
  app.get('/budgets', (c) => budgetsPage(c, deps, {}, null));
  app.post('/budgets', async (c) => {
    const values = await typed(c);
    const parsed = budgetForm.safeParse(values);
    if (!parsed.success) return budgetsPage(c, deps, values, invalid(parsed.error, frameOf(c, deps)));
    const { scope, key, amount, reason } = parsed.data;
    const target: BudgetScope = scope === 'userDefault' ? { kind: scope } : { kind: scope, key };
    await deps.store.budgets.set(target, parseMoney(amount), actorOf(deps, reason), nowOf(deps));
    return c.redirect('/budgets?done=changed', 303);
  });
  app.get('/budgets/:id/remove', (c) => removePage(c, deps));
  app.post('/budgets/:id/remove', async (c) => {
    const budget = await deps.store.budgets.get(c.req.param('id'));
    if (budget === null || budget.deletedAt !== null) return c.notFound();
    await deps.store.budgets.remove(budget.id, deps.actor, nowOf(deps));
    return c.redirect('/budgets?done=removed', 303);
  });
  return app;
}

/** The faults of a form in the reader's words. */
export function invalid(error: z.ZodError, { m }: Frame): string {
  const keys = [...new Set(error.issues.map((issue) => issue.message))];
  return keys.map((key) => m.invalid[key as keyof typeof m.invalid] ?? key).join(' ');
}

const nameOf = ({ scope }: Budget, { m }: Frame): string =>
  scope.kind === 'userDefault' ? m.budgets.userDefault : scope.key;

async function budgetsPage(c: Context, deps: ServerDeps, values: Typed, error: string | null) {
  const frame = frameOf(c, deps);
  const { m } = frame;
  const budgets = (await deps.store.budgets.list()).filter((budget) => budget.deletedAt === null);
  const mirrored = new Set((await deps.store.budgets.mirrored()).map((one) => one.budgetId));
  const table = budgetsTable(budgets, mirrored, await spentByScope(deps), frame);
  const result = cards(c, frame, 'budgets', [
    { id: '', title: m.nav.budgets, table, empty: m.budgets.empty },
  ]);
  if (result.response) return result.response;
  const message = messageOf(error, c.req.query('done'), {
    changed: m.budgets.changed,
    removed: m.budgets.removed,
  });
  return c.html(
    <PlainPage frame={frame} title={m.nav.budgets} intro={m.budgets.intro} message={message}>
      <form class="inline" method="post" action="/budgets">
        <label>
          {m.budgets.scope}
          <select name="scope">
            {(['user', 'costCenter', 'userDefault'] as const).map((kind) => (
              <option value={kind} selected={values.scope === kind}>
                {m.budgets[kind]}
              </option>
            ))}
          </select>
        </label>
        <Field name="key" label={m.budgets.key} values={values} />
        <Field name="amount" label={m.budgets.amount} values={values} />
        <Field name="reason" label={m.budgets.reason} values={values} />
        <button class="primary" type="submit">
          {m.budgets.submit}
        </button>
      </form>
      <div class="grid">{result.shown}</div>
    </PlainPage>,
    error === null ? 200 : 422,
  );
}

/** Spend of the running month by `user|…` and `costCenter|…`. */
async function spentByScope(deps: ServerDeps): Promise<ReadonlyMap<string, Money>> {
  const range = monthRange(monthOf(dayOf(deps.clock.now())));
  const groups = ['user', 'costCenter'] as const;
  const answers = await deps.store.spend.queryAll(
    groups.map((group) => ({ range, groupBy: [group], basis: 'best' as const, filter: {} })),
  );
  return new Map(
    groups.flatMap((group, i) =>
      (answers[i]?.rows ?? []).map((row): [string, Money] => [`${group}|${row.keys[0]}`, row.amount]),
    ),
  );
}

function budgetsTable(
  budgets: readonly Budget[],
  mirrored: ReadonlySet<string>,
  spent: ReadonlyMap<string, Money>,
  frame: Frame,
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
      { name: '', key: 'bar', drawn: true },
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
      const state = over > 0 ? 'over' : 'within';
      const words = standard ? m.budgets.people(held.length, over) : m.budgetState[state];
      return {
        cells: [
          { text: m.budgets[scope.kind], raw: scope.kind },
          standard
            ? { text: '–', raw: '', href: '/users' }
            : { text: scope.key, href: scopePath(scope.kind, scope.key) },
          moneyCell(budget.amount),
          standard ? { text: '–', raw: '', sort: -1n } : moneyCell(now),
          {
            text: '',
            show: standard ? (
              ''
            ) : (
              <Bullet
                spent={now}
                limit={budget.amount}
                forecast={null}
                state={state}
                label={`${m.spent} ${usd(now)}, ${m.budget} ${usd(budget.amount)}`}
              />
            ),
          },
          { text: words, raw: state, show: <Badge kind={state} text={words} /> },
          { text: mirrored.has(budget.id) ? m.budgets.mirrored : '–', raw: String(mirrored.has(budget.id)) },
          {
            text: '',
            show: (
              <a
                class="danger"
                href={`/budgets/${budget.id}/remove`}
                aria-label={`${m.budgets.remove}: ${nameOf(budget, frame)}`}
              >
                {m.budgets.remove}
              </a>
            ),
          },
        ],
      };
    }),
  };
}

/** Asks before it is done, so that it works without script as well. */
async function removePage(c: Context, deps: ServerDeps) {
  const budget = await deps.store.budgets.get(c.req.param('id') ?? '');
  if (budget === null || budget.deletedAt !== null) return c.notFound();
  const frame = frameOf(c, deps);
  const { m } = frame;
  return c.html(
    <PlainPage
      frame={frame}
      title={m.budgets.removeTitle}
      intro={m.budgets.confirm(nameOf(budget, frame), usd(budget.amount))}
    >
      <form class="inline" method="post" action={`/budgets/${budget.id}/remove`}>
        <button class="danger" type="submit">
          {m.budgets.remove}
        </button>
        <a href="/budgets">{m.budgets.keep}</a>
      </form>
    </PlainPage>,
  );
}
