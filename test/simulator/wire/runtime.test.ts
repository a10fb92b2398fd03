import { connect } from 'node:http2';
import { connect as open } from 'node:net';
import { text } from 'node:stream/consumers';
import { crc32 as nodeCrc32 } from 'node:zlib';
import { CreateInferenceProfileCommand } from '@aws-sdk/client-bedrock';
import {
  BedrockRuntimeClient,
  ConverseCommand,
  ConverseStreamCommand,
  InvokeModelCommand,
  InvokeModelWithResponseStreamCommand,
} from '@aws-sdk/client-bedrock-runtime';
import { GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import * as IAM from '@aws-sdk/client-iam';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Simulator } from '../../../src/simulator/server.ts';
import { crc32 } from '../../../src/simulator/wire/eventstream.ts';
import { missingForCli, openCli } from '../../wire/cli.ts';
import { ACCOUNT, callerOf, keyAs, policyOf, saidOf, TRUST } from './iam-support.ts';
import { clientsOf, keyOf, NOW, refusal, startSmall } from './support.ts';

const EMAIL = 'ann@example.com';
const MODEL = 'anthropic.claude-sonnet-4-6';
const messages = [{ role: 'user' as const, content: [{ text: 'four words it has' }] }];
const arnOf = (what: string, region = 'us-east-1') => `arn:aws:bedrock:${region}:${ACCOUNT}:${what}`;
const modelArn = (region: string, model = MODEL) => `arn:aws:bedrock:${region}::foundation-model/${model}`;

let simulator: Simulator;
/** Profiles of Ann, on the geographic and the global route, and one of somebody else. */
const profiles = { geo: '', global: '', other: '' };

beforeAll(async () => {
  simulator = await startSmall();
  const { bedrock, iam } = callerOf(simulator);
  const make = async (route: string, owner: string) => {
    const made = await bedrock.send(
      new CreateInferenceProfileCommand({
        inferenceProfileName: `${route} ${owner.replace(/\W/g, '')}`,
        modelSource: { copyFrom: arnOf(`inference-profile/${route}.${MODEL}`) },
        tags: [{ key: 'UserEmail', value: owner }],
      }),
    );
    return made.inferenceProfileArn ?? '';
  };
  profiles.geo = await make('us', EMAIL);
  profiles.global = await make('global', EMAIL);
  profiles.other = await make('us', 'bob@example.com');
  await iam.send(new IAM.CreateRoleCommand({ RoleName: 'People', AssumeRolePolicyDocument: TRUST }));
  await iam.send(
    new IAM.PutRolePolicyCommand({ RoleName: 'People', PolicyName: 'own', PolicyDocument: OWN_PROFILES }),
  );
});
afterAll(() => simulator.close());

const THROUGH = { ArnLike: { 'bedrock:InferenceProfileArn': arnOf('application-inference-profile/*', '*') } };
const OWN_PROFILES = policyOf(
  {
    Effect: 'Allow',
    Action: 'bedrock:InvokeModel*',
    Resource: arnOf('application-inference-profile/*', '*'),
    Condition: { StringEquals: { 'aws:ResourceTag/UserEmail': '$'.concat('{aws:PrincipalTag/UserEmail}') } },
  },
  { Effect: 'Allow', Action: 'bedrock:InvokeModel*', Resource: modelArn('*', '*'), Condition: THROUGH },
  {
    Sid: 'NotGlobal',
    Effect: 'Deny',
    Action: 'bedrock:*',
    Resource: '*',
    Condition: { StringEquals: { 'aws:RequestedRegion': 'unspecified' } },
  },
  {
    Sid: 'Tiers',
    Effect: 'Deny',
    Action: 'bedrock:InvokeModel*',
    Resource: '*',
    Condition: { StringEquals: { 'bedrock:ServiceTier': 'priority' } },
  },
);

const ann = async () => callerOf(simulator, await keyAs(simulator, 'People', { UserEmail: EMAIL })).runtime;
const converse = (modelId: string, more: object = {}) => new ConverseCommand({ modelId, messages, ...more });

