import { personIn } from '../../core/aliases.ts';
import { tagsOn } from '../../core/models.ts';
import { formatExact } from '../../core/money.ts';
import { addDays, dayOf } from '../../core/periods.ts';
import type { Profile, SpendRow, UsageHour } from '../../core/types.ts';
import { type Asking, Forbidden, inOneReading, NotThere, nowOf, ownRows } from '../asking.ts';
import { bindingsIn } from '../credentials/bindings.ts';
import { sessionsHeld, tokensHeld } from '../credentials/list.ts';

/** Everything that is kept of a person, for them to take away: one document, in words of the field, amounts exact. */

/** Of each list; nobody has more, and whoever does is told so in `cut`. */
const MOST = { spend: 200_000, usage: 200_000, audit: 20_000, others: 10_000 };
/** Entries of the audit log that are read in one go. */
const AUDIT_AT_ONCE = 1_000;

export interface PersonalData {
  format: 'bedrock-ledger-personal-data/1';
  person: string;
  madeAt: string;
  /** Lists that hold more than was taken. */
  cut: string[];
  [section: string]: unknown;
}

/**
 * @param email whose; any address of theirs
 * @throws Forbidden unless it is their own, or whoever asks works at the machine; NotThere where nothing is kept of anybody so called
 */
export const takeData = (asking: Asking, email: string): Promise<PersonalData> =>
  inOneReading(asking, async (inside) => {
    const { store } = inside;
    const person = await store.people.ownAddress(email);
    // Also of whoever administers: what others see is set, and this is all there is.
    const { viewer } = inside;
    if (ownRows(inside).email !== person && viewer.email !== '')
      throw new Forbidden(inside, 'see', { kind: 'credentials', email: person });
    const details = await store.people.details(person);
    const spend = await spendOf(inside, person);
    if (email === '' || (details === null && spend.rows.length === 0)) throw new NotThere('person');
    const profiles = await store.profiles.list(
      { scope: 'all', tagKeys: inside.settings.tagKeys, user: person },
      null,
    );
    const usage = await usageOf(inside, person, profiles);
    const audit = await auditOf(inside, person);
    const others = { users: [person], costCenters: [] };
    const page = { limit: MOST.others, offset: 0 };
    const alerts = await store.alerts.list({ ...page, scope: others });
    const seen = await store.looks.at(person, page);
    const whom = { kind: 'user' as const, key: person };
    const budgets = await store.budgets.records([{ kind: 'user', key: person }]);
    const always = { start: '0000-01-01', endExclusive: '9999-12-31' };
    return {
      format: 'bedrock-ledger-personal-data/1',
      person,
      madeAt: nowOf(inside),
      cut: [
        ...(spend.total > spend.rows.length ? ['spend'] : []),
        ...(usage.cut ? ['tokenUsage'] : []),
        ...(audit.cut ? ['audit'] : []),
        ...(alerts.total > MOST.others ? ['alerts'] : []),
        ...(seen.total > MOST.others ? ['looksAtMe'] : []),
      ],
      directory: details && {
        ...details.person,
        said: Object.fromEntries(details.said),
        reports: details.reports,
        roles: details.grants,
        addresses: (await store.people.aliases()).filter((one) => one.email === person),
      },
      accounts: await bindingsIn(inside, person),
      sessions: await sessionsHeld(inside, person),
      tokens: await tokensHeld(inside, person),
      profiles,
      belongings: await store.belongings.during(always, { emails: [person] }),
      budgets,
      budgetFigures: (await store.budgetFigures.worst({ scope: others, whom }, page)).figures,
      alerts: alerts.alerts,
      requests: await store.requests.list({ scope: others, askedOf: person }, page),
      deputies: await store.deputies.list('', person),
      letters: await store.letters.listTo(person, MOST.others),
      stops: await store.stops.list({ of: { scopeKind: 'user', scopeKey: person }, limit: MOST.others }),
      reprieves: (await store.stops.reprieves(always.start)).filter(({ scopeKey }) => scopeKey === person),
      preferences: await store.preferences.get(person),
      savedViews: await store.savedViews.list(person),
      messages: await store.messages.list({ targets: [person] }, page),
      forecasts: Object.fromEntries(await store.forecasts.of('user', [person])),
      spendByDay: await byDayOf(inside, person),
      spend: spend.rows.map(withoutOthers),
      tokenUsage: usage.hours,
      looksAtMe: seen.looks,
      looksByMe: await store.looks.by(person, MOST.others),
      audit: audit.entries,
    };
  });

