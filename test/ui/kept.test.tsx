import { expect, it } from 'vitest';
import { kept } from '../../src/ui/kept.tsx';

/** Figures that a line never ends within. */

const whole = (sentence: string) =>
  [...String(<p>{kept(sentence)}</p>).matchAll(/<span class="keep">([^<]*)<\/span>/g)].map(
    ([, part]) => part,
  );

it.each([
  ['At this pace the month ends at $640.57 ($625.25 to $655.89).', ['$625.25 to $655.89']],
  ['このペースでは月末に$640.57（$625.25〜$655.89）となる見込みです。', ['$625.25〜$655.89']],
  ['10月1日〜10月29日（$1,638.00）との差は−$19.56です。', ['10月1日〜10月29日', '−$19.56']],
  ['データがあるのは2026年9月25日から2026年11月29日までです。', ['2026年9月25日', '2026年11月29日']],
  ['They begin on 25 September 2026.', ['25 September 2026']],
  ['12 cost centers spent $13,353.19.', []],
])('%s', (sentence, figures) => {
  expect(whole(sentence)).toEqual(figures);
  expect(String(<>{kept(sentence)}</>).replaceAll(/<[^>]*>/g, '')).toBe(sentence);
});
