import { type Context, Hono } from 'hono';
import type { Child } from 'hono/jsx';
import { NotThere } from '../../app/asking.ts';
import { raiseBudget, removeBudget, withdrawChange } from '../../app/budgets/change.ts';
import { type BudgetHistory, historyToChange, readHistory } from '../../app/budgets/history.ts';
import { undoSince } from '../../app/budgets/undo.ts';
import { nextVersion } from '../../core/budgetDeeds.ts';
import { periodOf } from '../../core/budgetPeriods.ts';
import { Invalid } from '../../core/errors.ts';
import { href } from '../../core/href.ts';
import { addDays } from '../../core/periods.ts';
import { usd } from '../../core/usd.ts';
import { day as showDay } from '../../ui/format.ts';
import type { Frame } from '../../ui/layout.tsx';
import { type Faults, Field, PlainPage } from '../../ui/plain.tsx';
import type { ServerDeps } from '../deps.ts';
import { askingOf } from '../http/asking.ts';
import { faultWords, type Typed, typed } from '../http/forms.ts';
import { frameOf } from '../http/frame.ts';
import { budgetCalled } from './called.ts';
import { changeWords } from './words.ts';

/** What can be done to a budget: raise it for a time, end it, take back, undo. Each asks before it is done. */

export function deedRoutes(deps: ServerDeps): Hono {
  const app = new Hono();
  // What an address says stands in the form: a budget that runs short leads here with what it lacks.
  app.get('/budgets/:id/raise', async (c) =>
    raisePage(c, deps, await changed(c, deps), { extra: c.req.query('extra') ?? '' }, {}),
  );
  app.post('/budgets/:id/raise', (c) =>
    doing(c, deps, raisePage, async (id, values) => {
      const { version } = await raiseBudget(askingOf(c, deps), id, values);
      return { done: 'raised', undo: String(version - 1) };
    }),
  );
  app.get('/budgets/:id/remove', async (c) => endPage(c, deps, await changed(c, deps), {}, {}));
  app.post('/budgets/:id/remove', (c) =>
    doing(c, deps, endPage, async (id, values) => {
      if ((await removeBudget(askingOf(c, deps), id, values)) === 'gone') return { done: 'gone' };
      const { record } = await readHistory(askingOf(c, deps), id);
      return { done: 'ended', undo: String(nextVersion(record) - 2) };
    }),
  );
  app.get('/budgets/:id/withdraw/:version', async (c) =>
    withdrawPage(c, deps, await changed(c, deps, false), {}, {}),
  );
  app.post('/budgets/:id/withdraw/:version', (c) =>
    doing(c, deps, withdrawPage, async (id, values) => {
      const done = await withdrawChange(askingOf(c, deps), id, Number(c.req.param('version')), values);
      return { done: done === 'withdrawn' ? 'withdrawn' : 'stays' };
    }),
  );
  app.post('/budgets/:id/undo', async (c) => {
    const id = c.req.param('id');
    const done = await undoSince(askingOf(c, deps), id, await typed(c));
    return c.redirect(href`/budgets/${id}?${{ done: done === 'undone' ? 'withdrawn' : 'stays' }}`, 303);
  });
  return app;
}

type Page = (
  c: Context,
  deps: ServerDeps,
  history: BudgetHistory,
  values: Typed,
  faults: Faults,
) => Response | Promise<Response>;

/** Does it, and shows the budget; with the form again where something typed was wrong. */
async function doing(
  c: Context,
  deps: ServerDeps,
  page: Page,
  work: (id: string, values: Typed) => Promise<Record<string, string>>,
): Promise<Response> {
  const values = await typed(c);
  const id = c.req.param('id') ?? '';
  try {
    return c.redirect(href`/budgets/${id}?${await work(id, values)}`, 303);
  } catch (error) {
    if (!(error instanceof Invalid)) throw error;
    return page(c, deps, await changed(c, deps, false), values, faultWords(error, frameOf(c, deps)));
  }
}

const changed = (c: Context, deps: ServerDeps, alive = true): Promise<BudgetHistory> =>
  historyToChange(askingOf(c, deps), c.req.param('id') ?? '', alive);

