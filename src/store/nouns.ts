import type { About } from '../core/lasting.ts';
import type { Store } from './types.ts';
import type { Part } from './version.ts';

/** The ledger without its units of work: what of it reads and what writes. */

export type Nouns = Omit<Store, 'reading' | 'writing' | 'close' | 'telling' | 'trouble'>;

/**
 * `read` and `write` are of what the ledger's version stands for, and right for whatever is not said otherwise: answers
 * are kept until it moves. `seeWork` and `noteWork` are of what jobs do and of the audit log, with a version of its own.
 * `seePassing` and `notePassing` move none: what was read so is never kept. What reads less strictly than it could shows
 * old answers; so what writes passing things has readers of passing things only.
 */
export type Kind = 'read' | 'seeWork' | 'seePassing' | 'write' | 'noteWork' | 'notePassing';
/** What a kind does, what of, and which version it moves. */
export const MEANING: Readonly<Record<Kind, { does: 'read' | 'write'; about: About; moves: Part | null }>> = {
  read: { does: 'read', about: 'ledger', moves: null },
  seeWork: { does: 'read', about: 'work', moves: null },
  seePassing: { does: 'read', about: 'passing', moves: null },
  write: { does: 'write', about: 'passing', moves: 'ledger' },
  noteWork: { does: 'write', about: 'passing', moves: 'work' },
  notePassing: { does: 'write', about: 'passing', moves: null },
};

