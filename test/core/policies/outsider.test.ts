import { describe, expect, it } from 'vitest';
import { policiesFor } from '../../../src/app/policies/print.ts';
import { readConfig } from '../../../src/config.ts';
import { judgeCall } from '../../../src/core/policies/calls.ts';
import {
  destinationsOf,
  endsByRegion,
  type PolicyChoices,
  routesOf,
} from '../../../src/core/policies/choices.ts';
import type { PolicyKind } from '../../../src/core/policies/generate.ts';
import { printPolicy } from '../../../src/core/policies/generate.ts';
import type { Call, CalledResource, PoliciesInForce, Tags } from '../../../src/core/policies/types.ts';
import { isRegion } from '../../../src/core/regions.ts';
import type { CatalogueEntry } from '../../../src/core/types.ts';
import { judgeCall as simulated } from '../../../src/simulator/iam/calls.ts';

/** What an outsider found in the printed policies, by the number of the finding; each is judged by both judges. */

const MODEL = 'anthropic.claude-sonnet-4-6';
const ACCOUNT = '111122223333';
const OTHER = '222233334444';
const ANN: Tags = { UserEmail: 'ann@example.com', CostCenter: 'CC-1' };

const ROUTES: Readonly<Record<string, readonly string[]>> = {
  us: ['us-east-1', 'us-east-2', 'us-west-2'],
  eu: ['eu-central-1', 'eu-west-1'],
  jp: ['ap-northeast-1', 'ap-northeast-3'],
};
const modelOf = (region: string) => `arn:aws:bedrock:${region}::foundation-model/${MODEL}`;

function catalogueOf(regions: readonly string[]): CatalogueEntry[] {
  const entry = (region: string, geography: string, ends: readonly string[]): CatalogueEntry => ({
    region,
    type: 'systemProfile',
    id: `${geography}.${MODEL}`,
    modelKey: MODEL,
    name: geography,
    provider: 'Anthropic',
    modelArns: ends.map(modelOf),
  });
  return regions.flatMap((region) => [
    entry(region, 'global', [region, '']),
    ...Object.entries(ROUTES)
      .filter(([, ends]) => ends.includes(region))
      .map(([geography, ends]) => entry(region, geography, ends)),
  ]);
}

function chosen(more: Partial<PolicyChoices> = {}): PolicyChoices {
  const choices: PolicyChoices = {
    partition: 'aws',
    accounts: [ACCOUNT],
    regions: ['us-east-1'],
    tagKeys: { user: 'UserEmail', costCenter: 'CostCenter', profile: 'InferenceProfile' },
    tags: [],
    models: null,
    geographies: ['in-region', 'us'],
    destinations: [],
    ends: {},
    routes: {},
    selfService: true,
    enforcement: true,
    opened: [],
    tiers: null,
    exemptions: [],
    serviceRoles: [`arn:aws:iam::${ACCOUNT}:role/bedrock-ledger`],
    namedRoles: [`arn:aws:iam::${ACCOUNT}:role/bedrock-ledger`],
    ...more,
  };
  const catalogue = catalogueOf(choices.regions);
  const ends = endsByRegion(catalogue, choices);
  return {
    ...choices,
    routes: routesOf(catalogue, choices),
    ends,
    destinations: destinationsOf(ends),
  };
}

const everything = {
  name: 'everything',
  document: {
    Version: '2012-10-17',
    Statement: [{ Sid: 'All', Effect: 'Allow' as const, Action: '*', Resource: '*' }],
  },
};
const printed = (kind: PolicyKind, choices: PolicyChoices) => ({
  name: kind,
  document: printPolicy(kind, choices).document,
});
const person = (choices: PolicyChoices): PoliciesInForce => ({
  identity: [printed('invoke', choices)],
  boundary: null,
  controls: [],
});
const administrator = (choices: PolicyChoices): PoliciesInForce => ({
  identity: [everything],
  boundary: null,
  controls: [[everything], [everything, printed('guard', choices)]],
});
const service = (choices: PolicyChoices): PoliciesInForce => ({
  identity: [printed('service', choices)],
  boundary: null,
  controls: [],
});

const callerOf = (
  tags: Tags = ANN,
  account = ACCOUNT,
  role = 'aws-reserved/sso.amazonaws.com/AWSReservedSSO_Users_0123456789abcdef',
) => ({ arn: `arn:aws:iam::${account}:role/${role}`, accountId: account, tags });

const profile = (tags: Tags, models: readonly string[] = [], region = 'us-east-1', account = ACCOUNT) => ({
  arn: `arn:aws:bedrock:${region}:${account}:application-inference-profile/abc`,
  tags,
  modelArns: models.map(modelOf),
});
const thing = (arn: string): CalledResource => ({ arn, tags: {}, modelArns: [] });
const call = (action: string, on: CalledResource, more: Partial<Call> = {}): Call => ({
  action: action.includes(':') ? action : `bedrock:${action}`,
  caller: callerOf(),
  on,
  region: on.arn.split(':')[3] || 'us-east-1',
  tagsWhileCreating: 'present',
  ...more,
});

