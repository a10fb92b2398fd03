import { nameOfSign, visible } from '../core/signs.ts';

/**
 * Text of others on a page: what nobody sees in it is shown by its name and steers nothing, and words that are written
 * from right to left stay by themselves. Done with a page as a whole, for whatever way a text came into it: no words of
 * ours hold such signs.
 */

/** What nobody sees, and letters written from right to left: looked for first, since most pages have neither. */
const RARE = new RegExp(
  [
    '[\\u0000-\\u0008\\v\\f\\u000E-\\u001F\\u007F-\\u009F\\u00AD\\u034F\\u0590-\\u08FF\\u115F\\u1160\\u17B4\\u17B5',
    '\\u180B-\\u180F\\u200B-\\u200F\\u2028-\\u202E\\u2060-\\u206F\\u2800\\u3164\\uD800-\\uDFFF',
    '\\uFB1D-\\uFDFF\\uFE00-\\uFE0F\\uFE70-\\uFEFF\\uFFA0\\uFFF0-\\uFFFB]',
  ].join(''),
);
const TAGS_AND_TEXTS = /<[^>]*>|[^<]+/g;
/** Elements in which nothing but text can stand. */
const ONLY_TEXT: ReadonlySet<string> = new Set(['title', 'option', 'desc', 'text', 'textarea']);
/** Attributes that people read or hear. */
const READ = /( (?:title|aria-label|alt|label|placeholder)=")([^"]*)"/g;
const FROM_RIGHT = '\\u0590-\\u08FF\\uFB1D-\\uFDFF\\uFE70-\\uFEFC\\u{10800}-\\u{10FFF}\\u{1E800}-\\u{1EFFF}';
/** From the first such letter to the last one before letters that are written from the left. */
const WORDS_FROM_RIGHT = new RegExp(
  `[${FROM_RIGHT}](?:(?:[${FROM_RIGHT}]|[^\\p{L}<>&])*[${FROM_RIGHT}])?`,
  'gu',
);

/** @param html of a whole page, made here @param title what is said of a sign by its name */
export function withUnseenShown(html: string, title: (name: string) => string): string {
  if (!RARE.test(html)) return html;
  const mark = (sign: string) =>
    `<bdi class="sign" title="${title(nameOfSign(sign))}">‹${nameOfSign(sign)}›</bdi>`;
  let inside = '';
  return html.replace(TAGS_AND_TEXTS, (part) => {
    if (part.startsWith('<')) {
      inside = /^<([a-z]+)/.exec(part)?.[1] ?? '';
      return part.replace(READ, (_, name: string, value: string) => `${name}${visible(value, inQuotes)}"`);
    }
    // What is typed into a form is sent as it is.
    if (inside === 'textarea') return part;
    if (ONLY_TEXT.has(inside)) return visible(part, inQuotes);
    return visible(part, mark).replace(WORDS_FROM_RIGHT, '<bdi>$&</bdi>');
  });
}

const inQuotes = (sign: string): string => `‹${nameOfSign(sign)}›`;
