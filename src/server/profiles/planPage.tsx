import type { Context } from 'hono';
import { type PlanShown, readPlan } from '../../app/provisioning/read.ts';
import { href } from '../../core/href.ts';
import { type Plan, STEP_STATES } from '../../core/provisioning/plans.ts';
import { requestCommand } from '../../core/provisioning/quota.ts';
import { whole } from '../../ui/format.ts';
import { type Frame, link } from '../../ui/layout.tsx';
import { CopyButton, type Faults, Field, FieldFault, faultOf, PlainPage } from '../../ui/plain.tsx';
import type { ServerDeps } from '../deps.ts';
import { askingOf } from '../http/asking.ts';
import { messageOf, type Typed } from '../http/forms.ts';
import { frameOf } from '../http/frame.ts';
import { viewerOf } from '../http/visitor.ts';
import { actorWords } from '../operations/auditValues.ts';
import { partOf } from '../tables/arrange.ts';
import { type Card, cards } from '../tables/cards.tsx';
import { calledOf } from '../tables/named.ts';
import { allOf, isOfAll, KINDS, PlanNow } from './planNow.tsx';
import { refusedTable, stepsTable } from './planTables.tsx';
import { titleWords } from './planTitle.ts';
import { ProfileSections } from './sections.tsx';

/** One plan: what it does, by kind and row by row, what became of it, and what can be done with it. */

export async function planPage(
  c: Context,
  deps: ServerDeps,
  id: string,
  faults: Faults = {},
  values: Typed = {},
): Promise<Response> {
  const frame = frameOf(c, deps);
  const { m } = frame;
  const kind = KINDS.find((one) => one === c.req.query('kind'));
  const state = STEP_STATES.find((one) => one === c.req.query('state'));
  const shown = await readPlan(askingOf(c, deps), id, { kind, state }, partOf(c, ''));
  const { plan } = shown;
  const result = await cards(c, frame, `plan-${id}`, cardsOf(shown, partOf(c, '') !== null, frame));
  if (result.response) return result.response;
  const bad = Object.keys(faults).length > 0;
  const named = await calledOf(c, [plan.by, ...(plan.appliedBy === null ? [] : [plan.appliedBy])]);
  const called = (actor: string) => named(actorWords(actor, frame));
  return c.html(
    <PlainPage
      frame={frame}
      title={`${m.plans.plan}${m.colon}${titleWords(plan.title)}`}
      intro={plan.state === 'draft' ? m.plans.draftKept : plan.state === 'done' ? '' : m.plans.stepByStep}
      message={messageOf(bad ? m.invalid.intro : null, c.req.query('done'), {
        // Said as long as it is so: the address is loaded again.
        ...(plan.state === 'applying' ? { applied: m.plans.applied } : {}),
        stopped: m.plans.stopped,
        confirmed: m.plans.confirmed,
        notWaiting: m.plans.notWaiting,
      })}
    >
      <ProfileSections section="plans" viewer={viewerOf(c)} settings={deps.settings} frame={frame} />
      <PlanNow shown={shown} frame={frame} hasSchedule={deps.actions.trigger !== null} called={called} />
      <div id="plan-actions" data-live>
        <PlanActions
          shown={shown}
          isOff={!deps.settings.vending.enabled}
          faults={faults}
          values={values}
          frame={frame}
        />
      </div>
      <Requests plan={plan} frame={frame} />
      <div id="plan-chips" data-live>
        <Chips shown={shown} kind={kind} state={state} frame={frame} />
      </div>
      <div class="grid" id="plan-steps" data-live>
        {result.shown}
      </div>
    </PlainPage>,
    bad ? 422 : 200,
  );
}

function cardsOf({ plan, steps, total }: PlanShown, isPart: boolean, frame: Frame): Card[] {
  const { m } = frame;
  const table = stepsTable(steps, plan.state !== 'draft', frame);
  const notes = plan.notes.filter((note) => !isOfAll(note));
  const nothing = Object.values(plan.counts).every((count) => count === 0);
  return [
    {
      id: '',
      title: m.plans.stepsTitle,
      table: isPart ? { ...table, total } : table,
      empty: nothing ? m.plans.nothingToDo : m.plans.noSteps,
    },
    ...(plan.refused.length === 0
      ? []
      : [
          {
            id: 'refused',
            title: m.plans.refusedTitle,
            table: refusedTable(plan.refused, frame),
            empty: m.plans.noneRefused,
          },
        ]),
    ...(notes.length === 0
      ? []
      : [{ id: 'notes', title: m.plans.notesTitle, table: refusedTable(notes, frame), empty: '' }]),
  ];
}

