import { expect } from 'vitest';
import { allocate } from '../../src/core/allocation.ts';
import { readLines } from '../../src/core/bill.ts';
import type { BillEntry } from '../../src/core/billEntries.ts';
import { type DayUsage, estateOf } from '../../src/core/estate.ts';
import { modelMatcher, readModelRef } from '../../src/core/models.ts';
import { formatExact } from '../../src/core/money.ts';
import type { Money, Profile, TokenKind } from '../../src/core/types.ts';
import { billOf, CATALOGUE, DAY, profile, profileClaim, SONNET_SERVICE, usageLine } from './world.ts';

/** Small bills, in the smallest units of money, and who is given what of them. */
const MATCHER = modelMatcher(CATALOGUE);
const TAG_KEYS = { user: 'UserEmail', costCenter: 'CostCenter', profile: 'InferenceProfile' };
export const INPUT = 'USE1-MP:USE1_InputTokenCount-Units';
export const OUTPUT = 'USE1-MP:USE1_OutputTokenCount-Units';
export const GLOBAL = 'USE1-MP:USE1_InputTokenCount_Global-Units';
export const BATCH = 'USE1-MP:USE1_InputTokenCount_Batch-Units';
export const NOWHERE = 'MP:InputTokenCount-Units';
export const IN_TOKYO = 'APN1-MP:APN1_InputTokenCount-Units';
export const RULES = 'USE1-Guardrail-ContentPolicyUnitsConsumed';
export const OPUS_SERVICE = 'Claude Opus 9 (Amazon Bedrock Edition)';

/** Amounts in 10⁻¹⁰ USD, with as many tokens where nothing else is said. */
const units = (amount: number) => formatExact(BigInt(amount) as Money);
export const line = (
  amount: number,
  usageType = INPUT,
  accountId = '',
  tokens = Math.abs(amount),
  service = SONNET_SERVICE,
) => usageLine(service, usageType, units(amount), { accountId, tokens: BigInt(tokens) });
export const tag = (value: string, amount: number, accountId = '', usageType = INPUT) =>
  profileClaim(value, usageType, units(amount), { accountId, tokens: BigInt(Math.abs(amount)) });
export const own = (id: string, more: Partial<Profile> = {}, value = id) =>
  profile(id, { accountId: '1', ...more, tags: { UserEmail: id, CostCenter: 'C', InferenceProfile: value } });
export const used = (
  dimension: string,
  tokens: number,
  kind: TokenKind = 'input',
  place: Partial<DayUsage> = {},
): DayUsage => ({
  accountId: '1',
  region: 'us-east-1',
  dimension,
  kind,
  tokens: BigInt(tokens),
  ...place,
});
export const REST = 'billedNotSeen@unknown/us-east-1 -';
export const TOKYO = { region: 'ap-northeast-1' };

export function linesOf(entries: BillEntry[], profiles: Profile[], usage: DayUsage[]) {
  const bill = billOf(entries);
  const lines = readLines(bill.lines, MATCHER);
  const estate = estateOf(DAY, profiles, usage, TAG_KEYS, bill.claims, readModelRef);
  const notes = allocate(lines, bill, estate);
  return { lines, notes, used: estate.used };
}

/** `line: who method amount tokens`, and what could not be placed. */
export function allocated(entries: BillEntry[], profiles: Profile[], usage: DayUsage[]): string[] {
  const { lines, notes } = linesOf(entries, profiles, usage);
  const parts = lines.flatMap(({ allocations }, i) =>
    allocations.map(({ holder, method, amount, tokens }) => {
      const who = holder.userEmail ?? `${holder.reason}@${holder.accountId}/${holder.region}`;
      return `${i}: ${who} ${method ?? '-'} ${amount} ${tokens}`;
    }),
  );
  const left = notes.notPlaced === 0n ? [] : [`not placed ${notes.notPlaced}`];
  if (lines.some((one) => one.rest !== 0n || one.restTokens !== 0n)) left.push('a line has something left');
  return [...parts, ...left, ...[...notes.sharedTags].map((value) => `shared ${value}`)];
}

/** What is said, with a bill, the profiles, what was used, and what comes of it. */
export type Row = [string, BillEntry[], Profile[], DayUsage[], string[]];
export const check = (
  _what: string,
  entries: BillEntry[],
  profiles: Profile[],
  usage: DayUsage[],
  expected: string[],
) => expect(allocated(entries, profiles, usage)).toEqual(expected);