describe('a call of a model', () => {
  it('answers Converse over HTTP/2 with its tokens', async () => {
    const { output, usage, stopReason } = await (await ann()).send(converse(profiles.geo));
    expect(output?.message?.content?.[0]?.text).toContain('4 words');
    expect(usage).toMatchObject({ inputTokens: 4, outputTokens: 14, totalTokens: 18 });
    expect(stopReason).toBe('end_turn');
    const short = await (await ann()).send(converse(profiles.geo, { inferenceConfig: { maxTokens: 3 } }));
    expect([short.usage?.outputTokens, short.stopReason]).toEqual([3, 'max_tokens']);
  });
  it('answers over HTTP/1.1 on the same port, and says again what tier was asked for', async () => {
    const { url } = simulator;
    const credentials = { accessKeyId: keyOf(ACCOUNT), secretAccessKey: 'test' };
    const client = new BedrockRuntimeClient({
      region: 'us-east-1',
      endpoint: url,
      credentials,
      requestHandler: new NodeHttpHandler(),
    });
    const asked = {
      serviceTier: { type: 'flex' as const },
      performanceConfig: { latency: 'optimized' as const },
    };
    expect(await client.send(converse(profiles.geo, asked))).toMatchObject(asked);
  });
  it('streams the same', async () => {
    const { stream } = await (await ann()).send(
      new ConverseStreamCommand({ modelId: profiles.geo, messages }),
    );
    let said = '';
    const kinds = new Set<string>();
    let tokens: number | undefined;
    for await (const event of stream ?? []) {
      kinds.add(Object.keys(event)[0] ?? '');
      said += event.contentBlockDelta?.delta?.text ?? '';
      tokens ??= event.metadata?.usage?.totalTokens;
    }
    expect(said).toContain('4 words');
    expect(tokens).toBe(18);
    expect([...kinds]).toEqual([
      'messageStart',
      'contentBlockDelta',
      'contentBlockStop',
      'messageStop',
      'metadata',
    ]);
  });
  it('takes bodies of models, and tells the tokens in headers and in the last chunk', async () => {
    const runtime = await ann();
    const body = JSON.stringify({
      anthropic_version: 'bedrock-2023-05-31',
      max_tokens: 100,
      messages: [{ role: 'user', content: 'three words here' }],
    });
    const seen: Record<string, string> = {};
    runtime.middlewareStack.add(
      (next) => async (args) => {
        const result = await next(args);
        Object.assign(seen, (result.response as { headers: Record<string, string> }).headers);
        return result;
      },
      { step: 'deserialize', priority: 'low' },
    );
    const answer = await runtime.send(new InvokeModelCommand({ modelId: profiles.geo, body }));
    expect(JSON.parse(answer.body.transformToString())).toMatchObject({
      usage: { input_tokens: 3, output_tokens: 14 },
    });
    expect(seen).toMatchObject({
      'x-amzn-bedrock-input-token-count': '3',
      'x-amzn-bedrock-output-token-count': '14',
    });
    const command = new InvokeModelWithResponseStreamCommand({ modelId: profiles.geo, body });
    const chunks: Record<string, unknown>[] = [];
    for await (const { chunk } of (await runtime.send(command)).body ?? [])
      chunks.push(JSON.parse(Buffer.from(chunk?.bytes ?? []).toString()));
    expect(chunks[0]).toMatchObject({ type: 'message_start' });
    expect(chunks.at(-1)?.['amazon-bedrock-invocationMetrics']).toMatchObject({ inputTokenCount: 3 });
    const { runtime: free } = callerOf(simulator);
    const invoke = async (modelId: string, fields: object) =>
      JSON.parse(
        (
          await free.send(new InvokeModelCommand({ modelId, body: JSON.stringify(fields) }))
        ).body.transformToString(),
      );
    expect(await invoke('amazon.nova-lite-v1:0', { messages })).toMatchObject({ usage: { inputTokens: 4 } });
    expect(await invoke('amazon.titan-embed-text-v2:0', { inputText: 'a b' })).toMatchObject({
      inputTextTokenCount: 2,
    });
    expect(
      await invoke('openai.gpt-oss-120b-1:0', { messages: [{ role: 'user', content: 'a b' }] }),
    ).toMatchObject({ usage: { prompt_tokens: 2 } });
  });
  it('refuses what is no model, and what is called the wrong way', async () => {
    const { runtime } = callerOf(simulator);
    const said = (modelId: string) => saidOf(runtime.send(converse(modelId)));
    const invalid = 'ValidationException: The provided model identifier is invalid.';
    expect(await said('nobody.knows-it')).toBe(invalid);
    // A profile's short id is no name for a call; nor is its ARN in another Region.
    expect(await said(profiles.geo.slice(profiles.geo.indexOf('/') + 1))).toBe(invalid);
    expect(await said(profiles.geo.replace('us-east-1', 'us-west-2'))).toBe(invalid);
    expect(await said(MODEL)).toMatch(/with on-demand throughput isn’t supported/);
    expect(await said(arnOf('application-inference-profile/nothere12345'))).toMatch(
      /^ResourceNotFoundException/,
    );
    expect(await said('amazon.titan-embed-text-v2:0')).toMatch(/^ValidationException/);
    for (const kind of [
      'default-prompt-router/anthropic.claude:1',
      'provisioned-model/abcdefghijkl',
      'imported-model/abcdefghijkl',
      'custom-model-deployment/abcdefghijkl',
    ])
      expect([kind, await refusal(runtime.send(converse(arnOf(kind))))]).toEqual([
        kind,
        'ResourceNotFoundException',
      ]);
    expect(await refusal(runtime.send(new ConverseCommand({ modelId: profiles.geo, messages: [] })))).toBe(
      'ValidationException',
    );
    // Of another account, whatever one may.
    const stranger = callerOf(simulator, keyOf('333344445555')).runtime;
    expect(await saidOf(stranger.send(converse(profiles.geo)))).toMatch(
      /because no resource-based policy allows/,
    );
  });
});

