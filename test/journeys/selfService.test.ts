import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TagResourceCommand } from '@aws-sdk/client-bedrock';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Profile } from '../../src/core/types.ts';
import { ROOT } from '../cli/setup.ts';
import { awsOnPath } from '../wire/awsOnPath.ts';
import { missingForCli } from '../wire/cli.ts';
import { as, PLATFORM } from './identityCenter.ts';
import { arnIn, FORBIDDEN, MODEL, openSelfService, REGION, runScript } from './selfService.ts';

/** People who make their profiles themselves: with `--self` over the SDK, and with the script over the stock AWS CLI. */

let world: Awaited<ReturnType<typeof openSelfService>>;
let costCenter: string;
beforeAll(async () => {
  world = await openSelfService();
  costCenter = world.costCenterOf(world.me.email);
});
afterAll(() => world.close());

const UNIT = ['--tag', 'Cost unit/ID=north west'];
const create = (...more: string[]) => ['profiles', 'create', '--self', '--model', MODEL, ...more];
const profileOf = (arn: string) =>
  world.company.simulator.world.profiles(PLATFORM, REGION).find((one) => one.arn === arn);
const tagsOf = (arn: string) =>
  Object.fromEntries(profileOf(arn)?.tags.map(({ key, value }) => [key, value]) ?? []);
const count = () => world.company.simulator.world.profiles(PLATFORM, REGION).length;

