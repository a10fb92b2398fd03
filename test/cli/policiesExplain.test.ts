import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verdictLines } from '../../src/cli/verdictWords.ts';
import { judge } from '../../src/core/policies/explain.ts';
import { openCollected } from '../journeys/collected.ts';
import { type Around, openCompany, run } from './setup.ts';

/** `policies explain`, with no ledger and with one. */

const FOLDER = mkdtempSync(join(tmpdir(), 'explain-'));
afterAll(() => rmSync(FOLDER, { recursive: true }));
const NO_LEDGER = { BEDROCK_LEDGER_DB: join(FOLDER, 'none.db') };

const OWNER = `\${aws:PrincipalTag/UserEmail}`;
const AIP = 'arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/a1b2';
const model = (region: string) => `arn:aws:bedrock:${region}::foundation-model/anthropic.claude-sonnet-4-6`;
const PEOPLE = [
  {
    Sid: 'Own',
    Effect: 'Allow',
    Action: 'bedrock:InvokeModel',
    Resource: 'arn:aws:bedrock:*:*:application-inference-profile/*',
    Condition: { StringEquals: { 'aws:ResourceTag/UserEmail': OWNER } },
  },
  {
    Sid: 'Models',
    Effect: 'Allow',
    Action: 'bedrock:InvokeModel',
    Resource: 'arn:aws:bedrock:*::foundation-model/*',
    Condition: {
      ArnLike: { 'bedrock:InferenceProfileArn': 'arn:aws:bedrock:*:*:application-inference-profile/*' },
    },
  },
];
const WEST = {
  Sid: 'DenyWest',
  Effect: 'Deny',
  Action: '*',
  Resource: '*',
  Condition: { StringEquals: { 'aws:RequestedRegion': 'us-west-2' } },
};
const ODD = { ...WEST, Sid: 'Odd', Condition: { BinaryEquals: { key: 'YQ==' } } };
const CREATE = {
  Sid: 'Create',
  Effect: 'Allow',
  Action: ['bedrock:CreateInferenceProfile', 'bedrock:TagResource'],
  Resource: '*',
};

function file(name: string, ...Statement: readonly unknown[]): string {
  const path = join(FOLDER, name);
  writeFileSync(path, JSON.stringify({ Version: '2012-10-17', Statement }));
  return path;
}
const own = file('own.json', ...PEOPLE);
const west = file('west.json', WEST);

const explain = (args: readonly string[], around: Around = {}) =>
  run(['policies', 'explain', ...args], NO_LEDGER, around);
const calls = (...more: readonly string[]) => [
  '--policy',
  own,
  '--do',
  'bedrock:InvokeModel',
  '--on',
  AIP,
  ...more,
];
const MINE = [
  '--as',
  'UserEmail=a@x,CostCenter=1',
  '--tags',
  'UserEmail=a@x',
  '--destination',
  model('us-east-1'),
];

