import { Empty } from '../design/states.tsx'

/** How to send the first traces. */
export default function StartPage() {
  const address = location.host
  return (
    <Empty title="Send traces here">
      <p>
        An app with an X-Ray SDK: <code>AWS_XRAY_DAEMON_ADDRESS={address}</code>
      </p>
    </Empty>
  )
}
