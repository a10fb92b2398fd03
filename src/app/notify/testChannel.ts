import { randomUUID } from 'node:crypto';
import { type ChannelSet, channelsSet, kindsBy } from '../../core/channelList.ts';
import { type ChannelForm, reachesPeople } from '../../core/channels.ts';
import { adviceFor, type TestOutcome } from '../../core/channelTest.ts';
import { type Fault, Invalid, LedgerError } from '../../core/errors.ts';
import { LETTER_LOCALES, type LetterLocale } from '../../core/letters.ts';
import { isEmail } from '../../core/people.ts';
import { instantOf } from '../../core/periods.ts';
import { visibleInLine } from '../../core/signs.ts';
import type { MessageKind } from '../../core/topics.ts';
import type { Instant } from '../../core/types.ts';
import { type Asking, inOneWriting, mustBeAllowed, NotThere, nowOf } from '../asking.ts';
import { type Typed, tidied } from '../typed.ts';
import type { ChannelTools } from './channelTools.ts';

/** Trying a channel: how a message would look, and a test that is sent at once. */

/** One test of a channel within that time, whoever sends it. */
export const TEST_EVERY_MS = 10_000;
/** Of what a receiver said, so much is kept. */
const MOST_SAID = 300;

export interface Previewed extends ChannelForm {
  channel: string;
  kind: MessageKind;
  locale: LetterLocale;
  /** The kinds that this channel is ever sent. */
  kinds: readonly MessageKind[];
}

export interface Tested {
  channel: string;
  /** Whom it went to; '' of a channel that many read. */
  to: string;
  outcome: TestOutcome;
}

/**
 * How an example would look on a channel; nothing is sent.
 * @param typed `channel`; `message` a kind, the test where it is left out; `language`, the channel's where it is left out
 * @throws Forbidden, NotThere, Invalid
 */
export function previewChannel(asking: Asking, tools: ChannelTools, typed: Typed): Previewed {
  const set = channelIn(asking, typed);
  const kinds = kindsBy(set, asking.settings.notify);
  const faults: Fault[] = [];
  const chosen = <T extends string>(field: string, all: readonly T[], standard: T): T => {
    const value = tidied(typed)[field] ?? '';
    const found = all.find((one) => one === value);
    if (found === undefined && value !== '') faults.push({ field, key: 'notifyChoice', value, detail: all });
    return found ?? standard;
  };
  const kind = chosen('message', kinds, 'test');
  const locale = chosen('language', LETTER_LOCALES, set.language);
  if (faults.length > 0) throw new Invalid(faults);
  const to = reachesPeople(set.kind) ? asking.viewer.email : '';
  const message = tools.sample(kind, sampleFor(set, locale, to, asking.now));
  return { ...tools.form(set.name, message), channel: set.name, kind, locale, kinds };
}

/**
 * Sends one test message at once, marked as such, and keeps in the audit log that it was sent and what became of it.
 * @param typed `channel`; `to` an address, of channels that reach single people: one's own where it is left out
 * @throws Forbidden, NotThere, Invalid; LedgerError `tooMany` where it was tested just now
 */
export async function testChannel(asking: Asking, tools: ChannelTools, typed: Typed): Promise<Tested> {
  const set = channelIn(asking, typed);
  const to = reachesPeople(set.kind) ? recipientIn(asking, typed) : '';
  const { name: channel, language } = set;
  await begun(asking, channel, to);
  const message = tools.sample('test', { ...sampleFor(set, language, to, asking.now), id: randomUUID() });
  const elapsed = tools.elapsed();
  let outcome: TestOutcome;
  try {
    await tools.send(channel, to === '' ? channel : to, message);
    outcome = { delivered: true, ms: elapsed() };
  } catch (error) {
    if (!(error instanceof LedgerError)) throw error;
    const said = visibleInLine(error.message).slice(0, MOST_SAID);
    outcome = { delivered: false, ms: elapsed(), error: said, advice: adviceFor(error, set.kind) };
  }
  const { store, actor } = asking;
  const subject = subjectOf(channel);
  await store.audit.record({ at: nowOf(asking), actor, action: 'channel.answer', subject, after: outcome });
  return { channel, to, outcome };
}

const sampleFor = ({ name, people, kind }: ChannelSet, locale: LetterLocale, to: string, now: number) => ({
  id: 'example',
  channel: name,
  locale,
  to,
  people: people || reachesPeople(kind),
  now,
});

/** @throws Forbidden, NotThere */
function channelIn(asking: Asking, typed: Typed): ChannelSet {
  mustBeAllowed(asking, 'change', { kind: 'jobs' });
  const name = tidied(typed).channel ?? '';
  const found = channelsSet(asking.settings.notify).find((one) => one.name === name);
  if (found === undefined) throw new NotThere('channel');
  return found;
}

function recipientIn({ viewer }: Asking, typed: Typed): string {
  const to = (tidied(typed).to ?? '') || viewer.email;
  if (!isEmail(to)) throw new Invalid([{ field: 'to', key: 'addressNotEmail', value: to }]);
  return to;
}

const subjectOf = (channel: string): string => `channel:${channel}`;

/** Enters that it is sent, before it is: two at once are one. */
const begun = (asking: Asking, channel: string, to: string): Promise<void> =>
  inOneWriting(asking, async ({ store, actor, ...inside }) => {
    const subject = subjectOf(channel);
    const since = instantOf(asking.now - TEST_EVERY_MS);
    const [last] = await store.audit.list({ subject, action: 'channel.test', from: since, limit: 1 });
    if (last !== undefined)
      throw new LedgerError(
        'tooMany',
        `${channel} was tested at ${last.at}: once in ${TEST_EVERY_MS / 1000} seconds is enough`,
      );
    const after = to === '' ? { channel } : { channel, to };
    await store.audit.record({ at: nowOf(inside), actor, action: 'channel.test', subject, after });
  });

/** What became of the last test of a channel, as the audit log has it; null: it was not tested as far back as that. */
export interface LastTest {
  at: Instant;
  outcome: TestOutcome;
}

/** @throws Forbidden */
export async function lastTest(asking: Asking, channel: string): Promise<LastTest | null> {
  mustBeAllowed(asking, 'change', { kind: 'jobs' });
  const subject = subjectOf(channel);
  const [last] = await asking.store.audit.list({ subject, action: 'channel.answer', limit: 1 });
  return last === undefined ? null : { at: last.at, outcome: last.after as TestOutcome };
}
