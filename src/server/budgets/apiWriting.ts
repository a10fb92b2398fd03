import * as z from 'zod';
import {
  applyGiven,
  changeGiven,
  type GivenChange,
  givenTerms,
  planGiven,
  setGiven,
  withdrawGiven,
} from '../../app/budgets/given.ts';
import { historyJson } from '../../app/budgets/json.ts';
import { isUnknown } from '../../app/known.ts';
import type { PlanRow } from '../../core/budgetPlan.ts';
import { type Fault, Invalid } from '../../core/errors.ts';
import { addDays } from '../../core/periods.ts';
import { en, type Messages } from '../../ui/messages/en.ts';
import { type BodyFault, BodyRefused } from '../api/body.ts';
import { type Endpoint, writing } from '../api/endpoint.ts';
import { word } from '../api/query.ts';
import { day } from '../api/shapes.ts';
import { reasonOf } from '../http/forms.ts';
import { carryOver, hard, history, narrowing, period, scope, termsRead, thresholds } from './shapes.ts';

/** Setting, changing and taking back budgets through the API: the same verbs as the form and the command line. */

/** In one request; more are sent in several. */
const MOST_BUDGETS = 1000;

const dollars = z
  .string()
  .regex(/^\d{1,12}(\.\d{1,10})?$/, 'must be dollars as a decimal string, "1500" or "99.50"');
const terms = {
  amount: dollars.describe('USD of one period.'),
  thresholds: thresholds.optional(),
  carryOver: carryOver.optional(),
  hard: hard.optional(),
};
const FROM =
  'From when on: `now` (today, UTC), `period` (the beginning of the running one), `next` (that of the next), or a day up to two years ahead.';
const days = {
  from: z.string().optional().describe(FROM),
  until: z.string().optional().describe('The last day on which it holds; until further notice unless given.'),
};
const reason = z.string().optional().describe('Why, for the history and the audit log.');
const confirm = z
  .strictObject({
    unknownName: z
      .boolean()
      .optional()
      .describe('The name, or what it is narrowed to, is right although nothing here is so.'),
  })
  .optional()
  .describe('What a refusal asked back.');
const slot = {
  scope,
  period: period.optional().describe('`month` unless given.'),
  narrowing: narrowing.nullable().optional().describe('All of the spend unless given.'),
};
const asRead =
  'Scope, period, narrowing and terms are sent as they are read. A budget is one by its scope, period and narrowing.';

const set = writing({
  id: 'setBudget',
  method: 'POST',
  tag: 'Budgets',
  path: '/budgets',
  summary: 'Sets a budget',
  description: `${asRead} What is so already from that day on changes nothing, so it may be sent again whenever there was no answer, and needs no \`Idempotency-Key\`: that header is not read. Without \`from\` a new one holds from the beginning of its running period, another amount from today on.`,
  scope: 'budget',
  changes: 'budget',
  body: z.strictObject({ ...slot, ...terms, ...days, reason, confirm }).meta({ id: 'WantedBudget' }),
  answer: {
    created: z.boolean().describe('Nothing was decided of it before.'),
    changed: z.boolean(),
    budget: history,
  },
  statuses: { 201: 'It is new.', 200: 'It was there; `changed` says whether it is another now.' },
  example: '/budgets',
  exampleBody: {
    scope: { kind: 'costCenter', key: 'CC-1001 Platform' },
    period: 'quarter',
    narrowing: { kind: 'vendor', key: 'anthropic' },
    amount: '4000',
    thresholds: [
      { on: 'actual', percent: 80 },
      { on: 'forecast', percent: 100 },
    ],
    reason: 'plan of the year',
  },
  exampleStatus: 201,
  async does({ asking, body }) {
    const { confirm: said, ...given } = body;
    const {
      created,
      changed,
      history: now,
    } = await inWordsOfApi(() => setGiven(asking, given, said?.unknownName === true));
    return { status: created ? 201 : 200, json: { created, changed, budget: historyJson(now) } };
  },
});

const NAMED = 'Its `id`; the monthly one of all spend also by whom it is for, as `user:ann@example.com`.';

