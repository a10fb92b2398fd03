import { version } from '../../package.json';

/** The version of this program, as `package.json` says it; the build writes it into the bundle. */
export const VERSION: string = version;
