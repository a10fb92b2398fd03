import { createHash } from 'node:crypto';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { csvRows } from '../../src/cli/csvFile.ts';
import { readPeople } from '../../src/cli/peopleFile.ts';
import { openStore } from '../../src/store/open.ts';
import { leaseOf, listedProfile, NOW, PLACE } from '../store/setup.ts';
import { openCompany } from './setup.ts';

/** The directory from the command line: files, roles, IAM Identity Center. */

let company: Awaited<ReturnType<typeof openCompany>>;
beforeAll(async () => {
  company = await openCompany();
  expect(await company.run(['migrate'])).toMatchObject({ code: 0 });
});
afterAll(() => company.close());

const json = async (args: readonly string[], more = {}) => {
  const { code, out, err } = await company.run([...args, '--json'], more);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  return JSON.parse(out);
};
const people = async () => (await json(['people', 'list'])).people;
/** All that the ledger holds, table by table. */
function everything(): Record<string, unknown[]> {
  const ledger = new Database(company.db, { readonly: true });
  try {
    const tables = ledger
      .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
      .pluck()
      .all() as string[];
    return Object.fromEntries(tables.map((name) => [name, ledger.prepare(`SELECT * FROM "${name}"`).all()]));
  } finally {
    ledger.close();
  }
}

/** The same in few letters, which compare fast. */
const fingerprint = () => createHash('sha256').update(JSON.stringify(everything())).digest('hex');

const THOUSAND = 1_000;
/** A company in which everybody but one reports to somebody; row i is line i + 2. */
const rows = (cells: (i: number) => string = () => ''): string[] =>
  Array.from({ length: THOUSAND }, (_, i) => {
    const manager = i === 0 ? '-' : `p${Math.floor((i - 1) / 8)}@example.com`;
    return cells(i) || `p${i}@example.com,Person ${i},CC-${i % 40},${manager},active`;
  });
const fileOf = (lines: readonly string[], head = 'email,name,costCenter,manager,status') =>
  `\ufeff${[head, ...lines].join('\r\n')}\r\n`;

