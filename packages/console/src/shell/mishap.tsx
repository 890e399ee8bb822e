import { Component, type ReactNode } from 'react'
import { Empty } from '../design/states.tsx'

interface MishapProps {
  /** Another page gets another chance. */
  readonly page: string
  readonly children: ReactNode
}

interface MishapState {
  readonly error: Error | undefined
  readonly page: string
}

/** Around a page that may break: the frame stays, and says what happened. */
export class Mishap extends Component<MishapProps, MishapState> {
  override state: MishapState = { error: undefined, page: this.props.page }

  static getDerivedStateFromError(error: unknown): Partial<MishapState> {
    return { error: error instanceof Error ? error : new Error(String(error)) }
  }

  static getDerivedStateFromProps({ page }: MishapProps, state: MishapState): MishapState | null {
    return page === state.page ? null : { page, error: undefined }
  }

  override render(): ReactNode {
    const { error } = this.state
    if (error === undefined) return this.props.children
    // A part of the page that is loaded later has another name after the server was updated.
    const isOutdated = /dynamically imported module|module script/i.test(error.message)
    return (
      <Empty title={isOutdated ? 'The console was updated' : 'This page broke'}>
        <p>{isOutdated ? 'This tab still has the one before.' : `A fault of ours: ${error.message}`}</p>
        <button type="button" onClick={() => location.reload()}>
          Load it again
        </button>
      </Empty>
    )
  }
}
