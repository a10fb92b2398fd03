import {
  ListCostAllocationTagsCommand,
  StartCostAllocationTagBackfillCommand,
  UpdateCostAllocationTagsStatusCommand,
} from '@aws-sdk/client-cost-explorer';
import { createCostExplorerBill } from './costExplorerBill.ts';
import type { TagKeys } from './costExplorerRequest.ts';
import { allPages, type Run } from './runner.ts';
import type { CostAllocationTagState, CostExplorerGateway } from './types.ts';

const service = 'ce';
/** Limits of the API's model: keys of one ListCostAllocationTags and one UpdateCostAllocationTagsStatus request. */
const MAX_LISTED_KEYS = 100;
const MAX_UPDATED_KEYS = 20;

/** The bill, and the cost allocation tags that it can be told apart by. */
export function createCostExplorerGateway(run: Run, tagKeys: TagKeys): CostExplorerGateway {
  return {
    ...createCostExplorerBill(run, tagKeys),

    async costAllocationTags(keys) {
      const operation = 'ListCostAllocationTags';
      const found = new Map<string, CostAllocationTagState>();
      for (const some of chunksOf(keys, MAX_LISTED_KEYS)) {
        const tags = await allPages(
          { service, operation },
          (token) =>
            run({
              service,
              operation,
              target: 'payer',
              send: (client) =>
                client.send(
                  new ListCostAllocationTagsCommand({
                    TagKeys: some,
                    ...(token === undefined ? {} : { NextToken: token }),
                  }),
                ),
            }),
          (page) => ({ items: page.CostAllocationTags ?? [], next: page.NextToken }),
        );
        for (const { TagKey = '', Status, LastUsedDate } of tags) {
          found.set(TagKey, {
            key: TagKey,
            status: Status === 'Active' ? 'active' : 'inactive',
            lastUsedOn: LastUsedDate?.slice(0, 10) ?? null,
          });
        }
      }
      return keys.map((key) => found.get(key) ?? { key, status: 'unseen', lastUsedOn: null });
    },

    async activateTags(keys) {
      const errors = new Map<string, string>();
      for (const some of chunksOf(keys, MAX_UPDATED_KEYS)) {
        const { Errors = [] } = await run({
          service,
          operation: 'UpdateCostAllocationTagsStatus',
          target: 'payer',
          send: (client) =>
            client.send(
              new UpdateCostAllocationTagsStatusCommand({
                CostAllocationTagsStatus: some.map((TagKey) => ({ TagKey, Status: 'Active' })),
              }),
            ),
        });
        for (const { TagKey = '', Code = '', Message = '' } of Errors) {
          errors.set(TagKey, Message === '' ? Code : Message);
        }
      }
      return keys.map((key) => ({ key, error: errors.get(key) ?? null }));
    },

    async startBackfill(from) {
      await run({
        service,
        operation: 'StartCostAllocationTagBackfill',
        target: 'payer',
        send: (client) =>
          client.send(new StartCostAllocationTagBackfillCommand({ BackfillFrom: `${from}T00:00:00Z` })),
      });
    },
  };
}

function chunksOf<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}
