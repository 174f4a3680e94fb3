import { Combobox, Input, InputBase, Loader, useCombobox } from '@mantine/core';
import { type ReactNode, useId } from 'react';
import classes from './pick-one.module.css';

interface PickOneProps<Item> {
  label: string;
  description?: ReactNode;
  error?: ReactNode;
  placeholder: string;
  items: Item[];
  value: Item | null;
  /** Identifies an item among the others. */
  keyOf: (item: Item) => string;
  /** How an item looks, in the list and as the chosen one. */
  render: (item: Item) => ReactNode;
  onChoose: (item: Item) => void;
  search: string;
  onSearch: (search: string) => void;
  searchLabel: string;
  loading?: boolean;
  /** Said in place of the list when no item is left. */
  nothing: ReactNode;
  disabled?: boolean;
}

/** Chooses one of many by searching; items and the chosen one carry chips. */
export function PickOne<Item>(props: PickOneProps<Item>) {
  const { label, description, error, placeholder, items, value, keyOf, render, onChoose } = props;
  const { search, onSearch, searchLabel, loading = false, nothing, disabled = false } = props;
  const id = useId();
  const combobox = useCombobox({
    onDropdownOpen: () => combobox.focusSearchInput(),
    onDropdownClose: () => {
      combobox.resetSelectedOption();
      combobox.focusTarget();
      onSearch('');
    },
  });
  const choose = (key: string) => {
    const item = items.find((one) => keyOf(one) === key);
    if (item) onChoose(item);
    combobox.closeDropdown();
  };
  return (
    <Combobox store={combobox} onOptionSubmit={choose} shadow="md" radius={9} withinPortal>
      <Combobox.Target targetType="button">
        <InputBase
          id={id}
          component="button"
          type="button"
          pointer
          label={label}
          description={description}
          error={error}
          disabled={disabled}
          rightSection={loading && !combobox.dropdownOpened ? <Loader size={14} /> : <Combobox.Chevron />}
          rightSectionPointerEvents="none"
          onClick={() => combobox.toggleDropdown()}
          classNames={{ input: classes.target }}
        >
          {value === null ? <Input.Placeholder>{placeholder}</Input.Placeholder> : render(value)}
        </InputBase>
      </Combobox.Target>
      <Combobox.Dropdown>
        <Combobox.Search
          value={search}
          onChange={(event) => {
            onSearch(event.currentTarget.value);
            combobox.updateSelectedOptionIndex();
          }}
          placeholder={searchLabel}
          aria-label={searchLabel}
          rightSection={loading ? <Loader size={14} /> : null}
        />
        <Combobox.Options className={classes.options} aria-label="Choices">
          {items.map((item) => (
            <Combobox.Option
              key={keyOf(item)}
              value={keyOf(item)}
              active={value !== null && keyOf(item) === keyOf(value)}
              className={classes.option}
            >
              {render(item)}
            </Combobox.Option>
          ))}
          {items.length === 0 ? <Combobox.Empty>{loading ? 'Looking…' : nothing}</Combobox.Empty> : null}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}

/** An item's words in typewriter letters, followed by its chips. */
export function PickItem({ icon, name, chips }: { icon?: ReactNode; name: string; chips?: ReactNode }) {
  return (
    <span className={classes.item}>
      {icon}
      <span className={classes.name}>{name}</span>
      {chips}
    </span>
  );
}
