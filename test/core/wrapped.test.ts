import { describe, expect, it } from 'vitest';
import { columnsOf, wrapped } from '../../src/core/wrapped.ts';

describe('lines of so many columns', () => {
  it('break between words, and their rest stands in', () => {
    expect(wrapped('one two three four', 10, '  ')).toBe('one two\n  three\n  four');
    expect(wrapped('short\n\nlines stay', 20)).toBe('short\n\nlines stay');
  });

  it('count full-width signs twice, and break where Japanese does', () => {
    expect(columnsOf('予算 $1')).toBe(7);
    expect(wrapped('予算を使い切りました。次の月', 12)).toBe('予算を使い切\nりました。次\nの月');
    // Neither a full stop nor a small kana begins a line.
    expect(wrapped('予算を使い。', 10)).toBe('予算を使\nい。');
    expect(wrapped('ジャッファ', 8)).toBe('ジャッ\nファ');
  });

  it('leave whole what has no place to break, and begin none with an address that stood in a sentence', () => {
    const address = `https://ledger.example.com/${'a'.repeat(40)}`;
    expect(wrapped(address, 20)).toBe(address);
    expect(wrapped(`look at ${address}`, 20)).toBe(`look at ${address}`);
  });
});