describe('what the caller may', () => {
  const denied = (action: string, resource: string, why: string) =>
    `AccessDeniedException: User: arn:aws:sts::${ACCOUNT}:assumed-role/People/${EMAIL} is not authorized to perform: ${action} on resource: ${resource} ${why}`;
  const noAllow = 'because no identity-based policy allows the bedrock:InvokeModel action';
  it('is their own profile, and nothing beside it', async () => {
    const runtime = await ann();
    const refused = async (modelId: string, on: string) =>
      expect(await saidOf(runtime.send(converse(modelId)))).toBe(denied('bedrock:InvokeModel', on, noAllow));
    await refused(profiles.other, profiles.other);
    await refused(`us.${MODEL}`, arnOf(`inference-profile/us.${MODEL}`));
    await refused('amazon.nova-lite-v1:0', modelArn('us-east-1', 'amazon.nova-lite-v1:0'));
    await refused(arnOf('provisioned-model/abcdefghijkl'), arnOf('provisioned-model/abcdefghijkl'));
    const stream = new ConverseStreamCommand({ modelId: profiles.other, messages });
    expect(await saidOf(runtime.send(stream))).toContain('bedrock:InvokeModelWithResponseStream on resource');
  });
  it('is judged for every Region that a route ends in', async () => {
    const explicit = 'with an explicit deny in an identity-based policy';
    expect(await saidOf((await ann()).send(converse(profiles.global)))).toBe(
      denied('bedrock:InvokeModel', modelArn(''), explicit),
    );
    const { iam } = callerOf(simulator);
    await iam.send(new IAM.CreateRoleCommand({ RoleName: 'West', AssumeRolePolicyDocument: TRUST }));
    const west = policyOf(
      { Effect: 'Allow', Action: 'bedrock:*', Resource: '*' },
      {
        Effect: 'Deny',
        Action: 'bedrock:*',
        Resource: '*',
        Condition: { StringEquals: { 'aws:RequestedRegion': 'us-west-2' } },
      },
    );
    await iam.send(
      new IAM.PutRolePolicyCommand({ RoleName: 'West', PolicyName: 'own', PolicyDocument: west }),
    );
    const { runtime } = callerOf(simulator, await keyAs(simulator, 'West'));
    expect(await saidOf(runtime.send(converse(profiles.geo)))).toContain(
      `on resource: ${modelArn('us-west-2')} with`,
    );
    expect(await refusal(runtime.send(converse(profiles.global)))).toBe('no error');
  });
  it('may depend on the tier', async () => {
    const runtime = await ann();
    expect(await refusal(runtime.send(converse(profiles.geo, { serviceTier: { type: 'priority' } })))).toBe(
      'AccessDeniedException',
    );
    expect(await refusal(runtime.send(converse(profiles.geo, { serviceTier: { type: 'flex' } })))).toBe(
      'no error',
    );
    const body = JSON.stringify({ messages: [] });
    const invoke = new InvokeModelCommand({ modelId: profiles.geo, body, serviceTier: 'priority' });
    expect(await refusal(runtime.send(invoke))).toBe('AccessDeniedException');
  });
  it('with an API key is what its user may, where that may use keys', async () => {
    const { iam } = callerOf(simulator);
    const UserName = 'bot';
    await iam.send(new IAM.CreateUserCommand({ UserName }));
    const create = new IAM.CreateServiceSpecificCredentialCommand({
      UserName,
      ServiceName: 'bedrock.amazonaws.com',
    });
    const { ServiceSpecificCredential: made } = await iam.send(create);
    const client = (token = '') =>
      new BedrockRuntimeClient({
        region: 'us-east-1',
        endpoint: simulator.url,
        maxAttempts: 1,
        token: { token },
        authSchemePreference: ['httpBearerAuth'],
      });
    const call = (token?: string) => saidOf(client(token).send(converse(profiles.geo)));
    expect(await call('ABSKnobody')).toMatch(/^AccessDeniedException: Authentication failed/);
    const secret = made?.ServiceCredentialSecret;
    expect(await call(secret)).toMatch(/user\/bot is not authorized to perform: bedrock:CallWithBearerToken/);
    const put = (...statements: object[]) =>
      iam.send(
        new IAM.PutUserPolicyCommand({
          UserName,
          PolicyName: 'own',
          PolicyDocument: policyOf(...statements),
        }),
      );
    const token = {
      Effect: 'Allow',
      Action: 'bedrock:CallWithBearerToken',
      Resource: '*',
      Condition: { StringEquals: { 'bedrock:bearerTokenType': 'LONG_TERM' } },
    };
    await put(token);
    expect(await call(secret)).toMatch(/bedrock:InvokeModel on resource/);
    await put(token, { Effect: 'Allow', Action: 'bedrock:InvokeModel', Resource: '*' });
    expect(await call(secret)).toBe('no error');
    const { ServiceSpecificCredentials: listed } = await iam.send(
      new IAM.ListServiceSpecificCredentialsCommand({ UserName }),
    );
    expect(listed?.map(({ Status, ServiceCredentialAlias }) => [Status, ServiceCredentialAlias])).toEqual([
      ['Active', `bot-at-${ACCOUNT}`],
    ]);
  });
});

