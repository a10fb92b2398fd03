import type { AuditEntry } from '../../core/audit.ts';
import { href, scopeHref } from '../../core/href.ts';
import { usd } from '../../core/usd.ts';
import { instant } from '../../ui/format.ts';
import type { Frame } from '../../ui/layout.tsx';
import type { Cell, TableData } from '../../ui/table.tsx';
import { browserOf, instantCell } from '../tables/cells.ts';
import { exactState, moneyIn } from './auditState.ts';
import { actorWords, fieldWords, jobName, reasonWords, valueWords } from './auditValues.ts';

/** Entries of the audit log in the reader's words, and exact for a file. */

/** What a page shows: of a change only what became different. */
export function auditTable(entries: readonly AuditEntry[], frame: Frame): TableData {
  const { m } = frame;
  return {
    columns: [
      { name: m.audit.at, key: 'at' },
      { name: m.audit.actor, key: 'actor' },
      { name: m.audit.action, key: 'action' },
      { name: m.audit.subject, key: 'subject' },
      { name: m.audit.change, key: 'change' },
      { name: m.audit.reason, key: 'reason' },
      { name: m.audit.from, key: 'from' },
    ],
    rows: entries.map((entry) => ({
      cells: [
        instantCell(entry.at, frame),
        { text: actorWords(entry.actor, frame), title: entry.actor, person: entry.actor },
        { text: actionWords(entry.action, frame), title: entry.action },
        subjectCell(entry, frame),
        changeCell(entry, frame),
        reasonCell(entry.reason, frame),
        { text: [entry.via && m.audit.via[entry.via], entry.address].filter(Boolean).join(' · ') || '–' },
      ],
    })),
  };
}

/** An action in the reader's words; one of an earlier version, of which there are none, as it stands. */
export function actionWords(action: string, { m }: Frame): string {
  const known: Readonly<Record<string, string>> = m.audit.actions;
  return known[action] ?? action;
}

/** The same entries for a file: as they were written, money in USD. */
export function auditFile(entries: readonly AuditEntry[]): TableData {
  const columns = [
    'id',
    'at',
    'actor',
    'action',
    'subject',
    'before',
    'after',
    'reason',
    'via',
    'address',
  ] as const;
  return {
    columns: columns.map((key) => ({ name: key, key })),
    rows: entries.map((entry) => {
      const text = {
        ...entry,
        id: String(entry.id),
        before: stateText(entry.action, entry.before),
        after: stateText(entry.action, entry.after),
      };
      return { cells: columns.map((key) => ({ text: text[key] ?? '' })) };
    }),
  };
}
const stateText = (action: string, state: unknown): string =>
  state === null ? '' : JSON.stringify(exactState(action, state));

function reasonCell(reason: string | null, frame: Frame): Cell {
  if (reason === null) return { text: '–' };
  const text = reasonWords(reason, frame);
  return text === reason ? { text } : { text, title: reason };
}

/** `user:ann@example.com`, `costCenter:…`, `userDefault:` or the ARN of a profile, leading to its page. */
function subjectCell({ action, subject }: AuditEntry, frame: Frame): Cell {
  const { m } = frame;
  const profile = /application-inference-profile\/([a-z0-9]+)$/.exec(subject);
  if (profile) {
    const [, shortId = ''] = profile;
    return { text: shortId, href: href`/profiles/${shortId}`, title: subject };
  }
  const [, kind = '', key = ''] = /^(\w+):(.*)$/s.exec(subject) ?? [];
  if (kind === 'job') return { text: jobName(key, m) };
  const page = PAGES[kind]?.(key, m);
  if (page !== undefined) return { ...page, title: subject };
  if (Object.hasOwn(m.budgets.scopes, kind))
    return scopeCell(action, kind as keyof typeof m.budgets.scopes, key, frame);
  return { text: m.audit.subjects[subject] ?? subject };
}

/** Subjects of one word and a name, with the page of each. */
const PAGES: Readonly<Record<string, (key: string, m: Frame['m']) => Cell>> = {
  plan: (key, m) => ({ text: `${m.plans.plan} ${key}`, href: href`/profiles/plans/${key}` }),
  budgetPlan: (key, m) => ({ text: m.audit.budgetPlan, href: href`/budgets/many/${key}` }),
  request: (key, m) => ({ text: `${m.audit.request} ${key.slice(0, 8)}`, href: href`/requests/${key}` }),
  /** Of a stop: the budget, and whom it stopped. */
  budget: (key) => {
    const [id = '', ...whom] = key.split(' ');
    return { text: whom.join(' ') || id, href: href`/budgets/${id}` };
  },
};

