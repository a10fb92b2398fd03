import {
  AWS_BUDGET_LIMITS,
  type AwsBudget,
  budgetText,
  type Drift,
  type HeldBudget,
  type HeldLike,
  type MirrorPart,
  partsThatDiffer,
  partText,
  readBudgetText,
} from './awsBudget.ts';
import { MIRROR_PREFIX } from './budgets.ts';
import type { Wanted } from './mirrorWanted.ts';
import type { Day, Instant } from './types.ts';

/** What brings AWS Budgets in line with the ledger, and what is left as somebody else changed it. Pure. */

/** What somebody decided about a budget that AWS holds otherwise. */
export interface MirrorDecision {
  deed: 'mend' | 'accept';
  /** What AWS held, as it was decided about: another change since then is another question. '' where it was gone. */
  held: string;
  /** Parts that were accepted: what the ledger wanted of them then. */
  parts: Readonly<Partial<Record<MirrorPart, string>>>;
  by: string;
  at: Instant;
}

/** What the ledger keeps of a budget of its own in AWS. */
export interface KeptMirror {
  name: string;
  /** What was last written; '' where nothing was yet. */
  written: string;
  /** What is being written: it is ours, however far that came. */
  intended: string | null;
  decision: MirrorDecision | null;
}

/** Why a budget is left as AWS has it. */
export type WhyLeft =
  /** Somebody changed it, and somebody has to decide. */
  | 'asks'
  /** Somebody changed it, and that was accepted. */
  | 'accepted'
  /** A budget of this name is there that this ledger did not write. */
  | 'foreign'
  /** AWS has no room for another one. */
  | 'full';

interface OfBudget {
  wanted: AwsBudget;
  budgetId: string;
}
export type MirrorStep =
  /** `drift`: it was there, and somebody took it away. */
  | ({ action: 'create'; drift: boolean } & OfBudget)
  /** It is there as it should be, and was not noted. */
  | ({ action: 'adopt' } & OfBudget)
  /** From `before`, in the `parts` that AWS holds otherwise; `drift`: somebody changed it there. */
  | ({ action: 'update'; before: HeldBudget; parts: MirrorPart[]; drift: boolean } & OfBudget)
  | { action: 'delete'; name: string }
  /** It is gone already. */
  | { action: 'forget'; name: string }
  | ({ action: 'leave'; why: WhyLeft; before: HeldBudget | null; parts: MirrorPart[] } & OfBudget);

export interface MirrorState {
  wanted: readonly Wanted[];
  /** What AWS holds of our names, with subscribers as far as they are known. */
  held: readonly HeldBudget[];
  kept: readonly KeptMirror[];
  /** Budgets of the account, of any name. */
  total: number;
  today: Day;
  drift: Drift;
}

/** Plans what brings AWS in line: touches only what this ledger wrote, and notices what somebody else changed. */
export function mirrorPlan({ wanted, held, kept, total, today, drift }: MirrorState): MirrorStep[] {
  const there = new Map(
    held.filter((one) => one.name.startsWith(MIRROR_PREFIX)).map((one) => [one.name, one]),
  );
  const known = new Map(kept.map((one) => [one.name, one]));
  const names = new Set(wanted.map((one) => one.wanted.name));
  // Only what this ledger wrote is removed: another ledger may use the same prefix in the same account.
  const steps: MirrorStep[] = kept
    .filter(({ name, written, intended }) => !names.has(name) && (written !== '' || intended !== null))
    .map(({ name }) => ({ action: there.has(name) ? 'delete' : 'forget', name }));
  let room = AWS_BUDGET_LIMITS.budgets - total + steps.filter(({ action }) => action === 'delete').length;
  for (const { wanted: one, budgetId } of wanted) {
    const step = stepOf(
      { wanted: one, budgetId },
      there.get(one.name) ?? null,
      known.get(one.name),
      today,
      drift,
    );
    if (step === null) continue;
    if (step.action === 'create') room -= 1;
    const isFull = step.action === 'create' && room < 0;
    steps.push(
      isFull ? { action: 'leave', why: 'full', before: null, parts: [], wanted: one, budgetId } : step,
    );
  }
  return steps;
}

