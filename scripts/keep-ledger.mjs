/*
 * Keeps a small ledger of a release with the figures that this release shows of it, as test/ledgers/README.md says:
 *   npm run keep-ledger -- NAME [TREE]
 * TREE is the built checkout of the release, this one unless named. Its own simulator and its own command line collect
 * the ledger, and its own server tells the figures; of it nothing is imported, so that this works on any release.
 */
import { execFile, spawn } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompressSync, constants } from 'node:zlib';
import Database from 'better-sqlite3';
import { addressesOf } from './keep-ledger-asked.mjs';

/** The moment at which all clocks stand: days of two months, of which the bill of the last ones is still open. */
const NOW = '2026-11-06T12:00:00.000Z';
const FIRST_DAY = '2026-10-25';
const DAYS = 12;
const ACCOUNTS = ['222233334444', '333344445555'];

/** Run before the release's programs: time stands, and neither this machine nor its user gets into the ledger. */
const STILL = `
import os from 'node:os';
import { syncBuiltinESMExports } from 'node:module';
const now = ${Date.parse(NOW)};
globalThis.Date = class extends Date {
  constructor(...given) {
    if (given.length === 0) super(now);
    else super(...given);
  }
  static now() {
    return now;
  }
};
os.hostname = () => 'host';
os.userInfo = () => ({ username: 'keeper' });
syncBuiltinESMExports();
`;

/** A window over the whole file: rows of one table resemble one another. */
const SMALLEST = { params: { [constants.BROTLI_PARAM_LGWIN]: 24, [constants.BROTLI_PARAM_QUALITY]: 11 } };
const here = dirname(dirname(fileURLToPath(import.meta.url)));

