import type { AuditEntry } from '../../core/audit.ts';
import { href, scopeHref } from '../../core/href.ts';
import { usd } from '../../core/usd.ts';
import { instant } from '../../ui/format.ts';
import type { Frame } from '../../ui/layout.tsx';
import type { Cell, TableData } from '../../ui/table.tsx';
import { browserOf, instantCell } from '../tables/cells.ts';
import { exactState, moneyIn } from './auditState.ts';

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
        { text: entry.actor },
        { text: actionWords(entry.action, frame), title: entry.action },
        subjectCell(entry, frame),
        changeCell(entry, frame),
        { text: entry.reason ?? '–' },
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
        before: stateText(entry.before),
        after: stateText(entry.after),
      };
      return { cells: columns.map((key) => ({ text: text[key] ?? '' })) };
    }),
  };
}
const stateText = (state: unknown): string => (state === null ? '' : JSON.stringify(exactState(state)));

/** `user:ann@example.com`, `costCenter:…`, `userDefault:` or the ARN of a profile, leading to its page. */
function subjectCell({ subject }: AuditEntry, { m }: Frame): Cell {
  const profile = /application-inference-profile\/([a-z0-9]+)$/.exec(subject);
  if (profile) {
    const [, shortId = ''] = profile;
    return { text: shortId, href: href`/profiles/${shortId}`, title: subject };
  }
  const [, kind, key = ''] = /^(user|costCenter|userDefault|job|plan):(.*)$/s.exec(subject) ?? [];
  if (kind === 'plan') return { text: `${m.plans.plan} ${key}`, href: href`/profiles/plans/${key}` };
  if (kind === 'userDefault') return { text: m.budgets.scopes.userDefault };
  if (kind === 'job') return { text: m.jobs.names[key as keyof typeof m.jobs.names] ?? key };
  if (kind === 'user' || kind === 'costCenter') return { text: key, href: scopeHref(kind, key) };
  return { text: m.audit.subjects[subject] ?? subject };
}

/** Letters of one field that a page shows; a file holds it whole. */
const MOST_SHOWN = 80;

type State = Readonly<Record<string, unknown>>;
const isState = (value: unknown): value is State =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Field by field: what was there, what is there, or one after the other. */
function changeCell({ before, after }: AuditEntry, frame: Frame): Cell {
  const [was, is] = [isState(before) ? before : null, isState(after) ? after : null];
  const lines = [...new Set([...Object.keys(was ?? {}), ...Object.keys(is ?? {})])].flatMap((name) => {
    // The version of a budget counts with its amount and says nothing beside it.
    if (name === 'version') return [];
    const [old, now] = [valueText(name, was?.[name], frame), valueText(name, is?.[name], frame)];
    if (old === now) return [];
    const text = was === null ? now : is === null ? old : `${old || '–'} → ${now || '–'}`;
    return [{ name: frame.m.audit.fields[name] ?? name, text }];
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

/** A value in words; '' where there is none. */
function valueText(name: string, value: unknown, frame: Frame): string {
  const money = moneyIn(name, value);
  if (money !== null) return usd(money);
  if (value === null || value === undefined) return '';
  if (typeof value === 'boolean') return value ? frame.m.audit.yes : frame.m.audit.no;
  if (typeof value === 'string' && /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value))
    return instant(value, frame.locale);
  if (Array.isArray(value)) return value.map((one) => valueText('', one, frame)).join(', ');
  if (name === 'agent') return browserOf(String(value));
  if (!isState(value)) return String(value);
  return Object.entries(value)
    .map(([key, inner]) => `${key} = ${valueText(key, inner, frame)}`)
    .join(', ');
}
