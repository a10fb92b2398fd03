import type { BillLine, Day, Tag, TokenKind, WorldOptions } from '../types.ts';
import { type BilledModel, REGION_PREFIX } from './catalogue.ts';
import { costCenterAt } from './company.ts';
import { IMAGE_PRICE, PRICE_STEPS, priceOf, TIER_FACTORS } from './prices.ts';
import { chance, pick } from './rng.ts';
import type { Source } from './source.ts';
import { principalTags, type SourceHours, tagsAt } from './sources.ts';
import { dayStart, HOUR } from './time.ts';

/** What AWS bills for a day's use of models: lines in AWS's spelling with exact cost. */

const USD = 10_000_000_000;
type Ttl = '5m' | '1h';

/** 10⁻¹⁰ USD per 1,000,000 tokens, hidden discount included. */
function ratePerMillion(
  o: Pick<WorldOptions, 'seed' | 'discounts'>,
  model: BilledModel,
  kind: TokenKind,
  ttl: Ttl,
  route: 'regional' | 'global',
  day: Day,
): bigint {
  const price = priceOf(model.modelId);
  if (!price) return 0n;
  const usd = kind === 'cacheWrite' && ttl === '1h' ? price.cacheWrite1h : price[kind];
  const surcharge = price.regionalSurcharge && route === 'regional' ? 110n : 100n;
  const step = PRICE_STEPS[model.modelId];
  const before = step && day < step.day ? BigInt(step.factorBefore * 10) : 10n;
  const list = (BigInt(Math.round(usd * USD)) * surcharge * before) / 1000n;
  return (list * BigInt(1000 - discountPerMille(o, model))) / 1000n;
}

/** 10–25 % for about two models in three, nothing for the rest. */
function discountPerMille(o: Pick<WorldOptions, 'seed' | 'discounts'>, model: BilledModel): number {
  if (!o.discounts || chance(`${o.seed}|discounted|${model.modelId}`) > 0.67) return 0;
  return 100 + pick(`${o.seed}|discount|${model.modelId}`, 151);
}

const OLD_METER: Readonly<Record<TokenKind, string>> = {
  input: 'InputTokenCount',
  output: 'OutputTokenCount',
  cacheRead: 'CacheReadInputTokenCount',
  cacheWrite: 'CacheWriteInputTokenCount',
};
const NEW_METER: Readonly<Record<TokenKind, string>> = {
  input: 'input_tokens',
  output: 'output_tokens',
  cacheRead: 'cache_read_tokens',
  cacheWrite: 'cache_write_tokens',
};
const AWS_METER: Readonly<Record<TokenKind, string>> = {
  input: 'input-tokens',
  output: 'output-tokens',
  cacheRead: 'cache-read-input-token-count',
  cacheWrite: 'cache-write-input-token-count',
};

/** What of a source shows in USAGE_TYPE. */
type Billed = Pick<Source, 'route' | 'channel' | 'tier' | 'longContext' | 'meter'>;

/** The service tier as the bill spells it. */
const tierOf = ({ channel, tier }: Pick<Source, 'channel' | 'tier'>) =>
  channel === 'batch' ? 'batch' : tier === 'default' ? 'standard' : tier;

/** USAGE_TYPE in AWS's spellings, and how many tokens one unit of quantity is. */
function usageType(
  model: BilledModel,
  region: string,
  kind: TokenKind,
  ttl: Ttl,
  source: Billed,
): { usageType: string; perUnit: number; unit: string } {
  const prefix = REGION_PREFIX[region] as string;
  if (source.meter) return { ...source.meter, usageType: source.meter.spelled(kind, prefix) };
  if (model.billing === 'aws' || model.billing === 'images')
    return {
      usageType: `${prefix}-${awsMeter(model, kind, ttl, source)}`,
      perUnit: 1_000,
      unit: '1K tokens',
    };
  const meter = (model.billing === 'marketplace' ? olderMeter : newerMeter)(kind, ttl, source);
  return { usageType: `${prefix}-MP:${prefix}_${meter}-Units`, perUnit: 1_000_000, unit: 'Units' };
}

function olderMeter(kind: TokenKind, ttl: Ttl, source: Billed): string {
  const meter = kind === 'cacheWrite' && ttl === '1h' ? 'CacheWrite1hInputTokenCount' : OLD_METER[kind];
  const words = [source.longContext && 'LCtx', source.route === 'global' && 'Global'];
  const batch = source.channel === 'batch' && 'Batch';
  return [meter, ...words, batch].filter(Boolean).join('_');
}

function newerMeter(kind: TokenKind, ttl: Ttl, source: Billed): string {
  const hour = kind === 'cacheWrite' && ttl === '1h' && '1h';
  const words = [source.longContext && 'long_ctx', source.route === 'global' && 'global'];
  return [NEW_METER[kind], hour, ...words, tierOf(source)].filter(Boolean).join('_');
}

/** The endpoint `bedrock-mantle` names models by their id and always says the tier; the other leaves out the standard one. */
function awsMeter(model: BilledModel, kind: TokenKind, ttl: Ttl, source: Billed): string {
  const meter = kind === 'cacheWrite' && ttl === '1h' ? 'cache-write-1h-input-token-count' : AWS_METER[kind];
  const tier = tierOf(source);
  if (source.channel === 'mantle')
    return `${model.modelId.replace(/(-v?\d+)?:\d+$/, '')}-mantle-${meter}-${tier}`;
  const words = [tier !== 'standard' && tier !== 'batch' && tier, source.route === 'global' && GLOBAL];
  return [model.spelling, meter, ...words, tier === 'batch' && tier].filter(Boolean).join('-');
}

