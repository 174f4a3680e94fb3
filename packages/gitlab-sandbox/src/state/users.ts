import type { UserRecord } from './model.ts';
import { hashPassword, isPassword } from './secrets.ts';
import type { Store } from './store.ts';

export interface NewUser {
  username: string;
  name: string;
  email: string;
  password: string;
}

export function addUser(store: Store, input: NewUser): UserRecord {
  if (findUser(store, input.username)) throw new Error(`The user ${input.username} exists already.`);
  const user: UserRecord = {
    id: store.nextId('user'),
    username: input.username,
    name: input.name,
    email: input.email,
    passwordHash: hashPassword(input.password),
    createdAt: store.nowIso(),
  };
  store.state.users.push(user);
  store.save();
  return user;
}

export function findUser(store: Store, username: string): UserRecord | null {
  const wanted = username.toLowerCase();
  return store.state.users.find((user) => user.username.toLowerCase() === wanted) ?? null;
}

export function findUserById(store: Store, id: number): UserRecord | null {
  return store.state.users.find((user) => user.id === id) ?? null;
}

export function findUserByEmail(store: Store, email: string): UserRecord | null {
  const wanted = email.toLowerCase();
  return store.state.users.find((user) => user.email.toLowerCase() === wanted) ?? null;
}

export function getUser(store: Store, username: string): UserRecord {
  const user = findUser(store, username);
  if (!user) throw new Error(`There is no user ${username} in the sandbox.`);
  return user;
}

export function getUserById(store: Store, id: number): UserRecord {
  const user = findUserById(store, id);
  if (!user) throw new Error(`There is no user with id ${id} in the sandbox.`);
  return user;
}

/** Signs in by username or e-mail; null when the password is wrong. */
export function findUserByPassword(store: Store, login: string, password: string): UserRecord | null {
  const user = findUser(store, login) ?? findUserByEmail(store, login);
  return user && isPassword(password, user.passwordHash) ? user : null;
}
