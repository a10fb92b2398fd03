import type { RequestLine } from '../../app/approvals/list.ts';
import { namesOf } from '../../app/names.ts';
import type { Request, RequestState } from '../../core/approvals.ts';
import type { BudgetWish } from '../../core/budgetWish.ts';
import { href, scopeHref } from '../../core/href.ts';
import { money } from '../../core/money.ts';
import { narrowingFrom } from '../../core/narrowing.ts';
import { addDays } from '../../core/periods.ts';
import type { CatalogueEntry, Profile } from '../../core/types.ts';
import { usd } from '../../core/usd.ts';
import { fullDay, instant } from '../../ui/format.ts';
import type { Frame } from '../../ui/layout.tsx';
import { Badge } from '../../ui/plain.tsx';
import type { Cell, TableData } from '../../ui/table.tsx';
import { narrowWords } from '../budgets/words.ts';
import { instantCell } from '../tables/cells.ts';

/** Requests as rows. */

/** What waits for whoever looks: a line each with all that an answer needs, and the way to it; nothing is cut on a phone. */
export const WaitingCard = ({
  lines,
  frame,
  what,
}: {
  lines: readonly RequestLine[];
  frame: Frame;
  what: (request: Request) => string;
}) => {
  const words = frame.m.approval;
  return (
    <section class="card">
      <h2>{words.forMe}</h2>
      {lines.length === 0 && <p class="note">{words.forMeNone}</p>}
      <ul class="waiting">
        {lines.map(({ request, name }) => (
          <li>
            <a href={requestHref(request)}>{words.of(what(request), name || request.user)}</a>
            <p class="note">
              {[
                ...(request.costCenter === '' ? [] : [request.costCenter]),
                request.reason || `${words.why}${frame.m.colon}${words.noWhy}`,
                `${words.deadline}${frame.m.colon}${instant(request.deadlineAt, frame.locale)}`,
              ].join(' · ')}
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
};

/** What is asked for, in a few words. */
export function whatIn(request: Request, catalogue: readonly CatalogueEntry[], frame: Frame): string {
  if (request.kind === 'budget') return moreIn(request.wanted.extra, request.wanted, frame);
  const { sourceId, region } = request.wanted;
  const source = catalogue.find((one) => one.id === sourceId && one.region === region);
  return source === undefined ? sourceId : namesOf(catalogue, []).model(source.modelKey);
}

/** So much more in each period. @param extra exact USD in digits */
export const moreIn = (extra: string, { period }: Pick<BudgetWish, 'period'>, { m }: Frame): string =>
  m.asking.more(usd(money(extra)), m.asking.each[period]);
/** The same with its last day. */
export const moreUntil = (
  { extra, until }: Pick<BudgetWish, 'extra' | 'until'>,
  slot: Pick<BudgetWish, 'period'>,
  frame: Frame,
): string => frame.m.asking.until(moreIn(extra, slot, frame), fullDay(addDays(until, -1), frame.locale));
/** Which of a person's budgets. */
export const budgetIn = ({ period, narrow }: Pick<BudgetWish, 'period' | 'narrow'>, { m }: Frame): string =>
  narrow === ''
    ? m.asking.periods[period]
    : m.asking.narrowed(m.asking.periods[period], narrowWords(narrowingFrom(narrow) ?? null, { m }));

export const requestHref = ({ id }: Pick<Request, 'id'>): string => href`/requests/${id}`;
export const profileHref = ({ shortId }: Pick<Profile, 'shortId'>): string => href`/profiles/${shortId}`;

const KINDS: Readonly<Record<RequestState, string>> = {
  waiting: 'watch',
  approved: 'watch',
  made: 'ok',
  declined: 'over',
  withdrawn: 'gone',
  expired: 'gone',
  failed: 'failed',
};
const stateWords = (kind: Request['kind'], state: RequestState, { m }: Frame): string =>
  kind === 'budget' && state === 'made' ? m.asking.state : m.approval.states[state];
export const StateBadge = ({
  kind,
  state,
  frame,
}: {
  kind: Request['kind'];
  state: RequestState;
  frame: Frame;
}) => <Badge kind={KINDS[state]} text={stateWords(kind, state, frame)} />;

export function requestsTable(
  lines: readonly RequestLine[],
  frame: Frame,
  what: (request: Request) => string,
): TableData {
  const words = frame.m.approval;
  return {
    columns: [
      { name: words.what, key: 'model', csv: 'requested' },
      { name: words.who, key: 'user' },
      { name: frame.m.state, key: 'state', csv: 'request_state' },
      { name: words.asked, key: 'askedAt' },
      { name: words.costCenter, key: 'costCenter' },
      { name: words.where, key: 'place', file: true },
      { name: words.why, key: 'reason', file: true },
      { name: words.deadline, key: 'deadlineAt', file: true },
      { name: words.kind, key: 'kind', csv: 'request_kind', file: true },
      { name: frame.m.asking.asked, key: 'extra_usd', file: true },
      { name: frame.m.asking.untilLabel, key: 'lastDay', file: true },
      { name: frame.m.asking.granted, key: 'granted_usd', file: true },
    ],
    rows: lines.map(({ request }) => {
      const { kind, state, user, costCenter } = request;
      const parts = partsOf(request);
      const cells: Cell[] = [
        { text: what(request), raw: parts.what, href: requestHref(request) },
        { text: user, person: user, href: scopeHref('user', user) },
        {
          text: stateWords(kind, state, frame),
          raw: state,
          show: <StateBadge kind={kind} state={state} frame={frame} />,
        },
        instantCell(request.askedAt, frame),
        costCenter === ''
          ? { text: '–', raw: '' }
          : { text: costCenter, href: scopeHref('costCenter', costCenter) },
        { text: parts.place },
        { text: request.reason },
        instantCell(request.deadlineAt, frame),
        { text: words.kinds[kind], raw: kind },
        { text: parts.extra },
        { text: parts.lastDay },
        { text: parts.granted },
      ];
      return { cells };
    }),
  };
}

/** What a file says of what is wanted. */
function partsOf(request: Request) {
  const none = { place: '', extra: '', lastDay: '', granted: '' };
  if (request.kind === 'profile') {
    const { sourceId, region, accountId } = request.wanted;
    return { ...none, what: sourceId, place: `${region} ${accountId}` };
  }
  const { period, narrow, extra, until, granted } = request.wanted;
  return {
    ...none,
    what: `${period} ${narrow}`.trim(),
    extra,
    lastDay: addDays(until, -1),
    granted: granted?.extra ?? '',
  };
}
