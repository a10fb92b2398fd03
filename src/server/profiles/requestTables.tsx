import type { RequestLine } from '../../app/approvals/list.ts';
import type { Names } from '../../app/names.ts';
import type { Request, RequestState } from '../../core/approvals.ts';
import { href, scopeHref } from '../../core/href.ts';
import type { Profile } from '../../core/types.ts';
import { instant } from '../../ui/format.ts';
import type { Frame } from '../../ui/layout.tsx';
import { Badge } from '../../ui/plain.tsx';
import type { Cell, TableData } from '../../ui/table.tsx';
import { instantCell } from '../tables/cells.ts';

/** Requests as rows. */

/** What waits for whoever looks: a line each with all that an answer needs, and the way to it; nothing is cut on a phone. */
export const WaitingCard = ({
  lines,
  frame,
  model,
}: {
  lines: readonly RequestLine[];
  frame: Frame;
  model: (request: Request) => string;
}) => {
  const words = frame.m.approval;
  return (
    <section class="card">
      <h2>{words.forMe}</h2>
      {lines.length === 0 && <p class="note">{words.forMeNone}</p>}
      <ul class="waiting">
        {lines.map(({ request, name }) => (
          <li>
            <a href={requestHref(request)}>{words.of(model(request), name || request.user)}</a>
            <p class="note">
              {[
                request.costCenter,
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

/** How a model is called that is asked for. */
export const modelOf = (
  { wanted: { sourceId, region } }: Pick<Request, 'wanted'>,
  catalogue: readonly { id: string; region: string; modelKey: string }[],
  names: Names,
): string => {
  const source = catalogue.find((one) => one.id === sourceId && one.region === region);
  return source === undefined ? sourceId : names.model(source.modelKey);
};

export const requestHref = ({ id }: Pick<Request, 'id'>): string => href`/profiles/requests/${id}`;
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
export const StateBadge = ({ state, frame: { m } }: { state: RequestState; frame: Frame }) => (
  <Badge kind={KINDS[state]} text={m.approval.states[state]} />
);

export function requestsTable(
  lines: readonly RequestLine[],
  frame: Frame,
  model: (request: Request) => string,
): TableData {
  const words = frame.m.approval;
  return {
    columns: [
      { name: words.what, key: 'model' },
      { name: words.who, key: 'user' },
      { name: frame.m.state, key: 'state' },
      { name: words.asked, key: 'askedAt' },
      { name: words.costCenter, key: 'costCenter' },
      { name: words.where, key: 'place', file: true },
      { name: words.why, key: 'reason', file: true },
      { name: words.deadline, key: 'deadlineAt', file: true },
    ],
    rows: lines.map(({ request, name }) => {
      const { wanted, state, user, costCenter } = request;
      const cells: Cell[] = [
        { text: model(request), raw: wanted.sourceId, href: requestHref(request) },
        { text: name || user, raw: user, href: scopeHref('user', user) },
        { text: words.states[state], raw: state, show: <StateBadge state={state} frame={frame} /> },
        instantCell(request.askedAt, frame),
        { text: costCenter, href: scopeHref('costCenter', costCenter) },
        { text: `${wanted.region} ${wanted.accountId}` },
        { text: request.reason },
        instantCell(request.deadlineAt, frame),
      ];
      return { cells };
    }),
  };
}
