import { PasswordInput, TextInput } from '@mantine/core';

export interface Application {
  clientId: string;
  clientSecret: string;
}

interface ApplicationFieldsProps {
  value: Application;
  errors: Record<string, string>;
  onChange: (value: Application) => void;
  /** What an empty secret means: a public application, or leaving the stored one. */
  secretHint?: string;
}

/** The id and secret of an instance's OAuth application. */
export function ApplicationFields({ value, errors, onChange, secretHint }: ApplicationFieldsProps) {
  return (
    <>
      <TextInput
        label="Application id"
        required
        withAsterisk={false}
        maxLength={200}
        autoComplete="off"
        value={value.clientId}
        error={errors.clientId}
        onChange={(event) => onChange({ ...value, clientId: event.currentTarget.value })}
      />
      <PasswordInput
        label="Secret"
        description={secretHint ?? 'Leave empty when the application is not confidential.'}
        maxLength={500}
        autoComplete="off"
        value={value.clientSecret}
        error={errors.clientSecret}
        onChange={(event) => onChange({ ...value, clientSecret: event.currentTarget.value })}
        visibilityToggleButtonProps={{ 'aria-label': 'Show the secret', tabIndex: 0 }}
      />
    </>
  );
}

interface NameFieldProps {
  value: string;
  error: string | undefined;
  /** Taken when nothing is entered. */
  suggestion?: string;
  onChange: (name: string) => void;
}

/** What people here call the instance. */
export function NameField({ value, error, suggestion, onChange }: NameFieldProps) {
  return (
    <TextInput
      label="Name"
      description="What people see, such as the company’s word for it."
      required={suggestion === undefined}
      withAsterisk={false}
      placeholder={suggestion}
      maxLength={100}
      value={value}
      error={error}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
