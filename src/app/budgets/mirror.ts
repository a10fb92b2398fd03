import {
  type HeldBudget,
  type HeldLike,
  limitAt,
  partsThatDiffer,
  readBudgetText,
} from '../../core/awsBudget.ts';
import { stepsOf } from '../../core/budgetChanges.ts';
import type { BudgetRecord } from '../../core/budgets.ts';
import { Invalid } from '../../core/errors.ts';
import { decisionOn, type MirrorStep, mirrorPlan, type WhyLeft } from '../../core/mirrorPlan.ts';
import type { Mirroring, Unmirrored, Wanted } from '../../core/mirrorWanted.ts';
import { dayOf, instantOf } from '../../core/periods.ts';
import type { JobName } from '../../core/runs.ts';
import type { Money } from '../../core/types.ts';
import type { MirrorReading, MirrorRow } from '../../store/typesMirror.ts';
import {
  type Asking,
  because,
  inOneReading,
  inOneWriting,
  mustBeAllowed,
  NotThere,
  nowOf,
} from '../asking.ts';
import { recordDeed } from '../operations/recordDeed.ts';
import { showsDays } from '../privacy/shown.ts';
import type { Typed } from '../typed.ts';
import { wantedFacts, wantedOf } from './mirrorFacts.ts';
import { type OursOf, oursOf } from './mirrorOurs.ts';

/** AWS Budgets as the ledger knows it: what should be there, what was there when it was read, and what becomes of it. */

/** What of one budget is the case: as it should be, to be written, or left. */
export type MirrorState = 'same' | MirrorStep['action'] | WhyLeft | 'cannot' | 'refused';

export interface MirrorOf {
  record: BudgetRecord;
  state: MirrorState;
  /** Why AWS cannot hold it. */
  reason: Unmirrored | null;
  wanted: Wanted | null;
  row: MirrorRow | null;
  /** What AWS held when it was read; null: nothing of it. */
  held: HeldLike | null;
  step: MirrorStep | null;
}
export interface MirrorShown {
  enabled: boolean;
  mayChange: boolean;
  /** Those that were asked for; what wants somebody's eye comes first. */
  shown: readonly MirrorOf[];
  total: number;
  ours: OursOf;
  reading: MirrorReading | null;
  counts: {
    /** Budgets of the ledger that AWS should hold. */
    wanted: number;
    create: number;
    update: number;
    delete: number;
    drift: number;
    accepted: number;
    foreign: number;
    full: number;
    refused: number;
    /** Budgets that AWS cannot hold, by why. */
    reasons: Partial<Record<Unmirrored, number>>;
  };
}

/**
 * Every budget with what AWS Budgets holds of it, as it was read last: nothing is asked of AWS.
 * @param part which of them are shown; all unless given
 * @throws Forbidden
 */
export const readMirror = (
  asking: Asking,
  part: (all: readonly MirrorOf[]) => readonly MirrorOf[] = (all) => all,
): Promise<MirrorShown> =>
  inOneReading(asking, async (inside) => {
    mustBeAllowed(inside, 'see', { kind: 'bill' });
    const known = await knownOf(inside);
    const budgets = statesOf(known);
    // AWS's figure is of one moment, as an alert is: told where days are.
    const tellsFigures = showsDays(inside);
    const shown = part(budgets).map((one) => (tellsFigures ? one : withoutFigures(one)));
    return {
      enabled: inside.settings.budgetsMirror.enabled,
      mayChange: inside.viewer.roles.has('administrator'),
      shown,
      total: budgets.length,
      ours: await oursOf(inside, tellsFigures ? shown.map(({ record }) => record) : []),
      reading: known.reading,
      counts: countsOf(budgets, known.steps),
    };
  });

const withoutFigures = (one: MirrorOf): MirrorOf => ({
  ...one,
  row: one.row && { ...one.row, actual: null, forecast: null, figureSince: null, figureAfter: null },
});

interface Known {
  records: ReadonlyMap<string, BudgetRecord>;
  all: readonly Mirroring[];
  rows: ReadonlyMap<string, MirrorRow>;
  held: ReadonlyMap<string, HeldBudget>;
  steps: readonly MirrorStep[];
  reading: MirrorReading | null;
}

async function knownOf({ store, settings, now }: Asking): Promise<Known> {
  const at = instantOf(now);
  const records = await store.budgets.records();
  const reading = await store.mirror.reading();
  // Of the bill what the last run read of it: it is too long to be read for a page.
  const { services = [], models = {} } = reading ?? {};
  const facts = await wantedFacts({ store, settings, now: at }, records, { services, models });
  const all = wantedOf(records, facts);
  const kept = await store.mirror.rows();
  const held = kept.flatMap((row) => heldOf(row) ?? []);
  const steps = mirrorPlan({
    wanted: all.filter((one): one is Wanted => 'wanted' in one),
    held,
    kept,
    total: reading?.total ?? 0,
    today: facts.today,
    drift: settings.budgetsMirror.drift ?? 'mend',
  });
  return {
    records: new Map(records.map((one) => [one.id, one])),
    all,
    rows: new Map(kept.map((row) => [row.name, row])),
    held: new Map(held.map((one) => [one.name, one])),
    steps,
    reading,
  };
}

/** As AWS held it when it was read, or as it was written since. */
function heldOf({ held, written, actual, forecast }: MirrorRow): HeldBudget | null {
  const budget = readBudgetText(held ?? written);
  return budget === null ? null : { ...budget, updatedAt: null, actual, forecast };
}

/** In this order they are shown. */
const ORDER: readonly MirrorState[] = ['refused', 'asks', 'foreign', 'full', 'update', 'create', 'accepted'];

