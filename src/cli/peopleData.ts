import { dataText, entriesIn, takeData } from '../app/privacy/data.ts';
import { visibleJson } from '../core/signs.ts';
import { askingOf } from './asking.ts';
import { sayAsIs } from './output.ts';
import { type LedgerOptions, recordDeed, withLedger } from './withContext.ts';

/** `bedrock-ledger people data`: everything that is kept of a person, for whoever works at the machine to hand to them. */
export const printData = (email: string, options: LedgerOptions): Promise<void> =>
  withLedger(options, async (context) => {
    const data = await takeData(askingOf(context), email);
    // Before the first byte leaves, as with every export.
    await recordDeed(context, 'export', `people data ${data.person}`, {
      format: 'json',
      rows: entriesIn(data),
    });
    sayAsIs(visibleJson(dataText(data).trimEnd()));
  });
