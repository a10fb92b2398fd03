import { csvOf, fieldsOf } from '../app/budgets/exported.ts';
import { type SuggestedKind, suggestBudgets } from '../app/budgets/suggest.ts';
import { plainTerms, scopeName } from '../core/budgets.ts';
import { formatExact, formatFixed } from '../core/money.ts';
import { en } from '../ui/messages/en.ts';
import { askingOf } from './asking.ts';
import { printJson, say, sayAsIs } from './output.ts';
import { printTable } from './table.ts';
import { type LedgerOptions, recordDeed, withLedgerToRead } from './withContext.ts';

/** `bedrock-ledger budgets suggest`: amounts that fit what was spent. */

export const suggest = ({
  for: kind,
  months,
  all,
  csv,
  json,
  ...options
}: LedgerOptions & {
  for: SuggestedKind;
  months: number;
  all?: boolean;
  csv?: boolean;
  json?: boolean;
}): Promise<void> =>
  withLedgerToRead(options, async (context) => {
    const found = await suggestBudgets(askingOf(context), { kind, months, without: all !== true });
    const { rows } = found;
    if (csv || json)
      await recordDeed(context, 'export', 'budgets suggest', {
        format: csv ? 'csv' : 'json',
        rows: rows.length,
      });
    if (csv)
      return sayAsIs(
        csvOf(
          rows.map(({ key, amount }) =>
            fieldsOf({ scope: { kind, key }, period: 'month', narrowing: null }, plainTerms(amount)),
          ),
          ['scope', 'key', 'amount'],
        ).trimEnd(),
      );
    if (json)
      return printJson({
        months: found.months,
        suggestions: rows.map(({ held, median, p90, amount, ...row }) => ({
          ...row,
          median: formatExact(median),
          p90: formatExact(p90),
          amount: formatExact(amount),
          held: held === null ? null : { scope: scopeName(held.scope), amount: formatExact(held.amount) },
        })),
      });
    if (rows.length === 0) return say(en.budgetsSuggest.empty);
    printTable(
      [kind, 'suggested', 'today', 'median', '90th percentile', 'months'],
      rows.map(({ key, amount, held, median, p90, monthsWithSpend }) => [
        key,
        formatFixed(amount, 2),
        held === null ? '–' : formatFixed(held.amount, 2),
        formatFixed(median, 2),
        formatFixed(p90, 2),
        en.budgetsSuggest.ofMonths(monthsWithSpend, found.months.length),
      ]),
      [1, 2, 3, 4],
    );
    say(`${en.budgetsSuggest.intro(found.months.join(', '))}`);
    say('To take them: bedrock-ledger budgets suggest --csv | bedrock-ledger budgets apply - --yes');
  });
