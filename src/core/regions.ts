/**
 * The Region codes in front of usage types, as far as they were seen. Source: AWS's usage-type prefixes in billing reports
 * and price lists; `APS1` is Singapore although Mumbai (`APS3`) came with `ap-south-1`, which is the usual mistake. What is
 * not here is not guessed: such lines are held against what was seen in all Regions together.
 */
const REGION_BY_PREFIX: Readonly<Record<string, string>> = {
  USE1: 'us-east-1',
  USE2: 'us-east-2',
  USW1: 'us-west-1',
  USW2: 'us-west-2',
  UGW1: 'us-gov-west-1',
  UGE1: 'us-gov-east-1',
  CAN1: 'ca-central-1',
  CAN2: 'ca-west-1',
  CAW1: 'ca-west-1',
  MXC1: 'mx-central-1',
  SAE1: 'sa-east-1',
  EU: 'eu-west-1',
  EUW1: 'eu-west-1',
  EUW2: 'eu-west-2',
  EUW3: 'eu-west-3',
  EUC1: 'eu-central-1',
  EUC2: 'eu-central-2',
  EUN1: 'eu-north-1',
  EUS1: 'eu-south-1',
  EUS2: 'eu-south-2',
  APN1: 'ap-northeast-1',
  APN2: 'ap-northeast-2',
  APN3: 'ap-northeast-3',
  APE1: 'ap-east-1',
  APE2: 'ap-east-2',
  APS1: 'ap-southeast-1',
  APS2: 'ap-southeast-2',
  APS3: 'ap-south-1',
  APS4: 'ap-southeast-3',
  APS5: 'ap-south-2',
  APS6: 'ap-southeast-4',
  APS7: 'ap-southeast-5',
  APS8: 'ap-southeast-6',
  APS9: 'ap-southeast-7',
  MES1: 'me-south-1',
  MEC1: 'me-central-1',
  ILC1: 'il-central-1',
  AFS1: 'af-south-1',
};

/** The Region of a usage type's prefix such as `APN1`; null for a prefix that is not known. */
export function regionOfPrefix(prefix: string): string | null {
  return REGION_BY_PREFIX[prefix] ?? null;
}

/** Whether text is of the form of a Region's name. New ones open every year: which there are is for AWS to say. */
export const isRegion = (text: string): boolean => /^[a-z]{2,4}(-[a-z]+)+-\d{1,2}$/.test(text);

/** Partitions by how the names of their Regions begin; all others are of `aws`. Source: the partitions of AWS's SDKs. */
const PARTITION_BY_BEGINNING = {
  'us-gov-': 'aws-us-gov',
  'eusc-': 'aws-eusc',
  'cn-': 'aws-cn',
  'us-iso-': 'aws-iso',
  'us-isob-': 'aws-iso-b',
  'eu-isoe-': 'aws-iso-e',
  'us-isof-': 'aws-iso-f',
} as const;
export type Partition = 'aws' | (typeof PARTITION_BY_BEGINNING)[keyof typeof PARTITION_BY_BEGINNING];
export const PARTITIONS: readonly Partition[] = ['aws', ...Object.values(PARTITION_BY_BEGINNING)];

/** The partition of a Region, by its name. */
export function partitionOf(region: string): Partition {
  const [, partition] =
    Object.entries(PARTITION_BY_BEGINNING).find(([beginning]) => region.startsWith(beginning)) ?? [];
  return partition ?? 'aws';
}

/** What the names of a partition's endpoints end in. Source: the partitions of AWS's SDKs. */
const DNS_SUFFIX: Readonly<Record<Partition, string>> = {
  aws: 'amazonaws.com',
  'aws-us-gov': 'amazonaws.com',
  'aws-eusc': 'amazonaws.eu',
  'aws-cn': 'amazonaws.com.cn',
  'aws-iso': 'c2s.ic.gov',
  'aws-iso-b': 'sc2s.sgov.gov',
  'aws-iso-e': 'cloud.adc-e.uk',
  'aws-iso-f': 'csp.hci.ic.gov',
};
export const dnsSuffixOf = (partition: Partition): string => DNS_SUFFIX[partition];

/** The partition of what an ARN of AWS names; by the Region's name where there is none. */
export const partitionOfArn = (arn: string | undefined, region: string): string =>
  arn?.split(':')[1] || partitionOf(region);

/**
 * Where a company's bill is asked for, by the Regions it uses. GovCloud bills through a standard account that is paired
 * with it; the European Sovereign Cloud bills by itself. Source: the endpoint rules of `@aws-sdk/client-cost-explorer`.
 */
export const billingRegionOf = (regions: readonly string[]): string =>
  billingPartitionOf(partitionOf(regions[0] ?? '')) === 'aws-eusc' ? 'eusc-de-east-1' : 'us-east-1';

/** In which partition the bill of a partition is, and with it the payer and its budgets. */
export const billingPartitionOf = (partition: Partition): Partition =>
  partition === 'aws-eusc' ? 'aws-eusc' : 'aws';
