import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { isProblem, ProblemError } from './problem.ts';

/** Called when the server says that the session has ended. */
type OnSignedOut = () => void;

/** The cache of everything the server said. What may succeed on a second try is tried twice. */
export function createQueryClient(onSignedOut: OnSignedOut): QueryClient {
  const onError = (error: unknown) => {
    if (isProblem(error, 'not-signed-in')) onSignedOut();
  };
  return new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: {
        staleTime: 15_000,
        retry: (count, error) => count < 2 && (!(error instanceof ProblemError) || error.problem.retry),
        retryDelay: (count) => 400 * 2 ** count,
      },
    },
  });
}
