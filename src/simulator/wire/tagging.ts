import type { AppProfile } from '../types.ts';
import { type Asked, tagsOf } from './caller.ts';
import { AwsError } from './errors.ts';
import { parseModel } from './model.ts';
import { tagging as text } from './models/tagging.ts';
import type {
  FailureInfo,
  GetResourcesInput,
  GetResourcesOutput,
  GetTagKeysInput,
  GetTagKeysOutput,
  GetTagValuesInput,
  GetTagValuesOutput,
  ResourceTagMapping,
  TagFilter,
  TagResourcesInput,
  UntagResourcesInput,
} from './models/tagging-types.ts';
import { page, pageAfter } from './paging.ts';
import type { Call, Service } from './service.ts';

const PROFILE_TYPE = 'bedrock:application-inference-profile';
/** Bedrock's own rule for tags, which the tagging API passes on. */
const LEGAL_TAG = /^[a-zA-Z0-9\s._:/=+@-]*$/;

/** Resource Groups Tagging API over the simulated profiles. `everTagged` holds profiles that lost their last tag. */
export function taggingService(everTagged: Set<string>): Service {
  const listed = ({ world, account, region, settings }: Call) =>
    world
      .profiles(account, region, world.clock.now() - settings.taggingDelaySeconds * 1_000)
      .filter(({ arn, tags }) => tags.length > 0 || everTagged.has(arn));
  return {
    id: 'resourcegroupstaggingapi',
    signingName: 'tagging',
    targetPrefix: 'ResourceGroupsTaggingAPI_20170126',
    jsonVersion: '1.1',
    model: parseModel(text),
    invalid: (message) => new AwsError('InvalidParameterException', message),
    throttled: (message) => new AwsError('ThrottledException', message),
    handlers: {
      GetResources: (call: Call, input: GetResourcesInput) => getResources(call, input, listed(call)),
      GetTagKeys: (call: Call, input: GetTagKeysInput): GetTagKeysOutput => {
        const keys = distinct(listed(call).flatMap(({ tags }) => tags.map(({ key }) => key)));
        const { items, next } = page(keys, 1_000, input.PaginationToken, 'keys', badToken);
        return { TagKeys: items, PaginationToken: next ?? '' };
      },
      GetTagValues: (call: Call, input: GetTagValuesInput): GetTagValuesOutput => {
        const tags = listed(call).flatMap((profile) => profile.tags.filter(({ key }) => key === input.Key));
        const values = distinct(tags.map(({ value }) => value));
        const { items, next } = page(values, 1_000, input.PaginationToken, input.Key, badToken);
        return { TagValues: items, PaginationToken: next ?? '' };
      },
      TagResources: (call: Call, input: TagResourcesInput) => {
        const set = Object.entries(input.Tags).map(([key, value]) => ({ key, value }));
        if (set.some(({ key }) => /^aws:/i.test(key)))
          throw new AwsError('InvalidParameterException', 'Tag keys must not begin with aws:');
        const illegal = set.some(({ key, value }) => !LEGAL_TAG.test(key) || !LEGAL_TAG.test(value));
        return forEachResource(call, input.ResourceARNList, ({ arn, tags }) => {
          const refused = refusal(call, 'tag:TagResources', { arn, tags }, { requestTags: input.Tags });
          if (refused !== null) return failure(refused);
          if (illegal) return failure('The tag key or value is not valid for this resource');
          const kept = tags.filter(({ key }) => !Object.hasOwn(input.Tags, key));
          const most = call.settings.tagsPerResource;
          if (kept.length + set.length > most) return failure(`A resource has at most ${most} tags`);
          call.world.setTags(arn, set, []);
          return undefined;
        });
      },
      UntagResources: (call: Call, input: UntagResourcesInput) =>
        forEachResource(call, input.ResourceARNList, ({ arn, tags }) => {
          const refused = refusal(call, 'tag:UntagResources', { arn, tags }, { untagKeys: input.TagKeys });
          if (refused !== null) return failure(refused);
          if (tags.length > 0) everTagged.add(arn);
          call.world.setTags(arn, [], input.TagKeys);
          return undefined;
        }),
    },
  };
}

