import { STSClient } from '@aws-sdk/client-sts';

/** The Region of AWS's own settings (`AWS_REGION`, the profile that is chosen); null where they name none. */
export async function regionAtHand(): Promise<string | null> {
  try {
    return await new STSClient({}).config.region();
  } catch {
    return null;
  }
}
