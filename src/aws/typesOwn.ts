import type { Place } from '../core/types.ts';

/** What people ask AWS with credentials of their own. */
export interface OwnGateway {
  /** The tags of one profile, for whoever may not ask for all at once. */
  tagsOfProfile(place: Place, arn: string): Promise<Record<string, string>>;
  /** The tags of the role or user that asks; null where they may not be read. */
  tagsOfCaller(place: Place, kind: 'role' | 'user', name: string): Promise<Record<string, string> | null>;
}
