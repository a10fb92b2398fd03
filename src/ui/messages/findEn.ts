/** Words of finding things, of the navigation and of filters. */

export const navGroupsEn = {
  spend: 'Spend',
  budgets: 'Budgets',
  access: 'Access',
  bill: 'Bill',
  operations: 'Operations',
};