function statesOf({ records, all, rows, held, steps }: Known): MirrorOf[] {
  const planned = new Map(steps.flatMap((step) => ('wanted' in step ? [[step.wanted.name, step]] : [])));
  const found = all.flatMap((one): MirrorOf[] => {
    const record = records.get(one.budgetId);
    if (record === undefined) return [];
    if ('reason' in one)
      return [
        { record, state: 'cannot', reason: one.reason, wanted: null, row: null, held: null, step: null },
      ];
    const { name } = one.wanted;
    const step = planned.get(name) ?? null;
    const row = rows.get(name) ?? null;
    return [
      {
        record,
        state: stateOf(step, row),
        reason: null,
        wanted: one,
        row,
        held: held.get(name) ?? null,
        step,
      },
    ];
  });
  const rank = ({ state }: MirrorOf) => (ORDER.indexOf(state) + ORDER.length + 1) % (ORDER.length + 1);
  return found.sort((a, b) => rank(a) - rank(b));
}

function stateOf(step: MirrorStep | null, row: MirrorRow | null): MirrorState {
  if (row !== null && row.trouble !== null && step !== null) return 'refused';
  if (step === null || step.action === 'adopt') return 'same';
  return step.action === 'leave' ? step.why : step.action;
}

function countsOf(budgets: readonly MirrorOf[], steps: readonly MirrorStep[]): MirrorShown['counts'] {
  const of = (state: MirrorState) => budgets.filter((one) => one.state === state).length;
  const does = (action: MirrorStep['action']) => steps.filter((one) => one.action === action).length;
  const reasons: Partial<Record<Unmirrored, number>> = {};
  for (const { reason } of budgets) if (reason !== null) reasons[reason] = (reasons[reason] ?? 0) + 1;
  return {
    wanted: budgets.filter(({ wanted }) => wanted !== null).length,
    create: does('create'),
    update: does('update'),
    delete: does('delete'),
    drift: steps.filter((one) => isDrift(one)).length,
    accepted: of('accepted'),
    foreign: of('foreign'),
    full: of('full'),
    refused: of('refused'),
    reasons,
  };
}

/** Somebody else changed it at AWS, and nobody has accepted that. */
export const isDrift = (step: MirrorStep | null): boolean =>
  step !== null &&
  ((step.action === 'leave' && step.why === 'asks') ||
    ((step.action === 'update' || step.action === 'create') && step.drift));

/** Has AWS brought in line now: first in the audit log, then at work. @throws Forbidden */
export async function applyMirror(asking: Asking, start: (jobs: readonly JobName[]) => void): Promise<void> {
  mustBeAllowed(asking, 'change', { kind: 'jobs' });
  await recordDeed(asking, 'sync.trigger', 'job:budgets');
  start(['budgets']);
}

/** A budget that AWS should hold otherwise than it does; to be decided about. @throws Forbidden, NotThere */
export const mirrorToDecide = (asking: Asking, name: string): Promise<Decidable> =>
  inOneReading(asking, (inside) => decidable(inside, name));

/** A budget about which somebody may decide. */
export type Decidable = MirrorOf & { wanted: Wanted; step: MirrorStep };

async function decidable(asking: Asking, name: string): Promise<Decidable> {
  mustBeAllowed(asking, 'change', { kind: 'jobs' });
  const one = statesOf(await knownOf(asking)).find((each) => each.wanted?.wanted.name === name);
  if (one?.wanted == null || one.step === null) throw new NotThere('budget');
  return { ...one, wanted: one.wanted, step: one.step };
}

/**
 * Decides about a budget that somebody changed in AWS. `mend`: it becomes as the ledger has it. `accept`: an amount is taken
 * into the ledger from today on; what else differs stays as AWS has it until either side changes it.
 * @param typed `name` (in AWS), `deed`, `reason`
 * @throws Forbidden, NotThere, Invalid
 */
export const decideMirror = (asking: Asking, { name = '', deed = '', reason = '' }: Typed): Promise<void> =>
  inOneWriting(asking, async (inside) => {
    mustBeAllowed(inside, 'change', { kind: 'jobs' });
    if (deed !== 'mend' && deed !== 'accept')
      throw new Invalid([{ field: 'deed', key: 'onOff', value: deed }]);
    const one = await decidable(inside, name);
    const { wanted, record, held } = one;
    const actor = because(inside, reason);
    const at = nowOf(inside);
    const parts = held === null ? [] : partsThatDiffer(held, wanted.wanted, dayOf(at));
    const isTaken =
      deed === 'accept' && held !== null && parts.includes('amount') && (await takeAmount(inside, one, held));
    const rest = parts.filter((part) => part !== 'amount' || !isTaken);
    const decision = decisionOn(deed, wanted.wanted, held, rest, inside.actor.id, at);
    await inside.store.mirror.decide({ name, budgetId: record.id }, decision, actor, at);
  });

/** AWS's amount becomes the ledger's, from today on. @returns false where raises in force leave no amount below it */
async function takeAmount(
  { store, now, actor }: Asking,
  { record, wanted }: MirrorOf,
  held: HeldLike,
): Promise<boolean> {
  const { scope, period, narrowing } = record;
  const at = instantOf(now);
  const today = dayOf(at);
  const step = stepsOf(record).findLast(({ from }) => from <= today);
  if (step?.kind !== 'set' || wanted === null) return false;
  const raised = wanted.wanted.amount - step.terms.amount;
  const amount = (limitAt(held, today) - raised) as Money;
  if (amount <= 0n) return false;
  const by = { ...actor, reason: `as AWS Budgets holds it (${wanted.wanted.name})` };
  const terms = { ...step.terms, amount };
  const slot = { scope, period, narrowing };
  await store.budgets.apply([{ do: 'set', slot, terms, from: today }], by, at);
  return true;
}
