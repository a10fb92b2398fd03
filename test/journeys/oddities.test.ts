import { BudgetsClient, paginateDescribeBudgets } from '@aws-sdk/client-budgets';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { saidOf } from '../../src/core/known.ts';
import { mirrorName } from '../../src/core/mirrorWanted.ts';
import { formatExact, larger, money, sum, ZERO } from '../../src/core/money.ts';
import { addDays, dayOf, daysOf, instantOf } from '../../src/core/periods.ts';
import type { SpendBasis, SpendGroup, SpendSum } from '../../src/core/questions.ts';
import { type DayRange, type Money, TOKEN_KINDS } from '../../src/core/types.ts';
import { serviceIsBedrock } from '../../src/core/usageTypes.ts';
import { runSync } from '../../src/jobs/sync.ts';
import type { BillLine, TokenKind } from '../../src/simulator/types.ts';
import { openWorld } from './world.ts';

/** A company of which AWS does and people do what is rare: what the ledger holds against what truly happened. */

const at = (moment: string) => Date.parse(`2026-${moment}:00Z`);
/** Before, in and after a holiday week; after it a metric got another name. AWS evaluates budgets at 10:00. */
const WATCHED = {
  moments: ['10-31T09:05', '11-05T10:05', '11-16T10:05'].map(at),
  days: 2,
  settled: { start: '2026-11-07', endExclusive: '2026-11-13' },
};
const LATE = {
  moments: ['11-16T09:05', '11-16T10:05'].map(at),
  days: 6,
  settled: { start: '2026-11-10', endExclusive: '2026-11-13' },
};
const JOBS = ['people', 'profiles', 'usage', 'charges', 'rates', 'spend'] as const;
const NOVEMBER: DayRange = { start: '2026-11-01', endExclusive: '2026-11-17' };
const ACCOUNTS = ['222233334444', '333344445555'];
const PLACES = ['us-east-1', 'us-west-2', 'ap-northeast-1', 'ap-southeast-6', 'ap-southeast-7', 'eu-west-2'];
const DIRECTORY = { identityStoreId: 'd-92670f5a31', region: 'us-west-2', groups: null };
const PREVIEW = 'amazon.nova-preview-v1:0';
const ACTOR = { id: 'local:test' };

