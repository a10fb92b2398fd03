/**
 * How long a policy may be, in characters. IAM leaves white space out of the count of its own; Organizations and IAM
 * Identity Center count every character, so policies are measured, and printed for them, without any.
 */
export const LIMITS = {
  /** IAM Identity Center quotas: inline policy of a permission set. */
  permissionSet: 32_768,
  /** IAM quotas: a managed policy. */
  managedPolicy: 6_144,
  /** IAM quotas: all inline policies of a role together. */
  role: 10_240,
  /** Organizations quotas since May 2026; 5,120 before. */
  scp: 10_240,
  /** IAM quotas: the trust policy of a role, unless raised to 4,096. */
  trust: 2_048,
} as const satisfies Readonly<Record<string, number>>;

/** Where a policy is put. */
export type Target = keyof typeof LIMITS;
export const TARGETS = Object.keys(LIMITS) as Target[];
