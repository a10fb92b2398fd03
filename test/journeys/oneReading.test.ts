import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { whole } from '../../src/cli/flags.ts';
import { ConfigError, readConfig } from '../../src/config.ts';
import { scopeKeyOf } from '../../src/core/budgets.ts';
import { formatExact } from '../../src/core/money.ts';
import { en } from '../../src/ui/messages/en.ts';
import { run } from '../cli/setup.ts';
import { readImport } from '../readImport.ts';
import { ask, escaped, openServer, post } from '../server/setup.ts';
import { spendRow } from '../store/setup.ts';

/** One text is one value, whichever way it comes in: a form, a file, a command, the settings, an address. */

const folder = mkdtempSync(join(tmpdir(), 'bedrock-ledger-reading-'));
let server: Awaited<ReturnType<typeof openServer>>;
/** A command on a ledger of its own. */
const typed = (...args: string[]) => run(args, { BEDROCK_LEDGER_DB: join(folder, 'ledger.db') });
beforeAll(async () => {
  server = await openServer([spendRow()]);
  await typed('migrate');
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

/** The same setting from a YAML file, unquoted where YAML takes it so, and from the environment: value or fault. */
function setting(name: string, variable: string, text: string): unknown[] {
  const yaml = join(folder, 'settings.yaml');
  const read = (work: () => object) => {
    try {
      return (work() as Record<string, unknown>)[name];
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      return error.faults.map((fault) => fault.replace(/^[^:]*: /, '').replace(/ \(is .*/, '')).join();
    }
  };
  writeFileSync(yaml, `${name}: ${/^[\w.+-]+$/.test(text) ? text : JSON.stringify(text)}\n`);
  return [read(() => readConfig({}, yaml)), read(() => readConfig({ [variable]: text }, null))];
}

const words = (
  key: 'amount' | 'amountCurrency' | 'amountPoint' | 'amountNegative' | 'amountDecimals' | 'amountTooLarge',
) => {
  const said = en.invalid[key];
  return typeof said === 'function' ? said(key === 'amountDecimals' ? 2 : 100_000_000) : said;
};

describe('an amount', () => {
  it.each([
    ['1200', '1200'],
    ['1,200.00', '1200'],
    [' $1,200\u3000', '1200'],
    ['1 200.50', '1200.5'],
    ['1\u00A0200', '1200'],
    ['1’200', '1200'],
    ['１，２００．５０', '1200.5'],
    ['+1200', '1200'],
    ['US$ 60', '60'],
    ['60 USD', '60'],
    ['\uFEFF60.5\u200B', '60.5'],
    ['0012', '12'],
    ['.5', '0.5'],
    ['1.200,00', words('amountPoint')],
    ['1,20', words('amountPoint')],
    ['1.200', words('amountDecimals')],
    ['1e3', words('amount')],
    ['0x10', words('amount')],
    ['1_200', words('amount')],
    ['.inf', words('amount')],
    ['true', words('amount')],
    ['￥1200', words('amountCurrency')],
    ['€60', words('amountCurrency')],
    ['60 EUR', words('amountCurrency')],
    ['-5', words('amountNegative')],
    ['100000000', words('amountTooLarge')],
  ])('%j is %j', async (text, meant) => {
    const isAmount = /^[\d.]+$/.test(meant);
    const form = await post(server.url, '/budgets', { scope: 'userDefault', amount: text });
    expect(form.status).toBe(isAmount ? 303 : 422);
    if (isAmount)
      expect(formatExact((await server.store.budgets.list())[0]?.amount ?? (0n as never))).toBe(meant);
    else expect(form.text).toContain(escaped(meant));

    const csv = readImport(`scope,key,amount\nuserDefault,,"${text}"\n`);
    const inFile = csv.budgets
      .map(({ terms }) => formatExact(terms.amount))
      .concat(csv.faults)
      .join();
    if (isAmount) expect(inFile).toBe(meant);
    else expect(inFile).toContain(meant);

    const { out, err } = await typed('budgets', 'set', 'userDefault', '--', text);
    if (isAmount) expect(out).toMatch(/^userDefault(:| is) \$/);
    else expect(err).toContain(meant);

    const [yaml, variable] = setting('awsChargeCeiling', 'BEDROCK_LEDGER_AWS_CHARGE_CEILING', text).map(
      (one) => (typeof one === 'bigint' ? formatExact(one as never) : one),
    );
    expect([yaml, variable]).toEqual([meant, meant]);
  });
});

describe('a whole number', () => {
  it.each([
    ['100', 100],
    [' 1,000 ', 1000],
    ['１０００', 1000],
    ['+100', 100],
    ['1e3', null],
    ['100.0', null],
    ['1.000', null],
    ['0x10', null],
    ['-1', null],
    ['99999', null],
  ])('%j is %j', async (text, meant) => {
    const fault = 'must be a whole number from 10 to 100000';
    const inSettings = setting('requestsPerMinute', 'BEDROCK_LEDGER_REQUESTS_PER_MINUTE', text);
    if (text !== '99999') expect(inSettings).toEqual([meant ?? fault, meant ?? fault]);
    const api = await ask(server.url, `/api/v1/budgets?limit=${encodeURIComponent(text)}`);
    expect(api.status).toBe(meant === null ? 400 : 200);
    const option = () => whole(10, 100_000)(text);
    if (meant === null && text !== '99999') expect(option).toThrow(`${fault}.`);
    else expect(option()).toBe(meant ?? 99_999);
  });
});

describe('an account', () => {
  it.each([
    ['111122223333', '111122223333'],
    ['012345678901', '012345678901'],
    ['1111-2222-3333', '111122223333'],
    [' 111122223333\u00A0', '111122223333'],
    ['１１１１２２２２３３３３', '111122223333'],
  ])('%j is %j', (text, meant) => {
    expect(setting('linkedAccounts', 'BEDROCK_LEDGER_LINKED_ACCOUNTS', text)).toEqual([[meant], [meant]]);
  });
});

describe('a percentage', () => {
  it.each([
    ['80', [80]],
    ['80 %', [80]],
    ['５０％, 100', [50, 100]],
  ])('%j is %j', (text, meant) =>
    expect(setting('thresholds', 'BEDROCK_LEDGER_THRESHOLDS', text)).toEqual([meant, meant]),
  );
});

describe('a day', () => {
  it.each([' 2026-11-01', '2026-11-01\u3000', '２０２６-１１-０１', '\u200B2026-11-01'])(
    '%j is one',
    async (text) => {
      const start = encodeURIComponent(text);
      const page = await ask(server.url, `/users?start=${start}&endExclusive=2026-11-05`);
      expect(page.text).toMatch(/name="start" value="2026-11-01"/);
      const api = await ask(server.url, `/api/v1/spend?start=${start}&endExclusive=2026-11-05`);
      expect(api.status).toBe(200);
      const cli = await typed('spend', '--start', text, '--end-exclusive', '2026-11-05');
      expect(cli.code).toBe(0);
    },
  );
});

describe('an e-mail address', () => {
  it.each([
    [' ann@example.com', 'ann@example.com'],
    ['\u3000ann@example.com\u200B', 'ann@example.com'],
    ['\u202Aann@example.com\u202C', 'ann@example.com'],
    ['ann @example.com', null],
    ['an\u200Bn@example.com', null],
    ['\u202Emoc.elpmaxe@nna', null],
    ['ann＠example.com', null],
    ['ann', null],
  ])('%j is %j', async (text, meant) => {
    const form = await post(server.url, '/budgets', {
      scope: 'user',
      key: text,
      amount: '60',
      'unknown.key': text,
    });
    expect(form.status).toBe(meant === null ? 422 : 303);
    const csv = readImport(`scope,key,amount\nuser,"${text}",60\n`);
    expect(csv.budgets.map(({ slot }) => scopeKeyOf(slot.scope))).toEqual(meant === null ? [] : [meant]);
    const cli = await typed('budgets', 'set', `user:${text}`, '60', '--unknown');
    expect(cli.code).toBe(meant === null ? 2 : 0);
    if (meant !== null) expect(cli.out).toContain(`user:${meant}`);
    const [yaml, variable] = setting('roles', 'BEDROCK_LEDGER_ROLES_ADMINISTRATORS', text);
    expect(typeof yaml).toBe('string');
    if (meant === null) expect(variable).toBe('must be an e-mail address');
    else expect(variable).toMatchObject({ administrators: [meant] });
  });
});
