import { randomUUID } from 'node:crypto';
import { judgedBudgets } from '../app/budgets/figures.ts';
import { stillOwed } from '../app/notify/routes.ts';
import type { Delivery } from '../core/alerts.ts';
import { belongingsOn } from '../core/belongings.ts';
import { asksWhereTheyBelong } from '../core/budgets.ts';
import { EMAIL, isPersonal, WEBHOOK } from '../core/channels.ts';
import { type Parcel, parcelsOf } from '../core/digest.ts';
import { DROPPED_WORDS } from '../core/dropped.ts';
import type { Message } from '../core/message.ts';
import {
  ASIDE_MS,
  blameOf,
  dropping,
  NotSent,
  type Outside,
  type Owed,
  probeAfter,
  retryAfter,
} from '../core/outbox.ts';
import { isEmail } from '../core/people.ts';
import { addDays, dayOf, instantOf, minuteOf } from '../core/periods.ts';
import type { SliceError } from '../core/runs.ts';
import type { Settings } from '../core/settings.ts';
import { visibleInLine } from '../core/signs.ts';
import type { Store } from '../store/types.ts';
import { type Job, type JobContext, nowOf, wordsOf } from './job.ts';
import { digestOf, messageOf } from './messages/messageOf.ts';

type Channel = Delivery['channel'];

/** Messages of one run: what piled up does not leave at once. */
export const BATCH = 200;
/** Messages of which it is looked whether they still hold: the oldest, and those that would leave next. */
const LOOKED_AT = 2_000;
/** So many that may be the channel's fault, in a row and with nothing sent: then it is. */
const DOWN_AFTER = 3;
/** From the next attempt of a channel to that of the message that it failed at: others go by meanwhile. */
const LET_BY_MS = 60_000;

/** How a channel does in this run. */
interface Trying {
  sent: number;
  /** Something got through to where messages are judged one by one. */
  reached: boolean;
  /** Failed, and nobody knows yet whose fault it was. */
  unsure: { owed: Owed; error: unknown }[];
  /** What the channel failed with, and at which messages; null: it did not. */
  fault: { messages: readonly Owed[]; error: unknown } | null;
}

/**
 * Sends what the outbox owes and still holds. A message that fails by its own fault is tried again later and given up in
 * the end, visibly. While a channel takes nothing, its messages wait without losing attempts: it is tried again every few
 * minutes, and what still holds by then goes out once.
 */
export const deliverJob: Job = {
  name: 'deliver',
  async run(context) {
    const { store, progress, signal, settings } = context;
    const { notes, looked } = await lookThrough(context);
    // What piled up further waits until it was looked at.
    const due = (await store.alerts.due(nowOf(context), BATCH)).filter(({ id }) => looked.has(id));
    const errors: SliceError[] = [];
    const channels = new Map<Channel, Trying>();
    progress.start('messages', due.length);
    const { digest, channels: set } = settings.notify;
    const parcels = parcelsOf(due, digest.above, (channel) => isPersonal(channel, set), randomUUID);
    for (const { newRun } of context.notifiers) newRun?.();
    let done = 0;
    // Side by side: a channel that hangs holds up nobody but itself.
    await Promise.all(
      [...Map.groupBy(parcels, ({ messages: [first] }) => first.channel)].map(async ([channel, some]) => {
        const trying: Trying = { sent: 0, reached: false, unsure: [], fault: null };
        channels.set(channel, trying);
        for (const parcel of some) {
          if (signal?.aborted) break;
          if (!isDown(trying)) await attempt(context, parcel, trying, errors);
          done += parcel.messages.length;
          progress.step(done);
        }
      }),
    );
    for (const [channel, trying] of channels) await settle(context, channel, trying, errors);
    const sent = [...channels.values()].reduce((all, one) => all + one.sent, 0);
    progress.done(`${sent} sent`);
    errors.push(...(await stillDown(context, channels)));
    notes.push(...(await givenUp(context)));
    return { rows: sent, errors, notes };
  },
};

const isDown = ({ sent, unsure, fault }: Trying): boolean =>
  fault !== null || (sent === 0 && unsure.length >= DOWN_AFTER);

/** Budgets that are judged still, and where those belong whom waiting alerts are about. */
async function budgetsAbout(
  store: Store,
  settings: Settings,
  now: number,
  waiting: readonly Owed[],
): Promise<Pick<Outside, 'budgets' | 'calendar' | 'belongingOf'>> {
  const { calendar } = settings.budgets;
  const people = waiting.flatMap(({ alert }) => (alert?.scopeKind === 'user' ? alert.scopeKey : []));
  if (!waiting.some(({ alert }) => alert !== null)) return { budgets: [], calendar };
  const budgets = await judgedBudgets({ store, settings, now });
  if (!asksWhereTheyBelong(budgets)) return { budgets, calendar };
  const today = dayOf(now);
  const emails = [...new Set(people)];
  const rows = await store.belongings.during({ start: today, endExclusive: addDays(today, 1) }, { emails });
  return { budgets, calendar, belongingOf: belongingsOn(rows, today) };
}

