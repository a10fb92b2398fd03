import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { isAwsError } from '../../src/aws/errors.ts';
import { createAws } from '../../src/aws/factory.ts';
import type { Aws } from '../../src/aws/types.ts';
import { type AwsBudget, plannedStarts } from '../../src/core/awsBudget.ts';
import { type Bill, CLAIMED_BY } from '../../src/core/billEntries.ts';
import { mirrorFilter } from '../../src/core/mirror.ts';
import { sum, ZERO } from '../../src/core/money.ts';
import { addDays, dayOf, instantOf, startOf } from '../../src/core/periods.ts';
import type { Money } from '../../src/core/types.ts';
import { type Simulator, startSimulator } from '../../src/simulator/server.ts';
import { awsAt, readBill } from './setup.ts';

const NOW = Date.parse('2026-11-20T09:30:00.000Z');
const RANGE = { start: '2026-11-02', endExclusive: '2026-11-12' };

let simulator: Simulator;
let aws: Aws;
let place: { accountId: string; region: string };

beforeAll(async () => {
  simulator = await startSimulator({
    nowMs: NOW,
    speed: 0,
    users: 25,
    days: 30,
    settings: { costGroupsPerPage: 40 },
  });
  aws = awsAt(simulator.url, NOW);
  const { accountId } = await aws.sts.account();
  place = { accountId, region: 'us-east-1' };
  const [workload] = simulator.world.accounts.filter((account) => !account.payer);
  const id = workload?.id ?? accountId;
  aws = awsAt(simulator.url, NOW, {
    accounts: [{ accountId: id, roleArn: `arn:aws:iam::${id}:role/external-reader`, externalId: 'x-1' }],
  });
  place = { accountId: id, region: 'us-east-1' };
});
afterAll(() => simulator.close());

describe('accounts and profiles', () => {
  it('enters a linked account through its role, the payer with the credentials at hand', async () => {
    expect((await aws.sts.account(place)).accountId).toBe(place.accountId);
    expect((await aws.sts.account()).accountId).not.toBe(place.accountId);
  });

  it('finds endpoint and credentials in the environment as every SDK does, for assumed roles too', async () => {
    vi.stubEnv('AWS_ENDPOINT_URL', simulator.url);
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIAEXAMPLE000000000');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
    try {
      const roleArn = `arn:aws:iam::${place.accountId}:role/reader`;
      const plain = createAws({
        accounts: [{ accountId: place.accountId, roleArn, externalId: null }],
        payer: { accountId: null, roleArn: null, externalId: null },
        clock: { now: () => NOW },
      })(ZERO);
      expect((await plain.sts.account(place)).accountId).toBe(place.accountId);
      expect((await plain.sts.account()).accountId).not.toBe(place.accountId);
    } finally {
      vi.unstubAllEnvs();
    }
  });

  it('says what to do when the role cannot be assumed', async () => {
    const refused = awsAt(simulator.url, NOW, {
      accounts: [
        { accountId: place.accountId, roleArn: `arn:aws:iam::${place.accountId}:role/external-reader` },
      ],
    });
    const error = await refused.bedrock.listApplicationProfiles(place).catch((e: unknown) => e);
    expect(isAwsError(error, 'accessDenied')).toBe(true);
    expect(String(error)).toMatch(
      /ListInferenceProfiles in account \d{12}, us-east-1: access was denied .*external id/,
    );
  });

  it('lists profiles with their tags, and the catalogue with a model behind each entry', async () => {
    const profiles = await aws.bedrock.listApplicationProfiles(place);
    const tags = await aws.tagging.profileTags(place);
    expect(profiles.length).toBeGreaterThan(10);
    expect(profiles.every((p) => p.arn.endsWith(`/${p.shortId}`) && p.modelArns.length > 0)).toBe(true);
    const arns = new Set(profiles.map((p) => p.arn));
    expect([...tags.keys()].every((arn) => arns.has(arn))).toBe(true);
    expect([...tags.values()].filter((t) => t.UserEmail !== undefined).length).toBeGreaterThan(10);
    const catalogue = await aws.bedrock.listCatalogue(place);
    expect(new Set(catalogue.map((entry) => entry.type))).toEqual(new Set(['model', 'systemProfile']));
    expect(catalogue.filter((entry) => entry.modelKey === 'unknown')).toEqual([]);
    expect(await aws.quotas.profileQuota(place)).toBe(1000);
  });

  it('creates, tags and deletes a profile; deleting it twice is no error', async () => {
    const source = (await aws.bedrock.listCatalogue(place)).find((entry) => entry.type === 'systemProfile');
    const input = {
      name: 'made by test',
      copyFrom: `arn:aws:bedrock:us-east-1:${place.accountId}:inference-profile/${source?.id}`,
      tags: { UserEmail: 'a@example.com' },
      clientToken: 'token-1',
    };
    const { arn } = await aws.bedrock.createProfile(place, input);
    await aws.bedrock.tagProfile(place, arn, { CostCenter: 'CC-1' });
    expect((await aws.tagging.profileTags(place)).get(arn)).toEqual({
      UserEmail: 'a@example.com',
      CostCenter: 'CC-1',
    });
    await aws.bedrock.deleteProfile(place, arn);
    await aws.bedrock.deleteProfile(place, arn);
    expect((await aws.bedrock.listApplicationProfiles(place)).map((p) => p.arn)).not.toContain(arn);
  });
});

