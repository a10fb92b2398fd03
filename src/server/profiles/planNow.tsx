import type { PlanShown } from '../../app/provisioning/read.ts';
import { type Plan, STEP_STATES } from '../../core/provisioning/plans.ts';
import type { Deed } from '../../core/provisioning/types.ts';
import { whole } from '../../ui/format.ts';
import type { Frame } from '../../ui/layout.tsx';
import { reasonWords } from '../../ui/planWords.ts';
import { instantCell } from '../tables/cells.ts';
import { stateBadge } from './planTables.tsx';
import { titleWords } from './planTitle.ts';

/** What a plan does, and how far it is. */

/** Kinds of steps, in the order in which they are told. */
export const KINDS: readonly Deed['kind'][] = ['create', 'tag', 'delete', 'tell', 'byHand'];

/** What is worth knowing of all of it is said at its head. */
export const isOfAll = ({ key }: Plan['notes'][number]): boolean => key === 'haveIt';

/** How many steps a plan has. */
export const allOf = ({ counts }: Plan): number =>
  Object.values(counts).reduce((sum, count) => sum + count, 0);

/** How far it is; while it is applied the script asks again, and a reload does the same without it. */
export function PlanNow({
  shown,
  frame,
  hasSchedule,
  called,
}: {
  shown: PlanShown;
  frame: Frame;
  hasSchedule: boolean;
  called: (actor: string) => string;
}) {
  const { m } = frame;
  const { plan, kinds } = shown;
  const { counts } = plan;
  const all = allOf(plan);
  const now = nowWords(shown, hasSchedule, frame);
  const settled = all - counts.waiting;
  const planned = KINDS.flatMap((kind) => {
    const count = kinds.filter((one) => one.kind === kind).reduce((sum, one) => sum + one.count, 0);
    return count === 0 ? [] : [m.plans.counts[kind](count)];
  });
  return (
    <section class="card now" id="plan-now" data-live={plan.state === 'applying' ? 'on' : 'over'}>
      <h2>
        {m.plans.purposes[plan.purpose]} {stateBadge(plan, frame)}
      </h2>
      <p>
        {[
          ...planned,
          m.plans.counts.unchanged(plan.unchanged),
          m.plans.counts.refused(plan.refusedCount),
        ].join(' · ')}
      </p>
      {plan.notes.filter(isOfAll).map((note) => (
        <p>{`${titleWords(note.about)}${m.colon}${reasonWords(note, frame)}`}</p>
      ))}
      {plan.state !== 'draft' && all > 0 && (
        <>
          <p>
            <strong>{m.plans.progress(whole(settled), whole(all))}</strong>
            <span class="soft">
              {` · ${STEP_STATES.filter((state) => counts[state] > 0)
                .map((state) => m.plans.inState(whole(counts[state]), m.plans.stepStates[state]))
                .join(' · ')}`}
            </span>
          </p>
          <progress value={settled} max={all} aria-label={m.plans.steps} />
        </>
      )}
      {now !== '' && <p class="note">{now}</p>}
      <p class="note">
        {m.plans.proposedBy(called(plan.by), instantCell(plan.at, frame).text)}
        {plan.appliedBy !== null &&
          ` ${m.plans.appliedBy(called(plan.appliedBy), m.plans.states[plan.state], instantCell(plan.since, frame).text)}`}
      </p>
    </section>
  );
}

function nowWords({ plan, kinds, waits }: PlanShown, hasSchedule: boolean, frame: Frame): string {
  const { plans } = frame.m;
  const { state, counts } = plan;
  if (state === 'stopped' && counts.failed > 0) return plans.blocked;
  if (state === 'done' && counts.failed > 0) return plans.withFailures;
  if (state === 'done' && kinds.some((one) => one.kind === 'create'))
    return plans.toldWhere[plan.purpose === 'rollOver' ? 'rollOver' : 'others'];
  if (state !== 'applying') return '';
  if (waits.until !== null) return plans.waitsFor(instantCell(waits.until, frame).text);
  if (waits.forHand) return plans.waitsForHand;
  return hasSchedule ? plans.soon : plans.noSchedule;
}
