import { clipped } from './clipped.ts';
import type { Message, Tone } from './message.ts';
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

const block = (text: string, more: Element = {}): Element => ({
  type: 'TextBlock',
  text,
  wrap: true,
  ...more,
});
const title = (text: string): Element[] =>
  text === '' ? [] : [block(inert(text), { weight: 'Bolder', spacing: 'Medium' })];

/** Everything of a message in the order in which it is read; each part can go without those after it. */
function elementsOf(message: Message): Element[] {
  const { lead, meter, facts, bars, tables, lists, copied, notes, why } = message;
  return [
    block(inert(lead)),
    ...(meter === null
      ? []
      : [block(inert(meter.words), { weight: 'Bolder', color: COLOURS[message.tone] })]),
    ...(facts.length === 0
      ? []
      : [
          {
            type: 'FactSet',
            facts: facts.map(({ label, value }) => ({ title: visibleInLine(label), value: inert(value) })),
          },
        ]),
    ...notes.map((note) => block(inert(note))),
    ...lists.flatMap(({ title: name, lines, more }) => [
      ...title(name),
      ...[...lines, ...(more === '' ? [] : [more])].map((line) =>
        block(`• ${inert(line)}`, { spacing: 'None' }),
      ),
    ]),
    ...bars.flatMap(({ title: name, bars: some }) => [
      ...title(name),
      {
        type: 'FactSet',
        facts: some.map(({ label, text }) => ({ title: visibleInLine(label), value: inert(text) })),
      },
    ]),
    ...tables.flatMap(({ title: name, columns, rows }) => [
      ...title(name),
      ...[columns, ...rows].map((row) => block(row.map(inert).join(' | '), { spacing: 'None' })),
    ]),
    ...copied.flatMap(({ label, text }) => [
      ...title(label),
      ...text.split('\n').map((line) => block(inert(line), { fontType: 'Monospace', spacing: 'None' })),
    ]),
    ...(why === '' ? [] : [block(inert(why), { isSubtle: true, size: 'Small', separator: true })]),
  ];
}

/** The body that a Workflows URL takes: one card, without what would be too much. */
export function teamsMessage(message: Message): Element {
  const head = block(inert(clipped(message.subject, 300)), {
    size: 'Large',
    weight: 'Bolder',
    color: COLOURS[message.tone],
  });
  const actions = message.links
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
          body: [head, ...body],
          ...(actions.length === 0 ? {} : { actions }),
        },
      },
    ],
  });
  const elements = elementsOf(message);
  let made = whole(elements);
  while (Buffer.byteLength(JSON.stringify(made)) > MOST_CARD_BYTES && elements.length > 1) {
    elements.pop();
    made = whole(elements);
  }
  return made;
}
