import { summarizeFreshness } from '../../core/freshness.ts';
import { pricedPart } from '../../core/known.ts';
import type { NoticeKind } from '../../core/notices.ts';
import { chargeOccasions, staleOccasions, stuckOccasions } from '../../core/occasions/health.ts';
import type { Occasion } from '../../core/occasions/settle.ts';
import {
  disagreementOccasions,
  newOccasions,
  newRanges,
  outsideOccasions,
  type Used,
  unpricedOccasions,
} from '../../core/occasions/spend.ts';
import { overdueJobs } from '../../core/overdue.ts';
import { addDays, dayOf, monthOf, monthRange } from '../../core/periods.ts';
import { reconcile } from '../../core/reconciliation.ts';
import { isOff } from '../../core/runs.ts';
import { type ChosenKind, isTold } from '../../core/topics.ts';
import type { DayRange } from '../../core/types.ts';
import type { UsedSum } from '../../store/typesBypass.ts';
import type { Asking } from '../asking.ts';
import { readNames } from '../names.ts';
import { jumpsNow } from './jumps.ts';

/** What there is to tell now, beside budgets. */

/** With what is looked: no person asks. `rate`: how fast the ledger's clock goes against real time. */
export interface Looking extends Pick<Asking, 'store' | 'settings' | 'now'> {
  rate: number;
}

/** Kinds that are looked at here; the others are raised where they come up. */
export const LOOKED_AT = [
  'staleData',
  'jobStuck',
  'chargesNearCeiling',
  'unpricedModel',
  'newModel',
  'newRegion',
  'outsideProfiles',
  'billDisagrees',
  'jump',
] as const satisfies readonly NoticeKind[];

/**
 * Everything of these kinds that is so now, as far as the settings have it told. To be called within one reading.
 * @returns with the kinds that could be looked at: of the others what is open stays so
 */
export async function occasionsNow(
  looking: Looking,
): Promise<{ found: Occasion[]; looked: readonly NoticeKind[] }> {
  const told = (...kinds: ChosenKind[]) => kinds.some((kind) => isTold(kind, looking.settings.notify.tells));
  const jumps = told('jump') ? await jumpsNow(looking) : [];
  const found = [
    ...(await ofHealth(looking, told('chargesNearCeiling'))),
    ...(told('unpricedModel', 'newModel', 'newRegion') ? await ofUse(looking) : []),
    ...(told('outsideProfiles') ? await outside(looking) : []),
    ...(told('billDisagrees') ? await disagreements(looking) : []),
    ...(jumps ?? []),
  ].filter(({ kind }) => isTold(kind, looking.settings.notify.tells));
  return { found, looked: LOOKED_AT.filter((kind) => jumps !== null || kind !== 'jump') };
}

async function ofHealth({ store, settings, now, rate }: Looking, withCharges: boolean): Promise<Occasion[]> {
  const month = monthOf(dayOf(now));
  const off = {
    mirror: settings.budgetsMirror.enabled,
    directory: settings.directory !== null,
    stopping: settings.enforcement.mode !== 'off',
  };
  const latest = (await store.runs.latest()).filter(({ job }) => !isOff(job, off));
  return [
    ...staleOccasions(summarizeFreshness(await store.freshness.all(), now)),
    ...stuckOccasions(overdueJobs(latest, now, rate)),
    ...(withCharges ? chargeOccasions(month, await store.runs.spent(month), settings.awsChargeCeiling) : []),
  ];
}

const usedOf = (sums: readonly UsedSum[]): Used[] =>
  sums.map(({ amount, ...one }) => ({ ...one, amount: pricedPart({ amount }) }));

async function ofUse(looking: Looking): Promise<Occasion[]> {
  const { store, now } = looking;
  const ranges = newRanges(await store.spend.range(), dayOf(now));
  if (ranges === null) return [];
  const { model } = await namesIn(looking);
  const recent = usedOf(await store.bypass.used(ranges.recent));
  const about = { since: ranges.recent.start, modelName: model };
  return [
    ...newOccasions(recent, usedOf(await store.bypass.used(ranges.before)), about),
    ...unpricedOccasions(recent, about),
  ];
}

async function outside(looking: Looking): Promise<Occasion[]> {
  const { store, now } = looking;
  const month = monthOf(dayOf(now));
  const sums = await store.bypass.direct(monthRange(month), 'range', null);
  const direct = sums.map(({ modelKey, amount }) => ({ modelKey, amount: pricedPart({ amount }) }));
  return outsideOccasions(month, direct, (await namesIn(looking)).model);
}

/** So many days back the bill may still say something new of a day. */
const SETTLING_DAYS = 10;

/** Of the running month and, as long as its last days settle, the one before. */
async function disagreements(looking: Looking): Promise<Occasion[]> {
  const { store, now } = looking;
  const today = dayOf(now);
  const months = [...new Set([monthOf(addDays(today, -SETTLING_DAYS)), monthOf(today)])];
  const { model } = await namesIn(looking);
  const found: Occasion[] = [];
  for (const month of months) {
    const range: DayRange = monthRange(month);
    const differing = reconcile(await store.spend.compared(range)).filter(
      ({ status }) => status === 'differs',
    );
    found.push(...disagreementOccasions(month, differing, model));
  }
  return found;
}

const namesIn = ({ store }: Looking) => readNames({ store } as Asking, []);