describe('token usage', () => {
  it('reads hours of series that count each token once', async () => {
    const { series } = await aws.cloudwatch.listAll(place);
    expect(new Set(series.map((s) => `${s.kind} ${s.dimension}`)).size).toBe(series.length);
    const start = instantOf(NOW - 3 * 86_400_000);
    const { hours, failed } = await aws.cloudwatch.hourly(place, series, start, instantOf(NOW));
    expect(failed).toEqual([]);
    expect(hours.length).toBeGreaterThan(50);
    expect(hours.every(({ hour, tokens }) => hour.endsWith(':00:00.000Z') && tokens >= 0n)).toBe(true);
    expect(hours.some(({ tokens }) => tokens > 0n)).toBe(true);
    expect(new Set(hours.map((h) => `${h.series.metric} ${h.series.dimension} ${h.hour}`)).size).toBe(
      hours.length,
    );
    const recent = await aws.cloudwatch.listSeries(place);
    expect(recent.length).toBeLessThan(series.length);
  });
});

describe('the bill', () => {
  const total = ({ lines, claims }: Bill): Money => sum([...lines, ...claims].map(({ amount }) => amount));

  it('is the same whole in every reading and in the monthly total', async () => {
    const services = await aws.costExplorer.bedrockServices(RANGE);
    expect(services.some((name) => name.endsWith('(Amazon Bedrock Edition)'))).toBe(true);
    expect(services.filter((name) => name.includes('AgentCore'))).toEqual([]);
    const readings = ['line', 'profile', 'owner', 'principal'];
    const [usage, ...others] = await Promise.all(
      readings.map((reading) => readBill(aws, reading, RANGE, services)),
    );
    if (usage === undefined) throw new Error('the lines were read');
    expect(total(usage)).toBeGreaterThan(0n);
    expect(others.map(total)).toEqual(others.map(() => total(usage)));
    const bill = await aws.bill.open(RANGE, [], true);
    expect([...(await bill.monthTotals(RANGE, ['']))]).toEqual([['2026-11', total(usage)]]);
    expect(new Set(usage.lines.map((line) => line.day)).size).toBe(10);
    expect(usage.lines.every((line) => line.provisional)).toBe(true);
    const claims = others.flatMap((one) => one.claims);
    expect(new Set(claims.map(({ by }) => by))).toEqual(new Set(CLAIMED_BY));
    expect(claims.some((claim) => claim.by === 'owner' && claim.user === '')).toBe(true);
    const pages = aws.meter.byOperation().get('ce:GetCostAndUsage')?.requests ?? 0;
    expect(pages).toBeGreaterThan(readings.length + 1);
  });

  it('by linked account adds up to the bill; records other than usage are apart', async () => {
    const range = { start: '2026-11-03', endExclusive: '2026-11-05' };
    const services = await aws.costExplorer.bedrockServices(range);
    const accounts = simulator.world.accounts.map(({ id }) => id);
    const parts = await readBill(aws, 'line', range, services, accounts);
    expect(new Set(parts.lines.map(({ accountId }) => accountId)).size).toBeGreaterThan(1);
    expect(total(parts)).toBe(total(await readBill(aws, 'line', range, services)));
    const bill = aws.costExplorer.billOf(services);
    expect(await bill.monthTotals(range, accounts)).toEqual(await bill.monthTotals(range, ['']));
    const { lines } = await readBill(aws, 'recordType', range, services);
    expect(lines.map(({ recordType }) => recordType)).not.toContain('Usage');
  });

  it('knows which tags are active', async () => {
    const states = await aws.costExplorer.costAllocationTags(['UserEmail', 'NeverSeen']);
    expect(states.map((s) => s.status)).toEqual(['active', 'unseen']);
    expect(await aws.costExplorer.activateTags(['NeverSeen'])).toEqual([
      { key: 'NeverSeen', error: expect.stringMatching(/\S/) },
    ]);
  });
});

