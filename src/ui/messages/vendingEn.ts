import { didYouMean } from '../../core/nearest.ts';

/** Words about getting a profile, in English. */

export const invalidVending = {
  whomMissing: 'Say for whom: a name, a part of one, or an e-mail address.',
  whomNobody: (near: readonly string[]) =>
    `Nobody of this name is in the directory. Write another part of the name, or the e-mail address.${didYouMean(near)}`,
  whomSeveral: 'Say who is meant: choose one below, or write the e-mail address.',
  userLeft: 'This person has left, by the directory: nobody gets a profile for them.',
  otherAddress: (own: string) =>
    `This is another address of ${own}: a profile carries the one that they sign in with.`,
  sharedCenter: 'Say which cost center shares it.',
  costCenterMissing: 'Name a cost center: the directory says none for this person.',
  placeHere: (regions: readonly string[]) =>
    `This Region does not have that model by that route. It is there in ${regions.join(', ')}.`,
  sourceEnded: 'AWS is ending this model: no new profile is made for it. Choose a newer one.',
  sourceRouted: (ids: readonly string[]) =>
    `This model cannot be called in the Region itself. Choose one of its routes: ${ids.join(', ')}.`,
  geographyHere: (there: readonly string[]) =>
    `This model does not have that route here. It has ${there.join(', ')}.`,
  geographyMissing: (there: readonly string[]) =>
    `This model has several routes here: choose one of ${there.join(', ')}.`,
  modelDenied: (allowed: readonly string[]) =>
    `This model is not allowed here (policies.models), so that nobody could call it. Allowed: ${allowed.join(', ')}.`,
  geographyDenied: (allowed: readonly string[]) =>
    `This route is not allowed here (policies.geographies), so that nobody could call it. Allowed: ${allowed.join(', ')}.`,
  quotaUsedUp: ([place = '', inUse = '', quota = '', ...others]: readonly string[]) =>
    `${place} has no room: ${quota === '' ? `${inUse} inference profiles are there, and AWS takes no more` : `${inUse} of ${quota} inference profiles are in use`}. ${others.length === 0 ? 'No other account or Region is known to have room for it.' : `There is room in ${others.slice(0, 5).join(', ')}.`} Or remove profiles that nobody uses, or have the quota L-40EC9882 raised in Service Quotas.`,
};

export const vending = {
  title: 'Get a profile',
  intro:
    'A profile stands for one model. Whatever is called through it is charged to the person and the cost center it is for.',
  model: 'Model and route',
  perMillion: 'USD per million tokens.',
  priceNote:
    'Prices are those that an operator set, else those that your bill has shown, else AWS’s list. They are estimates until the bill is there.',
  globalUnsaid:
    'The policies that are printed here allow the global route only once policies.geographies names it: make sure that yours allow it.',
  notCallable: 'not allowed by the policies here (policies.geographies): calls may be refused',
  noPrice: 'no price known',
  priceFrom: (sources: readonly ('override' | 'learned' | 'list')[]) =>
    sources
      .map((one) => ({ override: 'as set here', learned: 'as on your bill', list: 'as AWS lists it' })[one])
      .join(', else '),
  overGlobal: (share: string, byList: boolean) =>
    byList ? `AWS’s list price is ${share} against global` : `${share} against global`,
  geographies: {
    'in-region': 'In the Region',
    global: 'Global',
    us: 'US',
    eu: 'EU',
    jp: 'Japan',
    apac: 'Asia Pacific',
    au: 'Australia',
    uk: 'UK',
    ca: 'Canada',
    'us-gov': 'US GovCloud',
  } as Readonly<Record<string, string>>,
  onlyIn: (regions: readonly string[]) => `only in ${regions.join(', ')}`,
  launched: (day: string) => `since ${day}`,
  older: (count: number) => (count === 1 ? 'One older model' : `${count} older models`),
  none: 'There is no model to choose. Models are read with the profiles (job "profiles"), and those are offered that policies.models and policies.geographies allow; whoever administers Bedrock Ledger can look after both.',
  place: 'Account and Region',
  choosePlace: 'Choose an account and Region',
  room: (inUse: string, quota: string) => `${inUse} of ${quota} profiles`,
  roomUnknown: (inUse: string) => `${inUse} profiles, quota unknown`,
  near: 'nearly full',
  full: 'full',
  whom: 'For whom (name or e-mail)',
  whomNote: 'Write a name, a part of one, or an e-mail address.',
  pick: 'Who is meant?',
  pickMore: 'There are more people of this name: write more of it.',
  costCenterNote: 'Left empty: that of the directory.',
  forAll: 'A profile that a cost center shares instead',
  forOne: 'A profile for one person instead',
  sharedTitle: 'Get a shared profile',
  sharedIntro:
    'The people of a cost center call with it, and what is called through it is charged to the cost center.',
  sharedLate: 'What each person uses of it is known a day late, with the bill.',
  sharedNever: 'What each person uses of it is not known here (setting attribution).',
  sharedBy: 'Cost center that shares it',
  sharedNote: 'It is nobody’s own, and counts for nobody’s limit.',
  shared: 'shared',
  required: 'required',
  optional: 'optional',
  noValue: 'Choose',
  submit: 'Get the profile',
  cancel: 'Back to the profiles',
  created: 'Profile created.',
  next: 'It can be used at once. Next: copy the settings below into your client. First tokens show here within the hour, the charge a day later.',
  nextUnsure:
    'Next: copy the settings below into your client. The policies here do not allow the global route (policies.geographies): if calls are refused, get a profile on another route, or ask whoever administers Bedrock Ledger.',
  existed: 'There was this profile already, and AWS has it: here it is.',
  unverified:
    'There was this profile already: here it is. AWS could not be asked just now whether it still has it; if calls are refused, come back here and ask again.',
};
