import type { BestKnown } from './bestKnown.ts';
import { type Line, sameAccount } from './bill.ts';
import type { BillClaim, PrincipalClaim } from './billEntries.ts';
import { claimsBy } from './billParts.ts';
import type { Estate, Holder } from './estate.ts';
import { larger, largestRemainder, smaller } from './money.ts';
import type { RowSet } from './spendRows.ts';

/**
 * The view `principal` of a day: each service's lines split among its IAM callers. Only the margins are known (who
 * spent how much on the service, and what the lines come to), so each caller gets the lines' own mix; both margins
 * come out exactly. What carries no principal is nobody's.
 */
export function addPrincipalRows(
  rows: RowSet,
  lines: readonly Line[],
  claims: readonly BillClaim[],
  estate: Estate,
  known: BestKnown,
): void {
  const callers = Map.groupBy(
    claimsBy(claims, 'principal')
      .filter(({ principal, amount }) => principal !== '' && amount > 0n)
      .map(({ principal, service, accountId, amount }) => ({ principal, service, accountId, left: amount })),
    ({ service }) => service,
  );
  for (const ofService of Map.groupBy(lines, (line) => `${line.accountId}\n${line.service}`).values()) {
    const [first] = ofService;
    if (first === undefined) continue;
    const ofCallers = (callers.get(first.service) ?? []).filter(({ accountId }) =>
      sameAccount(first, accountId),
    );
    splitService(rows, ofService, ofCallers, estate, known);
  }
}

/** What a caller claims of a service in an account, or of the bill as a whole, and has not been given yet. */
interface Claimed extends Pick<PrincipalClaim, 'principal' | 'service' | 'accountId'> {
  left: bigint;
}

function splitService(
  rows: RowSet,
  lines: readonly Line[],
  callers: readonly Claimed[],
  estate: Estate,
  known: BestKnown,
): void {
  const rests = lines.map((line): bigint => larger<bigint>(line.charge.amount, 0n));
  const parts = lines.map((): { userEmail: string | null; amount: bigint }[] => []);
  for (const caller of callers) {
    const rest = rests.reduce((a, b) => a + b, 0n);
    if (rest === 0n) break;
    const given = smaller(caller.left, rest);
    caller.left -= given;
    const split = largestRemainder(given, rests);
    for (const [index, amount] of split.entries()) {
      if (amount === 0n) continue;
      rests[index] = (rests[index] ?? 0n) - amount;
      parts[index]?.push({ userEmail: caller.principal, amount });
    }
  }
  for (const [index, line] of lines.entries()) {
    const given = parts[index] ?? [];
    const rest = line.charge.amount - given.reduce((sum, part) => sum + part.amount, 0n);
    const all = rest === 0n && given.length > 0 ? given : [...given, { userEmail: null, amount: rest }];
    addLine(rows, line, all, estate, known);
  }
}

function addLine(
  rows: RowSet,
  line: Line,
  parts: readonly { userEmail: string | null; amount: bigint }[],
  estate: Estate,
  known: BestKnown,
): void {
  const counts = known.ofLine(line).billCounts;
  const tokens = largestRemainder(
    line.tokens,
    parts.map(({ amount }) => (amount < 0n ? -amount : amount)),
  );
  for (const [index, { userEmail, amount }] of parts.entries()) {
    const holder: Holder = {
      profileArn: null,
      accountId: line.accountId || 'unknown',
      region: line.reading.region ?? 'unknown',
      userEmail,
      costCenter: userEmail === null ? null : estate.costCenterOf(userEmail, line.accountId),
      reason: userEmail === null ? 'noTag' : null,
    };
    const { modelKey, kind, service, usageType } = line;
    rows.add(
      holder,
      {
        view: 'principal',
        modelKey,
        kind,
        service,
        usageType,
        method: userEmail === null ? null : 'principal',
      },
      {
        label: counts ? (line.charge.provisional ? 'provisional' : 'final') : 'estimated',
        billed: amount,
        billedTokens: tokens[index] ?? 0n,
        amount: counts ? amount : 0n,
      },
    );
  }
}
