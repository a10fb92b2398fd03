import type { Context } from 'hono';
import { type PlanShown, readBudgetPlan } from '../../app/budgets/plansKept.ts';
import { href } from '../../core/href.ts';
import type { Frame } from '../../ui/layout.tsx';
import { type Faults, Field, PlainPage } from '../../ui/plain.tsx';
import type { ServerDeps } from '../deps.ts';
import { askingOf } from '../http/asking.ts';
import { messageOf, type Typed } from '../http/forms.ts';
import { frameOf } from '../http/frame.ts';
import { backWith, undoOf } from '../http/undo.ts';
import { type Card, cards } from '../tables/cards.tsx';
import { instantCell } from '../tables/cells.ts';
import { diffTable, leftTable, stateBadge, titleOf, totalsTable } from './manyTables.tsx';

/** One change of many budgets: what it does, row by row, and what can be done with it now. */

export async function manyPlanPage(
  c: Context,
  deps: ServerDeps,
  id: string,
  values: Typed = {},
  faults: Faults = {},
): Promise<Response> {
  const frame = frameOf(c, deps);
  const { budgetsMany: m } = frame.m;
  const shown = await readBudgetPlan(askingOf(c, deps), id);
  const { plan } = shown;
  const result = await cards(c, frame, `budgets-${id}`, cardsOf(shown, frame));
  if (result.response) return result.response;
  const isBad = Object.keys(faults).length > 0;
  const intro = {
    draft: m.draftIntro,
    applied: m.appliedIntro,
    undone: m.undoneIntro,
    replaced: m.replacedIntro,
  };
  const { already, notApplied, noneUndone, changedMeanwhile } = m;
  return c.html(
    <PlainPage
      frame={frame}
      title={`${m.planTitle}${frame.m.colon}${titleOf(plan, frame)}`}
      intro={intro[plan.state]}
      message={messageOf(
        isBad ? frame.m.invalid.intro : null,
        c.req.query('done'),
        {
          already,
          notApplied,
          noneUndone,
          // Said as long as it is so: the address is loaded again.
          ...(plan.state === 'draft' ? { changedMeanwhile } : {}),
          ...(plan.state === 'applied' ? { applied: m.applied } : {}),
          ...(plan.state === 'undone' ? { undone: m.undone(shown.changedSince.length) } : {}),
        },
        plan.state === 'applied' && undoableIn(shown) > 0 ? undoOf(c, deps, planHref(plan)) : undefined,
      )}
    >
      <div class="grid">
        <section class="card">
          <p>
            {stateBadge(plan, frame)}{' '}
            <strong>{m.counts(plan.created, plan.changed, plan.ended, plan.unchanged)}</strong>
          </p>
          <p class="note">
            {plan.by}, {instantCell(plan.at, frame).text}
            {plan.appliedAt !== null &&
              ` · ${m.states.applied}${frame.m.colon}${plan.appliedBy}, ${instantCell(plan.appliedAt, frame).text}`}
            {plan.undoneAt !== null &&
              ` · ${m.states.undone}${frame.m.colon}${plan.undoneBy}, ${instantCell(plan.undoneAt, frame).text}`}
          </p>
          <p>
            <a href={href`/budgets/many`}>{m.title}</a> · <a href={href`/budgets`}>{m.toBudgets}</a>
            {plan.appliedAt !== null && (
              <>
                {' · '}
                <a href={href`/audit?${{ text: `plan:${id}` }}`}>{m.history}</a>
              </>
            )}
          </p>
          <NextStep shown={shown} values={values} faults={faults} frame={frame} />
        </section>
        {result.shown}
      </div>
    </PlainPage>,
    isBad ? 422 : 200,
  );
}

function cardsOf({ plan, body, changedSince }: PlanShown, frame: Frame): Card[] {
  const { budgetsMany: m } = frame.m;
  return [
    { id: 'totals', title: m.totalsTitle, table: totalsTable(body.totals, frame), empty: '' },
    { id: '', title: m.rowsTitle, table: diffTable(body.rows, frame), empty: m.rowsEmpty },
    ...(changedSince.length === 0 || plan.state === 'draft'
      ? []
      : [{ id: 'left', title: m.leftTitle, table: leftTable(changedSince, frame), empty: m.leftEmpty }]),
  ];
}

/** How many budgets are as it left them. */
const undoableIn = ({ body, changedSince }: Pick<PlanShown, 'body' | 'changedSince'>): number =>
  Object.keys(body.made).length - changedSince.length;
type Plan = Pick<PlanShown['plan'], 'id'>;
const planHref = ({ id }: Plan): string => href`/budgets/many/${id}`;
const undoAction = ({ id }: Plan): string => href`/budgets/many/${id}/undo`;

/** Back to a plan that was just applied: whoever did it is offered to take it back. */
export const appliedBack = (c: Context, deps: ServerDeps, plan: Plan): Response =>
  backWith(c, deps, planHref(plan), 'applied', { action: undoAction(plan), fields: {} });

function NextStep({
  shown: { plan, body, changedSince, isStale },
  values,
  faults,
  frame,
}: {
  shown: PlanShown;
  values: Typed;
  faults: Faults;
  frame: Frame;
}) {
  const { budgetsMany: m } = frame.m;
  if (plan.state === 'undone') return null;
  if (plan.state === 'replaced')
    return <a href={href`/budgets/many/${plan.replacedBy ?? ''}`}>{m.toReplacement}</a>;
  const isDraft = plan.state === 'draft';
  const undoable = undoableIn({ body, changedSince });
  if (!isDraft && undoable <= 0) return <p class="note">{m.leftIntro}</p>;
  return (
    <form class="inline" method="post" action={isDraft ? href`/budgets/many/${plan.id}` : undoAction(plan)}>
      {isDraft && isStale && <p class="note">{m.stale}</p>}
      {!isDraft && <p class="note">{m.undoText(undoable)}</p>}
      {!isDraft && changedSince.length > 0 && <p class="note">{m.leftIntro}</p>}
      <Field name="reason" label={m.reason} values={values} faults={faults} />
      <button class={isDraft ? 'primary' : 'danger'} type="submit">
        {isDraft ? m.apply(body.rows.length) : m.undo}
      </button>
    </form>
  );
}
