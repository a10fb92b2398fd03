import type { PolicyChoices } from '../../../src/core/policies/choices.ts';
import type { Call, CalledResource, Caller, Tags } from '../../../src/core/policies/types.ts';

/**
 * What the printed policies must hold, sentence by sentence, as calls with the answer beside them. Answers are by
 * arrangement, in the order of `ARRANGEMENTS`: A allowed, D denied.
 *
 * `invoke`: a person with the policy of that name alone. `self`: with self-service. `beside`: with self-service and a
 * policy that allows everything on Bedrock: only what is denied outright is. `guard`: an administrator under the guard.
 * `closed`: the same under the guard without self-service.
 */
export const ARRANGEMENTS = ['invoke', 'self', 'beside', 'guard', 'closed'] as const;
export type Arrangement = (typeof ARRANGEMENTS)[number];

/** A partition with the names that calls are made of. */
export interface World {
  partition: PolicyChoices['partition'];
  account: string;
  otherAccount: string;
  region: string;
  /** Not among the Regions that are chosen, but where routes of the geography end. */
  second: string;
  /** Where no allowed route ends. */
  far: string;
  geo: string;
  farGeo: string;
}

export const WORLDS: readonly World[] = [
  {
    partition: 'aws',
    account: '111122223333',
    otherAccount: '999988887777',
    region: 'us-east-1',
    second: 'us-west-2',
    far: 'eu-west-1',
    geo: 'us',
    farGeo: 'eu',
  },
  {
    partition: 'aws-us-gov',
    account: '111122223333',
    otherAccount: '999988887777',
    region: 'us-gov-west-1',
    second: 'us-gov-east-1',
    far: 'us-gov-north-1',
    geo: 'us-gov',
    farGeo: 'eu',
  },
  {
    partition: 'aws-eusc',
    account: '111122223333',
    otherAccount: '999988887777',
    region: 'eusc-de-east-1',
    second: 'eusc-de-west-1',
    far: 'eusc-fr-east-1',
    geo: 'eusc',
    farGeo: 'us',
  },
];

export const MODEL = 'anthropic.claude-sonnet-4-6';
const OTHER_MODEL = 'amazon.nova-lite-v1:0';
export const ANN: Tags = { UserEmail: 'ann@example.com', CostCenter: 'CC-1' };
const BOB: Tags = { UserEmail: 'bob@example.com', CostCenter: 'CC-2' };

export interface Row {
  sentence: string;
  name: string;
  call: Call;
  /** By arrangement, where the global route is not allowed. */
  expect: string;
  /** The same where it is allowed; as `expect` where left out. */
  global?: string;
  /** Chosen otherwise for this row. */
  choices?: Partial<PolicyChoices>;
  /** Differs while creating by what AWS shows then. */
  absent?: string;
}

/** Everything that rows of one world are made of. */
export function partsOf(w: World) {
  const arn = (region: string, account: string, rest: string) =>
    `arn:${w.partition}:bedrock:${region}:${account}:${rest}`;
  const model = (region: string, id = MODEL) => arn(region, '', `foundation-model/${id}`);
  const geoModels = [model(w.region), model(w.second)];
  const globalModels = [model(w.region), model('')];
  const thing = (at: string, tags: Tags = {}, modelArns: readonly string[] = []): CalledResource => ({
    arn: at,
    tags,
    modelArns,
  });
  const profile = (
    tags: Tags,
    { region = w.region, account = w.account, models = geoModels, id = 'abc123def456' } = {},
  ) => thing(arn(region, account, `application-inference-profile/${id}`), tags, models);
  const person = (tags: Tags = ANN, more: Partial<Caller> = {}): Caller => ({
    arn: `arn:${w.partition}:iam::${w.account}:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_BedrockUsers_0123456789abcdef`,
    accountId: w.account,
    tags,
    ...more,
  });
  const call = (action: string, on: CalledResource, more: Partial<Call> = {}): Call => ({
    action: action.includes(':') ? action : `bedrock:${action}`,
    caller: person(),
    on,
    region: w.region,
    tagsWhileCreating: 'present',
    ...more,
  });
  const source = (geo: string, id = MODEL, region = w.region) =>
    geo === '' ? thing(model(region, id)) : thing(arn(region, w.account, `inference-profile/${geo}.${id}`));
  const create = (requestTags: Tags, from = source(w.geo), more: Partial<Call> = {}) =>
    call('CreateInferenceProfile', thing(arn(w.region, w.account, 'application-inference-profile/*')), {
      requestTags,
      source: from,
      ...more,
    });
  return { arn, model, geoModels, globalModels, thing, profile, person, call, source, create };
}

/** The rows of one world. */
export function rowsOf(w: World): Row[] {
  const parts = partsOf(w);
  return [
    ...ownProfiles(w, parts),
    ...otherProfiles(w, parts),
    ...roundTheProfiles(w, parts),
    ...whereTo(w, parts),
    ...creating(w, parts),
    ...tagging(w, parts),
    ...furtherTags(parts),
    ...looking(w, parts),
    ...otherWays(w, parts),
    ...stopping(w, parts),
    ...sharing(w, parts),
  ];
}

type Parts = ReturnType<typeof partsOf>;
const INVOCATIONS = ['InvokeModel', 'InvokeModelWithResponseStream', 'Converse', 'ConverseStream'];

const rows = (sentence: string, list: readonly Omit<Row, 'sentence'>[]): Row[] =>
  list.map((row) => ({ sentence, ...row }));

function ownProfiles(w: World, { call, profile, model, person }: Parts): Row[] {
  return rows('I may invoke my own profiles', [
    ...INVOCATIONS.map((action) => ({ name: action, call: call(action, profile(ANN)), expect: 'AAAAA' })),
    {
      name: 'in one Region',
      call: call('Converse', profile(ANN, { models: [model(w.region)] })),
      expect: 'AAAAA',
    },
    {
      name: 'another one of mine',
      call: call(
        'InvokeModel',
        profile({ ...ANN, InferenceProfile: 'ann-2', ManagedBy: 'bedrock-ledger' }, { id: 'zzz' }),
      ),
      expect: 'AAAAA',
    },
    {
      name: 'on a cost center that I left',
      call: call('InvokeModel', profile({ ...ANN, CostCenter: 'CC-9' })),
      expect: 'AAAAA',
    },
    {
      name: 'as a user with a long-term key and my tag',
      call: call('InvokeModel', profile(ANN), {
        caller: person(ANN, { arn: `arn:${w.partition}:iam::${w.account}:user/ann` }),
      }),
      expect: 'AAAAA',
    },
    {
      name: 'of an allowed model only',
      call: call('InvokeModel', profile(ANN)),
      expect: 'AAAAA',
      choices: { models: ['anthropic.*'] },
    },
    {
      name: 'not of a model that is not allowed',
      call: call('InvokeModel', profile(ANN, { models: [model(w.region, OTHER_MODEL)] })),
      expect: 'DDADD',
      choices: { models: ['anthropic.*'] },
    },
  ]);
}