describe('a file of a thousand people', () => {
  it('with one bad row changes nothing, and the row is named with field, value and reason', async () => {
    const bad = rows((i) => (i === 765 ? 'p765@example.com,Person,CC-1,P3@example.com,active' : ''));
    const file = company.write('bad.csv', fileOf(bad));
    const before = fingerprint();
    const refused = await company.run(['people', 'import', file, '--complete']);
    expect(refused).toMatchObject({ code: 1, out: '' });
    expect(refused.err.trim().split('\n')).toEqual([
      `bedrock-ledger: ${file}: nothing was taken in.`,
      '  line 767: manager: "P3@example.com" is neither in the file nor in the directory, but p3@example.com is: upper and lower case count',
    ]);
    const told = await company.run(['people', 'import', file, '--json']);
    expect(told).toMatchObject({ code: 1, err: '' });
    expect(JSON.parse(told.out)).toMatchObject({
      taken: false,
      faults: [{ line: 767, field: 'manager', value: 'P3@example.com' }],
    });
    expect(fingerprint()).toBe(before);
  });

  it('is shown first when asked, which changes nothing, and then taken in as shown, once', async () => {
    const file = company.write('good.csv', fileOf(rows()));
    const before = fingerprint();
    const entries = everything().audit?.length ?? 0;
    const dry = await company.run(['people', 'import', file, '--dry-run']);
    expect(dry).toMatchObject({ code: 0, err: '' });
    expect(dry.out).toMatch(/p499@example\.com +added +name Person 499, costCenter CC-19, manager p62@/);
    expect(dry.out).toContain('… and 500 more');
    expect(dry.out).toContain('Dry run: 1000 people would be added, 0 changed, 0 would have left');
    expect(fingerprint()).toBe(before);
    const taken = await company.run(['people', 'import', file, '--reason', 'from HR']);
    expect(taken).toMatchObject({ code: 0, out: '1000 people added, 0 changed, 0 left, 0 as they were.\n' });
    const ledger = everything();
    expect(ledger.people).toHaveLength(THOUSAND);
    expect(ledger.audit?.length).toBe(entries + THOUSAND);
    expect(ledger.audit?.at(-1)).toMatchObject({ action: 'person.add', reason: 'from HR', via: 'cli' });
    const after = fingerprint();
    expect((await company.run(['people', 'import', file])).out).toBe(
      '0 people added, 0 changed, 0 left, 1000 as they were.\n',
    );
    expect(fingerprint()).toBe(after);
  });

  it('that is complete tells who has left since', async () => {
    const file = company.write('less.csv', fileOf(rows().slice(0, -2)));
    expect((await company.run(['people', 'import', file, '--complete'])).out).toBe(
      '0 people added, 0 changed, 2 left, 998 as they were.\n0 sessions and 0 tokens of those who left ended for good.\n',
    );
    const left = await company.run(['people', 'list', '--left', '--csv']);
    expect(left.out).toBe(
      'email,name,cost_center,manager,status,aliases\n' +
        'p998@example.com,Person 998,CC-38,p124@example.com,left,\n' +
        'p999@example.com,Person 999,CC-39,p124@example.com,left,\n',
    );
  });

  it('comes out as it went in, and its columns may come by themselves', async () => {
    const { out } = await company.run(['people', 'list', '--csv']);
    const again = await json(['people', 'import', company.write('again.csv', out)]);
    expect(again).toMatchObject({ added: 0, changed: 0, left: 0, unchanged: THOUSAND });
    const names = company.write('names.csv', 'Cost_Center,E-Mail\nCC-99,p5@example.com\n,p999@example.com\n');
    const some = await json(['people', 'import', names]);
    expect(some).toMatchObject({ added: 0, changed: 2, left: 0 });
    expect(some.changes[0]).toMatchObject({
      before: { costCenter: 'CC-5' },
      after: { name: 'Person 5', costCenter: 'CC-99', manager: 'p0@example.com' },
    });
    expect(some.changes[1].after).toMatchObject({ costCenter: null, active: false });
  });

  it('names other addresses, which come out as they went in and change by the command line', async () => {
    const { run } = company;
    const head = 'email,aliases';
    const file = company.write(
      'aliases.csv',
      fileOf(['p5@example.com,P5@example.com;five@example.com'], head),
    );
    expect((await run(['people', 'import', file])).out).toContain('Other addresses: 2 added, 0 taken away.');
    expect((await run(['people', 'alias', 'add', 'p5@example.com', 'v@example.com'])).code).toBe(0);
    const { out } = await run(['people', 'list', '--csv']);
    expect(out).toContain(',active,P5@example.com five@example.com v@example.com\n');
    const again = await json(['people', 'import', company.write('again.csv', out)]);
    expect(again).toMatchObject({ changed: 0, addresses: { added: [], removed: [], refused: [] } });

    const taken = await run(['people', 'alias', 'add', 'p6@example.com', 'five@example.com']);
    expect([taken.code, taken.err]).toEqual([
      2,
      expect.stringContaining('"five@example.com": It is another address of p5@example.com already'),
    ]);
    expect((await run(['people', 'alias', 'remove', 'p5@example.com', 'five@example.com'])).err).toContain(
      'the file of people',
    );
    const person = await run(['people', 'alias', 'add', 'p6@example.com', 'p7@example.com']);
    expect([person.code, person.err]).toEqual([expect.any(Number), expect.stringContaining('--merge')]);
    expect(person.code).not.toBe(0);

    expect((await json(['people', 'list', '--manager', 'v@example.com'])).people).toEqual(
      (await json(['people', 'list', '--manager', 'p5@example.com'])).people,
    );
    // A role is the person's, by whichever address it is given or taken.
    expect((await run(['people', 'grant', 'finance', 'five@example.com'])).code).toBe(0);
    expect(await run(['people', 'withdraw', 'finance', 'v@example.com'])).toMatchObject({ code: 0, err: '' });

    const renamed = await run([
      'people',
      'rename',
      'p5@example.com',
      'new@example.com',
      '--reason',
      'marriage',
    ]);
    expect(renamed.out).toMatch(/p5@example\.com is new@example\.com now\.[\s\S]*1\.[\s\S]*2\.[\s\S]*3\./);
    const listed = await run(['people', 'alias', 'list', 'five@example.com', '--json']);
    expect(JSON.parse(listed.out).people[0]).toMatchObject({
      email: 'new@example.com',
      aliases: ['P5', 'five', 'p5', 'v'].map((name) => ({ alias: `${name}@example.com` })),
    });
    expect((await run(['people', 'rename', 'new@example.com', 'p5@example.com'])).code).toBe(0);
    const none = company.write('none.csv', fileOf(['p5@example.com,-'], head));
    expect((await run(['people', 'import', none])).out).toContain('0 added, 2 taken away');
    for (const alias of ['new@example.com', 'v@example.com'])
      expect((await run(['people', 'alias', 'remove', 'p5@example.com', alias])).code).toBe(0);
    expect((await run(['people', 'alias', 'list'])).out).toBe('Nobody here has another address.\n');
  });

  it('is looked through by manager, cost center and name', async () => {
    const { people: reports } = await json([
      'people',
      'list',
      '--manager',
      'p1@example.com',
      '--cost-center',
      'CC-9',
    ]);
    expect(reports.map((one: { email: string }) => one.email)).toContain('p9@example.com');
    for (const { costCenter } of reports) expect(costCenter).toBe('CC-9');
    const none = await company.run([
      'people',
      'list',
      '--cost-center',
      'CC-9',
      '--manager',
      'p999@example.com',
    ]);
    expect(none.out).toBe('None of the 1000 people in the directory is meant by this.\n');
    const slip = await company.run(['people', 'list', '--cost-center', 'cc 9', '--json']);
    expect(slip).toMatchObject({ code: 2, out: '', err: expect.stringContaining('--cost-center: "cc 9": ') });
    expect(slip.err).toContain('Did you mean CC-9');
    const shown = await company.run(['people', 'show', 'p9@example.com']);
    expect(shown.out).toMatch(/^file +Person 9 +CC-9 +p1@example\.com +active$/m);
    expect(shown.out).toContain('Managers, from the nearest: p1@example.com → p0@example.com');
    expect(shown.out).toContain('Roles: user, manager (has reports)');
    expect((await json(['people', 'show', 'p9@example.com'])).reports).toHaveLength(8 + 64);
    const other = await company.run(['people', 'show', 'P9@example.com']);
    expect(other).toMatchObject({
      code: 1,
      err: expect.stringContaining('but p9@example.com: upper and lower'),
    });
  });
});

