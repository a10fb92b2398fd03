import * as z from 'zod';
import type { Asking } from '../../app/asking.ts';
import { isUnknown, UNKNOWN } from '../../app/known.ts';
import { type GivenRequest, typedOf } from '../../app/profiles/given.ts';
import { readProfile } from '../../app/profiles/list.ts';
import { deletableProfile } from '../../app/profiles/retire.ts';
import { isAsked } from '../../app/profiles/vend.ts';
import { type Fault, Invalid, LedgerError } from '../../core/errors.ts';
import { IN_REGION } from '../../core/policies/choices.ts';
import { placesOf } from '../../core/settings.ts';
import { CLIENTS } from '../../core/vending/clientSettings/types.ts';
import { tagField } from '../../core/vending/tags.ts';
import { en, type Messages } from '../../ui/messages/en.ts';
import { type BodyFault, BodyRefused } from '../api/body.ts';
import { type Endpoint, writing } from '../api/endpoint.ts';
import { word } from '../api/query.ts';
import { instant } from '../api/shapes.ts';
import { reasonOf } from '../http/forms.ts';
import { profileJson, profileObject, profileShape, settingsJson, settingsShape } from './json.ts';

/** Making and deleting profiles through the API: the same verbs as the form and the command line. */

const wanted = z
  .strictObject({
    user: z
      .string()
      .optional()
      .describe(
        'E-mail address of whoever it is for, or their name where only one person has it; whoever asks, unless given.',
      ),
    costCenter: z
      .string()
      .optional()
      .describe('What it is charged to; what the directory says of the user, unless given.'),
    source: z
      .string()
      .optional()
      .describe('Id of a system profile or model of the Region; else say `model` and `geography`.'),
    model: z.string().optional().describe('Foundation model id.'),
    geography: z
      .string()
      .optional()
      .describe(
        `What stands before the model in the id of a system profile, such as \`eu\` or \`global\`; \`${IN_REGION}\`: without one. Where there is but one it need not be said.`,
      ),
    accountId: z.string().describe('AWS account, twelve digits in quotes.'),
    region: z.string(),
    tags: z
      .record(z.string(), z.string())
      .optional()
      .describe('Further tags that the company wants (setting `vending.tags`).'),
    shared: z
      .boolean()
      .optional()
      .describe(
        'Several people share it: charged to `costCenter`, and nobody’s own (setting `vending.shared`). Then leave `user` out.',
      ),
    reason: z.string().optional().describe('Why, for the audit log.'),
    confirm: z
      .strictObject({
        unknownUser: z.boolean().optional().describe('The user is right although nobody knows them here.'),
        unknownCostCenter: z.boolean().optional().describe('The same of the cost center.'),
        beyondAllowance: z
          .boolean()
          .optional()
          .describe('One more than the person may have, all the same; for administrators.'),
      })
      .optional()
      .describe('What a refusal asked back.'),
  })
  .meta({ id: 'WantedProfile' });

const create = writing({
  id: 'createProfile',
  method: 'POST',
  tag: 'Profiles',
  path: '/profiles',
  summary: 'Makes an inference profile in AWS',
  description:
    'Makes the profile with its tags, and says what to use it with. It is the same by what it asks for: one of the same user, cost center, tags, source and place that is there already is answered as it is (200), and requests at the same time make one together. So it may be sent again whenever there was no answer, and needs no `Idempotency-Key`: that header is not read. Users make profiles for themselves on their own cost center; who owns a cost center, those that it shares; administrators for everybody.',
  scope: 'vend',
  changes: 'profile',
  query: { client: z.enum(CLIENTS).optional().describe('Settings for this client only.') },
  body: wanted,
  answer: {
    created: z.boolean(),
    profile: profileObject.nullable().describe('null while somebody has to agree first.'),
    settings: settingsShape,
    request: z
      .strictObject({ id: z.string(), deadlineAt: instant })
      .nullable()
      .describe('What waits for an answer, on the page *Requests*; null otherwise.'),
  },
  statuses: {
    200: 'There is one already.',
    202: 'Somebody has to agree first (setting `vending.approval`); sent again it is the same request.',
    201: 'It was made.',
  },
  example: '/profiles?client=env',
  exampleBody: {
    model: 'anthropic.claude-sonnet-4-6',
    geography: 'global',
    accountId: '222233334444',
    region: 'us-east-1',
    reason: 'for the new assistant',
  },
  exampleStatus: 201,
  async does({ asking, deps, body, query }) {
    const make = deps.actions.createProfile;
    if (make === null) throw off();
    const answer = await inWordsOfApi(asking, body, async () => make(asking, await typedOf(asking, body)));
    if (isAsked(answer)) {
      const { id, deadlineAt } = answer.request;
      return {
        status: 202,
        json: { created: false, profile: null, settings: [], request: { id, deadlineAt } },
      };
    }
    const { created } = answer;
    const { profile, settings } = await readProfile(asking, answer.profile.shortId);
    return {
      status: created ? 201 : 200,
      json: {
        created,
        profile: profileJson(profile, deps),
        settings: settingsJson(settings, query.client),
        request: null,
      },
    };
  },
});

