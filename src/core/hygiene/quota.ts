import { placeKey } from '../places.ts';
import { STANDARD_QUOTA } from '../provisioning/quota.ts';
import type { PlannedStep } from '../provisioning/types.ts';
import type { Place } from '../types.ts';
import { byHand } from './tagging.ts';
import type { HygieneFacts, HygieneFinding } from './types.ts';

/** Accounts and Regions in which hardly another profile can be made. */
const NEAR_PERCENT = 90;
const ROOM_PERCENT = 80;

/** @param found what else was found: what is to go anyway makes room first */
export function quotaFindings(facts: HygieneFacts, found: readonly HygieneFinding[]): HygieneFinding[] {
  const byPlace = Map.groupBy(facts.profiles, placeKey);
  return [...byPlace].flatMap(([key, there]) => {
    const [{ accountId, region } = { accountId: '', region: '' }] = there;
    const quota = facts.quotas.get(key) ?? STANDARD_QUOTA;
    if (there.length * 100 < quota * NEAR_PERCENT) return [];
    const place: Place = { accountId, region };
    const tooMany = there.length - Math.floor((quota * ROOM_PERCENT) / 100);
    const steps = goingAnyway(found, key).slice(0, Math.max(tooMany, 1));
    // As much again: what is near its end now is so soon again.
    const needed = String(2 * Math.max(quota, there.length));
    const detail = {
      count: String(there.length),
      quota: String(quota),
      needed,
      known: facts.quotas.has(key) ? 'yes' : '',
      going: String(steps.length),
    };
    const mend =
      steps.length === 0
        ? byHand('raiseQuota', key, String(quota), needed)
        : { way: 'delete' as const, steps };
    return [
      {
        kind: 'nearQuota' as const,
        profile: null,
        place,
        user: '',
        costCenter: '',
        detail,
        about: key,
        mend,
      },
    ];
  });
}

/** Deletions that are proposed there at once, each profile's once. */
function goingAnyway(found: readonly HygieneFinding[], key: string): PlannedStep[] {
  const steps = found
    .filter(({ place, mend }) => mend.way === 'delete' && placeKey(place) === key)
    .flatMap(({ mend }) => mend.steps);
  return [
    ...new Map(steps.map((one) => [one.deed.kind === 'delete' ? one.deed.arn : one.about, one])).values(),
  ];
}
