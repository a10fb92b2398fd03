import { findWordsEn } from './findWordsEn.ts';

/** Words of finding things, of the navigation and of filters. */

export const navGroupsEn = {
  spend: 'Spend',
  budgets: 'Budgets',
  access: 'Access',
  bill: 'Bill',
  operations: 'Operations',
};

export const findEn = {
  title: 'Find',
  hint: 'Person, cost center, model, profile, page or action',
  intro:
    'People by name or address, cost centers, models, profiles, budgets, pages and actions. The keys / and Ctrl+K (Cmd+K on a Mac) open it on every page.',
  none: (sought: string) => `Nothing found for “${sought}”.`,
  found: (count: number) => (count === 1 ? '1 result' : `${count} results`),
  kinds: {
    people: 'People',
    costCenters: 'Cost centers',
    models: 'Models',
    profiles: 'Profiles',
    budgets: 'Budgets',
    pages: 'Pages',
    actions: 'Actions',
  },
  words: findWordsEn as Readonly<Record<keyof typeof findWordsEn, string>>,
  notHere: 'not in the directory now',
  gone: 'gone',
  /** Pages that are not in the navigation, and what else somebody may call one. */
  places: {
    lines: 'Lines of spend',
    over: 'Who will run over',
    suggested: 'Suggested budgets',
    mirror: 'AWS Budgets',
    dryRun: 'Stops, tried out',
    hygiene: 'Hygiene of profiles',
    plans: 'Profiles in bulk',
    inForce: 'Policies in force',
    rollOut: 'Bring policies in',
    ownMessages: 'How you are told',
    tokens: 'Access tokens and sessions',
    privacy: 'What is kept about you',
    api: 'API',
  },
  actions: {
    getProfile: 'Get a profile for a model',
    askBudget: 'Ask for more budget',
    newBudget: 'Set a budget',
    raiseBudget: 'Raise a budget',
    manyBudgets: 'Set budgets for many',
    planProfiles: 'Make profiles for many',
    rollOver: 'Roll a model over to its successor',
    addPerson: 'Add a person to the directory',
    runJob: 'Run a job now',
    connectChat: 'Connect a chat or try a channel',
    checkSetup: 'Check the set-up',
    makeToken: 'Make an access token',
  },
};

export const narrowedEn = {
  all: 'All',
  /** What is left of a table that is narrowed, and what that comes to. */
  left: (shown: number, of: number, sum: string | null) =>
    [`${shown.toLocaleString('en')} of ${of.toLocaleString('en')}`, ...(sum === null ? [] : [sum])].join(
      ' · ',
    ),
  total: 'Total shown',
};
