/** Words of the pages about requests that somebody has to agree to, and about deputies. */
export const approvalEn = {
  title: 'Requests',
  introNone: 'Nothing is asked for here by now. What was asked for before stays here.',
  intro: {
    nobody: '',
    costCenterOwner:
      'Whoever owns the cost center agrees before somebody gets a profile; where they do not answer, administrators do.',
    manager:
      'A person’s manager agrees before they get a profile; where they do not answer, the next manager and then administrators do.',
  },
  unmailed:
    'Nobody is told: neither a mail server (notify.smtpUrl) nor an app of Slack is set. Requests wait on this page for whoever may answer them.',
  forMe: 'Waiting for you',
  forMeNone: 'Nothing waits for you.',
  forMeCount: (count: number) =>
    count === 1 ? 'One request waits for your answer' : `${count} requests wait for your answer`,
  ownWaiting: (count: number) =>
    count === 1 ? 'Your request waits for an answer' : `${count} requests of yours wait for an answer`,
  all: 'All requests that you may see',
  allNone:
    'Nobody has asked for anything yet. To ask for a profile, choose a model under Profiles; to ask for more budget, open your spend.',
  who: 'For',
  what: 'What',
  model: 'Model',
  kind: 'Kind',
  kinds: { profile: 'profile', budget: 'more budget' },
  where: 'Region and account',
  costCenter: 'Cost center',
  tags: 'Further tags',
  why: 'Reason',
  noWhy: 'none given',
  asked: 'Asked',
  deadline: 'Answer by',
  states: {
    waiting: 'waiting',
    approved: 'approved, being created',
    made: 'created',
    declined: 'declined',
    withdrawn: 'taken back',
    expired: 'no answer in time',
    failed: 'could not be created',
  },
  of: (model: string, who: string) => `${model} for ${who}`,
  headline: {
    waiting: (until: string) => `Waits for an answer until ${until}.`,
    late: 'The time to answer is over. To get the profile, ask again.',
    approved: (by: string, at: string) => `Approved by ${by} on ${at}. The profile is being created.`,
    made: (by: string, at: string) => `Approved by ${by} on ${at}. The profile is ready.`,
    declined: (by: string, at: string) => `Declined by ${by} on ${at}.`,
    thereAlready: (at: string) => `Ended on ${at}: the profile was there by then. Nobody has to answer.`,
    ended: (at: string) => `Ended on ${at}. Nothing was created.`,
    withdrawn: (at: string) => `Taken back on ${at}. Nothing was created.`,
    expired: (at: string) => `Nobody answered until ${at}. To get the profile, ask again.`,
    failed: (by: string, at: string) =>
      `Approved by ${by} on ${at}, but the profile could not be created. Mend what is said below, and ask again.`,
  },
  asDeputy: (of: string) => `as the deputy of ${of}`,
  lastError: 'What went wrong',
  tryAgain:
    'It is tried again by itself. Whoever administers Bedrock Ledger can start the job “Requests” now.',
  answerWhy: 'Reason of the answer',
  approvers: 'May answer',
  deputyOf: (of: string) => `deputy of ${of}`,
  administrators: 'Whoever administers Bedrock Ledger',
  atMachine: 'Whoever is at the server: bedrock-ledger requests approve',
  escalates: (at: string) => `Without an answer it goes one further up on ${at}.`,
  own: 'Nobody answers their own request. Whoever is named here can.',
  reason: 'Reason (needed to decline; the person is told)',
  approve: 'Approve',
  decline: 'Decline',
  withdraw: 'Take the request back',
  withdrawConfirm: (what: string) =>
    `“${what}” is closed at once, and nobody is asked any more. Whoever wants it after all has to ask anew.`,
  withdrawKeep: 'Let it stand',
  toProfile: 'Settings to paste',
  back: 'All requests',
  done: {
    asked: 'Asked. Nothing is created before somebody agrees.',
    approved: 'Approved. The profile is being created.',
    made: 'Approved, and the profile is ready.',
    failed: 'Approved, but the profile could not be created: see below.',
    declined: 'Declined. The person is told.',
    withdrawn: 'Taken back.',
    deputySet: 'Saved. What waits for you waits for your deputy as well.',
    deputyRemoved: 'Taken away.',
  },
  already: {
    approved: (by: string) => `Nothing was changed: ${by} has approved this already.`,
    declined: (by: string) => `Nothing was changed: ${by} has declined this already.`,
    withdrawn: 'Nothing was changed: the request was taken back.',
    expired: 'Nothing was changed: the time to answer is over.',
  },
  deputies: {
    title: 'When you are away',
    intro:
      'Whoever stands in for you may answer what waits for you, from the first day to the last (UTC). Never what they asked for themselves.',
    none: 'Nobody stands in for you.',
    deputy: 'Deputy (e-mail)',
    from: 'First day',
    until: 'Last day',
    set: 'Name a deputy',
    remove: 'Take away',
  },
};

/** What is wrong with what was typed there. */
export const invalidApprovalEn = {
  declineWhy: 'Say why: the person is told.',
  dayWritten: 'Name a day, written as YYYY-MM-DD.',
  untilBefore: 'The last day comes before the first.',
  untilPast: 'The last day is over already.',
  untilLong: (most: number) => `Nobody stands in for longer than ${most} days.`,
  deputySelf: 'Nobody stands in for themselves.',
  deputyUnknown: 'The directory holds nobody here with this address: upper and lower case count.',
};

export const auditApprovalEn = {
  'request.ask': 'Profile asked for',
  'request.approve': 'Request approved',
  'request.decline': 'Request declined',
  'request.withdraw': 'Request taken back',
  'request.escalate': 'Request gone further up',
  'request.expire': 'Request ended without an answer',
  'request.fail': 'Approved, but not created',
  'deputy.set': 'Deputy named',
  'deputy.remove': 'Deputy taken away',
};
