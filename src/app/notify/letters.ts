import type { LetterContent } from '../../core/letters.ts';
import { type Asking, nowOf } from '../asking.ts';
import { letterRoute } from './routes.ts';

/**
 * Owes letters, each to its one reader by the channel and in the language that they chose, in the transaction that causes them.
 * Nothing is kept where no channel is set.
 * @returns how many are owed
 */
export async function oweLetters(
  asking: Pick<Asking, 'store' | 'settings' | 'now'>,
  contents: readonly LetterContent[],
): Promise<number> {
  const drafts = [];
  for (const content of contents) {
    const { kind, to } = content;
    const send = await letterRoute(asking, { kind, scope: null, people: null, to });
    const reader = send.find(({ role }) => role !== 'channel');
    drafts.push({ ...content, locale: reader?.locale ?? asking.settings.notify.language, send });
  }
  return asking.store.letters.owe(drafts, nowOf(asking));
}
