import { type JsonReader, readList, readObject } from '../read-json.ts';
import type { Requester } from './requester.ts';

/** A person as GitLab names them. */
export interface GitLabPerson {
  id: number;
  username: string;
  name: string;
  avatarUrl: string | null;
}

/** Somebody with access to a project, directly or by a group above. */
export interface GitLabMember extends GitLabPerson {
  /** `active`, `blocked` … */
  state: string;
}

/** GitLab's number for the role. */
const maintainer = 40;

export function createMemberRequests(requester: Requester) {
  return {
    /** GET /projects/:id/members/all, one page of those whose name matches. */
    async listMembers(projectId: number, query: { search?: string; perPage?: number } = {}) {
      const { search, perPage = 20 } = query;
      const { body } = await requester.get(`projects/${projectId}/members/all`, {
        searchParams: { ...(search && { query: search }), per_page: perPage },
      });
      return readList(body, 'members', toMember);
    },

    /** GET /projects/:id/members/all: the names of maintainers and owners among the first hundred members. */
    async listMaintainers(projectId: number): Promise<string[]> {
      const { body } = await requester.get(`projects/${projectId}/members/all`, {
        searchParams: { per_page: 100 },
      });
      const members = readList(body, 'members', (value) => {
        const member = readObject(value, 'member');
        return { name: member.string('name'), level: member.number('access_level') };
      });
      return members.filter(({ level }) => level >= maintainer).map(({ name }) => name);
    },
  };
}

export function readPerson(person: JsonReader): GitLabPerson {
  return {
    id: person.number('id'),
    username: person.string('username'),
    name: person.string('name'),
    avatarUrl: person.stringOrNull('avatar_url', 'address'),
  };
}

function toMember(value: unknown): GitLabMember {
  const member = readObject(value, 'member');
  return { ...readPerson(member), state: member.string('state') };
}
