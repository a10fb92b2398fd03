import type { KnownBlock } from '@slack/types';
import { answerAction, REASON_ACTION, REASON_BLOCK } from './answerButtons.ts';
import { MOST_REASON } from './audit.ts';
import { clipped } from './clipped.ts';
import type { Bars, Message, Meter, Tone } from './message.ts';
import { visibleInLine } from './signs.ts';

/**
 * A message as Slack's Block Kit, within its documented limits: 50 blocks, 150 signs of a header, 3,000 of a text, ten fields of
 * 2,000, 75 of a button (docs.slack.dev, reference of Block Kit). Pure.
 */

const MOST = {
  blocks: 50,
  header: 150,
  text: 3_000,
  fields: 10,
  field: 2_000,
  /** Of a line, a title or a name: the product's own, as a text has room for several. */
  line: 500,
  /** What stands between the marks of code, below its name. */
  code: 2_400,
  button: 75,
  url: 3_000,
} as const;

const MARKS: Readonly<Record<Tone, string>> = {
  news: ':information_source:',
  warning: ':warning:',
  urgent: ':rotating_light:',
  good: ':white_check_mark:',
};

/** Text that shows as it is: the three signs that mean something to Slack are written as it asks, and nobody is mentioned. */
export const slackText = (text: string): string =>
  visibleInLine(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** What would be bold, struck or code in `mrkdwn` keeps its sign and loses its meaning, by a sign without width before it. */
const inert = (text: string): string => slackText(text).replace(/[*_~`]/g, '\u200b$&');

/** The same of a text that may be without end: what would be cut is not looked at. */
const short = (text: string, most: number): string => clipped(inert(clipped(text, most)), most);

const section = (text: string): KnownBlock => ({
  type: 'section',
  text: { type: 'mrkdwn', text: clipped(text, MOST.text) },
});

/** A title with lines below it, whole ones as far as there is room. */
function listed(title: string, lines: Iterable<string>): KnownBlock[] {
  const kept = title === '' ? [] : [`*${short(title, MOST.line)}*`];
  let left = MOST.text - (kept[0]?.length ?? 0);
  for (const line of lines) {
    // With its break, and one for the sign that more was left out.
    left -= line.length + 1;
    if (left < 2) {
      kept.push('…');
      break;
    }
    kept.push(line);
  }
  return kept.length === 0 ? [] : [section(kept.join('\n'))];
}

/** A meter as signs: ten boxes, as Slack draws none. */
const boxes = ({ usedPercent }: Meter): string => {
  const full = Math.max(0, Math.min(10, Math.round(usedPercent / 10)));
  return '▰'.repeat(full) + '▱'.repeat(10 - full);
};

const STEPS = '▁▂▃▄▅▆▇█';
const barLine = ({ share, label, text }: Bars['bars'][number]): string =>
  `${STEPS[Math.max(0, Math.min(7, Math.round(share * 7)))]} ${short(label, MOST.line)}: ${short(text, MOST.line)}`;

/**
 * @param answers whether what is answered here comes back to us, so that there are buttons for it
 * @returns the blocks, and the text that notifications and screen readers are given
 */
export function slackBlocks(message: Message, answers = false): { text: string; blocks: KnownBlock[] } {
  const { subject, lead, meter, facts, bars, tables, lists, copied, notes, links, why, tone } = message;
  const blocks: KnownBlock[] = [
    {
      type: 'header',
      text: { type: 'plain_text', text: clipped(visibleInLine(subject), MOST.header), emoji: false },
    },
    section(`${MARKS[tone]} ${short(lead, MOST.text)}`),
    ...(meter === null ? [] : [section(`${boxes(meter)}  ${short(meter.words, MOST.text)}`)]),
    ...tens(facts).map(
      (some): KnownBlock => ({
        type: 'section',
        fields: some.map(({ label, value }) => ({
          type: 'mrkdwn',
          text: clipped(`*${short(label, MOST.line)}*\n${short(value, MOST.field)}`, MOST.field),
        })),
      }),
    ),
    ...bars.flatMap(({ title, bars: some }) => listed(title, mapped(some, barLine))),
    ...tables.flatMap(({ title, columns, rows }) =>
      listed(
        title,
        mapped([columns, ...rows], (row) => short(row.join(' | '), MOST.line)),
      ),
    ),
    ...lists.flatMap(({ title, lines, more }) => listed(title, bullets(lines, more))),
    ...copied.map(({ label, text }) =>
      section(
        `*${short(label, MOST.line)}*\n\`\`\`${clipped(slackCode(clipped(text, MOST.code)), MOST.code)}\`\`\``,
      ),
    ),
    ...notes.map((note) => section(short(note, MOST.text))),
  ];
  const end: KnownBlock[] = [
    ...(answers ? reasonField(message) : []),
    ...buttons(links, answers ? message.answers : []),
    ...(why === ''
      ? []
      : [
          {
            type: 'context' as const,
            elements: [
              { type: 'mrkdwn' as const, text: clipped(slackText(clipped(why, MOST.text)), MOST.text) },
            ],
          },
        ]),
  ];
  return {
    text: clipped(
      `${slackText(clipped(subject, MOST.header))} – ${slackText(clipped(lead, MOST.text))}`,
      MOST.text,
    ),
    blocks: [...blocks.slice(0, MOST.blocks - end.length), ...end],
  };
}

