import { placeKey } from '../places.ts';
import type { Place } from '../types.ts';

/** How much room an account and Region has for profiles: AWS allows so many in each. Pure. */

export interface Room extends Place {
  inUse: number;
  /** null: AWS did not say. */
  quota: number | null;
}

/** From this share on it is nearly used up. */
const NEAR_PERCENT = 90;

export type RoomState = 'unknown' | 'free' | 'near' | 'full';

export function stateOf({ inUse, quota }: Room): RoomState {
  if (quota === null) return 'unknown';
  if (inUse >= quota) return 'full';
  return inUse * 100 >= quota * NEAR_PERCENT ? 'near' : 'free';
}

const isAt = (a: Place, b: Place): boolean => a.accountId === b.accountId && a.region === b.region;

/** Each of these places with what is in use there, and what AWS allows as it was read last. */
export const roomsOf = (
  places: readonly Place[],
  inUse: readonly (Place & { count: number })[],
  quotas: readonly (Place & { quota: number | null })[],
): Room[] =>
  places.map(({ accountId, region }) => {
    const place = { accountId, region };
    return {
      ...place,
      inUse: inUse.find((one) => isAt(one, place))?.count ?? 0,
      quota: quotas.find((one) => isAt(one, place))?.quota ?? null,
    };
  });

/** Others of these Regions in which there is room, the emptiest first. */
export const roomElsewhere = (rooms: readonly Room[], full: Place, regions: readonly string[]): Room[] =>
  rooms
    .filter((room) => !isAt(room, full) && regions.includes(room.region))
    .filter((room) => ['free', 'near'].includes(stateOf(room)))
    .sort((a, b) => free(b) - free(a) || (placeKey(a) < placeKey(b) ? -1 : 1));
const free = ({ inUse, quota }: Room): number => (quota ?? 0) - inUse;
