import { createHmac, timingSafeEqual } from 'node:crypto';

/** Whether Slack sent something: version 0 of its signatures (docs.slack.dev, verifying requests from Slack). Pure. */

/** What is older, or as far ahead, is not taken: milliseconds. */
export const SIGNED_FOR_MS = 5 * 60_000;

/** What came, and what it says of itself; undefined where it says nothing. */
export interface Signed {
  /** `X-Slack-Request-Timestamp`, seconds. */
  timestamp: string | undefined;
  /** `X-Slack-Signature`: `v0=` and 64 signs in hex. */
  signature: string | undefined;
  /** Exactly as it came. */
  body: Uint8Array;
}

/**
 * `old`: its time is too far from ours; `wrong`: it is not of whoever has the secret; null: Slack sent it.
 * @param now UTC milliseconds
 */
export function slackFault(
  secret: string,
  { timestamp, signature, body }: Signed,
  now: number,
): 'old' | 'wrong' | null {
  if (timestamp === undefined || signature === undefined || !/^\d{1,12}$/.test(timestamp)) return 'wrong';
  const expected = createHmac('sha256', secret).update(`v0:${timestamp}:`).update(body).digest();
  const given = /^v0=([0-9a-f]{64})$/.exec(signature)?.[1];
  if (given === undefined || !timingSafeEqual(Buffer.from(given, 'hex'), expected)) return 'wrong';
  return Math.abs(now - Number(timestamp) * 1000) > SIGNED_FOR_MS ? 'old' : null;
}