describe('what was called', () => {
  it('is metered under the short id of the profile, and billed with the tags of profile and caller', async () => {
    const own = await startSmall({ days: 3 });
    try {
      const { bedrock, iam } = callerOf(own);
      const { inferenceProfileArn: modelId = '' } = await bedrock.send(
        new CreateInferenceProfileCommand({
          inferenceProfileName: 'nobody',
          modelSource: { copyFrom: arnOf(`inference-profile/us.${MODEL}`) },
          tags: [{ key: 'InferenceProfile', value: 'mine' }],
        }),
      );
      await iam.send(new IAM.CreateRoleCommand({ RoleName: 'R', AssumeRolePolicyDocument: TRUST }));
      await iam.send(
        new IAM.AttachRolePolicyCommand({
          RoleName: 'R',
          PolicyArn: 'arn:aws:iam::aws:policy/AmazonBedrockFullAccess',
        }),
      );
      const { runtime } = callerOf(own, await keyAs(own, 'R', { UserEmail: EMAIL, CostCenter: 'CC-9' }));
      for (let i = 0; i < 3; i++) await runtime.send(converse(modelId));
      const { runtime: bob } = callerOf(own, await keyAs(own, 'R', { UserEmail: 'bob@example.com' }));
      await bob.send(converse(modelId));
      own.clock.advanceTo(Date.parse(NOW) + 3_600_000);
      const shortId = modelId.slice(modelId.indexOf('/') + 1);
      const metric = (MetricName: string) => ({
        Id: MetricName.toLowerCase(),
        MetricStat: {
          Metric: { Namespace: 'AWS/Bedrock', MetricName, Dimensions: [{ Name: 'ModelId', Value: shortId }] },
          Period: 3_600,
          Stat: 'Sum',
        },
      });
      const { MetricDataResults } = await clientsOf(own, { accessKeyId: keyOf(ACCOUNT) }).cloudwatch.send(
        new GetMetricDataCommand({
          StartTime: new Date('2026-11-24T09:00:00Z'),
          EndTime: new Date('2026-11-24T10:00:00Z'),
          MetricDataQueries: ['Invocations', 'InputTokenCount', 'OutputTokenCount'].map(metric),
        }),
      );
      expect(MetricDataResults?.map(({ Values }) => Values)).toEqual([[4], [16], [56]]);
      own.clock.advanceTo(Date.parse(NOW) + 5 * 86_400_000);
      const lines = own.world.bill('2026-11-24').filter(({ tags }) => tags.InferenceProfile === 'mine');
      expect(lines.map(({ usageType, quantity }) => [usageType, quantity])).toEqual([
        ['USE1-MP:USE1_InputTokenCount-Units', 120_000n],
        ['USE1-MP:USE1_OutputTokenCount-Units', 420_000n],
        ['USE1-MP:USE1_InputTokenCount-Units', 40_000n],
        ['USE1-MP:USE1_OutputTokenCount-Units', 140_000n],
      ]);
      expect(lines[0]?.tags).toMatchObject({
        'iamPrincipal/UserEmail': EMAIL,
        'iamPrincipal/CostCenter': 'CC-9',
      });
    } finally {
      await own.close();
    }
  });
});

