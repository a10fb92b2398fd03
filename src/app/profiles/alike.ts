import { isMadeFor, isMarkedAlike, tagsOf } from '../../core/provisioning/existing.ts';
import type { Profile } from '../../core/types.ts';
import type { Wanted } from '../../core/vending/making.ts';
import type { Asking } from '../asking.ts';

/**
 * What was ever made in that place for the same person and model, gone or not, and which of it is there and exactly what is
 * wanted; null: none. It reads the profiles of that person alone.
 */
export async function alike(
  { store, settings: { tagKeys, vending } }: Pick<Asking, 'store' | 'settings'>,
  wanted: Wanted,
): Promise<{ same: readonly Profile[]; active: Profile | null }> {
  const rules = { keys: tagKeys, further: vending.tags };
  const held = await store.profiles.list({ scope: 'all', tagKeys, user: wanted.userEmail }, null);
  const same = held.filter((one) => isMadeFor(one, wanted, rules));
  const active = same.find((one) => one.goneAt === null && isMarkedAlike(tagsOf(one), wanted, rules));
  return { same, active: active ?? null };
}
