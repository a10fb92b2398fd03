import { leftOut } from './demoParts.ts';

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
