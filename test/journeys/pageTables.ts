/** Reads a page as a person does: its sentences, its cards, and its tables with what they come to. */

export interface ReadTable {
  title: string;
  head: string[];
  rows: string[][];
  foot: string[] | null;
}
export interface ReadPage {
  text: string;
  /** What each card says, by its name: the figure, and what stands below it. */
  cards: ReadonlyMap<string, { value: string; small: string }>;
  tables: ReadTable[];
  table(title: string): ReadTable;
}

const plain = (html: string): string =>
  html
    .replaceAll(/<svg.*?<\/svg>/gs, '')
    .replaceAll('<wbr/>', '')
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll('&lt;', '<')
    .replaceAll('&amp;', '&')
    .replaceAll('&#39;', "'")
    .replaceAll(/\s+/g, ' ')
    .trim();

/** A cell without what is said below it in smaller letters. */
const cellText = (html: string): string => plain(html.replaceAll(/<small.*?<\/small>/gs, ''));

function cellsOf(row: string): string[] {
  return [...row.matchAll(/<t[dh]([^>]*)>(.*?)<\/t[dh]>/gs)].flatMap(([, attributes = '', inner = '']) => {
    const span = Number(/colspan="(\d+)"/.exec(attributes)?.[1] ?? 1);
    return [cellText(inner), ...Array.from({ length: span - 1 }, () => '')];
  });
}
const rowsOf = (html: string): string[][] =>
  [...html.matchAll(/<tr[^>]*>(.*?)<\/tr>/gs)].map(([, row = '']) => cellsOf(row));
const within = (html: string, tag: string): string | null =>
  new RegExp(`<${tag}[^>]*>(.*?)</${tag}>`, 's').exec(html)?.[1] ?? null;

export function readPage(html: string): ReadPage {
  const main = within(html, 'main') ?? html;
  const cards = new Map(
    [...main.matchAll(/<div class="kpi"><dt>(.*?)<\/dt><dd>(.*?)<small>(.*?)<\/small>/gs)].map(
      ([, name = '', value = '', small = '']) => [plain(name), { value: plain(value), small: plain(small) }],
    ),
  );
  const tables = [
    ...main.matchAll(/<section class="scroll[^"]*"[^>]*aria-label="([^"]*)"[^>]*>(.*?)<\/table>/gs),
  ];
  const read = tables.map(([, title = '', table = '']): ReadTable => {
    const foot = within(table, 'tfoot');
    return {
      title: plain(title),
      head: rowsOf(within(table, 'thead') ?? '')[0] ?? [],
      rows: rowsOf(within(table, 'tbody') ?? ''),
      foot: foot === null ? null : (rowsOf(foot)[0] ?? []),
    };
  });
  return {
    text: plain(main),
    cards,
    tables: read,
    table(title) {
      const found = read.find((one) => one.title === title);
      if (found === undefined) throw new Error(`no table "${title}" among ${read.map((one) => one.title)}`);
      return found;
    },
  };
}

/** What a cell says in cents; null where it says no amount. "at least" and a sign before it are read as well. */
export function cents(cell: string): bigint | null {
  const [, sign = '', whole = '', fraction] =
    /^(?:at least )?([+−-]?)\$([\d,]+)\.(\d{2})(?:\d\d)?$/.exec(cell) ?? [];
  if (fraction === undefined) return null;
  const size = BigInt(whole.replaceAll(',', '') + fraction);
  return sign === '−' || sign === '-' ? -size : size;
}
