import type { Cli } from '../wire/cli.ts';
import { budgetSteps, step, type TourStep } from './cli-tour-budgets.ts';
import { directorySteps } from './cli-tour-directory.ts';
import { iamSteps } from './cli-tour-iam.ts';
import { organizationSteps } from './cli-tour-organization.ts';

export type { TourStep };

const DAY_MS = 86_400_000;
/**
 * Every operation of the simulator at least once, with answers of every kind: empty ones, pages, groups, errors.
 * `now` is the simulated time; `account` the payer and `linked` another account of the world.
 */
export function tourSteps(now: Date, { account, linked }: { account: string; linked: string }): TourStep[] {
  const ago = (days: number) => new Date(now.getTime() - days * DAY_MS).toISOString().slice(0, 10);
  return [
    ...identity(linked),
    ...profiles(),
    ...metrics(now),
    ...costs(ago),
    ...allocationTags(ago),
    ...budgetSteps(account),
    { args: step('bedrock delete-inference-profile --inference-profile-identifier', '{profile}') },
    { args: step('service-quotas list-service-quotas --service-code bedrock') },
    { args: step('service-quotas get-service-quota --service-code bedrock --quota-code L-40EC9882') },
    {
      args: step('service-quotas get-service-quota --service-code bedrock --quota-code L-00000000'),
      error: 'NoSuchResourceException',
    },
    ...directorySteps(),
    ...iamSteps(account),
    ...organizationSteps(linked),
    ...topics(account),
  ];
}

function identity(linked: string): TourStep[] {
  const assume = (role: string, ...rest: string[]) =>
    step(
      'sts assume-role --role-session-name tour --role-arn',
      `arn:aws:iam::${linked}:role/${role}`,
      ...rest,
    );
  return [
    { args: step('sts get-caller-identity') },
    { args: assume('reader') },
    { args: assume('reader-external', '--external-id', 'tour-1') },
    { args: assume('reader-external'), error: 'AccessDenied' },
  ];
}

function topics(account: string): TourStep[] {
  return [
    { args: step('sns create-topic --name alerts'), keep: { name: 'topic', query: 'TopicArn' } },
    { args: step('sns get-topic-attributes --topic-arn', '{topic}') },
    {
      args: step(
        'sns publish --subject Over --message Over --topic-arn',
        '{topic}',
        '--message-attributes',
        'kind={DataType=String,StringValue=budget.threshold}',
      ),
    },
    {
      args: step('sns publish --message Over --topic-arn', `arn:aws:sns:us-east-1:${account}:nothing`),
      error: 'NotFound',
    },
  ];
}