const remove = writing({
  id: 'deleteProfile',
  method: 'DELETE',
  tag: 'Profiles',
  path: '/profiles/{id}',
  summary: 'Deletes an inference profile in AWS',
  description:
    'Its past stays. One that is gone already is answered alike, so it may be asked twice. Users delete their own; who owns a cost center, those that it shares; administrators those of everybody.',
  scope: 'vend',
  changes: 'profile',
  params: { id: 'Its `shortId`.' },
  query: { reason: word('Why, for the audit log.') },
  answer: profileShape,
  statuses: { 200: 'It is gone; `goneAt` says since when.' },
  example: '/profiles/00um62bdfxvy?reason=no+longer+used',
  exampleStatus: 200,
  async does({ asking, deps, params, query }) {
    const { arn, goneAt } = await deletableProfile(asking, params.id, { goneToo: true });
    if (goneAt === null) {
      const retire = deps.actions.deleteProfile;
      if (retire === null) throw off();
      await inWordsOfApi(asking, {}, () => retire(asking, arn, { reason: query.reason ?? '' }));
    }
    const { profile } = await readProfile(asking, params.id);
    return { status: 200, json: profileJson(profile, deps) };
  },
});

export const profileWriting: readonly Endpoint[] = [create, remove];

const off = () =>
  new LedgerError(
    'switchedOff',
    'profiles are not made or deleted from here: the setting vending.enabled is off',
  );

/** Tells what a form would tell of what is wrong by the names that the API has for it. */
async function inWordsOfApi<T>(
  asking: Asking,
  given: Partial<GivenRequest>,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Invalid)) throw error;
    throw new BodyRefused(
      'invalid',
      error.faults.map((fault) => faultOf(fault, { asking, given })),
    );
  }
}

interface Said {
  asking: Asking;
  given: Partial<GivenRequest>;
}

function faultOf(fault: Fault, given: Said): BodyFault {
  const { key } = fault;
  const field = nameOf(fault.field, given);
  const value = OWN_VALUES.has(field) ? given.given[field as 'region'] : fault.value;
  const confirm = key === 'beyondAllowance' ? 'beyondAllowance' : isUnknown(fault) ? CONFIRM[key] : undefined;
  const said = (m: Messages): string => {
    const words = key === 'beyondAllowance' ? m.api.oneMore : reasonOf(fault, m);
    return confirm === undefined ? words : words + m.api.confirm(`{"${confirm}": true}`);
  };
  return { field, ...(value === undefined ? {} : { value }), reason: said(en), said };
}

/** What a form says together, or in other words. */
const OWN_VALUES: ReadonlySet<string> = new Set(['accountId', 'region', 'model']);

const CONFIRM: Readonly<Record<string, string>> = {
  [UNKNOWN.user]: 'unknownUser',
  [UNKNOWN.costCenter]: 'unknownCostCenter',
};

/** The API's name of a field of the form. */
function nameOf(field: string, { asking, given }: Said): string {
  if (field.startsWith(tagField(''))) return `tags.${field.slice(tagField('').length)}`;
  if (field === 'source' && given.source === undefined && given.model !== undefined) return 'model';
  if (field === 'place') {
    const isKnown = placesOf(asking.settings).some((one) => one.accountId === given.accountId);
    return isKnown ? 'region' : 'accountId';
  }
  return NAMES[field] ?? field;
}
const NAMES: Readonly<Record<string, string>> = {
  userEmail: 'user',
  beyond: 'confirm.beyondAllowance',
};