describe('a file', () => {
  const faults = (text: string) =>
    readPeople(csvRows(text)).faults.map(({ line, reason }) => `${line} ${reason}`);
  it.each([
    ['nothing', '', ['1 the column email is needed; it has nothing']],
    ['no row', 'email,name\n', ['1 nobody follows it']],
    ['no e-mail', 'name,costCenter\nAnn,CC-1\n', ['1 the column email is needed; it has name, costCenter']],
    ['a column that is not known', 'email,team\n', ['1 there is no column "team" here. Columns are email,']],
    ['a column twice', 'email,E-Mail\n', ['1 the column email stands there twice']],
    [
      'rows of other widths',
      'email,name\n\na@example.com\nb@example.com,Lee, Ben\nc@example.com,Cy\n',
      ['3 has 1 columns instead of 2', '4 has 3 columns instead of 2'],
    ],
  ])('with %s is not read, and the line is named', (_, text, expected) => {
    const found = faults(text);
    expect(found).toHaveLength(expected.length);
    for (const [at, fault] of expected.entries()) expect(found[at]).toContain(fault);
  });

  it('names its columns in many ways', () => {
    const { columns, rows, faults } = readPeople(
      csvRows('STATUS, E-Mail ,cost center,Manager,Name\nleft,a@example.com,"CC, 1",,"Lee, Ann"\n'),
    );
    expect(faults).toEqual([]);
    expect(columns).toEqual(['status', 'email', 'costCenter', 'manager', 'name']);
    expect(rows).toEqual([
      {
        line: 2,
        cells: { status: 'left', email: 'a@example.com', costCenter: 'CC, 1', manager: '', name: 'Lee, Ann' },
      },
    ]);
  });

  it('with many faults is refused with all of them, of rows and of lines, in their order', async () => {
    const file = company.write(
      'faults.csv',
      'email,name,manager\nx,,\nann@example.com,,ben@example.com\nben@example.com,,ann@example.com\nq\nANN@example.com,,nobody@example.com\n,Dee,\n',
    );
    const { code, err } = await company.run(['people', 'import', file, '--dry-run']);
    expect(code).toBe(1);
    expect(err.trim().split('\n').slice(1)).toEqual([
      '  line 2: email: "x" is no e-mail address',
      '  line 3: manager: these report to each other in a circle: ann@example.com → ben@example.com → ann@example.com',
      '  line 5: has 1 columns instead of 3; put a value in quotes that holds what separates columns',
      expect.stringMatching(/^ {2}line 6: email: "ANN@example\.com" and "ann@example\.com" in line 3 differ/),
      '  line 6: manager: "nobody@example.com" is neither in the file nor in the directory',
      '  line 7: email: is empty; every row needs an e-mail address',
    ]);
  });

  it('names a bad row once, and not once more for whoever reports to whom it names', async () => {
    const file = company.write(
      'bad-manager.csv',
      'email,costCenter,manager\nlee@example.com,R&D, Lab,-\nmoe@example.com,,lee@example.com\nned@example.com,,nobody@example.com\n',
    );
    const { code, err } = await company.run(['people', 'import', file]);
    expect(code).toBe(1);
    expect(err.trim().split('\n').slice(1)).toEqual([
      expect.stringContaining('line 2: has 4 columns instead of 3'),
      '  line 4: manager: "nobody@example.com" is neither in the file nor in the directory',
    ]);
  });

  it('says with --dry-run what would no longer be there', async () => {
    const db = ['--db', join(company.folder, 'none.db')];
    const before = company.write('before.csv', 'email,costCenter,manager\nann@example.com,CC-1,\n');
    const after = company.write('after.csv', 'email,costCenter,manager\nann@example.com,-,\n');
    await json(['people', 'import', before, ...db]);
    const dry = await company.run(['people', 'import', after, '--dry-run', ...db]);
    expect(dry.out).toMatch(/^ann@example\.com +changed +costCenter CC-1 → none$/m);
  });

  it('shows of a person who else is spelled so but for upper and lower case', async () => {
    const db = ['--db', join(company.folder, 'alike.db')];
    const file = company.write('alike.csv', 'email\nann@example.com\nben@example.com\n');
    await json(['people', 'import', file, ...db]);
    const second = company.write('alike2.csv', 'email\nAnn@example.com\n');
    await json(['people', 'import', second, ...db]);
    const ledger = await openStore(join(company.folder, 'alike.db'), { now: company.clock.now() });
    const lease = await leaseOf(ledger);
    await ledger.profiles.replacePlace(
      lease,
      PLACE,
      [listedProfile('alike')],
      new Map([['arn:alike', { UserEmail: 'ANN@example.com' }]]),
      NOW,
    );
    ledger.close();
    const shown = await company.run(['people', 'show', 'ann@example.com', ...db]);
    expect(shown.out).toContain(
      'Warning: Spelled otherwise: Ann@example.com (directory), ANN@example.com (profile tags). Upper and lower case count',
    );
    expect((await json(['people', 'show', 'ann@example.com', ...db])).spellings).toEqual([
      { email: 'Ann@example.com', in: 'directory' },
      { email: 'ANN@example.com', in: 'profileTags' },
    ]);
    expect((await company.run(['people', 'show', 'ben@example.com', ...db])).out).not.toContain('Spelled');
  });

  it('that is complete and lacks more than leave at once is refused as a whole, and --dry-run tells why', async () => {
    const db = ['--db', join(company.folder, 'small.db')];
    const all = company.write('all.csv', fileOf(rows().slice(0, 20)));
    const short = company.write('short.csv', fileOf(rows().slice(0, 14)));
    await json(['people', 'import', all, ...db]);
    const token = ['tokens', 'create', '--user', 'p15@example.com', '--name', 'laptop', ...db];
    expect(await company.run(token)).toMatchObject({ code: 0 });
    const complete = ['people', 'import', short, '--complete', ...db];
    const dry = await company.run([...complete, '--dry-run']);
    expect(dry).toMatchObject({ code: 0, err: '' });
    expect(dry.out).toMatch(/^p15@example\.com +left +active true → false/m);
    expect(dry.out.trim().split('\n').slice(-3)).toEqual([
      'Dry run: 0 people would be added, 0 changed, 6 would have left, 14 stay as they are.',
      '0 sessions and 1 tokens of those who left would end for good.',
      'It would be refused: 6 of 20 active people are more than 20 % at once. If they have left indeed, add --force',
    ]);
    const refused = await company.run(complete);
    expect(refused).toMatchObject({ code: 1, out: '' });
    expect(refused.err).toMatch(
      /^bedrock-ledger: By the file, 6 of 20 active people would have left, more than 20 % at once, and 0 sessions and 1 tokens would end for good\. .* bedrock-ledger people import FILE --complete --force\n$/,
    );
    expect((await json(['tokens', 'list', ...db])).tokens[0].revokedAt).toBeNull();
    expect((await company.run([...complete, '--force', '--dry-run'])).out).not.toContain('refused');
    const forced = await json([...complete, '--force']);
    expect(forced).toMatchObject({
      taken: true,
      left: 6,
      tooMany: { left: 6, active: 20 },
      ended: { sessions: 0, tokens: 1 },
    });
    expect((await json(['tokens', 'list', ...db])).tokens[0].revokedAt).not.toBeNull();
  });

  it('comes through a pipe as well, with a word about what is strange in it', async () => {
    const input = 'email,cost center\nP1@example.com,経理\n';
    const { code, out } = await company.run(['people', 'import', '-'], {}, { input });
    expect(code).toBe(0);
    expect(out.trim().split('\n')).toEqual([
      expect.stringMatching(/^Warning: line 2: email: "P1@example\.com" is taken in beside p1@example\.com/),
      expect.stringMatching(
        /^Warning: line 2: costCenter: "経理" has signs that tags of Bedrock cannot hold/,
      ),
      '1 people added, 0 changed, 0 left, 0 as they were.',
    ]);
  });
});

