import type { HygieneFacts } from '../../../src/core/hygiene/types.ts';
import type { CatalogueEntry, Profile } from '../../../src/core/types.ts';

/** A small company's profiles, each as a test wants it. */

export const ACCOUNT = '111122223333';
export const REGION = 'us-east-1';
export const PLACE = `${ACCOUNT}/${REGION}`;
export const NOW = '2026-11-28T12:00:00.000Z';
export const KEYS = { user: 'UserEmail', costCenter: 'CostCenter', profile: 'InferenceProfile' };
export const MODELS = [
  'anthropic.claude-sonnet-4-6',
  'amazon.nova-lite-v1:0',
  'amazon.nova-pro-v1:0',
] as const;

export const modelArnsOf = (modelKey: string): string[] =>
  [REGION, 'us-west-2'].map((region) => `arn:aws:bedrock:${region}::foundation-model/${modelKey}`);

export const CATALOGUE: readonly CatalogueEntry[] = MODELS.map((modelKey) => ({
  region: REGION,
  type: 'systemProfile',
  id: `us.${modelKey}`,
  modelKey,
  name: modelKey,
  provider: 'Anthropic',
  modelArns: modelArnsOf(modelKey),
}));

export const OURS = {
  UserEmail: 'ann@example.com',
  CostCenter: 'CC-1',
  InferenceProfile: 'ann-sonnet-1',
  ManagedBy: 'bedrock-ledger',
};

let made = 0;
/** One that is as it should be, but for what is said. */
export function profile({
  tags = OURS,
  ...more
}: Partial<Omit<Profile, 'history'>> & { tags?: Readonly<Record<string, string>> } = {}): Profile {
  made += 1;
  const shortId = more.shortId ?? `p${String(made).padStart(11, '0')}`;
  const modelKey = more.modelKey ?? MODELS[0];
  const createdAt = '2026-01-01T00:00:00.000Z';
  return {
    accountId: ACCOUNT,
    region: REGION,
    arn: `arn:aws:bedrock:${REGION}:${ACCOUNT}:application-inference-profile/${shortId}`,
    shortId,
    name: `profile ${shortId}`,
    status: 'ACTIVE',
    modelKey,
    modelArns: modelArnsOf(modelKey),
    route: 'geo',
    sourceId: `us.${modelKey}`,
    createdAt,
    firstSeenAt: createdAt,
    lastSeenAt: NOW,
    goneAt: null,
    history: [{ from: createdAt, tags }],
    ...more,
  };
}

/** All of them used yesterday, unless it is said otherwise. */
export function factsOf(profiles: readonly Profile[], more: Partial<HygieneFacts> = {}): HygieneFacts {
  return {
    profiles,
    people: new Map([
      ['ann@example.com', { active: true, costCenter: 'CC-1' }],
      ['bob@example.com', { active: true, costCenter: 'CC-2' }],
      ['leo@example.com', { active: false, costCenter: 'CC-2' }],
    ]),
    tagKeys: KEYS,
    vending: { tags: [], unusedDays: 60, shared: { enabled: false, by: [] } },
    catalogue: CATALOGUE,
    lastUsed: new Map(profiles.map(({ arn }) => [arn, '2026-11-27T10:00:00.000Z'])),
    collected: new Map([[PLACE, { from: '2026-06-01T00:00:00.000Z', until: '2026-11-28T11:00:00.000Z' }]]),
    quotas: new Map(),
    now: NOW,
    ...more,
  };
}
