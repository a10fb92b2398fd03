import type { ServiceTier } from '../types.ts';
import type { Doer } from './activity.ts';
import type { BilledModel } from './catalogue.ts';
import type { OwnedProfile, Person } from './company.ts';

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
}
