import { createHash } from 'node:crypto';
import { asksOf } from './addresses.ts';
import { type Ask, type Asker, type Kept, openServers } from './servers.ts';

/** The record taken: every answer, by its key, and the index that stands in for it. */

export type Answers = ReadonlyMap<string, Kept>;
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
export const indexOf = (answers: Answers): Index =>
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

export interface Taking {
  /** All languages for all roles, and every link; else what every test asks. */
  all: boolean;
  /** Asks from the last to the first: an answer that depends on those before shows. */
  reversed?: boolean;
}

/** Opens the company, asks everything and closes it. */
export async function takeRecord({ all, reversed = false }: Taking): Promise<Answers> {
  const servers = await openServers();
  try {
    // Being known is noted once: what that writes is there before the first answer is kept.
    for (const asker of ['user', 'manager', 'owner', 'finance', 'admin', 'narrowToken'] satisfies Asker[])
      await servers.answer({ path: '/api/v1/me', asker, language: 'en', base: true });
    const asks = await asksOf(servers, all);
    if (reversed) asks.reverse();
    const answers = new Map<string, Kept>();
    for (const ask of asks) {
      const key = keyOf(ask);
      if (answers.has(key)) throw new Error(`${key} is asked twice`);
      answers.set(key, await servers.answer(ask));
    }
    return answers;
  } finally {
    await servers.close();
  }
}
