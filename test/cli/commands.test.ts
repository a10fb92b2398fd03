import { execFile, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formatExact, money, sum } from '../../src/core/money.ts';
import { addDays, dayOf } from '../../src/core/periods.ts';
import { billReachesBackTo } from '../../src/core/retention.ts';
import { openStore } from '../../src/store/open.ts';
import { serveLedger } from '../server/setup.ts';
import { clockAt, LAUNCHER, launch, onLinux } from './launch.ts';
import { openCompany, ROOT } from './setup.ts';

/** Every command against one simulated company whose tags nobody has activated yet. */

const shell = promisify(execFile);
let today: string;
let RANGE: string[];
let company: Awaited<ReturnType<typeof openCompany>>;
beforeAll(async () => {
  company = await openCompany({ tags: 'inactive', days: 25 });
  today = dayOf(company.clock.now());
  RANGE = ['--start', addDays(today, -15), '--end-exclusive', addDays(today, 1)];
  const { code, err, out } = await company.run(['sync']);
  expect({ code, err }).toMatchObject({ code: 0 });
  // Plain lines in a pipe, on standard error; the report on standard output.
  expect(err).toMatch(/^ {2}profiles and tags +\d+ profiles$/m);
  expect(err).not.toContain('\u001b');
  expect(out).toMatch(/^charges +ok /m);
  expect(out).toMatch(/AWS request charges of this sync: \$0\.\d+ \(.*ce:GetCostAndUsage/);
});
afterAll(() => company.close());

const json = async (args: readonly string[], more = {}) => {
  const { code, out, err } = await company.run([...args, '--json'], more);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  return JSON.parse(out);
};

describe('sync and backfill', () => {
  it('run the jobs that are named, as JSON when asked', async () => {
    const { jobs, operations } = await json(['sync', 'alerts', 'profiles']);
    expect(jobs.map(({ job, status }: { job: string; status: string }) => [job, status])).toEqual([
      ['profiles', 'ok'],
      ['alerts', 'ok'],
    ]);
    expect(operations['bedrock:ListInferenceProfiles'].requests).toBeGreaterThan(0);
  });

  it('read the past again from a day on', async () => {
    const { jobs } = await json(['backfill', '--from', addDays(today, -3)]);
    expect(jobs.map(({ job }: { job: string }) => job)).toContain('charges');
  });

  it('say from which day on there is a bill, where tokens go further back', async () => {
    const nowhere = { AWS_ENDPOINT_URL: '', AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '' };
    const { err } = await company.run(['backfill', '--from', addDays(today, -440)], nowhere);
    expect(err).toContain(`the bill is read from ${billReachesBackTo(today)} on (UTC)`);
    const within = await company.run(['backfill', '--from', addDays(today, -400)], nowhere);
    expect(within.err).not.toContain('the bill is read from');
  });

  it('read no further back than what is kept can be decided anew', async () => {
    const { code, err } = await company.run(['backfill', '--from', addDays(today, -361)], {
      BEDROCK_LEDGER_BILL_MONTHS: '14',
    });
    expect({ code, err }).toEqual({
      code: 2,
      err: expect.stringMatching(/--from: must be at most 360 days ago/),
    });
  });

  it('end with 3 when one account fails, and say which', async () => {
    const role = 'arn:aws:iam::222233334444:role/bedrock-ledger-external';
    const config = company.write(
      'partial.yaml',
      `db: ${company.db}\naccounts: [{ accountId: "222233334444", roleArn: "${role}" }, { accountId: "333344445555", roleArn: "arn:aws:iam::333344445555:role/r" }]\n`,
    );
    const { code, out } = await launch(['sync', 'profiles', '--config', config], company.environment);
    expect({ code, out }).toEqual({
      code: 3,
      out: expect.stringMatching(/profiles, 222233334444\/us-east-1: .*AccessDenied/),
    });
  });
});

describe('spend', () => {
  it('as JSON is what the API answers, row by row, whatever the grouping', async () => {
    const store = await openStore(company.db, { now: company.clock.now(), attribution: 'profileTags' });
    const { url, close } = await serveLedger({ store, clock: company.clock });
    for (const group of ['user', 'day', 'model,day']) {
      const query = new URLSearchParams({
        start: RANGE[1] as string,
        endExclusive: RANGE[3] as string,
        groupBy: group,
        basis: 'billed',
        limit: '10000',
      });
      const answer = (await (await fetch(`${url}/api/v1/spend?${query}`)).json()) as { rows: unknown[] };
      expect(answer.rows.length).toBeGreaterThan(1);
      expect(await json(['spend', ...RANGE, '--group-by', group, '--basis', 'billed'])).toEqual(answer);
    }
    await close();
    store.close();
  });

  it.each(['user', 'costCenter,day'])('by %s adds up to the total as a table and as CSV', async (groups) => {
    const asked = ['spend', ...RANGE, '--group-by', groups];
    const total = (await json(asked)).total;
    const table = (await company.run(asked)).out.split('\n').slice(1);
    const end = table.findIndex((line) => line.startsWith('total '));
    const figures = table
      .slice(0, end + 1)
      .map((line) => money(/ (-?\d+\.\d\d)( |$)/.exec(line)?.[1] ?? 'x'));
    expect(sum(figures.slice(0, -1))).toBe(figures.at(-1));
    const csv = parse((await company.run([...asked, '--csv'])).out, { columns: true });
    const amounts = (csv as { spent_usd: string }[]).map(({ spent_usd }) => money(spent_usd));
    expect(formatExact(sum(amounts))).toBe(total);
  });

  it.each(['day', 'model', 'tokenKind', 'account'])(
    'by %s has what nobody owns in its rows, and makes the total without a row for it',
    async (group) => {
      const [answer, csv] = await Promise.all([
        json(['spend', ...RANGE, '--group-by', group]),
        company.run(['spend', ...RANGE, '--group-by', group, '--csv']),
      ]);
      expect(answer.unallocated.length).toBeGreaterThan(0);
      const [head, ...cells] = csv.out
        .trimEnd()
        .split('\n')
        .map((line) => line.split(','));
      expect(head).toEqual([
        group === 'tokenKind' ? 'token_kind' : group,
        ...['spent_usd', 'share_percent', 'tokens', 'state', 'unpriced_tokens', 'unallocated_reason'],
        ...['period_start', 'period_end', 'currency', 'row_type'],
      ]);
      expect(formatExact(sum(cells.map((cell) => money(cell[1] as string))))).toBe(answer.total);
      expect(cells.filter((row) => row.includes('unallocated'))).toEqual([]);
    },
  );

  it('charge-back comes to the same in both forms, as a file, as JSON and at the bottom of the table', async () => {
    const month = ['--month', today.slice(0, 7)];
    const read = async (...more: string[]) => {
      const answer = await json(['charge-back', ...month, ...more]);
      const { out } = await company.run(['charge-back', ...month, ...more, '--csv']);
      const lines: Record<string, string>[] = parse(out, { columns: true });
      const comesTo = (key: string) => formatExact(sum(lines.map((line) => money(line[key] || '0'))));
      expect([comesTo('spent_usd'), comesTo('billed_usd')]).toEqual([answer.spent, answer.billed]);
      return [answer.spent, answer.billed, answer.unbilled];
    };
    expect(await read('--detail')).toEqual(await read());
    const { out } = await company.run(['charge-back', ...month]);
    const [spent] = await read();
    expect(out).toContain(Number(spent).toFixed(2));
    expect(await company.run(['charge-back', '--month', '2199-01'])).toMatchObject({
      code: 2,
      err: expect.stringContaining('has not begun'),
    });
  });

  it('tables call models by their names, files by their ids', async () => {
    for (const command of [
      ['spend', ...RANGE, '--group-by', 'model,day'],
      ['charge-back', '--detail'],
    ]) {
      const [table, file] = [await company.run(command), await company.run([...command, '--csv'])];
      expect([command[0], /\banthropic\.claude/.test(file.out), /Claude /.test(file.out)]).toEqual([
        command[0],
        true,
        false,
      ]);
      expect([command[0], /\banthropic\.claude/.test(table.out), /Claude /.test(table.out)]).toEqual([
        command[0],
        false,
        true,
      ]);
    }
  });

  it('round the profiles comes to what nobody owns for that reason, with names from CloudTrail where asked', async () => {
    const month = today.slice(0, 7);
    const ofMonth = ['--start', `${month}-01`, '--end-exclusive', addDays(today, 1)];
    const { unallocated } = await json(['spend', ...ofMonth]);
    const direct = unallocated.find(({ reason }: { reason: string }) => reason === 'directCall');
    const bypass = await json(['bypass', '--month', month]);
    expect(bypass).toMatchObject({ month, amount: direct.amount, callers: 'none' });
    expect(formatExact(sum(bypass.rows.map(({ amount }: { amount: string }) => money(amount))))).toBe(
      direct.amount,
    );
    const csv = (await company.run(['bypass', '--csv'])).out.trimEnd().split('\n').slice(1);
    expect(csv).toHaveLength(bypass.rows.length);
    const { out } = await company.run(['bypass']);
    // Nobody activated the tag that names callers.
    expect(out).toContain('iamPrincipal/UserEmail');
    expect(out).toMatch(
      new RegExp(`^\\$[\\d.]+ of ${month} \\(\\d+\\.\\d %\\) went round the profiles\\.$`, 'm'),
    );
    const asked = await json(['bypass', '--cloudtrail']);
    const recorded = asked.rows.flatMap((row: { recorded: { who: string }[] }) => row.recorded);
    expect(recorded.map(({ who }: { who: string }) => who)).not.toEqual([]);
    expect(await company.run(['bypass', '--month', '2199-01'])).toMatchObject({
      code: 2,
      err: expect.stringContaining('has not begun'),
    });
  });

  it('by day as a table is in the order of the days, with share, tokens and state in words', async () => {
    const lines = (await company.run(['spend', ...RANGE, '--group-by', 'day'])).out.split('\n');
    expect(lines[0]).toMatch(/^day +USD +share +tokens$/);
    const rows = lines.slice(
      1,
      lines.findIndex((line) => line.startsWith('total ')),
    );
    for (const row of rows)
      expect(row).toMatch(
        /^\S+ +\d+\.\d\d +\d+\.\d % +[\d,]+ {2}(estimated|provisional|final|partly estimated)$/,
      );
    expect(rows.some((row) => row.endsWith('  partly estimated'))).toBe(true);
    const days = rows.map((row) => row.slice(0, 10));
    expect(days.length).toBeGreaterThan(5);
    expect(days).toEqual([...days].sort());
  });

  it('says so where nothing is known, and makes no ledger where there is none', async () => {
    const { code, out } = await company.run([
      'spend',
      '--start',
      '2020-01-01',
      '--end-exclusive',
      '2020-02-01',
    ]);
    expect({ code, out }).toEqual({
      code: 0,
      out: expect.stringContaining('Nothing is known of these days'),
    });
    for (const args of [
      ['spend', ...RANGE],
      ['budgets', 'list'],
      ['profiles', 'list'],
    ]) {
      const db = `${company.folder}/typo.db`;
      const { code, err } = await company.run([...args, '--db', db]);
      expect({ code, err }).toEqual({ code: 1, err: expect.stringContaining(`there is no ledger at ${db}`) });
      expect(existsSync(db)).toBe(false);
    }
  });

  it('into head is no fault', async () => {
    const line = `set -o pipefail; "${process.execPath}" "${LAUNCHER}" spend ${RANGE.join(' ')} --json --group-by profile | head -1`;
    const { stdout, stderr } = await shell('bash', ['-c', line], {
      env: { ...process.env, ...company.environment },
    });
    expect({ stdout, stderr }).toEqual({ stdout: '{\n', stderr: '' });
  });
});

describe('profiles', () => {
  const ON = { BEDROCK_LEDGER_VENDING_ENABLED: 'true' };
  const FOR_ANN = [
    'profiles',
    'create',
    '--user',
    'ann@example.com',
    '--cost-center',
    'CC-1001 Platform',
    '--unknown',
  ];
  const MODEL = ['--model', 'global.anthropic.claude-sonnet-4-6'];

  it.each([
    ['while that is off', [...FOR_ANN, ...MODEL], {}, 1, 'Set vending.enabled to true'],
    [
      'for an unknown model',
      [...FOR_ANN, '--model', 'gpt-9'],
      ON,
      1,
      'model: "gpt-9" is not in the catalogue',
    ],
    [
      'for no e-mail address',
      [...FOR_ANN, '--user', 'ann', ...MODEL],
      ON,
      2,
      '--user: "ann" is no e-mail address',
    ],
    [
      'for a name that nobody has',
      [...FOR_ANN, '--user', 'Zzz Nobody', ...MODEL],
      ON,
      2,
      'nobody of this name is in the directory',
    ],
    [
      'on one of several routes that is not named',
      [...FOR_ANN, '--model', 'anthropic.claude-sonnet-4-6'],
      ON,
      2,
      '--geography: This model has several routes here: choose one of us, global.',
    ],
    [
      'by a route that is not there',
      [...FOR_ANN, '--model', 'Claude Sonnet 4.6', '--geography', 'jp'],
      ON,
      2,
      '--geography: "jp": This model does not have that route here. It has us, global.',
    ],
    ['with a tag that is none', [...FOR_ANN, ...MODEL, '--tag', 'Project'], ON, 2, 'it must be KEY=VALUE'],
    [
      'with a tag twice',
      [...FOR_ANN, ...MODEL, '--tag', 'Project=a', '--tag', 'Project=b'],
      ON,
      2,
      '--tag: "Project" is given twice',
    ],
    [
      'with a tag that is not set up, and a reason that is too long, both said',
      [...FOR_ANN, ...MODEL, '--tag', 'Project=a', '--reason', 'x'.repeat(501)],
      ON,
      2,
      /--tag Project: "Project": No such tag is set up here.*\n.*--reason: /,
    ],
    [
      'in an account that is not read',
      [...FOR_ANN, ...MODEL, '--account', '999999999999'],
      ON,
      2,
      '--account: "999999999999" is none of',
    ],
    [
      'in a Region that is not read',
      [...FOR_ANN, ...MODEL, '--region', 'eu-west-1'],
      ON,
      2,
      '--region: "eu-west-1" is none of',
    ],
    [
      'with a sign that tags do not take',
      [...FOR_ANN, ...MODEL, '--cost-center', 'R&D'],
      ON,
      1,
      'cost center: "R&D" holds signs',
    ],
  ])('are not created %s', async (_, args, more, code, words) => {
    const ended = await company.run(args, more);
    const err = typeof words === 'string' ? expect.stringContaining(words) : expect.stringMatching(words);
    expect(ended).toMatchObject({ code, out: '', err });
  });

  it('are created once, listed, and deleted after a yes', async () => {
    const first = await json([...FOR_ANN, ...MODEL], ON);
    const again = await json([...FOR_ANN, ...MODEL], ON);
    expect([first.created, again.created]).toEqual([true, false]);
    const { arn } = first.profile;
    expect(again.profile.arn).toBe(arn);
    const { profiles } = await json(['profiles', 'list', '--user', 'ann@example.com']);
    expect(profiles.map((one: { arn: string }) => one.arn)).toEqual([arn]);
    const asked = await company.run(['profiles', 'delete', arn], ON);
    expect(asked).toMatchObject({ code: 2, err: expect.stringContaining('add --yes') });
    expect(await company.run(['profiles', 'delete', arn, '--yes'], ON)).toMatchObject({
      code: 0,
      out: `Deleted: ${arn}\n`,
    });
    const nobody = await company.run(['profiles', 'list', '--user', 'nobody@example.com']);
    expect(nobody).toMatchObject({
      code: 2,
      err: expect.stringContaining('--user: "nobody@example.com": Nobody'),
    });
  });
});

describe('on a terminal', () => {
  const hasScript = onLinux && spawnSync('script', ['--version']).status === 0;
  it.runIf(hasScript)('there are bars, and the cursor comes back; NO_COLOR is honoured', async () => {
    const typed = async (args: string, more = {}) => {
      // Of the company's own day: another one may have nothing to work out.
      const [flag, stopped] = clockAt(company.clock.now());
      const line = `${process.execPath} ${flag} '${stopped}' ${LAUNCHER} ${args}`;
      const env = { ...process.env, ...company.environment, ...more };
      return (await shell('script', ['-qec', line, '/dev/null'], { env }).catch((error) => error))
        .stdout as string;
    };
    const bars = await typed('sync spend');
    expect(bars).toMatch(/best-known spend +━+.*\d+ of \d+ days/);
    expect(bars.lastIndexOf('\u001b[?25h')).toBeGreaterThan(bars.lastIndexOf('\u001b[?25l'));
    expect(bars).toContain('\u001b[1m');
    const plain = await typed('simulate --now soon', { NO_COLOR: '1' });
    expect(plain).toContain('no ISO 8601');
    expect(plain).not.toContain('\u001b');
  });
});

it('what goes wrong is red on a terminal, unless it takes no colours', async () => {
  const red = '\u001b[31mbedrock-ledger: there is no job "nope"';
  expect((await company.run(['sync', 'nope'], {}, { terminal: true })).err).toContain(red);
  for (const around of [{ terminal: true, colors: false }, { terminal: false }])
    expect((await company.run(['sync', 'nope'], {}, around)).err).not.toContain('\u001b');
});

describe('profiles hygiene', () => {
  it('lists what profiles want, as a table and as JSON, of one kind where one is named', async () => {
    const all = await json(['profiles', 'hygiene']);
    expect(all.counts.noOwner).toBeGreaterThan(0);
    const { out } = await company.run(['profiles', 'hygiene', '--kind', 'noOwner']);
    expect(out).toContain(`${all.wanting} of ${all.profiles} profiles need attention.`);
    expect(out).toContain(`No owner (noOwner): ${all.counts.noOwner}.`);
    expect(out).not.toContain('(unused)');
  });
  it('plans a mend and keeps it, or nothing where it is rehearsed, and says what it cannot', async () => {
    const kept = async () => (await json(['profiles', 'plans', 'list'])).total;
    const before = await kept();
    const { findings } = await json(['profiles', 'hygiene', '--kind', 'noOwner']);
    const [{ about }] = findings;
    const say = ['--user', 'new.owner@example.com', '--cost-center', 'CC-1001 Platform', '--unknown'];
    const rehearsed = await json(['profiles', 'adopt', about, ...say, '--dry-run']);
    expect(rehearsed).toMatchObject({
      id: null,
      purpose: 'adopt',
      steps: [{ deed: { kind: 'tag', arn: about, set: { UserEmail: 'new.owner@example.com' } } }],
    });
    expect(await kept()).toBe(before);
    const { out, code } = await company.run(['profiles', 'adopt', about, ...say]);
    expect([code, await kept()]).toEqual([0, before + 1]);
    expect(out).toMatch(/^Kept as [\w-]+; nothing was changed\. Apply it: bedrock-ledger profiles apply/m);
    for (const [args, words] of [
      [['adopt'], 'name the profile by its ARN, or all of them with --all'],
      [['adopt', about], 'it wants something else first: noOwner'],
      [['adopt', about, '--user', 'nobody'], '--user: "nobody"'],
      [['move', 'fay@example.com', '--to-address', 'fay.b@example.com'], 'No profile is tagged'],
      [['move', 'fay@example.com'], 'Say where to'],
      [['hygiene', '--mend', 'arn:nothing'], 'arn:nothing wants nothing, or is not known here'],
      [['hygiene', '--mend', 'unusedd'], 'Did you mean unused?'],
    ] as const) {
      const refused = await company.run(['profiles', ...args]);
      expect(refused.code, args.join(' ')).not.toBe(0);
      expect(refused.err).toContain(words);
    }
    expect(await kept()).toBe(before + 1);
  });
});

/** Runs commands of which each reads what the one before prints; those that do, when a month with spend is complete. */
async function piped(words: readonly string[]) {
  const [first = [], ...next] = words
    .join('\n')
    .split('\n|\nnpx\nbedrock-ledger\n')
    .map((part) => part.split('\n'));
  const clock = next.length === 0 ? company.clock : { now: () => company.clock.now() + 10 * 86_400_000 };
  let ran = await company.run(first, {}, { clock });
  for (const args of next) if (ran.code === 0) ran = await company.run(args, {}, { clock, input: ran.out });
  return ran;
}

describe('the README', () => {
  it('has commands that work as they are written', async () => {
    const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
    // The ten steps to own profiles are lines of a shell that belong together: `npm run soak` pastes them. What people do
    // without the server, somebody does in the journey of self-service; plans for many, of a file as well, `plans.test.ts`.
    const apart = readme.replace(
      /^### (?:Profiles are the only way in|Profiles in bulk|Without the server)$[\s\S]*?(?=^### )/gm,
      '',
    );
    const lines = [...apart.matchAll(/^npx bedrock-ledger (.+?) *(#.*)?$/gm)].map(([, args = '']) =>
      (args.match(/"[^"]*"|\S+/g) ?? []).map((word) => word.replaceAll('"', '')),
    );
    expect(lines.length).toBeGreaterThanOrEqual(2);
    company.write('budgets.csv', 'scope,key,amount\nuserDefault,,60\n');
    company.write(
      'people.csv',
      'email,name,costCenter\nann@example.com,Ann,CC-1\nrobot@example.com,Robot,\n',
    );
    const folder = process.cwd();
    process.chdir(company.folder);
    try {
      for (const args of lines) {
        const { code, err } = await piped(args);
        // Beside a secret, which stands alone, stands whose it is and until when.
        const word = args[1] === 'create' ? expect.stringContaining('robot@example.com') : '';
        expect({ args, code, err }).toEqual({ args, code: 0, err: word });
      }
    } finally {
      process.chdir(folder);
    }
  });
});

describe('migrate', () => {
  it('makes a ledger of this version, and leaves one as it is', async () => {
    const db = `${company.folder}/new.db`;
    expect((await company.run(['migrate', '--db', db])).out).toMatch(/new\.db: \d+ migrations applied\.\n$/);
    expect((await company.run(['migrate', '--db', db])).out).toMatch(
      /new\.db is of this version already\.\n$/,
    );
    const other = company.write('other.db', 'this is a letter and no ledger at all, really');
    expect(await company.run(['migrate', '--db', other])).toMatchObject({
      code: 1,
      err: expect.stringContaining('other.db cannot be opened as a ledger'),
    });
  });
});
