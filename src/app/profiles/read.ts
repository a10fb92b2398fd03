import { TAG_VALUE } from '../../core/directory.ts';
import type { Fault } from '../../core/errors.ts';
import { isEmail } from '../../core/people.ts';
import type { Wanted } from '../../core/vending/making.ts';
import type { VendingSettings } from '../../core/vending/settings.ts';
import { furtherTags, tagField } from '../../core/vending/tags.ts';
import { isName } from '../../core/vending/whom.ts';
import { reasonIn, type Typed, tidied } from '../typed.ts';

/** How the request for a profile is read from what somebody typed, in a form or in a command. */

export type VendRequest = Wanted;

const MOST_SIGNS = 256;
const PLACE = /^(\d{12})\/([a-z0-9-]+)$/;

/** What was typed, before anybody looked anything up. */
export interface VendTyped {
  /** An e-mail address, or a name; '' where several share it. */
  whom: string;
  /** Several people share it. */
  shared: boolean;
  /** '' leaves it to the directory. */
  costCenter: string;
  /** '' where a model is named instead. */
  source: string;
  model: string;
  geography: string;
  place: { accountId: string; region: string } | null;
  tags: Record<string, string>;
  reason: string;
  /** What is wrong whatever else is known. */
  faults: readonly Fault[];
}

/**
 * @param typed `userEmail`: an e-mail address, or with `mayName` a name; `whom`: the address of whoever was picked of several of
 * that name, which counts as long as `whom.of` is what `userEmail` says; `shared` as `on` instead of a person where several share it; `costCenter`; `source`, or instead of it `model` with or
 * without `geography`; `place` as account/Region; `tag.KEY` for each further tag; `reason`
 */
export function readVend(
  untidy: Typed,
  { tags: rules, shared: sharing }: Pick<VendingSettings, 'tags' | 'shared'>,
  mayName: boolean,
): VendTyped {
  const typed = tidied(untidy);
  const { costCenter = '', source = '', model = '', geography = '', place = '' } = typed;
  const whom = whomIn(typed);
  const [, accountId, region] = PLACE.exec(place) ?? [];
  const { reason, faults: reasonFaults } = reasonIn(typed);
  const shared = (typed.shared ?? '') !== '';
  const further = furtherTags(
    rules.map((rule) => (shared && sharing.by.includes(rule.key) ? { ...rule, required: true } : rule)),
    tagsTyped(typed),
  );
  const faults: Fault[] = [];
  const named = source || model;
  if (named === '' || named.length > MOST_SIGNS)
    faults.push({ field: 'source', key: 'source', value: named });
  if (accountId === undefined || region === undefined)
    faults.push({ field: 'place', key: 'place', value: place });
  if (shared) faults.push(...sharedFaults(typed, sharing));
  else if (mayName && whom === '') faults.push({ field: 'userEmail', key: 'whomMissing', value: '' });
  else if (!(mayName && isName(whom) && whom.length <= MOST_SIGNS)) faults.push(...userFaults(whom));
  if (costCenter !== '' && !TAG_VALUE.test(costCenter))
    faults.push({ field: 'costCenter', key: 'costCenter', value: costCenter });
  faults.push(...further.faults, ...reasonFaults);
  return {
    whom: shared ? '' : whom,
    shared,
    costCenter,
    source,
    model,
    geography,
    place: accountId === undefined || region === undefined ? null : { accountId, region },
    tags: further.tags,
    reason,
    faults,
  };
}

/** Whoever says that several share a profile names nobody. */
function sharedFaults(
  { shared = '', userEmail = '' }: Typed,
  { enabled }: VendingSettings['shared'],
): Fault[] {
  if (shared !== 'on') return [{ field: 'shared', key: 'onOff', value: shared }];
  if (!enabled) return [{ field: 'shared', key: 'notShared' }];
  return userEmail === '' ? [] : [{ field: 'userEmail', key: 'sharedOwner', value: userEmail }];
}

/** The address that was picked where several had the name that was typed; what was picked for another name says nothing. */
function whomIn(typed: Typed): string {
  const { userEmail = '', whom = '' } = typed;
  return whom !== '' && isName(userEmail) && typed['whom.of'] === userEmail ? whom : userEmail;
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
