import { driversIn } from '../../app/budgets/drivers.ts';
import { readNames } from '../../app/names.ts';
import { operator } from '../../core/access.ts';
import type { Alert } from '../../core/alerts.ts';
import { budgetOn } from '../../core/budgetChanges.ts';
import type { Message } from '../../core/message.ts';
import { narrowingFrom } from '../../core/narrowing.ts';
import { NotSent, type Owed } from '../../core/outbox.ts';
import { dayOf } from '../../core/periods.ts';
import { type JobContext, nowOf, wordsOf } from '../job.ts';
import { crossingMessage, type DrivenBy, NOTHING_DRIVES } from './crossing.ts';
import { digestMessage } from './digest.ts';
import { personWords, type Wording } from './frame.ts';
import { letterMessage } from './letters/letterMessage.ts';
import { noticeMessage } from './noticeMessage.ts';

/** Words what is owed, as it is told to its one reader now. */

/** @throws NotSent by the message's own fault where it cannot be worded */
export async function messageOf(owed: Owed, context: JobContext): Promise<Message> {
  try {
    const wording = await wordingOf(owed, context);
    if (owed.letter !== null) return letterMessage(owed.letter, wording);
    if (owed.notice !== null) return noticeMessage(owed.notice, wording);
    if (owed.alert === null) throw new RangeError(`The message ${owed.id} is about nothing.`);
    const driven = await drivenBy(owed.alert, owed, context);
    return crossingMessage(owed.alert, wording, driven, await stopsUse(owed.alert, context));
  } catch (error) {
    throw new NotSent('message', wordsOf(error), { cause: error });
  }
}

/** Whether the budget stops use at its limit, today. */
async function stopsUse({ budgetId }: Alert, { store, settings, clock }: JobContext): Promise<boolean> {
  if (settings.enforcement.mode !== 'on') return false;
  const record = await store.budgets.record(budgetId);
  const held = record === null ? null : budgetOn(record, dayOf(clock.now()), settings.budgets.calendar);
  return held !== null && held !== 'unknown' && held.terms.hard;
}

/** Several messages to one reader as one. @throws NotSent by their own fault */
export async function digestOf(
  messages: readonly [Owed, ...Owed[]],
  digestId: string,
  context: JobContext,
): Promise<Message> {
  const worded: Message[] = [];
  for (const owed of messages) worded.push(await messageOf(owed, context));
  const wording = { ...(await wordingOf(messages[0], context)), id: digestId };
  return digestMessage(worded, wording, nowOf(context));
}

/** Addresses of the people whom it names. */
function namedIn({ alert, notice, letter }: Owed): string[] {
  const { key } = (notice?.data ?? {}) as { key?: unknown };
  const { by, deputyFor } = (letter?.data ?? {}) as { by?: unknown; deputyFor?: unknown };
  return [alert?.scopeKey, key, by, deputyFor].flatMap((one) =>
    typeof one === 'string' && one.includes('@') ? one : [],
  );
}

async function wordingOf(owed: Owed, context: JobContext): Promise<Wording> {
  const { store, settings } = context;
  const { id, target, role, locale } = owed;
  const about = namedIn(owed);
  const people = about.length === 0 ? [] : await store.people.some(about);
  return {
    ...{ id, target, role },
    locale: locale ?? settings.notify.language,
    publicUrl: settings.publicUrl,
    now: nowOf(context),
    nameOf: (email) => people.find((one) => one.email === email)?.name ?? '',
  };
}

/** What most of it went to; who of many people spent most only where days of others are shown, and not to many readers. */
async function drivenBy(alert: Alert, { role, locale }: Owed, context: JobContext): Promise<DrivenBy> {
  const { store, settings, clock } = context;
  const { scopeKind: kind, scopeKey: key, periodStart: start, periodEnd: endExclusive } = alert;
  const narrowing = narrowingFrom(alert.narrowing);
  if (narrowing === undefined || start === '') return NOTHING_DRIVES;
  const asking = {
    ...{ store, settings, now: clock.now(), viewer: operator('job:deliver') },
    actor: { id: 'job:deliver', via: 'job' as const },
    noteAsked: () => {},
  };
  const of = { id: 'it', whom: { kind, key }, narrowing, range: { start, endExclusive } };
  const showsPerson = role !== 'channel' && settings.privacy.othersSee === 'days';
  const groups = [
    'model',
    ...(kind === 'user' ? ['profile' as const] : showsPerson ? ['user' as const] : []),
  ] as const;
  const { model, profile, user } = (await driversIn(asking, [of], groups)).get('it') ?? {};
  const names = await readNames(asking, profile === undefined ? [] : [profile.key]);
  return {
    model: model === undefined ? '' : names.model(model.key),
    profile: profile === undefined || profile.key === '' ? '' : names.profile(profile.key).name,
    person:
      user === undefined
        ? ''
        : personWords(user.key, locale ?? settings.notify.language, (await nameIn(store, user.key)) ?? ''),
  };
}

const nameIn = async (store: JobContext['store'], email: string): Promise<string | null | undefined> =>
  (await store.people.some([email]))[0]?.name;
