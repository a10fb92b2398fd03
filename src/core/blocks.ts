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

const section = (text: string): KnownBlock => ({
  type: 'section',
  text: { type: 'mrkdwn', text: clipped(text, MOST.text) },
});

/** A meter as signs: ten boxes, as Slack draws none. */
const boxes = ({ usedPercent }: Meter): string => {
  const full = Math.max(0, Math.min(10, Math.round(usedPercent / 10)));
  return '▰'.repeat(full) + '▱'.repeat(10 - full);
};

const STEPS = '▁▂▃▄▅▆▇█';
const barLine = ({ share, label, text }: Bars['bars'][number]): string =>
  `${STEPS[Math.max(0, Math.min(7, Math.round(share * 7)))]} ${inert(label)}: ${inert(text)}`;

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
    section(`${MARKS[tone]} ${inert(lead)}`),
    ...(meter === null ? [] : [section(`${boxes(meter)}  ${inert(meter.words)}`)]),
    ...tens(facts).map(
      (some): KnownBlock => ({
        type: 'section',
        fields: some.map(({ label, value }) => ({
          type: 'mrkdwn',
          text: clipped(`*${inert(label)}*\n${inert(value)}`, MOST.field),
        })),
      }),
    ),
    ...bars.map(({ title, bars: some }) => section([`*${inert(title)}*`, ...some.map(barLine)].join('\n'))),
    ...tables.map(({ title, columns, rows }) =>
      section([`*${inert(title)}*`, ...[columns, ...rows].map((row) => inert(row.join(' | ')))].join('\n')),
    ),
    ...lists.map(({ title, lines, more }) =>
      section(
        [
          ...(title === '' ? [] : [`*${inert(title)}*`]),
          ...lines.map((line) => `• ${inert(line)}`),
          ...(more === '' ? [] : [inert(more)]),
        ].join('\n'),
      ),
    ),
    ...copied.map(({ label, text }) =>
      section(`*${inert(label)}*\n\`\`\`${clipped(slackCode(text), MOST.text - 200)}\`\`\``),
    ),
    ...notes.map((note) => section(inert(note))),
  ];
  const end: KnownBlock[] = [
    ...(answers ? reasonField(message) : []),
    ...buttons(links, answers ? message.answers : []),
    ...(why === ''
      ? []
      : [
          {
            type: 'context' as const,
            elements: [{ type: 'mrkdwn' as const, text: clipped(slackText(why), MOST.text) }],
          },
        ]),
  ];
  return {
    text: clipped(`${slackText(subject)} – ${slackText(lead)}`, MOST.text),
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

const tens = <T>(all: readonly T[]): T[][] =>
  Array.from({ length: Math.ceil(all.length / MOST.fields) }, (_, at) =>
    all.slice(at * MOST.fields, (at + 1) * MOST.fields),
  );
