import { Outlet } from '@tanstack/react-router';

/** In the making. */
export function SettingsLayout() {
  return <Outlet />;
}
