import { describe, expect, it } from 'vitest';
import { startSimulator } from '../../../src/simulator/server.ts';
import type { BillLine } from '../../../src/simulator/types.ts';
import { cost, days, NOW, ofModels, profilesOf, usageOf, worldAt } from './support.ts';

/** What AWS does now and then, in a world that was asked for it; the others are as they were. */

const world = worldAt(NOW, { oddities: true });
const NOVEMBER = days('2026-11-10', 8);
const lines = NOVEMBER.flatMap((day) => ofModels(world.bill(day)));
const USD = 10_000_000_000n;
const ACCOUNTS = ['222233334444', '333344445555'];

/** Tokens in a unit, as the unit says. */
const PER_UNIT: Readonly<Record<string, bigint>> = {
  '1K tokens': 1_000n,
  '1M tokens': 1_000_000n,
  Units: 1_000_000n,
};

describe('a world with oddities', () => {
  it('is the ordinary world and more: whoever did not ask for it has none', () => {
    const plain = worldAt();
    expect(plain.regions).not.toContain('eu-west-2');
    expect(plain.foundationModels.map(({ modelId }) => modelId)).not.toContain('openai.gpt-5.6-luna');
    const own = new Set(world.foundationModels.map(({ modelId }) => modelId));
    expect(plain.foundationModels.filter(({ modelId }) => !own.has(modelId))).toEqual([]);
    expect(NOVEMBER.flatMap((day) => plain.bill(day)).some((line) => /luna/i.test(line.usageType))).toBe(
      false,
    );
    expect(worldAt(NOW, { oddities: false }).bill('2026-11-10')).toEqual(plain.bill('2026-11-10'));
  });

  it('bills what its truth says, to the last digit', () => {
    for (const day of NOVEMBER) {
      const truth = [...world.truth(day, days(day, 2)[1] as string).values()].reduce((a, b) => a + b, 0n);
      expect(cost(ofModels(world.bill(day)))).toBe(truth);
    }
  });

  it.each([
    ['Amazon Bedrock', 'USE1-NovaPro-input-tokens-latency-optimized', '1K tokens', 0.001],
    ['Amazon Bedrock', 'USE1-Llama3-1-70B-LatencyOptimized-input-tokens', '1K tokens', 0.0009],
    [
      'Claude 3.5 Haiku (Amazon Bedrock Edition)',
      'USE1-MP:USE1_InputTokenCount_LatencyOptimized-Units',
      'Units',
      1,
    ],
    [
      'Claude 3.5 Sonnet (Amazon Bedrock Edition)',
      'USE1-MP:USE1_MillionBatchInputTokens-Units',
      'Units',
      1.5,
    ],
    [
      'Amazon Bedrock Service',
      'USE1-Claude4.6Sonnet-output-tokens-long-context-cross-region-global',
      '1K tokens',
      0.015,
    ],
    [
      'Amazon Bedrock',
      'USE1-openai.gpt-5.6-luna-mantle-cache-write-tokens-5m-long-ctx-flex',
      '1K tokens',
      0.000625,
    ],
    ['Cohere Command R (Amazon Bedrock Edition)', 'USE1-MP:USE1_OutputTokenCount-Units', 'Units', 1.5],
    ['Cohere Command R+ (Amazon Bedrock Edition)', 'USE1-MP:USE1_OutputTokenCount-Units', 'Units', 15],
    [
      'OpenAI GPT-5.6 Luna (Amazon Bedrock Edition)',
      'USE1-MP:USE1_input_tokens_standard-Units',
      'Units',
      1.25,
    ],
    // A thousandth of what the spelling makes one expect.
    ['Amazon Bedrock', 'USE1-DeepSeek-V3-1-input-tokens', '1M tokens', 0.58],
    ['Claude Sonnet 4.6 (Amazon Bedrock Edition)', 'EUW2-MP:EUW2_InputTokenCount-Units', 'Units', 3.3],
    ['Claude Sonnet 4.6 (Amazon Bedrock Edition)', 'APS8-MP:APS8_InputTokenCount_Global-Units', 'Units', 3],
    ['Amazon Bedrock', 'APS9-NovaLite-input-tokens', '1K tokens', 0.00006],
  ])('spells %s %s, counted in %s at $%d', (service, usageType, unit, usd) => {
    const found = lines.filter((line) => line.service === service && line.usageType === usageType);
    expect(found.length).toBeGreaterThan(3);
    expect(new Set(found.map((line) => line.unit))).toEqual(new Set([unit]));
    const quantity = found.reduce((sum, line) => sum + line.quantity, 0n);
    expect(Number(cost(found)) / Number(quantity)).toBeCloseTo(usd, 7);
  });

  it('meters every token that it bills, but for batch jobs and the other endpoint', () => {
    const elsewhere = ({ usageType, service }: BillLine) =>
      /batch|mantle/i.test(usageType) || /OpenAI/.test(service);
    let billed = 0n;
    for (const line of lines.filter((one) => !elsewhere(one) && one.unit !== 'Images'))
      billed += (line.quantity * (PER_UNIT[line.unit] ?? 0n)) / USD;
    let metered = 0n;
    for (const { tokens, modelIdDimension } of usageOf(world, NOVEMBER[0] as string, NOVEMBER.length))
      if (modelIdDimension !== 'amazon.nova-preview-v1:0')
        metered += BigInt(tokens.input + tokens.output + tokens.cacheRead + tokens.cacheWrite);
    expect(metered).toBeGreaterThan(0n);
    expect(billed).toBe(metered);
  });

  it('has a model in preview that is metered and never billed', () => {
    const used = usageOf(world, '2026-11-10', 8).filter(({ modelIdDimension }) =>
      /preview/.test(modelIdDimension),
    );
    expect(used.reduce((sum, { tokens }) => sum + tokens.input, 0)).toBeGreaterThan(1_000_000);
    expect(world.truth('2026-11-10', '2026-11-18').has('amazon.nova-preview-v1:0')).toBe(false);
  });

  it('has one value of a tag in two accounts, of two people', () => {
    const shared = profilesOf(world).filter(({ tags }) => tags.some(({ value }) => value === 'assistant'));
    expect(new Set(shared.map(({ accountId }) => accountId)).size).toBe(2);
    expect(new Set(shared.map(({ tags }) => tags.find(({ key }) => key === 'UserEmail')?.value)).size).toBe(
      2,
    );
    const billed = lines.filter((line) => line.tags.InferenceProfile === 'assistant');
    expect(new Set(billed.map((line) => line.linkedAccount)).size).toBe(2);
  });

  it('has a geography of its own prefix, through a profile and directly', () => {
    const uk = world.systemProfiles.filter(({ id }) => id.startsWith('uk.'));
    expect(uk).toMatchObject([{ region: 'eu-west-2', route: 'geo', modelId: 'anthropic.claude-sonnet-4-6' }]);
    const here = world.usage('222233334444', 'eu-west-2', Date.parse('2026-11-10'), Date.parse('2026-11-18'));
    const profile = profilesOf(world).find(({ region }) => region === 'eu-west-2');
    expect(new Set(here.map(({ modelIdDimension }) => modelIdDimension))).toEqual(
      new Set(['uk.anthropic.claude-sonnet-4-6', profile?.shortId]),
    );
  });

  it('has people whose tags are in other letters than the directory knows', () => {
    const known = new Set(world.directory().users.map(({ email }) => email));
    const emails = profilesOf(world).flatMap(({ tags }) => tags.filter(({ key }) => key === 'UserEmail'));
    const other = emails.filter(({ value }) => !known.has(value) && known.has(value.toLowerCase()));
    expect(other.length).toBeGreaterThan(1);
  });

  it('works a tenth as much in a holiday week, and nothing is missing from it', () => {
    const week = (first: string) => cost(days(first, 7).flatMap((day) => ofModels(world.bill(day))));
    const [before, holiday, after] = ['2026-10-26', '2026-11-02', '2026-11-09'].map(week) as [
      bigint,
      bigint,
      bigint,
    ];
    for (const usual of [before, after]) {
      expect(Number(holiday) / Number(usual)).toBeLessThan(0.2);
      expect(Number(holiday) / Number(usual)).toBeGreaterThan(0.03);
    }
    for (const day of days('2026-11-02', 7)) expect(ofModels(world.bill(day)).length).toBeGreaterThan(20);
  });

  it('has its programs call as roles that IAM has', async () => {
    const simulator = await startSimulator({ users: 2, days: 3, nowMs: NOW, speed: 0, oddities: true });
    try {
      const named = ACCOUNTS.flatMap((account) =>
        world.regions
          .flatMap((region) => simulator.world.modelCalls(account, region, '2026-11-23'))
          .flatMap(({ caller }) =>
            caller.kind === 'session' && caller.role.path === '/service/'
              ? [`${account} ${caller.role.name}`]
              : [],
          ),
      );
      expect(new Set(named)).toContain(`${ACCOUNTS[0]} bedrock-london-office`);
      const there = new Set(simulator.access.identities.map(({ account, name }) => `${account} ${name}`));
      expect([...new Set(named)].filter((one) => !there.has(one))).toEqual([]);
    } finally {
      await simulator.close();
    }
  });
});