const change = writing({
  id: 'changeBudget',
  method: 'POST',
  tag: 'Budgets',
  path: '/budgets/{id}/changes',
  summary: 'Changes, ends or raises a budget from a day on',
  description:
    '`set`: other terms; those that are not sent stay as they are on that day. `end`: nothing holds from then on. `raise`: so much more on these days, to the end of the period unless `until` says otherwise. What held in a period that is over stays what held. Sent again it changes nothing more: a raise is the same by its amount, days, reason and whoever sends it.',
  scope: 'budget',
  changes: 'budget',
  params: { id: NAMED },
  body: z
    .strictObject({
      kind: z.enum(['set', 'end', 'raise'], 'must be one of set, end, raise'),
      ...terms,
      amount: terms.amount.optional(),
      extra: dollars.optional().describe('Of a raise: USD of one period.'),
      from: days.from,
      until: z.string().optional().describe('Of a change or raise: the last day on which it holds.'),
      reason: reason.describe('Why, for the history and the audit log; a raise needs one.'),
    })
    .meta({ id: 'WantedBudgetChange' }),
  answer: { changed: z.boolean(), budget: history },
  statuses: { 201: 'It was put beside the others.', 200: 'It is so already.' },
  example: '/budgets/userDefault/changes',
  exampleBody: { kind: 'raise', extra: '20', from: 'now', until: '2026-12-04', reason: 'end of year' },
  exampleStatus: 201,
  async does({ asking, body, params }) {
    const { changed, history: now } = await inWordsOfApi(() =>
      changeGiven(asking, params.id, changeIn(body)),
    );
    return { status: changed ? 201 : 200, json: { changed, budget: historyJson(now) } };
  },
});

/** What each kind of change takes. */
const TAKES: Readonly<Record<GivenChange['kind'], readonly string[]>> = {
  set: ['amount', 'thresholds', 'carryOver', 'hard', 'from', 'until', 'reason'],
  end: ['from', 'reason'],
  raise: ['extra', 'from', 'until', 'reason'],
};

/** @throws BodyRefused with each field that says nothing of such a change, or that it needs */
function changeIn(body: { kind: GivenChange['kind'] } & Record<string, unknown>): GivenChange {
  const { kind } = body;
  const takes = TAKES[kind];
  const faults = Object.keys(body)
    .filter((name) => name !== 'kind' && body[name] !== undefined && !takes.includes(name))
    .map((field): BodyFault => ({ field, reason: `is nothing that "${kind}" takes: ${takes.join(', ')}` }));
  if (kind === 'raise' && body.extra === undefined)
    faults.push({ field: 'extra', reason: 'is missing: how much more, in dollars' });
  if (faults.length > 0) throw new BodyRefused('invalid', faults);
  return body as unknown as GivenChange;
}

const withdraw = writing({
  id: 'withdrawBudgetChange',
  method: 'DELETE',
  tag: 'Budgets',
  path: '/budgets/{id}/changes/{version}',
  summary: 'Takes back a planned change, or ends a raise',
  description:
    'A planned change does not come; a raise ends today. What holds already is not taken back but changed (409). One that was taken back before is answered alike.',
  scope: 'budget',
  changes: 'budget',
  params: { id: NAMED, version: 'Of the change.' },
  query: { reason: word('Why, for the audit log.') },
  answer: { changed: z.boolean(), budget: history },
  statuses: { 200: 'It is taken back.' },
  example: '/budgets/userDefault/changes/2?reason=not+needed',
  exampleStatus: 200,
  async does({ asking, params, query }) {
    const version = /^\d{1,9}$/.test(params.version) ? Number(params.version) : 0;
    const { changed, history: now } = await inWordsOfApi(() =>
      withdrawGiven(asking, params.id, version, query.reason ?? ''),
    );
    return { status: 200, json: { changed, budget: historyJson(now) } };
  },
});

const many = z
  .array(z.strictObject({ ...slot, ...terms, ...days }))
  .min(1, 'is empty')
  .max(MOST_BUDGETS, `are more than ${MOST_BUDGETS}: send them in several requests`);

