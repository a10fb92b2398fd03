import { randomUUID } from 'node:crypto';
import { belongingToday, hardFigures, isAllFresh, markRules } from '../app/stop/facts.ts';
import { isError } from '../core/errors.ts';
import { instantOf } from '../core/periods.ts';
import { placeKey } from '../core/places.ts';
import { BUDGET_STATUS, EXCEEDED, WITHIN } from '../core/policies/choices.ts';
import { tagsOf } from '../core/provisioning/existing.ts';
import type { SliceError } from '../core/runs.ts';
import { placesOf } from '../core/settings.ts';
import { type BoundaryKept, markRulesBeside } from '../core/stop/boundary.ts';
import {
  isAsMarked,
  type MarkRules,
  type MarkStep,
  markedOf,
  marker,
  markSteps,
  retryAt,
} from '../core/stop/marks.ts';
import { NOTHING_STOPS, stoppedReason } from '../core/stop/reasons.ts';
import { slotText } from '../core/stop/reprieves.ts';
import { mayNeedMark } from '../core/stop/settings.ts';
import { decideStops, type HardFigure, type Stop } from '../core/stop/stops.ts';
import type { Actor, Profile } from '../core/types.ts';
import type { MarkRow, StopRow } from '../store/typesStops.ts';
import { bound } from './enforceBoundary.ts';
import { breathe, endsJob, type Job, type JobContext, nowOf, wordsOf } from './job.ts';
import { paced } from './provision.ts';
import { tellStops } from './stopNotices.ts';

/** How long one run writes, real milliseconds: whatever else is due has its turn, and the next run goes on. */
const TURN_MS = 60_000;
/** Of what failed, and of what somebody had changed, so many are told with the run. */
const MOST_TOLD = 20;
/** So many refusals in a place one after the other are no fault of single profiles: the rest waits. */
const MOST_REFUSALS = 3;

/**
 * Decides who is stopped by a hard budget and brings the marks of profiles at AWS in line: nothing but the tag
 * `BudgetStatus`, on every application inference profile of the accounts that are read, whoever made it. Each write is kept
 * at once, so that it can be stopped anywhere and run again. Switched off, or in a dry run, it takes its own marks off.
 */
export const enforceJob: Job = {
  name: 'enforce',
  async run(context) {
    const { store, lease, settings, progress } = context;
    await store.stops.take(lease, settings.enforcement.mode, nowOf(context));
    progress.start('stops', 2);
    const { stops, figures } = await decide(context);
    progress.step(1, `${stops.length} go on`);
    await tellStops(context, stops, figures);
    const bounded = await bound(context, stops);
    const { rows, profiles, drift } = await settle(context, stops, bounded.boundaries);
    const freed = mayNeedMark(settings) ? WITHIN : null;
    const steps = markSteps(rows, context.clock.now(), freed);
    progress.start('marks', steps.length);
    const work = await carryOut(context, steps, { rows, profiles, stops });
    progress.done(`${work.done} marks written`);
    return {
      rows: work.done + bounded.done,
      errors: told([...bounded.errors, ...work.errors]),
      notes: told([...bounded.notes, ...drift]),
    };
  },
};

const told = (all: readonly SliceError[]): SliceError[] =>
  all.length <= MOST_TOLD
    ? [...all]
    : [...all.slice(0, MOST_TOLD), { slice: 'marks', error: `and ${all.length - MOST_TOLD} more` }];

/** Decides anew and keeps it; what it answers goes on. */
async function decide(context: JobContext): Promise<{ stops: StopRow[]; figures: readonly HardFigure[] }> {
  const { store, lease, settings, clock } = context;
  const { mode, onUnpriced } = settings.enforcement;
  const now = nowOf(context);
  const asking = { store, settings, now: clock.now() };
  const going = await store.stops.going();
  const isDry = mode !== 'on';
  // What was only worked out stops nobody once it is switched on, and the other way round: it begins anew.
  const before = mode === 'off' ? [] : going.filter((one) => one.isDry === isDry);
  const today = await belongingToday(asking);
  const figures = mode === 'off' ? [] : await hardFigures(asking, before, today);
  const { stops, ended } = decideStops({
    now,
    isFresh: await isAllFresh(asking),
    figures,
    before,
    reprieves: await store.stops.reprieves(now),
    onUnpriced,
  });
  const rows = new Map(before.map((row) => [slotText(row), row]));
  const idOf = (stop: Stop) => rows.get(slotText(stop))?.id ?? '';
  const begun = stops
    .filter((stop) => idOf(stop) === '')
    .map((stop) => ({ ...stop, id: randomUUID(), isDry }));
  const moved = stops.flatMap((stop) => {
    const row = rows.get(slotText(stop));
    const { counted, limit } = stop;
    return row === undefined || (row.counted === counted && row.limit === limit)
      ? []
      : [{ id: row.id, counted, limit }];
  });
  const over = [
    ...ended.map(({ stop, why }) => ({ id: idOf(stop), why })),
    ...going.flatMap((row) => (before.includes(row) ? [] : [{ id: row.id, why: 'off' as const }])),
  ];
  if (begun.length + moved.length + over.length > 0)
    await store.stops.decide(lease, { begun, moved, ended: over }, now);
  return { stops: await store.stops.going(), figures };
}

