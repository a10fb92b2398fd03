import type { Context } from 'hono';
import { z } from 'zod';
import { costCentersIn } from '../../core/access.ts';
import { budgetOfCostCenter, budgetOfUser } from '../../core/budgets.ts';
import { formatExact } from '../../core/money.ts';
import { monthOf } from '../../core/periods.ts';
import type { SpendFilter, SpendGroup } from '../../core/questions.ts';
import type { Budget, Month } from '../../core/types.ts';
import { type Endpoint, endpoint } from '../api/endpoint.ts';
import { USD } from '../api/json.ts';
import { monthQuery, pageOf, pageQuery, periodOfMonth } from '../api/query.ts';
import { currency, money, month, paging, sumLabel, tokens, unallocated } from '../api/shapes.ts';
import type { ServerDeps } from '../deps.ts';
import { budgetsFor, isKnown, teamOf } from '../http/visible.ts';
import { mayDo, scopeOf } from '../http/visitor.ts';
import { namesOf } from '../tables/cells.ts';
import { type GroupFacts, readSpend } from './facts.ts';
import { headlineOf, headlineShape, memberOf, memberShape } from './standingJson.ts';

/** Where the organisation, its cost centers, people, teams and models stand in a month, as their pages say. */

const read = (
  c: Context,
  deps: ServerDeps,
  asked: Month | undefined,
  filter: SpendFilter,
  groups: readonly SpendGroup[] = [],
) => readSpend(deps, periodOfMonth(asked, deps.clock.now()), filter, groups, scopeOf(c));

const overview = endpoint({
  id: 'getOverview',
  tag: 'Spend',
  path: '/overview',
  summary: 'A month of all that whoever asks may see: spent, expected, and owned by nobody',
  scope: 'spend',
  audience: 'ownRows',
  query: monthQuery,
  answer: { ...headlineShape, unallocated: money.describe('Of it, what nobody owns.') },
  example: '/overview',
  async answers({ c, deps, query }) {
    const facts = await read(c, deps, query.month, {});
    return { ...headlineOf(facts, null), unallocated: formatExact(facts.unallocated) };
  },
});

/** A list with where each row stands. */
const list = (
  group: 'user' | 'costCenter',
  said: { id: string; path: string; summary: string; rows: string; key: string; example: string },
) =>
  endpoint({
    id: said.id,
    tag: 'Spend',
    path: said.path,
    summary: said.summary,
    description: 'Largest first. What nobody owns has no row: it stands in `unallocated`, and in `total`.',
    scope: 'spend',
    audience: 'ownRows',
    query: { ...monthQuery, ...pageQuery(1000) },
    answer: {
      currency,
      month,
      total: money,
      rows: z.array(
        z.strictObject({ key: z.string().describe(said.key), ...memberShape }).meta({ id: said.rows }),
      ),
      unallocated,
      ...paging,
    },
    example: said.example,
    async answers({ c, deps, query }) {
      const budgets = await budgetsFor(c, deps);
      const facts = await read(c, deps, query.month, {}, [group]);
      const one = facts.groups[0] as GroupFacts;
      const { items, ...rest } = pageOf(one.answer.rows, query);
      return {
        currency: USD,
        month: monthOf(facts.range.start),
        total: formatExact(one.answer.total),
        rows: items.map((row) => {
          const key = row.keys[0] ?? '';
          return { key, ...memberOf(facts, one, key, row, budgetFor(group, budgets, key)) };
        }),
        unallocated: one.answer.unallocated.map(({ reason, amount }) => ({
          reason,
          amount: formatExact(amount),
        })),
        ...rest,
      };
    },
  });
const budgetFor = (group: 'user' | 'costCenter', budgets: readonly Budget[], key: string): Budget | null =>
  key === '' ? null : group === 'user' ? budgetOfUser(budgets, key) : budgetOfCostCenter(budgets, key);

const users = list('user', {
  id: 'getUsers',
  path: '/users',
  summary: 'People by what they spent in a month, and where each stands',
  rows: 'UserStanding',
  key: 'E-mail address; empty for what has a cost center and no user.',
  example: '/users?limit=2',
});
const costCenters = list('costCenter', {
  id: 'getCostCenters',
  path: '/cost-centers',
  summary: 'Cost centers by what they spent in a month, and where each stands',
  rows: 'CostCenterStanding',
  key: 'Cost center; empty for what has a user and no cost center.',
  example: '/cost-centers?limit=2',
});

const user = endpoint({
  id: 'getUser',
  tag: 'Spend',
  path: '/users/{email}',
  summary: 'A month of one person',
  scope: 'spend',
  audience: 'ownRows',
  params: { email: 'E-mail address, letter by letter as the tag of the profiles says it.' },
  query: monthQuery,
  answer: { email: z.string(), ...headlineShape },
  example: '/users/emil.ito@example.com',
  async answers({ c, deps, query, params: { email } }) {
    const budgets = await budgetsFor(c, deps);
    if (!(await isKnown(c, deps, 'user', email, budgets))) return null;
    const facts = await read(c, deps, query.month, { user: [email] });
    return { email, ...headlineOf(facts, budgetOfUser(budgets, email)) };
  },
});

