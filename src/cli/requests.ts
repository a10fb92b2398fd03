import { approveRequest, declineRequest, withdrawRequest } from '../app/approvals/decide.ts';
import { listRequests, type RequestLine } from '../app/approvals/list.ts';
import { makeApproved } from '../app/approvals/make.ts';
import { awsOf, identify } from '../context.ts';
import type { Request, RequestKind } from '../core/approvals.ts';
import { money } from '../core/money.ts';
import { addDays, minuteOf } from '../core/periods.ts';
import { usd } from '../core/usd.ts';
import { type LookingOptions, looking } from './allowed.ts';
import { askingOf } from './asking.ts';
import { currentIo } from './io.ts';
import { printJson, say } from './output.ts';
import { printTable } from './table.ts';
import { type LedgerOptions, recordDeed, withContext, withLedger } from './withContext.ts';

/** `bedrock-ledger requests …` and `profiles requests …`: what waits for somebody's yes. */

interface Answering extends LedgerOptions {
  reason?: string;
  /** Of a request for more budget: what is granted where it is not what was asked for. */
  amount?: string;
  until?: string;
  json?: boolean;
}

type Listing = LookingOptions & { json?: boolean; open?: boolean };

/** @param kind only requests of it; of every kind unless given */
export async function list(options: Listing, kind?: RequestKind): Promise<void> {
  await looking(options, async (context) => {
    const { all, forMe } = await listRequests(askingOf(context), null, kind);
    const shown = options.open ? all.filter(({ request }) => request.state === 'waiting') : all;
    if (options.json) {
      await recordDeed(context, 'export', kind === 'profile' ? 'profiles requests' : 'requests', {
        format: 'json',
        rows: shown.length,
      });
      const waiting = new Set(forMe.map(({ request }) => request.id));
      printJson({
        requests: shown.map(({ request: { key: _, nextAt: __, ...request } }) => ({
          ...request,
          waitsForYou: waiting.has(request.id),
        })),
      });
    } else if (shown.length === 0)
      say(
        options.open
          ? 'No request waits for an answer.'
          : kind === 'profile'
            ? 'Nobody has asked for a profile yet.'
            : 'Nobody has asked for anything yet.',
      );
    else printTable(['id', 'for', 'what', 'where', 'cost center', 'state', 'answer by'], shown.map(rowOf));
  });
}

const rowOf = ({ request }: RequestLine): string[] => [
  request.id,
  request.user,
  ...whatIn(request),
  request.costCenter,
  request.decidedBy === null ? stateOf(request) : `${stateOf(request)} (${request.decidedBy})`,
  request.state === 'waiting' ? minuteOf(request.deadlineAt) : '',
];

/** What is asked for, and where or until when. */
function whatIn(request: Request): [string, string] {
  if (request.kind === 'profile') {
    const { sourceId, accountId, region } = request.wanted;
    return [sourceId, `${accountId} ${region}`];
  }
  const { period, narrow, extra, until, granted } = request.wanted;
  const { extra: more, until: end } = granted ?? { extra, until };
  return [`${usd(money(more))} more, ${`${period} ${narrow}`.trim()}`, `until ${addDays(end, -1)}`];
}

const stateOf = ({ kind, state }: Request): string =>
  kind === 'budget' && state === 'made' ? 'granted' : state;

export async function approve(id: string, options: Answering): Promise<void> {
  await withContext(options, async (opened) => {
    const { reason = '', amount = '', until = '' } = options;
    const answered = await approveRequest(askingOf(opened), id, { reason, amount, day: until });
    if (answered.kind === 'budget') return tell(answered, options);
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

function wordsOf(request: Request): string {
  const { kind, state, arn, lastError, user } = request;
  if (kind === 'budget' && state === 'made') {
    const [more, until] = whatIn(request);
    return `Granted to ${user}: ${more}, ${until} (UTC). They are told.`;
  }
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
      return kind === 'budget' ? 'Taken back; nothing was changed.' : 'Taken back; nothing was made.';
  }
}
