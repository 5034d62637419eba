import { whyNoBrowser } from './browser';
import { whyNoCodeServer } from './codeServer/install';

/** Why a level of tests can't run on this machine, or undefined where it can. */
export function whyUnavailable(need: 'browser' | 'codeServer'): string | undefined {
  return (need === 'codeServer' ? whyNoCodeServer() : undefined) ?? whyNoBrowser();
}
