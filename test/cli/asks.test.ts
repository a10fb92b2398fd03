import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Command } from 'commander';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { programOf } from '../../src/cli/program.ts';
import { viewerFrom } from '../../src/core/access.ts';
import { EMAIL, openCompany } from '../server/roles.ts';
import { ioOf, run } from './setup.ts';

/**
 * Every command asks whether whoever is at the machine may. They always may, so here it is somebody who may nothing. A
 * command that has no line below fails: whoever adds one says what becomes of it.
 */

const MODEL = 'anthropic.claude-sonnet-4-6';
const folder = mkdtempSync(join(tmpdir(), 'bedrock-ledger-asks-'));
const file = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
const settings = file(
  'settings.yaml',
  `db: ${join(folder, 'ledger.db')}
directory: { identityStoreId: d-1234567890, region: us-east-1 }
vending: { enabled: true }
budgetsMirror: { enabled: true }
`,
);
const budgetsFile = file('budgets.csv', 'scope,key,amount\ncostCenter,Mobile,60\n');
const policyFile = file('policy.json', '{"Version":"2012-10-17","Statement":[]}');
const wishFile = file('plan.yaml', `people: { everybody: true }\nmodels: [${MODEL}]\n`);
const peopleFile = file('people.csv', 'email\nnew@example.com\n');

let company: Awaited<ReturnType<typeof openCompany>>;
beforeAll(async () => {
  company = await openCompany({}, join(folder, 'ledger.db'));
});
afterAll(async () => {
  await company.close();
  rmSync(folder, { recursive: true, force: true });
});

const nobody = (id: string) =>
  viewerFrom({ email: id, name: null, costCenter: '', groups: [], reports: [], grants: [] }, []);
const asNobody = (args: readonly string[]) =>
  run(args, { BEDROCK_LEDGER_CONFIG: settings }, { viewerOf: nobody, clock: { now: () => company.now } });

/** What there is that commands change. */
const held = async () => {
  const { store } = company;
  return {
    people: await store.people.list(),
    grants: await store.people.grants(),
    budgets: await store.budgets.list(),
    rates: await store.rates.all(),
    profiles: await store.profiles.all(),
    tokens: await store.tokens.all(),
    runs: await store.runs.latest(),
    audit: await store.audit.count({}),
  };
};

