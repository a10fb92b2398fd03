import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import * as budgets from '../../src/cli/budgets.ts';
import { doctor } from '../../src/cli/doctor.ts';
import * as people from '../../src/cli/people.ts';
import * as roles from '../../src/cli/peopleRoles.ts';
import * as profiles from '../../src/cli/profiles.ts';
import * as rates from '../../src/cli/rates.ts';
import * as sync from '../../src/cli/sync.ts';
import * as tokens from '../../src/cli/tokens.ts';
import { EMAIL, openCompany } from '../server/roles.ts';

/**
 * Every command asks whether whoever is at the machine may. They always may, so here somebody is put in their place who
 * may nothing; all else is as it is.
 */

vi.mock('../../src/core/access.ts', async (original) => {
  const access = await original<typeof import('../../src/core/access.ts')>();
  const nobody = { costCenter: '', groups: [], reports: [], grants: [] };
  return {
    ...access,
    operator: (id: string) => access.viewerFrom({ ...nobody, email: id, name: null }, []),
  };
});

const MODEL = 'anthropic.claude-sonnet-4-6';
const folder = mkdtempSync(join(tmpdir(), 'bedrock-ledger-asks-'));
const file = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
const db = join(folder, 'ledger.db');
const config = file(
  'settings.yaml',
  'directory: { identityStoreId: d-1234567890, region: us-east-1 }\nvending: { enabled: true }\nbudgetsMirror: { enabled: true }\n',
);
const at = { db, config };
const which = { ...at, from: '2026-11-01' };

let company: Awaited<ReturnType<typeof openCompany>>;
beforeAll(async () => {
  company = await openCompany({}, db);
});
afterAll(async () => {
  await company.close();
  rmSync(folder, { recursive: true, force: true });
});

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
it.each<[string, () => Promise<void>, string]>([
  ['budgets set', () => budgets.set('userDefault', '60', at), 'change the budget of everybody without one'],
  [
    'budgets import',
    () => budgets.importFile(file('budgets.csv', 'scope,key,amount\ncostCenter,Mobile,60\n'), at),
    'change the budget of Mobile',
  ],
  ['budgets mirror', () => budgets.mirror(at), 'change jobs'],
  ['budgets mirror --dry-run', () => budgets.mirror({ ...at, dryRun: true }), 'change jobs'],
  ['rates list', () => rates.list(at), 'see the rates'],
  ['rates set', () => rates.set(MODEL, 'input', '3', which), 'change the rates'],
  ['rates remove', () => rates.remove(MODEL, 'input', which), 'change the rates'],
  [
    'profiles create',
    () => profiles.create({ ...at, user: EMAIL.user, costCenter: 'Mobile', model: MODEL }),
    `change a profile of ${EMAIL.user} on Mobile`,
  ],
  [
    'profiles delete',
    async () => {
      const [one] = await company.store.profiles.all();
      await profiles.remove(one?.arn ?? '', { ...at, yes: true });
    },
    `change a profile of ${EMAIL.user} on Mobile`,
  ],
  [
    'profiles delete of one that is not known',
    () => profiles.remove('arn', { ...at, yes: true }),
    'change a profile of nobody on no cost center',
  ],
  ['people import', () => people.importFile(file('people.csv', 'email\nnew@example.com\n'), at), DIRECTORY],
  ['people sync', () => people.sync(at), 'change jobs'],
  ['people sync --dry-run', () => people.sync({ ...at, dryRun: true }), 'change jobs'],
  ['people grant', () => roles.grant('finance', EMAIL.user, at), DIRECTORY],
  ['people withdraw', () => roles.withdraw('finance', EMAIL.finance, at), DIRECTORY],
  [
    'tokens create',
    () => tokens.create({ ...at, user: EMAIL.user, name: 'x', scopes: 'me', days: 30 }),
    `change tokens of ${EMAIL.user}`,
  ],
  ['tokens revoke', () => tokens.revoke('token-of-user', at), `change tokens of ${EMAIL.user}`],
  ['sync', () => sync.sync(['profiles'], at), 'change jobs'],
  ['doctor', () => doctor(at), 'see the bill'],
  ['doctor --activate-tags', () => doctor({ ...at, activateTags: true }), 'change the bill'],
  ['doctor --backfill-tags', () => doctor({ ...at, backfillTags: '2026-11' }), 'change the bill'],
  ['budgets list --as', () => budgets.list({ ...at, as: EMAIL.admin }), DIRECTORY],
  ['people show', () => people.show(EMAIL.user, at), 'nobody with the e-mail ann@example.com'],
])('%s asks first', async (_, command, words) => {
  const before = await held();
  await expect(command()).rejects.toMatchObject({
    name: 'UserError',
    message: expect.stringContaining(words),
  });
  expect(await held()).toEqual(before);
});

it('lists are of what one may see', async () => {
  const out: string[] = [];
  const write = vi.spyOn(process.stdout, 'write').mockImplementation((text) => out.push(String(text)) > 0);
  try {
    await budgets.list(at);
    await profiles.list(at);
    await people.list(at);
    await tokens.list(at);
  } finally {
    write.mockRestore();
  }
  expect(out).toHaveLength(4);
  for (const text of out) expect(text).not.toContain('@example.com');
});
