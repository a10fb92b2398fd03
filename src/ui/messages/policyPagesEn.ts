import type { QuestionId, What, Who } from '../../core/policies/judgedTable.ts';
import type { RollOutStep } from '../../core/policies/rollOut.ts';

/** Words of the pages about policies, in English. */

const who: Readonly<Record<Who, string>> = {
  person: 'a person',
  administrator: 'an administrator of AWS',
  service: 'Bedrock Ledger',
};
const what: Readonly<Record<What, string>> = {
  call: 'calls',
  look: 'lists',
  make: 'makes',
  tag: 'tags',
  untag: 'takes tags off',
  delete: 'deletes',
  start: 'starts',
};
const onWhat: Readonly<Record<QuestionId, string>> = {
  'own.inRegion': 'their own profile, in the Region itself',
  'own.geographic': 'their own profile, across the Regions of an allowed geography',
  'own.global': 'their own profile, on the global route',
  exceeded: 'their own profile, marked as over its budget',
  others: 'somebody else’s profile',
  untagged: 'a profile without an owner',
  wildcard: 'somebody else’s profile, with a * as their own name',
  nobody: 'a profile, with no name of their own',
  otherAccount: 'a profile of another account',
  global: 'their own profile, copied from the global route',
  geography: 'their own profile, ending in Regions that are not allowed',
  model: 'a foundation model directly',
  system: 'a system profile (us., eu., …) directly',
  'provisioned-model': 'provisioned throughput',
  'prompt-router': 'a prompt router',
  marketplace: 'a marketplace model',
  'look.list': 'profiles',
  'create.own': 'a profile with their own name and cost center',
  'create.forOthers': 'a profile with somebody else’s name',
  'create.otherCostCenter': 'a profile on another cost center',
  'create.untagged': 'a profile without tags',
  'create.moreTags': 'a profile with a tag beyond their own, ManagedBy',
  'create.fromGlobal': 'a profile from the global route',
  retag: 'somebody else’s profile, with their own name',
  claim: 'a profile without an owner, with their own name',
  giveAway: 'their own profile, with somebody else’s name',
  costCenter: 'their own profile, with another cost center',
  'mark.removed': 'the budget mark of their own profile',
  'untag.owner': 'the name on their own profile',
  'delete.own': 'their own profile',
  'others.delete': 'somebody else’s profile',
  'apiKey.call': 'a model with a Bedrock API key',
  'apiKey.make': 'a Bedrock API key',
  mantle: 'a model on the endpoint bedrock-mantle',
  'bedrock:CreateModelInvocationJob': 'a batch job',
  'service.look': 'profiles',
  'service.create': 'a profile for somebody, with its mark ManagedBy',
  'service.createUnmarked': 'a profile for somebody, without its mark',
  'service.adopt': 'a profile without an owner, with an owner and a cost center',
  'service.replaceOwner': 'a profile that has an owner, with another owner',
  'service.note': 'a profile, with any other tag',
  'service.mark': 'a profile, with the budget mark',
  'service.unmark': 'the budget mark of a profile',
  'service.untagOwner': 'the name on a profile',
  'service.deleteMarked': 'a profile that it made',
  'service.deleteOthers': 'a profile that it did not make',
  'service.call': 'a profile',
  'service.model': 'a foundation model',
};

