import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { ClientOptions } from '../../src/aws/clients.ts';
import { createAws } from '../../src/aws/factory.ts';
import type { AwsFactory } from '../../src/aws/types.ts';
import type { Message } from '../../src/core/message.ts';
import { messageText } from '../../src/core/messageText.ts';
import type { JobName, JobRun } from '../../src/core/runs.ts';
import type { Settings } from '../../src/core/settings.ts';
import type { Money } from '../../src/core/types.ts';
import type { Notifier } from '../../src/jobs/job.ts';
import { runSync, type SyncDeps } from '../../src/jobs/sync.ts';
import { type Simulator, startSimulator } from '../../src/simulator/server.ts';
import { openStore } from '../../src/store/open.ts';
import { PAYER_KEYS } from '../aws/setup.ts';
import { SILENT, settingsFor } from '../jobs/setup.ts';
import { differences, type Facts, type Reader, readLedger } from './facts.ts';
import { fellInEntries, fellInMoney, type Held, type Owed, owedFor } from './judge.ts';
import { type Plan, planOf } from './plan.ts';
import { type HostileAws, hostileAws } from './proxy.ts';
import { watched } from './watched.ts';

/**
 * A ledger under a hostile AWS: it syncs under trouble, AWS heals, it syncs on as its schedule would have it, and holds
 * what a ledger holds that only ever heard good answers at the same moments.
 */

/** A partly held month that AWS closes while there is trouble, and the first days of the next. */
const MOMENTS = [
  '2026-11-02T09:10:00Z',
  '2026-11-03T11:10:00Z',
  '2026-11-04T19:20:00Z',
  '2026-11-05T03:20:00Z',
  // From here on AWS is well: eight hours later, and on the next day.
  '2026-11-05T11:20:00Z',
  '2026-11-06T11:20:00Z',
].map((moment) => Date.parse(moment));

/** When a ledger syncs, and in how many of these syncs there may be trouble. */
export interface Course {
  moments: readonly number[];
  troubled: number;
}
export const LONG: Course = { moments: MOMENTS, troubled: 4 };
/** The first and the last troubled moment: for tests that have no minutes. */
export const SHORT: Course = { moments: MOMENTS.filter((_, index) => index === 0 || index > 2), troubled: 2 };

/** Days that every ledger has read: whose the lines of a day are is known once it ended a day ago. */
const COMPARED = { start: '2026-10-26', endExclusive: '2026-11-05' };
/** A company of which everybody works in the one Region that is read, in two accounts. */
const WORLD = { seed: 35, users: 6, days: 7, nowMs: MOMENTS[0] as number, speed: 0 };
const JOBS: readonly JobName[] = [
  'people',
  'profiles',
  'usage',
  'charges',
  'rates',
  'spend',
  'alerts',
  'budgets',
  'deliver',
  'housekeeping',
];
/** Whose failing tells of trouble with a service. */
const ASKED_BY: Readonly<Record<string, readonly JobName[]>> = {
  ce: ['charges'],
  tagging: ['profiles'],
  bedrock: ['profiles'],
  monitoring: ['usage'],
  identitystore: ['people'],
  budgets: ['budgets'],
  sts: ['profiles', 'usage'],
};
const SETTINGS: Partial<Settings> = {
  regions: ['us-east-1'],
  // A few days more than there are, so that no day leaves the window before AWS has closed it.
  backfillDays: WORLD.days + 5,
  directory: { identityStoreId: 'd-92670f5a31', region: 'us-west-2', groups: null },
};
/** A cent: whoever spends is over it in the first sync that knows, and nobody crosses anything later by another path. */
const BUDGET = 100_000_000n as Money;
const ACTOR = { id: 'hostile-test' };

