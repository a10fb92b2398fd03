import { Invalid } from '../../core/errors.ts';
import { placeKey } from '../../core/places.ts';
import { placesOf } from '../../core/settings.ts';
import type { Place } from '../../core/types.ts';
import { type Room, roomElsewhere, roomsOf } from '../../core/vending/room.ts';
import { type Asking, inOneReading } from '../asking.ts';

/** How many profiles there are in each account and Region, of how many, as it was read last: no page waits for AWS. */

export async function roomsKnown({ store, settings }: Asking): Promise<Room[]> {
  const places = placesOf(settings);
  return roomsOf(places, await store.profiles.inUse(places), await store.profiles.quotas());
}

/** The refusal of a place that is full, with those of the Regions that have the same and room for it. */
export const noRoom = (asking: Asking, full: Place & { sourceId: string }): Promise<Invalid> =>
  inOneReading(asking, async (inside) => {
    const rooms = await roomsKnown(inside);
    const here = rooms.find((room) => placeKey(room) === placeKey(full));
    const catalogue = await inside.store.profiles.catalogue();
    const regions = catalogue.filter(({ id }) => id === full.sourceId).map(({ region }) => region);
    const others = roomElsewhere(rooms, full, regions);
    const detail = [
      `${full.accountId} ${full.region}`,
      String(here?.inUse ?? 0),
      String(here?.quota ?? ''),
      ...others.map((one) => `${one.accountId} ${one.region} (${one.inUse} / ${one.quota})`),
    ];
    return new Invalid([{ field: 'place', key: 'quotaUsedUp', value: placeKey(full), detail }]);
  });
