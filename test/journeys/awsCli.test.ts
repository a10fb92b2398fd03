import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { approximate, formatExact, money, sum } from '../../src/core/money.ts';
import { addDays, dayOf } from '../../src/core/periods.ts';
import type { DayRange, Money, Profile } from '../../src/core/types.ts';
import { startSimulator } from '../../src/simulator/server.ts';
import { run } from '../cli/setup.ts';
import { type Cli, missingForCli, openCli } from '../wire/cli.ts';
import { askAws, type Environment, simulatedAws, startProgram } from './programs.ts';
import { NOW } from './world.ts';

/**
 * What the stock AWS CLI reads off the bill against what the ledger's API answers: two programs that share no code,
 * over the whole way that a figure goes.
 */

const DAYS = 75;
/** What splitting lines by tokens may be off in months of days, USD. */
const ROUNDING_USD = 0.000001;
/** Days before today at which ranges begin and end: months' ends, one day, the days that are still growing. */
const RANGES: readonly (readonly [number, number])[] = [
  [DAYS, -1],
  [60, 31],
  [45, 14],
  [9, 8],
  [4, -1],
  [1, 0],
];

const ACCOUNTS = `accounts:
  - { accountId: "222233334444", roleArn: "arn:aws:iam::222233334444:role/bedrock-ledger-reader" }
  - { accountId: "333344445555", roleArn: "arn:aws:iam::333344445555:role/bedrock-ledger-reader" }
`;

const missing = missingForCli();
if (missing !== null) console.log(`the bill by the AWS CLI is skipped: ${missing}`);

