import { belongingToday } from '../app/stop/facts.ts';
import { addressOn } from '../core/estate.ts';
import { instantOf } from '../core/periods.ts';
import { partitionOf } from '../core/regions.ts';
import type { SliceError } from '../core/runs.ts';
import { placesOf } from '../core/settings.ts';
import {
  type BoundaryFault,
  type BoundaryKept,
  type BoundaryWanted,
  boundaryArn,
  boundaryFault,
  boundaryWanted,
  isBoundary,
  isNearlyFull,
  mayWriteBoundary,
} from '../core/stop/boundary.ts';
import { markedOf, retryAt, stopsOwner } from '../core/stop/marks.ts';
import type { Stop } from '../core/stop/stops.ts';
import type { Place } from '../core/types.ts';
import type { StopRow } from '../store/typesStops.ts';
import { breathe, endsJob, type JobContext, nowOf, wordsOf } from './job.ts';

/** The part of `enforce` that holds wide stops by one policy in each account. */

export interface Bounded {
  /** Policies written. */
  done: number;
  /** What each account’s policy holds; whatever none holds bears marks. */
  boundaries: readonly BoundaryKept[];
  errors: readonly SliceError[];
  notes: readonly SliceError[];
}

/** Brings the boundary of each account in line with the wide stops, in one write where something changed. */
export async function bound(context: JobContext, stops: readonly StopRow[]): Promise<Bounded> {
  const { store, lease, settings } = context;
  const { boundary = null, mode } = settings.enforcement;
  const before = await store.boundaries.all();
  const isOn = mode === 'on' && boundary !== null;
  if (!isOn && before.length === 0) return { done: 0, boundaries: [], errors: [], notes: [] };
  const wanted = await wantedOf(context, isOn ? stops.filter(({ isDry }) => !isDry) : []);
  const partition = partitionOf(settings.regions[0] ?? '');
  const accounts = new Map(placesOf(settings).map((place) => [place.accountId, place]));
  const named = isOn
    ? [...accounts.values()].map((place) => ({
        place,
        arn: boundaryArn(partition, place.accountId, boundary.policyName),
      }))
    : [];
  // Of another name, or of an account that is not read any more: what it denies is taken out again.
  const former = before.flatMap(({ arn, accountId }) => {
    const place = accounts.get(accountId);
    return place === undefined || named.some((one) => one.arn === arn) ? [] : [{ place, arn }];
  });
  const nothing = await wantedOf(context, []);
  const rows: BoundaryKept[] = [];
  const found: Bounded = { done: 0, boundaries: rows, errors: [], notes: [] };
  for (const { place, arn, to } of [
    ...former.map((one) => ({ ...one, to: nothing })),
    ...named.map((one) => ({ ...one, to: wanted })),
  ]) {
    await breathe(context);
    const known = before.find((one) => one.arn === arn) ?? null;
    const { row, ...told } = await settled(context, { place, arn, to, known });
    found.done += told.done;
    found.errors = [...found.errors, ...told.errors];
    found.notes = [...found.notes, ...told.notes];
    if (to === wanted ? isOn : !(row.isAsWanted || row.fault === 'missing')) rows.push(row);
  }
  if (JSON.stringify(before) !== JSON.stringify(rows)) await store.boundaries.keep(lease, rows);
  return { ...found, notes: [...found.notes, ...roomNotes(wanted)] };
}

const roomNotes = ({ document, left }: BoundaryWanted): SliceError[] =>
  left > 0
    ? [{ slice: 'boundary', error: `it is full: ${left} stops bear marks instead` }]
    : isNearlyFull(document)
      ? [{ slice: 'boundary', error: 'it is nearly full: further stops will bear marks instead' }]
      : [];

