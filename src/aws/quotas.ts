import { GetServiceQuotaCommand } from '@aws-sdk/client-service-quotas';
import { isAwsError } from './errors.ts';
import type { Run } from './runner.ts';
import type { QuotaGateway } from './types.ts';

/** "Inference profiles per account", per Region (Service Quotas console, Amazon Bedrock). */
const PROFILES_QUOTA = 'L-40EC9882';

export function createQuotaGateway(run: Run): QuotaGateway {
  return {
    async profileQuota(place) {
      try {
        const { Quota } = await run({
          service: 'servicequotas',
          operation: 'GetServiceQuota',
          target: place,
          send: (client) =>
            client.send(new GetServiceQuotaCommand({ ServiceCode: 'bedrock', QuotaCode: PROFILES_QUOTA })),
        });
        return Quota?.Value ?? null;
      } catch (error) {
        // A quota is a courtesy: vending works without the right to read it, AWS then says itself when it is used up.
        if (isAwsError(error, 'accessDenied') || isAwsError(error, 'notFound')) return null;
        throw error;
      }
    },
  };
}
