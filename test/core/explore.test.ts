import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  DIMENSIONS,
  type ExploreQuery,
  explorationQuery,
  readExploration,
  timeKey,
  timeRange,
} from '../../src/core/explore.ts';
import {
  addSums,
  foldEarlier,
  isNoSum,
  lessSums,
  type Matrix,
  matrixOf,
  mostOf,
  NO_SUM,
  type Sum,
  type Sums,
} from '../../src/core/exploreMatrix.ts';
import type { Priced } from '../../src/core/types.ts';

/** A question read from an address, and an answer of two dimensions that adds up whatever of it is shown. */

const STANDARD = {
  ...{ group: 'costCenter', by: null, measure: 'cost', basis: 'best', chart: 'bars', top: 25 },
  ...{ compare: false, filter: {} },
};

describe('a question', () => {
  it.each<[ExploreQuery, object, string[]]>([
    [{}, {}, []],
    [{ group: ['model'], by: ['day'] }, { group: 'model', by: 'day', top: 10 }, []],
    [{ group: [''], top: ['50'] }, { top: 50 }, []],
    [{ group: ['modle'] }, {}, ['unknown group model']],
    [{ group: ['user'], by: ['user'] }, { group: 'user' }, ['same by ']],
    [{ group: ['week'], by: ['day'] }, { group: 'week' }, ['times by ']],
    [{ top: ['7'], measure: ['euro'] }, {}, ['unknown measure ', 'unknown top 5']],
    [
      { user: ['ann@example.com', ' ann@example.com ', '', 'b@example.com'], costCenter: ['(none)'] },
      { filter: { costCenter: [''], user: ['ann@example.com', 'b@example.com'] } },
      [],
    ],
    [{ compare: ['previous'], basis: ['billed'] }, { compare: true, basis: 'billed' }, []],
    [{ model: ['x'.repeat(301)] }, {}, ['long model ']],
  ])('%j is read', (query, asked, faults) => {
    const read = readExploration(query);
    expect(read.asked).toEqual({ ...STANDARD, ...asked });
    expect(read.faults.map(({ kind, field, near }) => `${kind} ${field} ${near.join()}`)).toEqual(faults);
  });

  it('takes twenty values of a filter, and says that there were more', () => {
    const user = Array.from({ length: 21 }, (_, i) => `u${i}@example.com`);
    const { asked, faults } = readExploration({ user });
    expect(asked.filter.user).toHaveLength(20);
    expect(faults.map(({ kind }) => kind)).toEqual(['many']);
  });

  it('is read again as it was said', () => {
    const word = (all: readonly string[]) => fc.constantFrom(...all, '');
    const query = fc.record({
      group: word(DIMENSIONS),
      by: word(DIMENSIONS),
      measure: word(['cost', 'tokens']),
      basis: word(['best', 'billed', 'estimated']),
      chart: word(['bars', 'lines', 'table']),
      top: word(['5', '10', '25', '50']),
      compare: word(['previous']),
      model: word(['a & b', '(none)', 'm=1']),
    });
    fc.assert(
      fc.property(query, (said) => {
        const { asked } = readExploration(
          Object.fromEntries(Object.entries(said).map(([name, value]) => [name, [value]])),
        );
        const again = new Map<string, string[]>();
        for (const [name, value] of explorationQuery(asked))
          again.set(name, [...(again.get(name) ?? []), value]);
        expect(readExploration(Object.fromEntries(again))).toEqual({ asked, faults: [] });
      }),
    );
  });

  it('has weeks by the calendar, and never more days than its period', () => {
    const calendar = { weekStart: 1, fiscalYearStart: 1 };
    const range = { start: '2026-11-04', endExclusive: '2026-11-12' };
    expect(timeKey('week', '2026-11-04', calendar)).toBe('2026-11-02');
    expect(timeRange('week', '2026-11-02', range, calendar)).toEqual({
      start: '2026-11-04',
      endExclusive: '2026-11-09',
    });
    expect(timeRange('month', '2026-11-01', range, calendar)).toEqual(range);
  });
});

