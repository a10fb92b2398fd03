/** Words about spend without a profile and about what share of spend carries an owner, in English. */

const callers = (count: number): string => (count === 1 ? 'one caller' : `${count} callers`);

const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);

export const bypass = {
  title: 'Bypass',
  intro:
    'Calls of models without a profile: nobody owns what they cost, no budget counts it and no limit stops it. Here is where they come from, who is likely to answer for them, and what ends them.',
  verdict: {
    amount: (amount: string, of: string, period: string) =>
      capital(`${amount} of ${period} (${of}) went round the profiles.`),
    callers: (count: number, most: string, amount: string) =>
      count === 1
        ? `The bill names one caller: ${most}, with ${amount}.`
        : `The bill names ${callers(count)}; the largest is ${most} with ${amount}.`,
    place: (model: string, account: string, region: string, amount: string) =>
      `The largest part is ${model} in ${account}, ${region}: ${amount}.`,
    none: (when: string) => `Nobody went round the profiles ${when}.`,
  },
  nothing:
    'Nobody goes round: every call that is known went through a profile. The guard keeps it so; without it anybody who may call Bedrock can.',
  noCallers:
    'The bill does not say who called. Activate the cost allocation tag iamPrincipal/UserEmail (doctor tells how), or have CloudTrail asked for names: bedrock-ledger bypass --cloudtrail.',
  tooLong:
    'Callers are named of up to 31 days: choose a month to see them. The amounts are whole either way.',
  byPrincipal:
    'This company attributes people by IAM principal, so that part of this has an owner elsewhere: here is all that was called without a profile.',
  rows: 'By account, Region, model and caller',
  account: 'Account',
  region: 'Region',
  caller: 'Caller',
  unsaid: 'The bill does not say',
  exact: 'By the bill: beyond what their own profiles explain.',
  part: 'A share: the bill has more callers without a profile of their own here, be it through shared or untagged profiles.',
  share: 'Share',
  since: 'Since',
  atLeastSince: (day: string) => `${day} or earlier`,
  atLeastTitle: 'The ledger begins on that day.',
  last: 'Last',
  days: 'By day',
  likely: 'Likely owner',
  why: {
    caller: 'the bill names them as the caller',
    callerOf: (costCenter: string) => `the bill names them as the caller; cost center ${costCenter}`,
    account: (share: string) => `the largest part of what is owned in this account is theirs: ${share}`,
    nobody: 'nothing is owned in this account',
  },
  nobody: '–',
  ends: 'What ends it',
  giveProfile: 'Give them a profile',
  giveSomebody: 'Give a profile',
  guard: 'Bring in the guard',
  exempt: 'Exempt a program',
  endsProfile: 'a profile for them',
  endsGuard: 'the guard; exempt the role where it is a program',
  months: {
    total: 'Spent',
    owned: 'With an owner',
    costCenter: 'With a cost center',
    profile: 'Through a profile',
    rest: 'Nobody’s',
    month: 'Month',
    title: 'By month',
  },
  coverage: {
    title: 'Coverage',
    intro:
      'What share of spend carries an owner, is charged to a cost center, and went through a profile; best-known spend, month by month.',
    now: (period: string, owned: string) => `${owned} of the spend of ${period} carries an owner.`,
    more: (costCenter: string, profile: string) =>
      `${costCenter} is charged to a cost center, ${profile} went through a profile.`,
    nothing: (when: string) => `Nothing was spent ${when}, so there is no share to show.`,
    link: 'Coverage over the months',
    figure: 'of it has an owner',
    short: (share: string) => `${share} has an owner`,
    chart: 'Share of spend with an owner, by month',
    chartText: (months: number, first: string, last: string) =>
      `${months} months, from ${first} to ${last} of spend with an owner.`,
    bar: (month: string, share: string) => `${month}: ${share}`,
    rest: 'What has no owner, and what mends it',
    reason: 'Why',
    mends: 'Mend',
    mend: {
      noTag: 'Tag the profiles',
      directCall: 'See who goes round',
      billedNotSeen: 'Read the other accounts',
      sharedCapacity: 'See the lines',
      notTokens: 'See the lines',
      unknownUsageType: 'See the findings',
    },
    all: 'All of it has an owner.',
    unpriced: (tokens: string) => `${tokens} tokens have no price: they are on neither side of the share.`,
  },
  shared: {
    late: 'Your profiles are shared with others. Until the bill says who called, tokens count for the profile and its cost center, not for you: your figures are a day late.',
    lateOf:
      'Shared profiles are in use: until the bill says who called, what was used through them counts for their cost center and for no person. Figures of people, and budgets held against them, are a day late.',
  },
};
export type BypassWords = typeof bypass;
