import { peopleCounted } from '../app/budgets/counted.ts';
import { routing } from '../app/notify/routes.ts';
import { narrowingFrom } from '../core/narrowing.ts';
import type { NoticeDraft } from '../core/notices.ts';
import { REMEMBERED_MS, settle } from '../core/occasions/settle.ts';
import { freedDraft, type StopsTold, stopOccasions, stopOfAbout } from '../core/occasions/stops.ts';
import { instantOf } from '../core/periods.ts';
import type { HardFigure } from '../core/stop/stops.ts';
import type { Instant } from '../core/types.ts';
import type { StopRow } from '../store/typesStops.ts';
import { type JobContext, nowOf } from './job.ts';

/** Of these kinds what was raised is looked at before anything is raised anew. */
const KINDS = ['stopNear', 'stopped'] as const;
/** Many times what two months have. */
const MOST_KNOWN = 5_000;

/**
 * Tells whoever is near a stop, stopped or free again, each once: from what is so now and what was told before, so that a run that
 * was killed between the two tells it with the next. Of a dry run nobody is told.
 * @returns how many notices were raised
 */
export async function tellStops(
  context: JobContext,
  stops: readonly StopRow[],
  figures: readonly HardFigure[],
): Promise<number> {
  const { store, settings, lease, clock } = context;
  const now = nowOf(context);
  const isOn = settings.enforcement.mode === 'on';
  const open = await store.notices.open(KINDS);
  const going = isOn ? stops.filter(({ isDry }) => !isDry) : [];
  if (open.length === 0 && (!isOn || (going.length === 0 && figures.length === 0))) return 0;
  const told = await toldNow(context, going, isOn ? figures : [], now);
  const known = [
    ...open,
    ...(await store.notices.since(KINDS, instantOf(clock.now() - REMEMBERED_MS), MOST_KNOWN)),
  ];
  const { raise, over } = settle(stopOccasions(told), known, clock.now());
  const freed = await freedNow(context, over, told);
  if (raise.length + over.length === 0) return 0;
  const drafts = await routed(context, [...raise, ...freed]);
  return store.writing(async (inside) => {
    if (over.length > 0) await inside.notices.resolve(lease, over, now);
    return drafts.length === 0 ? 0 : inside.notices.raise(lease, drafts, now);
  });
}

async function toldNow(
  { store, settings }: JobContext,
  stops: readonly StopRow[],
  figures: readonly HardFigure[],
  now: Instant,
): Promise<StopsTold> {
  const starts = [
    ...stops.map(({ periodStart }) => periodStart),
    ...figures.map(({ budget }) => budget.range.start),
  ];
  const first = starts.reduce((a, b) => (a < b ? a : b), now.slice(0, 10));
  const reprieves = await store.stops.reprieves(`${first}T00:00:00.000Z`);
  const ids = [...stops.map(({ budgetId }) => budgetId), ...figures.map(({ budget }) => budget.id)];
  const records = await store.budgets.recordsOf([...new Set(ids)]);
  const periods = new Map(records.map(({ id, period }) => [id, period]));
  return {
    ...{ now, settings: settings.enforcement, stops, figures, reprieves },
    periodOf: (id) => periods.get(id) ?? null,
  };
}

/** What is told of stops that ended, by the notices of them that are over. */
async function freedNow(
  { store }: JobContext,
  over: readonly string[],
  told: StopsTold,
): Promise<NoticeDraft[]> {
  const found: NoticeDraft[] = [];
  for (const id of over.flatMap((about) => stopOfAbout(about) ?? [])) {
    const stop = await store.stops.one(id);
    if (stop === null || stop.endedAt === null || stop.why === null) continue;
    const held = told.reprieves.find(
      (one) =>
        one.budgetId === stop.budgetId &&
        one.scopeKey === stop.scopeKey &&
        one.periodStart === stop.periodStart &&
        one.from <= told.now &&
        told.now < one.until,
    );
    const until = stop.why === 'grace' || stop.why === 'released' ? (held?.until ?? null) : null;
    found.push(freedDraft(stop, stop.why, until, told));
  }
  return found;
}

/** With whom each is told to. */
async function routed({ store, settings, clock }: JobContext, drafts: readonly NoticeDraft[]) {
  if (drafts.length === 0) return [];
  const routesOf = await routing({ store, settings, now: clock.now() });
  return Promise.all(
    drafts.map(async (one) => ({
      ...one,
      send: routesOf({ kind: one.kind, scope: one.scope, people: await peopleIn(store, one) }),
    })),
  );
}

/** How many have to do with it, where that decides who is told; null: one person. */
async function peopleIn(store: JobContext['store'], { scope, data }: NoticeDraft): Promise<number | null> {
  if (scope === null || scope.kind === 'user') return null;
  const range = { start: String(data.start), endExclusive: String(data.end) };
  const narrowing = narrowingFrom(String(data.narrow)) ?? null;
  return peopleCounted({ store }, { kind: scope.kind, keys: [scope.key], narrowing, range });
}