type Named = Omit<Nouns, 'check'>;
/** What each function does to the ledger; one that is missing here does not compile. */
export const KINDS: { readonly [N in keyof Named]: { readonly [F in keyof Named[N]]: Kind } } = {
  identity: { get: 'read', pin: 'write' },
  version: { get: 'read' },
  lease: {
    acquire: 'notePassing',
    holding: 'seePassing',
    holder: 'seePassing',
    heartbeat: 'notePassing',
    renew: 'notePassing',
    release: 'notePassing',
  },
  runs: {
    start: 'noteWork',
    book: 'noteWork',
    charge: 'noteWork',
    spent: 'seeWork',
    count: 'noteWork',
    tell: 'noteWork',
    finish: 'noteWork',
    interruptStale: 'noteWork',
    latest: 'seeWork',
    lastOk: 'seeWork',
    list: 'seeWork',
    awsCharges: 'seeWork',
    forget: 'noteWork',
  },
  jobTroubles: { all: 'seeWork', settle: 'write' },
  profiles: {
    replacePlace: 'write',
    addCreated: 'write',
    addTagged: 'write',
    markDeleted: 'write',
    markMissing: 'write',
    inUse: 'read',
    quotas: 'read',
    keepQuota: 'write',
    reserve: 'notePassing',
    making: 'seePassing',
    release: 'notePassing',
    knownIn: 'read',
    all: 'read',
    list: 'read',
    count: 'read',
    places: 'read',
    users: 'read',
    byShortId: 'read',
    get: 'read',
    names: 'read',
    tagged: 'read',
    replaceCatalogue: 'write',
    catalogue: 'read',
  },
  usage: { replaceHours: 'write', sums: 'read', hours: 'read', days: 'read' },
  charges: {
    replaceDay: 'write',
    ofDay: 'read',
    lines: 'read',
    claims: 'read',
    parts: 'read',
    sizes: 'read',
    read: 'read',
    services: 'read',
    usageTypes: 'read',
    monthTotals: 'read',
    days: 'read',
  },
  freshness: { record: 'write', all: 'read' },
  watching: {
    dimensions: 'seeWork',
    lastUsed: 'seeWork',
    record: 'noteWork',
    now: 'seeWork',
    keep: 'noteWork',
    addPolled: 'noteWork',
    days: 'seeWork',
    forget: 'noteWork',
  },
  rates: { all: 'read', replace: 'write', inputs: 'read', setOverrides: 'write', removeOverrides: 'write' },
  bypass: { direct: 'read', claimed: 'read', explained: 'read', services: 'read', covered: 'read' },
  spend: {
    dayInputs: 'read',
    replaceDay: 'write',
    days: 'read',
    settleDay: 'write',
    query: 'read',
    brief: 'read',
    knownFrom: 'read',
    amounts: 'read',
    rows: 'read',
    rowSums: 'read',
    compared: 'read',
    findings: 'read',
    users: 'read',
    range: 'read',
  },
  forecasts: { state: 'read', people: 'read', of: 'read', replace: 'write' },
  rollups: { pending: 'read', isPending: 'read', fillNext: 'write', finish: 'write', drop: 'write' },
  budgets: {
    on: 'read',
    unknownOn: 'read',
    slots: 'read',
    recordsOf: 'read',
    plannedAfter: 'read',
    records: 'read',
    record: 'read',
    apply: 'write',
    list: 'read',
    get: 'read',
    set: 'write',
    setMany: 'write',
    remove: 'write',
    mirrored: 'read',
  },
  mirror: {
    rows: 'read',
    row: 'read',
    reading: 'read',
    isDue: 'seeWork',
    take: 'noteWork',
    seen: 'write',
    intend: 'write',
    record: 'write',
    forget: 'write',
    refused: 'write',
    decide: 'write',
  },
  belongings: { record: 'write', during: 'read', forget: 'write' },
  budgetFigures: { state: 'read', replace: 'write', worst: 'read', counts: 'read' },
  alerts: {
    recorded: 'read',
    members: 'read',
    record: 'write',
    list: 'read',
    due: 'seePassing',
    waiting: 'read',
    delivered: 'write',
    failed: 'write',
    putAside: 'write',
    dropped: 'write',
    channels: 'read',
    channelDown: 'write',
    channelUp: 'write',
    outbox: 'read',
    undelivered: 'read',
    resend: 'write',
    forget: 'write',
  },
  requests: {
    ask: 'write',
    get: 'read',
    open: 'read',
    change: 'write',
    list: 'read',
    count: 'read',
    due: 'seePassing',
    waiting: 'read',
    openFor: 'read',
    madeFor: 'read',
    askedSince: 'read',
    forget: 'write',
  },
  deputies: { list: 'read', get: 'read', set: 'write', remove: 'write', forget: 'write' },
  looks: { add: 'notePassing', at: 'seePassing', by: 'seePassing', forget: 'notePassing' },
  letters: { owe: 'write', listAbout: 'read', listTo: 'read', standings: 'read', forget: 'write' },
  budgetPlans: {
    keep: 'write',
    list: 'read',
    count: 'read',
    get: 'read',
    replaced: 'write',
    applied: 'write',
    undone: 'write',
    forget: 'write',
  },
  provisioning: {
    propose: 'write',
    list: 'read',
    count: 'read',
    get: 'read',
    stateOf: 'read',
    steps: 'read',
    countSteps: 'read',
    kinds: 'read',
    // It goes with the time at which it is asked for.
    waits: 'seePassing',
    step: 'read',
    begin: 'write',
    stop: 'write',
    discard: 'write',
    confirm: 'write',
    making: 'read',
    going: 'read',
    isDue: 'seeWork',
    next: 'seePassing',
    record: 'write',
    forget: 'write',
  },
  quarantine: {
    all: 'read',
    hold: 'write',
    release: 'write',
    accept: 'write',
    forget: 'write',
    notices: 'read',
    forgetNotices: 'write',
  },
  retention: { kept: 'read', forgetSpend: 'write', forgetBill: 'write', foldHours: 'write' },
  audit: {
    list: 'seeWork',
    count: 'seeWork',
    actions: 'seeWork',
    record: 'noteWork',
    settleRefusals: 'noteWork',
    forget: 'noteWork',
    after: 'seeWork',
    // It goes with the time at which it is asked for, and is never kept.
    head: 'seePassing',
    last: 'seeWork',
    before: 'seeWork',
    traces: 'seePassing',
    forgotten: 'seeWork',
  },
  people: {
    list: 'read',
    find: 'read',
    count: 'read',
    some: 'read',
    above: 'read',
    emails: 'read',
    saidNone: 'read',
    belongingTo: 'read',
    reportCounts: 'read',
    get: 'read',
    details: 'read',
    // Groups of a sign-in count no longer after a month.
    viewerFacts: 'seePassing',
    sources: 'read',
    reportsOf: 'read',
    learn: 'write',
    tellLeft: 'write',
    aliases: 'read',
    ownAddress: 'read',
    addAlias: 'write',
    removeAlias: 'write',
    rename: 'write',
    forgetGroups: 'write',
    grants: 'read',
    grant: 'write',
    withdraw: 'write',
  },
  bindings: { find: 'read', list: 'read', bind: 'write', seen: 'write', unbind: 'write' },
  // Who comes by is noted all the time; only who signs in changes what others see of them.
  sessions: {
    begin: 'notePassing',
    take: 'noteWork',
    open: 'write',
    find: 'seePassing',
    noteUse: 'notePassing',
    end: 'noteWork',
    endAllOf: 'noteWork',
    listOf: 'seePassing',
    tidy: 'notePassing',
  },
  tokens: {
    create: 'write',
    find: 'seePassing',
    noteUse: 'notePassing',
    listOf: 'seePassing',
    all: 'seePassing',
    revoke: 'write',
    tidy: 'notePassing',
  },
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
  return { ...(nouns as unknown as Named), check: () => caller('seePassing', (on) => on.check()) };
}
