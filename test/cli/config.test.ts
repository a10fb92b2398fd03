import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { ConfigError, readConfig } from '../../src/config.ts';
import { SETTING_PATHS } from '../../src/configSchema.ts';
import { formatExact } from '../../src/core/money.ts';
import { VENDING } from '../vendingSettings.ts';
import { ROOT, run } from './setup.ts';

const folder = mkdtempSync(join(tmpdir(), 'bedrock-ledger-config-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const yaml = (content: string): string => {
  const file = join(folder, 'settings.yaml');
  writeFileSync(file, content);
  return file;
};
function faultsOf(environment: Record<string, string>, content?: string): readonly string[] {
  try {
    readConfig(environment, content === undefined ? null : yaml(content));
  } catch (error) {
    if (error instanceof ConfigError) return error.faults;
    throw error;
  }
  return [];
}

const GOV_ACCOUNTS =
  'accounts: [{ accountId: "222233334444", roleArn: "arn:aws-us-gov:iam::222233334444:role/r" }]\n';

describe('settings', () => {
  it('of the README are valid, and are what they say', () => {
    const sample = /```yaml\n([^`]+)```/.exec(readFileSync(join(ROOT, 'README.md'), 'utf8'))?.[1] ?? '';
    const config = readConfig({}, yaml(sample));
    expect(config).toMatchObject({
      db: '/var/lib/bedrock-ledger/ledger.db',
      payer: { accountId: '111122223333', roleArn: null },
      accounts: [{ accountId: '222233334444', externalId: 'choose-one' }],
      regions: ['us-east-1', 'us-west-2'],
      backfillDays: 100,
      attribution: 'profileTags',
      notify: { to: ['finops@example.com'] },
      vending: { ...VENDING, enabled: false, stepsPerSecond: 3 },
    });
    expect(formatExact(config.awsChargeCeiling)).toBe('50');
  });

  it('name topics of SNS by their ARN, and none that no person can subscribe to', () => {
    const topic = (arn: string) => `notify: { channels: [{ name: ops, kind: sns, topicArn: "${arn}" }] }\n`;
    const arn = 'arn:aws:sns:eu-west-1:111122223333:alerts';
    expect(readConfig({}, yaml(topic(arn))).notify.channels).toMatchObject([{ kind: 'sns', topicArn: arn }]);
    expect(faultsOf({}, topic(`${arn}.fifo`)).join()).toMatch(/topicArn.*FIFO topic/);
    for (const wrong of ['alerts', 'arn:aws:sqs:eu-west-1:111122223333:alerts', `${arn}:sub`])
      expect(faultsOf({}, topic(wrong)).join()).toMatch(/topicArn.*ARN of a topic/);
  });

  it('have a standard for everything, and what is left empty is not set', () => {
    expect(readConfig({}, yaml('port:\npayer:\nnotify:\n  to:\naccounts:\n'))).toEqual(readConfig({}));
    expect(readConfig({ BEDROCK_LEDGER_PORT: '' }).port).toBe(8080);
    expect(readConfig({}, yaml(''))).toEqual(readConfig({}));
  });

  it('of the environment go before those of the file', () => {
    const config = readConfig(
      {
        BEDROCK_LEDGER_PORT: '9000',
        BEDROCK_LEDGER_REGIONS: 'eu-west-1, eu-central-1',
        BEDROCK_LEDGER_BUDGETS_MIRROR_ENABLED: 'true',
        BEDROCK_LEDGER_TAG_KEYS_COST_CENTER: 'Center',
      },
      yaml('port: 1000\nregions: [us-east-1]\ntagKeys: { user: Mail }\n'),
    );
    expect(config).toMatchObject({
      port: 9000,
      regions: ['eu-west-1', 'eu-central-1'],
      budgetsMirror: { enabled: true },
      tagKeys: { user: 'Mail', costCenter: 'Center', profile: 'InferenceProfile' },
    });
  });

  it('are refused with every fault at once, of both places, each with what stands there', () => {
    const faults = faultsOf(
      {
        BEDROCK_LEDGER_VENDING_ENABLED: 'yes',
        BEDROCK_LEDGER_NOTIFY_TO: 'x,y',
        BEDROCK_LEDGER_BUDGETSMIRROR_ENABLED: 'true',
        BEDROCK_LEDGER_REGION: 'us-east-1',
        BEDROCK_LEDGER_ACCOUNTS: '111122223333',
        BEDROCK_LEDGER_ROLES_GROUPS: 'finops',
      },
      `db: [5]
payer: { accountId: 11112222333, role: x }
accounts: [{ accountId: "222233334444" }, { accountId: "222233334444" }]
linkedAccounts: ["12"]
regions: [us-east-1, us-east-1]
backfillDays: 1000
port: true
awsChargeCeiling: -5
attribution: tags
tagKeys: [a]
nope: 1
`,
    );
    expect([...faults].sort()).toEqual(
      [
        'BEDROCK_LEDGER_ACCOUNTS: accounts with their roles belong into a YAML file (--config)',
        'BEDROCK_LEDGER_BUDGETSMIRROR_ENABLED: is no setting of Bedrock Ledger. Did you mean BEDROCK_LEDGER_BUDGETS_MIRROR_ENABLED?',
        'BEDROCK_LEDGER_NOTIFY_TO: must be an e-mail address (is "x,y")',
        'BEDROCK_LEDGER_REGION: is no setting of Bedrock Ledger. Did you mean BEDROCK_LEDGER_REGIONS?',
        'BEDROCK_LEDGER_ROLES_GROUPS: groups with their roles belong into a YAML file (--config)',
        'BEDROCK_LEDGER_VENDING_ENABLED: must be true or false (is "yes")',
        'accounts: names 222233334444 twice',
        'attribution: must be profileTags or iamPrincipal (is "tags")',
        'awsChargeCeiling: It must not be below zero. (is "-5")',
        'backfillDays: must be a whole number from 1 to 455 (is "1000")',
        'db: must be text',
        'linkedAccounts.0: must be the 12 digits of an AWS account (is "12")',
        'nope: is no setting of Bedrock Ledger',
        'payer.accountId: must be the 12 digits of an AWS account (is "11112222333")',
        'payer.role: is no setting of Bedrock Ledger. Did you mean payer.roleArn?',
        'port: must be a whole number from 0 to 65535 (is "true")',
        'regions: names us-east-1 twice',
        'tagKeys: must hold settings by name',
      ].sort(),
    );
  });

  it('take as many subscribers as AWS Budgets takes of a threshold', () => {
    const some = (count: number) => Array.from({ length: count }, (_, i) => `a${i}@example.com`).join(',');
    const of = (count: number) => faultsOf({ BEDROCK_LEDGER_BUDGETS_MIRROR_SUBSCRIBERS: some(count) });
    expect(of(10)).toEqual([]);
    expect(of(11)).toEqual([expect.stringContaining('must be at most 10 addresses')]);
  });

  it.each([
    [
      'vending: { approval: { by: manager, deadlineDays: 3 } }',
      'vending.approval.escalateDays: must be less than deadlineDays, 3: a request that has ended goes to nobody',
    ],
    [
      'budgets: { requests: { by: manager, deadlineDays: 2 } }',
      'budgets.requests.escalateDays: must be less than deadlineDays, 2: a request that has ended goes to nobody',
    ],
    ['notify: { language: de }', 'notify.language: must be en or ja (is "de")'],
    ['publicUrl: ledger.example.com', 'publicUrl: must be http://… or https://… (is "ledger.example.com")'],
    [
      'signIn: { oidc: { issuer: login.example.com, clientId: a } }',
      'signIn.oidc.issuer: must be http://… or https://… (is "login.example.com")',
    ],
    [
      'signIn: { oidc: { issuer: "http://login.example.com", clientId: a } }',
      'signIn.oidc.issuer: must be https://… (is "http://login.example.com")',
    ],
  ])('with an address that is none, or not a safe one, are told as such: %s', (content, fault) => {
    expect(faultsOf({}, content)).toContain(fault);
  });

  it.each([
    ['regions: [eusc-de-east-1]', []],
    // GovCloud bills through a standard account, where its credentials do not count.
    [
      'regions: [us-gov-west-1, us-gov-east-1]',
      [
        'accounts: must name the accounts in aws-us-gov: without them the payer is read, and it has no Bedrock there',
        'payer.profile: must name a profile of AWS’s shared configuration with credentials of the standard account: aws-us-gov is billed through it, in aws, where credentials of aws-us-gov do not count',
      ],
    ],
    [`regions: [us-gov-west-1]\npayer: { profile: standard }\n${GOV_ACCOUNTS}`, []],
    [
      `regions: [us-gov-west-1]\npayer: { profile: standard, roleArn: "arn:aws-us-gov:iam::222233334444:role/r" }\n${GOV_ACCOUNTS}`,
      [
        'payer.roleArn: must be a role of the partition aws, where us-gov-west-1 is billed (is "arn:aws-us-gov:iam::222233334444:role/r")',
      ],
    ],
    [
      `regions: [us-gov-west-1]\npayer: { profile: standard }\n${GOV_ACCOUNTS}directory: { identityStoreId: d-1234567890, region: us-gov-west-1 }`,
      [
        'directory.region: must be of the partition aws, as the payer is, with whose credentials the directory is read (is "us-gov-west-1")',
      ],
    ],
    [
      'regions: [us-east-1, us-gov-west-1]',
      [
        'regions: must be of one partition, because credentials are: us-east-1 is of aws, us-gov-west-1 of aws-us-gov. Run one ledger for each',
      ],
    ],
    [
      'regions: [eusc-de-east-1]\naccounts: [{ accountId: "222233334444", roleArn: "arn:aws:iam::222233334444:role/reader" }]',
      [
        'accounts.0.roleArn: must be a role of the partition aws-eusc, as the Region eusc-de-east-1 is (is "arn:aws:iam::222233334444:role/reader")',
      ],
    ],
    ['regions: [cn-north-1]', ['regions: must be Regions with Amazon Bedrock: aws-cn has none']],
    // A role gives the account that it is of.
    [
      'accounts: [{ accountId: "222233334444", roleArn: "arn:aws:iam::222233334445:role/reader" }]\npayer: { accountId: "111122223333", roleArn: "arn:aws:iam::111122223334:role/r" }',
      [
        'accounts.0.roleArn: must be a role of the account 222233334444: this one is of 222233334445, which would be read in its place (is "arn:aws:iam::222233334445:role/reader")',
        'payer.roleArn: must be a role of the account 111122223333: this one is of 111122223334, which would be read in its place (is "arn:aws:iam::111122223334:role/r")',
      ],
    ],
  ])('of one partition: %s', (content, faults) => expect([...faultsOf({}, content)].sort()).toEqual(faults));

  it.each([
    [
      '',
      ['signIn.alb.keysUrl: must say where the load balancer publishes its keys: of aws-eusc AWS does not'],
    ],
    [', keysUrl: "https://keys.example.eu"', []],
  ])('of a load balancer where AWS does not say where its keys are: %s', (more, faults) => {
    const arn =
      'arn:aws-eusc:elasticloadbalancing:eusc-de-east-1:111122223333:loadbalancer/app/name/0123456789abcdef';
    const alb = `publicUrl: https://ledger.example.eu\nsignIn: { alb: { loadBalancerArn: "${arn}", issuer: "https://login.example.eu", clientId: a${more} } }`;
    expect(faultsOf({}, alb)).toEqual(faults);
  });

  it.each([
    [
      'enforcement: { mode: on }\npolicies: { enforcement: false }',
      'policies.enforcement: must be true while enforcement.mode is on: else the printed policies deny nothing that is marked (is "false")',
    ],
    ['spendMonths: 13', 'spendMonths: must be a whole number from 14 to 240 (is "13")'],
    [
      'backfillDays: 361\nbillMonths: 14',
      'backfillDays: must be at most 360: with spendMonths 26 and billMonths 14, what is read of earlier days would not be kept (is "361")',
    ],
    [
      'usageHourDays: 800',
      'usageHourDays: must be at most 780: with billMonths 26, tokens of earlier days are not kept at all (is "800")',
    ],
  ])('that would keep less than another needs are told which of both: %s', (content, fault) => {
    expect(faultsOf({}, content)).toEqual([fault]);
  });

  it('keep as long as back-fill reaches, unless told otherwise', () => {
    const longest = readConfig({ BEDROCK_LEDGER_BACKFILL_DAYS: '455' }, null);
    expect(longest).toMatchObject({ spendMonths: 26, billMonths: 26, usageHourDays: 40 });
  });

  it('that are no YAML are told with file and line, beside the faults of the environment', () => {
    const faults = faultsOf({ BEDROCK_LEDGER_PORT: '70000' }, 'db: x\nnotify:\n  from: [a\nport: 1\n');
    expect(faults[0]).toMatch(/settings\.yaml, line \d: ./);
    expect(faults.at(-1)).toBe('BEDROCK_LEDGER_PORT: must be a whole number from 0 to 65535 (is "70000")');
    expect(faultsOf({}, '- a\n')).toEqual([expect.stringContaining('must hold settings by name')]);
    expect(faultsOf({}, 'port: 1\nport: 2\n')).toEqual([
      expect.stringMatching(/line 2: Map keys must be unique/),
    ]);
    expect(faultsOf({}, 'port: *x\n')).toEqual([expect.stringContaining('Unresolved alias')]);
  });

  it.each([
    [true, 'http://localhost:4566'],
    [true, 'http://127.0.0.1:4566'],
    [true, 'http://127.8.9.10'],
    [true, 'https://[::1]:4566/'],
    [false, undefined],
    [false, ''],
    [false, 'no address'],
    [false, 'https://vpce-0123.ce.us-east-1.vpce.amazonaws.com'],
    [false, 'http://10.0.0.7:4566'],
    [false, 'http://127.0.0.1.example.com'],
    [false, 'http://localhost.example.com'],
    [false, 'https://localhost@example.com/'],
  ])('say %s to whether AWS is simulated at %s', (simulated, url) => {
    expect(readConfig({ AWS_ENDPOINT_URL: url }).simulated).toBe(simulated);
  });

  it('take no offence at what `bedrock-ledger me` reads', () => {
    const client = { BEDROCK_LEDGER_URL: 'https://ledger.example.com', BEDROCK_LEDGER_TOKEN: 'x' };
    expect(readConfig(client)).toEqual(readConfig({}));
    expect(faultsOf({ BEDROCK_LEDGER_TOKENS: 'x' })).toEqual([
      'BEDROCK_LEDGER_TOKENS: is no setting of Bedrock Ledger',
    ]);
  });

  it('of an app of Slack name no topics, which are of channels that many read', () => {
    const app = `name: people, kind: slackApp, token: ${'x'.repeat(20)}`;
    expect(
      readConfig({}, yaml(`notify: { channels: [{ ${app}, api: "https://slack.example.com/api/" }] }`)).notify
        .channels,
    ).toEqual([
      {
        name: 'people',
        kind: 'slackApp',
        token: 'x'.repeat(20),
        signingSecret: null,
        api: 'https://slack.example.com/api',
      },
    ]);
    expect(faultsOf({}, `notify: { channels: [{ ${app}, topics: [health] }] }`)).toEqual([
      expect.stringContaining('notify.channels.0'),
    ]);
  });

  const SECRET = 'hunter2-hunter2-hunter2';
  it.each([
    [`notify: { smtpUrl: "http://u:${SECRET}@x" }`],
    [`notify: { webhook: { url: "ftp://x/${SECRET}" } }`],
    [`notify: { webhook: { url: "https://x", secret: [${SECRET}] } }`],
    [`notify: { channels: [{ name: people, kind: slackApp, token: [${SECRET}] }] }`],
    [`notify: { channels: [{ name: people, kind: slackApp, token: x, signingSecret: { a: ${SECRET} } }] }`],
    [`payer: { externalId: { a: ${SECRET} } }`],
    [`notify:\n  smtpUrl: "smtp://u:${SECRET}@x\n`],
    [`notify:\n  webhook: { secret: "${SECRET}" "x"\n`],
    [`notify: ${SECRET}: x`],
  ])('never show a secret: %s', (content) => {
    const faults = faultsOf({}, content);
    expect(faults.length).toBeGreaterThan(0);
    expect(faults.join('\n')).not.toContain(SECRET);
  });

  it('of the environment never show a secret either', () => {
    const faults = faultsOf({
      BEDROCK_LEDGER_NOTIFY_SMTP_URL: SECRET,
      BEDROCK_LEDGER_NOTIFY_WEBHOOK_URL: SECRET,
      BEDROCK_LEDGER_NOTIFY_WEBHOOK_SECRET: 'hunter2',
    });
    expect(faults.map((fault) => fault.split(':')[0])).toEqual([
      'BEDROCK_LEDGER_NOTIFY_SMTP_URL',
      'BEDROCK_LEDGER_NOTIFY_WEBHOOK_URL',
      'BEDROCK_LEDGER_NOTIFY_WEBHOOK_SECRET',
    ]);
    expect(faults.join('\n')).not.toContain('hunter2');
  });

  it('that are not there, or unusable, end the program with 1 and words, and make no ledger', async () => {
    const missing = await run(['migrate', '--config', join(folder, 'missing.yaml')]);
    expect(missing).toMatchObject({
      code: 1,
      out: '',
      err: expect.stringContaining('missing.yaml: there is no such file'),
    });
    const typo = await run(['migrate', '--db', join(folder, 'new.db')], { BEDROCK_LEDGER_PROT: '1' });
    expect(typo).toMatchObject({
      code: 1,
      err: expect.stringContaining('BEDROCK_LEDGER_PROT: is no setting'),
    });
    expect(typo.err).not.toMatch(/\n\s+at /);
    expect(() => readFileSync(join(folder, 'new.db'))).toThrow(/ENOENT/);
  });
});

