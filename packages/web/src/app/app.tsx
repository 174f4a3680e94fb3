import { localStorageColorSchemeManager, MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { createQueryClient } from '../api/query-client.ts';
import { cssVariablesResolver, theme } from '../theme/theme.ts';
import { createAppRouter } from './router.tsx';
import { leaveForSignIn } from './session.ts';

const colorSchemeManager = localStorageColorSchemeManager({ key: 'notelab.color-scheme' });
const queryClient = createQueryClient(() => leaveForSignIn(router));
const router = createAppRouter(queryClient);

/** The whole application: colours, notices, cache, routes. */
export function App() {
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariablesResolver}
      colorSchemeManager={colorSchemeManager}
      defaultColorScheme="auto"
    >
      {/* Not in a corner: there the project page has its operations with their Cancel buttons. */}
      <Notifications position="bottom-center" limit={3} />
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  );
}