interface Settled {
  rows: readonly MarkRow[];
  profiles: ReadonlyMap<string, Profile>;
  /** Marks that somebody else changed. */
  drift: readonly SliceError[];
}

/** Works out and keeps which mark each profile should bear, beside the one that AWS said last. */
async function settle(
  context: JobContext,
  stops: readonly StopRow[],
  boundaries: readonly BoundaryKept[],
): Promise<Settled> {
  const { store, lease, settings, clock } = context;
  const kept = new Map((await store.marks.all()).map((row) => [row.arn, row]));
  const isOn = settings.enforcement.mode === 'on';
  if (!isOn && kept.size === 0) return { rows: [], profiles: new Map(), drift: [] };
  const rules = await markRules({ store, settings, now: clock.now() }, stops);
  const places = new Set(placesOf(settings).map(placeKey));
  const there = (await store.profiles.all()).filter(
    (one) => one.goneAt === null && places.has(placeKey(one)),
  );
  const profiles = new Map(there.map((one) => [one.arn, one]));
  const markOf = markersOf(rules, boundaries);
  const ids = new Map(stops.map((stop) => [slotText(stop), stop.id]));
  const drift: SliceError[] = [];
  const rows: MarkRow[] = [];
  const changed: MarkRow[] = [];
  for (const profile of there) {
    const before = kept.get(profile.arn) ?? null;
    const { mark, stop } = markOf(profile.accountId)(markedOf(profile, settings.tagKeys));
    const stopId = stop === null ? null : (ids.get(slotText(stop)) ?? null);
    const row = rowOf(context, profile, before, { mark, stopId, since: stop?.since ?? null });
    const isOthers = !isOn && !row.isOurs;
    if (isOthers || (mark === null && row.effective !== EXCEEDED)) continue;
    rows.push(row);
    if (before === null || JSON.stringify(before) !== JSON.stringify(row)) changed.push(row);
    drift.push(...driftOf(before, row));
  }
  const left = new Set(rows.map(({ arn }) => arn));
  const gone = [...kept.keys()].filter((arn) => !left.has(arn));
  if (changed.length + gone.length > 0) await store.marks.keep(lease, changed, gone);
  return { rows, profiles, drift };
}

/** How profiles of an account are marked: one rule for all of it. */
function markersOf(rules: MarkRules, boundaries: readonly BoundaryKept[]) {
  const known = new Map<string, ReturnType<typeof marker>>();
  return (accountId: string) => {
    const markOf = known.get(accountId) ?? marker(markRulesBeside(rules, boundaries, accountId));
    known.set(accountId, markOf);
    return markOf;
  };
}

/** What somebody else changed of a profile that was as it should be. */
const driftOf = (before: MarkRow | null, { arn, effective }: MarkRow): SliceError[] =>
  before?.isOurs && before.dueAt === null && !isAsMarked(before.mark, effective)
    ? [{ slice: arn, error: `its ${BUDGET_STATUS} was changed to ${effective}` }]
    : [];

function rowOf(
  context: JobContext,
  profile: Profile,
  before: MarkRow | null,
  { mark, stopId, since }: Pick<MarkRow, 'mark' | 'stopId'> & { since: string | null },
): MarkRow {
  const now = nowOf(context);
  const effective = tagsOf(profile)[BUDGET_STATUS] ?? null;
  const isSame = before !== null && before.mark === mark && before.stopId === stopId;
  const isRight = isAsMarked(mark, effective);
  const refused = isRight || before === null ? NOT_REFUSED : refusalOf(before);
  return {
    arn: profile.arn,
    mark,
    stopId,
    since: isSame ? before.since : (since ?? now),
    effective,
    effectiveAt: before !== null && before.effective === effective ? before.effectiveAt : now,
    // A profile that was born with it, or that somebody marked as it should be, is freed by this product as well.
    isOurs: before?.isOurs === true || (mark === EXCEEDED && effective === EXCEEDED),
    ...refused,
    dueAt: isRight ? null : (before?.dueAt ?? now),
  };
}

