import * as z from 'zod';
import { besideJson, knownJson, USD } from '../../app/json.ts';
import { ALL_SHOWN } from '../../app/spend/groups.ts';
import { unallocatedJson } from '../../app/spend/json.ts';
import type { GroupFacts, Shown } from '../../app/spend/known.ts';
import { reportSpend, reportTeam } from '../../app/spend/report.ts';
import { monthOf } from '../../core/periods.ts';
import { type Endpoint, endpoint } from '../api/endpoint.ts';
import { monthQuery, pageOf, pageQuery, rangeOfMonth } from '../api/query.ts';
import { currency, money, month, paging, sumLabel, tokens, unallocated, unpriced } from '../api/shapes.ts';
import { headlineOf, headlineShape, memberOf, memberShape } from './standingJson.ts';

/** Where the organisation, its cost centers, people, teams and models stand in a month, as their pages say. */

const overview = endpoint({
  id: 'getOverview',
  tag: 'Spend',
  path: '/overview',
  summary: 'A month of all that whoever asks may see: spent, expected, and owned by nobody',
  scope: 'spend',
  audience: 'ownRows',
  query: monthQuery,
  answer: {
    ...headlineShape,
    unallocated: money.nullable().describe('Of it, what nobody owns.'),
    unallocatedUnpricedTokens: tokens,
  },
  example: '/overview',
  async answers({ asking, query }) {
    const { facts } = await reportSpend(asking, { kind: 'all' }, rangeOfMonth(query.month, asking.now), []);
    return { ...headlineOf(facts), ...besideJson('unallocated', facts.unallocated) };
  },
});

/** The part of a list that an answer holds. */
const partOf = (page: { limit: number; offset: number }): Shown => ({
  compared: () => false,
  standing: () => false,
  keys: (facts, one) => pageOf(ALL_SHOWN.keys(facts, one), page).items,
  attention: 0,
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
      total: money.nullable(),
      ...unpriced,
      rows: z.array(
        z.strictObject({ key: z.string().describe(said.key), ...memberShape }).meta({ id: said.rows }),
      ),
      unallocated,
      ...paging,
    },
    example: said.example,
    async answers({ asking, query }) {
      const range = rangeOfMonth(query.month, asking.now);
      const { facts } = await reportSpend(asking, { kind: 'all' }, range, [group], partOf(query));
      const one = facts.groups[0] as GroupFacts;
      const { items, ...rest } = pageOf(one.answer.rows, query);
      return {
        currency: USD,
        month: monthOf(facts.range.start),
        ...knownJson('total', one.answer.total),
        rows: items.map((row) => {
          const key = row.keys[0] ?? '';
          return { key, ...memberOf(one, key, row) };
        }),
        unallocated: unallocatedJson(one.answer),
        ...rest,
      };
    },
  });
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
  async answers({ asking, query, params: { email } }) {
    const range = rangeOfMonth(query.month, asking.now);
    const { facts } = await reportSpend(asking, { kind: 'user', key: email }, range, []);
    return { email, ...headlineOf(facts) };
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
  async answers({ asking, query, params: { name } }) {
    const range = rangeOfMonth(query.month, asking.now);
    const { facts } = await reportSpend(asking, { kind: 'costCenter', key: name }, range, []);
    return { name, ...headlineOf(facts) };
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
    total: money.nullable(),
    ...unpriced,
    rows: z.array(
      z
        .strictObject({
          key: z.string().describe('Foundation model id; `unknown` where the bill cannot say.'),
          name: z.string(),
          spent: money.nullable(),
          ...unpriced,
          tokens,
          label: sumLabel,
        })
        .meta({ id: 'ModelSpend' }),
    ),
    ...paging,
  },
  example: '/models?limit=2',
  async answers({ asking, query }) {
    const range = rangeOfMonth(query.month, asking.now);
    const { facts, names } = await reportSpend(asking, { kind: 'all' }, range, ['model']);
    const { answer } = facts.groups[0] as GroupFacts;
    const { items, ...rest } = pageOf(answer.rows, query);
    return {
      currency: USD,
      month: monthOf(facts.range.start),
      ...knownJson('total', answer.total),
      rows: items.map((row) => ({
        key: row.keys[0] ?? '',
        name: names.model(row.keys[0] ?? ''),
        ...knownJson('spent', row),
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
  async answers({ asking, query, params }) {
    const range = rangeOfMonth(query.month, asking.now);
    const { facts, names } = await reportSpend(asking, { kind: 'model', key: params.model }, range, []);
    return { model: params.model, name: names.model(params.model), ...headlineOf(facts) };
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
  async answers({ asking, query, params: { manager } }) {
    const range = rangeOfMonth(query.month, asking.now);
    const { facts, team: found, members } = await reportTeam(asking, manager, range);
    const one = facts.groups[0] as GroupFacts;
    const rows = new Map(one.answer.rows.map((row) => [row.keys[0] ?? '', row]));
    const { items, ...part } = pageOf(members, query);
    return {
      manager,
      name: found?.name ?? null,
      ...headlineOf(facts),
      members: items.map((email) => ({ email, ...memberOf(one, email, rows.get(email) ?? null) })),
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
