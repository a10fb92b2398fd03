import type { Context } from 'hono';
import { type RequestShown, readRequest } from '../../app/approvals/list.ts';
import type { ProfileRequest } from '../../core/approvals.ts';
import { href, scopeHref } from '../../core/href.ts';
import { instant } from '../../ui/format.ts';
import type { Frame } from '../../ui/layout.tsx';
import { type Faults, FieldFault, faultOf, PlainPage } from '../../ui/plain.tsx';
import type { ServerDeps } from '../deps.ts';
import { askingOf } from '../http/asking.ts';
import { messageOf, type Typed } from '../http/forms.ts';
import { frameOf } from '../http/frame.ts';
import { viewerOf } from '../http/visitor.ts';
import { type Called, calledOf } from '../tables/named.ts';
import { budgetFacts, budgetHeadline, GrantFields } from './budgetParts.tsx';
import { profileHref, StateBadge, whatIn } from './requestTables.tsx';

/** An answer that was not taken: what was typed, what is wrong with it, or how the request stands by now. */
interface Returned {
  values: Typed;
  faults: Faults;
  words?: string;
}

/** One request: who wants what, how it stands, and the two buttons for whoever may answer. The mail leads here. */
export async function requestPage(
  c: Context,
  deps: ServerDeps,
  id: string,
  returned: Returned | null = null,
): Promise<Response> {
  const shown = await readRequest(askingOf(c, deps), id);
  const frame = frameOf(c, deps);
  const { m } = frame;
  const words = m.approval;
  const what = whatIn(shown.request, shown.catalogue, frame);
  const { kind } = shown.request;
  const bad = returned === null ? null : (returned.words ?? m.invalid.intro);
  return c.html(
    <PlainPage
      frame={frame}
      title={words.of(what, shown.name || shown.request.user)}
      intro={<StateBadge kind={kind} state={shown.isLate ? 'expired' : shown.request.state} frame={frame} />}
      message={messageOf(bad, c.req.query('done'), { ...words.done, ...m.asking.done })}
    >
      <p class="headline">{headlineOf(shown, await calledOf(c, decidersOf(shown)), frame)}</p>
      <div class="grid">
        <section class="card half">
          <Facts shown={shown} what={what} frame={frame} />
          {shown.profile !== null && (
            <p>
              <a class="button primary" href={profileHref(shown.profile)}>
                {words.toProfile}
              </a>
            </p>
          )}
          {shown.mayAnswer && <AnswerForm shown={shown} returned={returned} frame={frame} />}
          {shown.mayWithdraw && !shown.mayAnswer && (
            <p>
              <a class="danger" href={href`/requests/${id}/withdraw`}>
                {words.withdraw}
              </a>
            </p>
          )}
          {askAgain(shown, c) && deps.settings.budgets.requests.by !== 'nobody' && (
            <p>
              <a href={href`/budgets/ask`}>{m.asking.again}</a>
            </p>
          )}
          <p>
            <a href={href`/requests`}>{words.back}</a>
          </p>
        </section>
        {shown.request.state === 'waiting' && !shown.isLate && <Approvers shown={shown} frame={frame} />}
      </div>
    </PlainPage>,
    returned === null ? 200 : returned.words === undefined ? 422 : 409,
  );
}

/** Whoever is without what they asked for may ask anew. */
const askAgain = ({ request, isLate }: RequestShown, c: Context): boolean =>
  request.kind === 'budget' &&
  request.user === viewerOf(c).email &&
  (isLate || ['declined', 'withdrawn', 'expired'].includes(request.state));

const decidersOf = ({ request: { decidedBy, decidedFor } }: RequestShown): string[] =>
  [decidedBy, decidedFor].filter((one) => one !== null);