describe('names in the environment', () => {
  it('are those of every setting that one value or a list of them makes', () => {
    expect(SETTING_PATHS.single.map((path) => path.join('.'))).toEqual([
      'db',
      'payer.accountId',
      'payer.roleArn',
      'payer.externalId',
      'payer.profile',
      'regions',
      'linkedAccounts',
      'backfillDays',
      'tagKeys.user',
      'tagKeys.costCenter',
      'tagKeys.profile',
      'attribution',
      'thresholds',
      'awsChargeCeiling',
      'cautiousRatePerMillion',
      'budgets.weekStart',
      'budgets.fiscalYearStart',
      'budgets.requests.by',
      'budgets.requests.ceiling',
      'budgets.requests.deadlineDays',
      'budgets.requests.escalateDays',
      'budgetsMirror.enabled',
      'budgetsMirror.subscribers',
      'budgetsMirror.drift',
      'enforcement.mode',
      'enforcement.onUnpriced',
      'enforcement.exemptGroups',
      'enforcement.graceAmount',
      'enforcement.graceHours',
      'enforcement.contact',
      'vending.enabled',
      'vending.stepsPerSecond',
      'vending.approval.by',
      'vending.approval.deadlineDays',
      'vending.approval.escalateDays',
      'vending.unusedDays',
      'vending.shared.enabled',
      'vending.shared.by',
      'policies.geographies',
      'policies.models',
      'policies.selfService',
      'policies.enforcement',
      'policies.opened',
      'policies.tiers',
      'notify.smtpUrl',
      'notify.from',
      'notify.to',
      'notify.toOwner',
      'notify.toManagers',
      'notify.toCostCenterOwners',
      'notify.toFinance',
      'notify.toAdministrators',
      'notify.language',
      'notify.tells',
      'notify.quietHours.from',
      'notify.quietHours.until',
      'notify.quietHours.timeZone',
      'notify.quietHours.weekends',
      'notify.jumps.toManagerAbove',
      'notify.digest.above',
      'notify.digest.at',
      'notify.digest.timeZone',
      'notify.reports.rhythm',
      'notify.reports.at',
      'notify.reports.timeZone',
      'notify.reports.weekday',
      'notify.webhook.url',
      'notify.webhook.secret',
      'notify.webhook.format',
      'notify.webhook.people',
      'publicUrl',
      'signIn.oidc.issuer',
      'signIn.oidc.clientId',
      'signIn.oidc.clientSecret',
      'signIn.oidc.scopes',
      'signIn.oidc.prompt',
      'signIn.oidc.singleTenant',
      'signIn.alb.loadBalancerArn',
      'signIn.alb.issuer',
      'signIn.alb.clientId',
      'signIn.alb.keysUrl',
      'signIn.alb.singleTenant',
      'signIn.claims.email',
      'signIn.claims.name',
      'signIn.claims.groups',
      'signIn.claims.costCenter',
      'signIn.claims.manager',
      'signIn.requireVerifiedEmail',
      'signIn.sessionHours',
      'signIn.idleMinutes',
      'roles.administrators',
      'directory.identityStoreId',
      'directory.region',
      'directory.groups',
      'metrics.token',
      'metrics.costCenters',
      'privacy.othersSee',
      'privacy.leastPeople',
      'privacy.lookDays',
      'auditDays',
      'longestJobMinutes',
      'auditKey',
      'runDays',
      'spendMonths',
      'billMonths',
      'usageHourDays',
      'allowances.profiles',
      'allowances.profilesPerDay',
      'allowances.tokens',
      'allowances.exports',
      'requestsPerMinute',
      'proxies',
      'host',
      'port',
    ]);
  });
  it('are none of lists of objects, which belong into the file', () =>
    expect(SETTING_PATHS.listsOfObjects.map((path) => path.join('.'))).toEqual([
      'accounts',
      'vending.tags',
      'policies.exemptions',
      'notify.channels',
      'roles.groups',
    ]));
});
