import { breakWords, endWords, guardWords, headWords, signatureWords } from '../../core/auditWords.ts';
import type { Verified } from './auditChain.ts';

/** What a walk along the audit log comes to, in sentences. */

export interface Verdict {
  is: 'holds' | 'broken' | 'unsure';
  wrong: readonly string[];
  /** What cannot be told. */
  unsure: readonly string[];
  fine: readonly string[];
}
type Part = Partial<Pick<Verdict, 'wrong' | 'unsure' | 'fine'>>;

/** @param hasKey whether there is a key that signatures can be held against */
export function verdictOf(found: Verified, hasKey: boolean): Verdict {
  const parts = [
    ofChain(found),
    ofTraces(found),
    ofForgotten(found, hasKey),
    ofHead(found),
    ofSignature(found, hasKey),
  ];
  const all = (name: keyof Part) => parts.flatMap((part) => part[name] ?? []);
  const [wrong, unsure, fine] = [all('wrong'), all('unsure'), all('fine')];
  return { is: wrong.length > 0 ? 'broken' : unsure.length > 0 ? 'unsure' : 'holds', wrong, unsure, fine };
}

const BY_ITSELF =
  'By itself that does not tell of entries cut off at the end, nor of a chain that was written anew as a whole, by whoever knows how they are noted: hold it against a head that was kept elsewhere (--head).';

function ofChain({ broken, last, checked, from, whole, head }: Verified): Part {
  if (broken !== null) return { wrong: [`Broken: ${breakWords(broken)}.`] };
  if (last === null) return { fine: ['The audit log is empty.'] };
  const start = whole && from.id === 0 ? '' : `, from entry ${from.id + 1} on`;
  const holds = `${checked} entries hold, up to entry ${last.id} of digest ${last.digest}${start}.`;
  return { fine: head === null ? [holds, BY_ITSELF] : [holds] };
}

function ofTraces({ end, guards }: Verified): Part {
  return {
    wrong: [
      ...(end === null ? [] : [endWords(end.is, end.writtenLast, end.last)]),
      ...(guards.length === 0 ? [] : [guardWords(guards)]),
    ],
  };
}

function ofForgotten({ forgotten }: Verified, hasKey: boolean): Part {
  if (forgotten === null) return {};
  const words = `What retention took, up to entry ${forgotten.through}, ${signatureWords(forgotten.signature)}.`;
  if (forgotten.signature === 'bad') return { wrong: [words] };
  return hasKey && forgotten.signature !== 'good' ? { unsure: [words] } : {};
}

function ofHead({ head, broken, restored }: Verified): Part {
  if (head === null) return {};
  const { state, id } = head;
  const words = headWords(state, id, restored);
  if (state === 'holds') return { fine: [words] };
  // A walk that stopped before it says nothing of it.
  if (broken !== null && (id === null || id >= broken.id))
    return { unsure: ['The head that was kept was not reached.'] };
  return state === 'forgotten' ? { unsure: [words] } : { wrong: [words] };
}

function ofSignature({ head }: Verified, hasKey: boolean): Part {
  if (head?.signature === 'bad')
    return {
      wrong: ['The head that was kept has a signature that is not of what it says: it was changed.'],
    };
  return hasKey && head?.signature === 'unknown'
    ? { unsure: ['The head that was kept was signed with another key.'] }
    : {};
}