describe('roles', () => {
  it('are given and withdrawn by name, with a word about an address that nobody has', async () => {
    const args = ['costCenterOwner', 'p1@example.com', '--cost-center', 'CC-7'];
    expect((await company.run(['people', 'grant', ...args, '--reason', 'asked for'])).out).toBe(
      'p1@example.com now has the role costCenterOwner of CC-7.\n',
    );
    expect((await company.run(['people', 'grant', ...args])).out).toContain('has the role');
    const stranger = ['people', 'grant', 'finance', 'P1@exampel.com'];
    expect(await company.run(stranger)).toMatchObject({
      code: 2,
      err: expect.stringMatching(
        /^bedrock-ledger: email: "P1@exampel\.com": Nobody of this .* add --unknown$/m,
      ),
    });
    const misspelt = await company.run([
      'people',
      'grant',
      'finance',
      'p1@example.com',
      '--cost-center',
      'CC-7x',
    ]);
    expect(misspelt.code).toBe(2);
    const center = await company.run([
      'people',
      'grant',
      'costCenterOwner',
      'p1@example.com',
      '--cost-center',
      'CC7',
    ]);
    expect(center.err).toContain('Did you mean CC-7');
    const unknown = await company.run(['people', 'grant', 'finance', 'Ann@example.com', '--unknown']);
    expect(unknown).toMatchObject({
      code: 0,
      err: expect.stringContaining('holds nobody with the e-mail Ann@example.com'),
    });
    const found = (await people()).find((one: { email: string }) => one.email === 'p1@example.com');
    expect(found.roles).toContainEqual({
      role: 'costCenterOwner',
      costCenter: 'CC-7',
      by: 'name',
      group: '',
    });
    expect((await company.run(['people', 'withdraw', ...args])).out).toBe(
      'p1@example.com no longer has the role costCenterOwner of CC-7.\n',
    );
    expect(await company.run(['people', 'withdraw', ...args])).toMatchObject({ code: 1 });
    const kept = everything().audit as { action: string; subject: string; reason: string | null }[];
    expect(
      kept
        .filter(({ action, subject }) => action.startsWith('role.') && !subject.includes('p5@'))
        .map(({ action, reason }) => [action, reason]),
    ).toEqual([
      ['role.grant', 'asked for'],
      ['role.grant', null],
      ['role.withdraw', null],
    ]);
  });

  it('of the last administrator stay where people sign in', async () => {
    const signIn = {
      BEDROCK_LEDGER_PUBLIC_URL: 'http://localhost:8080',
      BEDROCK_LEDGER_SIGN_IN_OIDC_ISSUER: 'http://127.0.0.1:1',
      BEDROCK_LEDGER_SIGN_IN_OIDC_CLIENT_ID: 'x',
    };
    const args = ['administrator', 'p1@example.com'];
    expect(await company.run(['people', 'grant', ...args], signIn)).toMatchObject({ code: 0 });
    const file = company.write('last.csv', 'email,status\np1@example.com,left\n');
    for (const last of [
      ['people', 'withdraw', ...args],
      ['people', 'import', file],
    ])
      expect(await company.run(last, signIn)).toEqual({
        code: 1,
        out: '',
        err: expect.stringContaining('nobody could sign in as an administrator then'),
      });
    expect(await company.run(['people', 'withdraw', ...args])).toMatchObject({ code: 0 });
  });

  it.each([
    [['costCenterOwner', 'p1@example.com'], '--cost-center: name the cost center'],
    [['costCenterOwner', 'p1@example.com', '--cost-center', ' '], '--cost-center: name the cost center'],
    [['finance', 'p1@example.com', '--cost-center', 'CC-1'], '--cost-center: finance is not about one'],
    [['finance', 'p1'], '"p1" is no e-mail address'],
    [['boss', 'p1@example.com'], "'boss' is invalid"],
  ])('are not given by %j', async (args, words) => {
    expect(await company.run(['people', 'grant', ...args])).toMatchObject({
      code: 2,
      err: expect.stringContaining(words),
    });
  });
});

