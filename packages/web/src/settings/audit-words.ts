import type { AuditEntry } from '@notelab/contract';

type Words = (subject: string, details: Record<string, string>) => string;

/** What somebody did, to follow their name: “renamed the project Churn to Churn forecast”. */
const sentences: Record<string, Words> = {
  'signed-up': () => 'joined Notelab',
  'workspace-created': (name) => `created the workspace ${name}`,
  'workspace-renamed': (name, { before }) => `renamed the workspace${from(before)} to ${name}`,
  'member-joined': (_, { role }) => `joined the workspace${role ? ` as ${role}` : ''}`,
  'member-role-changed': (name, { before, after }) =>
    `changed the role of ${name}${from(before)}${after ? ` to ${after}` : ''}`,
  'member-removed': (name) => `removed ${name} from the workspace`,
  'invitation-created': (role) => `made an invitation link for the role ${role}`,
  'invitation-withdrawn': (role) => `withdrew an invitation link for the role ${role}`,
  'instance-added': (name, { url, ...way }) =>
    `added the GitLab instance ${name}${url ? ` (${url})` : ''}${wayWords(way)}`,
  'instance-changed': (name, way) => `changed the GitLab instance ${name}${wayWords(way)}`,
  'instance-removed': (name, { unrevoked }) =>
    `removed the GitLab instance ${name}${unrevoked ? `; ${accesses(unrevoked)} could not be revoked there` : ''}`,
  'account-linked': (name) => `connected the GitLab account ${name}`,
  'account-unlinked': (name) => `disconnected the GitLab account ${name}`,
  'account-needs-reconnect': (name) => `learned from GitLab that the account ${name} must be reconnected`,
  'repository-connected': (path) => `connected the repository ${path}`,
  'repository-removed': (path) => `removed the repository ${path}`,
  'webhook-created': (path, { by }) => `had GitLab tell of pushes to ${path}${by ? `, ${by}` : ''}`,
  'webhook-removed': (path) => `removed the webhook of ${path}`,
  'webhook-left': (path) => `removed ${path}, whose webhook is still on GitLab`,
  'integration-created': (name) => `created the integration ${name}`,
  'integration-changed': (name) => `changed the integration ${name}`,
  'integration-deleted': (name) => `deleted the integration ${name}`,
  'project-created': (name) => `created the project ${name}`,
  'project-renamed': (name, { before }) => `renamed the project${before ? ` ${before}` : ''} to ${name}`,
  'project-deleted': (name) => `deleted the project ${name}`,
  'notebook-created': (name, details) => `created the notebook ${name}${inProject(details)}`,
  'notebook-renamed': (name, details) =>
    `renamed the notebook${details.before ? ` ${details.before}` : ''} to ${name}${inProject(details)}`,
  'notebook-deleted': (name, details) => `deleted the notebook ${name}${inProject(details)}`,
  'notebook-restored': (name, details) => `restored the notebook ${name}${inProject(details)}`,
  'notebook-imported': (name, details) =>
    `imported the notebook ${name}${from(details.file)}${inProject(details)}`,
  'notebook-exported': (name, details) =>
    `wrote ${name}${details.file ? ` to ${details.file}` : ''}${inProject(details)}`,
  'notebook-merged': (name, details) =>
    `merged changes${from(details.file)} into the notebook ${name}${inProject(details)}`,
  'notebook-merge-undone': (name, details) =>
    `took back a merge in the notebook ${name}${inProject(details)}`,
  'python-changed': (name) => `changed the Python of ${name}`,
  'packages-installed': (name, { packages }) =>
    `installed ${packages ?? 'packages'} into the Python environment of ${name}`,
  'terminal-opened': (name, details) => `opened ${name}${inProject(details)}`,
  'terminal-closed': (name, details) =>
    `had ${name}${inProject(details)} end${details.reason ? `: ${details.reason}` : ''}`,
  'terminal-shared': (name, details) => `shared ${name}${inProject(details)}`,
  'terminal-unshared': (name, details) => `stopped sharing ${name}${inProject(details)}`,
  'terminal-handed-over': (name, details) =>
    `let ${details.to ?? 'somebody'} type in ${name}${inProject(details)}`,
  'terminal-taken-back': (name, details) => `took ${name}${inProject(details)} back${from(details.from)}`,
  cloned: (path, details) => `cloned ${path}${onBranch(details)}${inProject(details)}`,
  fetched: (path, details) => `fetched ${path}${onBranch(details)}${commits(details)}${inProject(details)}`,
  pulled: (path, details) => `pulled ${path}${onBranch(details)}${commits(details)}${inProject(details)}`,
  switched: (path, details) =>
    `switched ${path}${details.ref ? ` to ${details.ref}` : ''}${inProject(details)}`,
  'branch-created': (path, details) =>
    `created the branch ${details.ref ?? ''} of ${path}${inProject(details)}`,
  'branch-published': (path, details) =>
    `published the branch ${details.ref ?? ''} of ${path}${inProject(details)}`,
  'branch-renamed': (path, details) =>
    `renamed the branch ${details.old ?? ''} of ${path} to ${details.ref ?? ''}${inProject(details)}`,
  'branch-deleted': (path, details) =>
    `deleted the branch ${details.ref ?? ''} of ${path}${deletedFrom[details.from ?? ''] ?? ''}${inProject(details)}`,
  'changes-given-back': (path, details) =>
    `gave back changes that were left in ${path}${onBranch(details)}${inProject(details)}`,
  committed: (path, details) => `committed to ${path}${onBranch(details)}${inProject(details)}`,
  pushed: (path, details) =>
    `pushed to ${path}${onBranch(details)}${commits(details)}${inProject(details)}${unconfirmed(details)}`,
  'push-refused': (path, details) =>
    `was refused a push to ${path}${onBranch(details)}${commits(details)}${inProject(details)}${details.reason ? `: ${details.reason}` : ''}`,
  'lfs-downloaded': (path, details) => `downloaded ${files(details)} of ${path}${inProject(details)}`,
  'lfs-uploaded': (path, details) => `uploaded ${files(details)} to ${path}${inProject(details)}`,
  're-cloned': (path, details) => `re-cloned ${path}${inProject(details)}`,
  discarded: (path, details) =>
    `discarded changes of ${details.files ?? 'some'} files of ${path}${inProject(details)}`,
  restored: (path, details) =>
    `brought an earlier state of ${path} back${onBranch(details)}${inProject(details)}`,
  'recovery-point-deleted': (path, details) =>
    `deleted a recovery point of ${path}${details.reason ? ` (${details.reason})` : ''}${inProject(details)}`,
  'merge-request-created': (path, details) =>
    `created the merge request ${details.number ?? ''} in ${path}${inProject(details)}`,
  exported: (path, details) =>
    `exported notebooks to ${path}${onBranch(details)}${commits(details)}${inProject(details)}${details.how ? ` ${details.how}` : ''}`,
  'export-set-up': (path, details) =>
    `chose ${path}${onBranch(details)} for exports of notebooks${inProject(details)}`,
  'export-forgotten': (path, details) => `ended the export of notebooks to ${path}${inProject(details)}`,
  'export-merged': (path, details) =>
    `merged ${details.file ?? 'a file'} of ${path} into its notebook${inProject(details)}`,
  'export-stopped': (path, details) =>
    `had automatic export to ${path} stop${inProject(details)}${details.reason ? `: ${details.reason}` : ''}`,
  merged: (path, details) => `finished a merge in ${path}${inProject(details)}`,
  aborted: (path, details) => `aborted a merge in ${path}${inProject(details)}`,
  disconnected: (path, details) => `disconnected ${path}${inProject(details)}`,
};

