import { type Fault, Invalid } from '../../core/errors.ts';
import { dayOf } from '../../core/periods.ts';
import { IN_REGION } from '../../core/policies/choices.ts';
import { offersOf } from '../../core/vending/offers.ts';
import { tagField } from '../../core/vending/tags.ts';
import { type Asking, inOneReading } from '../asking.ts';
import type { Typed } from '../typed.ts';
import { readWish } from './wish.ts';

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
  /** By the people of the cost center, so that it is nobody's own. */
  shared?: boolean | undefined;
  confirm?:
    | {
        unknownUser?: boolean | undefined;
        unknownCostCenter?: boolean | undefined;
        beyondAllowance?: boolean | undefined;
      }
    | undefined;
}

/**
 * What `vendProfile` is given.
 * @throws Forbidden; Invalid where it does not say which source, with whatever else is wrong
 */
export const typedOf = (asking: Asking, given: GivenRequest): Promise<Typed> =>
  inOneReading(asking, async (inside) => {
    const { accountId, region, tags = {}, reason = '', costCenter = '', confirm = {} } = given;
    const shared = given.shared === true;
    const userEmail = given.user ?? (shared ? '' : inside.viewer.email);
    const source = await sourceIn(inside, given);
    const typed = {
      userEmail,
      ...(shared ? { shared: 'on' } : {}),
      costCenter,
      source: typeof source === 'string' ? source : '',
      place: `${accountId}/${region}`,
      reason,
      ...Object.fromEntries(Object.entries(tags).map(([key, value]) => [tagField(key), value])),
      ...(confirm.unknownUser === true ? { 'unknown.userEmail': userEmail } : {}),
      ...(confirm.unknownCostCenter === true ? { 'unknown.costCenter': costCenter } : {}),
      ...(confirm.beyondAllowance === true ? { beyond: userEmail } : {}),
    };
    if (typeof source !== 'string') throw new Invalid([source, ...(await otherFaults(inside, typed))]);
    return typed;
  });

/** What else is wrong, so that all is told at once. */
async function otherFaults(asking: Asking, typed: Typed): Promise<readonly Fault[]> {
  try {
    await readWish(asking, typed);
    return [];
  } catch (error) {
    if (error instanceof Invalid) return error.faults.filter(({ field }) => field !== 'source');
    throw error;
  }
}

/** The id of what is meant, whether there is one or not; a fault where it is not said, or said twice. */
async function sourceIn(
  asking: Asking,
  { source, model, geography, region }: GivenRequest,
): Promise<string | Fault> {
  if (source !== undefined && (model !== undefined || geography !== undefined))
    return { field: 'source', key: 'sourceTwice', value: source };
  if (source !== undefined) return source;
  if (model === undefined) return { field: 'source', key: 'source' };
  const { store, settings, now } = asking;
  const catalogue = await store.profiles.catalogue();
  const offered = offersOf(catalogue, [region], settings.policies, dayOf(now));
  const ways = offered.find(({ modelKey }) => modelKey === model)?.offers ?? [];
  const meant = ways.filter((way) => geography === undefined || way.geography === geography);
  const [only, another] = meant;
  if (only !== undefined && another === undefined) return only.sourceId;
  // Whoever says why there is none knows it by its id.
  if (ways.length === 0)
    return geography === undefined || geography === IN_REGION ? model : `${geography}.${model}`;
  const value = geography === undefined ? {} : { value: geography };
  return { field: 'geography', key: 'geographyOfModel', ...value, detail: ways.map((way) => way.geography) };
}
