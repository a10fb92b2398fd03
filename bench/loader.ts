import type Database from 'better-sqlite3';
import { hashOf } from '../src/app/credentials/secrets.ts';
import { SCOPES } from '../src/core/access.ts';
import { addDays, DAY_MS, dayOf, instantOf, monthOf, monthRange } from '../src/core/periods.ts';
import { openStore } from '../src/store/open.ts';
import { addYears } from '../test/age/years.ts';
import { type CompanyOf, companyOf, KINDS, MODELS, PLACES } from './company.ts';
import { inserter, midnight, withFast } from './fast.ts';
import { addBudgets, addBudgetsOfAllKinds } from './loaderBudgets.ts';
import { dayIn, dayWriter, prepareCompany } from './loaderDays.ts';
import { fillRollups } from './rollups.ts';

/**
 * Fills a new ledger of this version with the months of a company, straight into its tables: what a sync of each day would
 * have left, within minutes for ten thousand people. What is worked out from rows of spend is filled by `fillRollups`.
 */

export interface LoadOptions {
  people: number;
  /** Calendar months, the running one included. */
  months: number;
  /** Years of runs, audit and alerts; 0: of two days. */
  years: number;
  seed: number;
  /** Only for so many days back: claims of profiles and callers, and token usage. Left out: for all. */
  detailDays?: number;
  /** `all`: of every kind, period and narrowing, somewhat more than there are people; `few` unless given. */
  budgets?: 'few' | 'all';
}

export interface Loaded {
  people: number;
  profiles: number;
  days: number;
  rows: number;
  /** What pages are asked about: an ordinary person, manager, cost center, model and profile. */
  some: { person: string; manager: string; costCenter: string; model: string };
}

/** The moment at which a loaded ledger was last collected; the simulator's worlds stop at the same. */
export const UNTIL = Date.parse('2026-11-24T14:05:00.000Z');
/** A token of the ordinary person that pages are asked about. */
export const TOKEN = `blt_${'bench'.repeat(9).slice(0, 43)}`;
const PAYER = '111122223333';
const FULL_HOUR = UNTIL - (UNTIL % 3_600_000);
const SHARE_OF_TODAY = 0.5;

export function daysOf(months: number): string[] {
  const last = dayOf(UNTIL);
  let day = monthRange(monthOf(last)).start;
  for (let i = 1; i < months; i++) day = monthRange(monthOf(addDays(day, -1))).start;
  const days: string[] = [];
  for (; day <= last; day = addDays(day, 1)) days.push(day);
  return days;
}

/** @param progress told of the day that is being written */
export async function loadLedger(
  file: string,
  options: LoadOptions,
  progress: (done: number, of: number) => void = () => {},
): Promise<Loaded> {
  const days = daysOf(options.months);
  const company = companyOf(options.people, days, options.seed);
  await newLedger(file);
  const rows = withFast(file, (sqlite) => {
    const [first = '', last = ''] = [days[0], days.at(-1)];
    sqlite.transaction(() => {
      addPeople(sqlite, company, first);
      addProfiles(sqlite, company, first);
      addCatalogue(sqlite);
      addRates(sqlite, first);
      if (options.budgets === 'all') addBudgetsOfAllKinds(sqlite, company, first);
      else addBudgets(sqlite, company, first);
      addFreshness(sqlite);
      prepareCompany(sqlite, company);
    })();
    const claimsFrom = options.detailDays === undefined ? first : addDays(last, -options.detailDays);
    const write = dayWriter(sqlite, instantOf(UNTIL), claimsFrom);
    let rows = 0;
    for (const [index, day] of days.entries()) {
      progress(index, days.length);
      rows += write(dayIn(day, last, SHARE_OF_TODAY), day === last);
    }
    return rows;
  });
  // A new one has the runs of its first days.
  addYears(file, options.years === 0 ? 2 / 365 : options.years, FULL_HOUR);
  await fillRollups(file, UNTIL, options.budgets === 'all');
  const { people, profiles } = company;
  return { people: people.length, profiles: profiles.length, days: days.length, rows, some: someOf(company) };
}

async function newLedger(file: string): Promise<void> {
  const store = await openStore(file, { now: UNTIL });
  await store.identity.pin({ payerAccountId: PAYER, simulated: true });
  store.close();
}

function addPeople(sqlite: Database.Database, company: CompanyOf, first: string): void {
  const { people, costCenters } = company;
  const facts = ['email', 'name', 'cost_center', 'manager', 'active', 'groups'];
  const person = inserter(sqlite, 'people', [...facts, 'created_at', 'updated_at']);
  const said = inserter(sqlite, 'person_facts', [...facts, 'source']);
  const grant = inserter(sqlite, 'grants', ['email', 'role', 'cost_center', 'granted_at', 'granted_by']);
  for (const { email, name, costCenter, manager, active } of people) {
    const values = [email, name, costCenter, manager === '' ? null : manager, active ? 1 : 0, '[]'];
    person(...values, midnight(first), midnight(first));
    said(...values, 'file');
  }
  const token = inserter(sqlite, 'tokens', [
    'id',
    'hash',
    'email',
    'name',
    'scopes',
    'created_at',
    'expires_at',
  ]);
  const until = instantOf(UNTIL + 365 * DAY_MS);
  token(
    'bench',
    hashOf(TOKEN),
    someOf(company).person,
    'bench',
    JSON.stringify(SCOPES),
    midnight(first),
    until,
  );
  for (const [index, costCenter] of costCenters.entries())
    grant(people[index]?.email, 'costCenterOwner', costCenter, midnight(first), 'local:bench');
  grant(people[0]?.email, 'administrator', '', midnight(first), 'local:bench');
}