function otherProfiles(w: World, { call, profile, person, model }: Parts): Row[] {
  const invoke = (on: CalledResource, caller?: Caller) =>
    call('InvokeModel', on, caller === undefined ? {} : { caller });
  return rows('not another’s, not an untagged one, not one of another account', [
    { name: 'another’s', call: invoke(profile(BOB)), expect: 'DDADD' },
    { name: 'another’s, streamed', call: call('ConverseStream', profile(BOB)), expect: 'DDADD' },
    {
      name: 'another’s on my cost center',
      call: invoke(profile({ ...BOB, CostCenter: 'CC-1' })),
      expect: 'DDADD',
    },
    { name: 'an untagged one', call: invoke(profile({})), expect: 'DDADD' },
    { name: 'one with a cost center alone', call: invoke(profile({ CostCenter: 'CC-1' })), expect: 'DDADD' },
    { name: 'one with an empty name', call: invoke(profile({ UserEmail: '' })), expect: 'DDADD' },
    {
      name: 'spelled in capitals',
      call: invoke(profile({ ...ANN, UserEmail: 'Ann@Example.com' })),
      expect: 'DDADD',
    },
    {
      name: 'of another account with my tag',
      call: invoke(profile(ANN, { account: w.otherAccount })),
      expect: 'DDADD',
    },
    {
      name: 'of another account with my tag, itself alone',
      call: invoke(profile(ANN, { account: w.otherAccount, models: [] })),
      expect: 'DDADD',
    },
    {
      name: 'of another Region with my tag',
      call: call('InvokeModel', profile(ANN, { region: w.far, models: [model(w.far)] }), { region: w.far }),
      expect: 'DDADD',
    },
    { name: 'as somebody without a tag', call: invoke(profile(ANN), person({})), expect: 'DDDDD' },
    {
      name: 'as somebody without a tag, streamed',
      call: call('ConverseStream', profile(ANN), { caller: person({}) }),
      expect: 'DDDDD',
    },
    {
      name: 'with an empty tag, one with an empty tag, streamed',
      call: call('ConverseStream', profile({ UserEmail: '' }), { caller: person({ UserEmail: '' }) }),
      expect: 'DDDDD',
    },
    { name: 'as nobody, an untagged one', call: invoke(profile({}), person({})), expect: 'DDDDD' },
    {
      name: 'with an empty tag, one with an empty tag',
      call: invoke(profile({ UserEmail: '' }), person({ UserEmail: '' })),
      expect: 'DDDDD',
    },
    {
      name: 'with * as my tag',
      call: invoke(profile(BOB), person({ ...ANN, UserEmail: '*' })),
      expect: 'DDADD',
    },
    {
      name: 'with a wildcard in my tag',
      call: invoke(profile(BOB), person({ ...ANN, UserEmail: '*@example.com' })),
      expect: 'DDADD',
    },
    {
      name: 'with ??? in my tag',
      call: invoke(profile(BOB), person({ ...ANN, UserEmail: '???@example.com' })),
      expect: 'DDADD',
    },
  ]);
}

function roundTheProfiles(w: World, { call, thing, arn, model, geoModels }: Parts): Row[] {
  const direct = (name: string, on: CalledResource): Omit<Row, 'sentence'> => ({
    name,
    call: call('InvokeModel', on),
    expect: 'DDADD',
  });
  const through = (name: string, at: string, inferenceProfile: string, region = w.region) => ({
    name,
    call: call('InvokeModel', thing(at), {
      region,
      context: { 'bedrock:InferenceProfileArn': inferenceProfile },
    }),
    expect: 'DDADD',
  });
  const application = (account: string, region = w.region) =>
    arn(region, account, 'application-inference-profile/abc');
  return rows('nothing but application profiles', [
    direct('a foundation model', thing(model(w.region))),
    {
      ...direct('a foundation model, streamed', thing(model(w.region))),
      call: call('ConverseStream', thing(model(w.region))),
    },
    direct('a foundation model of another destination', thing(model(w.second))),
    direct(
      'a system profile',
      thing(arn(w.region, w.account, `inference-profile/${w.geo}.${MODEL}`), {}, geoModels),
    ),
    direct('a prompt router', thing(arn(w.region, w.account, 'prompt-router/abc'))),
    direct(
      'a default prompt router',
      thing(arn(w.region, w.account, 'default-prompt-router/anthropic.claude:1')),
    ),
    {
      ...direct('a prompt router, streamed', thing(arn(w.region, w.account, 'prompt-router/abc'))),
      call: call('ConverseStream', thing(arn(w.region, w.account, 'prompt-router/abc'))),
    },
    direct('provisioned throughput', thing(arn(w.region, w.account, 'provisioned-model/abc'))),
    direct('an imported model', thing(arn(w.region, w.account, 'imported-model/abc'))),
    direct('a custom model', thing(arn(w.region, w.account, 'custom-model-deployment/abc'))),
    direct(
      'a marketplace endpoint',
      thing(`arn:${w.partition}:sagemaker:${w.region}:${w.account}:endpoint/abc`),
    ),
    direct('something new', thing(arn(w.region, w.account, 'tomorrows-model/abc'))),
    {
      ...through('a model through an application profile', model(w.region), application(w.account)),
      expect: 'AAAAA',
    },
    {
      ...through('the same in a destination', model(w.second), application(w.account)),
      expect: 'AAAAA',
    },
    through(
      'through a system profile',
      model(w.region),
      arn(w.region, w.account, `inference-profile/${w.geo}.${MODEL}`),
    ),
    through('through a profile of another account', model(w.region), application(w.otherAccount)),
    through('through a profile of another Region', model(w.region), application(w.account, w.far)),
    through('through a prompt router', model(w.region), arn(w.region, w.account, 'prompt-router/abc')),
    through(
      'through an ARN of another service',
      model(w.region),
      `arn:${w.partition}:sagemaker:${w.region}:${w.account}:application-inference-profile/abc`,
    ),
    through('through an ARN of no account', model(w.region), application('')),
  ]);
}

function whereTo(w: World, { call, profile, globalModels, model, geoModels }: Parts): Row[] {
  return rows('cross-Region and global ones only where allowed', [
    { name: 'geographic', call: call('InvokeModel', profile(ANN, { models: geoModels })), expect: 'AAAAA' },
    {
      name: 'a self-made profile copied from global',
      call: call('InvokeModel', profile(ANN, { models: globalModels })),
      expect: 'DDDDD',
      global: 'AAAAA',
    },
    {
      name: 'the same, streamed',
      call: call('ConverseStream', profile(ANN, { models: globalModels })),
      expect: 'DDDDD',
      global: 'AAAAA',
    },
    {
      name: 'one of an allowed model copied from global',
      call: call('InvokeModel', profile(ANN, { models: globalModels })),
      expect: 'DDDDD',
      global: 'AAAAA',
      choices: { models: ['anthropic.*'] },
    },
    {
      name: 'by a role on the exemption list, global and streamed',
      call: call('ConverseStream', profile(ANN, { models: globalModels }), {
        caller: { arn: exempt(w), accountId: w.account, tags: {} },
      }),
      expect: 'DDDDD',
      global: 'DDDAA',
    },
    {
      name: 'a profile that ends in another geography',
      call: call('InvokeModel', profile(ANN, { models: [model(w.region), model(w.far)] })),
      expect: 'DDADD',
    },
    {
      name: 'the same, streamed',
      call: call('ConverseStream', profile(ANN, { models: [model(w.region), model(w.far)] })),
      expect: 'DDADD',
    },
    {
      name: 'by a role on the exemption list, global',
      call: call('InvokeModel', profile(ANN, { models: globalModels }), {
        caller: { arn: exempt(w), accountId: w.account, tags: {} },
      }),
      expect: 'DDDDD',
      global: 'DDDAA',
    },
  ]);
}

const exempt = (w: World, account = w.account) => `arn:${w.partition}:iam::${account}:role/batch-night`;

