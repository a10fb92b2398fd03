import { parseDay } from '../core/periods.ts';
import { UserError } from './output.ts';

/** A day (UTC) from the option `--name`. @throws UserError, exit code 2, when it is none */
export function dayOption(name: string, value: string): string {
  try {
    return parseDay(value);
  } catch (error) {
    throw new UserError(`--${name}: ${error instanceof Error ? error.message : String(error)}`, 'badRequest');
  }
}
