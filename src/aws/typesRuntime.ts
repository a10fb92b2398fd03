import type { Money, Place } from '../core/types.ts';

/** What is asked of a model, and as whom. */

export interface BedrockRuntimeGateway {
  /**
   * Asks a model one word and for one token back, by Converse: the cheapest call that there is.
   * @param modelId id or ARN of a foundation model or an inference profile
   * @param price the most that it can cost, for the meter; a refusal costs nothing
   */
  callModel(place: Place, modelId: string, price: Money): Promise<{ input: number; output: number }>;
}

/** A session of a role that is wanted. */
export interface SessionAsked {
  roleArn: string;
  externalId?: string | null;
  name: string;
  /** Session tags: principal tags of whoever works in the session. */
  tags: Readonly<Record<string, string>>;
  /** A session policy, as JSON: it only narrows what the role may. */
  policy?: string;
}
/** Credentials that STS gave for an hour. */
export interface SessionCredentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken: string;
}
