import * as z from 'zod';
import { ownRows } from '../../app/asking.ts';
import { listPeople } from '../../app/people/list.ts';
import { readPerson } from '../../app/people/read.ts';
import { ALL_SHOWN } from '../../app/spend/groups.ts';
import { reportSpend } from '../../app/spend/report.ts';
import { stopsSeenJson } from '../../app/stop/json.ts';
import { ROLES } from '../../core/access.ts';
import { ALIAS_SOURCES } from '../../core/aliases.ts';
import { LedgerError } from '../../core/errors.ts';
import { PEOPLE_SOURCES } from '../../core/people.ts';
import type { HeldRole } from '../../core/roles.ts';
import { type Endpoint, endpoint } from '../api/endpoint.ts';
import { nextOffset, pageQuery, rangeOfMonth, word } from '../api/query.ts';
import { instant, paging } from '../api/shapes.ts';
import { askingOf } from '../http/asking.ts';
import { ownStanding, ownStandingOf } from '../spend/standingJson.ts';
import { ownStops } from '../stops/api.ts';

/** Whoever asks, and who else there is. */

const me = endpoint({
  id: 'getMe',
  tag: 'Me',
  path: '/me',
  summary: 'Where I stand in the running month',
  description: 'Quick: fit for a shell prompt.',
  scope: 'me',
  audience: 'ownRows',
  answer: { email: z.string(), name: z.string().nullable(), ...ownStanding, ...ownStops },
  missing: 'Nobody is signed in, so that there is no "me".',
  example: '/me',
  async answers({ asking }) {
    const { email, name } = ownRows(asking);
    if (email === '')
      throw new LedgerError(
        'notFound',
        'nobody is signed in here, so that there is no "me": ask with a token of yours, or look at /users',
      );
    const meters = asking.settings.enforcement.mode !== 'off';
    const range = rangeOfMonth(undefined, asking.now);
    const { facts, stops } = await reportSpend(asking, { kind: 'own' }, range, [], { ...ALL_SHOWN, meters });
    return { email, name, ...ownStandingOf(facts), ...stopsSeenJson(stops) };
  },
});

const personShape = {
  email: z.string(),
  name: z.string().nullable(),
  costCenter: z.string().nullable(),
  manager: z.string().nullable().describe('E-mail address.'),
  active: z.boolean().describe('false: has left.'),
  groups: z.array(z.string()),
  createdAt: instant,
  updatedAt: instant,
  lastSignInAt: instant.nullable(),
  roles: z
    .array(
      z
        .strictObject({
          role: z.enum(ROLES),
          costCenter: z.string().nullable().describe('Over what; null for roles that are over all.'),
          by: z
            .enum(['name', 'group', 'settings', 'reports'])
            .describe('`name`: given to this person; `reports`: through having some.'),
          group: z.string().nullable().describe('The group that gives it.'),
        })
        .meta({ id: 'HeldRole' }),
    )
    .describe('Beside `user`, which everybody is; what is given twice stands there twice.'),
};
const roleJson = ({ costCenter, group, ...rest }: HeldRole) => ({
  ...rest,
  costCenter: costCenter || null,
  group: group || null,
});

const people = endpoint({
  id: 'getPeople',
  tag: 'People',
  path: '/people',
  summary: 'The directory, by e-mail address: those that whoever asks may see',
  scope: 'people',
  audience: 'ownRows',
  query: {
    costCenter: word('Who belongs to it; empty: to none.'),
    manager: word('Who reports to this e-mail address directly; empty: to nobody.'),
    active: z
      .enum(['true', 'false'], 'must be true or false')
      .optional()
      .describe('Only those who are here, or only those who have left.'),
    ...pageQuery(1000),
  },
  answer: {
    people: z.array(
      z
        .strictObject({
          ...personShape,
          reportCount: z.int().min(0).describe('Who reports to them, directly or not.'),
        })
        .meta({ id: 'Person' }),
    ),
    ...paging,
  },
  example: '/people?limit=2',
  async answers({ c, deps, query }) {
    const { costCenter, manager, active } = query;
    const filter = { costCenter, manager, active: active === undefined ? undefined : active === 'true' };
    const { limit, offset } = query;
    const { people: shown, total } = await listPeople(askingOf(c, deps), filter, { limit, offset });
    return {
      people: shown.map(({ person, reports, roles }) => ({
        ...person,
        roles: roles.map(roleJson),
        reportCount: reports,
      })),
      rowCount: total,
      nextOffset: nextOffset(shown.length, total, offset),
    };
  },
});

const taggedAddress = z
  .strictObject({
    address: z.string(),
    profiles: z.int().min(0).describe('Profiles that are tagged with it and still there.'),
  })
  .meta({ id: 'TaggedAddress' });

const person = endpoint({
  id: 'getPerson',
  tag: 'People',
  path: '/people/{email}',
  summary: 'One person: where they belong, who reports to them, and what each source says',
  scope: 'people',
  audience: 'ownRows',
  params: { email: 'E-mail address of theirs, letter by letter: their own or another one.' },
  answer: {
    ...personShape,
    reports: z
      .array(z.string())
      .describe('Whoever reports to them, directly or not, and whom whoever asks may see.'),
    managers: z
      .array(z.string())
      .describe('Whom they report to, from the nearest; above that, whom whoever asks may see.'),
    sources: z
      .array(
        z.strictObject({
          source: z.enum(PEOPLE_SOURCES),
          name: z.string().nullable(),
          costCenter: z.string().nullable(),
          manager: z.string().nullable(),
          active: z.boolean().nullable(),
          groups: z.array(z.string()).nullable(),
        }),
      )
      .describe('What each says; null where it says nothing. The first that says something is believed.'),
    addresses: z
      .strictObject({
        aliases: z
          .array(z.strictObject({ alias: z.string(), source: z.enum(ALIAS_SOURCES), since: instant }))
          .describe('Other addresses of theirs: what stands under any of them is theirs in every answer.'),
        taggedOtherwise: z
          .array(taggedAddress)
          .describe('Of them, those that profiles are tagged with; AWS compares letter by letter.'),
        suggested: z
          .array(taggedAddress)
          .describe('Addresses of nobody here that differ from theirs by upper and lower case only.'),
      })
      .describe('Their own is `email`.'),
    accounts: z
      .array(
        z.strictObject({
          issuer: z.string(),
          subject: z.string(),
          address: z.string().describe('What the identity provider said last.'),
          boundAt: instant,
          boundBy: z.string(),
          signedInAt: instant.nullable(),
        }),
      )
      .nullable()
      .describe(
        'Accounts of the identity provider that sign in as them. For administrators and themselves; null for others.',
      ),
  },
  example: '/people/emil.ito@example.com',
  async answers({ c, deps, params: { email } }) {
    const found = await readPerson(askingOf(c, deps), email);
    return {
      ...found.person,
      reports: found.reports,
      managers: found.managers.map((manager) => manager.email),
      roles: found.roles.map(roleJson),
      sources: PEOPLE_SOURCES.flatMap((source) => {
        const said = found.said.get(source);
        if (said === undefined) return [];
        const { name, costCenter, manager, active, groups } = said;
        return [{ source, name, costCenter, manager, active, groups }];
      }),
      addresses: {
        aliases: found.addresses.aliases.map(({ alias, source, since }) => ({ alias, source, since })),
        taggedOtherwise: found.addresses.taggedOtherwise,
        suggested: found.addresses.suggested,
      },
      accounts: found.bindings?.map(({ email: _, ...binding }) => binding) ?? null,
    };
  },
});

export const peopleEndpoints: readonly Endpoint[] = [me, people, person];