/** `allowed` or `denied`; both where the judges differ. */
function answer(policies: PoliciesInForce, asked: Call): string {
  const ours = judgeCall(policies, asked).decision;
  const theirs = simulated(policies, asked).allowed ? 'allowed' : 'denied';
  return ours === theirs ? ours : `${ours}, and by the simulator ${theirs}`;
}

describe('1: a route that is not allowed, where all its ends are called Regions', () => {
  const cases: [string, string[], string[], string][] = [
    ['us', ['us-east-1', 'us-east-2', 'us-west-2'], ['in-region'], 'us-east-1'],
    ['us', ['us-east-1', 'us-east-2', 'us-west-2'], ['in-region', 'global'], 'us-east-1'],
    ['jp', ['ap-northeast-1', 'ap-northeast-3'], ['in-region'], 'ap-northeast-1'],
  ];
  it.each(cases)('%s in %j with %j', (route, regions, geographies, from) => {
    const choices = chosen({ regions, geographies });
    const asked = call('InvokeModel', profile(ANN, ROUTES[route] ?? [], from));
    expect([answer(person(choices), asked), answer(administrator(choices), asked)]).toEqual([
      'denied',
      'denied',
    ]);
  });
  it('a profile of one Region does not open the ends of another', () => {
    const choices = chosen({ regions: ['us-east-1', 'eu-central-1'], geographies: ['us', 'eu'] });
    const asked = call('InvokeModel', profile(ANN, ['eu-west-1']));
    expect([answer(person(choices), asked), answer(administrator(choices), asked)]).toEqual([
      'denied',
      'denied',
    ]);
  });
});

describe('2: of several named accounts, another one', () => {
  const choices = chosen({ accounts: [ACCOUNT, OTHER] });
  const theirs = profile(ANN, ['us-east-1'], 'us-east-1', OTHER);
  it.each([
    ['InvokeModel', {}],
    ['InvokeModelWithResponseStream', {}],
    ['DeleteInferenceProfile', {}],
    ['TagResource', { requestTags: { Project: 'x' } }],
    ['TagResource', { requestTags: ANN }],
    ['UntagResource', { untagKeys: ['Project'] }],
  ])('%s by a person %j', (action, more) =>
    expect(answer(person(choices), call(action, theirs, more))).toBe('denied'),
  );
  it('a model through a profile of the other account', () =>
    expect(
      answer(
        person(choices),
        call('InvokeModel', thing(modelOf('us-east-1')), {
          context: { 'bedrock:InferenceProfileArn': theirs.arn },
        }),
      ),
    ).toBe('denied'));
  it('InvokeModel under the guard', () =>
    expect(answer(administrator(choices), call('InvokeModel', theirs))).toBe('denied'));
  it('still one’s own', () =>
    expect(answer(person(choices), call('InvokeModel', profile(ANN, ['us-east-1'])))).toBe('allowed'));
});

describe('3: opening keys of Bedrock opens no other key', () => {
  const choices = chosen({ opened: ['iam:CreateServiceSpecificCredential'] });
  const make = (of: string) =>
    call('iam:CreateServiceSpecificCredential', thing(`arn:aws:iam::${ACCOUNT}:user/ann`), {
      context: { 'iam:ServiceSpecificCredentialServiceName': of },
    });
  it.each(['codecommit.amazonaws.com', 'cassandra.amazonaws.com', 'logs.amazonaws.com'])('%s', (of) =>
    expect(answer(person(choices), make(of))).toBe('denied'),
  );
  it('bedrock.amazonaws.com', () =>
    expect(answer(person(choices), make('bedrock.amazonaws.com'))).toBe('allowed'));
});

describe('4: a tier that is not listed, the default one among them', () => {
  const choices = chosen({ tiers: ['flex'] });
  const own = profile(ANN, ['us-east-1']);
  it('is denied where the call names none', () =>
    expect(answer(person(choices), call('InvokeModel', own))).toBe('denied'));
  it('and under the guard', () =>
    expect(answer(administrator(choices), call('InvokeModel', own))).toBe('denied'));
  it('the listed one is not', () =>
    expect(answer(person(choices), call('InvokeModel', own, { serviceTier: 'flex' }))).toBe('allowed'));
});

describe('5: actions that spend and that no list names', () => {
  // Service authorization reference of Bedrock, 2026.
  it.each([
    'AgenticRetrieveStream',
    'CreateModelEvaluationJob',
    'InvokeAutomatedReasoningPolicy',
    'InvokeGuardrailChecks',
    'InvokeTool',
  ])('the guard closes %s', (action) =>
    expect(answer(administrator(chosen()), call(action, thing('*')))).toBe('denied'),
  );
});

