import * as z from 'zod';
import { besideJson, knownJson, USD } from '../../app/json.ts';
import { profilesOf, readProfile } from '../../app/profiles/list.ts';
import { ownerOf } from '../../core/estate.ts';
import { sumKnown } from '../../core/known.ts';
import { dayOf, monthOf } from '../../core/periods.ts';
import type { Profile } from '../../core/types.ts';
import { CLIENTS } from '../../core/vending/clientSettings/types.ts';
import { type Endpoint, endpoint } from '../api/endpoint.ts';
import { nextOffset, pageQuery } from '../api/query.ts';
import { currency, instant, money, paging, tokens, unpriced } from '../api/shapes.ts';
import type { ServerDeps } from '../deps.ts';
import { askingOf } from '../http/asking.ts';

/** Inference profiles: whose they are, and what to use them with. */

const profileShape = {
  arn: z.string(),
  shortId: z.string().describe("The last part of the ARN; CloudWatch's `ModelId`."),
  name: z.string(),
  user: z.string().describe('By its tags of today; empty where they do not say.'),
  costCenter: z.string(),
  accountId: z.string(),
  region: z.string(),
  status: z.string(),
  modelKey: z.string().describe('Foundation model id.'),
  modelArns: z.array(z.string()),
  route: z.enum(['inRegion', 'geo', 'global']).nullable().describe('null: unknown.'),
  sourceId: z.string().nullable().describe('The system profile or model it stands for.'),
  createdAt: instant,
  firstSeenAt: instant,
  lastSeenAt: instant,
  goneAt: instant.nullable().describe('Since when a complete listing no longer holds it.'),
  history: z
    .array(z.strictObject({ from: instant, tags: z.record(z.string(), z.string()) }))
    .describe('Its tags from each moment on, oldest first.'),
};
const profileJson = (profile: Profile, deps: ServerDeps) => {
  const { aliases: _, ...rest } = profile;
  return { ...rest, ...ownerOf(profile, deps.settings.tagKeys) };
};

const profiles = endpoint({
  id: 'getProfiles',
  tag: 'Profiles',
  path: '/profiles',
  summary: 'Inference profiles that whoever asks may see',
  scope: 'profiles',
  audience: 'ownRows',
  query: pageQuery(1000),
  answer: { profiles: z.array(z.strictObject(profileShape).meta({ id: 'Profile' })), ...paging },
  example: '/profiles?limit=1',
  async answers({ c, deps, query }) {
    const { profiles: shown, total } = await profilesOf(askingOf(c, deps), undefined, query);
    return {
      profiles: shown.map((one) => profileJson(one, deps)),
      rowCount: total,
      nextOffset: nextOffset(shown.length, total, query.offset),
    };
  },
});

const profile = endpoint({
  id: 'getProfile',
  tag: 'Profiles',
  path: '/profiles/{id}',
  summary: 'One profile, what was spent with it, and settings ready to paste',
  scope: 'profiles',
  audience: 'ownRows',
  params: { id: 'Its `shortId`.' },
  query: { client: z.enum(CLIENTS).optional().describe('Settings for this client only.') },
  answer: {
    currency,
    ...profileShape,
    spentThisMonth: money.nullable(),
    spentThisMonthUnpricedTokens: tokens,
    spent: money.nullable().describe('In all days that the ledger holds; null: none of it has a price.'),
    ...unpriced,
    settings: z
      .array(
        z.strictObject({
          id: z.enum(CLIENTS).describe('As commands call the client.'),
          client: z.string(),
          file: z.string().nullable().describe('The file that it belongs in; null for what is run or typed.'),
          text: z.string(),
        }),
      )
      .describe('Of each client that can use its model, ready to paste.'),
  },
  example: '/profiles/00um62bdfxvy?client=env',
  async answers({ c, deps, params, query }) {
    const { profile: found, days, settings } = await readProfile(askingOf(c, deps), params.id);
    const month = monthOf(dayOf(deps.clock.now()));
    const running = days.rows.filter(({ keys }) => monthOf(keys[0] ?? '') === month);
    return {
      currency: USD,
      ...profileJson(found, deps),
      ...besideJson('spentThisMonth', sumKnown(running)),
      ...knownJson('spent', days.total),
      settings: settings
        .filter(({ client }) => query.client === undefined || client === query.client)
        .map(({ client: id, name, file, text }) => ({ id, client: name, file, text })),
    };
  },
});

export const profileEndpoints: readonly Endpoint[] = [profiles, profile];