const ROWS = ['r1', 'r2', 'r3', 'r4', ''];
const COLUMNS = ['c1', 'c2', 'c3', ''];
const sum = fc.record({
  amount: fc.bigInt({ min: -1000n, max: 10n ** 14n }).map((value) => value as Priced),
  unpricedTokens: fc.bigInt({ min: 0n, max: 10n }),
  tokens: fc.bigInt({ min: 0n, max: 10n ** 9n }),
});
/** Spend as it is recorded: of a row and a column, owned or not. */
const spent = fc.array(
  fc.record({ row: fc.constantFrom(...ROWS), column: fc.constantFrom(...COLUMNS), owned: fc.boolean(), sum }),
  { maxLength: 30 },
);

const by = (all: readonly { key: string; sum: Sum }[]): Sums => {
  const found = new Map<string, Sum>();
  for (const one of all) found.set(one.key, addSums([found.get(one.key) ?? NO_SUM, one.sum]));
  return found;
};

/** Every row makes its sum of its cells, every column of its rows, and both the total. */
function expectWhole({ rows, columns, total }: Matrix): void {
  expect(addSums(rows.map((row) => row.sum))).toEqual(total);
  expect(addSums(columns.map((column) => column.sum))).toEqual(total);
  for (const row of rows) expect(addSums(row.cells)).toEqual(row.sum);
  for (const [i, column] of columns.entries())
    expect(addSums(rows.map(({ cells }) => cells[i] ?? NO_SUM))).toEqual(column.sum);
}

it('an answer adds up to the last unit, whatever is shown, nobody owns or was before', () => {
  fc.assert(
    fc.property(
      spent,
      spent,
      fc.nat(5),
      fc.integer({ min: 1, max: 4 }),
      fc.constantFrom('rows', 'columns', 'both', 'none'),
      (now, before, mostRows, mostColumns, apart) => {
        const [ofRows, ofColumns] = [
          apart === 'rows' || apart === 'both',
          apart === 'columns' || apart === 'both',
        ];
        const base = now.filter(({ owned }) => owned || apart === 'none');
        const unowned = now.filter(({ owned }) => !owned && apart !== 'none');
        const rowSums = by((ofRows ? base : now).map(({ row: key, sum }) => ({ key, sum })));
        const columnSums = by((ofColumns ? base : now).map(({ column: key, sum }) => ({ key, sum })));
        if (columnSums.size === 0) return;
        const ofBefore = before.filter(({ owned }) => owned || !ofRows);
        const weight = (_: string, one: Sum) => one.amount as bigint;
        const beforeSums = by(ofBefore.map(({ row: key, sum }) => ({ key, sum })));
        const cells = new Map(
          ROWS.map((row) => [
            row,
            by(base.filter((one) => one.row === row).map(({ column: key, sum }) => ({ key, sum }))),
          ]),
        );
        const matrix = matrixOf({
          total: addSums(now.map(({ sum }) => sum)),
          rows: rowSums,
          shownRows: mostOf(rowSums, mostRows, { inOrder: false, weight }),
          columns: columnSums,
          shownColumns: mostOf(columnSums, mostColumns, { inOrder: false, weight }),
          cells,
          unownedByColumn: ofRows
            ? ofColumns
              ? new Map()
              : by(unowned.map(({ column: key, sum }) => ({ key, sum })))
            : null,
          unownedByRow: ofColumns
            ? ofRows
              ? new Map()
              : by(unowned.map(({ row: key, sum }) => ({ key, sum })))
            : null,
          before: { total: addSums(before.map(({ sum }) => sum)), rows: beforeSums },
        });
        expectWhole(matrix);
        expect(addSums(matrix.rows.map((row) => row.before ?? NO_SUM))).toEqual(matrix.before);
        expectWhole(foldEarlier(matrix, { rows: 1, columns: 1 }));
      },
    ),
  );
});

it('less than all of it is nothing', () => {
  const one = { amount: 3n as Priced, unpricedTokens: 1n, tokens: 5n };
  expect(isNoSum(lessSums(one, [one]))).toBe(true);
});
