import type {
  Bill,
  BillEntry,
  BillLine,
  OwnerClaim,
  PrincipalClaim,
  ProfileClaim,
} from '../../src/core/billEntries.ts';
import { divideHalfEven, money } from '../../src/core/money.ts';
import type { CatalogueEntry, Profile, Quantity, Rate, TokenKind, Tokens } from '../../src/core/types.ts';

/** Small hand-made parts of a company's AWS estate, for the tests of decisions. */

export const DAY = '2026-03-10';
export const SONNET = 'anthropic.claude-sonnet-4-6-v1:0';
export const SONNET_SERVICE = 'Claude Sonnet 4.6 (Amazon Bedrock Edition)';
export const NOVA = 'amazon.nova-micro-v1:0';
export const BEDROCK = 'Amazon Bedrock';

export function model(id: string, name: string, region = 'us-east-1'): CatalogueEntry {
  const arn = `arn:aws:bedrock:${region}::foundation-model/${id}`;
  return {
    region,
    type: 'model',
    id,
    modelKey: id,
    name,
    provider: id.split('.')[0] ?? '',
    modelArns: [arn],
  };
}

export function systemProfile(id: string, region: string, modelArns: readonly string[]): CatalogueEntry {
  const modelKey = id.slice(id.indexOf('.') + 1);
  return { region, type: 'systemProfile', id, modelKey, name: id, provider: '', modelArns };
}

export const CATALOGUE = [model(SONNET, 'Claude Sonnet 4.6'), model(NOVA, 'Nova Micro')];

export function profile(
  shortId: string,
  more: Partial<Profile> & { tags?: Record<string, string> } = {},
): Profile {
  const { tags, ...rest } = more;
  const accountId = rest.accountId ?? '111122223333';
  const region = rest.region ?? 'us-east-1';
  return {
    accountId,
    region,
    arn: `arn:aws:bedrock:${region}:${accountId}:application-inference-profile/${shortId}`,
    shortId,
    name: shortId,
    status: 'ACTIVE',
    modelKey: SONNET,
    modelArns: [],
    route: 'geo',
    sourceId: `us.${SONNET}`,
    createdAt: '2026-01-01T00:00:00.000Z',
    firstSeenAt: '2026-01-01T00:00:00.000Z',
    lastSeenAt: '2026-03-12T00:00:00.000Z',
    goneAt: null,
    history: [
      {
        from: '2026-01-01T00:00:00.000Z',
        tags: tags ?? { UserEmail: `${shortId}@example.com`, CostCenter: 'CC-1', InferenceProfile: shortId },
      },
    ],
    ...rest,
  };
}

/** The quantity that `tokens` are on the bill. Exact for units of up to 10¹⁰ tokens. */
export const quantityOf = (tokens: Tokens, perUnit: number): Quantity =>
  divideHalfEven(tokens * 10n ** 10n, BigInt(perUnit)) as Quantity;

type More = Partial<Pick<BillLine, 'day' | 'accountId' | 'provisional'>> & {
  tokens?: bigint;
  perUnit?: number;
};

function billed(amount: string, { tokens = 0n, perUnit = 1_000_000, ...more }: More = {}) {
  return {
    day: DAY,
    accountId: '',
    amount: money(amount),
    quantity: quantityOf(tokens, perUnit),
    unit: 'Units',
    provisional: true,
    ...more,
  };
}

export const usageLine = (service: string, usageType: string, amount: string, more?: More): BillLine => ({
  ...billed(amount, more),
  recordType: 'Usage',
  service,
  usageType,
});
export const otherLine = (recordType: string, service: string, amount: string): BillLine => ({
  ...billed(amount),
  recordType,
  service,
  usageType: null,
});
export const profileClaim = (
  profile: string,
  usageType: string,
  amount: string,
  more?: More,
): ProfileClaim => ({ ...billed(amount, more), by: 'profile', profile, service: null, usageType });
export const ownerClaim = (user: string, costCenter: string, amount: string, more?: More): OwnerClaim => ({
  ...billed(amount, more),
  by: 'owner',
  user,
  costCenter,
  service: null,
  usageType: null,
});
export const principalClaim = (
  principal: string,
  service: string,
  amount: string,
  more?: More,
): PrincipalClaim => ({ ...billed(amount, more), by: 'principal', principal, service, usageType: null });

/** Lines and claims in any order, as a bill. */
export const billOf = (entries: readonly BillEntry[]): Bill => ({
  lines: entries.filter((entry): entry is BillLine => !('by' in entry)),
  claims: entries.filter((entry) => 'by' in entry),
});

export function rate(modelKey: string, kind: TokenKind, perMillion: string, more: Partial<Rate> = {}): Rate {
  return {
    modelKey,
    kind,
    route: 'regional',
    tier: 'standard',
    cacheTtl: kind === 'cacheWrite' ? '5m' : null,
    longContext: false,
    region: null,
    source: 'list',
    validFrom: '2020-01-01',
    validTo: null,
    perMillion: money(perMillion),
    ...more,
  };
}