describe('IAM Identity Center', () => {
  const set = {
    BEDROCK_LEDGER_DIRECTORY_IDENTITY_STORE_ID: 'd-92670f5a31',
    BEDROCK_LEDGER_DIRECTORY_REGION: 'us-west-2',
  };
  it('is read when told to, where it is set', async () => {
    const off = await company.run(['people', 'sync']);
    expect(off).toMatchObject({ code: 1, err: expect.stringContaining('set directory.identityStoreId') });
    const dry = await company.run(['people', 'sync', '--dry-run'], set);
    expect(dry.out).toMatch(/^Dry run: \d+ people would be added, 0 changed, 0 would have left, 0 stay/m);
    expect((await people()).length).toBe(THOUSAND + 1);
    const { jobs } = await json(['people', 'sync', '--force'], set);
    expect(jobs).toMatchObject([{ job: 'people', status: 'ok' }]);
    const [forced] = (everything().audit as { action: string }[]).filter(
      ({ action }) => action === 'sync.trigger',
    );
    expect(forced).toMatchObject({ subject: 'job:people', via: 'cli', after: '{"force":true}' });
    expect((await people()).length).toBe(THOUSAND + 1 + jobs[0].rows);
  });

  it('is one of the things that the doctor asks, with what the directory holds', async () => {
    await company.run(['sync', 'profiles']);
    const { checks } = JSON.parse((await company.run(['doctor', '--json'], set)).out);
    const of = (name: string) => checks.filter(({ check }: { check: string }) => check.startsWith(name));
    expect(of('IAM Identity Center d-92670f5a31')).toMatchObject([{ state: 'ok' }]);
    expect(of('directory of people')).toMatchObject([
      {
        state: 'ok',
        found: expect.stringMatching(/people, \d+ of them left \(a file 1001, IAM Identity Center \d+\)/),
      },
    ]);
    expect(of('addresses that differ only in case')).toMatchObject([
      { state: 'warning', found: expect.stringContaining('P1@example.com / p1@example.com') },
    ]);
    const wrong = { ...set, BEDROCK_LEDGER_DIRECTORY_REGION: 'us-east-1' };
    const asked = JSON.parse((await company.run(['doctor', '--json'], wrong)).out).checks;
    expect(asked.find(({ check }: { check: string }) => check.startsWith('IAM Identity'))).toMatchObject({
      state: 'failed',
      advice: expect.stringContaining('identitystore:ListUsers'),
    });
  });
});

