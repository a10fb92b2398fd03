import { describe, expect, it } from 'vitest';
import { judgeCall } from '../../../src/core/policies/calls.ts';
import { regionsDenied } from '../../../src/core/policies/regionsDenied.ts';
import type { NamedPolicy, PolicyStatement } from '../../../src/core/policies/types.ts';
import { ACCOUNT, MODEL, policy } from './companies/facts.ts';

/** Service control policies that deny Regions, as companies have them, and calls through profiles to three Regions. */

const FULL = policy('FullAWSAccess', { Effect: 'Allow', Action: '*', Resource: '*' });
const at = (region: string) => `arn:aws:bedrock:${region}::foundation-model/${MODEL}`;
const PROFILE = `arn:aws:bedrock:us-east-1:${ACCOUNT}:application-inference-profile/abc`;
const GEO = { arn: PROFILE, modelArns: ['us-east-1', 'us-east-2', 'us-west-2'].map(at) };
const GLOBAL = { arn: `${PROFILE}d`, modelArns: [at('us-east-1'), at('')] };
const outside = (...regions: string[]): PolicyStatement => ({
  Sid: 'DenyOutside',
  Effect: 'Deny',
  NotAction: ['iam:*', 'sts:*'],
  Resource: '*',
  Condition: { StringNotEquals: { 'aws:RequestedRegion': regions } },
});
/** The policies with the exemptions in them. */
function mended(controls: NamedPolicy[], profiles: { arn: string; modelArns: string[] }[]): NamedPolicy[] {
  const { exemptions } = regionsDenied([controls], profiles);
  return controls.map((one) => {
    const mine = exemptions.filter(({ policy: name }) => name === one.name);
    const Statement = one.document.Statement.map(
      (statement, index) =>
        mine.find(({ statement: name }) => name === (statement.Sid ?? `statement ${index + 1}`))?.changed ??
        statement,
    );
    return {
      ...one,
      document: { ...one.document, Statement: [...Statement, ...mine.flatMap(({ added }) => added ?? [])] },
    };
  });
}
const decisionOn = (
  controls: NamedPolicy[],
  on: { arn: string; modelArns: string[] },
  region = 'us-east-1',
) =>
  judgeCall(
    { identity: [FULL], boundary: null, controls: [controls] },
    {
      action: 'bedrock:InvokeModel',
      caller: { arn: `arn:aws:iam::${ACCOUNT}:role/x`, accountId: ACCOUNT, tags: {} },
      on: { ...on, tags: {} },
      region,
      tagsWhileCreating: 'present',
    },
  ).decision;

