import type { Blame } from './outbox.ts';

/** What Slack's methods answer instead of doing what they were asked (docs.slack.dev, reference of each method). Pure. */

/** No message would leave: the token, the app's rights, the workspace, or how often was asked. */
const OF_THE_CHANNEL: ReadonlySet<string> = new Set([
  'invalid_auth',
  'not_authed',
  'account_inactive',
  'token_revoked',
  'token_expired',
  'no_permission',
  'missing_scope',
  'not_allowed_token_type',
  'access_denied',
  'org_login_required',
  'ekm_access_denied',
  'team_access_not_granted',
  'two_factor_setup_required',
  'messages_tab_disabled',
  'method_deprecated',
  'deprecated_endpoint',
  'unknown_method',
  'ratelimited',
  'rate_limited',
  'accesslimited',
]);
/** Slack itself: what others come to tells. */
const OF_SLACK: ReadonlySet<string> = new Set([
  'internal_error',
  'fatal_error',
  'service_unavailable',
  'request_timeout',
  'team_added_to_org',
]);
/** The address, or whoever it is of, is not to be reached in this workspace. */
const NOBODY: ReadonlySet<string> = new Set([
  'users_not_found',
  'user_not_found',
  'user_not_visible',
  'user_disabled',
  'cannot_dm_bot',
]);

/** Whose fault it is; what is not known here is the message's. */
export const blameOfSlack = (error: string): Blame =>
  OF_THE_CHANNEL.has(error) ? 'channel' : OF_SLACK.has(error) ? 'unsure' : 'message';

/** Whether nobody can be reached under an address: to try again is of no use. */
export const isNobodyInSlack = (error: string): boolean => NOBODY.has(error);
