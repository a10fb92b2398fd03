import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { messagesOf } from '../../src/ui/messages/index.ts';
import { samplesIn } from '../mails/samples.ts';
import { textsOf } from './catalogue.ts';

/** Japanese by docs/style-ja.md: what of it can be tested, on every text of pages and mails. */

const GUIDE = readFileSync(join(import.meta.dirname, '../../docs/style-ja.md'), 'utf8');
/** Words that are not used: the last column of the tables. */
const UNUSED = GUIDE.split('\n')
  .filter((line) => line.startsWith('| ') && !line.includes('使わない'))
  .flatMap((line) => line.split('|')[3]?.trim().split('、') ?? [])
  .filter((word) => word !== '');

/** Pages are found by words that others use, too. */
const SOUGHT = /^\.find\.words\./;
const pagesIn = (locale: 'en' | 'ja') => textsOf(messagesOf(locale)).filter(([path]) => !SOUGHT.test(path));
const PAGES = pagesIn('ja');
const MAILS = samplesIn('ja').flatMap(([name, message]) => {
  const { answers: _, ...read } = message as typeof message & { answers?: unknown };
  return textsOf(read, `mail ${name}`).filter(([path]) => !/\.(about|data|id|kind|url)\b/.test(path));
});
const TEXTS = [...PAGES, ...MAILS];

/** What AWS says in English, whatever the reader's language. */
const OF_AWS = /^\.stops\.card\.clientWords$/;

const JA = '[\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}ー々]';
const faultsOf = (fault: RegExp, texts = TEXTS) => texts.filter(([, text]) => fault.test(text));

/** Words without blanks, with what stands before and after each. */
function wrongBlanksIn(text: string): string[] {
  const wrong: string[] = [];
  for (const { 0: run, index } of text.matchAll(/[!-~−]+(?: [!-~−]+)*/g)) {
    const [before, after] = [text.slice(0, index), text.slice(index + run.length)];
    const isWord = /[A-Za-z]/.test(run);
    const isFigure = !isWord && /^[$+−]?\d/.test(run);
    const isCode = /[:=;<>]$|^[<>]/.test(run);
    const touches = new RegExp(`${JA}$`, 'u').test(before) || new RegExp(`^${JA}`, 'u').test(after);
    const apart = new RegExp(`${JA} $`, 'u').test(before) || new RegExp(`^ ${JA}`, 'u').test(after);
    if (isWord && touches && !isCode) wrong.push(run);
    if (isFigure && apart) wrong.push(run);
  }
  return wrong;
}

describe('Japanese', () => {
  it.each([
    ['no half-width colon', new RegExp(`${JA}:`, 'u')],
    ['no half-width brackets', new RegExp(`${JA}\\(|\\)${JA}|\\(${JA}`, 'u')],
    ['no half-width question or exclamation mark', new RegExp(`${JA}[?!]`, 'u')],
    ['no half-width comma or full stop', new RegExp(`${JA}[,.](?! _)`, 'u')],
    ['no slash for "or"', new RegExp(`${JA}/${JA}`, 'u')],
    ['no dots for an ellipsis', new RegExp(`${JA} ?\\.\\.`, 'u')],
    ['no blank beside a full-width sign', /[、。「」（）：？！・〜／] | [、。）」：？！・〜／]/u],
    ['no dash for a range', /\d ?[–-] ?\$|\d – \d/u],
    ['no full-width letters or digits', /[０-９Ａ-Ｚａ-ｚ]/u],
    ['no half-width katakana', /[ｦ-ﾟ]/u],
    ['no word said twice', /ですです|ますます|をを|がが|(?<!も)のの|にに|はは/u],
    ['no question with a full stop', /(?:ます|です|ません|でした)か(?:。|$)/u],
    ['people counted in 人', /\d名/u],
    [
      'long vowels written',
      /(?:ユーザ|サーバ|マネージャ|プロバイダ|パラメータ|フィルタ|ブラウザ|フォルダ|エクスプローラ|ヘッダ|プリンタ|コンピュータ|エディタ|カウンタ)(?!ー|リング)/u,
    ],
    ['months counted in か月', /\d[ヶケカヵ]月/u],
  ])('has %s', (_, fault) => {
    expect(faultsOf(fault)).toEqual([]);
  });

  it('uses no word that its guide does not use', () => {
    expect(UNUSED.length).toBeGreaterThan(50);
    const found = UNUSED.flatMap((word) =>
      TEXTS.filter(([, text]) => text.includes(word)).map(([path, text]) => [word, path, text]),
    );
    expect(found).toEqual([]);
  });

  it('has one blank beside a Latin word and none beside a figure', () => {
    const wrong = TEXTS.map(([path, text]) => [path, wrongBlanksIn(text), text]).filter(
      ([, runs]) => (runs?.length ?? 0) > 0,
    );
    expect(wrong).toEqual([]);
  });

  it('ends every sentence but one that stands alone in a table', () => {
    const english = new Map(pagesIn('en'));
    const wrong = TEXTS.filter(([path, text]) => {
      const ofSeveral = /。./u.test(text) || /[.?!]$/.test(english.get(path) ?? '');
      return ofSeveral && /(?:ます|です|ません|した|ください)$/u.test(text);
    });
    expect(wrong).toEqual([]);
  });

  it('says all that English says, and leaves no sentence in it', () => {
    const said = new Map(PAGES);
    const english = pagesIn('en');
    expect(english.filter(([path]) => !said.has(path))).toEqual([]);
    const left = english.filter(
      ([path, text]) => said.get(path) === text && /[a-z]{3} [a-z]{3}/.test(text) && !OF_AWS.test(path),
    );
    expect(left).toEqual([]);
  });
});