const steps: Readonly<Record<RollOutStep, { title: string; why: string; back: string }>> = {
  audit: {
    title: 'See what is open',
    why: 'Policies in force leave more open than one thinks, and whoever calls models directly, or profiles that nobody owns, is refused later: tell them first, and give them a profile.',
    back: 'Nothing changes.',
  },
  decide: {
    title: 'Decide',
    why: 'What is allowed stands in the settings under “policies”: routes, models, self-service, what happens over budget, and whom the guard does not bind. “Choose otherwise” on the page of a policy shows it before it is set. Whom it stops is told by the table of step 1, anew once the server has read it.',
    back: 'Set it back; nothing is in force yet.',
  },
  print: {
    title: 'Print',
    why: 'What people get, and the guard: a service control policy for the accounts as a whole, in two parts.',
    back: 'Files only: nothing is in force yet.',
  },
  ask: {
    title: 'Ask them',
    why: 'Before anybody has them: what is open, and why one call is allowed or denied. Paste a policy of your own to compare.',
    back: 'Nothing changes.',
  },
  attributes: {
    title: 'Let sessions say who somebody is',
    why: 'Attributes for access control of IAM Identity Center become tags of the session, and those are what the policies compare.',
    back: 'Put those back that were there before. Whoever has the new policies calls nothing then.',
  },
  pilot: {
    title: 'Pilot',
    why: 'A permission set for one group in one account, beside what others have.',
    back: 'Take the assignment away; the group keeps what it had before.',
  },
  person: {
    title: 'Be one of them',
    why: 'Get a profile, sign in, call it; then call a model directly and be refused.',
    back: 'Delete the profile.',
  },
  prove: {
    title: 'Prove it against AWS itself',
    why: 'Real requests with throw-away profiles in one sandbox account. It costs some cents, asks first and cleans up.',
    back: 'It deletes what it made, and names what it could not delete.',
  },
  guard: {
    title: 'Put the guard over one organizational unit',
    why: 'It binds users, long-term keys and chained roles as well, but never the management account. Look at step 1 again for some days, then put it over the next unit, and take away the permission sets that leave something open.',
    back: 'Detach it from the unit: one line, at once.',
  },
  back: {
    title: 'Keep a way back',
    why: 'A break-glass role stands among the exemptions before the guard goes in, with an owner who can say why it was used.',
    back: 'Guard and permission set leave by these lines.',
  },
};