function getResources(call: Call, input: GetResourcesInput, listed: AppProfile[]): GetResourcesOutput {
  const { PaginationToken: token, ...request } = input;
  checkGetResources(input);
  const found = listed
    .filter(({ arn }) => !input.ResourceARNList || input.ResourceARNList.includes(arn))
    .filter(() => !input.ResourceTypeFilters?.length || input.ResourceTypeFilters.some(isProfileType))
    .filter(({ tags }) => (input.TagFilters ?? []).every((filter) => matches(filter, tags)))
    .map(
      ({ arn, tags }): ResourceTagMapping => ({
        ResourceARN: arn,
        Tags: tags.map(({ key, value }) => ({ Key: key, Value: value })),
        ...(input.IncludeComplianceDetails && { ComplianceDetails: { ComplianceStatus: true } }),
      }),
    );
  const size =
    input.TagsPerPage === undefined ? (input.ResourcesPerPage ?? 100) : fitting(found, input.TagsPerPage);
  const { items, next } = pageAfter(
    found,
    ({ ResourceARN }) => call.world.listed(ResourceARN ?? ''),
    size,
    token,
    [call.account, call.region, request],
    badToken,
  );
  return { ResourceTagMappingList: items, PaginationToken: next ?? '' };
}

function checkGetResources(input: GetResourcesInput): void {
  const { ResourcesPerPage: size, TagsPerPage: tags, ResourceARNList: arns } = input;
  const refuse = (message: string) => new AwsError('InvalidParameterException', message);
  if (size !== undefined && (size < 1 || size > 100))
    throw refuse('ResourcesPerPage must be between 1 and 100');
  if (tags !== undefined && (tags < 100 || tags > 500 || tags % 100 !== 0))
    throw refuse('TagsPerPage must be between 100 and 500 in steps of 100');
  if (arns && (size !== undefined || tags !== undefined || input.TagFilters || input.ResourceTypeFilters))
    throw refuse('ResourceARNList cannot be combined with paging or filters');
  if (input.ExcludeCompliantResources && !input.IncludeComplianceDetails)
    throw refuse('ExcludeCompliantResources needs IncludeComplianceDetails');
}

/** How many resources the first page of `tagsPerPage` tags would hold at most; a resource is never split. */
function fitting(found: ResourceTagMapping[], tagsPerPage: number): number {
  const most = Math.max(1, ...found.map(({ Tags }) => Tags?.length ?? 0));
  return Math.max(1, Math.floor(tagsPerPage / most));
}

const isProfileType = (type: string) => type === PROFILE_TYPE || type === 'bedrock';

function matches({ Key: key, Values: values }: TagFilter, tags: AppProfile['tags']): boolean {
  return tags.some((tag) => tag.key === key && (!values?.length || values.includes(tag.value)));
}

function forEachResource(
  call: Call,
  arns: string[],
  act: (profile: AppProfile) => FailureInfo | undefined,
): { FailedResourcesMap: Record<string, FailureInfo> } {
  const failed: Record<string, FailureInfo> = {};
  for (const arn of arns) {
    const profile = call.world.findProfile(arn, call.account, call.region);
    const problem = profile ? act(profile) : failure('The resource does not exist');
    if (problem) failed[arn] = problem;
  }
  return { FailedResourcesMap: failed };
}

const failure = (message: string): FailureInfo => ({
  StatusCode: 400,
  ErrorCode: 'InvalidParameterException',
  ErrorMessage: message,
});

/** Whoever tags through this service needs the right to tag of the resource's own service as well. */
const refusal = (
  call: Call,
  action: string,
  { arn, tags }: Pick<AppProfile, 'arn' | 'tags'>,
  what: Pick<Asked, 'requestTags' | 'untagKeys'>,
) => call.judge({ action, on: { arn, tags: tagsOf(tags), modelArns: [] }, ...what });

const badToken = () => new AwsError('InvalidParameterException', 'The pagination token is not valid');

const distinct = (values: string[]) => [...new Set(values)].sort();