const DIRECTORY = 'change the directory of people';
const PLANS = 'change plans of profiles';
const SPEND = ['--start', '2026-11-01', '--end-exclusive', '2026-12-01'];
const DELETED = 'arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/annprofile';
type Line = readonly [args: readonly string[], refusal: string];
/** By the name of the command: what it refuses, in some of its words. */
const REFUSED: Readonly<Record<string, readonly Line[]>> = {
  sync: [[['profiles'], 'change jobs']],
  backfill: [[['--from', '2026-11-01'], 'change jobs']],
  'charge-back': [[[], 'see the bill']],
  bypass: [
    [[], 'see the bill'],
    [['--cloudtrail'], 'change the policies'],
  ],
  'alerts list': [[[], 'see jobs']],
  'messages show': [[['none'], 'no message "none"']],
  'alerts resend': [[['--failed'], 'change jobs']],
  'channels list': [[[], 'change jobs']],
  'channels preview': [[['email'], 'change jobs']],
  'channels test': [[['email'], 'change jobs']],
  'budgets set': [[['userDefault', '60'], 'change budgets']],
  'budgets raise': [[['userDefault', '5', '--reason', 'launch'], 'change budgets']],
  'budgets end': [[['userDefault'], 'change budgets']],
  'budgets withdraw': [[['userDefault', '1'], 'change budgets']],
  'budgets history': [
    [['userDefault'], 'there is no budget'],
    [['userDefault', '--as', EMAIL.admin], DIRECTORY],
  ],
  'budgets import': [[[budgetsFile], 'change budgets']],
  'budgets plan': [[[budgetsFile], 'change budgets']],
  'budgets apply': [
    [[budgetsFile, '--yes'], 'change budgets'],
    [['abcdefghijkl', '--yes'], 'change budgets'],
  ],
  'budgets remove': [[['userDefault', '--yes'], 'change budgets']],
  'budgets undo': [[['abcdefghijkl'], 'change budgets']],
  'budgets changes': [[[], 'change budgets']],
  'budgets suggest': [[[], 'change budgets']],
  'budgets mirror': [
    [[], 'change jobs'],
    [['--dry-run'], 'change jobs'],
  ],
  'budgets list': [[['--as', EMAIL.admin], DIRECTORY]],
  'rates list': [[[], 'see the rates']],
  'rates set': [[[MODEL, 'input', '3', '--from', '2026-11-01'], 'change the rates']],
  'rates remove': [[[MODEL, 'input', '--from', '2026-11-01'], 'change the rates']],
  'profiles create': [
    [
      ['--user', EMAIL.user, '--cost-center', 'Mobile', '--model', MODEL],
      `change a profile of ${EMAIL.user} on Mobile`,
    ],
  ],
  'profiles delete': [
    [[DELETED, '--yes'], `change a profile of ${EMAIL.user} on Mobile`],
    [['arn', '--yes'], 'change a profile of nobody on no cost center'],
  ],
  'profiles plan': [[['--everybody', '--model', MODEL], PLANS]],
  'profiles apply': [
    [['none', '--yes'], 'see plans of profiles'],
    [['--file', wishFile, '--yes'], PLANS],
  ],
  'profiles plans list': [[[], 'see plans of profiles']],
  'profiles plans show': [[['none'], 'see plans of profiles']],
  'profiles plans stop': [[['none'], PLANS]],
  'profiles plans discard': [[['none'], PLANS]],
  'profiles plans confirm': [[['none', '1'], PLANS]],
  'profiles roll-over': [[['--from', MODEL, '--to', 'anthropic.claude-haiku-4-5'], PLANS]],
  'profiles hygiene': [[['--mend', 'noOwner'], PLANS]],
  'profiles adopt': [
    [['--all'], PLANS],
    [[DELETED, '--user', EMAIL.user, '--cost-center', 'Mobile'], PLANS],
  ],
  'profiles move': [[[EMAIL.user, '--cost-center', 'Mobile'], PLANS]],
  'profiles settings': [
    [[DELETED], 'there is no profile'],
    [['--for', EMAIL.user], `no profile of ${EMAIL.user} is in use here`],
    [['--managed', '--to', join(folder, 'managed')], 'the directory knows no groups'],
  ],
  'budgets ask': [[[EMAIL.user, '5', '--reason', 'x'], 'change']],
  'stops release': [[['none', '--reason', 'x'], 'there is nothing']],
  'stops take-back': [[['none'], 'change plans of profiles']],
  'stops grace': [[['userDefault'], 'there is no budget']],
  'requests approve': [[['none'], 'there is no request none']],
  'requests decline': [[['none', '--reason', 'x'], 'there is no request none']],
  'requests withdraw': [[['none'], 'there is no request none']],
  'profiles requests approve': [[['none'], 'there is no request none']],
  'profiles requests decline': [[['none', '--reason', 'x'], 'there is no request none']],
  'profiles requests withdraw': [[['none'], 'there is no request none']],
  'people deputy set': [
    [
      [EMAIL.user, EMAIL.owner, '--from', '2026-11-20', '--until', '2026-11-30'],
      `change deputies of ${EMAIL.user}`,
    ],
  ],
  'people deputy remove': [[['none'], 'change deputies of']],
  'people deputy list': [
    [[], 'see the directory of people'],
    [[EMAIL.user], `see deputies of ${EMAIL.user}`],
  ],
  'policies audit': [[[], 'change the policies']],
  'policies prove': [
    [
      [
        ...['--live', '--account', '111122223333', '--region', 'us-east-1', '--model', MODEL],
        ...['--role-arn', 'arn:aws:iam::111122223333:role/person'],
      ],
      'change the policies',
    ],
  ],
  'people show': [[[EMAIL.user], `nobody with the e-mail ${EMAIL.user}`]],
  'people data': [[[EMAIL.finance], `may not see tokens of ${EMAIL.finance}`]],
  'people import': [[[peopleFile], DIRECTORY]],
  'people sync': [
    [[], 'change jobs'],
    [['--dry-run'], 'change jobs'],
  ],
  'people alias add': [[[EMAIL.user, 'another@example.com'], `nobody with the e-mail ${EMAIL.user}`]],
  'people alias remove': [[[EMAIL.user, 'another@example.com'], `nobody with the e-mail ${EMAIL.user}`]],
  'people alias list': [[[], 'see the directory of people']],
  'people rename': [[[EMAIL.user, 'another@example.com'], `nobody with the e-mail ${EMAIL.user}`]],
  'people bind': [[[EMAIL.user, '--subject', 'x', '--issuer', 'https://login.example.com'], DIRECTORY]],
  'people unbind': [[[EMAIL.user, '--issuer', 'https://login.example.com'], DIRECTORY]],
  'people grant': [[['finance', EMAIL.user], DIRECTORY]],
  'people withdraw': [[['finance', EMAIL.finance], DIRECTORY]],
  'tokens create': [[['--user', EMAIL.user, '--name', 'x'], `change tokens of ${EMAIL.user}`]],
  'tokens revoke': [[['token-of-user'], `change tokens of ${EMAIL.user}`]],
  'policies print': [[['guard', '--geography', 'in-region'], 'change the policies']],
  'audit head': [[[], 'see the audit log']],
  'audit verify': [[[], 'see the audit log']],
  backup: [[[join(folder, 'copy.db')], 'see the audit log']],
  restore: [[[join(folder, 'copy.db'), '--yes'], 'change jobs']],
  doctor: [
    [[], 'see the bill'],
    [['--activate-tags'], 'change the bill'],
    [['--backfill-tags', '2026-11'], 'change the bill'],
  ],
};
/** Commands that list what one may see, which is nothing. */
const LISTS: Readonly<Record<string, readonly string[]>> = {
  spend: SPEND,
  'budgets list': [],
  'messages list': [],
  'profiles list': [],
  'profiles hygiene': [],
  'requests list': [],
  'stops list': [],
  'stops dry-run': [],
  'profiles requests list': [],
  'people list': [],
  'tokens list': [],
  // Of a profile that is not theirs it tells no tags.
  'policies explain': ['--policy', policyFile, '--do', 'bedrock:InvokeModel', '--on', DELETED],
};
/** Commands that show and change nothing of the ledger for whoever starts them, and why. */
const ASK_NOBODY: Readonly<Record<string, string>> = {
  serve: 'its pages ask whoever signs in',
  demo: 'works on a ledger of its own',
  simulate: 'has no ledger',
  'policies script': 'reads settings alone',
  me: 'asks the server, with a token',
  migrate: 'brings the file to this version, as every other command does',
};

