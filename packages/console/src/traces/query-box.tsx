import {
  acceptCompletion,
  autocompletion,
  type Completion,
  type CompletionContext,
  completionKeymap,
  moveCompletionSelection,
} from '@codemirror/autocomplete'
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands'
import { linter } from '@codemirror/lint'
import { EditorState, Prec } from '@codemirror/state'
import { EditorView, keymap, placeholder } from '@codemirror/view'
import type { GroupFilter } from '@roentgen/filter'
import { useEffect, useRef } from 'react'
import { type Offered, offersAt } from './offers.ts'
import styles from './query-box.module.css'
import { queryProblem } from './query-problem.ts'

interface QueryBoxProps {
  readonly query: string
  readonly known: () => Promise<Offered>
  readonly groups: readonly GroupFilter[]
  readonly onChange: (query: string) => void
  readonly onRun: (query: string) => void
  /** It comes where someone asked to write. */
  readonly isFocused?: boolean
}

/** The query, with completion and with its errors where they are. Enter asks, Tab completes, Shift-Enter begins a line. */
export default function QueryBox({ query, known, groups, onChange, onRun, isFocused = false }: QueryBoxProps) {
  const place = useRef<HTMLDivElement>(null)
  const view = useRef<EditorView>(undefined)
  // The editor lives longer than a rendering: it reads what is true when it needs it.
  const latest = useRef({ known, groups, onChange, onRun })
  latest.current = { known, groups, onChange, onRun }
  const first = useRef({ query, isFocused })

  useEffect(() => {
    if (place.current === null) return
    const nonce = document.querySelector('meta[name=csp-nonce]')?.getAttribute('content') ?? ''
    const editor = new EditorView({
      parent: place.current,
      state: EditorState.create({
        doc: first.current.query,
        extensions: [
          EditorView.cspNonce.of(nonce),
          history(),
          EditorView.lineWrapping,
          placeholder('service("Frontend") AND fault · responsetime > 1 · annotation[user] = "7"'),
          EditorView.contentAttributes.of({ 'aria-label': 'Query: a filter expression', 'data-key': 'query' }),
          autocompletion({
            override: [async (context) => completionsOf(context, await latest.current.known())],
            icons: false,
            // Enter asks what is written; a completion is chosen by Tab, or by arrows first.
            selectOnOpen: false,
            interactionDelay: 0,
          }),
          linter(({ state }) => diagnosticsOf(state.doc.toString(), latest.current.groups), { delay: 300 }),
          Prec.high(
            keymap.of([
              ...completionKeymap,
              { key: 'Tab', run: (target) => acceptCompletion(target) || acceptFirst(target) },
              {
                key: 'Enter',
                run: ({ state }) => {
                  latest.current.onRun(state.doc.toString())
                  return true
                },
              },
            ]),
          ),
          keymap.of([...defaultKeymap, ...historyKeymap]),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) latest.current.onChange(update.state.doc.toString())
          }),
        ],
      }),
    })
    view.current = editor
    if (first.current.isFocused) {
      editor.dispatch({ selection: { anchor: editor.state.doc.length } })
      editor.focus()
    }
    return () => {
      view.current = undefined
      editor.destroy()
    }
  }, [])

  useEffect(() => {
    const editor = view.current
    const text = editor?.state.doc.toString()
    if (editor !== undefined && text !== query)
      editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: query } })
  }, [query])

  return <div ref={place} className={styles.box} />
}

function acceptFirst(target: EditorView): boolean {
  return moveCompletionSelection(true)(target) && acceptCompletion(target)
}

async function completionsOf(context: CompletionContext, known: Offered) {
  const { start, items } = await offersAt(context.state.doc.toString(), context.pos, known)
  if (items.length === 0 || (!context.explicit && start === context.pos && context.pos === 0)) return null
  return {
    from: start,
    options: items.map(
      (item): Completion => ({ label: item.text, type: item.kind, ...(item.says !== '' && { detail: item.says }) }),
    ),
  }
}

function diagnosticsOf(query: string, groups: readonly GroupFilter[]) {
  const problem = queryProblem(query, groups)
  return problem === undefined
    ? []
    : [{ from: problem.from, to: problem.to, severity: 'error' as const, message: problem.sentence }]
}
