import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readImport } from '../../src/cli/budgets.ts';
import { RULES } from '../budgetOf.ts';
import { openCompany } from './setup.ts';

/** Budgets from the command line and from files, in a ledger that holds nothing else yet. */

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

describe('budgets', () => {
  const list = async () => (await json(['budgets', 'list'])).budgets.length;

  const BAD_ROWS =
    'scope,key,amount\r\nuser,a@example.com,60\r\n\r\ncostCenter,CC 1,"1,20"\r\nuser,nope,x\r\nuser,b@example.com,1,200\r\nuser,a@example.com,70\r\nuserDefault,x,1\r\n';

  it.each([
    [
      'bad rows',
      BAD_ROWS,
      [
        'line 4: amount: "1,20"',
        'line 5: key: "nope"',
        'line 5: amount: "x"',
        'line 6: has 4 columns instead of 3',
        'line 7: user:a@example.com stands in line 2 already',
        'line 8: key: "x": The default is everybody’s',
      ],
    ],
    [
      'a missing column',
      'scope,amount\nuser,60\n',
      ['line 1: the column key is needed; it has scope, amount'],
    ],
    ['a column twice', 'scope,key,amount,Amount\n', ['line 1: the column amount stands there twice']],
    [
      'a column that there is not',
      'scope,key,ammount\nuser,a@example.com,60\n',
      ['line 1: there is no column "ammount" here. Did you mean amount?'],
    ],
    [
      'amounts of another country',
      'scope;key;amount\nuserDefault;;1.200,50\n',
      ['line 2: amount: "1.200,50"'],
    ],
    ['nothing', '', ['line 1: the columns scope and key and amount are needed; it has nothing']],
  ])('of a file are not read with %s: every line is named with its reason', (_, content, faults) => {
    const found = readImport(content, RULES).faults;
    expect(found).toHaveLength(faults.length);
    for (const [at, fault] of faults.entries()) expect(found[at]).toContain(fault);
  });

  it.each([
    ['bad rows', BAD_ROWS, 'line 4: amount: "1,20": It can be read in more than one way'],
    ['no row', 'scope,key,amount\n', 'there is no budget in it'],
    ['an open quote', 'scope,key,amount\nuser,"a@example.com,60\n', 'is no CSV file: Quote Not Closed'],
    [
      'another encoding',
      Buffer.from('scope,key,amount\nuser,\xfc@example.com,60\n', 'latin1'),
      'is not UTF-8: save it as',
    ],
  ])('are not taken in from a file with %s', async (_, content, words) => {
    const file = company.write('bad.csv', content);
    const { code, out, err } = await company.run(['budgets', 'import', file]);
    expect({ code, out, err }).toEqual({ code: 1, out: '', err: expect.stringContaining(words) });
    expect(await list()).toBe(0);
  });

  it('are imported from what a spreadsheet saves, shown first when asked, once', async () => {
    const file = company.write(
      'good.csv',
      '\ufeffScope,Key,Amount\r\nUser,ann@example.com,60\r\nCost center,"CC, 1",1200.50\r\nuserdefault,,45\r\n',
    );
    const dry = await company.run(['budgets', 'import', file, '--dry-run']);
    expect(dry).toMatchObject({
      code: 0,
      out: expect.stringContaining('Dry run: 3 of 3 budgets would change.'),
    });
    expect(await list()).toBe(0);
    expect((await company.run(['budgets', 'import', file])).out).toBe(
      '3 created, 0 changed, 0 as they were.\n',
    );
    expect((await company.run(['budgets', 'import', file])).out).toBe(
      '0 created, 0 changed, 3 as they were.\n',
    );
    const set = await company.run(['budgets', 'set', 'costCenter:CC, 1', '1300', '--reason', 'raise']);
    expect(set.out).toBe('costCenter:CC, 1: $1300.00 a month (version 2)\n');
  });

  it('are mirrored only when that is switched on, after a look', async () => {
    const dry = await company.run(['budgets', 'mirror', '--dry-run']);
    expect(dry).toMatchObject({
      code: 0,
      out: expect.stringMatching(/create +bedrock-ledger-.*nothing was written/s),
    });
    const off = await company.run(['budgets', 'mirror']);
    expect(off).toMatchObject({ code: 1, err: expect.stringContaining('Set budgetsMirror.enabled to true') });
    const on = { BEDROCK_LEDGER_BUDGETS_MIRROR_ENABLED: 'true' };
    const { jobs } = await json(['budgets', 'mirror'], on);
    expect(jobs).toMatchObject([{ job: 'budgets', status: 'ok' }]);
    expect(jobs[0].rows).toBeGreaterThan(0);
    expect((await json(['budgets', 'mirror', '--dry-run'], on)).steps).toEqual([]);
    const byCaller = { ...on, BEDROCK_LEDGER_ATTRIBUTION: 'iamPrincipal' };
    const { steps } = await json(['budgets', 'mirror', '--dry-run'], byCaller);
    expect(steps[0]).toMatchObject({
      action: 'update',
      what: 'counts what the ledger counts, not what it counted so far',
    });
  });
});
