import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { policiesFor } from '../../../src/app/policies/print.ts';
import { readConfig } from '../../../src/config.ts';
import { cloudFormation } from '../../../src/core/policies/cloudFormation.ts';
import {
  type PermissionSetTemplate,
  sentencesOf,
  type Template,
} from '../../../src/core/policies/templates.ts';
import { terraform } from '../../../src/core/policies/terraform.ts';
import type { PolicyDocument } from '../../../src/core/policies/types.ts';
import { policies as en } from '../../../src/ui/messages/policiesEn.ts';
import { type HclBlock, readHcl } from './hclReader.ts';
import { templateSamples } from './templateSamples.ts';
import { faultsOf } from './terraformSchema.ts';

/** Templates against the tools and schemas of those who will read them. */

const samples = templateSamples();
const each = [...samples].map(([name, template]) => ({ name, template }));

/** Runs a program; null where this machine has none of that name. */
function program(name: string, args: readonly string[], input = '') {
  const { error, status, stdout, stderr } = spawnSync(name, args, {
    encoding: 'utf8',
    input,
    // Terraform asks on the network whether there is a newer one.
    env: { ...process.env, CHECKPOINT_DISABLE: '1' },
  });
  return error === undefined ? { status, stdout, stderr } : null;
}
const missing = (name: string, why: string): boolean => {
  const isMissing = program('sh', ['-c', `command -v ${name}`])?.status !== 0;
  if (isMissing) console.log(`${why} is skipped: there is no ${name}`);
  return isMissing;
};
const noCfnLint = missing('cfn-lint', 'CloudFormation against its schemas');
const noTerraform = missing('terraform', 'Terraform by Terraform itself');

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'bedrock-ledger-templates-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const fileOf = (name: string, ending: string) => join(folder, `${name.replaceAll(' ', '-')}.${ending}`);

/** All documents of a file, wherever they stand in it. */
function documentsIn(part: unknown): PolicyDocument[] {
  if (typeof part !== 'object' || part === null) return [];
  if ('Statement' in part && 'Version' in part) return [part as PolicyDocument];
  return Object.values(part).flatMap(documentsIn);
}
interface Finding {
  Filename: string;
  Rule: { Id: string };
  Message: string;
  Location: { Path: readonly (string | number)[] };
}
/** cfn-lint knows no principal in the partition aws-eusc: its pattern lists the other three. */
const ofPartitionItLacks = ({ Filename, Rule, Location }: Finding) =>
  Filename.includes('aws-eusc') && Rule.Id === 'E3530' && Location.Path.includes('Principal');
/** Actions of Bedrock that its list of them does not have. */
const ofActionItLacks = ({ Rule, Message }: Finding) =>
  Rule.Id === 'W3037' &&
  /^'(createadvancedpromptoptimizationjob|agenticretrievestream|invokeguardrailchecks)' /.test(Message);
const meant = (template: Template) =>
  template.target === 'role' ? [template.trust, template.document] : [template.document];

describe('sentences', () => {
  it.each(['invoke', 'guard'] as const)('of %s are there for several Regions as for one', (kind) => {
    const typed = { account: '111122223333', region: 'us-east-1,us-west-2', geography: 'in-region' };
    const [printed] = policiesFor(readConfig({}), [], [kind], typed).policies;
    const { Statement } = printed?.document ?? { Statement: [] };
    const told = sentencesOf({ document: { Version: '2012-10-17', Statement }, sentences: en.statements });
    expect(told.map(([sid]) => sid)).toEqual(Statement.map(({ Sid }) => Sid));
  });
});

