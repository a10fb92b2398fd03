import { type Context, Hono } from 'hono';
import {
  applyPlan,
  confirmStep,
  discardPlan,
  draftToDiscard,
  stopPlan,
} from '../../app/provisioning/apply.ts';
import { readModelsToGive } from '../../app/provisioning/form.ts';
import { listPlans } from '../../app/provisioning/read.ts';
import { may } from '../../core/access.ts';
import { Invalid } from '../../core/errors.ts';
import { href } from '../../core/href.ts';
import type { Plan } from '../../core/provisioning/plans.ts';
import type { Frame } from '../../ui/layout.tsx';
import { PlainPage, SurePage } from '../../ui/plain.tsx';
import { lazyRow, type TableData } from '../../ui/table.tsx';
import type { ServerDeps } from '../deps.ts';
import { askingOf, inOnePage } from '../http/asking.ts';
import { faultWords, messageOf, typed } from '../http/forms.ts';
import { frameOf } from '../http/frame.ts';
import { only, viewerOf } from '../http/visitor.ts';
import { actorWords } from '../operations/auditValues.ts';
import { pageNumber } from '../tables/arrange.ts';
import { cards } from '../tables/cards.tsx';
import { countCell, instantCell } from '../tables/cells.ts';
import { forEverybody, modelsCard } from './modelsToGive.tsx';
import { makePlan, planFormPage } from './planForm.tsx';
import { planPage } from './planPage.tsx';
import { stateBadge } from './planTables.tsx';
import { titleWords } from './planTitle.ts';
import { ProfileSections } from './sections.tsx';

/** Plans that change profiles for many at once: the list, and what is done with one. */

/** Plans that a page shows. */
const MOST = 50;

export function planRoutes(deps: ServerDeps): Hono {
  const app = new Hono();
  app.get('/profiles/plans', only('see', 'plan'), (c) => inOnePage(c, deps, () => plansPage(c, deps)));
  app.get('/profiles/plans/new', only('change', 'plan'), (c) =>
    planFormPage(c, deps, forEverybody(c.req.query('model'))),
  );
  app.post('/profiles/plans/new', only('change', 'plan'), (c) => makePlan(c, deps));
  app.get('/profiles/plans/:id', only('see', 'plan'), (c) =>
    inOnePage(c, deps, () => planPage(c, deps, c.req.param('id'))),
  );
  app.post('/profiles/plans/:id', only('change', 'plan'), async (c) => {
    const id = c.req.param('id') ?? '';
    const values = await typed(c);
    const frame = frameOf(c, deps);
    if (values.sure !== 'yes') return planPage(c, deps, id, { sure: frame.m.plans.mustBeSure });
    try {
      await applyPlan(askingOf(c, deps), id, values);
    } catch (error) {
      if (!(error instanceof Invalid)) throw error;
      return planPage(c, deps, id, faultWords(error, frame), values);
    }
    deps.actions.trigger?.(['provision']);
    return c.redirect(href`/profiles/plans/${id}?done=applied`, 303);
  });
  app.post('/profiles/plans/:id/stop', only('change', 'plan'), async (c) => {
    const id = c.req.param('id') ?? '';
    const wasApplied = await stopPlan(askingOf(c, deps), id, await typed(c));
    return c.redirect(href`/profiles/plans/${id}?done=${wasApplied ? 'stopped' : 'notWaiting'}`, 303);
  });
  app.get('/profiles/plans/:id/discard', only('change', 'plan'), (c) =>
    discardPage(c, deps, c.req.param('id') ?? ''),
  );
  app.post('/profiles/plans/:id/discard', only('change', 'plan'), async (c) => {
    const id = c.req.param('id') ?? '';
    const wasDraft = await discardPlan(askingOf(c, deps), id, await typed(c));
    return c.redirect(
      wasDraft ? href`/profiles/plans?done=discarded` : href`/profiles/plans/${id}?done=${'notWaiting'}`,
      303,
    );
  });
  app.post('/profiles/plans/:id/steps/:number', only('change', 'plan'), async (c) => {
    const id = c.req.param('id') ?? '';
    const number = pageNumber(c.req.param('number'));
    const isNoted = await confirmStep(askingOf(c, deps), id, number, await typed(c));
    if (isNoted) deps.actions.trigger?.(['provision']);
    return c.redirect(href`/profiles/plans/${id}?done=${isNoted ? 'confirmed' : 'notWaiting'}`, 303);
  });
  return app;
}

