import { UserError } from './output.ts';

/** An installation without development packages, as the image is one, leaves out what only a look at the product needs. */

/** @param part what is not there; @param command what starts it in a checkout */
export const leftOut = (part: string, command: string): UserError =>
  new UserError(
    `the ${part} is no part of this installation. It runs from a checkout of Bedrock Ledger: npm ci && ${command}`,
  );

/** The demo's program. Throws a `UserError` that says where it runs, when its packages are not installed. */
export async function demoProgram(): Promise<typeof import('./demo.ts')> {
  try {
    return await import('./demo.ts');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND')
      throw leftOut('demo', 'npm run demo');
    throw error;
  }
}
