import { isDeepStrictEqual } from 'node:util';
import { personalChannels } from '../../core/channels.ts';
import { type Fault, Invalid } from '../../core/errors.ts';
import { LETTER_LOCALES } from '../../core/letters.ts';
import { type Preferences, type QuietHours, REPORT_RHYTHMS, WISHES } from '../../core/preferences.ts';
import { isTime, isTimeZone } from '../../core/quiet.ts';
import { TOPICS, type Topic } from '../../core/topics.ts';
import { type Asking, inOneWriting, NotThere, nowOf, ownRows } from '../asking.ts';
import { type Typed, tidied } from '../typed.ts';

/** How one person wants to be told: their own to see and to choose, and nobody else's. */

/** What reports somebody gets is how often they want them. */
export const WISHED_TOPICS = ['budgets', 'spend', 'health', 'requests'] as const satisfies readonly Topic[];

/** The own address of whoever asks. @throws NotThere for whoever works at the machine: nobody tells them anything */
export function ownAddress(asking: Asking): string {
  const { email } = ownRows(asking);
  if (email === '') throw new NotThere('person');
  return email;
}

/** What whoever asks chose; null of somebody who chose nothing. @throws NotThere */
export const ownPreferences = async (asking: Asking): Promise<Preferences | null> =>
  asking.store.preferences.get(ownAddress(asking));

const NOTHING_CHOSEN = { locale: null, quiet: null, wishes: {}, reports: null, via: null } as const;

/**
 * Replaces what whoever asks chose.
 * @param typed `locale`, `reports`, `via` and a wish for each topic (`wish.budgets` …), each '' as the company has it; `quiet`
 * '' as the company has it, `none`, or `own` with `from`, `until` (`HH:MM`), `timeZone`, `weekends` (`yes`)
 * @throws NotThere, Invalid with every fault at once
 */
export async function choosePreferences(asking: Asking, typed: Typed): Promise<Preferences> {
  const email = ownAddress(asking);
  const chosen = readPreferences(typed, personalChannels(asking.settings.notify));
  return keep(asking, { email, ...chosen, updatedAt: nowOf(asking) });
}

/** Whoever asks wants nothing more of a topic. Said twice it is said once. @throws NotThere, Invalid */
export async function stopTopic(asking: Asking, typed: Typed): Promise<Preferences> {
  const email = ownAddress(asking);
  const topic = topicIn(tidied(typed).topic ?? '');
  if (topic === null)
    throw new Invalid([{ field: 'topic', key: 'notifyChoice', value: typed.topic ?? '', detail: TOPICS }]);
  return inOneWriting(asking, async (inside) => {
    const own = (await inside.store.preferences.get(email)) ?? { ...NOTHING_CHOSEN, email };
    const stopped =
      topic === 'reports'
        ? { ...own, reports: 'never' as const }
        : { ...own, wishes: { ...own.wishes, [topic]: 'never' as const } };
    return keep(inside, { ...stopped, updatedAt: nowOf(inside) });
  });
}

/** A topic by its name; null where there is none. */
export const topicIn = (text: string): Topic | null => TOPICS.find((one) => one === text) ?? null;

const keep = (asking: Asking, next: Preferences): Promise<Preferences> =>
  inOneWriting(asking, async ({ store, actor }) => {
    const { email, updatedAt: at, ...after } = next;
    const held = (await store.preferences.get(email)) ?? { ...NOTHING_CHOSEN, email, updatedAt: at };
    const { updatedAt: _, ...before } = held;
    // What was chosen before is no change.
    if (isDeepStrictEqual(before, { email, ...after })) return next;
    await store.preferences.set(next);
    await store.audit.record({ at, actor, action: 'preferences.set', subject: `user:${email}`, after });
    return next;
  });

type Chosen = Omit<Preferences, 'email' | 'updatedAt'>;

function readPreferences(untidy: Typed, channels: readonly string[]): Chosen {
  const typed = tidied(untidy);
  const faults: Fault[] = [];
  const choice = <T extends string>(field: string, all: readonly T[]): T | null => {
    const value = typed[field] ?? '';
    const found = all.find((one) => one === value);
    if (found === undefined && value !== '') faults.push({ field, key: 'notifyChoice', value, detail: all });
    return found ?? null;
  };
  const wishes = WISHED_TOPICS.flatMap((topic) => {
    const wish = choice(`wish.${topic}`, WISHES);
    return wish === null ? [] : [[topic, wish] as const];
  });
  const chosen = {
    locale: choice('locale', LETTER_LOCALES),
    wishes: Object.fromEntries(wishes),
    reports: choice('reports', REPORT_RHYTHMS),
    via: choice('via', channels),
    quiet: readQuiet(typed, faults),
  };
  if (faults.length > 0) throw new Invalid(faults);
  return chosen;
}

/** Quiet hours that never are: their beginning is their end. */
const NEVER_QUIET: QuietHours = { from: '00:00', until: '00:00', timeZone: 'UTC', weekends: false };
const QUIET = ['none', 'own'] as const;

/** Which of them somebody has. */
export const quietChoice = (quiet: QuietHours | null): '' | (typeof QUIET)[number] =>
  quiet === null ? '' : quiet.from === quiet.until && !quiet.weekends ? 'none' : 'own';

function readQuiet(typed: Typed, faults: Fault[]): QuietHours | null {
  const { quiet = '', from = '', until = '', timeZone = '', weekends = '' } = typed;
  if (quiet === '') return null;
  if (quiet === 'none') return NEVER_QUIET;
  if (quiet !== 'own') faults.push({ field: 'quiet', key: 'notifyChoice', value: quiet, detail: QUIET });
  if (!isTime(from)) faults.push({ field: 'from', key: 'notifyTime', value: from });
  if (!isTime(until)) faults.push({ field: 'until', key: 'notifyTime', value: until });
  if (!isTimeZone(timeZone)) faults.push({ field: 'timeZone', key: 'notifyZone', value: timeZone });
  return { from, until, timeZone, weekends: weekends === 'yes' };
}
