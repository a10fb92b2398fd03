import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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
        'line 6: file: "user, b@example.com, 1, 200": The row has another number of columns',
        'line 7: key: "a@example.com": This is the same budget as in line 2',
        'line 8: key: "x": It is for all of them',
      ],
    ],
    [
      'a missing column',
      'scope,amount\nuser,60\n',
      [
        'line 1: file: "scope, amount": The columns cannot be read: the column key is needed; it has scope, amount',
      ],
    ],
    ['a column twice', 'scope,key,amount,Amount\n', ['the column amount stands there twice']],
    [
      'a column that there is not',
      'scope,key,ammount\nuser,a@example.com,60\n',
      ['there is no column "ammount" here. Did you mean amount?'],
    ],
    [
      'amounts of another country',
      'scope;key;amount\nuserDefault;;1.200,50\n',
      ['line 2: amount: "1.200,50"'],
    ],
    ['nothing', '', ['file: There is no budget in it']],
  ])('of a file are not read with %s: every line is named with its reason', async (_, content, faults) => {
    const file = company.write('bad.csv', content);
    const { code, out, err } = await company.run(['budgets', 'plan', file, '--unknown']);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    const found = err.trim().split('\n').slice(1);
    expect(found).toHaveLength(faults.length);
    for (const [at, fault] of faults.entries()) expect(found[at]).toContain(fault);
    expect(await list()).toBe(0);
  });

  it.each([
    ['bad rows', BAD_ROWS, 'line 4: amount: "1,20": It can be read in more than one way'],
    ['no row', 'scope,key,amount\n', 'There is no budget in it'],
    ['an open quote', 'scope,key,amount\nuser,"a@example.com,60\n', 'This is no CSV: Quote Not Closed'],
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
