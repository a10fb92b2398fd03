import type { JobRun } from '../../src/core/runs.ts';
import type { Settings } from '../../src/core/settings.ts';
import { createMetrics } from '../../src/server/operations/metrics.ts';
import type { Store } from '../../src/store/types.ts';
import { serveLedger } from '../server/setup.ts';

/** What whoever watches the server of a ledger in trouble is told: `/readyz` and `/metrics` over HTTP. */

const TOKEN = 'of-the-hostile-world-0123456789';
const GAUGE = /^bedrock_ledger_trouble\{kind="(\w+)"\} (\d+)$/gm;

interface Ready {
  status: string;
  troubles: readonly { kind: string; about: string }[];
}

export interface Watched {
  /** Where they disagree with each other, or with the runs of the ledger; empty where they do not. */
  faults(): Promise<string[]>;
  close(): Promise<void>;
}

export async function watched(store: Store, given: Settings, clock: { now(): number }): Promise<Watched> {
  const settings = { ...given, metrics: { token: TOKEN, costCenters: false } };
  const nothing = { ledgerBytes: null, logBytes: null, freeBytes: null };
  const watching = { store, settings, clock, worker: () => ({ silentMs: 0 }), onError: () => undefined };
  const metrics = createMetrics({ ...watching, disk: async () => nothing }, 0);
  const server = await serveLedger({ store, settings, clock, worker: watching.worker, metrics });
  return {
    async faults() {
      const ready = await fetch(`${server.url}/readyz`);
      const said = (await ready.json()) as Ready;
      const asked = await fetch(`${server.url}/metrics`, { headers: { authorization: `Bearer ${TOKEN}` } });
      const text = await asked.text();
      return [
        ...disagreements(said, text),
        ...unsaid(said, await store.runs.latest()),
        ...(ready.ok === (said.status === 'ready' || said.status === 'degraded')
          ? []
          : ['its code is wrong']),
      ];
    },
    close: server.close,
  };
}

/** Troubles of each kind, by the one and by the other. */
function disagreements({ troubles }: Ready, text: string): string[] {
  const gauges = new Map([...text.matchAll(GAUGE)].map(([, kind = '', count]) => [kind, Number(count)]));
  const kinds = new Set([...gauges.keys(), ...troubles.map(({ kind }) => kind)]);
  return [...kinds]
    .filter((kind) => (gauges.get(kind) ?? 0) !== troubles.filter((one) => one.kind === kind).length)
    .map((kind) => `readyz and metrics disagree on ${kind}`);
}

/** A job that failed is in trouble, and one that did its work is not. */
function unsaid({ troubles }: Ready, latest: readonly JobRun[]): string[] {
  const failing = new Set(troubles.filter(({ kind }) => kind === 'failing').map(({ about }) => about));
  return latest.flatMap(({ job, status }) => {
    if (status === 'failed' && !failing.has(job)) return [`readyz is silent on ${job}, which failed`];
    return status === 'ok' && failing.has(job) ? [`readyz says that ${job} fails, which is well`] : [];
  });
}