/**
 * Drops what does not hold any more, whatever its channel does, and puts off what its reader is to be left alone with by now:
 * a note for each reason, and which it looked at.
 */
async function lookThrough(
  context: JobContext,
): Promise<{ notes: SliceError[]; looked: ReadonlySet<string> }> {
  const { store, settings, clock } = context;
  const { why, later, idle } = await store.reading(async (inside) => {
    const oldest = await inside.alerts.waiting(LOOKED_AT);
    const next = oldest.length < LOOKED_AT ? [] : await inside.alerts.due(nowOf(context), LOOKED_AT);
    const waiting = [...new Map([...oldest, ...next].map((one) => [one.id, one])).values()];
    const used = new Set(waiting.map(({ channel }) => channel));
    const gone = (await inside.alerts.channels()).filter(({ channel }) => !used.has(channel));
    if (waiting.length === 0) return { why: [], later: [], idle: gone };
    const now = clock.now();
    const { stillTold, leftAloneUntil } = await stillOwed({ store: inside, settings, now });
    const outside: Outside = {
      now,
      ...(await budgetsAbout(inside, settings, now, waiting)),
      heldBack: await inside.quarantine.all(),
      jobTroubles: await inside.jobTroubles.all(),
      notices: waiting.flatMap(({ notice }) => notice ?? []),
      letters: await inside.letters.standings(),
      stillTold,
    };
    const decide = dropping(outside);
    const why = waiting.map((owed) => ({ id: owed.id, why: decide(owed) }));
    // It was kept back by a channel that was down, or by nobody who sent it, until its reader's night.
    const isNow = ({ nextAttemptAt }: Owed) => nextAttemptAt === null || nextAttemptAt <= instantOf(now);
    const later = waiting
      .filter(isNow)
      .map((owed) => ({ id: owed.id, lastError: owed.lastError, at: leftAloneUntil(owed) }))
      .filter(({ at }) => at > now);
    return { why, later, idle: gone };
  });
  // Of a channel by which nothing waits nobody knows how it is.
  for (const { channel } of idle) await store.alerts.channelUp(channel);
  const dropped = why.flatMap((one) => (one.why === null ? [] : [{ id: one.id, why: one.why }]));
  if (dropped.length > 0) await store.alerts.dropped(dropped, nowOf(context));
  const over = new Set(dropped.map(({ id }) => id));
  for (const { id, lastError, at } of later)
    if (!over.has(id)) await store.alerts.putAside(id, lastError, instantOf(at));
  const notes = [...Map.groupBy(dropped, (one) => one.why)].map(([reason, some]) => ({
    slice: 'dropped',
    error: `${counted(some.length)} not sent any more: ${DROPPED_WORDS[reason]}`,
  }));
  return { notes, looked: new Set(why.map(({ id }) => id)) };
}

async function attempt(
  context: JobContext,
  parcel: Parcel,
  trying: Trying,
  errors: SliceError[],
): Promise<void> {
  const { store } = context;
  const { messages } = parcel;
  const [first] = messages;
  let target: string;
  try {
    target = await sent(context, parcel);
  } catch (error) {
    return refused(context, messages, { error, trying, errors });
  }
  if (parcel.digestId === null) await store.alerts.delivered(first.id, nowOf(context), target);
  else
    await store.alerts.deliveredTogether(
      messages.map(({ id }) => id),
      nowOf(context),
    );
  trying.sent += messages.length;
  trying.reached = true;
}

/** Sends it. @returns where to: a webhook has one address, and what was owed to an earlier one goes where it is now */
async function sent(context: JobContext, parcel: Parcel): Promise<string> {
  const { settings, notifiers } = context;
  const [{ channel, target: owedTo }] = parcel.messages;
  const target = channel === WEBHOOK ? (settings.notify.webhook?.url ?? owedTo) : owedTo;
  const notifier = notifiers.find((one) => one.channel === channel);
  if (!notifier) throw new NotSent('channel', OFF[channel] ?? `the channel ${channel} is not set any more`);
  await notifier.send(target, await wordedOf(parcel, context));
  return target;
}

/** Puts a refusal to the account of whoever is at fault: channel, message, or nobody yet. */
async function refused(
  context: JobContext,
  messages: Parcel['messages'],
  { error, trying, errors }: { error: unknown; trying: Trying; errors: SliceError[] },
): Promise<void> {
  const blame = blameOf(error);
  // What failed before, and was put aside, is not taken for the channel's fault alone: others are tried beside it.
  const isAgain = messages.some(({ lastError }) => lastError !== null);
  if (blame === 'channel' && !isAgain) trying.fault = { messages, error };
  else if (blame !== 'message') trying.unsure.push(...messages.map((owed) => ({ owed, error })));
  else {
    trying.reached = true;
    const isNobodyThere = error instanceof NotSent && error.isNobodyThere;
    for (const owed of messages) await (isNobodyThere ? notThere : failed)(context, owed, error, errors);
  }
}

