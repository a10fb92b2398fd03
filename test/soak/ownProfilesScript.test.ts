import { execFileSync } from 'node:child_process';
import { chmodSync } from 'node:fs';
import { dirname } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PLATFORM } from '../journeys/identityCenter.ts';
import { arnIn, FORBIDDEN, MODEL, openSelfService, REGION, runScript } from '../journeys/selfService.ts';
import { missingForCli } from '../wire/cli.ts';

/** The script that is handed out, with the AWS CLI as it is started by it, under the printed policy: all that it does and is refused. */

const missing = missingForCli();
if (missing !== null) console.log(`the script over the AWS CLI is skipped: ${missing}`);

describe.skipIf(missing !== null)('the script', () => {
  let world: Awaited<ReturnType<typeof openSelfService>>;
  let costCenter: string;
  let file: string;
  /** The same without the models that are allowed. */
  let wider: string;
  beforeAll(async () => {
    world = await openSelfService();
    costCenter = world.costCenterOf(world.me.email);
    const printed = (...more: string[]) =>
      world.printed(['policies', 'script', '--shell', 'bash', '--region', REGION, ...more]);
    file = world.company.write("it's mine.sh", await printed());
    wider = world.company.write('wider.sh', await printed('--model', 'anthropic.*,amazon.*'));
  });
  afterAll(() => world.close());

  const script = (args: readonly string[], environment = world.environment, which = file) =>
    runScript(which, args, environment);
  const UNIT = ['--tag', 'Cost unit/ID=north west'];
  const create = (...more: string[]) => ['create', `--model=${MODEL}`, ...more];
  const profiles = () => world.company.simulator.world.profiles(PLATFORM, REGION);
  const find = (arn: string) => profiles().find((one) => one.arn === arn);

  it('makes one, once, lists and deletes it, and makes another one after that', async () => {
    const before = profiles().length;
    const made = await script(create(...UNIT, '--tag', 'Note=a = b', '--cost-center', costCenter));
    expect(made).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^Created: arn:/),
      err: expect.stringContaining(`You are ${world.me.email}, from the name of your session as`),
    });
    const arn = arnIn(made);
    expect(find(arn)?.tags).toContainEqual({ key: 'Note', value: 'a = b' });
    const again = await script(create(...UNIT, '--tag=Note=a = b'));
    expect(again).toMatchObject({ code: 0, out: `There is one already: ${arn}\n` });
    expect(again.err).toContain('from the tag CostCenter of your other profiles');
    expect(profiles()).toHaveLength(before + 1);
    expect((await script(['list'])).out).toContain(`anthropic.claude-sonnet-4-6\t${arn}\n`);
    expect((await script(['list', '--all'])).out.split('\n')).toEqual(
      expect.arrayContaining([expect.stringContaining(arn)]),
    );
    expect(await script(['delete', arn])).toMatchObject({
      code: 2,
      err: expect.stringContaining('add --yes'),
    });
    expect(await script(['delete', arn, '--yes'])).toMatchObject({ code: 0, out: `Deleted: ${arn}\n` });
    expect(await script(['delete', arn, '--yes'])).toMatchObject({
      code: 1,
      err: expect.stringContaining('not any more'),
    });
    const anew = await script(create(...UNIT, '--tag', 'Note=a = b', '--cost-center', costCenter));
    expect(anew).toMatchObject({ code: 0, out: expect.stringMatching(/^Created: arn:/) });
    expect(arnIn(anew)).not.toBe(arn);
  });

  it('prints settings that a shell reads, each tier a profile of one’s own', async () => {
    const made = arnIn(await script(create(...UNIT, '--cost-center', costCenter)));
    const { out } = await script(['settings', made]);
    const said = execFileSync('bash', ['-c', `${out}\nenv`], { encoding: 'utf8', env: {} });
    for (const name of [
      'MODEL',
      'DEFAULT_FABLE_MODEL',
      'DEFAULT_OPUS_MODEL',
      'DEFAULT_SONNET_MODEL',
      'DEFAULT_HAIKU_MODEL',
      'SMALL_FAST_MODEL',
    ])
      expect(said).toMatch(
        new RegExp(
          `^ANTHROPIC_${name}=arn:aws:bedrock:${REGION}:${PLATFORM}:application-inference-profile/`,
          'm',
        ),
      );
    expect(said).toContain(`ANTHROPIC_DEFAULT_SONNET_MODEL=${made}\n`);
    expect(said).toContain('CLAUDE_CODE_USE_BEDROCK=1\n');
  });

  it.each<[string, () => string[], number, RegExp]>([
    [
      'a profile in another’s name',
      () => create(...UNIT, '--cost-center', costCenter, '--user', world.colleague.email),
      1,
      /letter by letter/,
    ],
    [
      'one on another’s cost center',
      () => create(...UNIT, '--cost-center', 'another'),
      1,
      /CostCenter=another.*letter by letter/,
    ],
    [
      'one without a tag that is asked for',
      () => create('--cost-center', costCenter),
      2,
      /--tag Cost unit\/ID=VALUE is needed: one of atlas, north west/,
    ],
    [
      'one with a value that is not allowed',
      () => create('--tag', 'Cost unit/ID=south'),
      2,
      /"south" is none of atlas, north west/,
    ],
    ['one with a tag that nobody asks for', () => create(...UNIT, '--tag', 'Team=x'), 2, /Team is none of/],
    [
      'one of a model that is not allowed',
      () => ['create', '--model', FORBIDDEN, ...UNIT],
      2,
      /is not allowed here: anthropic\.\*/,
    ],
    [
      'one of a model that is not there',
      () => ['create', '--model', 'us.anthropic.claude-sonet-4-6', ...UNIT],
      2,
      /has no model.*us\.anthropic\.claude-/,
    ],
    [
      'one of a model whose name is none',
      () => ['create', '--model', '$(touch x)', ...UNIT],
      2,
      /is no id of a model/,
    ],
    ['a value that is no tag', () => create(...UNIT, '--cost-center', 'a","b'), 2, /cannot be the tag/],
    ['another Region', () => create(...UNIT, '--region', 'us-west-2'), 2, /is none of us-east-1/],
    [
      'the deletion of what is no profile',
      () => ['delete', 'arn:aws:bedrock:us-east-1:1:x', '--yes'],
      2,
      /is no ARN/,
    ],
    [
      'the deletion in another account',
      () => ['delete', `arn:aws:bedrock:${REGION}:999988887777:application-inference-profile/abc`, '--yes'],
      1,
      /another account/,
    ],
    ['the deletion of another’s', () => ['delete', world.colleague.profile, '--yes'], 1, /is not yours/],
    [
      'it where somebody says that they are the other',
      () => ['delete', world.colleague.profile, '--yes', '--user', world.colleague.email],
      1,
      /not authorized to perform: bedrock:DeleteInferenceProfile/,
    ],
    ['what it does not know', () => ['create', '--modle', 'x'], 2, /there is no option --modle/],
    ['a command that there is not', () => ['make'], 2, /there is no command "make"/],
  ])('is refused %s', async (_, args, code, words) => {
    const before = profiles().length;
    expect(await script(args())).toMatchObject({ code, out: '', err: expect.stringMatching(words) });
    expect(profiles()).toHaveLength(before);
  });

  it('is told by AWS which model is not allowed, where the script does not know', async () => {
    const args = ['create', '--model', FORBIDDEN, ...UNIT, '--cost-center', costCenter];
    expect(await script(args, world.environment, wider)).toMatchObject({
      code: 1,
      err: expect.stringMatching(/this model, or its route, is not allowed/),
    });
  });

  it('is refused without a name tag, and by the tags of a user of IAM knows who asks', async () => {
    const nameless = await world.userWith('nameless', {});
    expect(await script(create(...UNIT), nameless)).toMatchObject({
      code: 2,
      err: expect.stringMatching(/does not say who you are/),
    });
    const told = create(...UNIT, '--cost-center', costCenter, '--user', 'somebody@example.com');
    expect(await script(told, nameless)).toMatchObject({
      code: 1,
      err: expect.stringMatching(/denies it outright/),
    });
    const named = await world.userWith('named', { UserEmail: 'named@example.com', CostCenter: 'CC-7' });
    expect(await script(create(...UNIT), named)).toMatchObject({
      code: 0,
      err: expect.stringContaining('Cost center CC-7, from the tag CostCenter of the IAM user named.'),
    });
  });

  it('says how to sign in, and what is too old or not there', async () => {
    const { AWS_ENDPOINT_URL } = world.environment;
    expect(await script(create(...UNIT), { AWS_ENDPOINT_URL } as typeof world.environment)).toMatchObject({
      code: 1,
      err: expect.stringMatching(/aws sso login/),
    });
    const old = world.company.write(
      'aws',
      '#!/bin/sh\necho "aws: error: argument operation: Invalid choice, valid choices are:" >&2\nexit 252\n',
    );
    chmodSync(old, 0o700);
    const withOld = `${dirname(old)}:${process.env.PATH}`;
    expect(await runScript(file, ['list'], world.environment, withOld)).toMatchObject({
      code: 1,
      err: expect.stringMatching(/is too old and does not know inference profiles/),
    });
  });
});