const heldNow = ({ periods }: BudgetHistory) => {
  const budget = periods.find(({ running }) => running)?.budget ?? null;
  return budget === null || budget === 'unknown' || budget.endedOn !== null ? null : budget;
};
const amountNow = (history: BudgetHistory): string => {
  const held = heldNow(history);
  return held === null ? '–' : usd(held.amount);
};

async function raisePage(
  c: Context,
  deps: ServerDeps,
  history: BudgetHistory,
  values: Typed,
  faults: Faults,
) {
  const frame = frameOf(c, deps);
  const { m, locale } = frame;
  const { record, today } = history;
  const words = m.budgetPages.raise;
  const end = addDays(periodOf(record.period, today, deps.settings.budgets.calendar).endExclusive, -1);
  return page(c, frame, faults, {
    title: words.title(await budgetCalled(c, record, frame)),
    intro: words.intro(amountNow(history), m.budgetPages.each[record.period]),
    form: (
      <form class="stacked" method="post" action={href`/budgets/${record.id}/raise`} novalidate>
        <Field name="extra" label={words.extra} values={values} faults={faults} />
        <Field name="from" label={words.from} type="date" values={values} faults={faults} />
        <Field
          name="until"
          label={words.until(showDay(end, locale))}
          type="date"
          values={values}
          faults={faults}
        />
        <Field name="reason" label={m.budgetPages.form.reasonNeeded} values={values} faults={faults} />
        <p>
          <button class="primary" type="submit">
            {words.submit}
          </button>{' '}
          <a href={href`/budgets/${record.id}`}>{m.budgetPages.form.cancel}</a>
        </p>
      </form>
    ),
  });
}

async function endPage(c: Context, deps: ServerDeps, history: BudgetHistory, values: Typed, faults: Faults) {
  const frame = frameOf(c, deps);
  const { m } = frame;
  const { record, planned, today } = history;
  const words = m.budgetPages.end;
  return page(c, frame, faults, {
    title: words.title(await budgetCalled(c, record, frame)),
    intro: words.intro(amountNow(history), m.budgetPages.each[record.period]),
    form: (
      <form class="stacked" method="post" action={href`/budgets/${record.id}/remove`} novalidate>
        {planned.length > 0 && (
          <div>
            <p>{words.planned}</p>
            <ul>
              {planned.map((change) => (
                <li>
                  <a href={href`/budgets/${record.id}/withdraw/${String(change.version)}`}>
                    {changeWords(change, today, frame)}
                  </a>
                </li>
              ))}
            </ul>
          </div>
        )}
        <Field name="from" label={words.from} type="date" values={values} faults={faults} />
        <Field name="reason" label={m.budgets.reason} values={values} faults={faults} />
        <p>
          <button class="danger" type="submit">
            {words.submit}
          </button>{' '}
          <a href={href`/budgets/${record.id}`}>{words.keep}</a>
        </p>
      </form>
    ),
  });
}

function withdrawPage(c: Context, deps: ServerDeps, history: BudgetHistory, values: Typed, faults: Faults) {
  const frame = frameOf(c, deps);
  const { m } = frame;
  const { record, changes, today } = history;
  const version = c.req.param('version') ?? '';
  const found = changes.find(
    ({ change }) => String(change.version) === version && change.withdrawnAt === null,
  );
  if (found === undefined) throw new NotThere('budget');
  const words = m.budgetPages.withdraw;
  const what = changeWords(found.change, today, frame);
  return page(c, frame, faults, {
    title: words.title,
    intro: found.isPlanned ? words.planned(what) : words.raise(what),
    form: (
      <form class="stacked" method="post" action={href`/budgets/${record.id}/withdraw/${version}`} novalidate>
        <Field name="reason" label={m.budgets.reason} values={values} faults={faults} />
        <p>
          <button class="danger" type="submit">
            {words.submit}
          </button>{' '}
          <a href={href`/budgets/${record.id}`}>{words.keep}</a>
        </p>
      </form>
    ),
  });
}

function page(
  c: Context,
  frame: Frame,
  faults: Faults,
  parts: { title: string; intro: string; form: Child },
) {
  const bad = Object.keys(faults).length > 0;
  return c.html(
    <PlainPage
      frame={frame}
      title={parts.title}
      intro={parts.intro}
      message={bad ? { text: frame.m.invalid.intro, bad: true } : undefined}
    >
      {parts.form}
    </PlainPage>,
    bad ? 422 : 200,
  );
}
