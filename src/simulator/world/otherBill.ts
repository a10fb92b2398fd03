import type { BillLine, Day, WorldOptions } from '../types.ts';
import { MODELS } from './catalogue.ts';
import { PAYER, PLATFORM } from './company.ts';
import { GUARDRAIL_PRICE } from './prices.ts';
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

/** What no model call stands behind: guardrails, a usage type nobody has seen before, and the rest of the company's AWS bill. */
export function otherLines(o: WorldOptions, day: Day): BillLine[] {
  const amount = (what: string, most: number) => 1 + pick(`${o.seed}|${what}|${day}`, most);
  const busy = weekday(day) === 0 || weekday(day) === 6 ? 0.3 : 1;
  const texts = Math.ceil(amount('guardrails', 40_000) * busy);
  return [
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
