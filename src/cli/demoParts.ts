import { UserError } from './output.ts';

/** An installation without development packages, as the image is one, leaves out what only a look at the product needs. */

/** @param part what is not there; @param command what starts it in a checkout */
export const leftOut = (part: string, command: string): UserError =>
  new UserError(
    `the ${part} is no part of this installation. It runs from a checkout of Bedrock Ledger: npm ci && ${command}`,
  );
