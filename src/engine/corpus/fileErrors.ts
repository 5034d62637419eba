import { messageOf } from '../../shared/errors';

/** Why a file or folder could not be read, as a sentence fragment that follows its name. */
export function reasonOf(error: unknown, name: string): string {
  const code = (error as NodeJS.ErrnoException).code;
  switch (code) {
    case 'ENOENT':
      // Names that are not UTF-8 come from the file system with replacement characters, and lead nowhere.
      return name.includes('\uFFFD')
        ? 'has a name that is not Unicode: rename it to include it'
        : 'vanished while reading';
    case 'EACCES':
    case 'EPERM':
      return 'cannot be read (no permission)';
    case 'EMFILE':
    case 'ENFILE':
      return 'cannot be read (too many open files)';
    default:
      return `cannot be read (${code ?? messageOf(error)})`;
  }
}
