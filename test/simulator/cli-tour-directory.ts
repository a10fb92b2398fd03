import { step, type TourStep } from './cli-tour-budgets.ts';

const STORE = ['--identity-store-id', 'd-92670f5a31', '--region', 'us-west-2'];
const NOBODY = '92670f5a31-00000000-0000-0000-0000-000000000000';
const ENTERPRISE = ['--extensions', 'aws:identitystore:enterprise'];

/** People and groups in the Identity Store, which is in another Region than the rest of the tour. */
export function directorySteps(): TourStep[] {
  const ask = (command: string, ...rest: string[]) => [
    ...step(`identitystore ${command}`),
    ...STORE,
    ...rest,
  ];
  return [
    { args: ask('list-users', '--page-size', '3', ...ENTERPRISE) },
    {
      args: ask('list-users', '--no-paginate', '--max-results', '2'),
      keep: { name: 'user', query: 'Users[0].UserId' },
    },
    { args: ask('list-users', '--extensions', 'aws:identitystore:other'), error: 'ValidationException' },
    {
      args: step('identitystore list-users --region us-east-1', ...STORE.slice(0, 2)),
      error: 'ResourceNotFoundException',
    },
    { args: ask('describe-user', ...ENTERPRISE, '--user-id', '{user}') },
    { args: ask('describe-user', '--user-id', NOBODY), error: 'ResourceNotFoundException' },
    { args: ask('list-groups'), keep: { name: 'group', query: 'Groups[0].GroupId' } },
    { args: ask('list-group-memberships', '--group-id', '{group}') },
    { args: ask('list-group-memberships', '--group-id', NOBODY), error: 'ResourceNotFoundException' },
    { args: ask('list-group-memberships-for-member', '--member-id', 'UserId={user}') },
  ];
}
