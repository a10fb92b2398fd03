import type { PolicyChoices } from './choices.ts';
import { cloudFormation } from './cloudFormation.ts';
import type { PrintedPolicy } from './generate.ts';
import { templateOf } from './templateOf.ts';
import { terraform } from './terraform.ts';
import type { PolicyDocument } from './types.ts';

/** A policy as text: by itself, or in what brings it into force. */

export const FORMATS = ['json', 'cloudformation', 'terraform'] as const;
export type PolicyFormat = (typeof FORMATS)[number];

/** What templates say beside the policy. Latin-1: AWS takes no other characters in descriptions. */
export interface TemplateWords {
  description: string;
  /** Sid → sentence. */
  sentences: Readonly<Record<string, string>>;
}

/**
 * @param trust who takes the role on, of the policy of a role
 * @throws LedgerError `badRequest` where a template cannot hold it
 */
export function policyText(
  policy: PrintedPolicy,
  choices: PolicyChoices,
  format: PolicyFormat,
  words: TemplateWords,
  trust: PolicyDocument | null,
): string {
  if (format === 'json') return readable(policy);
  const template = templateOf(policy, choices, words, policy.kind === 'service' ? trust : null);
  return format === 'terraform' ? terraform(template) : cloudFormation(template);
}

/** White space helps who reads it, and counts for some of those who take it. */
function readable({ document, limit }: PrintedPolicy): string {
  const text = JSON.stringify(document, null, 2);
  return text.length <= limit ? text : JSON.stringify(document);
}
