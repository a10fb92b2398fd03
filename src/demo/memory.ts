import type { Adapter, AdapterPayload } from 'oidc-provider';

/** How many things are kept at most; the oldest goes first. */
const CAPACITY = 1_000;

interface Kept {
  payload: AdapterPayload;
  expiresAtMs: number;
}

/**
 * What the provider remembers while it runs, bounded. Sessions are not remembered: so that everybody who comes is asked
 * who they want to be, and nobody is signed in silently as whoever they were before.
 */
export function memoryAdapter(): (model: string) => Adapter {
  const kept = new Map<string, Kept>();
  const read = (key: string): AdapterPayload | undefined => {
    const found = kept.get(key);
    if (found === undefined || found.expiresAtMs > Date.now()) return found?.payload;
    kept.delete(key);
    return undefined;
  };
  return (model) => ({
    async upsert(id, payload, expiresInSeconds) {
      if (model === 'Session') return;
      const key = `${model}:${id}`;
      kept.delete(key);
      kept.set(key, {
        payload,
        expiresAtMs: expiresInSeconds === undefined ? Infinity : Date.now() + expiresInSeconds * 1000,
      });
      for (const oldest of kept.keys()) {
        if (kept.size <= CAPACITY) break;
        kept.delete(oldest);
      }
    },
    find: async (id) => read(`${model}:${id}`),
    findByUid: async () => undefined,
    findByUserCode: async () => undefined,
    async consume(id) {
      const payload = read(`${model}:${id}`);
      if (payload !== undefined) payload.consumed = Math.floor(Date.now() / 1000);
    },
    async destroy(id) {
      kept.delete(`${model}:${id}`);
    },
    async revokeByGrantId(grantId) {
      for (const [key, { payload }] of kept) if (payload.grantId === grantId) kept.delete(key);
    },
  });
}
