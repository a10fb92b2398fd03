import type { Agreement } from '../../core/agreement.ts';
import type { ErrorCode } from '../../core/errors.ts';
import { JOB_WORDS } from '../../core/jobWords.ts';
import { didYouMean } from '../../core/nearest.ts';
import type { Quarantined } from '../../core/quarantine.ts';
import type { FindingKind } from '../../core/types.ts';
import { VALUE_WORDS } from '../../core/valueWords.ts';
import { advice } from './adviceEn.ts';
import { accessWords, apiWords, invalidApi, notJson } from './apiEn.ts';
import { approvalEn, invalidApprovalEn } from './approvalEn.ts';
import { askingEn, invalidAskingEn } from './askingEn.ts';
import { auditPage } from './auditPageEn.ts';
import { budgetPages } from './budgetsEn.ts';
import { budgetsMany, budgetsSuggest, invalidBudgetsMany } from './budgetsManyEn.ts';
import { budgetsSeeing } from './budgetsSeeingEn.ts';
import { bypass } from './bypassEn.ts';
import { channelsEn } from './channelsEn.ts';
import { chargeBackEn } from './chargeBackEn.ts';
import { clients } from './clientsEn.ts';
import { countEn } from './countEn.ts';
import { exploreEn, invalidExploreEn } from './exploreEn.ts';
import { faces } from './facesEn.ts';
import { filesEn } from './filesEn.ts';
import { findEn, narrowedEn, navGroupsEn } from './findEn.ts';
import { hands, hygiene, invalidHygiene, moveReasons } from './hygieneEn.ts';
import { mirror } from './mirrorEn.ts';
import { motionEn } from './motionEn.ts';
import { invalidPlans, plans } from './plansEn.ts';
import { invalidPolicies, policies } from './policiesEn.ts';
import { privacyEn } from './privacyEn.ts';
import { invalidRollOver, rollOver } from './rollOverEn.ts';
import { setup } from './setupEn.ts';
import { slackEn } from './slackEn.ts';
import { stops } from './stopsEn.ts';
import { invalidToldEn, toldEn } from './toldEn.ts';
import { invalidVending, vending } from './vendingEn.ts';
import { verdict } from './verdictEn.ts';

const counted = (count: number, none: string, one: string, more: string): string =>
  count === 0 ? none : count === 1 ? one : `${count} ${more}`;
/** How many people and cost centers. */
export interface Counts {
  user: number;
  costCenter: number;
}
const some = ({ user, costCenter }: Counts): boolean => user + costCenter > 0;
const owners = ({ user, costCenter }: Counts): string =>
  [
    user > 0 && counted(user, '', 'one person', 'people'),
    costCenter > 0 && counted(costCenter, '', 'one cost center', 'cost centers'),
  ]
    .filter(Boolean)
    .join(', ');
/** At the beginning of a sentence. */
const credentials = (sessions: number, tokens: number): string =>
  `${counted(sessions, 'No session', 'One session', 'sessions')} and ${counted(tokens, 'no token', 'one token', 'tokens')}`;