export const policyPages = {
  pagesLabel: 'Pages about policies',
  pages: { print: 'Policies', inForce: 'In force', rollOut: 'Bring it in' },
  judged: {
    title: 'Who may do what to what',
    empty: 'Nobody calls anything under this policy.',
    who: 'Who',
    what: 'Does',
    on: 'To what',
    decision: 'Answer',
    by: 'By which statement',
    id: 'Question',
    whoIs: who,
    does: what,
    onWhat,
    decisions: { allowed: 'allowed', denied: 'denied', unknown: 'not judged' },
    nothing: 'nothing allows it',
    asMeant: (count: string) => `All ${count} answers are as they are meant.`,
    notAsMeant: (count: string, of: string) => `${count} of ${of} answers are not as they are meant.`,
  },
  inForce: {
    title: 'Policies in force',
    intro:
      'Permission sets, roles, users and service control policies as AWS has them, held against what the printed policies promise. It is read when you ask for it; AWS charges nothing for that.',
    readNow: 'Read now',
    readAt: (at: string) => `Read ${at}.`,
    never: 'What AWS has was not read yet.',
    seconds: (blocked: string, freed: string | null, account: string, at: string) =>
      `A mark of a budget counted after ${blocked} s${freed === null ? '' : `, and a profile answered again ${freed} s after it was freed`} (measured in ${account} on ${at}).`,
    secondsUnknown:
      'How long AWS takes to refuse a profile that is marked as over its budget was not measured yet. “bedrock-ledger policies prove --live” measures it in a sandbox account.',
    since: (at: string) => `Being read since ${at}; look again in a moment.`,
    off: 'This server does not reach AWS. Paste a policy below.',
    done: { read: 'Read.', reading: 'Still reading: look again in a moment.' },
    verdict: (open: string, all: string) =>
      open === '0'
        ? `Nothing is open in any of the ${all} that reach Bedrock.`
        : `${open} of ${all} that reach Bedrock leave something open.`,
    nobody: 'Nobody was found whose policies reach Bedrock.',
    routes: (names: string) => `Routes that are taken as allowed: ${names}.`,
    holders: 'What is open',
    holdersEmpty: 'Nobody was found whose policies reach Bedrock.',
    holder: 'Who',
    accounts: 'Accounts',
    state: 'State',
    finding: 'What they can do',
    by: 'Opened by',
    change: 'The change that closes it',
    hole: 'Finding',
    regions: 'Regions that service control policies deny',
    regionsIn: (accounts: string) => `In ${accounts}`,
    attributes: 'Tags of sessions',
    attributesEmpty: 'Sessions carry what the policies compare.',
    attribute: 'Attribute',
    found: 'What was found',
    advice: 'What to do',
    access: 'Access to models',
    accessEmpty: 'What profiles stand for may be used.',
    model: 'Model',
    unread: 'What could not be read',
    unreadEmpty: 'Everything was read.',
    unreadWhat: 'What',
    allow: 'Allow',
    why: 'Why',
  },
  paste: {
    title: 'Ask about a policy of your own',
    intro:
      'Judged at once, here and without AWS, as if it were all that somebody has. Nothing of it is kept.',
    policy: 'Policy of a person: permission set, managed or inline (JSON)',
    scp: 'Service control policy (JSON)',
    bad: 'This cannot be read as a policy. Please look at what is marked.',
    judge: 'Judge',
    result: 'What it leaves open',
    regions: 'Regions that it denies',
    names: { policy: 'the policy', scp: 'the service control policy' },
    onlyRegion: 'The ledger does not know yet where calls end: only the Region itself was asked about.',
  },
  rollOut: {
    title: 'Profiles are the only way in',
    intro:
      'Ten steps to models only through own profiles, each with a way back. The README has every line in full, under the same names.',
    now: 'Now: ',
    back: 'Way back: ',
    denied: (count: string) =>
      count === '0'
        ? 'nothing would have been denied in the last 14 days'
        : `${count} uses would have been denied in the last 14 days, below`,
    notCounted: 'not counted yet: it reads two weeks of spend and every profile',
    toTable: 'See the table',
    decided: (routes: string, selfService: boolean, enforcement: boolean) =>
      `routes ${routes}; self-service ${selfService ? 'on' : 'off'}; over budget ${enforcement ? 'is denied' : 'goes on'}`,
    sizes: (invoke: string, guard: string) => `${invoke} characters for people, ${guard} for the guard`,
    tooLong: 'more than its place holds: choose fewer accounts, Regions or models',
    links: {
      count: 'Count now',
      invoke: 'For people',
      guard: 'The guard',
      paste: 'Paste a policy',
      profiles: 'Get a profile',
      read: 'In force',
    },
    people: (without: string, all: string) =>
      `${without} of ${all} people have no cost center in the directory`,
    noPeople: 'the directory of people is empty',
    attributesFine: 'sessions carry what the policies compare',
    notRead: 'what is in force was not read yet',
    sets: (fine: string, all: string, at: string) =>
      `${fine} of ${all} permission sets that reach Bedrock leave nothing open, as read ${at}`,
    owned: (owned: string, all: string) => `${owned} of ${all} profiles have an owner in the directory`,
    proved: (day: string, fine: string, of: string) => `proved on ${day}: ${fine} of ${of} as expected`,
    notProved: 'not proved yet',
    open: (open: string, all: string, at: string) =>
      `${open} of ${all} that reach Bedrock leave something open, as read ${at}`,
    exempt: (count: string) =>
      count === '0'
        ? 'no exemption is set but the roles of Bedrock Ledger itself: no break-glass role yet'
        : `exemptions that are set: ${count}`,
    audit: 'Who would have been denied',
    auditEmpty: 'Nobody would have been denied.',
    auditNote:
      'Of what the ledger holds, without CloudTrail: whoever calls a model directly has no name here. The first line of the step names them.',
    who: 'Who',
    where: 'Where',
    called: 'What is called',
    tokens: 'Tokens',
    amount: 'Amount (USD)',
    ofAll: 'of all who call it',
    reason: 'Why',
    by: 'Denied by',
    invoke: 'Denied by the policy for people',
    guard: 'Denied by the guard',
    nobody: 'unknown',
    steps,
  },
};
