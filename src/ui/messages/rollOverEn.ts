/** Words about roll-over, in English. */

type Detail = Readonly<Record<string, string>>;
const meant = (near: readonly string[]): string =>
  near.length === 0 ? '' : ` Did you mean ${near.join(', ')}?`;

export const invalidRollOver = {
  rollFrom: (near: readonly string[]) => `Nobody has a profile of this model.${meant(near)}`,
  rollTo: (near: readonly string[]) => `No Region that is read offers this model.${meant(near)}`,
  rollSame: 'This is the model that they have already.',
  rollOld: 'Say what becomes of the old profiles: keep, until a day, or until unused.',
  rollUntil: 'This is a day in the future, such as 2026-12-31.',
  rollDays: 'This is a number of days from 1 to 365.',
};

export const rollOver = {
  page: 'Roll-over',
  title: 'Roll-over to a new model',
  intro:
    'Everyone who has a profile of one model gets one of its successor: in the same account and Region, by the same route, charged as the directory says today. The plan shows each of them before anything is changed, and everyone is told with their new settings.',
  fromModel: 'Roll everybody who has it over to a newer model',
  from: 'Everyone with a profile of',
  to: 'gets one of',
  toSource:
    'Or, where all of them are to have one route, the id of a system profile, such as us.anthropic.claude-sonnet-4-6',
  count: (profiles: number) => (profiles === 1 ? '1 profile' : `${profiles.toLocaleString('en')} profiles`),
  old: 'The old profiles',
  olds: {
    unused: 'are deleted once nobody has used them for some days',
    until: 'are deleted on a day (UTC), used or not',
    keep: 'stay',
  },
  days: 'Days without use',
  until: 'Day',
  choose: 'Choose a model',
  submit: 'Show the plan',
  none: 'There is no profile yet, so that there is nothing to roll over.',
};

export const rollOverReasons = {
  notOurs: () => 'was not made here, and has no owner: say whose it is first (hygiene), then plan again',
  othersStay: () => 'the old profile was not made here: it stays, until whoever manages it deletes it',
  noRoute: ({ model = '', region = '', route = '', routes = '' }: Detail) =>
    `${region} offers ${model} not ${route === '' ? 'in the Region itself' : `by the route ${route}`}, but as ${routes}: plan again with that id`,
  sharedUntold: ({ costCenter = '' }: Detail) =>
    `is shared, so that nobody is told by mail: tell the people of ${costCenter}`,
  routeUnknown: () =>
    'nobody knows by which route it calls: name the system profile that its owner is to get',
  tagNeeded: ({ tag = '', value = '' }: Detail) =>
    value === ''
      ? `the tag ${tag} is required, and the old profile has none: set it, then plan again`
      : `the tag ${tag} may no longer say “${value}”: set it, then plan again`,
};
