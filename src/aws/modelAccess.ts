import { GetFoundationModelAvailabilityCommand } from '@aws-sdk/client-bedrock';
import type { ModelAccess } from '../core/policies/found.ts';
import type { Run } from './runner.ts';
import type { ModelAccessGateway } from './typesPolicies.ts';

const AGREEMENTS: Readonly<Record<string, ModelAccess['agreement']>> = {
  AVAILABLE: 'available',
  PENDING: 'pending',
  NOT_AVAILABLE: 'notAvailable',
  ERROR: 'error',
};

export function createModelAccessGateway(run: Run): ModelAccessGateway {
  return {
    async access(place, modelId) {
      const found = await run({
        service: 'bedrock',
        operation: 'GetFoundationModelAvailability',
        target: place,
        send: (client) => client.send(new GetFoundationModelAvailabilityCommand({ modelId })),
      });
      const { agreementAvailability: agreement } = found;
      return {
        modelId,
        agreement: AGREEMENTS[agreement?.status ?? ''] ?? null,
        message: agreement?.errorMessage ?? null,
        authorized: yes(found.authorizationStatus, 'AUTHORIZED'),
        entitled: yes(found.entitlementAvailability, 'AVAILABLE'),
        inRegion: yes(found.regionAvailability, 'AVAILABLE'),
      };
    },
  };
}

const yes = (said: string | undefined, word: string): boolean | null =>
  said === undefined ? null : said === word;
