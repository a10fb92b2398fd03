import { describe, expect, it } from 'vitest';
import { slackBlocks } from '../../src/core/blocks.ts';
import { teamsMessage } from '../../src/core/card.ts';
import { LETTER_LOCALES } from '../../src/core/letters.ts';
import { pagerEvent } from '../../src/core/pagerEvent.ts';
import { blockKitFaults } from '../receivers/blockKit.ts';
import { pagerdutyFaults } from '../receivers/pagerduty.ts';
import { teamsFaults } from '../receivers/teams.ts';
import { EMPTY, everyMessage, HUGE, type Size, USUAL } from './everyMessage.ts';

/** Every message, in both languages, of any size, is one that its receiver's own documents allow. */

const SIZES: readonly Size[] = [USUAL, HUGE, EMPTY];
const CASES = SIZES.flatMap((size) =>
  LETTER_LOCALES.flatMap((locale) =>
    [undefined, null].map((publicUrl) => ({
      name: `${size.name}, ${locale}, ${publicUrl === null ? 'without' : 'with'} links`,
      all: everyMessage(size, locale, publicUrl),
    })),
  ),
);
/** What is wrong with which kind. */
const faulty = (all: (typeof CASES)[number]['all'], faults: (message: (typeof all)[number][1]) => string[]) =>
  all.flatMap(([kind, message]) => faults(message).map((fault) => `${kind}: ${fault}`));

describe.each(CASES)('$name', ({ all }) => {
  it('is Block Kit, with buttons and without', () => {
    for (const answers of [true, false])
      expect(faulty(all, (message) => blockKitFaults(slackBlocks(message, answers)))).toEqual([]);
  });

  it('is an Adaptive Card that Teams takes', () =>
    expect(faulty(all, (message) => teamsFaults(JSON.stringify(teamsMessage(message))))).toEqual([]));

  it('is an event of PagerDuty', () => {
    const event = (message: (typeof all)[number][1]) => JSON.stringify(pagerEvent(message, 'k'.repeat(32)));
    expect(faulty(all, (message) => pagerdutyFaults(event(message)))).toEqual([]);
  });
});

it('whoever is asked has the buttons to answer, and the page beside them', () => {
  const all = new Map(everyMessage(USUAL, 'en'));
  for (const kind of ['requestAsked', 'budgetAsked']) {
    const message = all.get(kind);
    if (message === undefined) throw new Error(`there is no ${kind}`);
    const { blocks } = slackBlocks(message, true);
    const actions = blocks.find(({ type }) => type === 'actions') as {
      elements: { action_id: string; value?: string }[];
    };
    expect(actions.elements.map(({ action_id, value }) => [action_id, value])).toEqual([
      ['answer-approve', 'example'],
      ['answer-decline', 'example'],
      ['open-0', undefined],
    ]);
    expect(blocks.some(({ type }) => type === 'input')).toBe(true);
    expect(slackBlocks(message).blocks.some(({ type }) => type === 'input')).toBe(false);
  }
});

describe('the receivers themselves', () => {
  const section = (text: string) => ({ type: 'section', text: { type: 'mrkdwn', text } });
  const slack = (blocks: unknown[]) => blockKitFaults({ text: 'x', blocks }).length > 0;
  it('take nothing that is too long, too many or undocumented', () => {
    expect([
      slack([section('x')]),
      slack([section('x'.repeat(3_001))]),
      slack([section('')]),
      slack(Array.from({ length: 51 }, () => section('x'))),
      slack([{ type: 'section' }]),
      slack([{ ...section('x'), colour: 'red' }]),
      slack([
        { ...section('x'), block_id: 'a' },
        { ...section('y'), block_id: 'a' },
      ]),
      slack([{ type: 'header', text: { type: 'mrkdwn', text: 'x' } }]),
    ]).toEqual([false, true, true, true, true, true, true, true]);
    const [[, message] = []] = everyMessage(USUAL, 'en');
    if (message === undefined) throw new Error('there is no message');
    const card = JSON.stringify(teamsMessage(message));
    expect([
      teamsFaults(card).length,
      teamsFaults(card.replace('"Bolder"', '"Fat"')).length > 0,
      teamsFaults(card.replace('"TextBlock"', '"Text"')).length > 0,
      teamsFaults(card.replace('"type":"message"', '"type":"text"')).length > 0,
      teamsFaults(`${card}${' '.repeat(28 * 1024)}`).length > 0,
    ]).toEqual([0, true, true, true, true]);
    const event = JSON.stringify(pagerEvent({ ...message, tone: 'urgent' }, 'k'.repeat(32)));
    expect([
      pagerdutyFaults(event).length,
      pagerdutyFaults(event.replace('"critical"', '"fatal"')).length > 0,
      pagerdutyFaults(event.replace('"source":"bedrock-ledger",', '')).length > 0,
      pagerdutyFaults(event.replace('"trigger"', '"begin"')).length > 0,
    ]).toEqual([0, true, true, true]);
  });
});