/** As text: amounts and tokens are exact strings. */
export const dataText = (data: PersonalData): string =>
  `${JSON.stringify(data, (name, value) => (typeof value === 'bigint' ? exact(name, value) : value), 2)}\n`;

/** What counts is whole; all else of that kind is money. */
const COUNTS = new Set([
  'tokens',
  'unpricedTokens',
  'input',
  'output',
  'cacheRead',
  'cacheWrite',
  'billedTokens',
]);
const exact = (name: string, value: bigint): string =>
  COUNTS.has(name) ? value.toString() : formatExact(value as Parameters<typeof formatExact>[0]);

/** How many entries a document holds, for the audit log. */
export const entriesIn = (data: PersonalData): number =>
  Object.values(data).reduce<number>((all, one) => all + (Array.isArray(one) ? one.length : 0), 0);

async function spendOf({ store }: Asking, person: string): Promise<{ rows: SpendRow[]; total: number }> {
  const range = await store.spend.range();
  if (range === null) return { rows: [], total: 0 };
  const scope = { users: [person], costCenters: [] };
  return store.spend.rows({ range, user: [person] }, scope, { limit: MOST.spend, offset: 0 });
}

const withoutOthers = ({ userEmail: _, ...row }: SpendRow) => row;

async function byDayOf({ store }: Asking, person: string) {
  const range = await store.spend.range();
  if (range === null) return [];
  const scope = { users: [person], costCenters: [] };
  const { rows } = await store.spend.query({
    range,
    groupBy: ['day', 'model'],
    basis: 'best',
    filter: { user: [person] },
    scope,
    unowned: 'among',
  });
  return rows
    .map(({ keys: [day = '', model = ''], amount, billed, estimated, tokens, unpricedTokens, label }) => ({
      ...{ day, model, amount, billed, estimated, tokens, unpricedTokens, label },
    }))
    .sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : a.model < b.model ? -1 : 1));
}

/**
 * Counts of tokens of their profiles, by the hour as long as these are kept: of the days on which these were theirs, as spend
 * has it. Whoever had a profile before them used it as they did.
 */
async function usageOf({ store, now, settings }: Asking, person: string, profiles: readonly Profile[]) {
  const endExclusive = addDays(dayOf(now), 1);
  const range = { start: addDays(endExclusive, -settings.usageHourDays), endExclusive };
  const personOf = personIn(await store.people.aliases());
  const hours: UsageHour[] = [];
  for (const { arn, shortId, accountId, history } of profiles) {
    const isOwn = ({ hour }: UsageHour) =>
      personOf(tagsOn(history, dayOf(hour)).tags[settings.tagKeys.user] ?? '') === person;
    for (const dimension of [arn, shortId])
      hours.push(...(await store.usage.hours({ dimension, accountId, range })).filter(isOwn));
    if (hours.length > MOST.usage) return { hours: hours.slice(0, MOST.usage), cut: true };
  }
  return { hours, cut: false };
}

/** What they did, and what was done about them; newest first. */
async function auditOf({ store }: Asking, person: string) {
  const entries = new Map<number, unknown>();
  let cut = false;
  for (const filter of [{ actor: person }, { subject: `user:${person}` }, { subject: person }]) {
    for (let before: number | undefined; ; ) {
      const found = await store.audit.list({
        ...filter,
        limit: AUDIT_AT_ONCE,
        ...(before === undefined ? {} : { before }),
      });
      for (const entry of found) entries.set(entry.id, entry);
      before = found.at(-1)?.id;
      cut ||= entries.size >= MOST.audit;
      if (found.length < AUDIT_AT_ONCE || before === undefined || cut) break;
    }
  }
  return { entries: [...entries].sort(([a], [b]) => b - a).map(([, entry]) => entry), cut };
}
