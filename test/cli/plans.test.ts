import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openCompany } from './setup.ts';

/** Plans of profiles at the terminal: from options and files, read, applied, and nothing left to do. */

const PACE = { BEDROCK_LEDGER_VENDING_ENABLED: 'true', BEDROCK_LEDGER_VENDING_STEPS_PER_SECOND: '50' };
const MODEL = 'global.anthropic.claude-sonnet-4-6';
let company: Awaited<ReturnType<typeof openCompany>>;
beforeAll(async () => {
  company = await openCompany({ users: 2, days: 2 });
  const rows = Array.from({ length: 12 }, (_, index) => `p${index}@example.com,,CC-${index % 2},,active`);
  const people = company.write(
    'people.csv',
    ['email,name,costCenter,manager,status', ...rows, 'left@example.com,,CC-1,,left'].join('\n'),
  );
  expect(await company.run(['people', 'import', people])).toMatchObject({ code: 0 });
  expect(await company.run(['sync', 'profiles'])).toMatchObject({ code: 0 });
});
afterAll(() => company?.close());

const run = (args: readonly string[], more = {}) => company.run(['profiles', ...args], { ...PACE, ...more });
const writes = () => company.simulator.requests()['bedrock:CreateInferenceProfile'] ?? 0;

describe('a plan', () => {
  it('is printed with its counts first, a few rows of each kind, and what is refused and why', async () => {
    const { code, out, err } = await run([
      'plan',
      ...['--cost-center', 'CC-0', '--cost-center', 'CC-1', '--user', 'left@example.com'],
      ...['--model', MODEL, '--region', 'us-east-1', '--account', '222233334444'],
    ]);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const lines = out.split('\n').map((line) => line.replaceAll(/ {2,}/g, ' | ').trim());
    for (const line of [
      `12 × ${MODEL} × 222233334444/us-east-1`,
      'Create | 12',
      'Unchanged | 0',
      'Refused | 1',
      `p0@example.com | ${MODEL} · CC-0 | 222233334444/us-east-1`,
      '| and 2 more (--all)',
      'left@example.com | has left, by the directory',
    ])
      expect(lines).toContain(line);
    expect(writes()).toBe(0);
    expect((await run(['plans', 'list'])).out).toContain('There is no plan.');
  });

  it('of a file is applied, asks nothing of AWS the second time, and is told as JSON', async () => {
    const file = company.write(
      'plan.yaml',
      `people: { addresses: [p0@example.com, p1@example.com] }\nmodels: [${MODEL}]\nplaces: [222233334444/us-east-1]\n`,
    );
    expect(await run(['apply', '--file', file])).toMatchObject({
      code: 2,
      err: expect.stringContaining('add --yes'),
    });
    const first = await run(['apply', '--file', file, '--yes']);
    expect(first).toMatchObject({ code: 0, out: expect.stringContaining('done: 2 done\n') });
    expect(writes()).toBe(2);
    const again = await run(['apply', '--file', file, '--yes']);
    expect(again).toMatchObject({ code: 0, out: expect.stringContaining('There is nothing to do.') });
    const json = JSON.parse((await run(['plan', '--file', file, '--json'])).out);
    expect(json).toMatchObject({ id: null, steps: [], unchanged: 2, refused: [], requests: [] });
    const { plans } = JSON.parse((await run(['plans', 'list', '--json'])).out);
    expect(plans).toMatchObject([{ state: 'done', counts: { done: 2 } }]);
    const shown = await run(['plans', 'show', plans[0].id]);
    expect(shown.out).toContain('done: 2 done');
    expect(await run(['apply', plans[0].id, '--yes'])).toMatchObject({ code: 0 });
    expect(writes()).toBe(2);
    // Made and applied by one command: one document, and no text beside it.
    const over = ['roll-over', '--from', MODEL, '--to', 'anthropic.claude-haiku-4-5-20251001-v1:0'];
    expect(JSON.parse((await run([...over, '--yes', '--json'])).out)).toMatchObject({
      plan: { state: 'done', purpose: 'rollOver', counts: { waiting: 0, failed: 0, skipped: 0 } },
      failed: [],
    });
  });

  it('is kept, discarded, and cannot be applied while vending is off', async () => {
    const saved = await run(['plan', '--user', 'p2@example.com', '--model', MODEL, '--one-of', '--save']);
    const id = /profiles apply (\S+)/.exec(saved.out)?.[1] ?? '';
    expect(await run(['plans', 'confirm', id, '1'])).toMatchObject({ code: 1 });
    expect(await run(['apply', id, '--yes'], { BEDROCK_LEDGER_VENDING_ENABLED: 'false' })).toMatchObject({
      code: 1,
      err: expect.stringContaining('vending.enabled'),
    });
    expect(await run(['plans', 'stop', id])).toMatchObject({
      out: 'It was not being applied; nothing was changed.\n',
    });
    expect(await run(['plans', 'discard', id])).toMatchObject({
      out: 'Discarded; nothing was changed in AWS.\n',
    });
    // What is not there is said in the words of a terminal, with what lists what is.
    for (const gone of [
      ['plans', 'show', id],
      ['apply', id, '--yes'],
    ])
      expect(await run(gone)).toMatchObject({
        code: 1,
        err: 'bedrock-ledger: there is no plan of that name. See which there are: bedrock-ledger profiles plans list\n',
      });
  });

  it('applied from two terminals at once is done once, and both tell its end', async () => {
    const people = ['p3', 'p4', 'p5', 'p6', 'p7'].flatMap((name) => ['--user', `${name}@example.com`]);
    const saved = await run(['plan', ...people, '--model', MODEL, '--one-of', '--save']);
    const id = /profiles apply (\S+)/.exec(saved.out)?.[1] ?? '';
    const before = writes();
    const both = await Promise.all([run(['apply', id, '--yes']), run(['apply', id, '--yes'])]);
    for (const ended of both) expect(ended).toMatchObject({ code: 0, out: 'done: 5 done\n' });
    expect(writes() - before).toBe(5);
    const lacking = ['plan', ...people, '--user', 'p2@example.com', '--model', MODEL, '--lacking'];
    const { out } = await run([...lacking, '--json']);
    expect(JSON.parse(out)).toMatchObject({ steps: [{ about: 'p2@example.com' }], unchanged: 5 });
    expect((await run(lacking)).out).toContain('5 have it already, 1 has none');
    expect((await run([...lacking, '--one-of'])).code).toBe(2);
  });

  it('with faults is refused as a whole, each named by field, value and reason', async () => {
    const file = company.write(
      'bad.yaml',
      'people: { groups: dev, everybody: perhaps, adresses: [a] }\nmodels: []\nspread: some\ntags: [1]\nplace: x\n',
    );
    const { code, err } = await run(['plan', '--file', file]);
    expect(code).toBe(2);
    expect(err.replace('bedrock-ledger: ', '').trim().split('\n').sort()).toEqual([
      'people.adresses: "adresses": There is no such field. There are addresses, groups, costCenters, everybody.',
      'people.everybody: "perhaps": This is true or false.',
      'people.groups: "dev": This is a list of words.',
      'place: "place": There is no such field. There are people, models, places, spread, tags, removeOthers.',
      'spread: "some": This is each (one in every place), oneOf (one, wherever there is room) or lacking (one for whoever has none).',
      'tags: "[\\"1\\"]": These are tags as KEY: value.',
    ]);
    const options = await run([
      'plan',
      '--region',
      'eu-west-1',
      '--model',
      'anthropic.claude-sonet-4-6',
      '--tag',
      'Project=x',
    ]);
    expect(options.code).toBe(2);
    expect(options.err).toContain(
      '--account, --region: "222233334444/eu-west-1": This is none of the places that are read',
    );
    expect(options.err).toContain('Did you mean');
    expect(options.err).toContain('--user, --group, --cost-center, --everybody: Say for whom');
    expect(options.err).toContain('--tag Project: "Project"');
    const broken = company.write('broken.yaml', 'people: [\n');
    expect(await run(['plan', '--file', broken])).toMatchObject({
      code: 2,
      err: expect.stringContaining('cannot be read as YAML'),
    });
    expect(await run(['apply'])).toMatchObject({ code: 2 });
  });
});
