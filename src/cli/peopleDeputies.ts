import { deputiesOf, removeDeputy, setDeputy } from '../app/approvals/deputies.ts';
import type { Deputy } from '../core/approvals.ts';
import { addDays } from '../core/periods.ts';
import { askingOf } from './asking.ts';
import { asOptions } from './faults.ts';
import { printJson, say } from './output.ts';
import { printTable } from './table.ts';
import { type LedgerOptions, withLedger, withLedgerToRead } from './withContext.ts';

/** `bedrock-ledger people deputy …`: who answers for somebody who is away. */

interface Options extends LedgerOptions {
  json?: boolean;
}

/** With its last day, as people say it. */
const said = ({ endExclusive, ...deputy }: Deputy) => ({ ...deputy, until: addDays(endExclusive, -1) });

export async function set(
  email: string,
  deputy: string,
  options: Options & { from: string; until: string; reason?: string },
): Promise<void> {
  await withLedger(options, async (context) => {
    const { from, until, reason = '' } = options;
    const typed = { deputy, from, until, reason };
    const named = said(await setDeputy(askingOf(context), email, typed).catch(asOptions(OPTIONS)));
    if (options.json) printJson({ deputy: named });
    else say(`${named.deputy} stands in for ${named.email} from ${named.start} to ${named.until} (UTC).`);
  });
}

const OPTIONS = { from: '--from', until: '--until', reason: '--reason' };

export async function remove(id: string, options: Options): Promise<void> {
  await withLedger(options, async (context) => {
    const { deputy, email } = await removeDeputy(askingOf(context), id);
    if (options.json) printJson({ removed: id });
    else say(`${deputy} does not stand in for ${email} any more.`);
  });
}

export async function list(email: string | undefined, options: Options): Promise<void> {
  await withLedgerToRead(options, async (context) => {
    const deputies = (await deputiesOf(askingOf(context), email)).map(said);
    if (options.json) printJson({ deputies });
    else if (deputies.length === 0) say('Nobody stands in for anybody, today or later.');
    else
      printTable(
        ['id', 'for', 'deputy', 'from', 'until'],
        deputies.map(({ id, email: of, deputy, start, until }) => [id, of, deputy, start, until]),
      );
  });
}
