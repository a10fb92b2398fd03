import type { BudgetPeriod } from '../../core/budgetPeriods.ts';
import { type Budget, scopeOfWhom, type Whom, whomName } from '../../core/budgets.ts';
import { ownerOf } from '../../core/estate.ts';
import { narrowingText } from '../../core/narrowing.ts';
import { addDays, dayOf } from '../../core/periods.ts';
import type { Standing } from '../../core/standing.ts';
import { stopsOwner } from '../../core/stop/marks.ts';
import { leftWhereNear } from '../../core/stop/nearing.ts';
import { graceFault, graceOf, type Reprieve, type StopSlot, slotText } from '../../core/stop/reprieves.ts';
import { countsForStop } from '../../core/stop/stops.ts';
import type { Day, Instant, Money } from '../../core/types.ts';
import type { StopRow } from '../../store/typesStops.ts';
import { type Asking, inOneReading, mayDo, nowOf } from '../asking.ts';
import type { BudgetSeen } from '../budgets/seen.ts';
import { isOwnAlone, showsDays } from '../privacy/shown.ts';
import { belongingToday } from './facts.ts';
import { type Askable, askedAbout } from './whom.ts';

/** How somebody stands towards being stopped: soon, stopped, or held off it. For the pages that show their budgets. */

export interface StopSeen extends StopSlot {
  /** `near`: soon; `held`: a grace or a release holds it off. */
  state: 'near' | 'stopped' | 'held';
  /** Nobody is stopped: it is only worked out. */
  isDry: boolean;
  whom: Whom;
  period: BudgetPeriod | null;
  /** The first day on which it does not hold any more. */
  periodEnd: Day;
  narrowing: string;
  since: Instant | null;
  /** Null where whoever asks is not told. `left`: before it stops, a grace included. */
  figures: { counted: Money; limit: Money; left: Money } | null;
  held: Reprieve | null;
  /** The budget is used up, whatever a grace adds to it. */
  isOver: boolean;
  /** What whoever asks may give themselves now; null: nothing. */
  grace: { amount: Money; hours: number } | null;
}
export interface StopsSeen {
  stops: readonly StopSeen[];
  /** Whom to ask about the first of them. */
  asked: readonly Askable[];
}
/** A budget with whom it is held against and where that stands. */
type Standings = Pick<BudgetSeen, 'budget' | 'whom' | 'standing'>;
export const NO_STOPS: StopsSeen = { stops: [], asked: [] };

/**
 * What is, or soon will be, stopped of somebody or something, by their own budgets and by those of all that they belong to.
 * @param seen the budgets that hold for them today, as far as whoever asks sees them
 */
export const stopsSeen = (asking: Asking, whom: Whom, seen: readonly Standings[]): Promise<StopsSeen> =>
  inOneReading(asking, async (inside) => {
    if (inside.settings.enforcement.mode === 'off') return NO_STOPS;
    const going = await goingFor(inside, whom);
    const hard = seen.filter(({ budget }) => budget.terms.hard && budget.unknown !== true);
    if (going.length === 0 && hard.length === 0) return NO_STOPS;
    const given = await givenFor(inside, [
      ...going,
      ...hard.map(({ budget }) => ({ periodStart: budget.range.start })),
    ]);
    const stopped = await Promise.all(going.map((row) => stoppedSeen(inside, row, given)));
    const isStopped = new Set(going.map(slotText));
    const exempt = whom.kind === 'user' && hard.length > 0 && (await isExempt(inside, whom.key));
    const ahead = exempt ? [] : hard.flatMap((one) => aheadSeen(inside, one, given, isStopped) ?? []);
    const stops = [...stopped, ...ahead];
    const [first] = stops;
    const asked = first === undefined || first.state === 'held' ? [] : await askedAbout(inside, first.whom);
    return { stops, asked };
  });

/** Stops that go on of somebody: their own, and those of a cost center, a team or everybody that they are stopped by. */
async function goingFor(asking: Asking, whom: Whom): Promise<StopRow[]> {
  const { store, settings } = asking;
  const isDry = settings.enforcement.mode !== 'on';
  const going = (await store.stops.going()).filter((one) => one.isDry === isDry);
  const own = going.filter(({ scopeKind, scopeKey }) => scopeKind === whom.kind && scopeKey === whom.key);
  const wider = going.filter(({ scopeKind }) => scopeKind !== 'user');
  if (whom.kind !== 'user' || wider.length === 0) return own;
  const today = await belongingToday(asking);
  if (today.isExempt(whom.key)) return own;
  const { tagKeys } = settings;
  const question = { scope: 'all', tagKeys, user: whom.key, sharedBy: [] } as const;
  const profiles = (await store.profiles.list(question, null)).filter(({ goneAt }) => goneAt === null);
  const owners = [{ user: whom.key, costCenter: '' }, ...profiles.map((one) => ownerOf(one, tagKeys))];
  return [...own, ...wider.filter((stop) => owners.some((owner) => stopsOwner(stop, owner, today)))];
}

async function isExempt({ store, settings, now }: Asking, email: string): Promise<boolean> {
  const { exemptGroups } = settings.enforcement;
  if (exemptGroups.length === 0) return false;
  const day = dayOf(now);
  const rows = await store.belongings.during(
    { start: day, endExclusive: addDays(day, 1) },
    { emails: [email] },
  );
  return rows.some(({ groups }) => groups.some((group) => exemptGroups.includes(group)));
}