/** Three backticks in it would end the block of code. */
const slackCode = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('```', "'''");

const button = (label: string) => ({
  type: 'button' as const,
  text: { type: 'plain_text' as const, text: clipped(visibleInLine(label), MOST.button), emoji: false },
});

/** Buttons that answer, and those that lead to a page; an address that is too long for one is left out. */
function buttons(links: Message['links'], answers: Message['answers']): KnownBlock[] {
  const answering = answers.map(({ label, requestId, answer }) => ({
    ...button(label),
    action_id: answerAction(answer),
    value: requestId,
    style: answer === 'approve' ? ('primary' as const) : ('danger' as const),
  }));
  const opening = links
    .filter(({ url }) => url.length <= MOST.url)
    .slice(0, 5)
    .map(({ label, url }, at) => ({
      ...button(label),
      url,
      action_id: `open-${at}`,
      ...(at === 0 && answering.length === 0 ? { style: 'primary' as const } : {}),
    }));
  const elements = [...answering, ...opening];
  return elements.length === 0 ? [] : [{ type: 'actions', elements }];
}

const REASON: Readonly<Record<Message['locale'], { label: string; hint: string }>> = {
  en: { label: 'Reason', hint: 'Needed to decline. The person is told.' },
  ja: { label: '理由', hint: '却下する場合は必須です。申請者に通知されます。' },
};

/** Where the reason of an answer is written: it comes with whichever button is pressed. */
function reasonField({ answers, locale }: Message): KnownBlock[] {
  if (answers.length === 0) return [];
  const { label, hint } = REASON[locale];
  return [
    {
      type: 'input',
      block_id: REASON_BLOCK,
      optional: true,
      label: { type: 'plain_text', text: label, emoji: false },
      hint: { type: 'plain_text', text: hint, emoji: false },
      element: { type: 'plain_text_input', action_id: REASON_ACTION, max_length: MOST_REASON },
    },
  ];
}

function* bullets(lines: readonly string[], more: string): Generator<string> {
  for (const line of lines) yield `• ${short(line, MOST.line)}`;
  if (more !== '') yield short(more, MOST.line);
}

/** One after the other, as far as somebody looks. */
function* mapped<T>(all: Iterable<T>, made: (one: T) => string): Generator<string> {
  for (const one of all) yield made(one);
}

const tens = <T>(all: readonly T[]): T[][] =>
  Array.from({ length: Math.ceil(all.length / MOST.fields) }, (_, at) =>
    all.slice(at * MOST.fields, (at + 1) * MOST.fields),
  );
