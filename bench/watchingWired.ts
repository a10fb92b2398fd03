import type { Size } from './watchingReport.ts';
export async function wired(_size: Size, _days: number): Promise<void> {}
