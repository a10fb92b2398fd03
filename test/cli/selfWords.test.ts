import { expect, it } from 'vitest';
import { AwsError, type AwsErrorKind } from '../../src/aws/errors.ts';
import { inSelfWords, refusedCreating } from '../../src/cli/selfWords.ts';
import { run } from './setup.ts';

/** What AWS refuses people who make their profiles themselves: what, why, and what to do. */

const place = { accountId: '111122223333', region: 'us-east-1' };
const WANTED = {
  ...{ ...place, userEmail: 'ann@example.com', costCenter: 'CC-1', tags: { project: 'atlas' } },
  sourceId: 'us.anthropic.claude-sonnet-4-6',
};
const RULES = { tagKeys: { user: 'UserEmail', costCenter: 'CostCenter' }, tags: [], models: null };
const ARN = 'arn:aws:bedrock:us-east-1:111122223333';
const refusal = (on: string, why: string) =>
  `User: arn:aws:sts::111122223333:assumed-role/R/ann is not authorized to perform: bedrock:CreateInferenceProfile on resource: ${on} because ${why}`;
const NO_ALLOW = 'no identity-based policy allows the bedrock:CreateInferenceProfile action';

it.each<[string, AwsErrorKind, string, readonly RegExp[]]>([
  [
    'the tags',
    'accessDenied',
    refusal(`${ARN}:application-inference-profile/*`, NO_ALLOW),
    [/tags project=atlas, UserEmail=ann@example\.com, CostCenter=CC-1/, /--user and --cost-center/],
  ],
  [
    'the model',
    'accessDenied',
    refusal(`${ARN}:inference-profile/us.anthropic.claude-sonnet-4-6`, NO_ALLOW),
    [/the model or its route is not allowed/],
  ],
  [
    'a model of the Region',
    'accessDenied',
    refusal('arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-x', NO_ALLOW),
    [/the model or its route is not allowed/],
  ],
  [
    'what the guard denies',
    'accessDenied',
    refusal(`${ARN}:application-inference-profile/*`, 'of an explicit deny in a service control policy'),
    [/denies it outright/, /service control policy/],
  ],
  ['what is full', 'quota', 'You have exceeded the limit', [/profiles delete --self/, /L-40EC9882/]],
  [
    'whoever is not signed in any more',
    'expiredCredentials',
    'The SSO session associated with this profile has expired',
    [/aws sso login/],
  ],
])('says why AWS refused: %s', async (_, kind, reason, words) => {
  const error = new AwsError(
    kind,
    { service: 'bedrock', operation: 'CreateInferenceProfile', place },
    'Exception',
    reason,
  );
  const said = await inSelfWords(async () => {
    throw refusedCreating(error, WANTED, RULES);
  }).catch((thrown: Error) => thrown.message);
  for (const one of [/CreateInferenceProfile in account 111122223333, us-east-1/, ...words])
    expect(said).toMatch(one);
  expect(said).not.toContain('role that is used here');
});

it.each([
  [['list', '--region', 'us-east-1'], "option '--region' goes with --self"],
  [['delete', 'arn', '--user', 'ann@example.com'], "option '--user' goes with --self"],
  [['create', '--model', 'x', '--cost-center', 'y'], "required option '--user <email>' not specified"],
  [['create', '--self', '--model', 'x', '--geography', 'us'], '--geography: does not go with --self'],
  [['create', '--self', '--model', 'x', '--shared'], '--shared: does not go with --self'],
  [['create', '--self'], "required option '--model <id>' not specified"],
  [['create', '--self', '--model', 'x'], 'no Region is set: name one with --region'],
])('refuses what would say nothing, and what is missing: %j', async (args, words) => {
  expect(await run(['profiles', ...args])).toMatchObject({ code: 2, err: expect.stringContaining(words) });
});