function PlanActions({
  shown: { plan, kinds },
  isOff,
  faults,
  values,
  frame,
}: {
  shown: PlanShown;
  isOff: boolean;
  faults: Faults;
  values: Typed;
  frame: Frame;
}) {
  const { m } = frame;
  const { id, state, counts } = plan;
  if (state === 'applying')
    return (
      <form class="inline" method="post" action={href`/profiles/plans/${id}/stop`}>
        <button type="submit">{m.plans.stop}</button>
      </form>
    );
  const toDo = counts.waiting + counts.failed;
  const deletes = kinds
    .filter((one) => one.kind === 'delete' && (one.state === 'waiting' || one.state === 'failed'))
    .reduce((sum, one) => sum + one.count, 0);
  const discard = state === 'draft' && (
    <p>
      <a class="danger" href={href`/profiles/plans/${id}/discard`}>
        {m.plans.discard}
      </a>
    </p>
  );
  if (toDo === 0) return discard || null;
  if (isOff)
    return (
      <>
        <p class="note">{m.plans.off}</p>
        {discard}
      </>
    );
  return (
    <section class="card">
      <form class="stacked" method="post" action={href`/profiles/plans/${id}`} novalidate>
        <p>
          {m.plans.applyText(toDo)} {deletes > 0 && <strong>{m.plans.deletes(deletes)}</strong>}
        </p>
        <label class="box">
          <input type="checkbox" name="sure" value="yes" required {...faultOf('sure', faults)} />
          <span>{m.plans.sure}</span>
          <FieldFault name="sure" faults={faults} />
        </label>
        <Field name="reason" label={m.budgets.reason} values={values} faults={faults} />
        <button class={deletes === toDo ? 'danger' : 'primary'} type="submit">
          {state === 'draft' ? m.plans.apply : counts.failed > 0 ? m.plans.applyAgain : m.plans.resume}
        </button>
      </form>
      {discard}
    </section>
  );
}

/** What AWS has to be asked for first, ready to paste. */
function Requests({ plan: { requests }, frame }: { plan: Plan; frame: Frame }) {
  const { m } = frame;
  if (requests.length === 0) return null;
  return (
    <section class="card" id="plan-requests">
      <h2>{m.plans.requestsTitle}</h2>
      <p class="note">{m.plans.requestsIntro}</p>
      {requests.map((request, index) => (
        <div class="copied">
          <p>
            {m.plans.request(
              request.accountId,
              request.region,
              request.quota === null ? m.plans.unknownQuota : whole(request.quota),
              whole(request.needed),
            )}{' '}
            <CopyButton of={`request-${index}`} m={m} />
          </p>
          <pre id={`request-${index}`}>{requestCommand(request)}</pre>
        </div>
      ))}
    </section>
  );
}

/** Which steps are shown: by kind and by state, with how many there are. */
function Chips({
  shown: { plan, kinds },
  kind,
  state,
  frame,
}: {
  shown: PlanShown;
  kind: string | undefined;
  state: string | undefined;
  frame: Frame;
}) {
  const { m } = frame;
  const countOf = (fits: (one: PlanShown['kinds'][number]) => boolean) =>
    kinds.filter(fits).reduce((sum, one) => sum + one.count, 0);
  const chips = [
    { name: m.plans.all, count: allOf(plan), to: { kind: '', state: '' }, is: !kind && !state },
    ...KINDS.map((one) => ({
      name: m.plans.kinds[one],
      count: countOf((row) => row.kind === one),
      to: { kind: one, state: '' },
      is: kind === one && !state,
    })),
    ...STEP_STATES.map((one) => ({
      name: m.plans.stepStates[one],
      count: countOf((row) => row.state === one),
      to: { kind: '', state: one },
      is: state === one && !kind,
    })),
  ].filter(({ count }) => count > 0);
  return (
    <ul class="chips" aria-label={m.plans.stepsTitle}>
      {chips.map(({ name, count, to, is }) => (
        <li>
          <a href={link(frame, { ...to, page: '', q: '' })} {...(is ? { 'aria-current': 'true' } : {})}>
            {name}
            <b>{whole(count)}</b>
          </a>
        </li>
      ))}
    </ul>
  );
}