const GLOBAL = 'cross-region-global';

/** Use of a source that shares a day, tags and caller. */
interface Metered {
  source: Source;
  tags: Record<string, string>;
  tokens: Record<TokenKind, number>;
  images: number;
}

/** How often an hour of a service is on the bill by now: not yet, once, or twice until AWS restates it. */
export type Arrived = (service: string, hour: number) => 0 | 1 | 2;

/** Groups a source's hours on the bill by the tags in force; nearly always one group. */
function metered({ source, hours }: SourceHours, start: number, arrived: Arrived): Metered[] {
  const groups: Metered[] = [];
  let own: readonly Tag[] | null = null;
  let caller: string | null = null;
  for (const { hour, tokens, images } of hours) {
    const times = arrived(source.model.service, hour);
    if (times === 0) continue;
    const at = start + hour * HOUR;
    const ownNow = source.profile ? tagsAt(source.profile, at) : NO_TAGS;
    const callerNow = source.person ? costCenterAt(source.person, at) : '';
    let group = groups.at(-1);
    if (!group || own !== ownNow || caller !== callerNow) {
      own = ownNow;
      caller = callerNow;
      const tags = Object.fromEntries(ownNow.map((t) => [t.key, t.value]));
      group = {
        source,
        tags: { ...tags, ...principalTags(source, at) },
        tokens: { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 },
        images: 0,
      };
      groups.push(group);
    }
    for (const kind of TOKEN_KINDS) group.tokens[kind] += tokens[kind] * times;
    group.images += images * times;
  }
  return groups;
}

const NO_TAGS: readonly Tag[] = [];
const TOKEN_KINDS = ['input', 'output', 'cacheRead', 'cacheWrite'] as const;

function tokenLine(
  o: WorldOptions,
  day: Day,
  m: Metered,
  kind: TokenKind,
  ttl: Ttl,
  tokens: number,
): BillLine {
  const { source } = m;
  const { usageType: type, perUnit, unit } = usageType(source.model, source.region, kind, ttl, source);
  const [times, over] = source.meter?.times ?? TIER_FACTORS[tierOf(source)];
  const rate = (ratePerMillion(o, source.model, kind, ttl, source.route, day) * times) / over;
  const cost = (BigInt(tokens) * rate + 500_000n) / 1_000_000n;
  const quantity = (BigInt(tokens) * BigInt(USD)) / BigInt(perUnit);
  return usageLine(o, day, m, { usageType: type, unit, quantity, cost });
}

function imageLine(o: WorldOptions, day: Day, m: Metered): BillLine {
  const { model, region } = m.source;
  return usageLine(o, day, m, {
    usageType: `${REGION_PREFIX[region]}-${model.spelling}-T2I-1024-Standard`,
    unit: 'Images',
    quantity: BigInt(m.images) * BigInt(USD),
    cost: BigInt(m.images) * BigInt(Math.round(IMAGE_PRICE * USD)),
  });
}

function usageLine(
  o: WorldOptions,
  day: Day,
  { source, tags }: Metered,
  { usageType, unit, quantity, cost }: { usageType: string; unit: string; quantity: bigint; cost: bigint },
): BillLine {
  return {
    day,
    linkedAccount: source.accountId,
    region: source.region,
    service: source.model.service,
    usageType,
    operation: source.channel === 'batch' ? 'CreateModelInvocationJob' : 'InvokeModelInference',
    recordType: 'Usage',
    tags,
    quantity,
    unit,
    unblendedCost: cost,
    netUnblendedCost: o.discounts ? (cost * 97n) / 100n : cost,
  };
}

/** The lines of one day's use of models, of the hours that are on the bill for each service. */
export function modelLines(
  o: WorldOptions,
  day: Day,
  sources: readonly SourceHours[],
  arrived: Arrived,
): BillLine[] {
  const start = dayStart(day);
  const lines: BillLine[] = [];
  for (const used of sources.filter(({ source }) => source.model.billing !== 'never')) {
    for (const m of metered(used, start, arrived)) {
      for (const kind of ['input', 'output', 'cacheRead'] as const)
        if (m.tokens[kind] > 0) lines.push(tokenLine(o, day, m, kind, '5m', m.tokens[kind]));
      const oneHour = hourLong(o, used.source.model, m.tokens.cacheWrite);
      if (oneHour > 0) lines.push(tokenLine(o, day, m, 'cacheWrite', '1h', oneHour));
      if (m.tokens.cacheWrite > oneHour)
        lines.push(tokenLine(o, day, m, 'cacheWrite', '5m', m.tokens.cacheWrite - oneHour));
      if (m.images > 0) lines.push(imageLine(o, day, m));
    }
  }
  return lines;
}

/** Cache writes with a time to live of one hour, which only Claude has. */
function hourLong(o: WorldOptions, model: BilledModel, written: number): number {
  const { cacheWrite, cacheWrite1h } = priceOf(model.modelId) ?? { cacheWrite: 0, cacheWrite1h: 0 };
  return cacheWrite1h === cacheWrite ? 0 : Math.floor((written * o.oneHourCachePercent) / 100);
}
