import { join } from 'node:path';
import type { Command } from 'commander';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Check } from '../../src/cli/doctorAws.ts';
import { checksOf, type Grouped, type Section } from '../../src/cli/doctorFrame.ts';
import { MENDS, planSteps, setting, syncOf } from '../../src/cli/doctorMends.ts';
import { reportLines } from '../../src/cli/doctorText.ts';
import { programOf } from '../../src/cli/program.ts';
import { shellWord } from '../../src/cli/shellWord.ts';
import { SETTING_PATHS } from '../../src/configSchema.ts';
import { ask, openServer } from '../server/setup.ts';
import { ioOf, openCompany } from './setup.ts';

/** How the doctor says what it found, that it says so whatever is broken, and that what mends it exists. */

const SILENT = { start: () => undefined, step: () => undefined };
const check = (name: string, state: Check['state'], more: Partial<Grouped> = {}): Grouped => ({
  ...{ check: name, state, found: `${name} is so`, advice: state === 'ok' ? '' : `mend ${name}` },
  ...{ group: 'AWS', ...more },
});

describe('the report', () => {
  const many = Array.from({ length: 76 }, (_, i) =>
    check(`fine ${i}`, 'ok', i < 6 ? { group: 'ledger' } : {}),
  );
  const all = [...many, check('tags', 'warning', { mend: 'bedrock-ledger sync' }), check('file', 'failed')];

  it('begins with the verdict and what is wrong, the worst first, and sums up what is well', () => {
    expect(reportLines(all, {}).join('\n')).toBe(
      [
        '2 of 78 checks want attention: 1 failed, 1 to look at.',
        '',
        'failed   file  file is so',
        '         → mend file',
        '',
        'warning  tags  tags is so',
        '         → mend tags',
        '         $ bedrock-ledger sync',
        '',
        'In order: AWS 70, ledger 6. To list them: bedrock-ledger doctor --all',
      ].join('\n'),
    );
  });
  it('lists each check with --all, and nothing that is well with --brief', () => {
    expect(reportLines(all, { all: true }).filter((line) => line.startsWith('ok '))).toHaveLength(76);
    expect(reportLines(all, { brief: true }).join('\n')).not.toContain('In order');
    expect(reportLines(many, { brief: true })).toEqual(['Everything is in order: 76 checks.']);
  });
  it('says of what was not looked at that it was not, and never that everything is in order', () => {
    const lines = reportLines([check('file', 'ok'), check('tags', 'ok', { unasked: true })], {});
    expect(lines).toEqual([
      'Nothing is wrong in the 1 checks that were made; 1 could not be.',
      '',
      'Not looked at:',
      '  tags: tags is so',
      '',
      'In order: AWS 1. To list them: bedrock-ledger doctor --all',
    ]);
  });
  it('fits a narrow terminal, but for what is copied whole', () => {
    for (const line of reportLines(all, { width: 30 }))
      expect(line.length <= 30 || line.includes('$ '), line).toBe(true);
  });
  it('says each state in a word as well as in a colour', () => {
    const painted = reportLines(all, {}, (state, text) => `<${state}>${text}</>`);
    expect(painted[0]).toBe('<failed>2 of 78 checks want attention: 1 failed, 1 to look at.</>');
    expect(painted).toContain('<warning>warning</>  tags  tags is so');
  });
});

describe('the frame', () => {
  const section = (name: string, checks: Section['checks']): Section => ({ group: 'AWS', name, checks });
  it('goes on where a check throws or never ends, and says so in words', async () => {
    const steps: number[] = [];
    const checks = await checksOf(
      [
        section('throws', async () => {
          throw new Error('database disk image is malformed');
        }),
        section('throws at once', () => {
          throw new Error('no such table: runs');
        }),
        section('hangs', () => new Promise(() => undefined)),
        section('well', async () => [check('well', 'ok')]),
      ],
      { ...SILENT, step: (done) => steps.push(done) },
      20,
    );
    expect(checks.map(({ check: name, state, found }) => [name, state, found])).toEqual([
      ['throws', 'failed', 'database disk image is malformed'],
      ['throws at once', 'failed', 'no such table: runs'],
      ['hangs', 'failed', 'no answer within 1 s'],
      ['well', 'ok', 'well is so'],
    ]);
    for (const { state, advice } of checks) expect(advice === '').toBe(state === 'ok');
    expect(steps).toEqual([1, 2, 3, 4]);
  });
  it('keeps the order of its sections, however long each takes', async () => {
    const gate = Promise.withResolvers<void>();
    const names = (
      await checksOf(
        [
          section('late', () => gate.promise.then(() => [check('late', 'ok')])),
          section('early', async () => {
            gate.resolve();
            return [check('early', 'ok')];
          }),
        ],
        SILENT,
      )
    ).map(({ check: name }) => name);
    expect(names).toEqual(['late', 'early']);
  });
});

