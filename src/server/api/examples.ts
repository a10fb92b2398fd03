import recorded from './examples.json' with { type: 'json' };

/**
 * What the server answered to the example of each endpoint, and how it refused. Written by
 * `UPDATE_EXAMPLES=1 npx vitest run test/server/apiDocument.test.ts && npm run format`, never by hand; the same test holds it
 * against what the server answers now.
 */

/** What was answered, by the id of the endpoint. */
export const EXAMPLES: Readonly<Record<string, unknown>> = recorded.answers;
/** By status; a 500 cannot be asked for. */
export const ERRORS: Readonly<Record<number, unknown>> = recorded.refusals;
