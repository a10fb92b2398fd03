import { personIn } from '../../core/aliases.ts';
import { markRulesBeside } from '../../core/stop/boundary.ts';
import { bornWith, marker } from '../../core/stop/marks.ts';
import { needsMark } from '../../core/stop/settings.ts';
import type { CatalogueEntry } from '../../core/types.ts';
import type { Wanted } from '../../core/vending/making.ts';
import type { Asking } from '../asking.ts';
import { markRules } from './facts.ts';

/**
 * The mark that a profile is born with, as a tag: whoever is stopped gets no way round by another profile. It is decided by the
 * stops that go on, and the job `enforce` looks after it from then on.
 */
export async function bornMarked(
  asking: Pick<Asking, 'store' | 'settings' | 'now'>,
  { accountId, userEmail, costCenter, tags }: Pick<Wanted, 'accountId' | 'userEmail' | 'costCenter' | 'tags'>,
  { modelKey }: Pick<CatalogueEntry, 'modelKey'>,
): Promise<Record<string, string>> {
  const { store, settings } = asking;
  if (settings.enforcement.mode !== 'on') return {};
  const stops = (await store.stops.going()).filter(({ isDry }) => !isDry);
  const nobody = { stops: [], isExempt: () => false, isOfTeam: () => false, needsMark: needsMark(settings) };
  const rules = stops.length === 0 ? nobody : await markRules(asking, stops);
  const user = stops.length === 0 ? userEmail : personIn(await store.people.aliases())(userEmail);
  const beside = markRulesBeside(rules, await store.boundaries.all(), accountId);
  return bornWith(marker(beside)({ modelKey, tags, user, costCenter }).mark);
}
