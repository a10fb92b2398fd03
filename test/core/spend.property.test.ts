import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Bill } from '../../src/core/billEntries.ts';
import { sum } from '../../src/core/money.ts';
import { DAY_MS, endOf } from '../../src/core/periods.ts';
import { computeDay } from '../../src/core/spend.ts';
import type { SpendRow } from '../../src/core/types.ts';
import { strangeDay } from './strangeDays.ts';
import { DAY } from './world.ts';

const lineTotal = ({ lines }: Bill) => sum(lines.map((line) => line.amount));
const views = (rows: readonly SpendRow[]) => Map.groupBy(rows, (row) => row.view);

describe('whatever the bill, the tags and the metrics say', () => {
  it('no unit of money and no token is lost or made up, line by line', () => {
    fc.assert(
      fc.property(strangeDay, (day) => {
        const { rows } = computeDay(day);
        const expected = lineTotal(day.bill);
        const seen = day.usage.reduce((total, u) => total + u.tokens, 0n);
        for (const held of views(rows).values()) {
          expect(sum(held.map((row) => row.billed))).toBe(expected);
          expect(held.reduce((total, row) => total + row.tokens, 0n)).toBe(seen);
          for (const [key, lines] of Map.groupBy(
            day.bill.lines,
            ({ service, usageType }) => `${service}|${usageType}`,
          )) {
            const ofLine = held.filter((row) => `${row.service}|${row.usageType}` === key);
            expect(sum(ofLine.map((row) => row.billed))).toBe(sum(lines.map((c) => c.amount)));
          }
        }
      }),
      { numRuns: 400 },
    );
  });

  it('once the day is old, best-known spend is the bill, and an estimate where none came', () => {
    fc.assert(
      fc.property(strangeDay, (day) => {
        fc.pre(day.bill.lines.length > 0);
        const { rows } = computeDay({ ...day, now: endOf(DAY) + 3 * DAY_MS });
        for (const row of rows) {
          const standing = row.amount - row.billed;
          if (row.label !== 'estimated') expect(standing).toBe(0n);
          else expect(standing >= 0n && standing <= row.estimated).toBe(true);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('both views come to the same best-known spend', () => {
    fc.assert(
      fc.property(strangeDay, (day) => {
        const { rows } = computeDay({ ...day, attribution: 'iamPrincipal' });
        const [byProfile = [], byPrincipal = []] = ['profile', 'principal'].map((v) =>
          rows.filter((r) => r.view === v),
        );
        expect(sum(byPrincipal.map((r) => r.amount))).toBe(sum(byProfile.map((r) => r.amount)));
        expect(sum(byPrincipal.map((r) => r.estimated))).toBe(sum(byProfile.map((r) => r.estimated)));
      }),
      { numRuns: 200 },
    );
  });

  it('rows are unique, owned or with a reason, and the same input gives the same rows', () => {
    fc.assert(
      fc.property(strangeDay, (day) => {
        const { rows, findings } = computeDay(day);
        const keys = rows.map((r) =>
          JSON.stringify([
            r.view,
            r.accountId,
            r.region,
            r.profileArn,
            r.modelKey,
            r.kind,
            r.service,
            r.usageType,
            r.userEmail,
            r.costCenter,
            r.allocatedBy,
            r.reason,
          ]),
        );
        expect(new Set(keys).size).toBe(keys.length);
        for (const row of rows) {
          expect(row.reason === null).toBe(row.userEmail !== null || row.costCenter !== null);
          expect(row.estimatedLow <= row.estimated && row.estimated <= row.estimatedHigh).toBe(true);
        }
        expect(new Set(findings.map((f) => f.key)).size).toBe(findings.length);
        expect(computeDay(day)).toEqual({ rows, findings });
      }),
      { numRuns: 200 },
    );
  });

  it('positive lines are never given away beyond what they hold', () => {
    fc.assert(
      fc.property(strangeDay, (day) => {
        fc.pre([...day.bill.lines, ...day.bill.claims].every((one) => one.amount >= 0n));
        expect(computeDay(day).rows.every((row) => row.billed >= 0n && row.billedTokens >= 0n)).toBe(true);
      }),
      { numRuns: 200 },
    );
  });
});
