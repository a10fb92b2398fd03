/** What is kept of people, who sees it, and sums of groups, in English. */

const people = (count: number): string => (count === 1 ? 'one person' : `${count} people`);

export const privacyEn = {
  title: 'Privacy',
  link: 'What is kept about you',
  intro:
    'What this ledger keeps of people, why, for how long, what others may see of it, and who looked. It counts tokens and what they cost; what you ask a model, and what it answers, is never read and never kept.',
  of: (email: string) => `Of ${email}`,
  see: {
    title: 'What others see of you',
    days: 'Everything that their role gives them: what you spent day by day, by model and profile, where you stand against your budget, and alerts.',
    months:
      'Sums of whole months, by model and profile, and where you stand against your budget. No days, no hours, no single lines, and no alerts.',
    sums: (least: number) =>
      `Nothing of you alone. Sums of groups of at least ${people(least)} beside whoever looks, of months that are over.`,
    nothing: (least: number) =>
      `Nothing of you alone, and no team. Sums of cost centers of at least ${people(least)} beside whoever looks, of months that are over.`,
    setting: (value: string) =>
      `The setting privacy.othersSee is “${value}”. Whoever runs this server at the machine itself holds its file and can read all of it. AWS shows the bill, its tags and its callers to whoever may look there.`,
    own: 'You see everything about yourself, whatever is set.',
    still:
      'Whoever may see you in the directory also sees your name, cost center and manager, which profiles are yours and whether they are in use, the amount of your budget, and your requests.',
  },
  who: {
    title: 'Who may look',
    name: 'Who',
    as: 'Because they are',
    roles: {
      manager: 'your manager, directly or further up',
      costCenterOwner: 'owner of your cost center',
      finance: 'finance',
      administrator: 'administrator',
    },
    groups: (names: string) =>
      `Members of these groups of the identity provider have a role as well: ${names}.`,
    empty: 'Nobody has a role that reaches you.',
  },
  kept: {
    title: 'What is kept',
    what: 'What',
    why: 'Why',
    from: 'Where from',
    long: 'For how long',
    always: 'as long as the ledger',
    days: (count: number) => `${count} days`,
    months: (count: number) => `${count} months`,
    hours: (count: number) => `${count} hours`,
    daysAfterEnd: (count: number) => `${count} days after they end`,
    rows: {
      directory: {
        what: 'Name, e-mail addresses, cost center, manager, groups, roles',
        why: 'To know whose spend is whose, and who may see it',
        from: 'IAM Identity Center, an imported file, your sign-in, or an administrator',
      },
      sessions: {
        what: 'Sessions: when, network address, name of the browser',
        why: 'So that you stay signed in and can end what is not yours',
        from: 'Your sign-in',
      },
      tokens: {
        what: 'Tokens: name, scopes, last use and network address; the secret only as a hash',
        why: 'So that programs can ask in your name and you see which do',
        from: 'You',
      },
      usage: {
        what: 'Counts of tokens of your profiles, by the hour',
        why: 'To estimate spend before AWS bills it',
        from: 'Amazon CloudWatch',
      },
      usageDays: {
        what: 'The same, by the day',
        why: 'To hold estimates against the bill',
        from: 'Amazon CloudWatch',
      },
      spend: {
        what: 'Lines of spend: day, model, profile, kind of token, amount',
        why: 'So that every figure can be traced to what it consists of',
        from: 'Worked out from the bill and the counts',
      },
      sums: {
        what: 'Sums of spend by day, model and profile',
        why: 'Figures of past periods stay what they were',
        from: 'Worked out from the lines',
      },
      bill: {
        what: 'The bill of AWS, with what its tags and callers say',
        why: 'It is the authority for what is charged',
        from: 'AWS Cost Explorer',
      },
      profiles: {
        what: 'Inference profiles with their tags over time',
        why: 'They say whose spend is whose on each day',
        from: 'Amazon Bedrock',
      },
      belongings: {
        what: 'Which cost center, manager and groups were yours from which day on',
        why: 'So that each day counts for the team and the budget of that day',
        from: 'The directory, day by day',
      },
      budgets: {
        what: 'Your budgets with all that was decided of them, and where you will end their periods',
        why: 'To tell you before it is used up',
        from: 'Whoever sets budgets; worked out from your spend',
      },
      alerts: {
        what: 'Alerts of your budget, and the letters you were sent',
        why: 'So that each is sent once, and it is known whether it arrived',
        from: 'Worked out from your spend',
      },
      requests: {
        what: 'What you asked for, who decided and why; your deputies',
        why: 'So that you and whoever decides see what became of it',
        from: 'You and whoever decides',
      },
      audit: {
        what: 'What you changed or took away, when, and from which network address',
        why: 'So that changes can be answered for',
        from: 'Your deeds here',
      },
      looks: {
        what: 'On which days you looked at figures of others, and others at yours',
        why: 'So that whoever is looked at knows',
        from: 'Pages, lists, programs and files that were opened',
      },
    },
  },
  looks: {
    title: 'Who looked',
    intro: (days: number) =>
      `Once per day (UTC), person and kind, for ${days} days. Whoever works at the machine itself is not noted.`,
    day: 'Day',
    who: 'Who',
    kind: 'What',
    kinds: {
      page: 'a page about you',
      list: 'a list with you in it',
      api: 'an answer to a program',
      file: 'a file that was taken away',
    },
    many: 'of more people than are noted one by one; you may have been among them',
    empty: 'Nobody has looked so far.',
    pick: 'Somebody else',
    open: 'Show',
  },
  take: {
    title: 'Take your data away',
    intro:
      'Everything that is kept of you as one JSON document: directory, sign-ins, names of tokens, profiles, spend by day and line, counts of tokens, where you belonged, budgets, alerts, letters, requests, who looked, and your entries in the audit log.',
    button: 'Download my data',
  },
  together: {
    title: 'Sums of groups',
    nav: 'Groups',
    intro: (least: number) =>
      `Here figures are of groups of at least ${people(least)} beside you, and of months that are over: nobody’s own figures can be told from them.`,
    daysIntro:
      'Sums of groups for months that are over. Figures of single people are shown as well on the other pages.',
    month: 'Month',
    open: 'Show',
    costCenter: 'Cost center',
    team: 'Team',
    people: 'People',
    none: '(no cost center)',
    teamOf: (count: number) => `${people(count)} who report to you`,
    several: (count: number) => `${count} cost centers together, each too small by itself`,
    unowned: 'Owned by nobody',
    part: (least: number) =>
      `What is of fewer than ${people(least)} is left out, and with it the total: the difference would be what is kept back.`,
    nothing: 'You see your own figures alone.',
    empty: 'No group of enough people spent anything in this month.',
    noMonth: 'No month that is over is in the ledger yet.',
  },
  months: 'Of other people, whole months are shown: days and single lines are kept back.',
  withheld: 'kept back',
  period: 'Of other people whole months are shown: choose a month.',
};