function stepOf(
  of: OfBudget,
  before: HeldBudget | null,
  kept: KeptMirror | undefined,
  today: Day,
  setting: Drift,
): MirrorStep | null {
  const written = kept === undefined ? null : readBudgetText(kept.written);
  const isBeingWritten = kept !== undefined && kept.intended !== null;
  const decision = kept?.decision ?? null;
  if (before === null) {
    const drift = written !== null && !isBeingWritten;
    const why = drift ? whyLeft(decision, '', setting) : null;
    return why === null
      ? { action: 'create', ...of, drift }
      : { action: 'leave', why, before, parts: [], ...of };
  }
  const exempt = decision?.deed === 'accept' ? acceptedOf(of.wanted, before, decision) : [];
  const differing = partsThatDiffer(before, of.wanted, today);
  const parts = differing.filter((part) => !exempt.includes(part));
  if (parts.length === 0 && exempt.some((part) => differing.includes(part)))
    return { action: 'leave', why: 'accepted', before, parts: differing, ...of };
  if (parts.length === 0) {
    const isNoted =
      written !== null && !isBeingWritten && partsThatDiffer(written, of.wanted, today).length === 0;
    return isNoted ? null : { action: 'adopt', ...of };
  }
  const drift = written !== null && !isBeingWritten && partsThatDiffer(before, written, today).length > 0;
  const isOurs = written !== null || isBeingWritten;
  const why = isOurs ? whyLeftHeld(drift, decision, before, setting) : whyLeftForeign(decision, before);
  if (why !== null) return { action: 'leave', why, before, parts, ...of };
  return { action: 'update', ...of, wanted: withAccepted(of.wanted, before, exempt), before, parts, drift };
}

/** A decision counts for what was seen then; else the setting does. */
function whyLeft(decision: MirrorDecision | null, held: string, setting: Drift): WhyLeft | null {
  const deed = decision?.held === held ? decision.deed : setting;
  return deed === 'mend' ? null : deed === 'accept' ? 'accepted' : 'asks';
}
const whyLeftHeld = (
  drift: boolean,
  decision: MirrorDecision | null,
  before: HeldBudget,
  setting: Drift,
): WhyLeft | null => (drift ? whyLeft(decision, budgetText(before), setting) : null);
/** What another wrote is taken over only where somebody says so. */
const whyLeftForeign = (decision: MirrorDecision | null, before: HeldBudget): WhyLeft | null =>
  decision?.deed === 'mend' && decision.held === budgetText(before) ? null : 'foreign';

/** Parts that stay as AWS has them: as they were accepted, while neither AWS nor the ledger has another since. */
function acceptedOf(wanted: AwsBudget, before: HeldBudget, { held, parts }: MirrorDecision): MirrorPart[] {
  const then = readBudgetText(held);
  if (then === null) return [];
  return (Object.keys(parts) as MirrorPart[]).filter(
    (part) => partText(then, part) === partText(before, part) && parts[part] === partText(wanted, part),
  );
}

/** What is written beside accepted parts: those as AWS has them. */
function withAccepted(wanted: AwsBudget, before: HeldBudget, parts: readonly MirrorPart[]): AwsBudget {
  const has = (part: MirrorPart) => parts.includes(part);
  return {
    ...wanted,
    ...(has('amount') ? { amount: before.amount, planned: before.planned } : {}),
    ...(has('period') ? { timeUnit: before.timeUnit } : {}),
    ...(has('filter') ? { filter: before.filter } : {}),
    ...(has('subscribers')
      ? {
          notifications: before.notifications.map((one) => ({ ...one, subscribers: one.subscribers ?? [] })),
        }
      : {}),
  };
}

/** What is decided about a budget, as the ledger wants it and as AWS has it. */
export function decisionOn(
  deed: MirrorDecision['deed'],
  wanted: AwsBudget,
  before: HeldLike | null,
  parts: readonly MirrorPart[],
  by: string,
  at: Instant,
): MirrorDecision {
  return {
    deed,
    held: before === null ? '' : budgetText(before),
    parts: deed === 'accept' ? Object.fromEntries(parts.map((part) => [part, partText(wanted, part)])) : {},
    by,
    at,
  };
}