type Given = (slot: StopSlot) => readonly Reprieve[];
/** Graces and releases of the periods of these, by what each is of. */
async function givenFor({ store }: Asking, all: readonly Pick<StopSlot, 'periodStart'>[]): Promise<Given> {
  const first = all.map(({ periodStart }) => periodStart).reduce((a, b) => (a < b ? a : b));
  const found = Map.groupBy(await store.stops.reprieves(`${first}T00:00:00.000Z`), slotText);
  return (slot) => found.get(slotText(slot)) ?? [];
}

async function stoppedSeen(asking: Asking, row: StopRow, given: Given): Promise<StopSeen> {
  const { budgetId, scopeKey, periodStart, periodEnd, narrowing, since, isDry, counted, limit } = row;
  const whom: Whom = { kind: row.scopeKind, key: scopeKey };
  const slot = { budgetId, scopeKey, periodStart };
  const record = await asking.store.budgets.record(budgetId);
  return {
    ...slot,
    ...{ state: 'stopped', isDry, whom, periodEnd, narrowing, since, held: null, isOver: true },
    period: record?.period ?? null,
    figures: mayTell(asking, whom) ? { counted, limit, left: 0n as Money } : null,
    grace: isDry ? null : graceFor(asking, whom, given(slot), periodEnd),
  };
}

/** Whether whoever asks is told what somebody spent against a budget. */
export function mayTell(asking: Asking, whom: Whom): boolean {
  if (whom.kind === 'user' && isOwnAlone(asking, [whom.key])) return true;
  if (whom.kind === 'user' && !showsDays(asking)) return false;
  const costCenter = '';
  return (
    mayDo(asking, 'see', { kind: 'budget', scope: scopeOfWhom(whom), costCenter }) &&
    (whom.kind !== 'team' || showsDays(asking))
  );
}

/** A budget that is near its limit or over it, with what holds that off; null: neither. */
function aheadSeen(
  asking: Asking,
  { budget, whom, standing }: Standings,
  given: Given,
  isStopped: ReadonlySet<string>,
): StopSeen | null {
  const { settings, now } = asking;
  const slot = { budgetId: budget.id, scopeKey: whom.key, periodStart: budget.range.start };
  if (standing.limit === null || isStopped.has(slotText(slot))) return null;
  const own = given(slot);
  const at = nowOf(asking);
  const held = own.find(({ from, until }) => from <= at && at < until) ?? null;
  const counted = countsForStop(standing, settings.enforcement);
  const limit = (standing.limit + graceOf(own, at)) as Money;
  const left = leftWhereNear({ counted, limit, range: budget.range, now });
  const isOver = counted >= standing.limit;
  // A grace or a release says nothing any more of a budget that was raised beyond what is used.
  const isHeld =
    held !== null &&
    (isOver || leftWhereNear({ ...{ counted, now }, limit: standing.limit, range: budget.range }) !== null);
  if (held === null ? left === null : !isHeld) return null;
  const isDry = settings.enforcement.mode !== 'on';
  return {
    ...slot,
    ...{ state: held === null ? 'near' : 'held', isDry, whom, since: null, held, isOver },
    period: budget.period,
    periodEnd: budget.range.endExclusive,
    narrowing: narrowingText(budget.narrowing),
    figures: { counted, limit, left: left ?? ((limit > counted ? limit - counted : 0n) as Money) },
    grace: isDry || held !== null ? null : graceFor(asking, whom, own, budget.range.endExclusive),
  };
}

function graceFor(asking: Asking, whom: Whom, given: readonly Reprieve[], periodEnd: Day): StopSeen['grace'] {
  const { enforcement } = asking.settings;
  // Whoever works at the machine is nobody who is stopped.
  if (asking.viewer.email === '' || !mayDo(asking, 'change', { kind: 'grace', whom })) return null;
  return graceFault(enforcement, given, periodEnd, nowOf(asking)) === null ? enforcement.grace : null;
}

/** How a budget in a list stands towards stopping somebody. */
export type StopState = Pick<StopSeen, 'state' | 'isDry'>;

/**
 * The same of many: of one with whom it is held against, and of a default whether it stops anybody.
 * @param all as whoever asks sees them
 */
export async function stopStates(
  asking: Asking,
  all: readonly { budget: Budget; whom: Whom | null; standing: Standing | null }[],
): Promise<(one: { budget: Budget; whom: Whom | null }) => StopState | null> {
  const { store, settings } = asking;
  const hard = all.filter(({ budget }) => budget.terms.hard);
  if (settings.enforcement.mode === 'off' || hard.length === 0) return () => null;
  const isDry = settings.enforcement.mode !== 'on';
  const going = (await store.stops.going()).filter((one) => one.isDry === isDry);
  const stopping = new Set(going.flatMap((one) => [one.budgetId, slotText(one)]));
  const given = await givenFor(
    asking,
    hard.map(({ budget }) => ({ periodStart: budget.range.start })),
  );
  const states = new Map<string, StopState>();
  for (const { budget, whom, standing } of hard) {
    const slot = { budgetId: budget.id, scopeKey: whom?.key ?? '', periodStart: budget.range.start };
    const ahead =
      whom === null || standing === null
        ? null
        : aheadSeen(asking, { budget, whom, standing }, given, stopping);
    if (stopping.has(whom === null ? budget.id : slotText(slot)))
      states.set(stopName(budget, whom), { state: 'stopped', isDry });
    // Within the budget there is no stop that anything would hold off.
    else if (ahead !== null && (ahead.held === null || ahead.isOver))
      states.set(stopName(budget, whom), ahead);
  }
  return ({ budget, whom }) => states.get(stopName(budget, whom)) ?? null;
}
const stopName = ({ id }: Budget, whom: Whom | null): string =>
  `${id} ${whom === null ? '' : whomName(whom)}`;