/** What an entry says happened, to follow the actor's name. Unknown actions are said as they are named. */
export function toSentence({ action, subject, details }: AuditEntry): string {
  const words = sentences[action];
  return words ? words(subject, details) : `${action.replaceAll('-', ' ')} ${subject}`;
}

const didWords: Record<string, string> = {
  're-cloned': 'Re-cloned',
  'merge-request-created': 'Created a merge request',
  'branch-created': 'Created a branch',
  'branch-published': 'Published a branch',
  'branch-renamed': 'Renamed a branch',
  'branch-deleted': 'Deleted a branch',
  'changes-given-back': 'Gave back changes',
  'lfs-downloaded': 'Downloaded',
  'lfs-uploaded': 'Uploaded',
};

/** One use of a GitLab account, in the columns of its table. */
export interface UseWords {
  did: string;
  subject: string;
  from: string;
}

/** “Pushed”, “acme/analytics · main 8f2c1aa → 51b0e9d”, “project Churn forecast”. */
export function toUseWords({ action, subject, details }: AuditEntry): UseWords {
  const did = action.charAt(0).toUpperCase() + action.slice(1).replaceAll('-', ' ');
  const what = [details.ref, details.refs ?? move(details), action.startsWith('lfs-') && files(details)];
  const more = what.filter(Boolean).join(' ');
  return {
    did: didWords[action] ?? did,
    subject: more ? `${subject} · ${more}` : subject,
    from: details.project ? `project ${details.project}` : '',
  };
}

const deletedFrom: Record<string, string> = { gitlab: ' on GitLab', both: ' here and on GitLab' };
const from = (before: string | undefined) => (before ? ` from ${before}` : '');
const onBranch = ({ ref }: Record<string, string>) => (ref ? ` on ${ref}` : '');
const inProject = ({ project }: Record<string, string>) => (project ? ` in ${project}` : '');
const commits = (details: Record<string, string>) => {
  const moved = details.refs ?? move(details);
  return moved ? ` (${moved})` : '';
};
const move = ({ old, new: now }: Record<string, string>) => (old && now ? `${old} → ${now}` : '');
const files = ({ files: count, size }: Record<string, string>) =>
  `${count} large file${count === '1' ? '' : 's'}${size ? ` (${size})` : ''}`;
const accesses = (count: string) => `${count} access${count === '1' ? '' : 'es'}`;
const unconfirmed = ({ result }: Record<string, string>) =>
  result === 'unknown' ? '; GitLab did not confirm it' : '';

/** Who stands between Notelab and an instance: authorities that vouch for it, a proxy on the way. */
function wayWords({ authorities, proxy }: Record<string, string>): string {
  const parts = [
    ...(authorities ? [`trusting ${authorities}`] : []),
    ...(proxy ? [`through the proxy ${proxy}`] : []),
  ];
  return parts.length > 0 ? `, ${parts.join(', ')}` : '';
}
