import { TAG_VALUE } from '../../core/directory.ts';
import { type Fault, Invalid } from '../../core/errors.ts';
import { isEmail } from '../../core/people.ts';
import type { CatalogueEntry } from '../../core/types.ts';
import type { Wanted } from '../../core/vending/making.ts';
import type { VendingSettings } from '../../core/vending/settings.ts';
import { type FurtherTag, furtherTags, tagField } from '../../core/vending/tags.ts';
import { reasonIn, type Typed, tidied } from '../typed.ts';

/** How the request for a profile is read from what somebody typed, in a form or in a command. */

export type VendRequest = Wanted;

const MOST_SIGNS = 256;
const PLACE = /^(\d{12})\/([a-z0-9-]+)$/;

/**
 * @param typed `userEmail`, or `shared` as `on` where several people share it, `costCenter`, `source`, `place` as account/Region, `tag.KEY` for each further tag, `reason`
 * @throws Invalid with every fault at once
 */
export function readVend(
  untidy: Typed,
  rules: readonly FurtherTag[],
  sharing: VendingSettings['shared'] = { enabled: false, by: [] },
): VendRequest & { reason: string } {
  const typed = tidied(untidy);
  const { userEmail = '', costCenter = '', source = '', place = '' } = typed;
  const { reason, faults } = reasonIn(typed);
  const [, accountId, region] = PLACE.exec(place) ?? [];
  const shared = (typed.shared ?? '') !== '';
  faults.push(...(shared ? sharedFaults(typed, sharing) : userFaults(userEmail)));
  if (!TAG_VALUE.test(costCenter)) faults.push({ field: 'costCenter', key: 'costCenter', value: costCenter });
  if (source === '' || source.length > MOST_SIGNS)
    faults.push({ field: 'source', key: 'source', value: source });
  if (accountId === undefined || region === undefined)
    faults.push({ field: 'place', key: 'place', value: place });
  const further = furtherTags(
    rules.map((rule) => (shared && sharing.by.includes(rule.key) ? { ...rule, required: true } : rule)),
    tagsTyped(typed),
  );
  faults.push(...further.faults);
  if (accountId === undefined || region === undefined || faults.length > 0) throw new Invalid(faults);
  return { userEmail, costCenter, sourceId: source, accountId, region, tags: further.tags, reason };
}

/** Whoever says that several share a profile names nobody; what tells shared ones apart has to be said, `by` the settings. */
function sharedFaults(
  { shared = '', userEmail = '' }: Typed,
  { enabled }: VendingSettings['shared'],
): Fault[] {
  if (shared !== 'on') return [{ field: 'shared', key: 'onOff', value: shared }];
  if (!enabled) return [{ field: 'shared', key: 'notShared' }];
  return userEmail === '' ? [] : [{ field: 'userEmail', key: 'sharedOwner', value: userEmail }];
}

/** What was typed for further tags, by key. */
const tagsTyped = (typed: Typed): Record<string, string> =>
  Object.fromEntries(
    Object.entries(typed).flatMap(([name, value]) =>
      name.startsWith(TAG_FIELD) ? [[name.slice(TAG_FIELD.length), value]] : [],
    ),
  );
const TAG_FIELD = tagField('');

function userFaults(value: string): Fault[] {
  if (!isEmail(value) || value.length > MOST_SIGNS) return [{ field: 'userEmail', key: 'email', value }];
  return TAG_VALUE.test(value) ? [] : [{ field: 'userEmail', key: 'noTag', value }];
}

/** What a form offers as what a profile can stand for in a Region: system profiles, and models that have none there. */
export function sourcesIn(
  catalogue: readonly CatalogueEntry[],
  region: string,
): { id: string; name: string }[] {
  const here = catalogue.filter((entry) => entry.region === region);
  const routed = new Set(
    here.filter((entry) => entry.type === 'systemProfile').map((entry) => entry.modelKey),
  );
  return here
    .filter((entry) => entry.type === 'systemProfile' || !routed.has(entry.modelKey))
    .map(({ id, name }) => ({ id, name }))
    .sort((a, b) => a.name.localeCompare(b.name) || (a.id < b.id ? -1 : 1));
}
