import type { BillLine, Day, TokenKind, WorldOptions } from '../types.ts';
import { type BilledModel, MODELS, REGION_PREFIX } from './catalogue.ts';
import { GUARDRAIL_PRICE, IMAGE_PRICE, PRICE_STEPS, PRICES } from './prices.ts';
import { chance, pick } from './rng.ts';
import { principalTags, type Source, type SourceHours, tagsAt } from './sources.ts';
import { dayStart, HOUR, monthOf, weekday } from './time.ts';

/** What AWS bills for a day: lines in AWS's spelling with exact cost. */

const USD = 10_000_000_000;
type Ttl = '5m' | '1h';

/** 10⁻¹⁰ USD per 1,000,000 tokens, hidden discount included. */
export function ratePerMillion(
  o: Pick<WorldOptions, 'seed' | 'discounts'>,
  model: BilledModel,
  kind: TokenKind,
  ttl: Ttl,
  route: 'regional' | 'global',
  day: Day,
): bigint {
  const price = PRICES[model.modelId];
  if (!price) return 0n;
  const usd = kind === 'cacheWrite' && ttl === '1h' ? price.cacheWrite1h : price[kind];
  const surcharge = price.regionalSurcharge && route === 'regional' ? 110n : 100n;
  const step = PRICE_STEPS[model.modelId];
  const before = step && day < step.day ? BigInt(step.factorBefore * 10) : 10n;
  const list = (BigInt(Math.round(usd * USD)) * surcharge * before) / 1000n;
  return (list * BigInt(1000 - discountPerMille(o, model))) / 1000n;
}

