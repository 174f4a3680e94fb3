import { CopyField } from '../../theme/copy-field.tsx';
import classes from './register-application.module.css';

/** How to make the application on GitLab's side, with links into that very GitLab. */
export function RegisterApplication({ url }: { url: string }) {
  const page = (path: string, words: string) =>
    isAddress(url) ? (
      <a href={`${url.trim().replace(/\/+$/, '')}/${path}`} target="_blank" rel="noreferrer">
        {words}
      </a>
    ) : (
      <em>{words}</em>
    );
  return (
    <ol className={classes.steps}>
      <li>
        Open {page('-/user_settings/applications', 'Edit profile → Access → Applications')} on GitLab. An
        administrator there can do it for everybody under {page('admin/applications', 'Admin → Applications')}
        .
      </li>
      <li>
        Choose <em>Add new application</em>, give it a name such as Notelab, and enter this redirect address:
        <CopyField label="Redirect address" hideLabel value={redirectUrl()} />
      </li>
      <li>
        Keep <em>Confidential</em> on and select this scope, which covers listing repositories, pull and push:
        <CopyField label="Scope" hideLabel value="api" />
      </li>
      <li>Save it. GitLab shows the application’s id and its secret: they are needed next.</li>
    </ol>
  );
}

function isAddress(url: string): boolean {
  return /^https?:\/\/[^/\s]+/.test(url.trim());
}

/** Where GitLab sends people back to: the same for every instance. */
function redirectUrl(): string {
  return `${window.location.origin}/api/gitlab/callback`;
}
