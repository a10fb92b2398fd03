/** Words of how far budgets are used, what drives them, who will run over and what to do about it, in English. */

/** What a mail to whoever will run over says; all of it text. */
export interface MailFigures {
  /** Whom it is written to; null: the directory has no name. */
  name: string | null;
  /** Whose budget it is, where it is not theirs alone: a cost center, a team; else null. */
  whose: string | null;
  period: string;
  /** null: there is no budget. */
  limit: string | null;
  counted: string;
  percent: string | null;
  left: string;
  isOver: boolean;
  /** Where the period will end, and the day it runs out. */
  forecast: string | null;
  day: string | null;
  driver: string | null;
  link: string;
}

export const budgetsSeeing = {
  title: 'Budgets',
  used: 'Used',
  left: 'Left',
  overBy: 'Over by',
  limit: 'Limit',
  forecast: 'Forecast',
  billed: (amount: string) => `${amount} by the bill`,
  estimated: (amount: string) => `${amount} estimated`,
  usedOf: (percent: string) => `${percent} of the limit`,
  untilDay: (day: string) => `until ${day}`,
  raised: (amount: string, day: string) => `with ${amount} more until ${day}`,
  carried: (amount: string) => `with ${amount} carried over`,
  range: (low: string, high: string) => `${low} – ${high}`,
  noForecast: 'not enough data yet',
  /** What a meter shows, to whoever does not see it. */
  meter: {
    used: (amount: string, limit: string) => `${amount} used of a limit of ${limit}`,
    left: (amount: string) => `${amount} left`,
    over: (amount: string) => `${amount} over`,
    estimated: (amount: string) => `${amount} of it estimated`,
    forecast: (amount: string, low: string, high: string) => `forecast ${amount} (${low} to ${high})`,
    end: (amount: string) => `forecast ${amount}`,
    raised: (amount: string) => `${amount} of the limit for a time`,
    carried: (amount: string) => `${amount} of the limit carried over`,
  },
  periods: {
    day: (day: string) => `${day} (UTC)`,
    week: (first: string, last: string) => `week of ${first} to ${last}`,
    month: (month: string) => month,
    quarter: (first: string, last: string) => `quarter, ${first} to ${last}`,
    year: (first: string, last: string) => `fiscal year, ${first} to ${last}`,
  },
  kinds: { day: 'Daily', week: 'Weekly', month: 'Monthly', quarter: 'Quarterly', year: 'Yearly' },
  narrowed: {
    family: (key: string) => `${key} models`,
    vendor: (key: string) => `models of ${key}`,
    tag: (key: string, value: string) => `${key} ${value}`,
  },
  /** By which rule it holds. */
  heldAs: {
    user: () => 'own budget',
    costCenter: () => 'budget of the cost center',
    team: () => 'budget of the team',
    organisation: () => 'budget of the whole organisation',
    userDefault: () => 'budget of everybody without one of their own',
    memberDefault: (key: string) => `budget of each person of ${key}`,
    groupDefault: (key: string) => `budget of each person of the group ${key}`,
    costCenterDefault: () => 'budget of each cost center without one of its own',
  },
  runsOut: (day: string) => `Runs out on ${day} at this pace.`,
  ranOut: (day: string) => `Used up on ${day}.`,
  usedUp: 'Used up.',
  lasts: 'Lasts to the end of the period at this pace.',
  unsure: 'Not enough data yet to say whether it lasts.',
  /** What drives it, the largest of each: of a period of one day there is no day to name. */
  drives: ({ model, profile, user, day }: Record<'model' | 'profile' | 'user' | 'day', string | null>) => {
    const named = [model, user, profile === null ? null : `the profile ${profile}`, day].filter(
      (one) => one !== null,
    );
    const last = named.pop() ?? '';
    return `Driven by ${named.length === 0 ? last : `${named.join(', ')} and ${last}`}.`;
  },
  driverOf: (name: string, share: string) => `${name} (${share})`,
  steps: {
    raise: (amount: string) => `Raise by ${amount}`,
    raisePlain: 'Raise',
    set: (amount: string) => `Set a budget of ${amount}`,
    setPlain: 'Set a separate budget',
    write: 'Write to them',
    narrow: (driver: string) => `Limit ${driver}`,
    of: (step: string, whose: string) => `${step}: ${whose}`,
  },
  mail: {
    subject: ({ period, percent, isOver, limit, counted }: MailFigures) =>
      limit === null
        ? `Amazon Bedrock: ${counted} used this month`
        : isOver
          ? `Amazon Bedrock: the budget for ${period} is used up`
          : `Amazon Bedrock: the budget for ${period}${percent === null ? '' : ` is ${percent} used`}`,
    body: (f: MailFigures) => {
      const whose = f.whose === null ? '' : ` by ${f.whose}`;
      const budget = f.whose === null ? 'your budget' : `the budget of ${f.whose}`;
      const percent = f.percent === null ? '' : ` (${f.percent})`;
      return [
        `Hello${f.name === null ? '' : ` ${f.name}`},`,
        '',
        f.limit === null
          ? `${f.counted} was used on Amazon Bedrock this month${whose}; there is no budget for it.`
          : `${budget} for Amazon Bedrock, ${f.period}: ${f.counted} of ${f.limit} is used${percent}; ${f.left} ${f.isOver ? 'over' : 'left'}.`,
        ...(f.day === null || f.isOver ? [] : [`At this pace it runs out on ${f.day}.`]),
        ...(f.forecast === null ? [] : [`Expected at the end of the period: ${f.forecast}.`]),
        ...(f.driver === null ? [] : [`The largest part: ${f.driver}.`]),
        '',
        f.link,
      ].join('\n');
    },
  },
  over: {
    title: 'Who will run over',
    intro:
      'Whoever is over a budget, or will be at this pace: those who are over first, then by the day on which it runs out; each with what to do next.',
    lead: (over: number, watch: number) =>
      over + watch === 0
        ? 'Nobody is over a budget, and nobody will be at this pace.'
        : [
            over > 0 && `${over === 1 ? 'One budget is' : `${over} budgets are`} over`,
            watch > 0 && `${watch} will run over at this pace`,
          ]
            .filter(Boolean)
            .join(', ')
            .concat('.'),
    chips: {
      all: (count: number) => `Over or will be: ${count}`,
      over: (count: number) => `Over: ${count}`,
      watch: (count: number) => `Will run over: ${count}`,
      none: (count: number) => `No budget: ${count}`,
    },
    chipsLabel: 'Which of them',
    /** Where only a part of them is listed. */
    onlyTeam: (name: string) => `Only the team of ${name}.`,
    onlyCostCenter: (name: string) => `Only ${name}, and those who spent there this month.`,
    everybody: 'Show everybody',
    who: 'Who',
    kind: 'Kind',
    kinds: { user: 'Person', costCenter: 'Cost center', team: 'Team', organisation: 'Organisation' },
    organisation: 'Whole organisation',
    team: (name: string) => `Team of ${name}`,
    budget: 'Budget',
    counted: 'Counted',
    runsOut: 'Runs out',
    ranOut: (day: string) => `ran out on ${day}`,
    driver: 'Driven by',
    next: 'Next step',
    empty: {
      all: 'Nobody whom you may see is over a budget, or will be at this pace.',
      over: 'Nobody whom you may see is over a budget.',
      watch: 'Nobody whom you may see will run over at this pace.',
      none: 'Everybody whom you may see, and who spent something this month, has a budget.',
    },
    nothing: 'No budget holds that you may see. Set one, and whoever comes near it is listed here.',
    link: 'Who will run over',
    all: (count: number) => (count === 1 ? 'See the one' : `See all ${count}`),
  },
  requests: {
    title: 'Waiting for your answer',
    count: (count: number) =>
      count === 1 ? 'One request waits for your answer.' : `${count} requests wait for your answer.`,
    open: 'Read and answer',
  },
};