function creating(w: World, parts: Parts): Row[] {
  const { create, source, person, thing, arn } = parts;
  const more = (tags: Tags) => ({ ...ANN, ...tags });
  const elsewhere = thing(arn(w.far, w.account, 'application-inference-profile/*'));
  const made = (list: readonly Omit<Row, 'sentence'>[]) =>
    rows('I create a profile only with my own tags and only those', list);
  return made([
    { name: 'with my tags', call: create(ANN), expect: 'DAAAD', absent: 'DDADD' },
    { name: 'from a model of the Region', call: create(ANN, source('')), expect: 'DAAAD', absent: 'DDADD' },
    { name: 'without tags', call: create({}), expect: 'DDADD' },
    {
      name: 'without tags, as somebody without one',
      call: create({}, source(w.geo), { caller: person({}) }),
      expect: 'DDDDD',
    },
    ...(
      [
        ['with my tags', ANN, 'DAAAD'],
        ['in another’s name', { ...BOB, CostCenter: 'CC-1' }, 'DDADD'],
        ['in my name in capitals', more({ UserEmail: 'Ann@Example.com' }), 'DDADD'],
        ['in my name alone', { UserEmail: 'ann@example.com' }, 'DDADD'],
        ['on my cost center alone', { CostCenter: 'CC-1' }, 'DDADD'],
        ['on another’s cost center', more({ CostCenter: 'CC-2' }), 'DDADD'],
        ['on mine in small letters', more({ CostCenter: 'cc-1' }), 'DDADD'],
        ['with one tag more', more({ Project: 'x' }), 'DDADD'],
        ['with keys in small letters', { useremail: 'ann@example.com', costcenter: 'CC-1' }, 'DDADD'],
      ] as const
    ).map(([name, tags, expect]) => ({
      name: `the creation itself, ${name}`,
      call: create({}, source(w.geo), { context: asked(tags) }),
      expect,
    })),
    ...[
      { ...BOB, CostCenter: '*' },
      { UserEmail: '*', CostCenter: 'CC-2' },
    ].map((tags) => ({
      name: `the creation itself, with * as my tags, as ${Object.values(tags).join(' ')}`,
      call: create({}, source(w.geo), {
        context: asked(tags),
        caller: person({ UserEmail: '*', CostCenter: '*' }),
      }),
      expect: 'DDADD',
    })),
    { name: 'without a name', call: create({ CostCenter: 'CC-1' }), expect: 'DDADD' },
    { name: 'without a cost center', call: create({ UserEmail: ANN.UserEmail ?? '' }), expect: 'DDADD' },
    { name: 'in another’s name', call: create(BOB), expect: 'DDADD' },
    {
      name: 'in another’s name on my cost center',
      call: create({ ...BOB, CostCenter: 'CC-1' }),
      expect: 'DDADD',
    },
    { name: 'on another’s cost center', call: create(more({ CostCenter: 'CC-2' })), expect: 'DDADD' },
    { name: 'with one tag more', call: create(more({ Project: 'x' })), expect: 'DDADD' },
    {
      name: 'with an InferenceProfile tag',
      call: create(more({ InferenceProfile: 'bob-1' })),
      expect: 'DDADD',
    },
    {
      name: 'with the mark of the service',
      call: create(more({ ManagedBy: 'bedrock-ledger' })),
      expect: 'DDADD',
    },
    { name: 'with a budget mark', call: create(more({ BudgetStatus: 'within' })), expect: 'DDADD' },
    {
      name: 'with keys in small letters',
      call: create({ useremail: 'ann@example.com', costcenter: 'CC-1' }),
      expect: 'DDADD',
    },
    {
      name: 'as somebody without a tag',
      call: create({ UserEmail: '', CostCenter: '' }, source(w.geo), { caller: person({}) }),
      expect: 'DDDDD',
    },
    {
      name: 'with empty tags of mine',
      call: create({ UserEmail: '', CostCenter: 'CC-1' }, source(w.geo), {
        caller: person({ UserEmail: '', CostCenter: 'CC-1' }),
      }),
      expect: 'DDDDD',
    },
    {
      name: 'with an empty cost center of mine',
      call: create({ UserEmail: 'ann@example.com', CostCenter: '' }, source(w.geo), {
        caller: person({ UserEmail: 'ann@example.com', CostCenter: '' }),
      }),
      expect: 'DDAAD',
      absent: 'DDADD',
    },
    {
      name: 'with * as my tag, in another’s name',
      call: create({ ...BOB }, source(w.geo), { caller: person({ UserEmail: '*', CostCenter: '*' }) }),
      expect: 'DDADD',
    },
    {
      name: 'from global',
      call: create(ANN, source('global')),
      expect: 'DDADD',
      global: 'DAAAD',
      absent: 'DDADD',
    },
    { name: 'from another geography', call: create(ANN, source(w.farGeo)), expect: 'DDADD' },
    { name: 'from a model of another Region', call: create(ANN, source('', MODEL, w.far)), expect: 'DDADD' },
    {
      name: 'from a system profile of another account',
      call: create(ANN, thing(arn(w.region, w.otherAccount, `inference-profile/${w.geo}.${MODEL}`))),
      expect: 'DDADD',
    },
    {
      name: 'from a model that is not allowed',
      call: create(ANN, source(w.geo, OTHER_MODEL)),
      expect: 'DDADD',
      choices: { models: ['anthropic.*'] },
    },
    {
      name: 'from global of another account',
      call: create(ANN, thing(arn(w.region, w.otherAccount, `inference-profile/global.${MODEL}`))),
      expect: 'DDADD',
    },
    ...['', 'global', w.geo].map((geo) => ({
      name: `from an allowed model of ${geo}`,
      call: create(ANN, source(geo)),
      expect: geo === 'global' ? 'DDADD' : 'DAAAD',
      global: 'DAAAD',
      absent: 'DDADD',
      choices: { models: ['anthropic.*'] },
    })),
    {
      name: 'from an allowed model of another account',
      call: create(ANN, thing(arn(w.region, w.otherAccount, `inference-profile/${w.geo}.${MODEL}`))),
      expect: 'DDADD',
      choices: { models: ['anthropic.*'] },
    },
    {
      name: 'from an allowed global model of another account',
      call: create(ANN, thing(arn(w.region, w.otherAccount, `inference-profile/global.${MODEL}`))),
      expect: 'DDADD',
      choices: { models: ['anthropic.*'] },
    },
    {
      name: 'from a model of the Region where that is not allowed',
      call: create(ANN, source('')),
      expect: 'DDADD',
      choices: { geographies: [w.geo] },
    },
    {
      name: 'in another Region',
      call: create(ANN, source(w.geo, MODEL, w.far), { on: elsewhere, region: w.far }),
      expect: 'DDADD',
    },
  ]);
}

/** What a request says of its tags, where one of its authorisations is asked for by itself. */
const asked = (tags: Tags) => ({
  ...Object.fromEntries(Object.entries(tags).map(([key, value]) => [`aws:RequestTag/${key}`, value])),
  'aws:TagKeys': Object.keys(tags),
});

