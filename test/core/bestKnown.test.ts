import { describe, expect, it } from 'vitest';
import { bestKnown, isBilledSum } from '../../src/core/bestKnown.ts';
import { readLines } from '../../src/core/bill.ts';
import type { BillLine } from '../../src/core/billEntries.ts';
import type { CallerTokens } from '../../src/core/estate.ts';
import { modelMatcher } from '../../src/core/models.ts';
import { endOf, HOUR_MS } from '../../src/core/periods.ts';
import { BEDROCK, CATALOGUE, DAY, NOVA, usageLine } from './world.ts';

const MATCHER = modelMatcher(CATALOGUE);
const YOUNG = endOf(DAY) + HOUR_MS;
const OLD_ENOUGH = endOf(DAY) + 25 * HOUR_MS;
const OLD = endOf(DAY) + 72 * HOUR_MS;

const line = (usageType: string, tokens: bigint, accountId = '') =>
  usageLine(BEDROCK, usageType, '1', { accountId, tokens, perUnit: 1000 });
const used = (tokens: bigint, accountId = 'A', region = 'us-east-1'): CallerTokens => {
  const who = {
    profileArn: null,
    userEmail: null,
    costCenter: null,
    reason: null,
    tagsChanged: false,
    asFirstSeen: false,
  };
  return { caller: { ...who, accountId, region, modelKey: NOVA, route: null }, kind: 'input', tokens };
};
/** `kind Region billed of seen`, with ! where the bill counts. */
function groups(now: number, lines: BillLine[], seen: CallerTokens[], priced = true): string[] {
  return bestKnown(DAY, now, readLines(lines, MATCHER), seen, () => (priced ? 1n : null)).groups.map(
    (g) => `${g.kind} ${g.region} ${g.billed} of ${g.seen}${g.billCounts ? '!' : ''}`,
  );
}

const INPUT = 'USE1-NovaMicro-input-tokens';
const TOKYO = 'APN1-NovaMicro-input-tokens';
const ANYWHERE = 'NovaMicro-input-tokens';
const MANTLE = 'USE1-NovaMicro-mantle-input-tokens-standard';
const UNREAD = 'USE1-NovaMicro-input-turbo';

describe('what is held against what', () => {
  it.each<[string, BillLine[], CallerTokens[], string[]]>([
    [
      'accounts together where the bill is one',
      [line(INPUT, 5n)],
      [used(5n), used(4n, 'B')],
      ['input us-east-1 5 of 9'],
    ],
    [
      'accounts apart where it tells them',
      [line(INPUT, 5n), line(INPUT, 9n, 'B')],
      [used(4n, 'B')],
      ['input us-east-1 5 of 0!', 'input us-east-1 9 of 4!'],
    ],
    [
      'Regions apart',
      [line(INPUT, 5n), line(TOKYO, 6n)],
      [used(5n), used(6n, 'A', 'ap-northeast-1')],
      ['input us-east-1 5 of 5!', 'input ap-northeast-1 6 of 6!'],
    ],
    [
      'Regions together where a line does not tell',
      [line(INPUT, 5n), line(ANYWHERE, 6n)],
      [used(5n), used(6n, 'A', 'ap-northeast-1')],
      ['input unknown 11 of 11!'],
    ],
    [
      'what has no metrics apart',
      [line(INPUT, 5n), line(MANTLE, 6n)],
      [used(11n)],
      ['input us-east-1 5 of 11', 'mantle input us-east-1 6 of 0!'],
    ],
    [
      'mantle without a Region from none of the metrics',
      [line('NovaMicro-mantle-input-tokens', 6n)],
      [used(11n)],
      ['mantle input unknown 6 of 0!', 'input us-east-1 0 of 11'],
    ],
  ])('%s', (_what, lines, seen, expected) => expect(groups(OLD_ENOUGH, lines, seen)).toEqual(expected));
});

describe('the bill counts', () => {
  it.each([
    ['from 99.5 % on', OLD_ENOUGH, 99_500n, true, '!'],
    ['not a token below', OLD_ENOUGH, 99_499n, true, ''],
    ['not while the day is young', YOUNG, 100_000n, true, ''],
    ['at once where there is no rate to estimate with', YOUNG, 1n, false, '!'],
    ['but for nothing', YOUNG, 0n, false, ''],
  ])('%s', (_when, now, billed, priced, mark) =>
    expect(groups(now, [line(INPUT, billed)], [used(100_000n)], priced)).toEqual([
      `input us-east-1 ${billed} of 100000${mark}`,
    ]),
  );
});

describe('when a day is old', () => {
  it('a line of their own model that nobody can read is the charge of tokens, with a price or without', () => {
    const priced = groups(OLD, [line(UNREAD, 5n)], [used(5n)]);
    expect(priced).toEqual(['unknown us-east-1 0 of 0!', 'input us-east-1 0 of 5!']);
    const unpriced = groups(OLD, [line(UNREAD, 5n)], [used(5n)], false);
    expect(unpriced).toEqual(priced);
  });

  it('nothing is due, nor billed, of a bill that nobody has read', () => {
    expect(groups(OLD, [], [used(5n), used(0n, 'A', 'eu-west-1')])).toEqual([
      'input us-east-1 0 of 5',
      'input eu-west-1 0 of 0',
    ]);
    const dueOf = (now: number, lines: BillLine[]) =>
      bestKnown(DAY, now, readLines(lines, MATCHER), [used(5n)], () => 1n).groups.map(({ isDue }) => isDue);
    expect(dueOf(OLD, [])).toEqual([false]);
    expect(dueOf(OLD, [line(TOKYO, 5n)])).toEqual([true, true]);
    expect(dueOf(OLD - 1, [line(TOKYO, 5n)])).toEqual([false, false]);
  });
});

it('a sum is of the bill when nothing in it is estimated', () => {
  const labels = ['provisional', 'final', 'estimated', 'mixed'] as const;
  expect(labels.filter((label) => isBilledSum({ label }))).toEqual(['provisional', 'final']);
});
