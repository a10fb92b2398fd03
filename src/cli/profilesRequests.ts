import { approveRequest, declineRequest, withdrawRequest } from '../app/approvals/decide.ts';
import { listRequests, type RequestLine } from '../app/approvals/list.ts';
import { makeApproved } from '../app/approvals/make.ts';
import { awsOf, identify } from '../context.ts';
import type { Request } from '../core/approvals.ts';
import { minuteOf } from '../core/periods.ts';
import { type LookingOptions, looking } from './allowed.ts';
import { askingOf } from './asking.ts';
import { currentIo } from './io.ts';
import { printJson, say } from './output.ts';
import { printTable } from './table.ts';
import { type LedgerOptions, recordDeed, withContext, withLedger } from './withContext.ts';

/** `bedrock-ledger profiles requests …`: what waits for somebody's yes. */

interface Answering extends LedgerOptions {
  reason?: string;
  json?: boolean;
}

export async function list(options: LookingOptions & { json?: boolean; open?: boolean }): Promise<void> {
  await looking(options, async (context) => {
    const { all, forMe } = await listRequests(askingOf(context), null);
    const shown = options.open ? all.filter(({ request }) => request.state === 'waiting') : all;
    if (options.json) {
      await recordDeed(context, 'export', 'profiles requests', { format: 'json', rows: shown.length });
      const waiting = new Set(forMe.map(({ request }) => request.id));
      printJson({
        requests: shown.map(({ request: { key: _, nextAt: __, ...request } }) => ({
          ...request,
          waitsForYou: waiting.has(request.id),
        })),
      });
    } else if (shown.length === 0)
      say(options.open ? 'No request waits for an answer.' : 'Nobody has asked for a profile yet.');
    else printTable(['id', 'for', 'model', 'place', 'cost center', 'state', 'answer by'], shown.map(rowOf));
  });
}

const rowOf = ({ request }: RequestLine): string[] => [
  request.id,
  request.user,
  request.wanted.sourceId,
  `${request.wanted.accountId} ${request.wanted.region}`,
  request.costCenter,
  request.decidedBy === null ? request.state : `${request.state} (${request.decidedBy})`,
  request.state === 'waiting' ? minuteOf(request.deadlineAt) : '',
];

export async function approve(id: string, options: Answering): Promise<void> {
  await withContext(options, async (opened) => {
    await approveRequest(askingOf(opened), id, { reason: options.reason ?? '' });
    const context = await identify(opened);
    const aws = context.settings.vending.enabled ? awsOf(context) : null;
    tell(await makeApproved(askingOf(context), aws, id), options);
  });
}

export async function decline(id: string, options: Answering): Promise<void> {
  await withLedger(options, async (context) =>
    tell(await declineRequest(askingOf(context), id, { reason: options.reason ?? '' }), options),
  );
}

export async function withdraw(id: string, options: Answering): Promise<void> {
  await withLedger(options, async (context) => tell(await withdrawRequest(askingOf(context), id), options));
}

function tell(request: Request, { json }: Answering): void {
  const { state, lastError } = request;
  if (state === 'failed' || (state === 'approved' && lastError !== null)) currentIo().exitCode = 3;
  if (json) printJson({ request });
  else say(wordsOf(request));
}

function wordsOf({ state, arn, lastError, user }: Request): string {
  switch (state) {
    case 'made':
      return `Approved, and made for ${user}: ${arn}`;
    case 'approved':
      return `Approved, and not made yet${lastError === null ? '' : `: ${lastError}`}. It is tried again by itself where the server runs, else by "bedrock-ledger sync requests".`;
    case 'failed':
      return `Approved, but it could not be made: ${lastError}. ${user} is told, and may ask again.`;
    case 'declined':
      return `Declined; ${user} is told.`;
    default:
      return 'Taken back; nothing was made.';
  }
}