/** Every command does nothing: what is parsed is what would be carried out. */
function idle(command: Command): Command {
  command.action(() => undefined);
  for (const one of command.commands) idle(one);
  return command;
}
/** What is wrong with a step that mends something; null where it can be taken. */
async function faultOf(mend: string): Promise<string | null> {
  if (mend.startsWith('settings ')) {
    const key = mend.slice('settings '.length);
    const known = [...SETTING_PATHS.single, ...SETTING_PATHS.listsOfObjects].some((path) =>
      `${path.join('.')}.`.startsWith(`${key}.`),
    );
    return known ? null : `no setting ${key}`;
  }
  if (/^https:\/\/console\.aws\.amazon\.com\//.test(mend)) return null;
  if (mend.startsWith('/')) {
    const { status } = await ask(server.url, mend);
    return status === 200 ? null : `${mend} answers ${status}`;
  }
  const [name, ...words] = mend.split(' ');
  if (name !== 'bedrock-ledger') return `${mend} is nothing that can be done`;
  const program = idle(programOf(ioOf()));
  return program.parseAsync(words, { from: 'user' }).then(
    () => null,
    (error: Error) => error.message,
  );
}
let server: Awaited<ReturnType<typeof openServer>>;
let company: Awaited<ReturnType<typeof openCompany>>;
beforeAll(async () => {
  server = await openServer();
  company = await openCompany({ tags: 'inactive', users: 3 });
});
afterAll(async () => {
  await server.close();
  await company.close();
});

describe('what mends a finding', () => {
  it.each([
    ...Object.values(MENDS),
    syncOf('usage'),
    ...['accounts', 'regions', 'payer', 'publicUrl', 'host', 'proxies', 'signIn', 'signIn.alb'].map(setting),
    setting('signIn.oidc.issuer'),
    ...['notify.smtpUrl', 'policies.selfService', 'vending.enabled'].map(setting),
    planSteps('ID', 'failed'),
  ])('exists: %s', async (mend) => expect(await faultOf(mend)).toBeNull());

  it('is told apart from what does not exist', async () => {
    expect(await faultOf('bedrock-ledger doctor --mend')).toMatch(/unknown option/);
    expect(await faultOf('bedrock-ledger repair')).toMatch(/too many arguments/);
    expect(await faultOf('settings publicUri')).toBe('no setting publicUri');
    expect(await faultOf('/nowhere')).toBe('/nowhere answers 404');
  });

  it('can be copied into a shell, whatever it is about', () => {
    expect(shellWord('ann@example.com')).toBe('ann@example.com');
    expect(shellWord("a'; rm -rf ~")).toBe(`'a'\\''; rm -rf ~'`);
  });

  it('is named by every finding of a company where much is wrong', async () => {
    const { out } = await company.run(['doctor', '--json']);
    const { verdict, checks } = JSON.parse(out) as { verdict: string; checks: Check[] };
    expect(verdict).toBe('warning');
    const wrong = checks.filter(({ state }) => state !== 'ok');
    expect(wrong.length).toBeGreaterThan(3);
    for (const { check: name, mend } of wrong)
      expect([name, await faultOf(mend ?? '')]).toEqual([name, null]);
    for (const { state, mend } of checks) if (state === 'ok') expect(mend).toBeNull();
  });
});

describe('a ledger that cannot be opened', () => {
  it('is a finding, and all that does not need it is looked at', async () => {
    const db = company.write(
      'broken.db',
      'this is no ledger, but it is long enough for somebody to read it'.repeat(99),
    );
    const { code, out, err } = await company.run(['doctor', '--db', db]);
    expect([code, err]).toEqual([1, '']);
    const words = out.replace(/\s+/g, ' ');
    expect(out.split('\n')[0]).toMatch(/^1 of \d+ checks wants attention: 1 failed\.$/);
    expect(words).toMatch(/failed ledger file .*broken\.db is damaged/);
    expect(words).toMatch(/Not looked at: what the ledger holds/);
    expect(words).toMatch(/In order: credentials 1, AWS \d+, network \d+, sign-in 1\./);
    const json = JSON.parse((await company.run(['doctor', '--json', '--db', db])).out);
    expect(json).toMatchObject({ verdict: 'failed' });
  });
  it('is one in a folder that is not there as well', async () => {
    const { code, out } = await company.run(['doctor', '--db', join(company.folder, 'no', 'where', 'x.db')]);
    expect(code).toBe(1);
    expect(out).toContain('ledger file');
  });
});

it('says in its help what its exit codes mean', async () => {
  const { out } = await company.run(['doctor', '--help']);
  expect(out.replaceAll(/\s+/g, ' ')).toMatch(
    /Exit codes: 0 nothing failed .* 1 a check failed, 2 wrong usage/,
  );
});
