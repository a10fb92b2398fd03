import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { CLAIMED_BY } from '../../src/core/billEntries.ts';
import { money } from '../../src/core/money.ts';
import { addDays, DAY_MS, dayOf, HOUR_MS } from '../../src/core/periods.ts';
import type { Settings } from '../../src/core/settings.ts';
import { runSync } from '../../src/jobs/sync.ts';
import { emailNotifier } from '../../src/notify/email.ts';
import type { Store } from '../../src/store/types.ts';
import { inOneLine } from '../inOneLine.ts';
import { mailSink } from '../notify/sink.ts';
import { NOTIFY as SETTINGS } from '../notifySettings.ts';
import { type Between, between, type Change } from './between.ts';
import { type Bench, bench, type Collected, collected, NOW } from './setup.ts';

const FROM = 'Bedrock Ledger <ledger@example.com>';
const RANGE = { start: '2026-10-01', endExclusive: '2026-12-01' };
const NOTIFY: Partial<Settings> = {
  notify: {
    ...SETTINGS,
    smtpUrl: null,
    from: '',
    to: [],
    toOwner: false,
    language: 'en',
    webhook: { url: 'http://127.0.0.1:9/', secret: '', format: 'json', people: false },
  },
};

let company: Collected;
let open: { close(): Promise<void> }[] = [];
beforeAll(async () => {
  company = await collected(['profiles', 'usage', 'charges', 'rates', 'spend'], {
    world: { users: 9, days: 15 },
    settings: { backfillDays: 14 },
  });
});
afterAll(() => company.remove());
afterEach(async () => {
  for (const one of open.reverse()) await one.close();
  open = [];
});

/** The company, and AWS behind something that changes what it says. */
async function ledger(more?: Partial<Settings>): Promise<{ b: Bench; aws: Between }> {
  const b = await company.bench({ settings: { ...NOTIFY, ...more } });
  const aws = await between(b);
  open.push(b, aws);
  return { b, aws };
}

/** One for a whole table: what is tried there changes nothing of it, which each case asserts. */
function oneLedger(): () => { b: Bench; aws: Between } {
  let made: { b: Bench; aws: Between };
  beforeAll(async () => {
    const b = await company.bench({ settings: NOTIFY });
    made = { b, aws: await between(b) };
  });
  afterAll(async () => {
    await made.aws.close();
    await made.b.close();
  });
  return () => made;
}

const bill = async (store: Store) => {
  const lines = await Promise.all(
    (['usage', 'others'] as const).map((records) => store.charges.lines({ range: RANGE, records })),
  );
  const claims = await Promise.all(
    (['profile', 'owner', 'principal'] as const).map((by) => store.charges.claims({ range: RANGE, by })),
  );
  return [...lines, ...claims];
};
const withoutGroups: Change = (answer) => ({
  ...answer,
  ResultsByTime: answer.ResultsByTime.map((day: object) => ({ ...day, Groups: [] })),
});
const ofTheBill =
  (change: Change): Change =>
  (answer, asked) =>
    asked.Granularity === 'DAILY' ? change(answer, asked) : answer;
/** The same, as of another account or Region. */
const elsewhere =
  (account: string, region?: string): Change =>
  (answer) =>
    JSON.stringify(answer).replace(
      /arn:aws:bedrock:([a-z0-9-]+):(\d*):/g,
      (_, own) => `arn:aws:bedrock:${region ?? own}:${account}:`,
    );
const errorsOf = (report: Awaited<ReturnType<typeof runSync>>) =>
  report.runs.flatMap((run) => run.errors.map(({ error }) => error));

