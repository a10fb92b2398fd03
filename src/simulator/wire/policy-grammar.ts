import { MalformedPolicy, readDocument } from '../iam/documents.ts';

/** What is wrong with the text of a policy that names no principal, or undefined; `control` policies must say their Version. */
export function malformed(text: string, kind: 'identity' | 'control'): string | undefined {
  try {
    const { Version } = readDocument(text, 'identity').document;
    return kind === 'control' && Version === undefined ? 'Missing required field Version' : undefined;
  } catch (error) {
    if (!(error instanceof MalformedPolicy)) throw error;
    return error.message;
  }
}
