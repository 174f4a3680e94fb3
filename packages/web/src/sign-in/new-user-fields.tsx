import { PasswordInput, TextInput } from '@mantine/core';

export interface NewUser {
  name: string;
  email: string;
  password: string;
}

interface NewUserFieldsProps {
  value: NewUser;
  onChange: (value: NewUser) => void;
  /** Sentences of the server about single fields. */
  errors: Record<string, string>;
}

/** Name, e-mail and password of somebody who is new here. */
export function NewUserFields({ value, onChange, errors }: NewUserFieldsProps) {
  return (
    <>
      <TextInput
        label="Your name"
        autoComplete="name"
        required
        withAsterisk={false}
        maxLength={100}
        value={value.name}
        error={errors.name}
        onChange={(event) => onChange({ ...value, name: event.currentTarget.value })}
      />
      <TextInput
        label="E-mail"
        type="email"
        autoComplete="username"
        required
        withAsterisk={false}
        value={value.email}
        error={errors.email}
        onChange={(event) => onChange({ ...value, email: event.currentTarget.value })}
      />
      <PasswordInput
        label="Password"
        description="At least 10 characters."
        autoComplete="new-password"
        required
        withAsterisk={false}
        minLength={10}
        maxLength={200}
        value={value.password}
        error={errors.password}
        onChange={(event) => onChange({ ...value, password: event.currentTarget.value })}
        visibilityToggleButtonProps={{ 'aria-label': 'Show the password', tabIndex: 0 }}
      />
    </>
  );
}

/** The server's field names without the object they are in: `newUser.email` is `email`. */
export function withoutPrefix(errors: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(errors).map(([name, reason]) => [name.split('.').at(-1)!, reason]),
  );
}
