import type { Break } from './auditChain.ts';

/** What is wrong with the chain of the audit log, in a sentence. */
export function breakWords({ kind, id, after }: Break): string {
  const before = after === 0 ? 'the beginning' : `entry ${after}`;
  switch (kind) {
    case 'missing':
      return `${id - after === 2 ? `entry ${after + 1} is` : `entries ${after + 1} to ${id - 1} are`} missing: entry ${id} does not continue from ${before}`;
    case 'inserted':
      return `entry ${id} was put in past this product: what came after ${before} continues without it`;
    case 'reordered':
      return `entries ${id} and ${id + 1} have changed places`;
    case 'altered':
      return `entry ${id} does not continue from ${before}: ${after === 0 ? 'it' : 'one of the two'} was changed after it was written`;
  }
}

/** What a signature is worth, after "what …". */
export function signatureWords(signature: 'good' | 'bad' | 'unknown' | 'none'): string {
  switch (signature) {
    case 'good':
      return 'is signed with the key that is trusted';
    case 'bad':
      return 'has a signature that is not of what it says: it was changed';
    case 'unknown':
      return 'was signed with another key: name its public key with --key where you trust it';
    case 'none':
      return 'is not signed, although there is a key: it was forgotten before there was one, or its signature was taken away';
  }
}

/** What a kept head tells of a chain that does not have it. */
export function headWords(
  state: 'holds' | 'cutOff' | 'differs' | 'notFound' | 'forgotten',
  id: number | null,
  restored: { id: number; at: string } | null,
): string {
  const also =
    restored === null
      ? ''
      : ` Entry ${restored.id} says that the ledger was restored from a copy at ${restored.at}: a head of what came after that copy is not in it.`;
  switch (state) {
    case 'holds':
      return `The head that was kept, of entry ${id}, is part of the log.`;
    case 'cutOff':
      return `Cut off: the log ends before entry ${id}, of which a head was kept.${also}`;
    case 'differs':
      return `Written anew: entry ${id} has another digest than the head that was kept.${also}`;
    case 'notFound':
      return `Cut off, or written anew: no entry has the digest that was kept.${also}`;
    case 'forgotten':
      return `Entry ${id}, of which a head was kept, was forgotten since: hold the log against a later one.`;
  }
}

/** How a log ends otherwise than with the entry that was written last. */
export function endWords(is: 'cutOff' | 'differs' | 'beyond', writtenLast: number, last: number): string {
  switch (is) {
    case 'cutOff':
      return `Cut off: ${last < 1 ? 'there is no entry' : `the log ends with entry ${last}`}, and entry ${writtenLast} was written last.`;
    case 'differs':
      return `Written anew: entry ${writtenLast} is not the one that was written last.`;
    case 'beyond':
      return `${last === writtenLast + 1 ? `Entry ${last} was` : `Entries ${writtenLast + 1} to ${last} were`} put in past this product: entry ${writtenLast} was written last.`;
  }
}

/** Guards of the log that are not what they were. */
export const guardWords = (names: readonly string[]): string =>
  `What keeps entries from being changed or deleted is not what it was (${names.join(', ')}): somebody changed the file past this product. A copy of before has it.`;
