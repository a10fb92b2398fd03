import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { money } from '../../src/core/money.ts';
import { ACTOR, EMAIL, openCompany, type RoleName } from '../server/roles.ts';
import { ask } from '../server/setup.ts';
import { NOW } from '../store/setup.ts';
import { run } from './setup.ts';

/** `--as`: the command line shows of a ledger what the server shows of the same ledger to whoever is named. */

const MODEL = 'anthropic.claude-sonnet-4-6';
const LEFT = 'zoe@example.com';
const SPEND = ['spend', '--start', '2026-11-01', '--end-exclusive', '2026-12-01'];
const folder = mkdtempSync(join(tmpdir(), 'bedrock-ledger-access-'));
const db = join(folder, 'ledger.db');
let company: Awaited<ReturnType<typeof openCompany>>;

beforeAll(async () => {
  company = await openCompany({}, db);
  writeFileSync(join(folder, 'settings.yaml'), `db: ${db}\nroles: { administrators: [${EMAIL.admin}] }\n`);
  const { store } = company;
  const gone = { email: LEFT, name: null, costCenter: 'Search', manager: 'carl@example.com', groups: null };
  await store.people.learn('byHand', [{ ...gone, active: false }], {
    complete: false,
    actor: ACTOR,
    now: NOW,
  });
  await store.budgets.set({ kind: 'userDefault' }, money('60'), ACTOR, NOW);
  const rate = {
    modelKey: MODEL,
    kind: 'input',
    route: 'global',
    tier: 'standard',
    cacheTtl: null,
    longContext: false,
    region: null,
    validFrom: '2020-01-01',
    validTo: null,
    perMillion: money('3'),
  } as const;
  await store.rates.setOverrides([rate], ACTOR, NOW);
});
afterAll(async () => {
  await company.close();
  rmSync(folder, { recursive: true, force: true });
});

const cli = (...args: string[]) =>
  run(args, { BEDROCK_LEDGER_CONFIG: join(folder, 'settings.yaml') }, { clock: { now: () => company.now } });
/** What a command prints for machines. */
async function told(args: readonly string[]) {
  const { code, out, err } = await cli(...args, '--json');
  expect({ args, code, err }).toEqual({ args, code: 0, err: '' });
  return JSON.parse(out);
}
/** What the server answers whoever has the role. */
async function answered(role: RoleName, path: string) {
  const headers = { authorization: `Bearer ${company.tokens[role]}` };
  const { status, text } = await ask(company.url, `/api/v1${path}`, { headers });
  return { status, body: JSON.parse(text) };
}

interface Sight {
  spent: string[];
  budgets: string[];
  profiles: string[];
  people: string[];
  rates: boolean;
}
const mail = (...names: string[]) => names.map((name) => `${name}@example.com`);
const EVERYTHING: Sight = {
  spent: mail('ann', 'eve'),
  budgets: ['Mobile', 'Search', ...mail('ann', 'eve'), 'userDefault'],
  profiles: ['annprofile', 'eveprofile'],
  people: mail('adam', 'ann', 'bob', 'carl', 'eve', 'fay', 'mallory', 'olga', 'zoe'),
  rates: true,
};
const SEES: Readonly<Record<RoleName, Sight>> = {
  user: {
    spent: mail('ann'),
    budgets: [...mail('ann'), 'userDefault'],
    profiles: ['annprofile'],
    people: mail('ann'),
    rates: false,
  },
  manager: {
    spent: mail('ann'),
    budgets: [...mail('ann'), 'userDefault'],
    profiles: ['annprofile'],
    people: mail('ann', 'bob', 'carl', 'zoe'),
    rates: false,
  },
  owner: {
    spent: mail('ann'),
    budgets: ['Mobile', ...mail('ann'), 'userDefault'],
    profiles: ['annprofile'],
    people: mail('ann', 'carl', 'olga'),
    rates: false,
  },
  finance: EVERYTHING,
  admin: EVERYTHING,
};

interface Budget {
  id: string;
  scope: { kind: string; key?: string };
}
const namesOf = (budgets: readonly Budget[]) => budgets.map(({ scope }) => scope.key ?? scope.kind).sort();
const idsOf = (budgets: readonly Budget[]) => budgets.map(({ id }) => id).sort();
const emailsOf = (people: readonly { email: string }[]) => people.map(({ email }) => email);
const arnsOf = (profiles: readonly { arn: string }[]) => profiles.map(({ arn }) => arn);

