import type { ServiceTier, TokenKind } from '../types.ts';
import type { Doer } from './activity.ts';
import type { BilledModel } from './catalogue.ts';
import type { OwnedProfile, Person } from './company.ts';

/** How AWS counts and prices the use of a source where that is in a way of its own. */
export interface OwnMeter {
  /** USAGE_TYPE. @param prefix that of the Region */
  spelled(kind: TokenKind, prefix: string): string;
  unit: string;
  /** Tokens in one unit. */
  perUnit: number;
  /** What a token costs beside the list price, as a fraction. */
  times: readonly [bigint, bigint];
}

/** Everything that uses models: people through their profiles, people who go round them, and programs. */
export interface Source {
  accountId: string;
  region: string;
  /** CloudWatch's `ModelId`. */
  dimension: string;
  profile: OwnedProfile | null;
  /** Whose session it is; null for service roles, which carry no session tags. */
  person: Person | null;
  model: BilledModel;
  route: 'regional' | 'global';
  doer: Doer;
  from: number;
  /** Exclusive. */
  until: number;
  /** Batch jobs and the endpoint `bedrock-mantle` are billed and do not show in the namespace AWS/Bedrock. */
  channel: 'runtime' | 'batch' | 'mantle';
  tier: ServiceTier;
  /** Whether every prompt is so long that it is billed as long context. */
  longContext: boolean;
  meter?: OwnMeter;
}
