import {
  type BillClaim,
  type BillEntry,
  type BillLine,
  type BillPart,
  type ClaimedBy,
  USAGE,
} from './billEntries.ts';

/** Which part of the bill an entry belongs to. */
export function partOf(entry: BillEntry): BillPart {
  if ('by' in entry) return entry.by;
  return entry.recordType === USAGE ? 'usage' : 'others';
}

/** The lines of usage among lines of all records. */
export function usageOf(lines: readonly BillLine[]): BillLine[] {
  return lines.filter((line) => line.recordType === USAGE);
}

/** Claims of one kind. */
export function claimsBy<By extends ClaimedBy>(
  claims: readonly BillClaim[],
  by: By,
): Extract<BillClaim, { by: By }>[] {
  return claims.filter((claim): claim is Extract<BillClaim, { by: By }> => claim.by === by);
}