describe('an answer about the bill that does not cover what was asked', () => {
  const shared = oneLedger();
  it.each<[string, Change, string]>([
    ['an empty document', () => ({}), 'has no ResultsByTime'],
    ['an empty body', () => '', 'has no ResultsByTime'],
    ['no day', () => ({ ResultsByTime: [] }), 'it covers 0 of'],
    [
      'fewer days',
      (answer) => ({ ...answer, ResultsByTime: answer.ResultsByTime.slice(1) }),
      'periods that were asked for; 20',
    ],
    [
      'groups of another question',
      (answer) => ({ ...answer, GroupDefinitions: answer.GroupDefinitions.toReversed() }),
      'it is grouped by',
    ],
    [
      'a day that was not asked for',
      (answer) => ({
        ...answer,
        ResultsByTime: [
          ...answer.ResultsByTime,
          { TimePeriod: { Start: '2026-01-01', End: '2026-01-02' }, Groups: [], Total: {} },
        ],
      }),
      'it holds 2026-01-01, which was not asked for',
    ],
    [
      'days without a list of groups',
      (answer) => ({
        ...answer,
        ResultsByTime: answer.ResultsByTime.map(({ Groups: _, ...day }: Record<string, unknown>) => day),
      }),
      'has no list of groups',
    ],
    [
      'a day twice',
      (answer) => ({ ...answer, ResultsByTime: answer.ResultsByTime.flatMap((day: object) => [day, day]) }),
      'came twice',
    ],
    [
      'groups without a cost',
      (answer) => ({
        ...answer,
        ResultsByTime: answer.ResultsByTime.map((day: { Groups: { Metrics: object }[] }) => ({
          ...day,
          Groups: day.Groups.map((group) => ({ ...group, Metrics: {} })),
        })),
      }),
      'UnblendedCost of',
    ],
  ])('%s: is an error, and nothing of it is stored', async (_, change, words) => {
    const { b, aws } = shared();
    const [before, rates] = [await bill(b.store), await b.store.rates.all()];
    expect(before.every((part) => part.length > 0)).toBe(true);
    if (b.clock.now() === NOW) b.clock.advance(DAY_MS);
    aws.change({ GetCostAndUsage: ofTheBill(change) });
    const report = await runSync(aws.deps(), ['charges', 'rates']);
    expect(report.runs[0]?.status).toBe('partial');
    expect(errorsOf(report).join()).toContain(words);
    expect(await bill(b.store)).toEqual(before);
    expect(await b.store.rates.all()).toEqual(rates);
  });
});

