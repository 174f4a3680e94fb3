import type { ErrorCode, NextStep } from '@notelab/contract';

interface ProblemText {
  /** What happened, as a heading. */
  title: string;
  /** Why, and what a person can do. */
  hint: string;
  /** The two say everything: the server's sentence about the case would only repeat them. */
  complete?: true;
}

export const problemTexts: Record<ErrorCode, ProblemText> = {
  'invalid-input': { title: 'Something in the form is not right', hint: 'Correct it and send it once more.' },
  'not-signed-in': {
    title: 'You are signed out',
    hint: 'Your session has ended. Sign in and you come back here.',
    complete: true,
  },
  'wrong-credentials': {
    title: 'E-mail or password is not right',
    hint: 'Check both. Passwords tell upper and lower case apart.',
    complete: true,
  },
  forbidden: {
    title: 'Your role does not allow this',
    hint: 'An admin of the workspace can do it, or change your role.',
  },
  'foreign-origin': {
    title: 'The request came from another address',
    hint: 'For your safety Notelab answers only pages it has served itself. Load the page again.',
    complete: true,
  },
  'not-found': {
    title: 'This is not here',
    hint: 'It may have been deleted, or you are not a member of its workspace.',
  },
  'too-many-requests': {
    title: 'That was a little fast',
    hint: 'Wait a moment, then try again.',
    complete: true,
  },
  'too-large': { title: 'This is too large to send', hint: 'Send less at once.' },
  internal: {
    title: 'Notelab made a mistake',
    hint: 'It is written to the log. Trying again may help; if not, tell your admin the request number.',
  },

  'set-up-done': { title: 'Notelab is already set up', hint: 'Sign in with your account.', complete: true },
  'email-taken': {
    title: 'There is an account with this e-mail',
    hint: 'Sign in with it, or use another address.',
    complete: true,
  },
  'invitation-invalid': {
    title: 'This invitation no longer works',
    hint: 'It was used, withdrawn or has expired. Ask an admin of the workspace for a new link.',
    complete: true,
  },
  'last-admin': {
    title: 'A workspace needs an admin',
    hint: 'Make somebody else admin first.',
    complete: true,
  },
  'name-taken': { title: 'This name is taken', hint: 'Choose another one.' },

  'address-invalid': {
    title: 'This is not the address of a GitLab site',
    hint: 'Give the address of its start page, such as https://gitlab.example.com.',
  },
  'address-refused': {
    title: 'Notelab may not call this address',
    hint: 'It leads into a network that is closed to Notelab. Whoever runs Notelab can allow it.',
  },
  'instance-in-use': {
    title: 'This instance is still used',
    hint: 'Remove its repositories from every workspace first.',
  },
  'oauth-state-invalid': {
    title: 'The connection was not finished',
    hint: 'It was begun in another window or took too long. Begin again from here.',
  },
  'oauth-denied': {
    title: 'GitLab was not allowed to connect',
    hint: 'The request was declined on GitLab’s page. Nothing has changed; connect again when you like.',
  },
  'oauth-failed': {
    title: 'GitLab did not complete the connection',
    hint: 'Try once more. If it fails again, an admin should check the instance’s client id, secret and redirect address.',
  },
  'account-missing': {
    title: 'Connect your GitLab account',
    hint: 'Git actions use your own GitLab account and its rights. You have not connected one yet.',
  },
  'account-needs-reconnect': {
    title: 'Reconnect your GitLab account',
    hint: 'GitLab no longer accepts the connection: it was revoked there or has ended.',
    complete: true,
  },
  'account-blocked': {
    title: 'GitLab has blocked your account',
    hint: 'Ask those who look after that GitLab. Your files and commits here are untouched, and it works again as soon as they let you in.',
  },

  'gitlab-forbidden': {
    title: 'GitLab does not allow this to your account',
    hint: 'A maintainer of the repository on GitLab can give you a higher role.',
  },
  'gitlab-not-found': {
    title: 'GitLab does not show this to your account',
    hint: 'It does not exist, or your GitLab account has no access to it. A member there can add you.',
  },
  'gitlab-unavailable': {
    title: 'GitLab cannot be reached',
    hint: 'Your work here is safe. Try again in a while.',
  },
  'gitlab-rate-limited': {
    title: 'GitLab asks for a pause',
    hint: 'Too many requests were made with your account. Try again in a minute.',
  },
  'gitlab-refused': {
    title: 'GitLab refused the request',
    hint: 'Its own words say why.',
  },

  'delivery-refused': {
    title: 'The delivery was refused',
    hint: 'Its secret, signature or time is not right. Remove the webhook and create it again.',
  },
  'delivery-repeated': {
    title: 'The delivery was received before',
    hint: 'Nothing was done again.',
    complete: true,
  },
  'repository-not-connected': {
    title: 'The repository is no longer connected',
    hint: 'An admin removed it from the workspace. The files stay; git actions wait until it is connected again.',
  },
  'repository-archived': {
    title: 'The repository is archived',
    hint: 'It can be read and pulled, but GitLab takes no pushes until it is unarchived there.',
  },
  'folder-name-invalid': {
    title: 'This folder name cannot be used',
    hint: 'Choose another one.',
  },
  'folder-exists': {
    title: 'A folder with this name is already there',
    hint: 'Choose another folder name, or rename what is there.',
  },

  'path-invalid': { title: 'This path cannot be used', hint: 'It must stay inside the project.' },
  'file-exists': { title: 'There is already a file with this name', hint: 'Choose another name.' },
  'file-not-found': {
    title: 'The file is gone',
    hint: 'Somebody renamed or deleted it. Load the list again.',
  },
  'file-changed': {
    title: 'The file has changed meanwhile',
    hint: 'Somebody else or a git action wrote it. Look at the new content before you save yours.',
  },
  'file-too-large': {
    title: 'The file is too large to edit here',
    hint: 'It can be downloaded.',
  },
  'notebook-file-invalid': {
    title: 'No notebook can be read from this file',
    hint: 'Nothing was changed. Open the file as text to see the place.',
  },
  'disk-full': {
    title: 'The disk is full',
    hint: 'Nothing was lost. Whoever runs Notelab must make room.',
  },

  'too-many-terminals': {
    title: 'There are too many terminals',
    hint: 'Close terminals that are not needed any more, then open a new one.',
  },
  'terminal-ended': {
    title: 'This terminal has ended',
    hint: 'Open a new one to go on.',
  },

  'python-missing': {
    title: 'Python for notebooks is missing on the server',
    hint: 'Everything but Run works. Who runs this Notelab installs it with the command below.',
  },
  'kernel-failed': { title: 'The kernel could not be started', hint: 'Try again. What it said is below.' },
  'kernel-died': {
    title: 'The kernel died',
    hint: 'Its variables are gone; what stands in the notebook is kept. Restart it and run again.',
  },
  'kernel-not-running': { title: 'No kernel is running', hint: 'Run a block to start one.' },
  'jupyter-unavailable': {
    title: 'The Jupyter server does not answer',
    hint: 'Check its address and token in the project’s Python settings, then try again.',
  },
  'install-under-way': {
    title: 'Packages are being installed already',
    hint: 'Wait until that has ended, or cancel it.',
  },
  'too-many-files': {
    title: 'The branch holds too many files',
    hint: 'It stays on GitLab. Choose another branch, or ask whoever looks after the repository.',
  },
  'checkout-not-ready': {
    title: 'The repository is not ready yet',
    hint: 'It is still being cloned. Wait until that is done.',
  },
  'checkout-broken': {
    title: 'Git cannot read this checkout',
    hint: 'Its .git folder is damaged. Re-Clone brings it back from GitLab and keeps the files that are here.',
  },
  'branch-name-invalid': { title: 'Git does not accept this branch name', hint: 'Choose another one.' },
  'branch-exists': {
    title: 'There is already a branch with this name',
    hint: 'Switch to it, or choose another name.',
  },
  'branch-gone': {
    title: 'The branch is gone from GitLab',
    hint: 'It was deleted or merged there. Switch to another branch.',
  },
  'integration-branch-gone': {
    title: 'The integration’s branch is gone from GitLab',
    hint: 'It was deleted, merged or renamed there.',
  },
  'no-branch': {
    title: 'No branch is checked out',
    hint: 'Switch to a branch, or create one here to keep the commits.',
  },
  'unrelated-histories': {
    title: 'The two histories do not meet',
    hint: 'They cannot be merged or rebased. Push your commits to a new branch to keep them, then Re-Clone.',
  },
  'conflict-changed': {
    title: 'Somebody was quicker',
    hint: 'The list of conflicts shows how it stands now.',
  },
  'nothing-under-way': {
    title: 'Nothing is under way any more',
    hint: 'Somebody has finished or aborted it.',
  },
  'changes-not-given-back': {
    title: 'Local changes are still set aside',
    hint: 'Nothing is lost: they are in a recovery point, too.',
  },
  'local-changes-in-the-way': {
    title: 'Changed files are in the way',
    hint: 'Going on would overwrite them. Commit or discard them first.',
  },
  'changes-need-choice': {
    title: 'Changed files are in the way',
    hint: 'Leave the changes here, bring them along, or commit them first.',
  },
  'changes-do-not-apply': {
    title: 'The changes cannot be brought along',
    hint: 'Leave them here until you return, or commit them first.',
  },
  'left-changes-conflict': {
    title: 'What was left cannot be given back here',
    hint: 'In its menu: give it back with conflicts and resolve them, or put it onto a new branch.',
  },
  'unkept-files-in-the-way': {
    title: 'Files that git does not keep are in the way',
    hint: 'Rename or delete them in the file tree, then try again.',
  },
  'branch-in-use': {
    title: 'The branch is in use',
    hint: 'Only a branch that is checked out nowhere can be changed like this.',
  },
  'branch-moved': {
    title: 'The branch has moved on GitLab',
    hint: 'Somebody pushed to it. Look at it again before you decide.',
  },
  'branch-undeletable': {
    title: 'GitLab keeps this branch',
    hint: 'Default and protected branches are not deleted by a push. A maintainer can change that on GitLab.',
  },
  'merge-in-progress': {
    title: 'A merge is not finished',
    hint: 'Resolve its conflicts and finish it, or abort it to go back to the state before.',
  },
  'nothing-selected': { title: 'No file is selected', hint: 'Select at least one file to commit.' },
  'nothing-to-commit': {
    title: 'There is nothing to commit',
    hint: 'The selected files are as they were in the last commit.',
  },
  'hunks-changed': {
    title: 'The file has changed meanwhile',
    hint: 'Look at its changes as they are now and choose again.',
  },
  'already-pushed': {
    title: 'The last commit cannot be changed',
    hint: 'Others may build on it already. A new commit can put right what is wrong with it.',
  },
  'message-empty': { title: 'The commit needs a message', hint: 'Say in a line what changed.' },
  'push-moved': {
    title: 'GitLab has commits you do not have',
    hint: 'Pull first, then push again.',
  },
  'push-protected': {
    title: 'The branch is protected',
    hint: 'Push to a new branch and create a merge request.',
  },
  'push-too-large': {
    title: 'A file is too large for GitLab',
    hint: 'Undo the commit, leave the file out, and commit the rest again.',
  },
  'push-secret': {
    title: 'GitLab found a secret',
    hint: 'Undo the commit and take the secret out. If it has been shown to others, replace it.',
  },
  'push-refused': {
    title: 'GitLab refused the push',
    hint: 'GitLab’s own words say why.',
  },
  'export-not-set-up': {
    title: 'No repository is chosen',
    hint: 'Choose where notebooks are exported to first.',
  },
  'export-path-blocked': {
    title: 'The folder is taken on GitLab',
    hint: 'Choose another folder for the notebooks, or make room for it on GitLab.',
  },
  'export-file-unusable': {
    title: 'The file on GitLab cannot be merged',
    hint: 'Mend it on GitLab, or overwrite it with the notebook.',
  },
  'merge-request-exists': {
    title: 'There is a merge request already',
    hint: 'Push to the branch: what you push becomes part of it.',
  },
  'lfs-not-installed': {
    title: 'Git LFS is missing on the server',
    hint: 'Large files can be fetched, committed and pushed once git-lfs is installed there.',
  },
  'work-would-be-lost': {
    title: 'Work would be lost',
    hint: 'Look at what is not on GitLab yet, and confirm if it may go.',
  },
  'git-busy': {
    title: 'Git is busy here',
    hint: 'Another action or a terminal is using this checkout. Try again when it is done.',
  },
  'git-failed': { title: 'Git failed', hint: 'Its own words say why.' },
  'timed-out': {
    title: 'It took too long',
    hint: 'The action was ended and nothing is half done. Try again.',
  },
  cancelled: { title: 'Cancelled', hint: 'It was stopped before it was done. You can start it again.' },
  interrupted: {
    title: 'Interrupted',
    hint: 'Notelab was restarted while this ran. You can start it again.',
  },
};

/** What the button of a next step says. */
export const nextStepLabels: Record<NextStep, string> = {
  'sign-in': 'Sign in',
  'ask-admin': 'Show the admins',
  'connect-account': 'Connect GitLab account',
  'reconnect-account': 'Reconnect GitLab account',
  'try-again': 'Try again',
  'pull-first': 'Pull',
  'pick-new-branch': 'Use a new branch',
  'pick-branch': 'Choose a branch',
  're-clone': 'Re-Clone',
  'commit-first': 'Commit & Push',
  'undo-commit': 'Undo last commit',
  'choose-for-changes': 'Choose what to do',
  'resolve-conflicts': 'Resolve conflicts',
  'connect-repository': 'Connected GitLab repositories',
  reload: 'Load again',
  'choose-other-name': 'Choose another name',
};