/** Every command that does something, by its whole name. */
const namesOf = (command: Command, before = ''): string[] =>
  command.commands.flatMap((one) =>
    one.commands.length > 0 ? namesOf(one, `${before}${one.name()} `) : [`${before}${one.name()}`],
  );

it('every command that there is has a line here', () => {
  const lines = [...Object.keys(REFUSED), ...Object.keys(LISTS), ...Object.keys(ASK_NOBODY)];
  expect(namesOf(programOf(ioOf())).sort()).toEqual([...new Set(lines)].sort());
});

describe('asks first', () => {
  it.each(
    Object.entries(REFUSED).flatMap(([name, lines]) =>
      lines.map(([args, words]) => [[...name.split(' '), ...args], words] as const),
    ),
  )('%j', async (args, words) => {
    const before = await held();
    const { code, out, err } = await asNobody(args);
    expect({ code, out, err }).toEqual({ code: 1, out: '', err: expect.stringContaining(words) });
    // A refusal, and no fault with a stack.
    expect(err).toMatch(/^bedrock-ledger: .*\n$/);
    expect(await held()).toEqual(before);
  });
});

it.each(Object.entries(LISTS))('%s is of what one may see', async (name, args) => {
  const { code, out } = await asNobody([...name.split(' '), ...args]);
  expect(code).toBe(0);
  expect(out).not.toBe('');
  expect(out).not.toContain('@example.com');
});
