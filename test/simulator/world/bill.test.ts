import { describe, expect, it } from 'vitest';
import type { BillLine, TokenKind, World } from '../../../src/simulator/types.ts';
import { cost, DAY, days, HOUR, NOW, ofModels, profilesOf, startOf, usageOf, worldAt } from './support.ts';

const OCTOBER = days('2026-10-01', 31);

describe('the bill of a day', () => {
  it('arrives about a day late, grows, is restated once in a while, and ends as the truth', () => {
    const faults = { missing: 0, double: 0 };
    const lateness: number[] = [];
    for (const day of OCTOBER) {
      const start = startOf(day);
      const world = worldAt(start, { days: 3 });
      const truth = [...world.truth(day, days(day, 2)[1] as string).values()].reduce((a, b) => a + b, 0n);
      let shown = 0n;
      for (let hours = 0; hours <= 24 + 24; hours++) {
        world.clock.advanceTo(start + hours * HOUR);
        const now = cost(ofModels(world.bill(day)));
        expect(now).toBeGreaterThanOrEqual(shown);
        if (shown === 0n && now > 0n) lateness.push(hours);
        shown = now;
      }
      if (shown < truth) faults.missing += 1;
      if (shown > truth) faults.double += 1;
      world.clock.advanceTo(start + 5 * DAY);
      expect(cost(ofModels(world.bill(day)))).toBe(truth);
    }
    expect(Math.min(...lateness)).toBeGreaterThanOrEqual(6);
    expect(Math.max(...lateness)).toBeLessThanOrEqual(24);
    expect(faults.missing).toBeGreaterThan(0);
    expect(faults.double).toBeGreaterThan(0);
    // Most days are right at once.
    expect(faults.missing + faults.double).toBeLessThan(25);
  });

  it('comes service by service', () => {
    const world = worldAt(startOf('2026-11-05'), { users: 60 });
    const services = (hours: number) => {
      world.clock.advanceTo(startOf('2026-11-05') + hours * HOUR);
      return new Set(ofModels(world.bill('2026-11-05')).map((line) => line.service)).size;
    };
    const counts = Array.from({ length: 49 }, (_, hours) => services(hours));
    expect(new Set(counts).size).toBeGreaterThan(3);
    expect(counts.at(-1)).toBeGreaterThan(6);
  });

  it('is empty before history begins and for days to come', () => {
    const world = worldAt();
    expect(world.bill('2026-11-25')).toEqual([]);
    expect(world.bill('2026-09-01')).toEqual([]);
  });

  it('is estimated until noon of the fourth of the next month', () => {
    const world = worldAt(Date.parse('2026-12-04T11:59:59Z'));
    expect(world.billIsEstimated('2026-11-30')).toBe(true);
    expect(world.billIsEstimated('2026-10-31')).toBe(false);
    world.clock.advanceTo(Date.parse('2026-12-04T12:00:00Z'));
    expect(world.billIsEstimated('2026-11-30')).toBe(false);
    expect(world.billIsEstimated('2026-12-01')).toBe(true);
  });
});

/** Kind of a usage type, read here by its words alone. */
function kindOf(usageType: string): TokenKind | null {
  if (/guardrail|T2I|Holodeck/i.test(usageType)) return null;
  if (/cache-?_?read/i.test(usageType)) return 'cacheRead';
  if (/cache-?_?write/i.test(usageType)) return 'cacheWrite';
  if (/output/i.test(usageType)) return 'output';
  return /input/i.test(usageType) ? 'input' : null;
}

const perUnit = (line: BillLine): bigint => (line.unit === '1K tokens' ? 1_000n : 1_000_000n);

