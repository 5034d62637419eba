/** What went wrong, in a word that code can test. The number is the command line's exit code. */
export const errorExitCodes = {
  internal: 1,
  usage: 2,
  'bad-input': 3,
  'bad-analysis': 3,
  'write-failed': 3,
  'download-failed': 3,
  cancelled: 130,
} as const;

export type ErrorCode = keyof typeof errorExitCodes;

/**
 * The one error class that crosses borders. Its message is a sentence for a person: what happened, to which file,
 * and what to do next. Only an edge (a command, the command line's main) shows it.
 */
export class GroveError extends Error {
  override readonly name = 'GroveError';

  constructor(
    readonly code: ErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }

  get exitCode(): number {
    return errorExitCodes[this.code];
  }

  static is(error: unknown, code?: ErrorCode): error is GroveError {
    return error instanceof GroveError && (code === undefined || error.code === code);
  }

  static cancelled(): GroveError {
    return new GroveError('cancelled', 'The run was cancelled. Nothing was written.');
  }
}

/** The sentence of an error of any kind. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