const costCenter = endpoint({
  id: 'getCostCenter',
  tag: 'Spend',
  path: '/cost-centers/{name}',
  summary: 'A month of one cost center',
  scope: 'spend',
  audience: 'ownRows',
  params: { name: 'Cost center, letter by letter.' },
  query: monthQuery,
  answer: { name: z.string(), ...headlineShape },
  example: '/cost-centers/CC-1001%20Platform',
  async answers({ c, deps, query, params: { name } }) {
    const budgets = await budgetsFor(c, deps);
    if (!(await isKnown(c, deps, 'costCenter', name, budgets))) return null;
    const facts = await read(c, deps, query.month, { costCenter: [name] });
    return { name, ...headlineOf(facts, budgetOfCostCenter(budgets, name)) };
  },
});

const models = endpoint({
  id: 'getModels',
  tag: 'Spend',
  path: '/models',
  summary: 'Models by what was spent on them in a month',
  description: 'Largest first, with what nobody owns: the rows make `total`.',
  scope: 'spend',
  audience: 'ownRows',
  query: { ...monthQuery, ...pageQuery(1000) },
  answer: {
    currency,
    month,
    total: money,
    rows: z.array(
      z
        .strictObject({
          key: z.string().describe('Foundation model id; `unknown` where the bill cannot say.'),
          name: z.string(),
          spent: money,
          tokens,
          label: sumLabel,
        })
        .meta({ id: 'ModelSpend' }),
    ),
    ...paging,
  },
  example: '/models?limit=2',
  async answers({ c, deps, query }) {
    const facts = await read(c, deps, query.month, {}, ['model']);
    const { answer } = facts.groups[0] as GroupFacts;
    const names = namesOf(await deps.store.profiles.catalogue(), []);
    const { items, ...rest } = pageOf(answer.rows, query);
    return {
      currency: USD,
      month: monthOf(facts.range.start),
      total: formatExact(answer.total),
      rows: items.map((row) => ({
        key: row.keys[0] ?? '',
        name: names.model(row.keys[0] ?? ''),
        spent: formatExact(row.amount),
        tokens: row.tokens.toString(),
        label: row.label,
      })),
      ...rest,
    };
  },
});

const model = endpoint({
  id: 'getModel',
  tag: 'Spend',
  path: '/models/{model}',
  summary: 'A month of one model',
  scope: 'spend',
  audience: 'ownRows',
  params: { model: 'Foundation model id.' },
  query: monthQuery,
  answer: { model: z.string(), name: z.string(), ...headlineShape },
  example: '/models/anthropic.claude-sonnet-4-6',
  async answers({ c, deps, query, params }) {
    if (!(await isKnown(c, deps, 'model', params.model, []))) return null;
    const names = namesOf(await deps.store.profiles.catalogue(), []);
    const facts = await read(c, deps, query.month, { model: [params.model] });
    return { model: params.model, name: names.model(params.model), ...headlineOf(facts, null) };
  },
});

const team = endpoint({
  id: 'getTeam',
  tag: 'Spend',
  path: '/teams/{manager}',
  summary: 'A month of a manager and of everybody who reports to them, directly or not',
  scope: 'spend',
  audience: 'ownRows',
  params: { manager: 'E-mail address of somebody who has reports.' },
  query: { ...monthQuery, ...pageQuery(1000) },
  answer: {
    manager: z.string(),
    name: z.string().nullable(),
    ...headlineShape,
    members: z
      .array(z.strictObject({ email: z.string(), ...memberShape }).meta({ id: 'MemberStanding' }))
      .describe('Those that whoever asks may see, largest first; whoever spent nothing is among them.'),
    ...paging,
  },
  example: '/teams/emil.ito@example.com?limit=2',
  async answers({ c, deps, query, params: { manager } }) {
    const found = await teamOf(c, deps, manager);
    if (found === null) return null;
    const costCenterOf = costCentersIn(await deps.store.people.list());
    const maySee = (email: string) =>
      mayDo(c, 'see', { kind: 'person', email, costCenter: costCenterOf(email) });
    const all = [...found.members];
    const budgets = await budgetsFor(c, deps);
    const facts = await read(c, deps, query.month, { user: all }, ['user']);
    const one = facts.groups[0] as GroupFacts;
    const rows = new Map(one.answer.rows.map((row) => [row.keys[0] ?? '', row]));
    const rest = all.filter((email) => !rows.has(email));
    const { items, ...part } = pageOf([...rows.keys(), ...rest].filter(maySee), query);
    return {
      manager,
      name: found.name,
      ...headlineOf(facts, null),
      members: items.map((email) => ({
        email,
        ...memberOf(facts, one, email, rows.get(email) ?? null, budgetOfUser(budgets, email)),
      })),
      ...part,
    };
  },
});

export const standingEndpoints: readonly Endpoint[] = [
  overview,
  users,
  user,
  costCenters,
  costCenter,
  models,
  model,
  team,
];