function profiles(): TourStep[] {
  const profile = '{profile}';
  return [
    { args: step('bedrock list-foundation-models') },
    {
      args: step('bedrock list-foundation-models --by-output-modality TEXT'),
      keep: { name: 'model', query: 'modelSummaries[0].modelId' },
    },
    { args: step('bedrock get-foundation-model --model-identifier', '{model}') },
    { args: step('bedrock get-foundation-model-availability --model-id', '{model}') },
    {
      args: step('bedrock get-foundation-model --model-identifier nobody.knows-it'),
      error: 'ResourceNotFoundException',
    },
    {
      args: step('bedrock list-inference-profiles --type-equals SYSTEM_DEFINED'),
      keep: { name: 'source', query: 'inferenceProfileSummaries[0].inferenceProfileArn' },
    },
    {
      args: step('bedrock list-inference-profiles --type-equals APPLICATION --page-size 7 --max-items 15'),
    },
    {
      args: [
        ...step('bedrock create-inference-profile --inference-profile-name tour --model-source'),
        'copyFrom={source}',
        ...step('--tags key=UserEmail,value=tour@example.com key=CostCenter,value=CC-1'),
      ],
      keep: { name: 'profile', query: 'inferenceProfileArn' },
    },
    { args: step('bedrock get-inference-profile --inference-profile-identifier', profile) },
    {
      args: step('bedrock get-inference-profile --inference-profile-identifier nothere12345'),
      error: 'ResourceNotFoundException',
    },
    { args: step('bedrock tag-resource --tags key=ManagedBy,value=tour --resource-arn', profile) },
    { args: step('bedrock list-tags-for-resource --resource-arn', profile) },
    { args: step('bedrock untag-resource --tag-keys ManagedBy --resource-arn', profile) },
    {
      args: step(
        'resourcegroupstaggingapi get-resources --resource-type-filters bedrock:application-inference-profile',
      ),
    },
    {
      args: step(
        'resourcegroupstaggingapi get-resources --tag-filters Key=UserEmail,Values=tour@example.com',
      ),
    },
    {
      args: step('resourcegroupstaggingapi get-resources --no-paginate --resources-per-page 101'),
      error: 'InvalidParameterException',
    },
    { args: step('resourcegroupstaggingapi tag-resources --tags Team=tour --resource-arn-list', profile) },
    { args: step('resourcegroupstaggingapi untag-resources --tag-keys Team --resource-arn-list', profile) },
    { args: step('resourcegroupstaggingapi get-tag-keys') },
    { args: step('resourcegroupstaggingapi get-tag-values --key CostCenter') },
  ];
}

function metrics(now: Date): TourStep[] {
  const at = (hoursAgo: number) => new Date(now.getTime() - hoursAgo * 3_600_000).toISOString();
  const metric = (id: string, name: string) => ({
    Id: id,
    MetricStat: {
      Metric: { Namespace: 'AWS/Bedrock', MetricName: name, Dimensions: [] },
      Period: 3600,
      Stat: 'Sum',
    },
  });
  const range = ['--start-time', at(48), '--end-time', at(0)];
  const data = (...queries: object[]) => [
    ...step('cloudwatch get-metric-data --metric-data-queries', JSON.stringify(queries)),
    ...range,
  ];
  return [
    { args: step('cloudwatch list-metrics --namespace AWS/Bedrock --metric-name InputTokenCount') },
    {
      args: step(
        'cloudwatch list-metrics --namespace AWS/Bedrock --recently-active PT3H --dimensions Name=ServiceTier',
      ),
    },
    {
      args: data(
        metric('input', 'InputTokenCount'),
        metric('calls', 'Invocations'),
        metric('none', 'Nothing'),
      ),
    },
    { args: [...data(metric('input', 'InputTokenCount')), '--max-datapoints', '10'] },
    { args: data(metric('Input', 'InputTokenCount')), error: 'ValidationError' },
    {
      args: [
        ...step(
          'cloudwatch get-metric-statistics --namespace AWS/Bedrock --metric-name Invocations --period 3600',
        ),
        ...step('--statistics Sum Average SampleCount'),
        ...range,
      ],
    },
    {
      args: [
        ...step(
          'cloudwatch get-metric-statistics --namespace AWS/Bedrock --metric-name Invocations --period 60',
        ),
        ...step('--statistics Sum'),
        ...range,
      ],
      error: 'InvalidParameterCombination',
    },
  ];
}

