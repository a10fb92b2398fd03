import { rollOverReasons } from './rollOverEn.ts';

/** Words about plans that change profiles for many at once, in English. */

type Detail = Readonly<Record<string, string>>;

export const invalidPlans = {
  planSteps: (most: number) =>
    `A plan has at most ${most.toLocaleString('en')} steps. Make several plans: by cost center, or by model.`,
  wishPeople: 'Say for whom: addresses, groups, cost centers, or everybody.',
  wishModels: 'Name at least one model.',
  wishPlaces: 'Name at least one account and Region.',
  wishPlace: (known: readonly string[]) => `This is none of the places that are read: ${known.join(', ')}.`,
  wishModel: (near: readonly string[]) =>
    `No named Region has this model or system profile.${near.length === 0 ? '' : ` Did you mean ${near.join(', ')}?`}`,
  wishTwice: 'This is named twice.',
  wishField: (known: readonly string[]) => `There is no such field. There are ${known.join(', ')}.`,
  wishList: 'This is a list of words.',
  wishFlag: 'This is true or false.',
  wishSpread:
    'This is each (one in every place), oneOf (one, wherever there is room) or lacking (one for whoever has none).',
  wishTags: 'These are tags as KEY: value.',
  wishYaml: 'The file cannot be read as YAML.',
};

const count = (number: number, one: string, many: string): string =>
  `${number.toLocaleString('en')} ${number === 1 ? one : many}`;