function tagging(w: World, parts: Parts): Row[] {
  const { call, profile, person, thing, arn } = parts;
  const tag = (on: CalledResource, requestTags: Tags, more: Partial<Call> = {}) =>
    call('TagResource', on, { requestTags, ...more });
  const untag = (on: CalledResource, ...untagKeys: string[]) => call('UntagResource', on, { untagKeys });
  const remove = (on: CalledResource, more: Partial<Call> = {}) => call('DeleteInferenceProfile', on, more);
  const mine = profile(ANN);
  const vended = profile({ ...ANN, InferenceProfile: 'ann-1', ManagedBy: 'bedrock-ledger' });
  const stopped = profile({ ...ANN, BudgetStatus: 'exceeded' });
  const theirs = profile(BOB);
  const nobodys = profile({});
  const moved = person({ ...ANN, CostCenter: 'CC-2' });
  return [
    ...rows('re-tag, untag, delete only my own', [
      { name: 'give my own tags again', call: tag(mine, ANN), expect: 'DAAAD' },
      { name: 'note something on mine', call: tag(mine, { Project: 'x' }), expect: 'DDADD' },
      { name: 'note something on a vended one', call: tag(vended, { Project: 'x' }), expect: 'DDADD' },
      { name: 'take a note off mine', call: untag(mine, 'Project'), expect: 'DAAAD' },
      { name: 'delete mine', call: remove(mine), expect: 'DAAAD' },
      ...(['TagResource', 'UntagResource', 'DeleteInferenceProfile'] as const).map((action) => ({
        name: `${action} on what is spelled in capitals`,
        call: call(action, profile({ ...ANN, UserEmail: 'Ann@Example.com' }), {
          ...(action === 'TagResource' ? { requestTags: { Project: 'x' } } : {}),
          ...(action === 'UntagResource' ? { untagKeys: ['Project'] } : {}),
        }),
        expect: 'DDADD',
      })),
      { name: 'note something on another’s', call: tag(theirs, { Project: 'x' }), expect: 'DDADD' },
      { name: 'take a note off another’s', call: untag(theirs, 'Project'), expect: 'DDADD' },
      { name: 'take the name off another’s', call: untag(theirs, 'UserEmail'), expect: 'DDADD' },
      {
        name: 'take a note off another’s with * as my tag',
        call: { ...untag(theirs, 'Project'), caller: person({ UserEmail: '*' }) },
        expect: 'DDADD',
      },
      { name: 'take a note off an untagged one', call: untag(nobodys, 'Project'), expect: 'DDADD' },
      {
        name: 'take a note off mine of another account',
        call: untag(profile(ANN, { account: w.otherAccount }), 'Project'),
        expect: 'DDAAD',
      },
      { name: 'delete another’s', call: remove(theirs), expect: 'DDADD' },
      { name: 'delete an untagged one', call: remove(nobodys), expect: 'DDADD' },
      { name: 'note something on an untagged one', call: tag(nobodys, { Project: 'x' }), expect: 'DDADD' },
      {
        name: 'note without saying which keys',
        call: call('TagResource', mine),
        expect: 'DDAAD',
      },
      { name: 'untag without saying which keys', call: call('UntagResource', mine), expect: 'DDAAD' },
      {
        name: 'delete with an empty tag what has an empty tag',
        call: remove(profile({ UserEmail: '' }), { caller: person({ UserEmail: '' }) }),
        expect: 'DDDDD',
      },
      {
        name: 'note with an empty tag on what has an empty tag',
        call: tag(profile({ UserEmail: '' }), { Project: 'x' }, { caller: person({ UserEmail: '' }) }),
        expect: 'DDDDD',
      },
      {
        name: 'take a note off with an empty tag',
        call: { ...untag(profile({ UserEmail: '' }), 'Project'), caller: person({ UserEmail: '' }) },
        expect: 'DDDDD',
      },
      {
        name: 'delete with * as my tag',
        call: remove(theirs, { caller: person({ UserEmail: '*' }) }),
        expect: 'DDADD',
      },
      {
        name: 'note with * as my tag',
        call: tag(theirs, { Project: 'x' }, { caller: person({ UserEmail: '*' }) }),
        expect: 'DDADD',
      },
      {
        name: 'delete mine of another account',
        call: remove(profile(ANN, { account: w.otherAccount })),
        expect: 'DDAAD',
      },
      {
        name: 'note on mine of another account',
        call: tag(profile(ANN, { account: w.otherAccount }), { Project: 'x' }),
        expect: 'DDADD',
      },
      {
        name: 'tag another thing of Bedrock',
        call: tag(thing(arn(w.region, w.account, 'agent/abc')), { Project: 'x' }),
        expect: 'DDAAA',
      },
    ]),
    ...rows('never move one to or from somebody else', [
      { name: 're-tag another’s to me', call: tag(theirs, ANN), expect: 'DDADD' },
      { name: 'only its name', call: tag(theirs, { UserEmail: ANN.UserEmail ?? '' }), expect: 'DDADD' },
      { name: 'claim an untagged one', call: tag(nobodys, ANN), expect: 'DDADD' },
      {
        name: 'claim one with a cost center alone',
        call: tag(profile({ CostCenter: 'CC-1' }), ANN),
        expect: 'DDADD',
      },
      {
        name: 'my name in capitals',
        call: tag(mine, { ...ANN, UserEmail: 'Ann@Example.com' }),
        expect: 'DDADD',
      },
      {
        name: 'keys in small letters',
        call: tag(mine, { useremail: 'ann@example.com', costcenter: 'CC-1' }),
        expect: 'DDADD',
      },
      {
        name: 'my tags on what is spelled in capitals',
        call: tag(profile({ ...ANN, UserEmail: 'Ann@Example.com' }), ANN),
        expect: 'DDADD',
      },
      {
        name: 'my tags on mine of another account',
        call: tag(profile(ANN, { account: w.otherAccount }), ANN),
        expect: 'DDAAD',
      },
      { name: 'give mine away', call: tag(mine, { UserEmail: 'bob@example.com' }), expect: 'DDADD' },
      {
        name: 'give it away with my cost center',
        call: tag(mine, { ...BOB, CostCenter: 'CC-1' }),
        expect: 'DDADD',
      },
      { name: 'take my name off', call: untag(mine, 'UserEmail'), expect: 'DDADD' },
      { name: 'take my name off among others', call: untag(mine, 'Project', 'UserEmail'), expect: 'DDADD' },
      { name: 'in small letters', call: untag(mine, 'useremail'), expect: 'DDADD' },
      {
        name: 'with * as my tag',
        call: tag(theirs, ANN, { caller: person({ UserEmail: '*', CostCenter: '*' }) }),
        expect: 'DDADD',
      },
      {
        name: 'to * with * as my tag',
        call: tag(mine, BOB, { caller: person({ UserEmail: '*', CostCenter: '*' }) }),
        expect: 'DDADD',
      },
      {
        name: 'an InferenceProfile tag of somebody’s',
        call: tag(mine, { InferenceProfile: 'bob-1' }),
        expect: 'DDADD',
      },
      { name: 'take the InferenceProfile tag off', call: untag(vended, 'InferenceProfile'), expect: 'DDADD' },
    ]),
    ...rows('never change its cost center or budget mark', [
      { name: 'another cost center', call: tag(mine, { CostCenter: 'CC-2' }), expect: 'DDADD' },
      { name: 'with my name', call: tag(mine, { ...ANN, CostCenter: 'CC-2' }), expect: 'DDADD' },
      {
        name: 'my new one, after I moved',
        call: tag(mine, { ...ANN, CostCenter: 'CC-2' }, { caller: moved }),
        expect: 'DDADD',
      },
      {
        name: 'one where it has none',
        call: tag(profile({ UserEmail: ANN.UserEmail ?? '' }), ANN),
        expect: 'DDADD',
      },
      { name: 'mine in small letters', call: tag(mine, { ...ANN, CostCenter: 'cc-1' }), expect: 'DDADD' },
      {
        name: 'with * as my cost center',
        call: tag(
          profile({ ...ANN, CostCenter: 'CC-2' }),
          { ...ANN, CostCenter: '*' },
          { caller: person({ ...ANN, CostCenter: '*' }) },
        ),
        expect: 'DDADD',
      },
      { name: 'take it off', call: untag(mine, 'CostCenter'), expect: 'DDADD' },
      { name: 'in small letters', call: tag(mine, { costcenter: 'CC-2' }), expect: 'DDADD' },
      { name: 'take the budget mark off', call: untag(stopped, 'BudgetStatus'), expect: 'DDADD' },
      { name: 'in small letters', call: untag(stopped, 'budgetstatus'), expect: 'DDADD' },
      { name: 'write over it', call: tag(stopped, { BudgetStatus: 'within' }), expect: 'DDADD' },
      { name: 'put one on', call: tag(mine, { BudgetStatus: 'exceeded' }), expect: 'DDADD' },
      { name: 'with my own tags', call: tag(stopped, { ...ANN, BudgetStatus: 'within' }), expect: 'DDADD' },
      { name: 'take ManagedBy off', call: untag(vended, 'ManagedBy'), expect: 'DDADD' },
      { name: 'put ManagedBy on', call: tag(mine, { ManagedBy: 'bedrock-ledger' }), expect: 'DDADD' },
    ]),
  ];
}

/** Tags that a company asks for beside owner and cost center: of values of its own or any, and such that may be left out. */
export const FURTHER: PolicyChoices['tags'] = [
  { key: 'Project', values: ['atlas', 'borealis'], required: true },
  { key: 'Owner/Unit', values: null, required: true },
  { key: 'Stage', values: ['dev', 'prod'], required: false },
  { key: 'Note', values: null, required: false },
];

