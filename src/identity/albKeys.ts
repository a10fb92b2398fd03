import { LedgerError } from '../core/errors.ts';
import { bounded } from './bounded.ts';

const TIMEOUT_MS = 10_000;

/** There is no such key: the token names one that was never published. */
export class KeyMissing extends LedgerError {
  constructor() {
    super('unauthorized', 'no such key');
  }
}
/** The keys could not be asked for. */
export class KeysUnreachable extends LedgerError {
  constructor(message: string, cause?: unknown) {
    super('outside', message, { cause });
  }
}

export interface KeySource {
  fetch(uri: string): Promise<ArrayBuffer>;
}

/** Reads public keys over HTTP. `locate` says where an address really is, which only tests change. */
export function keysFrom(locate: (uri: string) => string = (uri) => uri): KeySource {
  return {
    async fetch(uri) {
      const response = await bounded(fetch)(locate(uri), {
        redirect: 'error',
        signal: AbortSignal.timeout(TIMEOUT_MS),
      }).catch((error: unknown) => {
        throw new KeysUnreachable(`no answer from ${new URL(uri).host}`, error);
      });
      if (response.ok) return response.arrayBuffer();
      await response.body?.cancel();
      // A bucket that may not be listed answers 403 for what it does not hold.
      if (response.status === 404 || response.status === 403) throw new KeyMissing();
      throw new KeysUnreachable(`${new URL(uri).host} answered ${response.status}`);
    },
  };
}