describe('CloudFormation', () => {
  it.each(each)('$name: read back, the policy is what it was', ({ template }) => {
    const text = cloudFormation(template);
    expect(documentsIn(parse(text, { version: '1.1' }))).toEqual(meant(template));
    expect(documentsIn(parse(text, { version: '1.2' }))).toEqual(meant(template));
    expect(cloudFormation(structuredClone(template))).toBe(text);
  });
  it('says what each statement is for, and who is exempt', () => {
    const template = samples.get('awkward scp') as Template;
    const { Metadata } = parse(cloudFormation(template)).Resources.Policy;
    expect(Metadata).toEqual({
      Statements: {
        DenyOutsideProfiles: 'Nothing but profiles may be used.\nThe management account is not covered.',
      },
      Exemptions: [
        { Pattern: 'arn:aws:iam::*:role/batch-*', Owner: 'ml@x.example', Reason: 'batch: "jobs"' },
      ],
    });
  });
  it('sets the tag keys that are set, and assigns the accounts that are named', () => {
    const { Resources } = parse(cloudFormation(samples.get('awkward permissionSet') as Template));
    expect(Resources.Attributes.Properties.AccessControlAttributes).toEqual([
      { Key: 'UserEmail', Value: { Source: [`\${path:emails[primary eq true].value}`] } },
      { Key: 'cost:center/ID', Value: { Source: [`\${path:enterprise.costCenter}`] } },
    ]);
    expect(Object.keys(Resources)).toContain('AssignmentIn000000000000');
    const without = { ...(samples.get('awkward permissionSet') as PermissionSetTemplate), accounts: [] };
    expect(Object.keys(parse(cloudFormation(without)).Resources)).toEqual(['PermissionSet', 'Attributes']);
  });
  it.skipIf(noCfnLint)('stands before cfn-lint, which finds what is wrong', { timeout: 60_000 }, () => {
    const files = each.map(({ name, template }) => {
      writeFileSync(fileOf(name, 'yaml'), cloudFormation(template));
      return fileOf(name, 'yaml');
    });
    const wrong = fileOf('wrong', 'yaml');
    const sample = cloudFormation(samples.get('awkward permissionSet') as Template);
    writeFileSync(wrong, sample.replace('SessionDuration:\n        Ref', 'SessionLength:\n        Ref'));
    const { stdout } = program('cfn-lint', ['--format', 'json', ...files, wrong]) ?? { stdout: '' };
    const found = JSON.parse(stdout) as Finding[];
    const ours = found.filter(
      (one) => one.Filename !== wrong && !ofPartitionItLacks(one) && !ofActionItLacks(one),
    );
    expect(ours).toEqual([]);
    expect(found.map(({ Message }) => Message).join('\n')).toContain('SessionLength');
  });
});

