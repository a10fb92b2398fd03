import { createHash } from 'node:crypto';
import type { Ask, Kept } from './servers.ts';

/** The index that stands in for a record: of every answer its status, its length and its hash. */

/** What an index says of an answer. */
export interface Entry {
  status: string;
  type: string;
  bytes: string;
  hash: string;
}
export type Index = ReadonlyMap<string, Entry>;

/** Sorted by address, so that those of one page stand together. */
export const keyOf = ({ path, asker, language }: Ask): string => `${path} ${asker}/${language}`;
export const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 12);
const entryOf = ({ status, type, body, text }: Kept): Entry => ({
  status: String(status),
  type,
  bytes: String(Buffer.byteLength(body)),
  hash: hashOf(text),
});
export const indexOf = (answers: ReadonlyMap<string, Kept>): Index =>
  new Map([...answers].map(([key, kept]) => [key, entryOf(kept)]));

/** Under each address, one line an answer: status, type, bytes of the body, hash of all that is kept, and who gets it. */
export function written(index: Index): string {
  const ofPath = Map.groupBy([...index], ([key]) => key.split(' ')[0] ?? '');
  return [...ofPath]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([path, entries]) => {
      const same = Map.groupBy(entries, ([, { status, type, bytes, hash }]) =>
        [status, type, bytes, hash].join(' '),
      );
      const lines = [...same].map(([answer, who]) =>
        [answer, ...who.map(([key]) => key.split(' ')[1]).sort()].join(' '),
      );
      return [path, ...lines.sort().map((line) => `  ${line}`), ''].join('\n');
    })
    .join('');
}
export function read(text: string): Index {
  const index = new Map<string, Entry>();
  let path = '';
  for (const line of text.split('\n').filter((one) => one !== '')) {
    if (!line.startsWith('  ')) {
      path = line;
      continue;
    }
    const [status = '', type = '', bytes = '', hash = '', ...who] = line.trim().split(' ');
    for (const asker of who) index.set(`${path} ${asker}`, { status, type, bytes, hash });
  }
  return index;
}