/** With the addresses of those who are never stopped, as the profiles that a stop is of have them. */
async function wantedOf(
  { store, settings, clock }: JobContext,
  stops: readonly StopRow[],
): Promise<BoundaryWanted> {
  const choices = { partition: partitionOf(settings.regions[0] ?? ''), tagKeys: settings.tagKeys };
  if (stops.length === 0 || settings.enforcement.exemptGroups.length === 0)
    return boundaryWanted(stops, () => [], choices);
  const { isExempt, isOfTeam } = await belongingToday({ store, settings, now: clock.now() });
  const exempt = (await store.profiles.all()).flatMap((profile) => {
    const marked = markedOf(profile, settings.tagKeys);
    return profile.goneAt === null && marked.user !== '' && isExempt(marked.user)
      ? [{ marked, address: addressOn(profile, settings.tagKeys) }]
      : [];
  });
  const exemptIn = (stop: Stop) =>
    exempt.flatMap(({ marked, address }) => (stopsOwner(stop, marked, { isOfTeam }) ? [address] : []));
  return boundaryWanted(stops, exemptIn, choices);
}

interface Asked {
  place: Place;
  arn: string;
  to: BoundaryWanted;
  known: BoundaryKept | null;
}
type Told = Omit<Bounded, 'boundaries'> & { row: BoundaryKept };

/** Looks at one policy and writes it where it should be another; what it holds meanwhile is what it held before. */
async function settled(context: JobContext, asked: Asked): Promise<Told> {
  const { aws, clock } = context;
  const { place, arn, to, known } = asked;
  const isDenying = to.held.size > 0;
  const row: BoundaryKept = {
    ...{ accountId: place.accountId, arn, isDenying, isAsWanted: true, held: [...to.held], fault: null },
    ...{ checkedAt: nowOf(context), refusedAt: null, refusals: 0, lastError: null, dueAt: null },
  };
  try {
    const found = await aws.iam.boundary(place, arn);
    const fault = boundaryFault(found);
    const isRight = isBoundary(found?.text ?? null, to.document);
    const notes = isDrift(known, row) && !isRight ? [{ slice: arn, error: 'somebody changed it' }] : [];
    const mayWrite = fault === null || fault === 'uncarried';
    if (!mayWrite || (!isRight && !mayWriteBoundary(known, clock.now())))
      return {
        done: 0,
        errors: faultErrors(arn, fault),
        notes,
        row: { ...row, ...unsettled(known, row, fault) },
      };
    if (!isRight) await aws.iam.replacePolicy(place, arn, JSON.stringify(to.document));
    const held = fault === null ? row.held : [];
    return { done: isRight ? 0 : 1, errors: faultErrors(arn, fault), notes, row: { ...row, fault, held } };
  } catch (error) {
    if (endsJob(error, context)) throw error;
    const words = wordsOf(error);
    const refused = { refusedAt: nowOf(context), refusals: (known?.refusals ?? 0) + 1 };
    const dueAt = instantOf(retryAt(refused));
    return {
      ...{ done: 0, errors: [{ slice: arn, error: words }], notes: [] },
      row: { ...row, ...unsettled(known, row, known?.fault ?? null), ...refused, lastError: words, dueAt },
    };
  }
}

/** Whether it was as it is wanted still, by the last look. */
const isDrift = (known: BoundaryKept | null, { held }: BoundaryKept): boolean =>
  known?.isAsWanted === true && known.fault === null && JSON.stringify(known.held) === JSON.stringify(held);

/** What is left where nothing was written: of stops that go on those that it held before. */
const unsettled = (
  known: BoundaryKept | null,
  { held }: BoundaryKept,
  fault: BoundaryFault | null,
): Partial<BoundaryKept> => ({
  ...(known === null
    ? {}
    : {
        refusedAt: known.refusedAt,
        refusals: known.refusals,
        lastError: known.lastError,
        dueAt: known.dueAt,
      }),
  isAsWanted: false,
  fault,
  held: fault === null ? held.filter((slot) => known?.held.includes(slot)) : [],
});

const FAULTS: Readonly<Record<BoundaryFault, string>> = {
  missing:
    'there is no such policy: make it (bedrock-ledger policies print boundary); until then profiles are marked',
  attached:
    'it is attached to somebody, whom it would grant everything: detach it; until then profiles are marked',
  foreign: 'it holds statements of somebody else and is left as it is: profiles are marked',
  uncarried: 'nobody has it as permissions boundary: profiles are marked',
};
const faultErrors = (slice: string, fault: BoundaryFault | null): SliceError[] =>
  fault === null ? [] : [{ slice, error: FAULTS[fault] }];