describe('an answer that says much less than before', () => {
  it('about the bill: is held back, told once, confirmed hours later', async () => {
    const { b, aws } = await ledger();
    const [before, rates] = [await bill(b.store), await b.store.rates.all()];
    aws.change({ GetCostAndUsage: ofTheBill(withoutGroups) });
    const deps = { ...aws.deps(), readAgain: true };
    const report = await runSync(deps, ['charges', 'rates', 'spend']);
    expect(report.runs[0]?.status).toBe('partial');
    expect(errorsOf(report).join()).toMatch(/Held back: Bill \(lines of usage, \d+ days from/);
    expect(errorsOf(report).join()).toContain('sync --force');
    expect(await bill(b.store)).toEqual(before);
    expect(await b.store.rates.all()).toEqual(rates);
    const held = await b.store.quarantine.all();
    const names = new Set(held.map(({ name }) => name));
    expect(['usage', ...CLAIMED_BY].filter((name) => !names.has(name))).toEqual([]);
    const told = await b.store.quarantine.notices(99);
    expect(told.length).toBeGreaterThan(0);
    expect(told.every(({ deliveries }) => deliveries.length === 1)).toBe(true);

    b.clock.advance(HOUR_MS);
    expect(errorsOf(await runSync(deps, ['charges'])).join()).toContain('Held back');
    expect(await b.store.quarantine.notices(99)).toHaveLength(told.length);
    expect(await bill(b.store)).toEqual(before);

    b.clock.advance(HOUR_MS);
    expect(errorsOf(await runSync(deps, ['charges']))).toEqual([]);
    expect((await bill(b.store)).flat()).toEqual([]);
    expect(await b.store.quarantine.all()).toEqual([]);
  });

  it('about the bill: is forgotten once AWS says again what it said', async () => {
    const { b, aws } = await ledger();
    aws.change({ GetCostAndUsage: ofTheBill(withoutGroups) });
    await runSync({ ...aws.deps(), readAgain: true }, ['charges']);
    expect(await b.store.quarantine.all()).not.toEqual([]);
    aws.change({});
    b.clock.advance(3 * HOUR_MS);
    // Read again without being told to: what failed today is not done.
    expect(errorsOf(await runSync({ ...aws.deps(), readAgain: true }, ['charges']))).toEqual([]);
    expect(await b.store.quarantine.all()).toEqual([]);
    expect((await bill(b.store)).every((part) => part.length > 0)).toBe(true);
  });

  it('about some days: the others are stored', async () => {
    const { b, aws } = await ledger();
    const day = addDays(dayOf(NOW), -6);
    const range = { start: day, endExclusive: addDays(day, 1) };
    const linesOf = () => b.store.charges.lines({ range, records: 'usage' });
    const before = await linesOf();
    b.clock.advance(DAY_MS);
    aws.change({
      GetCostAndUsage: ofTheBill((answer) => ({
        ...answer,
        ResultsByTime: answer.ResultsByTime.map((one: { TimePeriod: { Start: string } }) =>
          one.TimePeriod.Start === day ? { ...one, Groups: [] } : one,
        ),
      })),
    });
    await runSync(aws.deps(), ['charges']);
    expect(await linesOf()).toEqual(before);
    expect((await b.store.quarantine.all()).map((one) => one.day)).toEqual([day]);
    expect((await b.store.charges.ofDay(addDays(dayOf(NOW), -1))).lines.length).toBeGreaterThan(0);
    const last = (await b.store.charges.days()).at(-1);
    expect(last?.day).toBe(dayOf(NOW + DAY_MS));
  });

  it('is believed at once by an operator: for a run, or for what is held back', async () => {
    const { b, aws } = await ledger();
    aws.change({ GetCostAndUsage: ofTheBill(withoutGroups) });
    const deps = { ...aws.deps(), readAgain: true };
    await runSync(deps, ['charges']);
    const actor = { id: 'local:ann', via: 'cli' as const };
    expect(
      await b.store.quarantine.accept('charges', 'usage', actor, new Date(NOW).toISOString()),
    ).toBeGreaterThan(9);
    await runSync(deps, ['charges']);
    expect(await b.store.charges.lines({ range: RANGE, records: 'usage' })).toEqual([]);
    expect((await b.store.charges.claims({ range: RANGE, by: 'owner' })).length).toBeGreaterThan(0);
    expect(await b.store.audit.list({ action: 'quarantine.accept', limit: 9 })).toHaveLength(1);
    await runSync({ ...deps, force: true }, ['charges']);
    expect((await bill(b.store)).flat()).toEqual([]);
  });

  it('of other accounts than before is no fall', async () => {
    const { b, aws } = await ledger();
    const one = b.simulator.world.accounts.find(({ payer }) => !payer)?.id ?? '';
    const settings = { ...aws.deps().settings, linkedAccounts: [one] };
    expect(errorsOf(await runSync({ ...aws.deps(), settings, readAgain: true }, ['charges']))).toEqual([]);
    expect(await b.store.quarantine.all()).toEqual([]);
  });
});

describe('what operators are told', () => {
  it('is one mail, which says what is held back and what to do', async () => {
    const sink = await mailSink();
    open.push(sink);
    const notify = { ...SETTINGS, smtpUrl: sink.url, from: FROM, to: ['ops@example.com'] };
    const { b, aws } = await ledger({ notify, publicUrl: 'https://ledger.example.com' });
    aws.change({ 'ListInferenceProfiles APPLICATION': () => ({ inferenceProfileSummaries: [] }) });
    const deps = { ...aws.deps(), notifiers: [emailNotifier(sink.url, FROM)] };
    for (const _ of [1, 2]) await runSync(deps, ['profiles', 'deliver']);
    expect(sink.mails).toHaveLength(1);
    const [mail] = sink.mails;
    expect(mail?.subject).toBe('AWS says much less than before: held back until it is confirmed');
    expect(inOneLine(mail?.text ?? '')).toMatch(
      /- Inference profiles \(\d+\/[a-z0-9-]+\): \d+ entries before, 0 in AWS's answer/,
    );
    expect(mail?.text).toContain('sync --force');
    expect(mail?.text).toContain('https://ledger.example.com/jobs');
    expect((await b.store.quarantine.notices(9))[0]?.deliveries[0]?.deliveredAt).not.toBeNull();
  });
});

describe('a list that lacks much of what was listed before', () => {
  const shared = oneLedger();
  const estate = async (store: Store) => ({
    profiles: (await store.profiles.all()).map(({ lastSeenAt: _, ...profile }) => profile),
    catalogue: await store.profiles.catalogue(),
  });

  it.each<[string, Record<string, Change>, RegExp]>([
    [
      'no profile',
      { 'ListInferenceProfiles APPLICATION': () => ({ inferenceProfileSummaries: [] }) },
      /Held back: Inference profiles/,
    ],
    [
      'an empty document',
      { 'ListInferenceProfiles APPLICATION': () => ({}) },
      /has no inferenceProfileSummaries/,
    ],
    [
      'half of the profiles',
      {
        'ListInferenceProfiles APPLICATION': (answer) => ({
          inferenceProfileSummaries: answer.inferenceProfileSummaries.filter(
            (_: unknown, i: number) => i % 2 === 0,
          ),
        }),
      },
      /Held back: Inference profiles/,
    ],
    [
      'profiles without a model',
      {
        'ListInferenceProfiles APPLICATION': (answer) => ({
          inferenceProfileSummaries: answer.inferenceProfileSummaries.map((one: object) => ({
            ...one,
            models: [],
          })),
        }),
      },
      /has no model/,
    ],
    [
      'profiles of another account',
      { 'ListInferenceProfiles APPLICATION': elsewhere('999988887777') },
      /names arn:aws:bedrock:[a-z0-9-]+:999988887777:application-inference-profile.* which is elsewhere/,
    ],
    [
      'system profiles, where those of people were asked for',
      {
        'ListInferenceProfiles APPLICATION': (answer) => ({
          inferenceProfileSummaries: answer.inferenceProfileSummaries.map((one: object) => ({
            ...one,
            type: 'SYSTEM_DEFINED',
          })),
        }),
      },
      /is not APPLICATION/,
    ],
    ['tags in another account', { GetResources: elsewhere('999988887777') }, /which is elsewhere/],
    ['models of another Region', { ListFoundationModels: elsewhere('', 'sa-east-1') }, /which is elsewhere/],
    ['no tags', { GetResources: () => ({ ResourceTagMappingList: [] }) }, /Held back: Tags of profiles/],
    [
      'profiles with no tag left',
      {
        GetResources: (answer) => ({
          ResourceTagMappingList: answer.ResourceTagMappingList.map((one: object) => ({ ...one, Tags: [] })),
        }),
      },
      /Held back: Tags of profiles/,
    ],
    ['no word about tags', { GetResources: () => ({}) }, /has no ResourceTagMappingList/],
    ['no model', { ListFoundationModels: () => ({ modelSummaries: [] }) }, /Held back: Models/],
    [
      'no system profile',
      { 'ListInferenceProfiles SYSTEM_DEFINED': () => ({ inferenceProfileSummaries: [] }) },
      /Held back: Models/,
    ],
  ])('%s: what was listed stays, and it is told', async (_, changes, words) => {
    const { b, aws } = shared();
    const before = await estate(b.store);
    aws.change(changes);
    const report = await runSync(aws.deps(), ['profiles']);
    expect(report.runs[0]?.status).toBe('partial');
    expect(errorsOf(report).join()).toMatch(words);
    expect(await estate(b.store)).toEqual(before);
  });

  it('is no surprise where they were deleted here', async () => {
    const { b, aws } = await ledger();
    const [place] = b.deps.settings.accounts.map(({ accountId }) => accountId);
    const profiles = (await b.store.profiles.all()).filter(
      (one) => one.accountId === place && one.goneAt === null,
    );
    const gone = new Set(profiles.slice(0, Math.ceil(profiles.length / 2)).map(({ arn }) => arn));
    expect(gone.size).toBeGreaterThan(5);
    const without: Change = (answer) => ({
      inferenceProfileSummaries: answer.inferenceProfileSummaries.filter(
        (one: { inferenceProfileArn: string }) => !gone.has(one.inferenceProfileArn),
      ),
    });
    aws.change({ 'ListInferenceProfiles APPLICATION': without });
    expect(errorsOf(await runSync(aws.deps(), ['profiles'])).join()).toContain('Held back');
    for (const arn of gone)
      await b.store.profiles.markDeleted(arn, { id: 'local:ann' }, new Date(NOW).toISOString());
    expect(errorsOf(await runSync(aws.deps(), ['profiles']))).toEqual([]);
    expect(await b.store.quarantine.all()).toEqual([]);
  });
});

describe('token usage', () => {
  it('that CloudWatch counted before and counts no longer is held back', async () => {
    const { b, aws } = await ledger();
    const hours = await b.store.usage.hours({ range: RANGE });
    aws.change({
      GetMetricData: (answer) => ({
        ...answer,
        MetricDataResults: answer.MetricDataResults.map((one: object) => ({
          ...one,
          Timestamps: [],
          Values: [],
        })),
      }),
    });
    const report = await runSync({ ...aws.deps(), readAgain: true }, ['usage']);
    expect(errorsOf(report).join()).toContain('Held back: Token usage');
    const held = new Set((await b.store.quarantine.all()).map(({ name }) => name.split(' ')[1]));
    const after = await b.store.usage.hours({ range: RANGE });
    const ofHeld = (all: typeof hours) => all.filter(({ dimension }) => held.has(dimension));
    expect(ofHeld(hours).length).toBeGreaterThan(100);
    expect(ofHeld(after)).toEqual(ofHeld(hours));
    aws.change({});
    expect(errorsOf(await runSync({ ...aws.deps(), readAgain: true }, ['usage']))).toEqual([]);
    expect(await b.store.usage.hours({ range: RANGE })).toEqual(hours);
    expect(await b.store.quarantine.all()).toEqual([]);
  });

  it('of series that a listing does not name any more is read all the same', async () => {
    const { b, aws } = await ledger();
    aws.change({ ListMetrics: (answer) => ({ ...answer, Metrics: [] }) });
    b.clock.advance(5 * HOUR_MS);
    await runSync(aws.deps(), ['usage']);
    const [last] = (await b.store.usage.hours({ range: RANGE })).slice(-1);
    expect(Date.parse(last?.hour ?? '')).toBeGreaterThan(NOW + HOUR_MS);
  });
});

describe('a first reading', () => {
  it('that lacks all tags: owners are those of the first tags that are known', async () => {
    const b = await bench({ settings: NOTIFY });
    const aws = await between(b);
    open.push(b, aws);
    aws.change({ GetResources: () => ({ ResourceTagMappingList: [] }) });
    await runSync(aws.deps(), ['profiles']);
    aws.change({});
    b.clock.advance(HOUR_MS);
    await runSync(aws.deps(), ['profiles']);
    const histories = (await b.store.profiles.all()).map(({ history }) => history);
    expect(histories.some(([first]) => first !== undefined)).toBe(true);
    expect(histories.filter(([first]) => first && Object.keys(first.tags).length === 0)).toEqual([]);
    // Whoever has no tags indeed is known to have none, hours after they were first seen.
    b.clock.advance(2 * HOUR_MS);
    await runSync(aws.deps(), ['profiles']);
    const untagged = (await b.store.profiles.all()).filter(({ history }) => history.length === 0);
    expect(untagged).toEqual([]);
  });

  it('of a part of a month that lacks lines is noticed by the total of that part', async () => {
    const b = await bench({
      world: { days: 60 },
      settings: { backfillDays: 45, awsChargeCeiling: money('50') },
    });
    const aws = await between(b);
    open.push(b, aws);
    aws.change({
      GetCostAndUsage: ofTheBill((answer) => ({
        ...answer,
        ResultsByTime: answer.ResultsByTime.map(
          (day: { TimePeriod: { Start: string }; Groups: unknown[] }) => ({
            ...day,
            Groups: day.TimePeriod.Start < '2026-11' ? day.Groups.slice(0, 1) : day.Groups,
          }),
        ),
      })),
    });
    await runSync(aws.deps(), ['charges']);
    aws.change({});
    const october = { start: '2026-10-01', endExclusive: '2026-11-01' };
    const lines = () => b.store.charges.lines({ range: october, records: 'usage' });
    const few = (await lines()).length;
    b.clock.advance(40 * DAY_MS);
    await runSync(aws.deps(), ['charges']);
    expect((await lines()).length).toBeGreaterThan(2 * few);
  });

  it('asks for services that the bill holds, whether or not AWS lists them', async () => {
    const { b, aws } = await ledger();
    const before = await bill(b.store);
    aws.change({
      GetDimensionValues: (answer) => ({ ...answer, DimensionValues: answer.DimensionValues.slice(0, 1) }),
    });
    const report = await runSync({ ...aws.deps(), readAgain: true }, ['charges']);
    expect(report.runs[0]?.status).toBe('ok');
    expect(errorsOf(report).join()).toContain('asked for all the same');
    expect((await bill(b.store)).map((part) => part.length)).toEqual(before.map((part) => part.length));
  });
});