/** Every word of the pages in English. The other languages have exactly these keys: the compiler checks. */
export const en = {
  language: 'English',
  languageLabel: 'Language',
  brand: 'Bedrock Ledger',
  simulated: 'Simulated AWS: these are not the figures of a real bill.',
  unseen: (name: string) => `A sign that nobody sees: ${name}`,
  skip: 'Skip to content',
  menu: 'Menu',
  find: findEn,
  motion: motionEn,
  narrowed: narrowedEn,
  navGroups: navGroupsEn,
  nav: {
    overview: 'Overview',
    me: 'My spend',
    team: 'My team',
    people: 'People',
    costCenters: 'Cost centers',
    users: 'Users',
    models: 'Models',
    explore: exploreEn.title,
    profiles: 'Profiles',
    budgets: 'Budgets',
    requests: 'Requests',
    alerts: 'Alerts',
    bypass: 'Bypass',
    stops: 'Stops',
    reconciliation: 'Reconciliation',
    chargeBack: chargeBackEn.title,
    coverage: 'Coverage',
    rates: 'Rates',
    messages: 'Messages',
    jobs: 'Jobs',
    channels: 'Channels',
    setup: 'Set-up',
    audit: 'Audit',
    policies: 'Policies',
    inbox: 'Inbox',
    together: privacyEn.together.nav,
  },
  theme: { auto: 'Auto', light: 'Light', dark: 'Dark', label: 'Appearance' },
  period: {
    label: 'Period',
    thisMonth: 'This month',
    lastMonth: 'Last month',
    last7: '7 days',
    last30: '30 days',
    last90: '90 days',
    first: 'First day',
    /** Between its first day and its last. */
    to: 'to',
    last: 'Last day',
    show: 'Show',
    refused: {
      noDay: 'A period needs two days, its first and its last.',
      noMonth: 'A month is written as YYYY-MM, such as 2026-11.',
      order: 'The period ends before it begins.',
      future: 'The period has not begun yet.',
      early: 'The period begins before there was Amazon Bedrock.',
      long: 'The period is longer than 800 days: choose a shorter one.',
      year: 'What is charged to whom is told of a year at most: choose a shorter period.',
      unknown: 'There is no period of that name.',
      wholeMonths: privacyEn.period,
    },
    stray: (name: string, near: readonly string[]) =>
      `The address asks for “${name}”, which means nothing to this page, so that it changes nothing.${didYouMean(near)}`,
    insteadRunning: 'Below is the running month.',
    utc: 'All days and times are in UTC, as AWS bills. Amounts are in US dollars, before tax, credits and refunds.',
  },
  spent: 'Spent',
  budget: 'Budget',
  used: 'Used',
  forecast: 'Forecast',
  cautious: 'Without a price',
  unpriced: 'unpriced',
  atLeast: (amount: string) => `at least ${amount}`,
  spellingOf: (known: string) =>
    `Spend is recorded under ${known}. AWS takes the two for two people, because upper and lower case count; under People they are made one here.`,
  unpricedTokens: (tokens: string) => `${tokens} tokens without a price`,
  unpricedTitle:
    'Nobody has billed these tokens yet and no rate is known for them: what they cost is not in the amount, it comes on top',
  leastTitle: 'Not enough data for a forecast: what is spent already',
  expectedInAll: (amount: string) => `${amount} in all`,
  others: 'Others: nothing spent in this period',
  spentInAll: (amount: string) => `of ${amount} in all`,
  cautiousBeside: (amount: string) => `+ ${amount} without a price`,
  cautiousTitle: 'Tokens that have no price yet, counted at the cautious rate: no part of what is spent',
  variance: 'Variance',
  lastPeriod: 'Period before',
  sameDays: 'Same days last month',
  change: 'Change',
  changeInMonth: 'Change from same days last month',
  dataBegin: (day: string) => `Data begins on ${day}`,
  trend: 'By day',
  share: 'Share',
  tokens: 'Tokens',
  state: 'State',
  total: 'Total',
  /** What stands between a name and what is said of it. */
  colon: ': ',
  comma: ', ',
  /** Between two sentences. */
  gap: ' ',
  range: (from: string, to: string) => `${from} – ${to}`,
  /** When something was, within a sentence. */
  when: {
    month: (name: string) => `in ${name}`,
    day: (name: string) => `on ${name}`,
    days: (from: string, to: string) => `from ${from} to ${to}`,
  },
  /** Whoever works with the command line, by their name at that machine. */
  atMachine: (user: string) => `${user}, on the command line`,
  aside: (text: string, more: string) => `${text} (${more})`,
  /** A value behind what it is. */
  labelled: (label: string, value: string) => `${label} ${value}`,
  usd: 'USD',
  billed: 'Billed',
  estimated: 'Estimated',
  partlyEstimated: 'Partly estimated',
  spentParts: (billed: string | null, estimated: string | null) =>
    billed === null
      ? `Estimated ${estimated}`
      : `Billed ${billed}${estimated === null ? '' : `, estimated ${estimated}`}`,
  status: { estimated: 'estimated', provisional: 'provisional', final: 'final', mixed: 'partly estimated' },
  budgetState: {
    within: 'within',
    watch: 'will run over',
    over: 'over budget',
    none: 'no budget',
    unknown: 'budget not known',
  },
  noBudgetThen: 'no budget for these days',
  attention: {
    title: 'Who needs attention',
    counts: (over: Counts, watch: Counts) =>
      [
        some(over) && `Over budget: ${owners(over)}.`,
        some(watch) && `Will be at this pace: ${owners(watch)}.`,
      ]
        .filter(Boolean)
        .join(' '),
    none: 'Nobody is over budget, and nobody will be at this pace.',
    noBudget: 'No budget applies to these days.',
    over: (amount: string, budget: string) => `${amount} over a budget of ${budget}`,
    watch: (day: string, budget: string) => `reaches ${budget} on ${day}`,
    more: (count: number) => `and ${count} more`,
  },
  by: {
    costCenter: 'By cost center',
    user: 'By user',
    model: 'By model',
    profile: 'By profile',
    day: 'By day',
    tokenKind: 'By token kind',
    account: 'By account',
  },
  name: {
    costCenter: 'Cost center',
    user: 'User',
    model: 'Model',
    profile: 'Profile',
    day: 'Day',
    tokenKind: 'Token kind',
    account: 'Account',
  },
  kind: {
    input: 'Input',
    output: 'Output',
    cacheRead: 'Cache read',
    cacheWrite: 'Cache write',
    other: 'Images, guardrails and the like',
    unknown: 'Unknown usage type',
  },
  none: {
    costCenter: 'No cost center',
    user: 'No user',
    model: 'Unknown model',
    profile: 'No profile',
    day: '–',
    tokenKind: 'Unknown usage type',
    account: 'Unknown account',
  },
  unallocated: 'Unallocated',
  reason: {
    noTag: 'No owner tag on the profile',
    directCall: 'Called a model directly, without a profile',
    billedNotSeen: 'Billed, but not seen in the metrics',
    sharedCapacity: 'Shared capacity',
    notTokens: 'No tokens: images, guardrails and the like, without a tag',
    unknownUsageType: 'Unknown usage type',
  },
  team: {
    name: 'Team of',
    title: (manager: string) => `Team of ${manager}`,
    intro: (people: number) =>
      `${people === 1 ? 'One person reports' : `${people} people report`} here, directly or through others; the figures include the manager’s own.`,
  },
  headline: {
    own: {
      used: (spent: string, budget: string | null, when: string) =>
        `You have used ${spent}${budget === null ? '' : ` of ${budget}`} ${when}.`,
      atLeast: (spent: string, budget: string | null, when: string) =>
        `You have used at least ${spent}${budget === null ? '' : ` of ${budget}`} ${when}.`,
      reaches: (day: string) => `At this pace you reach the limit on ${day}.`,
      reached: (day: string) => `You reached the limit on ${day}.`,
    },
    spent: (amount: string, when: string) => `${amount} spent ${when}.`,
    atLeast: (amount: string, when: string) => `At least ${amount} spent ${when}.`,
    unpriced: (when: string, tokens: string) => `What was used ${when} has no price yet: ${tokens} tokens.`,
    countAs: (amount: string) => `Against the budget they count as ${amount}.`,
    unpricedTokens: (tokens: string) =>
      `The price of ${tokens} tokens is not known yet: what they cost comes on top.`,
    pace: (amount: string, low: string, high: string, isMonth: boolean) =>
      `At this pace ${isMonth ? 'the month ends' : 'the period ends'} at ${amount} (${low} to ${high}).`,
    paceAtLeast: (amount: string, low: string, high: string, isMonth: boolean) =>
      `At this pace ${isMonth ? 'the month ends' : 'the period ends'} at ${amount} or more (${low} to ${high}, and what has no price).`,
    budget: (amount: string) => `The budget is ${amount}.`,
    reaches: (day: string) => `At this pace it is reached on ${day}.`,
    reached: (day: string, over: string) => `It was reached on ${day} and is exceeded by ${over}.`,
    left: (amount: string) => `${amount} is left.`,
    unowned: (amount: string) => `Nobody owns ${amount}.`,
    unownedUnpriced: (tokens: string) => `Nobody owns ${tokens} tokens that have no price yet.`,
    inAll: (amount: string) =>
      `That is a part of what they spent: in all it is ${amount}, and the budget is held against that.`,
    cautious: (tokens: string, amount: string) =>
      `Beside it, ${tokens} tokens have no price yet: against the budget they count as ${amount}.`,
  },
  freshness: {
    closed: {
      final: 'All of it is billed, and the bill is final.',
      provisional: 'All of it is billed; AWS may still change the bill until it closes the month.',
      partly: 'The bill counts for all of it; what it does not hold stays an estimate.',
    },
    line: (usage: string | null, bill: string | null) =>
      `${usage === null ? 'No token usage was read yet.' : `Token usage is in up to ${usage} UTC.`} ${bill === null ? 'No day is billed in full yet: all figures are estimates.' : `The bill counts up to ${bill}; later figures are estimates.`}`,
    verdict: (count: number, total: number) =>
      count === 0
        ? `All ${total} sources are up to date.`
        : `${count} of ${total} sources are not up to date.`,
    nothing: 'Nothing was read from AWS yet.',
    stale: (source: string, since: string) => `Stale: ${source} last read ${since}.`,
    sources: { profiles: 'profiles', usage: 'token usage', charges: 'bill' },
    parts: {
      owner: 'owner tags',
      principal: 'IAM callers',
      profile: 'profile tags',
      recordType: 'credits, tax and discounts',
    } as Readonly<Record<string, string>>,
    never: 'never',
    title: 'Data freshness',
    source: 'Source',
    slice: 'Account and Region',
    until: 'Complete until',
    error: 'Last error',
    fresh: 'fresh',
    old: 'stale',
  },
  chart: {
    burnUp: 'Spend day by day, added up',
    burnUpText: (spent: string, budget: string | null) =>
      `Cumulative spend: ${spent}${budget ? `; the budget is ${budget}` : ''}.`,
    daily: 'Spend per day by model',
    dailyText: (count: number, total: string) => `${count} days, ${total} in all.`,
    table: 'The figures as a table',
    rest: 'Other',
    cone: 'Forecast, 8 of 10 months end inside',
    sofar: 'Added up',
    counted: (amount: string) => `against the budget ${amount}`,
    left: 'Left of the budget',
    range: 'Low to high',
    whole: (amount: string) => `Total ${amount}`,
    partOf: (part: string, whole: string) => `${part} of ${whole} shown`,
    keys: 'Left and right go from day to day, with Shift they choose days. Enter opens them, Escape leaves.',
    keysOfDays: 'Left and right go from day to day. Enter opens the day, Escape leaves.',
    again: 'Tap again for the lines of the day.',
    wholeMonth: (month: string) => `All of ${month}`,
  },
  lines: {
    title: 'Spend line by line',
    intro: (from: string, to: string, seesBill: boolean) =>
      `What a figure consists of, ${from} to ${to}.${seesBill ? ' Each line leads to the charges of its day.' : ''}`,
    sum: (amount: string, lines: string) => `Sum of ${lines} lines: ${amount}.`,
    remove: (name: string) => `Without this filter: ${name}`,
    card: 'Lines',
    all: 'All spend of these days',
    anyReason: 'for any reason',
    noReason: 'left out',
    region: 'Region',
  },
  glossary: {
    title: 'What the words mean',
    words: [
      ['Estimated', 'Tokens seen × price of a token; AWS has not billed it yet.'],
      ['Provisional', 'On the bill; AWS may still change it until the month is closed.'],
      ['Final', 'On the bill; AWS has closed it.'],
      ['Partly estimated', 'Some of it is on the bill; the rest is still estimated, or has no price yet.'],
      ['Unallocated', 'Spend that no tag and no tokens lead to a person.'],
      ['Variance', 'Forecast (of a past month: spend) minus budget; plus is over.'],
      ['Used', 'Spend in per cent of the budget; the upright line in the bar is the budget.'],
      [
        'Change',
        'Spend minus spend of the period before; in the running month, minus that of the same days last month.',
      ],
    ] as readonly (readonly [string, string])[],
  },
  verdict,
  findings: {
    title: 'Findings',
    agreement: {
      agree: (_: string, days: string) =>
        `Nothing to report: of all ${days} days that AWS has billed, every view of the bill agrees.`,
      nothingRead: () => 'Nothing was compared: no bill was read yet.',
      notDue: () => 'Nothing was compared: AWS has billed none of these days yet.',
      unread: (_: string, days: string) =>
        `Nothing was compared: the ledger holds the bill of none of these ${days} days.`,
      partly: (compared: string, days: string) =>
        `Nothing was found on the ${compared} days that were compared. Of ${days} days that AWS has billed, the ledger does not hold the others.`,
      oneView: (compared: string, days: string) =>
        `Nothing was found on the ${compared} days that were compared. Of the others of ${days} there is only one view of the bill: the groupings by cost allocation tags were not read.`,
    } satisfies Record<Agreement['state'], (compared: string, days: string) => string>,
    /** @param worth null: nobody can say */
    lead: (period: string, days: string, worth: string | null) =>
      `${period}: found on ${days === '1' ? 'one day' : `${days} days`}${worth === null ? '' : `, worth ${worth}`}.`,
    allIntro: 'Each leads to what it is about.',
    about: 'About',
    back: 'Back to Reconciliation',
    noneOfKind: 'None of this kind in this period.',
    kind: 'Finding',
    count: 'Days',
    amount: 'Amount',
    last: 'Last seen',
    detail: 'Detail',
    details: {
      value: 'Tag',
      kinds: 'Kinds of tokens',
      places: 'Places',
      grouping: 'View',
      bill: 'Whole bill',
      view: 'This view',
      difference: 'Difference',
      source: 'Source',
      name: 'Part',
      slice: 'What',
      service: 'Service',
      usageType: 'Usage type',
      model: 'Model',
      profile: 'Profile',
      tokens: 'Tokens',
      people: 'People',
      largest: 'Largest at',
      largestDifference: 'Difference there',
      standing: 'Counted as an estimate',
      amount: 'Amount',
    } as Readonly<Record<string, string>>,
    words: {
      heldBack: 'AWS says much less than before: held back until it is confirmed',
      billMissing: 'The bill of this day has not arrived',
      groupingTotals: 'Two views of the bill differ',
      ownerCheck: 'Owner tags on the bill disagree with the profiles’ tags',
      principalCheck: 'IAM callers on the bill disagree with the profiles’ owners',
      billedNotSeen: 'Billed, but never seen in the metrics',
      seenNotBilled: 'Seen in the metrics, but not billed',
      unknownUsageType: 'A usage type that is not known: its cost is kept under “other”',
      unpricedModel: 'A model without any price: its tokens count, its cost is unknown until billed',
      unknownProfile: 'Usage of a profile that was never listed',
      sharedProfileTag: 'Several profiles carry the same InferenceProfile tag',
      tagNotPlaced: 'Tagged cost that fits no line of the bill',
      tagsChanged: 'The tags of a profile changed within the day',
    } satisfies Readonly<Record<FindingKind, string>>,
  },
  vending,
  profiles: {
    pagesLabel: 'Pages about profiles',
    pages: {
      list: 'Profiles',
      requests: 'Requests',
      plans: 'In bulk',
      rollOver: rollOver.page,
      hygiene: 'Hygiene',
    },
    createOwn: 'Get a profile for a model',
    noCostCenter:
      'The directory does not say which cost center you belong to, and every profile is charged to one. Whoever administers Bedrock Ledger can add it.',
    intro:
      'Application inference profiles stand for a model and carry the tags by which spend finds its owner. Open one to see what to paste where.',
    empty:
      'No profile was found yet. A collection reads those that AWS has: an administrator starts it under Set-up.',
    create: 'Get a profile',
    off: 'Creating and deleting profiles is switched off. Set vending.enabled to switch it on.',
    user: 'User (e-mail)',
    costCenter: 'Cost center',
    model: 'Model',
    place: 'Account and Region',
    settings: 'Settings to paste',
    copy: 'Copy',
    copied: 'Copied',
    copyByHand: 'Press Ctrl+C',
    delete: 'Delete profile',
    keep: 'Keep it',
    deleted: 'Profile deleted. Its past spend stays.',
    confirm: 'Whoever uses this profile is refused from now on. Its past spend stays. Delete it?',
    gone: 'gone',
    tags: 'Tags',
    since: 'Since',
    route: 'Route',
    source: 'Source',
    unknown: 'unknown',
    owner: 'Owner',
    createdAt: 'Created',
    active: 'active',
    noOwner: 'no owner tag',
    held: (count: number, most: number) => `You have ${count} of ${most} profiles.`,
    about: 'About this profile',
    unused: 'Nothing was spent with this profile yet.',
    routes: { inRegion: 'in Region', geo: 'geographic', global: 'global' },
    spentSoFar: (month: string, ever: string) => `Spent this month: ${month}; in all: ${ever}.`,
  },
  approval: approvalEn,
  slack: slackEn,
  asking: askingEn,
  people: {
    intro:
      'Who there is: from files, IAM Identity Center, sign-ins and by hand. Upper and lower case of an e-mail address count, as they do at AWS.',
    count: (people: number, left: number) =>
      `${people === 1 ? 'One person' : `${people} people`}${left === 0 ? '' : `, ${left} of them left`}.`,
    empty:
      'Nobody is in the directory yet. Everybody who signs in comes in by themself; bring in all at once with "bedrock-ledger people import FILE", or set "directory" so that IAM Identity Center is read.',
    emptyOwn: 'The directory does not hold you yet.',
    email: 'E-mail',
    name: 'Name',
    manager: 'Manager',
    managerEmail: 'Manager (e-mail)',
    managers: 'Managers, from the nearest',
    reports: 'Reports',
    noReports: 'Nobody reports to this person.',
    groups: 'Groups',
    lastSignIn: 'Last sign-in',
    never: 'never',
    states: { active: 'active', left: 'left' },
    role: 'Role',
    rolesTitle: 'Roles',
    roles: {
      user: 'User',
      manager: 'Manager',
      costCenterOwner: 'Owner of a cost center',
      finance: 'Finance',
      administrator: 'Administrator',
    },
    ownerOf: (costCenter: string) => `Owner of ${costCenter}`,
    onlyUser: 'No role beside that of everybody: to see what is their own.',
    through: 'Through',
    by: {
      name: (who: string) => `by name, given by ${who}`,
      group: (group: string) => `the group ${group}`,
      settings: () => 'the setting roles.administrators',
      reports: () => 'having reports',
    },
    ownedCenter: 'Cost center (for its owner)',
    grant: 'Give the role',
    withdraw: 'Withdraw',
    withdrawTitle: 'Withdraw a role',
    confirm: (role: string, who: string) => `${who} loses the role “${role}” at once. Withdraw it?`,
    confirmOwn: 'It is your own role: the pages that it gives will be closed to you.',
    keep: 'Keep it',
    lastAdministrator:
      'Nobody else could sign in as an administrator then. Give somebody else the role first, or name them in roles.administrators.',
    about: 'About this person',
    spend: 'Spend and budget',
    team: 'Team',
    sources: 'What each source says',
    source: 'Source',
    order: 'Field by field, the first source that says something is believed; groups are those of all.',
    none: 'none',
    from: {
      byHand: 'by hand',
      file: 'a file',
      identityCenter: 'IAM Identity Center',
      signIn: 'sign-in',
    },
    byHand: 'Set by hand',
    byHandIntro:
      'What is set here goes before every other source. An empty field says nothing; “-” says that there is none. “left” ends their sessions, tokens and roles given by name for good.',
    unsaid: 'as other sources say',
    save: 'Save',
    add: 'Add somebody',
    addSubmit: 'Add',
    known: 'The directory holds this person already: change them on their own page.',
    leaveTitle: 'Mark as left',
    leaveConfirm: (who: string, sessions: number, tokens: number) =>
      `${who} is shut out at once. ${sessions === 0 && tokens === 0 ? 'Roles' : `${credentials(sessions, tokens)} and the roles`} given by name end for good: they do not come back with the person. Mark as left?`,
    leaveOwn:
      'This is you yourself: you are out at once as well, and only another administrator can let you in again.',
    leave: 'Mark as left',
    leaveKeep: 'Do not change it',
    left: (sessions: number, tokens: number) =>
      `Marked as left. ${credentials(sessions, tokens)} ended for good.`,
    leftOwn: (sessions: number, tokens: number) =>
      `You marked yourself as left and are out. ${credentials(sessions, tokens)} ended for good. Only another administrator can let you in again.`,
    saved: 'Saved.',
    unchanged: 'Saved; nothing changed by it.',
    granted: 'The role was given.',
    already: 'The role was given already; nothing was changed.',
    withdrawn: 'The role was withdrawn.',
    gone: 'That role had been withdrawn already.',
    alike: 'Addresses that differ by upper and lower case only',
    alikeIntro:
      'AWS takes addresses that differ by upper and lower case only for different people: their spend and their roles do not come together. Spell the tags of the profiles as the directory does; where both are one person, their page makes them one here.',
    inDirectory: 'In the directory',
    inTags: 'In profile tags and spend',
    addresses: {
      title: 'Addresses',
      intro:
        'What is spent, tagged or signed in with under any of these is theirs here. AWS compares letter by letter: there each is somebody else.',
      own: 'their own',
      address: 'Address',
      source: 'From',
      from: {
        byHand: 'by hand',
        file: 'a file',
        identityCenter: 'IAM Identity Center',
        rename: 'a change of address',
      },
      profiles: 'Profiles tagged with it',
      remove: 'Take away',
      alias: 'Another address',
      add: 'Add',
      tagWarning: (own: string, others: string, key: string) =>
        `Profiles are tagged with ${others}. Whoever signs in to AWS as ${own} may not use them where policies compare the tag ${key} with the session tag: tag them with ${own}.`,
      suggestion: (address: string) =>
        `${address} is written like this person but for upper and lower case, and belongs to nobody here.`,
      accept: 'These are one person',
      rename: 'Change the address',
      newAddress: 'New address',
      renameSubmit: 'Change it',
      renameIntro:
        'Spend, budgets, alerts, roles, reports, sessions and tokens stay theirs; the address until now becomes another address. Changing it back undoes it.',
      renamed: 'The address was changed. At AWS these change together, in this order:',
      joined: 'The address is another one of this person now.',
      already: 'It was that already; nothing was changed.',
      removed:
        'The address was taken away. What is spent under it from now on, or was before, is nobody’s here.',
      gone: 'It had been taken away already.',
      mergeTitle: 'Two entries, one person?',
      mergeConfirm: (other: string, person: string) =>
        `The directory holds ${other} as somebody of their own. Roles, budget, reports, sessions and tokens of that entry become those of ${person}; where both have a budget, that of ${person} holds. Are they one person?`,
      merge: 'Yes, one person',
      mergeKeep: 'No, two people',
      steps: (to: string, key: string, iamKey: string) => [
        `Identity provider and IAM Identity Center: the e-mail address, so that the session tag ${iamKey} becomes ${to} with the next sign-in.`,
        `The tag ${key} of the profiles becomes ${to} at the same time: between the two, policies that compare them refuse.`,
        'Mirrored budgets: the next sync writes them with all addresses; nothing is to be done.',
        'Sign out and in again: session tags hold until a session ends.',
      ],
    },
    accounts: {
      title: 'Signs in with',
      intro:
        'Whoever signs in is known by the account at the identity provider, bound to this person at the first sign-in, whatever e-mail address the account has later.',
      none: 'No account yet: the first one that signs in with an address of this person is bound to them.',
      issuer: 'Issuer',
      subject: 'Account (subject)',
      address: 'Its address',
      bound: 'Bound',
      by: 'By',
      seen: 'Last sign-in',
      otherAddress: (address: string, email: string) =>
        `The account has the address ${address} at the identity provider now, and is ${email} here. If the address was changed, change it here as well.`,
      bindTitle: 'Bind an account',
      bindIntro:
        'In place of the ones above, for somebody with a new account or a new identity provider. The audit log names the subject of whoever was refused. All sessions of those concerned end; tokens stay.',
      bind: 'Bind',
      done: 'The account is bound to this person now.',
      already: 'It was bound to this person already; nothing was changed.',
      unbind: 'Take away',
      unbindTitle: 'Take an account away?',
      unbindConfirm: (person: string) =>
        `${person} is signed out, and the next account that signs in with their address is bound to them. Tokens stay: revoke them as well where somebody else came in with the account.`,
      unbound: 'The account was taken away, and the sessions ended.',
      keep: 'Leave it',
      moveTitle: 'An account of somebody else',
      moveConfirm: (from: string, to: string) =>
        `${from} signs in with this account until now, and could no longer. Sessions of ${from} and ${to} end. Is it that of ${to}?`,
      move: 'Yes, bind it',
      last: 'Nobody who administers would be bound to an account then, so nothing was changed. Let another administrator sign in first.',
    },
    skipped: 'Left out when IAM Identity Center was read',
    skippedId: 'User or group',
    why: 'Why',
    faults: {
      missing: () => 'Name the e-mail address.',
      notEmail: () => 'This must be an e-mail address.',
      long: () => 'This is longer than 256 characters.',
      status: () => 'Choose a state of the list.',
      twice: () => 'This person stands there twice.',
      spelledTwice: () => 'This person stands there twice, in other letters.',
      ownManager: () => 'Nobody is their own manager.',
      unknownManager: (near: readonly string[]) =>
        `The directory holds nobody with this e-mail address.${didYouMean(near)}`,
      otherSpelling: (others: readonly string[]) =>
        `Known here as ${others.join(', ')}: upper and lower case count.`,
      aliasPerson: (others: readonly string[]) => `This is the own address of ${others.join(', ')}.`,
      aliasTaken: (others: readonly string[]) => `This is another address of ${others.join(', ')} already.`,
      aliasTooMany: () => 'A person has at most 50 other addresses.',
      circle: (others: readonly string[]) =>
        `These would report to each other in a circle: ${others.slice(0, 12).join(' → ')}.`,
    } satisfies Readonly<Record<string, (others: readonly string[]) => string>>,
  },
  budgets: {
    rule: countEn.rule,
    scopes: {
      user: 'User',
      costCenter: 'Cost center',
      team: 'Team of',
      organisation: 'Whole organisation',
      userDefault: 'Every other user',
      memberDefault: 'Each person of a cost center',
      groupDefault: 'Each person of a group',
      costCenterDefault: 'Every other cost center',
    },
    intro:
      'A monthly amount for a user or a cost center; the default holds for every user without one of their own.',
    empty:
      'There is no budget yet. Set the first one here, or import a CSV file with "bedrock-ledger budgets import".',
    scope: 'For',
    key: 'E-mail or cost center',
    amount: 'USD a month',
    reason: 'Reason (optional)',
    submit: 'Set budget',
    remove: 'Remove',
    changed: 'Budget saved.',
    removed: 'Budget removed.',
    unchanged: 'That was the budget already; nothing was changed.',
    gone: 'That budget had been removed already.',
    removeTitle: 'Remove a budget',
    confirm: (whose: string, amount: string) =>
      `The budget of ${amount} a month for ${whose} ends; its alerts stay on record. Remove it?`,
    keep: 'Keep it',
    change: 'Change',
    set: 'Set a budget',
    spentNow: 'Spent this month',
    mirrored: 'mirrored',
    people: (count: number, over: number) =>
      `${over} of ${count === 1 ? 'one person' : `${count} people`} over budget`,
    whom: 'of those without a budget of their own who spent this month',
  },
  alerts: {
    ...countEn.alerts,
    empty: 'No budget has reached a threshold. Set budgets, and the first crossing is listed here.',
    at: 'When',
    who: 'Who',
    threshold: 'Threshold',
    sent: 'Messages',
    delivered: 'delivered',
    waiting: 'waiting',
    givenUp: 'given up',
    nobody: 'Nobody was told: there is nobody to tell, or no channel by which to tell them',
    covered: 'told by the higher threshold',
    others: 'others were told',
  },
  outbox: {
    title: 'Messages that did not arrive',
    empty: 'Every message arrived.',
    about: 'About',
    to: 'To',
    attempts: 'Attempts',
    next: 'Next attempt',
    why: 'Why',
    resend: 'Send again',
    resendAll: 'Send all again that were given up',
    resent: 'It is sent again with the next delivery, within a minute.',
    notOwed: 'This message arrived meanwhile, or does not hold any more: nothing was sent.',
    notice: 'Notice to operators',
    letters: {
      requestAsked: 'Request waiting for an answer',
      requestAnswered: 'Answer to a request',
      budgetAsked: 'Request for more budget waiting',
      budgetAnswered: 'Answer to a request for more budget',
      rolledOver: 'New model, new settings',
    },
    dropped: 'dropped',
    channels: { email: 'E-mail', webhook: 'The webhook' },
    down: (channel: string, since: string, error: string) =>
      `${channel} takes no message since ${since}: ${error}. It is tried again every few minutes; what still holds by then is sent once.`,
    givenUp: (count: number) =>
      `${count === 1 ? 'One message was' : `${count} messages were`} given up: the recipients did not take ${count === 1 ? 'it' : 'them'}.`,
    reasons: {
      changed: 'the amount of the budget was changed meanwhile',
      removed: 'the budget does not hold for them any more',
      over: 'the month it is about is over, or it is older than 30 days',
      overtaken: 'something newer is told instead: a higher threshold, or the next report',
      fallen: 'spend fell below it again',
      unwanted: 'the recipient does not want it',
      private: 'it would show others the figures of one person',
      noChannel: 'there is no channel by which it could reach them',
      resolved: 'what it is about was resolved meanwhile',
      left: 'the recipient has left',
      notRecipient: 'the settings do not name this recipient any more',
    },
  },
  jobs: {
    intro: 'What was read from AWS, when, and what AWS charges for reading it.',
    job: 'Job',
    started: 'Started',
    status: 'Status',
    rows: 'Rows',
    requests: 'Requests',
    charge: 'AWS charge',
    errors: 'Errors',
    run: 'Run now',
    cost: 'AWS request charges this month',
    operation: 'Operation',
    empty: 'No job has run yet. Choose one above and run it.',
    runs: 'Runs',
    older: 'Older runs',
    took: 'Took',
    seconds: (count: string) => `${count} s`,
    now: {
      title: 'Now',
      none: 'No job is running.',
      running: (names: readonly string[]) => `Running: ${names.join(', ')}`,
      of: (done: string, total: string) => `${done} of ${total}`,
      begins: 'has begun',
      since: (at: string, took: string) => `Since ${at} (${took})`,
      rest: (time: string) => `, about ${time} left`,
      lost: (at: string) =>
        `Last heard of at ${at}: its process has ended. The next sync notes it as interrupted and does it again.`,
      waiting: (names: readonly string[]) => `Waiting: ${names.join(', ')}.`,
      soon: 'The next to begin.',
      waitsFor: (host: string, pid: string, since: string) =>
        `One job writes at a time: the turn is with process ${pid} on ${host}, since ${since}.`,
      seconds: (count: string) => `${count} s`,
      hours: (count: string) => `${count} h`,
    },
    ceiling: (spent: string, ceiling: string, reserve: string) =>
      `This month AWS charges ${spent} for it. It never charges more than ${ceiling}: ${reserve} of that is kept for alerts, and with the rest used up nothing else is read until the month ends.`,
    kept: (days: string) => `Runs are listed for ${days} days.`,
    names: JOB_WORDS.en,
    /** A job and since when. */
    inTrouble: (job: string, since: string) => `${job} (since ${since})`,
    troubles: (jobs: string) =>
      `Not done as they should be: ${jobs}. They are tried again by themselves; the runs below say why they failed.`,
    triggered: 'Started.',
    off: 'The schedule is switched off here, so nothing is started from this page. Run "bedrock-ledger sync" on the command line.',
  },
  heldBack: {
    title: 'Held back',
    intro:
      'AWS answered without an error and with much less than it had said before. What was held stays as it is. AWS is asked again, and what it still says two hours later or more is believed.',
    what: 'What',
    days: 'Days',
    before: 'Held',
    after: 'AWS says now',
    since: 'Since',
    action: 'Decide',
    believe: 'Believe AWS',
    waits: 'The next answer is believed',
    believed:
      'The next answer of AWS about this is believed, whatever it says. The job was started where the schedule runs here.',
    none: 'Nothing of that kind is held back any more.',
    entries: (count: string) => `${count} entries`,
    sources: {
      charges: 'Bill',
      usage: 'Token usage',
      profiles: 'Inference profiles',
      tags: 'Tags of profiles',
      catalogue: 'Models',
    } satisfies Readonly<Record<Quarantined, string>>,
    parts: {
      usage: 'lines of usage',
      others: 'credits, taxes and other records',
      profile: 'by the tag of profiles',
      owner: 'by the tags of owners',
      principal: 'by IAM caller',
    } as Readonly<Record<string, string>>,
  },
  watching: {
    title: 'What watching costs this month',
    what: 'What',
    value: 'Value',
    spent: 'Charged so far',
    forecast: 'At the end of the month, as the last seven days go on',
    polled: 'CloudWatch alone, if every look had read everything, so far',
    ceiling: 'Ceiling',
    reserve: 'Kept of it for alerts',
    within: 'An alert is at most this late while somebody spends at up to four times their highest hour',
    costCenter: 'The same for a cost center',
    beyond: (times: string) => `Beyond that, up to ${times} times as much`,
    beyondAll: 'Beyond that, however much it is',
    beyondNone: 'Beyond that',
    longest: 'Nobody who is active is put off for longer than',
    minutes: (count: string) => `${count} min`,
    states: {
      urgentOnly: (since: string | null, until: string) =>
        `The money for watching is used up but for the reserve${since === null ? '' : `, since ${since}`}: only people who can reach a threshold within the hour are looked at, and figures grow old. It goes on at ${until}, or at once when awsChargeCeiling is raised.`,
      stopped: (since: string | null, until: string) =>
        `Watching has stopped${since === null ? '' : ` since ${since}`}: the ceiling for AWS request charges is reached. No alert comes and figures grow old. It goes on at ${until}, or at once when awsChargeCeiling is raised.`,
    },
  },
  runStatus: {
    running: 'running',
    ok: 'ok',
    partial: 'in part',
    failed: 'failed',
    interrupted: 'interrupted',
  },
  reconciliation: {
    intro:
      'Estimate (tokens × rate) against the bill. Days that AWS has not billed in full are grey and left out of the total. Rates learned from this same bill are used where there are any: that both agree shows that every token was found, not that a price was foreseen.',
    difference: 'Difference',
    percent: 'In per cent',
    total: 'Total of billed days',
    notCompared: 'No tokens to compare',
    notComparedTitle:
      'Billed, with no tokens to hold it against: images, guardrails, batch, or tokens at no known rate',
    status: {
      agrees: 'agrees',
      inRange: 'within the range',
      differs: 'differs',
      billedOnly: 'bill only',
    },
    amount: 'Amount',
    invoiceTotal: 'Bedrock on the invoice',
    /** AWS's record types; one that is missing here keeps AWS's own name. */
    recordTypes: {
      Credit: 'Credits',
      Refund: 'Refunds',
      Tax: 'Tax',
    } as Readonly<Record<string, string>>,
  },
  rates: {
    title: 'Rates in force',
    intro:
      'What tokens are valued at until AWS has billed them: rates of your own go before those that the bill shows, and those before list prices. Set one with "bedrock-ledger rates set".',
    inForce: 'Rates',
    empty: 'There is no rate yet. They come with the first sync.',
    unit: 'USD per 1,000,000 tokens',
    route: 'Route',
    routes: { regional: 'in-Region or geographic', global: 'global' },
    tier: 'Tier',
    tiers: {
      standard: 'standard',
      batch: 'batch',
      flex: 'flex',
      priority: 'priority',
      latencyOptimized: 'latency-optimized',
      reserved: 'reserved',
      mixed: 'mixed',
    },
    region: 'Region',
    anyRegion: 'any',
    rate: 'Rate',
    source: 'From',
    sources: { override: 'set by hand', learned: 'the bill', list: 'list price' },
    since: 'Since',
    longContext: 'long context',
  },
  api: {
    title: 'API',
    intro: 'Everything that the pages show, for programs: exact, paged, and never more than you may see.',
    token: 'Keep a personal access token in the variable BEDROCK_LEDGER_TOKEN.',
    makeToken: 'Make one',
    document: 'OpenAPI 3.1 document',
    parameter: 'Parameter',
    standard: 'Unless given',
    required: 'must be given',
    meaning: 'What it is',
    request: 'Ask',
    answer: 'Answer',
    shortened: 'shortened; all of it stands in the document',
    open: 'Open with my own figures',
    ...apiWords,
  },
  audit: auditPage,
  inbox: {
    intro:
      'E-mails of this demo: they went to a mailbox on this machine and no further. Open a subject to read it.',
    empty: 'No message yet.',
    keptBack: (count: number) =>
      `${count} to others: kept back, for they tell what others spent (privacy.othersSee).`,
    to: 'To',
    subject: 'Subject',
  },
  clients,
  budgetPages,
  budgetsMany,
  budgetsSuggest,
  plans: { ...plans, hands, reasons: { ...plans.reasons, ...moveReasons } },
  hygiene,
  privacy: privacyEn,
  told: toldEn,
  files: filesEn,
  chargeBack: chargeBackEn,
  advice,
  channels: channelsEn,
  policies,
  mirror,
  rollOver,
  budgetsSeeing,
  bypass,
  explore: exploreEn,
  stops,
  faces,
  setup,
  invalid: {
    ...invalidHygiene,
    ...invalidBudgetsMany,
    ...invalidPlans,
    ...invalidPolicies,
    ...invalidVending,
    ...invalidRollOver,
    ...invalidApprovalEn,
    ...invalidAskingEn,
    ...VALUE_WORDS,
    ...invalidApi,
    ...invalidToldEn,
    ...invalidExploreEn,
    intro: 'Nothing was changed. Please look at what is marked.',
    role: 'Choose a role of the list.',
    ownCenter: 'Name the cost center that is to be owned.',
    noCenter: 'Only owners of a cost center have one: leave it empty.',
    job: 'Choose a job of the list.',
    spelling: (known: string) => `Known here as ${known}: upper and lower case count.`,
    unknownUser: (near: readonly string[]) =>
      `Nobody of this address is known here: not in the directory, not in tags of profiles, not in spend.${didYouMean(near)}`,
    unknownCostCenter: (near: readonly string[]) =>
      `Nobody, no profile and no spend here belongs to this cost center.${didYouMean(near)}`,
    unknownModel: (near: readonly string[]) => `No model of this id is known here.${didYouMean(near)}`,
    unknownProfile: (near: readonly string[]) =>
      `No profile here has this ARN, or none that you may see.${didYouMean(near)}`,
    unknownAccount: (near: readonly string[]) => `No account of this number is read here.${didYouMean(near)}`,
    unknownRegion: (near: readonly string[]) => `No Region of this name is read here.${didYouMean(near)}`,
    unknownPart: (near: readonly string[]) => `Nothing here is of this part of the spend.${didYouMean(near)}`,
    unknownTeam: 'Nobody reports to this person: nothing would count.',
    unknownAnyway: 'It is right: use it all the same',
    scope: 'Choose who the budget is for.',
    key: 'Name the user or cost center.',
    period: (all: readonly string[]) => `It must be one of ${all.join(', ')}.`,
    narrow: 'Write one of family:claude-opus, vendor:anthropic and tag:KEY=VALUE, or leave it empty.',
    narrowTag: (keys: readonly string[]) =>
      keys.length === 0
        ? 'No further tag is set (vending.tags): a budget cannot be narrowed by one.'
        : `It must be a tag of the settings: ${keys.join(', ')}.`,
    thresholds: 'Write percent or dollars, such as 80%, $50, forecast 100%; at most ten.',
    yesNo: 'It must be yes or no.',
    fromPast: (first: string) =>
      `What held in a period that is over stays: it can begin on ${first} (UTC) at the earliest.`,
    fromFar: (last: string) => `It must be ${last} at the latest.`,
    lastDayPast: (first: string) => `Its last day must not be before ${first} (UTC).`,
    aboveZero: 'It must be above zero.',
    reasonNeeded: 'Say why: it is kept with the change.',
    stopHours: 'This is a number of hours from 1 to 8784.',
    notHeld: 'The budget does not hold on that day.',
    noKey: 'It is for all of them: leave the name empty.',
    email: 'The user must be an e-mail address.',
    reason: 'The reason is too long: 500 characters at most.',
    addressMissing: 'Name the e-mail address.',
    addressNotEmail: 'This must be an e-mail address.',
    addressLong: 'An e-mail address has at most 256 characters.',
    addressOwn: 'This is their own address already.',
    addressTaken: (other: string) => `It is another address of ${other} already: take it away there first.`,
    addressTooMany: 'A person has at most 50 other addresses.',
    addressForOneself:
      'Under another address you would see all that was spent with it as your own, and figures of others are kept back here. Ask another administrator, or whoever runs the server.',
    addressSource: (source: string) =>
      `It comes from ${source === 'file' ? 'the file of people' : 'IAM Identity Center'}, which would say it again: take it away there.`,
    issuer: 'Name the issuer as the identity provider writes it, such as https://login.example.com.',
    subject:
      'Name the subject (sub) of the account, at most 255 characters, without anything in front of it or behind it.',
    identityOwn:
      'This is about your own account: another administrator changes that, or whoever is at the server.',
    tokenName: 'Give it a name of at most 80 characters.',
    days: 'Choose how long it is good for.',
    scopes: 'Choose at least one scope.',
    idleScopes: (scopes: readonly string[]) =>
      `Your roles open nothing with ${scopes.join(', ')}: choose other scopes.`,
    tokens: (most: number) =>
      `You have ${most} good tokens, which is the limit, or made too many within a day: revoke those that you no longer need, or wait until tomorrow.`,
    profilesHeld: (most: number) =>
      `${most} profiles are there for this person, which is the limit (allowances.profiles): delete those that are no longer needed, or ask whoever administers Bedrock Ledger.`,
    profilesPerDay: (most: number) =>
      `${most} profiles were made for this person within 24 hours, which is the limit (allowances.profilesPerDay): go on tomorrow, or ask whoever administers Bedrock Ledger.`,
    beyondAllowance: 'One more for this person all the same',
    noTag:
      'Bedrock takes letters, digits, spaces and . _ : / = + @ - only in tags: this address can own no profile.',
    notShared: 'Profiles are not shared here: set vending.shared.enabled, or say whose it is.',
    sharedOwner: 'A shared profile is nobody’s: leave the person out.',
    tagMissing: (key: string) => `Say which ${key}: every profile here has one.`,
    tagValue: (values: readonly string[]) => `Choose one of: ${values.join(', ')}.`,
    tagUnknown: (keys: readonly string[]) =>
      `No such tag is set up here. ${keys.length === 0 ? 'There is none.' : `There are: ${keys.join(', ')}.`}`,
    tagSigns: 'Bedrock takes letters, digits, spaces and . _ : / = + @ - only in tags, at most 256.',
    costCenter: 'A cost center is made of letters, digits, spaces and . _ : / = + @ - only.',
    source: 'Choose a model.',
    place: 'Choose an account and Region.',
    sourceHere: (near: readonly string[]) =>
      `This Region does not have that model. Choose one that it has, or another Region.${didYouMean(near)}`,
    noPolicy: 'Paste a policy, or a service control policy.',
    policyJson: (fault: string) => `This is no JSON: ${fault}`,
    policyTwice: 'This name stands twice in the same place: put its values into one.',
    policyObject: 'This must be an object: { … }.',
    policyMissing: 'It is missing.',
    policyVersion: 'The version is 2012-10-17, or 2008-10-17.',
    policyEffect: 'It must be Allow or Deny.',
    policyText: 'It must be a text, or a list of texts.',
    policyOneOf: (names: string) => `Exactly one of ${names} is needed.`,
    policyAction: 'An action is SERVICE:NAME, or *.',
    policyValue: 'A value is a text, a number, true or false, or a list of them.',
  },
  day: {
    charges: 'Charges of the day',
    intro: (spent: string, billed: string) => `Spent: ${spent}. AWS has billed ${billed} of this day so far.`,
    estimated:
      'Part of it is still an estimate. Estimates stand until the bill of the day is complete, at the earliest 24 hours after its end; until then the bill may already hold more than was estimated.',
    noBill: 'The bill of this day has not arrived yet.',
    service: 'Service',
    usageType: 'Usage type',
    quantity: 'Quantity',
    unit: 'Unit',
    rows: 'Who the charges went to',
    by: 'Allocated by',
  },
  method: { tag: 'tag', principal: 'IAM caller', tokens: 'tokens' },
  me: {
    spelling: (signedIn: string, known: string) =>
      `You sign in as ${signedIn}, but spend is recorded under ${known}. AWS takes them for two people, because upper and lower case count: ask whoever administers Bedrock Ledger to make them one.`,
    title: 'A person’s page',
    intro:
      'There is no sign-in yet, so whoever works on this machine is its administrator and has no page of their own. Choose a person to see what they see: spend, budget, what is left, and their profiles.',
    pick: 'Person',
    open: 'Open',
    unknown: 'Nobody of that name has spent anything or owns a profile.',
  },
  signIn: {
    signOut: 'Sign out',
    outTitle: 'You are signed out',
    out: 'This session has ended. The identity provider may still know you; on a machine that others use, sign out there as well.',
    again: 'Sign in',
    onTitle: 'On to the sign-in',
    on: 'Nobody is signed in here, or the session has ended. A form that was just sent has changed nothing.',
    refusedTitle: 'You are not signed in',
    refused: {
      late: 'This sign-in was begun too long ago, or was used already. Begin again.',
      browser:
        'This sign-in was not begun in this browser, or the browser did not keep its cookie. Begin again here. (Safari keeps no secure cookies of http://localhost: use another browser for a ledger on your own machine.)',
      past: 'This server was reached past the load balancer that signs people in. Open it under its public address.',
      left: 'The directory says that you have left. If that is wrong, tell whoever administers Bedrock Ledger.',
      bound:
        'Your e-mail address belongs to somebody who signs in here with another account of the identity provider, so you were not let in and nothing was changed. If the address is yours, or your account is a new one, ask whoever administers Bedrock Ledger to bind your account to it: they find it in the audit log and under “Signs in with” on the page of the person.',
      unverified:
        'The identity provider does not say that your e-mail address is yours, or says that it was not checked, so that anybody could come under it. Confirm the address there and begin again; if it goes on, tell whoever administers Bedrock Ledger: the log of the server names the claim.',
      denied:
        'The identity provider did not let you in. If you should be let in, ask whoever administers Bedrock Ledger.',
      invalid:
        'What was sent to sign you in cannot be trusted, so nothing was done with it. Begin again; if it goes on, tell whoever administers Bedrock Ledger.',
      expired: 'What was sent to sign you in is no longer valid. Begin again.',
      claims:
        'The identity provider does not say what is needed to know you. Tell whoever administers Bedrock Ledger: the log of the server names the claim.',
      unreachable: 'Your sign-in cannot be checked at the moment. Try again in a minute.',
    },
  },
  access: {
    title: 'Access tokens',
    intro:
      'A token lets a program ask for what you may see, and never for more: the line in your prompt, a script, a report. Only with a scope that is marked as writing does it change anything. It stands for you; keep it as you keep a password.',
    noSignIn:
      'Nobody signs in here: this server answers whoever works at this machine, and the API needs no token. Tokens and sessions come with the settings "signIn" and "publicUrl".',
    empty: 'There is no token.',
    name: 'Name',
    days: 'Good for',
    forDays: (days: number) => (days === 365 ? '1 year' : `${days} days`),
    scopes: 'Scopes',
    scope: {
      me: 'what you used, your budget and the days left, all that the line in a prompt needs; also your tokens and sessions',
      spend: 'spend and charges, by person, cost center, model and day',
      budgets: 'budgets and alerts',
      profiles: 'inference profiles',
      people: 'the directory of people and roles',
      operations: 'jobs, freshness, rates and reconciliation',
      audit: 'the audit log',
      vend: accessWords.vend,
      budget: accessWords.budget,
    },
    writes: accessWords.writes,
    make: 'Make a token',
    held: (count: number, most: number) => `You have ${count} of ${most} good tokens.`,
    made: 'Your new token',
    once: 'Copy it now: it is shown only this once. For the line in a prompt, hand it to "bedrock-ledger me --setup"; a program sends it as "Authorization: Bearer …".',
    created: 'Made',
    expires: 'Expires',
    used: 'Last used',
    usedFrom: 'From',
    never: 'never',
    states: { good: 'Good', revoked: 'Revoked', expired: 'Expired' },
    revoke: 'Revoke',
    revokeTitle: 'Revoke a token',
    confirm: (name: string, email: string) =>
      `The token "${name}" of ${email} stops working at once, and cannot be brought back.`,
    keep: 'Keep it',
    revoked: 'The token is revoked.',
    ended: 'The sessions have ended.',
    sessions: 'Sessions',
    noSession: 'There is no session.',
    begun: 'Signed in',
    seen: 'Last seen',
    ends: 'Ends',
    address: 'From',
    agent: 'Browser',
    thisOne: 'this one',
    endOthers: 'Sign out all others',
    endAll: 'Sign out everywhere',
    endConfirm: (email: string, sessions: number) =>
      sessions === 1
        ? `One session of ${email} ends at once: whoever works in it has to sign in again.`
        : `${sessions} sessions of ${email} end at once: whoever works in them has to sign in again.`,
    endKeep: 'Leave them signed in',
  },
  scope: {
    own: 'You see what is your own.',
    inAll: (amount: string) => `This is your part in this cost center: in all it is ${amount}.`,
    partForecast: 'What is forecast here is that part alone.',
    ownPage: 'Your own page has all of it',
    more: (people: number, costCenters: string) =>
      `You see what is your own${people > 0 ? `${costCenters === '' ? ' and' : ','} that of ${people === 1 ? 'the one who reports' : `the ${people} who report`} to you` : ''}${costCenters === '' ? '' : `, and what is charged to ${costCenters}`}.`,
  },
  /** In place of rows that went by age; `from` is the first day of which there are all. */
  gone: {
    spend: (months: string, from: string) =>
      `Lines are kept for ${months} months: those of days before ${from} are gone. Their sums stay.`,
    bill: (months: string, from: string) =>
      `The bill is kept line by line for ${months} months: its charges of days before ${from} are gone. Their sums stay.`,
    breakdown: (months: string, from: string) =>
      `So fine a breakdown is kept for ${months} months: of days before ${from} only coarser sums stay.`,
  },
  empty: 'Nothing was spent in this period.',
  nothingHeld: (first: string, last: string) =>
    `There are no figures for this period. They begin on ${first} and end on ${last}.`,
  nothingYet:
    'Nothing has been collected yet. The first collection fills this page: an administrator starts it under Set-up, or with "bedrock-ledger sync".',
  csv: 'CSV',
  noMatch: 'Nothing fits this filter.',
  page: (page: number, pages: number) => `Page ${page} of ${pages}`,
  previous: 'Previous',
  next: 'Next',
  cards: {
    sort: 'Sort',
    sortedBy: (column: string, down: boolean) => `Sorted by ${column} ${down ? '↓' : '↑'}`,
    all: 'All values',
  },
  filter: 'Filter',
  error: {
    title: 'That did not work',
    nothing: 'There is nothing here',
    notYours: 'This needs another role',
    requestId: (id: string) => `If you ask an administrator about this, tell them this number: ${id}`,
    /** What a page says of each code. */
    typedIsKept: 'What was typed is kept here as long as this page is open.',
    sendAgain: 'Send it again',
    words: {
      badRequest: 'Something in the address cannot be read. Go back and try again.',
      invalid: 'Something that was typed is wrong. Nothing was changed; go back and correct it.',
      unauthorized: 'Nobody is signed in here. Sign in, then open this page again.',
      forbidden:
        'Your roles do not give you this page. Whoever administers Bedrock Ledger in your company can give you the role.',
      notFound: 'This address leads to nothing, or it is not yours to see.',
      methodNotAllowed: 'That is not possible at this address.',
      conflict:
        'That cannot be done as things stand now. Nothing was changed; look at what there is, then try again.',
      tooLarge: 'More was sent than a form can hold (256 KiB). Nothing was changed.',
      notForm:
        'Changes are made by the forms of the pages. Programs use the command line: "bedrock-ledger --help".',
      notJson,
      badForm: 'The form could not be read. Nothing was changed; go back and send it again.',
      tooMany: 'Too many requests in a short time. Wait a minute, then go on.',
      switchedOff: 'That is switched off here. Whoever runs Bedrock Ledger can switch it on in the settings.',
      busy: 'Another program is writing to the ledger right now. Nothing was changed; try again in a minute.',
      leaseLost: 'Another sync took over meanwhile. Try again in a minute.',
      full: 'The disk of the ledger is full. Nothing was changed. Whoever runs Bedrock Ledger has to free space; until then it can only be looked at.',
      damaged:
        'The file of the ledger is damaged. Whoever runs Bedrock Ledger has to bring back the last backup: the log of the server says more.',
      readOnly:
        'The ledger cannot be written: its file or its disk is read-only. Nothing was changed. Tell whoever runs Bedrock Ledger; until then it can only be looked at.',
      gone: 'The file of the ledger was removed or replaced while the server was running. Nothing was changed. Whoever runs Bedrock Ledger has to put it back or start the server anew.',
      io: 'The disk of the ledger, or the machine, does not do what it was asked. Nothing was changed. Tell whoever runs Bedrock Ledger: the log of the server says more.',
      outside:
        'AWS, the mail server or the identity provider refused, or could not be reached. The log of the server says why; try again in a minute.',
      unusable:
        'The ledger or its settings cannot be used as they are. Tell whoever runs Bedrock Ledger: the log of the server says why.',
      internal:
        'The fault was written to the log of the server. Try again; if it stays, tell whoever runs Bedrock Ledger.',
      withheld:
        'This is what other people spent, and kept back by the setting privacy.othersSee. Your own figures are all there; sums of enough people are on the page of groups.',
    } satisfies Readonly<Record<ErrorCode, string>>,
    unknown: {
      user: 'Nobody of that name has spent anything or has a budget, or it is not yours to see. Upper and lower case count.',
      costCenter:
        'No cost center of that name has any spend or a budget, or it is not yours to see. Upper and lower case count.',
      team: 'Nobody reports to a person of that name, or it is not yours to see. Upper and lower case count.',
      person:
        'The directory holds nobody of that name, or it is not yours to see. Upper and lower case count.',
      model: 'That model was never used, or not by anybody whose spend is yours to see.',
      plan: 'There is no such plan, or it is not yours to see.',
      channel: 'There is no channel of that name in the settings.',
      budgetPlan: 'There is no such plan of budgets, or it is not yours to see.',
      profile: 'There never was such a profile, or it is not yours to see.',
      request: 'There is no such request, or it is not yours to see.',
      budget: 'There is no such budget, or it is not yours to see.',
      day: 'That is no day up to today. Write it as YYYY-MM-DD.',
    },
    back: 'Back to the first page',
  },
};
export type Messages = typeof en;