describe('with --self', () => {
  it('somebody gets a profile of their own, once, and deletes it', async () => {
    const wasThere = existsSync('bedrock-ledger.db');
    const { self, environment, me } = world;
    const made = await self(create(...UNIT, '--cost-center', costCenter), environment);
    expect(made).toMatchObject({ code: 0, out: expect.stringMatching(/^Created: arn:/) });
    expect(made.err).toContain(`You are ${me.email}, from the name of your session as`);
    expect(tagsOf(arnIn(made))).toEqual({
      UserEmail: me.email,
      CostCenter: costCenter,
      'Cost unit/ID': 'north west',
    });
    // Whoever has one on a cost center need not say it.
    const again = await self(create(...UNIT), environment);
    expect(again).toMatchObject({ code: 0, out: `There is one already: ${arnIn(made)}\n` });
    expect(again.err).toContain(`Cost center ${costCenter}, from the tag CostCenter of your other profiles`);

    const listed = await self(['profiles', 'list', '--self', '--json'], environment);
    const { profiles } = JSON.parse(listed.out) as {
      profiles: { arn: string; tags: Record<string, string> }[];
    };
    expect(profiles.map(({ arn }) => arn)).toContain(arnIn(made));
    expect(new Set(profiles.map(({ tags }) => tags.UserEmail))).toEqual(new Set([me.email]));

    expect(await self(['profiles', 'delete', '--self', arnIn(made)], environment)).toMatchObject({
      code: 2,
      err: expect.stringContaining('add --yes'),
    });
    expect(profileOf(arnIn(made))).toBeDefined();
    expect(await self(['profiles', 'delete', '--self', arnIn(made), '--yes'], environment)).toMatchObject({
      code: 0,
    });
    expect(profileOf(arnIn(made))).toBeUndefined();
    // AWS answers the same request with what is gone: another is made.
    const anew = await self(create(...UNIT, '--cost-center', costCenter), environment);
    expect(anew).toMatchObject({ code: 0, out: expect.stringMatching(/^Created: arn:/) });
    expect(profileOf(arnIn(anew))).toBeDefined();
    await self(['profiles', 'delete', '--self', arnIn(anew), '--yes'], environment);
    expect(existsSync('bedrock-ledger.db')).toBe(wasThere);
  });

  it('the lines of the README do as they stand there', async () => {
    const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
    const [section = ''] = /^### Without the server$[\s\S]*?(?=^### )/m.exec(readme) ?? [];
    const lines = [...section.matchAll(/^npx bedrock-ledger (.+?)(?: > .*)?$/gm)].map(
      ([, line = '']) => line,
    );
    expect(lines).toHaveLength(4);
    let made = '';
    for (const line of lines) {
      const typed = line
        .split(' ')
        .map((word) => (word === 'CC-1042' ? costCenter : word.startsWith('arn:') ? made : word));
      const { code, out, err } = await world.self(
        [
          ...typed,
          ...(typed[1] === 'create'
            ? [...UNIT, '--tag', 'Note=new']
            : typed[1] === 'delete'
              ? ['--yes']
              : []),
        ],
        world.environment,
      );
      expect({ line, code, err }).toEqual({ line, code: 0, err: expect.any(String) });
      if (typed[1] === 'create') made = arnIn({ out });
    }
    expect(profileOf(made)).toBeUndefined();
  });

  it('whoever made one is handed it by the ledger, and gets another where it is charged otherwise', async () => {
    const { self, environment, me, company, settings } = world;
    const model = ['--model', 'us.anthropic.claude-haiku-4-5-20251001-v1:0'];
    const own = ['--cost-center', costCenter, ...model, ...UNIT];
    const made = arnIn(await self(['profiles', 'create', '--self', ...own], environment));
    await company.run(['sync', 'profiles']);
    const place = ['--user', me.email, '--region', REGION, '--account', PLATFORM, '--unknown', '--json'];
    const vended = async (...args: string[]) => {
      const { code, out, err } = await company.run(['profiles', 'create', ...place, ...args], {
        BEDROCK_LEDGER_CONFIG: settings,
        BEDROCK_LEDGER_VENDING_ENABLED: 'true',
      });
      expect({ code, err }).toEqual({ code: 0, err: expect.any(String) });
      return JSON.parse(out) as { created: boolean; profile: Profile };
    };
    const handed = await vended(...own);
    expect(handed).toMatchObject({ created: false, profile: { arn: made, history: [{}] } });
    const other = await vended('--cost-center', 'CC-OTHER', ...model, ...UNIT);
    expect(other).toMatchObject({ created: true });
    expect(other.profile.arn).not.toBe(made);
  });

  it('two at once make one', async () => {
    const before = count();
    const both = await Promise.all(
      [1, 2].map(() =>
        world.self(create('--cost-center', costCenter, '--tag', 'Cost unit/ID=atlas'), world.environment),
      ),
    );
    expect(both.map(({ code }) => code)).toEqual([0, 0]);
    expect(new Set(both.map(arnIn)).size).toBe(1);
    expect(count()).toBe(before + 1);
  });

  it.each<[string, () => string[], number, RegExp]>([
    [
      'in another’s name',
      () => create(...UNIT, '--cost-center', costCenter, '--user', world.colleague.email),
      1,
      /letter by letter/,
    ],
    [
      'on another’s cost center',
      () => create(...UNIT, '--cost-center', 'another'),
      1,
      /CostCenter=another.*letter by letter/,
    ],
    [
      'without a tag that is asked for',
      () => create('--cost-center', costCenter),
      2,
      /tag\.Cost unit\/ID: .*Say which/,
    ],
    [
      'with a value that is not allowed',
      () => create('--tag', 'Cost unit/ID=south'),
      2,
      /"south": Choose one of: atlas, north west/,
    ],
    ['with a tag that nobody asks for', () => create(...UNIT, '--tag', 'Team=x'), 2, /tag\.Team/],
    [
      'of a model that is not allowed',
      () => ['profiles', 'create', '--self', '--model', FORBIDDEN, ...UNIT],
      2,
      /is not allowed here.*anthropic\.\*/,
    ],
    [
      'of a model that is not there',
      () => ['profiles', 'create', '--self', '--model', 'us.anthropic.claude-sonet-4-6', ...UNIT],
      2,
      /has no model.*claude-sonnet-4-6/,
    ],
    [
      'with a value that is no tag',
      () => create(...UNIT, '--cost-center', 'a,b'),
      2,
      /--cost-center: "a,b" cannot be the tag/,
    ],
    ['in a Region that is none', () => create(...UNIT, '--region', 'moon-1x'), 2, /--region: "moon-1x"/],
    [
      'with what is about a ledger',
      () => create(...UNIT, '--db', 'x.db'),
      2,
      /--db: does not go with --self/,
    ],
  ])('nobody makes one %s', async (_, args, code, words) => {
    const before = count();
    const { err, ...answer } = await world.self(args(), world.environment);
    expect({ ...answer, err }).toMatchObject({ code, out: '', err: expect.stringMatching(words) });
    expect(count()).toBe(before);
  });

  it('AWS itself refuses what only settings forbid, and says which model', async () => {
    const { environment, self } = world;
    const { code, err } = await self(
      ['profiles', 'create', '--self', '--model', FORBIDDEN, ...UNIT, '--cost-center', costCenter],
      { ...environment, BEDROCK_LEDGER_POLICIES_MODELS: 'anthropic.*,amazon.*' },
    );
    expect({ code, err }).toMatchObject({
      code: 1,
      err: expect.stringMatching(/not authorized.*does not let profiles be copied from us\.amazon/s),
    });
  });

  it('nobody deletes or takes another’s', async () => {
    const { self, environment, colleague } = world;
    const remove = (...more: string[]) =>
      self(['profiles', 'delete', '--self', colleague.profile, '--yes', ...more], environment);
    expect(await remove()).toMatchObject({ code: 1, err: expect.stringMatching(/is not yours: .* says/) });
    // Who says that they are the other is told so by AWS.
    expect(await remove('--user', colleague.email)).toMatchObject({
      code: 1,
      err: expect.stringMatching(/not authorized to perform: bedrock:DeleteInferenceProfile/),
    });
    expect(profileOf(colleague.profile)).toBeDefined();
    const keys = {
      AccessKeyId: environment.AWS_ACCESS_KEY_ID,
      SecretAccessKey: environment.AWS_SECRET_ACCESS_KEY,
    };
    await expect(
      as(world.company.simulator, keys).bedrock.send(
        new TagResourceCommand({
          resourceARN: colleague.profile,
          tags: Object.entries({
            UserEmail: world.me.email,
            CostCenter: costCenter,
            'Cost unit/ID': 'atlas',
          }).map(([key, value]) => ({ key, value })),
        }),
      ),
    ).rejects.toThrow(/not authorized to perform: bedrock:TagResource/);
  });

  it('whoever has no name tag is asked who they are, and refused whatever they say', async () => {
    const nameless = await world.userWith('nameless', {});
    const asked = await world.self(create(...UNIT, '--cost-center', costCenter), nameless);
    expect(asked).toMatchObject({
      code: 2,
      err: expect.stringMatching(
        /does not say who you are: neither a tag UserEmail of the IAM user nameless.*Add --user E-MAIL/,
      ),
    });
    const told = await world.self(
      create(...UNIT, '--cost-center', costCenter, '--user', world.me.email),
      nameless,
    );
    expect(told).toMatchObject({ code: 1, err: expect.stringMatching(/explicit deny.*denies it outright/) });
  });

  it('the tags of a user of IAM say it all', async () => {
    const named = await world.userWith('named', { UserEmail: 'named@example.com', CostCenter: 'CC-7' });
    const made = await world.self(create(...UNIT, '--json'), named);
    expect(made).toMatchObject({
      code: 0,
      err: expect.stringContaining('Cost center CC-7, from the tag CostCenter of the IAM user named'),
    });
    const { created, profile } = JSON.parse(made.out);
    expect({ created, tags: tagsOf(profile.arn) }).toMatchObject({
      created: true,
      tags: { UserEmail: 'named@example.com', CostCenter: 'CC-7' },
    });
  });

  it.each([
    [create(...UNIT, '--user', 'a,b'), '--user: "a,b" cannot be the tag UserEmail'],
    [create(...UNIT, '--cost-center', ''), '--cost-center: "" cannot be the tag CostCenter'],
    [create('--tag', 'constructor=x'), 'tag.constructor'],
    [['profiles', 'list', '--self', '--user', '経理'], '--user: "経理" cannot be the tag UserEmail'],
    [
      ['profiles', 'delete', '--self', 'arn:aws:s3:::x', '--yes'],
      '"arn:aws:s3:::x" is no ARN of an application',
    ],
  ])('what is typed wrong is refused before AWS is asked: %o', async (args, words) => {
    const nowhere = { ...world.environment, AWS_ENDPOINT_URL: 'http://127.0.0.1:9' };
    const { code, out, err } = await world.self(args, nowhere);
    expect({ code, out, err }).toEqual({ code: 2, out: '', err: expect.stringContaining(words) });
  });

  it('whoever is not signed in is told how to', async () => {
    const { AWS_ENDPOINT_URL, AWS_REGION } = world.environment;
    const { code, err } = await world.self(create(...UNIT), { AWS_ENDPOINT_URL, AWS_REGION });
    expect({ code, err }).toMatchObject({ code: 1, err: expect.stringMatching(/aws sso login/) });
  });
});

