import { describe, expect, it } from 'vitest';
import { withUnseenShown } from '../../src/ui/unseen.ts';

const shown = (html: string) => withUnseenShown(html, (name) => `hidden: ${name}`);
const MARK = '<bdi class="sign" title="hidden: U+202E">‹U+202E›</bdi>';

describe('a page', () => {
  it('without a sign that nobody sees stays as it is', () => {
    const html = '<!DOCTYPE html><p title="a &gt; b">naïve 東京\n\t</p>';
    expect(shown(html)).toBe(html);
  });
  it.each([
    ['<td>a\u202Eb</td>', `<td>a${MARK}b</td>`],
    ['<title>a\u202Eb</title><p>c\u202E</p>', `<title>a‹U+202E›b</title><p>c${MARK}</p>`],
    [
      '<option value="a\u202Eb" selected>a\u202Eb</option>',
      '<option value="a\u202Eb" selected>a‹U+202E›b</option>',
    ],
    ['<input name="x" value="\u202E" title="\u202E"/>', '<input name="x" value="\u202E" title="‹U+202E›"/>'],
    ['<textarea>\u202E</textarea>', '<textarea>\u202E</textarea>'],
    [
      '<a href="/x?q=%E2%80%AE" aria-label="q \u202E">q</a>',
      '<a href="/x?q=%E2%80%AE" aria-label="q ‹U+202E›">q</a>',
    ],
    [
      '<svg><title>\u202E</title><text>\u202E</text></svg>',
      '<svg><title>‹U+202E›</title><text>‹U+202E›</text></svg>',
    ],
  ])('shows %j as %j', (html, expected) => expect(shown(html)).toBe(expected));

  it.each([
    ['<td>שרה כהן</td>', '<td><bdi>שרה כהן</bdi></td>'],
    ['<p>Remove שרה כהן: $5.00?</p>', '<p>Remove <bdi>שרה כהן</bdi>: $5.00?</p>'],
    ['<p>محمد &amp; Ann</p>', '<p><bdi>محمد</bdi> &amp; Ann</p>'],
    ['<p>א</p>', '<p><bdi>א</bdi></p>'],
    ['<option>שרה</option>', '<option>שרה</option>'],
  ])('keeps words from right to left by themselves: %j', (html, expected) =>
    expect(shown(html)).toBe(expected),
  );
});
