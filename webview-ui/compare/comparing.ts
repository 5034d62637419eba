import type { PageComparison } from '../../src/shared/viewProtocol';

/** How far the comparison with another analysis is. */
export type Comparing =
  | { readonly kind: 'pending'; readonly isAsked: boolean }
  | { readonly kind: 'known'; readonly comparison: PageComparison }
  | { readonly kind: 'failed'; readonly message: string };