describe('billed quantities', () => {
  it.each([0, 20])('equal the token metrics to the token, with %d % of one-hour writes', (percent) => {
    const world = worldAt(NOW, { oneHourCachePercent: percent });
    const compared = new Set<string>();
    for (const day of days('2026-11-02', 7)) {
      const seen = new Map<string, bigint>();
      const add = (key: string, n: bigint) => seen.set(key, (seen.get(key) ?? 0n) + n);
      for (const hour of usageOf(world, day)) {
        for (const [kind, n] of Object.entries(hour.tokens))
          add(`${hour.accountId} ${hour.region} ${kind}`, BigInt(n));
        add(`${hour.accountId} ${hour.region} images`, BigInt(hour.images));
      }
      for (const line of ofModels(world.bill(day))) {
        // Batch jobs and the other endpoint are billed and have metrics elsewhere.
        if (/batch|mantle/i.test(line.usageType)) continue;
        const kind = kindOf(line.usageType);
        const where = `${line.linkedAccount} ${line.region}`;
        if (kind === null) add(`${where} images`, -line.quantity / 10_000_000_000n);
        else add(`${where} ${kind}`, -(line.quantity * perUnit(line)) / 10_000_000_000n);
        compared.add(`${day} ${kind ?? 'images'}`);
      }
      expect([...seen].filter(([, left]) => left !== 0n)).toEqual([]);
    }
    // Every kind of token was billed on each of the days.
    const kinds = ['cacheRead', 'cacheWrite', 'input', 'output'];
    const tokens = [...compared].filter((one) => !one.endsWith('images')).sort();
    expect(tokens).toEqual(days('2026-11-02', 7).flatMap((day) => kinds.map((kind) => `${day} ${kind}`)));
    expect(compared.size).toBeGreaterThan(tokens.length);
  });

  it('are split by time to live in the share that was asked for', () => {
    const world = worldAt(NOW, { oneHourCachePercent: 20 });
    const claude = days('2026-11-02', 7)
      .flatMap((day) => ofModels(world.bill(day)))
      .filter((line) => line.service !== 'Amazon Bedrock' && kindOf(line.usageType) === 'cacheWrite');
    const hour = claude.filter((line) => /1h/.test(line.usageType));
    const sum = (lines: BillLine[]) => Number(lines.reduce((n, line) => n + line.quantity, 0n));
    expect(sum(hour) / sum(claude)).toBeCloseTo(0.2, 4);
    const none = days('2026-11-02', 7).flatMap((day) => worldAt().bill(day));
    expect(none.some((line) => kindOf(line.usageType) === 'cacheWrite')).toBe(true);
    expect(none.some((line) => /1h/.test(line.usageType))).toBe(false);
  });

  it('are mostly cache reads where people work with coding agents', () => {
    const world = worldAt();
    const agents = new Set(
      profilesOf(world)
        .filter((p) => p.copyFrom.includes('claude'))
        .map((p) => p.shortId),
    );
    const series = new Map<string, { input: number; cacheRead: number }>();
    for (const { modelIdDimension: id, tokens } of usageOf(world, '2026-11-02', 7)) {
      const sum = series.get(id) ?? { input: 0, cacheRead: 0 };
      series.set(id, { input: sum.input + tokens.input, cacheRead: sum.cacheRead + tokens.cacheRead });
    }
    const used = [...series].filter(([id]) => agents.has(id)).map(([, sum]) => sum);
    const heavy = used.filter(({ input, cacheRead }) => cacheRead > 20 * input);
    expect(heavy.length).toBeGreaterThan(used.length / 3);
    expect(heavy.length).toBeLessThan(used.length);
  });
});

/** USD per billing unit by SERVICE and USAGE_TYPE. */
function unitPrices(world: World, first: string, count: number): Map<string, number> {
  const prices = new Map<string, number>();
  for (const line of days(first, count).flatMap((day) => ofModels(world.bill(day))))
    if (line.quantity > 10_000_000n)
      prices.set(`${line.service}|${line.usageType}`, Number(line.unblendedCost) / Number(line.quantity));
  return prices;
}