describe('it says', () => {
  it('ALLOWED, by which statement of which policy, for each authorisation', async () => {
    const { code, out } = await explain(calls(...MINE));
    expect(out).toBe(`ALLOWED: bedrock:InvokeModel on ${AIP}
by arn:aws:iam::111122223333:role/somebody with UserEmail=a@x, CostCenter=1, in us-east-1.
The caller is taken for arn:aws:iam::111122223333:role/somebody; name another with --principal.
It needs 2 authorisations, all of them:

1. bedrock:InvokeModel on ${AIP}, aws:RequestedRegion us-east-1
   ALLOWED by Own of ${own}.
   Its condition holds:
   - StringEquals aws:ResourceTag/UserEmail: the request has "a@x"; the policy names "a@x"

2. bedrock:InvokeModel on ${model('us-east-1')}, aws:RequestedRegion us-east-1
   ALLOWED by Models of ${own}.
   Its condition holds:
   - ArnLike bedrock:InferenceProfileArn: the request has "${AIP}"; the policy names "arn:aws:bedrock:*:*:application-inference-profile/*"
`);
    expect(code).toBe(0);
  });
  it('DENIED, with the statement that nearly allows it and both values', async () => {
    const args = calls(
      '--as',
      'UserEmail=a@x',
      '--tags',
      'UserEmail=b@x',
      '--destination',
      model('us-east-1'),
    );
    const { code, out } = await explain(args);
    expect(out).toMatch(/^DENIED: /);
    expect(out).toContain(`   DENIED: no statement of the policies allows it.
   Own of ${own} would, but this condition fails:
   - StringEquals aws:ResourceTag/UserEmail: the request has "b@x"; the policy names "a@x"
`);
    expect(code).toBe(0);
  });
  it('judges without an ARN that names an account, for a caller of the example account', async () => {
    const { out } = await explain([
      '--policy',
      own,
      '--do',
      'bedrock:InvokeModel',
      '--on',
      model('us-east-1'),
    ]);
    expect(out).toMatch(/^DENIED/);
    expect(out).toContain('taken for arn:aws:iam::123456789012:role/somebody');
  });

  it('DENIED by a level that denies a Region behind the profile, and that FullAWSAccess is taken for granted', async () => {
    const { out } = await explain(calls(...MINE, '--destination', model('us-west-2'), '--scp', west));
    expect(out).toMatch(/^DENIED: /);
    expect(out).toContain('Service control policies do not bind the management account.\n');
    expect(out).toContain('FullAWSAccess');
    expect(out).toContain(`3. bedrock:InvokeModel on ${model('us-west-2')}, aws:RequestedRegion us-west-2
   DENIED by DenyWest of ${west}.`);
  });
  it('DENIED by a boundary, or a level, that does not allow it', async () => {
    const reading = file('reading.json', { ...CREATE, Action: 'bedrock:Get*' });
    expect((await explain(calls(...MINE, '--boundary', reading))).out).toContain(
      `DENIED: the permissions boundary ${reading} does not allow it.`,
    );
    expect((await explain(calls(...MINE, '--scp', `${west},${reading}`))).out).toContain(
      `DENIED: no statement of the service control policies of level 1 (${west}, ${reading}) allows it.`,
    );
  });
  it('CANNOT SAY, and by what, with another exit code', async () => {
    const { code, out } = await explain(calls(...MINE, '--policy', file('odd.json', ODD)));
    expect(out).toMatch(/^CANNOT SAY: /);
    expect(out).toContain('   - condition operator BinaryEquals, in Odd of ');
    expect(code).toBe(3);
  });
  it('CANNOT SAY where the profile is allowed and its models are not known', async () => {
    const { code, out } = await explain(calls('--as', 'UserEmail=a@x', '--tags', 'UserEmail=a@x'));
    expect(out).toMatch(/^CANNOT SAY: /);
    expect(out).toContain('The models behind the profile were not judged');
    expect(code).toBe(3);
    expect((await explain(calls('--as', 'UserEmail=a@x'))).out).toMatch(
      /^DENIED: .*It is taken for untagged/s,
    );
  });
  it('CANNOT SAY where it depends on tags that AWS may see while creating', async () => {
    const tagged = file('tagged.json', {
      ...CREATE,
      Condition: { Null: { 'aws:ResourceTag/UserEmail': 'true' } },
    });
    const args = [
      '--do',
      'bedrock:CreateInferenceProfile',
      '--source',
      model('us-east-1'),
      '--principal',
      'arn:aws:iam::111122223333:role/a',
      '--request-tags',
      'UserEmail=a@x',
    ];
    const { code, out } = await explain(['--policy', tagged, ...args]);
    expect(code).toBe(3);
    expect(out).toContain('with them this is DENIED, without them ALLOWED');
    const plain = await explain(['--policy', file('create.json', CREATE), ...args]);
    expect(plain.out).toMatch(
      /^ALLOWED: bedrock:CreateInferenceProfile on arn:aws:bedrock:us-east-1:111122223333:application-inference-profile\/new\n/,
    );
    expect(plain.out).toContain('It needs 3 authorisations');
  });
});

