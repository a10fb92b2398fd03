import { expect, it } from 'vitest';
import { isRegion, PARTITIONS, partitionOf, partitionOfArn } from '../../src/core/regions.ts';

it.each([
  ['us-east-1', 'aws'],
  ['ap-southeast-7', 'aws'],
  ['mx-central-1', 'aws'],
  ['us-gov-west-1', 'aws-us-gov'],
  ['eusc-de-east-1', 'aws-eusc'],
  ['cn-north-1', 'aws-cn'],
  ['us-iso-east-1', 'aws-iso'],
  ['us-isob-east-1', 'aws-iso-b'],
  ['eu-isoe-west-1', 'aws-iso-e'],
  ['us-isof-south-1', 'aws-iso-f'],
])('%s is a Region of %s', (region, partition) => {
  expect(isRegion(region)).toBe(true);
  expect(partitionOf(region)).toBe(partition);
  expect(PARTITIONS).toContain(partition);
});

it('Regions may be more than nine', () => {
  expect(isRegion('ap-southeast-12')).toBe(true);
  expect(['us-east-', 'us-east-123', 'useast1', ''].some(isRegion)).toBe(false);
});

it('what AWS names says its partition itself', () => {
  const arn = 'arn:aws-new:bedrock:xx-new-1::foundation-model/a.b';
  expect([partitionOfArn(arn, 'xx-new-1'), partitionOfArn(undefined, 'us-gov-east-1')]).toEqual([
    'aws-new',
    'aws-us-gov',
  ]);
});
