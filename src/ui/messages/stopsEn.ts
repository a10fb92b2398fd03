/** Words about being stopped by a hard budget: warned, stopped, held off, freed. */

/** What stops somebody, in the words of a sentence. */
export interface StopBudget {
  kind: 'user' | 'costCenter' | 'team' | 'organisation';
  key: string;
  /** Whoever reads it is held to it themselves. */
  own: boolean;
  /** Its period, such as "November 2026"; '' where it is not known. */
  period: string;
  /** What of the use it is about; '' of all. */
  narrowed: string;
  /** Null where it is not told. */
  limit: string | null;
}

const budget = ({ kind, key, own, period, narrowed, limit }: StopBudget): string => {
  const whose = {
    user: own ? 'your own budget' : `the budget of ${key}`,
    costCenter: `the budget of the cost center ${key}`,
    team: own ? 'the budget of your team' : `the budget of the team of ${key}`,
    organisation: 'the budget of everybody',
  }[kind];
  const parts = [period, narrowed, ...(limit === null ? [] : [limit])].filter((one) => one !== '');
  return parts.length === 0 ? whose : `${whose} (${parts.join(', ')})`;
};

export const stops = {
  title: 'Stops',
  intro:
    'Who is stopped by a hard budget, since when and until when. At the limit their profiles get the tag BudgetStatus=exceeded, and the policies from here refuse calls to them.',
  dryIntro:
    'A dry run: it is worked out whom hard budgets would stop, and nobody is stopped. Nothing is written to AWS.',
  off: 'Hard budgets stop nobody here. To see whom they would stop, set enforcement.mode to dryRun; to stop them, to on. Make a budget hard in its form first. What it does, and what has to be in force before it: docs/stopping.md.',
  card: {
    title: { near: 'Stopping soon', stopped: 'Stopped', held: 'Not stopped for now' },
    dryTitle: { near: 'Would soon be stopped', stopped: 'Would be stopped', held: 'Would not be stopped' },
    near: (left: string) => `Models stop answering after about ${left} more.`,
    dryNear: (left: string) => `Models would stop answering after about ${left} more.`,
    nearWhy: (of: StopBudget) => `Once ${budget(of)} is used up, no model answers until the period ends.`,
    stopped: (since: string) => `Stopped since ${since}.`,
    dryStopped: (since: string) =>
      `Would be stopped since ${since}: this is a dry run, and models go on answering.`,
    why: (of: StopBudget, counted: string | null) =>
      `Why: ${budget(of)} is used up${counted === null ? '' : `: ${counted} was used`}.`,
    until: (day: string) =>
      `Until: ${day} (UTC), when the next period begins, or until the budget is raised or somebody releases you.`,
    untilOther: (day: string) =>
      `Until: ${day} (UTC), when the next period begins, or until the budget is raised or somebody releases it.`,
    grace: (extra: string, until: string) => `A grace of ${extra} holds the stop off until ${until}.`,
    graceAhead: (extra: string, until: string) => `There is a grace of ${extra} until ${until}.`,
    released: (by: string, until: string, reason: string) => `Released by ${by} until ${until}: ${reason}`,
    leftOf: (left: string) => `${left} is left with the grace.`,
    again: 'Models answer again within a minute or two.',
    ask: (names: string) => `Whom to ask: ${names}.`,
    asking: 'administrators',
    client:
      'What your client shows: an error 403, AccessDeniedException, with these words of AWS. Claude Code tries about ten times before it shows it.',
    clientWords:
      'User: … is not authorized to perform: bedrock:InvokeModel on resource: … with an explicit deny in an identity-based policy',
    takeGrace: (amount: string, hours: number) =>
      `Take your grace: ${amount} for ${hours === 1 ? '1 hour' : `${hours} hours`}`,
    graceOnce: 'Once in a period, and it is in the audit log.',
  },
  graceDone: {
    taken: 'Your grace is taken.',
    off: 'Nobody is stopped here: no grace was taken.',
    early: 'No grace was taken: the limit is not near yet, and it is there once in a period.',
    graceOff: 'No grace was taken: none is set here. Ask for more budget.',
    graceTaken: 'The grace of this period was taken already. Ask for more budget.',
    periodOver: 'No grace was taken: the period is over.',
  },
  done: {
    released: 'Released. Models answer again within a minute or two.',
    takenBack: 'Taken back. Whoever is over the budget still is stopped with the next look.',
    gone: 'Nothing changed: it had ended already.',
  },
  badge: { near: 'stops soon', stopped: 'stopped', held: 'stop held off' },
  dryBadge: { near: 'would stop soon', stopped: 'would be stopped', held: 'stop would be held off' },
  lead: (count: number) =>
    count === 0
      ? 'Nobody whom you may see is stopped.'
      : count === 1
        ? 'One stop is in force.'
        : `${count} stops are in force.`,
  dryLead: (count: number) =>
    count === 0
      ? 'Nobody whom you may see would be stopped.'
      : count === 1
        ? 'One stop would be in force.'
        : `${count} stops would be in force.`,
  contact: (name: string) => `Whoever is stopped asks ${name}.`,
  going: 'Stopped now',
  dryGoing: 'Would be stopped now',
  goingEmpty: 'Nobody is over a hard budget that you may see.',
  who: 'Who',
  kind: 'Kind',
  by: 'Budget',
  open: 'Open the budget',
  narrowed: 'Only for',
  since: 'Since (UTC)',
  until: 'Until',
  counted: 'Counted',
  limit: 'Limit',
  marked: 'Profiles tagged',
  /** @param bound accounts in which the permissions boundary holds it, where no profile needs a mark */
  markedOf: (done: number, all: number, bound: number) => {
    const accounts = bound === 1 ? 'by the boundary of 1 account' : `by the boundaries of ${bound} accounts`;
    const marked = `${done} of ${all}`;
    return bound === 0 ? marked : all === 0 ? accounts : `${marked}; ${accounts}`;
  },
  refused: 'Last refusal of AWS',
  next: 'Next step',
  release: 'Release',
  releaseOf: (who: string) => `Release ${who}`,
  reprieves: 'Stops held off now',
  reprievesEmpty: 'No grace and no release holds at present.',
  reprieveKind: { grace: 'Grace', release: 'Release' },
  extra: 'Extra',
  given: 'By whom',
  reason: 'Reason',
  takeBack: 'Take back',
  takeBackOf: (who: string) => `Take back the release of ${who}`,
  profiles: 'Tags on profiles',
  profilesEmpty: 'Every profile has the tag that it should have.',
  profile: 'Profile',
  wanted: 'Should be',
  effective: 'Is, by AWS',
  marks: { exceeded: 'stopped', ok: 'ok', none: 'no tag' },
  drift: { right: 'as it should be', waits: 'is being written', refused: 'AWS refused' },
  history: 'Stops that ended',
  dryOnly: 'dry run',
  historyEmpty: 'No stop has ended yet.',
  ended: 'Ended (UTC)',
  why: 'Why',
  ends: {
    period: 'new period',
    raised: 'raised',
    fell: 'figures fell',
    grace: 'grace',
    released: 'released',
    exempt: 'group never stopped',
    budget: 'budget ended',
    off: 'switched off',
  },
  releasePage: {
    title: (who: string) => `Release ${who}`,
    intro:
      'Models answer again, whatever is spent, until the period ends or for the hours that you say. It stands in the audit log with the reason. To give more money instead, raise the budget.',
    hours: 'For how many hours; empty: until the period ends',
    reason: 'Reason',
    submit: 'Release',
    cancel: 'Leave it',
  },
  past: {
    title: (month: string) => `Whom it would have stopped in ${month}`,
    link: 'Whom it would have stopped last month',
    intro:
      'Each hard budget of the month, held against what was spent day by day: whom it would have stopped, and what that would have saved.',
    how: 'How this is worked out',
    rules: [
      'A budget counts with the amount that it had at the end of its period, raises included.',
      'Figures count as if they had been known at the end of each day.',
      'Spent afterwards is what was spent from the next day on: what the stop would have saved.',
      'Whoever is under several budgets is in several rows.',
    ],
    lead: (count: number) =>
      count === 0
        ? 'Nobody would have been stopped.'
        : count === 1
          ? 'One stop would have come into force.'
          : `${count} stops would have come into force.`,
    empty: 'None of these budgets that you may see was used up in this month.',
    none: 'No budget that you may see was hard in this month.',
    all: 'All budgets as if they were hard',
    hardOnly: 'Hard budgets only',
    day: 'Would stop on',
    after: 'Spent afterwards',
    month: 'Month',
    show: 'Show',
  },
};
export type StopsWords = typeof stops;