/** Whom a budget is for, with its period and narrowing where they are not the usual ones. */
function scopeCell(
  action: string,
  kind: keyof Frame['m']['budgets']['scopes'],
  key: string,
  { m }: Frame,
): Cell {
  const slot = / (?:(day|week|quarter|year)(?: ((?:family|vendor|tag):.*))?|((?:family|vendor|tag):.*))$/s;
  const [end = '', period, ...narrowed] = (action.startsWith('budget.') && slot.exec(key)) || [];
  const name = key.slice(0, key.length - end.length);
  const periods: Readonly<Record<string, string>> = m.budgetPages.periods;
  const beside = [...(period === undefined ? [] : [periods[period] ?? period]), ...narrowed.filter(Boolean)];
  const cell =
    kind === 'user' || kind === 'costCenter'
      ? { text: name, person: name, href: scopeHref(kind, name) }
      : {
          person: name,
          text: name === '' ? m.budgets.scopes[kind] : `${m.budgets.scopes[kind]}${m.colon}${name}`,
        };
  return beside.length === 0 ? cell : { ...cell, beside: beside.map((text) => ({ text: text ?? '' })) };
}

/** Letters of one field that a page shows; a file holds it whole. */
const MOST_SHOWN = 80;

type State = Readonly<Record<string, unknown>>;
const isState = (value: unknown): value is State =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Field by field: what was there, what is there, or one after the other. */
function changeCell({ action, before, after }: AuditEntry, frame: Frame): Cell {
  const [was, is] = [isState(before) ? before : null, isState(after) ? after : null];
  const lines = [...new Set([...Object.keys(was ?? {}), ...Object.keys(is ?? {})])].flatMap((name) => {
    // The version of a budget counts with its amount and says nothing beside it.
    if (name === 'version') return [];
    const textOf = (state: State | null) => valueText(action, name, state?.[name], frame);
    const [old, now] = [textOf(was), textOf(is)];
    if (old === now) return [];
    const text = was === null ? now : is === null ? old : `${old || '–'} → ${now || '–'}`;
    return [{ name: fieldWords(action, name, frame), text }];
  });
  if (lines.length === 0) return { text: '–' };
  return {
    text: lines.map(({ name, text }) => `${name}${frame.m.colon}${text}`).join(frame.m.comma),
    show: (
      <ul class="tags flow">
        {lines.map(({ name, text }) => (
          <li {...(text.length > MOST_SHOWN ? { title: text } : {})}>
            <span>{name}</span> {text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)}…` : text}
          </li>
        ))}
      </ul>
    ),
  };
}

/** One of a list; what AWS Budgets is to have later is a day with its amount. */
function itemText(action: string, name: string, item: unknown, frame: Frame): string {
  const amount = name === 'planned' && Array.isArray(item) ? moneyIn(action, 'amount', item[1]) : null;
  return amount === null || !Array.isArray(item)
    ? valueText(action, '', item, frame)
    : `${item[0]} ${usd(amount)}`;
}

/** A value in words; '' where there is none. */
function valueText(action: string, name: string, value: unknown, frame: Frame): string {
  const money = moneyIn(action, name, value);
  if (money !== null) return usd(money);
  if (value === null || value === undefined) return '';
  if (typeof value === 'boolean') return value ? frame.m.audit.yes : frame.m.audit.no;
  if (typeof value === 'string' && /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value))
    return instant(value, frame.locale);
  if (Array.isArray(value)) return value.map((one) => itemText(action, name, one, frame)).join(frame.m.comma);
  if (name === 'agent') return browserOf(String(value));
  if (!isState(value)) return valueWords(action, name, String(value), frame);
  // Tags have names of the company; other states have ours.
  const nameOf = (key: string) => (name === 'tags' ? key : fieldWords(action, key, frame));
  return Object.entries(value)
    .map(([key, inner]) => `${nameOf(key)} = ${valueText(action, key, inner, frame)}`)
    .join(frame.m.comma);
}
