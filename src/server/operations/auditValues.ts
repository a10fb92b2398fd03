import { NOTHING_STOPS, stopIn } from '../../core/stop/reasons.ts';
import { instant } from '../../ui/format.ts';
import type { Frame } from '../../ui/layout.tsx';

/** What the audit log holds, in its reader's words. A file and the API have it as it was written. */

type Words = Readonly<Record<string, string>>;

/** Words of the values of a field, where it has few that everybody knows by a name of ours. */
function wordsOf(action: string, field: string, m: Frame['m']): Words | undefined {
  const ofRequest = action.startsWith('request.');
  const tables: Readonly<Record<string, Words>> = {
    role: m.people.roles,
    scopeKind: m.budgets.scopes,
    purpose: m.plans.purposes,
    why: m.stops.ends,
    state: ofRequest ? m.approval.states : { ...m.budgetsMany.states, ...m.plans.states },
    budget: ofRequest ? m.asking.periods : {},
    kind: { ...m.kind, ...m.approval.kinds },
    source: { ...m.rates.sources, ...m.people.addresses.from, ...m.budgetsMany.source },
    route: m.rates.routes,
    tier: m.rates.tiers,
    timeUnit: {
      DAILY: m.mirror.periods.day,
      MONTHLY: m.mirror.periods.month,
      QUARTERLY: m.mirror.periods.quarter,
      ANNUALLY: m.mirror.periods.year,
    },
    ...Object.fromEntries(Object.keys(m.channels.topics).map((topic) => [topic, m.told.choose.wishes])),
    reports: { ...m.told.choose.wishes, ...m.told.choose.rhythms },
  };
  return Object.hasOwn(tables, field) ? tables[field] : undefined;
}

/** A value by its name; as it stands where it has none. */
export function valueWords(action: string, field: string, value: string, { m }: Frame): string {
  if (field === 'filter') return filterWords(value, m);
  const words = wordsOf(action, field, m);
  return words !== undefined && Object.hasOwn(words, value) ? (words[value] ?? value) : value;
}

/** Of a filter of AWS Budgets what it names, without how that is put together. */
function filterWords(text: string, m: Frame['m']): string {
  const found = [...text.matchAll(/"Key":"([^"]+)","Values":\[([^\]]*)\]/g)].map(
    ([, key = '', values = '']) => {
      const [first = '', ...more] = values.replaceAll('"', '').split(',');
      return `${key} = ${first}${more.length === 0 ? '' : `${m.comma}${m.attention.more(more.length)}`}`;
    },
  );
  return found.length === 0 ? text : found.join(m.comma);
}

/** A field by its name; as it stands where it has none. */
export function fieldWords(action: string, field: string, { m }: Frame): string {
  const names: Words = { ...m.channels.topics, ...m.audit.fields };
  if (field === 'from' && action.startsWith('budget.')) return names.validFrom ?? field;
  return Object.hasOwn(names, field) ? (names[field] ?? field) : field;
}

/** Who did it: a job by its name, the account of the machine as such, people by their address. */
export function actorWords(actor: string, { m }: Frame): string {
  const [kind, name] = [actor.slice(0, actor.indexOf(':')), actor.slice(actor.indexOf(':') + 1)];
  if (kind === 'job') return m.audit.job(jobName(name, m));
  return kind === 'local' ? m.audit.operator(name) : actor;
}

export function jobName(job: string, m: Frame['m']): string {
  const names: Words = m.jobs.names;
  return Object.hasOwn(names, job) ? (names[job] ?? job) : job;
}

/** Why: what somebody typed as it stands, what a job says in words. */
export function reasonWords(reason: string, { m, locale }: Frame): string {
  const words = m.audit.reasons;
  if (reason === NOTHING_STOPS) return words.nothingStops;
  const stop = stopIn(reason);
  if (stop !== null)
    return words.stopped(
      stop.of === '' ? m.budgets.scopes.organisation : stop.of,
      instant(stop.since, locale),
    );
  const [, title] = /^plan [\w-]+: (.+)$/s.exec(reason) ?? [];
  if (title !== undefined) return words.plan(title);
  const [, setting] = /^([a-z]\w*\.\w+: \w+)$/.exec(reason) ?? [];
  return setting === undefined ? reason : words.setting(setting);
}
