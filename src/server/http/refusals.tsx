import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { Forbidden, NotThere } from '../../app/asking.ts';
import { inPassing } from '../../app/operations/inPassing.ts';
import { recordDeed } from '../../app/operations/recordDeed.ts';
import { may, type Scope } from '../../core/access.ts';
import { ERRORS, type ErrorCode, isError, LedgerError } from '../../core/errors.ts';
import { FILE_TROUBLES } from '../../core/fileTrouble.ts';
import { href } from '../../core/href.ts';
import type { Frame } from '../../ui/layout.tsx';
import { en } from '../../ui/messages/en.ts';
import { messagesOf, preferredLocale } from '../../ui/messages/index.ts';
import { PlainPage } from '../../ui/plain.tsx';
import { type BodyFault, BodyRefused } from '../api/body.ts';
import type { ServerDeps } from '../deps.ts';
import { askingOf } from './asking.ts';
import { type Typed, typed } from './forms.ts';
import { frameOf, PeriodRefused } from './frame.ts';
import { isApi, viewerOf } from './visitor.ts';

/** How a request is turned down: in one JSON shape under `/api`, on a page that leads on elsewhere. */

/**
 * The one JSON shape of every error; `field` is the parameter, header or field of the body at fault, null where there is
 * none. Of a body that is refused `faults` are all that it has. The reason is English, for programs and logs; the message
 * says it in the language that the request asks for.
 */
export function errorJson(
  c: Context,
  code: ErrorCode,
  field: string | null,
  reason: string,
  faults?: readonly BodyFault[],
) {
  const locale = preferredLocale(c.req.header('accept-language'));
  const m = messagesOf(locale);
  c.header('content-language', locale);
  c.header('vary', 'Accept-Language', { append: true });
  const messageOf = (at: string | null, why: string) =>
    locale === 'en' ? why : `${m.api.errors[code]}${at === null ? '' : m.api.at(at)}`;
  const told = faults?.map(({ said, ...fault }) => ({
    ...fault,
    message: said?.(m) ?? messageOf(fault.field, fault.reason),
  }));
  const message = told?.[0]?.message ?? messageOf(field, reason);
  return {
    error: { code, field, reason, message, requestId: c.get('requestId'), ...(told && { faults: told }) },
  };
}

/** A page for what did not work, with the way back and, where there is one, to the list of what there is. */
export function refusalPage(
  c: Context,
  deps: ServerDeps,
  status: ContentfulStatusCode,
  text: ErrorCode | { text: string; list?: string; name?: string },
  sendAgain: SendAgain | null = null,
) {
  // The address is not repeated: what there is and what is only somebody else's must not be told apart.
  const frame = { ...frameOf(c, deps), path: '', query: {} };
  const { m } = frame;
  const known = typeof text === 'string' ? null : text;
  return c.html(
    <PlainPage
      frame={frame}
      title={status === 404 ? m.error.nothing : text === 'forbidden' ? m.error.notYours : m.error.title}
      intro={typeof text === 'string' ? m.error.words[text] : text.text}
    >
      {sendAgain && <SendAgainForm {...sendAgain} words={m.error} />}
      {known?.list && (
        <p>
          <a href={known.list}>{known.name}</a>
        </p>
      )}
      <p>
        <a href={href`/`}>{m.error.back}</a>
      </p>
      <p class="note">{m.error.requestId(c.get('requestId'))}</p>
    </PlainPage>,
    status,
  );
}

/** A form that was sent and could not be taken right now, with all that was typed. */
interface SendAgain {
  action: string;
  fields: Typed;
}

const SendAgainForm = ({ action, fields, words }: SendAgain & { words: Frame['m']['error'] }) => (
  <form method="post" action={action}>
    {Object.entries(fields).map(([name, value]) => (
      <input type="hidden" name={name} value={value} />
    ))}
    <p class="note">{words.typedIsKept}</p>
    <button type="submit" class="primary">
      {words.sendAgain}
    </button>
  </form>
);

/** Of a form of a page; whatever else was sent is sent again by whoever sent it. */
async function sentForm(c: Context): Promise<SendAgain | null> {
  if (c.req.method !== 'POST') return null;
  const { pathname, search } = new URL(c.req.url);
  const fields = await typed(c).catch(() => null);
  return fields && { action: pathname + search, fields };
}

/** Answers with status and words of a code. Programs are told the reason, people what the table says of it. */
async function answer(
  c: Context,
  deps: ServerDeps,
  code: ErrorCode,
  reason: string,
  field: string | null = null,
): Promise<Response> {
  const { status, retryAfter }: Refused = ERRORS[code];
  if (retryAfter !== undefined) c.header('retry-after', String(retryAfter));
  if (isApi(c)) return c.json(errorJson(c, code, field, reason), status);
  return refusalPage(c, deps, status, code, retryAfter === undefined ? null : await sentForm(c));
}
type Refused = { status: (typeof ERRORS)[ErrorCode]['status']; retryAfter?: number };

/** What is wrong with the ledger's file is for everybody to know, without where it is and what the system said. */
const isToldToAll = (code: ErrorCode): boolean =>
  code === 'leaseLost' || FILE_TROUBLES.some((one) => one === code);

/** Whoever has AWS do something through the API is told what it said to that, as the pages with forms tell it. */
const isForWriter = (c: Context, code: ErrorCode): boolean =>
  code === 'outside' && isApi(c) && c.req.method !== 'GET' && c.req.method !== 'HEAD';