/** Models that only a rarer way of the bill speaks of, by what is on their lines. */
const ODD_MODELS: readonly [modelKey: string, pattern: RegExp][] = [
  ['cohere.command-r-v1:0', /^Cohere Command R \(/],
  ['cohere.command-r-plus-v1:0', /^Cohere Command R\+ \(/],
  ['anthropic.claude-3-5-haiku-20241022-v1:0', /^Claude 3\.5 Haiku /],
  ['anthropic.claude-3-5-sonnet-20240620-v1:0', /^Claude 3\.5 Sonnet /],
  ['meta.llama3-1-70b-instruct-v1:0', /Llama3-1-70B/],
  ['deepseek.v3-v1:0', /DeepSeek-V3-1/],
  ['openai.gpt-5.6-luna', /GPT-5\.6 Luna|gpt-5\.6-luna/],
];

type World = Awaited<ReturnType<typeof openWorld>>;
type Amounts = ReadonlyMap<string, bigint>;

/** Sums by a name, without what comes to nothing: to be compared as text, to the last digit. */
function added(entries: Iterable<readonly [string, bigint]>): Record<string, string> {
  const sums = new Map<string, bigint>();
  for (const [key, amount] of entries) sums.set(key, (sums.get(key) ?? 0n) + amount);
  return exactly(sums);
}
const exactly = (sums: Amounts): Record<string, string> =>
  Object.fromEntries(
    [...sums]
      .filter(([, amount]) => amount !== 0n)
      .map(([key, amount]) => [key, formatExact(amount as Money)])
      .sort(),
  );

const nextDay = (day: string) => addDays(day, 1);
const isOurs = ({ recordType, service }: BillLine) => recordType === 'Usage' && serviceIsBedrock(service);
const billOf = ({ simulator }: World, range: DayRange): BillLine[] =>
  daysOf(range).flatMap((day) => simulator.world.bill(day).filter(isOurs));

async function rowsBy(
  { store }: World,
  group: SpendGroup,
  range: DayRange,
  basis: SpendBasis = 'best',
): Promise<SpendSum[]> {
  const question = { range, groupBy: [group], basis, filter: {}, scope: 'all' as const };
  return (await store.spend.query({ ...question, unowned: 'among' })).rows;
}
const amountsBy = async (...asked: Parameters<typeof rowsBy>): Promise<Map<string, bigint>> =>
  new Map((await rowsBy(...asked)).map(({ keys: [key = ''], amount }) => [key, amount]));

/** What each profile truly cost, day by day, under the address that it was tagged with then; '' where it had none. */
const truthByUser = ({ simulator: { world } }: World, range: DayRange): Record<string, string> =>
  added(
    daysOf(range).flatMap((day) =>
      [...world.truth(day, nextDay(day))].flatMap(([arn, cost]) => {
        const tags = world.tagsAt(arn, Date.parse(nextDay(day)) - 1);
        const user = tags.find(({ key }) => key === 'UserEmail')?.value;
        return user === undefined ? [] : [[user, cost] as const];
      }),
    ),
  );

const usedIn = ({ simulator: { world } }: World, { start, endExclusive }: DayRange) =>
  ACCOUNTS.flatMap((account) =>
    PLACES.flatMap((region) => world.usage(account, region, Date.parse(start), Date.parse(endExclusive))),
  );

async function spentInAws({ simulator, credentials, settings }: World): Promise<Amounts> {
  const client = new BudgetsClient({ endpoint: simulator.url, region: 'us-east-1', credentials });
  const found = new Map<string, bigint>();
  const AccountId = settings.payer.accountId ?? '';
  for await (const { Budgets = [] } of paginateDescribeBudgets({ client }, { AccountId }))
    for (const { BudgetName = '', CalculatedSpend } of Budgets)
      found.set(BudgetName, money(CalculatedSpend?.ActualSpend?.Amount ?? '0'));
  return found;
}

describe.each([
  ['profileTags', WATCHED],
  ['iamPrincipal', LATE],
] as const)('a company with oddities, by %s', (attribution, { moments, days, settled }) => {
  let world: World;
  /** Names of the budgets in AWS, by whom they are of. */
  const mirrored = new Map<string, string>();
  const errors: unknown[] = [];
  /** Best-known spend of each model on each day as it was at some moment, and what the bill said of it then. */
  const seen: { day: string; model: string; best: bigint; billed: bigint }[] = [];

  beforeAll(async () => {
    world = await openWorld(
      { users: 6, days, nowMs: moments[0] as number, oddities: true, discounts: false },
      {
        attribution,
        regions: PLACES,
        backfillDays: days + 17,
        directory: DIRECTORY,
        budgetsMirror: { enabled: true, subscribers: [] },
      },
    );
    for (const [index, moment] of moments.entries()) {
      if (moment > world.clock.now()) world.simulator.clock.advanceTo(moment);
      const isLast = index === moments.length - 1;
      // All that the bill says at the last: views of it otherwise wait until a day's bill has arrived.
      const { runs } = await runSync({ ...world.deps, readAgain: isLast }, JOBS);
      errors.push(...runs.flatMap((run) => run.errors));
      await look(moment);
      if (index !== moments.length - 2) continue;
      for (const user of (await amountsBy(world, 'user', NOVEMBER)).keys()) await budgetFor(user);
      await world.sync(['budgets']);
    }
  });
  afterAll(() => world.close());

  async function budgetFor(key: string): Promise<void> {
    if (key === '') return;
    const now = instantOf(world.clock.now());
    const { budget } = await world.store.budgets.set({ kind: 'user', key }, money('1000'), ACTOR, now);
    mirrored.set(key, mirrorName(budget));
  }

  async function look(moment: number): Promise<void> {
    const today = dayOf(moment);
    for (const day of daysOf({ start: addDays(today, -4), endExclusive: nextDay(today) }))
      for (const { keys, amount, billed } of await rowsBy(world, 'model', {
        start: day,
        endExclusive: nextDay(day),
      }))
        seen.push({ day, model: keys[0] ?? '', best: amount, billed });
  }

  it('is read without a word of trouble, a holiday week and a renamed metric included', async () => {
    expect(errors).toEqual([]);
    const findings = await world.store.spend.findings({
      range: { start: '2026-10-20', endExclusive: '2026-11-18' },
    });
    const kinds = new Set(findings.map(({ kind }) => kind));
    for (const kind of ['heldBack', 'billMissing', 'groupingTotals', 'tagNotPlaced'] as const)
      expect([kind, kinds.has(kind)]).toEqual([kind, false]);
  });

  it('is the bill on each day that is settled, to the last digit', async () => {
    const bill = added(billOf(world, settled).map((line) => [line.day, line.unblendedCost]));
    for (const basis of ['best', 'billed'] as const)
      expect(exactly(await amountsBy(world, 'day', settled, basis))).toEqual(bill);
  });

  it('never counted a cost twice: no model on any day was more than all that is billed of it in the end', async () => {
    const ofDay = Map.groupBy(
      seen.filter(({ day }) => day < settled.endExclusive),
      ({ day }) => day,
    );
    for (const [day, held] of ofDay) {
      const final = await amountsBy(world, 'model', { start: day, endExclusive: nextDay(day) }, 'billed');
      // One model comes at three tiers, of which metrics tell the sum alone: an estimate may be some per cent off.
      const over = held.filter(
        ({ model, best, billed }) => best * 100n > larger(final.get(model) ?? 0n, billed) * 105n,
      );
      expect([day, over]).toEqual([day, []]);
    }
    expect(ofDay.size).toBeGreaterThan(moments.length - 2);
  });

  it('gives everybody what is truly theirs', async () => {
    const held = await amountsBy(world, 'user', settled);
    held.delete('');
    if (attribution === 'profileTags') expect(exactly(held)).toEqual(truthByUser(world, settled));
    else
      expect(exactly(held)).toEqual(
        added(
          billOf(world, settled).flatMap(({ tags, unblendedCost }) => {
            const user = tags['iamPrincipal/UserEmail'];
            return user === undefined ? [] : [[user, unblendedCost] as const];
          }),
        ),
      );
    expect(held.size).toBeGreaterThan(5);
  });

  it('gives every profile what it truly cost, one tag value in two accounts and a new geography among them', async () => {
    const held = await amountsBy(world, 'profile', settled);
    held.delete('');
    const truth = [...world.simulator.world.truth(settled.start, settled.endExclusive)];
    expect(exactly(held)).toEqual(
      added(truth.filter(([arn]) => /:application-inference-profile\//.test(arn))),
    );
    const names = new Map((await world.store.profiles.all()).map(({ arn, name }) => [arn, name]));
    const odd = [...held.keys()]
      .map((arn) => names.get(arn))
      .filter((name) => name === 'assistant' || name === 'london-desk');
    expect(odd.sort()).toEqual(['assistant', 'assistant', 'london-desk']);
  });

  it.each(ODD_MODELS)('knows what is billed of %s by its name alone', async (modelKey, pattern) => {
    const lines = billOf(world, settled).filter(
      (line) => pattern.test(line.service) || pattern.test(line.usageType),
    );
    const held = (await amountsBy(world, 'model', settled, 'billed')).get(modelKey) ?? 0n;
    expect(held).toBe(lines.reduce((total, line) => total + line.unblendedCost, 0n));
    expect(held).toBeGreaterThan(0n);
  });

  it.each([
    ['cohere.command-r-v1:0', 'standard', '0.5', '1.5'],
    ['cohere.command-r-plus-v1:0', 'standard', '3', '15'],
    ['meta.llama3-1-70b-instruct-v1:0', 'latencyOptimized', '0.9', '0.9'],
    ['anthropic.claude-3-5-haiku-20241022-v1:0', 'latencyOptimized', '1', '5'],
  ])('has learned what %s costs, %s', async (modelKey, tier, input, output) => {
    const learned = (await world.store.rates.all()).filter(
      (rate) => rate.source === 'learned' && rate.modelKey === modelKey && rate.tier === tier,
    );
    const priceOf = (kind: TokenKind) =>
      new Set(learned.filter((rate) => rate.kind === kind).map(({ perMillion }) => formatExact(perMillion)));
    expect([priceOf('input'), priceOf('output')]).toEqual([new Set([input]), new Set([output])]);
  });

  it('has no amount for a model that has no price, and one for all others', async () => {
    const rows = await rowsBy(world, 'model', settled);
    const preview = rows.find(({ keys }) => keys[0] === PREVIEW);
    const tokens = usedIn(world, settled)
      .filter(({ modelIdDimension }) => modelIdDimension === PREVIEW)
      .reduce((total, hour) => total + BigInt(hour.tokens.input + hour.tokens.output), 0n);
    expect(tokens).toBeGreaterThan(0n);
    expect([preview?.unpricedTokens, preview && saidOf(preview)]).toEqual([tokens, 'unpriced']);
    for (const row of rows)
      if (saidOf(row) !== 'unpriced') expect([row.keys[0], row.amount > 0n]).toEqual([row.keys[0], true]);
    const findings = await world.store.spend.findings({ range: settled });
    const ofPreview = findings.filter(({ detail }) => detail.model === PREVIEW);
    expect(new Set(ofPreview.map(({ kind, amount }) => `${kind} ${amount}`))).toEqual(
      new Set(['unpricedModel null', 'seenNotBilled null']),
    );
  });

  it('counts every token that was metered, under whatever name', async () => {
    const today = dayOf(world.clock.now());
    const range = { start: addDays(dayOf(moments[0] ?? 0), -days), endExclusive: today };
    expect(daysOf(range).length).toBeGreaterThan(5);
    const metered = usedIn(world, range);
    for (const kind of TOKEN_KINDS) {
      const rows = await rowsBy(world, 'tokenKind', range);
      const held = rows.find(({ keys }) => keys[0] === kind)?.tokens;
      expect([kind, held]).toEqual([
        kind,
        metered.reduce((total, { tokens }) => total + BigInt(tokens[kind]), 0n),
      ]);
    }
  });

  it('is what AWS’s own budgets count, person by person', async () => {
    const there = await spentInAws(world);
    const held = await rowsBy(world, 'user', NOVEMBER, 'billed');
    const ours = held.filter(({ keys: [user = ''] }) => mirrored.has(user));
    expect(ours.length).toBeGreaterThan(5);
    for (const {
      keys: [user = ''],
      amount,
    } of ours) {
      const more = amount - (there.get(mirrored.get(user) ?? '') ?? ZERO);
      // Of the running day, tokens say whose a line is before its tags do: AWS cannot know of that.
      expect([user, more >= 0n && more * 1000n <= amount]).toEqual([user, true]);
    }
  });

  it('brings together what is one person’s, once that is said', async () => {
    const people = (await world.store.people.list()).map(({ email }) => email);
    const before = await amountsBy(world, 'user', settled);
    const pairs = people.flatMap((email) =>
      [...before.keys()]
        .filter((other) => other !== email && other.toLowerCase() === email.toLowerCase())
        .map((alias) => ({ email, alias })),
    );
    const now = instantOf(world.clock.now());
    for (const pair of pairs) await world.store.people.addAlias({ ...pair, source: 'byHand' }, ACTOR, now);
    const after = await amountsBy(world, 'user', settled);
    for (const { email, alias } of pairs) {
      expect(after.get(email)).toBe((before.get(email) ?? 0n) + (before.get(alias) ?? 0n));
      expect(after.has(alias)).toBe(false);
    }
    expect(sum([...after.values()] as Money[])).toBe(sum([...before.values()] as Money[]));
  });
});