/** 10–25 % for about two models in three, nothing for the rest. */
export function discountPerMille(o: Pick<WorldOptions, 'seed' | 'discounts'>, model: BilledModel): number {
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

/** USAGE_TYPE in AWS's three spellings, and how many tokens one unit of quantity is. */
export function usageType(
  model: BilledModel,
  region: string,
  kind: TokenKind,
  ttl: Ttl,
  route: 'regional' | 'global',
  batch: boolean,
): { usageType: string; perUnit: number; unit: string } {
  const prefix = REGION_PREFIX[region] as string;
  const global = route === 'global';
  if (model.billing === 'marketplace') {
    const meter = kind === 'cacheWrite' && ttl === '1h' ? 'CacheWrite1hInputTokenCount' : OLD_METER[kind];
    return {
      usageType: `${prefix}-MP:${prefix}_${meter}${global ? '_Global' : ''}${batch ? '_Batch' : ''}-Units`,
      perUnit: 1_000_000,
      unit: 'Units',
    };
  }
  if (model.billing === 'marketplaceNew') {
    const hour = kind === 'cacheWrite' && ttl === '1h' ? '_1h' : '';
    return {
      usageType: `${prefix}-MP:${prefix}_${NEW_METER[kind]}${hour}${global ? '_global' : ''}_${batch ? 'batch' : 'standard'}-Units`,
      perUnit: 1_000_000,
      unit: 'Units',
    };
  }
  return {
    usageType: `${prefix}-${model.spelling}-${AWS_METER[kind]}${batch ? '-batch' : ''}`,
    perUnit: 1_000,
    unit: '1K tokens',
  };
}

/** Tokens of a source that share a day, tags and caller, by kind; writes split by time to live. */
interface Metered {
  source: Source;
  tags: Record<string, string>;
  tokens: Record<TokenKind, number>;
}

/** Groups a source's visible hours by the tags in force; nearly always one group. */
function metered({ source, hours }: SourceHours, day: Day, visible: (hour: number) => boolean): Metered[] {
  const start = dayStart(day);
  const groups = new Map<string, Metered>();
  for (const { hour, tokens } of hours) {
    if (!visible(hour)) continue;
    const at = start + hour * HOUR;
    const profileTags = source.profile ? tagsAt(source.profile, at) : [];
    const signature = profileTags.map((t) => `${t.key}=${t.value}`).join('\n');
    let group = groups.get(signature);
    if (!group) {
      group = {
        source,
        tags: {
          ...Object.fromEntries(profileTags.map((t) => [t.key, t.value])),
          ...principalTags(source, at),
        },
        tokens: { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 },
      };
      groups.set(signature, group);
    }
    for (const kind of ['input', 'output', 'cacheRead', 'cacheWrite'] as const)
      group.tokens[kind] += tokens[kind];
  }
  return [...groups.values()];
}

function tokenLine(
  o: WorldOptions,
  day: Day,
  m: Metered,
  kind: TokenKind,
  ttl: Ttl,
  tokens: number,
): BillLine {
  const { source } = m;
  const {
    usageType: type,
    perUnit,
    unit,
  } = usageType(source.model, source.region, kind, ttl, source.route, source.batch);
  const rate = ratePerMillion(o, source.model, kind, ttl, source.route, day) / (source.batch ? 2n : 1n);
  const cost = (BigInt(tokens) * rate + 500_000n) / 1_000_000n;
  return {
    day,
    linkedAccount: source.accountId,
    region: source.region,
    service: source.model.service,
    usageType: type,
    operation: source.batch ? 'CreateModelInvocationJob' : 'InvokeModelInference',
    recordType: 'Usage',
    tags: m.tags,
    quantity: (BigInt(tokens) * BigInt(USD)) / BigInt(perUnit),
    unit,
    unblendedCost: cost,
    netUnblendedCost: o.discounts ? (cost * 97n) / 100n : cost,
  };
}

/** The lines of token usage of one day, of the hours that have arrived for each service. */
export function tokenLines(
  o: WorldOptions,
  day: Day,
  sources: readonly SourceHours[],
  visible: (service: string, hour: number) => boolean,
): BillLine[] {
  const lines: BillLine[] = [];
  for (const used of sources) {
    for (const m of metered(used, day, (hour) => visible(used.source.model.service, hour))) {
      for (const kind of ['input', 'output', 'cacheRead'] as const)
        if (m.tokens[kind] > 0) lines.push(tokenLine(o, day, m, kind, '5m', m.tokens[kind]));
      const hourLong = used.source.model.crossRegion
        ? Math.floor((m.tokens.cacheWrite * o.oneHourCachePercent) / 100)
        : 0;
      if (hourLong > 0) lines.push(tokenLine(o, day, m, 'cacheWrite', '1h', hourLong));
      if (m.tokens.cacheWrite > hourLong)
        lines.push(tokenLine(o, day, m, 'cacheWrite', '5m', m.tokens.cacheWrite - hourLong));
    }
  }
  return lines;
}

const exact = (usd: number): bigint => BigInt(Math.round(usd * 1_000_000)) * 10_000n;

function flat(
  day: Day,
  service: string,
  usageTypeName: string,
  quantity: number,
  unit: string,
  usd: number,
  recordType = 'Usage',
  tags: Record<string, string> = {},
): BillLine {
  return {
    day,
    linkedAccount: recordType === 'Usage' ? '222233334444' : '111122223333',
    region: 'us-east-1',
    service,
    usageType: usageTypeName,
    operation: recordType === 'Usage' ? 'Other' : '',
    recordType,
    tags,
    quantity: exact(quantity),
    unit,
    unblendedCost: exact(usd),
    netUnblendedCost: exact(usd),
  };
}

/** What is no token: images, guardrails, a usage type nobody has seen before, and the rest of the company's AWS bill. */
export function otherLines(o: WorldOptions, day: Day): BillLine[] {
  const amount = (what: string, most: number) => 1 + pick(`${o.seed}|${what}|${day}`, most);
  const busy = weekday(day) === 0 || weekday(day) === 6 ? 0.3 : 1;
  const images = Math.ceil(amount('images', 160) * busy);
  const texts = Math.ceil(amount('guardrails', 40) * busy);
  const brand = {
    UserEmail: 'brand.studio@example.com',
    CostCenter: 'CC-2002 Marketing',
    InferenceProfile: 'brand-studio-nova-canvas',
    ManagedBy: 'platform-team',
  };
  return [
    flat(
      day,
      'Amazon Bedrock',
      'USE1-NovaCanvas-T2I-1024-Standard',
      images,
      'Images',
      images * IMAGE_PRICE,
      'Usage',
      brand,
    ),
    flat(
      day,
      'Amazon Bedrock',
      'USE1-Guardrail-ContentPolicyUnitsConsumed',
      texts,
      'TextUnits',
      texts * GUARDRAIL_PRICE,
    ),
    flat(
      day,
      'Amazon Bedrock',
      'USE1-Holodeck-session-seconds',
      amount('unknown', 900),
      'Seconds',
      amount('unknown', 900) / 250,
    ),
    flat(
      day,
      'Amazon Bedrock AgentCore',
      'USE1-Consumption-based:Runtime:vCPU',
      amount('agentcore', 30),
      'vCPU-Hours',
      amount('agentcore', 30) * 0.0895,
    ),
    flat(day, 'Amazon Elastic Compute Cloud - Compute', 'BoxUsage:m7i.large', 24 * 14, 'Hrs', 33.8688),
    flat(day, 'Amazon Simple Storage Service', 'TimedStorage-ByteHrs', 812, 'GB-Mo', 18.676),
    flat(
      day,
      'AmazonCloudWatch',
      'CW:GMD-Metrics',
      amount('cloudwatch', 90),
      'Metrics',
      amount('cloudwatch', 90) / 1000,
    ),
    ...monthly(o, day),
  ];
}

/** Discounts, credits, refunds and tax: on the bill, and not usage. */
function monthly(o: WorldOptions, day: Day): BillLine[] {
  const lines: BillLine[] = [];
  const of = day.slice(8);
  if (of === '01') {
    const month = monthOf(day);
    lines.push(flat(day, 'Tax', 'Tax', 0, '', 100 + pick(`${o.seed}|tax|${month}`, 900) / 10, 'Tax'));
    lines.push(flat(day, 'Claude Sonnet 4.6 (Amazon Bedrock Edition)', 'Credit', 0, '', -50, 'Credit'));
  }
  if (of === '14')
    lines.push(
      flat(day, 'Amazon Bedrock', 'Refund', 0, '', -(1 + pick(`${o.seed}|refund|${day}`, 90) / 10), 'Refund'),
    );
  if (o.discounts && of === '28')
    for (const m of MODELS.slice(0, 3))
      lines.push(
        flat(
          day,
          m.service,
          'Discount',
          0,
          '',
          -(5 + pick(`${o.seed}|edp|${day}|${m.modelId}`, 500) / 10),
          'Enterprise Discount Program Discount',
        ),
      );
  return lines;
}