describe('6: the service', () => {
  const byLedger = { caller: callerOf({}, ACCOUNT, 'bedrock-ledger') };
  const tag = (on: Tags, requestTags: Tags) => call('TagResource', profile(on), { ...byLedger, requestTags });
  const BOB = { UserEmail: 'bob@example.com' };
  const policies = service(chosen());
  it('does not put its mark over another’s, which it could then delete', () =>
    expect(answer(policies, tag({ ...BOB, ManagedBy: 'terraform' }, { ManagedBy: 'bedrock-ledger' }))).toBe(
      'denied',
    ));
});

describe('8: operations that IAM knows as InvokeModel', () => {
  it('InvokeModelWithBidirectionalStream is judged as such', () =>
    expect(
      judgeCall(person(chosen()), call('InvokeModelWithBidirectionalStream', profile(ANN, ['us-east-1'])))
        .decision,
    ).toBe('allowed'));
});

describe('9: what is printed', () => {
  const settings = { ...readConfig({}), accounts: [] };
  const regions = ['us-east-1', 'us-east-2', 'us-west-2'];
  const print = (kind: PolicyKind, typed: Record<string, string>) =>
    JSON.stringify(
      policiesFor(settings, catalogueOf(regions), [kind], typed).policies.map(({ document }) => document),
    );

  it('is for every partition: a Region of aws-eusc is one', () => {
    expect(isRegion('eusc-de-east-1')).toBe(true);
    expect(print('invoke', { account: ACCOUNT, region: 'eusc-de-east-1', geography: 'in-region' })).toContain(
      'arn:aws-eusc:bedrock:eusc-de-east-1:',
    );
  });
  it.each([
    ['invoke', { region: ',' }],
    ['invoke', { geography: ',' }],
    ['invoke', { model: ',' }],
    ['invoke', { tier: ',' }],
    ['invoke', { model: 'nonsense', geography: 'us' }],
    ['self-service', { model: 'nonsense', geography: 'us', region: ',' }],
    ['service', { without: 'profiles,bill,vending,directory,mirror,policies,accounts' }],
  ] satisfies [PolicyKind, Record<string, string>][])(
    '%s %j: no empty list, which IAM refuses',
    (kind, typed) =>
      expect(() => {
        if (print(kind, { account: ACCOUNT, ...typed }).includes('[]')) return;
        throw new Error('faults, or a policy without empty lists');
      }).toThrow(),
  );
  it('not for a partition that the Regions of the settings are not in', () =>
    expect(() => print('invoke', { account: ACCOUNT, partition: 'aws-us-gov' })).toThrow());
  it('not for settings with Regions of two partitions', () =>
    expect(() =>
      policiesFor({ ...settings, regions: ['us-east-1', 'us-gov-west-1'] }, [], ['invoke'], {
        account: ACCOUNT,
        geography: 'in-region',
      }),
    ).toThrow());
  it('not for a geography of the settings that no profile has', () => {
    const set = { ...settings, policies: { ...settings.policies, geographies: ['mars'] } };
    expect(() => {
      const made = policiesFor(set, catalogueOf(regions), ['invoke'], { account: ACCOUNT });
      if (JSON.stringify(made.policies).includes('[]')) return;
      throw new Error('a fault, or a policy without empty lists');
    }).toThrow();
  });
  it('not for a role of the settings that is a pattern: the guard would leave all its account alone', () =>
    expect(() => readConfig({ BEDROCK_LEDGER_PAYER_ROLE_ARN: `arn:aws:iam::${ACCOUNT}:role/*` })).toThrow());
  it.each([
    ['of everybody in Identity Center', 'arn:aws:iam::*:role/aws-reserved/*'],
    ['of nearly everybody', 'arn:aws:iam::*:role/*e*'],
    ['of a session, which aws:PrincipalArn never names', `arn:aws:sts::${ACCOUNT}:assumed-role/batch/*`],
    ['with a policy variable', `arn:aws:iam::${ACCOUNT}:role/\${aws:PrincipalTag/Team}`],
    ['with characters that no role has', `arn:aws:iam::${ACCOUNT}:role/ a"b`],
    ['of another partition', `arn:aws-us-gov:iam::${ACCOUNT}:role/batch`],
  ])('no exemption %s', (_, pattern) =>
    expect(() =>
      print('guard', { account: ACCOUNT, region: 'us-east-1', exempt: `${pattern};data;nightly` }),
    ).toThrow(),
  );
  it.each([
    ['a pattern', { principal: `arn:aws:iam::${ACCOUNT}:role/*` }],
    ['of another partition', { principal: `arn:aws-us-gov:iam::${ACCOUNT}:role/x` }],
    ['with a word that STS does not take', { externalId: 'a b *' }],
    ['with a variable for a word', { externalId: `\${aws:PrincipalTag/x}` }],
  ])('no trust: %s', (_, typed) =>
    expect(() => print('trust', { account: ACCOUNT, region: 'us-east-1', ...typed })).toThrow(),
  );
  it('no trust in roles of any account, which IAM refuses as a principal', () =>
    expect(() => {
      if (print('trust', { account: 'own', region: 'us-east-1' }).includes('iam::*:')) return;
      throw new Error('a fault, or a principal that IAM takes');
    }).toThrow());
});