// The others differ in the rules alone, which the server's tests walk through for each.
describe.each(['user', 'manager', 'finance'] as const)('with the eyes of the %s', (role) => {
  const as = ['--as', EMAIL[role]];
  const sees = SEES[role];

  it('spend is what the server answers them', async () => {
    const shown = await told([...SPEND, ...as]);
    const { body } = await answered(role, '/spend?start=2026-11-01&endExclusive=2026-12-01&groupBy=user');
    expect(shown).toEqual(body);
    expect(shown.rows.map(({ key }: { key: string }) => key).sort()).toEqual(sees.spent);
    expect(shown.unallocated.length > 0).toBe(sees === EVERYTHING);
  });

  it('budgets, profiles and people are those that the server lists for them', async () => {
    const [{ budgets }, { profiles }, { people }] = await Promise.all(
      ['budgets', 'profiles', 'people'].map((kind) => told([kind, 'list', ...as])),
    );
    expect(namesOf(budgets)).toEqual(sees.budgets);
    expect(idsOf(budgets)).toEqual(idsOf((await answered(role, '/budgets')).body.budgets));
    expect(profiles.map(({ shortId }: { shortId: string }) => shortId).sort()).toEqual(sees.profiles);
    expect(arnsOf(profiles)).toEqual(arnsOf((await answered(role, '/profiles')).body.profiles));
    expect(emailsOf(people)).toEqual(sees.people);
    expect(emailsOf(people)).toEqual(emailsOf((await answered(role, '/people')).body.people));
  });

  it('a person is shown where the server shows them, with the reports that it names', async () => {
    for (const email of mail('carl', 'mallory')) {
      const { status, body } = await answered(role, `/people/${email}`);
      expect(status).toBe(sees.people.includes(email) ? 200 : 404);
      if (status === 200) {
        const shown = await told(['people', 'show', email, ...as]);
        expect(shown).toMatchObject({ person: { email }, reports: body.reports });
        continue;
      }
      const none = `bedrock-ledger: ${EMAIL[role]} sees nobody with the e-mail `;
      for (const asked of [email, 'nobody@example.com'])
        expect(await cli('people', 'show', asked, ...as)).toMatchObject({
          code: 1,
          out: '',
          err: `${none}${asked}\n`,
        });
    }
  }, 30_000);

  it('rates are for whom the server shows them', async () => {
    const { status, body } = await answered(role, '/rates');
    expect(status).toBe(sees.rates ? 200 : 403);
    if (sees.rates) {
      const { rates } = await told(['rates', 'list', ...as]);
      expect(rates).toEqual(body.rates);
      expect(rates).toHaveLength(1);
    } else {
      const refused = await cli('rates', 'list', ...as);
      expect(refused).toMatchObject({ code: 1, out: '' });
      expect(refused.err).toMatch(
        new RegExp(`^bedrock-ledger: ${EMAIL[role]} may not see the rates: .*Ask an administrator`),
      );
    }
  });
});

it('without it, whoever is at the machine sees everything', async () => {
  expect(namesOf((await told(['budgets', 'list'])).budgets)).toEqual(EVERYTHING.budgets);
  expect(emailsOf((await told(['people', 'list'])).people)).toEqual(EVERYTHING.people);
  expect((await told(['profiles', 'list'])).profiles).toHaveLength(2);
});

it('lists in words say whose eyes saw nothing', async () => {
  const as = ['--as', 'mallory@example.com'];
  const said = async (...args: string[]) => (await cli(...args, ...as)).out;
  expect(await said('spend', '--start', '2026-12-01', '--end-exclusive', '2027-01-01')).toContain(
    'mallory@example.com sees no spend of these days.',
  );
  expect(await said('profiles', 'list', '--user', EMAIL.user)).toBe(
    'mallory@example.com sees no profile of ann@example.com.\n',
  );
  expect(await said('people', 'list', '--cost-center', 'Mobile')).toBe(
    'None of the 2 people whom mallory@example.com sees is meant by this.\n',
  );
});

const LOOKING = [
  SPEND,
  ['budgets', 'list'],
  ['profiles', 'list'],
  ['people', 'list'],
  ['people', 'show', EMAIL.user],
  ['rates', 'list'],
];
it('nobody looks with the eyes of somebody who is not here', async () => {
  for (const args of LOOKING)
    expect(await cli(...args, '--as', 'nobody@example.com')).toMatchObject({
      code: 1,
      out: '',
      err: expect.stringContaining(
        '--as: the directory holds nobody with the e-mail nobody@example.com. People',
      ),
    });
  const other = await cli('budgets', 'list', '--as', 'Fay@example.com');
  expect(other).toMatchObject({
    code: 1,
    out: '',
    err: expect.stringMatching(/, but fay@example\.com: upper and lower case count\n$/),
  });
  const left = await cli('budgets', 'list', '--as', LEFT);
  expect(left).toMatchObject({
    code: 1,
    out: '',
    err: 'bedrock-ledger: --as: zoe@example.com has left, by the directory: whoever has left sees nothing\n',
  });
}, 30_000);

it.each([
  [['sync']],
  [['backfill', '--from', '2026-11-01']],
  [['budgets', 'set', 'userDefault', '60']],
  [['budgets', 'import', 'budgets.csv']],
  [['budgets', 'mirror']],
  [['people', 'import', 'people.csv']],
  [['people', 'grant', 'finance', EMAIL.user]],
  [['people', 'withdraw', 'finance', EMAIL.user]],
  [['people', 'sync']],
  [['rates', 'set', MODEL, 'input', '3']],
  [['rates', 'remove', MODEL, 'input']],
  [['profiles', 'create', '--user', EMAIL.user, '--cost-center', 'Mobile', '--model', MODEL]],
  [['profiles', 'delete', 'arn', '--yes']],
  [['tokens', 'create', '--user', EMAIL.user, '--name', 'x']],
  [['tokens', 'revoke', 'x']],
  [['doctor']],
  [['migrate']],
  [['serve']],
])('nothing is changed with the eyes of another: %j has no --as', async (args) => {
  const refused = await cli(...args, '--as', EMAIL.admin);
  expect(refused).toMatchObject({ code: 2, out: '' });
  expect(refused.err).toContain("unknown option '--as'");
});

it('what is exported so is entered as done by who is at the machine, with whose eyes they looked', async () => {
  const newest = async () => (await company.store.audit.list({ limit: 1 }))[0];
  for (const [args, rows] of [
    [[...SPEND, '--csv'], 1],
    [['budgets', 'list', '--json'], 2],
    [['profiles', 'list', '--json'], 1],
    [['people', 'list', '--csv'], 1],
  ] as const) {
    expect(await cli(...args, '--as', EMAIL.user)).toMatchObject({ code: 0 });
    expect(await newest()).toMatchObject({
      action: 'export',
      actor: expect.stringMatching(/^local:./),
      via: 'cli',
      after: { rows, as: EMAIL.user },
    });
  }
  await cli('people', 'list', '--csv');
  expect((await newest())?.after).toEqual({ format: 'csv', rows: EVERYTHING.people.length });
});
