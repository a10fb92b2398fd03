import type { Expression, GroupDefinition, ResultByTime } from '@aws-sdk/client-cost-explorer';
import { type Bill, type BillClaim, type BillLine, type BillPart, USAGE } from '../core/billEntries.ts';
import { LedgerError } from '../core/errors.ts';
import { moneyIn, quantity } from '../core/money.ts';

/** Keys of the cost allocation tags that the bill is grouped by. */
export interface TagKeys {
  user: string;
  costCenter: string;
  profile: string;
}

const OF_USAGE: Expression = { Dimensions: { Key: 'RECORD_TYPE', Values: [USAGE] } };

/** What each part of the bill is grouped by: two dimensions or tags, which is all that Cost Explorer takes. */
export function groupByOf(part: BillPart, tagKeys: TagKeys): [GroupDefinition, GroupDefinition] {
  const tag = (key: string): GroupDefinition => ({ Type: 'TAG', Key: key });
  const dimension = (key: string): GroupDefinition => ({ Type: 'DIMENSION', Key: key });
  switch (part) {
    case 'usage':
      return [dimension('SERVICE'), dimension('USAGE_TYPE')];
    case 'profile':
      return [tag(tagKeys.profile), dimension('USAGE_TYPE')];
    case 'owner':
      return [tag(tagKeys.user), tag(tagKeys.costCenter)];
    case 'principal':
      return [tag(`iamPrincipal/${tagKeys.user}`), dimension('SERVICE')];
    case 'others':
      return [dimension('RECORD_TYPE'), dimension('SERVICE')];
  }
}

/**
 * The part of the bill that is read: the services, usage records (or all others), one linked account when it is named.
 */
export function filterOf(
  services: readonly string[],
  accountId: string,
  records: 'usage' | 'others',
): Expression {
  const parts: Expression[] = [
    { Dimensions: { Key: 'SERVICE', Values: [...services] } },
    records === 'usage' ? OF_USAGE : { Not: OF_USAGE },
  ];
  if (accountId !== '') parts.push({ Dimensions: { Key: 'LINKED_ACCOUNT', Values: [accountId] } });
  return { And: parts };
}

/**
 * A part of the bill from the days of all pages. A day may begin on one page and go on on the next; it is provisional
 * when any of its parts is. Groups without cost and without use are left out.
 * @throws RangeError in words for another currency; `BrokenAnswer` where something that AWS always says is missing
 */
export function partFrom(
  part: BillPart,
  groupBy: readonly GroupDefinition[],
  accountId: string,
  days: readonly ResultByTime[],
): Bill {
  const provisional = new Set(days.filter((day) => day.Estimated === true).map(dayOf));
  const lines: BillLine[] = [];
  const claims: BillClaim[] = [];
  const seen = new Set<string>();
  for (const result of days) {
    const day = dayOf(result);
    if (result.Groups === undefined) throw new BrokenAnswer(`${day} has no list of groups`);
    for (const { Keys = [], Metrics = {} } of result.Groups) {
      const key = `${day}\n${Keys.join('\n')}`;
      if (Keys.length !== groupBy.length) throw new BrokenAnswer(`a group of ${day} is not named`);
      if (seen.has(key)) throw new BrokenAnswer(`${Keys.join(', ')} of ${day} came twice`);
      seen.add(key);
      const [amount, currency] = metricIn(Metrics, 'UnblendedCost', key);
      const [used, unit] = metricIn(Metrics, 'UsageQuantity', key);
      const billed: Billed = {
        day,
        accountId,
        amount: moneyIn(amount, currency),
        quantity: quantity(used),
        unit,
        provisional: provisional.has(day),
      };
      if (billed.amount === 0n && billed.quantity === 0n) continue;
      const names: Names = [keyOf(groupBy[0], Keys[0]), keyOf(groupBy[1], Keys[1])];
      if (part === 'usage' || part === 'others') lines.push(lineOf(part, names, billed));
      else claims.push(claimOf(part, names, billed));
    }
  }
  return { lines, claims };
}

/** An answer without something that AWS always says, or with the same twice: in words, nothing of it is to be stored. */
export class BrokenAnswer extends LedgerError {
  override name = 'BrokenAnswer';
  constructor(message: string) {
    super('outside', message);
  }
}

/** An answer says by what it is grouped: by what was asked, or it answers another question. @throws BrokenAnswer */
export function mustGroupBy(
  wanted: readonly GroupDefinition[],
  told: readonly GroupDefinition[] | undefined,
): void {
  if (told === undefined) return;
  // Elsewhere AWS writes a tag's key as `user:KEY`; it means the same.
  const keys = (all: readonly GroupDefinition[]) =>
    all.map(({ Key = '' }) => Key.replace(/^user:/, '')).join(', ');
  const isOther = told.some(({ Type }, at) => Type !== undefined && Type !== wanted[at]?.Type);
  if (isOther || keys(told) !== keys(wanted))
    throw new BrokenAnswer(
      `it is grouped by ${keys(told) || 'nothing'}, not by ${keys(wanted) || 'nothing'}`,
    );
}

/** Every day or month that was asked for must be there, also where it held nothing, and no other. @throws BrokenAnswer */
export function mustBe(wanted: readonly string[], told: readonly string[]): void {
  const there = new Set(told);
  const asked = new Set(wanted);
  const other = told.find((one) => !asked.has(one));
  if (other !== undefined) throw new BrokenAnswer(`it holds ${other}, which was not asked for`);
  const missing = wanted.filter((one) => !there.has(one));
  const [first] = missing;
  if (first === undefined) return;
  throw new BrokenAnswer(
    `it covers ${wanted.length - missing.length} of ${wanted.length} periods that were asked for; ${first} is missing`,
  );
}

/** Amount and unit of a metric. @throws BrokenAnswer where it is missing */
export function metricIn(
  metrics: ResultByTime['Total'],
  name: 'UnblendedCost' | 'UsageQuantity',
  of: string,
): [string, string] {
  const { Amount, Unit = '' } = metrics?.[name] ?? {};
  if (Amount === undefined) throw new BrokenAnswer(`${name} of ${of.replaceAll('\n', ', ')} is missing`);
  return [Amount, Unit];
}

type Billed = Pick<BillLine, 'day' | 'accountId' | 'amount' | 'quantity' | 'unit' | 'provisional'>;
type Names = readonly [string, string];

function lineOf(part: 'usage' | 'others', [first, second]: Names, billed: Billed): BillLine {
  return part === 'usage'
    ? { ...billed, recordType: USAGE, service: first, usageType: second }
    : { ...billed, recordType: first, service: second, usageType: null };
}

function claimOf(by: BillClaim['by'], [first, second]: Names, billed: Billed): BillClaim {
  switch (by) {
    case 'profile':
      return { ...billed, by, profile: first, service: null, usageType: second };
    case 'owner':
      return { ...billed, by, user: first, costCenter: second, service: null, usageType: null };
    case 'principal':
      return { ...billed, by, principal: first, service: second, usageType: null };
  }
}

function dayOf(result: ResultByTime): string {
  return result.TimePeriod?.Start ?? '';
}

/** A tag's key reads `TagKey$value`, with nothing after the first `$` where there is no tag; values may hold a `$`. */
function keyOf(group: GroupDefinition | undefined, key = ''): string {
  return group?.Type === 'TAG' ? key.slice(key.indexOf('$') + 1) : key;
}
