import { placeKey } from '../places.ts';
import type { Place, Profile } from '../types.ts';
import { type QuotaRequest, STANDARD_QUOTA } from './quota.ts';

/** How much room each place has yet, while a plan fills it. */

export class Room {
  readonly #places: readonly Place[];
  readonly #quotas: ReadonlyMap<string, number | null>;
  readonly #used = new Map<string, number>();
  readonly #short = new Map<string, number>();

  /**
   * @param quotas by `placeKey`; null where one cannot be read
   * @param making profiles that are being made and are not among `profiles`
   */
  constructor(
    places: readonly Place[],
    quotas: ReadonlyMap<string, number | null>,
    profiles: readonly Profile[],
    making: readonly Place[],
  ) {
    this.#places = places;
    this.#quotas = quotas;
    for (const place of [...profiles.filter(({ goneAt }) => goneAt === null), ...making])
      this.#add(this.#used, placeKey(place));
  }

  quotaOf(place: Place): number {
    return this.#quotas.get(placeKey(place)) ?? STANDARD_QUOTA;
  }

  /** Takes room for one more; false where there is none. */
  take(place: Place): boolean {
    const key = placeKey(place);
    if ((this.#used.get(key) ?? 0) >= this.quotaOf(place)) return false;
    this.#add(this.#used, key);
    return true;
  }

  /** Notes that there was no room for one. */
  lack(place: Place): void {
    this.#add(this.#short, placeKey(place));
  }

  /** Quotas to raise so that all of it fits, in the order of the places. */
  requests(): QuotaRequest[] {
    return this.#places.flatMap(({ accountId, region }) => {
      const key = placeKey({ accountId, region });
      const short = this.#short.get(key) ?? 0;
      const needed = (this.#used.get(key) ?? 0) + short;
      return short === 0 ? [] : [{ accountId, region, quota: this.#quotas.get(key) ?? null, needed }];
    });
  }

  /** Places whose quota cannot be read. */
  unread(): Place[] {
    return this.#places.filter((place) => (this.#quotas.get(placeKey(place)) ?? null) === null);
  }

  #add(to: Map<string, number>, key: string): void {
    to.set(key, (to.get(key) ?? 0) + 1);
  }
}