describe('budgets', () => {
  const MONTHS = plannedStarts('MONTHLY', dayOf(NOW));
  const at = (usd: number) => (BigInt(usd) * 10_000_000_000n) as Money;
  const budget: AwsBudget = {
    name: 'bedrock-ledger-user-a-00000000',
    timeUnit: 'MONTHLY',
    amount: at(123),
    planned: [],
    filter: mirrorFilter(
      { kind: 'user', values: ['a@example.com'] },
      {
        attribution: 'profileTags',
        tagKeys: { user: 'UserEmail', costCenter: 'CostCenter', profile: 'InferenceProfile' },
        services: ['Claude Sonnet 4.6 (Amazon Bedrock Edition)', 'Amazon Bedrock'],
      },
    ),
    notifications: [{ threshold: { on: 'actual', percent: 80 }, subscribers: ['ops@example.com'] }],
  };
  const listed = async (accountId: string) => (await aws.budgets.list(accountId)).budgets;
  const held = (one: AwsBudget) => [expect.objectContaining(one)];

  it('come back as they were written, changed and removed', async () => {
    const { accountId } = await aws.sts.account();
    await aws.budgets.create(accountId, budget);
    const [made] = await listed(accountId);
    if (made === undefined) throw new Error('it was made');
    expect([made]).toEqual(held(budget));
    const conflict = await aws.budgets.create(accountId, budget).catch((e: unknown) => e);
    expect(isAwsError(conflict, 'conflict')).toBe(true);
    const changed: AwsBudget = {
      ...budget,
      amount: at(99),
      planned: MONTHS.map((from, i) => ({ from, amount: at(99 + i) })),
      notifications: [
        { threshold: { on: 'actual', amount: at(50) }, subscribers: ['a@example.com', 'b@example.com'] },
        { threshold: { on: 'actual', percent: 80 }, subscribers: ['a@example.com', 'b@example.com'] },
        { threshold: { on: 'forecast', percent: 100 }, subscribers: ['ops@example.com'] },
      ],
    };
    await aws.budgets.update(accountId, changed, made);
    expect(await listed(accountId)).toEqual(held(changed));
    // As after a crash between the write and its record: the same change once more.
    await aws.budgets.update(accountId, changed, made);
    expect(await listed(accountId)).toEqual(held(changed));
    // Back to one limit, of days: a notification of a forecast goes first.
    const [before] = await listed(accountId);
    if (before === undefined) throw new Error('it is there');
    const daily: AwsBudget = { ...budget, timeUnit: 'DAILY' };
    await aws.budgets.update(accountId, daily, before);
    expect(await listed(accountId)).toEqual(held(daily));
    await aws.budgets.delete(accountId, budget.name);
    await aws.budgets.delete(accountId, budget.name);
    expect(await listed(accountId)).toEqual([]);
  });
});

describe('a service that throttles', () => {
  it('is asked again until the answer is complete, and charged once per answer', async () => {
    const slow = await startSimulator({ nowMs: NOW, speed: 0, users: 25, days: 30, throttlePercent: 25 });
    try {
      const patient = awsAt(slow.url, NOW);
      const range = { start: dayOf(NOW - 8 * 86_400_000), endExclusive: addDays(dayOf(NOW), -4) };
      expect(startOf(range.start)).toBeLessThan(NOW);
      const services = await patient.costExplorer.bedrockServices(range);
      const bill = await readBill(patient, 'line', range, services);
      expect(bill).toEqual(await readBill(aws, 'line', range, services));
      const series = await patient.cloudwatch.listSeries(place);
      const { failed } = await patient.cloudwatch.hourly(
        place,
        series,
        instantOf(NOW - 86_400_000),
        instantOf(NOW),
      );
      expect(failed).toEqual([]);
      expect(patient.meter.charge).toBe(slow.charges().total);
      expect(patient.meter.requests).toBe(Object.values(slow.requests()).reduce((a, b) => a + b, 0));
    } finally {
      await slow.close();
    }
  }, 30_000);
});
