import * as z from 'zod';
import { besideJson, knownJson, USD } from '../../app/json.ts';
import { readHygiene } from '../../app/profiles/hygiene.ts';
import { profilesOf, readProfile } from '../../app/profiles/list.ts';
import { HYGIENE_KINDS, MEND_WAYS } from '../../core/hygiene/types.ts';
import { sumKnown } from '../../core/known.ts';
import { dayOf, monthOf } from '../../core/periods.ts';
import { CLIENTS } from '../../core/vending/clientSettings/types.ts';
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

const hygiene = endpoint({
  id: 'getProfileHygiene',
  tag: 'Profiles',
  path: '/profiles/hygiene',
  summary: 'What profiles want that whoever asks may see, worst first, and what mends it',
  scope: 'profiles',
  audience: 'ownRows',
  query: { ...pageQuery(1000), kind: z.enum(HYGIENE_KINDS).optional().describe('Only of this kind.') },
  answer: {
    profileCount: z.int().describe('Profiles that are there.'),
    wanting: z.int().describe('Of these, how many want something.'),
    findings: z.array(
      z.strictObject({
        kind: z.enum(HYGIENE_KINDS),
        about: z.string().describe('The ARN of the profile; account/Region for `nearQuota`.'),
        user: z.string(),
        costCenter: z.string(),
        accountId: z.string(),
        region: z.string(),
        detail: z.record(z.string(), z.string()).describe('Which values are wrong.'),
        mend: z.enum(MEND_WAYS).describe('What is proposed; `byHand`: only somebody who knows can.'),
      }),
    ),
    ...paging,
  },
  example: '/profiles/hygiene?limit=1',
  async answers({ c, deps, query }) {
    const { findings, profiles: all, wanting } = await readHygiene(askingOf(c, deps), query.kind ?? null);
    const shown = findings.slice(query.offset, query.offset + query.limit);
    return {
      profileCount: all,
      wanting,
      findings: shown.map(({ kind, about, user, costCenter, place, detail, mend }) => {
        const { accountId, region } = place;
        return { kind, about, user, costCenter, accountId, region, detail: { ...detail }, mend: mend.way };
      }),
      rowCount: findings.length,
      nextOffset: nextOffset(shown.length, findings.length, query.offset),
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
    spent: money
      .nullable()
      .describe(
        'In all days that the ledger holds; null: none of it has a price, or it is somebody else’s and kept back (`privacy.othersSee`).',
      ),
    ...unpriced,
    settings: settingsShape,
  },
  example: '/profiles/00um62bdfxvy?client=env',
  async answers({ c, deps, params, query }) {
    const { profile: found, days, settings } = await readProfile(askingOf(c, deps), params.id);
    const month = monthOf(dayOf(deps.clock.now()));
    const running =
      days === null ? null : sumKnown(days.rows.filter(({ keys }) => monthOf(keys[0] ?? '') === month));
    return {
      currency: USD,
      ...profileJson(found, deps),
      ...besideJson('spentThisMonth', running),
      ...(days === null
        ? { spent: null, unpricedTokens: '0', lowerBound: false }
        : knownJson('spent', days.total)),
      settings: settingsJson(settings, query.client),
    };
  },
});

export const profileEndpoints: readonly Endpoint[] = [offers, profiles, hygiene, profile, ...profileWriting];
