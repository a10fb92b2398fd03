import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LETTER_NAMES } from '../../src/core/letters.ts';
import { NOTICE_KINDS } from '../../src/core/notices.ts';
import { columnsOf } from '../../src/core/wrapped.ts';
import { preheaderOf } from '../../src/notify/mailHtml.ts';
import { openBrowser } from '../browser/setup.ts';
import { drawnIn, faultyLooksOf, misfitsOf } from './look.ts';
import { reportTo, samplesIn } from './samples.ts';
import { REPORTS } from './variants.ts';

/** Every mail as its reader sees it: in a real browser, on a telephone and on a desk, in light and dark, and as text. */

let browser: Browser;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ browser, close } = await openBrowser());
});
afterAll(() => close());

const LANGUAGES = ['en', 'ja'] as const;

it('mails can be read in light and dark', async () => {
  expect(await faultyLooksOf(browser, drawnIn('en'))).toEqual([]);
});

it('a report tells a channel that many read of no single person', () => {
  const [, , data] = REPORTS[0] ?? [];
  const { tables, lists, data: plain } = reportTo('channel', data);
  expect([tables, lists]).toEqual([[], []]);
  expect(JSON.stringify(plain)).not.toMatch(/ann\.sato|priya|中村/);
  expect(reportTo('manager', data).tables).toHaveLength(2);
});

describe.each(LANGUAGES)('mails in %s', (locale) => {
  const samples = samplesIn(locale);

  it('fit a telephone and a desk, and fetch nothing', async () => {
    expect(await misfitsOf(browser, drawnIn(locale))).toEqual([]);
  });

  it('are of every kind', () => {
    const types = samples.map(([name]) => name);
    const missing = [...NOTICE_KINDS, ...Object.keys(LETTER_NAMES), 'threshold', 'digest'].filter(
      (kind) => !types.some((name) => name.startsWith(kind)),
    );
    expect(missing).toEqual([]);
  });

  it('lack no words, and are in their language', () => {
    const wrong = drawnIn(locale).flatMap(({ name, html, text }) =>
      [...html.replaceAll(/<style>[\s\S]*?<\/style>|<[^>]*>/g, '\n').split('\n'), ...text.split('\n')]
        .filter((line) => /undefined|\bNaN\b|\bnull\b|\[object|Invalid Date|\$\{/.test(line))
        .map((line) => `${name}: ${line}`),
    );
    expect(wrong).toEqual([]);
    for (const [name, message] of samples) {
      for (const part of [message.subject, message.lead, message.why, preheaderOf(message)])
        expect(part, name).not.toBe('');
      expect(/[぀-ヿ]/.test(message.lead), name).toBe(locale === 'ja');
      expect(message.links, name).not.toEqual([]);
    }
  });

  it('are plain text of 76 columns, but for what cannot be broken', () => {
    const long = drawnIn(locale).flatMap(({ name, text }) =>
      text
        .split('\n')
        .filter(
          (line) => columnsOf(line) > 76 && /\S \S/.test(line.trim()) && !/ANTHROPIC_MODEL|https:/.test(line),
        )
        .map((line) => `${name}: ${line}`),
    );
    expect(long).toEqual([]);
  });
});
