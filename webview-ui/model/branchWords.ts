import type { BranchWords } from '../../src/shared/tree/branches';
import { t } from '../strings';

export const branchWords: BranchWords = {
  severalClusters: (largest, others) => t('{0} + {1} more', largest, others),
  partOf: (title) => t('{0} …', title),
};
