/** Words about profiles that want something, in English. */

type Detail = Readonly<Record<string, string>>;
const day = (at: string): string => at.slice(0, 10);
const count = (n: number, one: string, more: string): string =>
  `${n.toLocaleString('en')} ${n === 1 ? one : more}`;

export const invalidHygiene = {
  hygieneKind: (known: readonly string[]) => `This is no kind of finding. There are ${known.join(', ')}.`,
  sayNothing: 'Say whose it is, or what it is charged to.',
  moveNothing: 'Say where to: another address, another cost center, or both.',
  moveTaken: (who: string) =>
    `This address is that of somebody else, ${who}: profiles are never given to another person by a move.`,
  moveNobody: 'No profile is tagged with an address of this person.',
};

/** What only somebody who knows can do, as a step of a plan. */
export const hands: Readonly<Record<string, (from: string, to: string) => string>> = {
  nameOwner: () => 'Find out who calls it and say whose it is, or delete it',
  knowOwner: (from) => `Add ${from} to the directory, say whose it is, or delete it`,
  addressNoTag: (_, to) => `Bedrock does not take ${to} in tags: use an address without such signs`,
  costCenterNoTag: (_, to) =>
    `Bedrock does not take “${to}” in tags: spell the cost center otherwise in the directory`,
  sayTags: (_, to) => `Say what these tags are to be: ${to}`,
  raiseQuota: (from, to) => `Raise the quota L-40EC9882 from ${from} to ${to}, or remove profiles`,
  changeAddress: (from, to) =>
    `Change the e-mail of the user in IAM Identity Center (or the identity provider) from ${from} to ${to}, and in the directory here; where that is so already, say that it is done`,
  changeCostCenter: (from, to) =>
    `Change the cost center attribute of the user in the identity provider${from === '' ? '' : ` from ${from}`} to ${to}; where that is so already, say that it is done`,
  signInAnew: () =>
    'Wait until every session from before has ended (twelve hours at most), or have the person sign in again everywhere',
};

/** Why something of a move is not done. */
export const moveReasons: Readonly<Record<string, (detail: Detail) => string>> = {
  sourceUnknown: ({ model = '' }: Detail) =>
    `it is not known what it stands for (${model}), so that no other can be made: it stays, and its user makes a new one`,
  costCenterUnknown: () => 'neither its tags nor the directory say a cost center',
};