/** Answers an error that no route handled. What is not the fault of whoever asks is for the log: they do not see its text. */
export function refusal(c: Context, deps: ServerDeps, error: Error): Response | Promise<Response> {
  if (error instanceof Forbidden) return refused(c, deps);
  if (error instanceof NotThere) return notYours(c, deps, error.kind ?? undefined);
  if (error instanceof PeriodRefused)
    return refusalPage(c, deps, 400, { text: frameOf(c, deps).m.period.refused[error.fault] });
  if (isError(error, 'withheld') && !isApi(c)) return withheld(c, deps);
  if (error instanceof BodyRefused && isApi(c))
    return c.json(
      errorJson(c, error.code, error.field, error.message, error.faults),
      ERRORS[error.code].status,
    );
  if (error instanceof LedgerError && (ERRORS[error.code].status < 500 || isForWriter(c, error.code)))
    return answer(c, deps, error.code, error.message, error.field);
  deps.onError(error);
  const code = error instanceof LedgerError ? error.code : 'internal';
  const reason = isToldToAll(code)
    ? en.error.words[code]
    : 'that did not work; the log of the server says why';
  return answer(c, deps, code, reason);
}

/** Figures of other people that a setting keeps back, with where it is said what is shown. */
function withheld(c: Context, deps: ServerDeps) {
  const { m } = frameOf(c, deps);
  const text = { text: m.error.words.withheld, list: href`/privacy`, name: m.privacy.title };
  return refusalPage(c, deps, ERRORS.withheld.status, text);
}

/** Answers a request that is too large, before it is read. */
export const tooLarge = (c: Context, deps: ServerDeps, mostBytes: number) =>
  answer(c, deps, 'tooLarge', `the request is larger than ${mostBytes / 1024} KiB`);

/** Answers somebody who asks too often; the headers say when to come again. */
export const tooMany = (c: Context, deps: ServerDeps) =>
  answer(c, deps, 'tooMany', 'too many requests: wait as many seconds as "retry-after" says');

/** Answers somebody who has as many files and long answers on their way as they may; the headers say when to come again. */
export const tooManyExports = (c: Context, deps: ServerDeps, most: number) =>
  answer(
    c,
    deps,
    'tooMany',
    `${most} files or long answers are on their way to you already, which is the limit (allowances.exports): wait until one has arrived`,
  );

/**
 * Answers somebody who asks for what their roles, or their token, do not give. It is kept in the audit log.
 * @param scope what the token would have to be good for; none where roles decide
 */
export async function refused(c: Context, deps: ServerDeps, scope?: Scope): Promise<Response> {
  await recordRefusal(c, deps, scope === undefined ? {} : { scope });
  const reason =
    scope === undefined
      ? 'your roles do not give you this: ask an administrator of Bedrock Ledger'
      : `this token is not good for "${scope}": make one that is at ${href`/tokens`}`;
  return answer(c, deps, 'forbidden', reason, scope === undefined ? null : 'Authorization');
}

/**
 * Answers for a thing that is somebody else's, or that there is not: one and the same answer, on one way, so that nobody
 * learns which. It is kept in the audit log unless whoever asks sees everything, so that there just is no such thing.
 */
export async function notYours(
  c: Context,
  deps: ServerDeps,
  kind?: keyof Frame['m']['error']['unknown'],
): Promise<Response> {
  if (!may(viewerOf(c), 'see', { kind: 'bill' })) await recordRefusal(c, deps, {});
  if (isApi(c) || kind === undefined) return nothing(c, deps);
  const { m } = frameOf(c, deps);
  const list = lists()[kind];
  const text = m.error.unknown[kind];
  return refusalPage(c, deps, 404, list === null ? { text } : { text, list: list[0], name: m.nav[list[1]] });
}
/** Where to look for what there is. */
const lists = () =>
  ({
    user: [href`/users`, 'users'],
    costCenter: [href`/cost-centers`, 'costCenters'],
    team: null,
    person: null,
    model: [href`/models`, 'models'],
    plan: [href`/profiles/plans`, 'profiles'],
    profile: [href`/profiles`, 'profiles'],
    budget: [href`/budgets`, 'budgets'],
    budgetPlan: [href`/budgets/many`, 'budgets'],
    request: [href`/requests`, 'requests'],
    day: [href`/reconciliation`, 'reconciliation'],
    channel: [href`/channels`, 'channels'],
  }) as const;

/** Line ends, what terminals obey and what turns text around: an address is decoded, and the log is read by people. */
const OBEYED = /[\p{C}\p{Zl}\p{Zp}]/gu;

function recordRefusal(c: Context, deps: ServerDeps, more: { scope?: Scope }): Promise<void> {
  const subject = `${c.req.method} ${c.req.path.replaceAll(OBEYED, encodeURIComponent)}`.slice(0, 300);
  const asking = askingOf(c, deps);
  const what = `access.refuse of ${asking.actor.id}, ${subject}`;
  return inPassing(what, () => recordDeed(asking, 'access.refuse', subject, more), deps.onError);
}

/** Answers an address that leads to nothing. */
export const nothing = (c: Context, deps: ServerDeps) =>
  answer(c, deps, 'notFound', 'there is nothing at this address');