describe('accounts of people', () => {
  const run = (args: readonly string[], more = {}) => company.run(['people', ...args], more);
  const SIGN_IN = {
    BEDROCK_LEDGER_PUBLIC_URL: 'https://ledger.example.com',
    BEDROCK_LEDGER_SIGN_IN_OIDC_ISSUER: 'https://login.example.com',
    BEDROCK_LEDGER_SIGN_IN_OIDC_CLIENT_ID: 'client',
    BEDROCK_LEDGER_ROLES_ADMINISTRATORS: 'first@example.com,second@example.com',
  };
  const FIRST = { issuer: 'https://login.example.com', subject: '00u1', email: 'first@example.com' };

  it('are bound ahead of the first sign-in, shown, moved when that is meant, and taken away', async () => {
    const bound = await run(['bind', 'first@example.com', '--subject', '00u1', '--reason', 'x'], SIGN_IN);
    expect([bound.code, bound.out]).toEqual([0, expect.stringContaining('bound to first@example.com now')]);
    expect(bound.err).toContain('exactly this address');
    const again = await run(['bind', 'first@example.com', '--subject', '00u1'], SIGN_IN);
    expect(again.out).toContain('already');
    const other = ['bind', 'second@example.com', '--subject', '00u1'];
    const asked = await run(other, SIGN_IN);
    expect([asked.code, asked.err]).toEqual([1, expect.stringContaining('add --move')]);
    expect(await json(['people', ...other, '--move'], SIGN_IN)).toMatchObject({ done: 'moved' });
    expect((await run(['bind', 'first@example.com', '--subject', 'x'.repeat(256)], SIGN_IN)).code).toBe(2);
    const last = await run(['unbind', 'second@example.com'], SIGN_IN);
    expect([last.code, last.err]).toEqual([1, expect.stringContaining('--force')]);
    expect(await json(['people', 'unbind', 'second@example.com', '--force'], SIGN_IN)).toMatchObject({
      unbound: [{ ...FIRST, email: 'second@example.com' }],
    });
    expect((await run(['unbind', 'second@example.com'], SIGN_IN)).err).toContain('nothing changed');
  });

  it('of a provider that is replaced go together', async () => {
    const file = { input: 'email\nthird@example.com\n' };
    expect((await company.run(['people', 'import', '-'], {}, file)).code).toBe(0);
    await run(
      ['bind', 'third@example.com', '--subject', 'a', '--issuer', 'https://old.example.com'],
      SIGN_IN,
    );
    const shown = await run(['show', 'third@example.com']);
    expect(shown.out).toContain('signs in as a at https://old.example.com');
    expect((await json(['people', 'show', 'third@example.com'])).accounts).toHaveLength(1);
    expect((await run(['unbind', '--everybody'])).code).toBe(1);
    const all = ['people', 'unbind', '--everybody', '--issuer', 'https://old.example.com'];
    expect((await json(all, SIGN_IN)).unbound).toHaveLength(1);
  });
});
