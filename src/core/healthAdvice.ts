import type { Trouble } from './health.ts';

/** The one command that shows or mends it. */
export function adviceOf({ kind, about }: Pick<Trouble, 'kind' | 'about'>): string {
  switch (kind) {
    case 'sealed':
      return 'see "ledger file", and the log of the server';
    case 'collecting':
      return 'bedrock-ledger sync';
    case 'stuck':
      return 'look at the log of the server, and start it again';
    case 'busy':
      return 'end the other program that writes to the ledger';
    case 'failing':
      return about === 'budgets' ? 'bedrock-ledger budgets mirror' : `bedrock-ledger sync ${about}`;
    case 'stale':
      return `bedrock-ledger sync ${about}`;
    case 'overdue':
      return 'look at the log of the server: another program may hold the ledger, or AWS refuse the credentials';
    case 'outbox':
      return 'bedrock-ledger sync deliver';
    case 'ceiling':
      return 'raise awsChargeCeiling, or wait for the next month';
    case 'heldBack':
      return 'bedrock-ledger sync --force';
  }
}
