import type { Expression, GroupDefinition, ResultByTime } from '@aws-sdk/client-cost-explorer';
import { moneyIn, quantity } from '../core/money.ts';
import type { Charge, Grouping } from '../core/types.ts';

/** Keys of the cost allocation tags that the groupings use. */
export interface TagKeys {
  user: string;
  costCenter: string;
  profile: string;
}

const USAGE: Expression = { Dimensions: { Key: 'RECORD_TYPE', Values: ['Usage'] } };

/** What a grouping groups by: two dimensions or tags, which is all that Cost Explorer takes. */
export function groupByOf(grouping: Grouping, tagKeys: TagKeys): [GroupDefinition, GroupDefinition] {
  const tag = (key: string): GroupDefinition => ({ Type: 'TAG', Key: key });
  const dimension = (key: string): GroupDefinition => ({ Type: 'DIMENSION', Key: key });
  switch (grouping) {
    case 'line':
      return [dimension('SERVICE'), dimension('USAGE_TYPE')];
    case 'profile':
      return [tag(tagKeys.profile), dimension('USAGE_TYPE')];
    case 'owner':
      return [tag(tagKeys.user), tag(tagKeys.costCenter)];
    case 'principal':
      return [tag(`iamPrincipal/${tagKeys.user}`), dimension('SERVICE')];
    case 'recordType':
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
    records === 'usage' ? USAGE : { Not: USAGE },
  ];
  if (accountId !== '') parts.push({ Dimensions: { Key: 'LINKED_ACCOUNT', Values: [accountId] } });
  return { And: parts };
}

/**
 * Charges from the days of all pages. A day may begin on one page and go on on the next; it is provisional when any of
 * its parts is. Groups without cost and without use are left out. Throws a RangeError in words for another currency.
 */
export function chargesOf(
  grouping: Grouping,
  groupBy: readonly GroupDefinition[],
  accountId: string,
  days: readonly ResultByTime[],
): Charge[] {
  const provisional = new Set(days.filter((day) => day.Estimated === true).map(dayOf));
  return days.flatMap((result) => {
    const day = dayOf(result);
    return (result.Groups ?? []).flatMap(({ Keys = [], Metrics = {} }): Charge[] => {
      const { Amount: amount = '0', Unit: currency = '' } = Metrics.UnblendedCost ?? {};
      const { Amount: used = '0', Unit: unit = '' } = Metrics.UsageQuantity ?? {};
      const charge: Charge = {
        day,
        grouping,
        accountId,
        key1: keyOf(groupBy[0], Keys[0]),
        key2: keyOf(groupBy[1], Keys[1]),
        amount: moneyIn(amount, currency),
        quantity: quantity(used),
        unit,
        provisional: provisional.has(day),
      };
      return charge.amount === 0n && charge.quantity === 0n ? [] : [charge];
    });
  });
}

function dayOf(result: ResultByTime): string {
  return result.TimePeriod?.Start ?? '';
}

/** A tag's key reads `TagKey$value`, with nothing after the first `$` where there is no tag; values may hold a `$`. */
function keyOf(group: GroupDefinition | undefined, key = ''): string {
  return group?.Type === 'TAG' ? key.slice(key.indexOf('$') + 1) : key;
}