export const hygiene = {
  title: 'Hygiene of profiles',
  verdict: (wanting: number, all: number) =>
    wanting === 0
      ? all === 0
        ? 'No profile is known yet.'
        : `All ${count(all, 'profile is', 'profiles are')} in order.`
      : `${wanting.toLocaleString('en')} of ${count(all, 'profile', 'profiles')} ${wanting === 1 ? 'needs' : 'need'} attention.`,
  intro:
    'Profiles without a right owner, cost center or use, each with the step that mends it. A mend becomes a plan that you read first; nothing is changed before you apply it.',
  introOthers:
    'Profiles without a right owner, cost center or use. An administrator mends what is listed here.',
  noDirectory:
    'The directory holds nobody yet, so that nothing is said about owners. Read IAM Identity Center or import a list of people.',
  all: 'All',
  allOf: (n: number) => `All ${n.toLocaleString('en')}`,
  chips: 'Kinds of findings',
  finding: 'What is wrong',
  kind: 'Kind',
  mends: 'What mends it',
  profile: 'Profile',
  mend: 'Mend',
  mendAll: (n: number) => (n === 1 ? 'Mend it' : `Mend all ${n.toLocaleString('en')}`),
  mendDelete: 'Plan the deletion',
  say: 'Say whose it is',
  saySome: 'Say what it is',
  planTitle: (kind: string, n: number) => `${kind} (${n.toLocaleString('en')})`,
  oneProfile: 'One profile',
  none: 'Nothing of this kind is left.',
  kinds: {
    ownerLeft: 'Owner left',
    spellingDiffers: 'Other spelling of the owner',
    ownerUnknown: 'Owner not in the directory',
    noOwner: 'No owner',
    notAdopted: 'Made by hand or script',
    wrongCostCenter: 'Other cost center than the owner',
    furtherTag: 'Further tag missing or not allowed',
    modelGone: 'Model is gone',
    duplicate: 'Duplicate',
    unused: 'Unused',
    nearQuota: 'Near the quota',
  },
  about: {
    ownerLeft: 'Whoever has the credentials can still call these. Deleting ends that; what was spent stays.',
    spellingDiffers:
      'AWS compares letter by letter: whoever signs in under their own address cannot call these. What nobody uses is tagged anew; what is in use stays until its successor is used instead.',
    ownerUnknown:
      'Nobody of this address is known. What nobody uses is deleted; else somebody has to say whose it is.',
    noOwner:
      'Nobody is charged for these. What nobody uses is deleted; else somebody has to say whose it is.',
    notAdopted:
      'The missing tags are completed from the directory; whatever is there stays as it is. From then on they are ours like all others. Tags count from the moment they are set: what was used before stays charged as it was.',
    wrongCostCenter:
      'The tag becomes what the directory says. ARN and settings stay, and no call is refused; what was used before stays charged as it was.',
    furtherTag: 'A tag with one allowed value is set; where several are, somebody has to choose.',
    modelGone: 'AWS no longer offers what these stand for in their Region.',
    duplicate: 'The same person has another one for the same model in the same place, charged alike.',
    unused: 'Nobody used these for as long as the settings say, and that was watched all the time.',
    nearQuota: 'Soon no profile can be made there. What is to go anyway is removed first.',
  },
  why: {
    ownerLeft: ({ user = '' }: Detail) => `${user} has left`,
    spellingDiffers: ({ address = '', user = '' }: Detail) => `tagged ${address}, is ${user}`,
    ownerUnknown: ({ user = '' }: Detail) => `${user} is not in the directory`,
    noOwner: ({ otherKey = '', value = '' }: Detail) =>
      otherKey === '' ? 'has no owner tag' : `says ${value}, but under the key ${otherKey}`,
    notAdopted: ({ lacks = '', asks = '' }: Detail) =>
      `lacks ${lacks}${asks === '' ? '' : ` (only you can say ${asks})`}`,
    wrongCostCenter: ({ costCenter = '', directory = '' }: Detail) =>
      `charged to ${costCenter}, belongs to ${directory}`,
    furtherTag: ({ keys = '', values = '' }: Detail) => `${keys}: ${values}`,
    modelGone: ({ source = '' }: Detail) => `${source} is gone`,
    duplicate: ({ kept = '' }: Detail) => `${kept} does the same`,
    unused: ({ days = '', lastUsed = '' }: Detail) =>
      lastUsed === '' ? `not used for ${days} days or more` : `last used on ${day(lastUsed)}`,
    nearQuota: ({ count: there = '', quota = '', known = '' }: Detail) =>
      `${there} of ${quota} profiles${known === '' ? ' (AWS’s standard; yours may be higher)' : ''}`,
  },
  ways: {
    tag: (tags: string) => `Set ${tags}`,
    delete: 'Delete it',
    deleteUnused: 'Delete it if it is still unused',
    deleteIdle: 'Delete it once nobody has used it for a week',
    deleteSome: (n: number) => `Delete ${count(n, 'profile that is', 'profiles that are')} to go anyway`,
    replace: 'Make one under the right address; delete this one when nobody uses it any more',
  },
  sayTitle: 'Say whose it is',
  sayTags: (tags: string) => `Tags now: ${tags}`,
  sayNoTags: 'It has no tags.',
  sayIntro:
    'What you say here becomes a plan, which you read before it is applied. Leave empty what is to stay as it is.',
  sayBack: 'Back to the hygiene of profiles',
  saySubmit: 'Show the plan',
  moveTitle: 'Move, or change of name, with the profiles in AWS',
  moveIntro:
    'Another address or cost center: what must change together becomes one plan in phases, so that nobody is locked out half-way.',
  moveTo: 'New address (e-mail)',
  moveCostCenter: 'New cost center',
  moveSubmit: 'Plan the move',
  movePlanTitle: (who: string, to: string) => `${who} → ${to}`,
};
