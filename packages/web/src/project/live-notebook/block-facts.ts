/** What a card says about a block. */
export interface BlockFacts {
  /** Its kind in words. */
  title: string;
  /** What it is called in the notebook. */
  heading: string;
  facts: [name: string, value: string][];
  /** A file name by which the language of its text is known. */
  codeName: string;
}

type Metadata = Readonly<Record<string, unknown>>;

const titles: Record<string, string> = {
  agent: 'Agent',
  sql: 'SQL',
  'notebook-function': 'Notebook as a function',
  visualization: 'Chart',
  button: 'Button',
  'big-number': 'Big number',
  'input-text': 'Text input',
  'input-textarea': 'Text area',
  'input-checkbox': 'Checkbox',
  'input-select': 'Choice',
  'input-slider': 'Slider',
  'input-date': 'Date',
  'input-date-range': 'Date range',
  'input-file': 'File input',
};

/** Members of metadata that say something to people, with their names. */
const shown: readonly (readonly [key: string, name: string])[] = [
  ['deepnote_variable_name', 'Variable'],
  ['deepnote_variable_value', 'Value'],
  ['deepnote_variable_default_value', 'At first'],
  ['deepnote_variable_options', 'Choices'],
  ['deepnote_slider_min_value', 'From'],
  ['deepnote_slider_max_value', 'To'],
  ['deepnote_slider_step', 'Step'],
  ['deepnote_allowed_file_extensions', 'Files'],
  ['deepnote_big_number_value', 'Value'],
  ['deepnote_big_number_format', 'Format'],
  ['deepnote_big_number_comparison_title', 'Compared with'],
  ['deepnote_big_number_comparison_value', 'Its value'],
  ['deepnote_button_behavior', 'When pressed'],
  ['deepnote_return_variable_type', 'Gives'],
  ['sql_integration_id', 'Database'],
  ['function_notebook_id', 'Notebook'],
  ['deepnote_agent_model', 'Model'],
];
const headings = ['deepnote_input_label', 'deepnote_button_title', 'deepnote_big_number_title'];
const words: Record<string, string> = {
  run: 'runs blocks',
  set_variable: 'sets its variable',
  dataframe: 'a dataframe',
  query_preview: 'a preview of the query',
};

/** What people want to know of a block of a kind that is not edited here. */
export function factsOfBlock(type: string, metadata: Metadata): BlockFacts {
  const chart = chartOf(metadata.deepnote_visualization_spec);
  return {
    title: titles[type] ?? `Block of the kind “${type}”`,
    heading: headings.map((key) => metadata[key]).find((value) => typeof value === 'string') as string,
    facts: [
      ...shown.flatMap(([key, name]): [string, string][] => {
        const value = wordsOf(metadata[key]);
        return value === '' ? [] : [[name, value]];
      }),
      ...(chart === '' ? [] : [['Kind of chart', chart] as [string, string]]),
    ],
    codeName: type === 'sql' ? 'query.sql' : type === 'agent' ? 'prompt.md' : 'text.txt',
  };
}

function wordsOf(value: unknown): string {
  if (Array.isArray(value)) return value.map(wordsOf).filter(Boolean).join(', ');
  if (typeof value === 'string') return words[value] ?? value;
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return typeof value === 'number' ? String(value) : '';
}

/** The kind of marks of a Vega-Lite chart. */
function chartOf(spec: unknown): string {
  const found = /"mark":(?:"(\w+)"|\{[^{}]*"type":"(\w+)")/.exec(JSON.stringify(spec ?? null));
  return found?.[1] ?? found?.[2] ?? '';
}
