import type { Place } from '../types.ts';

/** The quota of inference profiles, and what is to be asked of AWS where it is not enough. Pure. */

/** "Inference profiles per account", in each Region. */
export const PROFILES_QUOTA = 'L-40EC9882';
/** Its value where AWS was not asked for more. */
export const STANDARD_QUOTA = 1_000;

/** A quota that has to be raised before all of a plan fits. */
export interface QuotaRequest extends Place {
  /** As it is; null where it cannot be read. */
  quota: number | null;
  /** Profiles there with all of the plan. */
  needed: number;
}

/** What asks AWS for it, with credentials of that account. */
export const requestCommand = ({ region, needed }: QuotaRequest): string =>
  `aws service-quotas request-service-quota-increase --service-code bedrock --quota-code ${PROFILES_QUOTA} --desired-value ${needed} --region ${region}`;
