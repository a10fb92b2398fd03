import { ownerOf } from '../estate.ts';
import { countsModel, narrowingFrom } from '../narrowing.ts';
import { BUDGET_STATUS, EXCEEDED, WITHIN } from '../policies/choices.ts';
import { tagsOf } from '../provisioning/existing.ts';
import type { Settings } from '../settings.ts';
import type { Instant, Profile } from '../types.ts';
import type { Stop } from './stops.ts';

/**
 * Which mark a profile should bear: a pure question of who owns it today, of its model, and of who is stopped. A profile
 * that is made meanwhile has its answer before it has an ARN.
 */

/** `null`: nothing that stops it; the mark that lets it answer does no harm there. */
export type Mark = typeof EXCEEDED | typeof WITHIN | null;

/** What of a profile decides about its mark. */
export interface Marked {
  modelKey: string;
  tags: Readonly<Record<string, string>>;
  /** Whose it is, by the own address of the person; '' of nobody. */
  user: string;
  /** '' of none. */
  costCenter: string;
}

export interface MarkRules {
  /** Those that mark something: none in a dry run. */
  stops: readonly Stop[];
  isExempt(email: string): boolean;
  /** Whether somebody reports to a manager today, directly or not. */
  isOfTeam(manager: string, email: string): boolean;
  /** Whether policies let only those profiles answer that bear the mark for it. */
  needsMark: boolean;
}

/** A profile as its mark is decided: its owner is that of its tags as they are. */
export function markedOf(profile: Profile, tagKeys: Settings['tagKeys']): Marked {
  return { modelKey: profile.modelKey, tags: tagsOf(profile), ...ownerOf(profile, tagKeys) };
}

/** Answers which mark profiles should bear, and by which stop: of several the first, by time and name. */
export function marker(rules: MarkRules): (profile: Marked) => { mark: Mark; stop: Stop | null } {
  const inOrder = [...rules.stops].sort((a, b) => (textOf(a) < textOf(b) ? -1 : 1));
  const free = { mark: rules.needsMark ? WITHIN : null, stop: null } as const;
  return (profile) => {
    if (profile.user !== '' && rules.isExempt(profile.user)) return free;
    const stop = inOrder.find((one) => stopsOwner(one, profile, rules) && isNarrowedTo(one, profile));
    return stop === undefined ? free : { mark: EXCEEDED, stop };
  };
}

const textOf = ({ since, budgetId, scopeKey }: Stop): string => `${since} ${budgetId} ${scopeKey}`;

/** Whether profiles of that owner are among those that a stop is of, whatever their models. */
export function stopsOwner(
  { scopeKind, scopeKey }: Pick<Stop, 'scopeKind' | 'scopeKey'>,
  { user, costCenter }: Pick<Marked, 'user' | 'costCenter'>,
  { isOfTeam }: Pick<MarkRules, 'isOfTeam'>,
): boolean {
  if (scopeKind === 'organisation') return true;
  if (scopeKind === 'costCenter') return costCenter === scopeKey;
  if (scopeKind === 'team') return user !== '' && isOfTeam(scopeKey, user);
  return user === scopeKey;
}

function isNarrowedTo({ narrowing }: Stop, { modelKey, tags }: Marked): boolean {
  const to = narrowingFrom(narrowing);
  // What cannot be read stops nobody.
  if (to === undefined) return false;
  if (to === null) return true;
  return to.kind === 'tag' ? tags[to.key] === to.value : countsModel(to, modelKey);
}

/** Whether a profile bears what it should. @param value that of its tag; null: it has none */
export const isAsMarked = (mark: Mark, value: string | null): boolean =>
  mark === null ? value !== EXCEEDED : value === mark;

/** The tag that a profile is born with. */
export const bornWith = (mark: Mark): Record<string, string> =>
  mark === null ? {} : { [BUDGET_STATUS]: mark };

/** What the ledger knows of the mark of one profile. */
export interface MarkKept {
  arn: string;
  mark: Mark;
  /** As AWS said it last; null: no such tag. */
  effective: string | null;
  /** When AWS refused to change it, and how often one after the other; null and 0: it did not. */
  refusedAt: Instant | null;
  refusals: number;
}

/** What has to be done at AWS. */
export interface MarkStep {
  arn: string;
  /** `null`: the tag is taken off. */
  value: Mark;
}

/** From a refusal to the next attempt: a minute, then twice as long each time, and never beyond the next collection. */
const FIRST_WAIT_MS = 60_000;
const LONGEST_WAIT_MS = 8 * 60_000;
export const retryAt = ({ refusedAt, refusals }: Pick<MarkKept, 'refusedAt' | 'refusals'>): number =>
  refusedAt === null
    ? 0
    : Date.parse(refusedAt) + Math.min(FIRST_WAIT_MS * 2 ** Math.min(refusals - 1, 10), LONGEST_WAIT_MS);

/**
 * What is to be done now, whom it frees first: a stop that comes a moment later harms nobody.
 * @param now UTC milliseconds
 * @param freed what is written where nothing is asked for
 */
export function markSteps(kept: readonly MarkKept[], now: number, freed: Mark = null): MarkStep[] {
  const due = kept.filter((one) => !isAsMarked(one.mark, one.effective) && retryAt(one) <= now);
  return [...due.filter(({ mark }) => mark !== EXCEEDED), ...due.filter(({ mark }) => mark === EXCEEDED)].map(
    ({ arn, mark }) => ({ arn, value: mark ?? freed }),
  );
}