/** How patient a ledger is: of what hangs while there is trouble one deadline or the other is soon over. */
interface Patience {
  client: Pick<ClientOptions, 'attemptMs' | 'requestMs' | 'mostBytes'>;
  jobMs: number;
}
/** More than the largest answer that is whole, a megabyte and what it held before. */
const MOST_BYTES = 4 * 2 ** 20;
const IMPATIENT: Readonly<Record<Plan['impatient'], Patience>> = {
  request: { client: { attemptMs: 250, requestMs: 450, mostBytes: MOST_BYTES }, jobMs: 20_000 },
  job: { client: { attemptMs: 30_000, requestMs: 60_000, mostBytes: MOST_BYTES }, jobMs: 1_500 },
};
const PATIENT: Patience = { client: {}, jobMs: 600_000 };
/** From a deadline to the end of its job: what is written then, on a machine that is busy. */
const GRACE_MS = 2_000;
/** What a run may come to of the month's $50; 10⁻¹⁰ USD. */
const MOST_OF_RUN = 125_000_000_000n;

/** What a sync left behind. */
interface After {
  runs: readonly JobRun[];
  /** Jobs that took longer than their deadline. */
  late: readonly string[];
  messages: readonly Message[];
}

export interface Clean {
  folder: string;
  /** Copies of the ledger, each as it was before a sync that may be troubled. */
  before: readonly string[];
  /** What each sync told. */
  messages: readonly (readonly Message[])[];
  facts: Facts;
  course: Course;
}

/** A ledger that only ever hears good answers. */
export async function cleanRun(course: Course): Promise<Clean> {
  const folder = mkdtempSync(join(tmpdir(), 'hostile-'));
  const file = join(folder, 'clean.db');
  const before = Array.from({ length: course.troubled }, (_, sync) => join(folder, `before-${sync}.db`));
  const messages: (readonly Message[])[] = [];
  await inWorld(async (simulator) => {
    const ledger = await openLedger(simulator, simulator.url, file);
    for (const [sync, moment] of course.moments.entries()) {
      const copy = before[sync];
      if (copy !== undefined) ledger.copyTo(copy);
      const after = await ledger.sync(moment, PATIENT);
      const errors = after.runs.flatMap((run) => run.errors);
      if (errors.length > 0) throw new Error(`not clean: ${JSON.stringify(errors)}`);
      messages.push(after.messages);
    }
    await ledger.close();
  });
  const reader = readLedger(file);
  const facts = reader.facts(COMPARED);
  reader.close();
  return { folder, before, messages, facts, course };
}

export const forget = ({ folder }: Clean): void => rmSync(folder, { recursive: true, force: true });

/** What went wrong with a seed, a line each; nothing when all is as it should be. */
export const hostileRun = (seed: number, clean: Clean): Promise<string[]> =>
  runPlan(planOf(seed, clean.course.troubled), clean, `seed-${seed}`);

/** The same of a plan. @param name of the ledger's file */
export async function runPlan(plan: Plan, clean: Clean, name: string): Promise<string[]> {
  const file = join(clean.folder, `${name}.db`);
  const faults: string[] = [];
  await inWorld(async (simulator) => {
    const aws = await hostileAws(simulator.url, plan);
    copyFileSync(clean.before[firstOf(plan)] ?? '', file);
    const ledger = await openLedger(simulator, aws.url, file);
    const reader = readLedger(file);
    try {
      faults.push(...(await underTrouble(plan, aws, ledger, reader, clean)));
      const left = differences(reader.facts(COMPARED), clean.facts);
      faults.push(...left.map((one) => `not healed: ${one}`));
    } finally {
      reader.close();
      await ledger.close();
      await aws.close();
    }
  });
  for (const end of ['', '-wal', '-shm']) rmSync(`${file}${end}`, { force: true });
  return faults;
}

/** Until its first trouble a ledger is the clean one. */
const firstOf = ({ troubles }: Plan): number => Math.min(...troubles.map(({ sync }) => sync));

type Ledger = Awaited<ReturnType<typeof openLedger>>;