const missing = missingForCli();
if (missing !== null) console.log(`the script over the AWS CLI is skipped: ${missing}`);
/** All that it is refused, and what else it does, is walked in the soak: each question starts a program. */
describe.skipIf(missing !== null)('with the script', () => {
  let aws: Awaited<ReturnType<typeof awsOnPath>>;
  let file: string;
  beforeAll(async () => {
    aws = await awsOnPath();
    file = world.company.write(
      'own profiles.sh',
      await world.printed(['policies', 'script', '--region', REGION]),
    );
  });
  afterAll(() => aws.close());
  const script = (args: readonly string[], environment: Readonly<Record<string, string>>) =>
    runScript(file, args, environment, `${aws.folder}:${process.env.PATH}`);

  it('somebody gets the profile that --self gets, and the ledger shows it as theirs', async () => {
    const { self, company, userWith } = world;
    const tags = { UserEmail: 'scripting@example.com', CostCenter: 'CC-8' };
    const environment = await userWith('scripting', tags);
    const told = ['--user', tags.UserEmail, '--cost-center', tags.CostCenter];
    const made = await script(['create', '--model', MODEL, ...UNIT, ...told], environment);
    expect(made).toMatchObject({ code: 0, out: expect.stringMatching(/^Created: arn:/) });
    const arn = arnIn(made);
    expect(tagsOf(arn)).toEqual({ ...tags, 'Cost unit/ID': 'north west' });
    expect(await self(create(...UNIT), environment)).toMatchObject({
      out: `There is one already: ${arn}\n`,
    });

    expect(await company.run(['sync', 'profiles'])).toMatchObject({ code: 0 });
    const { out } = await company.run(['profiles', 'list', '--user', tags.UserEmail, '--json']);
    const { profiles } = JSON.parse(out) as { profiles: Profile[] };
    expect(profiles).toMatchObject([{ arn, sourceId: MODEL, history: [{ tags }] }]);

    const removed = await script(['delete', arn, '--yes', '--user', tags.UserEmail], environment);
    expect(removed).toMatchObject({ code: 0, out: `Deleted: ${arn}\n` });
    expect(profileOf(arn)).toBeUndefined();
  });
});
