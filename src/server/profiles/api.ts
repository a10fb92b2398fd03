import * as z from 'zod';
import { besideJson, knownJson, USD } from '../../app/json.ts';
import { profilesOf, readProfile } from '../../app/profiles/list.ts';
import { sumKnown } from '../../core/known.ts';
import { dayOf, monthOf } from '../../core/periods.ts';
import { type Endpoint, endpoint } from '../api/endpoint.ts';
import { nextOffset, pageQuery } from '../api/query.ts';
import { currency, money, paging, tokens, unpriced } from '../api/shapes.ts';
import { askingOf } from '../http/asking.ts';
import { offers } from './apiOffers.ts';
import { profileWriting } from './apiWriting.ts';
import { profileJson, profileObject, profileShape, settingsJson, settingsShape } from './json.ts';

/** Inference profiles: whose they are, and what to use them with. */

const profiles = endpoint({
  id: 'getProfiles',
  tag: 'Profiles',
  path: '/profiles',
  summary: 'Inference profiles that whoever asks may see',
  scope: 'profiles',
  audience: 'ownRows',
  query: pageQuery(1000),
  answer: { profiles: z.array(profileObject), ...paging },
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
  answer: {
    currency,
    ...profileShape,
    spentThisMonth: money.nullable(),
    spentThisMonthUnpricedTokens: tokens,
    spent: money.nullable().describe('In all days that the ledger holds; null: none of it has a price.'),
    ...unpriced,
    settings: settingsShape,
  },
  example: '/profiles/00um62bdfxvy',
  async answers({ c, deps, params }) {
    const { profile: found, days } = await readProfile(askingOf(c, deps), params.id);
    const month = monthOf(dayOf(deps.clock.now()));
    const running = days.rows.filter(({ keys }) => monthOf(keys[0] ?? '') === month);
    return {
      currency: USD,
      ...profileJson(found, deps),
      ...besideJson('spentThisMonth', sumKnown(running)),
      ...knownJson('spent', days.total),
      settings: settingsJson(found),
    };
  },
});

export const profileEndpoints: readonly Endpoint[] = [offers, profiles, profile, ...profileWriting];
