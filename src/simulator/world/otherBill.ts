import type { BillLine, Day, WorldOptions } from '../types.ts';
import { MODELS } from './catalogue.ts';
import { PAYER, PLATFORM } from './company.ts';
import {
  GUARDRAIL_PRICE,
  MODEL_UNIT_PRICE,
  RESERVED_PRICE,
  SEARCH_UNIT_PRICE,
  TRAINING_PRICE,
} from './prices.ts';
import { pick } from './rng.ts';
import { monthOf, weekday } from './time.ts';

/** The rest of the company's bill. */

const exact = (usd: number): bigint => BigInt(Math.round(usd * 1_000_000)) * 10_000n;

function flat(
  day: Day,
  service: string,
  usageTypeName: string,
  quantity: number,
  unit: string,
  usd: number,
  recordType = 'Usage',
): BillLine {
  return {
    day,
    linkedAccount: recordType === 'Usage' ? PLATFORM : PAYER,
    region: 'us-east-1',
    service,
    usageType: usageTypeName,
    operation: recordType === 'Usage' ? 'Other' : '',
    recordType,
    tags: {},
    quantity: exact(quantity),
    unit,
    unblendedCost: exact(usd),
    netUnblendedCost: exact(usd),
  };
}

/** What no model call stands behind: guardrails, searches, capacity, a usage type nobody has seen before, and the rest of the company's AWS bill. */
export function otherLines(o: WorldOptions, day: Day): BillLine[] {
  return [...otherBedrock(o, day), ...otherServices(o, day), ...monthly(o, day)];
}

const amountOf = (o: WorldOptions, day: Day) => (what: string, most: number) =>
  1 + pick(`${o.seed}|${what}|${day}`, most);

function otherBedrock(o: WorldOptions, day: Day): BillLine[] {
  const amount = amountOf(o, day);
  const bedrock = (usageTypeName: string, quantity: number, unit: string, usd: number) =>
    flat(day, 'Amazon Bedrock', usageTypeName, quantity, unit, usd);
  const busy = weekday(day) === 0 || weekday(day) === 6 ? 0.3 : 1;
  const texts = Math.ceil(amount('guardrails', 40_000) * busy);
  const searches = Math.ceil(amount('searches', 900) * busy);
  const training = 1_000 + amount('training', 1_000);
  return [
    bedrock('USE1-Guardrail-ContentPolicyUnitsConsumed', texts, 'TextUnits', texts * GUARDRAIL_PRICE),
    bedrock('USE1-AmazonRerank-v1-searchunits', searches, 'SearchUnits', searches * SEARCH_UNIT_PRICE),
    bedrock('USE1-Holodeck-session-seconds', amount('unknown', 900), 'Seconds', amount('unknown', 900) / 250),
    // A thousand tokens a minute are reserved; once a month somebody tries a tuned model on a unit of its own.
    bedrock('USE1-qwen.qwen3-coder-next-reserved-input-tpm', 24, 'Units', 24 * RESERVED_PRICE),
    ...(weekday(day) === 3
      ? [bedrock('USE1-NovaLite-Customization-Training', training, '1K tokens', training * TRAINING_PRICE)]
      : []),
    ...(day.endsWith('-09')
      ? [bedrock('USE1-Nova2.0Lite-ProvisionedThroughput-NoCommit-ModelUnits', 1, 'Hrs', MODEL_UNIT_PRICE)]
      : []),
  ];
}

function otherServices(o: WorldOptions, day: Day): BillLine[] {
  const amount = amountOf(o, day);
  return [
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
  if (o.discounts && of === '28') lines.push(...rarerDiscounts(o, day));
  return lines;
}

/** Discounts that a company has by its contract or its reseller; some of them are a SERVICE of their own. */
function rarerDiscounts(o: WorldOptions, day: Day): BillLine[] {
  const ofBedrock = ['Bundled Discount', 'Private Rate Discount'];
  const ownService = ['Solution Provider Program Discount', 'Distributor Discount'];
  return [...ofBedrock, ...ownService].map((name) =>
    flat(
      day,
      ownService.includes(name) ? name : 'Amazon Bedrock',
      name,
      0,
      '',
      -(1 + pick(`${o.seed}|${name}|${day}`, 200) / 100),
      name,
    ),
  );
}