describe('it takes', () => {
  it('an expectation, for scripts', async () => {
    expect((await explain(calls(...MINE, '--expect', 'allowed'))).code).toBe(0);
    expect((await explain(calls(...MINE, '--expect', 'denied'))).code).toBe(1);
    expect((await explain(calls(...MINE.slice(0, 4), '--expect', 'allowed'))).code).toBe(1);
  });
  it('a policy from standard input, and gives JSON', async () => {
    const input = encodeURIComponent(JSON.stringify({ Version: '2012-10-17', Statement: PEOPLE }));
    const args = ['--policy', '-', '--do', 'bedrock:Converse', '--on', AIP, ...MINE, '--json'];
    const { out } = await explain(args, { input });
    expect(JSON.parse(out)).toMatchObject({
      decision: 'allowed',
      principal: 'arn:aws:iam::111122223333:role/somebody',
      verdicts: [
        { decision: 'allowed', by: { policy: 'standard input', statement: 'Own' } },
        { decision: 'allowed', request: { resource: model('us-east-1') } },
      ],
    });
  });
  it('more condition keys: several values, one, or none', async () => {
    const given = file('given.json', {
      ...CREATE,
      Action: '*',
      Condition: {
        'ForAllValues:StringEquals': { 'aws:CalledVia': ['a', 'b'] },
        IpAddress: { 'aws:SourceIp': '10.0.0.0/8' },
        Null: { 'aws:PrincipalOrgID': 'true' },
      },
    });
    const args = [
      '--policy',
      given,
      '--do',
      'bedrock:ListInferenceProfiles',
      '--region',
      'us-east-1',
      '--principal',
      'arn:aws:sts::111122223333:assumed-role/a/me',
    ];
    const context = ['aws:CalledVia=a', 'aws:CalledVia=b', 'aws:SourceIp=10.1.1.1', 'aws:PrincipalOrgID='];
    const { out } = await explain([...args, ...context.flatMap((pair) => ['--context', pair])]);
    expect(out).toMatch(
      /^ALLOWED: bedrock:ListInferenceProfiles on \*\nby arn:aws:iam::111122223333:role\/a without tags/,
    );
  });
});

describe('it refuses', () => {
  const SSO = 'arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_People_1/me';
  it.each([
    [calls('--as', 'UserEmail'), '--as: "UserEmail": it must be KEY=VALUE'],
    [calls('--tags', 'a=1,a=2'), '--tags: "a=2": this key is given twice'],
    [calls('--context', '=x'), '--context: "=x": it must be KEY=VALUE'],
    [calls('--destination', 'arn:aws:bedrock'), '--destination: "arn:aws:bedrock": an ARN is'],
    [calls('--principal', SSO), `--principal: "${SSO}": IAM judges the role`],
    [calls('--boundary', join(FOLDER, 'no.json')), 'no.json cannot be read'],
    [calls('--part', 'calls'), "unknown option '--part'"],
    [calls('--expect', 'perhaps'), 'Allowed choices are allowed, denied'],
    [['--policy', '-', '--policy', '-,', '--scp', '-', ...calls()], 'standard input can be one policy only'],
    [['--policy', own, '--do', 'Invoke', '--on', AIP], '--do: "Invoke": an action is SERVICE:NAME'],
    [['--policy', own, '--do', 'bedrock:CreateInferenceProfile', '--on', AIP], '--source is needed'],
    [
      ['--policy', own, '--do', 'bedrock:ListInferenceProfiles', '--principal', 'arn:aws:iam::1:role/a'],
      '--region is needed',
    ],
    [['--do', 'bedrock:InvokeModel'], "required option '--policy <file>' not specified"],
  ])('%j', async (args, told) => {
    const { err, out } = await explain(args);
    expect(err).toContain(told);
    expect(out).toBe('');
  });
  it('policies that are written wrongly, with every fault of all of them', async () => {
    const bad = [
      file('bad1.json', { ...WEST, Effect: 'deny' }),
      file('bad2.json', { Effect: 'Allow', Action: 'x' }),
    ];
    const { code, err } = await explain(calls('--scp', bad.join(',')));
    expect(code).toBe(2);
    expect(err).toContain(`${bad[0]}: Statement[0].Effect: "deny": It must be Allow or Deny.`);
    expect(err).toContain(`${bad[1]}: Statement[0]: Exactly one of Resource and NotResource is needed.`);
    expect(err).toContain(`${bad[1]}: Statement[0].Action: "x": An action is SERVICE:NAME, or *.`);
  });
  it('to open a ledger that was named and is not there', async () => {
    expect((await explain(calls('--db', join(FOLDER, 'gone.db')))).err).toContain('there is no ledger at');
  });
});

