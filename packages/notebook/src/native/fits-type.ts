import { isRecord, type Json } from '../json-value.ts';
import type { Block } from './document.ts';

type Check = (value: Json) => boolean;
const isText: Check = (value) => typeof value === 'string';
const isNumber: Check = (value) => typeof value === 'number' && Number.isFinite(value);
const isBoolean: Check = (value) => typeof value === 'boolean';
const isList: Check = Array.isArray;
const isObject: Check = isRecord;
const isTexts: Check = (value) => Array.isArray(value) && value.every(isText);
const oneOf =
  (...values: Json[]): Check =>
  (value) =>
    values.includes(value);
const either =
  (...checks: Check[]): Check =>
  (value) =>
    checks.some((check) => check(value));
const time = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?Z$/;
const isTime: Check = (value) =>
  typeof value === 'string' && time.test(value) && !Number.isNaN(Date.parse(value));
const isServer: Check = (value) =>
  isRecord(value) &&
  isText(value.name ?? null) &&
  isText(value.command ?? null) &&
  isTexts(value.args ?? []) &&
  isRecord(value.env ?? {}) &&
  Object.values(value.env ?? {}).every((one) => isText(one!));

const fields: Record<string, Check> = {
  version: isNumber,
  contentHash: (value) => typeof value === 'string' && /^([a-z0-9]+:)?[a-f0-9]+$/i.test(value),
  executionStartedAt: isTime,
  executionFinishedAt: isTime,
  outputs: isList,
};

const booleans =
  'deepnote_app_is_code_hidden deepnote_app_is_output_hidden deepnote_app_block_visible is_code_hidden ' +
  'is_output_hidden output_cleared is_collapsed checked is_compiled_sql_query_visible deepnote_config_collapsed ' +
  'deepnote_big_number_comparison_enabled deepnote_allow_multiple_values deepnote_allow_empty_values';
const numbers =
  'deepnote_app_block_width deepnote_app_block_order execution_start execution_millis deepnote_cell_height ' +
  'last_function_run_started_at deepnote_chart_height deepnote_slider_min_value deepnote_slider_max_value ' +
  'deepnote_slider_step deepnote_input_date_version';
const texts =
  'deepnote_app_block_subgroup_id source_hash execution_context_id last_executed_function_notebook_id ' +
  'deepnote_img_src function_export_name deepnote_variable_name sql_integration_id deepnote_button_title ' +
  'deepnote_big_number_title deepnote_big_number_value deepnote_big_number_format deepnote_agent_model ' +
  'deepnote_big_number_comparison_title deepnote_big_number_comparison_value deepnote_input_label ' +
  'deepnote_big_number_comparison_type deepnote_big_number_comparison_format deepnote_input_checkbox_label ' +
  'deepnote_variable_selected_variable deepnote_allowed_file_extensions';
const records =
  'deepnote_table_state function_notebook_export_states function_notebook_inputs deepnote_chart_filter ' +
  'function_notebook_export_mappings deepnote_visualization_spec';
const all = (names: string, check: Check) => names.split(' ').map((name): [string, Check] => [name, check]);

/** What the members of metadata are that the format knows, in whatever type of block. */
const metadataFields = new Map<string, Check>([
  ...all(booleans, isBoolean),
  ...all(numbers, isNumber),
  ...all(texts, isText),
  ...all(records, isObject),
  ['deepnote_app_block_group_id', either(isText, oneOf(null))],
  ['function_notebook_id', either(isText, oneOf(null))],
  ['allow_embed', oneOf(true, false, 'code_output', 'code', 'output')],
  [
    'deepnote_output_heights',
    (value) => isList(value) && (value as Json[]).every(either(isNumber, oneOf(null))),
  ],
  ['formattedRanges', isList],
  ['deepnote_img_width', oneOf('actual', '50%', '75%', '100%')],
  ['deepnote_img_alignment', oneOf('left', 'center', 'right')],
  ['color', oneOf('blue', 'green', 'yellow', 'red', 'purple')],
  ['deepnote_return_variable_type', oneOf('dataframe', 'query_preview')],
  ['deepnote_button_color_scheme', oneOf('blue', 'red', 'neutral', 'green', 'yellow')],
  ['deepnote_button_behavior', oneOf('run', 'set_variable')],
  ['deepnote_mcp_servers', (value) => isList(value) && (value as Json[]).every(isServer)],
  ['deepnote_variable_options', isTexts],
  ['deepnote_variable_custom_options', isTexts],
  ['deepnote_variable_select_type', oneOf('from-options', 'from-variable')],
]);

const isPair: Check = (value) => isTexts(value) && (value as Json[]).length === 2;
const inputValues: Record<string, Check> = {
  'input-checkbox': isBoolean,
  'input-select': either(isText, isTexts),
  'input-date-range': either(isText, isPair),
};

/**
 * Whether other tools for `.deepnote` files would take the block: those fields and members of metadata that the
 * format knows must be of the right kind. For blocks that came from outside.
 */
export function fitsType({ metadata, ...block }: Block): boolean {
  const fits = (value: Json | undefined, check: Check | undefined) =>
    value === undefined || !check || check(value);
  const valueCheck = Object.hasOwn(inputValues, block.type) ? inputValues[block.type]! : isText;
  return (
    Object.entries(fields).every(([name, check]) => fits(block[name], check)) &&
    Object.entries(metadata).every(([name, value]) => fits(value, metadataFields.get(name))) &&
    (!block.type.startsWith('input-') ||
      (fits(metadata.deepnote_variable_value, valueCheck) &&
        fits(metadata.deepnote_variable_default_value, either(valueCheck, oneOf(null))))) &&
    (block.type !== 'notebook-function' || metadata.function_notebook_id !== undefined)
  );
}
