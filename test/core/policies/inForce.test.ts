import { describe, expect, it } from 'vitest';
import { printPolicy } from '../../../src/core/policies/generate.ts';
import { openIn, reachesBedrock } from '../../../src/core/policies/inForce.ts';
import { PROBES } from '../../../src/core/policies/probes.ts';
import { choices, facts, inForce, policy } from './companies/facts.ts';

const FULL = policy('FullAWSAccess', { Effect: 'Allow', Action: '*', Resource: '*' });

describe('what we print', () => {
  it.each([
    ['with self-service', { ...choices }],
    ['without', { ...choices, selfService: false }],
    [
      'with the global route',
      {
        ...choices,
        geographies: ['us', 'global'],
        routes: { 'us-east-1': ['us', 'global'] },
        destinations: ['', ...choices.destinations],
        ends: { 'us-east-1': ['', ...choices.destinations] },
      },
    ],
    ['without enforcement', { ...choices, enforcement: false }],
  ])('leaves nothing open, %s', (_, made) => {
    const invoke = { name: 'invoke', document: printPolicy('invoke', made).document };
    const routes = {
      us: choices.destinations,
      ...(made.geographies.includes('global') ? { global: ['us-east-1', ''] } : {}),
    };
    expect(openIn(inForce([invoke]), { ...facts, choices: made, routes })).toEqual([]);
  });
  it.each([
    ['aws-us-gov', 'us-gov-west-1', 'us-gov'],
    ['aws-eusc', 'eusc-de-east-1', 'in-region'],
  ] as const)('leaves nothing open in %s', (partition, region, geography) => {
    const made = {
      ...choices,
      partition,
      regions: [region],
      routes: { [region]: [geography] },
      geographies: [geography],
      destinations: [region],
      ends: { [region]: [region] },
    };
    const caller = { ...facts.caller, arn: facts.caller.arn.replace('arn:aws:', `arn:${partition}:`) };
    const there = { ...facts, choices: made, caller, region, routes: { [geography]: [region] } };
    const invoke = { name: 'invoke', document: printPolicy('invoke', made).document };
    expect(openIn(inForce([invoke]), there)).toEqual([]);
    expect(openIn(inForce([FULL]), there).length).toBeGreaterThan(15);
  });
  it('closes every hole for an administrator by the guard', () => {
    const guard = { name: 'guard', document: printPolicy('guard', choices).document };
    const open = openIn(inForce([FULL], { controls: [[FULL, guard]] }), facts);
    expect(open).toEqual([]);
  });
});

it('tells what may be open only where nothing of it certainly is', () => {
  const retag = (Condition?: object) => ({
    Sid: 'Tag',
    Effect: 'Allow' as const,
    Action: 'bedrock:TagResource',
    Resource: '*',
    ...(Condition === undefined ? {} : { Condition: Condition as never }),
  });
  const states = (Condition?: object) =>
    openIn(inForce([policy('tags', retag(Condition))]), facts)
      .filter(({ hole }) => hole === 'retag')
      .map(({ state, probes }) => [state, probes.length]);
  expect(states()).toEqual([['open', 2]]);
  expect(states({ IpAddress: { 'aws:SourceIp': '192.0.2.0/24' } })).toEqual([['unknown', 2]]);
  // One of both ways only: the cost center may not be given.
  expect(states({ Null: { 'aws:RequestTag/CostCenter': 'true' } })).toEqual([['open', 1]]);
  expect(states({ StringEquals: { 'aws:ResourceTag/UserEmail': 'nobody' } })).toEqual([]);
});
it('has a probe for each hole, and for each probe a name of its own', () => {
  expect(new Set(PROBES.map(({ id }) => id)).size).toBe(PROBES.length);
});
it('tells who reaches Bedrock', () => {
  const reaches = (...actions: string[]) =>
    reachesBedrock(policy('x', { Effect: 'Allow', Action: actions, Resource: '*' }).document);
  expect(reaches('s3:*', 'bedrock:InvokeModel')).toBe(true);
  expect(reaches('*')).toBe(true);
  expect(reaches('s3:*')).toBe(false);
  expect(reaches('bed*:Invoke*')).toBe(true);
  expect(reaches('bedrock-mantle:*')).toBe(true);
  expect(reaches('*edrock:InvokeModel')).toBe(true);
  expect(reaches('bedr?ck:*')).toBe(true);
  const but = (...NotAction: string[]) =>
    reachesBedrock(policy('x', { Effect: 'Allow', NotAction, Resource: '*' }).document);
  // Keys for Bedrock, and its newer endpoint, are left.
  expect([but('s3:*'), but('bedrock:*'), but('bedrock*:*', 'iam:*')]).toEqual([true, true, false]);
  expect(reachesBedrock(policy('x', { Effect: 'Deny', Action: '*', Resource: '*' }).document)).toBe(false);
});