function furtherTags({ create, call, profile, source, person }: Parts): Row[] {
  const asTold = { Project: 'atlas', 'Owner/Unit': 'north' };
  const full = { ...ANN, ...asTold };
  const { Project: _, ...noProject } = full;
  const mine = profile(full);
  const tag = (on: CalledResource, requestTags: Tags) => call('TagResource', on, { requestTags });
  const untag = (...untagKeys: string[]) => call('UntagResource', mine, { untagKeys });
  const choices = { tags: FURTHER };
  const itself = (tags: Tags) => create({}, undefined, { context: asked(tags) });
  const own = 'DAAAD';
  const none = 'DDADD';
  /** What the guard lets pass: it is about whose a profile is and what it is charged to. */
  const ofPeople = 'DDAAD';
  return rows('a profile has the further tags that are asked for, of the values that are allowed', [
    ...(
      [
        ['as they are asked for', full, own],
        ['of another value that is allowed', { ...full, Project: 'borealis' }, own],
        ['with one that may be left out', { ...full, Stage: 'dev' }, own],
        ['with all of them', { ...full, Stage: 'prod', Note: 'anything at all' }, own],
        ['without one that is asked for', { ...ANN, 'Owner/Unit': 'north' }, ofPeople],
        ['without the other', { ...ANN, Project: 'atlas' }, ofPeople],
        ['without any', ANN, ofPeople],
        ['of a value that is not allowed', { ...full, Project: 'other' }, ofPeople],
        ['in capitals', { ...full, Project: 'Atlas' }, ofPeople],
        ['with * as its value', { ...full, Project: '*' }, ofPeople],
        ['empty', { ...full, Project: '' }, ofPeople],
        ['the other one empty', { ...full, 'Owner/Unit': '' }, ofPeople],
        ['of a value that is not allowed where it may be left out', { ...full, Stage: 'test' }, ofPeople],
        ['with a key that nobody asks for', { ...full, Team: 'x' }, none],
        ['with a budget mark', { ...full, BudgetStatus: 'within' }, none],
        ['in another’s name', { ...full, ...BOB }, none],
        ['on another’s cost center', { ...full, CostCenter: 'CC-2' }, none],
      ] as const
    ).flatMap(([name, tags, expect]) => [
      { name, call: create(tags), expect, choices, ...(expect === none ? {} : { absent: none }) },
      { name: `the creation itself, ${name}`, call: itself(tags), expect, choices },
    ]),
    {
      name: 'from global',
      call: create(full, source('global')),
      expect: none,
      global: own,
      absent: none,
      choices,
    },
    { name: 'give mine again', call: tag(mine, full), expect: own, choices },
    { name: 'another project', call: tag(mine, { ...full, Project: 'borealis' }), expect: ofPeople, choices },
    { name: 'another unit', call: tag(mine, { ...full, 'Owner/Unit': 'south' }), expect: ofPeople, choices },
    { name: 'give mine again without one', call: tag(mine, noProject), expect: ofPeople, choices },
    { name: 'the project alone', call: tag(mine, { Project: 'borealis' }), expect: ofPeople, choices },
    {
      name: 'one where mine has none',
      call: tag(profile(ANN), full),
      expect: ofPeople,
      choices,
    },
    {
      name: 'add what may be left out',
      call: tag(mine, { ...full, Stage: 'dev' }),
      expect: own,
      choices,
    },
    {
      name: 'add it with a value that is not allowed',
      call: tag(mine, { ...full, Stage: 'test' }),
      expect: ofPeople,
      choices,
    },
    {
      name: 'change what may be left out',
      call: tag(profile({ ...full, Stage: 'dev' }), { ...full, Stage: 'prod' }),
      expect: ofPeople,
      choices,
    },
    {
      name: 'change a note',
      call: tag(profile({ ...full, Note: 'one' }), { ...full, Note: 'another' }),
      expect: ofPeople,
      choices,
    },
    {
      name: 'claim another’s of the same project',
      call: tag(profile({ ...BOB, ...asTold }), full),
      expect: none,
      choices,
    },
    { name: 'claim one with the project alone', call: tag(profile(asTold), full), expect: none, choices },
    ...[['Project'], ['Owner/Unit'], ['Stage'], ['Note'], ['project'], ['Team', 'Stage']].map((keys) => ({
      name: `take ${keys.join(' and ')} off`,
      call: untag(...keys),
      expect: none,
      choices,
    })),
    { name: 'take off what nobody asked for', call: untag('Team'), expect: own, choices },
    {
      name: 'without a name',
      call: create({ ...full, UserEmail: '' }, source(''), { caller: person({}) }),
      expect: 'DDDDD',
      choices,
    },
    {
      name: 'where nobody asks for any',
      call: create(full),
      expect: none,
      choices: { tags: [] },
    },
  ]);
}

function looking(w: World, { call, profile, thing, model, arn, person }: Parts): Row[] {
  const all = 'AAAAA';
  const any = thing('*');
  return rows('list all', [
    { name: 'list profiles', call: call('ListInferenceProfiles', any), expect: all },
    { name: 'list models', call: call('ListFoundationModels', any), expect: all },
    { name: 'look at another’s', call: call('GetInferenceProfile', profile(BOB)), expect: all },
    {
      name: 'look at a system profile',
      call: call(
        'GetInferenceProfile',
        thing(arn(w.region, w.account, `inference-profile/${w.geo}.${MODEL}`)),
      ),
      expect: all,
    },
    { name: 'look at a model', call: call('GetFoundationModel', thing(model(w.region))), expect: all },
    { name: 'read tags of another’s', call: call('ListTagsForResource', profile(BOB)), expect: all },
    { name: 'without a tag', call: call('ListInferenceProfiles', any, { caller: person({}) }), expect: all },
    { name: 'nothing of another service', call: call('s3:GetObject', any), expect: 'DDDAA' },
  ]);
}

