import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rightsCheck } from '../../src/cli/doctorAudit.ts';
import { operator } from '../../src/core/access.ts';
import { type Environment, run } from './setup.ts';

/** The audit log and copies at the command line: what is said, what a script gets, and how a command ends. */

const KEY = Buffer.alloc(32, 5).toString('base64');
let folder: string;
let db: string;
let environment: Environment;
const inFolder = (name: string) => join(folder, name);
const ledger = (...args: string[]) => run(args, environment);
const json = (text: string) => JSON.parse(text);
function sqlite<T>(file: string, work: (ledger: Database.Database) => T): T {
  const opened = new Database(file);
  try {
    return work(opened);
  } finally {
    opened.close();
  }
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'bedrock-ledger-cli-'));
  db = inFolder('ledger.db');
  environment = {
    BEDROCK_LEDGER_DB: db,
    BEDROCK_LEDGER_AUDIT_KEY: KEY,
    AWS_ENDPOINT_URL: 'http://127.0.0.1:9',
  };
  expect(await ledger('migrate')).toMatchObject({ code: 0 });
  for (const amount of ['5', '6']) await ledger('budgets', 'set', 'userDefault', amount);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('audit', () => {
  it('gives a signed head, and holds the log against it, by file and by digest', async () => {
    const { out, code } = await ledger('audit', 'head');
    expect(code).toBe(0);
    const head = json(out);
    expect(head).toMatchObject({ format: 'bedrock-ledger audit head 1', id: 2, entries: 2 });
    writeFileSync(inFolder('head.json'), out);
    for (const kept of [inFolder('head.json'), head.digest]) {
      const held = await ledger('audit', 'verify', '--head', kept);
      expect(held).toMatchObject({
        code: 0,
        out: expect.stringMatching(/2 entries hold.*\n.*of entry 2, is part of the log/),
      });
    }
    const alone = await ledger('audit', 'verify');
    expect(alone.out).toMatch('hold it against a head');
    const { out: machine } = await ledger('audit', 'verify', '--head', inFolder('head.json'), '--json');
    expect(json(machine)).toMatchObject({
      verdict: 'holds',
      checked: 2,
      head: { state: 'holds', signature: 'good' },
    });
    // Whoever checks has the public key alone, and another trusts another one.
    const { BEDROCK_LEDGER_AUDIT_KEY: _, ...without } = environment;
    const checks = (key: string) =>
      run(['audit', 'verify', '--head', inFolder('head.json'), '--key', key], without);
    expect(await checks(head.key)).toMatchObject({ code: 0 });
    expect(await checks(KEY)).toMatchObject({
      code: 3,
      out: expect.stringMatching('signed with another key'),
    });
  });

  it.each([
    [['--head', 'none.json'], /--head: none.json is neither a digest/],
    [['--head', 'package.json'], /--head: package.json holds no head/],
    [['--key', 'abc'], /--key: "abc" is no public key/],
  ])('refuses %j with what it needs', async (args, words) => {
    expect(await ledger('audit', 'verify', ...args)).toMatchObject({
      code: 2,
      err: expect.stringMatching(words),
    });
  });

  it('ends with 1 and the first entry where somebody was at the file', async () => {
    const { out } = await ledger('backup', inFolder('touched.db'), '--json');
    expect(json(out)).toMatchObject({ file: inFolder('touched.db'), head: { id: 2 } });
    sqlite(inFolder('touched.db'), (touched) =>
      touched.exec("DROP TRIGGER audit_never_changes; UPDATE audit SET actor = 'x' WHERE id = 1"),
    );
    const found = await run(['audit', 'verify'], {
      ...environment,
      BEDROCK_LEDGER_DB: inFolder('touched.db'),
    });
    expect(found).toMatchObject({
      code: 1,
      out: expect.stringMatching(/^Broken: entry 1 does not continue/m),
    });
  });
});

