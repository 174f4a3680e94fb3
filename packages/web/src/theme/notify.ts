import { notifications } from '@mantine/notifications';
import { toShownProblem } from '../api/problem.ts';

/** Says for a moment that something went well. */
export function notifyDone(message: string): void {
  notifications.show({ message, color: 'teal' });
}

/** Says for a moment what went wrong, for actions that have no place of their own to show it. */
export function notifyProblem(error: unknown): void {
  const problem = toShownProblem(error);
  notifications.show({
    title: problem.title,
    message: problem.detail ?? problem.hint,
    color: 'danger',
    autoClose: 8000,
  });
}

/** Says until it is closed what somebody has yet to see to, after something that went well otherwise. */
export function notifyLeft(title: string, message: string): void {
  notifications.show({ title, message, color: 'danger', autoClose: false });
}