describe.skipIf(missing !== null)('billed spend, asked with the stock AWS CLI', () => {
  let folder: string;
  let cli: Cli;
  let today: string;
  let api: string;
  const running: { stop(): Promise<void> }[] = [];
  /** SERVICE names that Bedrock bills under. */
  let services: string[];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'bedrock-ledger-cli-'));
    const world = { seed: 11, users: 15, days: DAYS, oneHourCachePercent: 5 };
    const simulator = await startSimulator({ ...world, nowMs: NOW, speed: 0 });
    running.unshift({ stop: () => simulator.close() });
    today = dayOf(NOW);
    cli = openCli(simulatedAws(simulator.url));
    running.unshift({ stop: () => cli.close() });
    const environment: Environment = {
      ...simulatedAws(simulator.url),
      BEDROCK_LEDGER_DB: join(folder, 'ledger.db'),
      BEDROCK_LEDGER_REGIONS: 'us-east-1,us-west-2,ap-northeast-1',
      BEDROCK_LEDGER_BACKFILL_DAYS: String(DAYS),
    };
    const settings = join(folder, 'settings.yaml');
    writeFileSync(settings, ACCOUNTS);
    const { code, err } = await run(['sync', '--config', settings], environment, { clock: simulator.clock });
    expect({ code, err }).toMatchObject({ code: 0 });
    const server = await startProgram(
      ['serve', '--config', settings, '--no-scheduler', '--port', '0'],
      environment,
    );
    running.unshift(server);
    api = `${server.url}/api/v1`;
    services = await bedrockServices();
  }, 120_000);
  afterAll(async () => {
    for (const program of running) await program.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const rangeOf = ([start, end]: readonly [number, number]): DayRange => ({
    start: addDays(today, -start),
    endExclusive: addDays(today, -end),
  });

  async function bedrockServices(): Promise<string[]> {
    const { start, endExclusive } = rangeOf([DAYS, -1]);
    const period = ['--time-period', `Start=${start},End=${endExclusive}`];
    const answer = (await askAws(cli, [
      'ce',
      'get-dimension-values',
      ...period,
      '--dimension',
      'SERVICE',
    ])) as { DimensionValues: { Value: string }[] };
    return answer.DimensionValues.map(({ Value }) => Value).filter(
      (name) => name.includes('Bedrock') && !name.includes('AgentCore'),
    );
  }

  /** Usage cost by the first group key, all pages, added exactly; without a group, under ''. */
  async function cost(range: DayRange, granularity: string, group?: string): Promise<Map<string, Money>> {
    const filter = {
      And: [
        { Dimensions: { Key: 'SERVICE', Values: services } },
        { Dimensions: { Key: 'RECORD_TYPE', Values: ['Usage'] } },
      ],
    };
    const found = new Map<string, Money>();
    const add = (key: string, amount: string) =>
      found.set(key, sum([found.get(key) ?? money('0'), money(amount)]));
    let page: string | undefined;
    do {
      const { start, endExclusive } = range;
      const answer = (await askAws(cli, [
        ...['ce', 'get-cost-and-usage', '--granularity', granularity, '--metrics', 'UnblendedCost'],
        ...['--time-period', `Start=${start},End=${endExclusive}`, '--filter', JSON.stringify(filter)],
        ...(group === undefined ? [] : ['--group-by', group]),
        ...(page === undefined ? [] : ['--next-page-token', page]),
      ])) as CostAnswer;
      for (const { Groups, Total } of answer.ResultsByTime) {
        if (group === undefined) add('', Total.UnblendedCost?.Amount ?? '0');
        for (const { Keys, Metrics } of Groups) add(Keys[0] ?? '', Metrics.UnblendedCost.Amount);
      }
      page = answer.NextPageToken;
    } while (page !== undefined);
    return found;
  }

  /** The ledger's own answer, over HTTP. */
  async function spend(range: DayRange, groupBy: string): Promise<SpendJson> {
    const query = new URLSearchParams({ ...range, groupBy, basis: 'billed', limit: '10000' });
    const answer = await fetch(`${api}/spend?${query}`);
    expect(answer.status).toBe(200);
    return (await answer.json()) as SpendJson;
  }

  it('is the total of any range of days, to the last digit', async () => {
    for (const range of RANGES.map(rangeOf)) {
      const bill = (await cost(range, 'DAILY')).get('') ?? money('0');
      const { total } = await spend(range, 'model');
      expect({ ...range, total }).toEqual({ ...range, total: formatExact(bill) });
    }
    const month = rangeOf([45, 14]);
    expect((await spend(month, 'user')).total).toBe(
      formatExact((await cost(month, 'MONTHLY')).get('') ?? money('0')),
    );
    expect(Number((await spend(rangeOf([DAYS, -1]), 'user')).total)).toBeGreaterThan(1000);
  });

  it('is, profile by profile, what the bill says under InferenceProfile', async () => {
    const range = rangeOf([DAYS, 4]);
    const bill = await cost(range, 'DAILY', 'Type=TAG,Key=InferenceProfile');
    const profiles = ((await (await fetch(`${api}/profiles`)).json()) as { profiles: Profile[] }).profiles;
    const tagOf = new Map(profiles.map((one) => [one.arn, one.history.at(-1)?.tags.InferenceProfile]));
    const { rows } = await spend(range, 'profile');
    const byTag = rows.filter(({ key, allocatedBy }) => tagOf.get(key) && allocatedBy.tag !== '0');
    expect(byTag.length).toBeGreaterThan(20);
    expect(
      asObject(byTag.map(({ key, allocatedBy }) => [`InferenceProfile$${tagOf.get(key)}`, allocatedBy.tag])),
    ).toEqual(
      asObject(
        [...bill]
          .filter(([key]) => key !== 'InferenceProfile$')
          .map(([key, amount]) => [key, formatExact(amount)]),
      ),
    );
  });

  it.each([
    ['UserEmail', 'user'],
    ['CostCenter', 'costCenter'],
  ])('is, key by key, what the bill says under %s', async (tag, group) => {
    const range = rangeOf([DAYS, 4]);
    const bill = await cost(range, 'DAILY', `Type=TAG,Key=${tag}`);
    const { rows } = await spend(range, group);
    expect(rows.map(({ key }) => `${tag}$${key}`).sort()).toEqual(
      [...bill.keys()].filter((key) => key !== `${tag}$`).sort(),
    );
    let exact = 0;
    for (const { key, amount, allocatedBy } of rows) {
      const billed = bill.get(`${tag}$${key}`) ?? money('0');
      if (allocatedBy.tokens === '0') {
        expect({ key, amount: allocatedBy.tag }).toEqual({ key, amount: formatExact(billed) });
        exact += 1;
      } else {
        // A profile made by hand without an InferenceProfile tag goes by its tokens: the same but for rounding.
        const difference = Math.abs(approximate((money(amount) - billed) as Money));
        expect(difference, key).toBeLessThan(ROUNDING_USD);
      }
    }
    expect(exact).toBeGreaterThan(rows.length / 2);
  });
});

interface CostAnswer {
  ResultsByTime: {
    Total: { UnblendedCost?: { Amount: string } };
    Groups: { Keys: string[]; Metrics: { UnblendedCost: { Amount: string } } }[];
  }[];
  NextPageToken?: string;
}
interface SpendJson {
  total: string;
  rows: { key: string; amount: string; allocatedBy: { tag: string; tokens: string } }[];
}

const asObject = (pairs: readonly (readonly [string, string])[]) =>
  Object.fromEntries([...pairs].sort(([a], [b]) => (a < b ? -1 : 1)));