/** Asks before it is done: a draft that was discarded is nowhere any more. */
async function discardPage(c: Context, deps: ServerDeps, id: string): Promise<Response> {
  const draft = await draftToDiscard(askingOf(c, deps), id);
  const back = href`/profiles/plans/${id}`;
  if (draft === null) return c.redirect(`${back}?done=notWaiting`, 303);
  const frame = frameOf(c, deps);
  const { m } = frame;
  return c.html(
    <SurePage
      frame={frame}
      title={`${m.plans.discard}${m.colon}${titleWords(draft.title)}`}
      intro={m.plans.discardConfirm(draft.counts.waiting)}
      action={frame.path}
      submit={m.plans.discard}
      back={back}
      keep={m.plans.discardKeep}
    />,
  );
}

async function plansPage(c: Context, deps: ServerDeps): Promise<Response> {
  const frame = frameOf(c, deps);
  const { m } = frame;
  const page = pageNumber(c.req.query('page'));
  const { plans, total } = await listPlans(askingOf(c, deps), { limit: MOST, offset: (page - 1) * MOST });
  const table = { ...plansTable(plans, frame), total };
  const mayPlan = may(viewerOf(c), 'change', { kind: 'plan' });
  const result = await cards(c, frame, 'plans', [
    { id: '', title: m.plans.listTitle, table, empty: m.plans.empty },
    ...(mayPlan ? [modelsCard(await readModelsToGive(askingOf(c, deps)), frame)] : []),
  ]);
  if (result.response) return result.response;
  const [list, models] = result.shown;
  return c.html(
    <PlainPage
      frame={frame}
      title={m.plans.title}
      intro={mayPlan ? m.plans.giveIntro : m.plans.intro}
      message={messageOf(null, c.req.query('done'), { discarded: m.plans.discarded })}
    >
      <ProfileSections section="plans" viewer={viewerOf(c)} settings={deps.settings} frame={frame} />
      {mayPlan && (
        <p>
          <a class="button" href={href`/profiles/plans/new`}>
            {m.plans.make}
          </a>
        </p>
      )}
      <div class="grid">
        {models}
        {list}
      </div>
    </PlainPage>,
  );
}

function plansTable(plans: readonly Plan[], frame: Frame): TableData {
  const { m } = frame;
  return {
    columns: [
      { name: m.plans.plan, key: 'title', csv: 'plan' },
      { name: m.plans.purpose, key: 'purpose' },
      { name: m.plans.state, key: 'state', csv: 'plan_state' },
      { name: m.plans.steps, key: 'steps', number: true },
      { name: m.plans.done, key: 'done', csv: 'steps_done', number: true },
      { name: m.plans.failed, key: 'failed', csv: 'steps_failed', number: true },
      { name: m.plans.by, key: 'by' },
      { name: m.plans.at, key: 'proposedAt' },
    ],
    rows: plans.map((plan) =>
      lazyRow(plan.id, () => {
        const { waiting, done, failed, skipped } = plan.counts;
        return [
          { text: titleWords(plan.title), raw: plan.title, href: href`/profiles/plans/${plan.id}` },
          { text: m.plans.purposes[plan.purpose], raw: plan.purpose },
          { text: m.plans.states[plan.state], raw: plan.state, show: stateBadge(plan, frame) },
          countCell(waiting + done + failed + skipped),
          countCell(done),
          countCell(failed),
          { text: actorWords(plan.by, frame), raw: plan.by, person: plan.by },
          instantCell(plan.at, frame),
        ];
      }),
    ),
  };
}