const NOT_REFUSED = { refusedAt: null, refusals: 0, lastError: null } as const;
const refusalOf = ({ refusedAt, refusals, lastError }: MarkRow) => ({ refusedAt, refusals, lastError });

const isGone = (error: unknown): boolean =>
  isError(error, 'outside') && 'kind' in error && error.kind === 'notFound';

interface Work {
  done: number;
  errors: SliceError[];
}

/** Writes what is to be written, one after the other, as long as there is time. */
async function carryOut(
  context: JobContext,
  steps: readonly MarkStep[],
  { rows, profiles, stops }: Pick<Settled, 'rows' | 'profiles'> & { stops: readonly StopRow[] },
): Promise<Work> {
  const { clock, store, lease, progress } = context;
  const until = performance.now() + TURN_MS;
  const turn = paced(context);
  const byArn = new Map(rows.map((row) => [row.arn, row]));
  const reasons = new Map(stops.map((stop) => [stop.id, stop]));
  const refusals = new Map<string, number>();
  const work: Work = { done: 0, errors: [] };
  for (const [index, step] of steps.entries()) {
    const row = byArn.get(step.arn);
    const profile = profiles.get(step.arn);
    if (row === undefined || profile === undefined) continue;
    await breathe(context);
    if (performance.now() >= until) break;
    const place = placeKey(profile);
    // Asked again with the next run: here nothing is taken at present.
    if ((refusals.get(place) ?? 0) >= MOST_REFUSALS) continue;
    try {
      await turn();
      await write(context, profile, row, step.value, reasons.get(row.stopId ?? '') ?? null);
      refusals.set(place, 0);
      work.done += 1;
    } catch (error) {
      if (endsJob(error, context)) throw error;
      if (isGone(error)) {
        await store.marks.keep(lease, [], [step.arn]);
        continue;
      }
      refusals.set(place, (refusals.get(place) ?? 0) + 1);
      work.errors.push({ slice: step.arn, error: wordsOf(error) });
      const refused = { ...row, refusedAt: nowOf(context), refusals: row.refusals + 1 };
      const dueAt = instantOf(Math.max(retryAt(refused), clock.now()));
      await store.marks.keep(lease, [{ ...refused, dueAt, lastError: wordsOf(error) }], []);
    }
    progress.step(index + 1, step.arn);
  }
  return work;
}

/** Writes one mark to AWS and keeps that it is there, with the audit entry of the profile's tags. */
async function write(
  context: JobContext,
  profile: Profile,
  row: MarkRow,
  value: MarkStep['value'],
  stop: StopRow | null,
): Promise<void> {
  const { aws, store, lease } = context;
  const { [BUDGET_STATUS]: _, ...others } = tagsOf(profile);
  // Kept before it is written: whatever stands there afterwards is ours, also where this ends between the two.
  if (!row.isOurs) await store.marks.keep(lease, [{ ...row, isOurs: true }], []);
  if (value === null) await aws.bedrock.untagProfile(profile, profile.arn, [BUDGET_STATUS]);
  else await aws.bedrock.tagProfile(profile, profile.arn, { [BUDGET_STATUS]: value });
  const now = nowOf(context);
  const tags = value === null ? others : { ...others, [BUDGET_STATUS]: value };
  const actor: Actor = { id: 'job:enforce', via: 'job', reason: reasonOf(value, stop) };
  const written = { ...row, ...NOT_REFUSED, isOurs: true, effective: value, effectiveAt: now, dueAt: null };
  await store.writing(async (inside) => {
    await inside.profiles.addTagged(profile.arn, tags, actor, now);
    await inside.marks.keep(lease, [written], []);
  });
}

const reasonOf = (value: MarkStep['value'], stop: StopRow | null): string =>
  value === EXCEEDED && stop !== null
    ? stoppedReason(stop.budgetId, stop.scopeKey, stop.since)
    : NOTHING_STOPS;
