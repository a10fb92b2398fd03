import { asksOf } from './addresses.ts';
import { keyOf } from './index.ts';
import { type Ask, type Asker, type Kept, openServers } from './servers.ts';

/** The record taken: every answer, by its key. */

export type Answers = ReadonlyMap<string, Kept & Pick<Ask, 'base'>>;
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
    const answers = new Map<string, Kept & Pick<Ask, 'base'>>();
    for (const ask of asks) {
      const key = keyOf(ask);
      if (answers.has(key)) throw new Error(`${key} is asked twice`);
      answers.set(key, { ...(await servers.answer(ask)), base: ask.base });
    }
    return answers;
  } finally {
    await servers.close();
  }
}