async function underTrouble(
  plan: Plan,
  aws: HostileAws,
  ledger: Ledger,
  reader: Reader,
  clean: Clean,
): Promise<string[]> {
  const faults: string[] = [];
  const first = firstOf(plan);
  const messages: Message[] = clean.messages.slice(0, first).flat();
  const owedBefore = new Set<string>();
  const overdue: JobName[] = [];
  let before = { held: reader.held(), heldBack: reader.heldBack() };
  for (const [sync, moment] of clean.course.moments.entries()) {
    if (sync < first) continue;
    aws.begin(sync);
    const patience = sync < clean.course.troubled ? IMPATIENT[plan.impatient] : PATIENT;
    const after = await ledger.sync(moment, patience);
    overdue.push(...after.runs.filter(isOverdue).map(({ job }) => job));
    const asked = aws.asked();
    const owed = asked.flatMap((one) => owedFor(one, before.held, asked) ?? []);
    const now = { held: reader.held(), heldBack: reader.heldBack() };
    const found = [
      ...notTold(owed, after),
      ...swallowed(before.held, now.held, owedBefore),
      ...heldBackInSilence(before.heldBack, now.heldBack, after),
      ...after.late.map((one) => `past its deadline: ${one}`),
      ...after.runs
        .filter(({ awsCharge }) => awsCharge > MOST_OF_RUN)
        .map(({ job }) => `spent too much: ${job}`),
      ...reader.running().map((job) => `left running: ${job}`),
      ...(await ledger.watched.faults()),
    ];
    before = now;
    faults.push(...found.map((fault) => `sync ${sync}: ${fault}`));
    messages.push(...after.messages);
    for (const slice of owed.flatMap(({ slices }) => slices)) owedBefore.add(slice);
  }
  return [...faults, ...toldTwice(messages), ...troublesTold(messages, overdue)];
}

/** Answers that owe a word and got none: the job that asked says that all was well. */
function notTold(owed: readonly Owed[], { runs }: After): string[] {
  const told = (jobs: readonly JobName[]) =>
    runs.some((run) => jobs.includes(run.job) && run.errors.length > 0);
  return owed
    .filter(({ asked }) => !told(ASKED_BY[asked.question.operation.split(':')[0] ?? ''] ?? []))
    .map(({ asked, why }) => `not told: ${why} (${deedsOf(asked)})`);
}

const deedsOf = ({ question, troubles }: Owed['asked']): string =>
  `${question.operation} × ${[...new Set(troubles.map(({ mangling }) => mangling))].join('+') || 'nothing'}`;

/** Readings that fell although nothing of AWS's did, without a second one hours later that said the same. */
function swallowed(before: Held, now: Held, owedBefore: ReadonlySet<string>): string[] {
  const days = [...before.days].filter(([slice, amount]) => fellInMoney(amount, now.days.get(slice) ?? 0n));
  const lists = [...before.lists].filter(([name, count]) => fellInEntries(count, now.lists.get(name) ?? 0));
  const fallen = [...days, ...lists].map(([slice]) => slice).filter((slice) => !owedBefore.has(slice));
  return fallen.length > 0 ? [`swallowed: ${fallen.length} slices, for example ${fallen[0]}`] : [];
}

const isNotice = ({ data }: Message): boolean => data.type === 'quarantine.held';

/** What is held back from now on is told in a message of its own, and what was held back already in none. */
function heldBackInSilence(
  before: ReadonlySet<string>,
  now: ReadonlySet<string>,
  { messages }: After,
): string[] {
  const fresh = [...now].filter((slice) => !before.has(slice));
  const notices = messages.filter(isNotice).length;
  if (fresh.length > 0 && notices === 0) return [`held back in silence: ${fresh[0]}`];
  return fresh.length === 0 && notices > 0 && now.size > 0 ? ['told twice: what was held back already'] : [];
}

/** The same message to the same receiver; each alert and each answer that is held back has one. */
function toldTwice(messages: readonly Message[]): string[] {
  const by = (of: (message: Message) => string) => [...Map.groupBy(messages, of)];
  return [...by(({ id }) => id), ...by((one) => `${one.subject}\n${messageText(one)}`)]
    .filter(([, same]) => same.length > 1)
    .map(([words]) => `told twice: ${words}`);
}