const plan = writing({
  id: 'planBudgets',
  method: 'POST',
  tag: 'Budgets',
  path: '/budgets/plan',
  summary: 'What setting many budgets would change',
  description: `Nothing is changed. ${asRead}`,
  scope: 'budget',
  changes: 'budget',
  body: z.strictObject({ budgets: many, confirm }).meta({ id: 'WantedBudgets' }),
  answer: {
    plan: z
      .string()
      .describe('Names these very changes: `POST /budgets/apply` with it does them or nothing.'),
    changes: z.array(
      z.strictObject({
        scope,
        period,
        narrowing: narrowing.nullable(),
        before: termsRead.nullable().describe('null: none holds on that day.'),
        after: termsRead.nullable(),
        from: day.describe('From this day on.'),
        until: day.nullable().describe('The last day on which it holds; null: until further notice.'),
      }),
    ),
    unchanged: z.int(),
  },
  statuses: { 200: 'What would be changed.' },
  example: '/budgets/plan',
  exampleBody: { budgets: [{ scope: { kind: 'userDefault' }, amount: '75' }] },
  exampleStatus: 200,
  async does({ asking, body }) {
    const {
      plan: name,
      changes,
      unchanged,
    } = await inWordsOfApi(() => planGiven(asking, body.budgets, body.confirm?.unknownName === true));
    return { status: 200, json: { plan: name, changes: changes.map(planned), unchanged } };
  },
});

const planned = ({
  slot: { scope: whose, period: of, narrowing: part },
  before,
  after,
  from,
  until,
}: PlanRow) => ({
  scope: whose,
  period: of,
  narrowing: part,
  before: before === null ? null : givenTerms(before),
  after: after === null ? null : givenTerms(after),
  from,
  until: until === null ? null : addDays(until, -1),
});

const apply = writing({
  id: 'applyBudgets',
  method: 'POST',
  tag: 'Budgets',
  path: '/budgets/apply',
  summary: 'Sets many budgets, all of them or none',
  description:
    'With `plan` it does exactly what was planned: where budgets changed since, nothing is done (409). Sent again it changes nothing more.',
  scope: 'budget',
  changes: 'budget',
  body: z
    .strictObject({
      budgets: many,
      plan: z.string().optional().describe('What `POST /budgets/plan` named what was read.'),
      reason,
      confirm,
    })
    .meta({ id: 'WantedBudgetsToApply' }),
  answer: { created: z.int(), changed: z.int(), unchanged: z.int() },
  statuses: { 200: 'All of them hold.' },
  example: '/budgets/apply',
  exampleBody: { budgets: [{ scope: { kind: 'userDefault' }, amount: '75' }], reason: 'new prices' },
  exampleStatus: 200,
  async does({ asking, body }) {
    const { budgets, plan: name = null, reason: why = '', confirm: said } = body;
    const wanted = { budgets, reason: why, plan: name };
    const json = await inWordsOfApi(() => applyGiven(asking, wanted, said?.unknownName === true));
    return { status: 200, json };
  },
});

export const budgetWriting: readonly Endpoint[] = [set, change, withdraw, plan, apply];

/** Tells what a form would tell of what is wrong by the names that the API has for it. */
async function inWordsOfApi<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Invalid)) throw error;
    throw new BodyRefused('invalid', error.faults.map(faultOf));
  }
}

function faultOf(fault: Fault): BodyFault {
  const [, line, field = fault.field] = /^line (\d+): (.*)$/.exec(fault.field) ?? [];
  const name = NAMES[field] ?? field;
  const said = (m: Messages): string =>
    reasonOf(fault, m) + (isUnknown(fault) ? m.api.confirm('{"unknownName": true}') : '');
  return {
    field: line === undefined ? name : `budgets.${Number(line) - 1}.${name}`,
    ...(fault.value === undefined ? {} : { value: fault.value }),
    reason: said(en),
    said,
  };
}
const NAMES: Readonly<Record<string, string>> = {
  scope: 'scope.kind',
  key: 'scope.key',
  narrow: 'narrowing',
};
