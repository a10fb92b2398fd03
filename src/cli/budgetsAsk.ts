import { askForBudget } from '../app/approvals/askBudget.ts';
import { isDay, minuteOf } from '../core/periods.ts';
import { askingOf } from './asking.ts';
import { printJson, say } from './output.ts';
import { type LedgerOptions, withLedger } from './withContext.ts';

/** `bedrock-ledger budgets ask`: more of somebody's budget, for a time. */

interface AskOptions extends LedgerOptions {
  reason: string;
  budget: string;
  until: string;
  json?: boolean;
}

export async function ask(email: string, amount: string, options: AskOptions): Promise<void> {
  const { reason, budget, until } = options;
  const when = isDay(until) ? { until: 'day', day: until } : { until };
  await withLedger(options, async (context) => {
    const request = await askForBudget(askingOf(context), email, { budget, amount, reason, ...when });
    if (options.json) printJson({ request });
    else
      say(
        `Asked for ${request.user}: request ${request.id} waits for ${
          request.asked.join(', ') || 'whoever is at the machine'
        } until ${minuteOf(request.deadlineAt)}.`,
      );
  });
}
