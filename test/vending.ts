import type { Asking } from '../src/app/asking.ts';
import type { VendRequest } from '../src/app/profiles/read.ts';
import { retireProfile } from '../src/app/profiles/retire.ts';
import { isAsked, type Vended, type VendGateways, vendProfile } from '../src/app/profiles/vend.ts';
import { operator } from '../src/core/access.ts';
import type { Clock } from '../src/core/clock.ts';
import type { Settings } from '../src/core/settings.ts';
import type { Actor } from '../src/core/types.ts';
import type { Store } from '../src/store/types.ts';
import { askingOf } from './asking.ts';

/** Profiles made and deleted by whoever is at the machine. */

export interface VendDeps {
  store: Store;
  aws: VendGateways;
  clock: Clock;
  settings: Settings;
}

const askingBy = ({ store, clock, settings }: VendDeps, actor: Actor): Asking =>
  askingOf(store, { viewer: operator(actor.id), actor, now: clock.now(), settings });

export const vend = async (
  deps: VendDeps,
  request: Omit<VendRequest, 'tags'> & { tags?: VendRequest['tags'] },
  actor: Actor,
): Promise<Vended> => {
  const { userEmail, costCenter, sourceId, accountId, region, tags = {} } = request;
  const typed = {
    ...(userEmail === '' ? { shared: 'on' } : { userEmail, 'unknown.userEmail': userEmail }),
    costCenter,
    source: sourceId,
    place: `${accountId}/${region}`,
    ...Object.fromEntries(Object.entries(tags).map(([key, value]) => [`tag.${key}`, value])),
    // Most come to a ledger that knows others.
    'unknown.costCenter': costCenter,
  };
  const vended = await vendProfile(askingBy(deps, actor), deps.aws, typed);
  if (isAsked(vended)) throw new Error('it was asked for');
  return vended;
};

export const retire = (deps: VendDeps, arn: string, actor: Actor): Promise<void> =>
  retireProfile(askingBy(deps, actor), deps.aws, arn, {});