describe('Terraform', () => {
  it.each(each)('$name: read back, the policy is what it was, and the provider takes it', ({ template }) => {
    const text = terraform(template);
    const file = readHcl(text);
    expect(file.flatMap(encodedIn)).toEqual(meant(template));
    expect(faultsOf(file)).toEqual([]);
    expect(terraform(structuredClone(template))).toBe(text);
  });
  it('says what each statement is for, and who is exempt', () => {
    const text = terraform(samples.get('awkward scp') as Template);
    expect(text).toContain('# Exempt: arn:aws:iam::*:role/batch-* – ml@x.example: batch: "jobs"\nresource');
    expect(text).toContain(
      '      # Nothing but profiles may be used. The management account is not covered.\n      {',
    );
  });
  it('leaves no variable of a policy to Terraform', () => {
    const text = terraform(samples.get('awkward permissionSet') as Template);
    expect(text).toContain('"$${aws:PrincipalTag/UserEmail}"');
    expect(text).toContain('source = ["$${path:emails[primary eq true].value}"]');
    const loose = text.replaceAll('$${aws', `\${aws`);
    expect(() => readHcl(loose)).toThrow('an interpolation');
  });
  it('held against the schema, shows what the provider would refuse', () => {
    const text = terraform(samples.get('awkward permissionSet') as Template);
    const wrong = text
      .replace('session_duration = var', 'session_length = var')
      .replace('    key = "UserEmail"\n', '')
      .replace('"GROUP"', '"TEAM"')
      .replace(
        'permission_set_arn = aws_ssoadmin_permission_set.bedrock_ledger',
        'permission_set_arn = aws_x.y',
      );
    expect(faultsOf(readHcl(wrong))).toEqual([
      'aws_ssoadmin_permission_set.bedrock_ledger: no such argument: session_length',
      'aws_ssoadmin_instance_access_control_attributes.bedrock_ledger.attribute: key is missing',
      'aws_ssoadmin_account_assignment.bedrock_ledger: principal_type does not take TEAM',
      'aws_x.y.arn is not declared',
    ]);
  });
  it.skipIf(noTerraform)('is laid out as Terraform lays it out', { timeout: 60_000 }, () => {
    const files = join(folder, 'fmt');
    mkdirSync(files);
    for (const { name, template } of each)
      writeFileSync(join(files, `${name.replaceAll(' ', '-')}.tf`), terraform(template));
    const { status, stdout } = program('terraform', ['fmt', '-check', '-diff', files]) ?? {};
    expect({ status, stdout }).toEqual({ status: 0, stdout: '' });
  });
  it.skipIf(noTerraform)('means to Terraform itself what it means here', { timeout: 60_000 }, () => {
    const awkward = [
      '%{if}',
      '$${x}',
      `$\${x}`,
      'a\\"b',
      '\b\f\n\t',
      '$',
      '%',
      '<&>',
      `\${*}\${?}\${$}`,
      '日本',
    ];
    const template: Template = {
      ...(samples.get('awkward managedPolicy') as Template & { target: 'managedPolicy' }),
      document: { Version: '2012-10-17', Statement: [{ Sid: 'A', Effect: 'Allow', Action: awkward }] },
    };
    const all = [...each.map((one) => one.template), template];
    const work = join(folder, 'console');
    mkdirSync(work);
    writeFileSync(
      join(work, 'main.tf'),
      `locals {\n${all.flatMap((one, at) => policyTextsOf(terraform(one)).map((text, nth) => `p${at}_${nth} = ${text}`)).join('\n')}\n}\n`,
    );
    const names = all.flatMap((one, at) => meant(one).map((_, nth) => `local.p${at}_${nth}`));
    const asked = `base64encode(jsonencode([${names.join(',')}]))\n`;
    const { stdout, stderr } = program('terraform', [`-chdir=${work}`, 'console'], asked) ?? {};
    const answered = Buffer.from((stdout ?? '').trim().replaceAll('"', ''), 'base64').toString();
    expect(answered, stderr).not.toBe('');
    expect((JSON.parse(answered) as string[]).map((text) => JSON.parse(text))).toEqual(all.flatMap(meant));
  });
});

/** What is encoded as JSON in a block, in order. */
const encodedIn = ({ attributes, blocks }: HclBlock): unknown[] => [
  ...Object.values(attributes).flatMap((value) => ('encoded' in value ? [value.encoded] : [])),
  ...blocks.flatMap(encodedIn),
];
/** The text of each `jsonencode(…)` of a file: it ends where the indentation goes back. */
const policyTextsOf = (file: string) =>
  [...file.matchAll(/jsonencode\(\{[\s\S]*?\n {2}\}\)/g)].map(([text]) => text);

describe('a name or description that AWS does not take', () => {
  const [{ template }] = each as [(typeof each)[0]];
  it.each([
    [
      { name: 'a name' },
      'name: AWS does not take "a name"; it takes 1 to 32 letters, digits or signs of _+=,.@-',
    ],
    [{ name: 'x'.repeat(33) }, 'it takes 1 to 32'],
    [{ description: 'Modelle – nur so' }, 'description: AWS does not take this description'],
    [{ description: '' }, 'description: AWS does not take this description'],
  ])('is refused: %o', (change, words) => {
    for (const write of [cloudFormation, terraform])
      expect(() => write({ ...template, ...change })).toThrow(words);
  });
});
