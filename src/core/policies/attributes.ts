import { TAG_VALUE } from '../directory.ts';
import type { TagKeys } from '../estate.ts';
import type { Person } from '../people.ts';
import type { AccessAttribute } from './found.ts';
import { ATTRIBUTE_SOURCES as SOURCES } from './templates.ts';

/** What sessions of people carry as tags, by which policies know whose profile is whose; and the people for whom that fails. */

export interface AttributeFinding {
  /**
   * `off`: no attributes at all; `missing`: none for the key; `source`: it is taken from something else; `letterCase`: a
   * profile's owner is written in other letters than in the directory; `untaggable`: no tag can hold it;
   * `noCostCenter`: the directory says none.
   */
  kind: 'off' | 'missing' | 'source' | 'letterCase' | 'untaggable' | 'noCostCenter';
  /** The tag key; '' for `off`. */
  key: string;
  /** Sources as they are, or people. */
  values: readonly string[];
  /** The source as it should be; '' for what is about people. */
  wanted: string;
}

/** @param attributes null where attributes for access control are off */
export function attributeFindings(
  attributes: readonly AccessAttribute[] | null,
  { user, costCenter }: Pick<TagKeys, 'user' | 'costCenter'>,
): AttributeFinding[] {
  if (attributes === null)
    return [
      {
        kind: 'off',
        key: '',
        values: [],
        wanted: `${user} = ${SOURCES.user}, ${costCenter} = ${SOURCES.costCenter}`,
      },
    ];
  const one = (key: string, wanted: string, fits: RegExp): AttributeFinding[] => {
    const found = attributes.find((attribute) => attribute.key === key);
    if (found === undefined) return [{ kind: 'missing', key, values: [], wanted }];
    return found.sources.every((source) => fits.test(source))
      ? []
      : [{ kind: 'source', key, values: found.sources, wanted }];
  };
  return [...one(user, SOURCES.user, /mail/i), ...one(costCenter, SOURCES.costCenter, /cost_?center/i)];
}

/** @param owners of profiles that are there, as their tags say */
export function peopleFindings(
  people: readonly Pick<Person, 'email' | 'costCenter' | 'active'>[],
  owners: readonly string[],
  { user, costCenter }: Pick<TagKeys, 'user' | 'costCenter'>,
): AttributeFinding[] {
  const active = people.filter((person) => person.active);
  const known = new Set(active.map(({ email }) => email));
  const alike = new Map(active.map(({ email }) => [email.toLowerCase(), email]));
  const letterCase = [...new Set(owners)].flatMap((owner) => {
    const email = known.has(owner) ? undefined : alike.get(owner.toLowerCase());
    return email === undefined ? [] : [`${owner} (${email} in the directory)`];
  });
  const untaggable = (key: string, values: readonly string[]) =>
    finding(
      'untaggable',
      key,
      [...new Set(values)].filter((value) => value !== '' && !TAG_VALUE.test(value)),
    );
  return [
    ...finding('letterCase', user, letterCase),
    ...untaggable(
      user,
      active.map(({ email }) => email),
    ),
    ...untaggable(
      costCenter,
      active.map((person) => person.costCenter ?? ''),
    ),
    ...finding(
      'noCostCenter',
      costCenter,
      active.filter((person) => !person.costCenter).map(({ email }) => email),
    ),
  ];
}

const finding = (
  kind: AttributeFinding['kind'],
  key: string,
  values: readonly string[],
): AttributeFinding[] => (values.length === 0 ? [] : [{ kind, key, values: [...values].sort(), wanted: '' }]);