/** A message, or several as one: which it is kept as before it leaves, so that a repetition is the same. */
async function wordedOf({ messages, digestId }: Parcel, context: JobContext): Promise<Message> {
  const [first] = messages;
  if (digestId === null) return messageOf(first, context);
  await context.store.alerts.bundle(
    messages.map(({ id }) => id),
    digestId,
  );
  return digestOf(messages, digestId, context);
}

const OFF: Readonly<Record<string, string>> = {
  email: 'e-mail is switched off: set notify.smtpUrl in the settings',
  webhook: 'the webhook is switched off: set notify.webhook in the settings',
};

/** It was the message's own fault: an attempt less. */
async function failed(
  context: JobContext,
  { id, channel, target, attempts }: Owed,
  error: unknown,
  errors: SliceError[],
): Promise<void> {
  const { store, clock } = context;
  const wait = retryAfter(attempts + 1);
  const next = wait === null ? null : instantOf(clock.now() + wait);
  await store.alerts.failed(id, saidBy(error), next, nowOf(context));
  const end = wait === null ? '; given up' : '';
  errors.push({ slice: toWords(channel, target), error: `${saidBy(error)}${end}` });
}

/** Whoever it is for is not on this channel: it goes by e-mail where that is set, and is given up at once where it is not. */
async function notThere(
  context: JobContext,
  { id, channel, target }: Owed,
  error: unknown,
  errors: SliceError[],
): Promise<void> {
  const { store, settings } = context;
  const isMailed = channel !== EMAIL && settings.notify.smtpUrl !== null;
  if (isMailed) await store.alerts.reroute(id, EMAIL, saidBy(error), nowOf(context));
  else await store.alerts.failed(id, saidBy(error), null, nowOf(context));
  const then = isMailed ? 'goes by e-mail instead' : 'given up';
  errors.push({ slice: toWords(channel, target), error: `${saidBy(error)}; ${then}` });
}

/** Of what a server said: it is kept with each message, and shown. */
const MOST_SAID = 300;
const saidBy = (error: unknown): string => visibleInLine(wordsOf(error)).slice(0, MOST_SAID);

/** An address of a webhook may hold a secret. */
const toWords = (channel: Channel, target: string): string =>
  isEmail(target) ? `${channel} to ${target}` : channel;

/**
 * Decides, once all of a channel was tried, whose fault it was where that was open: where others got through, the
 * message's; where none did, the channel's. A channel that fails again and again is tried with another message, since it may
 * be one alone that it fails at, such as a mail that a filter on the way cuts off.
 */
async function settle(
  context: JobContext,
  channel: Channel,
  { sent, reached, unsure, fault }: Trying,
  errors: SliceError[],
): Promise<void> {
  const { store, clock } = context;
  for (const { owed, error } of unsure)
    if (sent > 0) await failed(context, owed, error, errors);
    else await store.alerts.putAside(owed.id, saidBy(error), instantOf(clock.now() + ASIDE_MS));
  const failure = fault?.error ?? (sent === 0 ? unsure.at(-1)?.error : undefined);
  const before = (await store.alerts.channels()).find((one) => one.channel === channel);
  // What got through in between ends what was before.
  if (reached && before !== undefined) await store.alerts.channelUp(channel);
  if (failure === undefined) return;
  const asked = failure instanceof NotSent ? failure.askedToWaitMs : null;
  const failures = reached ? 1 : (before?.failures ?? 0) + 1;
  const next = instantOf(clock.now() + probeAfter(failures, asked));
  await store.alerts.channelDown(channel, saidBy(failure), next, nowOf(context));
  if (fault === null || failures < DOWN_AFTER) return;
  for (const { id } of fault.messages)
    await store.alerts.putAside(id, saidBy(failure), instantOf(Date.parse(next) + LET_BY_MS));
}

/** A run by which nothing could leave is not well, also where nothing was tried in it. */
async function stillDown({ store }: JobContext, tried: ReadonlyMap<Channel, Trying>): Promise<SliceError[]> {
  const waiting = (await store.alerts.waiting(LOOKED_AT)).map(({ channel }) => channel);
  return (await store.alerts.channels()).flatMap(({ channel, downSince, lastError }) => {
    const count = waiting.filter((one) => one === channel).length;
    if (count === 0 && !tried.has(channel)) return [];
    const since = minuteOf(downSince);
    return [
      { slice: channel, error: `takes nothing since ${since}, ${counted(count)} waiting: ${lastError}` },
    ];
  });
}

async function givenUp({ store }: JobContext): Promise<SliceError[]> {
  const { givenUp: count } = await store.alerts.outbox();
  if (count === 0) return [];
  return [
    {
      slice: 'given up',
      error: `${counted(count)} not delivered: to try again, "bedrock-ledger alerts resend --failed"`,
    },
  ];
}

const counted = (count: number): string => `${count} ${count === 1 ? 'message' : 'messages'}`;
