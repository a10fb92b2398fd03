import type { Store } from './types.ts';

/** The ledger without its units of work: what of it reads and what writes. */

export type Nouns = Omit<Store, 'reading' | 'writing' | 'close'>;
export type Kind = 'read' | 'write';

type Named = Omit<Nouns, 'check'>;
/** What each function does to the ledger; one that is missing here does not compile. `use` notes that somebody came by. */
const KINDS: { readonly [N in keyof Named]: { readonly [F in keyof Named[N]]: Kind } } = {
  identity: { get: 'read', pin: 'write' },
  lease: { acquire: 'write', heartbeat: 'write', release: 'write' },
  runs: {
    start: 'write',
    book: 'write',
    charge: 'write',
    spent: 'read',
    count: 'write',
    finish: 'write',
    interruptStale: 'write',
    latest: 'read',
    list: 'read',
    awsCharges: 'read',
    forget: 'write',
  },
  profiles: {
    replacePlace: 'write',
    addCreated: 'write',
    markDeleted: 'write',
    all: 'read',
    get: 'read',
    names: 'read',
    replaceCatalogue: 'write',
    catalogue: 'read',
  },
  usage: { replaceHours: 'write', hours: 'read', days: 'read' },
  charges: {
    replaceDay: 'write',
    ofDay: 'read',
    lines: 'read',
    claims: 'read',
    parts: 'read',
    monthTotals: 'read',
    days: 'read',
  },
  freshness: { record: 'write', all: 'read' },
  watching: {
    dimensions: 'read',
    record: 'write',
    now: 'read',
    keep: 'write',
    addPolled: 'write',
    days: 'read',
    forget: 'write',
  },
  rates: { all: 'read', replace: 'write', setOverrides: 'write', removeOverrides: 'write' },
  spend: {
    dayInputs: 'read',
    replaceDay: 'write',
    dayHashes: 'read',
    query: 'read',
    queryAll: 'read',
    queryPage: 'read',
    rows: 'read',
    compared: 'read',
    findings: 'read',
    range: 'read',
  },
  budgets: {
    list: 'read',
    get: 'read',
    set: 'write',
    setMany: 'write',
    remove: 'write',
    mirrored: 'read',
    recordMirrored: 'write',
    forgetMirrored: 'write',
  },
  alerts: {
    recorded: 'read',
    record: 'write',
    list: 'read',
    due: 'read',
    delivered: 'write',
    failed: 'write',
    forget: 'write',
  },
  audit: { list: 'read', count: 'read', actions: 'read', record: 'write', forget: 'write' },
  people: {
    list: 'read',
    get: 'read',
    details: 'read',
    viewerFacts: 'read',
    sources: 'read',
    reportsOf: 'read',
    learn: 'write',
    forgetGroups: 'write',
    grants: 'read',
    grant: 'write',
    withdraw: 'write',
  },
  sessions: {
    begin: 'write',
    take: 'write',
    open: 'write',
    use: 'write',
    end: 'write',
    endAllOf: 'write',
    listOf: 'read',
    tidy: 'write',
  },
  tokens: { create: 'write', use: 'write', listOf: 'read', all: 'read', revoke: 'write', tidy: 'write' },
};

/** Carries out one function of the ledger: `call` calls it on the nouns of some connection. */
export type Caller = <T>(kind: Kind, call: (on: Nouns) => Promise<T>) => Promise<T>;

type Called = (...args: unknown[]) => Promise<unknown>;
type Loose = Record<string, Record<string, Called>>;

/** The ledger's functions, each carried out by `caller`. */
export function nounsBy(caller: Caller): Nouns {
  const nouns: Loose = {};
  for (const [noun, kinds] of Object.entries(KINDS)) {
    const functions: Loose[string] = {};
    for (const [name, kind] of Object.entries(kinds) as [string, Kind][])
      functions[name] = (...args) =>
        caller(kind, (on) => (on as unknown as Loose)[noun]?.[name]?.(...args) as Promise<unknown>);
    nouns[noun] = functions;
  }
  return { ...(nouns as unknown as Named), check: () => caller('read', (on) => on.check()) };
}