export const plans = {
  title: 'Profiles in bulk',
  intro:
    'A plan says what will be created, tagged and deleted for many people at once, before anything is. Applied, it is done step by step, and can be stopped and resumed at any time.',
  listTitle: 'Plans',
  give: 'Give it to everybody',
  giveLink: 'Give everybody a model',
  giveTitle: 'A new model for everybody',
  giveIntro:
    'Choose a model, or make a plan of your own: it says what will be created, tagged and deleted for whom. Nothing changes until it is applied. It can be discarded before that, and stopped and resumed while it runs.',
  launched: 'Launched',
  have: 'People who have it',
  heldOf: (people: string, all: string) => `${people} of ${all}`,
  heldBy: (people: string, all: string) => `${people} of ${all} people have it`,
  giveLead: (model: string, lack: number, have: number) =>
    lack === 0
      ? `Everybody has a profile of ${model} already: there is nothing to plan.`
      : `${lack.toLocaleString('en')} of ${count(lack + have, 'person', 'people')} ${lack === 1 ? 'has' : 'have'} no profile of ${model}. The plan gives one to each of them: ${count(lack, 'profile', 'profiles')}. ${have.toLocaleString('en')} ${have === 1 ? 'has' : 'have'} it already. Nothing changes until the plan is applied.`,
  empty: 'There is no plan yet. Make the first one: these people × these models × these places.',
  make: 'New plan',
  formIntro:
    'These people × these models × these places. What it takes is shown as a plan, which changes nothing until it is applied.',
  makeSubmit: 'Show the plan',
  people: 'For whom',
  everybody: 'Everybody in the directory who has not left',
  addresses: 'Names or e-mail addresses, one per line',
  costCenters: 'Everybody of these cost centers, one per line',
  knownCostCenters: 'Choose cost centers of the directory',
  groups: 'Everybody in these groups, one per line',
  knownGroups: 'Choose groups of the directory',
  models: 'Models',
  sources:
    'Where the route matters: ids of system profiles, such as us.anthropic.claude-sonnet-4-6, one per line',
  places: 'Accounts and Regions (none chosen: all of them)',
  spreads: {
    each: 'One profile in each of these places',
    oneOf: 'One profile, wherever there is room, in this order',
    lacking:
      'One profile for whoever has none of the model anywhere: where they have others, else where most people have theirs',
  },
  more: 'Other profiles',
  removeOthers:
    'Delete the other profiles of these people in these places, as far as they were made by this product',
  choose: 'Choose',
  plan: 'Plan',
  purpose: 'For',
  state: 'State',
  by: 'By',
  at: 'Proposed',
  since: 'Since',
  steps: 'Steps',
  done: 'Done',
  failed: 'Failed',
  waiting: 'Waiting',
  purposes: {
    provision: 'Provisioning',
    rollOver: 'Roll-over',
    adopt: 'Adoption',
    hygiene: 'Hygiene',
    move: 'Move',
  },
  states: { draft: 'Draft', applying: 'Being applied', stopped: 'Stopped', done: 'Done' },
  stepStates: { waiting: 'waiting', done: 'done', failed: 'failed', skipped: 'skipped' },
  kinds: { create: 'Create', tag: 'Change tags', delete: 'Delete', tell: 'Tell', byHand: 'By hand' },
  counts: {
    create: (n: number) => `${count(n, 'profile', 'profiles')} to create`,
    tag: (n: number) => `${count(n, 'profile', 'profiles')} to tag`,
    delete: (n: number) => `${count(n, 'profile', 'profiles')} to delete`,
    tell: (n: number) => `${count(n, 'person', 'people')} to tell`,
    byHand: (n: number) => `${count(n, 'step', 'steps')} by hand`,
    unchanged: (n: number) => `${n.toLocaleString('en')} unchanged`,
    refused: (n: number) => `${n.toLocaleString('en')} refused`,
  },
  kind: 'What',
  about: 'For whom or what',
  detail: 'In detail',
  place: 'Account and Region',
  reason: 'Why',
  due: 'Not before',
  doneAt: 'Done at',
  number: 'No.',
  all: 'All',
  stepsTitle: 'Steps',
  noSteps: 'No step fits.',
  nothingToDo: 'There is nothing to do: all is as it was asked for.',
  refusedTitle: 'Refused, and why',
  noneRefused: 'Nothing was refused.',
  refusedMore: (shown: number, all: number) =>
    `The first ${shown.toLocaleString('en')} of ${all.toLocaleString('en')} are shown.`,
  notesTitle: 'Worth knowing',
  requestsTitle: 'Quotas to raise first',
  requestsIntro:
    'What was refused for the quota fits once AWS has raised it. Each command runs with credentials of its account; then plan again.',
  request: (account: string, region: string, quota: string, needed: string) =>
    `Account ${account}, ${region}: ${needed} profiles are needed, the quota is ${quota}.`,
  unknownQuota: 'not readable',
  proposedBy: (who: string, at: string) => `Proposed by ${who}, ${at}.`,
  appliedBy: (who: string, state: string, at: string) => `Applied by ${who}. ${state} since ${at}.`,
  inState: (count: string, state: string) => `${count} ${state}`,
  progress: (settled: string, all: string) => `${settled} of ${all} steps`,
  soon: 'It is being applied: the next steps begin within seconds.',
  noSchedule:
    'No jobs run in this server. The steps are done by "bedrock-ledger profiles apply" at a terminal.',
  waitsFor: (day: string) => `The next steps wait until ${day} (UTC).`,
  waitsForHand: 'The plan waits for what is done by hand: say so beside the step.',
  blocked:
    'Steps failed, and those after them wait until they are done. Look at the reasons, mend them, then apply the plan again.',
  withFailures:
    'Steps failed. Look at the reasons, mend them, then apply the plan again: only those are tried.',
  apply: 'Apply',
  applyAgain: 'Apply again',
  resume: 'Resume',
  applyText: (steps: number) =>
    steps === 1
      ? 'One step changes something in AWS.'
      : `${count(steps, '', 'steps')} change something in AWS.`,
  deletes: (n: number) =>
    n === 1
      ? 'One profile is deleted: whoever uses it is refused from then on.'
      : `${count(n, '', 'profiles')} are deleted: whoever uses them is refused from then on.`,
  toldWhere: {
    rollOver: 'Everyone was written to with their new settings; they stand on their profiles’ pages as well.',
    others: 'The people concerned find what to paste under Profiles, each at their own.',
  },
  stepByStep: 'A plan is applied step by step, and can be stopped and resumed at any time.',
  sure: 'I have read the plan',
  mustBeSure: 'Confirm that you have read the plan.',
  stop: 'Stop',
  discard: 'Discard',
  discardConfirm: (steps: number) =>
    `The draft with its ${steps === 1 ? 'one step' : count(steps, '', 'steps')} cannot be brought back. Nothing of it was done in AWS.`,
  discardKeep: 'Keep it',
  confirm: 'It is done',
  applied: 'The plan is being applied.',
  stopped: 'Stopped. What is done stays; resume it whenever you like.',
  discarded: 'Discarded.',
  confirmed: 'Noted.',
  notWaiting: 'That did not wait any more.',
  draftKept: 'Nothing has been changed yet. Read what it does, then apply it.',
  off: 'Applying plans is switched off. Set vending.enabled to switch it on.',
  deeds: {
    create: (model: string) => model,
    set: (tags: string) => `set ${tags}`,
    remove: (keys: string) => `remove ${keys}`,
    delete: (profile: string) => profile,
    tell: (profile: string, old: string) => `has ${profile} already; is told that ${old} goes`,
    unusedSince: 'once nobody uses it',
    byHand: (what: string, from: string, to: string) => `${what}: from ${from === '' ? '–' : from} to ${to}`,
  },
  reasons: {
    ...rollOverReasons,
    aws: ({ words = '' }: Detail) => words,
    there: () => 'was as it should be already',
    gone: () => 'the profile is gone',
    tokensUsed: () =>
      'AWS answers with profiles that are gone or somebody else’s; run the job "profiles" and apply the plan again',
    changed: ({ tag = '', value = '' }: Detail) =>
      value === ''
        ? `the tag ${tag} was taken off since this was planned: plan again`
        : `the tag ${tag} says “${value}” since this was planned: plan again`,
    renamed: ({ to = '' }: Detail) => `has the address ${to} by now: plan again`,
    isBack: () => 'stays: its owner is back, by the directory',
    noSuccessor: () => 'stays: what was to come in its place is not there',
    placeNotRead: ({ place = '' }: Detail) => `${place} is not in the settings any more`,
    tagsChanged: ({ tag = '', value = '' }: Detail) =>
      value === ''
        ? `the tag ${tag} is required by now: plan again`
        : `the tag ${tag} may no longer say “${value}”: plan again`,
    unknown: () => 'the ledger does not know this profile',
    left: () => 'has left, by the directory',
    moved: ({ from = '', to = '' }: Detail) =>
      to === ''
        ? `belonged to ${from} when it was planned, and to no cost center now: plan again`
        : `belonged to ${from} when it was planned, and to ${to} now: plan again`,
    noModel: ({ model = '', region = '' }: Detail) => `${model} is not offered in ${region}`,
    useUnknown: () => 'put off: token usage was not read for a day, so that nobody knows whether it is used',
    stillUsed: ({ day = '' }: Detail) => `stays: it was used on ${day}`,
    byHand: () => 'is done by hand',
    noCostCenter: () => 'the directory says no cost center',
    noTagEmail: () => 'the address holds signs that Bedrock does not take in tags',
    noTagCostCenter: ({ costCenter = '' }: Detail) =>
      `the cost center ${costCenter} holds signs that Bedrock does not take in tags`,
    whoIsMeant: ({ near = '' }: Detail) => `say who is meant, by the address: ${near}`,
    unknownPerson: ({ near = '' }: Detail) =>
      `nobody of this name or address is in the directory${near === '' ? '' : `; did you mean ${near}?`}`,
    unknownGroup: ({ near = '' }: Detail) =>
      `nobody is in a group of this name${near === '' ? '' : `; did you mean ${near}?`}`,
    unknownCostCenter: ({ near = '' }: Detail) =>
      `nobody belongs to a cost center of this name${near === '' ? '' : `; did you mean ${near}?`}`,
    geographyNotAllowed: ({ geography = '' }: Detail) =>
      `the settings of policies do not allow the route ${geography}`,
    modelNotAllowed: () => 'the settings of policies do not allow this model',
    quota: ({ quota = '', place = '' }: Detail) => `no room: ${place} has a quota of ${quota} profiles`,
    quotaUnknown: ({ quota = '' }: Detail) => `its quota cannot be read: ${quota} is taken for it`,
    beyondAllowance: ({ most = '' }: Detail) =>
      `will have more than the ${most} profiles that one may get by oneself`,
    haveIt: ({ have = '', lack = '' }: Detail) =>
      `${have} ${have === '1' ? 'has' : 'have'} it already, ${lack} ${lack === '1' ? 'has' : 'have'} none`,
    goesByPlan: ({ profile = '', plan = '' }: Detail) =>
      `has ${profile}, which plan ${plan} deletes later: stop that plan first where it is to stay`,
    oldStays: ({ costCenter = '' }: Detail) =>
      `moved: gets another profile, and the old one is charged to ${costCenter} as before`,
  } as Readonly<Record<string, (detail: Detail) => string>>,
};
