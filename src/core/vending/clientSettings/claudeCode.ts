import { anthropicId, claudeModel, claudesBeside, offeredOf, type TIERS, tiersServed } from './tiers.ts';
import type { ClientSettings, Note, SettingsAsked } from './types.ts';

/**
 * Claude Code's `settings.json`. Source: its documentation, "Claude Code on Amazon Bedrock", "Model configuration" and
 * "Environment variables". Every variable of a tier is set, for a tier without one calls a system profile.
 */

const SCHEMA = 'https://json.schemastore.org/claude-code-settings.json';

/** The variables that point Claude Code at Bedrock in a Region, whoever it is for. */
export const bedrockEnvironment = (region: string): Record<string, string> => ({
  CLAUDE_CODE_USE_BEDROCK: '1',
  AWS_REGION: region,
});

/** Settings as the client reads them from a file. */
export interface ClaudeCodeSettings {
  env: Record<string, string>;
  /** Versions that people can pick, by Anthropic's id, each with the profile that it calls. */
  modelOverrides?: Record<string, string>;
}

/** What a person's file holds; null where the model at hand is none that Claude Code can use. */
export function claudeCodeSettings(asked: SettingsAsked): ClaudeCodeSettings | null {
  const { profile, own } = asked;
  if (claudeModel(profile.modelKey) === null) return null;
  const served = tiersServed(profile, own);
  const small = served.find(({ tier }) => tier === 'haiku')?.by.arn ?? profile.arn;
  const versions = new Map<string, string>();
  for (const { modelKey, arn } of [profile, ...claudesBeside(profile, own)]) {
    const id = anthropicId(modelKey);
    if (!versions.has(id)) versions.set(id, arn);
  }
  return {
    env: {
      ...bedrockEnvironment(profile.region),
      ANTHROPIC_MODEL: profile.arn,
      ...Object.fromEntries(served.map(({ tier, by }) => [tierVariable(tier), by.arn])),
      // The older names: versions that know no other read them, and one left in a shell would win there.
      ANTHROPIC_SMALL_FAST_MODEL: small,
      ANTHROPIC_SMALL_FAST_MODEL_AWS_REGION: profile.region,
    },
    modelOverrides: Object.fromEntries([...versions].sort(([a], [b]) => (a < b ? -1 : 1))),
  };
}

/** The variable that says what a tier calls. */
export const tierVariable = (tier: (typeof TIERS)[number]): string =>
  `ANTHROPIC_DEFAULT_${tier.toUpperCase()}_MODEL`;

/** As a file, with the address of the schema by which editors check it. */
export const claudeCodeFile = (settings: ClaudeCodeSettings): string =>
  JSON.stringify({ $schema: SCHEMA, ...settings }, null, 2);

export function claudeCode(asked: SettingsAsked): ClientSettings[] {
  const settings = claudeCodeSettings(asked);
  if (settings === null) return [];
  const { profile, own, catalogue } = asked;
  const missing = tiersServed(profile, own).flatMap(({ tier, by, isOwn }): Note[] =>
    isOwn
      ? []
      : [
          {
            key: 'tierMissing',
            tier,
            standsIn: by.modelKey,
            get: offeredOf(tier, profile, catalogue)?.id ?? null,
          },
        ],
  );
  return [
    {
      client: 'claude-code',
      name: 'Claude Code',
      file: '~/.claude/settings.json',
      text: claudeCodeFile(settings),
      notes: [{ key: 'merge' }, ...missing, { key: 'otherVersions' }],
    },
  ];
}
