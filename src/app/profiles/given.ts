import { type Fault, Invalid } from '../../core/errors.ts';
import { nearest } from '../../core/nearest.ts';
import { placesOf } from '../../core/settings.ts';
import { sourceFor } from '../../core/vending/sourceFor.ts';
import { tagField } from '../../core/vending/tags.ts';
import { type Asking, inOneReading, mayDo, mustBeAllowed } from '../asking.ts';
import { confirmedIn, unknownAmong } from '../known.ts';
import type { Typed } from '../typed.ts';
import { readVend } from './read.ts';

/** The request for a profile as a program gives it, made what a form would have said. */

export interface GivenRequest {
  /** Whoever asks, unless given. */
  user?: string | undefined;
  /** What the directory says of the user, unless given. */
  costCenter?: string | undefined;
  source?: string | undefined;
  model?: string | undefined;
  geography?: string | undefined;
  accountId: string;
  region: string;
  tags?: Readonly<Record<string, string>> | undefined;
  reason?: string | undefined;
  confirm?:
    | {
        unknownUser?: boolean | undefined;
        unknownCostCenter?: boolean | undefined;
        beyondAllowance?: boolean | undefined;
      }
    | undefined;
}

/**
 * What `vendProfile` is given. Whose it is and what it is charged to are read from the directory where they are left out.
 * @throws Forbidden; Invalid with every fault at once: a model that is not there, or is there by several ways; no place of the settings
 */
export const typedOf = (asking: Asking, given: GivenRequest): Promise<Typed> =>
  inOneReading(asking, async (inside) => {
    const { accountId, region, tags = {}, reason = '', confirm = {} } = given;
    const userEmail = given.user ?? inside.viewer.email;
    const costCenter = given.costCenter ?? (await costCenterOf(inside, userEmail));
    // Whoever may not have it made learns nothing from what is wrong with it.
    mustBeAllowed(inside, 'change', { kind: 'profile', user: userEmail, costCenter });
    const faults = placeFaults(inside, given);
    const source = await sourceIn(inside, given, faults);
    const typed = {
      userEmail,
      costCenter,
      source,
      place: `${accountId}/${region}`,
      reason,
      ...Object.fromEntries(Object.entries(tags).map(([key, value]) => [tagField(key), value])),
      ...(confirm.unknownUser === true ? { 'unknown.userEmail': userEmail } : {}),
      ...(confirm.unknownCostCenter === true ? { 'unknown.costCenter': costCenter } : {}),
      ...(confirm.beyondAllowance === true ? { beyond: userEmail } : {}),
    };
    if (faults.length > 0) throw new Invalid([...faults, ...(await otherFaults(inside, typed))]);
    return typed;
  });

/** What else is wrong, so that all is told at once. */
async function otherFaults(asking: Asking, typed: Typed): Promise<readonly Fault[]> {
  const { userEmail = '', costCenter = '' } = typed;
  const confirmed = confirmedIn(typed);
  const named = [
    { field: 'userEmail', kind: 'user' as const, key: userEmail },
    { field: 'costCenter', kind: 'costCenter' as const, key: costCenter },
  ];
  const read = faultsIn(() => readVend(typed, asking.settings.vending.tags));
  const unknown = await unknownAmong(
    asking,
    named.filter((one) => !confirmed(one) && !read.some(({ field }) => field === one.field)),
  );
  return [...read.filter(({ field }) => field !== 'source' && field !== 'place'), ...unknown];
}

function faultsIn(read: () => unknown): readonly Fault[] {
  try {
    read();
    return [];
  } catch (error) {
    if (error instanceof Invalid) return error.faults;
    throw error;
  }
}

function placeFaults({ settings }: Asking, { accountId, region }: GivenRequest): Fault[] {
  const places = placesOf(settings);
  const here = places.filter((one) => one.accountId === accountId);
  if (here.length === 0)
    return [
      {
        field: 'accountId',
        key: 'unknownAccount',
        value: accountId,
        detail: nearest(
          accountId,
          places.map((one) => one.accountId),
        ),
      },
    ];
  const regions = here.map((one) => one.region);
  return regions.includes(region)
    ? []
    : [{ field: 'region', key: 'unknownRegion', value: region, detail: nearest(region, regions) }];
}

async function sourceIn(asking: Asking, given: GivenRequest, faults: Fault[]): Promise<string> {
  const { source, model, geography, region } = given;
  if (source !== undefined && (model !== undefined || geography !== undefined))
    faults.push({ field: 'source', key: 'sourceTwice', value: source });
  if (source !== undefined) return source;
  if (model === undefined) {
    faults.push({ field: 'source', key: 'source' });
    return '';
  }
  const catalogue = await asking.store.profiles.catalogue();
  const found = sourceFor(catalogue, { region, model, geography });
  if (found.id !== null) return found.id;
  const { geographies } = found;
  if (geographies.length > 0)
    faults.push({
      field: 'geography',
      key: 'geography',
      ...(geography === undefined ? {} : { value: geography }),
      detail: geographies,
    });
  else {
    const here = catalogue.filter((one) => one.region === region).map(({ modelKey }) => modelKey);
    faults.push({ field: 'model', key: 'sourceHere', value: model, detail: nearest(model, here) });
  }
  return '';
}

/** Of themselves, and for whoever may make profiles for others of everybody; '' where it is not known. */
async function costCenterOf(asking: Asking, email: string): Promise<string> {
  const { viewer, store } = asking;
  if (email === viewer.email) return viewer.costCenter;
  if (!mayDo(asking, 'change', { kind: 'directory' })) return '';
  return (await store.people.get(email))?.costCenter ?? '';
}