describe('backup and restore', () => {
  it('copy the ledger, say so in its log, and bring it back after a yes', async () => {
    const copy = inFolder('copy.db');
    expect(await ledger('backup', copy)).toMatchObject({
      code: 0,
      out: expect.stringMatching(/whole and sound/),
    });
    expect(await ledger('backup', copy)).toMatchObject({ code: 1, err: expect.stringMatching('--force') });
    expect(await ledger('backup', copy, '--to', folder)).toMatchObject({ code: 2 });
    expect(await ledger('backup', copy, '--keep', '2')).toMatchObject({ code: 2 });
    const { out } = await ledger('audit', 'head');
    writeFileSync(inFolder('late.json'), out);
    await ledger('budgets', 'set', 'userDefault', '7');
    expect(await ledger('restore', copy)).toMatchObject({ code: 2, err: expect.stringMatching('--yes') });
    const no = await run(['restore', copy], environment, { input: 'n\n', terminal: true });
    expect(no.code).not.toBe(0);
    const done = await ledger('restore', copy, '--yes', '--json');
    expect(done.code).toBe(0);
    const { kept, lost } = json(done.out);
    expect(lost).toBeGreaterThanOrEqual(2);
    expect((await ledger('budgets', 'list')).out).toMatch(/ 6\.00/);
    expect((await run(['budgets', 'list', '--db', kept], environment)).out).toMatch(/ 7\.00/);
    const late = await ledger('audit', 'verify', '--head', inFolder('late.json'));
    expect(late).toMatchObject({
      code: 1,
      out: expect.stringMatching(/says that the ledger was restored from a copy/),
    });
    expect((statSync(db).mode & 0o777).toString(8)).toBe('600');
  });

  it('say which rights are there again, with what takes them away, and where nobody can know', async () => {
    const copy = inFolder('rights.db');
    const roles = [
      'people',
      'grant',
      'costCenterOwner',
      'eve@example.com',
      '--cost-center',
      "O'Hara",
      '--unknown',
    ];
    expect(await ledger(...roles)).toMatchObject({ code: 0 });
    expect(await ledger('backup', copy)).toMatchObject({ code: 0 });
    const withdraw = "people withdraw costCenterOwner eve@example.com --cost-center 'O'\\''Hara'";
    await ledger('people', 'withdraw', 'costCenterOwner', 'eve@example.com', '--cost-center', "O'Hara");
    expect((await ledger('restore', copy, '--yes')).out).toContain(`  bedrock-ledger ${withdraw}\n`);
    const nowhere = await run(['restore', copy, '--yes'], {
      ...environment,
      BEDROCK_LEDGER_DB: inFolder('nowhere.db'),
    });
    expect(nowhere.out).toMatch(/Nobody can say what was changed since .* tokens that were revoked/);
  });

  it('are for whoever may see, and change, all of it', async () => {
    const viewerOf = (id: string) => ({ ...operator(id), roles: new Set(['finance'] as const) });
    const tried = (...args: string[]) => run(args, environment, { viewerOf });
    expect(await tried('restore', inFolder('copy.db'), '--yes')).toMatchObject({
      code: 1,
      err: expect.stringMatching('may not change'),
    });
  });

  it('refuse a copy of another world, and one that is none', async () => {
    sqlite(db, (one) =>
      one.exec(`INSERT INTO meta VALUES ('identity', '{"payerAccountId":"111122223333","simulated":true}')`),
    );
    await ledger('backup', inFolder('simulated.db'));
    const { AWS_ENDPOINT_URL: _, ...real } = environment;
    const refused = await run(['restore', inFolder('simulated.db'), '--yes'], real);
    expect(refused).toMatchObject({
      code: 1,
      err: expect.stringMatching('a simulated payer account 111122223333'),
    });
    writeFileSync(inFolder('text.db'), 'text');
    expect(await ledger('restore', inFolder('text.db'), '--yes')).toMatchObject({ code: 1 });
    expect(readFileSync(db).length).toBeGreaterThan(1000);
  });
});

describe('rights', () => {
  it('that are wider than they should be are told with the command that mends them, each name one word of a shell', () => {
    expect(rightsCheck(db)).toMatchObject({ state: 'ok', advice: '' });
    const odd = inFolder("an odd 'name'.db");
    writeFileSync(odd, '');
    chmodSync(odd, 0o644);
    expect(rightsCheck(odd)).toMatchObject({
      state: 'warning',
      found: `others may read or write ${odd} (0644)`,
      mend: `chmod 600 '${folder}/an odd '\\''name'\\''.db'`,
    });
  });
});

it('a key that is none is refused without being shown', async () => {
  const bad = await run(['audit', 'head'], { ...environment, BEDROCK_LEDGER_AUDIT_KEY: 'too short' });
  expect(bad).toMatchObject({ code: 1, err: expect.stringMatching(/AUDIT_KEY: must be 32 random bytes/) });
  expect(bad.err).not.toMatch('too short');
});
