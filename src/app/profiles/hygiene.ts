import { seesOnlyOwn } from '../../core/access.ts';
import { Invalid, LedgerError } from '../../core/errors.ts';
import { ownerOf } from '../../core/estate.ts';
import { hygieneFindings } from '../../core/hygiene/findings.ts';
import { hasToBeSaid, mendingPlan } from '../../core/hygiene/mending.ts';
import { HYGIENE_KINDS, type HygieneFinding, type HygieneKind } from '../../core/hygiene/types.ts';
import type { Proposal } from '../../core/provisioning/types.ts';
import type { Profile } from '../../core/types.ts';
import { type Asking, inOneReading, mayDo, mustBeAllowed } from '../asking.ts';
import { isOwnAlone, showsDays } from '../privacy/shown.ts';
import { profileQuestion, seenProfiles } from '../visible.ts';
import { hygieneFacts } from './hygieneFacts.ts';

/** Profiles that want something, as whoever asks may see them, and the plan that mends them. */

export interface HygieneShown {
  findings: readonly HygieneFinding[];
  /** Of each kind, how many are mended together by one press. */
  together: Readonly<Record<HygieneKind, number>>;
  /** Of all kinds, also where one was asked for. */
  counts: Readonly<Record<HygieneKind, number>>;
  /** Profiles that want something, and how many there are. */
  wanting: number;
  profiles: number;
  /** Whoever asks may have it mended. */
  mends: boolean;
  /** The directory holds somebody: else nothing is said of owners. */
  directory: boolean;
}

/** All of it; of one kind where one is given. */
export const readHygiene = (asking: Asking, kind: HygieneKind | null = null): Promise<HygieneShown> =>
  inOneReading(asking, async (inside) => {
    const facts = await hygieneFacts(inside);
    const sees = mayDo(inside, 'see', { kind: 'bill' });
    const all = hygieneFindings(facts).filter((one) =>
      one.profile === null
        ? sees
        : mayDo(inside, 'see', { kind: 'profile', user: one.user, costCenter: one.costCenter }),
    );
    return {
      findings: withoutDays(inside, kind === null ? all : all.filter((one) => one.kind === kind)),
      counts: countsOf(all),
      together: countsOf(all.filter((one) => !hasToBeSaid(one))),
      wanting: new Set(all.flatMap(({ profile }) => profile?.arn ?? [])).size,
      profiles: facts.profiles.length,
      mends: maySetRight(inside),
      directory: facts.people.size > 0,
    };
  });

/** What one profile wants, beside the others of its owner; nothing for whoever sees but their own. */
export async function findingsOf(inside: Asking, profile: Profile): Promise<HygieneFinding[]> {
  if (profile.goneAt !== null || seesOnlyOwn(inside.viewer)) return [];
  const { user } = ownerOf(profile, inside.settings.tagKeys);
  const beside =
    user === ''
      ? [profile]
      : seenProfiles(inside, await inside.store.profiles.list(profileQuestion(inside, user), null));
  const facts = await hygieneFacts(inside, beside);
  const found = hygieneFindings(facts).filter(({ about }) => about === profile.arn);
  return withoutDays(inside, found);
}

/** The day on which somebody else last used a profile is kept back where days of others are. */
const withoutDays = (asking: Asking, all: readonly HygieneFinding[]): HygieneFinding[] =>
  all.map((one) => {
    if (showsDays(asking) || isOwnAlone(asking, [one.user]) || !('lastUsed' in one.detail)) return one;
    return { ...one, detail: { ...one.detail, lastUsed: '' } };
  });

const countsOf = (all: readonly HygieneFinding[]) =>
  Object.fromEntries(
    HYGIENE_KINDS.map((kind) => [kind, all.filter((found) => found.kind === kind).length]),
  ) as Record<HygieneKind, number>;

/** Who administers: what is mended is anybody's. */
const PLAN = { kind: 'plan' } as const;
const maySetRight = (asking: Asking): boolean => mayDo(asking, 'change', PLAN);
export const mustSetRight = (asking: Asking): void => mustBeAllowed(asking, 'change', PLAN);

/** What is to be mended: all of a kind, or what is found of one profile or place. */
export interface ToMend {
  kind: HygieneKind | null;
  /** ARN, or account/Region; null: all of the kind. */
  about: string | null;
}

/** @throws Invalid where it is neither a kind nor something to mend */
export function readToMend({ kind = '', about = '' }: { kind?: string; about?: string }): ToMend {
  const known = HYGIENE_KINDS.find((one) => one === kind) ?? null;
  if ((kind !== '' && known === null) || (known === null && about === ''))
    throw new Invalid([{ field: 'kind', key: 'hygieneKind', value: kind, detail: [...HYGIENE_KINDS] }]);
  return { kind: known, about: about === '' ? null : about };
}

/**
 * The plan that mends what is found now; nothing is kept yet.
 * @param titleOf words of its title, by what is mended and how many
 * @throws Forbidden; LedgerError `notFound` where nothing of it wants anything any more, `conflict` where it wants something else
 */
export async function mendingOf(
  asking: Asking,
  { kind, about }: ToMend,
  titleOf: (kind: HygieneKind | null, count: number) => string,
): Promise<Proposal> {
  mustSetRight(asking);
  const { findings: all } = await readHygiene(asking);
  const findings = kind === null ? all : all.filter((one) => one.kind === kind);
  const meant = findings.filter((one) => (about === null ? !hasToBeSaid(one) : one.about === about));
  const others = about === null ? [] : all.filter((one) => one.about === about).map((one) => one.kind);
  if (meant.length === 0 && others.length > 0)
    throw new LedgerError('conflict', `it wants something else first: ${others.join(', ')}`);
  if (meant.length === 0)
    throw new LedgerError(
      'notFound',
      'nothing of this wants anything any more: somebody mended it meanwhile',
    );
  const purpose = meant.every((one) => one.kind === 'notAdopted') ? 'adopt' : 'hygiene';
  return mendingPlan(purpose, titleOf(kind, meant.length), meant);
}