describe('an SCP that denies Regions', () => {
  it('denies each destination outside of them, by the statement', () => {
    const { denied } = regionsDenied([[FULL, policy('regions', outside('us-east-1'))]], [GEO, GLOBAL]);
    expect(
      denied.map(({ destination, profiles, by }) => [destination, profiles.length, by?.statement]),
    ).toEqual([
      ['unspecified', 1, 'DenyOutside'],
      ['us-east-2', 1, 'DenyOutside'],
      ['us-west-2', 1, 'DenyOutside'],
    ]);
  });
  it('that allows all of them denies none', () =>
    expect(
      regionsDenied([[FULL, policy('regions', outside('us-east-1', 'us-east-2', 'us-west-2'))]], [GEO]),
    ).toEqual({
      denied: [],
      unknown: [],
      exemptions: [],
    }));
  it('lets our calls pass with the exemption, and nothing else', () => {
    const controls = mended([FULL, policy('regions', outside('us-east-1'))], [GEO]);
    expect(decisionOn(controls, GEO)).toBe('allowed');
    // The same model there directly, by a system profile, by a profile that goes elsewhere, and other services.
    expect(decisionOn(controls, { arn: at('us-west-2'), modelArns: [] }, 'us-west-2')).toBe('denied');
    const system = `arn:aws:bedrock:us-east-1:${ACCOUNT}:inference-profile/us.${MODEL}`;
    expect(decisionOn(controls, { ...GEO, arn: system })).toBe('denied');
    expect(decisionOn(controls, GLOBAL)).toBe('denied');
    expect(decisionOn(controls, { arn: PROFILE, modelArns: [at('us-east-1'), at('eu-west-1')] })).toBe(
      'denied',
    );
  });
  it('with the sample exemption of system profiles does not match application profiles, and that is told', () => {
    const sample = outside('us-east-1');
    const exempt = {
      ...sample,
      Condition: {
        ...sample.Condition,
        ArnNotLike: { 'bedrock:InferenceProfileArn': 'arn:aws:bedrock:*:*:inference-profile/us.*' },
      },
    };
    const { denied, exemptions } = regionsDenied([[FULL], [FULL, policy('regions', exempt)]], [GEO]);
    expect(denied).toHaveLength(2);
    expect(exemptions).toMatchObject([{ policy: 'regions', statement: 'DenyOutside', sample: true }]);
    expect(exemptions[0]?.changed.Condition?.ArnNotLike).toEqual({
      'bedrock:InferenceProfileArn': [
        'arn:aws:bedrock:*:*:inference-profile/us.*',
        `arn:aws:bedrock:us-east-1:${ACCOUNT}:application-inference-profile/*`,
      ],
    });
    expect(decisionOn(mended([FULL, policy('regions', exempt)], [GEO]), GEO)).toBe('allowed');
  });
  it('finds a statement without a name, by its place', () => {
    const { Sid: _, ...unnamed } = outside('us-east-1');
    const keys: PolicyStatement = { Effect: 'Deny', Action: 'iam:CreateUser', Resource: '*' };
    const controls = [FULL, policy('regions', keys, unnamed)];
    expect(regionsDenied([controls], [GEO]).exemptions).toMatchObject([
      { statement: 'statement 2', sample: false },
    ]);
    expect(decisionOn(mended(controls, [GEO]), GEO)).toBe('allowed');
  });
  it('exempts profiles of each account and Region that calls', () => {
    const other = { ...GEO, arn: `arn:aws:bedrock:us-west-2:999999999999:application-inference-profile/x` };
    const [exemption] = regionsDenied(
      [[FULL, policy('regions', outside('us-east-1'))]],
      [GEO, other, GEO],
    ).exemptions;
    expect(exemption?.added?.Condition).toEqual({
      ArnLike: {
        'bedrock:InferenceProfileArn': [
          `arn:aws:bedrock:us-east-1:${ACCOUNT}:application-inference-profile/*`,
          'arn:aws:bedrock:us-west-2:999999999999:application-inference-profile/*',
        ],
      },
      StringNotEquals: { 'aws:RequestedRegion': ['us-east-1', 'us-east-2', 'us-west-2'] },
    });
  });
  it('says what it cannot judge', () => {
    const statement = outside('us-east-1');
    const org = {
      ...statement,
      Condition: { ...statement.Condition, StringEquals: { 'aws:PrincipalOrgID': 'o-1' } },
    };
    const { denied, unknown } = regionsDenied([[FULL, policy('regions', org)]], [GEO]);
    expect(denied).toEqual([]);
    expect(unknown).toEqual([expect.stringContaining('aws:principalorgid')]);
  });
  it('opens one statement after another, and adds one statement in all', () => {
    const again = { ...outside('us-east-1', 'us-east-2'), Sid: 'Again', NotAction: 's3:*' };
    const controls = [FULL, policy('regions', outside('us-east-1'), again)];
    const { exemptions } = regionsDenied([controls], [GEO]);
    expect(exemptions.map(({ statement, added }) => [statement, added?.Sid])).toEqual([
      ['DenyOutside', 'KeepProfilesToTheirRegions'],
      ['Again', undefined],
    ]);
    expect(decisionOn(mended(controls, [GEO]), GEO)).toBe('allowed');
  });
  it('leaves a denial of the global route by its name alone: that is meant', () => {
    const residency = policy('residency', {
      Effect: 'Deny',
      Action: 'bedrock:*',
      Resource: '*',
      Condition: { StringEquals: { 'aws:RequestedRegion': 'unspecified' } },
    });
    expect(regionsDenied([[FULL, residency]], [GLOBAL])).toMatchObject({
      denied: [{ destination: 'unspecified', by: { policy: 'residency', statement: 'statement 1' } }],
      exemptions: [],
    });
  });
  it('names the level that allows nothing there', () => {
    const some = policy('some', {
      Effect: 'Allow',
      Action: '*',
      Resource: '*',
      Condition: { StringEquals: { 'aws:RequestedRegion': 'us-east-1' } },
    });
    expect(regionsDenied([[FULL], [some]], [GEO]).denied[0]).toMatchObject({ by: null, level: 1 });
  });
});