describe('with a ledger', () => {
  let world: Awaited<ReturnType<typeof openCollected>>;
  beforeAll(async () => {
    world = await openCollected();
  });
  afterAll(() => world.close());

  it('tags and models of a profile are those that it holds', async () => {
    const profile = (await world.store.profiles.all()).find(
      ({ history, goneAt, modelArns }) =>
        goneAt === null && modelArns.length > 1 && history.at(-1)?.tags.UserEmail !== undefined,
    );
    if (profile === undefined) throw new Error('the simulated company has no such profile');
    const email = profile.history.at(-1)?.tags.UserEmail ?? '';
    const asked = ['--policy', own, '--do', 'bedrock:InvokeModel', '--on', profile.arn, '--db', world.file];
    const { out } = await run(
      ['policies', 'explain', ...asked, '--as', `UserEmail=${email}`],
      {},
      { clock: world.clock },
    );
    expect(out).toMatch(/^ALLOWED: /);
    expect(out).toContain(`Its tags are those of the ledger: `);
    expect(out).toContain(`It needs ${profile.modelArns.length + 1} authorisations`);
    const other = await run(
      ['policies', 'explain', ...asked, '--as', 'UserEmail=b@x'],
      {},
      { clock: world.clock },
    );
    expect(other.out).toMatch(/^DENIED: /);
  });
  it('models of a system profile are those of the catalogue', async () => {
    const entry = (await world.store.profiles.catalogue()).find(({ type }) => type === 'systemProfile');
    if (entry === undefined) throw new Error('the simulated Regions have no system profile');
    const on = `arn:aws:bedrock:${entry.region}:111122223333:inference-profile/${entry.id}`;
    const asked = ['--policy', own, '--do', 'bedrock:InvokeModel', '--on', on, '--db', world.file];
    const { out } = await run(['policies', 'explain', ...asked], {}, { clock: world.clock });
    expect(out).toMatch(/^DENIED: /);
    expect(out).toContain(`It needs ${entry.modelArns.length + 1} authorisations`);
  });
});

describe('with AWS', () => {
  let company: Awaited<ReturnType<typeof openCompany>>;
  beforeAll(async () => {
    company = await openCompany();
  });
  afterAll(() => company.close());
  const ask = (args: readonly string[]) => company.run(['policies', 'explain', '--with-aws', ...args]);

  it('its simulator is asked about each authorisation', async () => {
    const { code, out } = await ask(
      calls(...MINE, '--scp', west, '--boundary', file('all.json', { ...CREATE, Action: '*' })),
    );
    expect(out.match(/AWS’s policy simulator says ALLOWED\./g)).toHaveLength(2);
    expect(code).toBe(0);
    const denied = await ask(calls(...MINE, '--destination', model('us-west-2'), '--policy', west));
    expect(denied.out).toContain('AWS’s policy simulator says DENIED, by a statement that denies.');
    expect(denied.out).not.toContain('DISAGREES');
    expect(denied.out).not.toContain('It had no value for');
  });
  it('and tells which keys it lacked', async () => {
    const network = { ...CREATE, Action: '*', Condition: { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } } };
    const { code, out } = await ask([
      '--policy',
      file('network.json', network),
      ...calls(...MINE).slice(2),
      '--json',
    ]);
    expect(code).toBe(3);
    expect(JSON.parse(out)).toMatchObject({
      decision: 'unknown',
      verdicts: [{ aws: { decision: 'denied', missing: ['aws:SourceIp'], disagrees: false } }, {}],
    });
  });
  it('in the partition of the settings', async () => {
    const asked: string[] = [];
    const server = createServer((request, response) => {
      asked.push(request.headers.authorization ?? '');
      response.writeHead(403).end();
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const { port } = server.address() as AddressInfo;
    const config = join(FOLDER, 'gov.yaml');
    writeFileSync(
      config,
      'regions: [us-gov-east-1]\naccounts: [{ accountId: "111122223333" }]\npayer: { profile: standard }\n',
    );
    await run(['policies', 'explain', '--config', config, '--with-aws', ...calls(...MINE)], {
      ...NO_LEDGER,
      AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
      AWS_ACCESS_KEY_ID: 'AKIA',
      AWS_SECRET_ACCESS_KEY: 'secret',
    });
    server.close();
    expect(asked).toEqual([expect.stringContaining('/us-gov-west-1/iam/aws4_request')]);
  });
  it('and where it disagrees', () => {
    const policies = { identity: [], boundary: null, controls: [] };
    const request = { action: 'bedrock:InvokeModel', resource: AIP, context: {} };
    const aws = {
      decision: 'allowed',
      explicit: false,
      missing: ['aws:a'],
      byControls: null,
      byBoundary: null,
    } as const;
    expect(verdictLines(policies, judge(policies, request), aws).slice(-2)).toEqual([
      '   AWS’s policy simulator says ALLOWED: it DISAGREES.',
      '   It had no value for aws:a: name it with --context.',
    ]);
  });
});
