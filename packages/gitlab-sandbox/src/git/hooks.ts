import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

// GitLab prefixes refusals with "GitLab: "; git shows them as "remote: GitLab: …".
const preReceive = String.raw`#!/bin/sh
# Written by the GitLab sandbox. Refuses what GitLab refuses; the environment says who pushes to what.
LC_ALL=C
zero=0000000000000000000000000000000000000000

refuse() {
  echo "GitLab: $1" >&2
  exit 1
}

# Prints "protected", then "push" and "force" when this user may do that.
rules_for() {
  printf '%s\n' "$SANDBOX_PROTECTIONS" | while read -r pattern may_push may_force; do
    [ -n "$pattern" ] || continue
    # shellcheck disable=SC2254
    case "$1" in
      $pattern)
        echo protected
        [ "$may_push" = yes ] && echo push
        [ "$may_force" = yes ] && echo force
        ;;
    esac
  done
}

# The large files that new commits point to and the project does not have.
missing_objects() {
  git rev-list --objects "$1" --not --all | cut -d ' ' -f 1 |
    git cat-file --batch-check='%(objecttype) %(objectsize) %(objectname)' |
    while read -r type size name; do
      [ "$type" = blob ] && [ "$size" -le 200 ] && echo "$name"
    done | git cat-file --batch |
    sed -n '/^version https:\/\/git-lfs.github.com\/spec\/v1$/,/^size /s/^oid sha256:\([0-9a-f]\{64\}\)$/\1/p' |
    while read -r oid; do
      [ -e "$SANDBOX_LFS_OBJECTS/$oid" ] || echo "$oid"
    done
}

changes=$(cat)

while read -r old new ref; do
  case "$ref" in
    refs/heads/*) branch=${'$'}{ref#refs/heads/} ;;
    *) continue ;;
  esac

  if [ "$new" = "$zero" ] && [ "$branch" = "$SANDBOX_DEFAULT_BRANCH" ]; then
    refuse 'The default branch of a project cannot be deleted.'
  fi

  if [ "$SANDBOX_EMPTY_REFUSED" = yes ]; then
    refuse "
A default branch (e.g. main) does not yet exist for $SANDBOX_PROJECT_PATH
Ask a project Owner or Maintainer to create a default branch:

  $SANDBOX_PROJECT_URL/-/project_members
"
  fi

  rules=$(rules_for "$branch")
  [ -n "$rules" ] || continue

  if [ "$new" = "$zero" ]; then
    refuse 'You can only delete protected branches using the web interface.'
  fi
  if [ "$old" != "$zero" ] && ! git merge-base --is-ancestor "$old" "$new"; then
    case "$rules" in
      *force*) ;;
      *) refuse 'You are not allowed to force push code to a protected branch on this project.' ;;
    esac
  fi
  case "$rules" in
    *push*) ;;
    *) refuse 'You are not allowed to push code to protected branches on this project.' ;;
  esac
done <<CHANGES
$changes
CHANGES

while read -r old new ref; do
  if [ "$new" != "$zero" ] && [ -n "$(missing_objects "$new")" ]; then
    refuse 'LFS objects are missing. Ensure LFS is properly set up or try a manual "git lfs push --all".'
  fi
done <<CHANGES
$changes
CHANGES
`;

const postReceive = String.raw`#!/bin/sh
# Written by the GitLab sandbox. Records the push and prints what GitLab prints after one.
LC_ALL=C
zero=0000000000000000000000000000000000000000

# As CGI.escape does it.
url_encode() {
  rest=$1
  while [ -n "$rest" ]; do
    tail=${'$'}{rest#?}
    char=${'$'}{rest%"$tail"}
    case "$char" in
      [A-Za-z0-9_.~-]) printf '%s' "$char" ;;
      *) printf '%%%02X' "'$char" | sed 's/.*\(..\)$/%\1/' ;;
    esac
    rest=$tail
  done
}

if [ "$SANDBOX_CREATED" = yes ]; then
  echo "

The private project $SANDBOX_PROJECT_PATH was successfully created.

To configure the remote, run:
  git remote add origin $SANDBOX_PROJECT_URL.git

To view the project, visit:
  $SANDBOX_PROJECT_URL

" >&2
fi

if [ -n "$SANDBOX_MOVED_FROM" ]; then
  echo "Project '$SANDBOX_MOVED_FROM' was moved to '$SANDBOX_PROJECT_PATH'.

Please update your Git remote:

  git remote set-url origin $SANDBOX_PROJECT_URL.git
" >&2
fi

first_branch=
while read -r old new ref; do
  printf '%s %s %s\n' "$old" "$new" "$ref" >> "$SANDBOX_PUSH_RECORD"
  case "$ref" in
    refs/heads/*) branch=${'$'}{ref#refs/heads/} ;;
    *) continue ;;
  esac
  [ "$new" = "$zero" ] && continue

  # The first branch of an empty repository becomes the default one.
  if [ "$SANDBOX_WAS_EMPTY" = yes ]; then
    if [ -z "$first_branch" ] || [ "$branch" = "$SANDBOX_DEFAULT_BRANCH" ]; then
      first_branch=$branch
      git symbolic-ref HEAD "$ref"
    fi
    continue
  fi
  [ "$branch" = "$SANDBOX_DEFAULT_BRANCH" ] && continue

  iid=$(printf '%s\n' "$SANDBOX_OPEN_MERGE_REQUESTS" | while read -r open_iid open_branch; do
    [ "$open_branch" = "$branch" ] && echo "$open_iid" && break
  done)
  if [ -n "$iid" ]; then
    echo "
View merge request for $branch:
  $SANDBOX_PROJECT_URL/-/merge_requests/$iid
" >&2
  else
    echo "
To create a merge request for $branch, visit:
  $SANDBOX_PROJECT_URL/-/merge_requests/new?merge_request%5Bsource_branch%5D=$(url_encode "$branch")
" >&2
  fi
done
`;

/** Writes the hooks that every repository of this data folder uses; returns their folder. */
export function writeHooks(dataDir: string): string {
  const dir = join(dataDir, 'hooks');
  mkdirSync(dir, { recursive: true });
  writeFileSync(join(dir, 'pre-receive'), preReceive, { mode: 0o755 });
  writeFileSync(join(dir, 'post-receive'), postReceive, { mode: 0o755 });
  return dir;
}