/** Programs of one release, run with still clocks and nothing of this environment. */
function release(tree, folder) {
  const launcher = join(tree, 'bin', 'bedrock-ledger');
  const still = join(folder, 'still.mjs');
  writeFileSync(still, STILL);
  const env = {
    PATH: process.env.PATH,
    TZ: 'UTC',
    NODE_OPTIONS: `--import=${still}`,
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'AKIASIMULATED0000000',
    AWS_SECRET_ACCESS_KEY: 'simulated',
  };
  const run = async (...args) => {
    try {
      return (await promisify(execFile)(process.execPath, [launcher, ...args], { cwd: folder, env })).stdout;
    } catch (error) {
      throw new Error(`${args.join(' ')} ended with ${error.code}\n${error.stdout}${error.stderr}`);
    }
  };
  const json = async (...args) => JSON.parse(await run(...args, '--json'));
  /** Starts what says "ready ADDRESS"; `end` ends it. */
  const start = async (...args) => {
    const child = spawn(process.execPath, [launcher, ...args], {
      cwd: folder,
      env,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const ended = new Promise((done) => child.once('exit', done));
    const url = await new Promise((found, failed) => {
      createInterface({ input: child.stdout }).on('line', (line) => {
        if (line.startsWith('ready ')) found(line.slice('ready '.length));
      });
      child.once('exit', (code) => failed(new Error(`${args[0]} ended with ${code}`)));
    });
    return {
      url,
      end: async () => {
        child.kill('SIGTERM');
        await ended;
      },
    };
  };
  return { env, run, json, start };
}

/** Whoever the messages go to. */
async function webhook() {
  const server = createServer((request, response) => {
    request.resume();
    response.writeHead(204).end();
  });
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
  return { url: `http://127.0.0.1:${server.address().port}/`, end: () => server.close() };
}

const settings = (hook, people) => `db: ledger.db
payer: { accountId: "111122223333" }
accounts:
${ACCOUNTS.map((id) => `  - { accountId: "${id}", roleArn: "arn:aws:iam::${id}:role/bedrock-ledger-reader" }\n`).join('')}regions: [us-east-1, us-west-2]
backfillDays: ${DAYS}
vending: { enabled: true }
budgetsMirror: { enabled: true, subscribers: [ops@example.com] }
notify: { webhook: { url: "${hook}", secret: for-kept-ledgers-only } }
${people ? 'directory: { identityStoreId: d-92670f5a31, region: us-west-2 }\n' : ''}`;

/** Does what companies do with a ledger, as far as the release knows it. Answers two people it is about. */
async function collect({ run, json }, folder) {
  const knows = async (command) => (await run('--help')).includes(`\n  ${command} `);
  await run('sync');
  const profiles = await json('profiles', 'list');
  const rows = Array.isArray(profiles) ? profiles : profiles.profiles;
  const owned = rows.find(({ history }) => history.at(-1).tags.UserEmail && history.at(-1).tags.CostCenter);
  const { UserEmail: user, CostCenter: costCenter } = owned.history.at(-1).tags;
  await run('budgets', 'set', 'userDefault', '20', '--reason', 'for everybody');
  await run('budgets', 'set', `user:${user}`, '12.50', '--reason', 'a small one');
  writeFileSync(join(folder, 'budgets.csv'), `scope,key,amount\ncostCenter,${costCenter},150.55\n`);
  await run('budgets', 'import', 'budgets.csv', '--reason', 'plan of the year');
  if (await knows('rates'))
    await run('rates', 'set', owned.modelKey, 'input', '4.321', '--from', '2026-11-05');
  if (await knows('people')) {
    writeFileSync(
      join(folder, 'people.csv'),
      `email,name,costCenter,manager,status\n${user},Somebody Kept,${costCenter},boss@example.com,active\nboss@example.com,Boss,${costCenter},-,active\nleft@example.com,Gone,${costCenter},boss@example.com,left\n`,
    );
    await run('people', 'import', 'people.csv', '--reason', 'who there is');
    await run('people', 'grant', 'finance', 'boss@example.com', '--reason', 'closes the months');
    await run(
      'tokens',
      'create',
      '--user',
      user,
      '--name',
      'nightly',
      '--scopes',
      'me,spend',
      '--days',
      '90',
    );
  }
  // Whoever is vended for is nobody that the ledger knows: later releases want that said.
  const unknown = (await run('profiles', 'create', '--help')).includes('--unknown') ? ['--unknown'] : [];
  const place = ['--model', owned.sourceId, '--region', owned.region, ...unknown];
  const vend = ['--cost-center', costCenter, ...place];
  const made = await json(
    'profiles',
    'create',
    '--user',
    'new@example.com',
    ...vend,
    '--account',
    ACCOUNTS[0],
  );
  await json('profiles', 'create', '--user', 'stays@example.com', ...vend, '--account', ACCOUNTS[0]);
  await run('profiles', 'delete', (made.profile ?? made).arn, '--yes');
  await run('sync');
  await run('budgets', 'mirror');
  await run('budgets', 'set', `user:${user}`, '14', '--reason', 'raised');
  await run('sync');
  return { user, costCenter };
}

/** What the release's server says at each address; addresses that it does not know yet are left out. */
async function figures({ start }, addresses) {
  const server = await start('serve', '--no-scheduler', '--port', '0', '--db', 'asked.db');
  const answers = {};
  try {
    for (const address of addresses) {
      const answer = await fetch(`${server.url}/api/v1${address}`);
      if (answer.ok) answers[address] = await answer.json();
      else if (answer.status !== 404) throw new Error(`${address}: ${answer.status} ${await answer.text()}`);
    }
  } finally {
    await server.end();
  }
  return answers;
}

/** The ledger as one small file. */
function pack(file) {
  const packed = `${file}.packed`;
  const ledger = new Database(file);
  ledger.pragma('wal_checkpoint(TRUNCATE)');
  ledger.prepare('VACUUM INTO ?').run(packed);
  const migrations = ledger.prepare('SELECT count(*) FROM __drizzle_migrations').pluck().get();
  ledger.close();
  return { packed, migrations };
}

async function keep(name, tree) {
  const folder = mkdtempSync(join(tmpdir(), 'keep-ledger-'));
  const hook = await webhook();
  const made = release(tree, folder);
  const simulator = await made.start(
    ...['simulate', '--seed', '11', '--users', '5', '--days', String(DAYS), '--speed', '0', '--now', NOW],
  );
  try {
    const people = (await made.run('--help')).includes('\n  people ');
    writeFileSync(join(folder, 'settings.yaml'), settings(hook.url, people));
    Object.assign(made.env, {
      AWS_ENDPOINT_URL: simulator.url,
      BEDROCK_LEDGER_CONFIG: join(folder, 'settings.yaml'),
    });
    const about = await collect(made, folder);
    const { packed, migrations } = pack(join(folder, 'ledger.db'));
    // A copy is asked: who asks for long lists stands in the log of newer ones.
    copyFileSync(packed, join(folder, 'asked.db'));
    const answers = await figures(made, addressesOf({ ...about, first: FIRST_DAY, now: NOW }));
    const target = join(here, 'test', 'ledgers', name);
    mkdirSync(target, { recursive: true });
    writeFileSync(join(target, 'ledger.db.br'), brotliCompressSync(readFileSync(packed), SMALLEST));
    const lines = Object.entries(answers).map(
      ([address, answer]) => `${JSON.stringify(address)}: ${JSON.stringify(answer)}`,
    );
    writeFileSync(
      join(target, 'figures.json'),
      `{\n"now": ${JSON.stringify(NOW)},\n"migrations": ${migrations},\n"answers": {\n${lines.join(',\n')}\n}}\n`,
    );
    console.log(`${target}: ${migrations} migrations, ${lines.length} answers`);
  } finally {
    await simulator.end();
    hook.end();
    rmSync(folder, { recursive: true, force: true });
  }
}

const [name, tree = here] = process.argv.slice(2);
if (!/^[\w.-]+$/.test(name ?? '')) {
  console.error('usage: npm run keep-ledger -- NAME [TREE]');
  process.exit(2);
}
await keep(name, resolve(tree));
