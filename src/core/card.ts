import { clipped } from './clipped.ts';
import type { Fact, Message, Tone } from './message.ts';
import { visibleInLine } from './signs.ts';

/**
 * A message as an Adaptive Card for a Workflows URL of Microsoft Teams. Such a card can open a page and post nothing back. A
 * message to Teams may be 28 KB (learn.microsoft.com, limits of Teams); the card is cut to less. Pure.
 */

/** The newest version that Teams draws everywhere. */
const VERSION = '1.5';
/** Bytes of UTF-8 of the whole message. */
export const MOST_CARD_BYTES = 26_000;

const COLOURS: Readonly<Record<Tone, string>> = {
  news: 'Accent',
  warning: 'Warning',
  urgent: 'Attention',
  good: 'Good',
};

/** What Markdown would take for its own keeps its sign (CommonMark: a backslash before punctuation). */
const inert = (text: string): string => visibleInLine(text).replace(/[\\`*_{}[\]()#+\-.!|<>~]/g, '\\$&');

type Element = Readonly<Record<string, unknown>>;

/** Of one text, signs: a page has room for the rest. */
const MOST_TEXT = 1_500;
/** Of one fact's name and of its value. */
const MOST_FACT = 300;

/** What would show nothing is no element: Teams refuses an empty text. */
const block = (text: string, more: Element = {}): Element[] =>
  text.trim() === ''
    ? []
    : [{ type: 'TextBlock', text: inert(clipped(text, MOST_TEXT)), wrap: true, ...more }];
const title = (text: string): Element[] => block(text, { weight: 'Bolder', spacing: 'Medium' });

/** In sets that can go without those after them. */
const facts = (all: readonly Fact[]): Element[] =>
  Array.from({ length: Math.ceil(all.length / FACTS_TOGETHER) }, (_, at) => ({
    type: 'FactSet',
    facts: all.slice(at * FACTS_TOGETHER, (at + 1) * FACTS_TOGETHER).map(({ label, value }) => ({
      title: visibleInLine(clipped(label, MOST_FACT)) || NOTHING,
      value: inert(clipped(value, MOST_FACT)) || NOTHING,
    })),
  }));
const FACTS_TOGETHER = 10;
const NOTHING = '–';

/** Everything of a message in the order in which it is read; each part can go without those after it. */
function* elementsOf(message: Message): Generator<Element> {
  const { lead, meter, bars, tables, lists, copied, notes, why } = message;
  yield* block(lead);
  if (meter !== null) yield* block(meter.words, { weight: 'Bolder', color: COLOURS[message.tone] });
  yield* facts(message.facts);
  for (const note of notes) yield* block(note);
  for (const { title: name, lines, more } of lists) {
    yield* title(name);
    for (const line of [...lines, more]) if (line !== '') yield* block(`• ${line}`, { spacing: 'None' });
  }
  for (const { title: name, bars: some } of bars) {
    yield* title(name);
    yield* facts(some.map(({ label, text }) => ({ label, value: text })));
  }
  for (const { title: name, columns, rows } of tables) {
    yield* title(name);
    for (const row of [columns, ...rows]) yield* block(row.join(' | '), { spacing: 'None' });
  }
  for (const { label, text } of copied) {
    yield* title(label);
    for (const line of text.split('\n')) yield* block(line, { fontType: 'Monospace', spacing: 'None' });
  }
  yield* block(why, { isSubtle: true, size: 'Small', separator: true });
}

/** The body that a Workflows URL takes: one card, without what would be too much. */
export function teamsMessage(message: Message): Element {
  const head = block(clipped(message.subject, 300), {
    size: 'Large',
    weight: 'Bolder',
    color: COLOURS[message.tone],
  });
  const actions = message.links
    .filter(({ url }) => url.length <= MOST_URL)
    .slice(0, 6)
    .map(({ label, url }) => ({ type: 'Action.OpenUrl', title: clipped(visibleInLine(label), 100), url }));
  const whole = (body: readonly Element[]): Element => ({
    type: 'message',
    attachments: [
      {
        contentType: 'application/vnd.microsoft.card.adaptive',
        contentUrl: null,
        content: {
          $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
          type: 'AdaptiveCard',
          version: VERSION,
          fallbackText: clipped(visibleInLine(`${message.subject} – ${message.lead}`), 1_000),
          msteams: { width: 'Full' },
          body,
          ...(actions.length === 0 ? {} : { actions }),
        },
      },
    ],
  });
  return whole([...head, ...fitting(elementsOf(message), MOST_CARD_BYTES - bytesOf(whole(head)))]);
}
/** An address that is longer leads nowhere that people go. */
const MOST_URL = 2_000;

const bytesOf = (value: unknown): number => Buffer.byteLength(JSON.stringify(value));

/** The elements from the first on, as far as there is room; of thousands no more are looked at. */
function fitting(elements: Iterable<Element>, room: number): Element[] {
  const kept: Element[] = [];
  let left = room;
  for (const element of elements) {
    // With the comma between them.
    left -= bytesOf(element) + 1;
    if (left < 0) break;
    kept.push(element);
  }
  return kept;
}