function otherWays(w: World, { call, thing, arn, person, model, profile }: Parts): Row[] {
  const any = thing('*');
  const key = (service: string) => ({ context: { 'iam:ServiceSpecificCredentialServiceName': service } });
  const user = thing(`arn:${w.partition}:iam::${w.account}:user/ann`);
  const role = thing(`arn:${w.partition}:iam::${w.account}:role/ann`);
  const make = 'iam:CreateServiceSpecificCredential';
  const byBatch = { caller: { arn: exempt(w), accountId: w.account, tags: {} } };
  const byLedger = {
    caller: {
      arn: `arn:${w.partition}:iam::${w.account}:role/bedrock-ledger`,
      accountId: w.account,
      tags: {},
    },
  };
  const foreign = {
    arn: exempt(w, w.otherAccount),
    accountId: w.otherAccount,
    tags: {},
  };
  return [
    ...rows('every other action that spends is closed unless opened', [
      ...SPENDING.map((action) => ({ name: action, call: call(action, any), expect: 'DDADD' })),
      {
        name: 'opened',
        call: call('InvokeAgent', any),
        expect: 'AAAAA',
        choices: { opened: ['bedrock:InvokeAgent'] },
      },
      {
        name: 'not what was not opened',
        call: call('InvokeFlow', any),
        expect: 'DDADD',
        choices: { opened: ['bedrock:InvokeAgent'] },
      },
      { name: 'a Bedrock API key', call: call('CallWithBearerToken', any), expect: 'DDADD' },
      {
        name: 'making a Bedrock API key',
        call: call(make, user, key('bedrock.amazonaws.com')),
        expect: 'DDDDD',
      },
      {
        name: 'making one for another service',
        call: call(make, user, key('codecommit.amazonaws.com')),
        expect: 'DDDAA',
      },
      { name: 'mantle', call: call('bedrock-mantle:CreateInference', any), expect: 'DDDDD' },
      {
        name: 'mantle with a key',
        call: call('bedrock-mantle:CallWithBearerToken', any),
        expect: 'DDDDD',
      },
    ]),
    ...rows('nobody takes on another’s name', [
      ...['iam:TagRole', 'iam:UntagUser', 'iam:CreateRole', 'sts:TagSession'].flatMap((action) => [
        {
          name: `${action}, a name`,
          call: call(action, role, { context: { 'aws:TagKeys': ['UserEmail', 'Project'] } }),
          expect: 'DDDDD',
        },
        {
          name: `${action}, a name in small letters`,
          call: call(action, role, { context: { 'aws:TagKeys': ['useremail'] } }),
          expect: 'DDDDD',
        },
        {
          name: `${action}, something else`,
          call: call(action, role, { context: { 'aws:TagKeys': ['CostCenter'] } }),
          expect: 'DDDAA',
        },
        {
          name: `${action}, by a listed role`,
          call: call(action, role, { ...byBatch, context: { 'aws:TagKeys': ['UserEmail'] } }),
          expect: 'DDDAA',
        },
      ]),
      ...['iam:CreateUser', 'iam:TagUser', 'iam:UntagRole'].map((action) => ({
        name: `${action}, a name`,
        call: call(action, role, { context: { 'aws:TagKeys': ['UserEmail'] } }),
        expect: 'DDDDD',
      })),
      {
        name: 'a user with a long-term key',
        call: call('iam:TagUser', role, {
          caller: person({}, { arn: `arn:${w.partition}:iam::${w.account}:user/robot` }),
          context: { 'aws:TagKeys': ['UserEmail'] },
        }),
        expect: 'DDDDD',
      },
      {
        name: 'by the service',
        call: call('iam:TagRole', role, { ...byLedger, context: { 'aws:TagKeys': ['UserEmail'] } }),
        expect: 'DDDAA',
      },
      {
        name: 'by a role of a listed name in another account',
        call: call('iam:TagRole', role, { caller: foreign, context: { 'aws:TagKeys': ['UserEmail'] } }),
        expect: 'DDDDD',
      },
      {
        name: 'signing in',
        call: call('sts:TagSession', role, {
          context: { 'aws:TagKeys': ['UserEmail'], 'aws:PrincipalArn': [] },
        }),
        expect: 'DDDAA',
      },
      {
        name: 'by the service, elsewhere',
        call: call('iam:TagRole', role, {
          ...byLedger,
          caller: { ...byLedger.caller, arn: byLedger.caller.arn.replace(w.account, w.otherAccount) },
          context: { 'aws:TagKeys': ['UserEmail'] },
        }),
        expect: 'DDDDD',
      },
    ]),
    ...rows('the guard denies everybody but an exemption list', [
      {
        name: 'a listed role, directly',
        call: call('InvokeModel', thing(model(w.region)), byBatch),
        expect: 'DDDAA',
      },
      {
        name: 'a listed role, another’s profile',
        call: call('InvokeModel', profile(BOB), byBatch),
        expect: 'DDDAA',
      },
      {
        name: 'a listed role, a batch',
        call: call('CreateModelInvocationJob', any, byBatch),
        expect: 'DDAAA',
      },
      {
        name: 'a listed role, a prompt router',
        call: call('InvokeModel', thing(arn(w.region, w.account, 'prompt-router/x')), byBatch),
        expect: 'DDDAA',
      },
      {
        name: 'a listed role, a key',
        call: call(make, user, { ...byBatch, ...key('bedrock.amazonaws.com') }),
        expect: 'DDDAA',
      },
      ...[byBatch, byLedger].flatMap((by) =>
        GUARDED.flatMap(([name, beside, what]) =>
          [w.account, w.otherAccount].map((account) => ({
            name: `${account === w.account ? 'a listed role' : 'one of that name in another account'}, ${by === byBatch ? 'batch' : 'ledger'}: ${name}`,
            call: what(w, partsOf(w), {
              caller: {
                ...by.caller,
                arn: by.caller.arn.replace(w.account, account),
                accountId: account,
                tags: account === w.account ? {} : ANN,
              },
            }),
            expect:
              account === w.account
                ? `DD${beside}${by === byLedger && CALLS.has(name) ? 'DD' : 'AA'}`
                : name === 'a key'
                  ? 'DDDDD'
                  : 'DDADD',
          })),
        ),
      ),
      {
        name: 'a role of that name in another account',
        call: call('InvokeModel', thing(model(w.region)), { caller: foreign }),
        expect: 'DDDDD',
      },
      {
        name: 'a role with a longer name',
        call: call('InvokeModel', thing(model(w.region)), {
          caller: { ...byBatch.caller, arn: exempt(w).replace('batch', 'my-batch') },
        }),
        expect: 'DDDDD',
      },
      {
        name: 'a user with a long-term key',
        call: call('InvokeModel', thing(model(w.region)), {
          caller: person({}, { arn: `arn:${w.partition}:iam::${w.account}:user/robot` }),
        }),
        expect: 'DDDDD',
      },
      {
        name: 'a chained role without my tags, my profile',
        call: call('InvokeModel', profile(ANN), {
          caller: person({}, { arn: `arn:${w.partition}:iam::${w.account}:role/chained` }),
        }),
        expect: 'DDDDD',
      },
      ...LEDGERS.map(([name, action, requestTags, untagKeys]) => ({
        name: `the service: ${name}`,
        call: call(action, profile(BOB), {
          ...byLedger,
          ...(requestTags === null ? {} : { requestTags }),
          ...(untagKeys === null ? {} : { untagKeys }),
        }),
        expect: 'DDDAA',
      })),
    ]),
  ];
}

/** Of these, what is about calls: the service makes none. */
const CALLS = new Set([
  'a model',
  'a model elsewhere',
  'another’s profile',
  'a prompt router',
  'a batch',
  'a key',
]);

/** Something that each statement of the guard denies, and what the policies of a person say that stand beside another. */
const GUARDED: readonly [string, string, (w: World, parts: Parts, by: Partial<Call>) => Call][] = [
  ['a model', 'D', (w, { call, thing, model }, by) => call('InvokeModel', thing(model(w.region)), by)],
  [
    'a model elsewhere',
    'D',
    (w, { call, profile, model }, by) =>
      call('InvokeModel', profile(ANN, { models: [model(w.region), model(w.far)] }), by),
  ],
  ['another’s profile', 'D', (_, { call, profile }, by) => call('InvokeModel', profile(BOB), by)],
  [
    'a prompt router',
    'D',
    (w, { call, thing, arn }, by) =>
      call('InvokeModel', thing(arn(w.region, w.account, 'prompt-router/x')), by),
  ],
  [
    'making one from elsewhere',
    'D',
    (w, { create, source }, by) => create({}, source(w.farGeo), { ...by, context: asked(ANN) }),
  ],
  ...(
    [
      ['for another', { ...BOB, CostCenter: 'CC-1' }],
      ['on another cost center', { ...ANN, CostCenter: 'CC-2' }],
      ['with another tag', { ...ANN, Project: 'x' }],
    ] as const
  ).map(([name, tags]): (typeof GUARDED)[number] => [
    `making one ${name}`,
    'D',
    (w, { create, source }, by) => create({}, source(w.geo), { ...by, context: asked(tags) }),
  ]),
  [
    'giving one away',
    'D',
    (_, { call, profile }, by) =>
      call('TagResource', profile(ANN), { ...by, requestTags: { UserEmail: 'bob@example.com' } }),
  ],
  [
    'another cost center',
    'D',
    (_, { call, profile }, by) =>
      call('TagResource', profile(ANN), { ...by, requestTags: { CostCenter: 'CC-2' } }),
  ],
  [
    'a mark',
    'D',
    (_, { call, profile }, by) =>
      call('TagResource', profile(ANN), { ...by, requestTags: { BudgetStatus: 'x' } }),
  ],
  [
    'taking a name off',
    'D',
    (_, { call, profile }, by) => call('UntagResource', profile(ANN), { ...by, untagKeys: ['UserEmail'] }),
  ],
  ['deleting', 'D', (_, { call, profile }, by) => call('DeleteInferenceProfile', profile(BOB), by)],
  ['a batch', 'A', (_, { call, thing }, by) => call('CreateModelInvocationJob', thing('*'), by)],
  [
    'a key',
    'D',
    (w, { call, thing }, by) =>
      call('iam:CreateServiceSpecificCredential', thing(`arn:${w.partition}:iam::${w.account}:user/ann`), {
        ...by,
        context: { 'iam:ServiceSpecificCredentialServiceName': 'bedrock.amazonaws.com' },
      }),
  ],
];

/** What the service does to profiles of others: each must pass the guard. */
const LEDGERS: readonly [string, string, Tags | null, string[] | null][] = [
  ['a budget mark', 'TagResource', { BudgetStatus: 'exceeded' }, null],
  ['takes it off', 'UntagResource', null, ['BudgetStatus']],
  ['adopts', 'TagResource', { ...BOB, ManagedBy: 'bedrock-ledger' }, null],
  ['another cost center', 'TagResource', { CostCenter: 'CC-7' }, null],
  ['takes a name off', 'UntagResource', null, ['UserEmail']],
  ['makes', 'CreateInferenceProfile', { ...BOB, ManagedBy: 'bedrock-ledger' }, null],
  ['deletes', 'DeleteInferenceProfile', null, null],
];

