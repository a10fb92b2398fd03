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