const isOverdue = ({ errors }: JobRun): boolean =>
  errors.some(({ error }) => error.startsWith('ended: it did not finish'));

/** Operators hear that a job does not do its work, then that it does: never the same twice in a row, and of each that was ended. */
function troublesTold(messages: readonly Message[], overdue: readonly JobName[]): string[] {
  const told = messages.flatMap(({ data }) => {
    const [, job = ''] = /^(\w+) /.exec(String(data.lines)) ?? [];
    return data.type === 'job.failing' || data.type === 'job.well' ? [{ job, type: data.type }] : [];
  });
  const faults = [...Map.groupBy(told, ({ job }) => job)].flatMap(([job, ofJob]) =>
    ofJob.every(({ type }, index) => type === (index % 2 === 0 ? 'job.failing' : 'job.well'))
      ? []
      : [`told wrongly of ${job}: ${ofJob.map(({ type }) => type).join(', ')}`],
  );
  const silent = overdue.filter((job) => !told.some((one) => one.job === job));
  return [...faults, ...silent.map((job) => `ended in silence: ${job}`)];
}

async function openLedger(simulator: Simulator, endpoint: string, file: string) {
  const clock = { now: () => simulator.clock.now() };
  const store = await openStore(file, { now: clock.now() });
  const settings = settingsFor(simulator, {
    ...SETTINGS,
    notify: {
      ...settingsFor(simulator).notify,
      webhook: {
        url: 'http://127.0.0.1/alerts',
        secret: 'for-tests-only',
        format: 'json' as const,
        people: true,
      },
    },
  });
  const messages: Message[] = [];
  const webhook: Notifier = { channel: 'webhook', send: async (_, message) => void messages.push(message) };
  const factoryOf = ({ client }: Patience) =>
    createAws({
      accounts: settings.accounts,
      payer: settings.payer,
      ceiling: settings.awsChargeCeiling,
      clock,
      clientOptions: { endpoint, credentials: PAYER_KEYS, maxAttempts: 2, ...client },
      sleep: async () => undefined,
    });
  const factories = new Map<Patience, AwsFactory>();
  const depsOf = (patience: Patience, late: string[]): SyncDeps => {
    const awsFactory = factories.get(patience) ?? factoryOf(patience);
    factories.set(patience, awsFactory);
    const ended = (run: JobRun, tookMs: number) => {
      if (tookMs > patience.jobMs + GRACE_MS) late.push(`${run.job}, ${Math.round(tookMs)} ms`);
    };
    return {
      ...{ store, awsFactory, clock, settings, notifiers: [webhook], progress: SILENT },
      deadlineMs: () => patience.jobMs,
      watch: { begins: () => undefined, ended },
    };
  };
  if ((await store.budgets.list()).length === 0)
    for (const scope of [
      { kind: 'userDefault' } as const,
      { kind: 'costCenter', key: 'CC-3001 Research' } as const,
      { kind: 'costCenter', key: 'CC-1002 Payments' } as const,
    ])
      await store.budgets.set(scope, BUDGET, ACTOR, new Date(clock.now()).toISOString());
  const server = await watched(store, settings, clock);
  return {
    async sync(moment: number, patience: Patience): Promise<After> {
      if (moment > clock.now()) simulator.clock.advanceTo(moment);
      messages.length = 0;
      const late: string[] = [];
      const { runs } = await runSync(depsOf(patience, late), JOBS);
      return { runs, late, messages: [...messages] };
    },
    watched: server,
    copyTo: (other: string) => copyLedger(file, other),
    async close() {
      await server.close();
      store.close();
    },
  };
}

/** In one piece, although the ledger is open and part of it may be in its journal. */
function copyLedger(file: string, other: string): void {
  const sqlite = new Database(file, { readonly: true });
  sqlite.prepare('VACUUM INTO ?').run(other);
  sqlite.close();
}

async function inWorld(work: (simulator: Simulator) => Promise<void>): Promise<void> {
  const simulator = await startSimulator(WORLD);
  try {
    await work(simulator);
  } finally {
    await simulator.close();
  }
}
