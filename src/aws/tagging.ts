import { GetResourcesCommand } from '@aws-sdk/client-resource-groups-tagging-api';
import { allPages, listIn, mustBeIn, type Run } from './runner.ts';
import type { TaggingGateway } from './types.ts';

const RESOURCE_TYPE = 'bedrock:application-inference-profile';
/** The API's own limit. */
const PAGE_SIZE = 100;

/** Tags in bulk: one request for a hundred profiles, where Bedrock itself needs one for each. */
export function createTaggingGateway(run: Run): TaggingGateway {
  const service = 'tag';
  const operation = 'GetResources';
  return {
    async profileTags(place) {
      const context = { service, operation, place } as const;
      const resources = await allPages(
        context,
        (token) =>
          run({
            service,
            operation,
            target: place,
            send: (client) =>
              client.send(
                new GetResourcesCommand({
                  ResourceTypeFilters: [RESOURCE_TYPE],
                  ResourcesPerPage: PAGE_SIZE,
                  ...(token === undefined ? {} : { PaginationToken: token }),
                }),
              ),
          }),
        (page) => ({
          items: listIn(context, page.ResourceTagMappingList, 'ResourceTagMappingList'),
          next: page.PaginationToken,
        }),
      );
      const byArn = new Map<string, Record<string, string>>();
      for (const { ResourceARN, Tags } of resources) {
        // Without a word about its tags nothing is known of them; without any left, the list is empty.
        if (ResourceARN === undefined || Tags === undefined) continue;
        mustBeIn(context, ResourceARN);
        const tags = Tags.map(({ Key = '', Value = '' }) => [Key, Value] as const);
        byArn.set(ResourceARN, Object.fromEntries(tags));
      }
      return byArn;
    },
  };
}
