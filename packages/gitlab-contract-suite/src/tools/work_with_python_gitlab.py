"""Works with a GitLab as its users do with python-gitlab, and prints what it saw as JSON."""

import json
import sys

import gitlab

url, token, path, oauth_token = sys.argv[1:5]
gl = gitlab.Gitlab(url, private_token=token)
gl.auth()
seen = {"user": gl.user.username, "version": gl.version()[0]}
seen["oauth_user"] = gitlab.Gitlab(url, oauth_token=oauth_token).http_get("/user")["username"]


def name_of_error(call):
    try:
        call()
    except gitlab.exceptions.GitlabError as error:
        return f"{type(error).__name__} {error.response_code} {error.error_message}"
    return None


seen["errors"] = [
    name_of_error(gitlab.Gitlab(url, private_token="unknown").auth),
    name_of_error(lambda: gl.projects.get("no/such/project")),
    name_of_error(lambda: gl.projects.create({"name": "x", "namespace_id": 987654321})),
]

by_offset = [p.path_with_namespace for p in gl.projects.list(membership=True, per_page=2, iterator=True)]
by_keyset = [
    p.path_with_namespace
    for p in gl.projects.list(
        membership=True, pagination="keyset", order_by="id", sort="asc", per_page=2, iterator=True
    )
]
pages = gl.projects.list(membership=True, per_page=2, iterator=True)
seen["projects"] = {
    "by_offset": sorted(by_offset),
    "by_keyset": sorted(by_keyset),
    "total": pages.total,
    "pages": pages.total_pages,
}

project = gl.projects.get(path)
seen["project"] = [project.path_with_namespace, project.default_branch, project.visibility]

project.branches.create({"branch": "from-python", "ref": project.default_branch})
project.commits.create(
    {
        "branch": "from-python",
        "commit_message": "From python-gitlab",
        "actions": [
            {"action": "create", "file_path": "python/one.txt", "content": "one\n"},
            {"action": "create", "file_path": "python/two.txt", "content": "two\n"},
        ],
    }
)
made = project.files.create(
    {"file_path": "python/three.txt", "branch": "from-python", "content": "three\n", "commit_message": "Add three"}
)
read = project.files.get("python/three.txt", ref="from-python")
read.content = "changed\n"
read.save(branch="from-python", commit_message="Change three")
project.files.delete("python/two.txt", branch="from-python", commit_message="Delete two")
commits = project.commits.list(ref_name="from-python", per_page=4, get_all=False)
seen["commits"] = [commit.title for commit in commits]
seen["diff"] = [change["new_path"] for change in commits[-1].diff()]
seen["tree"] = [entry["path"] for entry in project.repository_tree(path="python", ref="from-python", get_all=True)]
seen["file"] = project.files.raw("python/three.txt", ref="from-python").decode()

request = project.mergerequests.create(
    {"source_branch": "from-python", "target_branch": project.default_branch, "title": "From Python"}
)
discussion = request.discussions.create({"body": "Is this right?"})
discussion.notes.create({"body": "It is."})
discussion = request.discussions.get(discussion.id)
discussion.resolved = True
discussion.save()
reviewer = gitlab.Gitlab(url, private_token=sys.argv[5])
reviewed = reviewer.projects.get(path).mergerequests.get(request.iid)
reviewed.approve()
seen["discussions"] = [
    [note["body"] for note in thread.attributes["notes"]] for thread in request.discussions.list(get_all=True)
]
request.title = "From Python, renamed"
request.save()
request = project.mergerequests.get(request.iid)
approvals = request.approvals.get()
seen["approvals"] = [approvals.approved, [by["user"]["username"] for by in approvals.approved_by]]
request.merge()
request = project.mergerequests.get(request.iid)
seen["merged"] = [request.title, request.state, request.merged_by["username"]]
project.branches.delete("from-python")

project.protectedbranches.create(
    {"name": "python-*", "push_access_level": gitlab.const.AccessLevel.DEVELOPER.value}
)
protection = project.protectedbranches.get("python-*")
seen["protection"] = [protection.name, protection.push_access_levels[0]["access_level"]]
protection.delete()
seen["protections"] = [each.name for each in project.protectedbranches.list(get_all=True)]

hook = project.hooks.create({"url": "https://hooks.example.com/push", "push_events": True, "token": "shared"})
hook.enable_ssl_verification = False
hook.save()
hook = project.hooks.list(get_all=True)[0]
seen["hook"] = [hook.url, hook.push_events, hook.enable_ssl_verification]
hook.delete()
seen["hooks"] = len(project.hooks.list(get_all=True))

seen["members"] = sorted(member.username for member in project.members_all.list(get_all=True))
seen["people"] = [user.username for user in gl.users.list(username=gl.user.username)]

print(json.dumps(seen))