function addProfiles(sqlite: Database.Database, { profiles }: CompanyOf, first: string): void {
  const profile = inserter(sqlite, 'profiles', [
    'arn',
    'account_id',
    'region',
    'short_id',
    'name',
    'status',
    'model_key',
    'model_arns',
    'route',
    'source_id',
    'created_at',
    'first_seen_at',
    'last_seen_at',
  ]);
  const tags = inserter(sqlite, 'profile_tags', ['arn', 'valid_from', 'tags']);
  const ofToday = inserter(sqlite, 'profile_tag_values', ['arn', 'key', 'value']);
  const tagged = (p: CompanyOf['profiles'][number], costCenter: string): Record<string, string> =>
    p.owner === null
      ? {}
      : {
          UserEmail: p.owner.email,
          CostCenter: costCenter,
          InferenceProfile: `${p.name}-${p.shortId.slice(0, 4)}`,
          ManagedBy: 'bedrock-ledger',
        };
  for (const p of profiles) {
    const { accountId, region } = p.place;
    const arns = JSON.stringify([`arn:aws:bedrock:${region}::foundation-model/${p.model.key}`]);
    const [route, source] = p.global ? ['global', `global.${p.model.key}`] : ['inRegion', p.model.key];
    const since = midnight(first);
    profile(
      p.arn,
      accountId,
      region,
      p.shortId,
      p.name,
      'ACTIVE',
      p.model.key,
      arns,
      route,
      source,
      since,
      since,
      instantOf(UNTIL),
    );
    const before = tagged(p, p.moved?.from ?? p.costCenter);
    tags(p.arn, since, JSON.stringify(before));
    const moved = p.moved !== null && p.moved.day > first ? p.moved.day : null;
    const today = moved === null ? before : tagged(p, p.costCenter);
    if (moved !== null) tags(p.arn, midnight(moved), JSON.stringify(today));
    for (const [key, value] of Object.entries(today)) ofToday(p.arn, key, value);
  }
}

function addCatalogue(sqlite: Database.Database): void {
  const entry = inserter(sqlite, 'catalogue', [
    'region',
    'type',
    'id',
    'model_key',
    'name',
    'provider',
    'model_arns',
  ]);
  for (const region of new Set(PLACES.map((place) => place.region)))
    for (const { key, name, provider } of MODELS) {
      const arns = JSON.stringify([`arn:aws:bedrock:${region}::foundation-model/${key}`]);
      entry(region, 'model', key, key, name, provider, arns);
      entry(region, 'systemProfile', `global.${key}`, key, `Global ${name}`, provider, arns);
    }
}

function addRates(sqlite: Database.Database, first: string): void {
  const rate = inserter(sqlite, 'rates', [
    'source',
    'model_key',
    'kind',
    'route',
    'tier',
    'cache_ttl',
    'long_context',
    'region',
    'valid_from',
    'valid_to',
    'per_million',
  ]);
  for (const { key, usd } of MODELS)
    for (const [i, price] of usd.entries())
      for (const route of ['regional', 'global']) {
        const amount = BigInt(Math.round(price * 1e10));
        rate('list', key, KINDS[i], route, 'standard', '', 0, '', '2000-01-01', null, amount);
        for (const region of new Set(PLACES.map((place) => place.region)))
          for (const tier of ['standard', 'mixed'])
            rate('learned', key, KINDS[i], route, tier, '', 0, region, first, null, amount);
      }
}

function addFreshness(sqlite: Database.Database): void {
  const fresh = inserter(sqlite, 'freshness', ['source', 'slice', 'complete_until', 'last_success_at']);
  const now = instantOf(UNTIL);
  for (const { accountId, region } of PLACES)
    for (const source of ['profiles', 'usage']) fresh(source, `${accountId}/${region}`, now, now);
  for (const part of ['', ' profile', ' owner', ' principal', ' recordType'])
    fresh('charges', `${PAYER}${part}`, midnight(dayOf(UNTIL)), now);
}

function someOf({ people, costCenters, profiles }: CompanyOf): Loaded['some'] {
  const counts = Map.groupBy(profiles, ({ owner }) => owner?.email ?? '');
  const ordinary = people.find(
    ({ email, active }, i) => active && i > people.length / 2 && counts.get(email)?.length === 3,
  );
  const manager = people.find((_, i) => i > people.length / 20 && i * 9 + 9 < people.length);
  return {
    person: ordinary?.email ?? people.at(-1)?.email ?? '',
    manager: manager?.email ?? people[0]?.email ?? '',
    costCenter: costCenters[Math.floor(costCenters.length / 2)] ?? '',
    model: MODELS[0]?.key ?? '',
  };
}
