import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import type { Extension } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { tags } from '@lezer/highlight';

/** Colours are variables (code.module.css), so both schemes need one theme only. */
const highlight = HighlightStyle.define([
  {
    tag: [tags.keyword, tags.modifier, tags.operatorKeyword, tags.controlKeyword],
    color: 'var(--nl-code-keyword)',
  },
  { tag: [tags.string, tags.special(tags.string), tags.regexp], color: 'var(--nl-code-string)' },
  { tag: [tags.number, tags.bool, tags.null, tags.atom], color: 'var(--nl-code-number)' },
  {
    tag: [
      tags.function(tags.variableName),
      tags.function(tags.propertyName),
      tags.definition(tags.function(tags.variableName)),
    ],
    color: 'var(--nl-code-function)',
  },
  { tag: [tags.typeName, tags.className, tags.namespace, tags.tagName], color: 'var(--nl-code-type)' },
  {
    tag: [tags.propertyName, tags.attributeName, tags.definition(tags.propertyName)],
    color: 'var(--nl-code-property)',
  },
  { tag: [tags.comment, tags.meta, tags.processingInstruction], color: 'var(--nl-code-comment)' },
  { tag: tags.heading, color: 'var(--nl-code-keyword)', fontWeight: '650' },
  { tag: tags.strong, fontWeight: '650' },
  { tag: tags.emphasis, fontStyle: 'italic' },
  { tag: [tags.link, tags.url], color: 'var(--nl-code-function)' },
  { tag: tags.invalid, color: 'var(--nl-conflict)' },
]);

const theme = EditorView.theme({
  '&': { fontSize: '13px', color: 'var(--nl-text)', backgroundColor: 'transparent', height: '100%' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'var(--nl-font-mono)', lineHeight: '1.6' },
  '.cm-content': { caretColor: 'var(--nl-accent)', padding: '10px 0' },
  '.cm-cursor, .cm-dropCursor': { borderLeftColor: 'var(--nl-accent)', borderLeftWidth: '2px' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
    background: 'var(--nl-code-selection)',
  },
  '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'var(--nl-code-line)' },
  '.cm-gutters': {
    color: 'var(--nl-code-gutter)',
    backgroundColor: 'var(--nl-code-gutter-surface, transparent)',
    border: 'none',
    paddingLeft: '6px',
  },
  '.cm-lineNumbers .cm-gutterElement': { padding: '0 10px 0 8px', minWidth: '36px' },
  '.cm-matchingBracket': { backgroundColor: 'transparent' },
  '&.cm-focused .cm-matchingBracket': { backgroundColor: 'var(--nl-code-selection)' },
  '.cm-searchMatch': { backgroundColor: 'var(--nl-modified-soft)', outline: '1px solid var(--nl-modified)' },
  '.cm-searchMatch-selected': { backgroundColor: 'var(--nl-code-selection)' },
  '.cm-selectionMatch': { backgroundColor: 'var(--nl-code-line)' },
  '.cm-panels': {
    color: 'var(--nl-text)',
    backgroundColor: 'var(--nl-surface-rail)',
    fontFamily: 'var(--nl-font)',
  },
  '.cm-panels-top': { borderBottom: '1px solid var(--nl-border)' },
  '.cm-panels-bottom': { borderTop: '1px solid var(--nl-border)' },
  '.cm-textfield': {
    color: 'var(--nl-text)',
    backgroundColor: 'var(--nl-surface)',
    border: '1px solid var(--nl-border-strong)',
    borderRadius: '5px',
  },
  '.cm-button': {
    color: 'var(--nl-text)',
    backgroundImage: 'none',
    backgroundColor: 'var(--nl-surface-raised)',
    border: '1px solid var(--nl-border)',
    borderRadius: '5px',
  },
  '.cm-foldPlaceholder': {
    color: 'var(--nl-text-2)',
    backgroundColor: 'var(--nl-chip)',
    border: 'none',
    padding: '0 6px',
  },
  '.cm-tooltip': { backgroundColor: 'var(--nl-surface-raised)', border: '1px solid var(--nl-border)' },
  '.cm-changedLine, .cm-inlineChangedLine': { backgroundColor: 'var(--nl-code-added-line)' },
  '&.cm-merge-a .cm-changedLine, .cm-deletedChunk': { backgroundColor: 'var(--nl-code-deleted-line)' },
  '&.cm-merge-b .cm-changedText, .cm-insertedLine .cm-changedText, .cm-changedLine .cm-changedText': {
    background: 'var(--nl-code-added-text)',
    borderRadius: '2px',
  },
  '&.cm-merge-a .cm-changedText, .cm-deletedChunk .cm-deletedText': {
    background: 'var(--nl-code-deleted-text)',
    borderRadius: '2px',
  },
  '.cm-deletedChunk': { paddingLeft: '6px' },
  '.cm-insertedLine, .cm-deletedLine, .cm-deletedLine del': { textDecoration: 'none' },
  '.cm-changeGutter': { width: '3px', paddingLeft: '0' },
  '&.cm-merge-b .cm-changedLineGutter, .cm-changedLineGutter': { background: 'var(--nl-added)' },
  '&.cm-merge-a .cm-changedLineGutter, .cm-deletedLineGutter': { background: 'var(--nl-conflict)' },
  '.cm-collapsedLines': {
    color: 'var(--nl-text-dim)',
    background: 'var(--nl-surface-rail)',
    borderBlock: '1px solid var(--nl-border)',
    fontFamily: 'var(--nl-font)',
    fontSize: '12px',
    padding: '4px 12px',
  },
  // Its own signs are in few fonts.
  '.cm-collapsedLines:before, .cm-collapsedLines:after': { content: '"···"' },
});

/** How code looks, in the editor and in differences. */
export const codeTheme: Extension = [theme, syntaxHighlighting(highlight)];