function headlineOf({ request, isLate }: RequestShown, called: Called, frame: Frame): string {
  const { m, locale } = frame;
  const { state, deadlineAt, decidedAt, endedAt, decidedFor } = request;
  const at = instant(decidedAt ?? endedAt ?? deadlineAt, locale);
  const standsIn = decidedFor === null ? '' : m.aside('', m.approval.asDeputy(called(decidedFor)));
  const by = `${request.decidedBy === null ? '' : called(request.decidedBy)}${standsIn}`;
  if (request.kind === 'budget') return budgetHeadline(request, isLate, by, frame);
  const words = m.approval.headline;
  switch (state) {
    case 'waiting':
      return isLate ? words.late : words.waiting(instant(deadlineAt, locale));
    case 'withdrawn':
      if (request.arn !== null) return words.thereAlready(at);
      return request.lastError === null ? words.withdrawn(at) : words.ended(at);
    case 'expired':
      return words.expired(instant(deadlineAt, locale));
    default:
      return words[state](by, at);
  }
}

function Facts({ shown, what, frame }: { shown: RequestShown; what: string; frame: Frame }) {
  const { m, locale } = frame;
  const words = m.approval;
  const { request } = shown;
  const { user, costCenter } = request;
  const facts: [string, unknown][] = [
    [
      words.who,
      <>
        <a href={scopeHref('user', user)}>{shown.name || user}</a>
        {shown.name !== '' && <small class="beside">{user}</small>}
      </>,
    ],
    ...(request.kind === 'budget'
      ? budgetFacts(request, shown.budget, frame)
      : profileFacts(request, what, frame)),
    ...(costCenter === ''
      ? []
      : [
          [words.costCenter, <a href={scopeHref('costCenter', costCenter)}>{costCenter}</a>] as [
            string,
            unknown,
          ],
        ]),
    [words.why, request.reason || words.noWhy],
    [words.asked, instant(request.askedAt, locale)],
    ...(request.decisionReason === ''
      ? []
      : [[words.answerWhy, request.decisionReason] as [string, unknown]]),
    ...(request.lastError === null ? [] : [[words.lastError, request.lastError] as [string, unknown]]),
  ];
  return (
    <>
      <dl class="facts">
        {facts.map(([name, value]) => (
          <>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </>
        ))}
      </dl>
      {request.state === 'approved' && request.lastError !== null && <p class="note">{words.tryAgain}</p>}
    </>
  );
}

function profileFacts({ wanted }: ProfileRequest, what: string, { m }: Frame): [string, unknown][] {
  const words = m.approval;
  return [
    [words.model, what],
    [words.where, `${wanted.region}, ${wanted.accountId}`],
    ...Object.entries(wanted.tags),
  ];
}

/** One reason for both; a line break in it presses nothing. */
function AnswerForm({
  shown: { request, budget },
  returned,
  frame,
}: {
  shown: RequestShown;
  returned: Returned | null;
  frame: Frame;
}) {
  const words = frame.m.approval;
  const { values = {}, faults = {} } = returned ?? {};
  const { id } = request;
  return (
    <form class="answer" method="post" action={href`/requests/${id}/approve`}>
      {request.kind === 'budget' && (
        <GrantFields request={request} known={budget} values={values} faults={faults} frame={frame} />
      )}
      <label>
        {words.reason}
        <textarea name="reason" rows={2} {...faultOf('reason', faults)}>
          {values.reason ?? ''}
        </textarea>
        <FieldFault name="reason" faults={faults} />
      </label>
      <p class="tools">
        <button class="primary" type="submit">
          {words.approve}
        </button>
        <button class="danger" type="submit" formaction={href`/requests/${id}/decline`}>
          {words.decline}
        </button>
      </p>
    </form>
  );
}

function Approvers({ shown, frame }: { shown: RequestShown; frame: Frame }) {
  const { m, locale } = frame;
  const words = m.approval;
  const { escalateAt } = shown.request;
  return (
    <section class="card half">
      <h2>{words.approvers}</h2>
      <ul>
        {shown.approvers.map(({ email, name, deputyFor }) => (
          <li>
            {name === '' ? email : m.aside(name, email)}
            {deputyFor !== null && <span class="note"> {words.deputyOf(deputyFor)}</span>}
          </li>
        ))}
        {!shown.isLast && <li>{words.administrators}</li>}
        {shown.approvers.length === 0 && <li>{words.atMachine}</li>}
      </ul>
      {escalateAt !== null && !shown.isLast && (
        <p class="note">{words.escalates(instant(escalateAt, locale))}</p>
      )}
      {shown.mayWithdraw && !shown.mayAnswer && <p class="note">{words.own}</p>}
    </section>
  );
}
