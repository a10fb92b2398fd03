import { withoutVersion } from '../../models.ts';
import type { CatalogueEntry } from '../../types.ts';
import type { ProfileToUse } from './types.ts';

/** The tiers of Claude between which Claude Code changes by itself, and which profile of a person serves each. */

/** Dearest first. Source: Claude Code's documentation, "Model configuration", `ANTHROPIC_DEFAULT_*_MODEL`. */
export const TIERS = ['fable', 'opus', 'sonnet', 'haiku'] as const;
export type Tier = (typeof TIERS)[number];

interface ClaudeModel {
  tier: Tier | null;
  /** Its version as numbers, such as 4, 6. */
  version: readonly number[];
}

/** What a model id says of a Claude model that Claude Code can use; null for all others. */
export function claudeModel(modelKey: string): ClaudeModel | null {
  // Claude 2 and Instant know no tools, without which Claude Code does nothing.
  if (!/^anthropic\.claude-(?!v\d|instant)/.test(modelKey)) return null;
  const words = withoutVersion(modelKey).split(/[.-]/);
  const numbers = words.flatMap((word) => (/^v?\d{1,3}$/.test(word) ? [Number(word.replace('v', ''))] : []));
  return { tier: TIERS.find((tier) => words.includes(tier)) ?? null, version: numbers };
}

/** The id by which Anthropic calls a model, which Claude Code's pickers know: with its date, without Bedrock's version. */
export const anthropicId = (modelKey: string): string =>
  modelKey.replace(/^anthropic\./, '').replace(/-v\d+(?::\d+)?$/, '');

/** Later versions first. */
function byVersion(a: readonly number[], b: readonly number[]): number {
  for (let at = 0; at < Math.max(a.length, b.length); at++) {
    const difference = (b[at] ?? -1) - (a[at] ?? -1);
    if (difference !== 0) return difference;
  }
  return 0;
}

const versionOf = ({ modelKey }: { modelKey: string }): readonly number[] =>
  claudeModel(modelKey)?.version ?? [];

/**
 * What can serve beside a profile: Claude models in its account and its Region, since a client has the credentials of one
 * account and calls one Region. The best is first: the latest version, then the route of the profile at hand, then the
 * one that was made last.
 */
export function claudesBeside(profile: ProfileToUse, own: readonly ProfileToUse[]): ProfileToUse[] {
  const usable = own.filter(
    ({ accountId, region, modelKey, arn }) =>
      accountId === profile.accountId &&
      region === profile.region &&
      claudeModel(modelKey) !== null &&
      arn !== profile.arn,
  );
  return usable.sort(
    (a, b) =>
      byVersion(versionOf(a), versionOf(b)) ||
      Number(b.route === profile.route) - Number(a.route === profile.route) ||
      (a.createdAt === b.createdAt ? 0 : a.createdAt < b.createdAt ? 1 : -1) ||
      (a.arn < b.arn ? -1 : 1),
  );
}

/** What a tier calls. */
export interface TierServed {
  tier: Tier;
  by: ProfileToUse;
  /** It is of that tier; else it stands in for one that they do not have. */
  isOwn: boolean;
}

/**
 * Which profile serves each tier: the one at hand its own, of the rest the best that they have. Where they have none of a
 * tier, the next cheaper that they have stands in, else the next dearer, so that no tier ever calls past a profile.
 */
export function tiersServed(profile: ProfileToUse, own: readonly ProfileToUse[]): TierServed[] {
  const all = [profile, ...claudesBeside(profile, own)];
  const ofTier = (tier: Tier) => all.find(({ modelKey }) => claudeModel(modelKey)?.tier === tier);
  return TIERS.map((tier, at) => {
    const has = ofTier(tier);
    if (has !== undefined) return { tier, by: has, isOwn: true };
    const nearest = [...TIERS.slice(at + 1), ...TIERS.slice(0, at).reverse()];
    return { tier, by: nearest.map(ofTier).find((one) => one !== undefined) ?? profile, isOwn: false };
  });
}

/** The latest of a tier that a Region offers, as what a profile can be made of: by the same route where there is one. */
export function offeredOf(
  tier: Tier,
  { region, route }: Pick<ProfileToUse, 'region' | 'route'>,
  catalogue: readonly CatalogueEntry[],
): CatalogueEntry | null {
  const isGlobal = ({ id }: CatalogueEntry) => id.startsWith('global.');
  const offered = catalogue.filter(
    (entry) => entry.region === region && claudeModel(entry.modelKey)?.tier === tier,
  );
  const fits = (entry: CatalogueEntry) =>
    entry.type === 'model' ? route === 'inRegion' : isGlobal(entry) === (route === 'global');
  const [best = null] = offered.sort(
    (a, b) =>
      byVersion(versionOf(a), versionOf(b)) ||
      Number(b.type === 'systemProfile') - Number(a.type === 'systemProfile') ||
      Number(fits(b)) - Number(fits(a)) ||
      (a.id < b.id ? -1 : 1),
  );
  return best;
}
