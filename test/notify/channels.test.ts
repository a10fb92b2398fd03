import type { KnownBlock } from '@slack/types';
import { afterEach, describe, expect, it } from 'vitest';
import { slackBlocks } from '../../src/core/blocks.ts';
import { MOST_CARD_BYTES, teamsMessage } from '../../src/core/card.ts';
import { clipped } from '../../src/core/clipped.ts';
import { blameOf, NotSent } from '../../src/core/outbox.ts';
import { pagerEvent } from '../../src/core/pagerEvent.ts';
import { pagerdutyNotifier } from '../../src/notify/pagerduty.ts';
import { slackNotifier } from '../../src/notify/slack.ts';
import { teamsNotifier } from '../../src/notify/teams.ts';
import { webhookNotifier } from '../../src/notify/webhook.ts';
import { messageWith } from './messageOf.ts';
import { type Behaviour, type Receiver, receiver } from './receiver.ts';

/** Channels over HTTP: what they post, within which limits, and what becomes of it where the receiver is at its worst. */

const clock = { now: () => Date.parse('2026-11-20T09:10:00.000Z') };
/** Only where a receiver does not answer: elsewhere a machine that is busy may take its time. */
const SOON = { withinMs: 200 };

let open: Receiver[] = [];
afterEach(async () => {
  for (const one of open) await one.close();
  open = [];
});
async function at(behaviour?: Behaviour): Promise<Receiver> {
  const made = await receiver(behaviour);
  open.push(made);
  return made;
}

const SENDERS = {
  slack: (url: string, within = {}) => slackNotifier({ name: 'ops', url }, clock, within),
  teams: (url: string, within = {}) => teamsNotifier({ name: 'ops', url }, clock, within),
  pagerduty: (url: string, within = {}) =>
    pagerdutyNotifier({ name: 'ops', url, routingKey: 'k'.repeat(32) }, clock, within),
  webhook: (url: string, within = {}) => {
    const sender = webhookNotifier({ name: 'ops', secret: 'sixteen signs or more' }, clock, within);
    return {
      ...sender,
      send: (_: string, message: ReturnType<typeof messageWith>) => sender.send(url, message),
    };
  },
};
const NAMES = Object.keys(SENDERS) as (keyof typeof SENDERS)[];

describe.each(NAMES)('%s', (name) => {
  it('posts one JSON body, by its own name', async () => {
    const { url, got } = await at();
    const sender = SENDERS[name](url);
    await sender.send('', messageWith());
    expect([sender.channel, got.length, got[0]?.headers['content-type']]).toEqual([
      'ops',
      1,
      expect.stringMatching(/^application\/json/),
    ]);
  });

  it.each<[Behaviour, string]>([
    ['hangs', 'channel'],
    ['resets', 'channel'],
    ['redirects', 'channel'],
    [{ status: 500 }, 'unsure'],
    [{ status: 400 }, 'message'],
    [{ status: 404 }, 'channel'],
  ])('says whose fault it is where the receiver %j', async (behaviour, blame) => {
    const { url } = await at(behaviour);
    const failed = await SENDERS[name](url, behaviour === 'hangs' ? SOON : {})
      .send('', messageWith())
      .then(
        () => null,
        (error: unknown) => error,
      );
    expect([failed instanceof NotSent, blameOf(failed)]).toEqual([true, blame]);
    // An address may hold a secret.
    expect(String(failed)).not.toContain(url);
  });

  it('waits as long as it is asked to', async () => {
    const { url } = await at({ status: 429, retryAfter: '90' });
    await expect(SENDERS[name](url).send('', messageWith())).rejects.toMatchObject({ askedToWaitMs: 90_000 });
  });

  it('does not wait for the end of an answer that drips', async () => {
    const { url } = await at('drips');
    // It was taken, or nobody knows: either way whoever sends is back.
    const back = SENDERS[name](url, SOON)
      .send('', messageWith())
      .then(
        () => 'taken',
        (error: unknown) => blameOf(error),
      );
    expect(['taken', 'channel']).toContain(await back);
  });
});