/** Written here anew, from AWS's list of actions: the policies' own list is held against it. */
export const SPENDING = [
  'AgenticRetrieveStream',
  'ApplyGuardrail',
  'CreateAdvancedPromptOptimizationJob',
  'CreateCustomModel',
  'CreateCustomModelDeployment',
  'CreateEvaluationJob',
  'CreateMarketplaceModelEndpoint',
  'CreateModelCopyJob',
  'CreateModelCustomizationJob',
  'CreateModelEvaluationJob',
  'CreateModelImportJob',
  'CreateModelInvocationJob',
  'CreateProvisionedModelThroughput',
  'GenerateQuery',
  'IngestKnowledgeBaseDocuments',
  'InvokeAgent',
  'InvokeAutomatedReasoningPolicy',
  'InvokeBlueprintOptimizationAsync',
  'InvokeDataAutomation',
  'InvokeDataAutomationAsync',
  'InvokeDataAutomationLibraryIngestionJob',
  'InvokeFlow',
  'InvokeGuardrailChecks',
  'InvokeInlineAgent',
  'InvokeTool',
  'OptimizePrompt',
  'RegisterMarketplaceModelEndpoint',
  'Rerank',
  'Retrieve',
  'RetrieveAndGenerate',
  'StartAutomatedReasoningPolicyBuildWorkflow',
  'StartAutomatedReasoningPolicyTestWorkflow',
  'StartFlowExecution',
  'StartIngestionJob',
  'UpdateCustomModelDeployment',
  'UpdateMarketplaceModelEndpoint',
  'UpdateProvisionedModelThroughput',
];

function stopping(w: World, { call, profile }: Parts): Row[] {
  const stopped = profile({ ...ANN, BudgetStatus: 'exceeded' });
  const tiers = { tiers: ['default'] };
  return rows('a profile over its budget is denied; other tiers where that is wanted', [
    ...INVOCATIONS.map((action) => ({ name: action, call: call(action, stopped), expect: 'DDDDD' })),
    {
      name: 'with another mark',
      call: call('InvokeModel', profile({ ...ANN, BudgetStatus: 'within' })),
      expect: 'AAAAA',
    },
    { name: 'still looked at', call: call('GetInferenceProfile', stopped), expect: 'AAAAA' },
    {
      name: 'by a role on the exemption list',
      call: call('InvokeModel', stopped, { caller: { arn: exempt(w), accountId: w.account, tags: {} } }),
      expect: 'DDDDD',
    },
    {
      name: 'without enforcement',
      call: call('InvokeModel', stopped),
      expect: 'AAAAA',
      choices: { enforcement: false },
    },
    {
      name: 'any tier',
      call: call('InvokeModel', profile(ANN), { serviceTier: 'priority' }),
      expect: 'AAAAA',
    },
    { name: 'no tier', call: call('InvokeModel', profile(ANN)), expect: 'AAAAA', choices: tiers },
    {
      name: 'the default tier',
      call: call('InvokeModel', profile(ANN), { serviceTier: 'default' }),
      expect: 'AAAAA',
      choices: tiers,
    },
    {
      name: 'another tier',
      call: call('ConverseStream', profile(ANN), { serviceTier: 'priority' }),
      expect: 'DDDDD',
      choices: tiers,
    },
  ]);
}

/** Profiles that several people share. */
function sharing(w: World, parts: Parts): Row[] {
  const shared = (list: readonly Omit<Row, 'sentence'>[], by: readonly string[] = []) =>
    rows('I may invoke what my cost center shares, and nobody makes a share of anything', list).map(
      (row) => ({ choices: { shared: by }, ...row }),
    );
  return [
    ...shared([...callingShared(w, parts), ...makingShared(w, parts), ...forgingShares(w, parts)]),
    ...shared(sharedByProject(w, parts), ['Project']),
    ...rows('where nothing is shared nobody shares', [
      {
        name: 'one of my cost center',
        call: parts.call('InvokeModel', parts.profile(SHARED)),
        expect: 'DDADD',
      },
      { name: 'streamed', call: parts.call('ConverseStream', parts.profile(SHARED)), expect: 'DDADD' },
    ]),
  ];
}

const SHARED: Tags = { CostCenter: 'CC-1', InferenceProfile: 'search-sonnet', ManagedBy: 'bedrock-ledger' };
type Unsaid = Omit<Row, 'sentence'>;

/** Both ways to call it: each statement is held for each. */
const bothWays =
  ({ call, profile, person }: Parts) =>
  (name: string, tags: Tags, expect: string, caller = person()): Unsaid[] => [
    { name, call: call('InvokeModel', profile(tags), { caller }), expect },
    { name: `${name}, streamed`, call: call('ConverseStream', profile(tags), { caller }), expect },
  ];

function callingShared(w: World, parts: Parts): Unsaid[] {
  const { call, profile, person, model } = parts;
  const of = bothWays(parts);
  return [
    ...of('one of my cost center', SHARED, 'AAAAA'),
    ...of('my own beside it', ANN, 'AAAAA'),
    ...of('my own on a cost center that I left', { ...ANN, CostCenter: 'CC-9' }, 'AAAAA'),
    ...of('my own, without a cost center', ANN, 'AAAAA', person({ UserEmail: 'ann@example.com' })),
    ...of('another’s', BOB, 'DDADD'),
    ...of('another’s, made here for my cost center', { ...SHARED, UserEmail: 'bob@example.com' }, 'DDADD'),
    ...of('with an empty name', { ...SHARED, UserEmail: '' }, 'DDADD'),
    ...of('of another cost center', { ...SHARED, CostCenter: 'CC-2' }, 'DDADD'),
    ...of('of mine in small letters', { ...SHARED, CostCenter: 'cc-1' }, 'DDADD'),
    ...of('of no cost center', { ManagedBy: 'bedrock-ledger' }, 'DDADD'),
    ...of('made by hand, or one that lost its name', { CostCenter: 'CC-1', InferenceProfile: 'x' }, 'DDADD'),
    ...of('made by another', { ...SHARED, ManagedBy: 'somebody' }, 'DDADD'),
    ...of('made by one spelled alike', { ...SHARED, ManagedBy: 'Bedrock-Ledger' }, 'DDADD'),
    ...of('with * as my cost center', SHARED, 'DDADD', person({ ...ANN, CostCenter: '*' })),
    ...of(
      'without a cost center, one without',
      { ManagedBy: 'bedrock-ledger' },
      'DDADD',
      person({ UserEmail: 'ann@example.com' }),
    ),
    ...of(
      'with an empty cost center, one with an empty one',
      { ...SHARED, CostCenter: '' },
      'DDADD',
      person({ ...ANN, CostCenter: '' }),
    ),
    ...of('as somebody without a name', SHARED, 'DDDDD', person({ CostCenter: 'CC-1' })),
    ...[SHARED, { ...SHARED, ManagedBy: 'somebody' }, { ...SHARED, CostCenter: '' }].flatMap((tags, at) =>
      of(
        `as a listed role of another account, ${['theirs', 'made by another', 'of nobody'][at]}`,
        tags,
        'DDADD',
        {
          arn: exempt(w, w.otherAccount),
          accountId: w.otherAccount,
          tags: { ...ANN, CostCenter: at === 0 ? 'CC-2' : (tags.CostCenter ?? '') },
        },
      ),
    ),
    ...of('over its budget', { ...SHARED, BudgetStatus: 'exceeded' }, 'DDDDD'),
    {
      name: 'of another account',
      call: call('InvokeModel', profile(SHARED, { account: w.otherAccount })),
      expect: 'DDADD',
    },
    {
      name: 'of another account, itself alone',
      call: call('InvokeModel', profile(SHARED, { account: w.otherAccount, models: [] })),
      expect: 'DDADD',
    },
    {
      name: 'of another Region',
      call: call('InvokeModel', profile(SHARED, { region: w.far, models: [model(w.far)] }), {
        region: w.far,
      }),
      expect: 'DDADD',
    },
    ...[profile({}), profile(BOB), profile(SHARED)].map((on, at) => ({
      name: `a listed role, ${['an untagged one', 'another’s', 'a shared one'][at]}`,
      call: call('InvokeModel', on, { caller: { arn: exempt(w), accountId: w.account, tags: {} } }),
      expect: 'DDDAA',
    })),
  ];
}