describe('prices on the bill', () => {
  const plain = unitPrices(worldAt(NOW, { users: 150, days: 90, oneHourCachePercent: 20 }), '2026-10-20', 20);
  const SONNET = 'Claude Sonnet 4.6 (Amazon Bedrock Edition)';
  const OPUS = 'Claude Opus 5.5 (Amazon Bedrock Edition)';

  it.each([
    [SONNET, 'USE1-MP:USE1_InputTokenCount_Global-Units', 3],
    [SONNET, 'USE1-MP:USE1_OutputTokenCount-Units', 16.5],
    [SONNET, 'USE1-MP:USE1_CacheReadInputTokenCount_Global-Units', 0.3],
    [SONNET, 'USE1-MP:USE1_CacheWriteInputTokenCount_Global-Units', 3.75],
    [SONNET, 'USE1-MP:USE1_CacheWrite1hInputTokenCount_Global-Units', 6],
    [OPUS, 'USE1-MP:USE1_output_tokens_global_standard-Units', 20],
    [OPUS, 'USE1-MP:USE1_cache_read_tokens_global_standard-Units', 0.2],
    [OPUS, 'USE1-MP:USE1_cache_write_tokens_1h_global_standard-Units', 8],
    [OPUS, 'USE1-MP:USE1_input_tokens_standard-Units', 4.4],
    ['Claude Haiku 4.5 (Amazon Bedrock Edition)', 'USE1-MP:USE1_OutputTokenCount_Batch-Units', 2.75],
    ['Amazon Bedrock', 'USE1-NovaPro-input-tokens', 0.0008],
    ['Amazon Bedrock', 'USE1-NovaPro-output-tokens-batch', 0.0016],
    ['Amazon Bedrock', 'USE1-NovaPro-cache-write-input-token-count', 0],
    ['Amazon Bedrock', 'USE1-openai.gpt-oss-120b-mantle-input-tokens-standard', 0.00015],
    ['Amazon Bedrock', 'USE1-Qwen3-32B-output-tokens', 0.0006],
    ['Amazon Bedrock', 'USE1-Qwen3-32B-output-tokens-flex', 0.0003],
    ['Amazon Bedrock', 'USE1-Qwen3-32B-output-tokens-priority', 0.00105],
    ['Amazon Bedrock', 'USE1-Nova2.0Lite-output-tokens-cross-region-global', 0.0025],
    ['Amazon Bedrock Service', 'USE1-Claude4.6Sonnet-output-tokens', 0.0165],
    ['Amazon Bedrock Service', 'USE1-Claude4.6Sonnet-cache-read-input-token-count', 0.00033],
    ['Amazon Bedrock Service', 'USE1-Claude4.6Sonnet-cache-write-1h-input-token-count', 0.0066],
    [SONNET, 'USE1-MP:USE1_InputTokenCount_LCtx_Global-Units', 3],
    ['Claude Opus 4.7 (Amazon Bedrock Edition)', 'USE1-MP:USE1_input_tokens_long_ctx_standard-Units', 5.5],
    ['Amazon Bedrock', 'USE1-TitanEmbeddingV2-Text-input-tokens', 0.00002],
    ['Amazon Bedrock', 'USE1-NovaCanvas-T2I-1024-Standard', 0.04],
  ])('%s %s costs $%d a unit', (service, usageType, usd) => {
    expect(plain.get(`${service}|${usageType}`)).toBeCloseTo(usd, 8);
  });

  it('carry the prefix of their Region, twice for the marketplace', () => {
    const prefixes = new Set([...plain.keys()].map((key) => /\|([A-Z]+\d)-/.exec(key)?.[1]));
    expect(prefixes).toEqual(new Set(['USE1', 'USW2', 'APN1']));
    const marketplace = [...plain.keys()].filter((key) => key.includes('MP:'));
    expect(marketplace.length).toBeGreaterThan(20);
    for (const key of marketplace) expect(key).toMatch(/\|(\w+)-MP:\1_\w+-Units$/);
  });

  it('fall for one model on a fixed day', () => {
    const world = worldAt(NOW, { users: 150, days: 90 });
    const key = 'Amazon Bedrock|USE1-Qwen3-Coder-480B-A35B-input-tokens';
    expect(unitPrices(world, '2026-10-05', 10).get(key)).toBeCloseTo(0.001125, 7);
    expect(unitPrices(world, '2026-10-15', 10).get(key)).toBeCloseTo(0.00045, 7);
  });

  it.each([1, 2, 3, 7, 42])('hide 10 to 25 % on some models of seed %d, the same on every day', (seed) => {
    const options = { users: 60, seed, oneHourCachePercent: 20 };
    const list = unitPrices(worldAt(NOW, options), '2026-11-02', 12);
    const paid = unitPrices(worldAt(NOW, { ...options, discounts: true }), '2026-11-02', 12);
    const offs = [...list]
      .filter(([key, usd]) => usd > 0 && !key.includes('T2I'))
      .map(([key, usd]) => 1 - (paid.get(key) as number) / usd);
    const hidden = offs.filter((off) => off > 0.0001);
    expect(hidden.length).toBeGreaterThan(0);
    expect(hidden.length).toBeLessThan(offs.length);
    expect(Math.min(...hidden)).toBeGreaterThan(0.0995);
    expect(Math.max(...hidden)).toBeLessThan(0.2505);
  });
});