/** Of a list of everything long, whatever is in it. */
const LONG = messageWith({
  subject: '長'.repeat(400),
  lead: 'x'.repeat(5_000),
  facts: Array.from({ length: 33 }, (_, at) => ({ label: `fact ${at}`, value: 'v'.repeat(3_000) })),
  lists: [
    {
      title: 'Lines',
      lines: Array.from({ length: 400 }, (_, at) => `line ${at} ${'y'.repeat(200)}`),
      more: '',
    },
  ],
  notes: Array.from({ length: 60 }, () => 'n'.repeat(4_000)),
  links: Array.from({ length: 9 }, (_, at) => ({
    label: 'l'.repeat(200),
    url: `https://x.example.com/${at}`,
  })),
});

describe('Block Kit', () => {
  const texts = (blocks: readonly KnownBlock[]): string[] =>
    blocks.flatMap((block) => {
      if (block.type === 'header') return block.text.text;
      if (block.type === 'section')
        return [
          ...(block.text === undefined ? [] : [block.text.text]),
          ...(block.fields ?? []).map(({ text }) => text),
        ];
      return [];
    });

  it.each([
    ['a usual one', messageWith()],
    ['one with everything long', LONG],
  ])('keeps to the limits of %s', (_, message) => {
    const { blocks, text } = slackBlocks(message);
    expect(blocks.length).toBeLessThanOrEqual(50);
    expect(text.length).toBeLessThanOrEqual(3_000);
    for (const block of blocks) {
      if (block.type === 'header') expect(block.text.text.length).toBeLessThanOrEqual(150);
      if (block.type === 'section') {
        expect(block.text?.text.length ?? 0).toBeLessThanOrEqual(3_000);
        expect(block.fields?.length ?? 0).toBeLessThanOrEqual(10);
        for (const field of block.fields ?? []) expect(field.text.length).toBeLessThanOrEqual(2_000);
      }
      if (block.type === 'actions')
        for (const one of block.elements)
          if (one.type === 'button') expect(one.text.text.length).toBeLessThanOrEqual(75);
    }
  });

  it('mentions nobody, and takes no name for a mark', () => {
    const said = texts(slackBlocks(messageWith()).blocks).slice(1).join('\n');
    expect(said).not.toContain('<!channel>');
    expect(said).toContain('&lt;!channel&gt; &amp;');
    expect(said).toContain('\u200b*R&amp;D\u200b*');
    expect(said).toContain('ann\u200b_b@example.com');
    expect(said.match(/```/g)).toHaveLength(2);
  });
});

describe('the card', () => {
  it.each([
    ['a usual one', messageWith()],
    ['one with everything long', LONG],
  ])('is small enough: %s', (_, message) => {
    expect(Buffer.byteLength(JSON.stringify(teamsMessage(message)))).toBeLessThanOrEqual(MOST_CARD_BYTES);
  });

  it('leads to the page, and has no Markdown of somebody’s name in it', () => {
    const body = JSON.stringify(teamsMessage(messageWith()));
    expect(body).toContain('"type":"Action.OpenUrl","title":"See it"');
    expect(body).toContain('\\\\[link\\\\]\\\\(https://evil');
    expect(body).not.toContain('Action.Submit');
  });
});

describe('an event of PagerDuty', () => {
  it('begins and ends under one key', () => {
    const begins = pagerEvent(messageWith({ tone: 'urgent', about: 'job:usage' }), 'key');
    const ends = pagerEvent(messageWith({ tone: 'good', about: 'job:usage' }), 'key');
    expect([begins.event_action, ends.event_action]).toEqual(['trigger', 'resolve']);
    expect(begins.dedup_key).toBe(ends.dedup_key);
    expect((pagerEvent(LONG, 'key').payload as { summary: string }).summary.length).toBeLessThanOrEqual(
      1_024,
    );
  });
});

describe('a webhook for chat programs', () => {
  it('says it as one text, signed as ever', async () => {
    const { url, got } = await at();
    const secret = 'sixteen signs or more';
    await webhookNotifier({ secret, format: 'text' }, clock).send(url, messageWith());
    expect(got[0]?.body.text).toMatch(/^Cost center <!channel> has used 80 % of the budget\n/);
    expect(got[0]?.headers).toMatchObject({
      'x-bedrock-ledger-id': '6f1b',
      'x-bedrock-ledger-signature': expect.stringMatching(/^t=\d+,v1=[0-9a-f]{64}$/),
    });
  });
});

it.each([
  ['short', 10, 'short'],
  ['exactly ten', 11, 'exactly ten'],
  ['longer than that', 6, 'longe…'],
  ['ab😀cd', 4, 'ab…'],
])('clips %s at %i', (text, most, expected) => expect(clipped(text, most)).toBe(expected));