function makingShared(w: World, { call, profile, create, source }: Parts): Unsaid[] {
  return [
    {
      name: 'made by me',
      call: create({ CostCenter: 'CC-1', ManagedBy: 'bedrock-ledger' }, source(w.geo)),
      expect: 'DDADD',
    },
    {
      name: 'with my name taken off mine',
      call: call('UntagResource', profile({ ...SHARED, ...ANN }), { untagKeys: ['UserEmail'] }),
      expect: 'DDADD',
    },
    {
      name: 'with its mark put on mine',
      call: call('TagResource', profile(ANN), { requestTags: { ManagedBy: 'bedrock-ledger' } }),
      expect: 'DDADD',
    },
    {
      name: 'with my name put on it',
      call: call('TagResource', profile(SHARED), { requestTags: ANN }),
      expect: 'DDADD',
    },
    {
      name: 'moved to another cost center',
      call: call('TagResource', profile(SHARED), { requestTags: { CostCenter: 'CC-2' } }),
      expect: 'DDADD',
    },
    {
      name: 'without its mark',
      call: call('UntagResource', profile(SHARED), { untagKeys: ['ManagedBy'] }),
      expect: 'DDADD',
    },
    { name: 'deleted', call: call('DeleteInferenceProfile', profile(SHARED)), expect: 'DDADD' },
  ];
}

/** What a share is held against is changed by nobody on whoever has a name. */
function forgingShares(w: World, { call, person, thing }: Parts): Unsaid[] {
  const arnOf = (rest: string) => `arn:${w.partition}:iam::${w.account}:${rest}`;
  const on = (tags: Tags): CalledResource => ({ ...thing(arnOf('role/somebody')), tags });
  const by = (rest: string, tags: Tags = {}) => person(tags, { arn: arnOf(rest) });
  const tagged = (action: string, of: CalledResource, keys: readonly string[], caller: Caller) =>
    call(action, of, { caller, context: { 'aws:TagKeys': keys } });
  const deploy = by('role/deploy');
  const elsewhere = (name: string, tags: Tags = {}): Caller => ({
    arn: `arn:${w.partition}:iam::${w.otherAccount}:role/${name}`,
    accountId: w.otherAccount,
    tags,
  });
  return [
    ...['iam:TagRole', 'iam:TagUser', 'sts:TagSession'].flatMap((action) => [
      {
        name: `${action}, a cost center on whoever has a name`,
        call: tagged(action, on(BOB), ['costcenter', 'Stage'], deploy),
        expect: 'DDDDD',
      },
      {
        name: `${action}, by a user with a long-term key`,
        call: tagged(action, on(BOB), ['CostCenter'], by('user/robot')),
        expect: 'DDDDD',
      },
      {
        name: `${action}, a cost center on whoever has none`,
        call: tagged(action, on({}), ['CostCenter'], deploy),
        expect: 'DDDAA',
      },
      {
        name: `${action}, by the service`,
        call: tagged(action, on(BOB), ['CostCenter'], by('role/bedrock-ledger')),
        expect: 'DDDAA',
      },
      ...['bedrock-ledger', 'batch-night'].map((name) => ({
        name: `${action}, by a role of another account called ${name}`,
        call: tagged(action, on(BOB), ['CostCenter'], elsewhere(name)),
        expect: 'DDDDD',
      })),
      {
        name: `${action}, something else`,
        call: tagged(action, on(BOB), ['Stage'], deploy),
        expect: 'DDDAA',
      },
      {
        name: `${action}, by a listed role`,
        call: tagged(action, on(BOB), ['CostCenter'], by('role/batch-night')),
        expect: 'DDDAA',
      },
    ]),
    ...['role/deploy', 'user/robot'].map((who) => ({
      name: `taken along by ${who}, which has a name`,
      call: tagged('sts:TagSession', on({}), ['costcenter', 'Stage'], by(who, ANN)),
      expect: 'DDDDD',
    })),
    ...['bedrock-ledger', 'batch-night'].map((name) => ({
      name: `taken along by a role of another account called ${name}`,
      call: tagged('sts:TagSession', on({}), ['CostCenter'], elsewhere(name, ANN)),
      expect: 'DDDDD',
    })),
    {
      name: 'taken along by the service, with a name',
      call: tagged('sts:TagSession', on({}), ['CostCenter'], by('role/bedrock-ledger', ANN)),
      expect: 'DDDAA',
    },
    {
      name: 'taken along by a listed role that has a name',
      call: tagged('sts:TagSession', on({}), ['CostCenter'], by('role/batch-night', ANN)),
      expect: 'DDDAA',
    },
    {
      name: 'something else, taken along',
      call: tagged('sts:TagSession', on({}), ['Stage'], by('role/deploy', ANN)),
      expect: 'DDDAA',
    },
    ...[BOB, {}].map((tags) => ({
      name: `signing in, into a role ${tags === BOB ? 'with' : 'without'} a name`,
      call: call('sts:TagSession', on(tags), {
        context: { 'aws:TagKeys': ['CostCenter'], 'aws:PrincipalArn': [] },
      }),
      expect: 'DDDAA',
    })),
  ];
}

function sharedByProject(w: World, parts: Parts): Unsaid[] {
  const { person, call, thing } = parts;
  const iam = `arn:${w.partition}:iam::${w.account}:role`;
  const role = (name: string, tags: Tags): CalledResource => ({ ...thing(`${iam}/${name}`), tags });
  const of = bothWays(parts);
  const atlas = { ...SHARED, Project: 'atlas' };
  const anns = { ...ANN, Project: 'atlas' };
  return [
    ...of('one of my project', atlas, 'AAAAA', person(anns)),
    ...of('of another project', atlas, 'DDADD', person({ ...anns, Project: 'zeus' })),
    ...of('of mine in capitals', atlas, 'DDADD', person({ ...anns, Project: 'Atlas' })),
    ...of('of my project on another cost center', atlas, 'DDADD', person({ ...anns, CostCenter: 'CC-2' })),
    ...of('as somebody without a project', atlas, 'DDADD'),
    ...of('of mine, with * as my project', atlas, 'DDADD', person({ ...anns, Project: '*' })),
    ...of('my own on another project', { ...ANN, Project: 'zeus' }, 'AAAAA', person(anns)),
    ...of('my own, without a project', ANN, 'AAAAA'),
    ...of('a listed role, one of a project', atlas, 'DDDAA', {
      arn: exempt(w),
      accountId: w.account,
      tags: {},
    }),
    ...[
      { ...anns, Project: 'zeus' },
      { ...ANN, Project: '' },
    ].flatMap((tags, at) =>
      of(
        `as a listed role of another account, of ${['another', 'no'][at]} project`,
        at === 0 ? atlas : { ...SHARED, Project: '' },
        'DDADD',
        { arn: exempt(w, w.otherAccount), accountId: w.otherAccount, tags },
      ),
    ),
    ...(
      [
        ['iam:TagRole', role('somebody', BOB), {}],
        ['sts:TagSession', role('somebody', {}), ANN],
      ] as const
    ).map(([action, target, tags]) => ({
      name: `${action}, a project`,
      call: call(action, target, {
        caller: person(tags, { arn: `${iam}/deploy` }),
        context: { 'aws:TagKeys': ['Project'] },
      }),
      expect: 'DDDDD',
    })),
    ...of('of no project', SHARED, 'DDADD', person(anns)),
    ...of('of an empty project', { ...SHARED, Project: '' }, 'DDADD', person({ ...ANN, Project: '' })),
  ];
}
