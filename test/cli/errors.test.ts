import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ERRORS, type ErrorCode, LedgerError } from '../../src/core/errors.ts';
import { run } from './setup.ts';

const folder = mkdtempSync(join(tmpdir(), 'bedrock-ledger-errors-'));
const environment = { BEDROCK_LEDGER_DB: join(folder, 'ledger.db') };
beforeAll(async () => expect(await run(['migrate'], environment)).toMatchObject({ code: 0 }));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs a command that asks who is at the machine, and is told this. */
const failing = (error: Error) =>
  run(['budgets', 'list'], environment, {
    viewerOf() {
      throw error;
    },
  });

it.each(Object.keys(ERRORS) as ErrorCode[])('a command ends as the table says of %s', async (code) => {
  const error = new LedgerError(code, 'what, why, what to do');
  const { code: exitCode, out, err } = await failing(error);
  expect([exitCode, out]).toEqual([ERRORS[code].exitCode, '']);
  expect(err.split('\n')[0]).toMatch(/^bedrock-ledger: (LedgerError: )?what, why, what to do$/);
  // A stack is for faults of ours only.
  expect(/\n {4}at /.test(err)).toBe(code === 'internal');
});

it('a command ends with 1 and a stack where nobody expected it', async () => {
  const { code, err } = await failing(new TypeError('no such thing'));
  expect([code, /^bedrock-ledger: TypeError: no such thing\n {4}at /.test(err)]).toEqual([1, true]);
});