describe('the wire', () => {
  it('sums up as gzip does', () => {
    for (const words of ['', 'a', 'The quick brown fox jumps over the lazy dog'])
      expect(crc32(Buffer.from(words))).toBe(nodeCrc32(words));
  });
  it('tells HTTP/1.1 and HTTP/2 apart, however small the first piece is', async () => {
    const { hostname, port } = new URL(simulator.url);
    const socket = open(Number(port), hostname);
    // The first letter could be that of HTTP/2 as well.
    for (const piece of [
      'P',
      'OST / HTTP/1.1\r\nHost: a\r\n',
      'Connection: close\r\nContent-Length: 0\r\n\r\n',
    ])
      await new Promise((resolve) => socket.write(piece, resolve));
    expect(await text(socket)).toMatch(/^HTTP\/1.1 403 /);
    const session = connect(simulator.url);
    const status = await new Promise((resolve, reject) => {
      session.on('error', reject);
      session.request({ ':path': '/' }).on('response', (headers) => resolve(headers[':status']));
    });
    expect(status).toBe(200);
    session.close();
  });
  it.skipIf(missingForCli() !== null)('answers the stock AWS CLI', { timeout: 30_000 }, async () => {
    const cli = openCli({
      AWS_ACCESS_KEY_ID: await keyAs(simulator, 'People', { UserEmail: EMAIL }),
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_DEFAULT_REGION: 'us-east-1',
      AWS_PAGER: '',
    });
    try {
      const run = (modelId: string) =>
        cli.run([
          'bedrock-runtime',
          'converse',
          '--endpoint-url',
          simulator.url,
          '--model-id',
          modelId,
          '--messages',
          JSON.stringify(messages),
        ]);
      const allowed = await run(profiles.geo);
      expect(JSON.parse(allowed.stdout)).toMatchObject({ usage: { totalTokens: 18 } });
      const refused = await run(profiles.other);
      expect(refused.code).not.toBe(0);
      expect(refused.stderr).toContain(
        '(AccessDeniedException) when calling the Converse operation: User: arn:aws:sts::',
      );
    } finally {
      await cli.close();
    }
  });
});
