import { Forbidden, NotThere, type Sought } from '../app/asking.ts';
import { isUnknown } from '../app/known.ts';
import { scopeName } from '../core/budgets.ts';
import { type Fault, Invalid, type LedgerError } from '../core/errors.ts';
import { visibleInLine } from '../core/signs.ts';
import { tagField } from '../core/vending/tags.ts';
import { en } from '../ui/messages/en.ts';

/** What an error of the product says at a terminal. */

/** Each fault of what was typed on a line of its own: field, value and reason. */
export const faultLines = ({ faults }: Invalid): string[] => faults.map(faultLine);
export function faultLine(fault: Fault): string {
  const { field, value } = fault;
  return `${field}: ${value === undefined || value === '' ? '' : `${visibleInLine(JSON.stringify(value))}${isChoice(fault) ? ' ' : ': '}`}${reasonOf(fault)}`;
}

/** What the option is called that fills a field. @param options their names by field */
export const optionOf = (options: Readonly<Record<string, string>>, field: string): string =>
  options[field] ?? (field.startsWith(TAG_FIELD) ? `--tag ${field.slice(TAG_FIELD.length)}` : field);
const TAG_FIELD = tagField('');

/** Of a command, on its way out: the faults in the words of its options. @throws whatever it is given */
export const asOptions =
  (options: Readonly<Record<string, string>>) =>
  (error: unknown): never => {
    if (!(error instanceof Invalid)) throw error;
    throw new Invalid(error.faults.map((fault) => ({ ...fault, field: optionOf(options, fault.field) })));
  };

/** A form offers what can be chosen; a terminal has to name it. */
const isChoice = ({ key, detail }: Fault): boolean => key === 'scope' && Array.isArray(detail);

/** A fault of what was looked for, where nothing has to be confirmed. */
export const soughtLine = ({ field, value = '', ...fault }: Fault): string =>
  `${field}: "${visibleInLine(value)}": ${wordsOf({ field, ...fault })}`;

function reasonOf(fault: Fault): string {
  const text = wordsOf(fault);
  return isUnknown(fault) ? `${text} If it is right as it is, add --unknown` : text;
}

function wordsOf(fault: Fault): string {
  const { key, detail } = fault;
  if (isChoice(fault)) return `is none of ${(detail as readonly string[]).join(', ')}`;
  const words: unknown = en.invalid[key as keyof typeof en.invalid] ?? key;
  return typeof words === 'function' ? String(words(detail)) : String(words);
}

export function ledgerErrorWords(error: LedgerError): string {
  if (error instanceof Invalid) return faultLines(error).join('\n');
  if (error instanceof Forbidden) return forbiddenWords(error);
  if (error instanceof NotThere && error.isUnsaid) return notThereWords(error.kind);
  return error.message;
}

/** Where nothing says what was looked for: what lists them. */
function notThereWords(kind: Sought | null): string {
  const listed = kind === null ? undefined : LISTED[kind];
  return listed === undefined
    ? 'there is nothing of that name'
    : `there is no ${listed[0]} of that name. See which there are: bedrock-ledger ${listed[1]}`;
}

const LISTED: Readonly<Partial<Record<Sought, readonly [what: string, command: string]>>> = {
  profile: ['profile', 'profiles list'],
  plan: ['plan', 'profiles plans list'],
  budgetPlan: ['plan of budgets', 'budgets changes'],
  channel: ['channel', 'channels list'],
  request: ['request', 'requests list'],
  person: ['person', 'people list'],
  user: ['person', 'people list'],
  budget: ['budget', 'budgets list'],
};

const forbiddenWords = ({ deed, thing, viewer }: Forbidden): string =>
  `${viewer.id} may not ${deed} ${thingInWords(thing)}: their roles (${[...viewer.roles].join(', ')}) do not go that far. Ask an administrator to do it, or for a role that may: bedrock-ledger people grant`;

const WHOLE = {
  budget: 'budgets',
  profile: 'profiles',
  plan: 'plans of profiles',
  credentials: 'tokens',
  bill: 'the bill',
  jobs: 'jobs',
  rates: 'the rates',
  audit: 'the audit log',
  directory: 'the directory of people',
  inbox: 'the inbox',
  policies: 'the policies',
  grace: 'a grace',
  stop: 'a stop',
} as const;

function thingInWords(thing: Forbidden['thing']): string {
  if (!('scope' in thing || 'user' in thing || 'email' in thing || 'name' in thing)) return WHOLE[thing.kind];
  switch (thing.kind) {
    case 'spend':
    case 'profile':
      return `${thing.kind === 'spend' ? 'spend' : 'a profile'} of ${thing.user || 'nobody'} on ${thing.costCenter || 'no cost center'}`;
    case 'budget':
      return `the budget of ${thing.scope.kind === 'userDefault' ? 'everybody without one' : scopeName(thing.scope)}`;
    case 'person':
      return thing.email;
    case 'costCenter':
      return thing.name;
    case 'credentials':
      return `tokens of ${thing.email}`;
    case 'deputies':
      return `deputies of ${thing.email}`;
    case 'request':
    case 'wish':
      return `a request for ${thing.user}`;
  }
}