function costs(ago: (days: number) => string): TourStep[] {
  const period = `Start=${ago(40)},End=${ago(0)}`;
  const usage = (...rest: string[]) => step('ce get-cost-and-usage --time-period', period, ...rest);
  const both = ['UnblendedCost', 'NetUnblendedCost', 'AmortizedCost', 'BlendedCost', 'UsageQuantity'];
  return [
    { args: usage('--granularity', 'MONTHLY', '--metrics', ...both) },
    {
      args: usage(
        ...step('--granularity DAILY --metrics UnblendedCost UsageQuantity --group-by'),
        ...step('Type=DIMENSION,Key=SERVICE Type=DIMENSION,Key=USAGE_TYPE'),
      ),
    },
    {
      args: usage(
        ...step('--granularity MONTHLY --metrics UnblendedCost --group-by Type=TAG,Key=UserEmail'),
        '--filter',
        JSON.stringify({
          And: [
            { Dimensions: { Key: 'RECORD_TYPE', Values: ['Usage'] } },
            { Not: { Tags: { Key: 'UserEmail', MatchOptions: ['ABSENT'] } } },
          ],
        }),
      ),
    },
    {
      args: usage(
        ...step('--granularity MONTHLY --metrics UnblendedCost --group-by Type=DIMENSION,Key=LINKED_ACCOUNT'),
      ),
    },
    {
      args: step(
        `ce get-cost-and-usage --time-period Start=${ago(0)},End=${ago(3)} --granularity DAILY --metrics BlendedCost`,
      ),
      error: 'ValidationException',
    },
    {
      args: usage(...step('--granularity MONTHLY --metrics UnblendedCost --next-page-token bm90aGluZw==')),
      error: 'InvalidNextTokenException',
    },
    {
      args: step('ce get-dimension-values --dimension SERVICE --search-string Bedrock --time-period', period),
    },
    { args: step('ce get-dimension-values --dimension LINKED_ACCOUNT --time-period', period) },
    { args: step('ce get-tags --time-period', period) },
    { args: step('ce get-tags --tag-key CostCenter --time-period', period) },
  ];
}

function allocationTags(ago: (days: number) => string): TourStep[] {
  return [
    { args: step('ce list-cost-allocation-tags --status Active') },
    {
      args: step(
        'ce update-cost-allocation-tags-status --cost-allocation-tags-status',
        ...step('TagKey=UserEmail,Status=Active TagKey=NeverSeen,Status=Active'),
      ),
    },
    {
      args: step(
        'ce start-cost-allocation-tag-backfill --backfill-from',
        `${ago(35).slice(0, 8)}01T00:00:00Z`,
      ),
    },
    {
      args: step(
        'ce start-cost-allocation-tag-backfill --backfill-from',
        `${ago(35).slice(0, 8)}01T00:00:00Z`,
      ),
      error: 'BackfillLimitExceededException',
    },
    { args: step('ce list-cost-allocation-tag-backfill-history') },
  ];
}

/** A step whose outcome was not the expected one, in words. */
export interface TourProblem {
  command: string;
  problem: string;
}

/** Credentials that the simulator takes, and no second attempt that would hide what went wrong with the first. */
export const TOUR_VARIABLES = {
  AWS_ACCESS_KEY_ID: 'tour',
  AWS_SECRET_ACCESS_KEY: 'tour',
  AWS_DEFAULT_REGION: 'us-east-1',
  AWS_MAX_ATTEMPTS: '1',
  AWS_PAGER: '',
};

/** Walks the tour against `endpoint` and says which steps did not end as they should; an empty list is a good tour. */
export async function walkTour(steps: TourStep[], endpoint: string, cli: Cli): Promise<TourProblem[]> {
  const kept = new Map<string, string>();
  const problems: TourProblem[] = [];
  // Older ones do not know AWS_ENDPOINT_URL.
  const at = ['--endpoint-url', endpoint];
  for (const { args, keep, error } of steps) {
    const filled = args.map((arg) => arg.replace(/\{(\w+)\}$/, (_, name: string) => kept.get(name) ?? ''));
    const query = keep ? ['--query', keep.query, '--output', 'text'] : [];
    const { code, stdout, stderr } = await cli.run([...filled, ...query, ...at]);
    const fail = (problem: string) => problems.push({ command: filled.join(' '), problem });
    if (error === undefined && code !== 0) fail(stderr.trim());
    if (error !== undefined && !stderr.includes(`(${error})`))
      fail(`expected ${error}: ${stderr.trim() || stdout}`);
    if (keep) kept.set(keep.name, stdout.trim());
  }
  return problems;
}
