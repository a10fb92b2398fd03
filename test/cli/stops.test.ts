import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { hard, stopped } from '../app/stop/stopped.ts';
import { EMAIL, openCompany } from '../server/roles.ts';
import { run as runCli } from './setup.ts';

/** `bedrock-ledger stops …` at the machine of the company of `roles.ts`. */

const folder = mkdtempSync(join(tmpdir(), 'bedrock-ledger-stops-'));
const ANN = EMAIL.user;
let company: Awaited<ReturnType<typeof openCompany>>;
let budget: string;

beforeAll(async () => {
  company = await openCompany({}, join(folder, 'ledger.db'));
  budget = await hard(company, ANN, '5');
  await stopped(company, budget, ANN);
  writeFileSync(
    join(folder, 'settings.yaml'),
    `db: ${join(folder, 'ledger.db')}\nenforcement: { mode: on, graceAmount: 5 }\n`,
  );
});
afterAll(async () => {
  await company.close();
  rmSync(folder, { recursive: true, force: true });
});

const run = (...args: string[]) =>
  runCli(
    ['stops', ...args],
    { BEDROCK_LEDGER_CONFIG: join(folder, 'settings.yaml') },
    { clock: { now: () => company.now } },
  );

it('lists who is stopped, releases with a reason, and takes it back', async () => {
  const list = await run('list');
  for (const words of ['One stop is in force.', `stop-${ANN}`, `user:${ANN}`, '9.00', '5.00'])
    expect(list.out).toContain(words);
  expect((await run('release', `stop-${ANN}`)).err).toContain('--reason');
  const done = await run('release', `stop-${ANN}`, '--reason', 'a launch', '--hours', '2');
  expect(done).toMatchObject({ code: 0, out: expect.stringContaining('Released.') });
  const { mode, stops, reprieves } = JSON.parse((await run('list', '--json')).out);
  expect([mode, stops[0].counted, reprieves[0]]).toMatchObject([
    'on',
    '9',
    { kind: 'release', reason: 'a launch', extra: null, until: '2026-11-20T11:00:00.000Z' },
  ]);
  expect(JSON.parse((await run('take-back', reprieves[0].id, '--json')).out)).toEqual({ done: 'takenBack' });
});

it('gives the grace of a period once', async () => {
  expect(JSON.parse((await run('grace', `user:${ANN}`, '--json')).out)).toEqual({
    done: 'taken',
    until: '2026-11-20T13:00:00.000Z',
  });
  const again = await run('grace', budget);
  expect([again.code, again.out]).toEqual([1, expect.stringContaining('was taken already')]);
  expect((await run('grace', 'user:nobody@example.com')).err).toContain('there is no budget');
});

it('says whom budgets would have stopped in a month', async () => {
  const found = await run('dry-run', '--month', '2026-11', '--json');
  expect(JSON.parse(found.out)).toMatchObject({
    month: '2026-11',
    stops: [{ key: ANN, stoppedOn: '2026-11-10', counted: '6', limit: '5', spentAfterwards: '3' }],
  });
  expect((await run('dry-run', '--month', '2026-11')).out).toContain('One stop would have come into force.');
  expect((await run('dry-run')).out).toContain('2026-10: No budget that you may see was hard');
  expect((await run('dry-run', '--month', '2026-13')).code).toBe(2);
});