const REDUCTIONS = [
  'Credit',
  'Refund',
  'Enterprise Discount Program Discount',
  'Solution Provider Program Discount',
  'Bundled Discount',
  'Private Rate Discount',
  'Distributor Discount',
];

describe('the whole bill', () => {
  const world = worldAt(NOW, { users: 120, days: 100, discounts: true });
  const october = OCTOBER.flatMap((day) => world.bill(day));
  const usd = (lines: BillLine[]) => Number(cost(lines)) / 1e10;

  it('is that of a company of 120 people', () => {
    const spend = usd(ofModels(october));
    expect(spend).toBeGreaterThan(15_000);
    expect(spend).toBeLessThan(30_000);
  });

  it('has a few per cent without an owner or around the profiles', () => {
    const lines = ofModels(october);
    const share = (left: BillLine[]) => usd(left) / usd(lines);
    const untagged = share(lines.filter((line) => line.tags.UserEmail === undefined));
    expect(untagged).toBeGreaterThan(0.02);
    expect(untagged).toBeLessThan(0.15);
    const noSession = share(lines.filter((line) => line.tags['iamPrincipal/UserEmail'] === undefined));
    expect(noSession).toBeGreaterThan(0.01);
    expect(noSession).toBeLessThan(0.15);
  });

  it('has credits, refunds, tax and discounts beside usage, and other services', () => {
    expect(new Set(october.map((line) => line.recordType))).toEqual(new Set(['Usage', 'Tax', ...REDUCTIONS]));
    for (const type of REDUCTIONS)
      expect(usd(october.filter((line) => line.recordType === type)), type).toBeLessThan(0);
    const elsewhere = october.filter((line) => line.recordType !== 'Usage' && !/Bedrock/.test(line.service));
    expect(new Set(elsewhere.map((line) => line.service))).toEqual(
      new Set(['Tax', 'Solution Provider Program Discount', 'Distributor Discount']),
    );
    const services = new Set(october.map((line) => line.service));
    for (const name of ['Amazon Bedrock AgentCore', 'Amazon Simple Storage Service', 'AmazonCloudWatch'])
      expect(services).toContain(name);
    const bedrock = new Map(
      october.filter((l) => l.service === 'Amazon Bedrock').map((l) => [l.usageType, l]),
    );
    for (const [usageType, usdPerUnit] of [
      ['USE1-Guardrail-ContentPolicyUnitsConsumed', 0.00015],
      ['USE1-AmazonRerank-v1-searchunits', 0.001],
      ['USE1-qwen.qwen3-coder-next-reserved-input-tpm', 0.18],
      ['USE1-NovaLite-Customization-Training', 0.002],
      ['USE1-Nova2.0Lite-ProvisionedThroughput-NoCommit-ModelUnits', 60.5],
    ] as const) {
      const line = bedrock.get(usageType);
      expect(Number(line?.unblendedCost) / Number(line?.quantity), usageType).toBeCloseTo(usdPerUnit, 6);
    }
  });
});
