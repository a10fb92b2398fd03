import { href } from '../../core/href.ts';
import type { Plan, Step } from '../../core/provisioning/plans.ts';
import { placeOf, type Refused } from '../../core/provisioning/types.ts';
import type { Frame } from '../../ui/layout.tsx';
import { Badge } from '../../ui/plain.tsx';
import { deedWords, reasonWords, shortId } from '../../ui/planWords.ts';
import { type Cell, lazyRow, type TableData } from '../../ui/table.tsx';
import { instantCell } from '../tables/cells.ts';

/** The tables of a plan: its steps, and what it refuses. */

export const stateBadge = ({ state, counts }: Plan, { m }: Frame) => (
  <Badge
    kind={
      state === 'stopped' || counts.failed > 0
        ? 'watch'
        : state === 'applying'
          ? 'running'
          : state === 'draft'
            ? 'wait'
            : 'ok'
    }
    text={m.plans.states[state]}
  />
);

const STATE_KINDS = { waiting: 'wait', done: 'ok', failed: 'failed', skipped: 'gone' } as const;

/** @param mayConfirm whether whoever looks can say of a step that it is done by hand */
export function stepsTable(steps: readonly Step[], mayConfirm: boolean, frame: Frame): TableData {
  const { m } = frame;
  const { plans } = m;
  return {
    columns: [
      { name: plans.about, key: 'about' },
      { name: plans.kind, key: 'kind', csv: 'step_kind' },
      { name: plans.state, key: 'state', csv: 'step_state' },
      { name: plans.detail, key: 'detail', file: true },
      { name: plans.place, key: 'place' },
      { name: plans.reason, key: 'reason' },
      { name: plans.doneAt, key: 'doneAt' },
      { name: plans.number, key: 'number', number: true },
      { name: 'phase', key: 'phase', file: true },
      { name: 'due', key: 'due', file: true },
      { name: 'arn', key: 'arn', csv: 'profile_arn', file: true },
    ],
    rows: steps.map((step) => lazyRow(String(step.number), () => stepCells(step, mayConfirm, frame))),
  };
}

function stepCells(step: Step, mayConfirm: boolean, frame: Frame): Cell[] {
  const { plans } = frame.m;
  const { deed, state, reason, result } = step;
  const place = placeOf(deed);
  const why = reason === null ? '' : reasonWords(reason, frame);
  const detail = deedWords(deed, frame);
  return [
    // Both in one, so that no phone cuts what is done.
    {
      text: step.about,
      person: step.about,
      beside: [{ text: detail }],
      ...(result === null ? {} : { href: href`/profiles/${shortId(result)}` }),
    },
    { text: plans.kinds[deed.kind], raw: deed.kind },
    { text: plans.stepStates[state], raw: state, show: stateShown(step, mayConfirm, frame) },
    { text: detail },
    place === null ? { text: '–', raw: '' } : { text: `${place.accountId} ${place.region}`, whole: true },
    { text: why === '' ? '–' : why, raw: why },
    whenCell(step, frame),
    { text: String(step.number), sort: step.number },
    { text: String(step.phase) },
    { text: step.due ?? '' },
    { text: result ?? ('arn' in deed ? deed.arn : '') },
  ];
}

const whenCell = ({ state, due, doneAt }: Step, frame: Frame): Cell =>
  state === 'waiting' && due !== null
    ? { text: `${frame.m.plans.due} ${instantCell(due, frame).text}`, raw: '' }
    : instantCell(doneAt, frame);

function stateShown({ state, deed, plan, number }: Step, mayConfirm: boolean, { m }: Frame) {
  const badge = <Badge kind={STATE_KINDS[state]} text={m.plans.stepStates[state]} />;
  if (deed.kind !== 'byHand' || state !== 'waiting' || !mayConfirm) return badge;
  return (
    <form class="inline" method="post" action={href`/profiles/plans/${plan}/steps/${String(number)}`}>
      {badge}
      <button type="submit">{m.plans.confirm}</button>
    </form>
  );
}

export function refusedTable(refused: readonly Refused[], frame: Frame): TableData {
  const { m } = frame;
  return {
    columns: [
      { name: m.plans.about, key: 'about' },
      { name: m.plans.reason, key: 'reason' },
      { name: 'key', key: 'key', csv: 'refusal', file: true },
    ],
    rows: refused.map((one, index) =>
      lazyRow(String(index), () => [
        { text: one.about },
        { text: reasonWords(one, frame) },
        { text: one.key },
      ]),
    ),
  };
}
